"""How much of an actor's place in a network is these events and no others.

The intervals ask what would be said had other events been held, drawn from those that are known.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from communique.centrality import (
    _checked,
    _known,
    ranks,
    values_of,
)
from communique.resampling import RESAMPLES, SEED
from communique.shares import CONFIDENCE

COMPLETE_EVENTS = 7
"""Up to so many events every sample is gone through: 1,716 of them."""

MOST_EVENTS = 10
"""More than that many events have too many samples to list: 92,378 for ten."""

COLUMNS = ["actor", "measure", "value", "low", "high", "rank", "rank_low", "rank_high", "p_first"]
LEFT_OUT = ["left_out", "actor", "measure", "value", "rank"]
RANK_RANGES = ["actor", "measure", "rank_low", "rank_high", "events"]


def event_samples(number: int) -> tuple[np.ndarray, np.ndarray]:
    """Every sample of as many events as there are, with replacement, and its probability.

    Parameters
    ----------
    number : int
        Events.

    Returns
    -------
    counts : array of int, shape (C(2n - 1, n), n)
        How often each event is in the sample.
    probabilities : array of float
        n! / (k1! ... kn!) / n^n; they add up to 1.

    Raises
    ------
    ValueError
        For fewer than 0 or more than `MOST_EVENTS` events: use `drawn_event_samples`.

    References
    ----------
    Efron (1979), Bootstrap methods: another look at the jackknife. DOI 10.1214/aos/1176344552.
    """
    if not 0 <= number <= MOST_EVENTS:
        raise ValueError(f"The samples of {number} events cannot all be listed.")
    drawn = list(itertools.combinations_with_replacement(range(number), number))
    counts = np.array([[sample.count(event) for event in range(number)] for sample in drawn], int)
    ways = [
        math.factorial(number) // math.prod(math.factorial(int(k)) for k in sample)
        for sample in counts
    ]
    return counts, np.array(ways) / number**number


def drawn_event_samples(
    number: int, resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[np.ndarray, np.ndarray]:
    """Samples of as many events as there are, drawn with replacement: as `event_samples`.

    Returns
    -------
    counts : array of int, shape (resamples, number)
    probabilities : array of float
        1 / resamples each.

    Raises
    ------
    ValueError
        For fewer than 0 events or fewer than 1 resample.
    """
    if number < 0 or resamples < 1:
        raise ValueError(f"{resamples} samples of {number} events cannot be drawn.")
    generator = np.random.default_rng(seed)
    drawn = generator.integers(0, max(number, 1), size=(resamples, number))
    counts = (drawn[:, :, None] == np.arange(number)).sum(axis=1, dtype=int)
    return counts, np.full(resamples, 1 / resamples)


def centrality_intervals(
    matrix: np.ndarray,
    actors: Sequence[str],
    measures: Sequence[str],
    *,
    resamples: int | None = None,
    seed: int = SEED,
) -> pd.DataFrame:
    """Each measure of each actor, with what it would be had other events been held.

    The events are drawn with replacement from those that are known, and each sample is read as if
    it were all: an event that is drawn twice is two events with the same ties, and an actor without
    an event in the sample has 0 there (see `values_of`). Percentiles are the least value below or
    at which the probability reaches 2.5 and 97.5 per cent. They say how much rests on single
    events, and nothing of actors or events that were never seen. A sample holds fewer actors than
    the whole, so that closeness tends to be lower in it: an interval need not hold the value. Ranks
    are taken within the sample and do not suffer from that.

    Parameters
    ----------
    matrix : array of 0 and 1, shape (actors, events)
        See `two_mode_matrix`.
    actors : sequence of str
        One a row.
    measures : sequence of str
        Keys of `MEASURES`.
    resamples : int, optional
        How many samples to draw. Without it, every possible sample where there are at most
        `COMPLETE_EVENTS` events, and `resampling.RESAMPLES` draws where there are more.

    Returns
    -------
    frame
        One row a measure and actor, by measure, rank and name: ``actor``, ``measure``, ``value``;
        ``low`` and ``high``; ``rank`` (1 is the highest; equal values share the best place),
        ``rank_low`` (the better end, the smaller number) and ``rank_high``; ``p_first``, the
        probability of the first place, split evenly among those that share it; ``samples``;
        ``complete``, whether these are all samples. Missing where the measure is not defined.

    Raises
    ------
    ValueError
        For a matrix with anything but 0 and 1 or with another number of rows than actors, an actor
        or a measure twice, an unknown measure, fewer than 1 resample.
    """
    found = _checked(matrix, actors)
    events = found.shape[1]
    complete = resamples is None and events <= COMPLETE_EVENTS
    counts, weights = (
        event_samples(events)
        if complete
        else drawn_event_samples(events, RESAMPLES if resamples is None else resamples, seed)
    )
    drawn = np.array([values_of(np.repeat(found, times, axis=1), measures) for times in counts])
    frame = summary(values_of(found, measures), drawn, weights, actors, measures)
    return frame.assign(samples=len(counts), complete=complete)


def summary(
    values: np.ndarray,
    drawn: np.ndarray,
    weights: np.ndarray,
    actors: Sequence[str],
    measures: Sequence[str],
) -> pd.DataFrame:
    """Values with percentiles of values and ranks that were drawn, and the chance to be first.

    Parameters
    ----------
    values : array of float, shape (measures, actors)
    drawn : array of float, shape (samples, measures, actors)
    weights : array of float, shape (samples,)
        Probabilities of the samples.

    Returns
    -------
    frame
        ``actor``, ``measure``, ``value``, ``low``, ``high``, ``rank``, ``rank_low``, ``rank_high``,
        ``p_first``: see `centrality_intervals`.
    """
    parts = []
    for place, measure in enumerate(measures if len(actors) else ()):
        low, high = _percentiles(drawn[:, place], weights)
        rank_low, rank_high = _percentiles(ranks(drawn[:, place]), weights)
        part = {
            "actor": list(actors),
            "measure": measure,
            "value": values[place],
            "low": low,
            "high": high,
            "rank": ranks(values[place]),
            "rank_low": rank_low,
            "rank_high": rank_high,
            "p_first": first_places(drawn[:, place], weights),
        }
        parts.append(pd.DataFrame(part).sort_values(["rank", "actor"]))
    if not parts:
        return _typed(pd.DataFrame(columns=COLUMNS))
    return _typed(pd.concat(parts, ignore_index=True))


def _percentiles(drawn: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The two ends that hold the middle share of each column, ``nan`` where one is not defined."""
    missing = np.isnan(drawn).any(axis=0)
    ends = [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2]
    found = np.full((2, drawn.shape[1]), math.nan)
    if not missing.all():
        found[:, ~missing] = np.quantile(
            drawn[:, ~missing], ends, axis=0, weights=weights, method="inverted_cdf"
        )
    return found[0], found[1]


