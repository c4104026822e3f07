"""Pictures of the record's network: co-organisers in each period, on places that never change."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from communique.figures.labels import without_frame
from communique.figures.record import actor_label
from communique.figures.style import BLUE, DOUBLE, INK, PALE, SMALL
from communique.figures.time import wrap
from communique.network import circle_positions, co_organisers
from communique.record import open_record

if TYPE_CHECKING:
    from communique.study import Study

SLICE_FROM = 4
"""A co-organiser is drawn from so many organised events on."""

RADIUS, KEY_ROW, KEY_COLUMNS = 21.0, 6.4, 2
"""In millimetres the radius of a circle and the height of a row of the key; its columns."""


def slice_data(_: Study) -> pd.DataFrame:
    """Organisers with their fixed place, and their ties in each period, in one frame (``kind``).

    Places come once from the co-organisers of all periods together, so that an actor stands in the
    same place in each slice.
    """
    record = open_record()
    whole = co_organisers(record.graph)
    counts = {node: int(found["events"]) for node, found in whole.nodes(data=True)}
    kept = whole.copy()
    kept.remove_nodes_from([node for node, events in counts.items() if events < SLICE_FROM])
    places = circle_positions(kept)
    rows: list[dict[str, object]] = []
    numbers = {node: number for number, node in enumerate(places, start=1)}
    for place, period in enumerate(record.periods["period"]):
        own = record.events.loc[record.events["period"] == period, "event"]
        part = co_organisers(record.graph, list(own))
        for node in places:
            x, y = places[node]
            rows.append({"kind": "organiser", "period": period, "slice": place, "actor": node,
                         "number": numbers[node], "names": whole.nodes[node]["names"],
                         "events": part.nodes[node]["events"] if node in part else 0,
                         "events_of_period": len(own), "x": x, "y": y})  # fmt: skip
        for one, other, tie in part.edges(data=True):
            if one in places and other in places:
                rows.append({"kind": "tie", "period": period, "slice": place,
                             "actor": min(one, other), "other_actor": max(one, other),
                             "events": tie["events"], "weight": tie["weight"]})  # fmt: skip
    columns = ["kind", "period", "slice", "actor", "number", "names", "other_actor", "events",
               "weight", "events_of_period", "x", "y"]  # fmt: skip
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.astype({"number": "Int64", "events": "Int64", "events_of_period": "Int64"})
    return frame.sort_values(["kind", "slice", "number", "actor", "other_actor"]).reset_index(
        drop=True
    )


def slices_height(data: pd.DataFrame) -> float:
    """Millimetres that circles and key need."""
    rows = math.ceil(data["number"].dropna().nunique() / KEY_COLUMNS)
    return 2 * RADIUS + 24 + KEY_ROW * max(rows, 1)


def draw_slices(data: pd.DataFrame, ax: Axes) -> Axes:
    """One circle a period: numbered organisers, lines for events organised together."""
    without_frame(ax)
    nodes, ties = data[data["kind"] == "organiser"], data[data["kind"] == "tie"]
    ax.set_xlim(0, DOUBLE)
    ax.set_ylim(-slices_height(data) + RADIUS + 13, RADIUS + 13)
    if nodes.empty:
        ax.text(DOUBLE / 2, 0, "No actor organised so many events.", ha="center")
        return ax
    step = DOUBLE / nodes["slice"].nunique()
    for (place, period), own in nodes.groupby(["slice", "period"], sort=True):
        centre = step * (place + 0.5)
        at = {row.actor: (centre + RADIUS * row.x, RADIUS * row.y)
              for row in own.itertuples(index=False)}  # fmt: skip
        for tie in ties[ties["slice"] == place].itertuples(index=False):
            (x1, y1), (x2, y2) = at[tie.actor], at[tie.other_actor]
            ax.plot([x1, x2], [y1, y2], color=BLUE, linewidth=0.5 + 0.55 * tie.weight,
                    solid_capstyle="round", zorder=1)  # fmt: skip
        for row in own.itertuples(index=False):
            here = row.events > 0
            x, y = at[row.actor]
            ax.plot([x], [y], marker="o", markersize=9.0, markerfacecolor="white",
                    markeredgecolor=INK if here else PALE, zorder=2,
                    markeredgewidth=1.0 if here else 0.6)  # fmt: skip
            ax.text(x, y - 0.1, str(row.number), ha="center", va="center_baseline", fontsize=6.2,
                    color=INK if here else "#8c8c8c", zorder=3)  # fmt: skip
        ax.text(centre, RADIUS + 6.5, f"{period}\n{own['events_of_period'].iloc[0]} events",
                ha="center", va="center", fontsize=SMALL, linespacing=1.2)  # fmt: skip
    _key(ax, nodes.drop_duplicates("actor"))
    return ax


def _key(ax: Axes, actors: pd.DataFrame) -> None:
    rows = math.ceil(len(actors) / KEY_COLUMNS)
    for place, row in enumerate(actors.sort_values("number").itertuples(index=False)):
        x = 4 + (place // rows) * DOUBLE / KEY_COLUMNS
        y = -RADIUS - 9 - KEY_ROW * (place % rows)
        name = wrap(actor_label(row.actor, row.names).replace("\n", " "), 56)
        ax.text(x, y, f"{row.number}", ha="right", va="center", fontsize=6.5)
        ax.text(x + 1.5, y, name, va="center", fontsize=6.5, linespacing=1.05)
