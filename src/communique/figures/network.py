"""Pictures of the network: actors and events, co-organisers, and who pays for what.

The first and the last are drawn on a plan in millimetres, so that labels have the room they need;
nothing in them is placed by chance. The co-organisers stand on a circle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from communique.figures.labels import nothing_to_draw
from communique.figures.roles import draw_mark, role_chart_data
from communique.figures.style import BLUE, DOUBLE, GREY, INK, PALE, SMALL, role_mark
from communique.figures.time import short_date, wrap
from communique.network import (
    circle_positions,
    co_organisers,
    funding,
    graph_of,
    merge_successions,
)
from communique.records import ROLES

if TYPE_CHECKING:
    from communique.study import Study

LINES = {"organizer": (BLUE, 1.2), "funder": ("#b06f00", 1.2)}
"""Roles whose lines are drawn in colour; the lines of the others are grey."""

SLOT, GAP, HEAD = 5.2, 6.0, 14.0
"""Room in millimetres for one tie, between two events, and for the key."""

BOX = (76.0, 98.0)
"""Left and right edge of the boxes of events, in millimetres."""

LABELS = (44.0, 130.0)
"""Where the names of actors end on the left, and begin on the right."""


def two_mode_data(study: Study) -> pd.DataFrame:
    """Ties with the side and place of their actor and the place of their event."""
    chart = role_chart_data(study)
    home = ["OSCE bodies", "Bodies of the host country"]
    chart["side"] = chart["group"].isin(home).map({True: "left", False: "right"})
    return _with_places(chart)


def _with_places(chart: pd.DataFrame) -> pd.DataFrame:
    """Heights in millimetres: events by date, actors where their ties are on average."""
    if chart.empty:
        return chart.assign(event_y=[], actor_y=[], port_y=[])
    slots = chart.groupby(["column", "side"]).size().groupby("column").max()
    at, centre = 0.0, {}
    for column, size in slots.sort_index().items():
        centre[column] = at - size * SLOT / 2
        at -= size * SLOT + GAP
    placed = chart.assign(event_y=chart["column"].map(centre))
    for _, side in placed.groupby("side"):
        mean = side.groupby("node")["event_y"].mean().sort_values(ascending=False, kind="stable")
        step = (-GAP - at) / len(mean)
        heights = {node: -step * (n + 0.5) for n, node in enumerate(mean.index)}
        placed.loc[side.index, "actor_y"] = side["node"].map(heights)
    order = {role: number for number, role in enumerate(ROLES)}
    placed["order"] = placed["role"].map(order).fillna(len(order))
    placed = placed.sort_values(
        ["column", "side", "actor_y", "order"], ascending=[True, True, False, True]
    )
    within = placed.groupby(["column", "side"])
    offset = (within["node"].transform("size") - 1) / 2 - within.cumcount()
    placed["port_y"] = placed["event_y"] + offset * SLOT
    return placed.drop(columns="order").reset_index(drop=True)


def two_mode_height(data: pd.DataFrame) -> float:
    """Millimetres that events, actors and key need."""
    if data.empty:
        return 30.0
    return HEAD + _depth(data) + 4


def _depth(data: pd.DataFrame) -> float:
    slots = data.groupby(["column", "side"]).size().groupby("column").max()
    return float(slots.sum() * SLOT + GAP * (len(slots) - 1))


def draw_two_mode(data: pd.DataFrame, ax: Axes) -> Axes:
    """Events in the middle by date, actors on both sides, a mark where a tie meets its event.

    OSCE bodies and bodies of the host country stand on the left, all others on the right. Heights
    follow the dates of an actor's events; distances carry no measure.
    """
    if data.empty:
        return nothing_to_draw(ax, "No ties in these releases.")
    _plan(ax, _depth(data), HEAD)
    for row in data.itertuples(index=False):
        left = row.side == "left"
        port = BOX[0] - 2.6 if left else BOX[1] + 2.6
        colour, width = LINES.get(row.role, (PALE, 0.9))
        ax.plot(
            [LABELS[0] + 1 if left else LABELS[1] - 1, port],
            [row.actor_y, row.port_y],
            color=colour,
            linewidth=width,
            linestyle=role_mark(row.role).dashes if row.role == "funder" else "solid",
            zorder=2 if row.role in LINES else 1,
        )
        draw_mark(ax, port, row.port_y, row.role, size=8.5)
    for row in data.drop_duplicates(["side", "node"]).itertuples(index=False):
        left = row.side == "left"
        _name(ax, LABELS[0] if left else LABELS[1], row.actor_y, _short(row.node, row.names, 27),
              "right" if left else "left")  # fmt: skip
    for _, own in data.groupby("column"):
        size = own.groupby("side").size().max() * SLOT
        first = own.iloc[0]
        _box(ax, BOX, first["event_y"], size, short_date(first["date"], line_break=True)
             + ("" if pd.isna(first["event_place"]) else f"\n{first['event_place']}"))  # fmt: skip
    _line_key(ax, [role for role in ROLES if role in set(data["role"])])
    return ax


def co_organiser_data(study: Study) -> pd.DataFrame:
    """Organisers with their place, and the ties between them, in one frame (``kind``)."""
    graph = co_organisers(graph_of(study))
    places = circle_positions(graph)
    nodes = [
        {
            "kind": "organiser",
            "actor": node,
            "names": found["names"],
            "events": found["events"],
            "x": places[node][0],
            "y": places[node][1],
        }
        for node, found in sorted(graph.nodes(data=True))
    ]
    ties = [
        {"kind": "tie", "actor": min(a, b), "other_actor": max(a, b), **found}
        for a, b, found in graph.edges(data=True)
    ]
    columns = ["kind", "actor", "names", "other_actor", "events", "weight", "jaccard", "x", "y"]
    frame = pd.DataFrame(nodes + ties, columns=columns)
    return frame.sort_values(["kind", "actor", "other_actor"]).reset_index(drop=True)


def draw_co_organisers(data: pd.DataFrame, ax: Axes) -> Axes:
    """Organisers as dots on a circle, shared events as lines, thicker for a larger weight."""
    nodes, ties = data[data["kind"] == "organiser"], data[data["kind"] == "tie"]
    if nodes.empty:
        return nothing_to_draw(ax, "No organiser is named in these releases.")
    at = {row.actor: (row.x, row.y) for row in nodes.itertuples(index=False)}
    for row in ties.itertuples(index=False):
        (x1, y1), (x2, y2) = at[row.actor], at[row.other_actor]
        ax.plot([x1, x2], [y1, y2], color=BLUE, linewidth=0.8 + 1.4 * row.weight, zorder=1)
        ax.annotate(
            f"{row.weight:g}",
            ((x1 + x2) / 2, (y1 + y2) / 2),
            ha="center",
            va="center",
            fontsize=6.5,
            bbox={"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"},
            zorder=2,
        )
    for row in nodes.itertuples(index=False):
        ax.plot([row.x], [row.y], marker="o", markersize=6.5, color=INK, zorder=3)
        _label_outward(ax, row)
    ax.set_xlim(-2.7, 2.7)
    ax.set_ylim(-1.25, 1.25)
    ax.axis("off")
    return ax


def _label_outward(ax: Axes, row: Any) -> None:
    """A name on the side of its dot that looks away from the middle of the circle."""
    sideways = abs(row.x) > 0.3
    right, up = row.x > 0, row.y > 0
    ax.annotate(
        f"{_short(row.actor, row.names, 26)}\n({row.events} organised)",
        (row.x, row.y),
        xytext=((7 if right else -7) if sideways else 0, 0 if sideways else (8 if up else -8)),
        textcoords="offset points",
        ha=("left" if right else "right") if sideways else "center",
        va="center" if sideways else ("bottom" if up else "top"),
        fontsize=SMALL,
        linespacing=1.15,
        zorder=4,
    )


FUNDER_AT, EVENT_AT, ORGANISER_AT = 56.0, (72.0, 98.0), 114.0
"""Where, in millimetres, funders end, events stand and organisers begin."""


def funder_data(study: Study) -> pd.DataFrame:
    """Funder, event and organiser with the place of the event and all names of renamed bodies."""
    graph = graph_of(study)
    names = merge_successions(study.ties, study.actors).drop_duplicates("node")
    known = names.set_index("node")["names"].to_dict()
    places = study.events[["release", "event_place"]]
    frame = funding(graph).merge(places, on="release", how="left")
    bare = study.ties[study.ties["role"] == "organizer"].merge(
        merge_successions(study.ties, study.actors)[["release", "actor", "node"]].drop_duplicates(),
        on=["release", "actor"],
    )
    name_then = {(r.release, r.node): r.actor for r in bare.itertuples(index=False)}
    frame["organiser_name_then"] = [
        name_then.get((row.release, row.organiser), row.organiser)
        for row in frame.itertuples(index=False)
    ]
    frame["funder_names"] = [known.get(funder, "") for funder in frame["funder"]]
    return frame


def funder_height(data: pd.DataFrame) -> float:
    """Millimetres that the events need."""
    return 12 + sum(_rows_of(own) * 7.5 + 5 for _, own in data.groupby("release"))


def _rows_of(own: pd.DataFrame) -> int:
    return max(own["funder"].nunique(), own["organiser"].nunique())


def draw_funders(data: pd.DataFrame, ax: Axes) -> Axes:
    """An event a row: on the left who funds it, on the right who organises it."""
    if data.empty:
        return nothing_to_draw(ax, "No event in these releases.")
    _plan(ax, funder_height(data) - 14, 12.0)
    for x, text, align in (
        (FUNDER_AT, "FUNDER", "right"),
        (sum(EVENT_AT) / 2, "EVENT", "center"),
        (ORGANISER_AT, "ORGANISER", "left"),
    ):
        ax.text(x, 6, text, ha=align, va="center", fontsize=6, color=GREY)
    at = 0.0
    for _, own in data.groupby(["date", "release"], sort=True, dropna=False):
        size = _rows_of(own) * 7.5
        middle = at - size / 2
        _draw_side(ax, own["funder"], middle, size, "funder")
        _draw_side(ax, own["organiser_name_then"], middle, size, "organizer")
        first = own.iloc[0]
        place = "" if pd.isna(first["event_place"]) else f"\n{first['event_place']}"
        _box(ax, EVENT_AT, middle, max(size - 1.5, 8.5), f"{short_date(first['date'])}{place}")
        at -= size + 5
    return ax


def _draw_side(ax: Axes, names: pd.Series, middle: float, size: float, role: str) -> None:
    """The funders or the organisers of one event, each joined to its box."""
    left = role == "funder"
    edge, x = (EVENT_AT[0], FUNDER_AT) if left else (EVENT_AT[1], ORGANISER_AT)
    shown = list(dict.fromkeys(names))
    for number, name in enumerate(shown):
        y = middle + ((len(shown) - 1) / 2 - number) * size / len(shown)
        if not name:
            none = "no funder named" if left else "no organiser named"
            ax.text(x, y, none, ha="right" if left else "left", va="center", fontsize=SMALL,
                    fontstyle="italic", color=GREY)  # fmt: skip
            continue
        colour, width = LINES[role]
        mark_x = x + 4 if left else x - 4
        ax.plot([mark_x, edge], [y, middle], color=colour, linewidth=width, zorder=1,
                linestyle=role_mark(role).dashes)  # fmt: skip
        draw_mark(ax, mark_x, y, role, size=8.5)
        _name(ax, x, y, wrap(name, 38), "right" if left else "left")


def _plan(ax: Axes, depth: float, head: float) -> None:
    """Axes as a plan in millimetres: from 0 to the figure's width, downwards from 0."""
    ax.set_xlim(0, DOUBLE)
    ax.set_ylim(-depth - 2, head)
    ax.axis("off")


