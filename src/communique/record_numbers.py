"""The numbers of the wider record that prose prints: see `numbers`."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import pandas as pd

from communique import (
    event_map,
    levels,
    network,
    record_funding,
    record_reliability,
    record_time,
    sampling_frame,
    standing,
    who_is_who,
)
from communique.figures.style import role_mark
from communique.incidence import incidence
from communique.null_margins import exact_margins_smallest_p
from communique.nulls import NULLS, backbone, draws_needed, pair_nulls, passing
from communique.record import FRAMES, Record, open_record
from communique.shares import jeffreys_interval, share
from communique.tables.record import orders
from communique.wording import (
    decimal,
    in_words,
    interval,
    joined,
    long_date,
    percent,
    plain_percent,
    slug,
)

if TYPE_CHECKING:
    from communique.study import Study

CITED = ("osce-92500", "osce-95203", "osce-99898")
"""Events that chapters cite."""

CITED_ACTORS = ("OSCE High Commissioner on National Minorities", "Embassy of Canada in Kazakhstan")
"""Actors whose roles in the record chapters tell."""


def frame() -> dict[str, str]:
    """Size, years and gaps of the record, and what was read of it."""
    record = open_record()
    events = record.events
    found = {
        "record.events": f"{len(events):,}",
        "record.ties": f"{len(record.ties):,}",
        "record.in-part": f"{int((~events['read_whole']).sum()):,}",
        "record.whole": f"{int(events['read_whole'].sum()):,}",
        "record.police": f"{len(record.police):,}",
        "record.adjacent": f"{int((events['scope'] == 'adjacent').sum()):,}",
        "record.copies": f"{int((events['read_from'] == 'copy').sum()):,}",
        "record.datelines": str(int((events["date_basis"] == "dateline").sum())),
        "record.inferred": in_words(int(events["date_inferred"].sum())),
        "record.inferred.ids": joined(events.loc[events["date_inferred"], "event"]),
        "record.actors": f"{record.ties['actor'].nunique():,}",
    }
    if len(events):
        found |= {
            "record.first-year": str(events["year"].min()),
            "record.last-year": str(events["year"].max()),
            "record.empty-years": joined(map(str, record.empty_years)),
        }
    for row in events[events["event"].isin(CITED)].itertuples(index=False):
        found[f"record.{row.event}"] = long_date(row.date)
    for row in record.periods.itertuples(index=False):
        found[f"record.begins.{slug(row.period)}"] = long_date(row.begins)
    chosen = events.loc[events["chosen"], "subject"].map(record.labels)
    found["record.chosen.subjects"] = joined(chosen)
    found["record.chosen.last-subject"] = chosen.iloc[-1] if len(chosen) else "none"
    return found | _extremism(record)


def _extremism(record: Record) -> dict[str, str]:
    """When police events had violent extremism as their main subject, and what came after."""
    police = record.police
    own = police[police["subject"] == "violent_extremism"]
    about = record.events[record.events["subject"] == "violent_extremism"]
    adjacent = about[about["scope"] == "adjacent"]
    last = own["date"].max()
    later = police[police["date"] > last]
    counts = later["subject"].value_counts().sort_index().sort_values(ascending=False)
    labels = record.labels
    return {
        "record.extremism.events": in_words(len(own)),
        "record.extremism.first": long_date(own["date"].min()),
        "record.extremism.last": long_date(last),
        "record.extremism.adjacent-last": (
            long_date(adjacent["date"].max()) if len(adjacent) else "none"
        ),
        "record.extremism.adjacent": in_words(len(adjacent)),
        "record.extremism.later-second": in_words(_second(record, later["event"])),
        "record.extremism.later": str(len(later)),
        "record.extremism.later-subject": str(labels[counts.index[0]]) if len(counts) else "none",
        "record.extremism.later-most": in_words(int(counts.iloc[0])) if len(counts) else "no",
    }


def _second(record: Record, events: pd.Series) -> int:
    """Of some events, those whose main subject the second coding has as violent extremism."""
    again = record.recoded_events
    own = again[again["event"].isin(events)]
    return int((own["subject"] == "violent_extremism").sum())


def stories() -> dict[str, str]:
    """Sets of as many events as were chosen, and which frames came first."""
    found: dict[str, str] = {}
    table = sampling_frame.paths(open_record())
    for row in table.itertuples(index=False):
        key = f"record.path.{slug(row.path)}.{slug(row.reading)}"
        found[key] = plain_percent(row.share)
        found[f"{key}.until"] = plain_percent(row.share_until)
    if len(table):
        found["record.sets"] = f"{table['sets'].iloc[0]:,}"
    for row in orders().itertuples(index=False):
        key = f"record.order.{row.one}.{row.other}.{slug(row.reading)}"
        found |= {
            key: percent(row.chance),
            f"{key}.range": interval(row.low, row.high),
            f"{key}.events": in_words(row.events),
            f"{key}.other-events": in_words(row.other_events),
        }
    for row in sampling_frame.order_checks(open_record()).itertuples(index=False):
        key = f"record.check.{slug(row.choice)}"
        found |= {
            key: percent(row.chance),
            f"{key}.range": interval(row.low, row.high),
            f"{key}.events": in_words(row.events),
        }
    for row in record_time.frames_by_period(open_record()).itertuples(index=False):
        key = f"record.share.{row.frame}.{slug(row.period)}.{slug(row.reading)}"
        found |= {
            key: percent(row.share),
            f"{key}.range": interval(row.low, row.high),
            f"{key}.of": f"{row.with_frame} of {row.events}",
        }
    return found


def places() -> dict[str, str]:
    """Towns of the events."""
    record = open_record()
    towns = event_map.town_counts(record)
    kinds = event_map.event_kinds(record)
    own = towns[towns["kind"] == event_map.TOWN]
    if own.empty:
        return {}
    two = own.head(2)
    return {
        "record.towns": in_words(len(own)),
        "record.towns.two": joined(two["town"]),
        "record.towns.two-share": percent(two["events"].sum() / own["events"].sum()),
        "record.towns.on-map": str(int(kinds[event_map.TOWN])),
        "record.towns.not-on-map": in_words(int(kinds.sum() - kinds[event_map.TOWN])),
    }


def reliability() -> dict[str, str]:
    """Agreement of the two codings."""
    record = open_record()
    found = {
        "record.recoded": str(len(record.recoded_events)),
        "record.recoded-from": str(int((~record.police["chosen"]).sum())),
    }
    for row in record_reliability.code_agreement(record).itertuples(index=False):
        found |= {
            f"record.agreement.{row.code}": f"{row.same} of {row.events}",
            f"record.kappa.{row.code}": decimal(row.kappa, 2),
            f"record.alpha.{row.code}": decimal(row.alpha, 2),
            f"record.alpha-range.{row.code}": f"{decimal(row.low, 2)} to {decimal(row.high, 2)}",
        }
    for row in record_reliability.tie_agreement(record).itertuples(index=False):
        key = slug(row.role)
        found |= {
            f"record.agreement.ties.{key}": decimal(row.agreement, 2),
            f"record.both.ties.{key}": str(row.both),
            f"record.differ.ties.{key}": in_words(row.one_only + row.other_only),
        }
    return found


def money() -> dict[str, str]:
    """Who pays, as far as is known."""
    record = open_record()
    found: dict[str, str] = {}
    for row in record_funding.funding_rates(record).itertuples(index=False):
        key = f"record.funded.{slug(row.group)}"
        found |= {
            f"{key}.named": str(row.named),
            f"{key}.none": str(row.none_named),
            f"{key}.unknown": str(row.unknown),
            f"{key}.events": str(row.events),
            f"{key}.whole": f"{row.named_whole} of {row.read_whole}",
            f"{key}.rate": percent(row.share_whole),
            f"{key}.range": interval(row.low, row.high),
            f"{key}.all": percent(row.share_all),
            f"{key}.most": percent(share(row.named + row.unknown, row.events)),
        }
    state = record_funding.funding_state(record)
    police = record.police[record.police["read_whole"]]
    for name, own in (("chosen", police[police["chosen"]]), ("others", police[~police["chosen"]])):
        named = int((state[own["event"]] == record_funding.NAMED).sum())
        found |= {
            f"record.funded.{name}": f"{in_words(named)} of {in_words(len(own))}",
            f"record.funded.{name}.range": interval(*jeffreys_interval(named, len(own))),
        }
    paid = record_funding.funded_events(record)
    by_frame = paid.drop_duplicates("event")["frame"].value_counts()
    for name in FRAMES:
        found[f"record.paid.{name}"] = in_words(int(by_frame.get(name, 0)))
    found["record.funders"] = in_words(paid["funder"].nunique())
    several = paid.groupby("funder")["event"].nunique()
    found["record.funders.several"] = joined(several[several > 1].index)
    return found


def actors() -> dict[str, str]:
    """Actors of the record: their numbers, turnover, roles and levels."""
    record = open_record()
    found: dict[str, str] = {}
    for row in record_time.turnover(record).itertuples(index=False):
        key = f"record.turnover.{slug(row.period)}"
        found[f"{key}.actors"] = str(row.actors)
        if pd.notna(row.came):
            found |= {
                f"{key}.came": str(row.came),
                f"{key}.came-range": f"{row.came_low:.0f} to {row.came_high:.0f}",
                f"{key}.stayed": str(row.stayed),
                f"{key}.left": str(row.left),
                f"{key}.jaccard": decimal(row.jaccard, 2),
            }
    changes = network.role_changes(record.graph)
    for name in CITED_ACTORS:
        own = changes[changes["actor"] == name]
        found[f"record.roles.{slug(name)}"] = "; ".join(
            f"{joined(role_mark(role).label.lower() for role in row.roles.split(', '))} "
            f"in {row.date.year}"
            for row in own.itertuples(index=False)
        )
    table = levels.frames_of_record(record)
    rights, security = table["rights"] > 0, table["security"] > 0
    found |= {
        "record.actors.merged": str(len(table)),
        "record.actors.rights": str(int(rights.sum())),
        "record.actors.security": str(int(security.sum())),
        "record.actors.both": str(int((rights & security).sum())),
    }
    return found


def names(study: Study) -> dict[str, str]:
    """Names that look alike, and how well mentions were put together."""
    decided = who_is_who.decided_names(open_record())
    expected, found = who_is_who.mentions(study)
    score = who_is_who.b_cubed(expected, found)
    return {
        "names.similar": in_words(len(decided)),
        "names.same": in_words(int(decided["same"].sum())),
        "names.threshold": decimal(who_is_who.SIMILAR, 2),
        "names.mentions": str(len(expected)),
        "names.b-cubed": decimal(score.f1, 2),
    }


def places_in_networks(study: Study) -> dict[str, str]:
    """Who stands first in both networks, and how sure that is."""
    found: dict[str, str] = {}
    table = standing.standing(study)
    for row in standing.leaders(study).itertuples(index=False):
        name = "place" if row.network == standing.RELEASES else "record.place"
        key = f"{name}.{'with' if row.with_office else 'without'}.{slug(row.measure)}"
        found |= {
            f"{key}.first": row.first,
            f"{key}.value": percent(row.value),
            f"{key}.range": interval(row.low, row.high),
            f"{key}.p-first": percent(row.p_first),
            f"{key}.p-misread": percent(row.p_first_misread),
            f"{key}.second": row.second,
            f"{key}.second-p-first": percent(row.second_p_first),
            f"{key}.left-out-worst": in_words(int(row.left_out_worst)),
        }
        own = table[
            (table["network"] == row.network)
            & (table["with_office"] == row.with_office)
            & (table["measure"] == row.measure)
            & (table["actor"] == row.first)
        ]
        found[f"{key}.places"] = f"{own['rank_low'].iloc[0]} to {own['rank_high'].iloc[0]}"
    for name, network_name in (("place", standing.RELEASES), ("record.place", standing.RECORD)):
        own = table[table["network"] == network_name]
        if len(own):
            found |= {f"{name}.samples": f"{own['samples'].max():,}",
                      f"{name}.runs": f"{own['runs'].max():,}"}  # fmt: skip
    return found


def pairs_against_chance(study: Study) -> dict[str, str]:
    """Pairs of actors against three nulls, in both networks."""
    own, record_pairs = (
        standing.pairs(study, name) for name in (standing.RELEASES, standing.RECORD)
    )
    ties, events, _ = standing.ties_and_events(study, standing.RELEASES)
    actors_of_releases = ties["node"].nunique()
    record_ties, _, _ = standing.ties_and_events(study, standing.RECORD)
    counts = record_ties.groupby("node")["release"].nunique()
    tested = int((counts >= standing.PAIRED_FROM).sum())
    found = {
        "pairs.sharing": str(len(own)),
        "pairs.tested": f"{math.comb(actors_of_releases, 2):,}",
        "pairs.smallest-both": decimal(exact_margins_smallest_p(incidence(ties, events)), 2),
        "pairs.draws": f"{standing.RELEASE_DRAWS:,}",
        "record.pairs.actors": str(tested),
        "record.pairs.tested": f"{math.comb(tested, 2):,}",
        "record.pairs.from": in_words(standing.PAIRED_FROM),
        "record.pairs.draws": f"{standing.RECORD_DRAWS:,}",
        "record.pairs.draws-needed": f"{draws_needed(math.comb(tested, 2)):,}",
    }
    every = standing.all_record_pairs()
    found["record.pairs.all.tested"] = f"{math.comb(len(counts), 2):,}"
    for name in ("fixed_rows", "expected_degrees"):
        passed = len(backbone(every, name))
        found[f"record.pairs.all.{slug(name)}"] = in_words(passed) if passed else "none"
    for name in NULLS:
        found[f"record.pairs.{slug(name)}"] = in_words(len(backbone(record_pairs, name)))
    chosen = passing(record_pairs, NULLS)
    common = sorted(chosen[["actor", "other_actor"]].itertuples(index=False, name=None))
    found |= _within_their_subject(record_ties, chosen)
    found |= {
        "record.pairs.all-nulls": in_words(len(common)),
        "record.pairs.members": joined(sorted({actor for pair in common for actor in pair})),
    }
    dates = [
        record_ties[record_ties["node"].isin(pair)].groupby("release")["node"].nunique()
        for pair in common
    ]
    shared = sorted({event for own in dates for event in own[own == 2].index})
    if shared:
        about = open_record().events.set_index("event").loc[shared]
        labels = open_record().labels
        found |= {
            "record.pairs.events": in_words(len(shared)),
            "record.pairs.years": f"{about['year'].min()} to {about['year'].max()}",
            "record.pairs.subjects": joined(sorted(set(about["subject"].map(labels)))),
        }
    return found


@lru_cache(maxsize=1)
def of_record() -> dict[str, str]:
    """All numbers that are the same whatever releases are studied."""
    found: dict[str, str] = {}
    for part in (frame, stories, places, reliability, money, actors):
        found |= part()
    return found


def _within_their_subject(ties: pd.DataFrame, common: pd.DataFrame) -> dict[str, str]:
    """The pairs that pass every null, among the events of the one subject at which they meet.

    Nothing where they meet at events of several subjects.
    """
    subjects = open_record().events.set_index("event")["subject"]
    members = set(common[["actor", "other_actor"]].to_numpy().ravel())
    own = ties[ties["node"].isin(members)].drop_duplicates(["node", "release"])
    met = own.groupby("release")["node"].nunique()
    at = set(subjects[met[met > 1].index])
    if len(at) != 1:
        return {}
    events = list(subjects.index[subjects.isin(at)])
    inside = pair_nulls(incidence(ties[ties["release"].isin(events)], events), draws=0)
    keyed = inside.set_index(["actor", "other_actor"])["p_expected_degrees"]
    pairs = common[["actor", "other_actor"]].itertuples(index=False, name=None)
    return {
        "record.pairs.within": joined(decimal(keyed[pair], 2) for pair in pairs),
        "record.pairs.within.events": str(len(events)),
        "record.pairs.of-all-members": in_words(int((met == len(members)).sum())),
    }


PARTS = (lambda study: of_record(), names, places_in_networks, pairs_against_chance)
