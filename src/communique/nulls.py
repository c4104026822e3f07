"""How many events two actors would share by chance: three nulls, and the smallest p of each.

``fixed_rows``: each actor keeps its number of events, every event is as likely. ``fixed_margins``:
events keep their numbers of actors as well; drawn. ``expected_degrees``: both margins hold on
average; exact. All ask one-sided whether two actors share at least as many events as they do. The
first forgets that large events bring everybody together, the other two do not.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd
from scipy import fft, optimize, sparse
from scipy.special import expit, gammaln, logit

from communique.incidence import Incidence, shared_events
from communique.resampling import SEED
from communique.trend import ALPHA, smallest_split_p

NULLS = ("fixed_rows", "fixed_margins", "expected_degrees")
DRAWS = 2000
BURN_IN = 100
"""Rounds of trades before the first draw; in a round every row trades once."""
THINNING = 10
"""Rounds of trades from one draw to the next."""
COUNTED_UP_TO = 8
"""Matrices of at most so many events are counted, not drawn."""
LEAST = float(np.finfo(float).tiny)
"""A computed p is never 0: below the smallest number held in full precision, it is that number."""
OFF_BY = 1e-6
"""How far an expected margin may lie from the given one."""
CELLS = 2**20
"""Probabilities held at once, so that memory does not grow with the pairs."""

PAIR_COLUMNS = ["actor", "other_actor", "events", "other_events", "shared",
                *(f"{name}_{null}" for name in ("expected", "p", "smallest_p", "holm")
                  for null in NULLS)]  # fmt: skip
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
    cases, place = _distinct(one, other, shared)
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


def _distinct(*columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
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


def _margin_counts(
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


@dataclass(frozen=True, eq=False)
class ExpectedDegrees:
    """Chances of ties where both margins hold on average.

    Attributes
    ----------
    degrees, sizes : arrays of int, shapes (a,) and (b,)
        The distinct numbers of events of an actor, and of actors of an event, rising.
    events : array of int, shape (b,)
        How many events have each size.
    chance : array of float, shape (a, b)
        Probability of a tie between an actor of that degree and an event of that size.
    """

    degrees: np.ndarray
    sizes: np.ndarray
    events: np.ndarray
    chance: np.ndarray

    def shared(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        """Expected shared events of two actors with these numbers of events."""
        cases, place = _distinct(one, other)
        return (self._joint(cases) @ self.events)[place]

    def p(self, one: np.ndarray, other: np.ndarray, shared: np.ndarray) -> np.ndarray:
        """P(X >= shared), where X sums one binomial count for each size of event.

        Parameters
        ----------
        one, other : arrays of int
            Events of the two actors, as `degrees` has them.
        shared : array of int

        Returns
        -------
        array of float
            No approximation but that of floating point, for any number of events; 1 where
            ``shared`` is 0.

        References
        ----------
        Neal (2014), The backbone of bipartite projections, 10.1016/j.socnet.2014.06.001.
        """
        cases, place = _distinct(one, other, shared)
        return _at_least(self._joint(cases[:, :2]), self.events, cases[:, 2])[place]

    def _joint(self, cases: np.ndarray) -> np.ndarray:
        """Probability that both of two actors have a tie to an event of each size."""
        place = np.searchsorted(self.degrees, cases)
        if not np.array_equal(self.degrees.take(place, mode="clip"), cases):
            raise ValueError("No actor has such a number of events.")
        return self.chance[place[:, 0]] * self.chance[place[:, 1]]


def _at_least(joint: np.ndarray, events: np.ndarray, least: np.ndarray) -> np.ndarray:
    """P(X >= least) of sums of binomial counts, one a row of ``joint``.

    The distribution is tilted, so that its middle lies where the tail begins: its Fourier transform
    then gives the terms of a tail of 1e-200 with as many digits as those of one half. What lies out
    of the window is below 1e-17 of the whole.
    """
    p = np.ones(len(joint))
    possible = (joint > 0) @ events
    p[least > possible] = LEAST
    asked = np.flatnonzero((least > (joint >= 1) @ events) & (least <= possible))
    tilt = _tilts(joint[asked], events, least[asked])
    tilted = expit(tilt[:, None] + logit(joint[asked]))
    low, length = _windows(tilted, events)
    order = np.argsort(length, kind="stable")
    for first, last in _chunks(length[order]):
        own = order[first:last]
        terms = _terms(tilted[own], events, low[own], int(length[order[last - 1]]))
        beyond = low[own, None] + np.arange(terms.shape[1]) - least[asked[own], None]
        weights = np.where(beyond >= 0, np.exp(-tilt[own, None] * np.maximum(beyond, 0)), 0)
        scale = (
            _log_tilted_mass(joint[asked[own]], events, tilt[own]) - tilt[own] * least[asked[own]]
        )
        p[asked[own]] = np.exp(scale) * (weights * terms).sum(axis=1)
    return np.clip(p, LEAST, 1)


def _tilts(joint: np.ndarray, events: np.ndarray, least: np.ndarray) -> np.ndarray:
    """By how much log-odds have to rise for a mean of about ``least`` - 1/2; 0 if it is larger."""
    logs = logit(joint)
    lowest = np.where(joint > 0, logs, math.inf).min(axis=1, initial=math.inf)
    low = np.zeros(len(joint))
    high = np.maximum(math.log(2 * events.sum() + 1) - lowest, 0)
    for _ in range(24):
        middle = (low + high) / 2
        short = expit(middle[:, None] + logs) @ events < least - 0.5
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.where(low > 0, high, 0.0)


def _windows(chance: np.ndarray, events: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First count and length of a window with all but 1e-17 of each sum, by Bernstein's bound."""
    mean, spread = chance @ events, (chance * (1 - chance)) @ events
    reach = 14 + np.sqrt(14**2 + 2 * 42 * spread)
    low = np.maximum(np.floor(mean - reach), 0)
    high = np.minimum(np.ceil(mean + reach), events.sum())
    return low.astype(np.int64), (high - low + 1).astype(np.int64)


