"""The networks that authors take away: views of the ties, with ids that stay and plain values.

A view is one way to look at the ties, declared in `VIEWS`; to add a view is to add an entry. How it
is written is the matter of `exchange_formats`.
"""

from __future__ import annotations

import math
import numbers
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol

import networkx as nx
import pandas as pd

from communique import __version__, network
from communique.errors import InputError

CREATOR = f"communique {__version__}"

Value = str | int | float
Attributes = dict[str, Value]
Days = tuple[str, str]

EVENT_FACTS = ("url", "date", "date_basis", "place", "country", "subject", "frame", "scope",
               "read_whole", "participants", "duration_days")  # fmt: skip
"""Columns of the events that their nodes carry, as far as a source has them."""


class Source(Protocol):
    """What can be written: a study, a record, or `Tables`."""

    @property
    def ties(self) -> pd.DataFrame:
        """One row an event, actor and role."""

    @property
    def events(self) -> pd.DataFrame:
        """One row an event."""

    @property
    def actors(self) -> pd.DataFrame:
        """The authority file."""


class Tables(NamedTuple):
    """Ties, events and actors in the shape that `network` takes.

    ``events`` has ``release`` (its id) and ``date``; ``title``, ``duration_days`` and the columns
    of `EVENT_FACTS` where they are known.
    """

    ties: pd.DataFrame
    events: pd.DataFrame
    actors: pd.DataFrame


@dataclass(frozen=True)
class View:
    """A network that authors take away.

    Attributes
    ----------
    id : str
        Part of the file names.
    title, description : str
        ``description`` is one sentence, and goes into the files.
    directed : bool
        Whether a tie has a direction.
    graph : function of ties, events and actors
        Gives the graph by stable ids; nodes have ``label``, ties ``id``.
    """

    id: str
    title: str
    description: str
    directed: bool
    graph: Callable[[pd.DataFrame, pd.DataFrame, pd.DataFrame], nx.Graph]


def tables_of(source: Source) -> Tables:
    """The tables of a source, with events under the id that the ties use, and with their titles.

    Events are sorted by id, so that sums of weights are made in one order.
    """
    events = source.events
    if "event" in events:
        events = events.assign(release=events["event"])
    if "place" not in events and "event_place" in events:
        events = events.assign(place=events["event_place"])
    releases = getattr(source, "releases", None)
    if releases is not None:
        about = releases.set_index("release")[["title", "url"]]
        events = events.join(about, on="release")
    return Tables(source.ties, events.sort_values("release"), source.actors)


def event_days(events: pd.DataFrame) -> dict[str, Days]:
    """First and last day of each dated event, as ISO dates.

    A date read from a dateline counts as the first day, one read from the body as the last day of
    its range (decision 13); the length is ``duration_days``, one day where it is unknown. An event
    without a date has no entry.
    """
    found = {}
    for row in events.to_dict("records"):
        if pd.isna(row["date"]):
            continue
        day = row["date"].date()
        length = row.get("duration_days")
        more = timedelta(days=0 if pd.isna(length) or length is None else max(int(length) - 1, 0))
        from_body = row.get("date_basis") == "body"
        first, last = (day - more, day) if from_body else (day, day + more)
        found[row["release"]] = (first.isoformat(), last.isoformat())
    return found


def span(days: Iterable[Days]) -> dict[str, str]:
    """``start`` and ``end`` from the first to the last of these days; nothing without a day."""
    known = list(days)
    if not known:
        return {}
    return {"start": min(first for first, _ in known), "end": max(last for _, last in known)}


