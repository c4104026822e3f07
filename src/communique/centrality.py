"""How central an actor is among events.

The network is two-mode, so that a measure is divided by what a two-mode network allows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.stats import rankdata

from communique.incidence import incidence

DECIMALS = 12
"""Values are rounded to so many places, so that equal positions are equal numbers."""

DENSE_UP_TO = 2_000
"""Cells of a matrix up to which a sparse one costs more to make than it saves."""


# ---------------------------------------------------------------------- the matrix


def two_mode_matrix(
    ties: pd.DataFrame, events: Sequence[str] | None = None
) -> tuple[np.ndarray, list[str], list[str]]:
    """Who takes part in what, whatever the role.

    Parameters
    ----------
    ties : frame with ``node`` and ``release``
        See `network.merge_successions`. A pair that stands there more than once is one tie.
    events : sequence of str, optional
        All events in the order of the columns, those without a tie as well; without it, the
        events of the ties, sorted.

    Returns
    -------
    matrix : array of 0.0 and 1.0, shape (actors, events)
    actors : list of str
        Sorted.
    events : list of str

    Raises
    ------
    ValueError
        For a tie to an event that is not listed, or an event that is listed twice.
    """
    known = sorted(set(ties["release"])) if events is None else list(events)
    found = incidence(ties, known)
    return found.matrix.toarray().astype(float), list(found.actors), list(found.events)


def _checked(matrix: np.ndarray, actors: Sequence[str] | None = None) -> np.ndarray:
    """The matrix as floats, if it is one of zeros and ones with a row an actor."""
    found = np.asarray(matrix, dtype=float)
    if found.ndim != 2:
        raise ValueError("The matrix has to have two dimensions: actors and events.")
    if not np.isin(found, (0.0, 1.0)).all():
        raise ValueError("The matrix may hold only 0 and 1.")
    if actors is not None and len(actors) != len(found):
        raise ValueError(f"{len(found)} rows cannot stand for {len(actors)} actors.")
    if actors is not None and len(set(actors)) < len(actors):
        raise ValueError("An actor stands in two rows.")
    return found


# ---------------------------------------------------------------------- measures


def degree(matrix: np.ndarray) -> np.ndarray:
    """Share of all events that an actor is tied to.

    Parameters
    ----------
    matrix : array of 0 and 1, shape (actors, events)

    Returns
    -------
    array of float, shape (actors,)
        From 0, for an actor without an event, to 1. ``nan`` where there is no event.

    References
    ----------
    Borgatti and Everett (1997), Network analysis of 2-mode data.
    DOI 10.1016/S0378-8733(96)00301-2.
    """
    found = _checked(matrix)
    events = found.shape[1]
    return found.sum(axis=1) / events if events else np.full(len(found), math.nan)


def path_counts(matrix: np.ndarray) -> list[np.ndarray]:
    """How many shortest paths lead to each node from each row node, by the length of the path.

    Breadth first from all rows at once: each step is one product of matrices.

    Parameters
    ----------
    matrix : array of 0 and 1, shape (rows, columns)

    Returns
    -------
    list of arrays of float
        Element *k* holds the paths of length *k* from the row of each of its columns: of shape
        (rows, rows) where *k* is even, (columns, rows) where it is odd; 0 where the shortest path
        has another length or there is none.
    """
    return list(_path_counts(np.asarray(matrix, dtype=float).tobytes(), matrix.shape))


@lru_cache(maxsize=2)
def _path_counts(content: bytes, shape: tuple[int, int]) -> tuple[np.ndarray, ...]:
    """The same of the matrix with this content; kept, since two measures ask for it in turn."""
    matrix = np.frombuffer(content).reshape(shape)
    steps = _steps(matrix)
    seen = [np.zeros((size, len(matrix)), bool) for size in matrix.shape]
    counts: list[np.ndarray] = []
    found = np.eye(len(matrix))
    while found.any():
        side = len(counts) % 2
        counts.append(found)
        seen[side] |= found > 0
        found = steps[side] @ found
        found[seen[1 - side]] = 0
    return tuple(counts)


def _steps(matrix: np.ndarray) -> tuple[Any, Any]:
    """The ties as steps from rows to columns, and from columns to rows.

    Sparse but for small networks: few pairs are tied, and the products neither wait for threads
    nor depend on them.
    """
    if matrix.size <= DENSE_UP_TO:
        return matrix.T, matrix
    return csr_array(matrix.T), csr_array(matrix)


def _reached(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Actors (with itself) and events that each actor reaches, and the sum of the distances."""
    reached = np.zeros((2, len(matrix)))
    distance = np.zeros(len(matrix))
    for length, counts in enumerate(path_counts(matrix)):
        here = np.count_nonzero(counts, axis=0)
        reached[length % 2] += here
        distance += length * here
    return reached[0], reached[1], distance


