"""Date, place, participants and duration in invented releases."""

from __future__ import annotations

from datetime import date

import pytest

from communique.codebook import load_codebook
from communique.coding import code_release
from communique.records import Event, Release

CODEBOOK = load_codebook()
HEAD = "Police meet\nALMATY, Kazakhstan, 5 May 2015 – "


def event(body: str, head: str = HEAD) -> Event:
    return code_release(Release("x", head + body), CODEBOOK).event


def test_the_dateline_gives_date_and_place() -> None:
    found = event("A seminar began today.")
    assert (found.date, found.date_basis) == (date(2015, 5, 5), "dateline")
    assert (found.dateline_place, found.event_place) == ("Almaty", "Almaty")


def test_without_a_dateline_the_body_gives_the_date() -> None:
    found = event("A seminar ended in Astana on 30 November 2017.", head="Police meet\n")
    assert (found.date, found.date_basis) == (date(2017, 11, 30), "body")
    assert (found.dateline_place, found.event_place) == (None, "Astana")


def test_a_release_without_any_date_has_none_and_says_so() -> None:
    coding = code_release(Release("x", "Police meet\nA seminar ended."), CODEBOOK)
    assert coding.event.date is None
    assert any(w.startswith("date:") for w in coding.warnings)


def test_the_day_of_a_dateline_is_no_number_of_people() -> None:
    found = event("Officials met for a course.", head="T\nALMATY, 21 August 2009 - ")
    assert found.participants is None


def test_two_cities_of_a_dateline_are_both_kept() -> None:
    assert event("x", head="T\nALMATY/ASTANA, 5 May 2015 – ").dateline_place == "Almaty;Astana"


@pytest.mark.parametrize(
    "body",
    [
        "A seminar held in the capital, Astana, ended last week.",
        "A seminar began today in Astana.",
        "The seminar took place on 3 May in Astana.",
        "The workshop in Astana was for officers.",
        "Officers met in Astana on 4 May 2015.",
        "Officers went on a study tour to Astana.",
    ],
)
def test_the_place_of_the_event_may_differ_from_the_datelines(body: str) -> None:
    assert event(body).event_place == "Astana"


@pytest.mark.parametrize(
    "body",
    [
        "A seminar held in English ended.",
        "A seminar began in May.",
        "The course in Human Rights ended.",
        "Officers were trained in Kazakhstan.",
    ],
)
def test_what_is_no_place_is_not_taken_for_one(body: str) -> None:
    assert event(body).event_place == "Almaty"


@pytest.mark.parametrize(
    ("body", "number", "note"),
    [
        ("Twenty police officers took part in the training.", 20, None),
        ("Twenty-two judges attended the seminar.", 22, None),
        ("Some 15 mid-level police officers will learn about it.", 15, "some"),
        ("The seminar brought together more than 1,200 participants.", 1200, "more than"),
        ("It was attended by 28 community police officers and instructors.", 28, None),
        ("The course was for 12 judges, 10 prosecutors and 8 lawyers.", 30, None),
        ("The course gathered 25 border guards and 5 customs officers.", 30, None),
    ],
)
def test_participants_are_counted(body: str, number: int, note: str | None) -> None:
    found = event(body)
    assert (found.participants, found.participants_note) == (number, note)


@pytest.mark.parametrize(
    "body",
    [
        "More than 300 officers have been trained since 2010.",
        "In total, 500 judges attended ten seminars.",
        "Two international trainers will lead the course.",
        "A seminar for officers began.",
        "The 2012 participants met.",
        "On 5 May officers met for a seminar.",
        "On 6 and 7 May senior judges attended.",
        "More than 160 officers have attended since June.",
    ],
)
def test_totals_and_trainers_are_no_participants(body: str) -> None:
    assert event(body).participants is None


@pytest.mark.parametrize(
    ("body", "days"),
    [
        ("A three-day seminar began.", 3),
        ("A two day workshop began.", 2),
        ("A 10-day course began.", 10),
        ("A week-long course began.", 7),
        ("A two-week course began.", 14),
        ("A one-month course began.", 30),
        ("The course lasted for four days.", 4),
        ("The seminar takes place from 3 to 5 May 2015.", 3),
        ("The seminar took place on 4 and 5 May 2015.", 2),
        ("The seminar runs from 30 April to 2 May 2015.", 3),
    ],
)
def test_the_duration_is_read_or_counted(body: str, days: int) -> None:
    assert event(body).duration_days == days


@pytest.mark.parametrize(
    "body",
    [
        "A seminar of a four-month project began.",
        "A seminar began last week.",
        "The day began well.",
        "Three days ago they met.",
    ],
)
def test_a_bare_day_or_week_is_no_duration(body: str) -> None:
    assert event(body).duration_days is None


def test_quoted_numbers_and_dates_are_not_the_events() -> None:
    found = event('A seminar began. "We trained 400 officers for a five-day course," said Ann.')
    assert (found.participants, found.duration_days) == (None, None)


def test_each_field_has_its_span_and_rule() -> None:
    body = "A three-day seminar for 20 officers began today in Astana."
    text = HEAD + body
    found = event(body)
    spans = {one.field: text[one.start : one.end] for one in found.evidence}
    assert spans == {
        "date": "5 May 2015",
        "dateline_place": "ALMATY",
        "event_place": "Astana",
        "participants": "20 officers",
        "duration_days": "three-day",
    }
    assert all(one.rule for one in found.evidence)
