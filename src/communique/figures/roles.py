"""The role chart: which actor did what in which event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.axes import Axes

from communique.authority import ACTOR_TYPES
from communique.figures.labels import beside, left_of_axis, nothing_to_draw, without_frame
from communique.figures.style import GREY, INK, SMALL, role_mark
from communique.figures.time import date_axis, short_date, wrap
from communique.network import merge_successions
from communique.records import ROLES

if TYPE_CHECKING:
    from communique.study import Study

GROUPS = {
    "osce_field_operation": "OSCE bodies",
    "osce_institution": "OSCE bodies",
    "osce_secretariat": "OSCE bodies",
    "host_government": "Bodies of the host country",
    "academy": "Bodies of the host country",
    "ngo": "Non-governmental organisations",
    "foreign_government": "Other governments",
    "igo": "International organisations",
    "country": "Experts by country",
    "other": "Others",
    "unknown": "Others",
}
"""Types of actor as groups of rows."""


KEY_COLUMNS = 4

CHART_COLUMNS = [
    "node",
    "names",
    "actor",
    "group",
    "actor_type",
    "release",
    "date",
    "event_place",
    "column",
    "role",
]


def role_chart_data(study: Study) -> pd.DataFrame:
    """One row an actor, event and role; names of one renamed body share a ``node``."""
    merged = merge_successions(study.ties, study.actors)
    merged["group"] = merged["actor_type"].map(GROUPS).fillna("Others")
    events = study.events[["release", "event_place"]].reset_index(names="column")
    merged = merged.merge(events, on="release")
    chart = merged[CHART_COLUMNS].drop_duplicates(["node", "release", "role"])
    return _sorted(chart).reset_index(drop=True)


def _sorted(chart: pd.DataFrame) -> pd.DataFrame:
    """By group, then by first event, number of events and name; roles in their fixed order."""
    own = chart.groupby("node").agg(
        first=("column", "min"), events=("release", "nunique"), kind=("actor_type", "first")
    )
    groups = list(dict.fromkeys(GROUPS.values()))
    kinds = {kind: number for number, kind in enumerate(ACTOR_TYPES)}
    keyed = chart.assign(
        g=chart["group"].map(groups.index),
        k=chart["node"].map(own["kind"].map(kinds).fillna(len(kinds))),
        e=-chart["node"].map(own["events"]),
        f=chart["node"].map(own["first"]),
        r=chart["role"].map({role: n for n, role in enumerate(ROLES)}).fillna(len(ROLES)),
    )
    keyed = keyed.sort_values(["g", "e", "f", "k", "node", "column", "r"])
    return keyed[list(chart.columns)]


def role_chart_height(data: pd.DataFrame) -> float:
    """Millimetres that the rows, the gaps between groups, the head and the key need."""
    return 32 + 6.0 * data["node"].nunique() + 6.0 * data["group"].nunique()


def draw_role_chart(data: pd.DataFrame, ax: Axes) -> Axes:
    """One row an actor, one column an event, one mark a role: shape, colour and letter say which.

    Columns follow each other by date, at equal distances. A body that was renamed is one row.
    """
    if data.empty:
        return nothing_to_draw(ax, "No ties in these releases.")
    without_frame(ax)
    rows = data.drop_duplicates("node")
    levels = _levels(rows)
    columns = data.drop_duplicates("column").sort_values("column")
    left, right = -0.5, columns["column"].max() + 0.5
    for row in rows.itertuples(index=False):
        y = levels[row.node]
        ax.plot([left, right], [y, y], color="#dddddd", linewidth=0.6, zorder=0)
        ax.annotate(
            _row_label(row.node, row.names),
            (left, y),
            xytext=(-4, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=SMALL,
            linespacing=1.1,
        )
    for (node, column), cell in data.groupby(["node", "column"], sort=False):
        _draw_cell(ax, column, levels[node], list(cell["role"]))
    for group, first in rows.drop_duplicates("group")[["group", "node"]].itertuples(index=False):
        ax.annotate(
            group.upper(),
            (left, levels[first] + 0.62),
            xytext=(-4, 0),
            textcoords="offset points",
            ha="right",
            va="bottom",
            fontsize=6,
            color=GREY,
        )
    top = max(levels.values())
    for row in columns.itertuples(index=False):
        ax.text(row.column, top + 0.75, _column_label(row), ha="center",
                va="bottom", fontsize=SMALL, linespacing=1.15)  # fmt: skip
    _key(ax, [role for role in ROLES if role in set(data["role"])], left, right)
    ax.set_xlim(left, right)
    ax.set_ylim(-2.9, top + 2.6)
    return ax


def _column_label(row: Any) -> str:
    place = "" if pd.isna(row.event_place) else f"\n{row.event_place}"
    return short_date(row.date, line_break=True) + place


def _levels(rows: pd.DataFrame) -> dict[str, float]:
    """Height of each row, the first on top, with a gap above each group."""
    levels: dict[str, float] = {}
    at, last = 0.0, None
    for row in rows.iloc[::-1].itertuples(index=False):
        if last is not None:
            at += 1.0 if row.group == last else 2.0
        levels[row.node], last = at, row.group
    return levels


def _row_label(node: str, names: str) -> str:
    """An actor's name, or the names of a renamed body, the earlier ones shortened."""
    if " → " not in names:
        return wrap(node, 46)
    return wrap(" → ".join(name.removeprefix("OSCE ") for name in names.split(" → ")), 46)