def _name(ax: Axes, x: float, y: float, text: str, align: str) -> None:
    ax.text(x, y, text, ha=align, va="center", fontsize=SMALL, linespacing=1.1, zorder=4)


def _box(ax: Axes, edges: tuple[float, float], y: float, height: float, text: str) -> None:
    ax.add_patch(
        Rectangle(
            (edges[0], y - height / 2),
            edges[1] - edges[0],
            height,
            facecolor="#eeeeee",
            edgecolor=GREY,
            linewidth=0.6,
            zorder=2,
        )
    )
    ax.text(sum(edges) / 2, y, text, ha="center", va="center", fontsize=SMALL, zorder=4)


def _line_key(ax: Axes, roles: list[str]) -> None:
    """What each mark means, in one line above the plan."""
    step = (DOUBLE - 8) / max(len(roles), 5)
    for number, role in enumerate(roles):
        x = 5 + number * step
        draw_mark(ax, x, 9.5, role, size=8.5)
        ax.text(x + 3.2, 9.5, role_mark(role).label.replace(" ", "\n"), va="center", fontsize=6.5,
                linespacing=1.0)  # fmt: skip


def _short(node: str, names: str, width: int) -> str:
    """A name in lines; of a renamed body all names, without the umbrella's."""
    if " → " in names:
        parts = [name.removeprefix("OSCE ") for name in names.split(" → ")]
        return "\n".join([*(f"{part} →" for part in parts[:-1]), parts[-1]])
    return wrap(node, width)
