"""Dates and datelines in the forms that releases use."""

from __future__ import annotations

from datetime import date

import pytest

from communique.dates import find_dateline, find_dates
from communique.text import fold


@pytest.mark.parametrize(
    ("text", "places", "day"),
    [
        ("NORTHTOWN, 5 May 2010 – The office", ["NORTHTOWN"], date(2010, 5, 5)),
        ("NORTHTOWN 5 May 2010", ["NORTHTOWN"], date(2010, 5, 5)),
        ("NORTHTOWN, Kazakhstan, 26 June 2012 — x", ["NORTHTOWN", "Kazakhstan"], date(2012, 6, 26)),
        ("NORTHTOWN, Kazakhstan 26 June 2012 - x", ["NORTHTOWN", "Kazakhstan"], date(2012, 6, 26)),
        ("NORTH TOWN/SOUTHTOWN, 3 March 2015 - x", ["NORTH TOWN", "SOUTHTOWN"], date(2015, 3, 3)),
        ("ALPHA and BETA, 3 March 2015 - x", ["ALPHA", "BETA"], date(2015, 3, 3)),
        (
            "BANJA LUKA, Bosnia and Herzegovina, 3 May 2010 – x",
            ["BANJA LUKA", "Bosnia and Herzegovina"],
            date(2010, 5, 3),
        ),
        ("5 May 2012, Northtown - The office", ["Northtown"], date(2012, 5, 5)),
        ("NORTHTOWN, May 5, 2012 – x", ["NORTHTOWN"], date(2012, 5, 5)),
        ("NORTHTOWN, 3-5 May 2012 – x", ["NORTHTOWN"], date(2012, 5, 5)),
        ("NORTHTOWN, 5 May – x", ["NORTHTOWN"], None),
        ("NORTHTOWN, Kazakhstan – x", ["NORTHTOWN", "Kazakhstan"], None),
        ("Published: 12 June 2014, 12:30", [], date(2014, 6, 12)),
    ],
)
def test_a_dateline_gives_places_and_date(text: str, places: list[str], day: date | None) -> None:
    folded = fold(text).text
    found = find_dateline(folded, 0, len(folded))
    assert found is not None
    assert [folded[a:b] for a, b in found.places] == places
    assert (found.date.value if found.date else None) == day


@pytest.mark.parametrize(
    "text",
    [
        "The Northtown Office on 3 May 2012 organized a seminar",
        "Northtown police trained on human rights",
        "EXPO-2017 opens in Northtown",
        "Participants - officers and judges - met",
    ],
)
def test_an_ordinary_sentence_is_no_dateline(text: str) -> None:
    assert find_dateline(text, 0, len(text)) is None


def test_of_a_range_the_last_day_is_read() -> None:
    text = "From 28 September to 2 October 2015, and on 17 and 18 November 2016"
    assert [d.value for d in find_dates(text, 0, len(text))] == [
        date(2015, 10, 2),
        date(2016, 11, 18),
    ]


def test_a_day_that_does_not_exist_is_no_date() -> None:
    text = "31 June 2015 and EXPO-2017 and in November"
    assert find_dates(text, 0, len(text)) == []
