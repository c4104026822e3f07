"""Nulls that keep margins: the events of each actor, or those and the actors of each event.

The first is hypergeometric. The second is drawn by curveball trades, and counted out where there
are few events.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import sparse
from scipy.special import gammaln

from communique.incidence import Incidence
from communique.resampling import SEED

DRAWS = 2000
BURN_IN = 100
"""Rounds of trades before the first draw; in a round every row trades once."""

THINNING = 10
"""Rounds of trades from one draw to the next."""

COUNTED_UP_TO = 8
"""Matrices of at most so many events are counted, not drawn."""

LEAST = float(np.finfo(float).tiny)
"""A computed p is never 0: below the smallest number held in full precision, it is that number."""

EXACT_COLUMNS = ["events", "other_events", "pairs", "expected", "most_shared", "smallest_p"]


def fixed_rows_p(events: int, one: np.ndarray, other: np.ndarray, shared: np.ndarray) -> np.ndarray:
    """P(X >= shared) where two actors choose their events by themselves, each event as likely.

    X is hypergeometric: P(X = x) = C(d, x) C(n - d, e - x) / C(n, e).

    Parameters
    ----------
    events : int
        All events, n.
    one, other : arrays of int
        Events of the two actors, d and e, at most n.
    shared : array of int
        At least 0 and at most the smaller of the two.

    Returns
    -------
    array of float
        1 where ``shared`` is 0. The relative error is about 1e-9 with 100,000 events.

    Raises
    ------
    ValueError
        For numbers that cannot be.

    References
    ----------
    Zweig and Kaufmann (2011), A systematic approach to the one-mode projection of bipartite graphs,
    10.1007/s13278-011-0021-0. Neal (2013), Identifying statistically significant edges in one-mode
    projections, 10.1007/s13278-013-0107-y.
    """
    cases, place = distinct(one, other, shared)
    if (cases < 0).any() or (cases > events).any() or (cases[:, 2:] > cases[:, :2]).any():
        raise ValueError("Two actors share at most as many events as each has, of all there are.")
    d, e, k = cases.T
    p = np.empty(len(cases))
    above = k * events > d * e
    p[above] = _hypergeometric_sum(events, d[above], e[above], k[above], upward=True)
    below = ~above
    p[below] = 1 - _hypergeometric_sum(events, d[below], e[below], k[below] - 1, upward=False)
    return np.clip(p, LEAST, 1)[place]


def _hypergeometric_sum(
    n: int, d: np.ndarray, e: np.ndarray, start: np.ndarray, *, upward: bool
) -> np.ndarray:
    """Sum of P(X = x) from ``start`` away from the mean, each term from the one before it.

    0 where ``start`` is -1. `scipy.stats.hypergeom` is slow for large n, and vectorised in name.
    """
    x = start.astype(float)
    possible = (x >= 0) & (x >= d + e - n)
    x = np.where(possible, x, np.minimum(d, e))
    logs = _log_choose(d, x) + _log_choose(n - d, e - x) - _log_choose(n, e)
    term = np.where(possible, np.exp(logs), 0.0)
    total = term.copy()
    while (term > 1e-17 * total).any():
        if upward:
            term = term * (d - x) * (e - x) / ((x + 1) * np.maximum(n - d - e + x + 1, 1))
            x = x + 1
        else:
            term = term * x * (n - d - e + x) / ((d - x + 1) * (e - x + 1))
            x = np.maximum(x - 1, 0)
        total += term
    return total


def _log_choose(n: np.ndarray | int, k: np.ndarray) -> np.ndarray:
    """Natural logarithm of C(n, k); -inf where k is above n."""
    return gammaln(np.add(n, 1)) - gammaln(k + 1) - gammaln(n - k + 1)


def distinct(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Distinct rows of some columns of numbers, and which of them each row is.

    Few cases stand behind many pairs of actors: each case is computed once.
    """
    rows = np.column_stack([np.asarray(column, dtype=np.int64) for column in columns])
    cases, place = np.unique(rows, axis=0, return_inverse=True)
    return cases, place.reshape(-1)


def margin_draws(
    inc: Incidence,
    draws: int = DRAWS,
    *,
    seed: int = SEED,
    burn_in: int = BURN_IN,
    thinning: int = THINNING,
) -> Iterator[sparse.csr_array]:
    """Matrices with the same margins, in the long run all of them equally likely.

    The curveball of Strona et al., in rounds: actors (or events, where they are fewer) are paired
    at random, and each pair deals anew, at random, what only one of the two has, so that both keep
    their numbers. Pairs of a round have nothing in common, so that a round is two sorts. A round is
    as likely as its reverse, and every single trade may come about alone; hence the chain is
    uniform over all matrices of these margins (Carstens et al.).

    Parameters
    ----------
    inc : Incidence
    draws : int
        How many matrices to give.
    burn_in, thinning : int
        Rounds before the first draw and between draws. Draws are nearly, not wholly, independent.

    Yields
    ------
    csr_array of int64, shape (actors, events)
        Indices within a row may be out of order.

    References
    ----------
    Strona et al. (2014), A fast and unbiased procedure to randomize ecological binary matrices with
    fixed row and column totals, 10.1038/ncomms5114. Carstens et al. (2018), Parallel and
    I/O-efficient randomisation of massive networks using global curveball trades,
    10.4230/LIPIcs.ESA.2018.11. Godard and Neal (2022), fastball: a fast algorithm to randomly
    sample bipartite graphs with fixed degree sequences, 10.1093/comnet/cnac049.
    """
    turned = len(inc.events) < len(inc.actors)
    start = inc.matrix.T.tocsr() if turned else inc.matrix
    generator = np.random.default_rng(seed)
    rows = np.repeat(np.arange(start.shape[0]), np.diff(start.indptr))
    columns = start.indices.astype(np.int64)
    ones = np.ones(len(columns), dtype=np.int64)
    for number in range(draws):
        for _ in range(thinning if number else burn_in):
            columns = _round_of_trades(rows, columns, start.shape, generator)
        drawn = sparse.csr_array((ones, columns, start.indptr), shape=start.shape)
        yield drawn.T.tocsr() if turned else drawn


