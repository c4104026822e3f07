"""Measuring: the share of a release's sentences that carry a theme, and how sure that share is.

A release has few sentences, so that one sentence moves a share by five points or more. Every share
travels with its two counts, an interval, and, where a theme is absent, the largest share that such
an absence still allows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import beta

CONFIDENCE = 0.95

QUESTION = ("human_rights", "violent_extremism")
"""The two themes of the declared question; what is said of all others is exploratory."""

QUESTION_FRAMES = ("rights", "security")
"""The frames that are set against each other beside it."""

COLUMNS = (
    "release",
    "date",
    "theme",
    "label",
    "frame",
    "sentences_with_theme",
    "sentences",
    "share",
    "low",
    "high",
    "absent_below",
    "hits",
    "words",
    "per_1000_words",
)


def share(hits: int, total: int) -> float:
    """Share of sentences with a theme: ``hits / total``.

    ``nan`` where there is no sentence: a share of nothing is not zero.

    Raises
    ------
    ValueError
        If a count is negative or more sentences carry the theme than there are.
    """
    _check_counts(hits, total)
    return hits / total if total else math.nan


def jeffreys_interval(hits: int, total: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Two-sided Jeffreys interval of a share.

    The quantiles (1 - c)/2 and (1 + c)/2 of Beta(h + 1/2, m - h + 1/2), for h of m sentences and
    confidence c. The lower end is 0 where h = 0 and the upper end 1 where h = m, as the source of
    the method advises. ``(nan, nan)`` where m = 0.

    The interval describes how far wording could have varied if sentences were independent draws
    from one source. Neighbouring sentences are not, so that it is rather too short than too long.

    References
    ----------
    Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion.
    """
    _check_counts(hits, total)
    if total == 0:
        return math.nan, math.nan
    tail = (1 - confidence) / 2
    posterior = beta(hits + 0.5, total - hits + 0.5)
    low = 0.0 if hits == 0 else float(posterior.ppf(tail))
    high = 1.0 if hits == total else float(posterior.ppf(1 - tail))
    return low, high


def absence_bound(total: int, confidence: float = CONFIDENCE) -> float:
    """The largest share that finding a theme in none of m sentences leaves possible.

    One-sided bound 1 - (1 - c)^(1/m): a theme carried by a larger share of sentences would have
    shown itself with probability c. About 3/m. ``nan`` where m = 0.
    """
    _check_counts(0, total)
    return 1 - (1 - confidence) ** (1 / total) if total else math.nan


def per_thousand_words(hits: int, words: int) -> float:
    """Indicator phrases for each 1,000 words; ``nan`` where there is no word."""
    _check_counts(hits, max(hits, words))
    return 1000 * hits / words if words else math.nan


def theme_flags(sentences: pd.DataFrame, hits: pd.DataFrame, themes: Sequence[str]) -> pd.DataFrame:
    """Which counted sentence carries which theme.

    Returns
    -------
    frame
        One row a counted sentence in the order given: ``release``, ``sentence``, ``part``,
        ``quoted``, and a column of truth values for each theme.
    """
    counted = sentences.loc[sentences["counted"], ["release", "sentence", "part", "quoted"]]
    flags = counted.reset_index(drop=True)
    keys = pd.MultiIndex.from_frame(flags[["release", "sentence"]])
    for theme in themes:
        own = hits.loc[hits["theme"] == theme, ["release", "sentence"]]
        flags[theme] = keys.isin(pd.MultiIndex.from_frame(own))
    return flags


def flags_of(flags: pd.DataFrame, release: str, themes: Sequence[str]) -> np.ndarray:
    """The truth values of one release: an array of its sentences by themes."""
    own = flags.loc[flags["release"] == release, list(themes)]
    return own.to_numpy(dtype=bool)


def partially_pooled(hits: int, total: int, mean: float, strength: float) -> float:
    """A share drawn towards the mean of all releases: (h + μφ) / (m + φ).

    The posterior mean under Beta(μφ, (1 - μ)φ). ``strength`` φ counts as so many sentences of
    average content. Five releases cannot say how alike releases are, so that φ is not estimated:
    show several. 0 leaves the share as it is; a large one makes all releases alike.
    """
    _check_counts(hits, total)
    if strength < 0 or not 0 <= mean <= 1:
        raise ValueError("Pooling needs a mean between 0 and 1 and a strength of 0 or more.")
    weight = total + strength
    return (hits + mean * strength) / weight if weight else math.nan


def theme_shares(
    releases: pd.DataFrame,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    themes: pd.DataFrame,
) -> pd.DataFrame:
    """The share of counted sentences that carry each theme, one row a release and theme.

    Parameters
    ----------
    releases : frame with ``release`` and ``date``
        Its order is the order of the rows.
    sentences : frame with ``release``, ``sentence``, ``counted`` and ``words``
        Give a part of the sentences (say, those outside quotations) to measure that part; only
        counted sentences enter in any case.
    hits : frame with ``release``, ``theme`` and ``sentence``
    themes : frame with ``theme``, ``label`` and ``frame``

    Returns
    -------
    frame
        Shares are not exclusive: a sentence may carry several themes. ``absent_below`` is set
        only where no sentence carries the theme. A release without a counted sentence has ``nan``
        for its shares.
    """
    counted = sentences[sentences["counted"]]
    inside = hits.merge(counted[["release", "sentence"]], on=["release", "sentence"])
    rows = []
    for release, date in releases[["release", "date"]].itertuples(index=False):
        own = counted[counted["release"] == release]
        total, words = len(own), int(own["words"].sum())
        own_hits = inside[inside["release"] == release]
        for theme in themes.itertuples(index=False):
            found = own_hits[own_hits["theme"] == theme.theme]
            with_theme = int(found["sentence"].nunique())
            low, high = jeffreys_interval(with_theme, total)
            rows.append(
                {
                    "release": release,
                    "date": date,
                    "theme": theme.theme,
                    "label": theme.label,
                    "frame": theme.frame,
                    "sentences_with_theme": with_theme,
                    "sentences": total,
                    "share": share(with_theme, total),
                    "low": low,
                    "high": high,
                    "absent_below": math.nan if with_theme else absence_bound(total),
                    "hits": len(found),
                    "words": words,
                    "per_1000_words": per_thousand_words(len(found), words),
                }
            )
    return pd.DataFrame(rows, columns=list(COLUMNS))


def shares_by_choice(
    releases: pd.DataFrame,
    sentences: pd.DataFrame,
    hits: pd.DataFrame,
    themes: pd.DataFrame,
) -> pd.DataFrame:
    """Theme shares under each way of choosing sentences, one row a choice, release and theme.

    The choices: all counted sentences; without titles; without sentences that are mostly
    quotation; without both.
    """
    title, quoted = sentences["part"] == "title", sentences["quoted"]
    choices = {
        "all counted sentences": sentences,
        "without titles": sentences[~title],
        "without quotations": sentences[~quoted],
        "without titles and quotations": sentences[~title & ~quoted],
    }
    parts = []
    for choice, chosen in choices.items():
        part = theme_shares(releases, chosen, hits, themes)
        part.insert(0, "choice", choice)
        parts.append(part)
    return pd.concat(parts, ignore_index=True)


def _check_counts(hits: int, total: int) -> None:
    if not 0 <= hits <= total:
        raise ValueError(f"{hits} of {total} is no share: counts must satisfy 0 <= hits <= total.")
