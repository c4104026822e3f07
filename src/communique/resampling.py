"""Resampling sentences: how far the wording of the given texts lets a measure move.

Sentences are drawn within their release, so that every resample has the same releases with the same
number of sentences. This describes noise of wording given these texts. It does not describe which
texts were chosen: no resampling of sentences can.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from communique.shares import CONFIDENCE, flags_of

RESAMPLES = 2000
SEED = 20041220
"""The day of the first release: any number would do, and it is never changed."""


def draw_sentences(
    number: int, resamples: int, generator: np.random.Generator, block: int = 1
) -> np.ndarray:
    """Positions of sentences, drawn with replacement.

    Parameters
    ----------
    number : int
        Sentences of the release.
    resamples : int
        How many times to draw as many.
    generator : numpy Generator
    block : int
        Length of the moving blocks: 1 draws single sentences; more keeps neighbours together, since
        they depend on each other. A block longer than the text is the text.

    Returns
    -------
    array of int, shape (resamples, number)

    References
    ----------
    Künsch (1989), The jackknife and the bootstrap for general stationary observations.
    """
    if number == 0:
        return np.empty((resamples, 0), dtype=np.int64)
    length = min(block, number)
    blocks = -(-number // length)
    starts = generator.integers(0, number - length + 1, size=(resamples, blocks, 1))
    return (starts + np.arange(length)).reshape(resamples, -1)[:, :number]


def resampled_shares(
    flags: pd.DataFrame,
    releases: Sequence[str],
    themes: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    block: int = 1,
) -> np.ndarray:
    """Theme shares in resampled releases.

    Parameters
    ----------
    flags : frame
        One row a sentence in the order of the text, with ``release`` and a column of truth values
        for each theme: see `shares.theme_flags`.

    Returns
    -------
    array of float, shape (resamples, releases, themes)
        ``nan`` for a release without a sentence.
    """
    generator = np.random.default_rng(seed)
    found = np.full((resamples, len(releases), len(themes)), np.nan)
    for place, release in enumerate(releases):
        own = flags_of(flags, release, themes)
        if len(own):
            drawn = draw_sentences(len(own), resamples, generator, block)
            found[:, place] = own[drawn].mean(axis=1)
    return found


def percentiles(drawn: np.ndarray, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """The two ends that hold the middle share of what was drawn; ``nan`` where nothing was."""
    if drawn.size == 0 or np.isnan(drawn).all():
        return float("nan"), float("nan")
    tail = 50 * (1 - confidence)
    low, high = np.nanpercentile(drawn, [tail, 100 - tail])
    return float(low), float(high)


def bootstrap_intervals(
    flags: pd.DataFrame,
    releases: Sequence[str],
    themes: Sequence[str],
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
    block: int = 1,
) -> pd.DataFrame:
    """Percentile intervals of each share, one row a release and theme.

    ``nan`` where no or every sentence carries the theme: every resample is then the same, and an
    interval of no width would be a false promise. There the bounds of `shares` hold.
    """
    drawn = resampled_shares(flags, releases, themes, resamples=resamples, seed=seed, block=block)
    rows = []
    for i, release in enumerate(releases):
        for k, theme in enumerate(themes):
            own = drawn[:, i, k]
            same = np.isnan(own).all() or own.min() == own.max()
            low, high = (float("nan"), float("nan")) if same else percentiles(own)
            rows.append({"release": release, "theme": theme, "low": low, "high": high})
    return pd.DataFrame(rows, columns=["release", "theme", "low", "high"])
