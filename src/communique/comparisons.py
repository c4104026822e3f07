"""The words of a study compared: last release against first, each against the rest, all pairs.

Stop words are left out. Names are not, unless asked for: what a release calls itself and its
partners is part of its wording, but tells more of who took part than of what was said.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from communique import keyness, vocabulary
from communique.distance import distance_table
from communique.keyness import each_against_the_rest, entering_and_leaving
from communique.text import words

if TYPE_CHECKING:
    from communique.study import Study
    from communique.vocabulary import WordTable


DEALS = 10_000
"""How often sentences are dealt back for the null of a distance."""


def names_in(sentences: pd.DataFrame) -> frozenset[str]:
    """Words that are names as far as spelling tells, in small letters.

    A word counts as a name where each of its occurrences begins with a capital letter and at least
    one stands inside a sentence of the body. Titles and first words of sentences decide nothing
    alone, since capitals stand there by rule.
    """
    small: set[str] = set()
    inside: set[str] = set()
    for text, part in sentences[["text", "part"]].itertuples(index=False):
        for place, word in enumerate(words(text)):
            plain = word.lower().removesuffix("'s").removesuffix("’s")
            if word[0].islower():
                small.add(plain)
            elif word[0].isupper() and part == "body" and place > 0:
                inside.add(plain)
    return frozenset(inside - small)


def counted_sentences(study: Study) -> pd.DataFrame:
    """The sentences that every comparison of words rests on."""
    return study.sentences[study.sentences["counted"]]


@lru_cache(maxsize=8)
def word_table(study: Study, *, with_names: bool = True) -> WordTable:
    """Words of the counted sentences, without stop words, with or without names."""
    sentences = counted_sentences(study)
    left_out = study.codebook.reading.stop_words
    if not with_names:
        left_out = left_out | names_in(sentences)
    return vocabulary.count_words(sentences, leave_out=left_out)


@lru_cache(maxsize=8)
def last_against_first(study: Study, *, with_names: bool = True) -> pd.DataFrame:
    """Keyness of the last release against the first; no row where there are not two."""
    if study.ends is None:
        return pd.DataFrame(columns=list(keyness.COLUMNS))
    first, last = study.ends
    return keyness.keyness(word_table(study, with_names=with_names), [last], [first])


@lru_cache(maxsize=4)
def each_release(study: Study) -> pd.DataFrame:
    """Keyness of each release against all others."""
    return each_against_the_rest(word_table(study), list(study.releases["release"]))


def come_and_go(study: Study) -> pd.DataFrame:
    """Words of the last release that the first does not have, and the reverse."""
    if study.ends is None:
        columns = ["word", "first_count", "last_count", "releases", "change"]
        return pd.DataFrame(columns=columns)
    return entering_and_leaving(word_table(study), *study.ends)


@lru_cache(maxsize=4)
def distances(study: Study) -> pd.DataFrame:
    """Distance of each pair of releases with its null band."""
    releases = list(study.releases["release"])
    return distance_table(word_table(study), releases, resamples=DEALS)


def in_context(study: Study, phrase: str) -> pd.DataFrame:
    """A word or phrase of the counted sentences with what stands before and after it."""
    return vocabulary.concordance(counted_sentences(study), phrase)
