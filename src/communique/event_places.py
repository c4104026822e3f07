"""Where an event took place, where the text itself says so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from communique.dates import MONTHS
from communique.files import one_of
from communique.lexicon import DIGITS, Lexicon

if TYPE_CHECKING:
    from communique.codebook import Codebook

_CAPITALISED = r"[A-Z][\w'-]+"
_PLACE = r"(?P<place>[A-Z][\w'-]+(?:[ -](?:[A-Z][\w'-]+|(?:de|la|lui|el|nad|na)\b(?=\s[A-Z])))*)"
_WHEN = (
    r"(?:\s+(?:here|today|yesterday|tomorrow|this\s+week|on|from|to|and|during|between|until|–|-|jointly|successfully"
    r"|[0-3]?\d|(?:19|20)\d\d|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|"
    + "|".join(name.capitalize() for name in MONTHS)
    + r"),?)*"
)
_ENDS_PHRASE = re.compile(r"\s+(?:that|which|today|on|this|from|brought|ended|began)\b|,\s|\.$")
_FAR = re.compile(r",\s+(?:(?:\w+\s+){0,2}\d+\s+(?:kilometres|kilometers|km|miles)|near\s+[A-Z])")
_IN_CAPITAL = re.compile(r"\bin\s+the\s+(?P<adjective>[A-Z]\w+)\s+capital\b")
_WORDS = r"(?:[\w'-]+\s+)"


class FoundPlace(NamedTuple):
    """A place with its span in the sentence and the rule that read it."""

    place: str
    start: int
    end: int
    rule: str


class PlaceWords:
    """The word lists of `events.yml` that give an event its place, as patterns."""

    LISTS = ("took_place", "occasions", "towns", "trips")

    def __init__(self, lists: Mapping[str, Iterable[str]], lexicon: Lexicon) -> None:
        words = {name: one_of(lists[name]) for name in self.LISTS}
        bits = {name: lexicon.add(lists[name]) for name in self.LISTS}
        self.capital = lexicon.add(["capital"])
        days = lexicon.add(DIGITS)
        now = lexicon.add(["today", "yesterday", "this"])
        months = "|".join(name.capitalize() for name in MONTHS)
        rules = {
            "in-the-town-of": (
                (
                    bits["towns"],
                    rf"\b[Ii]n\s+[^.;]{{0,40}}?\b{words['towns']}(?:\s+of)?,?\s+{_PLACE}(?!'s)",
                ),
                (
                    self.capital,
                    rf"\b[Tt]he\s+(?:\w+\s+)?capital,?\s+{_PLACE},?\s+(?:today\s+)?\w+ed\b",
                ),
                (bits["towns"], rf"\bin\s+(?:the\s+)?{_PLACE}\s+{words['towns']}\b"),
                (bits["trips"], rf"\b{words['trips']}\s+to\s+{_PLACE}"),
            ),
            "took-place-in": (
                (
                    bits["took_place"],
                    rf"\b{words['took_place']}{_WHEN}\s+(?:in|at|near)\s+(?:the\s+)?(?:[a-z]+\s+){{0,2}}?{_PLACE}",
                ),
            ),
            "place-and-date": (
                (
                    days,
                    rf"(?:(?:19|20)\d\d|[0-3]?\d\s+(?:{months}))\s+in\s+(?:the\s+)?(?:[a-z]+\s+){{0,2}}?{_PLACE}",
                ),
                (days, rf"\bin\s+{_PLACE}(?:,\s[A-Z][\w-]+)?,?\s+(?:on|from)\s+[0-3]?\d\b"),
                (now, rf"\b(?:in|near)\s+{_PLACE}\s+(?:today|yesterday|this\s+week)\b"),
            ),
            "venue-in": (
                (
                    bits["took_place"] | bits["occasions"],
                    rf"\b(?:{words['took_place']}|{words['occasions']}){_WHEN}\s+(?:[\w,'-]+\s+){{0,6}}?at\s+(?:the|its|a)\s+{_WORDS}{{1,8}}?(?:in|at|near)\s+{_PLACE}",
                ),
            ),
            "occasion-in": (
                (
                    bits["occasions"],
                    rf"\b{words['occasions']}(?:\s+today|\s+on\s+[0-3]?\d\s\w+)?\s+(?:in|near)\s+{_PLACE}",
                ),
                (
                    bits["occasions"],
                    rf"\b{words['occasions']}\s+(?:on|about|in|for)\s+{_WORDS}{{1,8}}?in\s+{_PLACE}",
                ),
            ),
        }
        self.patterns = {
            rule: tuple((needed, re.compile(pattern)) for needed, pattern in patterns)
            for rule, patterns in rules.items()
        }
        """Of each rule its patterns, with the bits of which the sentence must hold one."""
        self.trips = bits["trips"]
        self.trip = re.compile(
            rf"\b{words['trips']}\s+to\s+(?:the\s+)?(?P<country>{_CAPITALISED}(?:\s{_CAPITALISED})*)"
        )
        self.any_town = re.compile(
            rf"\b(?:[Ii]n|[Aa]t)\s+(?:the\s+(?:city|town|village)\s+of\s+)?{_PLACE}"
        )


def place_in(
    sentence: str, codebook: Codebook, dateline: Collection[str], held: int, *, title: bool = False
) -> FoundPlace | None:
    """The place that a sentence gives to the event; ``None`` where it gives none.

    Parameters
    ----------
    sentence : str
    codebook : Codebook
        Its places and event words.
    dateline : collection of str
        The dateline's own towns: "in Northtown district" tells nothing of Northtown.
    held : int
        The bits of the lists of the event words that the sentence may hold.
    title : bool
        Whether the sentence is a title, where a capital proves nothing: a place must be known.
    """
    words = codebook.event_words.places
    for rule, patterns in words.patterns.items():
        for needed, pattern in patterns:
            if not held & needed:
                continue
            for match in pattern.finditer(sentence):
                found = _accepted(match, sentence, codebook, rule, title)
                if found and not (found.place in dateline and _is_region(sentence, found.end)):
                    return found
    return _capital(sentence, codebook) if held & words.capital else None


def _capital(sentence: str, codebook: Codebook) -> FoundPlace | None:
    """The town that "in the Westlandish capital" means."""
    for match in _IN_CAPITAL.finditer(sentence):
        name = codebook.countries.by_adjective.get(match.group("adjective").casefold())
        for country in codebook.countries:
            if country.name == name and country.capital:
                return FoundPlace(country.capital, *match.span("adjective"), "in-the-capital")
    return None


def country_visited(sentence: str, codebook: Codebook, held: int) -> str | None:
    """The country to which a sentence tells of a trip ("a study visit to Northland")."""
    words = codebook.event_words.places
    if not held & words.trips:
        return None
    found = (codebook.countries.find(m.group("country")) for m in words.trip.finditer(sentence))
    return next(filter(None, found), None)


def first_town(sentence: str, codebook: Codebook) -> FoundPlace | None:
    """The first known town that stands after "in" or "at"."""
    for match in codebook.event_words.places.any_town.finditer(sentence):
        for name, end in _shorter(match):
            if name.casefold() in codebook.places:
                return FoundPlace(name, match.start("place"), end, "first-town-named")
    return None


def _is_region(sentence: str, end: int) -> bool:
    return re.match(r"\s+(?:region|district|province|area)", sentence[end:]) is not None


def _shorter(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """A name, and the name without its last words ("Northtown Friday")."""
    words = match.group("place")
    while words:
        yield words, match.start("place") + len(words)
        words = words.rpartition(" ")[0]


def _accepted(
    match: re.Match[str], sentence: str, codebook: Codebook, rule: str, title: bool
) -> FoundPlace | None:
    start, end = match.span("place")
    if "'" in match.group("place") or sentence.startswith("'s", end):
        return None
    link = re.search(r"(\w+)\s+(?:in|at|near)\s+(?:the\s+)?$", sentence[:start])
    if link and link.group(1) in codebook.name_words.place_heads and rule != "venue-in":
        return None  # "the Office in Northtown" is a name
    for name, stop in _shorter(match):
        if name.casefold() in codebook.places:
            return FoundPlace(name, start, stop, rule)
    behind = sentence[end:]
    one_word = " " not in match.group("place")
    plain = rule == "occasion-in" and not title and one_word and _ENDS_PHRASE.match(behind)
    if rule in ("occasion-in", "venue-in") and not (plain or _is_far(behind)):
        return None
    place = match.group("place")
    return FoundPlace(place, start, end, rule) if _may_be_place(place, codebook) else None


def _is_far(behind: str) -> bool:
    """Whether ", some 30 kilometres south of" or ", near" follows: the name is a place's."""
    return _FAR.match(behind) is not None


def _may_be_place(name: str, codebook: Codebook) -> bool:
    """Whether a capitalised name is no country, nationality, month or body."""
    key = name.casefold()
    if codebook.countries.find(name) or key in codebook.countries.by_adjective:
        return False
    words = name.split()
    lists = codebook.name_words
    return (
        len(words) <= 3
        and key not in lists.not_actors
        and words[0].lower() not in MONTHS
        and not any(
            word in lists.heads or word in lists.persons or word.isupper() for word in words
        )
    )
