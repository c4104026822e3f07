import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.overlap import joint_distribution, lift, sentences_with_both, theme_overlap


def frame(**releases):
    rows = [
        {"release": name, "sentence": i, "quoted": False, "x": bool(x), "y": bool(y)}
        for name, pairs in releases.items()
        for i, (x, y) in enumerate(pairs, start=1)
    ]
    return pd.DataFrame(rows)


def by_shuffling(releases):
    """Every way of dealing the second theme's flags inside each release, counted out."""
    totals = {0: 1}
    for pairs in releases:
        first = [x for x, _ in pairs]
        counts: dict[int, int] = {}
        for places in itertools.combinations(range(len(pairs)), sum(y for _, y in pairs)):
            both = sum(first[i] for i in places)
            counts[both] = counts.get(both, 0) + 1
        totals = {
            k: sum(totals.get(k - j, 0) * counts.get(j, 0) for j in range(k + 1))
            for k in range(max(totals) + max(counts) + 1)
        }
    ways = sum(totals.values())
    return {k: v / ways for k, v in totals.items()}


pairs = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=6)


@given(st.lists(pairs, min_size=1, max_size=3))
def test_the_exact_null_is_that_of_all_shuffles(releases):
    numbers = [(sum(x for x, _ in r), sum(y for _, y in r), len(r)) for r in releases]
    found = joint_distribution(numbers)
    expected = by_shuffling(releases)
    for k, p in enumerate(found):
        assert p == pytest.approx(expected.get(k, 0), abs=1e-12)
    assert found.sum() == pytest.approx(1)


def test_lift_by_hand():
    assert lift(2, 4, 5, 20) == pytest.approx((2 / 20) / ((4 / 20) * (5 / 20)))
    assert lift(0, 4, 5, 20) == 0
    assert math.isnan(lift(0, 0, 5, 20))


def test_a_pair_worked_out_by_hand():
    flags = frame(a=[(1, 1), (1, 0), (0, 0)], b=[(0, 1), (1, 1)])
    row = theme_overlap(flags, ["a", "b"], ["x", "y"]).iloc[0]
    assert (row["both"], row["with_theme"], row["with_other"], row["sentences"]) == (2, 3, 3, 5)
    assert row["lift"] == pytest.approx(2 * 5 / 9)
    assert row["other_given_theme"] == row["theme_given_other"] == pytest.approx(2 / 3)
    # In a the one y falls on an x twice in three; in b both carry y, so that it always does.
    assert row["expected"] == pytest.approx(2 / 3 + 1)
    assert row["p_more"] == row["smallest_p"] == pytest.approx(2 / 3)
    assert row["p_fewer"] == pytest.approx(1)


def test_preferring_the_same_release_is_no_meeting():
    """Both themes fill one release and miss the other: lift is high, the null is not surprised."""
    flags = frame(a=[(1, 1)] * 4, b=[(0, 0)] * 4)
    row = theme_overlap(flags, ["a", "b"], ["x", "y"]).iloc[0]
    assert row["lift"] == 2
    assert row["p_more"] == row["p_fewer"] == 1


def test_an_absent_theme_has_no_lift_and_a_sure_null():
    row = theme_overlap(frame(a=[(1, 0), (0, 0)]), ["a"], ["x", "y"]).iloc[0]
    assert np.isnan(row[["lift", "theme_given_other"]].astype(float)).all()
    assert row["other_given_theme"] == 0
    assert row["p_more"] == 1


def test_sentences_with_both_are_all_shown_with_their_themes_and_text():
    flags = frame(a=[(1, 1), (1, 0)], b=[(0, 1), (1, 1)])
    texts = flags[["release", "sentence"]].assign(text=["One.", "Two.", "Three.", "Four."])
    found = sentences_with_both(texts, flags, ["x"], ["y"])
    assert list(found["text"]) == ["One.", "Four."]
    assert list(found["themes"]) == ["x, y", "x, y"]
    assert sentences_with_both(texts, flags.head(0), ["x"], ["y"]).empty


def test_the_chance_of_a_small_p_is_that_of_the_tail():
    # Two of four sentences carry each theme: they meet in both with probability 1/6, never less.
    row = theme_overlap(frame(a=[(1, 1), (1, 1), (0, 0), (0, 0)]), ["a"], ["x", "y"]).iloc[0]
    assert row["smallest_p"] == pytest.approx(1 / 6)
    assert row["chance_of_small_p"] == 0
    # Five of ten: five meetings have 1 way of 252, four have 25 more, and 26/252 is above 0.05.
    many = frame(a=[(1, 1)] * 5 + [(0, 0)] * 5)
    row = theme_overlap(many, ["a"], ["x", "y"]).iloc[0]
    assert row["chance_of_small_p"] == pytest.approx(1 / 252)
