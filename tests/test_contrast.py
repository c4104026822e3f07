import math

import numpy as np
import pandas as pd
import pytest

from communique.contrast import (
    METHODS,
    contrast,
    contrast_intervals,
    draw_shares,
    frame_balance,
    joint_cells,
    observed_contrast,
    share_difference,
    without_each_release,
)

ONE, OTHER = "rights", "extremism"


@pytest.fixture
def flags():
    """First: 3 of 4 rights, 0 extremism. Middle: 1 of 4 each, together. Last: 1 and 3 of 5."""
    texts = {
        "first": [(1, 0), (1, 0), (1, 0), (0, 0)],
        "middle": [(1, 1), (0, 0), (0, 0), (0, 0)],
        "last": [(1, 1), (0, 1), (0, 1), (0, 0), (0, 0)],
    }
    rows = [
        {"release": release, ONE: bool(a), OTHER: bool(b)}
        for release, pairs in texts.items()
        for a, b in pairs
    ]
    return pd.DataFrame(rows)


def test_the_contrast_is_the_move_of_the_balance(flags):
    by_hand = (3 / 5 - 1 / 5) - (0 - 3 / 4)
    assert observed_contrast(flags, "first", "last", (ONE, OTHER)) == pytest.approx(by_hand)
    assert observed_contrast(flags, "last", "first", (ONE, OTHER)) == pytest.approx(-by_hand)
    assert observed_contrast(flags, "first", "first", (ONE, OTHER)) == 0


def test_the_contrast_lies_between_minus_two_and_two():
    assert contrast(np.array([[1.0, 0.0], [0.0, 1.0]])) == 2
    assert contrast(np.array([[0.0, 1.0], [1.0, 0.0]])) == -2


def test_a_release_without_a_sentence_has_no_contrast(flags):
    assert math.isnan(observed_contrast(flags, "first", "none", (ONE, OTHER)))
    assert contrast_intervals(flags, "first", "none", (ONE, OTHER)).empty


def test_each_method_gives_an_interval_that_holds_the_estimate(flags):
    table = contrast_intervals(flags, "first", "last", (ONE, OTHER), resamples=500)
    assert list(table["method"]) == list(METHODS)
    assert (table["low"] <= table["estimate"]).all()
    assert (table["estimate"] <= table["high"]).all()
    assert table["above_zero"].between(0, 1).all()


def test_cells_are_counted_jointly():
    flags = np.array([[1, 1], [1, 0], [0, 1], [0, 1], [0, 0]], dtype=bool)
    assert joint_cells(flags).tolist() == [1, 1, 2, 1]


def test_draws_of_a_single_share_are_those_of_jeffreys():
    """The share of 3 of 10 has the posterior Beta(3.5, 7.5): its mean and variance are known."""
    flags = np.array([[i < 3, 2 <= i < 7] for i in range(10)])
    drawn = draw_shares(flags, 100_000, np.random.default_rng(1))[:, 0]
    a, b = 3.5, 7.5
    assert drawn.mean() == pytest.approx(a / (a + b), abs=0.003)
    assert drawn.var() == pytest.approx(a * b / ((a + b) ** 2 * (a + b + 1)), rel=0.03)


def test_themes_that_always_meet_are_drawn_alike():
    flags = np.array([[i < 30, i < 30] for i in range(60)])
    drawn = draw_shares(flags, 2000, np.random.default_rng(1))
    assert np.corrcoef(drawn.T)[0, 1] > 0.9


def test_difference_of_one_theme_with_its_interval(flags):
    value, low, high = share_difference(flags, "first", "last", OTHER)
    assert value == pytest.approx(3 / 5)
    assert low < value < high
    assert all(map(math.isnan, share_difference(flags, "first", "none", OTHER)))


def test_leaving_a_release_out_compares_the_ends_of_the_others(flags):
    table = without_each_release(flags, ["first", "middle", "last"], (ONE, OTHER))
    ends = table.set_index("left_out")[["first", "last"]]
    assert ends.loc[""].tolist() == ["first", "last"]
    assert ends.loc["first"].tolist() == ["middle", "last"]
    assert ends.loc["last"].tolist() == ["first", "middle"]
    assert table.set_index("left_out").loc["first", "contrast"] == pytest.approx(3 / 5 - 1 / 5)
    assert without_each_release(flags, ["first"], (ONE, OTHER)).empty


def test_frames_balance_as_a_log_ratio(flags):
    table = frame_balance(flags, ["first", "last", "none"], [ONE], [OTHER]).set_index("release")
    assert table.loc["first", "log_ratio"] == pytest.approx(math.log(3.5 / 0.5))
    assert table.loc["last", "log_ratio"] == pytest.approx(math.log(1.5 / 3.5))
    assert table.loc["first", "low"] > 0
    assert table.loc["none", ["log_ratio", "low", "high"]].isna().all()


def test_swapped_frames_change_the_sign(flags):
    there = frame_balance(flags, ["first"], [ONE], [OTHER])["log_ratio"]
    back = frame_balance(flags, ["first"], [OTHER], [ONE])["log_ratio"]
    assert there.iloc[0] == pytest.approx(-back.iloc[0])


def test_the_sign_test_counts_sentences_with_one_frame_only(flags):
    table = frame_balance(flags, ["first", "last", "none"], [ONE], [OTHER]).set_index("release")
    # First: three sentences of the one only, none of the other: 2 * (1/2)^3.
    assert table.loc["first", "p"] == pytest.approx(0.25)
    # Last: none of the one only, two of the other: 2 * (1/2)^2.
    assert table.loc["last", "p"] == pytest.approx(0.5)
    assert table.loc["none", "p"] == 1
