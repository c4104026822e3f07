"""The headline figure: how large a share of each release every theme takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.axes import Axes

from communique.figures.labels import left_of_axis
from communique.figures.style import (
    BLUE,
    GREY,
    INK,
    PALE,
    SMALL,
    TEXT,
    VERMILLION,
)
from communique.figures.time import (
    WHITE,
    date_axis,
    gap_note,
    mark_changes,
    office_strip,
    short_date,
    wrap,
)
from communique.network import offices
from communique.shares import QUESTION

if TYPE_CHECKING:
    from communique.study import Study

EMPHASIS = dict(zip(QUESTION, (BLUE, VERMILLION), strict=True))
"""The two themes of the declared question; all others are context."""

ROW = 0.74
"""Height of a share of one, where rows stand one unit apart."""

STRIP = -0.72
"""Where the strip of office names stands."""


def theme_share_data(study: Study) -> pd.DataFrame:
    """Theme shares, theme by theme within frames, with the office's name at each release."""
    named = offices(study.ties, study.actors).drop(columns="date")
    themes = study.themes[["theme", "frame_label"]]
    shares = themes.merge(study.theme_shares, on="theme")
    return shares.merge(named, on="release", how="left")


def draw_theme_shares(data: pd.DataFrame, ax: Axes) -> Axes:
    """One row a theme, one dot and interval a release, on a true date axis; counts beside dots.

    A full dot is a share, its line the 95 % Jeffreys interval. An open dot is a theme found in no
    sentence; its line reaches to the largest share that this absence leaves possible. Dots are
    not joined, since nothing is known between releases.
    """
    rows = data.drop_duplicates("theme")[["theme", "label", "frame_label"]]
    positions = _positions(rows)
    top = max(positions.values(), default=0.0) + ROW
    releases = data.drop_duplicates("release")
    date_axis(ax, releases["date"])
    mark_changes(ax, releases, STRIP + 0.36, top + 0.1)
    for row in rows.itertuples(index=False):
        base, bold = positions[row.theme], row.theme in EMPHASIS
        ax.axhline(base, color=PALE, linewidth=0.6, zorder=1.5)
        _scale(ax, base)
        _name_row(ax, base, row.label, bold=bold)
        for cell in data[data["theme"] == row.theme].itertuples(index=False):
            _draw_share(ax, cell, base, EMPHASIS.get(row.theme, INK), bold=bold)
    _name_frames(ax, rows, positions)
    for day in releases["date"].dropna():
        ax.annotate(
            short_date(day, line_break=True),
            (day, top + 0.12),
            xytext=(0, 2),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=SMALL,
        )
    gap_note(ax, releases["date"], top + 0.42)
    office_strip(ax, releases, base=STRIP, height=0.36)
    ax.set_ylim(STRIP - 0.12, top + 0.75)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return ax


def _positions(rows: pd.DataFrame) -> dict[str, float]:
    """Base line of each theme, the first on top, with a gap between frames."""
    positions: dict[str, float] = {}
    at, last = 0.0, None
    for theme, _, frame in rows.iloc[::-1].itertuples(index=False):
        if last is not None:
            at += 1.0 if frame == last else 1.3
        positions[theme], last = at, frame
    return positions


def _draw_share(ax: Axes, cell: Any, base: float, colour: str, *, bold: bool) -> None:
    """One dot with its interval and its two counts."""
    if pd.isna(cell.share) or pd.isna(cell.date):
        return
    absent = cell.sentences_with_theme == 0
    low, high = (0.0, cell.absent_below) if absent else (cell.low, cell.high)
    edge = GREY if absent else colour
    ax.plot(
        [cell.date, cell.date],
        [base + ROW * low, base + ROW * high],
        color=edge,
        linewidth=0.8 if absent else 2.0 if bold else 1.0,
        solid_capstyle="butt",
        zorder=2,
    )
    ax.plot(
        [cell.date],
        [base + ROW * cell.share],
        marker="o",
        markersize=3.6 if absent else 5.6 if bold else 4.0,
        markerfacecolor="white" if absent else colour,
        markeredgecolor=edge,
        markeredgewidth=0.8,
        linestyle="none",
        zorder=3,
    )
    ax.annotate(
        f"{cell.sentences_with_theme}/{cell.sentences}",
        (cell.date, base + ROW * max(cell.share, 0.19)),
        xytext=(4.5, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        color=GREY if absent else INK,
        fontweight="bold" if bold and not absent else "normal",
        bbox=WHITE,
        zorder=1,
    )


def _scale(ax: Axes, base: float) -> None:
    """A small scale of shares at the left end of a row."""
    at = ax.get_yaxis_transform()
    ax.plot([0, 0], [base, base + ROW], color=GREY, linewidth=0.6, transform=at, clip_on=False)
    for value, text in ((0, "0"), (0.5, "50"), (1, "100 %")):
        y = base + ROW * value
        ax.plot([-0.006, 0], [y, y], color=GREY, linewidth=0.6, transform=at, clip_on=False)
        left_of_axis(
            ax,
            y,
            text,
            4,
            fontsize=6,
            color=GREY,
        )


def _name_row(ax: Axes, base: float, label: str, *, bold: bool) -> None:
    left_of_axis(
        ax,
        base + ROW / 2,
        wrap(label, 19),
        27,
        color=INK,
        fontweight="bold" if bold else "normal",
        linespacing=1.15,
        fontsize=TEXT,
    )


def _name_frames(ax: Axes, rows: pd.DataFrame, positions: dict[str, float]) -> None:
    """The name of each frame above its first row, at the far left."""
    for row in rows.drop_duplicates("frame_label").itertuples(index=False):
        ax.annotate(
            row.frame_label.upper(),
            (0, positions[row.theme] + ROW),
            xycoords=ax.get_yaxis_transform(),
            xytext=(-127, 5),
            textcoords="offset points",
            ha="left",
            va="bottom",
            fontsize=6,
            color=GREY,
        )
