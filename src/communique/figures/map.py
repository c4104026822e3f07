"""The map: in which towns the events of the wider record took place.

Drawn in kilometres of an equal-area projection, with a fixed scale, so that labels get the room
that they need and nothing is placed by chance.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Circle, Polygon
from matplotlib.textpath import TextPath

from communique.event_map import (
    ONLINE,
    REGION,
    TOWN,
    UNKNOWN,
    albers,
    event_kinds,
    read_outline,
    rings,
    town_counts,
)
from communique.figures.labels import nothing_to_draw, without_frame
from communique.figures.record import source
from communique.figures.style import BLUE, DOUBLE, GREY, INK, MID, PALE, SMALL
from communique.figures.time import wrap
from communique.record import Record, open_record
from communique.wording import count, in_words, joined, percent

if TYPE_CHECKING:
    from communique.study import Study

KM_PER_MM = 17.5
"""Scale: kilometres on the ground in a millimetre of the figure."""

EVENT_MM = 1.0
"""Radius in millimetres of the circle of one event; that of n events is sqrt(n) times as wide."""

GAP_MM, LINE_MM = 0.7, 3.0
"""Room between a circle and its label, and height of a line of type."""

WIDTH_MM, HEAD_MM, FOOT_MM = DOUBLE - 1.6, 3.0, 9.0
"""Width of the plan, the figure without its margins; room above and below the country."""

LAND = "#f2f2f2"
"""Ground of the country."""

OUTLINE = "outline"
"""The ``kind`` of rows that are points of the outline."""

COLUMNS = ["kind", "town", "events", "police", "chosen", "first", "last", "ring", "point",
           "longitude", "latitude", "x", "y", "radius", "label", "label_x", "label_y",
           "label_side"]  # fmt: skip

SIDES = {
    "right": (1, 0), "left": (-1, 0), "above": (0, 1), "below": (0, -1),
    "above right": (1, 1), "below right": (1, -1), "above left": (-1, 1), "below left": (-1, -1),
}  # fmt: skip
"""Where a label may stand beside its circle, in the order of preference."""


def map_data(study: Study) -> pd.DataFrame:
    """Everything on the map: towns, what has no point on it, and the outline of the country.

    Returns
    -------
    frame
        One row a town, region, ``online`` and no place (``kind`` as in `event_map.town_counts`),
        then one row a point of the outline. ``x``, ``y`` and ``radius`` are kilometres on the
        plan, ``label_x`` and ``label_y`` the corner or edge where a label begins; all are empty
        where nothing is drawn at a point. The map shows the wider record of this project,
        whatever the study's releases are.
    """
    return map_frame(open_record())


def map_frame(record: Record) -> pd.DataFrame:
    """The rows of `map_data` for a record."""
    counts = town_counts(record)
    counts["x"], counts["y"] = albers(counts["longitude"], counts["latitude"])
    towns = counts["kind"] == TOWN
    counts["radius"] = (np.sqrt(counts["events"]) * EVENT_MM * KM_PER_MM).where(towns)
    counts["label"] = [
        f"{row.town}\n{row.events} ({row.police})" if row.kind == TOWN else ""
        for row in counts.itertuples(index=False)
    ]
    outline = read_outline().assign(kind=OUTLINE)
    outline["x"], outline["y"] = albers(outline["longitude"], outline["latitude"])
    counts = counts.join(_label_places(counts[towns], outline))
    frame = pd.concat([counts, outline], ignore_index=True)
    whole = ["events", "police", "chosen", "first", "last", "ring", "point"]
    frame = frame.astype(dict.fromkeys(whole, "Int64"))
    for column in ("town", "label", "label_side"):
        frame[column] = frame[column].astype(object).fillna("").astype("str")
    return frame[COLUMNS]


class _Box(NamedTuple):
    """A rectangle on the plan, in kilometres."""

    left: float
    bottom: float
    right: float
    top: float

    def shared(self, other: _Box) -> float:
        """The area, in square kilometres, that two boxes share."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return max(wide, 0.0) * max(high, 0.0)

    def holds(self, points: np.ndarray) -> int:
        """How many points, given as rows of x and y, lie inside."""
        x, y = points[:, 0], points[:, 1]
        inside = (self.left < x) & (x < self.right) & (self.bottom < y) & (y < self.top)
        return int(inside.sum())


def _every_km(ring: pd.DataFrame, step: float = 10.0) -> np.ndarray:
    """Points along a ring, one every so many kilometres, as rows of x and y."""
    corners = ring[["x", "y"]].to_numpy(float)
    along = np.concatenate([[0.0], np.hypot(*np.diff(corners, axis=0).T).cumsum()])
    at = np.arange(0.0, along[-1], step)
    return np.column_stack([np.interp(at, along, corners[:, axis]) for axis in (0, 1)])


