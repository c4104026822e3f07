import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from nltk.metrics.distance import masi_distance as masi_of_nltk

from communique.agreement import (
    ALL_THEMES,
    agreement,
    alpha_interval,
    krippendorff_alpha,
    masi_distance,
)

sets = st.frozensets(st.sampled_from("abcd"), max_size=4)


def by_nltk(one, other, distance):
    data = [("1", i, value) for i, value in enumerate(one)]
    data += [("2", i, value) for i, value in enumerate(other)]
    return AnnotationTask(data=data, distance=distance).alpha()


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=2, max_size=20))
def test_alpha_is_that_of_an_independent_implementation(pairs):
    one, other = zip(*pairs, strict=True)
    found = krippendorff_alpha(one, other)
    if len(set(one + other)) == 1:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(by_nltk(one, other, lambda a, b: float(a != b)))


@given(st.lists(st.tuples(sets, sets), min_size=2, max_size=12))
def test_alpha_of_sets_is_that_of_an_independent_implementation(pairs):
    one, other = zip(*pairs, strict=True)
    found = krippendorff_alpha(one, other, masi_distance)
    if len(set(one + other)) == 1:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(by_nltk(one, other, masi_distance))


@given(sets, sets)
def test_masi_is_that_of_nltk_wherever_that_is_defined(one, other):
    if one and other:
        assert masi_distance(one, other) == pytest.approx(masi_of_nltk(one, other), abs=0.004)


def test_masi_by_hand_and_with_empty_sets():
    assert masi_distance(frozenset("ab"), frozenset("a")) == pytest.approx(1 - 1 / 2 * 2 / 3)
    assert masi_distance(frozenset("ab"), frozenset("bc")) == pytest.approx(1 - 1 / 3 * 1 / 3)
    assert masi_distance(frozenset(), frozenset()) == 0
    assert masi_distance(frozenset(), frozenset("a")) == 1


def test_alpha_worked_out_by_hand():
    """Four units, one disagreement; of eight values three are yes: D_e = 2·3·5 / (8·7)."""
    one, other = [1, 1, 0, 0], [1, 0, 0, 0]
    assert krippendorff_alpha(one, other) == pytest.approx(1 - (1 / 4) / (30 / 56))


def test_systematic_disagreement_is_below_zero():
    assert krippendorff_alpha([1, 0, 1, 0], [0, 1, 0, 1]) < 0


def test_alpha_without_variation_or_units_is_undefined():
    assert math.isnan(krippendorff_alpha([0, 0], [0, 0]))
    assert math.isnan(krippendorff_alpha([], []))
    assert all(map(math.isnan, alpha_interval([], [])))


def test_codings_that_never_differ_get_no_interval_of_no_width():
    assert krippendorff_alpha([1, 0, 0], [1, 0, 0]) == 1
    assert all(map(math.isnan, alpha_interval([1, 0, 0], [1, 0, 0])))


def test_codings_of_different_length_are_refused():
    with pytest.raises(ValueError, match="one value for each unit"):
        krippendorff_alpha([1], [1, 0])


def test_interval_holds_alpha_and_shrinks_with_more_units():
    one, other = [1, 1, 0, 0, 1, 0, 0, 0], [1, 0, 0, 0, 1, 0, 0, 1]
    alpha = krippendorff_alpha(one, other)
    low, high = alpha_interval(one, other)
    assert low < alpha < high
    many_low, many_high = alpha_interval(one * 20, other * 20)
    assert many_high - many_low < high - low


def test_the_table_has_a_row_a_theme_and_one_for_sets():
    one = [frozenset("a"), frozenset("ab"), frozenset()]
    other = [frozenset("a"), frozenset("b"), frozenset()]
    table = agreement(one, other, ["a", "b"]).set_index("theme")
    assert table.loc["a", ["both", "one_only", "other_only"]].tolist() == [1, 1, 0]
    assert table.loc["b", "alpha"] == 1
    assert table.loc[ALL_THEMES, "sentences"] == 3
    assert table.loc[ALL_THEMES, ["both"]].isna().all()
