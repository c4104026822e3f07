"""Exact tests over releases, and the smallest p that so few releases could reach.

A release is the unit: to ask whether an office changed, releases and not sentences are permuted.
With few releases most tests cannot reach a small p whatever the texts say. Each result here says
what it could have reached.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import theilslopes

from communique.resampling import SEED

ALPHA = 0.05
EXACT_UP_TO = 8
"""All orders of at most so many releases are counted; of more, a sample is drawn."""

SAMPLED_ORDERS = 20_000
DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Trend:
    """Result of a trend test.

    ``s``: pairs that rise minus pairs that fall. ``p``: two-sided. ``smallest_p``: the smallest
    that the same values in any order could give. ``slope``: the median change per year over all
    pairs. All but ``s`` are ``nan`` for fewer than two releases.
    """

    s: int
    p: float
    smallest_p: float
    slope: float
    releases: int


def rising_minus_falling(values: Sequence[float]) -> int:
    """Mann's S: pairs in which the later value is larger, minus pairs in which it is smaller."""
    signs = [np.sign(later - earlier) for earlier, later in itertools.combinations(values, 2)]
    return int(sum(signs))


def trend(days: Sequence[pd.Timestamp], values: Sequence[float], seed: int = SEED) -> Trend:
    """Exact trend test of a series with the slope of Theil and Sen.

    The two-sided p is the share of all orders of the values in which |S| is at least as large as
    observed. Up to `EXACT_UP_TO` releases all orders are counted; beyond, `SAMPLED_ORDERS` are
    drawn and p is (1 + at least as large) / (1 + drawn).

    Parameters
    ----------
    days : sequence of Timestamp
        In rising order; the slope uses them, the test only their order.
    values : sequence of float
        Without ``nan``.

    References
    ----------
    Mann (1945), Nonparametric tests against trend, 10.2307/1907187. Sen (1968), Estimates of the
    regression coefficient based on Kendall's tau.
    """
    if len(days) != len(values) or any(math.isnan(value) for value in values):
        raise ValueError("A trend needs one value for each day, none of them missing.")
    if list(days) != sorted(days):
        raise ValueError("The days of a trend must be in rising order.")
    count = len(values)
    observed = rising_minus_falling(values)
    if count < 2:
        return Trend(observed, math.nan, math.nan, math.nan, count)
    reached = np.abs(_orders(values, seed))
    added = 0 if count <= EXACT_UP_TO else 1
    p = (added + (reached >= abs(observed)).sum()) / (added + len(reached))
    most = abs(rising_minus_falling(sorted(values)))
    smallest = (added + (reached >= most).sum()) / (added + len(reached))
    years = [(day - days[0]).days / DAYS_OF_A_YEAR for day in days]
    slope = math.nan if len(set(years)) < 2 else float(theilslopes(values, years)[0])
    return Trend(observed, float(p), float(smallest), slope, count)


def _orders(values: Sequence[float], seed: int) -> np.ndarray:
    """S of every order of the values, or of a sample of orders."""
    series = np.asarray(values, dtype=float)
    if len(series) <= EXACT_UP_TO:
        orders = series[list(itertools.permutations(range(len(series))))]
    else:
        generator = np.random.default_rng(seed)
        orders = generator.permuted(np.tile(series, (SAMPLED_ORDERS, 1)), axis=1)
    totals = np.zeros(len(orders), dtype=np.int64)
    for i, j in itertools.combinations(range(len(series)), 2):
        totals += np.sign(orders[:, j] - orders[:, i]).astype(np.int64)
    return totals


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's adjustment for several tests: the k-th smallest of m is multiplied by m - k + 1.

    Adjusted values never fall with rising p and never exceed 1. ``nan`` stays ``nan`` and does not
    count as a test.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure.
    """
    known = [i for i, p in enumerate(p_values) if not math.isnan(p)]
    adjusted = [math.nan] * len(p_values)
    largest = 0.0
    for rank, i in enumerate(sorted(known, key=lambda i: p_values[i])):
        largest = max(largest, min(1.0, (len(known) - rank) * p_values[i]))
        adjusted[i] = largest
    return adjusted


def largest_gap(values: Sequence[float]) -> tuple[int, float]:
    """Where a series would be cut in two to make both parts differ most, by their means.

    Returns
    -------
    (position, difference)
        The cut that makes |sum of the first values - its share of the whole| largest, as the number
        of values before it, and the mean after minus the mean before. A description and no test:
        below eight releases no place of a change can be shown. ``(0, nan)`` for a single value.

    References
    ----------
    Pettitt (1979), 10.2307/2346729, whose test asks the same of ranks.
    """
    series = np.asarray(values, dtype=float)
    if len(series) < 2:
        return 0, math.nan
    distances = np.abs(np.cumsum(series - series.mean()))[:-1]
    cut = int(np.argmax(np.round(distances, 12))) + 1
    return cut, float(series[cut:].mean() - series[:cut].mean())


def smallest_trend_p(releases: int) -> float:
    """Smallest two-sided p of a trend without ties: 2 / n!, and 1 for fewer than two releases."""
    return 1.0 if releases < 2 else 2 / math.factorial(releases)


def smallest_split_p(releases: int) -> float:
    """Smallest one-sided p when releases are dealt into two periods: 1 / C(n, n // 2)."""
    return 1 / math.comb(releases, releases // 2)


def smallest_change_p(releases: int) -> float:
    """Smallest p of a single change point at an unknown place: 2 / C(n, n // 2), at most 1.

    Two orders, low before high and high before low, are equally extreme.

    References
    ----------
    Pettitt (1979), A non-parametric approach to the change-point problem, 10.2307/2346729.
    """
    return min(1.0, 2 / math.comb(releases, releases // 2))


def releases_needed(
    smallest_p: Callable[[int], float], tests: int = 1, alpha: float = ALPHA
) -> int:
    """The fewest releases whose smallest p, times the number of tests, is at most alpha."""
    return next(n for n in itertools.count(2) if smallest_p(n) * tests <= alpha)


def theme_trends(shares: pd.DataFrame) -> pd.DataFrame:
    """The trend of each theme's share over the dated releases, with Holm's adjustment.

    Parameters
    ----------
    shares : frame
        As made by `shares.theme_shares`.

    Returns
    -------
    frame
        One row a theme, in the order given: ``theme``, ``label``, ``releases``, ``s``,
        ``slope_per_year``, ``p``, ``smallest_p``, ``gap_after`` and ``gap`` (the release after
        which the means differ most, and by how much; a description), ``p_holm``.
    """
    rows = []
    for theme, label in shares[["theme", "label"]].drop_duplicates().itertuples(index=False):
        own = shares[(shares["theme"] == theme)].dropna(subset=["date", "share"])
        own = own.sort_values(["date", "release"])
        found = trend(list(own["date"]), list(own["share"]))
        cut, gap = largest_gap(list(own["share"]))
        rows.append(
            {
                "theme": theme,
                "label": label,
                "releases": found.releases,
                "s": found.s,
                "slope_per_year": found.slope,
                "p": found.p,
                "smallest_p": found.smallest_p,
                "gap_after": own["release"].iloc[cut - 1] if cut else "",
                "gap": gap,
            }
        )
    columns = ["theme", "label", "releases", "s", "slope_per_year", "p", "smallest_p",
               "gap_after", "gap"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(p_holm=holm(list(frame["p"])))
