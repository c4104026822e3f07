"""When, where, how many, how long: the fields of a release's event.

Every value carries its span and rule. What the release does not say stays ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from communique.dates import FoundDate, find_dates
from communique.durations import LengthWords, counted_length, stated_length
from communique.event_places import PlaceWords, country_visited, first_town, place_in
from communique.files import one_of
from communique.lexicon import Lexicon
from communique.participants import PeopleWords, count_participants
from communique.records import Event, Found

if TYPE_CHECKING:
    from communique.codebook import Codebook
    from communique.text import Document, Unit

_BEHIND = 40
"""How many characters behind a value are looked at for words of another event."""


class EventWords:
    """The word lists of `events.yml`, ready for use."""

    LISTS: ClassVar[tuple[str, ...]] = (
        *PeopleWords.LISTS,
        *PlaceWords.LISTS,
        *LengthWords.LISTS,
        "regions",
        "other_events",
        "other_dates",
    )

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.lexicon = Lexicon()
        self.people = PeopleWords(lists, self.lexicon)
        self.places = PlaceWords(lists, self.lexicon)
        self.lengths = LengthWords(lists)
        self.regions = re.compile(rf"\b{one_of(lists['regions'])}$", re.IGNORECASE)
        self.other_dates = re.compile(rf"\b{one_of(lists['other_dates'])}\b", re.IGNORECASE)
        self._other_events = re.compile(rf"\b{one_of(lists['other_events'])}\b", re.IGNORECASE)

    def tells_of_another(self, sentence: str, start: int, end: int) -> bool:
        """Whether words beside a span, in its own clause, mark another event."""
        before = re.split(r"[,;:]", sentence[:start])[-1]
        behind = re.split(r"[,;:]", sentence[end : end + _BEHIND])[0]
        return bool(self._other_events.search(before) or self._other_events.search(behind))


def find_event(document: Document, codebook: Codebook) -> Event:
    """The event of a release, each field with its evidence.

    The date is the dateline's, else the first whole date of the body. The place is the one that
    the text gives to the event, else the dateline's; of a visit to another country it is not known.
    Participants are the first number of people who take part, groups in one list added; totals of
    a series are left apart. The duration is the stated one ("three-day"), else the days of a
    stated range.
    """
    evidence: list[Found] = []
    day = _date(document, codebook.event_words, evidence)
    dateline_place = _dateline_place(document, codebook, evidence)
    towns = dateline_place.split(";") if dateline_place else []
    event_place = _event_place(document, codebook, towns, evidence)
    if event_place is None and not _is_abroad(document, codebook, towns):
        event_place = dateline_place
    participants = _participants(document, codebook.event_words, evidence)
    duration = _duration(document, day[0].value if day else None, codebook.event_words, evidence)
    return Event(
        date=day[0].value if day else None,
        date_basis=day[1] if day else None,  # type: ignore[arg-type]
        dateline_place=dateline_place,
        event_place=event_place,
        participants=participants.value if participants else None,  # type: ignore[arg-type]
        participants_note=participants.note if participants else None,
        duration_days=duration,
        evidence=tuple(evidence),
    )


def _body(document: Document, *, title: bool = False) -> Iterator[Unit]:
    """Counted sentences that are not quoted speech."""
    for unit in document.sentences:
        if unit.counted and not unit.quoted and (title or unit.part == "body"):
            yield unit


def _date(
    document: Document, words: EventWords, evidence: list[Found]
) -> tuple[FoundDate, str] | None:
    posted: FoundDate | None = None
    for paragraph in document.paragraphs:
        if paragraph.dateline and paragraph.dateline.date:
            if paragraph.dateline.posting:
                posted = posted or paragraph.dateline.date
                continue
            return _found_date(paragraph.dateline.date, "dateline", evidence)
    if posted:
        return _found_date(posted, "dateline", evidence)
    first: FoundDate | None = None
    for unit in _body(document):
        for found in find_dates(document.text, unit.start, unit.end):
            first = first or found
            if not words.other_dates.search(document.text, unit.start, unit.end):
                return _found_date(found, "body", evidence)
    return _found_date(first, "body", evidence) if first else None


def _found_date(found: FoundDate, basis: str, evidence: list[Found]) -> tuple[FoundDate, str]:
    evidence.append(Found("date", found.value, found.start, found.end, f"date-in-{basis}"))
    return found, basis


def _dateline_place(document: Document, codebook: Codebook, evidence: list[Found]) -> str | None:
    for paragraph in document.paragraphs:
        if paragraph.dateline and paragraph.dateline.places:
            names: list[str] = []
            spans = []
            for start, end in paragraph.dateline.places:
                written = document.text[start:end]
                if names and codebook.event_words.regions.search(written):
                    continue
                if names and codebook.countries.find(written):
                    continue
                names.append(proper_case(written))
                spans.append((start, end))
            if len(spans) == 1 and codebook.countries.find(names[0]):
                return None  # "Westland – The Institute ..." names no town
            value = ";".join(dict.fromkeys(names))
            evidence.append(
                Found("dateline_place", value, spans[0][0], spans[-1][1], "place-in-dateline")
            )
            return value
    return None


def proper_case(name: str) -> str:
    """A name printed in capitals in ordinary letters ("THE HAGUE" gives "The Hague")."""
    if not name.isupper():
        return name
    return re.sub(r"[^\W\d_]+(?:'[^\W\d_]+)*", lambda m: m[0][0] + m[0][1:].lower(), name)


def _event_place(
    document: Document, codebook: Codebook, towns: list[str], evidence: list[Found]
) -> str | None:
    """The place that the text itself gives to the event: the body's word goes before the title's.

    Where there is no dateline, the first town named will do.
    """
    units = sorted(_body(document, title=True), key=lambda unit: unit.part == "title")
    words = codebook.event_words
    readers = [lambda sentence, title, held: place_in(sentence, codebook, towns, held, title=title)]
    if not towns:
        readers.append(lambda sentence, title, held: first_town(sentence, codebook))
    for read in readers:
        for unit in units:
            sentence = document.text[unit.start : unit.end]
            held = words.lexicon.held(document.small_words(unit))
            found = read(sentence, unit.part == "title", held)
            if found and not words.tells_of_another(sentence, found.start, found.end):
                start, end = unit.start + found.start, unit.start + found.end
                evidence.append(Found("event_place", found.place, start, end, found.rule))
                return found.place
    return None


def _is_abroad(document: Document, codebook: Codebook, towns: list[str]) -> bool:
    """Whether the text tells of a trip to another country than the dateline's."""
    home = {codebook.places.get(town.casefold()) for town in towns}
    for unit in _body(document, title=True):
        held = codebook.event_words.lexicon.held(document.small_words(unit))
        visited = country_visited(document.text[unit.start : unit.end], codebook, held)
        if visited is not None:
            return visited not in home
    return False


def _participants(document: Document, words: EventWords, evidence: list[Found]) -> Found | None:
    """The number of those who took part: the first sentence that counts people and tells it."""
    for unit in _body(document):
        if not words.lexicon.held(document.small_words(unit)) & words.people.numbers:
            continue
        start = document.past_dateline(unit)
        found = count_participants(document.text[start : unit.end], words.people)
        if found is not None:
            found = replace(found, start=start + found.start, end=start + found.end)
            evidence.append(found)
            return found
    return None


def _duration(
    document: Document, day: date | None, words: EventWords, evidence: list[Found]
) -> int | None:
    """The stated length of the event, else the one that its days give."""
    for read, title in (
        (lambda sentence: stated_length(sentence, words.lengths), True),
        (lambda sentence: counted_length(sentence, day, words.lengths), False),
    ):
        for unit in _body(document, title=title):
            sentence = document.text[unit.start : unit.end]
            found = read(sentence)
            if found and not words.tells_of_another(sentence, found.start, found.end):
                start, end = unit.start + found.start, unit.start + found.end
                evidence.append(Found("duration_days", found.days, start, end, found.rule))
                return found.days
    return None
