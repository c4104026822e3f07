import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.correction import corrected_interval, corrected_share


def test_a_share_worked_out_by_hand():
    # 100 sentences, 40 carry the theme; 80 % of these and 10 % of the others are flagged: 38.
    assert corrected_share(0.38, 0.8, 0.9) == pytest.approx(0.4)


@given(st.floats(0, 1), st.floats(0.55, 1), st.floats(0.55, 1))
def test_correcting_undoes_the_error(share, sensitivity, specificity):
    seen = share * sensitivity + (1 - share) * (1 - specificity)
    assert corrected_share(seen, sensitivity, specificity) == pytest.approx(share, abs=1e-9)


def test_a_dictionary_without_error_changes_nothing():
    assert corrected_share(0.3, 1, 1) == pytest.approx(0.3)


def test_a_dictionary_no_better_than_dice_corrects_nothing():
    assert math.isnan(corrected_share(0.3, 0.5, 0.5))
    assert math.isnan(corrected_share(0.3, 0.2, 0.4))
    assert math.isnan(corrected_share(math.nan, 0.9, 0.9))


def test_a_corrected_share_is_never_below_none_and_reaches_all():
    assert corrected_share(0.01, 0.9, 0.9) == 0
    assert corrected_share(0.9, 0.9, 0.9) == 1


def test_more_flags_than_the_sensitivity_allows_are_impossible():
    assert math.isnan(corrected_share(0.99, 0.9, 0.9))
    assert all(map(math.isnan, corrected_interval(10, 14, (15, 15, 200, 0))))


def test_the_error_of_the_dictionary_makes_the_interval_longer():
    _, low, high = corrected_interval(10, 40, (500, 0, 500, 0))
    _, wider_low, wider_high = corrected_interval(10, 40, (8, 2, 40, 4))
    assert wider_high - wider_low > high - low


def test_a_nearly_perfect_dictionary_leaves_the_interval_of_jeffreys():
    estimate, low, high = corrected_interval(10, 40, (10**6, 0, 10**6, 0), draws=50_000)
    assert estimate == 0.25
    assert (low, high) == pytest.approx((0.138, 0.398), abs=0.006)


@pytest.mark.parametrize(
    ("total", "confusion"), [(0, (5, 1, 5, 1)), (9, (0, 0, 5, 1)), (9, (5, 1, 0, 0))]
)
def test_what_was_not_measured_is_not_corrected(total, confusion):
    assert all(map(math.isnan, corrected_interval(0, total, confusion)))
