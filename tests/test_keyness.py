import itertools
import math
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2_contingency

from communique.keyness import (
    COLUMNS,
    dispersion,
    each_against_the_rest,
    entering_and_leaving,
    g_squared,
    keyness,
    log_odds,
    log_ratio,
)
from communique.vocabulary import count_words

SENTENCES = pd.DataFrame(
    [
        ("a", 1, 1, "Rights matter."),
        ("a", 2, 2, "Police respect rights."),
        ("b", 1, 1, "Police train police."),
        ("b", 2, 2, "Matter rests."),
        ("b", 3, 2, "Police."),
    ],
    columns=["release", "sentence", "paragraph", "text"],
)
# a: rights 2, matter 1, police 1, respect 1 (5 words); b: police 3, matter 1, rests 1, train 1 (6).
# Together 11 words in 2 releases, so that the default prior has 5.5 words and half of each count.


@pytest.fixture
def table():
    return count_words(SENTENCES)


@pytest.fixture
def rows(table):
    return keyness(table, ["a"], ["b"], resamples=200).set_index("word")


def delta_by_hand(y, n, x, m, prior, size):
    """Log-odds with the prior of one word and of all, by exact fractions."""
    one = Fraction(y + prior, n + size - y - prior)
    other = Fraction(x + prior, m + size - x - prior)
    return math.log(one / other)


counts = st.integers(0, 12)
texts = st.lists(st.tuples(counts, counts, counts), min_size=2, max_size=8)


def columns(rows):
    """Target, reference and a background that holds both and each word."""
    first, second, extra = (np.array(column) for column in zip(*rows, strict=True))
    first[0], second[-1] = first[0] + 1, second[-1] + 1
    return first, second, first + second + extra + 1


def test_delta_and_z_are_those_of_a_text_counted_by_hand(rows):
    # rights: (2 + 1) / (5 + 5.5 - 3) against (0 + 1) / (6 + 5.5 - 1)
    assert rows.loc["rights", "delta"] == pytest.approx(math.log(3 / 7.5) - math.log(1 / 10.5))
    assert rows.loc["rights", "z"] == pytest.approx(math.log(4.2) / math.sqrt(1 / 3 + 1))
    # police: (1 + 2) / (10.5 - 3) against (3 + 2) / (11.5 - 5)
    assert rows.loc["police", "delta"] == pytest.approx(math.log(3 / 7.5) - math.log(5 / 6.5))
    assert rows.loc["police", "z"] == pytest.approx(
        math.log(3 / 7.5 * 6.5 / 5) / math.sqrt(1 / 3 + 1 / 5)
    )


@pytest.mark.parametrize(("column", "scale"), [("z_weak", "0.1"), ("z_strong", "10")])
def test_weak_and_strong_priors_are_tenth_and_tenfold(rows, column, scale):
    prior, size = Fraction(scale), Fraction(scale) * Fraction(11, 2)
    delta = delta_by_hand(2, 5, 0, 6, prior, size)
    expected = delta / math.sqrt(1 / (2 + prior) + 1 / prior)
    assert rows.loc["rights", column] == pytest.approx(expected)


@given(texts, st.integers(1, 400))
def test_delta_equals_a_computation_with_exact_fractions(data, size):
    first, second, background = columns(data)
    delta, z = log_odds(first, second, background, size)
    n, m, pooled = int(first.sum()), int(second.sum()), int(background.sum())
    for word, (y, x, b) in enumerate(
        zip(first.tolist(), second.tolist(), background.tolist(), strict=True)
    ):
        prior = Fraction(size * b, pooled)
        expected = delta_by_hand(y, n, x, m, prior, size)
        deviation = math.sqrt(1 / (y + prior) + 1 / (x + prior))
        assert delta[word] == pytest.approx(expected, abs=1e-9)
        assert z[word] == pytest.approx(expected / deviation, abs=1e-9)


@given(texts)
def test_swapping_target_and_reference_turns_the_sign_only(data):
    first, second, background = columns(data)
    for here, there in zip(
        log_odds(first, second, background, 20),
        log_odds(second, first, background, 20),
        strict=True,
    ):
        assert np.array_equal(here, -there)
    assert log_ratio(first, second) == pytest.approx(-log_ratio(second, first))
    assert g_squared(first, second) == pytest.approx(g_squared(second, first), nan_ok=True)


@given(texts)
def test_zero_counts_give_finite_values_and_a_positive_sign_means_target(data):
    first, second, background = columns(data)
    delta, z = log_odds(first, second, background, 20)
    ratio = log_ratio(first, second)
    assert np.isfinite([delta, z, ratio]).all()
    target_only = (first > 0) & (second == 0) & (first.sum() <= second.sum())
    assert (delta[target_only] > 0).all()
    assert (ratio[target_only] > 0).all()


