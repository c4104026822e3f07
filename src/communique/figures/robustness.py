"""The specification curve: the declared contrast in every defensible way of counting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from communique.figures.labels import left_of_axis, without_frame
from communique.figures.style import GREY, INK, MID, PALE, SMALL, VERMILLION_TEXT
from communique.multiverse import CHOICES, specification_curve

if TYPE_CHECKING:
    from communique.study import Study

CURVE = 13.0
"""Height of one whole unit of contrast, in rows of the choices below."""


def curve_data(study: Study) -> pd.DataFrame:
    """One row a universe, from the smallest contrast to the largest; ``own`` is the book's."""
    data = specification_curve(study).copy()
    own = pd.Series(True, index=data.index)
    for name, ways in CHOICES.items():
        own &= data[name] == ways[0]
    data.insert(0, "rank", range(1, len(data) + 1))
    return data.assign(own=own)


def draw_curve(data: pd.DataFrame, ax: Axes) -> Axes:
    """Dots above: the contrast in each universe, with the range when one indicator is left out.

    Below, a mark says which way each universe takes; the book's own is drawn in colour.
    """
    rows = [(name, way) for name, ways in CHOICES.items() for way in ways]
    zero = -1.5
    for row in data.itertuples(index=False):
        colour, heavy = (VERMILLION_TEXT, 2.0) if row.own else (INK, 0.8)
        y = [zero - CURVE * value for value in (row.lowest, row.highest)]
        ax.plot([row.rank] * 2, y, color=colour if row.own else MID, linewidth=heavy, zorder=2)
        ax.plot(
            [row.rank],
            [zero - CURVE * row.contrast],
            marker="D" if row.own else "o",
            markersize=4.0 if row.own else 2.6,
            color=colour,
            zorder=4 if row.own else 3,
        )
        if row.own:
            ax.annotate(
                "as in this book",
                (row.rank, zero - CURVE * row.contrast),
                xytext=(-7, 9),
                textcoords="offset points",
                ha="right",
                fontsize=SMALL,
                color=VERMILLION_TEXT,
            )
    for place, (name, way) in enumerate(rows):
        chosen = data[data[name] == way] if name in data else data.head(0)
        ax.plot(
            chosen["rank"],
            [place] * len(chosen),
            linestyle="none",
            marker="|",
            markersize=4.4,
            markeredgewidth=1.0,
            color=INK,
            zorder=2,
        )
        own = chosen[chosen["own"]]
        ax.plot(
            own["rank"],
            [place] * len(own),
            linestyle="none",
            marker="D",
            markersize=3.6,
            color=VERMILLION_TEXT,
            zorder=3,
        )
    left_of_axis(
        ax,
        zero - CURVE * 0.25,
        "Contrast,\npercentage points",
        70,
        fontweight="bold",
    )
    _labels(ax, rows)
    _scale(ax, zero, len(data))
    ax.set_xlim(0, len(data) + 1)
    top = max(float(data["highest"].max()), 0.5) if len(data) else 1.0
    ax.set_ylim(len(rows) - 0.2, zero - CURVE * top - 1.2)
    without_frame(ax)
    return ax


def _labels(ax: Axes, rows: list[tuple[str, str]]) -> None:
    """The choices at the left, each group with its name once."""
    last = ""
    for place, (name, way) in enumerate(rows):
        left_of_axis(
            ax,
            place,
            way,
            4,
        )
        if name != last:
            left_of_axis(
                ax,
                place,
                name.replace("_", " ").capitalize(),
                90,
                fontweight="bold",
            )
            if place:
                ax.axhline(place - 0.5, color=PALE, linewidth=0.4, zorder=0.5)
        last = name


def _scale(ax: Axes, zero: float, universes: int) -> None:
    for value in (0, 0.5, 1):
        y = zero - CURVE * value
        ax.plot(
            [0, universes + 1],
            [y, y],
            color=INK if value == 0 else PALE,
            linewidth=1.0 if value == 0 else 0.5,
            zorder=1,
        )
        left_of_axis(
            ax,
            y,
            f"{100 * value:+.0f}" if value else "no move",
            4,
            color=GREY,
        )
