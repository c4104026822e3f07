import itertools
import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau

from communique.trend import (
    EXACT_UP_TO,
    holm,
    largest_gap,
    releases_needed,
    rising_minus_falling,
    smallest_change_p,
    smallest_split_p,
    smallest_trend_p,
    theme_trends,
    trend,
)


def days(count):
    return list(pd.date_range("2004-01-01", periods=count, freq="365D"))


def test_s_of_a_series_worked_out_by_hand():
    # 3 pairs rise (1-3, 1-2, ...): 1<3, 1<2 rise, 3>2 falls.
    assert rising_minus_falling([1, 3, 2]) == 1
    assert rising_minus_falling([1, 1, 1]) == 0


def test_only_a_series_without_exception_passes_with_five_releases():
    rising = trend(days(5), [1, 2, 3, 4, 5])
    assert rising.p == pytest.approx(2 / 120)
    one_inversion = trend(days(5), [1, 2, 3, 5, 4])
    assert one_inversion.p == pytest.approx(10 / 120)
    assert one_inversion.smallest_p == pytest.approx(2 / 120)


@given(st.lists(st.integers(0, 50), min_size=3, max_size=6, unique=True))
def test_p_without_ties_is_the_exact_one_of_kendall(values):
    expected = kendalltau(range(len(values)), values, method="exact").pvalue
    assert trend(days(len(values)), values).p == pytest.approx(expected)


def test_ties_raise_the_smallest_p_that_can_be_reached():
    found = trend(days(5), [0, 0, 0, 0, 1])
    assert found.smallest_p == found.p == pytest.approx(2 / 5)


def test_more_releases_than_can_be_counted_out_are_sampled_and_never_give_zero():
    values = list(range(EXACT_UP_TO + 4))
    found = trend(days(len(values)), values)
    assert 0 < found.p < 0.001
    assert found.p == found.smallest_p


def test_ties_raise_the_smallest_p_of_a_long_series_too():
    found = trend(days(9), [0] * 8 + [1])
    assert found.p == found.smallest_p == pytest.approx(2 / 9, abs=0.01)


def test_largest_gap_by_hand():
    assert largest_gap([0.1, 0.1, 0.5, 0.5]) == (2, pytest.approx(0.4))
    assert largest_gap([0.4, 0.0, 0.2, 0.0, 0.1])[0] == 1
    assert largest_gap([0.3])[0] == 0


def test_slope_is_the_median_change_a_year():
    dates = pd.to_datetime(["2004-01-01", "2005-01-01", "2014-01-01"])
    found = trend(list(dates), [0.0, 0.1, 0.2])
    slopes = sorted(
        (b[1] - a[1]) / ((b[0] - a[0]).days / 365.25)
        for a, b in itertools.combinations(zip(dates, [0.0, 0.1, 0.2], strict=True), 2)
    )
    assert found.slope == pytest.approx(slopes[1])


def test_a_single_release_has_no_trend():
    found = trend(days(1), [0.5])
    assert (found.s, math.isnan(found.p), math.isnan(found.slope)) == (0, True, True)


def test_releases_of_one_day_have_no_slope():
    assert math.isnan(trend([days(1)[0]] * 3, [0.1, 0.2, 0.3]).slope)


@pytest.mark.parametrize("values", [[0.1], [0.1, math.nan]])
def test_missing_values_are_refused(values):
    with pytest.raises(ValueError, match="one value for each day"):
        trend(days(2), values)


def test_days_out_of_order_are_refused():
    with pytest.raises(ValueError, match="rising order"):
        trend(days(2)[::-1], [0.1, 0.2])


def test_smallest_p_is_that_of_counting_out():
    assert smallest_trend_p(5) == pytest.approx(0.0167, abs=1e-4)
    for n in range(3, 8):
        zeros = n // 2
        series = [0] * zeros + [1] * (n - zeros)
        orders = set(itertools.permutations(series))
        mean = sum(series) / n
        sizes = [max(abs(sum(o[:t]) - t * mean) for t in range(1, n)) for o in orders]
        share = sum(size > max(sizes) - 1e-9 for size in sizes) / len(orders)
        assert smallest_change_p(n) == pytest.approx(share)
        assert smallest_split_p(n) == pytest.approx(1 / len(orders))


def test_published_values_of_the_change_point():
    found = [round(smallest_change_p(n), 3) for n in (5, 6, 7, 8)]
    assert found == [0.2, 0.1, 0.057, 0.029]


def test_releases_needed_by_test_and_number_of_tests():
    assert releases_needed(smallest_trend_p) == 5
    assert releases_needed(smallest_trend_p, tests=4) == 6
    assert releases_needed(smallest_change_p) == 8
    assert releases_needed(smallest_split_p) == 6


def test_holm_by_hand():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.5, 0.9]) == pytest.approx([1.0, 1.0])
    adjusted = holm([math.nan, 0.02])
    assert math.isnan(adjusted[0])
    assert adjusted[1] == 0.02


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_holm_never_makes_a_p_smaller_and_keeps_the_order(values):
    adjusted = holm(values)
    assert all(new >= old for new, old in zip(adjusted, values, strict=True))
    order = sorted(range(len(values)), key=lambda i: values[i])
    ranked = [adjusted[i] for i in order]
    assert ranked == sorted(ranked)


def test_trends_of_themes_leave_undated_releases_out():
    shares = pd.DataFrame(
        {
            "release": list("abcd"),
            "date": pd.to_datetime(["2004-01-01", "2010-01-01", "2008-01-01", None]),
            "theme": "x",
            "label": "X",
            "share": [0.1, 0.3, 0.2, 0.9],
        }
    )
    row = theme_trends(shares).iloc[0]
    assert (row["releases"], row["s"]) == (3, 3)
    assert row["p_holm"] == row["p"] == pytest.approx(2 / 6)
