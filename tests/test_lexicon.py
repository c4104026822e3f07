"""A lexicon never hides a phrase that stands in a sentence, and rules out most that do not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.codebook import load_codebook
from communique.files import one_of
from communique.lexicon import DIGITS, Lexicon
from communique.text import read_document

CODEBOOK = load_codebook()

WORDS = ["last", "year", "co-funded", "funds", "'s", "follow-up", "taught", "train", "training"]
PHRASES = ["last year", "fund*", "'s funds", "follow-up", "train*", "co-funded", "year taught"]


def words_of(sentence: str) -> list[str]:
    document = read_document(sentence, CODEBOOK.reading)
    return [word for unit in document.sentences for word in document.small_words(unit)]


@given(
    phrases=st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3),
    sentence=st.lists(st.sampled_from(WORDS), min_size=1, max_size=8),
)
def test_what_stands_in_a_sentence_is_held(phrases: list[str], sentence: list[str]) -> None:
    text = " ".join(sentence)
    lexicon = Lexicon()
    bit = lexicon.add(phrases)
    held = lexicon.held(re.findall(r"\w+(?:-\w+)*", text))
    if re.search(rf"(?<!\w){one_of(phrases)}(?!\w)", text):
        assert held & bit


@pytest.mark.parametrize(
    ("phrases", "sentence", "holds"),
    [
        (["last year"], "It began last year.", True),
        (["last year"], "At last it began.", True),  # one word is enough for a second look
        (["in recent years"], "It began in May.", False),
        (["particip*"], "Twenty participants came.", True),
        (["organized"], "It was co-organized by A.", True),
        (["'s support"], "With A's support it began.", True),
        (["'s support"], "With A's blessing it began.", False),
        (DIGITS, "On 5 May it began.", True),
        (DIGITS, "On Monday it began.", False),
        (["--"], "It began.", True),  # signs only: never ruled out
    ],
)
def test_a_list_is_held_where_its_longest_word_stands(
    phrases: list[str], sentence: str, holds: bool
) -> None:
    lexicon = Lexicon()
    bit = lexicon.add(phrases)
    assert bool(lexicon.held(words_of(sentence)) & bit) is holds


def test_lists_do_not_share_a_bit() -> None:
    lexicon = Lexicon()
    first, second = lexicon.add(["taught"]), lexicon.add(["funded"])
    assert lexicon.held(["taught"]) & first
    assert not lexicon.held(["taught"]) & second
    assert lexicon.held(["taught", "funded"]) & second


def test_a_list_entered_later_counts_for_words_seen_before() -> None:
    lexicon = Lexicon()
    before = lexicon.held(["taught"])
    later = lexicon.add(["taught"])
    assert not before & later
    assert lexicon.held(["taught"]) & later


def test_a_phrase_is_looked_for_by_its_least_common_word() -> None:
    lexicon = Lexicon(common={"training"})
    bit = lexicon.add(["another training", "training"])
    assert lexicon.held(["another"]) & bit
    assert lexicon.held(["training"]) & bit  # a phrase of common words only
    rare = lexicon.add(["another training"])
    assert not lexicon.held(["training"]) & rare