def slug(name: str) -> str:
    """A name in the letters a to z, digits and hyphens.

    Accents fall away; a letter of another script becomes ``u`` and its number in hexadecimal.

    Raises
    ------
    InputError
        For a name without a letter or digit.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    signs = (
        sign if sign.isascii() else f"u{ord(sign):x}" if sign.isalnum() else " "
        for sign in plain
        if not unicodedata.combining(sign)
    )
    short = re.sub("[^a-z0-9]+", "-", "".join(signs)).strip("-")
    if not short:
        raise InputError(f"{name!r} has no letter or digit to make an id of.", remedy="Rename it.")
    return short


def identifiers(
    names: Iterable[str], kind: str, actors: pd.DataFrame | None = None
) -> dict[str, str]:
    """Stable ids of names: ``kind:slug``, the same whatever other rows there are.

    Parameters
    ----------
    names : iterable of str
    kind : str
        ``actor``, ``event`` or ``country``.
    actors : frame of the authority file, optional
        A body of several names has the id of its first one in that file: its label, the last name
        in the ties, changes when a later event is added.

    Raises
    ------
    InputError
        Where two names would have the same id.
    """
    chains = [] if actors is None else network.successions(actors)
    first = {name: chain[0] for chain in chains for name in chain}
    owners: dict[str, str] = {}
    found = {}
    for name in sorted(names):
        found[name] = f"{kind}:{slug(first.get(name, name))}"
        owner = owners.setdefault(found[name], name)
        if owner != name:
            raise InputError(
                f"{owner!r} and {name!r} would both have the id '{found[name]}'.",
                remedy="Rename one of them, or make them one.",
            )
    return found


def two_mode(ties: pd.DataFrame, events: pd.DataFrame, actors: pd.DataFrame) -> nx.Graph:
    """Actors and events, one tie for each role: see `network.two_mode_graph`."""
    plain = network.two_mode_graph(ties, events, actors)
    names = _names(plain, actors)
    days = event_days(events)
    nodes = _event_nodes(events, names, days)
    edges = []
    for actor in network.node_set(plain, network.ACTOR):
        own = {event for _, event in plain.edges(actor)}
        nodes[names[actor]] = {
            **_actor_node(plain, actor),
            "bipartite": network.ACTOR,
            "events": len(own),
            **_span_of(own, days),
        }
        for _, event, role, tie in plain.edges(actor, keys=True, data=True):
            facts = {
                "role": role,
                "named_as": tie["name"],
                "evidence": tie["evidence"],
                "mentions": tie["mentions"],
                **_span_of([event], days),
            }
            edges.append((names[actor], names[event], facts, role))
    return _graph(nx.MultiGraph(), nodes, edges)


def co_organisers(ties: pd.DataFrame, events: pd.DataFrame, actors: pd.DataFrame) -> nx.Graph:
    """Who organised with whom: see `network.co_organisers`, whose weight is Newman's."""
    plain = network.two_mode_graph(ties, events, actors)
    names = _names(plain, actors)
    days = event_days(events)
    organised = _events_by_actor(plain, "organizer")
    projection = network.co_organisers(plain)
    nodes = {
        names[actor]: {
            **_actor_node(plain, actor),
            "events": found["events"],
            **_span_of(organised[actor], days),
        }
        for actor, found in projection.nodes(data=True)
    }
    edges = [
        (names[one], names[other], {**tie, **_span_of(organised[one] & organised[other], days)}, "")
        for one, other, tie in projection.edges(data=True)
    ]
    return _graph(nx.Graph(), nodes, edges)


def funders_organisers(ties: pd.DataFrame, events: pd.DataFrame, actors: pd.DataFrame) -> nx.Graph:
    """Who paid for what whom organised: see `network.funding`.

    Only events with a named funder count, since no funder named is not no funder. Who paid only for
    what it organised itself is a node without a tie.
    """
    plain = network.two_mode_graph(ties, events, actors)
    names = _names(plain, actors)
    days = event_days(events)
    funded = _events_by_actor(plain, "funder")
    paid: set[str] = set().union(*funded.values())
    organised = {
        actor: own & paid
        for actor, own in _events_by_actor(plain, "organizer").items()
        if own & paid
    }
    nodes = {
        names[actor]: {
            **_actor_node(plain, actor),
            "events_funded": len(funded.get(actor, ())),
            "events_organised": len(organised.get(actor, ())),
            **_span_of(funded.get(actor, set()) | organised.get(actor, set()), days),
        }
        for actor in {**funded, **organised}
    }
    rows = network.funding(plain)
    rows = rows[(rows["funder"] != "") & (rows["organiser"] != "") & ~rows["same_actor"]]
    edges = []
    for (funder, organiser), own in rows.groupby(["funder", "organiser"]):
        count = own["release"].nunique()
        facts = {"weight": float(count), "events": count, **_span_of(own["release"], days)}
        edges.append((names[funder], names[organiser], facts, ""))
    return _graph(nx.DiGraph(), nodes, edges)


