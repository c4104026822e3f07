import itertools
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import jensenshannon

from communique.distance import COLUMNS, distance_table, jensen_shannon, word_parts
from communique.vocabulary import count_words

SENTENCES = pd.DataFrame(
    [
        ("a", 1, 1, "Rights rights matter."),
        ("a", 2, 2, "Police respect rights."),
        ("b", 1, 1, "Police train police."),
        ("b", 2, 2, "Matter rests."),
        ("b", 3, 2, "Police."),
    ],
    columns=["release", "sentence", "paragraph", "text"],
)

counts = st.integers(0, 50)
pairs = st.lists(st.tuples(counts, counts), min_size=1, max_size=12).filter(
    lambda rows: all(map(sum, zip(*rows, strict=True)))
)


def columns(rows):
    first, second = (np.array(column) for column in zip(*rows, strict=True))
    return first, second


def entropy(shares):
    return -sum(share * math.log2(share) for share in shares if share)


def root_by_entropies(first, second):
    """√JSD of two lists of words, from the three entropies."""
    words = sorted({*first, *second})
    p, q = ([text.count(word) / len(text) for word in words] for text in (first, second))
    middle = [(one + other) / 2 for one, other in zip(p, q, strict=True)]
    return math.sqrt(max(0, entropy(middle) - entropy(p) / 2 - entropy(q) / 2))


def test_divergence_is_that_of_a_text_counted_by_hand():
    # p = (½, ½, 0), q = (0, ½, ½): the middle has 1.5 bits, each text 1 bit.
    p, q = np.array([3, 3, 0]), np.array([0, 1, 1])
    assert jensen_shannon(p, q) == pytest.approx(0.5)
    assert word_parts(p, q) == pytest.approx([0.25, 0, 0.25])


def test_texts_without_a_common_word_are_one_bit_apart():
    assert jensen_shannon(np.array([1, 2, 0, 0]), np.array([0, 0, 5, 7])) == pytest.approx(1)


@given(pairs)
def test_divergence_equals_entropies_and_another_library(rows):
    p, q = columns(rows)
    texts = (
        [f"w{word}" for word, times in enumerate(text) for _ in range(times)] for text in (p, q)
    )
    found = jensen_shannon(p, q)
    assert found == pytest.approx(root_by_entropies(*texts) ** 2, abs=1e-9)
    if not np.array_equal(p * q.sum(), q * p.sum()):
        assert found == pytest.approx(jensenshannon(p, q, base=2) ** 2, abs=1e-9)


@given(pairs)
def test_divergence_is_symmetric_and_within_zero_and_one(rows):
    p, q = columns(rows)
    assert jensen_shannon(p, q) == jensen_shannon(q, p)
    assert 0 <= jensen_shannon(p, q) <= 1


@given(pairs)
def test_parts_are_never_negative_and_sum_to_the_whole(rows):
    p, q = columns(rows)
    parts = word_parts(p, q)
    assert (parts >= 0).all()
    assert parts.sum() == pytest.approx(jensen_shannon(p, q))
    for part, one, other in zip(parts, p / p.sum(), q / q.sum(), strict=True):
        middle = (one + other) / 2
        expected = entropy([middle]) - entropy([one]) / 2 - entropy([other]) / 2
        assert part == pytest.approx(expected, abs=1e-12)


@given(pairs, st.integers(1, 9))
def test_texts_with_the_same_shares_are_not_apart(rows, times):
    p, _ = columns(rows)
    assert jensen_shannon(p, times * p) == pytest.approx(0, abs=1e-15)


def test_an_empty_text_has_no_distance():
    nothing, some = np.zeros(2), np.array([1, 2])
    assert math.isnan(jensen_shannon(nothing, some))
    assert np.isnan(word_parts(some, nothing)).all()
    assert math.isnan(jensen_shannon(nothing, nothing))


def test_texts_of_other_words_and_negative_counts_are_refused():
    with pytest.raises(ValueError, match="the same words"):
        jensen_shannon(np.array([1, 2]), np.array([1]))
    with pytest.raises(ValueError, match="cannot be negative"):
        word_parts(np.array([1, 2]), np.array([1, -1]))


@pytest.fixture
def row():
    return distance_table(count_words(SENTENCES), ["a", "b"]).iloc[0]


def joined(sentences):
    return list(itertools.chain.from_iterable(sentences))


def plain_sentences():
    return [text.lower().rstrip(".").split() for text in SENTENCES["text"]]


def test_distance_is_the_root_of_the_divergence_with_its_counts(row):
    plain = plain_sentences()
    expected = root_by_entropies(joined(plain[:2]), joined(plain[2:]))
    assert list(row.index) == list(COLUMNS)
    assert (row["release"], row["other_release"]) == ("a", "b")
    assert (row["words"], row["other_words"]) == (6, 6)
    assert row["distance"] == pytest.approx(expected)


