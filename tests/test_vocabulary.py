import re

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.vocabulary import CONCORDANCE_COLUMNS, WordTable, concordance, count_words

FILE = (
    "Officers learn.\nThe Hub’s officers met the Hub-led team, co\u00adoperating on co‑operation.\n"
)
BREAK = FILE.index("\n")


def frame(*rows):
    return pd.DataFrame(rows, columns=["release", "sentence", "paragraph", "start", "text"])


@pytest.fixture
def sentences():
    return frame(
        ("b", 1, 1, 0, "In 2004, 20 officers met."),
        ("a", 2, 2, BREAK + 1, FILE[BREAK + 1 : -1]),
        ("a", 1, 1, 0, FILE[:BREAK]),
    )


def as_dicts(table):
    return [
        {word: int(count) for word, count in zip(table.words, row, strict=True) if count}
        for row in table.counts
    ]


def test_words_are_folded_in_small_letters_without_possessive_and_numbers(sentences):
    assert as_dicts(count_words(sentences)) == [
        {"officers": 1, "learn": 1},
        {
            "the": 2,
            "hub": 1,
            "officers": 1,
            "met": 1,
            "hub-led": 1,
            "team": 1,
            "cooperating": 1,
            "on": 1,
            "co-operation": 1,
        },
        {"in": 1, "officers": 1, "met": 1},
    ]


def test_units_and_words_are_sorted_whatever_the_order_of_rows(sentences):
    table = count_words(sentences)
    assert table.releases == ("a", "a", "b")
    assert table.sentences == (1, 2, 1)
    assert table.paragraphs == (1, 2, 1)
    assert list(table.words) == sorted(table.words)
    assert table.counts.dtype == np.int64
    again = count_words(sentences.iloc[::-1])
    assert (again.words, again.releases) == (table.words, table.releases)
    assert np.array_equal(again.counts, table.counts)


def test_words_left_out_are_compared_in_small_letters_and_before_the_key(sentences):
    table = count_words(sentences, leave_out=frozenset({"The", "met"}), key=lambda word: word[:3])
    assert not {"the", "met"} & set(table.words)
    assert as_dicts(table)[1] == {"hub": 2, "off": 1, "tea": 1, "coo": 1, "on": 1, "co-": 1}


def test_a_word_that_maps_to_nothing_is_not_counted(sentences):
    table = count_words(sentences, key=lambda word: "" if word == "officers" else word)
    assert as_dicts(table)[2] == {"in": 1, "met": 1}


def test_masked_spans_hide_their_words_and_compounds_in_their_release_only(sentences):
    spans = [(match.start(), match.end()) for match in re.finditer("Hub", FILE)]
    masked = pd.DataFrame([("a", *span) for span in spans], columns=["release", "start", "end"])
    found = as_dicts(count_words(sentences, masked=masked))[1]
    assert not {"hub", "hub-led"} & set(found)
    assert found["team"] == 1
    elsewhere = count_words(sentences, masked=masked.assign(release="b"))
    assert elsewhere.counts.sum() == count_words(sentences).counts.sum() - 1


def test_a_span_behind_an_invisible_sign_hides_the_right_word(sentences):
    start = FILE.index("on co")
    masked = pd.DataFrame([("a", start, start + 2)], columns=["release", "start", "end"])
    found = as_dicts(count_words(sentences, masked=masked))[1]
    assert "on" not in found
    assert {"cooperating", "co-operation"} < set(found)
    blank = masked.assign(start=start - 1, end=start)
    assert "on" in as_dicts(count_words(sentences, masked=blank))[1]


def test_masking_without_offsets_is_refused(sentences):
    masked = pd.DataFrame([("a", 0, 1)], columns=["release", "start", "end"])
    with pytest.raises(ValueError, match="offset `start`"):
        count_words(sentences.drop(columns="start"), masked=masked)


def test_a_sentence_without_a_counted_word_keeps_its_row():
    table = count_words(frame(("a", 1, 1, 0, "2004 – 2005"), ("a", 2, 1, 12, "Ends.")))
    assert table.counts.tolist() == [[0], [1]]
    empty = count_words(frame())
    assert empty.counts.shape == (0, 0)
    assert empty.by_release(["a"]).shape == (1, 0)


