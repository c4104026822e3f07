"""The headline: every sentence of every release, and the two shares that were asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from communique.figures.labels import left_of_axis
from communique.figures.style import BLUE, GREY, INK, MID, PALE, SMALL, VERMILLION_TEXT
from communique.figures.time import (
    WHITE,
    date_axis,
    gap_note,
    mark_changes,
    office_strip,
    short_date,
)
from communique.network import offices
from communique.shares import QUESTION

if TYPE_CHECKING:
    from communique.study import Study

BOTH, NEITHER = "both", "neither"
MARKS = {QUESTION[0]: (BLUE, "R", -1), QUESTION[1]: (VERMILLION_TEXT, "E", 1)}
"""Colour and letter of the two themes, and the side on which their shares stand."""

HALF_WIDTH_DAYS = 150.0
BESIDE_DAYS = 16.0
"""How far the two marks of a release stand beside its date, so that both can be seen."""
SHARES_BASE, SHARES_HEIGHT = 0.0, 6.0
"""Where the shares stand, in heights of a sentence: 0 % and how far above it 100 % is."""
STACKS_BASE = 8.6
STRIP = -1.9
ROW_MM = 4.1


def question_data(study: Study) -> pd.DataFrame:
    """One row a counted sentence: what it speaks of, and the shares of its release."""
    flags = study.theme_flags[["release", "sentence", "part", "quoted", *QUESTION]]
    data = flags.merge(study.releases[["release", "date"]], on="release")
    one, other = (data.pop(theme) for theme in QUESTION)
    data["speaks_of"] = NEITHER
    data.loc[one & ~other, "speaks_of"] = QUESTION[0]
    data.loc[other & ~one, "speaks_of"] = QUESTION[1]
    data.loc[one & other, "speaks_of"] = BOTH
    shares = study.theme_shares
    for theme in QUESTION:
        own = shares.loc[shares["theme"] == theme]
        own = own[["release", "sentences_with_theme", "share", "low", "high", "absent_below"]]
        names = {name: f"{theme}_{name}" for name in own.columns if name != "release"}
        data = data.merge(own.rename(columns=names), on="release")
    named = offices(study.ties, study.actors).drop(columns="date")
    return data.merge(named, on="release", how="left")


def longest(data: pd.DataFrame) -> int:
    """Sentences of the longest release."""
    return int(data.groupby("release").size().max()) if len(data) else 0


def question_height(data: pd.DataFrame) -> float:
    """Height of the figure in millimetres."""
    return 14 + ROW_MM * (STACKS_BASE - STRIP + longest(data) + 4)


def draw_question(data: pd.DataFrame, ax: Axes) -> Axes:
    """A stack of cells a release at its date, the title on top; below it the two shares.

    A cell is a sentence. Letters and colours say which of the two themes it carries; a cell with
    both is cut in two. Below, a dot is a share and its line the 95 % interval; an open dot is a
    theme in no sentence, its line the largest share that this leaves possible.
    """
    top = STACKS_BASE + longest(data)
    releases = data.drop_duplicates("release")
    date_axis(ax, releases["date"], before=1.0)
    mark_changes(ax, releases, STRIP + 0.9, STACKS_BASE - 0.6)
    _scale(ax)
    for release in releases.dropna(subset=["date"]).itertuples(index=False):
        at = float(mdates.date2num(release.date))
        own = data[data["release"] == release.release]
        for row, cell in enumerate(own.itertuples(index=False)):
            _cell(ax, at, top - row - 1, cell)
        for theme in QUESTION:
            _share(ax, at, release, theme, len(own))
        ax.annotate(
            short_date(release.date, line_break=True),
            (at, top + 0.3),
            ha="center",
            va="bottom",
            fontsize=SMALL,
        )
    gap_note(ax, releases["date"], top + 1.0)
    _key(ax, top + 3.6)
    office_strip(ax, releases, base=STRIP, height=0.9)
    ax.set_ylim(STRIP - 0.2, top + 4.2)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return ax


def _cell(ax: Axes, at: float, bottom: float, cell: Any) -> None:
    """One sentence."""
    left, width = at - HALF_WIDTH_DAYS, 2 * HALF_WIDTH_DAYS
    low, height = bottom + 0.07, 0.86
    carried = [MARKS[theme] for theme in QUESTION if cell.speaks_of in (theme, BOTH)]
    ax.add_patch(
        Rectangle((left, low), width, height, facecolor="#f2f2f2", edgecolor=MID, linewidth=0.5)
    )
    for number, (colour, letter, _) in enumerate(carried):
        part = width / len(carried)
        start = left + number * part
        ax.add_patch(Rectangle((start, low), part, height, facecolor=colour, zorder=2))
        ax.text(
            start + part / 2,
            low + height / 2 - 0.04,
            letter,
            ha="center",
            va="center",
            fontsize=6.5,
            color="white",
            fontweight="bold",
            zorder=3,
        )
    if cell.part == "title":
        ax.plot([left, left + width], [low + height] * 2, color=INK, linewidth=1.0, zorder=3)


def _share(ax: Axes, at: float, release: Any, theme: str, sentences: int) -> None:
    """A share with its interval and counts, beside the date on the side of its theme."""
    colour, letter, side = MARKS[theme]
    carried = getattr(release, f"{theme}_sentences_with_theme")
    share, low, high, bound = (
        getattr(release, f"{theme}_{name}") for name in ("share", "low", "high", "absent_below")
    )
    if pd.isna(share):
        return
    absent = carried == 0
    if absent:
        low, high = 0.0, bound
    x = at + side * BESIDE_DAYS
    heights = [SHARES_BASE + SHARES_HEIGHT * value for value in (low, high)]
    ax.plot(
        [x, x],
        heights,
        color=colour,
        linewidth=1.0 if absent else 2.0,
        zorder=2,
        solid_capstyle="butt",
    )
    ax.plot(
        [x],
        [SHARES_BASE + SHARES_HEIGHT * share],
        marker="o" if side < 0 else "s",
        markersize=4.2 if absent else 5.4,
        markerfacecolor="white" if absent else colour,
        markeredgecolor=colour,
        markeredgewidth=0.9,
        linestyle="none",
        zorder=3,
    )
    ax.annotate(
        f"{letter} {carried}/{sentences}",
        (at, SHARES_BASE + SHARES_HEIGHT + 1.15 - side / 2),
        ha="center",
        va="center",
        fontsize=SMALL,
        color=GREY if absent else INK,
        fontweight="normal" if absent else "bold",
        bbox=WHITE,
        zorder=4,
    )


def _scale(ax: Axes) -> None:
    """The scale of shares at the left end, and its lines."""
    for value, text in ((0, "0"), (0.5, "50"), (1, "100 %")):
        y = SHARES_BASE + SHARES_HEIGHT * value
        ax.axhline(y, color=PALE, linewidth=0.5 if value else 0.8, zorder=0.5)
        left_of_axis(
            ax,
            y,
            text,
            3,
            color=GREY,
        )
    for y, text in (
        (SHARES_BASE + SHARES_HEIGHT / 2, "Share of\nsentences"),
        (STACKS_BASE + 4, "Every\nsentence,\ntitle on top"),
    ):
        left_of_axis(
            ax,
            y,
            text,
            32,
            color=INK,
        )


def _key(ax: Axes, y: float) -> None:
    """What the two colours and letters mean, on one line above the stacks."""
    labels = ("speaks of human rights", "speaks of violent extremism")
    at = ax.get_yaxis_transform()
    for x, theme, label in zip((0.0, 0.27), QUESTION, labels, strict=True):
        colour, letter, _ = MARKS[theme]
        box = {"boxstyle": "square,pad=0.25", "facecolor": colour, "edgecolor": "none"}
        ax.text(
            x,
            y,
            f" {letter} ",
            transform=at,
            fontsize=SMALL,
            va="center",
            color="white",
            fontweight="bold",
            bbox=box,
        )
        ax.text(x + 0.045, y, label, transform=at, fontsize=SMALL, va="center")
    box = {"boxstyle": "square,pad=0.25", "facecolor": "#f2f2f2", "edgecolor": MID}
    ax.text(0.62, y, "    ", transform=at, fontsize=SMALL, va="center", bbox=box)
    ax.text(0.665, y, "of neither", transform=at, fontsize=SMALL, va="center")
