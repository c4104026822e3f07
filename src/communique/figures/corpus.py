"""The time line: when the releases were published, and under which name of the office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from communique.figures.style import BLUE, GREY, INK, SMALL
from communique.figures.time import (
    WHITE,
    changes_of_office,
    date_axis,
    gap_note,
    mark_changes,
    office_strip,
    short_date,
    wrap,
)
from communique.network import offices

if TYPE_CHECKING:
    from communique.study import Study


def timeline_data(study: Study) -> pd.DataFrame:
    """The releases with date, title, place of the event, and the office's name on that day."""
    named = offices(study.ties, study.actors).drop(columns="date")
    places = study.events[["release", "event_place"]]
    columns = ["release", "date", "title", "sentences", "words"]
    shown = study.releases[columns].merge(places, on="release", how="left")
    return shown.merge(named, on="release", how="left")


def draw_timeline(data: pd.DataFrame, ax: Axes) -> Axes:
    """Each release a dot on a true date axis, its title beside it; below, the office's names.

    The latest release stands on top, so that no stem crosses a title.
    """
    date_axis(ax, data["date"])
    dated = data.dropna(subset=["date"]).reset_index(drop=True)
    levels = len(dated)
    mark_changes(ax, data, -0.42, levels + 0.1)
    left, right = ax.get_xlim()
    middle = (left + right) / 2
    for number, row in enumerate(dated.itertuples(index=False)):
        level = number + 0.62
        ax.plot([row.date, row.date], [0, level], color=GREY, linewidth=0.6, zorder=1)
        ax.plot([row.date], [level], marker="o", markersize=5, color=BLUE, zorder=3)
        to_right = ax.convert_xunits(row.date) < middle
        place = "" if pd.isna(row.event_place) else f", {row.event_place}"
        ax.annotate(
            f"{short_date(row.date)}{place}\n{wrap(row.title, 46)}",
            (row.date, level),
            xytext=(7 if to_right else -7, 0),
            textcoords="offset points",
            ha="left" if to_right else "right",
            va="center",
            fontsize=SMALL,
            color=INK,
            linespacing=1.25,
            bbox=WHITE,
            zorder=2,
        )
    gap_note(ax, data["date"], 0.05)
    office_strip(ax, data, base=-0.85, height=0.4)
    for day in changes_of_office(data, ax.get_xlim()):
        ax.annotate(
            f"renamed\n{short_date(day)}",
            (day, levels + 0.1),
            xytext=(0, 1),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=6.5,
            color=GREY,
        )
    ax.set_ylim(-0.95, levels + 0.75)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return ax
