"""The disparity filter, for large weighted networks. No chapter uses it: see `disparity`."""

from __future__ import annotations

import numpy as np
import pandas as pd

FROM_TIES = 1000
"""Fewer ties than that, and a pair can be looked at. A threshold of this book's own."""


def disparity(weights: pd.DataFrame) -> pd.DataFrame:
    """How surprising the weight of each tie is, seen from either end.

    The null spreads the weight of an actor evenly at random over its ties. It was made for
    networks whose ties have weights of their own, not for projections, in which a large event
    makes many ties at once; for these there are the three models of `nulls`.

    Parameters
    ----------
    weights : frame with ``actor``, ``other_actor`` and ``weight``
        One row a tie, at least `FROM_TIES` of them, weights above 0.

    Returns
    -------
    frame
        With ``p_actor`` and ``p_other`` = (1 - w / s)^(k - 1), for a tie of weight w and an actor
        of k ties with the sum s: small where the tie takes much of the actor's weight. ``nan`` for
        an actor of a single tie, of which nothing can be said.

    Raises
    ------
    ValueError
        For too few ties, a weight that is not above 0, a tie from an actor to itself, or a pair
        that stands twice.

    References
    ----------
    Serrano, Boguñá and Vespignani (2009), Extracting the multiscale backbone of complex weighted
    networks, 10.1073/pnas.0808904106.
    """
    if len(weights) < FROM_TIES:
        raise ValueError(f"{len(weights)} ties are too few; the filter is for {FROM_TIES} or more.")
    if not (weights["weight"] > 0).all():
        raise ValueError("Every weight must be above 0.")
    if (weights["actor"] == weights["other_actor"]).any():
        raise ValueError("A tie goes from an actor to itself.")
    ends = pd.DataFrame(np.sort(weights[["actor", "other_actor"]].to_numpy(dtype="str"), axis=1))
    if ends.duplicated().any():
        raise ValueError("A pair stands twice.")
    long = pd.concat(
        [weights[[name, "weight"]].set_axis(["node", "weight"], axis=1)
         for name in ("actor", "other_actor")]
    )  # fmt: skip
    sums = long.groupby("node")["weight"].agg(["sum", "size"])
    found = weights.copy()
    for name, column in (("actor", "p_actor"), ("other_actor", "p_other")):
        own = sums.loc[weights[name]]
        share = weights["weight"].to_numpy() / own["sum"].to_numpy()
        ties = own["size"].to_numpy()
        found[column] = np.where(ties > 1, (1 - share) ** (ties - 1), np.nan)
    return found