def test_a_stronger_prior_draws_a_rare_word_towards_zero():
    first, second = np.array([2, 98]), np.array([0, 100])
    deltas = [log_odds(first, second, first + second, size)[0][0] for size in (10, 100, 1000)]
    assert deltas == sorted(deltas, reverse=True)
    assert deltas[-1] > 0


def test_undefined_log_odds_stay_undefined():
    nothing, some = np.zeros(2), np.array([1, 2])
    for own, other, pooled in itertools.permutations((nothing, some, some)):
        assert np.isnan(log_odds(own, other, pooled, 10)).all()
    delta, _ = log_odds(np.array([1, 2, 0]), np.array([2, 1, 0]), np.array([3, 3, 0]), 10)
    assert np.isfinite(delta[:2]).all()
    assert np.isnan(delta[2])
    assert np.isnan(log_odds(np.array([3]), np.array([4]), np.array([7]), 2.5)).all()


def test_impossible_counts_and_priors_are_refused():
    some = np.array([1, 2])
    with pytest.raises(ValueError, match="cannot be negative"):
        g_squared(some, -some)
    with pytest.raises(ValueError, match="-1 words"):
        log_odds(some, some, some, -1)


def test_g_squared_and_log_ratio_are_those_of_a_text_counted_by_hand(rows):
    # rights: 2 of 5 words against 0 of 6; expected 2 · 5/11 and so on.
    plain = 2 * (
        2 * math.log(2 / (2 * 5 / 11))
        + 3 * math.log(3 / (9 * 5 / 11))
        + 6 * math.log(6 / (9 * 6 / 11))
    )
    correction = 1 + (11 / 5 + 11 / 6 - 1) * (11 / 2 + 11 / 9 - 1) / 66
    assert rows.loc["rights", "g2"] == pytest.approx(plain / correction)
    assert rows.loc["rights", "log_ratio"] == pytest.approx(math.log2((2.5 / 6) / (0.5 / 7)))


@given(texts)
def test_g_squared_equals_that_of_another_library_once_uncorrected(data):
    first, second, _ = columns(data)
    found = g_squared(first, second)
    own, other = int(first.sum()), int(second.sum())
    for word, (y, x) in enumerate(zip(first.tolist(), second.tolist(), strict=True)):
        if not 0 < y + x < own + other:
            assert math.isnan(found[word])
            continue
        cells = [[y, x], [own - y, other - x]]
        plain = chi2_contingency(cells, correction=False, lambda_="log-likelihood").statistic
        total = own + other
        rows = total * (1 / (y + x) + 1 / (total - y - x)) - 1
        sides = total * (1 / own + 1 / other) - 1
        assert found[word] == pytest.approx(plain / (1 + rows * sides / (6 * total)), abs=1e-9)
        assert found[word] >= 0


def test_an_empty_text_leaves_g_squared_and_log_ratio_undefined():
    nothing, some = np.zeros(2), np.array([1, 2])
    for measure in (g_squared, log_ratio):
        assert np.isnan(measure(some, nothing)).all()
        assert np.isnan(measure(nothing, some)).all()


def test_dispersion_is_that_of_a_text_counted_by_hand(rows):
    # Paragraphs of 2 and 3 words; rights once in each, respect in the second only.
    assert rows.loc["rights", "dispersion"] == pytest.approx(0.1 / 0.6)
    assert rows.loc["respect", "dispersion"] == pytest.approx(0.4 / 0.6)
    assert rows.loc["matter", "dispersion"] == pytest.approx(1)
    assert math.isnan(rows.loc["train", "dispersion"])


def test_dispersion_of_the_worked_example_of_its_source():
    # Gries (2008): a word 1, 2, 3, 4 and 5 times in parts of 9, 10, 10, 10 and 11 words has 0.18.
    parts = np.array([[1], [2], [3], [4], [5]])
    sizes = np.array([9, 10, 10, 10, 11])
    expected = sum(abs(v / 15 - s / 50) for v, s in zip(range(1, 6), sizes, strict=True)) / 2
    assert expected == pytest.approx(0.18, abs=0.005)
    assert dispersion(parts, sizes)[0] == pytest.approx(expected / (1 - 9 / 50))


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 30)), min_size=2, max_size=8),
)
def test_dispersion_stays_within_zero_and_one(parts):
    held = np.array([[count] for count, _ in parts])
    sizes = np.array([count + more for count, more in parts])
    value = dispersion(held, sizes)[0]
    if held.sum() == 0 or (sizes > 0).sum() < 2:
        assert math.isnan(value)
    else:
        assert -1e-12 <= value <= 1 + 1e-12
        assert value == pytest.approx(dispersion(held[::-1], sizes[::-1])[0])


