import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.resampling import (
    bootstrap_intervals,
    draw_sentences,
    percentiles,
    resampled_shares,
)


def flags(**releases):
    rows = [
        {"release": name, "x": bool(x), "y": bool(y)}
        for name, pairs in releases.items()
        for x, y in pairs
    ]
    return pd.DataFrame(rows, columns=["release", "x", "y"])


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 9))
def test_a_resample_has_as_many_sentences_and_none_from_outside(number, block, seed):
    drawn = draw_sentences(number, 20, np.random.default_rng(seed), block)
    assert drawn.shape == (20, number)
    assert drawn.min() >= 0
    assert drawn.max() < number


@given(st.integers(2, 40), st.integers(2, 6), st.integers(0, 9))
def test_neighbours_stay_together_inside_a_block(number, block, seed):
    drawn = draw_sentences(number, 20, np.random.default_rng(seed), block)
    length = min(block, number)
    for start in range(0, number, length):
        assert (np.diff(drawn[:, start : start + length], axis=1) == 1).all()


def test_a_block_longer_than_the_text_is_the_text():
    drawn = draw_sentences(5, 10, np.random.default_rng(1), block=9)
    assert (drawn == np.arange(5)).all()


def test_single_sentences_are_drawn_evenly():
    drawn = draw_sentences(4, 20_000, np.random.default_rng(1))
    shares = np.bincount(drawn.ravel(), minlength=4) / drawn.size
    assert shares == pytest.approx([0.25] * 4, abs=0.01)


def test_variance_of_resampled_shares_is_that_of_the_binomial():
    frame = flags(a=[(1, 0)] * 3 + [(0, 1)] * 7)
    drawn = resampled_shares(frame, ["a"], ["x"], resamples=20_000)
    assert drawn.mean() == pytest.approx(0.3, abs=0.01)
    assert drawn.var() == pytest.approx(0.3 * 0.7 / 10, rel=0.05)


def test_themes_of_one_sentence_are_drawn_together():
    drawn = resampled_shares(flags(a=[(1, 0), (0, 1), (0, 1)]), ["a"], ["x", "y"], resamples=50)
    assert drawn.sum(axis=2) == pytest.approx(np.ones((50, 1)))


def test_a_release_without_a_sentence_has_no_share():
    drawn = resampled_shares(flags(a=[(1, 0)]), ["a", "b"], ["x"], resamples=3)
    assert np.isnan(drawn[:, 1]).all()


def test_an_absent_theme_gets_no_interval_of_no_width():
    frame = bootstrap_intervals(flags(a=[(1, 0), (0, 0), (0, 0)], b=[]), ["a", "b"], ["x", "y"])
    known = frame.set_index(["release", "theme"])
    assert known.loc[("a", "x"), ["low", "high"]].tolist() == [0, 1]
    assert known.loc[[("a", "y"), ("b", "x")], "low"].isna().all()


def test_the_same_seed_gives_the_same_and_another_does_not():
    frame = flags(a=[(1, 0), (0, 1), (0, 0), (1, 1)] * 3)
    same, again = (resampled_shares(frame, ["a"], ["x"], seed=3) for _ in range(2))
    assert (same == again).all()
    assert (same != resampled_shares(frame, ["a"], ["x"], seed=4)).any()


def test_percentiles_hold_the_middle_and_nothing_holds_nothing():
    assert percentiles(np.arange(1001)) == pytest.approx((25, 975))
    assert np.isnan(percentiles(np.array([]))).all()
    assert np.isnan(percentiles(np.array([np.nan]))).all()
