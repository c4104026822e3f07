"""How many events two actors would share by chance: three nulls, and the smallest p of each.

``fixed_rows``: each actor keeps its number of events, every event is as likely. ``fixed_margins``:
events keep their numbers of actors as well; drawn. ``expected_degrees``: both margins hold on
average; exact. All ask one-sided whether two actors share at least as many events as they do. The
first forgets that large events bring everybody together, the other two do not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pandas as pd

from communique.incidence import Incidence, shared_events
from communique.null_expected import expected_degrees
from communique.null_margins import DRAWS, fixed_rows_p, margin_counts
from communique.resampling import SEED
from communique.trend import ALPHA

NULLS = ("fixed_rows", "fixed_margins", "expected_degrees")


PAIR_COLUMNS = ["actor", "other_actor", "events", "other_events", "shared",
                *(f"{name}_{null}" for name in ("expected", "p", "smallest_p", "holm")
                  for null in NULLS)]  # fmt: skip


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
        mean, reached = margin_counts(inc, one, other, bounds, draws, seed)
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
    return passing(pairs, (null,), alpha)


def passing(pairs: pd.DataFrame, nulls: Sequence[str], alpha: float = ALPHA) -> pd.DataFrame:
    """The pairs whose p, adjusted by Holm, is at most alpha under every one of these nulls."""
    kept = pairs[[f"holm_{null}" for null in nulls]].le(alpha).all(axis=1)
    return pairs[kept].reset_index(drop=True)


def draws_needed(tests: int, alpha: float = ALPHA) -> int:
    """Draws with which a pair that no draw reaches passes Holm among so many tests.

    With fewer no pair can pass ``fixed_margins``, however much it shares.
    """
    return math.ceil(tests / alpha)