def first_places(drawn: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The probability that an actor has the highest value; who share a first place divide it.

    Parameters
    ----------
    drawn : array of float, shape (samples, actors)
    weights : array of float, shape (samples,)

    Returns
    -------
    array of float, shape (actors,)
        They add up to 1. ``nan`` where a sample has a value that is not defined.
    """
    if np.isnan(drawn).any():
        return np.full(drawn.shape[1], math.nan)
    first = drawn == drawn.max(axis=1, keepdims=True)
    return np.asarray((weights[:, None] * first / first.sum(axis=1, keepdims=True)).sum(axis=0))


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    """Names as text, places as whole numbers that may be missing, the rest as floats."""
    types = {
        column: "str"
        if column in ("left_out", "actor", "measure")
        else "Int64"
        if column.startswith("rank")
        else "float64"
        for column in frame.columns
    }
    return frame.astype(types)


# ---------------------------------------------------------------------- without one event


def leave_one_event_out(
    matrix: np.ndarray, actors: Sequence[str], events: Sequence[str], measures: Sequence[str]
) -> pd.DataFrame:
    """Each measure of each actor in all events but one.

    Parameters
    ----------
    matrix : array of 0 and 1, shape (actors, events)
    actors, events : sequences of str
        One a row, one a column.
    measures : sequence of str
        Keys of `MEASURES`.

    Returns
    -------
    frame
        One row an event left out, measure and actor, by event, measure, rank and name:
        ``left_out``, ``actor``, ``measure``, ``value``, ``rank``. An actor of that event alone has
        0; missing where the measure is not defined for the events that are left.

    Raises
    ------
    ValueError
        As `centrality_intervals`, and for another number of columns than events.
    """
    found = _checked(matrix, actors)
    if len(events) != found.shape[1]:
        raise ValueError(f"{found.shape[1]} columns cannot stand for {len(events)} events.")
    _known(measures)
    parts = []
    for number, event in enumerate(events):
        left = values_of(np.delete(found, number, axis=1), measures)
        for measure, own in zip(measures, left, strict=True):
            part = {"left_out": event, "actor": list(actors), "measure": measure, "value": own}
            frame = pd.DataFrame(part).assign(rank=ranks(own))
            parts.append(frame.sort_values(["rank", "actor"]))
    kept = [part for part in parts if len(part)]
    if not kept:
        return _typed(pd.DataFrame(columns=LEFT_OUT))
    return _typed(pd.concat(kept, ignore_index=True))


def rank_ranges(left_out: pd.DataFrame) -> pd.DataFrame:
    """The best and the worst place of each actor over the events that were left out.

    Parameters
    ----------
    left_out : frame
        Of `leave_one_event_out`.

    Returns
    -------
    frame
        ``actor``, ``measure``, ``rank_low`` (the best place, the smallest number), ``rank_high``,
        ``events`` (how many could be left out with a rank), by measure in the given order,
        ``rank_low``, ``rank_high`` and name.
    """
    order = {measure: place for place, measure in enumerate(left_out["measure"].unique())}
    found = left_out.groupby(["actor", "measure"], sort=True)["rank"].agg(["min", "max", "count"])
    found = found.reset_index()
    found.columns = pd.Index(RANK_RANGES)
    found["place"] = found["measure"].map(order)
    found = found.sort_values(["place", "rank_low", "rank_high", "actor"])
    return found[RANK_RANGES].reset_index(drop=True)