def experts_events(ties: pd.DataFrame, events: pd.DataFrame, actors: pd.DataFrame) -> nx.Graph:
    """Countries that experts came from, and the events that they came to.

    ``bodies`` counts the bodies of that country with experts at that event, not persons. A body
    whose country is unknown has no tie; the event counts it in ``experts_without_country``. Bodies
    of no one country stand under the name that the authority file gives them ("international").
    """
    # For what it refuses: here it would not see a tie whose country is unknown.
    network.two_mode_graph(ties, events, actors)
    merged = network.merge_successions(ties[ties["role"] == "expert_provider"], actors)
    merged = merged.drop_duplicates(["release", "node"])
    merged["country"] = merged["country"].fillna("")
    unknown = merged[merged["country"] == ""].groupby("release").size().to_dict()
    known = merged[merged["country"] != ""]
    plain = network.two_mode_graph(
        known.assign(actor=known["country"], actor_type="country"), events, actors.iloc[:0]
    )
    names = {
        **identifiers(network.node_set(plain, network.ACTOR), "country"),
        **identifiers(network.node_set(plain, network.EVENT), "event"),
    }
    days = event_days(events)
    nodes = _event_nodes(events, names, days)
    for event in events["release"]:
        nodes[names[event]]["experts_without_country"] = unknown.get(event, 0)
    edges = []
    for country in network.node_set(plain, network.ACTOR):
        own = {event for _, event in plain.edges(country)}
        nodes[names[country]] = {
            "label": country,
            "node_type": "country",
            "bipartite": network.ACTOR,
            "events": len(own),
            **_span_of(own, days),
        }
        for _, event, tie in plain.edges(country, data=True):
            facts = {"bodies": tie["mentions"], **_span_of([event], days)}
            edges.append((names[country], names[event], facts, ""))
    return _graph(nx.Graph(), nodes, edges)


VIEWS: tuple[View, ...] = (
    View(
        "two-mode",
        "Actors and events",
        "Actors and the events in which they have a role, one tie for each role.",
        False,
        two_mode,
    ),
    View(
        "co-organisers",
        "Who organised with whom",
        "Organisers tied by the events that they organised together; each event spreads a weight "
        "of one over the partners of each of its organisers (Newman 2001).",
        False,
        co_organisers,
    ),
    View(
        "funders-organisers",
        "Who paid for whose events",
        "From a funder to each organiser of an event that it paid for, weighted by the number of "
        "such events; events without a named funder and those who paid for themselves give no tie.",
        True,
        funders_organisers,
    ),
    View(
        "experts-events",
        "Where experts came from",
        "Countries whose bodies provided experts, and the events to which they were provided; "
        "bodies of no one country are the node 'international'.",
        False,
        experts_events,
    ),
)
"""In the order in which they are written."""


def _names(plain: nx.MultiGraph, actors: pd.DataFrame) -> dict[str, str]:
    """The id of each node of a two-mode graph."""
    return {
        **identifiers(network.node_set(plain, network.ACTOR), "actor", actors),
        **identifiers(network.node_set(plain, network.EVENT), "event"),
    }


def _event_nodes(
    events: pd.DataFrame, names: Mapping[str, str], days: Mapping[str, Days]
) -> dict[str, dict[str, Any]]:
    return {
        names[row["release"]]: {
            "label": _title(row) or row["release"],
            "node_type": "event",
            "bipartite": network.EVENT,
            **{name: row[name] for name in EVENT_FACTS if name in row},
            **_span_of([row["release"]], days),
        }
        for row in events.to_dict("records")
    }


def _title(event: Mapping[str, Any]) -> str:
    found = event.get("title")
    return found.strip() if isinstance(found, str) else ""


def _actor_node(plain: nx.MultiGraph, actor: str) -> dict[str, Any]:
    found = plain.nodes[actor]
    return {
        "label": actor,
        "node_type": "actor",
        "actor_type": found["type"],
        "country": found["country"],
        "names": found["names"],
    }