def _label_places(towns: pd.DataFrame, outline: pd.DataFrame) -> pd.DataFrame:
    """Where each label begins: the first of `SIDES` that is free, for larger towns first.

    Where none is free, the side that covers least of circles and labels is taken, and of those
    equal in this the one that covers least of the outline.
    """
    line = np.concatenate([_every_km(ring) for ring in rings(outline)] or [np.empty((0, 2))])
    taken = [
        _Box(row.x - row.radius, row.y - row.radius, row.x + row.radius, row.y + row.radius)
        for row in towns.itertuples(index=False)
    ]
    places = {}
    for row in towns.itertuples():
        boxes = {side: _label_box(row.x, row.y, row.radius, row.label, side) for side in SIDES}
        covered = {
            side: (sum(box.shared(other) for other in taken), box.holds(line))
            for side, (box, _, _) in boxes.items()
        }
        side = min(SIDES, key=lambda side: covered[side])
        box, x, y = boxes[side]
        taken.append(box)
        places[row.Index] = (x, y, side)
    columns = ["label_x", "label_y", "label_side"]
    return pd.DataFrame.from_dict(places, orient="index", columns=columns)


def _label_box(
    x: float, y: float, radius: float, label: str, side: str
) -> tuple[_Box, float, float]:
    """The room of a label on a side of its circle, and the point where it is fastened."""
    right, up = SIDES[side]
    lines = label.split("\n")
    wide = max(text_width(line, SMALL) for line in lines) * KM_PER_MM
    high = len(lines) * LINE_MM * KM_PER_MM
    away = (radius + GAP_MM * KM_PER_MM) * (1.0 if 0 in (right, up) else np.sqrt(0.5))
    at_x, at_y = x + right * away, y + up * away
    left, bottom = at_x - (1 - right) / 2 * wide, at_y - (1 - up) / 2 * high
    return _Box(left, bottom, left + wide, bottom + high), at_x, at_y


@lru_cache(maxsize=256)
def text_width(text: str, points: float) -> float:
    """How wide a line of the house's type is, in millimetres; 0 for an empty one."""
    if not text.strip():
        return 0.0
    return float(TextPath((0, 0), text, size=points).get_extents().width) * 25.4 / 72


def map_height(data: pd.DataFrame) -> float:
    """Millimetres that the country and the note below it need at this scale."""
    outline = data[data["kind"] == OUTLINE]
    if outline.empty:
        return 30.0
    return float(outline["y"].max() - outline["y"].min()) / KM_PER_MM + HEAD_MM + FOOT_MM + 1.6


def draw_map(data: pd.DataFrame, ax: Axes) -> Axes:
    """Draw each town as a circle, the police events as a disc inside, over the outline.

    White diamonds in a disc are the releases whose text the project holds.
    """
    outline, towns = data[data["kind"] == OUTLINE], data[data["kind"] == TOWN]
    without_frame(ax)
    ax.set_aspect("equal")
    if outline.empty:
        return nothing_to_draw(ax, "No outline.")
    middle = float(outline["x"].min() + outline["x"].max()) / 2
    half = WIDTH_MM * KM_PER_MM / 2
    bottom = float(outline["y"].min()) - FOOT_MM * KM_PER_MM
    top = float(outline["y"].max()) + HEAD_MM * KM_PER_MM
    ax.set_xlim(middle - half, middle + half)
    ax.set_ylim(bottom, top)
    for ring in rings(outline):
        ax.add_patch(
            Polygon(ring[["x", "y"]].to_numpy(float), facecolor=LAND, edgecolor=MID,
                    linewidth=0.6, joinstyle="round", zorder=1)
        )  # fmt: skip
    for row in towns.itertuples(index=False):
        _draw_circle(ax, row.x, row.y, row.events, row.police)
        _draw_chosen(ax, row.x, row.y, int(row.chosen))
        _draw_label(ax, row.label_x, row.label_y, row.label, row.label_side)
    left = middle - half + 2 * KM_PER_MM
    _draw_key(ax, left, top - 2 * KM_PER_MM)
    _draw_scale(ax, middle + half - 6 * KM_PER_MM, bottom + FOOT_MM * KM_PER_MM)
    ax.text(left, bottom + KM_PER_MM, wrap(_not_drawn(data), 112), va="bottom", fontsize=SMALL,
            color=GREY, linespacing=1.25, in_layout=False)  # fmt: skip
    return ax


def _draw_circle(ax: Axes, x: float, y: float, events: int, police: int) -> None:
    """A circle whose area is the number of events, with a disc for the police events."""
    step = EVENT_MM * KM_PER_MM
    ax.add_patch(Circle((x, y), step * events**0.5, facecolor=PALE, edgecolor=GREY,
                        linewidth=0.5, zorder=2))  # fmt: skip
    if police:
        ax.add_patch(Circle((x, y), step * police**0.5, facecolor=BLUE, edgecolor="none",
                            zorder=3))  # fmt: skip


def _draw_chosen(ax: Axes, x: float, y: float, number: int) -> None:
    """A row of white diamonds, one a release."""
    for place in range(number):
        across = (place - (number - 1) / 2) * 2.0 * KM_PER_MM
        ax.plot([x + across], [y], marker="D", markersize=3.0, markerfacecolor="white",
                markeredgecolor=INK, markeredgewidth=0.4, zorder=4)  # fmt: skip


