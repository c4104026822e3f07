"""Embedding or replacement: which themes stand in the same sentence.

Two themes can follow each other in time and still meet inside a text: rights may be the frame in
which counter-extremism is put, or may be gone. The unit here is the sentence, and the question
whether two themes meet there more often than their numbers alone would make them.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from communique.shares import flags_of
from communique.trend import ALPHA

COLUMNS = ["theme", "other_theme", "both", "with_theme", "with_other", "sentences", "lift",
           "other_given_theme", "theme_given_other", "expected", "p_more", "p_fewer",
           "smallest_p", "chance_of_small_p"]  # fmt: skip


def joint_distribution(pairs: Sequence[tuple[int, int, int]]) -> np.ndarray:
    """Exact distribution of the joint count when one theme's flags are shuffled in each release.

    Parameters
    ----------
    pairs : sequence of (with theme, with other, sentences)
        One a release. Inside a release the joint count is hypergeometric; releases add up.

    Returns
    -------
    array of float
        Element *k* is the probability of *k* sentences with both.
    """
    total = np.ones(1)
    for one, other, sentences in pairs:
        most = min(one, other)
        total = np.convolve(total, hypergeom(sentences, one, other).pmf(np.arange(most + 1)))
    return total


def lift(both: int, one: int, other: int, sentences: int) -> float:
    """P(a and b) / (P(a) P(b)): above 1 the two meet more often than independent flags would.

    ``nan`` where one of the two is in no sentence.
    """
    return both * sentences / (one * other) if one and other else math.nan


def theme_overlap(
    flags: pd.DataFrame, releases: Sequence[str], themes: Sequence[str]
) -> pd.DataFrame:
    """Each pair of themes over all sentences, with an exact null that keeps each release's counts.

    The null shuffles the flags of one theme among the sentences of its release. So it asks whether
    two themes meet in sentences of a release more (or less) often than by chance, given how often
    each stands in it: that both prefer the same releases does not count.

    Returns
    -------
    frame
        One row a pair: ``both`` sentences of all ``sentences``; ``lift`` over all sentences pooled;
        ``other_given_theme`` = P(other | theme) and the reverse; ``expected`` joint count and
        one-sided ``p_more``, ``p_fewer`` under the null; ``smallest_p`` that the same counts could
        reach on the more frequent side; ``chance_of_small_p``, the probability under the null of a
        ``p_more`` of at most 0.05, which is often far less, since counts are whole.
    """
    counts = {release: flags_of(flags, release, themes) for release in releases}
    rows = []
    for a, b in itertools.combinations(range(len(themes)), 2):
        pairs = [(int(own[:, a].sum()), int(own[:, b].sum()), len(own)) for own in counts.values()]
        both = sum(int((own[:, a] & own[:, b]).sum()) for own in counts.values())
        one, other, total = (sum(numbers) for numbers in zip(*pairs, strict=True))
        chance = joint_distribution([pair for pair in pairs if pair[2]])
        rows.append(
            {
                "theme": themes[a],
                "other_theme": themes[b],
                "both": both,
                "with_theme": one,
                "with_other": other,
                "sentences": total,
                "lift": lift(both, one, other, total),
                "other_given_theme": both / one if one else math.nan,
                "theme_given_other": both / other if other else math.nan,
                "expected": float(chance @ np.arange(len(chance))),
                "p_more": min(1.0, float(chance[both:].sum())),
                "p_fewer": min(1.0, float(chance[: both + 1].sum())),
                "smallest_p": float(chance[-1]),
                "chance_of_small_p": _chance_of_small_p(chance),
            }
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def _chance_of_small_p(chance: np.ndarray) -> float:
    """Probability under the null of a count whose p is at most alpha."""
    tails = np.cumsum(chance[::-1])[::-1]
    return float(chance[tails <= ALPHA].sum())


def sentences_with_both(
    sentences: pd.DataFrame, flags: pd.DataFrame, one: Sequence[str], other: Sequence[str]
) -> pd.DataFrame:
    """Every counted sentence that carries a theme of both groups, with the themes and its text.

    Columns: ``release``, ``sentence``, ``quoted``, ``themes`` (those of both groups, comma
    separated), ``text``.
    """
    chosen = flags[flags[list(one)].any(axis=1) & flags[list(other)].any(axis=1)]
    groups = [*one, *other]
    named = [
        ", ".join(theme for theme in groups if row[theme])
        for row in chosen[groups].to_dict("records")
    ]
    frame = chosen[["release", "sentence", "quoted"]].assign(themes=named)
    texts = sentences[["release", "sentence", "text"]]
    return frame.merge(texts, on=["release", "sentence"], how="left").reset_index(drop=True)
