"""Which themes share a sentence: the counts, and whether they are more than chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from communique.figures.labels import without_frame
from communique.figures.style import BLUE, GREY, INK, PALE, SMALL, VERMILLION_TEXT
from communique.figures.time import wrap
from communique.overlap import theme_overlap
from communique.shares import QUESTION
from communique.trend import ALPHA

if TYPE_CHECKING:
    from communique.study import Study

LARGEST = 26.0
"""Diameter in points of the circle of the pair that meets most often."""


def overlap_data(study: Study) -> pd.DataFrame:
    """One row a pair of themes: see `overlap.theme_overlap`, with the labels of both."""
    pairs = theme_overlap(
        study.theme_flags, list(study.releases["release"]), list(study.themes["theme"])
    )
    labels = study.theme_labels
    return pairs.assign(
        label=pairs["theme"].map(labels), other_label=pairs["other_theme"].map(labels)
    )


def draw_overlap(data: pd.DataFrame, ax: Axes) -> Axes:
    """A triangle of pairs: the circle's area is the number of common sentences, written in it.

    A blue circle meets more often than chance with p at most 0.05, not adjusted for the number of
    pairs. The frame marks the two themes of the declared question. An empty cell: no common
    sentence.
    """
    themes = list(dict.fromkeys([*data["theme"], *data["other_theme"]]))
    labels = dict(
        zip(
            [*data["theme"], *data["other_theme"]],
            [*data["label"], *data["other_label"]],
            strict=True,
        )
    )
    place = {theme: number for number, theme in enumerate(themes)}
    most = max(int(data["both"].max()), 1) if len(data) else 1
    for pair in data.itertuples(index=False):
        _pair(ax, pair, place[pair.theme], place[pair.other_theme], most)
    for theme, number in place.items():
        if number:
            ax.text(
                -0.6,
                number,
                wrap(labels[theme], 24),
                ha="right",
                va="center",
                fontsize=SMALL,
                linespacing=1.05,
            )
        if number < len(place) - 1:
            ax.text(
                number + 0.1,
                number + 0.42,
                wrap(labels[theme], 24),
                ha="left",
                va="bottom",
                fontsize=SMALL,
                rotation=38,
                rotation_mode="anchor",
                linespacing=1.05,
            )
    size = len(themes)
    for line, (text, colour) in enumerate(
        (
            ("blue: more often than chance,\np at most 0.05, not adjusted", BLUE),
            ("framed: the declared question", VERMILLION_TEXT),
        )
    ):
        ax.text(
            size + 1.5,
            -1.0 + 0.8 * line,
            text,
            ha="right",
            va="center",
            fontsize=SMALL,
            color=colour,
        )
    ax.set_xlim(-0.6, size + 1.6)
    ax.set_ylim(size - 0.4, -1.4)
    without_frame(ax)
    return ax


def _pair(ax: Axes, pair: Any, column: int, row: int, most: int) -> None:
    """One cell of the triangle."""
    ax.add_patch(
        Rectangle((column - 0.5, row - 0.5), 1, 1, facecolor="none", edgecolor=PALE, linewidth=0.4)
    )
    if (pair.theme, pair.other_theme) == QUESTION:
        ax.add_patch(
            Rectangle(
                (column - 0.46, row - 0.46),
                0.92,
                0.92,
                facecolor="none",
                edgecolor=VERMILLION_TEXT,
                linewidth=1.4,
                zorder=4,
            )
        )
    if not pair.both:
        return
    more = pair.p_more <= ALPHA
    ax.plot(
        [column],
        [row],
        marker="o",
        markersize=LARGEST * (pair.both / most) ** 0.5,
        markerfacecolor=BLUE if more else "#d9d9d9",
        markeredgecolor=BLUE if more else GREY,
        markeredgewidth=0.6,
        zorder=2,
    )
    small = pair.both / most < 0.08
    ax.text(
        column + (0.24 if small else 0),
        row,
        str(pair.both),
        ha="center",
        va="center",
        fontsize=SMALL,
        color="white" if more and not small else INK,
        zorder=3,
    )
