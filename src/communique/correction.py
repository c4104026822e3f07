"""Shares corrected for a dictionary that misses some sentences and takes others by mistake."""

from __future__ import annotations

import math

import numpy as np

from communique.resampling import SEED, percentiles

CORRECTED_DRAWS = 20_000


def corrected_share(observed: float, sensitivity: float, specificity: float) -> float:
    """The share that would be seen without error: (p + sp - 1) / (se + sp - 1), at least 0.

    Parameters
    ----------
    observed : float
        Share of sentences that the dictionary flags, *p*.
    sensitivity, specificity : float
        Share of carrying sentences that it flags, and of the others that it does not.

    Returns
    -------
    float
        ``nan`` where se + sp <= 1: such a dictionary is no better than dice, and nothing can be
        corrected. ``nan`` too where the result would exceed 1: more sentences are flagged than
        this sensitivity allows, so that it cannot be that of these texts.

    References
    ----------
    Rogan and Gladen (1978), 10.1093/oxfordjournals.aje.a112510.
    """
    if not all(0 <= value <= 1 for value in (observed, sensitivity, specificity)):
        return math.nan
    better = sensitivity + specificity - 1
    if better <= 0:
        return math.nan
    share = (observed + specificity - 1) / better
    return math.nan if share > 1 + 1e-9 else min(1.0, max(0.0, share))


def corrected_interval(
    hits: int,
    total: int,
    confusion: tuple[int, int, int, int],
    *,
    draws: int = CORRECTED_DRAWS,
    seed: int = SEED,
) -> tuple[float, float, float]:
    """A corrected share with a 95 % interval that carries all three errors on.

    Parameters
    ----------
    hits, total : int
        Flagged sentences and all sentences of a release.
    confusion : (int, int, int, int)
        Sentences of the validation set: rightly flagged, missed, rightly passed over, wrongly
        flagged.

    Returns
    -------
    (estimate, low, high)
        The observed share, the sensitivity and the specificity are each drawn from
        Beta(successes + 1/2, failures + 1/2), and corrected together. Draws in which the
        dictionary is no better than dice are left out; others are cut at 0 and 1. All ``nan`` where
        the release has no sentence, the set has no sentence with the theme or none without it, or
        the estimate itself is impossible.
    """
    found, missed, passed, wrong = confusion
    if total == 0 or found + missed == 0 or passed + wrong == 0:
        return math.nan, math.nan, math.nan
    estimate = corrected_share(hits / total, found / (found + missed), passed / (passed + wrong))
    if math.isnan(estimate):
        return math.nan, math.nan, math.nan
    generator = np.random.default_rng(seed)
    observed, sensitivity, specificity = (
        generator.beta(yes + 0.5, no + 0.5, size=draws)
        for yes, no in ((hits, total - hits), (found, missed), (passed, wrong))
    )
    better = sensitivity + specificity - 1
    usable = better > 0
    drawn = np.clip((observed + specificity - 1)[usable] / better[usable], 0, 1)
    return estimate, *percentiles(drawn)