def test_band_spans_all_ways_of_dealing_the_sentences_back(row):
    plain = plain_sentences()
    dealt = []
    for hand in itertools.combinations(range(5), 2):
        rest = [number for number in range(5) if number not in hand]
        first, second = (joined(plain[number] for number in side) for side in (hand, rest))
        dealt.append(root_by_entropies(first, second))
    dealt.sort()
    # Ten equally likely deals: each has more than 5 %, so that the band's ends are the extremes.
    assert row["null_low"] == pytest.approx(dealt[0])
    assert row["null_high"] == pytest.approx(dealt[-1])
    assert dealt[3] <= row["null_median"] <= dealt[6]
    assert row["null_low"] < row["null_median"] < row["null_high"]
    assert not row["outside"]
    as_far = sum(value >= row["distance"] - 1e-9 for value in dealt) / len(dealt)
    assert row["p"] == pytest.approx(as_far, abs=0.03)


def test_the_only_possible_deal_is_not_outside_its_band():
    sentences = SENTENCES.iloc[[1, 2]]
    row = distance_table(count_words(sentences), ["a", "b"], resamples=50).iloc[0]
    assert row["distance"] == pytest.approx(row["null_high"])
    assert not row["outside"]


def test_texts_of_their_own_words_are_outside_the_band():
    texts = [("a", "Rights matter."), ("b", "Trade grows.")]
    rows = [(release, number, number, text) for release, text in texts for number in range(1, 9)]
    table = count_words(pd.DataFrame(rows, columns=list(SENTENCES.columns)))
    row = distance_table(table, ["a", "b"]).iloc[0]
    assert row["distance"] == pytest.approx(1)
    assert row["null_high"] < 1
    assert row["outside"]


def test_words_are_listed_on_the_side_that_has_more_by_part_then_word(row):
    # a: rights 3, matter, police, respect 1 each; b: police 3, matter, rests, train 1 each.
    assert row["words_of_release"] == "rights, respect"
    parts = {"police": (1 / 6, 1 / 2), "rests": (0, 1 / 6), "train": (0, 1 / 6)}
    sizes = {
        word: entropy([(p + q) / 2]) - entropy([p]) / 2 - entropy([q]) / 2
        for word, (p, q) in parts.items()
    }
    expected = sorted(parts, key=lambda word: (-round(sizes[word], 12), word))
    assert row["words_of_other"] == ", ".join(expected)


def test_no_more_than_five_words_are_listed_on_a_side():
    sentences = SENTENCES.iloc[[0, 2]].assign(text=["One.", "Six birds eat red figs happily."])
    row = distance_table(count_words(sentences), ["b", "a"], resamples=10).iloc[0]
    assert row["words_of_release"] == "birds, eat, figs, happily, red"
    assert row["words_of_other"] == "one"


def test_identical_texts_are_not_apart_and_list_no_word():
    sentences = SENTENCES.assign(text="Police respect rights.")
    row = distance_table(count_words(sentences), ["a", "b"], resamples=10).iloc[0]
    band = row[["distance", "null_low", "null_median", "null_high"]]
    assert list(band) == [0, 0, 0, 0]
    assert not row["outside"]
    assert (row["words_of_release"], row["words_of_other"]) == ("", "")


def test_a_release_without_a_word_has_an_undefined_row():
    empty = pd.DataFrame([("c", 1, 1, "2004")], columns=list(SENTENCES.columns))
    table = count_words(pd.concat([SENTENCES, empty]))
    found = distance_table(table, ["a", "c", "z"], resamples=10)
    assert found["distance"].isna().all()
    assert found["outside"].isna().all()
    assert list(found["other_words"]) == [0, 0, 0]
    assert list(found["words_of_release"]) == ["", "", ""]


def test_without_resamples_the_band_is_undefined():
    row = distance_table(count_words(SENTENCES), ["a", "b"], resamples=0).iloc[0]
    assert row["distance"] > 0
    assert math.isnan(row["null_high"])
    assert pd.isna(row["outside"])


def test_pairs_follow_the_order_asked_for():
    more = SENTENCES.assign(release=["a", "b", "c", "c", "c"])
    found = distance_table(count_words(more), ["c", "a", "b"], resamples=5)
    assert list(zip(found["release"], found["other_release"], strict=True)) == [
        ("c", "a"),
        ("c", "b"),
        ("a", "b"),
    ]
    assert distance_table(count_words(more), ["a"]).empty
    with pytest.raises(ValueError, match="named once"):
        distance_table(count_words(more), ["a", "a"])


def test_a_seed_gives_the_same_band_for_a_pair_among_others():
    longer = pd.concat(
        [SENTENCES.assign(sentence=SENTENCES["sentence"] + shift) for shift in (0, 9)]
    )
    more = pd.concat([longer, longer[longer["release"] == "a"].assign(release="c")])
    alone = distance_table(count_words(longer), ["a", "b"], resamples=99, seed=1)
    among = distance_table(count_words(more), ["c", "a", "b"], resamples=99, seed=1)
    pd.testing.assert_frame_equal(alone, among.tail(1).reset_index(drop=True))
    other = distance_table(count_words(longer), ["a", "b"], resamples=99, seed=2)
    assert alone.loc[0, "null_median"] != other.loc[0, "null_median"]


@given(st.permutations(range(len(SENTENCES))))
def test_order_of_sentences_does_not_matter(order):
    shuffled = distance_table(count_words(SENTENCES.iloc[order]), ["a", "b"], resamples=20)
    expected = distance_table(count_words(SENTENCES), ["a", "b"], resamples=20)
    pd.testing.assert_frame_equal(shuffled, expected)
