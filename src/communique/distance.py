"""Distance: how far apart the wording of two texts is, and by which words.

Two samples of one source differ, and short texts differ much whatever they say. A distance
therefore never stands alone: beside it stands the band of distances that arise when the sentences
of both texts are pooled and dealt back at random.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import rel_entr

from communique.resampling import RESAMPLES, SEED
from communique.vocabulary import WordTable

NULL_QUANTILES = (0.05, 0.5, 0.95)
"""Lower end, middle and upper end of the band of distances under random dealing."""

LISTED_WORDS = 5
"""How many words are listed on each side of a pair."""

COLUMNS = (
    "release",
    "other_release",
    "words",
    "other_words",
    "distance",
    "null_low",
    "null_median",
    "null_high",
    "p",
    "outside",
    "words_of_release",
    "words_of_other",
)

_ROUNDING = 1e-12
_SORTED_DECIMALS = 12
_CHUNK = 250


def jensen_shannon(p_counts: np.ndarray, q_counts: np.ndarray) -> float:
    """Jensen-Shannon divergence of two texts, in bits.

    JSD = H(½p + ½q) - ½H(p) - ½H(q), with p and q the shares of each word in its text and H the
    entropy to base 2. It has no direction: 0 for texts with the same shares, 1 for texts without a
    common word. Both texts weigh the same, however long they are. Its square root is a metric
    (`distance_table` gives that).

    Parameters
    ----------
    p_counts, q_counts : arrays, one count a word, the same words in both

    Returns
    -------
    float
        Within 0 and 1; ``nan`` if a text is empty.

    Raises
    ------
    ValueError
        If a count is negative or the arrays differ in length.

    References
    ----------
    Lin (1991), Divergence measures based on the Shannon entropy, doi:10.1109/18.61115. Endres and
    Schindelin (2003), A new metric for probability distributions, doi:10.1109/TIT.2003.813506.
    """
    return float(np.minimum(word_parts(p_counts, q_counts).sum(), 1.0))


def word_parts(p_counts: np.ndarray, q_counts: np.ndarray) -> np.ndarray:
    """What each word adds to the Jensen-Shannon divergence, in bits.

    -m log2 m + ½(p log2 p + q log2 q) with m = ½p + ½q, which is ½ p log2(p/m) + ½ q log2(q/m). A
    part is never negative and does not say which text has more of the word; 0 for a word with the
    same share in both, or in neither.

    Parameters
    ----------
    p_counts, q_counts : arrays, one count a word, the same words in both

    Returns
    -------
    array, one part a word
        The parts sum to the divergence; all are ``nan`` if a text is empty.

    Raises
    ------
    ValueError
        If a count is negative or the arrays differ in length.

    References
    ----------
    Gallagher et al. (2021), Generalized word shift graphs, EPJ Data Science 10, 4.
    """
    p, q = np.asarray(p_counts, dtype=np.float64), np.asarray(q_counts, dtype=np.float64)
    if p.ndim != 1 or p.shape != q.shape:
        raise ValueError(f"Two texts need counts of the same words, not {p.shape} and {q.shape}.")
    if (p < 0).any() or (q < 0).any():
        raise ValueError("A count cannot be negative.")
    return _parts(_shares(p), _shares(q))


def distance_table(
    table: WordTable,
    order: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The distance of each pair of releases, with the band that chance alone gives.

    Parameters
    ----------
    table : WordTable
    order : sequence of release ids
        Pairs are listed in this order, each once.
    resamples : int
        How often the sentences of a pair are pooled and dealt back, each release getting as many
        sentences as it has.
    seed : int
        Each pair starts from it anew, so that its band does not depend on the other pairs.

    Returns
    -------
    frame with `COLUMNS`
        ``words`` and ``other_words`` are lengths in counted words. ``distance`` is √JSD, 0 to 1.
        ``null_low``, ``null_median`` and ``null_high`` are the quantiles 0.05, 0.5 and 0.95 of
        √JSD under dealing, over the deals that leave neither side empty. The question has one
        side: ``p`` is (1 + deals at least as far apart) / (1 + deals), and ``outside`` says whether
        the distance is above ``null_high``: the sentences then differ by release more than random
        halves of them do, which speaks of these texts and of no period or institution.
        ``words_of_release`` and ``words_of_other`` list up to `LISTED_WORDS` words that have a
        larger share on that side and add most to the divergence, by part, then by word, separated
        by ", ". A release without a counted word has ``nan`` for its distances, a missing
        ``outside`` and no listed words.

    Raises
    ------
    ValueError
        If `order` names a release twice.
    """
    counts = table.by_release(order)
    rows = []
    for one, other in itertools.combinations(range(len(order)), 2):
        p, q = counts[one], counts[other]
        distance = math.sqrt(jensen_shannon(p, q))
        dealt = _null_distances(table, order[one], order[other], resamples, seed)
        low, middle, high = np.quantile(dealt, NULL_QUANTILES) if len(dealt) else [math.nan] * 3
        known = not (math.isnan(distance) or math.isnan(high))
        as_far = int((dealt >= distance - _ROUNDING).sum())
        rows.append(
            {
                "release": order[one],
                "other_release": order[other],
                "words": int(p.sum()),
                "other_words": int(q.sum()),
                "distance": distance,
                "null_low": float(low),
                "null_median": float(middle),
                "null_high": float(high),
                "p": (1 + as_far) / (1 + len(dealt)) if known else math.nan,
                "outside": distance > high + _ROUNDING if known else None,
                "words_of_release": _most_of_first(table.words, p, q),
                "words_of_other": _most_of_first(table.words, q, p),
            }
        )
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.astype({"outside": "boolean"})


