"""Pictures of the wider record: its frame, random sets, subjects and actors in time, who pays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

import matplotlib.dates as mdates
import pandas as pd
from matplotlib.axes import Axes

from communique import record_funding, record_time, sampling_frame
from communique.authority import ACTOR_TYPES
from communique.figures.labels import beside, left_of_axis, nothing_to_draw
from communique.figures.roles import GROUPS, draw_letter
from communique.figures.style import (
    BLUE,
    GREY,
    INK,
    MID,
    PALE,
    SMALL,
    VERMILLION_TEXT,
    role_mark,
)
from communique.figures.time import date_axis, wrap
from communique.network import merge_successions
from communique.record import FRAMES, open_record
from communique.records import ROLES

if TYPE_CHECKING:
    from communique.study import Study


class FrameMark(NamedTuple):
    """How a frame of subjects is drawn: shape, fill and letter, so that colour is never alone."""

    letter: str
    marker: str
    fill: str
    letter_colour: str


FRAME_MARKS = {
    "rights": FrameMark("R", "o", BLUE, "white"),
    "plural_society": FrameMark("P", "s", "#00785a", "white"),
    "security": FrameMark("S", "D", VERMILLION_TEXT, "white"),
    "apart": FrameMark("A", "v", PALE, INK),
}

SHOWN_SETS = 24
"""Random sets that are drawn; the counts rest on all sets."""

SHOWN_FROM = 5
"""An actor has a row of its own from so many events on."""

SMALL_SHAPES = {"expert_provider": "P", "publisher": "*"}
"""Shapes that are told apart where marks are too small for letters."""

LANES, LANE_DAYS = 4, 120
"""Events of one row closer than so many days stand above each other, in so many lanes."""


def source(_: Study) -> str:
    """The closing words of captions of the record."""
    events = open_record().events
    years = f"{events['year'].min()}–{events['year'].max()}" if len(events) else "no year"
    return f"Source: the wider record, {len(events)} events, {years}."


# ------------------------------------------------------------------ the frame


def frame_data(_: Study) -> pd.DataFrame:
    """Every event with its subject's row: by frame, then by the order of `subjects.csv`."""
    record = open_record()
    labels = record.labels
    columns = ["event", "date", "subject", "frame", "scope", "read_whole", "chosen", "period"]
    events = record.events[columns].copy()
    events.insert(3, "label", events["subject"].map(labels))
    order = {subject: number for number, subject in enumerate(record.subjects["subject"])}
    events["order"] = events["subject"].map(order)
    events = events.sort_values(["order", "date", "event"]).drop(columns="order")
    rows = [_lanes(own["date"]) for _, own in events.groupby("subject", sort=False)]
    events["lane"] = [lane - max(lanes) / 2 for lanes in rows for lane in lanes]
    begins = record.periods.set_index("period")["begins"]
    events["period_begins"] = events["period"].map(begins)
    return events.reset_index(drop=True)


def _lanes(days: Iterable[pd.Timestamp]) -> list[int]:
    """A lane for each day, in rising order, so that marks of one lane keep their distance."""
    free = [pd.Timestamp.min] * LANES
    lanes = []
    for day in days:
        open_lanes = [lane for lane in range(LANES) if day >= free[lane]]
        lane = open_lanes[0] if open_lanes else min(range(LANES), key=lambda n: free[n])
        free[lane] = day + timedelta(days=LANE_DAYS)
        lanes.append(lane)
    return lanes


def rows_height(data: pd.DataFrame, column: str, head: float, row: float) -> float:
    """Millimetres that so many rows need."""
    return head + row * data[column].nunique()


