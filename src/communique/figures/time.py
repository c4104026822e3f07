"""Parts that figures with a date axis share: the axis itself, and the strip of office names."""

from __future__ import annotations

import itertools
import textwrap
from datetime import date, timedelta

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from communique.figures.style import GREY, INK, SMALL

WHITE = {"boxstyle": "square,pad=0.15", "facecolor": "white", "edgecolor": "none"}
"""A ground for text that lies over a line."""

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def short_date(day: pd.Timestamp, *, line_break: bool = False) -> str:
    """A date as figures print it: "20 Dec 2004"."""
    if pd.isna(day):
        return "undated"
    month = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][
        day.month - 1
    ]
    return f"{day.day} {month}{chr(10) if line_break else ' '}{day.year}"


def wrap(text: str, width: int) -> str:
    """Break a text into lines of at most so many characters, between words."""
    return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))


def date_axis(ax: Axes, dates: pd.Series, *, before: float = 0.6, after: float = 1.25) -> None:
    """A true date axis with whole years as ticks, a little wider than the dates (in years)."""
    known = dates.dropna()
    if known.empty:
        ax.set_xticks([])
        return
    year = timedelta(days=365.25)
    first, last = known.min() - before * year, known.max() + after * year
    ax.set_xlim(mdates.date2num(first), mdates.date2num(last))
    years = range(first.year + 1, last.year + 1)
    step = 1 if len(years) <= 8 else 2 if len(years) <= 16 else 5
    shown = [year for year in years if year % step == 0]
    ax.set_xticks([mdates.date2num(date(year, 1, 1)) for year in shown], [str(y) for y in shown])
    ax.set_xticks([mdates.date2num(date(year, 1, 1)) for year in years], minor=True)


def office_strip(ax: Axes, named: pd.DataFrame, base: float, height: float) -> None:
    """Bars that show which name the office bore when, with the day of each change above them.

    ``named`` holds ``office``, ``office_from`` and ``office_to`` for each release; nothing is drawn
    where no office is known.
    """
    spans = named.dropna(subset=["office"]).drop_duplicates("office")
    left, right = ax.get_xlim()
    for number, row in enumerate(spans.itertuples(index=False)):
        start = left if pd.isna(row.office_from) else max(left, _number(row.office_from))
        end = right if pd.isna(row.office_to) else min(right, _number(row.office_to))
        ax.barh(
            base,
            end - start,
            left=start,
            height=height,
            align="edge",
            color=("#e5e5e5", "#cfcfcf")[number % 2],
            edgecolor="white",
            linewidth=1.0,
            zorder=1,
        )
        ax.text(
            (start + end) / 2,
            base + height / 2,
            row.office.removeprefix("OSCE "),
            ha="center",
            va="center",
            fontsize=_fitting(row.office.removeprefix("OSCE "), (end - start) / (right - left)),
            color=INK,
            zorder=2,
        )


def changes_of_office(named: pd.DataFrame, limits: tuple[float, float]) -> list[pd.Timestamp]:
    """The days, inside the axis, on which the office took a new name."""
    days = named["office_from"].dropna().drop_duplicates().sort_values()
    return [day for day in days if limits[0] < _number(day) < limits[1]]


def mark_changes(ax: Axes, named: pd.DataFrame, bottom: float, top: float) -> None:
    """Thin broken lines at the days on which the office took a new name."""
    for day in changes_of_office(named, ax.get_xlim()):
        ax.plot([day, day], [bottom, top], color=GREY, linewidth=0.6, dashes=(3, 3), zorder=0)


def gap_note(ax: Axes, dates: pd.Series, height: float, years: float = 3.0) -> None:
    """Say, in the longest gap between releases, that nothing is known there."""
    known = dates.dropna().sort_values().drop_duplicates().tolist()
    gaps = [(b - a, a, b) for a, b in itertools.pairwise(known)]
    if not gaps or max(gaps)[0] < timedelta(days=365.25 * years):
        return
    _, start, end = max(gaps)
    ax.text(
        start + (end - start) / 2,
        height,
        f"no release here between {start.year} and {end.year}",
        ha="center",
        va="center",
        fontsize=6.5,
        fontstyle="italic",
        color=GREY,
        bbox=WHITE,
        zorder=2,
    )


def _number(day: pd.Timestamp) -> float:
    return float(mdates.date2num(day))


def _fitting(text: str, share_of_axis: float) -> float:
    """A smaller type where the bar is short."""
    return SMALL if len(text) * 0.011 < share_of_axis else 6.0