def _draw_cell(ax: Axes, column: float, level: float, roles: list[str]) -> None:
    """The marks of one actor in one event, side by side."""
    width = 0.27
    start = column - width * (len(roles) - 1) / 2
    for number, role in enumerate(roles):
        draw_mark(ax, start + number * width, level, role)


def draw_mark(ax: Axes, x: float, y: float, role: str, size: float = 9.5) -> None:
    """The mark of a role with its letter."""
    draw_letter(ax, x, y, role_mark(role), size)


def draw_letter(
    ax: Axes, x: Any, y: float, mark: Any, size: float = 9.5, transform: Any = None
) -> None:
    """A shape with a letter in it: ``mark`` has ``marker``, ``fill``, ``letter`` and its colour.

    ``x`` and ``y`` are data coordinates, or those of ``transform``.
    """
    bigger = {"D": 0.86, "^": 1.12, "v": 1.12, "s": 0.92, "p": 1.1, "h": 1.05}
    ax.plot(
        [x],
        [y],
        marker=mark.marker,
        markersize=size * bigger.get(mark.marker, 1.0),
        markerfacecolor=mark.fill,
        markeredgecolor=INK,
        markeredgewidth=0.6,
        linestyle="none",
        zorder=3,
        clip_on=False,
        transform=transform or ax.transData,
    )
    ax.annotate(
        mark.letter,
        (x, y),
        xycoords=transform or "data",
        xytext=(0, {"^": -1.0, "v": 1.0}.get(mark.marker, 0)),
        textcoords="offset points",
        ha="center",
        va="center_baseline",
        fontsize=6.2,
        fontweight="bold",
        color=mark.letter_colour,
        zorder=4,
        annotation_clip=False,
    )


def role_strip_data(study: Study) -> pd.DataFrame:
    """The actors whose roles differ between events: one row an actor, event and role."""
    chart = role_chart_data(study)
    kinds = chart.groupby(["node", "release"])["role"].agg(frozenset)
    sets = kinds.groupby("node").nunique()
    changing = chart[chart["node"].map(sets) > 1]
    return changing.drop(columns="column").reset_index(drop=True)


def draw_role_strip(data: pd.DataFrame, ax: Axes) -> Axes:
    """One strip an actor on a true date axis: the marks of its roles at the dates of its events.

    Nothing is drawn between events, since nothing is known there. Marks of one event stand above
    each other.
    """
    if data.empty:
        return nothing_to_draw(ax, "No actor changes its role here.")
    date_axis(ax, data["date"], before=0.7, after=0.7)
    nodes = list(dict.fromkeys(data["node"]))
    for (node, _), own in data.groupby(["node", "release"], sort=False):
        y = float(len(nodes) - 1 - nodes.index(node))
        for number, row in enumerate(own.itertuples(index=False)):
            draw_mark(ax, row.date, y + 0.34 * ((len(own) - 1) / 2 - number), row.role, size=8.5)
    for row in data.drop_duplicates("node").itertuples(index=False):
        y = len(nodes) - 1 - nodes.index(row.node)
        ax.axhline(y, color="#dddddd", linewidth=0.6, zorder=0)
        left_of_axis(ax, y, _row_label(row.node, row.names), 4, linespacing=1.1)
    shown = [role for role in ROLES if role in set(data["role"])]
    for number, role in enumerate(shown):
        x = -0.5 + number * 1.46 / max(len(shown), 4)
        draw_letter(ax, x, len(nodes) - 0.1, role_mark(role), 8.5, ax.get_yaxis_transform())
        beside(ax, role_mark(role).label, x, len(nodes) - 0.1)
    ax.set_ylim(-0.7, len(nodes) + 0.3)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return ax


def _key(ax: Axes, roles: list[str], left: float, right: float) -> None:
    """What each mark means, below the rows."""
    step = (right - left) / KEY_COLUMNS
    for number, role in enumerate(roles):
        x = left + 0.2 + number % KEY_COLUMNS * step
        y = -1.5 - number // KEY_COLUMNS
        draw_mark(ax, x, y, role)
        ax.annotate(
            role_mark(role).label,
            (x, y),
            xytext=(7, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            annotation_clip=False,
        )
