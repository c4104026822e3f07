"""When, where, how many, how long: the fields of a release's event.

Every value carries its span and rule. What the release does not say stays ``None``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from communique.dates import MONTHS, FoundDate, find_dates
from communique.records import Event, Found

if TYPE_CHECKING:
    from communique.codebook import Codebook
    from communique.text import Document, Unit

_ONES = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = {word: number for number, word in enumerate(_ONES, start=1)}
NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
NUMBERS |= {f"{ten}-{one}": NUMBERS[ten] + NUMBERS[one] for ten in _TENS for one in _ONES[:9]}
NUMBERS |= {"hundred": 100, "a hundred": 100, "one hundred": 100, "two hundred": 200}
NUMBERS |= {"a dozen": 12, "two dozen": 24, "three dozen": 36}

_NUMBER_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True)).replace("-", "[- ]")
_NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}}|{_NUMBER_WORDS})"
_UNIT_DAYS = {"day": 1, "week": 7, "month": 30}
_LASTING = re.compile(
    rf"\b(?P<number>\d{{1,2}}|{_NUMBER_WORDS}|half|full)?[- ]?(?P<unit>day|week|month)"
    r"(?P<long>[- ]long)?\b(?!s)",
    re.IGNORECASE,
)
_FOR_DAYS = re.compile(
    rf"\b(?:for|over|lasted|lasting|during)\s+(?:the\s+)?{_NUMBER}\s+(?P<unit>day|week|month)s\b",
    re.IGNORECASE,
)
_RANGE = re.compile(
    r"\b(?P<first>[0-3]?\d)(?:st|nd|rd|th)?(?:\s+(?P<month1>[A-Z][a-z]+))?"
    r"\s*(?:-|–|to|until|and|through)\s*"
    r"(?P<last>[0-3]?\d)(?:st|nd|rd|th)?\s+(?P<month2>[A-Z][a-z]+)"
    r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
)
_PLACE = r"(?P<place>[A-Z][\w'-]+(?:[ -](?:[A-Z][\w'-]+|de|la))*)"
_WHEN = (
    r"(?:\s+(?:here|today|yesterday|tomorrow|this\s+week|on|from|to|and|during|between|until|–|-|jointly|successfully"
    r"|[0-3]?\d|(?:19|20)\d\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    + "|".join(name.capitalize() for name in MONTHS)
    + r"),?)*"
)


class EventWords:
    """The word lists of `events.yml`, as patterns."""

    LISTS: ClassVar[tuple[str, ...]] = (
        "people",
        "taking_part",
        "totals",
        "teaching",
        "about",
        "took_place",
        "occasions",
        "towns",
        "trips",
    )

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        one_of = {name: _choices(lists[name]) for name in self.LISTS}
        self.taking_part = re.compile(rf"\b{one_of['taking_part']}\b", re.IGNORECASE)
        self.totals = re.compile(rf"\b{one_of['totals']}\b", re.IGNORECASE)
        self.teaching = re.compile(rf"(?:[\w-]+\s+)?{one_of['teaching']}$")
        self.about = re.compile(rf"\b({one_of['about']})\s*$", re.IGNORECASE)
        self.group = re.compile(
            rf"(?<![\w,.-]){_NUMBER}\s+(?:(?!(?:and|of|in|from|on|to|with|for|days?|weeks?|years?|"
            rf"months?|per|{'|'.join(MONTHS)}|\d+)\b)[\w'/]+(?:-[\w'/]+)*-?(?:,\s|\s+(?:and\s+)?)){{0,7}}?{one_of['people']}\b",
            re.IGNORECASE,
        )
        self.took_place = re.compile(
            rf"\b{one_of['took_place']}{_WHEN}\s+(?:in|at)\s+(?:the\s+)?(?:[a-z]+\s+){{0,2}}?{_PLACE}"
        )
        self.occasion = re.compile(
            rf"\b{one_of['occasions']}(?:\s+today|\s+on\s+[0-3]?\d\s\w+)?\s+in\s+{_PLACE}"
        )
        months = "|".join(name.capitalize() for name in MONTHS)
        before_date = _PLACE.replace("<place>", "<other_place>")
        self.dated = re.compile(
            rf"(?:(?:19|20)\d\d|[0-3]?\d\s+(?:{months}))\s+in\s+"
            rf"(?:the\s+)?(?:[a-z]+\s+){{0,2}}?{_PLACE}"
            rf"|\bin\s+{before_date}(?:,\s[A-Z][\w-]+)?,?\s+(?:on|from)\s+[0-3]?\d\b"
        )
        self.in_town = re.compile(
            rf"\bin\s+[^.;]{{0,40}}?\b{one_of['towns']}(?:\s+of)?,?\s+{_PLACE}(?!'s)"
            rf"|\bin\s+(?:the\s+)?{before_date}\s+{one_of['towns']}\b"
            rf"|\b{one_of['trips']}\s+to\s+{before_date.replace('other', 'third')}"
        )


def _choices(phrases: Iterable[str]) -> str:
    """A group of phrases; a star stands for the rest of a word."""
    escaped = (
        r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())
        for phrase in sorted(phrases, key=len, reverse=True)
    )
    return "(?:" + "|".join(escaped) + ")"


def find_event(document: Document, codebook: Codebook) -> Event:
    """The event of a release, each field with its evidence.

    The date is the dateline's, else the first whole date of the body. The place is the one that
    the text gives to the event, else the dateline's. Participants are the first number of people
    who take part, groups in one list added; totals of a series are left apart. The duration is
    the stated one ("three-day"), else the days of a stated range.
    """
    evidence: list[Found] = []
    day = _date(document, evidence)
    dateline_place = _dateline_place(document, codebook, evidence)
    event_place = _event_place(document, codebook, evidence) or dateline_place
    participants = _participants(document, codebook.event_words, evidence)
    duration = _duration(document, day[0].value if day else None, evidence)
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


def _date(document: Document, evidence: list[Found]) -> tuple[FoundDate, str] | None:
    posted: FoundDate | None = None
    for paragraph in document.paragraphs:
        if paragraph.dateline and paragraph.dateline.date:
            if paragraph.dateline.posting:
                posted = posted or paragraph.dateline.date
                continue
            return _found_date(paragraph.dateline.date, "dateline", evidence)
    if posted:
        return _found_date(posted, "dateline", evidence)
    for unit in _body(document):
        for found in find_dates(document.text, unit.start, unit.end):
            return _found_date(found, "body", evidence)
    return None


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
                if codebook.countries.find(written) and names:
                    continue
                names.append(proper_case(written))
                spans.append((start, end))
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
    return re.sub(r"[^\W\d_]+", lambda m: m.group()[0] + m.group()[1:].lower(), name)


def _event_place(document: Document, codebook: Codebook, evidence: list[Found]) -> str | None:
    """The place that the text itself gives to the event."""
    words = codebook.event_words
    for unit in _body(document, title=True):
        for pattern, rule in (
            (words.in_town, "in-the-town-of"),
            (words.took_place, "took-place-in"),
            (words.occasion, "occasion-in"),
            (words.dated, "place-and-date"),
        ):
            for match in pattern.finditer(document.text, unit.start, unit.end):
                group = match.lastgroup or "place"
                place = match.group(group)
                known = place.casefold() in codebook.places
                if "'" in place or document.text.startswith("'s", match.end(group)):
                    continue
                if known or (rule != "occasion-in" and _may_be_place(place, codebook)):
                    start, end = match.span(group)
                    evidence.append(Found("event_place", place, start, end, rule))
                    return place
    return None


def _may_be_place(name: str, codebook: Codebook) -> bool:
    """Whether a capitalised name is no country, nationality, month or body."""
    key = name.casefold()
    if codebook.countries.find(name) or key in codebook.countries.by_adjective:
        return False
    words = name.split()
    lists = codebook.name_words
    return (
        len(words) <= 2
        and key not in lists.not_actors
        and words[0].lower() not in MONTHS
        and not any(
            word in lists.heads or word in lists.persons or word.isupper() for word in words
        )
    )


def _number(text: str) -> int:
    """A number in digits or words."""
    plain = text.lower().replace(",", "")
    if plain.isdigit():
        return int(plain)
    return NUMBERS.get(plain) or NUMBERS[plain.replace(" ", "-")]


def _participants(document: Document, words: EventWords, evidence: list[Found]) -> Found | None:
    """The number of those who took part: the first sentence that counts people and tells it."""
    for unit in _body(document, title=False):
        sentence = document.text[unit.start : unit.end]
        if words.totals.search(sentence):
            continue
        groups = [m for m in words.group.finditer(sentence) if _is_group(m, words)]
        if not groups or not words.taking_part.search(sentence):
            continue
        counted = [groups[0]]
        for group in groups[1:]:
            between = sentence[counted[-1].end() : group.start()]
            if re.fullmatch(
                r"[^.;:()]{0,60}?(?:,|and|as well as|,\s*and)\s+(?:some|about|around|\s)*", between
            ):
                counted.append(group)
        total = sum(_number(group.group("number")) for group in counted)
        about = words.about.search(sentence[: counted[0].start()])
        found = Found(
            "participants",
            total,
            unit.start + counted[0].start(),
            unit.start + counted[-1].end(),
            "people-counted" if len(counted) == 1 else "groups-added",
            about.group(1).lower() if about else None,
        )
        evidence.append(found)
        return found
    return None


def _is_group(match: re.Match[str], words: EventWords) -> bool:
    """Whether a number of people is one of participants, not of years, trainers or places."""
    number = _number(match.group("number"))
    if 1900 <= number <= 2100 and "," not in match.group("number"):
        return False
    group = match.group()[len(match.group("number")) :].strip().lower()
    if number < 8 and words.teaching.match(group):
        return False
    return number > 1


def _duration(document: Document, day: date | None, evidence: list[Found]) -> int | None:
    for unit in _body(document, title=True):
        for match in _LASTING.finditer(document.text, unit.start, unit.end):
            days = _lasting_days(match)
            if days and not re.match(
                r"\s+(?:ago|later|earlier|before|after)", document.text[match.end() :][:10]
            ):
                evidence.append(
                    Found("duration_days", days, match.start(), match.end(), "stated-length")
                )
                return days
    for unit in _body(document):
        lasted = _FOR_DAYS.search(document.text, unit.start, unit.end)
        if lasted:
            days = _number(lasted.group("number")) * _UNIT_DAYS[lasted.group("unit").lower()]
            evidence.append(Found("duration_days", days, lasted.start(), lasted.end(), "for-days"))
            return days
        for span in _RANGE.finditer(document.text, unit.start, unit.end):
            length = _range_days(span, day)
            if length:
                evidence.append(
                    Found("duration_days", length, span.start(), span.end(), "range-of-days")
                )
                return length
    return None


def _lasting_days(match: re.Match[str]) -> int | None:
    """Days of "three-day", "week-long", "two-week"; ``None`` for a bare "day" or "week"."""
    number, unit = match.group("number"), match.group("unit").lower()
    if number is None:
        return _UNIT_DAYS[unit] if match.group("long") else None
    if number.lower() in ("half", "full"):
        return 1
    glued = re.search(r"[-\s]", match.group()[len(number) :])
    if not glued or (unit == "month" and number.lower() not in ("one", "1")):
        return None  # "a four-month project" is no event of four months
    return _number(number) * _UNIT_DAYS[unit]


def _range_days(match: re.Match[str], day: date | None) -> int | None:
    """Days of "from 3 to 5 May", first and last counted; ``None`` where it is no such range."""
    month2 = MONTHS.get(match.group("month2").lower())
    month1 = MONTHS.get((match.group("month1") or "").lower()) or month2
    if month2 is None or month1 is None:
        return None
    year = int(match.group("year") or (day.year if day else 2000))
    if day and match.group("year") and year < day.year - 1:
        return None
    try:
        first = date(year - (month1 > month2), month1, int(match.group("first")))
        last = date(year, month2, int(match.group("last")))
    except ValueError:
        return None
    length = (last - first).days + 1
    return length if 1 < length <= 200 else None