def test_dispersion_needs_two_parts_and_possible_counts():
    assert np.isnan(dispersion(np.array([[2, 0]]), np.array([5]))).all()
    assert np.isnan(dispersion(np.array([[2], [0]]), np.array([5, 0]))).all()
    assert np.isnan(dispersion(np.zeros((2, 1)), np.array([5, 5]))).all()
    with pytest.raises(ValueError, match="more often"):
        dispersion(np.array([[6], [1]]), np.array([5, 5]))


def test_rows_hold_counts_rates_and_the_releases_of_each_word(rows):
    assert list(rows.reset_index().columns) == list(COLUMNS)
    assert sorted(rows.index) == ["matter", "police", "respect", "rests", "rights", "train"]
    police = rows.loc["police"]
    assert (police["target_count"], police["reference_count"]) == (1, 3)
    assert (police["target_words"], police["reference_words"]) == (5, 6)
    assert (police["releases"], police["only_in"]) == (2, "")
    assert police["per_1000_target"] == pytest.approx(200)
    assert police["per_1000_reference"] == pytest.approx(500)
    assert (rows.loc["rights", "releases"], rows.loc["rights", "only_in"]) == (1, "a")
    assert rows.loc["train", "only_in"] == "b"


def test_rows_are_sorted_by_z_then_word(rows):
    order = sorted(rows.index, key=lambda word: (-round(rows.loc[word, "z"], 9), word))
    assert list(rows.index) == order
    assert order[0] == "rights"
    assert order.index("rests") + 1 == order.index("train")


def test_a_release_in_neither_text_enters_the_background_only():
    third = pd.DataFrame(
        [("c", 1, 1, "Rights rights rights rights other.")], columns=list(SENTENCES.columns)
    )
    table = count_words(pd.concat([SENTENCES, third]))
    rows = keyness(table, ["a"], ["b"], resamples=0).set_index("word")
    assert "other" not in rows.index
    assert (rows.loc["rights", "releases"], rows.loc["rights", "only_in"]) == (2, "")
    # 16 words in 3 releases: the prior has 16/3 words, 6/16 of them for "rights".
    expected = delta_by_hand(2, 5, 0, 6, Fraction(2), Fraction(16, 3))
    assert rows.loc["rights", "delta"] == pytest.approx(expected)
    assert rows["sign_stability"].isna().all()


def joined(sentences):
    return list(itertools.chain.from_iterable(sentences))


def enumerated_stability(target_sentences, reference_sentences, word):
    """Share of all equally likely draws of sentences that keep the sign of a word."""
    draws = (
        [joined(drawn) for drawn in itertools.product(text, repeat=len(text))]
        for text in (target_sentences, reference_sentences)
    )
    size = Fraction(11, 2)

    def sign(target, reference):
        y, x = target.count(word), reference.count(word)
        if y + x == 0:
            return 0
        n, m = len(target), len(reference)
        prior = size * Fraction(y + x, n + m)
        first = Fraction(y + prior, n + size - y - prior)
        second = Fraction(x + prior, m + size - x - prior)
        return (first > second) - (first < second)

    observed = sign(joined(target_sentences), joined(reference_sentences))
    signs = [sign(*pair) for pair in itertools.product(*draws)]
    return signs.count(observed) / len(signs)


@pytest.mark.parametrize("word", ["rights", "respect", "matter", "police", "train"])
def test_sign_stability_is_the_share_of_all_possible_draws(table, word):
    plain = [text.lower().rstrip(".").split() for text in SENTENCES["text"]]
    expected = enumerated_stability(plain[:2], plain[2:], word)
    rows = keyness(table, ["a"], ["b"], resamples=4000, seed=7).set_index("word")
    error = 4 * math.sqrt(expected * (1 - expected) / 4000)
    assert rows.loc[word, "sign_stability"] == pytest.approx(expected, abs=error + 1e-12)


def test_a_draw_without_the_word_does_not_keep_its_sign(table):
    rows = keyness(table, ["a"], ["b"], resamples=4000, seed=7).set_index("word")
    assert rows.loc["respect", "sign_stability"] == pytest.approx(3 / 4, abs=0.03)
    assert rows.loc["rights", "sign_stability"] == 1


def test_a_third_text_that_holds_the_word_lends_it_no_sign():
    third = pd.DataFrame(
        [("c", 1, 1, "Respect, respect, respect.")], columns=list(SENTENCES.columns)
    )
    table = count_words(pd.concat([SENTENCES, third]))
    rows = keyness(table, ["a"], ["b"], resamples=4000, seed=7).set_index("word")
    assert rows.loc["respect", "sign_stability"] == pytest.approx(3 / 4, abs=0.03)