def _near(numerator: np.ndarray | float, distance: np.ndarray, reach: np.ndarray) -> np.ndarray:
    """``numerator / distance * reach``; 0 for who reaches nobody, being infinitely far."""
    zero = np.zeros_like(distance)
    return np.divide(numerator, distance, out=zero, where=distance > 0) * reach


def closeness(matrix: np.ndarray) -> np.ndarray:
    """How near an actor is to all others: the least possible distance divided by its own.

    (m + 2 (n - 1)) / d for n actors, m events and the sum d of the distances to all that can be
    reached, times the share of the other nodes that can be reached, as networkx has it. 1 is an
    actor in all events. Only in a network of one piece is the measure bounded by 1: the least
    distance is that to all nodes, but d is summed over one piece, so that a small piece is
    overrated, far beyond 1. `reach_closeness` is not, and is the same where there is one piece.

    Parameters
    ----------
    matrix : array of 0 and 1, shape (actors, events)

    Returns
    -------
    array of float, shape (actors,)
        0 for an actor without an event: all others are infinitely far. ``nan`` where there is no
        event.

    References
    ----------
    Borgatti and Everett (1997), Network analysis of 2-mode data.
    DOI 10.1016/S0378-8733(96)00301-2.
    """
    found = _checked(matrix)
    actors, events = found.shape
    if not events:
        return np.full(actors, math.nan)
    own, others, distance = _reached(found)
    reach = (own + others - 1) / (actors + events - 1)
    return _near(float(events + 2 * (actors - 1)), distance, reach)


def reach_closeness(matrix: np.ndarray) -> np.ndarray:
    """Closeness that also holds in a network of several pieces: between 0 and 1 in all of them.

    (m' + 2 (n' - 1)) / d * (n' + m' - 1) / (n + m - 1), where n' actors (with itself) and m' events
    can be reached: the least distance to those that are reached divided by the distance to them,
    times the share of the other nodes that they are.

    Parameters
    ----------
    matrix : array of 0 and 1, shape (actors, events)

    Returns
    -------
    array of float, shape (actors,)
        0 for an actor without an event; ``nan`` where there is no event.

    References
    ----------
    Borgatti and Everett (1997), as `closeness`; for the share that is reached, Wasserman and Faust
    (1994), Social Network Analysis. DOI 10.1017/CBO9780511815478.
    """
    found = _checked(matrix)
    actors, events = found.shape
    if not events:
        return np.full(actors, math.nan)
    own, others, distance = _reached(found)
    reach = (own + others - 1) / (actors + events - 1)
    return _near(others + 2 * (own - 1), distance, reach)


def betweenness(matrix: np.ndarray) -> np.ndarray:
    """How often an actor stands on the shortest paths between two others, actors or events.

    The sum, over all pairs, of the share of their shortest paths on which the actor stands, divided
    by `most_betweenness`. Pairs without a path add nothing.

    Parameters
    ----------
    matrix : array of 0 and 1, shape (actors, events)

    Returns
    -------
    array of float, shape (actors,)
        0 for an actor on no path between others, one without an event among them. ``nan`` where
        the greatest value is 0, which is so with fewer than two events.

    References
    ----------
    Brandes (2001), A faster algorithm for betweenness centrality.
    DOI 10.1080/0022250X.2001.9990249; normalised as in Borgatti and Everett (1997), Network
    analysis of 2-mode data. DOI 10.1016/S0378-8733(96)00301-2.
    """
    found = _checked(matrix)
    most = most_betweenness(*found.shape)
    if not most:
        return np.full(len(found), math.nan)
    from_actors, _ = _dependencies(found)
    _, from_events = _dependencies(found.T)
    return (from_actors + from_events) / 2 / most