def _draw_label(ax: Axes, x: float, y: float, label: str, side: str) -> None:
    """The lines of a label, fastened at the side of its circle."""
    right, up = SIDES[side]
    align = {1: "left", 0: "center", -1: "right"}[right]
    fastened = {1: "bottom", 0: "center", -1: "top"}[up]
    ax.text(x, y, label, ha=align, va=fastened, multialignment=align, fontsize=SMALL, color=INK,
            linespacing=1.15, zorder=5)  # fmt: skip


def _draw_key(ax: Axes, left: float, top: float) -> None:
    """What the area of circles, the disc and the diamond mean."""
    ax.text(left, top, "Area: events in a town", va="center", fontsize=SMALL)
    y, x = top - 6.5 * KM_PER_MM, left
    mark, words = left + 1.5 * KM_PER_MM, left + 4 * KM_PER_MM
    for events in (1, 5, 20):
        radius = EVENT_MM * KM_PER_MM * events**0.5
        _draw_circle(ax, x + radius, y, events, 0)
        ax.text(x + 2 * radius + KM_PER_MM, y, str(events), va="center", fontsize=SMALL)
        x += 2 * radius + 7 * KM_PER_MM
    y -= 6.3 * KM_PER_MM
    ax.add_patch(Circle((mark, y), 1.2 * KM_PER_MM, facecolor=BLUE, edgecolor="none", zorder=3))
    ax.text(words, y, "with the police (in brackets)", va="center", fontsize=SMALL)
    y -= 3.6 * KM_PER_MM
    _draw_chosen(ax, mark, y, 1)
    ax.text(words, y, "release whose text is held", va="center", fontsize=SMALL)


def _draw_scale(ax: Axes, right: float, y: float, length: float = 500.0) -> None:
    """A bar of so many kilometres."""
    ax.plot([right - length, right], [y, y], color=GREY, linewidth=1.0, solid_capstyle="butt")
    ax.text(right - length / 2, y + KM_PER_MM, f"{length:g} km", ha="center", va="bottom",
            fontsize=6.5, color=GREY)  # fmt: skip


def _not_drawn(data: pd.DataFrame) -> str:
    """What the record tells without a town, with numbers of events."""
    regions = data[data["kind"] == REGION]
    told = [f"{row.town} {row.events}" for row in regions.itertuples(index=False)]
    for kind, name in ((ONLINE, "online"), (UNKNOWN, "no place named")):
        number = int(data.loc[data["kind"] == kind, "events"].sum())
        told += [f"{name} {number}"] if number else []
    return f"Not drawn, with numbers of events: {', '.join(told)}." if told else ""


def map_explain(study: Study) -> str:
    """What is shown, how to read it, and what is not on the map."""
    record = open_record()
    kinds = event_kinds(record)
    towns = _towns(study)
    total = int(towns["events"].sum())
    more = total > kinds[TOWN]
    sums = f" An event in several towns counts in each, so that the circles add up to {total}."
    return (
        "Circles are towns; their area is the number of events, that of the blue disc the number "
        "of those with the police. A label gives both, the second in brackets. A white diamond is "
        f"one of the releases whose text the project holds.{sums if more else ''} "
        f"{_apart(kinds)} A region is an area, so that its events are put on no town; an event in "
        "two counts in both. Places are "
        "those that a release names, and releases are those that search found: a town without a "
        "circle may have had events. The outline (Natural Earth, 1:50 million, simplified) is "
        "for orientation and implies no position on a border. Equal-area projection."
    )


def _apart(kinds: pd.Series) -> str:
    """How many events are not on the map, and why."""
    return (
        f"Of {count(int(kinds.sum()), 'event')} {in_words(int(kinds[TOWN]))} are on the map; "
        f"not drawn are {in_words(int(kinds[REGION]))} told of a region only, "
        f"{in_words(int(kinds[ONLINE]))} held online, and {in_words(int(kinds[UNKNOWN]))} without "
        "a place."
    )


def map_alt(study: Study) -> str:
    """The map in words: how many towns, the largest two, what is elsewhere."""
    kinds, towns = event_kinds(open_record()), _towns(study)
    if towns.empty:
        return f"Map without a town. {_apart(kinds)}"
    told = joined(f"{row.town} {row.events}" for row in towns.itertuples(index=False))
    two, total = int(towns["events"].head(2).sum()), int(towns["events"].sum())
    chosen = towns[towns["chosen"] > 0]
    held = joined(f"{row.town} {row.chosen}" for row in chosen.itertuples(index=False))
    return (
        f"Map of Kazakhstan with {count(len(towns), 'town')} as circles: {told}. The largest two "
        f"have {two} of {total} ({percent(two / total)}). Of the releases whose text is held: "
        f"{held}. {_apart(kinds)}"
    )


def _towns(study: Study) -> pd.DataFrame:
    data = map_data(study)
    return data[data["kind"] == TOWN]


def map_source(study: Study) -> str:
    """What the map is drawn from, for the caption."""
    return (
        f"{source(study).removesuffix('.')}; coordinates: GeoNames (CC BY 4.0); outline: Natural "
        "Earth."
    )
