"""The network: actors and events, tied by roles.

The graph is two-mode: an actor is tied to an event, never to an actor, and an event is kept whole.
A tie's kind is its role. The views from actor to actor (co-organisers, who funds whom) are derived
from it and say less than it does.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Collection
from typing import TYPE_CHECKING

import networkx as nx
import pandas as pd

from communique.records import ROLES

if TYPE_CHECKING:
    from communique.study import Study

ACTOR, EVENT = 0, 1
"""Values of the node attribute `bipartite`."""


def successions(actors: pd.DataFrame) -> list[tuple[str, ...]]:
    """The names that one body bore one after the other, each list by date of validity.

    Parameters
    ----------
    actors : frame with ``actor``, ``valid_from`` and ``succeeded_by``

    Returns
    -------
    list of tuples
        Only bodies with two names or more. A body may return to an earlier name, so that the
        names may form a circle; they are still one body.

    Raises
    ------
    ValueError
        For an actor that succeeds itself.
    """
    graph: nx.Graph = nx.Graph()
    start = {}
    for actor, valid_from, successor in actors[["actor", "valid_from", "succeeded_by"]].itertuples(
        index=False
    ):
        start[actor] = str(valid_from) if pd.notna(valid_from) else ""
        if pd.notna(successor) and successor:
            if successor == actor:
                raise ValueError(f"{actor!r} succeeds itself.")
            graph.add_edge(actor, successor)
    chains = [
        tuple(sorted(names, key=lambda name: (start.get(name, ""), name)))
        for names in nx.connected_components(graph)
    ]
    return sorted(chains)


def merge_successions(ties: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """Give each tie a ``node``: the name of its body in the latest of these ties.

    ``names`` holds the names of that body found in these ties, in the order in which they were
    first borne, joined by " → "; a body may have returned to an earlier one. An actor without a
    succession is its own node.
    """
    merged = ties.copy()
    merged["node"] = merged["actor"]
    merged["names"] = merged["actor"]
    dated = ties.sort_values(["date", "actor"])
    for chain in successions(actors):
        found = list(dict.fromkeys(dated.loc[dated["actor"].isin(chain), "actor"]))
        if found:
            own = merged["actor"].isin(chain)
            merged.loc[own, "node"] = dated.loc[dated["actor"].isin(chain), "actor"].iloc[-1]
            merged.loc[own, "names"] = " → ".join(found)
    return merged


def offices(ties: pd.DataFrame, actors: pd.DataFrame) -> pd.DataFrame:
    """The renamed body that most releases share, with the name it bears in each release.

    Returns
    -------
    frame
        ``release``, ``date``, ``office``, ``office_from``, ``office_to``; without a row where no
        actor of these ties changed its name.
    """
    columns = ["release", "date", "office", "office_from", "office_to"]
    best = pd.DataFrame(columns=columns)
    terms = actors.set_index("actor")
    for chain in successions(actors):
        own = ties.loc[ties["actor"].isin(chain), ["release", "date", "actor"]]
        own = own.drop_duplicates("release").rename(columns={"actor": "office"})
        if len(own) > len(best):
            own["office_from"] = _dates(own["office"].map(terms["valid_from"]))
            own["office_to"] = _dates(own["office"].map(terms["valid_to"]))
            best = own[columns]
    return best.sort_values(["date", "release"]).reset_index(drop=True)


def two_mode_graph(ties: pd.DataFrame, events: pd.DataFrame, actors: pd.DataFrame) -> nx.MultiGraph:
    """Actors and events with one tie for each role.

    Parameters
    ----------
    ties : frame with ``release``, ``actor``, ``role``, ``actor_type``, ``country``, ``evidence``
        Several mentions of one actor in one role in one event are one tie; ``mentions`` counts
        them.
    events : frame with ``release`` and ``date``
        Every event is a node, one without a tie as well.
    actors : frame of the authority file
        Names of one renamed body are one node.

    Returns
    -------
    MultiGraph
        Nodes have ``bipartite`` (0 actor, 1 event); actors ``type``, ``country``, ``names``;
        events ``date``. Ties have ``role`` (also their key), ``date``, ``evidence``, ``mentions``.

    Raises
    ------
    ValueError
        For a tie to an event that is not listed, or an actor named like an event.
    """
    graph: nx.MultiGraph = nx.MultiGraph()
    for release, date in events[["release", "date"]].itertuples(index=False):
        graph.add_node(release, bipartite=EVENT, date=_iso(date))
    merged = merge_successions(ties, actors)
    merged["order"] = merged["role"].map(_role_order)
    for row in merged.sort_values(["node", "date", "release", "order"]).itertuples(index=False):
        if row.release not in graph:
            raise ValueError(f"A tie of {row.actor!r} names the unknown event {row.release!r}.")
        if graph.nodes.get(row.node, {}).get("bipartite") == EVENT:
            raise ValueError(f"{row.node!r} is both an actor and an event.")
        graph.add_node(
            row.node, bipartite=ACTOR, type=row.actor_type, country=row.country, names=row.names
        )
        if graph.has_edge(row.node, row.release, key=row.role):
            graph.edges[row.node, row.release, row.role]["mentions"] += 1
        else:
            graph.add_edge(
                row.node,
                row.release,
                key=row.role,
                role=row.role,
                name=row.actor,
                date=_iso(row.date),
                evidence=row.evidence,
                mentions=1,
            )
    return graph


def graph_of(study: Study) -> nx.MultiGraph:
    """The two-mode network of a study."""
    return two_mode_graph(study.ties, study.events, study.actors)


def node_set(graph: nx.Graph, side: int) -> list[str]:
    """The actors (0) or the events (1) of a graph, in the order in which they were added."""
    return [node for node, found in graph.nodes(data="bipartite") if found == side]


def actors_in_role(graph: nx.MultiGraph, event: str, role: str) -> list[str]:
    """The actors of one event in one role, by name."""
    return sorted(
        actor for _, actor, key in graph.edges(event, keys=True) if key == role and actor != event
    )


def co_organisers(graph: nx.MultiGraph, events: Collection[str] | None = None) -> nx.Graph:
    """Who organised with whom: the projection of organisers, with Newman's weights.

    An event of k organisers adds 1/(k - 1) to each pair of them, so that each organiser spreads a
    weight of one over its partners there: large events do not outweigh small ones. ``events``
    counts the shared events, ``jaccard`` divides them by the events that either organised. An
    actor that organised alone is a node without a tie; there are no self-loops.

    References
    ----------
    Newman (2001), Scientific collaboration networks. II. Physical Review E 64, 016132.
    """
    chosen = node_set(graph, EVENT) if events is None else list(events)
    organised: dict[str, set[str]] = {}
    projection: nx.Graph = nx.Graph()
    for event in chosen:
        organisers = actors_in_role(graph, event, "organizer")
        for actor in organisers:
            organised.setdefault(actor, set()).add(event)
            projection.add_node(actor, **graph.nodes[actor])
        for one, other in itertools.combinations(organisers, 2):
            before = projection.get_edge_data(one, other, {"weight": 0.0, "events": 0})
            projection.add_edge(
                one,
                other,
                weight=before["weight"] + 1 / (len(organisers) - 1),
                events=before["events"] + 1,
            )
    for actor, found in organised.items():
        projection.nodes[actor]["events"] = len(found)
    for one, other, tie in projection.edges(data=True):
        tie["jaccard"] = tie["events"] / len(organised[one] | organised[other])
    return projection


def co_organiser_ties(graph: nx.MultiGraph) -> pd.DataFrame:
    """The ties of `co_organisers`, strongest first, then by name."""
    columns = ["actor", "other_actor", "events", "weight", "jaccard"]
    rows = [
        (*sorted((one, other)), tie["events"], tie["weight"], tie["jaccard"])
        for one, other, tie in co_organisers(graph).edges(data=True)
    ]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(
        ["weight", "actor", "other_actor"], ascending=[False, True, True]
    ).reset_index(drop=True)


def funding(graph: nx.MultiGraph) -> pd.DataFrame:
    """Funders, the event they pay for, and those who organise it: one row a funder and organiser.

    An event without a named funder has a row with an empty ``funder``: no funder named is not no
    funder. Where a funder also organises, ``same_actor`` is true; that row is no tie between two.
    An event without an organiser keeps its funder, with an empty ``organiser``.
    """
    rows = []
    for event in node_set(graph, EVENT):
        funders = actors_in_role(graph, event, "funder") or [""]
        organisers = actors_in_role(graph, event, "organizer") or [""]
        for funder, organiser in itertools.product(funders, organisers):
            rows.append(
                {
                    "release": event,
                    "date": graph.nodes[event]["date"],
                    "funder": funder,
                    "organiser": organiser,
                    "same_actor": bool(funder) and funder == organiser,
                }
            )
    columns = ["release", "date", "funder", "organiser", "same_actor"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["date"] = pd.to_datetime(frame["date"])
    return frame


def actor_summary(graph: nx.MultiGraph) -> pd.DataFrame:
    """How many events each actor takes part in, and in which roles.

    ``share_of_events`` is the actor's two-mode degree centrality: events it is tied to, divided by
    all events (Borgatti and Everett 1997), ``nan`` without an event. Sorted by events, then name.
    """
    events = node_set(graph, EVENT)
    rows = []
    for actor in node_set(graph, ACTOR):
        own = {event for _, event in graph.edges(actor)}
        roles = {role for _, _, role in graph.edges(actor, keys=True)}
        rows.append(
            {
                "actor": actor,
                "names": graph.nodes[actor]["names"],
                "type": graph.nodes[actor]["type"],
                "country": graph.nodes[actor]["country"],
                "events": len(own),
                "share_of_events": len(own) / len(events) if events else math.nan,
                "ties": graph.degree(actor),
                "roles": ", ".join(sorted(roles, key=_role_order)),
            }
        )
    columns = ["actor", "names", "type", "country", "events", "share_of_events", "ties", "roles"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["events", "actor"], ascending=[False, True]).reset_index(drop=True)


def role_changes(graph: nx.MultiGraph) -> pd.DataFrame:
    """Actors whose roles differ between their events: one row an actor and event, by date."""
    rows = []
    for actor in node_set(graph, ACTOR):
        roles: dict[str, list[str]] = {}
        names: dict[str, str] = {}
        for _, event, role, tie in graph.edges(actor, keys=True, data=True):
            roles.setdefault(event, []).append(role)
            names[event] = tie["name"]
        if len({frozenset(found) for found in roles.values()}) > 1:
            for event, found in roles.items():
                rows.append(
                    {
                        "actor": actor,
                        "name": names[event],
                        "release": event,
                        "date": graph.nodes[event]["date"],
                        "roles": ", ".join(sorted(found, key=_role_order)),
                    }
                )
    frame = pd.DataFrame(rows, columns=["actor", "name", "release", "date", "roles"])
    frame["date"] = pd.to_datetime(frame["date"])
    return frame.sort_values(["actor", "date"]).reset_index(drop=True)


def circle_positions(graph: nx.Graph) -> dict[str, tuple[float, float]]:
    """Positions on the unit circle, neighbours near each other, the same at every call.

    Components follow each other by size; each is walked from its most strongly tied node, stronger
    ties first. The first node stands on the left. Distances carry no measure.
    """

    def strength(node: str) -> tuple[float, str]:
        return -graph.degree(node, weight="weight"), node

    order: list[str] = []
    components = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    for part in components:
        order += _walk(graph, min(part, key=strength))
    step = 2 * math.pi / len(order) if order else 0.0
    return {
        node: (-math.cos(number * step), math.sin(number * step))
        for number, node in enumerate(order)
    }


def _walk(graph: nx.Graph, start: str) -> list[str]:
    """Nodes by depth first, stronger ties first, then by name."""
    seen: dict[str, None] = {}
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if node not in seen:
            seen[node] = None
            ties = graph[node]
            waiting += sorted(ties, key=lambda n: (ties[n].get("weight", 1.0), n))
    return list(seen)


def _role_order(role: str) -> tuple[int, str]:
    """Roles in their fixed order, others behind them by name."""
    return (ROLES.index(role) if role in ROLES else len(ROLES), role)


def _iso(date: pd.Timestamp) -> str | None:
    return None if pd.isna(date) else date.date().isoformat()


def _dates(values: pd.Series) -> pd.Series:
    return pd.to_datetime(values.replace("", None), format="ISO8601")