def draw_frame(data: pd.DataFrame, ax: Axes) -> Axes:
    """One row a subject on a true date axis; full marks were read whole, open ones in part.

    Circles: police events. Small squares: adjacent ones. Rings: the chosen releases.
    """
    if data.empty:
        return nothing_to_draw(ax, "The record has no event.")
    date_axis(ax, data["date"], before=0.5, after=0.6)
    levels = _levels(data, "subject", "frame")
    for row in data.itertuples(index=False):
        y = levels[row.subject] + 0.19 * row.lane
        colour = FRAME_MARKS[row.frame].fill if row.frame != "apart" else GREY
        police = row.scope == "police"
        ax.plot(
            [row.date],
            [y],
            marker="o" if police else "s",
            markersize=4.6 if police else 3.2,
            markerfacecolor=colour if row.read_whole else "white",
            markeredgecolor=colour,
            markeredgewidth=0.9,
            linestyle="none",
            zorder=3,
        )
        if row.chosen:
            ax.plot([row.date], [y], marker="o", markersize=9, markerfacecolor="none",
                    markeredgecolor=INK, markeredgewidth=1.2, zorder=4)  # fmt: skip
    for row in data.drop_duplicates("subject").itertuples(index=False):
        left_of_axis(ax, levels[row.subject], row.label, 4)
        ax.axhline(levels[row.subject] - 0.45, color="#dddddd", linewidth=0.5, zorder=0)
    _name_groups(ax, data, levels, "subject", FRAMES, "frame")
    top = max(levels.values()) + 1.1
    _period_lines(ax, data.drop_duplicates("period"), top)
    _frame_key(ax, top + 1.5)
    ax.set_ylim(-0.7, top + 2.0)
    return _bare_rows(ax)


def _frame_key(ax: Axes, y: float) -> None:
    entries = (
        ("o", 4.6, GREY, GREY, "police, read whole"),
        ("o", 4.6, "white", GREY, "police, read in part"),
        ("s", 3.2, GREY, GREY, "adjacent, read whole"),
        ("s", 3.2, "white", GREY, "adjacent, in part"),
        ("o", 9, "none", INK, "one of the five"),
    )
    for number, (marker, size, face, edge, text) in enumerate(entries):
        x = -0.29 + number * 0.262
        ax.plot([x], [y], marker=marker, markersize=size, markerfacecolor=face,
                markeredgecolor=edge, markeredgewidth=1.0, clip_on=False,
                transform=ax.get_yaxis_transform())  # fmt: skip
        beside(ax, text, x, y, 8, fontsize=6.5)


def _levels(data: pd.DataFrame, row: str, group: str) -> dict[str, float]:
    """Height of each row, the first on top, with room for a heading above each group."""
    levels: dict[str, float] = {}
    at, last = 0.0, None
    for one in data.drop_duplicates(row).iloc[::-1].itertuples(index=False):
        if last is not None:
            at += 1.0 if getattr(one, group) == last else 2.0
        levels[getattr(one, row)], last = at, getattr(one, group)
    return levels


def _name_groups(
    ax: Axes, data: pd.DataFrame, levels: dict[str, float], row: str, names: dict[str, str],
    group: str,
) -> None:  # fmt: skip
    for one in data.drop_duplicates(group).itertuples(index=False):
        left_of_axis(ax, levels[getattr(one, row)] + 0.95, names[getattr(one, group)].upper(), 4,
                     fontsize=6, color=GREY)  # fmt: skip


def _period_lines(ax: Axes, periods: pd.DataFrame, top: float) -> None:
    """Broken lines where a period of the office begins, with its name above."""
    left, right = ax.get_xlim()
    begins = sorted({(mdates.date2num(row.period_begins), row.period)
                     for row in periods.itertuples(index=False)})  # fmt: skip
    for number, (day, name) in enumerate(begins):
        start = max(day, left)
        end = begins[number + 1][0] if number + 1 < len(begins) else right
        if day > left:
            ax.plot([day, day], [-0.6, top], color=GREY, linewidth=0.7, dashes=(3, 3), zorder=0.5)
        ax.text((start + end) / 2, top + 0.15, name, ha="center", va="bottom", fontsize=SMALL,
                color=INK)  # fmt: skip


def _bare_rows(ax: Axes) -> Axes:
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return ax


# ------------------------------------------------------------------ random sets


