"""Places in the network, and how sure they are: of these releases, and of the wider record.

Each is taken with and without the office that published the releases, since it is in them by
construction. What is asked of every place: would other events, one event less, or misread ties
change it?
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from communique.centrality import two_mode_matrix
from communique.centrality_intervals import (
    centrality_intervals,
    leave_one_event_out,
    rank_ranges,
)
from communique.error_runs import error_runs, measured_errors
from communique.incidence import incidence
from communique.network import merge_successions
from communique.nulls import pair_nulls
from communique.record import open_record

if TYPE_CHECKING:
    from communique.study import Study

RELEASES, RECORD = "these releases", "the wider record"

MEASURES = {
    "degree": "share of events",
    "reach_closeness": "closeness",
    "betweenness": "betweenness",
}
"""Measures of place, and what pages call them; closeness is that which holds in several pieces."""

RECORD_SAMPLES, RUNS, RECORD_RUNS = 500, 500, 100
"""Event samples drawn for the record, and runs with misread ties. Five events need no draws."""

PAIRED_FROM, RECORD_DRAWS, RELEASE_DRAWS = 5, 5_000, 2_000
"""In the record, actors of so many events are paired: set before any p was computed. So many
matrices are drawn with both margins kept; fewer could not pass Holm's adjustment among them."""

COLUMNS = ["network", "with_office", "actor", "measure", "value", "low", "high", "rank",
           "rank_low", "rank_high", "p_first", "p_first_misread", "left_out_best",
           "left_out_worst", "events_left_out", "samples", "complete", "runs"]  # fmt: skip

LEADER_COLUMNS = ["network", "with_office", "measure", "first", "value", "low", "high", "p_first",
                  "p_first_misread", "left_out_worst", "second", "second_value",
                  "second_p_first"]  # fmt: skip


def ties_and_events(study: Study, network: str) -> tuple[pd.DataFrame, list[str], str]:
    """The ties of a network with their ``node``, its events, and the node of the office.

    The office is the node of the record's publishing office, under the name that it has in these
    ties; empty where it has none. Bodies whose people only attended are left out.
    """
    return (_of_record() if network == RECORD else _of_releases(study))[1:]


def _of_releases(study: Study) -> tuple[str, pd.DataFrame, list[str], str]:
    ties = merge_successions(study.ties, study.actors)
    return RELEASES, ties, list(study.events["release"]), _office(ties)


def _of_record() -> tuple[str, pd.DataFrame, list[str], str]:
    record = open_record()
    ties = merge_successions(record.taking_part, record.actors)
    return RECORD, ties, list(record.events["event"]), _office(ties)


def _office(merged: pd.DataFrame) -> str:
    nodes = merged.loc[merged["actor"].isin(open_record().office_names), "node"]
    return str(nodes.iloc[0]) if len(nodes) else ""


@lru_cache(maxsize=4)
def standing(study: Study) -> pd.DataFrame:
    """Every place in both networks, with and without the office: columns `COLUMNS`.

    Returns
    -------
    frame
        One row a network, choice, measure and actor, by rank. ``low`` to ``high`` and the ranks
        ``rank_low`` to ``rank_high`` over event samples, ``p_first`` the probability of the first
        place; ``p_first_misread`` the same over runs with ties misread at the rates measured on
        invented releases; ``left_out_best`` and ``left_out_worst`` rank when one event is left
        out. For the record, which was coded otherwise, those rates say only "what if".
    """
    errors = measured_errors(study)
    parts = [
        *(_places(*_of_releases(study), choice, errors) for choice in (True, False)),
        *(_record_places(choice, tuple(sorted(errors.items()))) for choice in (True, False)),
    ]
    return pd.concat(parts, ignore_index=True)[COLUMNS]


@lru_cache(maxsize=8)
def _record_places(
    with_office: bool, errors: tuple[tuple[str, tuple[int, int, int]], ...]
) -> pd.DataFrame:
    """The places of the record, which are the same for every study of one codebook."""
    return _places(*_of_record(), with_office, dict(errors))


