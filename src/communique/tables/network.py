"""Tables of the network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from communique import network
from communique.tables.roles import role_name, role_names
from communique.tables.spec import RELEASE, TableSpec
from communique.wording import percent

if TYPE_CHECKING:
    from communique.study import Study


def _actors(study: Study) -> pd.DataFrame:
    summary = network.actor_summary(network.graph_of(study))
    parents = study.actors.set_index("actor")["parent"]
    return summary.assign(parent=summary["actor"].map(parents).fillna(""))


def _two_mode_ties(study: Study) -> pd.DataFrame:
    rows = [
        {
            "actor": actor,
            "release": event,
            "role": role,
            "date": found["date"],
            "evidence": found["evidence"],
            "mentions": found["mentions"],
        }
        for actor, event, role, found in (
            (*sorted((one, other), key=lambda n: graph.nodes[n]["bipartite"]), key, data)
            for graph in [network.graph_of(study)]
            for one, other, key, data in graph.edges(keys=True, data=True)
        )
    ]
    columns = ["actor", "release", "role", "date", "evidence", "mentions"]
    return pd.DataFrame(rows, columns=columns)


TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "tab-actors",
        "The actors",
        "One row an actor that has a role in these releases; names of a renamed body are one.",
        {
            "actor": "The actor; of a renamed body the last name in these releases.",
            "names": "All names in these releases, oldest first.",
            "type": "Type of the actor.",
            "country": "Its country, or international.",
            "events": "Events in which it has a role.",
            "share_of_events": "The same divided by all events.",
            "ties": "Ties: one for each role in each event.",
            "roles": "All its roles.",
            "parent": "The body that it belongs to.",
        },
        _actors,
        {
            "Actor": "names",
            "Type": lambda row: row.type.replace("_", " ").replace("osce", "OSCE"),
            "Country": "country",
            "Events": "events",
            "Share of events": lambda row: percent(row.share_of_events),
            "Roles": role_names,
        },
        "notebooks/network",
    ),
    TableSpec(
        "tab-network-ties",
        "The ties of the two-mode network",
        "One row an actor, event and role; names of a renamed body are one.",
        {
            "actor": "The actor; of a renamed body the last name in these releases.",
            **RELEASE,
            "role": "Kind of tie.",
            "date": "Day that the release reports.",
            "evidence": "Narration, title or quotation, where the tie was first read.",
            "mentions": "How many mentions the tie rests on.",
        },
        _two_mode_ties,
        {
            "Actor": "actor",
            "Event": "release",
            "Role": role_name,
            "Date": "date",
            "Evidence": "evidence",
            "Mentions": "mentions",
        },
        "book/data",
    ),
    TableSpec(
        "tab-co-organisers",
        "Who organised with whom",
        "One row a pair of actors that organised an event together.",
        {
            "actor": "One of the two, by name.",
            "other_actor": "The other.",
            "events": "Events that they organised together.",
            "weight": "Newman's weight: the sum of 1/(k - 1) over those events of k organisers.",
            "jaccard": "Shared events divided by the events that either organised.",
        },
        lambda study: network.co_organiser_ties(network.graph_of(study)),
        {
            "Organiser": "actor",
            "Other organiser": "other_actor",
            "Shared events": "events",
            "Weight": "weight",
            "Jaccard": "jaccard",
        },
        "notebooks/network",
    ),
    TableSpec(
        "tab-funding",
        "Funders and the organisers they pay for",
        "One row a funder and organiser of one event; an empty funder means that none is named.",
        {
            **RELEASE,
            "date": "Day that the release reports.",
            "funder": "The funder; empty where the release names none.",
            "organiser": "The organiser; empty where the release names none.",
            "same_actor": "Whether the funder is itself the organiser.",
        },
        lambda study: network.funding(network.graph_of(study)),
        {
            "Date": "date",
            "Funder": lambda row: row.funder or "none named",
            "Organiser": lambda row: row.organiser or "none named",
            "The same actor": "same_actor",
        },
        "book/data",
    ),
)
