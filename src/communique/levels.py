"""The same ties with other nodes: units, institutions or states; with and without the publisher.

Which bodies count as one actor is a choice, and every measure of a network depends on it. So the
measures are taken at each level, and the book says what moves.
"""

from __future__ import annotations

import pandas as pd

from communique import network
from communique.network import merge_successions
from communique.record import FRAMES, Record

UNIT, INSTITUTION, STATE = "unit", "institution", "state"
LEVELS = (UNIT, INSTITUTION, STATE)

INTERNATIONAL = "international"
"""What stands in the column country of bodies that belong to no state."""


def at_level(ties: pd.DataFrame, actors: pd.DataFrame, level: str) -> pd.DataFrame:
    """Ties with each actor replaced by what it belongs to.

    Parameters
    ----------
    ties : frame with ``actor``, ``actor_type``, ``country``, ``release``, ``date``, ``role``
    actors : frame of the authority file, with ``type``, ``country`` and ``parent``
    level : str
        ``unit``: the body named, a renamed one under one name. ``institution``: the highest body
        above it. ``state``: its country; a body of no state stays an institution.

    Returns
    -------
    frame
        As ``ties``, with ``node`` and ``actor`` the name at that level, and its type and country.
        Ties that become alike stay as rows; `network.two_mode_graph` makes one of them. An
        expert's country and that country's ministry are one node only at the level of states.
    """
    if level not in LEVELS:
        raise ValueError(f"The level {level!r} is unknown; use one of {', '.join(LEVELS)}.")
    found = merge_successions(ties, actors)
    if level == UNIT:
        return found.assign(actor=found["node"])
    parents = actors.set_index("actor")["parent"].to_dict()
    tops = {name: _top(name, parents) for name in found["node"].unique()}
    moved = found["node"].map(tops) != found["node"]
    found["node"] = found["node"].map(tops)
    for column, name in (("actor_type", "type"), ("country", "country")):
        known = actors.set_index("actor")[name].to_dict()
        there = [known.get(node) for node in found["node"]]
        found[column] = found[column].mask(moved & pd.notna(there), there)
    if level == STATE:
        own = found["country"].ne(INTERNATIONAL) & found["country"].ne("")
        # A field operation works in a state and belongs to none.
        own &= found["actor_type"].ne("osce_field_operation")
        found["node"] = found["node"].mask(own, found["country"])
        found["actor_type"] = found["actor_type"].mask(own, "country")
    return found.assign(actor=found["node"])


def _top(name: str, parents: dict[str, str]) -> str:
    """The highest body above a body; itself where there is none."""
    seen = {name}
    while parents.get(name) and parents[name] not in seen:
        name = parents[name]
        seen.add(name)
    return name


def what_moves(
    ties: pd.DataFrame, events: pd.DataFrame, actors: pd.DataFrame, office: str
) -> pd.DataFrame:
    """The same measures at each level, with and without the office that published the releases.

    Parameters
    ----------
    events : frame with ``release`` and ``date``
    office : str
        Any name of the publishing office; it is left out at the level of units and above.

    Returns
    -------
    frame
        One row a level and choice: ``level``, ``with_office``, ``actors``, ``ties`` (actor, event
        and role), ``events_with_ties``, ``actors_once`` (tied to one event only), ``first`` and
        ``second`` (the actors of most events, by name where equal) with the share of all events
        that each takes part in, ``pairs`` (that organised together). Empty and ``nan`` where there
        is no such actor.
    """
    chain = next((names for names in network.successions(actors) if office in names), (office,))
    rows = []
    for level in LEVELS:
        whole = at_level(ties, actors, level)
        for with_office in (True, False):
            own = whole if with_office else whole[~ties["actor"].isin(chain).to_numpy()]
            graph = network.two_mode_graph(own, events, actors.head(0))
            summary = network.actor_summary(graph)
            rows.append(
                {
                    "level": level,
                    "with_office": with_office,
                    "actors": len(summary),
                    "ties": graph.number_of_edges(),
                    "events_with_ties": own["release"].nunique(),
                    "actors_once": int((summary["events"] == 1).sum()),
                    **_leading(summary, "first", 0),
                    **_leading(summary, "second", 1),
                    "pairs": network.co_organisers(graph).number_of_edges(),
                }
            )
    return pd.DataFrame(rows)


def _leading(summary: pd.DataFrame, name: str, place: int) -> dict[str, object]:
    if place >= len(summary):
        return {name: "", f"{name}_share": float("nan")}
    row = summary.iloc[place]
    return {name: row["actor"], f"{name}_share": row["share_of_events"]}


def frames_of_record(record: Record) -> pd.DataFrame:
    """`frames_of_actors` of the wider record."""
    frames = record.events.set_index("event")["frame"]
    return frames_of_actors(record.taking_part, record.actors, frames, list(FRAMES))


def frames_of_actors(
    ties: pd.DataFrame, actors: pd.DataFrame, frames: pd.Series, names: list[str]
) -> pd.DataFrame:
    """In how many events of each frame each actor takes part: rights against security.

    Parameters
    ----------
    frames : series of frame by event
    names : list of str
        The frames, in the order of the columns.

    Returns
    -------
    frame
        One row an actor (names of a renamed body are one), by events, then name: ``actor``,
        ``type``, ``events``, then one column a frame.
    """
    found = merge_successions(ties, actors).drop_duplicates(["node", "release"])
    found["frame"] = found["release"].map(frames)
    counts = pd.crosstab(found["node"], found["frame"])
    table = counts.reindex(columns=names, fill_value=0).astype("int64")
    table.insert(0, "events", table.sum(axis=1))
    kinds = found.groupby("node")["actor_type"].first()
    table.insert(0, "type", kinds.reindex(table.index))
    table = table.rename_axis("actor").reset_index().rename_axis(columns=None)
    return table.sort_values(["events", "actor"], ascending=[False, True]).reset_index(drop=True)
