"""Keyness: the words that set one text apart from another.

A few hundred words are compared at once, in texts of a few hundred words each. The measures rank
words; they test nothing. Every row carries its counts, the number of releases that hold the word
and how often its sign survives another draw of the same sentences. With one release a year a word
of a period is the word of one release.

The measures take arrays of (...) × words and give one value a word. Give them all words of each
text, since a text's length n is the sum of its counts. A negative count raises ValueError.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.special import xlogy

from communique.resampling import RESAMPLES, SEED
from communique.vocabulary import WordTable

PRIOR_SCALES = (0.1, 1.0, 10.0)
"""Sizes of the prior, in mean lengths of a release: weak, default and strong."""


COLUMNS = (
    "word",
    "target_count",
    "reference_count",
    "target_words",
    "reference_words",
    "releases",
    "only_in",
    "per_1000_target",
    "per_1000_reference",
    "delta",
    "z",
    "z_weak",
    "z_strong",
    "g2",
    "log_ratio",
    "dispersion",
    "sign_stability",
)

_CHUNK = 250
_DECIMALS = 9


def log_odds(
    target_counts: np.ndarray,
    reference_counts: np.ndarray,
    background_counts: np.ndarray,
    prior_size: float,
) -> tuple[np.ndarray, np.ndarray]:
    """Weighted log-odds ratio with an informative Dirichlet prior.

    For word w with y of n words in the target (i) and the reference (j), and b of B words in the
    background: α_w = prior_size · b_w / B, α_0 = prior_size, and

    δ_w = ln[(y_i + α_w) / (n_i + α_0 - y_i - α_w)] - ln[(y_j + α_w) / (n_j + α_0 - y_j - α_w)],
    z_w = δ_w / √(1/(y_i + α_w) + 1/(y_j + α_w)).

    Positive means relatively more in the target.

    Parameters
    ----------
    target_counts, reference_counts, background_counts : arrays
    prior_size : float
        Pseudo-words that the background adds to each text; more draws rare words towards 0.

    Returns
    -------
    delta, z : arrays
        ``nan`` where a logarithm is undefined: in all words if a text or the background is empty,
        in a word that neither a text nor the prior holds, or that is all there is. A word in
        neither text but in the background has a finite δ that says only which text is longer.

    Raises
    ------
    ValueError
        For a negative prior size.

    References
    ----------
    Monroe, Colaresi and Quinn (2008), Fightin' words, doi:10.1093/pan/mpn018.
    """
    target, reference = _counts(target_counts), _counts(reference_counts)
    background = _counts(background_counts)
    if prior_size < 0:
        raise ValueError(f"A prior cannot have {prior_size} words.")
    pooled = _total(background)
    prior = prior_size * background / pooled
    other_prior = prior_size * (pooled - background) / pooled
    delta = _log_odds_of(target, prior, other_prior) - _log_odds_of(reference, prior, other_prior)
    with np.errstate(divide="ignore"):
        variance = 1 / (target + prior) + 1 / (reference + prior)
    return delta, delta / np.sqrt(variance)


def g_squared(target_counts: np.ndarray, reference_counts: np.ndarray) -> np.ndarray:
    """Log-likelihood ratio of the 2×2 table of each word, corrected after Williams.

    G² = 2 Σ O ln(O/E) over the four cells (this word or another, target or reference), with
    0 · ln 0 = 0, divided by q = 1 + (N/R_1 + N/R_2 - 1)(N/C_1 + N/C_2 - 1) / (6N), where R and C
    are row and column sums and N all words. Never negative: it has no direction. Words of one text
    are not independent, so that a p-value from it would be too small.

    ``nan`` where a row or column of the table is empty, as nothing is compared: for an empty text,
    a word in neither text, or one that is every word of both.

    References
    ----------
    Dunning (1993), Accurate methods for the statistics of surprise and coincidence, Computational
    Linguistics 19, 61-74. Williams (1976), Improved likelihood ratio tests for complete
    contingency tables, Biometrika 63, 33-37.
    """
    target, reference = _counts(target_counts), _counts(reference_counts)
    own, other = _total(target), _total(reference)
    total, with_word = own + other, target + reference
    without_word = np.where(with_word < total, total - with_word, math.nan)
    with_word = np.where(with_word > 0, with_word, math.nan)
    g2 = np.zeros_like(with_word)
    for text, size in ((target, own), (reference, other)):
        g2 = g2 + 2 * xlogy(text, text * total / (size * with_word))
        g2 = g2 + 2 * xlogy(size - text, (size - text) * total / (size * without_word))
    rows = total / with_word + total / without_word - 1
    columns = total / own + total / other - 1
    return np.maximum(g2, 0) / (1 + rows * columns / (6 * total))


def log_ratio(target_counts: np.ndarray, reference_counts: np.ndarray) -> np.ndarray:
    """How many times more frequent a word is in the target, in doublings.

    log2 of [(y_i + ½) / (n_i + 1)] / [(y_j + ½) / (n_j + 1)]: ½ is added to each cell of the 2×2
    table (this word and all others, in both texts), so that each length grows by 1. Positive means
    relatively more in the target; 1 is twice, -1 half the rate. Where a word is absent from one
    text, the value is finite but depends on the ½ and on the lengths. ``nan`` for all words if a
    text is empty.
    """
    target, reference = _counts(target_counts), _counts(reference_counts)
    rate = (target + 0.5) / (_total(target) + 1)
    return np.log2(rate / ((reference + 0.5) / (_total(reference) + 1)))


def dispersion(part_counts: np.ndarray, part_sizes: np.ndarray) -> np.ndarray:
    """How unevenly each word is spread over the parts of a text: Gries's DP, normalised.

    DP = ½ Σ_i |v_i - s_i|, divided by 1 - min s, with v_i the share of the word's occurrences in
    part i and s_i the part's share of the text. 0 is a word spread as the text is, 1 a word that
    stands only in the smallest part. A rare word cannot be spread evenly over many parts: compare
    words of like count.

    Parameters
    ----------
    part_counts : array, parts × words
    part_sizes : array, parts
        Words in each part; parts without a word are left out.

    Returns
    -------
    array, one value a word
        ``nan`` where the word does not occur, and for all words if fewer than two parts have one.

    Raises
    ------
    ValueError
        If a part holds a word more often than it has words.

    References
    ----------
    Gries (2008), Dispersions and adjusted frequencies in corpora, doi:10.1075/ijcl.13.4.02gri; the
    divisor 1 - min s is that of Lijffijt and Gries (2012), International Journal of Corpus
    Linguistics 17, 147-149.
    """
    counts, sizes = _counts(part_counts), _counts(part_sizes)
    if (counts > sizes[:, np.newaxis]).any():
        raise ValueError("A part cannot hold a word more often than it has words.")
    counts, sizes = counts[sizes > 0], sizes[sizes > 0]
    totals = counts.sum(axis=0)
    if len(sizes) < 2:
        return np.full(totals.shape, math.nan)
    shares = sizes / sizes.sum()
    of_word = counts / np.where(totals > 0, totals, math.nan)
    uneven = np.abs(of_word - shares[:, np.newaxis]).sum(axis=0) / 2
    return uneven / (1 - shares.min())


def keyness(
    table: WordTable,
    target: Sequence[str],
    reference: Sequence[str],
    *,
    prior_scales: tuple[float, float, float] = PRIOR_SCALES,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """Compare the words of some releases with those of others, one row a word of either.

    The prior of `log_odds` is the pooled table. It contains the target, so that it draws the two
    texts together, and any release of the table that is in neither.

    Parameters
    ----------
    table : WordTable
    target, reference : sequences of release ids
    prior_scales : three floats
        Prior sizes of ``z_weak``, of ``delta`` and ``z``, and of ``z_strong``, as multiples of the
        mean number of words of a release in the table.
    resamples : int
        How often the sentences are drawn anew.
    seed : int

    Returns
    -------
    frame with `COLUMNS`, sorted by ``z``, largest first, then by word
        ``target_words`` and ``reference_words`` are lengths in counted words; ``releases`` counts
        the releases of the whole table that hold the word, and ``only_in`` names the release if
        there is one alone; ``per_1000_...`` are occurrences per 1,000 counted words. ``delta``,
        ``z``, ``g2`` and ``log_ratio`` are those of the functions here. ``dispersion`` is DP over
        the paragraphs of the target (a title is one), ``nan`` where the target lacks the word.

        ``sign_stability`` is the share of resamples in which δ has the sign it has here. Sentences
        are drawn with replacement within each release, and both texts and the background shares
        are counted anew; the prior keeps its size. A resample in which δ is 0 (within rounding),
        or that holds the word in neither text, counts as not the same. ``nan`` where δ is 0 or
        undefined, or without a resample. It describes noise of wording in these releases, not
        which were chosen; a release of one sentence never varies.

    Raises
    ------
    ValueError
        If target or reference has no counted word, or a release is named twice.

    References
    ----------
    Monroe, Colaresi and Quinn (2008), doi:10.1093/pan/mpn018; for drawing sentences Benoit, Laver
    and Mikhaylov (2009), doi:10.1111/j.1540-5907.2009.00383.x.
    """
    texts = table.by_release([*target, *reference])
    own, other = texts[: len(target)].sum(axis=0), texts[len(target) :].sum(axis=0)
    for name, text in (("target", own), ("reference", other)):
        if not text.any():
            raise ValueError(f"The {name} has no counted word: there is nothing to compare.")
    background = table.counts.sum(axis=0)
    mean_words = background.sum() / len(set(table.releases))
    sizes = [scale * mean_words for scale in prior_scales]
    delta, z = log_odds(own, other, background, sizes[1])
    stability = _sign_stability(table, (target, reference), delta, sizes[1], resamples, seed)
    measures = {
        "per_1000_target": 1000 * own / own.sum(),
        "per_1000_reference": 1000 * other / other.sum(),
        "delta": delta,
        "z": z,
        "z_weak": log_odds(own, other, background, sizes[0])[1],
        "z_strong": log_odds(own, other, background, sizes[2])[1],
        "g2": g_squared(own, other),
        "log_ratio": log_ratio(own, other),
        "dispersion": _paragraph_dispersion(table, target),
        "sign_stability": stability,
    }
    frame = _count_columns(table, own, other).assign(**measures)[list(COLUMNS)]
    order = np.lexsort((np.arange(len(z)), -np.round(z, _DECIMALS)))
    return frame.iloc[order[(own + other)[order] > 0]].reset_index(drop=True)


def each_against_the_rest(
    table: WordTable,
    order: Sequence[str],
    *,
    prior_scales: tuple[float, float, float] = PRIOR_SCALES,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """`keyness` of each release of `order` against the others of `order`, one below the other.

    Returns
    -------
    frame with ``release`` and the columns of `keyness`
        A release without a counted word, or without one elsewhere, has no row.
    """
    sizes = table.by_release(order).sum(axis=1)
    frames = []
    for release, words in zip(order, sizes, strict=True):
        if 0 < words < sizes.sum():
            rest = [other for other in order if other != release]
            frame = keyness(
                table, [release], rest, prior_scales=prior_scales, resamples=resamples, seed=seed
            )
            frame.insert(0, "release", release)
            frames.append(frame)
    if not frames:
        return pd.DataFrame(columns=["release", *COLUMNS])
    return pd.concat(frames, ignore_index=True)


def entering_and_leaving(table: WordTable, first: str, last: str) -> pd.DataFrame:
    """The words that one of two releases holds and the other does not, one row a word.

    Returns
    -------
    frame
        ``word``, ``first_count``, ``last_count``, ``releases`` (of the whole table that hold the
        word) and ``change``: "enters" for a word of the last and not of the first release,
        "leaves" for the reverse. Sorted by count, largest first, then by word.

    Raises
    ------
    ValueError
        If either release has no counted word, as then every word would come or go, or if both are
        the same.
    """
    counts = table.by_release([first, last])
    for release, own in zip((first, last), counts, strict=True):
        if not own.any():
            raise ValueError(f"The release {release!r} has no counted word to compare.")
    frame = pd.DataFrame(
        {
            "word": pd.Series(table.words, dtype="str"),
            "first_count": counts[0],
            "last_count": counts[1],
            "releases": _holding(table).sum(axis=0),
            "change": np.where(counts[0] == 0, "enters", "leaves"),
        }
    )
    moved = np.flatnonzero((counts > 0).sum(axis=0) == 1)
    order = np.lexsort((moved, -counts.sum(axis=0)[moved]))
    return frame.iloc[moved[order]].reset_index(drop=True)


def _counts(values: np.ndarray) -> np.ndarray:
    counts = np.asarray(values, dtype=np.float64)
    if (counts < 0).any():
        raise ValueError("A count cannot be negative.")
    return counts


def _total(counts: np.ndarray) -> np.ndarray:
    """Length of each text, kept as a last axis; ``nan`` for an empty one."""
    total = counts.sum(axis=-1, keepdims=True)
    return np.where(total > 0, total, math.nan)


def _log_odds_of(counts: np.ndarray, prior: np.ndarray, other_prior: np.ndarray) -> np.ndarray:
    """Logarithm of the odds of each word, ``nan`` where a side of the odds is 0."""
    with_word = counts + prior
    without_word = _total(counts) - counts + other_prior
    return np.log(
        np.where(with_word > 0, with_word, math.nan)
        / np.where(without_word > 0, without_word, math.nan)
    )


def _sign(values: np.ndarray) -> np.ndarray:
    """-1, 0 or 1; what differs from 0 by rounding only is 0."""
    return np.sign(np.round(values, _DECIMALS))


def _holding(table: WordTable) -> np.ndarray:
    """Whether each release (sorted by id) holds each word: releases × words."""
    return table.by_release(sorted(set(table.releases))) > 0


def _count_columns(table: WordTable, own: np.ndarray, other: np.ndarray) -> pd.DataFrame:
    holding = _holding(table)
    releases = holding.sum(axis=0)
    names = np.array([*sorted(set(table.releases)), ""], dtype=object)
    only = np.where(releases == 1, holding.argmax(axis=0), -1)
    return pd.DataFrame(
        {
            "word": pd.Series(table.words, dtype="str"),
            "target_count": own,
            "reference_count": other,
            "target_words": own.sum(),
            "reference_words": other.sum(),
            "releases": releases,
            "only_in": pd.Series(names[only], dtype="str"),
        }
    )


def _paragraph_dispersion(table: WordTable, target: Sequence[str]) -> np.ndarray:
    own = np.isin(table.releases, list(target))
    places = pd.MultiIndex.from_arrays([table.releases, table.paragraphs])[own]
    number, paragraphs = pd.factorize(places)
    parts = np.zeros((len(paragraphs), len(table.words)), dtype=np.int64)
    np.add.at(parts, number, table.counts[own])
    return dispersion(parts, parts.sum(axis=1))


def _sign_stability(
    table: WordTable,
    texts: tuple[Sequence[str], Sequence[str]],
    delta: np.ndarray,
    prior_size: float,
    resamples: int,
    seed: int,
) -> np.ndarray:
    """Share of resamples in which δ keeps its sign; see `keyness`."""
    rng = np.random.default_rng(seed)
    counts = table.counts.astype(np.float64)
    releases = np.array(table.releases)
    groups = [np.flatnonzero(releases == release) for release in np.unique(releases)]
    own, other = (np.isin(releases, list(text)) for text in texts)
    observed, same = _sign(delta), np.zeros(len(delta))
    for done in range(0, resamples, _CHUNK):
        drawn = np.zeros((min(_CHUNK, resamples - done), len(counts)))
        for group in groups:
            share = np.full(len(group), 1 / len(group))
            drawn[:, group] = rng.multinomial(len(group), share, size=len(drawn))
        target, reference = drawn[:, own] @ counts[own], drawn[:, other] @ counts[other]
        redrawn, _ = log_odds(target, reference, drawn @ counts, prior_size)
        kept = (_sign(redrawn) == observed) & (target + reference > 0)
        same += kept.sum(axis=0)
    undefined = np.isnan(delta) | (observed == 0) | (resamples < 1)
    return np.where(undefined, math.nan, same / max(resamples, 1))