def _round_of_trades(
    rows: np.ndarray, columns: np.ndarray, shape: tuple[int, int], generator: np.random.Generator
) -> np.ndarray:
    """Columns of the same ties after each row has traded with one other; an odd row waits."""
    pair_of_row = np.empty(shape[0], dtype=np.int64)
    pair_of_row[generator.permutation(shape[0])] = np.arange(shape[0]) // 2
    pair = pair_of_row[rows]
    key = pair * shape[1] + columns
    order = np.argsort(key)
    new = np.diff(key[order], prepend=-1, append=-1) != 0
    own = order[new[:-1] & new[1:]]
    dealt = own[np.argsort(pair[own] + generator.random(len(own)))]
    after = columns.copy()
    after[own] = columns[dealt]
    return after


def margin_counts(
    inc: Incidence, one: np.ndarray, other: np.ndarray, bounds: np.ndarray, draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    """Mean shared events of the pairs, and in how many draws they reach each of their bounds.

    ``bounds`` has the shape (bounds, pairs), as have the counts.
    """
    used, place = np.unique(np.concatenate([one, other]), return_inverse=True)
    one, other = np.split(place, 2)
    total = np.zeros(len(one), dtype=np.int64)
    reached = np.zeros(bounds.shape, dtype=np.int64)
    for drawn in margin_draws(inc, draws, seed=seed):
        chosen = drawn if len(used) == drawn.shape[0] else drawn[used]
        found = (chosen @ chosen.T)[one, other]
        total += found
        reached += found >= bounds
    return total / draws, reached


def exact_margins(inc: Incidence) -> pd.DataFrame:
    """What fixed margins leave to chance in a small matrix, by counting all matrices.

    Parameters
    ----------
    inc : Incidence
        Of at most `COUNTED_UP_TO` events and any number of actors.

    Returns
    -------
    frame
        One row for each two numbers of events that a pair of actors has: ``events`` at most
        ``other_events``, ``pairs`` of such actors, ``expected`` shared events, ``most_shared`` that
        any matrix of these margins has, and ``smallest_p``, the share of matrices that have it.

    Raises
    ------
    ValueError
        For more events.
    """
    if len(inc.events) > COUNTED_UP_TO:
        raise ValueError(f"Matrices of more than {COUNTED_UP_TO} events are not counted.")
    degrees = Counter(inc.degrees.tolist())
    rows = []
    for d, e in itertools.combinations_with_replacement(sorted(degrees), 2):
        pairs = math.comb(degrees[d], 2) if d == e else degrees[d] * degrees[e]
        if pairs:
            chance = exact_overlap(inc, d, e)
            most = max(chance)
            expected = sum(count * share for count, share in chance.items())
            rows.append((d, e, pairs, expected, most, chance[most]))
    return pd.DataFrame(rows, columns=EXACT_COLUMNS)


def exact_margins_smallest_p(inc: Incidence) -> float:
    """Smallest p of any pair with both margins fixed, by counting.

    ``nan`` without two actors, and for more than `COUNTED_UP_TO` events, which nobody could count.
    """
    if len(inc.events) > COUNTED_UP_TO:
        return math.nan
    found = exact_margins(inc)["smallest_p"]
    return float(found.min()) if len(found) else math.nan


def exact_overlap(inc: Incidence, one: int, other: int) -> dict[int, float]:
    """Exact distribution of the events shared by two actors, over all matrices of these margins.

    Parameters
    ----------
    one, other : int
        Their numbers of events. Which of the actors with these numbers is the same.

    Returns
    -------
    dict
        Number of shared events to probability, only those that occur.
    """
    rest = sorted(inc.degrees.tolist(), reverse=True)
    for degree in (one, other):
        rest.remove(degree)
    ways: Counter[int] = Counter()
    columns = range(len(inc.events))
    for first in itertools.combinations(columns, one):
        for second in itertools.combinations(columns, other):
            left = inc.sizes.copy()
            left[list(first)] -= 1
            left[list(second)] -= 1
            ways[len({*first} & {*second})] += _matrices(tuple(rest), tuple(sorted(left.tolist())))
    total = sum(ways.values())
    return {shared: count / total for shared, count in sorted(ways.items()) if count}


@lru_cache(maxsize=2**18)
def _matrices(rows: tuple[int, ...], columns: tuple[int, ...]) -> int:
    """How many 0/1 matrices have these margins; columns are sorted, since their order is no matter.

    0 where a column is below zero or the margins do not add up.
    """
    if columns and columns[0] < 0:
        return 0
    if not rows:
        return int(not any(columns))
    found = 0
    for chosen in itertools.combinations(range(len(columns)), rows[0]):
        left = list(columns)
        for column in chosen:
            left[column] -= 1
        found += _matrices(rows[1:], tuple(sorted(left)))
    return found
