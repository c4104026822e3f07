"""Scores of what was read: counted by hand, and held to what the book says of them."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from scipy.stats import beta

from communique import open_study, validation
from communique.records import Coding, Event, Tie
from communique.study import Study


@pytest.fixture(scope="module")
def study() -> Study:
    return open_study()


@pytest.fixture(scope="module")
def scores(study: Study) -> pd.DataFrame:
    return validation.tie_scores(validation.outcomes(study)).set_index(["set", "role"])


def tie(actor: str, role: str, mention: str | None = None) -> Tie:
    return Tie(
        actor=actor,
        mention=mention or actor,
        role=role,
        start=0,
        end=1,
        cue="by",
        cue_start=0,
        cue_end=1,
        sentence=1,
        sentence_text="",
        evidence="narration",
        rule="a-rule",
        resolved=True,
        umbrella_replaced=False,
    )


def coding(*ties: Tie, **facts: Any) -> Coding:
    empty = dict.fromkeys(("date", "date_basis", *validation.FIELDS, "participants_note"))
    event = Event(**{**empty, "evidence": (), **facts})
    return Coding(release="x", sentences=(), event=event, ties=ties, hits=(), warnings=())


def compare(expected: list[tuple[str, str]], *ties: Tie) -> list[tuple[str, str, str]]:
    rows = validation.compare_ties(
        validation.Expected("five", "x", {}, tuple(expected)), coding(*ties)
    )
    return [(row["actor"], row["outcome"], row["kind"]) for row in rows]


def test_an_interval_is_that_of_clopper_and_pearson() -> None:
    low, high = validation.clopper_pearson(4, 10)
    assert low == pytest.approx(beta.ppf(0.025, 4, 7))
    assert high == pytest.approx(beta.ppf(0.975, 5, 6))
    assert validation.clopper_pearson(0, 10) == pytest.approx((0, 0.308498), abs=1e-5)
    assert validation.clopper_pearson(10, 10) == pytest.approx((0.691503, 1), abs=1e-5)
    assert all(pd.isna(end) for end in validation.clopper_pearson(0, 0))


def test_a_score_is_as_counted_by_hand() -> None:
    found = validation.score("five", "funder", right=6, besides=2, missed=4)
    assert found["precision"] == 6 / 8
    assert found["recall"] == 6 / 10
    assert found["f1"] == pytest.approx(2 / (1 / found["precision"] + 1 / found["recall"]))
    assert pd.isna(validation.score("five", "funder", 0, 0, 3)["precision"])


def test_a_tie_that_is_expected_and_read_is_right() -> None:
    read = tie("Northern Institute", "organizer")
    assert compare([("Northern Institute", "organizer")], read) == [
        ("Northern Institute", "right", "")
    ]


def test_an_actor_in_another_role_is_an_error_of_role_on_both_sides() -> None:
    assert compare([("Northern Institute", "organizer")], tie("Northern Institute", "partner")) == [
        ("Northern Institute", "missed", "role"),
        ("Northern Institute", "besides", "role"),
    ]


def test_a_name_cut_otherwise_in_its_role_is_an_error_of_name() -> None:
    read = tie("Border Academy", "funder")
    assert compare([("Ministry of Border Affairs", "funder")], read) == [
        ("Ministry of Border Affairs", "missed", "name"),
        ("Border Academy", "besides", "name"),
    ]


def test_what_is_not_there_and_what_is_not_read_are_told_apart() -> None:
    assert compare([("Norway", "funder")], tie("Northern Institute", "organizer")) == [
        ("Norway", "missed", "not read"),
        ("Northern Institute", "besides", "not there"),
    ]


@pytest.mark.parametrize(
    ("expected", "actor", "same"),
    [
        ("the Northern Institute", "Northern Institute", True),
        ("Organisation of Judges", "Organization of Judges", True),
        ("Interior Ministry", "Interior Ministry of Westland", True),
        ("Norway", "Embassy of Norway in Westland", False),
        ("Ministry of Justice", "Ministry of Finance", False),
        ("", "Norway", False),
    ],
)
def test_names_mean_one_actor_by_their_words(expected: str, actor: str, same: bool) -> None:
    assert validation.same_actor(expected, tie(actor, "funder")) is same


def test_of_several_places_the_first_decides_and_two_gaps_agree() -> None:
    facts = {"event_place": "Osh;Batken", "participants": None, "duration_days": 3}
    rows = validation.compare_facts(
        validation.Expected("five", "x", facts, ()), coding(event_place="Osh")
    )
    assert [row["right"] for row in rows] == [True, True, False]


def test_every_tie_of_the_five_releases_is_right(scores: pd.DataFrame) -> None:
    for name in ("five", "record"):
        row = scores.loc[(name, "all roles")]
        assert (row["right"], row["besides"], row["missed"]) == (32, 0, 0)


@pytest.mark.parametrize("name", ["development", "held_out"])
def test_invented_releases_are_read_as_well_as_the_book_says(
    name: str, scores: pd.DataFrame
) -> None:
    assert scores.loc[(name, "all roles"), "f1"] >= 0.9
    assert scores.loc[(name, "organizer and funder"), "f1"] >= 0.9


def test_the_sets_count_every_tie_that_was_annotated(scores: pd.DataFrame) -> None:
    expected = scores["right"] + scores["missed"]
    annotated = sum(len(one.ties) for _, one in validation.read_invented())
    sets = ["development", "held_out"]
    assert sum(expected.loc[(name, "all roles")] for name in sets) == annotated


def test_every_error_stands_in_the_list(study: Study, scores: pd.DataFrame) -> None:
    errors = validation.errors(study)
    wrong = scores.xs("all roles", level="role")[["besides", "missed"]].sum().sum()
    facts = (~validation.facts(study)["right"].astype(bool)).sum()
    assert len(errors) == wrong + facts
    assert (errors["kind"] != "").all()


def test_a_tie_of_a_title_is_held_against_the_record_once(study: Study) -> None:
    ties = validation.titles_against_record(study)
    table = validation.title_verdicts(study).set_index("role")
    assert table.loc["all roles", "ties"] == len(ties)
    assert table.loc["all roles", "same"] == (ties["verdict"] == "same").sum()
    assert not ties["event"].isin(study.releases["release"]).any()


def test_scores_of_first_contacts_are_shares_or_f1() -> None:
    rows = validation.first_contacts().set_index(["set", "what"])
    cases = rows.loc[("sentences with ties", "cases")]
    assert cases["score"] == cases["right"] / cases["of"]
    role = rows.loc[("invented releases 1", "organizer")]
    assert role["score"] == pytest.approx(2 * 39 / (2 * 39 + 6 + 13))
    assert rows["score"].between(0, 1).all()


def test_a_set_at_first_contact_sums_its_roles() -> None:
    sets = validation.first_contact_sets().set_index("set")
    one = sets.loc["held-out mirrored releases"]
    assert one["ties"] == 68 + 17 + 17 + 24 + 1 + 26 + 3
    assert one["f1_together"] == pytest.approx(2 * 79 / (2 * 79 + 2 + 6))
    assert one["f1"] == pytest.approx(2 * 131 / (2 * 131 + 6 + 25))
    assert (one["event_place"], one["participants"], one["releases"]) == (45, 40, 48)
    cases = sets.loc["lists of names"]
    assert pd.isna(cases["ties"])
    assert pd.isna(cases["f1"])
    assert (cases["right"], cases["cases"]) == (107, 147)
