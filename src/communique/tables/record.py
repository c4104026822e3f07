"""Tables of the wider record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from communique import (
    event_map,
    levels,
    record_funding,
    record_reliability,
    record_time,
    sampling_frame,
    who_is_who,
)
from communique.record import FRAMES, open_record
from communique.tables.spec import TableSpec, with_range
from communique.wording import percent, plain_percent

if TYPE_CHECKING:
    from communique.study import Study

RECORD, NETWORK, DATA = "notebooks/record", "notebooks/record_network", "book/data"

ORDERS = (
    ("rights", "security"),
    ("plural_society", "security"),
    ("rights", "violent_extremism"),
    ("human_rights", "violent_extremism"),
    ("violent_extremism", "border_security"),
)
"""Pairs of frames or subjects of which the book asks which came first."""


def orders() -> pd.DataFrame:
    """Each pair of `ORDERS` under each reading."""
    record = open_record()
    rows = [
        {"one": one, "other": other, "reading": reading,
         **sampling_frame.order_of(record, one, other, reading)}
        for one, other in ORDERS
        for reading in sampling_frame.READINGS
        if {one, other} <= {*FRAMES, *record.labels.index}
    ]  # fmt: skip
    return pd.DataFrame(rows)


def subject_name(subject: str) -> str:
    """A subject or frame as a reader sees it."""
    return str(open_record().labels.get(subject) or FRAMES[subject].lower())


def _events(_: Study) -> pd.DataFrame:
    columns = ["event", "date", "title", "url", "place", "country", "subject", "other_subjects",
               "frame", "scope", "participants", "duration_days", "read_whole", "read_from",
               "chosen", "period", "date_inferred"]  # fmt: skip
    return open_record().events[columns]


def _agreement(_: Study) -> pd.DataFrame:
    record = open_record()
    codes = record_reliability.code_agreement(record).rename(columns={"code": "what"})
    facts = record_reliability.fact_agreement(record).rename(columns={"fact": "what"})
    facts["share"] = facts["same"] / facts["events"]
    columns = ["what", "events", "same", "share", "one_only", "other_only", "different", "kappa",
               "alpha", "low", "high"]  # fmt: skip
    table = pd.concat([codes, facts], ignore_index=True).reindex(columns=columns)
    return table.astype(dict.fromkeys(("one_only", "other_only", "different"), "Int64"))


def _what_moves(study: Study) -> pd.DataFrame:
    record = open_record()
    return pd.concat(
        [
            levels.what_moves(ties, dated, actors, record.office).assign(network=name)
            for name, ties, dated, actors in (
                ("these releases", study.ties, study.events, study.actors),
                ("the wider record", record.taking_part, record.dated, record.actors),
            )
        ],
        ignore_index=True,
    )[["network", "level", "with_office", "actors", "ties", "events_with_ties", "actors_once",
       "first", "first_share", "second", "second_share", "pairs"]]  # fmt: skip


def _actors_by_frame(_: Study) -> pd.DataFrame:
    return levels.frames_of_record(open_record())


def _chance(row: Any) -> str:
    if pd.isna(row.low):
        return percent(row.chance)[:-2] if pd.notna(row.chance) else "–"
    return with_range(row.chance, row.low, row.high)


TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "tab-paths",
        "What other sets of five would have told",
        "One row a story and a reading of the record: how many of all sets of five police events "
        "begin and end as the story says, and whether the chosen five do. Each story stands beside "
        "its reverse.",
        {
            "path": "The story: what the first event is about, and the last.",
            "reading": "Main subject, second coding where there is one, or any subject named.",
            "events": "Police events of the record.",
            "size": "Events in a set: as many as were chosen.",
            "sets": "All sets of that size.",
            "with_path": "Sets that tell the story, counted out.",
            "share": "The same divided by all sets.",
            "share_until": "The same among sets of events up to the day of the last chosen one.",
            "chosen": "Whether the chosen events tell it.",
        },
        lambda study: sampling_frame.paths(open_record()),
        {
            "Story": "path",
            "Reading": "reading",
            "Sets": lambda row: f"{row.with_path:,}",
            "Share": lambda row: plain_percent(row.share),
            "Up to the last of the five": lambda row: plain_percent(row.share_until),
            "The chosen five": "chosen",
        },
        RECORD,
    ),
    TableSpec(
        "tab-order",
        "Which came first",
        "One row a pair of frames or subjects and a reading: the probability that a police event "
        "of the one kind is dated before one of the other, with its 95 % interval in per cent. "
        "50 would mean that neither came first.",
        {
            "one": "The one frame or subject.",
            "other": "The other.",
            "reading": "Main subject, second coding where there is one, or any subject named.",
            "events": "Police events of the one kind.",
            "other_events": "Police events of the other.",
            "chance": "Probability that an event of the one kind is the earlier; same days half.",
            "low": "Lower end of the 95 % interval, events drawn anew within each kind.",
            "high": "Upper end.",
        },
        lambda study: orders(),
        {
            "Kind": lambda row: subject_name(row.one),
            "Before": lambda row: subject_name(row.other),
            "Reading": "reading",
            "Events": lambda row: f"{row.events} and {row.other_events}",
            "Chance, per cent": _chance,
        },
        RECORD,
    ),
    TableSpec(
        "tab-order-checks",
        "Rights before security, with one choice made otherwise",
        "One row a choice, by main subject: the probability that an event about rights is dated "
        "before one about security, with its 95 % interval in per cent.",
        {
            "choice": "The choice that is made otherwise.",
            "events": "Events about rights.",
            "other_events": "Events about security.",
            "chance": "Probability that the event about rights is the earlier; same days half.",
            "low": "Lower end of the 95 % interval, events drawn anew within each kind.",
            "high": "Upper end.",
        },
        lambda study: sampling_frame.order_checks(open_record()),
        {
            "Choice": "choice",
            "Events": lambda row: f"{row.events} and {row.other_events}",
            "Chance, per cent": _chance,
        },
        RECORD,
    ),
    TableSpec(
        "tab-frames-by-period",
        "Frames of police events by period",
        "One row a period, reading and frame.",
        {
            "period": "Period of the office.",
            "begins": "First day of the period.",
            "reading": "Main subject, second coding where there is one, or any subject named.",
            "frame": "Frame of subjects.",
            "with_frame": "Police events with the frame.",
            "events": "Police events of the period.",
            "share": "With the frame, divided by all.",
            "low": "Lower end of the 95 % Jeffreys interval.",
            "high": "Upper end.",
        },
        lambda study: record_time.frames_by_period(open_record()),
        {
            "Period": "period",
            "Reading": "reading",
            "Frame": lambda row: FRAMES[row.frame],
            "Events": lambda row: f"{row.with_frame} of {row.events}",
            "Share": lambda row: with_range(row.share, row.low, row.high),
        },
        DATA,
    ),
    TableSpec(
        "tab-reliability",
        "How far two codings of the record agree",
        "One row a code or fact of the events that were coded twice. Kappa and alpha correct for "
        "chance and are given for the two codes.",
        {
            "what": "Code or fact.",
            "events": "Events coded twice.",
            "same": "Events with the same value, or none, in both codings.",
            "share": "The same divided by all.",
            "one_only": "A value in the first coding only; missing for codes.",
            "other_only": "A value in the second coding only; missing for codes.",
            "different": "Two values that differ; missing for codes.",
            "kappa": "Cohen's kappa; missing for facts.",
            "alpha": "Krippendorff's alpha; missing for facts.",
            "low": "Lower end of alpha's 95 % interval over events.",
            "high": "Upper end.",
        },
        _agreement,
        {
            "What": lambda row: row.what.replace("_", " "),
            "Same": lambda row: f"{row.same} of {row.events}",
            "Share": lambda row: percent(row.share),
            "Kappa": "kappa",
            "Alpha": lambda row: (
                "–" if pd.isna(row.alpha) else f"{row.alpha:.2f} ({row.low:.2f}–{row.high:.2f})"
            ),
        },
        RECORD,
    ),
    TableSpec(
        "tab-recoded-ties",
        "Ties in two codings of the record",
        "One row a role: ties of the events coded twice, found by both codings or by one.",
        {
            "role": "Role of the tie, or all roles.",
            "both": "Ties found by both codings.",
            "one_only": "Ties of the first coding only.",
            "other_only": "Ties of the second coding only.",
            "agreement": "2 both / (2 both + one only + other only); missing without a tie.",
        },
        lambda study: record_reliability.tie_agreement(open_record()),
        {
            "Role": lambda row: row.role.replace("_", " ").replace("organizer", "organiser"),
            "Both": "both",
            "First only": "one_only",
            "Second only": "other_only",
            "Agreement": "agreement",
        },
        RECORD,
    ),
    TableSpec(
        "tab-record-events",
        "The events of the wider record",
        "One row an event that public search found.",
        {
            "event": "Id of the event: the OSCE page number where known.",
            "date": "Day of the release.",
            "title": "Title of the release.",
            "url": "Page that was read.",
            "place": "Places, separated by semicolons; empty where none is named.",
            "country": "Countries, separated by semicolons.",
            "subject": "Main subject.",
            "other_subjects": "Other subjects, separated by semicolons.",
            "frame": "Frame of the main subject.",
            "scope": "Police or adjacent.",
            "participants": "How many took part; missing where not told.",
            "duration_days": "Days that it lasted; missing where not told.",
            "read_whole": "Whether the release was read whole.",
            "read_from": "The official page or a copy elsewhere.",
            "chosen": "Whether its release is one of the five.",
            "period": "Period of the office.",
            "date_inferred": "Whether the day was inferred from neighbouring pages.",
        },
        _events,
        {
            "Date": "date",
            "Title": "title",
            "Subject": lambda row: subject_name(row.subject),
            "Scope": "scope",
            "Read whole": "read_whole",
        },
        DATA,
    ),
    TableSpec(
        "tab-towns",
        "Where events took place",
        "One row a town or region, or events held online or without a place.",
        {
            "town": "Town or region, or online or unknown.",
            "kind": "Town, region, online, or unknown where no place is named.",
            "events": "Events there; an event in two towns counts in both.",
            "police": "Police events among them.",
            "first": "Year of the first.",
            "last": "Year of the last.",
            "rights": "Events of the frame rights.",
            "plural_society": "Events of the frame plural society.",
            "security": "Events of the frame security.",
            "apart": "Events apart from the three.",
            "chosen": "Events of the five releases.",
            "latitude": "Degrees north; missing for what is no town.",
            "longitude": "Degrees east; missing for what is no town.",
        },
        lambda study: event_map.town_counts(open_record()),
        {
            "Place": "town",
            "Kind": "kind",
            "Events": "events",
            "Police events": "police",
            "First year": lambda row: str(row.first),
            "Last year": lambda row: str(row.last),
        },
        DATA,
    ),
    TableSpec(
        "tab-turnover",
        "Who comes and who goes",
        "One row a period of the office; actors in any role but that of a body whose people only "
        "attended.",
        {
            "period": "Period of the office.",
            "begins": "First day of the period.",
            "events": "Events of the period.",
            "actors": "Actors of the period.",
            "came": "Actors not found in the period before; missing for the first.",
            "came_low": "Least of these in 95 % of random deals of the events to the periods.",
            "came_high": "Most of these in 95 % of random deals.",
            "left": "Actors of the period before not found in this one.",
            "stayed": "Actors of both.",
            "other_actors": "Actors of the period before.",
            "jaccard": "Stayed, divided by all actors of the two periods.",
        },
        lambda study: record_time.turnover(open_record()),
        {
            "Period": "period",
            "Actors in events": lambda row: f"{row.actors} in {row.events}",
            "Came": "came",
            "At any cut": lambda row: (
                "–" if pd.isna(row.came) else f"{row.came_low:.0f} to {row.came_high:.0f}"
            ),
            "Stayed": "stayed",
            "Left": "left",
        },
        NETWORK,
    ),
    TableSpec(
        "tab-funding-rates",
        "How many events name a funder",
        "One row a period and one for all events. The first rate is of the releases read whole; "
        "the second is of all, and too low where funders stand in what was not read.",
        {
            "group": "Period of the office, or all events.",
            "events": "Events.",
            "named": "Events for which a funder is named.",
            "none_named": "Events read whole without a funder.",
            "unknown": "Events read in part without a funder in that part.",
            "named_whole": "Events read whole for which a funder is named.",
            "read_whole": "Events read whole.",
            "share_whole": "Named, divided by all, among those read whole.",
            "low": "Lower end of its 95 % Jeffreys interval.",
            "high": "Upper end.",
            "share_all": "Named, divided by all.",
        },
        lambda study: record_funding.funding_rates(open_record(), "period"),
        {
            "Period": "group",
            "Funder named": "named",
            "None named": "none_named",
            "Unknown": "unknown",
            "Rate, read whole": lambda row: with_range(row.share_whole, row.low, row.high),
            "Rate, all": lambda row: percent(row.share_all),
        },
        NETWORK,
    ),
    TableSpec(
        "tab-payers",
        "Who pays for which subject",
        "One row a funder and a main subject of the events that it pays for.",
        {
            "funder": "The funder; names of a renamed body are one.",
            "funder_type": "Type of the funder.",
            "subject": "Main subject of the events.",
            "frame": "Frame of the subject.",
            "events": "Events that it pays for.",
            "first_year": "Year of the first.",
            "last_year": "Year of the last.",
        },
        lambda study: record_funding.funders_and_subjects(open_record()),
        {
            "Funder": "funder",
            "Subject": lambda row: subject_name(row.subject),
            "Events": "events",
            "First year": lambda row: str(row.first_year),
            "Last year": lambda row: str(row.last_year),
        },
        DATA,
    ),
    TableSpec(
        "tab-levels",
        "What moves when bodies are counted otherwise",
        "One row a network, a level at which bodies are joined, and a choice about the office that "
        "published the releases. Shares are of all events.",
        {
            "network": "These releases, or the wider record.",
            "level": "Unit named, institution above it, or state.",
            "with_office": "Whether the publishing office is in the network.",
            "actors": "Actors.",
            "ties": "Ties: one for each role in each event.",
            "events_with_ties": "Events that any of them is tied to.",
            "actors_once": "Actors tied to one event only.",
            "first": "The actor of most events.",
            "first_share": "Its share of all events.",
            "second": "The next.",
            "second_share": "Its share of all events.",
            "pairs": "Pairs that organised an event together.",
        },
        _what_moves,
        {
            "Network": "network",
            "Level": lambda row: row.level + ("" if row.with_office else ", without the office"),
            "Actors": "actors",
            "Tied once": "actors_once",
            "Most events": lambda row: f"{row.first} ({percent(row.first_share)})",
            "Pairs": "pairs",
        },
        NETWORK,
    ),
    TableSpec(
        "tab-similar-names",
        "Names that look alike",
        "One row a pair of actors of the record whose names look alike, with the decision of a "
        "person whether they are one body.",
        {
            "actor": "One of the two, by name.",
            "other_actor": "The other.",
            "similarity": "Similarity of Jaro and Winkler, from 0 to 1.",
            "same": "Whether they are one body.",
            "reason": "Why.",
        },
        lambda study: who_is_who.decided_names(open_record()),
        {
            "Actor": "actor",
            "Other actor": "other_actor",
            "Similarity": "similarity",
            "One body": "same",
            "Why": "reason",
        },
        NETWORK,
    ),
    TableSpec(
        "tab-actors-by-frame",
        "Rights events and security events",
        "One row an actor: its events by the frame of their main subject, in any role but that of "
        "a body whose people only attended.",
        {
            "actor": "The actor; names of a renamed body are one.",
            "type": "Type of the actor.",
            "events": "Events in which it has a role.",
            "rights": "Those of the frame rights.",
            "plural_society": "Those of the frame plural society.",
            "security": "Those of the frame security.",
            "apart": "Those apart from the three.",
        },
        _actors_by_frame,
        {
            "Actor": "actor",
            "Rights": "rights",
            "Plural society": "plural_society",
            "Security": "security",
            "Apart": "apart",
        },
        NETWORK,
        page_rows=15,
    ),
)