def test_releases_are_sums_of_their_sentences_in_the_order_asked_for(sentences):
    table = count_words(sentences)
    column = table.words.index("officers")
    assert table.by_release(["c", "b", "a"])[:, column].tolist() == [0, 1, 2]
    assert table.by_release(["a"]).sum() == 12


def test_a_selection_keeps_its_words_and_all_units(sentences):
    table = count_words(sentences)
    chosen = table.select(np.isin(table.words, ["officers", "co-operation"]))
    assert chosen.words == ("co-operation", "officers")
    assert chosen.counts.tolist() == [[0, 1], [1, 1], [0, 1]]
    assert (chosen.releases, chosen.sentences) == (table.releases, table.sentences)
    with pytest.raises(ValueError, match="shorter"):
        table.select(np.array([True]))


def test_a_release_named_twice_is_refused(sentences):
    with pytest.raises(ValueError, match="named once: a, a"):
        count_words(sentences).by_release(["a", "a"])


@pytest.mark.parametrize("shape", [(2, 2), (1, 1), (1,)])
def test_counts_that_do_not_fit_words_and_units_are_refused(shape):
    with pytest.raises(ValueError, match="one row a sentence"):
        WordTable(("x", "y"), np.zeros(shape, dtype=np.int64), ("a",), (1,), (1,))


def keywords(text, phrase):
    return list(concordance(frame(("a", 1, 1, 0, text)), phrase)["keyword"])


def test_concordance_gives_offsets_and_signs_of_the_file(sentences):
    found = concordance(sentences, "CO-OPERATION", width=6)
    assert list(found.columns) == list(CONCORDANCE_COLUMNS)
    row = found.iloc[0]
    assert (len(found), row["release"], row["sentence"]) == (1, "a", 2)
    assert (row["left"], row["keyword"], row["right"]) == ("ng on ", "co‑operation", ".")
    assert FILE[row["start"] : row["end"]] == "co‑operation"
    assert FILE[row["start"] - 6 : row["start"]] == row["left"]


def test_concordance_keeps_invisible_signs_of_the_file(sentences):
    row = concordance(sentences, "cooperating").iloc[0]
    assert row["keyword"] == FILE[row["start"] : row["end"]] == "co\u00adoperating"


def test_concordance_matches_whole_words_and_possessives():
    assert keywords("Art, a part; ART's parts, art-free.", "art") == ["Art", "ART"]
    assert keywords("The state‘s and the states' art", "state's") == ["state‘s"]
    assert keywords("co-operation is an operation", "operation") == ["operation"]


def test_words_of_a_phrase_are_separated_by_space_or_hyphen():
    text = "Law enforcement, law-enforcement, law\u00a0enforcement, law, enforcement"
    expected = ["Law enforcement", "law-enforcement", "law\u00a0enforcement"]
    assert keywords(text, "law enforcement") == expected
    assert keywords(text, " law-enforcement ") == expected


def test_a_star_stands_for_any_ending_of_a_word_or_none():
    text = "Train trainers, trained staff; training-days strain trainer's."
    assert keywords(text, "train*") == [
        "Train",
        "trainers",
        "trained",
        "training-days",
        "trainer's",
    ]
    assert keywords(text, "train* staff") == ["trained staff"]


def test_signs_of_a_pattern_are_taken_as_they_stand():
    assert keywords("A U.S. team; a UxS team", "u.s.") == ["U.S."]
    assert keywords("a team", "a|team") == []
    assert concordance(frame(), "team").dtypes["start"] == "int64"


@pytest.mark.parametrize("phrase", ["", "  ", "-", "*", "human *"])
def test_a_phrase_without_a_word_is_refused(phrase):
    with pytest.raises(ValueError, match="needs a letter or a digit"):
        concordance(frame(), phrase)


def test_a_negative_width_is_refused():
    with pytest.raises(ValueError, match="characters wide"):
        concordance(frame(), "team", width=-1)


@given(st.text(alphabet="abAB-'’‑ .1_", max_size=30))
def test_concordance_finds_a_word_as_often_as_it_is_counted(text):
    rows = frame(("a", 1, 1, 7, text))
    table = count_words(rows)
    for word, count in zip(table.words, table.counts.sum(axis=0), strict=True):
        if "-" not in word:
            found = concordance(rows, word)
            assert len(found) == count
            for row in found.itertuples(index=False):
                assert text[row.start - 7 : row.end - 7] == row.keyword
                assert row.left + row.keyword + row.right == text
