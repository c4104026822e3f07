"""Vocabulary: the words of sentences as a matrix, and each word in its context.

A sentence is a row and a word a column, so that texts, halves of texts and resampled texts are all
sums of rows. What is counted here can be read again with `concordance`: both take the same string
of signs for a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from communique.text import fold, words

_POSSESSIVE = "'s"
_ENDING = r"\w*(?:[-']\w+)*"
_BEFORE = r"(?<!\w)(?<!\w[-'])"
_AFTER = rf"(?:(?={_POSSESSIVE}(?![-']?\w))|(?![-']?\w))"
_BETWEEN = r"(?:\s+|-)"

WIDTH = 45
"""Characters of context on each side of a keyword."""

CONCORDANCE_COLUMNS = ("release", "sentence", "left", "keyword", "right", "start", "end")


@dataclass(frozen=True, eq=False)
class WordTable:
    """Word counts of sentences.

    Parameters
    ----------
    words : tuple of str
        The columns, sorted.
    counts : array of int64, units × words
        How often each word stands in each sentence. A sentence without a counted word is a row of
        zeros: it keeps its place, because sentences are what is drawn and dealt.
    releases, paragraphs, sentences : tuples
        The release, paragraph number and sentence number of each unit.

    Raises
    ------
    ValueError
        If the shape of `counts` does not fit the other fields.
    """

    words: tuple[str, ...]
    counts: np.ndarray
    releases: tuple[str, ...]
    paragraphs: tuple[int, ...]
    sentences: tuple[int, ...]

    def __post_init__(self) -> None:
        units = {len(self.releases), len(self.paragraphs), len(self.sentences)}
        if units != {len(self.counts)} or self.counts.shape[1:] != (len(self.words),):
            raise ValueError(
                f"A table of {len(self.words)} words needs one row a sentence and one column a "
                f"word, not counts of shape {self.counts.shape}."
            )

    def by_release(self, order: Sequence[str]) -> np.ndarray:
        """Counts of whole releases: an array of int64, releases (as in `order`) × words.

        A release without a sentence in the table has a row of zeros.

        Raises
        ------
        ValueError
            If `order` names a release twice.
        """
        rows = {release: row for row, release in enumerate(order)}
        if len(rows) < len(order):
            raise ValueError(f"Each release may be named once: {', '.join(order)}.")
        row_of_unit = np.array([rows.get(release, -1) for release in self.releases], dtype=np.intp)
        wanted = row_of_unit >= 0
        summed = np.zeros((len(rows), len(self.words)), dtype=np.int64)
        np.add.at(summed, row_of_unit[wanted], self.counts[wanted])
        return summed

    def select(self, mask_of_words: np.ndarray) -> WordTable:
        """The table with some of its words; all units stay, and texts are as long as these words.

        Parameters
        ----------
        mask_of_words : array of bool, one a word

        Raises
        ------
        ValueError
            If there are more or fewer flags than words.
        """
        mask = np.asarray(mask_of_words, dtype=bool)
        kept = tuple(word for word, wanted in zip(self.words, mask, strict=True) if wanted)
        return WordTable(kept, self.counts[:, mask], self.releases, self.paragraphs, self.sentences)


def count_words(
    sentences: pd.DataFrame,
    *,
    leave_out: frozenset[str] = frozenset(),
    masked: pd.DataFrame | None = None,
    key: Callable[[str], str] = str.lower,
) -> WordTable:
    """Count the words of sentences.

    A word is what `communique.text.words` finds in the folded text, in small letters, without a
    possessive 's ("Kazakhstan's" and "it's" count as "kazakhstan" and "it"). A word with inner
    hyphens is one word. A word without a letter, such as a year, is not counted.

    Parameters
    ----------
    sentences : frame with ``release``, ``sentence``, ``paragraph`` and ``text``
        Every row is counted, so give only those that enter a measure. With `masked` it also needs
        ``start``, the offset of the sentence in its file.
    leave_out : frozenset of str
        Words that are not counted, compared in small letters and before `key`.
    masked : frame with ``release``, ``start`` and ``end``, optional
        Spans of a file, such as names of bodies. A word that shares a sign with a span is not
        counted, nor is a compound that holds a masked name.
    key : function from str to str
        Maps a word in small letters to what is counted, such as a stemmer's ``stem``. A word that
        maps to the empty string is not counted.

    Returns
    -------
    WordTable
        Units sorted by release and sentence number, whatever the order of the rows, so that a
        seed draws the same sentences.

    Raises
    ------
    ValueError
        If words are to be masked and `sentences` has no ``start``.
    """
    if masked is not None and "start" not in sentences:
        raise ValueError("To mask spans of a file, the sentences need their offset `start`.")
    ordered = sentences.sort_values(["release", "sentence"], kind="stable")
    hidden = _spans_by_release(masked)
    starts = ordered["start"] if masked is not None else [0] * len(ordered)
    ignored = frozenset(word.lower() for word in leave_out)
    rows: list[int] = []
    found: list[str] = []
    for row, (release, start, text) in enumerate(
        zip(ordered["release"], starts, ordered["text"], strict=True)
    ):
        kept = [
            key(word)
            for word in _plain_words(text, start, hidden.get(release, []))
            if word not in ignored
        ]
        found += [word for word in kept if word]
        rows += [row] * (len(found) - len(rows))
    vocabulary = sorted(set(found))
    column = {word: number for number, word in enumerate(vocabulary)}
    counts = np.zeros((len(ordered), len(vocabulary)), dtype=np.int64)
    np.add.at(counts, (rows, [column[word] for word in found]), 1)
    return WordTable(
        tuple(vocabulary),
        counts,
        tuple(ordered["release"]),
        tuple(int(number) for number in ordered["paragraph"]),
        tuple(int(number) for number in ordered["sentence"]),
    )


def concordance(sentences: pd.DataFrame, word_or_phrase: str, width: int = WIDTH) -> pd.DataFrame:
    """Every place where a word or phrase stands, with what stands round it (keyword in context).

    Whole words are matched, in capital or small letters, as `count_words` takes them: "operation"
    is not found in "co-operation", and "Kazakhstan" is found in "Kazakhstan's". The words of a
    phrase may be separated by a space or a hyphen. A star at the end of a word stands for any
    ending, or none.

    Parameters
    ----------
    sentences : frame with ``release``, ``sentence``, ``start`` and ``text``
        ``start`` is the offset of the sentence in its file, ``text`` the file's own signs.
    word_or_phrase : str
    width : int
        The most characters to give on each side; a context ends where its sentence ends.

    Returns
    -------
    frame
        ``release``, ``sentence``, ``left``, ``keyword``, ``right``, all as printed, and ``start``
        and ``end``, the offsets of the keyword in the file; in the order of `sentences`, without
        a row where nothing is found.

    Raises
    ------
    ValueError
        For a phrase in which a word has no letter or digit, above all an empty one, and for a
        negative width.
    """
    if width < 0:
        raise ValueError(f"A context cannot be {width} characters wide.")
    pattern = _phrase_pattern(word_or_phrase)
    rows = []
    for release, sentence, offset, text in sentences[
        ["release", "sentence", "start", "text"]
    ].itertuples(index=False):
        folded = fold(text)
        for match in pattern.finditer(folded.text):
            start, end = folded.span(*match.span())
            left, right = text[max(0, start - width) : start], text[end : end + width]
            keyword = text[start:end]
            rows.append((release, sentence, left, keyword, right, offset + start, offset + end))
    frame = pd.DataFrame(rows, columns=list(CONCORDANCE_COLUMNS))
    numbers = dict.fromkeys(("sentence", "start", "end"), "int64")
    return frame.astype(dict.fromkeys(CONCORDANCE_COLUMNS, "str") | numbers)


def _plain_words(text: str, offset: int, hidden: list[tuple[int, int]]) -> Iterator[str]:
    """The words of a sentence in small letters, without possessives, numbers and hidden spans."""
    folded = fold(text)
    position = 0
    for word in words(folded.text):
        begin = folded.text.index(word, position)
        position = begin + len(word)
        start, end = folded.span(begin, position)
        if any(offset + start < to and since < offset + end for since, to in hidden):
            continue
        plain = word.lower().removesuffix(_POSSESSIVE)
        if any(sign.isalpha() for sign in plain):
            yield plain


def _spans_by_release(masked: pd.DataFrame | None) -> dict[str, list[tuple[int, int]]]:
    spans: dict[str, list[tuple[int, int]]] = {}
    if masked is not None:
        for release, start, end in masked[["release", "start", "end"]].itertuples(index=False):
            spans.setdefault(release, []).append((int(start), int(end)))
    return spans


def _phrase_pattern(phrase: str) -> re.Pattern[str]:
    """What finds a phrase in folded text."""
    parts = re.split(r"[\s-]+", fold(phrase).text.strip())
    if not all(re.search(r"\w", part) for part in parts):
        raise ValueError(
            f"{phrase!r} cannot be looked for: each word of a phrase needs a letter or a digit."
        )
    patterns = [
        re.escape(part.removesuffix("*")) + (_ENDING if part.endswith("*") else "")
        for part in parts
    ]
    return re.compile(_BEFORE + _BETWEEN.join(patterns) + _AFTER, re.IGNORECASE)