def test_equal_rates_in_a_draw_are_no_sign():
    # Sentences of five words, so that no length varies: 2 of 3 with the word against 2 of 6. Drawn
    # anew they are binomial, and δ has the sign of the difference in rates, y/15 - x/30. With this
    # prior size, rounding alone would give some equal rates a sign.
    one, other = "Rights help us all here.", "Others help us all here."
    plain = [one] * 2 + [other] + [one] * 2 + [other] * 4
    rows = [("a" if number < 3 else "b", number, 1, text) for number, text in enumerate(plain)]
    table = count_words(pd.DataFrame(rows, columns=list(SENTENCES.columns)))
    scales = (0.1, 0.7, 7.0)
    found = keyness(table, ["a"], ["b"], prior_scales=scales, resamples=8000, seed=7)
    found = found.set_index("word")
    for word, sign, chance in (("rights", 1, 1 / 3), ("others", -1, 2 / 3)):
        expected = sum(
            math.comb(3, y)
            * (1 - chance) ** y
            * chance ** (3 - y)
            * math.comb(6, x)
            * chance**x
            * (1 - chance) ** (6 - x)
            for y, x in itertools.product(range(4), range(7))
            if sign * (2 * y - x) > 0
        )
        assert found.loc[word, "sign_stability"] == pytest.approx(expected, abs=0.02)


def test_a_word_without_a_sign_has_no_sign_stability():
    sentences = SENTENCES.assign(text="Police respect rights.", release=["a", "a", "b", "b", "c"])
    rows = keyness(count_words(sentences), ["a"], ["b"], resamples=10)
    assert (rows["delta"] == 0).all()
    assert (rows["z"] == 0).all()
    assert rows["sign_stability"].isna().all()
    assert list(rows["word"]) == ["police", "respect", "rights"]


def test_a_seed_gives_the_same_rows_and_another_seed_other_draws(table):
    one, same = (keyness(table, ["a"], ["b"], resamples=300, seed=1) for _ in range(2))
    other = keyness(table, ["a"], ["b"], resamples=300, seed=2)
    pd.testing.assert_frame_equal(one, same)
    assert not one["sign_stability"].equals(other["sign_stability"])
    fixed = one.columns.drop("sign_stability")
    pd.testing.assert_frame_equal(one[fixed], other[fixed])


@given(st.permutations(range(len(SENTENCES))))
def test_order_of_sentences_does_not_matter(order):
    shuffled = keyness(count_words(SENTENCES.iloc[order]), ["a"], ["b"], resamples=20)
    pd.testing.assert_frame_equal(
        shuffled, keyness(count_words(SENTENCES), ["a"], ["b"], resamples=20)
    )


@pytest.mark.parametrize(
    ("target", "reference", "reason"),
    [
        (["a"], ["z"], "reference has no counted word"),
        (["a"], [], "reference has no counted word"),
        ([], ["b"], "target has no counted word"),
        (["a"], ["a", "b"], "named once"),
    ],
)
def test_texts_that_cannot_be_compared_are_refused(table, target, reference, reason):
    with pytest.raises(ValueError, match=reason):
        keyness(table, target, reference)


def test_each_release_is_compared_with_all_others():
    third = pd.DataFrame(
        [("c", 1, 1, "Trade grows."), ("d", 1, 1, "2004")], columns=list(SENTENCES.columns)
    )
    table = count_words(pd.concat([SENTENCES, third]))
    found = each_against_the_rest(table, ["c", "a", "b", "d"], resamples=20, seed=3)
    assert list(found.columns) == ["release", *COLUMNS]
    assert list(found["release"].unique()) == ["c", "a", "b"]
    own = found[found["release"] == "a"].drop(columns="release").reset_index(drop=True)
    expected = keyness(table, ["a"], ["c", "b"], resamples=20, seed=3)
    pd.testing.assert_frame_equal(own, expected)


def test_one_release_alone_is_compared_with_nothing(table):
    found = each_against_the_rest(table, ["a"])
    assert found.empty
    assert list(found.columns) == ["release", *COLUMNS]


def test_words_enter_and_leave_by_count_then_word(table):
    found = entering_and_leaving(table, "a", "b")
    assert [tuple(row) for row in found.itertuples(index=False)] == [
        ("rights", 2, 0, 1, "leaves"),
        ("respect", 1, 0, 1, "leaves"),
        ("rests", 0, 1, 1, "enters"),
        ("train", 0, 1, 1, "enters"),
    ]
    back = entering_and_leaving(table, "b", "a")
    assert dict(zip(back["word"], back["change"], strict=True))["rights"] == "enters"


def test_entering_and_leaving_needs_two_texts(table):
    with pytest.raises(ValueError, match="'z' has no counted word"):
        entering_and_leaving(table, "a", "z")
    with pytest.raises(ValueError, match="named once"):
        entering_and_leaving(table, "a", "a")