def random_set_data(_: Study) -> pd.DataFrame:
    """The chosen events and `SHOWN_SETS` random sets of as many, one row a set and event."""
    record = open_record()
    police = record.police
    sets = [list(police.index[police["chosen"]]),
            *sampling_frame.random_sets(record, SHOWN_SETS).tolist()]  # fmt: skip
    rows = [
        {
            "set": number,
            "chosen": number == 0,
            "event": police.loc[place, "event"],
            "date": police.loc[place, "date"],
            "subject": police.loc[place, "subject"],
            "frame": police.loc[place, "frame"],
        }
        for number, places in enumerate(sets)
        for place in places
    ]
    columns = ["set", "chosen", "event", "date", "subject", "frame"]
    return pd.DataFrame(rows, columns=columns)


def draw_random_sets(data: pd.DataFrame, ax: Axes) -> Axes:
    """One row a set of five events on a true date axis; letters say the frame of each event."""
    if data.empty:
        return nothing_to_draw(ax, "No release was chosen from the record.")
    date_axis(ax, data["date"], before=0.5, after=0.6)
    last = data["set"].max()
    for number, own in data.groupby("set"):
        y = last - number + (1.2 if number == 0 else 0)
        colour, width = (INK, 1.2) if number == 0 else (PALE, 0.7)
        ends = [own["date"].min(), own["date"].max()]
        ax.plot(ends, [y, y], color=colour, linewidth=width, zorder=1)
        for row in own.itertuples(index=False):
            draw_letter(ax, row.date, y, FRAME_MARKS[row.frame], size=7.4)
        story = (own["frame"].iloc[0], own["frame"].iloc[-1])
        told = story == ("rights", "security")
        ax.annotate(
            " → ".join(FRAMES[end].removesuffix(" from the three").lower() for end in story),
            (1, y),
            xycoords=ax.get_yaxis_transform(),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            fontweight="bold" if told else "normal",
            annotation_clip=False,
        )
        left_of_axis(ax, y, "chosen" if number == 0 else f"random {number}", 4,
                     fontweight="bold" if number == 0 else "normal")  # fmt: skip
    for number, (frame, mark) in enumerate(FRAME_MARKS.items()):
        x = 0.02 + 0.25 * number
        draw_letter(ax, x, last + 2.9, mark, size=7.4, transform=ax.get_yaxis_transform())
        beside(ax, FRAMES[frame], x, last + 2.9)
    ax.set_ylim(-0.8, last + 3.6)
    return _bare_rows(ax)


# ------------------------------------------------------------------ subjects over time

READING_MARKS = {
    sampling_frame.MAIN: ("o", INK, "main subject"),
    sampling_frame.SECOND: ("o", "white", "with the second coding"),
    sampling_frame.ANY: ("^", MID, "any subject named"),
}


def period_data(_: Study) -> pd.DataFrame:
    """Shares of frames by period and reading: see `record_time.frames_by_period`."""
    return record_time.frames_by_period(open_record())


def draw_periods(data: pd.DataFrame, ax: Axes) -> Axes:
    """A block a frame, a row a period, three readings a row, each a share with its interval."""
    periods = list(dict.fromkeys(data["period"]))
    frames = list(dict.fromkeys(data["frame"]))
    top = len(frames) * (len(periods) + 1.0)
    for row in data.itertuples(index=False):
        place = frames.index(row.frame) * (len(periods) + 1.0) + periods.index(row.period) + 1
        readings = list(READING_MARKS)
        y = top - place - 0.26 * (readings.index(row.reading) - 1)
        marker, face, _ = READING_MARKS[row.reading]
        if pd.isna(row.share):
            continue
        ax.plot([row.low, row.high], [y, y], color=MID, linewidth=0.8, zorder=1)
        ax.plot([row.share], [y], marker=marker, markersize=3.8, markerfacecolor=face,
                markeredgecolor=INK, markeredgewidth=0.7, zorder=2, clip_on=False)  # fmt: skip
        if row.reading == sampling_frame.MAIN:
            left_of_axis(ax, top - place, row.period, 4)
            ax.annotate(f"{row.with_frame} of {row.events}", (1, top - place),
                        xycoords=ax.get_yaxis_transform(), xytext=(4, 0),
                        textcoords="offset points", va="center", fontsize=SMALL,
                        annotation_clip=False)  # fmt: skip
    for number, frame in enumerate(frames):
        y = top - number * (len(periods) + 1.0) - 0.35
        left_of_axis(ax, y, FRAMES[frame].upper(), 4, fontsize=6, color=GREY)
    for number, (marker, face, text) in enumerate(READING_MARKS.values()):
        x = (0.0, 0.24, 0.64)[number]
        ax.plot([x], [top + 0.35], marker=marker, markersize=3.8, markerfacecolor=face,
                markeredgecolor=INK, markeredgewidth=0.7, clip_on=False)  # fmt: skip
        ax.annotate(text, (x, top + 0.35), xytext=(5, 0), textcoords="offset points",
                    va="center", fontsize=SMALL)  # fmt: skip
    ax.set_xlim(0, 1)
    ax.set_ylim(-0.2, top + 0.7)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    ax.set_xlabel("Share of police events, per cent")
    return _bare_rows(ax)


