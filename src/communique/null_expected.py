"""The null that keeps margins on average: the stochastic degree sequence model, exactly.

Cells follow the maximum-entropy model with the given expected margins; shared events are then a sum
of unequal chances, one for each event.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy import fft, optimize
from scipy.special import expit, logit

from communique.incidence import Incidence
from communique.null_margins import LEAST, distinct

OFF_BY = 1e-6
"""How far an expected margin may lie from the given one."""

CELLS = 2**20
"""Probabilities held at once, so that memory does not grow with the pairs."""


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
        cases, place = distinct(one, other)
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
        cases, place = distinct(one, other, shared)
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