def most_betweenness(actors: int, events: int) -> float:
    """The greatest betweenness that an actor can have among so many actors and events.

    [m² (s + 1)² + m (s + 1)(2t - s - 1) - t (2s - t + 3)] / 2 for n actors and m events, with
    s and t the quotient and remainder of (n - 1) / m: the actor is in all events, and the others
    are spread over them as evenly as can be, each in one. 0 where there is no pair to stand
    between.

    References
    ----------
    Borgatti and Everett (1997), Network analysis of 2-mode data.
    DOI 10.1016/S0378-8733(96)00301-2.
    """
    if not actors or not events:
        return 0.0
    s, t = divmod(actors - 1, events)
    square, middle = events**2 * (s + 1) ** 2, events * (s + 1) * (2 * t - s - 1)
    return (square + middle - t * (2 * s - t + 3)) / 2


def _dependencies(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Shares of shortest paths from all rows that pass each row node, and each column node.

    A pair of rows is counted from both its ends; a row and a column once.
    """
    counts = path_counts(matrix)
    passed = [np.zeros(len(matrix)), np.zeros(matrix.shape[1])]
    if not counts:
        return passed[0], passed[1]
    steps = _steps(matrix)
    beyond = np.zeros_like(counts[-1])
    for length in range(len(counts) - 1, 1, -1):
        here = counts[length]
        weight = np.divide(1 + beyond, here, out=np.zeros_like(here), where=here > 0)
        beyond = counts[length - 1] * (steps[length % 2] @ weight)
        passed[(length - 1) % 2] += beyond.sum(axis=1)
    return passed[0], passed[1]


MEASURES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "degree": degree,
    "closeness": closeness,
    "reach_closeness": reach_closeness,
    "betweenness": betweenness,
}
"""Measures by name: each takes the matrix and gives one number an actor."""


def values_of(matrix: np.ndarray, measures: Sequence[str]) -> np.ndarray:
    """Each measure of each actor, as if the matrix were all that is known.

    An actor without an event is then not known, and no node: it has 0 in every measure and does not
    count among the actors by which the others are divided. Where a measure is not defined for those
    that are known, it is ``nan`` for all.

    Returns
    -------
    array of float, shape (measures, actors)
        Rounded to `DECIMALS` places.

    Raises
    ------
    ValueError
        For an unknown measure, or a matrix with anything but 0 and 1.
    """
    found = _checked(matrix)
    _known(measures)
    present = found.any(axis=1)
    values = np.zeros((len(measures), len(found)))
    for place, measure in enumerate(measures):
        own = MEASURES[measure](found[present])
        if not found.shape[1] or np.isnan(own).any():
            values[place] = math.nan
        else:
            values[place, present] = own
    return values.round(DECIMALS)


def _known(measures: Sequence[str]) -> None:
    if isinstance(measures, str):
        raise ValueError(f"Give the measures as a list: [{measures!r}].")
    for measure in measures:
        if measure not in MEASURES:
            raise ValueError(f"The measure {measure!r} is unknown; use {', '.join(MEASURES)}.")
    if len(set(measures)) < len(measures):
        raise ValueError("A measure is named twice.")


def ranks(values: np.ndarray) -> np.ndarray:
    """Places along the last axis: 1 is the highest; equal values share the best of their places.

    ``nan`` for all where one value is ``nan``.
    """
    return np.asarray(rankdata(-values, method="min", axis=-1), dtype=float)


# ---------------------------------------------------------------------- samples of events
