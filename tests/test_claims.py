"""Each verdict is the one for which the book was written, and follows from its number."""

import re

import numpy as np
import pandas as pd
import pytest

import communique
from communique.claims import CLAIMS, FAILS, HOLDS, OPEN, find_claim, ledger
from communique.figures import find_figure
from communique.multiverse import Universe, universes, universes_without_an_indicator
from communique.numbers import numbers
from communique.paths import ROOT
from communique.shares import QUESTION
from communique.wording import fill, keys_of


@pytest.fixture(scope="module")
def study():
    return communique.open_study()


@pytest.fixture(scope="module")
def rows(study):
    return ledger(study).set_index("claim")


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_the_verdict_is_the_one_for_which_the_book_was_written(claim, rows):
    found = rows.loc[claim.id]
    assert found["verdict"] == claim.verdict, (
        f"{claim.id} now {found['verdict']}: {found['words']}. Rewrite what says otherwise."
    )


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.id)
def test_a_claim_names_figure_and_page_that_exist_and_numbers_that_are_known(claim, study):
    assert find_figure(claim.figure)
    assert any((ROOT / f"{claim.page}{ending}").is_file() for ending in (".md", ".ipynb"))
    assert set(keys_of(claim.sentence)) <= set(numbers(study))
    assert fill(claim.sentence, numbers(study)).endswith(".")
    assert claim.head[0].isupper()
    assert not claim.head.endswith(".")


def test_ids_are_unique_and_can_be_found():
    assert len({claim.id for claim in CLAIMS}) == len(CLAIMS)
    assert find_claim("rights-stay").verdict == HOLDS


def test_the_ledger_keeps_claims_that_fail_or_cannot_be_told(rows):
    assert set(rows["verdict"]) == {HOLDS, FAILS, OPEN}
    assert set(rows.loc[rows["front"], "verdict"]) == {HOLDS, FAILS, OPEN}


def test_a_claim_that_holds_by_an_interval_has_one_beside_zero(rows):
    for claim in ("extremism-enters", "balance-moves"):
        assert rows.loc[claim, "low"] > 0
    assert rows.loc["rights-recede", "low"] < 0 < rows.loc["rights-recede", "high"]


def test_the_statement_is_counted_in_every_universe(rows, study):
    themes = rows.dropna(subset=["universes"])
    assert (themes["universes"] == len(universes(study))).all()
    left_out = universes_without_an_indicator(study)
    for name, row in themes.iterrows():
        own = find_claim(name).themes or set(study.themes["theme"])
        assert row["universes_left_out"] == sum(
            one.left_out is not None and one.left_out.theme in own for one in left_out
        )
    assert (themes["releases"] == len(study.releases)).all()
    for name, total in (
        ("true_in", "universes"),
        ("true_left_out", "universes_left_out"),
        ("true_without_release", "releases"),
    ):
        assert (themes[name] <= themes[total]).all()
    without = rows[rows["universes"].isna()]
    assert set(without.index) == {
        "words-differ",
        "funders-named",
        "roles-change",
        "pairs-beyond-chance",
        "office-turned",
        "any-five",
        "extremism-last",
        "funders-overtold",
        "record-pairs",
    }


def test_what_holds_or_fails_of_the_texts_is_so_in_the_universe_of_the_book(study, rows):
    first = universes(study)[0]
    for claim in CLAIMS:
        if claim.true_in and claim.verdict != OPEN:
            assert claim.true_in(first) == (claim.verdict == HOLDS), claim.id
    assert pd.isna(rows.loc["roles-change", "true_in"])


def universe(first, last, frames=("rights", "security", "")):
    """Two releases: lists of sentences with the flags of rights, extremism, training."""
    flags = tuple(np.array(text, dtype=bool) for text in (first, last))
    themes = (*QUESTION, "capacity_building")
    return Universe(("x",), None, ("first", "last"), themes, frames, flags)


MOVED = universe([(1, 0, 1), (1, 0, 0)], [(0, 1, 1), (0, 1, 0)])
STILL = universe([(1, 0, 1), (0, 1, 0)], [(1, 0, 1), (0, 1, 0)])
ODD = universe([(1, 1, 0), (0, 0, 0)], [(1, 1, 0), (0, 0, 0)])
TOGETHER = universe([(1, 0, 1), (1, 0, 0)], [(1, 1, 1), (0, 1, 0)])


@pytest.mark.parametrize(
    ("claim", "one", "true"),
    [
        ("extremism-enters", MOVED, True),
        ("extremism-enters", STILL, False),
        ("balance-moves", MOVED, True),
        ("balance-moves", STILL, False),
        ("frames-turn", MOVED, True),
        ("frames-turn", STILL, False),
        ("rights-recede", MOVED, True),
        ("rights-recede", STILL, False),
        ("rights-stay", MOVED, False),
        ("rights-stay", TOGETHER, True),
        ("rights-replaced", MOVED, True),
        ("rights-replaced", TOGETHER, False),
        ("rights-embedded", MOVED, False),
        ("rights-embedded", ODD, True),
        ("straight-line", MOVED, True),
        ("straight-line", STILL, False),
        ("rights-trend", MOVED, True),
        ("rights-trend", STILL, False),
        ("lead-changes", MOVED, True),
        ("lead-changes", STILL, False),
        ("extremism-leads", MOVED, True),
        ("extremism-leads", STILL, False),
        ("training-throughout", STILL, True),
        ("training-throughout", ODD, False),
    ],
)
def test_statements_are_true_of_counts_as_by_hand(claim, one, true):
    true_in = find_claim(claim).true_in
    assert true_in is not None
    assert true_in(one) is true


