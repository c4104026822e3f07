"""Dates and datelines as press releases write them.

A dateline is the "CITY, Country, 1 June 2015 –" in front of the first sentence. City and date may
change places, the country or the year may be missing, and the dash may be any dash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}

_MONTH = r"(?P<month{n}>(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r"))\.?"
_DAY = r"(?P<day{n}>[0-3]?\d)(?:(?:st|nd|rd|th)(?:\s+of)?)?"
_YEAR = r"(?P<year{n}>(?:19|20)\d\d)"
_UNTIL = r"[0-3]?\d(?:st|nd|rd|th)?\s*(?:-|–|to|and|&)\s*"


def _dated(pattern: str, number: int) -> str:
    return pattern.replace("{n}", str(number))


DATE = (
    r"(?:"
    + _dated(rf"(?:{_UNTIL})?{_DAY}\s+{_MONTH},?\s+{_YEAR}", 1)
    + "|"
    + _dated(rf"{_MONTH}\s+(?:{_UNTIL})?{_DAY},?\s+{_YEAR}", 2)
    + "|"
    + r"(?P<year3>(?:19|20)\d\d)-(?P<month3>[01]\d)-(?P<day3>[0-3]\d)"
    + "|"
    + r"(?P<day4>[0-3]?\d)\.(?P<month4>[01]?\d)\.(?P<year4>(?:19|20)\d\d)"
    + r")"
)
_FULL_DATE = re.compile(rf"(?<![\w]){DATE}(?!\w)", re.IGNORECASE)
_SHORT_DATE = _dated(rf"(?:{_UNTIL})?{_DAY}\s+{_MONTH}", 5) + "|" + _dated(rf"{_MONTH}\s+{_DAY}", 6)

# A word that begins with a capital letter, of any script, and names no day of the week.
_WORD = r"(?:(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)[^\W\d_a-z][\w'.`-]*)"
_NO_PLACE = r"(?!(?:On|In|At|From|Between|Since|During)\s)"
_SMALL = "de|la|na|am|and|of|region|oblast|district|province"
_NAME = rf"{_NO_PLACE}{_WORD}(?:\s(?:{_WORD}|{_SMALL})){{0,4}}"
_PLACES = rf"{_NAME}(?:\s*(?:[/;&,–]|,?\sand)\s*(?:the\s(?:former\s)?)?{_NAME}){{0,3}}"
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
_DASH = r"(?:--?|[–—:.|])"

_AGENCY = r"\([^)]{1,30}\)"

_PLACE_FIRST = re.compile(
    rf"(?P<places>{_PLACES})\s*(?:{_AGENCY}\s*)?(?:[,.]|--?|[–—])?\s*\(?{_WEEKDAY}"
    rf"(?P<date>(?i:{DATE}|{_SHORT_DATE}))"
    rf"\)?,?(?:\s*(?:{_AGENCY}|{_WORD}))?\s*(?P<dash>{_DASH}|$)"
)
_DATE_FIRST = re.compile(
    rf"{_WEEKDAY}(?P<date>(?i:{DATE}))\s*[,.]?\s*(?P<dash1>{_DASH})?\s*"
    rf"(?P<places>{_PLACES})\s*(?P<dash>{_DASH}\s|$)"
)
_CAPITALS = r"[^\Wa-z\d_][^\Wa-z\d_.'-]{2,}"
_PLACE_ONLY = re.compile(
    rf"(?P<places>{_CAPITALS}(?:[\s/-]{_CAPITALS}){{0,2}}(?:,\s{_NAME})?),?\s?"
    rf"(?:{_AGENCY}\s?)?(?:--?|[–—])\s"
)
_SMALL_PLACE_ONLY = re.compile(
    rf"(?P<places>(?!The\s(?!Hague\b)){_NAME}(?:,\s{_NAME})?),?\s(?:--?|[–—])\s(?=[^\W\d_a-z])"
)
_LEAST_LEAD = 150  # a shorter line with "Northtown – The police" at its head is a title
_POSTED = re.compile(
    r"(?:Published|Publishing date|Publication date|Posted|Issued|Date|Updated|Created)?"
    rf"(?:\s+on)?:?\s*{_WEEKDAY}(?P<date>(?i:{DATE}))"
    rf"\s*(?:[,|]?\s*\d\d?:\d\d(?:\s*[ap]m)?)?\s*",
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and its span."""

    value: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: span, places as printed (span of each), date where it has a whole one.

    ``posting``: the line holds only a date, as a web page prints it over a release.
    """

    start: int
    end: int
    places: tuple[tuple[int, int], ...]
    date: FoundDate | None
    posting: bool = False


def read_date(match: re.Match[str]) -> date | None:
    """The date of a match of `DATE`; ``None`` where the day does not exist (31 June)."""
    groups = match.groupdict()
    for number in ("1", "2", "3", "4"):
        year = groups.get(f"year{number}")
        if year:
            month = groups[f"month{number}"]
            month_number = int(month) if month.isdigit() else MONTHS[month.lower()]
            try:
                return date(int(year), month_number, int(groups[f"day{number}"]))
            except ValueError:
                return None
    return None


def find_dates(folded: str, start: int, end: int) -> list[FoundDate]:
    """All whole dates (day, month and year) in a span, from left to right.

    Of a range ("3 to 5 May 2012") the last day is read: releases appear when an event ends.
    """
    found = []
    for match in _FULL_DATE.finditer(folded, start, end):
        value = read_date(match)
        if value is not None:
            found.append(FoundDate(value, match.start(), match.end()))
    return found


def find_dateline(folded: str, start: int, end: int) -> Dateline | None:
    """The dateline at the head of a paragraph, or ``None``.

    Only the first 120 characters are looked at: a dateline is short.
    """
    stop = min(end, start + 120)
    for pattern in (_PLACE_FIRST, _DATE_FIRST):
        match = pattern.match(folded, start, stop)
        if match and (match.group("dash") or match.end() == end):
            value = read_date(match)
            dated = FoundDate(value, *match.span("date")) if value else None
            places = _split_places(folded, *match.span("places"))
            return Dateline(start, match.end(), places, dated)
    posted = _POSTED.match(folded, start, stop)
    if posted and posted.end() == end:
        value = read_date(posted)
        if value:
            return Dateline(start, end, (), FoundDate(value, *posted.span("date")), posting=True)
    only = _PLACE_ONLY.match(folded, start, stop)
    if only is None and end - start > _LEAST_LEAD:
        only = _SMALL_PLACE_ONLY.match(folded, start, stop)
    if only:
        return Dateline(start, only.end(), _split_places(folded, *only.span("places")), None)
    return None


def _split_places(folded: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Spans of the names in "OSH and BISHKEK, Kyrgyzstan", in order.

    Only what stands before the first comma is split at "and": a country's name may hold one.
    """
    spans = []
    first_end = start + len(re.split(r"[,;]", folded[start:end], maxsplit=1)[0])
    for piece in re.finditer(r"[^,;]+", folded[start:end]):
        left, right = start + piece.start(), start + piece.end()
        inner = r"\s+and\s+|[/&–]" if right <= first_end else r"/"
        position = left
        for cut in [*re.finditer(inner, folded[left:right]), None]:
            stop = left + cut.start() if cut else right
            name = folded[position:stop]
            if name.strip():
                begin = position + len(name) - len(name.lstrip())
                spans.append((begin, begin + len(name.strip())))
            position = left + cut.end() if cut else right
    return tuple(spans)