# ------------------------------------------------------------------ actors over time


def record_actor_data(_: Study) -> pd.DataFrame:
    """Ties of the actors with `SHOWN_FROM` events or more, by group, then number of events."""
    record = open_record()
    ties = merge_successions(record.taking_part, record.actors).drop_duplicates(
        ["node", "release", "role"]
    )
    events = ties.groupby("node")["release"].nunique()
    ties = ties[ties["node"].map(events) >= SHOWN_FROM].copy()
    ties["events"] = ties["node"].map(events)
    ties["group"] = ties["actor_type"].map(GROUPS).fillna("Others")
    groups = list(dict.fromkeys(GROUPS.values()))
    kinds = {kind: number for number, kind in enumerate(ACTOR_TYPES)}
    keyed = ties.assign(
        g=ties["group"].map(groups.index),
        k=ties["actor_type"].map(kinds).fillna(len(kinds)),
        r=ties["role"].map(ROLES.index),
        e=-ties["events"],
    ).sort_values(["g", "e", "k", "node", "date", "release", "r"])
    return keyed[
        ["node", "names", "group", "actor_type", "events", "release", "date", "role"]
    ].reset_index(drop=True)


def draw_record_actors(data: pd.DataFrame, ax: Axes) -> Axes:
    """One row an actor on a true date axis, one mark a role in an event."""
    if data.empty:
        return nothing_to_draw(ax, "No actor has so many events.")
    date_axis(ax, data["date"], before=0.5, after=0.6)
    levels = _levels(data, "node", "group")
    periods = open_record().periods.rename(columns={"begins": "period_begins"})
    top = max(levels.values()) + 1.1
    _period_lines(ax, periods, top)
    for row in data.drop_duplicates("node").itertuples(index=False):
        y = levels[row.node]
        ax.axhline(y, color="#dddddd", linewidth=0.5, zorder=0)
        left_of_axis(ax, y, f"{actor_label(row.node, row.names)} ({row.events})", 4)
    for (node, _), own in data.groupby(["node", "release"], sort=False):
        for number, row in enumerate(own.itertuples(index=False)):
            mark = role_mark(row.role)
            ax.plot(
                [row.date],
                [levels[node] + 0.26 * (number - (len(own) - 1) / 2)],
                marker=SMALL_SHAPES.get(row.role, mark.marker),
                markersize=4.6,
                markerfacecolor=mark.fill,
                markeredgecolor=INK,
                markeredgewidth=0.4,
                linestyle="none",
                zorder=3,
            )
    _name_groups(ax, data, levels, "node", {group: group for group in data["group"]}, "group")
    _role_key(ax, [role for role in ROLES if role in set(data["role"])], top + 1.7)
    ax.set_ylim(-0.8, top + 2.2)
    return _bare_rows(ax)


def actor_label(node: str, names: str) -> str:
    """An actor in one or two lines; of a renamed body the first and the last name."""
    if " → " in names:
        return f"{names.split(' → ')[0]} …\n{node.removeprefix('OSCE ')}"
    return wrap(node, 50)


