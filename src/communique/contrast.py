"""The one declared question: extremism minus human rights, the last release against the first.

The contrast was named before anything was measured, and every other comparison of shares is
exploratory. Its uncertainty is shown in several ways, since no single one is right: draws from the
posterior of each release's shares, resampled sentences, and resampled blocks of sentences.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.stats import binomtest

from communique.resampling import RESAMPLES, SEED, percentiles, resampled_shares
from communique.shares import QUESTION, flags_of

DRAWS = 200_000
"""Draws from a posterior: so many that another seed moves no printed point by more than one."""

PRIOR = 0.25
"""Prior weight of each of the four cells "both, one, the other, neither": the prior of each single
share is then Beta(1/2, 1/2), that of Jeffreys."""

METHODS = {
    "draws": "Draws from the posterior (Jeffreys)",
    "sentences": "Resampled sentences",
    "blocks of 2": "Resampled blocks of two sentences",
    "blocks of 3": "Resampled blocks of three sentences",
}


def contrast(shares: np.ndarray) -> np.ndarray:
    """How far the balance of two themes moves: (b - a of the last) - (b - a of the first).

    Parameters
    ----------
    shares : array of float, shape (..., 2, 2)
        First and last release, by the first theme *a* (human rights) and the second *b*.

    Returns
    -------
    array of float, shape (...)
        Between -2 and 2. Positive: the balance moves towards the second theme. 0: it does not move.
    """
    balance = shares[..., 1] - shares[..., 0]
    moved: np.ndarray = balance[..., 1] - balance[..., 0]
    return moved


def joint_cells(flags: np.ndarray) -> np.ndarray:
    """Sentences with both themes, the first only, the second only, neither."""
    one, other = flags[:, 0], flags[:, 1]
    return np.array(
        [(one & other).sum(), (one & ~other).sum(), (~one & other).sum(), (~one & ~other).sum()]
    )


def draw_shares(flags: np.ndarray, draws: int, generator: np.random.Generator) -> np.ndarray:
    """Draws of the two shares of a release from their joint posterior.

    Two themes may stand in one sentence, so that their shares are not independent. The four cells
    have a Dirichlet posterior with `PRIOR` added to each count.

    Returns
    -------
    array of float, shape (draws, 2)
    """
    cells = generator.dirichlet(joint_cells(flags) + PRIOR, size=draws)
    return np.stack([cells[:, 0] + cells[:, 1], cells[:, 0] + cells[:, 2]], axis=1)


def observed_contrast(
    flags: pd.DataFrame, first: str, last: str, themes: Sequence[str] = QUESTION
) -> float:
    """The contrast as counted; ``nan`` where one of the two releases has no sentence."""
    ends = [flags_of(flags, release, themes) for release in (first, last)]
    if not all(len(end) for end in ends):
        return math.nan
    return float(contrast(np.array([end.mean(axis=0) for end in ends])))


def contrast_intervals(
    flags: pd.DataFrame,
    first: str,
    last: str,
    themes: Sequence[str] = QUESTION,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> pd.DataFrame:
    """The contrast with a 95 % interval by each method, one row a method.

    Columns: ``method``, ``estimate`` (as counted, the same in each row), ``low``, ``high`` and
    ``above_zero``, the share of draws in which the contrast is positive.
    """
    estimate = observed_contrast(flags, first, last, themes)
    rows = []
    for method in METHODS if not math.isnan(estimate) else ():
        drawn = _drawn(method, flags, (first, last), themes, resamples, seed)
        low, high = percentiles(drawn)
        rows.append(
            {
                "method": method,
                "estimate": estimate,
                "low": low,
                "high": high,
                "above_zero": float((drawn > 0).mean()),
            }
        )
    return pd.DataFrame(rows, columns=["method", "estimate", "low", "high", "above_zero"])


def _drawn(
    method: str,
    flags: pd.DataFrame,
    ends: tuple[str, str],
    themes: Sequence[str],
    resamples: int,
    seed: int,
) -> np.ndarray:
    if method == "draws":
        generator = np.random.default_rng(seed)
        shares = [draw_shares(flags_of(flags, end, themes), DRAWS, generator) for end in ends]
        return contrast(np.stack(shares, axis=1))
    block = 1 if method == "sentences" else int(method.split()[-1])
    return contrast(
        resampled_shares(flags, ends, themes, resamples=resamples, seed=seed, block=block)
    )


def share_difference(
    flags: pd.DataFrame,
    first: str,
    last: str,
    theme: str,
    *,
    seed: int = SEED,
) -> tuple[float, float, float]:
    """The share of one theme in the last release minus that in the first, with its 95 % interval.

    The interval comes from draws of both posteriors, Beta(h + 1/2, m - h + 1/2).
    """
    generator = np.random.default_rng(seed)
    drawn, shares = [], []
    for release in (first, last):
        own = flags_of(flags, release, [theme])
        if not len(own):
            return math.nan, math.nan, math.nan
        carried = own.sum()
        drawn.append(generator.beta(carried + 0.5, len(own) - carried + 0.5, size=DRAWS))
        shares.append(own.mean())
    return float(shares[1] - shares[0]), *percentiles(drawn[1] - drawn[0])


def without_each_release(
    flags: pd.DataFrame, releases: Sequence[str], themes: Sequence[str] = QUESTION
) -> pd.DataFrame:
    """The contrast when one release is left out: first and last are those of the others.

    Columns: ``left_out`` (empty for none), ``first``, ``last``, ``contrast``.
    """
    rows = []
    for left_out in ("", *releases):
        rest = [release for release in releases if release != left_out]
        if len(rest) < 2:
            continue
        rows.append(
            {
                "left_out": left_out,
                "first": rest[0],
                "last": rest[-1],
                "contrast": observed_contrast(flags, rest[0], rest[-1], themes),
            }
        )
    return pd.DataFrame(rows, columns=["left_out", "first", "last", "contrast"])


def frame_balance(
    flags: pd.DataFrame,
    releases: Sequence[str],
    one: Sequence[str],
    other: Sequence[str],
    *,
    seed: int = SEED,
) -> pd.DataFrame:
    """Log-ratio of two frames in each release: ln((h + 1/2) / (g + 1/2)).

    *h* and *g* count the sentences that carry at least one theme of the one frame (rights) and of
    the other (security). Positive: the first outweighs the second. The half keeps the ratio finite
    where a frame is absent; such a row rests on the prior at one end, and its interval is long.
    The interval holds 95 % of draws from the joint posterior of both shares.

    Columns: ``release``, ``one``, ``other`` (the counts), ``sentences``, ``log_ratio``, ``low``,
    ``high``, and ``p`` of an exact two-sided sign test of the sentences that carry one frame and
    not the other: the interval of a ratio with an absent frame hangs on the prior, the test not.

    References
    ----------
    Lowe, Benoit, Mikhaylov and Laver (2011), Scaling policy preferences from coded political texts.
    """
    generator = np.random.default_rng(seed)
    rows = []
    for release in releases:
        pair = np.stack(
            [flags_of(flags, release, group).any(axis=1) for group in (one, other)], axis=1
        )
        carried = pair.sum(axis=0)
        with np.errstate(divide="ignore"):
            logs = np.log(draw_shares(pair, DRAWS, generator))
        low, high = percentiles(logs[:, 0] - logs[:, 1]) if len(pair) else (math.nan, math.nan)
        ratio = math.log((carried[0] + 0.5) / (carried[1] + 0.5)) if len(pair) else math.nan
        rows.append(
            {
                "release": release,
                "one": int(carried[0]),
                "other": int(carried[1]),
                "sentences": len(pair),
                "log_ratio": ratio,
                "low": low,
                "high": high,
                "p": _sign_test(pair),
            }
        )
    columns = ["release", "one", "other", "sentences", "log_ratio", "low", "high", "p"]
    return pd.DataFrame(rows, columns=columns)


def _sign_test(pair: np.ndarray) -> float:
    """P of as uneven a split of the sentences with one of two flags; 1 where there is none."""
    only_one = int((pair[:, 0] & ~pair[:, 1]).sum())
    only_other = int((~pair[:, 0] & pair[:, 1]).sum())
    total = only_one + only_other
    return float(binomtest(only_one, total).pvalue) if total else 1.0