def _places(
    name: str,
    ties: pd.DataFrame,
    events: list[str],
    office: str,
    with_office: bool,
    errors: Mapping[str, tuple[int, int, int]],
    measures: Sequence[str] = tuple(MEASURES),
) -> pd.DataFrame:
    if not with_office:
        ties = ties[ties["node"] != office]
    if ties.empty:
        return pd.DataFrame(columns=COLUMNS)
    matrix, actors, _ = two_mode_matrix(ties, events)
    samples = RECORD_SAMPLES if name == RECORD else None
    found = centrality_intervals(matrix, actors, measures, resamples=samples)
    keys = ["actor", "measure"]
    left_out = rank_ranges(leave_one_event_out(matrix, actors, events, measures)).rename(
        columns={
            "rank_low": "left_out_best",
            "rank_high": "left_out_worst",
            "events": "events_left_out",
        }
    )
    runs = error_runs(ties, _for_roles(errors, set(ties["role"])), measures, events=events,
                      runs=RECORD_RUNS if name == RECORD else RUNS)  # fmt: skip
    misread = runs[[*keys, "p_first", "runs"]].rename(columns={"p_first": "p_first_misread"})
    found = found.merge(left_out, on=keys).merge(misread, on=keys)
    return found.assign(network=name, with_office=with_office)


@lru_cache(maxsize=8)
def shares_without_office(study: Study, network: str) -> pd.DataFrame:
    """Of `standing`, the shares of events without the office: the same rows, in less time."""
    of_network = _of_record() if network == RECORD else _of_releases(study)
    return _places(*of_network, False, measured_errors(study), ["degree"])


def _for_roles(
    errors: Mapping[str, tuple[int, int, int]], roles: set[str]
) -> dict[str, tuple[int, int, int]]:
    """Counts of each role; a role that could not be measured takes those of all roles together."""
    whole = (
        sum(right for right, _, _ in errors.values()),
        sum(wrong for _, wrong, _ in errors.values()),
        sum(missed for _, _, missed in errors.values()),
    )
    return {role: errors[role] if errors.get(role, (0, 0, 0))[0] else whole for role in roles}


def leaders(study: Study) -> pd.DataFrame:
    """Who stands first by each measure, and how sure that is: columns `LEADER_COLUMNS`.

    Of several in the same place, who is first in most samples goes before.
    """
    rows = []
    table = standing(study)
    for (name, with_office, measure), own in table.groupby(
        ["network", "with_office", "measure"], sort=False
    ):
        own = own.sort_values(["rank", "p_first"], ascending=[True, False], kind="stable")
        first = own.iloc[0]
        second = own.iloc[1] if len(own) > 1 else None
        rows.append(
            {
                "network": name,
                "with_office": with_office,
                "measure": measure,
                "first": first["actor"],
                **{key: first[key] for key in ("value", "low", "high", "p_first",
                                               "p_first_misread", "left_out_worst")},
                "second": "" if second is None else second["actor"],
                "second_value": float("nan") if second is None else second["value"],
                "second_p_first": float("nan") if second is None else second["p_first"],
            }
        )  # fmt: skip
    return pd.DataFrame(rows, columns=LEADER_COLUMNS)


def pairs(study: Study, network: str) -> pd.DataFrame:
    """Pairs of actors that share events, against three nulls: see `nulls.pair_nulls`.

    All actors of these releases; of the record, those with `PAIRED_FROM` events or more.
    """
    return _record_pairs() if network == RECORD else _release_pairs(study)


@lru_cache(maxsize=1)
def _record_pairs() -> pd.DataFrame:
    _, ties, events, _ = _of_record()
    return pair_nulls(incidence(ties, events), draws=RECORD_DRAWS, least_events=PAIRED_FROM)


@lru_cache(maxsize=1)
def all_record_pairs() -> pd.DataFrame:
    """Pairs of all actors of the record against the two nulls that need no draws."""
    _, ties, events, _ = _of_record()
    return pair_nulls(incidence(ties, events), draws=0)


@lru_cache(maxsize=4)
def _release_pairs(study: Study) -> pd.DataFrame:
    _, ties, events, _ = _of_releases(study)
    return pair_nulls(incidence(ties, events), draws=RELEASE_DRAWS)
