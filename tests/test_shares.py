import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import betainc

from communique.shares import (
    COLUMNS,
    absence_bound,
    jeffreys_interval,
    per_thousand_words,
    share,
    shares_by_choice,
    theme_shares,
)


@st.composite
def counts(draw):
    total = draw(st.integers(1, 200))
    return draw(st.integers(0, total)), total


def by_bisection(probability, a, b):
    low, high = 0.0, 1.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if betainc(a, b, middle) < probability else (low, middle)
    return low


@given(counts())
def test_jeffreys_interval_equals_quantiles_found_independently(pair):
    hits, total = pair
    low, high = jeffreys_interval(hits, total)
    a, b = hits + 0.5, total - hits + 0.5
    assert low == (0 if hits == 0 else pytest.approx(by_bisection(0.025, a, b), abs=1e-9))
    assert high == (1 if hits == total else pytest.approx(by_bisection(0.975, a, b), abs=1e-9))


@given(counts())
def test_interval_holds_the_share_and_mirrors_with_it(pair):
    hits, total = pair
    low, high = jeffreys_interval(hits, total)
    assert low <= hits / total <= high
    mirrored = jeffreys_interval(total - hits, total)
    assert mirrored == pytest.approx((1 - high, 1 - low), abs=1e-12)


def test_interval_of_a_published_table():
    # Brown, Cai and DasGupta, table 5 of limits: n = 10, x = 3.
    assert jeffreys_interval(3, 10) == pytest.approx((0.093, 0.606), abs=5e-4)


@given(st.integers(1, 500))
def test_absence_bound_is_the_share_missed_once_in_twenty(total):
    bound = absence_bound(total)
    assert (1 - bound) ** total == pytest.approx(0.05)
    assert bound < 3 / total


def test_nothing_measured_stays_undefined():
    assert math.isnan(share(0, 0))
    assert all(map(math.isnan, jeffreys_interval(0, 0)))
    assert math.isnan(absence_bound(0))
    assert math.isnan(per_thousand_words(0, 0))


@pytest.mark.parametrize(("hits", "total"), [(-1, 3), (4, 3), (1, 0)])
def test_impossible_counts_are_refused(hits, total):
    with pytest.raises(ValueError, match="no share"):
        share(hits, total)


@pytest.fixture
def corpus():
    releases = pd.DataFrame(
        {"release": ["a", "b"], "date": pd.to_datetime(["2001-01-01", "2002-01-01"])}
    )
    sentences = pd.DataFrame(
        [
            ("a", 1, "title", True, False, 4),
            ("a", 2, "body", True, False, 6),
            ("a", 3, "body", True, True, 10),
            ("a", 4, "body", False, False, 6),
        ],
        columns=["release", "sentence", "part", "counted", "quoted", "words"],
    )
    hits = pd.DataFrame(
        [("a", "x", 1), ("a", "x", 1), ("a", "x", 3), ("a", "x", 4)],
        columns=["release", "theme", "sentence"],
    )
    themes = pd.DataFrame([("x", "X", "one"), ("y", "Y", "")], columns=["theme", "label", "frame"])
    return releases, sentences, hits, themes


def test_shares_count_sentences_once_and_only_counted_ones(corpus):
    table = theme_shares(*corpus)
    row = table.iloc[0]
    assert list(table.columns) == list(COLUMNS)
    assert (row["sentences_with_theme"], row["sentences"]) == (2, 3)
    assert (row["hits"], row["words"]) == (3, 20)
    assert row["share"] == pytest.approx(2 / 3)
    assert row["per_1000_words"] == pytest.approx(150)


def test_absent_theme_has_a_bound_and_present_one_has_none(corpus):
    table = theme_shares(*corpus).set_index(["release", "theme"])
    assert math.isnan(table.loc[("a", "x"), "absent_below"])
    assert table.loc[("a", "y"), "absent_below"] == pytest.approx(1 - 0.05 ** (1 / 3))


def test_release_without_a_sentence_has_undefined_shares(corpus):
    table = theme_shares(*corpus).set_index(["release", "theme"])
    assert table.loc[("b", "x"), ["share", "low", "high"]].isna().all()
    assert table.loc[("b", "x"), "sentences"] == 0


def test_choices_leave_out_titles_and_quotations(corpus):
    table = shares_by_choice(*corpus).set_index(["choice", "release", "theme"])
    counts = {
        choice: (row["sentences_with_theme"], row["sentences"])
        for (choice, release, theme), row in table.iterrows()
        if (release, theme) == ("a", "x")
    }
    assert counts == {
        "all counted sentences": (2, 3),
        "without titles": (1, 2),
        "without quotations": (1, 2),
        "without titles and quotations": (0, 1),
    }