def test_the_front_page_asks_for_the_claims_and_types_none():
    text = (ROOT / "book/index.md").read_text(encoding="utf-8")
    assert "```{claims}" in text
    assert not re.search(r"^\d+\. ", text, re.MULTILINE)


# ---------------------------------------------------------------------- judges on invented texts

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
RIGHTS, EXTREMISM = "heard of human rights", "spoke of violent extremism"
BOTH, NOTHING = "heard of human rights and violent extremism", "had lunch"
CROWDS, ETHNIC = "watched the crowds", "met ethnic minorities"


def invented(folder, *texts, organisers=()):
    """A study of invented releases, a year apart; a text is a list of (what is said, how often)."""
    for number, parts in enumerate(texts):
        said = [what for what, often in parts for _ in range(often)]
        lines = [f"Town {LETTERS[i]} {what}." for i, what in enumerate(said)]
        if organisers:
            lines.append(f"The event was organized by {organisers[number]}.")
        head = f"A meeting\nNORTHBY, 1 May {2001 + number} – A meeting took place.\n"
        (folder / f"{number:02d}.txt").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    return communique.open_study(folder)


MOVE = ([(RIGHTS, 15), (NOTHING, 2)], [(EXTREMISM, 15), (NOTHING, 2)])
FALL = [[(RIGHTS, 20 - 3 * step), (NOTHING, 3 * step + 1)] for step in range(6)]
HALF = [(BOTH, 10), (NOTHING, 10)]
APART = [(RIGHTS, 10), (EXTREMISM, 10)]
LEADS = [[(what, 15)] for what in (RIGHTS, ETHNIC, CROWDS, EXTREMISM)]


@pytest.mark.parametrize(
    ("claim", "texts", "verdict"),
    [
        ("extremism-enters", MOVE, HOLDS),
        ("extremism-enters", MOVE[::-1], FAILS),
        ("extremism-enters", (MOVE[0], MOVE[0]), OPEN),
        ("balance-moves", MOVE, HOLDS),
        ("balance-moves", MOVE[::-1], FAILS),
        ("balance-moves", (MOVE[0], MOVE[0]), OPEN),
        ("frames-turn", MOVE, HOLDS),
        ("frames-turn", MOVE[::-1], FAILS),
        ("frames-turn", ([(RIGHTS, 3)], MOVE[1]), OPEN),
        ("rights-recede", MOVE, HOLDS),
        ("rights-recede", MOVE[::-1], FAILS),
        ("rights-recede", (MOVE[0], MOVE[0]), OPEN),
        ("rights-stay", MOVE, FAILS),
        ("rights-stay", MOVE[::-1], HOLDS),
        ("rights-replaced", MOVE, HOLDS),
        ("rights-replaced", (MOVE[0], HALF), FAILS),
        ("rights-replaced", MOVE[::-1], OPEN),
        ("rights-embedded", (HALF, HALF), HOLDS),
        ("rights-embedded", (APART, APART), FAILS),
        ("rights-embedded", MOVE, OPEN),
        ("straight-line", FALL, HOLDS),
        ("straight-line", FALL[::-1], FAILS),
        ("rights-trend", FALL, HOLDS),
        ("rights-trend", FALL[::-1], FAILS),
        ("rights-trend", FALL[:3], OPEN),
        ("lead-changes", LEADS, HOLDS),
        ("lead-changes", (LEADS[0], LEADS[0]), FAILS),
        ("extremism-leads", MOVE, HOLDS),
        ("extremism-leads", (MOVE[1], [(CROWDS, 14), (EXTREMISM, 1)]), FAILS),
        ("extremism-leads", (MOVE[1], [(CROWDS, 5), (EXTREMISM, 5)]), OPEN),
        ("training-throughout", MOVE, FAILS),
        ("words-differ", MOVE, HOLDS),
        ("words-differ", (HALF, HALF), OPEN),
        ("funders-named", MOVE, FAILS),
        ("roles-change", MOVE, FAILS),
        ("pairs-beyond-chance", MOVE, OPEN),
    ],
)
def test_judges_tell_invented_texts_apart(claim, texts, verdict, tmp_path):
    assert find_claim(claim).judge(invented(tmp_path, *texts)).verdict == verdict


def test_organisers_who_always_meet_are_no_chance(tmp_path):
    east = "the OSCE Centre in Astana and the Embassy of Canada"
    west = "the OSCE Secretariat and the Embassy of Norway"
    study = invented(tmp_path, *[[(NOTHING, 1)]] * 12, organisers=[east] * 6 + [west] * 6)
    assert find_claim("pairs-beyond-chance").judge(study).verdict == HOLDS


def test_other_releases_get_a_ledger_without_a_crash(tmp_path):
    table = invented(tmp_path, *MOVE).table("tab-claims")
    assert set(table["claim"]) == {claim.id for claim in CLAIMS}
    assert table["sentence"].str.contains("unknown").any()
