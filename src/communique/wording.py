"""Numbers in words: every number that a page, a caption or a description prints is made here."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping

import pandas as pd

MINUS = "−"
"""The sign of negative numbers; a hyphen is none."""

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
          "eleven", "twelve")  # fmt: skip


def percent(value: float) -> str:
    """A share as whole per cent: "43 %"; an undefined one as "undefined"."""
    return "undefined" if math.isnan(value) else f"{_half_up(100 * value)} %"


def plain_percent(value: float) -> str:
    """A small share with one decimal: "5.1 %"; below a thousandth "less than 0.1 %"."""
    if math.isnan(value):
        return "undefined"
    return "less than 0.1 %" if 0 < value < 0.001 else f"{100 * value:.1f} %"


def interval(low: float, high: float) -> str:
    """Two shares as a range: "14 to 77 %"."""
    if math.isnan(low) or math.isnan(high):
        return "undefined"
    return f"{_half_up(100 * low)} to {_half_up(100 * high)} %"


def between(low: float, high: float) -> str:
    """Two shares as bounds of what was found: "between 33 and 50 %", or one share if they agree."""
    if math.isnan(low) or math.isnan(high):
        return "undefined"
    if _half_up(100 * low) == _half_up(100 * high):
        return percent(low)
    return f"between {_half_up(100 * low)} and {_half_up(100 * high)} %"


def decimal(value: float, places: int = 1) -> str:
    """A number with fixed decimals; an undefined one as "undefined"."""
    return "undefined" if math.isnan(value) else f"{value:.{places}f}".replace("-", MINUS)


def points(value: float, low: float, high: float) -> str:
    """A difference of shares in percentage points: "+57 points (+19 to +76)"."""
    if math.isnan(value):
        return "undefined"
    return f"{signed(value)} points ({signed(low)} to {signed(high)})"


def signed(share: float) -> str:
    """A difference of shares in whole percentage points with its sign: "+57", "−7", "0"."""
    whole = _half_up(100 * share)
    return f"{MINUS if whole < 0 else '+' if whole else ''}{abs(whole)}"


def keys_of(template: str) -> list[str]:
    """The keys of the numbers that a sentence names as ``{key}``."""
    return re.findall(r"\{([^{}]+)\}", template)


def fill(template: str, known: Mapping[str, str]) -> str:
    """Put numbers into a sentence that names them as ``{key}``; an unknown one is "unknown"."""
    return re.sub(r"\{([^{}]+)\}", lambda match: known.get(match[1], "unknown"), template)


def in_words(number: int) -> str:
    """Whole numbers up to twelve in words, others in digits: "five", "21"."""
    return _SMALL[number] if 0 <= number < len(_SMALL) else f"{number:,}"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 release", "5 releases"."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """The regular plural of an English noun."""
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")


def joined(parts: Iterable[str]) -> str:
    """A list in words: "a", "a and b", "a, b and c"; "none" for an empty one."""
    found = [str(part) for part in parts]
    if len(found) < 2:
        return found[0] if found else "none"
    return f"{', '.join(found[:-1])} and {found[-1]}"


def long_date(day: pd.Timestamp) -> str:
    """A date as prose prints it: "20 December 2004"."""
    if pd.isna(day):
        return "undated"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def slug(text: str) -> str:
    """A text as part of an address or key: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _half_up(value: float) -> int:
    """Round as people do: 12.5 to 13."""
    return math.floor(value + 0.5)


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