def _chunks(lengths: np.ndarray) -> Iterator[tuple[int, int]]:
    """Slices of rising lengths: each of about one length, and not too large together."""
    first = 0
    while first < len(lengths):
        longest = 1.2 * lengths[first]
        last = int(np.searchsorted(lengths, longest, "right"))
        last = min(last, first + max(1, int(CELLS // longest)))
        yield first, last
        first = last


def _terms(chance: np.ndarray, events: np.ndarray, low: np.ndarray, length: int) -> np.ndarray:
    """P(X = low), P(X = low + 1), ... of each row, by the inverse of the Fourier transform of X."""
    angle = 2 * math.pi * np.arange(length // 2 + 1) / length
    sine, half = np.sin(angle), np.sin(angle / 2) ** 2
    size, turn = np.zeros((2, len(chance), len(angle)))
    turn -= angle * low[:, None]
    for own, number in zip(chance.T[:, :, None], events, strict=True):
        with np.errstate(divide="ignore"):
            size += number / 2 * np.log1p(np.maximum(-4 * own * (1 - own) * half, -1))
        turn += number * np.arctan2(own * sine, 1 - 2 * own * half)
    return fft.irfft(np.exp(size - 1j * turn), n=length, axis=1)


def _log_tilted_mass(joint: np.ndarray, events: np.ndarray, tilt: np.ndarray) -> np.ndarray:
    """Logarithm of the mean of exp(tilt X)."""
    with np.errstate(divide="ignore"):
        return np.logaddexp(np.log1p(-joint), tilt[:, None] + np.log(joint)) @ events


def expected_degrees(inc: Incidence) -> ExpectedDegrees:
    """The bipartite configuration model: chances of most entropy that keep both margins on average.

    The chance of a cell is x y / (1 + x y), with x of the actor's degree and y of the event's size.
    Cells that every matrix of these margins has, or has not (those of an actor of all events, say),
    are 1 or 0 and are set apart before, since no finite x and y reach them.

    Raises
    ------
    ArithmeticError
        Where the margins could not be met to 1e-6; nothing is then given.

    References
    ----------
    Saracco et al. (2015), Randomizing bipartite networks: the case of the World Trade Web,
    10.1038/srep10595.
    """
    degrees, actors = np.unique(inc.degrees, return_counts=True)
    sizes, events = np.unique(inc.sizes, return_counts=True)
    chance = np.zeros((len(degrees), len(sizes)))
    _fill(chance, Margin(degrees, actors), Margin(sizes, events))
    off = [chance @ events - degrees, actors @ chance - sizes]
    if max((np.abs(part).max() for part in off if part.size), default=0.0) > OFF_BY:
        raise ArithmeticError("The expected margins could not be met.")
    return ExpectedDegrees(degrees, sizes, events, chance)


@dataclass(frozen=True, eq=False)
class Margin:
    """Classes of rows or columns: the ties of each one, rising, and how many are in the class."""

    ties: np.ndarray
    number: np.ndarray

    def top(self) -> tuple[np.ndarray, np.ndarray]:
        """How many rows the 0, 1, 2, ... uppermost classes have, and how many ties together."""
        rows = np.cumsum(np.r_[0, self.number[::-1]])
        return rows, np.cumsum(np.r_[0, (self.number * self.ties)[::-1]])


def _fill(chance: np.ndarray, rows: Margin, columns: Margin) -> None:
    """Write the chances of a block, part by part where its margins leave no choice.

    Rows A and columns B can hold no more than |A||B| ties and those of the other columns. Where the
    ties of A are as many, all cells of A and B are ties, and none of the other rows and columns.
    """
    if not chance.size:
        return
    (height, row_ties), (width, column_ties) = rows.top(), columns.top()
    room = np.multiply.outer(height, width) + column_ties[-1] - column_ties - row_ties[:, None]
    room[0, -1] = room[-1, 0] = 1
    tight = np.argwhere(room == 0)
    if not len(tight):
        chance[:] = _free_chances(rows, columns)
        return
    a, b = (int(count) for count in tight[0])
    low, left = chance.shape[0] - a, chance.shape[1] - b
    chance[low:, left:] = 1
    _fill(chance[low:, :left],
          Margin(rows.ties[low:] - width[b], rows.number[low:]),
          Margin(columns.ties[:left], columns.number[:left]))  # fmt: skip
    _fill(chance[:low, left:],
          Margin(rows.ties[:low], rows.number[:low]),
          Margin(columns.ties[left:] - height[a], columns.number[left:]))  # fmt: skip


def _free_chances(rows: Margin, columns: Margin) -> np.ndarray:
    """The chances of a block none of whose cells is forced, by its equations for the margins."""
    count = len(rows.ties)
    ties = math.sqrt(rows.ties @ rows.number)

    def chances(logs: np.ndarray) -> np.ndarray:
        return expit(logs[:count, None] + logs[None, count:])

    def off(logs: np.ndarray) -> np.ndarray:
        found = chances(logs)
        return np.r_[
            rows.number * (found @ columns.number - rows.ties),
            columns.number * (rows.number @ found - columns.ties),
        ]

    def slope(logs: np.ndarray) -> np.ndarray:
        found = chances(logs)
        spread = rows.number[:, None] * found * (1 - found) * columns.number
        return np.block(
            [[np.diag(spread.sum(axis=1)), spread], [spread.T, np.diag(spread.sum(axis=0))]]
        )

    start = np.log(np.r_[rows.ties / ties, columns.ties / ties])
    return chances(optimize.root(off, start, jac=slope, method="lm", tol=1e-13).x)


def pair_nulls(
    inc: Incidence,
    draws: int = DRAWS,
    seed: int = SEED,
    at_least: int = 1,
    least_events: int = 1,
) -> pd.DataFrame:
    """The pairs of actors that share events, and what the three nulls say of them.

    Parameters
    ----------
    inc : Incidence
    draws : int
        Matrices drawn for ``fixed_margins``; with 0 its columns are ``nan``.
    at_least : int
        Only pairs that share so many events are given. All are tested and count for Holm.
    least_events : int
        Only actors of so many events are paired. The nulls are those of the whole matrix. Since
        they keep the numbers of events, choosing by them does not favour a small p.

    Returns
    -------
    frame
        One row a pair, by ``p_expected_degrees``, then names: ``actor``, ``other_actor``,
        ``events``, ``other_events``, ``shared``; for each null ``expected_*`` shared events,
        one-sided ``p_*`` of sharing at least as many, ``smallest_p_*`` (the p if the one had all
        its events, or the other all its, in common), and ``holm_*``: p adjusted for all pairs of
        these actors, those that share nothing having p 1. For ``fixed_margins`` p is (1 + draws
        that reach it) / (1 + draws), the smallest p likewise, never below 1 / (1 + draws).

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure.
    """
    degrees = inc.degrees
    paired = degrees >= least_events
    one, other, shared = shared_events(inc)
    kept = paired[one] & paired[other]
    one, other, shared = one[kept], other[kept], shared[kept]
    found = _three_nulls(inc, one, other, shared, draws, seed)
    names = np.array(inc.actors, dtype=object)
    data = {
        "actor": names[one],
        "other_actor": names[other],
        "events": degrees[one],
        "other_events": degrees[other],
        "shared": shared,
        **found,
        **{f"holm_{null}": holm_among(found[f"p_{null}"], math.comb(int(paired.sum()), 2))
           for null in NULLS},
    }  # fmt: skip
    frame = pd.DataFrame(data, columns=PAIR_COLUMNS)
    return (
        frame[frame["shared"] >= at_least]
        .sort_values(["p_expected_degrees", "actor", "other_actor"])
        .reset_index(drop=True)
    )


def _three_nulls(
    inc: Incidence,
    one: np.ndarray,
    other: np.ndarray,
    shared: np.ndarray,
    draws: int,
    seed: int,
) -> dict[str, np.ndarray]:
    """Expected numbers, p and smallest p of some pairs under each null."""
    d, e, events = inc.degrees[one], inc.degrees[other], len(inc.events)
    bounds = np.array([shared, np.minimum(d, e)])
    model = expected_degrees(inc)
    drawn = np.full(len(d), math.nan), np.full(bounds.shape, math.nan)
    if draws and len(d):
        mean, reached = _margin_counts(inc, one, other, bounds, draws, seed)
        drawn = mean, (1 + reached) / (1 + draws)
    both = model.p(np.tile(d, 2), np.tile(e, 2), bounds.reshape(-1)).reshape(bounds.shape)
    alone = np.array([fixed_rows_p(events, d, e, bound) for bound in bounds])
    nulls = (d * e / max(events, 1), alone), drawn, (model.shared(d, e), both)
    found: dict[str, np.ndarray] = {}
    for null, (expected, p) in zip(NULLS, nulls, strict=True):
        found |= {f"expected_{null}": expected, f"p_{null}": p[0], f"smallest_p_{null}": p[1]}
    return found


def holm_among(p_values: np.ndarray, tests: int) -> np.ndarray:
    """Holm's adjustment of some p among more tests, the others of which have p 1.

    Parameters
    ----------
    p_values : array of float
        ``nan`` stays ``nan``.
    tests : int
        All tests, at least as many as there are values.

    Returns
    -------
    array of float
        In the same order; as `trend.holm` of these p and as many ones as are missing.
    """
    if tests < len(p_values):
        raise ValueError(f"{len(p_values)} values of p cannot come from {tests} tests.")
    order = np.argsort(p_values, kind="stable")
    times = tests - np.arange(len(p_values))
    adjusted = np.empty(len(p_values))
    adjusted[order] = np.minimum(1, np.maximum.accumulate(times * np.asarray(p_values)[order]))
    return np.where(np.isnan(p_values), math.nan, adjusted)


def backbone(pairs: pd.DataFrame, null: str, alpha: float = ALPHA) -> pd.DataFrame:
    """The pairs that share more events than a null bears: Holm-adjusted p at most alpha.

    Parameters
    ----------
    pairs : frame of `pair_nulls`
    null : str
        One of `NULLS`.

    Returns
    -------
    frame
        Rows of ``pairs``; without a row where none passes, which with few events is the rule.
    """
    if null not in NULLS:
        raise ValueError(f"The null {null!r} is unknown. Use one of {', '.join(NULLS)}.")
    return pairs[pairs[f"holm_{null}"] <= alpha].reset_index(drop=True)


def draws_needed(tests: int, alpha: float = ALPHA) -> int:
    """Draws with which a pair that no draw reaches passes Holm among so many tests.

    With fewer no pair can pass ``fixed_margins``, however much it shares.
    """
    return math.ceil(tests / alpha)


def smallest_p(events: int, null: str = "fixed_rows") -> float:
    """Smallest p that any two actors could reach with so many events: 1 / C(n, n // 2).

    Reached where both have half of the events, and the same ones. Only for ``fixed_rows``: the
    smallest p of the other two nulls hangs on the margins (see `pair_nulls` and `exact_margins`).
    """
    if null != "fixed_rows":
        raise ValueError(f"The smallest p of {null!r} hangs on the margins, not only on events.")
    return smallest_split_p(events)


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
    """Smallest p of any pair with both margins fixed, by counting; ``nan`` without two actors."""
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