def _role_key(ax: Axes, roles: list[str], y: float) -> None:
    for number, role in enumerate(roles):
        x = -0.42 + number * 1.36 / max(len(roles), 5)
        mark = role_mark(role)
        marker = SMALL_SHAPES.get(role, mark.marker)
        ax.plot([x], [y], marker=marker, markersize=5.0, markerfacecolor=mark.fill,
                markeredgecolor=INK, markeredgewidth=0.4, clip_on=False,
                transform=ax.get_yaxis_transform())  # fmt: skip
        beside(ax, mark.label, x, y)


# ------------------------------------------------------------------ who pays

STATE_STYLE = {
    record_funding.NAMED: ("#e69f00", INK, None),
    record_funding.NONE_NAMED: ("white", INK, None),
    record_funding.UNKNOWN: ("#d9d9d9", GREY, "////"),
}


def funding_year_data(_: Study) -> pd.DataFrame:
    """Events of each year by what is known of their funding."""
    return record_funding.funding_by_year(open_record())


def draw_funding_years(data: pd.DataFrame, ax: Axes) -> Axes:
    """Bars of events a year, stacked by what is known of their funding."""
    if data.empty:
        return nothing_to_draw(ax, "The record has no event.")
    base = dict.fromkeys(data["year"], 0)
    for state, (face, edge, hatch) in STATE_STYLE.items():
        own = data[data["state"] == state]
        ax.bar(own["year"], own["events"], bottom=[base[year] for year in own["year"]], width=0.78,
               facecolor=face, edgecolor=edge, hatch=hatch, linewidth=0.6, label=state)  # fmt: skip
        for row in own.itertuples(index=False):
            base[row.year] += row.events
    ax.set_ylabel("Events")
    years = sorted(set(data["year"]))
    ax.set_xticks(years, [f"’{year % 100:02d}" if year % 5 else str(year) for year in years])
    ax.tick_params(axis="x", labelsize=6.5)
    ax.legend(frameon=False, fontsize=SMALL, loc="upper left")
    return ax


def payer_data(_: Study) -> pd.DataFrame:
    """Who pays for what: one row a funder and event."""
    record = open_record()
    labels = record.labels
    paid = record_funding.funded_events(record)
    names = merge_successions(record.ties, record.actors).drop_duplicates("node")
    known = names.set_index("node")["names"]
    paid.insert(1, "names", paid["funder"].map(known))
    paid.insert(paid.columns.get_loc("subject") + 1, "label", paid["subject"].map(labels))
    return paid


def draw_payers(data: pd.DataFrame, ax: Axes) -> Axes:
    """One row a funder on a true date axis; the letter of a mark is the frame of the event."""
    if data.empty:
        return nothing_to_draw(ax, "No funder is named in the record.")
    date_axis(ax, data["date"], before=0.6, after=0.6)
    funders = list(dict.fromkeys(data["funder"]))
    for row in data.itertuples(index=False):
        y = len(funders) - 1 - funders.index(row.funder)
        draw_letter(ax, row.date, y, FRAME_MARKS[row.frame], size=7.4)
        if row.chosen:
            ax.plot([row.date], [y], marker="o", markersize=11, markerfacecolor="none",
                    markeredgecolor=INK, markeredgewidth=1.1, zorder=2)  # fmt: skip
    for number, (funder, own) in enumerate(data.groupby("funder", sort=False)):
        y = len(funders) - 1 - number
        ax.axhline(y, color="#dddddd", linewidth=0.5, zorder=0)
        left_of_axis(ax, y, actor_label(str(funder), own["names"].iloc[0]), 4)
        ax.annotate(
            wrap(", ".join(dict.fromkeys(own["label"])), 30),
            (1, y),
            xycoords=ax.get_yaxis_transform(),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            fontsize=6.5,
            linespacing=1.05,
            annotation_clip=False,
        )
    for number, (frame, mark) in enumerate(FRAME_MARKS.items()):
        x = -0.7 + 0.42 * number
        draw_letter(ax, x, len(funders) + 0.4, mark, size=7.4, transform=ax.get_yaxis_transform())
        beside(ax, FRAMES[frame], x, len(funders) + 0.4)
    ax.set_ylim(-0.8, len(funders) + 1.0)
    return _bare_rows(ax)
