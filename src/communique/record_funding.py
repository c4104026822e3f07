"""Who pays in the wider record, with "unknown" as a value of its own.

A funder needs a word of money. Where a release was read whole and has none, no funder is named;
where it was read in part, a funder may stand in what was not read, and the answer is unknown. No
funder named is not no funder: the office has a budget of its own.
"""

from __future__ import annotations

import itertools

import pandas as pd

from communique.network import merge_successions
from communique.record import Record
from communique.shares import jeffreys_interval, share

NAMED, NONE_NAMED, UNKNOWN = "a funder is named", "read whole, none named", "read in part, unknown"
STATES = (NAMED, NONE_NAMED, UNKNOWN)


def funding_state(record: Record) -> pd.Series:
    """What is known of each event's funding, by event id: one of `STATES`."""
    funded = set(record.ties.loc[record.ties["role"] == "funder", "release"])
    states = [
        NAMED if row.event in funded else NONE_NAMED if row.read_whole else UNKNOWN
        for row in record.events.itertuples(index=False)
    ]
    return pd.Series(states, index=record.events["event"], name="state", dtype="str")


def funding_rates(record: Record, column: str = "scope") -> pd.DataFrame:
    """How many events name a funder, by values of a column of the events, and for all events.

    Returns
    -------
    frame
        One row a value: counts of the three `STATES`, then two rates that bound what can be said.
        ``share_whole`` is funder named / events read whole, with its 95 % Jeffreys interval
        ``low`` to ``high``; ``share_all`` = funder named / all events, which is too low where
        funders stand in what was not read. ``nan`` without an event.
    """
    events = record.events.assign(state=funding_state(record).to_numpy())
    known = dict(list(events.groupby(column, sort=True)))
    order = list(record.periods["period"]) if column == "period" else sorted(known)
    groups = [*((name, known[name]) for name in order if name in known), ("all events", events)]
    rows = []
    for value, own in groups:
        whole = own[own["read_whole"]]
        named = int((whole["state"] == NAMED).sum())
        low, high = jeffreys_interval(named, len(whole))
        rows.append(
            {
                "group": value,
                "events": len(own),
                "named": int((own["state"] == NAMED).sum()),
                "none_named": int((own["state"] == NONE_NAMED).sum()),
                "unknown": int((own["state"] == UNKNOWN).sum()),
                "named_whole": named,
                "read_whole": len(whole),
                "share_whole": share(named, len(whole)),
                "low": low,
                "high": high,
                "share_all": share(int((own["state"] == NAMED).sum()), len(own)),
            }
        )
    return pd.DataFrame(rows)


def funding_by_year(record: Record) -> pd.DataFrame:
    """Events of each year by what is known of their funding: ``year``, ``state``, ``events``."""
    events = record.events.assign(state=funding_state(record).to_numpy())
    years = range(int(events["year"].min()), int(events["year"].max()) + 1) if len(events) else ()
    counts = events.groupby(["year", "state"]).size()
    rows = [
        (year, state, int(counts.get((year, state), 0)))
        for year, state in itertools.product(years, STATES)
    ]
    return pd.DataFrame(rows, columns=["year", "state", "events"])


def funded_events(record: Record) -> pd.DataFrame:
    """Who pays for what: one row a funder and event, by the funder's first event, then date.

    Columns: ``funder`` (names of a renamed body are one), ``funder_type``, ``event``, ``date``,
    ``subject``, ``frame``, ``scope``, ``chosen``, ``read_whole``, ``also_organises`` (whether the
    funder is an organiser of the event too).
    """
    ties = merge_successions(record.ties, record.actors)
    organised = set(
        ties.loc[ties["role"] == "organizer", ["node", "release"]].itertuples(
            index=False, name=None
        )
    )
    money = ties.loc[ties["role"] == "funder", ["node", "actor_type", "release"]]
    money = money.drop_duplicates(["node", "release"])
    about = record.events[["event", "date", "subject", "frame", "scope", "chosen", "read_whole"]]
    frame = money.merge(about, left_on="release", right_on="event").drop(columns="release")
    frame["also_organises"] = [
        pair in organised for pair in zip(frame["node"], frame["event"], strict=True)
    ]
    frame = frame.rename(columns={"node": "funder", "actor_type": "funder_type"})
    frame["first"] = frame.groupby("funder")["date"].transform("min")
    frame = frame.sort_values(["first", "funder", "date", "event"]).reset_index(drop=True)
    columns = ["funder", "funder_type", "event", "date", "subject", "frame", "scope", "chosen",
               "read_whole", "also_organises"]  # fmt: skip
    return frame[columns]


def funders_and_subjects(record: Record) -> pd.DataFrame:
    """How many events of each subject each funder pays for: themes and money in one table.

    Columns: ``funder``, ``funder_type``, ``subject``, ``frame``, ``events``, ``first_year``,
    ``last_year``; funders by number of events, then name; only pairs that occur.
    """
    paid = funded_events(record)
    keys = ["funder", "funder_type", "subject", "frame"]
    grouped = paid.groupby(keys, sort=True)["date"]
    frame = grouped.agg(events="size", first="min", last="max").reset_index()
    frame["first_year"], frame["last_year"] = frame["first"].dt.year, frame["last"].dt.year
    total = frame.groupby("funder")["events"].transform("sum")
    order = frame.assign(total=-total).sort_values(["total", "funder", "first", "subject"])
    return order[[*keys, "events", "first_year", "last_year"]].reset_index(drop=True)
