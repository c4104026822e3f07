"""Who takes part in which event, as a sparse matrix, and what two actors share.

The matrix says of each actor and event only whether a tie stands between them, whatever its role.
Projections are matrix products: their cost grows with the ties and the pairs that share an event,
never with all pairs of actors.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse


@dataclass(frozen=True, eq=False, repr=False)
class Incidence:
    """Actors by events.

    Attributes
    ----------
    matrix : csr_array of int64, shape (actors, events)
        1 where the actor has a tie to the event, without an entry elsewhere.
    actors, events : tuples of str
        Names of the rows and of the columns.
    """

    matrix: sparse.csr_array
    actors: tuple[str, ...]
    events: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<Incidence of {len(self.actors)} actors and {len(self.events)} events>"

    @property
    def degrees(self) -> np.ndarray:
        """Events of each actor: array of int, shape (actors,)."""
        return np.diff(self.matrix.indptr).astype(np.int64)

    @property
    def sizes(self) -> np.ndarray:
        """Actors of each event, 0 where it has none: array of int, shape (events,)."""
        return np.bincount(self.matrix.indices, minlength=len(self.events)).astype(np.int64)


def incidence(ties: pd.DataFrame, events: Iterable[str], actor: str = "node") -> Incidence:
    """The incidence matrix of a table of ties.

    Parameters
    ----------
    ties : frame with ``release`` and the column named by `actor`
        Several ties of one actor to one event count once.
    events : iterable of str
        Every event, in the order of the columns; one without a tie is an empty column.
    actor : str
        Column with the actor; ``node`` is that of `network.merge_successions`.

    Returns
    -------
    Incidence
        Actors sorted by name. An actor without a tie is not known here, so it has no row.

    Raises
    ------
    ValueError
        For a tie to an event that is not listed, a tie without an actor, or an event listed twice.
    """
    listed = pd.Index(list(events), dtype="object")
    if listed.has_duplicates:
        raise ValueError(f"The event {listed[listed.duplicated()][0]!r} is listed twice.")
    if ties[actor].isna().any():
        raise ValueError(f"A tie has no {actor}.")
    names = pd.Index(sorted(set(ties[actor])), dtype="object")
    columns = listed.get_indexer(ties["release"])
    if (columns < 0).any():
        lost = ties[columns < 0].iloc[0]
        raise ValueError(f"A tie of {lost[actor]!r} names the unknown event {lost['release']!r}.")
    shape = (len(names), len(listed))
    matrix = sparse.coo_array(
        (np.ones(len(ties), dtype=np.int64), (names.get_indexer(ties[actor]), columns)), shape=shape
    ).tocsr()
    matrix.sum_duplicates()
    matrix.data[:] = 1
    return Incidence(matrix, tuple(names), tuple(listed))


def shared_events(inc: Incidence) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The pairs of actors that share an event, and how many they share.

    Returns
    -------
    (one, other, shared)
        Arrays of int of one length: row numbers with ``one < other``, sorted, and the number of
        shared events, at least 1. Pairs that share nothing are left out.
    """
    product = _upper(inc.matrix @ inc.matrix.T)
    return product.row.astype(np.int64), product.col.astype(np.int64), product.data


def newman_weights(inc: Incidence) -> np.ndarray:
    """Newman's weight of each pair of `shared_events`: the sum over shared events of 1/(k - 1).

    *k* is the number of actors of the event, so that each actor spreads one over its partners
    there. An event of a single actor adds nothing.

    Returns
    -------
    array of float
        In the order of `shared_events`, each above 0.

    References
    ----------
    Newman (2001), Scientific collaboration networks. II. Physical Review E 64, 016132.
    """
    partners = np.maximum(inc.sizes - 1, 1)
    spread = inc.matrix.astype(float)
    spread.data = 1 / partners[spread.indices]
    return _upper(spread @ inc.matrix.T).data


def jaccard(inc: Incidence) -> np.ndarray:
    """Shared events of each pair of `shared_events`, divided by the events of either.

    Returns
    -------
    array of float
        In the order of `shared_events`, above 0 and at most 1.
    """
    one, other, shared = shared_events(inc)
    return shared / (inc.degrees[one] + inc.degrees[other] - shared)


def _upper(product: sparse.csr_array) -> sparse.coo_array:
    """The entries above the diagonal, by row and column."""
    product.sort_indices()
    return sparse.triu(product, k=1, format="csr").tocoo()