def _span_of(events: Iterable[str], days: Mapping[str, Days]) -> dict[str, str]:
    return span(days[event] for event in events if event in days)


def _events_by_actor(plain: nx.MultiGraph, role: str) -> dict[str, set[str]]:
    """The events of each actor in one role."""
    found: dict[str, set[str]] = {}
    for event in network.node_set(plain, network.EVENT):
        for actor in network.actors_in_role(plain, event, role):
            found.setdefault(actor, set()).add(event)
    return found


def _graph(
    empty: nx.Graph,
    nodes: Mapping[str, Mapping[str, Any]],
    edges: Iterable[tuple[str, str, Mapping[str, Any], str]],
) -> nx.Graph:
    """A graph with sorted nodes and ties of plain values; the fourth of a tie sets parallels apart.

    Raises
    ------
    ValueError
        For a tie from a node to itself, or two ties with one id.
    """
    ordered = sorted(nodes)
    values = plain_values([nodes[node] for node in ordered])
    empty.add_nodes_from(zip(ordered, values, strict=True))
    ties = {}
    for source, target, facts, kind in edges:
        if source == target:
            raise ValueError(f"{source!r} would be tied to itself.")
        ends = (source, target) if empty.is_directed() else tuple(sorted((source, target)))
        parts = [end.split(":", 1)[1] for end in ends] + ([slug(kind)] if kind else [])
        row = (*ends, ":".join(["tie", *parts]))
        if row in ties:
            raise ValueError(f"Two ties would both have the id '{row[-1]}'.")
        ties[row] = facts
    rows = sorted(ties)
    for (source, target, name), facts in zip(
        rows, plain_values([ties[row] for row in rows]), strict=True
    ):
        key = {"key": name} if empty.is_multigraph() else {}
        empty.add_edge(source, target, **key, id=name, **facts)
    return empty


def plain_values(rows: list[Mapping[str, Any]]) -> list[Attributes]:
    """Rows of texts, whole numbers and floats, each attribute of one type; the unknown left out.

    Nothing, ``nan``, ``NaT`` and the empty text are unknown. Truth values become ``yes`` and
    ``no``, days ISO dates. In texts a run of white space becomes one space. Where one value of an
    attribute is a float, all are.

    Raises
    ------
    InputError
        For a text with a character that XML cannot hold.
    TypeError
        For a list or another value that not every format can hold, or an attribute of mixed types.
    """
    cleaned = [
        {name: plain for name, value in row.items() if (plain := _plain(name, value)) is not None}
        for row in rows
    ]
    types: dict[str, set[type]] = {}
    for row in cleaned:
        for name, value in row.items():
            types.setdefault(name, set()).add(type(value))
    for name, found in types.items():
        if str in found and len(found) > 1:
            raise TypeError(f"The attribute {name!r} has texts and numbers.")
    return [
        {name: float(value) if float in types[name] else value for name, value in row.items()}
        for row in cleaned
    ]


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _plain(name: str, value: Any) -> Value | None:
    """A value as every format can hold it, None if it is unknown."""
    if isinstance(value, str):
        return _text(value) or None
    if not pd.api.types.is_scalar(value):
        raise TypeError(f"The attribute {name!r} is {value!r}, which no exchange file can hold.")
    if pd.isna(value):
        return None
    if pd.api.types.is_bool(value):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real) and math.isfinite(value):
        return float(value)
    raise TypeError(f"The attribute {name!r} is {value!r}, which no exchange file can hold.")


def _text(value: str) -> str:
    line = " ".join(value.split())
    if found := _NOT_XML.search(line):
        raise InputError(
            f"{line!r} holds the character U+{ord(found.group()):04X}, which XML cannot hold.",
            remedy="Take it out.",
        )
    return line


def view_graph(view: View, source: Source) -> nx.Graph:
    """The graph of a view, with id, title, description and creator as attributes of the graph."""
    graph = view.graph(*tables_of(source))
    graph.graph.update(id=view.id, title=view.title, description=view.description, creator=CREATOR)
    return graph
