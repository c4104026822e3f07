"""What the ranking of actors would be if ties were misread as often as they were when measured.

Borgatti, Carley and Krackhardt disturb a known network to learn how far measures move. Here the
known network is the one that was read, and the disturbed ones are networks that it may be a
misreading of: ties that may be wrong are dropped, ties that may have been missed are added.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from communique import validation
from communique.centrality import two_mode_matrix, values_of
from communique.centrality_intervals import summary
from communique.resampling import SEED

if TYPE_CHECKING:
    from communique.study import Study

Counts = tuple[int, int, int]
"""Ties of a role that were read right, were read and are wrong, and were missed."""

MEASURED_ON = "held_out"
"""The set of `validation.SETS` whose releases no rule was shaped by."""

RUNS = 1000

WEIGHTINGS = ("degree", "even")
"""How an actor is chosen for a tie that was missed: by its number of events, or all alike."""


def measured_errors(study: Study) -> dict[str, Counts]:
    """How often ties of each role were read right, wrongly, and not at all, on held-out releases.

    Parameters
    ----------
    study : Study

    Returns
    -------
    dict
        Role to (right, wrong, missed), as counts. A role of which the held-out releases hold
        nothing is not in it: its errors were not measured.
    """
    found = validation.outcomes(study)
    own = found[found["set"] == MEASURED_ON]
    counts = pd.crosstab(own["role"], own["outcome"])
    counts = counts.reindex(columns=["right", "besides", "missed"], fill_value=0)
    return {
        str(role): (int(row["right"]), int(row["besides"]), int(row["missed"]))
        for role, row in counts.iterrows()
    }


def drawn_rates(errors: Sequence[Counts], generator: np.random.Generator) -> np.ndarray:
    """Precision and recall as they may be, given so many ties on which they were measured.

    Precision is drawn from Beta(right + 1/2, wrong + 1/2), recall from Beta(right + 1/2,
    missed + 1/2): few ties leave much open, and no error found is not no error.

    Returns
    -------
    array of float, shape (roles, 2)
        Precision and recall of each role.

    References
    ----------
    Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion (Jeffreys'
    prior). DOI 10.1214/ss/1009213286.
    """
    counts = np.array(errors, dtype=float).reshape(-1, 3)
    return generator.beta(counts[:, [0, 0]] + 0.5, counts[:, 1:] + 0.5)


def reread(
    observed: np.ndarray, rates: np.ndarray, weights: np.ndarray, generator: np.random.Generator
) -> np.ndarray:
    """One network of which the observed one may be a misreading.

    Each observed tie stays with the probability of its role's precision. Of the k ties of a role
    that stay, it is assumed that they are what was found of more, with the role's recall; the
    number missed is then negative binomial, with mean k (1 - recall) / recall. The missed ties are
    placed where none of this role was observed: on any event alike, on actors by weight.

    Parameters
    ----------
    observed : array of bool, shape (roles, actors, events)
    rates : array of float, shape (roles, 2)
        Precision and recall of each role: see `drawn_rates`.
    weights : array of float, shape (actors,)
        Greater than 0.
    generator : numpy Generator

    Returns
    -------
    array of bool, shape (roles, actors, events)
        Where there is no room left for all missed ties, every place is taken.
    """
    found = observed & (generator.random(observed.shape) < rates[:, 0, None, None])
    for role, recall in enumerate(rates[:, 1]):
        kept = int(found[role].sum())
        missed = int(generator.negative_binomial(kept, recall)) if kept else 0
        room = np.where(observed[role], 0.0, weights[:, None]).ravel()
        missed = min(missed, int(np.count_nonzero(room)))
        if missed:
            places = generator.choice(room.size, missed, replace=False, p=room / room.sum())
            found[role].flat[places] = True
    return found


def error_runs(
    ties: pd.DataFrame,
    errors: Mapping[str, Counts],
    measures: Sequence[str],
    *,
    events: Sequence[str] | None = None,
    runs: int = RUNS,
    weighting: str = "degree",
    seed: int = SEED,
) -> pd.DataFrame:
    """Each measure of each actor, with what it would be if ties were misread at measured rates.

    In each run the rates are drawn anew (`drawn_rates`), then the network (`reread`). Missed ties
    go to actors by their number of events unless asked otherwise: if a reader misses every tie of
    a role with the same probability, an actor with twice the ties has twice the missed ones. With
    "even" all actors are alike: the rare ones gain most, and those who come next to the first gain
    less. Neither is the harder test throughout, so that both are worth a look.

    Where recall is below precision, more ties are added than dropped, and an interval need not hold
    the value: it tells of networks that are fuller than the one that was read. No actor is added
    that was never read, and errors are independent of each other: an actor that is always misread,
    for its name, is not what these runs tell of. The rates have to be those of the reader, machine
    or person, that read these ties.

    Parameters
    ----------
    ties : frame with ``node``, ``release`` and ``role``
        See `network.merge_successions`.
    errors : mapping of role to (right, wrong, missed)
        See `measured_errors`.
    measures : sequence of str
        Keys of `centrality.MEASURES`.
    events : sequence of str, optional
        All events, those without a tie as well; without it, the events of the ties.
    runs : int
    weighting : str
        One of `WEIGHTINGS`.

    Returns
    -------
    frame
        As `centrality_intervals`, with ``runs`` in place of ``samples`` and
        ``complete``. ``value`` and ``rank`` are those of the ties as they were read.

    Raises
    ------
    ValueError
        For a role whose errors were not measured, or of which no tie was read right (how many were
        missed has then no mean); for counts below 0, fewer than 1 run, an unknown weighting, and
        what `two_mode_matrix` and `values_of` refuse.

    References
    ----------
    Borgatti, Carley and Krackhardt (2006), On the robustness of centrality measures under
    conditions of imperfect data. DOI 10.1016/j.socnet.2005.05.001.
    """
    if runs < 1:
        raise ValueError(f"{runs} runs tell nothing.")
    if weighting not in WEIGHTINGS:
        raise ValueError(f"The weighting {weighting!r} is unknown; use {' or '.join(WEIGHTINGS)}.")
    matrix, actors, known = two_mode_matrix(ties, events)
    roles = sorted(set(ties["role"]))
    counts = _measured(errors, roles)
    observed = _by_role(ties, roles, actors, known)
    weights = matrix.sum(axis=1) if weighting == "degree" else np.ones(len(actors))
    generator = np.random.default_rng(seed)
    drawn = np.empty((runs, len(measures), len(actors)))
    for run in range(runs):
        read = reread(observed, drawn_rates(counts, generator), weights, generator)
        drawn[run] = values_of(np.asarray(read.any(axis=0)), measures)
    even = np.full(runs, 1 / runs)
    return summary(values_of(matrix, measures), drawn, even, actors, measures).assign(runs=runs)


def _measured(errors: Mapping[str, Counts], roles: Sequence[str]) -> list[Counts]:
    """The counts of each role, if runs can be drawn from them."""
    for role in roles:
        if role not in errors:
            raise ValueError(f"The errors of the role {role!r} were not measured.")
        if min(errors[role]) < 0:
            raise ValueError(f"The counts of the role {role!r} may not be below 0.")
        if not errors[role][0]:
            raise ValueError(f"No tie of the role {role!r} was read right where it was measured.")
    return [errors[role] for role in roles]


def _by_role(
    ties: pd.DataFrame, roles: Sequence[str], actors: Sequence[str], events: Sequence[str]
) -> np.ndarray:
    """Where there is a tie of each role, of shape (roles, actors, events)."""
    found = np.zeros((len(roles), len(actors), len(events)), dtype=bool)
    places = tuple(
        pd.Index(names).get_indexer(ties[column])
        for names, column in ((roles, "role"), (actors, "node"), (events, "release"))
    )
    found[places] = True
    return found
