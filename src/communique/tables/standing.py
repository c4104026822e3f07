"""Tables of places in the network, and of pairs of actors against chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd

from communique import standing
from communique.tables.spec import TableSpec, with_range
from communique.wording import decimal, percent

if TYPE_CHECKING:
    from communique.study import Study

DATA = "book/data"

_LEADERS = {
    "network": "These releases, or the wider record.",
    "with_office": "Whether the publishing office is in the network.",
    "measure": "Share of events, closeness or betweenness, each divided by its two-mode maximum.",
    "first": "The actor with the highest value.",
    "value": "Its value.",
    "low": "Lower end of its 95 % interval over samples of events.",
    "high": "Upper end.",
    "p_first": "Probability that it is first, over samples of events.",
    "p_first_misread": "The same over runs with ties misread at rates measured elsewhere.",
    "left_out_worst": "Its worst place when one event is left out.",
    "second": "The actor with the next value, by name where equal.",
    "second_value": "Its value.",
    "second_p_first": "Probability that this one is first.",
}
_PAIRS = {
    "actor": "One of the two, by name.",
    "other_actor": "The other.",
    "events": "Events of the one.",
    "other_events": "Events of the other.",
    "shared": "Events of both.",
    **{
        f"{what}_{null}": f"{words}, {kept}."
        for null, kept in (
            ("fixed_rows", "if each actor's number of events is kept"),
            ("fixed_margins", "if each event's number of actors is kept too"),
            ("expected_degrees", "if both are kept on average"),
        )
        for what, words in (
            ("expected", "Shared events to be expected"),
            ("p", "Probability of so many shared events or more"),
            ("smallest_p", "The smallest p that the two could reach"),
            ("holm", "p adjusted for all pairs by Holm"),
        )
    },
}


def _leaders(network: str) -> Callable[[Study], pd.DataFrame]:
    def frame(study: Study) -> pd.DataFrame:
        found = standing.leaders(study)
        return found[found["network"] == network].reset_index(drop=True)

    return frame


def _pairs(network: str) -> Callable[[Study], pd.DataFrame]:
    return lambda study: standing.pairs(study, network)[list(_PAIRS)]


def _value(row: Any) -> str:
    if row.measure == "degree":
        return with_range(row.value, row.low, row.high) + " %"
    return f"{decimal(row.value, 2)} ({decimal(row.low, 2)}–{decimal(row.high, 2)})"


def _probability(value: float) -> str:
    if pd.isna(value):
        return "–"
    return decimal(value, 3) if value >= 0.001 else "< 0.001"


_LEADERS_PAGE: dict[str, Any] = {
    "Measure": lambda row: (
        standing.MEASURES[row.measure] + ("" if row.with_office else ", without the office")
    ),
    "First": "first",
    "Value": _value,
    "First in samples": lambda row: percent(row.p_first),
    "First if misread": lambda row: percent(row.p_first_misread),
    "Next": lambda row: f"{row.second} ({percent(row.second_p_first)})",
}


TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "tab-places",
        "Who stands first in these releases, and how sure that is",
        "One row a measure, with and without the office that published the releases. Intervals "
        "over all samples of the events; after the next actor the share of samples in which it is "
        "first. Of two with the same value, the one that is first more often stands first.",
        _LEADERS,
        _leaders(standing.RELEASES),
        _LEADERS_PAGE,
        "notebooks/network",
    ),
    TableSpec(
        "tab-pairs",
        "Pairs of actors of these releases against chance",
        "One row a pair that shares an event, the smallest p first; p is one-sided and not "
        "adjusted for the number of pairs.",
        _PAIRS,
        _pairs(standing.RELEASES),
        {
            "Actor": "actor",
            "Other actor": "other_actor",
            "Shared": lambda row: f"{row.shared} of {row.events} and {row.other_events}",
            "p, actors kept": lambda row: _probability(row.p_fixed_rows),
            "p, both kept": lambda row: _probability(row.p_fixed_margins),
            "p, both on average": lambda row: _probability(row.p_expected_degrees),
        },
        "notebooks/network",
        page_rows=8,
    ),
    TableSpec(
        "tab-record-places",
        "Who stands first in the wider record, and how sure that is",
        "One row a measure, with and without the office that published the releases. Intervals "
        "over drawn samples of the events.",
        _LEADERS,
        _leaders(standing.RECORD),
        _LEADERS_PAGE,
        "notebooks/record_network",
    ),
    TableSpec(
        "tab-record-pairs",
        "Pairs of actors of the wider record against chance",
        f"One row a pair of actors with {standing.PAIRED_FROM} events or more that shares an "
        "event. On the page p is adjusted by Holm for all such pairs, those that share nothing "
        "included.",
        _PAIRS,
        _pairs(standing.RECORD),
        {
            "Actor": "actor",
            "Other actor": "other_actor",
            "Shared": lambda row: f"{row.shared} of {row.events} and {row.other_events}",
            "Adjusted p, actors kept": lambda row: _probability(row.holm_fixed_rows),
            "Both kept": lambda row: _probability(row.holm_fixed_margins),
            "Both on average": lambda row: _probability(row.holm_expected_degrees),
        },
        "notebooks/record_network",
        page_rows=10,
    ),
    TableSpec(
        "tab-standing",
        "Every place in both networks",
        "One row a network, choice about the office, measure and actor.",
        {
            "network": "These releases, or the wider record.",
            "with_office": "Whether the publishing office is in the network.",
            "actor": "The actor; names of a renamed body are one.",
            "measure": "Degree, closeness that holds in several pieces, or betweenness.",
            "value": "Its value, divided by the two-mode maximum.",
            "low": "Lower end of the 95 % interval over samples of events.",
            "high": "Upper end.",
            "rank": "Its place; 1 is the highest, equal values share the best place.",
            "rank_low": "Best place within 95 % of the samples.",
            "rank_high": "Worst place within 95 % of the samples.",
            "p_first": "Probability that it is first, over samples of events.",
            "p_first_misread": "The same over runs with ties misread at rates measured elsewhere.",
            "left_out_best": "Best place when one event is left out.",
            "left_out_worst": "Worst place when one event is left out.",
            "events_left_out": "Events left out one by one.",
            "samples": "Samples of events.",
            "complete": "Whether these are all possible samples.",
            "runs": "Runs with misread ties.",
        },
        standing.standing,
        {
            "Actor": "actor",
            "Measure": lambda row: standing.MEASURES[row.measure],
            "Value": "value",
            "Place": lambda row: f"{row.rank_low} to {row.rank_high}",
        },
        DATA,
    ),
)
