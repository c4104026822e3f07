"""The figures of the wider record, with words that come from its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from communique.figures import map as event_map
from communique.figures import record, record_network, standing
from communique.figures.spec import FigureSpec
from communique.figures.style import DOUBLE, MIDDLE, role_mark
from communique.record import FRAMES, open_record
from communique.record_funding import NAMED, UNKNOWN
from communique.sampling_frame import MAIN
from communique.wording import count, joined, percent

if TYPE_CHECKING:
    from communique.study import Study

NETWORK, RECORD = "notebooks/record_network", "notebooks/record"


def _frame_explain(_: Study) -> str:
    named = " or ".join(map(str, open_record().empty_years)) or "no year"
    return (
        "Each mark is an event that public search found, at the day of its release, in the row of "
        "its main subject. Circles: police or another security service is the audience or the "
        "object; small squares: prosecutors, prisons, monitors, round tables. Full marks were read "
        "whole, open ones in part. Rings: the five releases of this book. Broken lines: the days "
        f"on which the office was renamed. No event was found for {named}."
    )


def _frame_alt(study: Study) -> str:
    data = record.frame_data(study)
    frames = joined(
        f"{FRAMES[frame].lower()} {number}"
        for frame, number in data["frame"].value_counts(sort=False).items()
    )
    part = int((~data["read_whole"]).sum())
    chosen = joined(data.loc[data["chosen"]].sort_values("date")["label"])
    return (
        f"Dot chart of {count(len(data), 'event')} by date and subject: {frames}. {part} were read "
        f"only in part. The five chosen ones have, in order of time, the subjects {chosen}."
    )


def _sets_explain(_: Study) -> str:
    return (
        "The first row holds the five chosen events, each other row five police events drawn at "
        "random from the record, at their days. A letter says the frame of the event's main "
        "subject. At the right the frames of the first and the last event; bold where rights come "
        "first and security last."
    )


def _sets_alt(study: Study) -> str:
    data = record.random_set_data(study)
    told = 0
    for number, own in data.groupby("set"):
        ends = (own["frame"].iloc[0], own["frame"].iloc[-1])
        told += number > 0 and ends == ("rights", "security")
    chosen = data.loc[data["chosen"], "frame"]
    return (
        f"The five chosen events have the frames {joined(FRAMES[f].lower() for f in chosen)}. "
        f"Of {data['set'].nunique() - 1} random sets of five police events {told} begin with "
        "rights and end with security."
    )


def _periods_explain(_: Study) -> str:
    return (
        "For each frame and period of the office the share of its police events, with 95 % "
        "Jeffreys intervals, under three readings of what an event was about; the counts at the "
        "right are of the main subject. Periods end where the office was renamed or its mandate "
        "changed. The intervals take the events found for a random sample; they are not."
    )


def _periods_alt(study: Study) -> str:
    data = record.period_data(study)
    main = data[data["reading"] == MAIN]
    told = joined(
        f"{FRAMES[frame].lower()} {joined(percent(share) for share in own['share'])}"
        for frame, own in main.groupby("frame", sort=False)
        if frame != "apart"
    )
    periods = joined(dict.fromkeys(main["period"]))
    return f"Dot plot of shares of police events in the periods {periods}: {told}."


def _actors_explain(_: Study) -> str:
    return (
        f"Actors with {record.SHOWN_FROM} events or more, one row each; the number is that of "
        "their events. A mark is a role in an event, at the day of the release. Names of a renamed "
        "body share a row. Bodies whose people only attended are left out. The office in the first "
        "row wrote most of the releases. No mark is not no part: many releases were read in part."
    )


def _actors_alt(study: Study) -> str:
    data = record.record_actor_data(study)
    lead = data.drop_duplicates("node").sort_values("events", ascending=False, kind="stable")
    told = joined(f"{row.node} {row.events}" for row in lead.head(4).itertuples(index=False))
    roles = joined(
        f"{role_mark(role).label.lower()} {number}"
        for role, number in data["role"].value_counts().items()
    )
    return (
        f"Chart of {count(data['node'].nunique(), 'actor')} by date with "
        f"{count(len(data), 'mark')}: {roles}. Most events: {told}."
    )


def _years_explain(_: Study) -> str:
    return (
        "Events a year by what is known of their funding. A funder needs a word of money. Where a "
        "release was read whole and has none, no funder is named; where it was read in part, the "
        "answer is unknown. No funder named is not no funder."
    )


def _years_alt(study: Study) -> str:
    totals = record.funding_year_data(study).groupby("state")["events"].sum()
    return (
        f"Stacked bars of {int(totals.sum())} events by year: a funder is named for "
        f"{int(totals.get(NAMED, 0))}, and for {int(totals.get(UNKNOWN, 0))} it is unknown."
    )


def _payers_explain(_: Study) -> str:
    return (
        "One row a funder, one mark an event that it pays for, at the day of the release; the "
        "letter is the frame of the event's main subject, and the subjects stand at the right. "
        "Rings: the five releases of this book. A funder may stand in what was not read."
    )


def _payers_alt(study: Study) -> str:
    data = record.payer_data(study)
    most = data["funder"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    frames = joined(
        f"{FRAMES[frame].lower()} {number}"
        for frame, number in data.drop_duplicates("event")["frame"].value_counts().items()
    )
    told = joined(f"{funder} {number}" for funder, number in most.head(3).items())
    return (
        f"Chart of {count(len(most), 'funder')} and {count(data['event'].nunique(), 'event')} by "
        f"date. Events by frame: {frames}. Most events: {told}."
    )


def _slices_explain(_: Study) -> str:
    return (
        f"Organisers of {record_network.SLICE_FROM} events or more on a circle, in the same place "
        "in each period; pale where they organised nothing then. A line joins two that organised "
        "an event together, thicker for a larger Newman weight. Places carry no measure. Number 1, "
        "the office that wrote most of the releases, is tied to nearly all by "
        "construction. Periods differ in length and in numbers of events."
    )


def _slices_alt(study: Study) -> str:
    data = record_network.slice_data(study)
    told = joined(
        f"{period} {int((own['kind'] == 'tie').sum())}"
        for period, own in data.sort_values("slice").groupby("period", sort=False)
    )
    organisers = data["number"].nunique()
    periods = count(data["period"].nunique(), "period")
    return f"Network of {count(organisers, 'organiser')} in {periods}. Ties: {told}."


def _places_explain(_: Study) -> str:
    return (
        "Share of all events that an actor takes part in, without the office that published the "
        "releases, with 95 % intervals over samples of the events. At the right: the share, the "
        "places that it takes in 95 % of the samples, the probability that it is first there, and "
        "that probability when ties are misread at the rates measured on invented releases. "
        "Actors of one event are left out."
    )


def _places_alt(data: pd.DataFrame) -> str:
    told = joined(
        f"{row.actor} {percent(row.value)}, places {row.rank_low} to {row.rank_high}, first with "
        f"{percent(row.p_first)}"
        for row in data.head(3).itertuples(index=False)
    )
    return f"Dot plot of shares of events of {count(len(data), 'actor')}: {told}."


RELEASE_FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        id="fig-places",
        title="Places in the network, and how sure they are",
        explain=_places_explain,
        alt=lambda study: _places_alt(standing.release_places(study)),
        data=standing.release_places,
        draw=standing.draw_places,
        width=DOUBLE,
        height=lambda data: 20 + 7.5 * len(data),
        page="notebooks/network",
    ),
)
"""Figures of the releases that look as those of the record do."""

FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        id="fig-frame",
        title="What the five were chosen from",
        explain=_frame_explain,
        alt=_frame_alt,
        data=record.frame_data,
        draw=record.draw_frame,
        width=DOUBLE,
        height=lambda data: record.rows_height(data, "subject", 40, 5.6),
        page=RECORD,
        drawn_from=record.source,
    ),
    FigureSpec(
        id="fig-random-sets",
        title="The five, and other sets of five",
        explain=_sets_explain,
        alt=_sets_alt,
        data=record.random_set_data,
        draw=record.draw_random_sets,
        width=DOUBLE,
        height=lambda data: record.rows_height(data, "set", 20, 5.0),
        page=RECORD,
        drawn_from=record.source,
    ),
    FigureSpec(
        id="fig-frames-by-period",
        title="What police events were about, period by period",
        explain=_periods_explain,
        alt=_periods_alt,
        data=record.period_data,
        draw=record.draw_periods,
        width=MIDDLE,
        height=lambda data: 30 + 6.2 * len(data.drop_duplicates(["frame", "period"])),
        page=RECORD,
        drawn_from=record.source,
    ),
    FigureSpec(
        id="fig-map",
        title="Where events took place",
        explain=event_map.map_explain,
        alt=event_map.map_alt,
        data=event_map.map_data,
        draw=event_map.draw_map,
        width=DOUBLE,
        height=event_map.map_height,
        page=RECORD,
        drawn_from=event_map.map_source,
    ),
    FigureSpec(
        id="fig-record-actors",
        title="Who took part, and when",
        explain=_actors_explain,
        alt=_actors_alt,
        data=record.record_actor_data,
        draw=record.draw_record_actors,
        width=DOUBLE,
        height=lambda data: record.rows_height(data, "node", 42, 5.2),
        page=NETWORK,
        drawn_from=record.source,
    ),
    FigureSpec(
        id="fig-funding-by-year",
        title="What is known of funding, year by year",
        explain=_years_explain,
        alt=_years_alt,
        data=record.funding_year_data,
        draw=record.draw_funding_years,
        width=DOUBLE,
        height=lambda data: 64,
        page=NETWORK,
        drawn_from=record.source,
    ),
    FigureSpec(
        id="fig-payers",
        title="Who pays for what, in the wider record",
        explain=_payers_explain,
        alt=_payers_alt,
        data=record.payer_data,
        draw=record.draw_payers,
        width=DOUBLE,
        height=lambda data: record.rows_height(data, "funder", 18, 6.0),
        page=NETWORK,
        drawn_from=record.source,
    ),
    FigureSpec(
        id="fig-record-places",
        title="Places in the record's network, and how sure they are",
        explain=_places_explain,
        alt=lambda study: _places_alt(standing.record_places(study)),
        data=standing.record_places,
        draw=standing.draw_places,
        width=DOUBLE,
        height=lambda data: 20 + 7.5 * len(data),
        page=NETWORK,
        drawn_from=record.source,
    ),
    FigureSpec(
        id="fig-slices",
        title="Who organised with whom, period by period",
        explain=_slices_explain,
        alt=_slices_alt,
        data=record_network.slice_data,
        draw=record_network.draw_slices,
        width=DOUBLE,
        height=record_network.slices_height,
        page=NETWORK,
        drawn_from=record.source,
    ),
)
"""In the order of the chapters."""
