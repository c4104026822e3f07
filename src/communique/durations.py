"""How long an event lasted: a stated length, else the days between two stated ones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from communique.dates import MONTHS
from communique.files import one_of
from communique.participants import NUMBER, NUMBER_WORDS, number_of

_UNIT_DAYS = {"day": 1, "week": 7, "month": 30}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_LONGEST = 200
_UNIT = re.compile(r"\b(?:day|week|month)\b")
_DIGIT = re.compile(r"\d")
_LASTING = re.compile(
    rf"\b(?P<number>\d{{1,2}}|{NUMBER_WORDS}|full)?[- ]?(?P<unit>day|week|month)"
    r"(?P<long>[- ]long)?\b(?!s)",
    re.IGNORECASE,
)
_FOR_DAYS = re.compile(
    rf"\b(?:for|over|course\s+of|lasted|lasts|lasting|during|last|past|spent)\s+(?:(?:the|last|past)\s+){{0,2}}"
    rf"{NUMBER}\s+(?P<unit>day|week)s\b(?!\s+(?:ago|earlier))",
    re.IGNORECASE,
)
_PARTS_OF_DAYS = re.compile(
    rf"\bcompris\w+\s+{NUMBER}\s+(?:days|afternoons|mornings|evenings)\b", re.IGNORECASE
)
_DAY = r"[0-3]?\d)(?:st|nd|rd|th)?"
_RANGE = re.compile(
    rf"\b(?P<first>{_DAY}(?:\s+(?P<month1>[A-Z][a-z]+))?"
    rf"(?:,\s*[0-3]?\d)*\s*(?:-|–|to|until|and|through)\s*"
    rf"(?P<last>{_DAY}\s+(?P<month2>[A-Z][a-z]+)"
    r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month2>[A-Z][a-z]+)\s+(?P<first>{_DAY}\s*(?:-|–|to|until|and|through)\s*"
    rf"(?P<last>{_DAY}(?:,?\s+(?P<year>(?:19|20)\d\d))?"
)
_FROM_TODAY = re.compile(
    rf"\b(?:runs|continues|lasts|goes on)\s+(?:until|to|till)\s+(?:the\s+)?"
    rf"(?P<last>{_DAY}\s+(?P<month>[A-Z][a-z]+)",
)
_FROM_WEEKDAY = re.compile(
    r"\b(?:from\s+|on\s+|between\s+)?(?P<first>\w+day)\s+(?:to|until|through|and|-|–)\s+(?P<last>\w+day)\b"
)


class Length(NamedTuple):
    """A duration in days, with its span in the sentence and the rule that read it."""

    days: int
    start: int
    end: int
    rule: str


class LengthWords:
    """The word lists of `events.yml` that tell the length of an event from that of other things."""

    LISTS = ("other_lengths", "days_of")

    def __init__(self, lists: Mapping[str, Iterable[str]]) -> None:
        self.of_other_things = re.compile(
            rf"\s+(?:[\w-]+\s+){{0,2}}?{one_of(lists['other_lengths'])}\b", re.IGNORECASE
        )
        self.days_of = re.compile(
            rf"\b{NUMBER}\s+days\s+of\s+(?:[\w-]+\s+)?{one_of(lists['days_of'])}\b",
            re.IGNORECASE,
        )


def stated_length(sentence: str, words: LengthWords) -> Length | None:
    """The length that an adjective states: "three-day", "week-long"."""
    if not _UNIT.search(sentence.lower()):
        return None
    for match in _LASTING.finditer(sentence):
        days = _lasting_days(match)
        behind = sentence[match.end() :]
        if not days or re.match(r"\s+(?:ago|later|earlier|before|after)\b", behind):
            continue
        if not words.of_other_things.match(behind):
            return Length(days, match.start(), match.end(), "stated-length")
    return None


def counted_length(sentence: str, day: date | None, words: LengthWords) -> Length | None:
    """The length that a sentence counts: "for five days", "from 3 to 5 May", "Monday to Friday"."""
    lower = sentence.lower()
    some = _FOR_DAYS.search(sentence) if "days" in lower or "weeks" in lower else None
    if some:
        days = number_of(some.group("number")) * _UNIT_DAYS[some.group("unit").lower()]
        return Length(days, *some.span(), "for-days")
    parts = _PARTS_OF_DAYS.search(sentence) if "compris" in lower else None
    parts = parts or (words.days_of.search(sentence) if "days of" in lower else None)
    if parts:
        return Length(number_of(parts.group("number")), *parts.span(), "for-days")
    return (_counted_by_dates(sentence, day) if _DIGIT.search(sentence) else None) or (
        _weekdays(sentence) if "day" in lower else None
    )


def _counted_by_dates(sentence: str, day: date | None) -> Length | None:
    """The days of a range of dates in digits."""
    for pattern in (_RANGE, _MONTH_FIRST):
        for match in pattern.finditer(sentence):
            length = _range_days(match, day)
            if length:
                return Length(length, match.start(), match.end(), "range-of-days")
    return _until(sentence, day)


def _lasting_days(match: re.Match[str]) -> int | None:
    """Days of "three-day", "week-long", "two-week"; ``None`` for a bare "day" or "week"."""
    number, unit = match.group("number"), match.group("unit").lower()
    if number is None:
        return _UNIT_DAYS[unit] if match.group("long") else None
    if number.lower() == "full":
        return 1
    glued = re.search(r"[-\s]", match.group()[len(number) :])
    if not glued or (unit == "month" and number.lower() not in ("one", "1")):
        return None  # "a four-month project" is no event of four months
    return number_of(number) * _UNIT_DAYS[unit]


def _range_days(match: re.Match[str], day: date | None) -> int | None:
    """Days of "from 3 to 5 May", first and last counted; ``None`` where it is no such range."""
    groups = match.groupdict()
    month2 = MONTHS.get(groups["month2"].lower())
    month1 = MONTHS.get((groups.get("month1") or "").lower()) or month2
    if month2 is None or month1 is None:
        return None
    year = int(groups["year"] or (day.year if day else 2000))
    if day and groups["year"] and year < day.year - 1:
        return None
    try:
        first = date(year - (month1 > month2), month1, int(groups["first"]))
        last = date(year, month2, int(groups["last"]))
    except ValueError:
        return None
    length = (last - first).days + 1
    return length if 1 < length <= _LONGEST else None


def _until(sentence: str, day: date | None) -> Length | None:
    """Days from the date of the release to "runs until 7 May"."""
    match = _FROM_TODAY.search(sentence)
    month = MONTHS.get(match.group("month").lower()) if match else None
    if match is None or month is None or day is None:
        return None
    try:
        last = date(day.year + (month < day.month), month, int(match.group("last")))
    except ValueError:
        return None
    days = (last - day + timedelta(days=1)).days
    return Length(days, *match.span(), "until-day") if 1 < days <= _LONGEST else None


def _weekdays(sentence: str) -> Length | None:
    """Days of "from Monday to Friday"."""
    for match in _FROM_WEEKDAY.finditer(sentence):
        names = match.group("first").lower(), match.group("last").lower()
        if all(name in _WEEKDAYS for name in names):
            first, last = map(_WEEKDAYS.index, names)
            if last > first:
                return Length(last - first + 1, *match.span(), "from-weekday-to-weekday")
    return None