def _shares(counts: np.ndarray) -> np.ndarray:
    """Share of each word in its text (last axis); ``nan`` for an empty text."""
    total = counts.sum(axis=-1, keepdims=True)
    return counts / np.where(total > 0, total, math.nan)


def _parts(p: np.ndarray, q: np.ndarray) -> np.ndarray:
    """Word parts of two arrays of shares; rounding may not make a part negative."""
    middle = (p + q) / 2
    return np.maximum((rel_entr(p, middle) + rel_entr(q, middle)) / (2 * math.log(2)), 0)


def _null_distances(
    table: WordTable, release: str, other: str, resamples: int, seed: int
) -> np.ndarray:
    """√JSD of each deal when the sentences of two releases are dealt back at random."""
    rng = np.random.default_rng(seed)
    releases = np.array(table.releases)
    pooled = np.isin(releases, [release, other])
    counts = table.counts[pooled].astype(np.float64)
    counts = counts[:, counts.any(axis=0)]
    mine = (releases[pooled] == release).astype(np.float64)
    found = [np.empty(0)]
    for done in range(0, resamples, _CHUNK):
        hands = np.tile(mine, (min(_CHUNK, resamples - done), 1))
        dealt = rng.permuted(hands, axis=1) @ counts
        divergence = _parts(_shares(dealt), _shares(counts.sum(axis=0) - dealt)).sum(axis=-1)
        found.append(np.sqrt(np.minimum(divergence, 1.0)))
    distances = np.concatenate(found)
    return distances[~np.isnan(distances)]


def _most_of_first(words: tuple[str, ...], p_counts: np.ndarray, q_counts: np.ndarray) -> str:
    """The words with the larger share in the first text that add most to the divergence."""
    parts = np.round(word_parts(p_counts, q_counts), _SORTED_DECIMALS)
    larger = p_counts * q_counts.sum() > q_counts * p_counts.sum()
    order = np.lexsort((np.arange(len(words)), -parts))
    wanted = order[larger[order] & (parts[order] > 0)]
    return ", ".join(words[number] for number in wanted[:LISTED_WORDS])
