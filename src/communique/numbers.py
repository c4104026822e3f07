"""Every number that prose prints, as a formatted text under a key.

Pages hold no typed numbers: they ask for a key. A number that changes with the data changes on the
page; a key that no longer exists fails the build.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pandas as pd

from communique import network, record_numbers, theme_numbers, validation
from communique.figures.style import role_mark
from communique.shares import jeffreys_interval
from communique.trend import releases_needed, smallest_split_p
from communique.wording import (
    decimal,
    in_words,
    interval,
    joined,
    long_date,
    percent,
    slug,
)

if TYPE_CHECKING:
    from communique.study import Study


@lru_cache(maxsize=8)
def numbers(study: Study) -> dict[str, str]:
    """All numbers of a study, by key.

    Keys of theme shares have the form ``share.THEME.first`` (also ``last``, and the release's id);
    the same with ``range``, ``hits`` and ``of`` for interval, sentences with the theme, and all
    counted sentences.
    """
    found: dict[str, str] = {}
    for part in _PARTS:
        found |= part(study)
    return dict(sorted(found.items()))


def _corpus(study: Study) -> dict[str, str]:
    releases, sentences = study.releases, study.sentences
    dates = releases["date"].dropna().sort_values()
    gaps = dates.diff().dropna()
    counted = sentences[sentences["counted"]]
    found = {
        "releases": str(len(releases)),
        "releases.words": in_words(len(releases)),
        "releases.Words": in_words(len(releases)).capitalize(),
        "sentences": f"{len(counted):,}",
        "sentences.printed": f"{len(sentences):,}",
        "sentences.fewest": str(releases["sentences"].min()),
        "sentences.most": str(releases["sentences"].max()),
        "sentences.quoted": str(int(counted["quoted"].sum())),
        "sentences.quoted.share": percent(counted["quoted"].mean()),
        "sentences.repeated": str(int(sentences["repeated"].sum())),
        "sentences.repeated.words": in_words(int(sentences["repeated"].sum())),
        "words": f"{int(releases['words'].sum()):,}",
        "one-sentence.most": percent(1 / releases["sentences"].min()),
        "one-sentence.least": percent(1 / releases["sentences"].max()),
        "period": "undated" if dates.empty else f"{dates.iloc[0].year} to {dates.iloc[-1].year}",
        "gap.longest": "none" if gaps.empty else f"{decimal(gaps.max().days / 365.25)} years",
    }
    for row in releases.itertuples(index=False):
        found |= _about_release(row, row.release)
    if len(releases):
        found |= _about_release(releases.iloc[0], "first")
        found |= _about_release(releases.iloc[-1], "last")
    return found


def _about_release(row: Any, key: str) -> dict[str, str]:
    return {
        f"date.{key}": long_date(row.date),
        f"year.{key}": "undated" if pd.isna(row.date) else str(row.date.year),
        f"sentences.{key}": str(row.sentences),
        f"words.{key}": f"{row.words:,}",
        f"repeated.{key}": in_words(row.repeated_sentences),
    }


def _events(study: Study) -> dict[str, str]:
    events = study.events
    people, days = events["participants"].dropna(), events["duration_days"].dropna()
    places = events["event_place"].dropna()
    elsewhere = events.dropna(subset=["dateline_place", "event_place"])
    elsewhere = elsewhere[elsewhere["dateline_place"] != elsewhere["event_place"]]
    return {
        "events.with-participants": in_words(len(people)),
        "events.participants.fewest": str(people.min()) if len(people) else "none",
        "events.participants.most": str(people.max()) if len(people) else "none",
        "events.participants.total": f"{int(people.sum()):,}",
        "events.with-duration": in_words(len(days)),
        "events.days.fewest": in_words(int(days.min())) if len(days) else "none",
        "events.days.most": in_words(int(days.max())) if len(days) else "none",
        "events.places": joined(sorted(set(places))),
        "events.elsewhere": in_words(len(elsewhere)),
        "events.date-in-body": in_words(int((events["date_basis"] == "body").sum())),
        "events.values": f"{len(study.event_evidence):,}",
    }


def _ties(study: Study) -> dict[str, str]:
    ties = study.ties
    graph = network.graph_of(study)
    merged = network.merge_successions(ties, study.actors)
    found = {
        "ties": str(len(ties)),
        "ties.quotation": in_words(int((ties["evidence"] == "quotation").sum())),
        "ties.unresolved": in_words(int((~ties["resolved"]).sum())),
        "actors": str(merged["node"].nunique()),
        "actors.words": in_words(merged["node"].nunique()),
        "actors.changing": in_words(network.role_changes(graph)["actor"].nunique()),
    }
    for actor, own in network.role_changes(graph).groupby("actor"):
        found[f"roles.{slug(actor)}"] = "; ".join(
            f"{joined(_role_words(row.roles))} in {row.date.year}"
            for row in own.itertuples(index=False)
        )
    for role, own in merged.groupby("role"):
        found[f"ties.{role}"] = str(len(own))
        found[f"actors.{role}"] = in_words(own["node"].nunique())
        found[f"events.{role}"] = in_words(own["release"].nunique())
    return found


def _role_words(roles: str) -> list[str]:
    return [role_mark(role).label.lower() for role in roles.split(", ")]


def _network(study: Study) -> dict[str, str]:
    graph = network.graph_of(study)
    summary = network.actor_summary(graph)
    pairs = network.co_organiser_ties(graph)
    money = network.funding(graph)
    named = money[money["funder"] != ""]
    events = len(network.node_set(graph, network.EVENT))
    funded = named["release"].nunique()
    both = named[named["same_actor"]]
    found = {
        "network.actors.once": in_words(int((summary["events"] == 1).sum())),
        "network.actors.several": in_words(int((summary["events"] > 1).sum())),
        "network.co-organiser-ties": in_words(len(pairs)),
        "network.events-needed": in_words(releases_needed(smallest_split_p)),
        "network.smallest-p": decimal(smallest_split_p(events), 2),
        "funding.events": in_words(funded),
        "funding.events.none": in_words(events - funded),
        "funding.Events.none": in_words(events - funded).capitalize(),
        "funding.range": interval(*jeffreys_interval(funded, events)),
        "funding.funders": joined(sorted(set(named["funder"]))),
        "funding.same-actor": in_words(both["release"].nunique()),
    }
    if len(summary):
        top = summary.iloc[0]
        found |= {"network.top": top["names"], "network.top.events": in_words(top["events"])}
    if len(summary) > 1:
        second = summary.iloc[1:][summary.iloc[1:]["events"] == summary.iloc[1]["events"]]
        found |= {
            "network.second": joined(second["actor"]),
            "network.second.events": in_words(int(second["events"].iloc[0])),
        }
    if len(pairs):
        best = pairs.iloc[0]
        found |= {
            "network.pair": f"{best['actor']} and {best['other_actor']}",
            "network.pair.events": in_words(int(best["events"])),
            "network.pair.weight": decimal(best["weight"]),
        }
    return found


def _validation(study: Study) -> dict[str, str]:
    """Scores of the reading of ties and facts, and how much they were measured on."""
    outcomes, facts = validation.outcomes(study), validation.facts(study)
    scores = validation.tie_scores(outcomes)
    found: dict[str, str] = {}
    first = validation.first_contacts()
    for row in first.dropna(subset=["of"]).itertuples(index=False):
        key = f"{slug(row.set)}.{slug(row.what)}"
        found[f"validation.first.{key}"] = f"{row.right} of {row.of}"
    for one in validation.first_contact_sets().dropna(subset=["f1"]).itertuples(index=False):
        key = slug(str(one.set))
        found[f"validation.f1-first.{key}"] = decimal(one.f1, 2)
        found[f"validation.f1-first.{key}.organizer-and-funder"] = decimal(one.f1_together, 2)
    for row in scores.itertuples(index=False):
        key = f"{slug(row.set)}.{slug(row.role)}"
        found |= {
            f"validation.f1.{key}": decimal(row.f1, 2),
            f"validation.right.{key}": str(row.right),
            f"validation.expected.{key}": str(row.right + row.missed),
            f"validation.precision.{key}": percent(row.precision),
            f"validation.precision-range.{key}": interval(row.precision_low, row.precision_high),
            f"validation.recall.{key}": percent(row.recall),
            f"validation.recall-range.{key}": interval(row.recall_low, row.recall_high),
        }
    for row in validation.fact_scores(facts).itertuples(index=False):
        key = f"{slug(row.set)}.{slug(row.field)}"
        found[f"validation.fact.{key}"] = f"{row.right} of {row.releases}"
    for name, own in facts.groupby("set"):
        found[f"validation.releases.{slug(str(name))}"] = str(own["release"].nunique())
    found["validation.errors"] = str(len(validation.errors(study)))
    titles = validation.title_verdicts(study).set_index("role")
    for row in titles.itertuples():
        key = slug(str(row.Index))
        found |= {
            f"titles.ties.{key}": str(row.ties),
            f"titles.same.{key}": str(row.same),
            f"titles.other-role.{key}": str(row.other_role),
            f"titles.neither.{key}": str(row.neither),
        }
    return found


def _succession(study: Study) -> dict[str, str]:
    """The names of the publishing office in these releases, and the days of its renaming."""
    named = network.offices(study.ties, study.actors).drop_duplicates("office")
    changes = named["office_from"].iloc[1:]
    found = {
        "office.names": in_words(len(named)),
        "office.list": joined(named["office"]),
    }
    for number, day in enumerate(changes, start=1):
        found[f"office.change.{number}"] = long_date(day)
    return found


_PARTS: tuple[Callable[[Any], dict[str, str]], ...] = (
    _corpus,
    _events,
    _ties,
    _succession,
    _network,
    theme_numbers.themes,
    theme_numbers.contrast,
    theme_numbers.overlap,
    theme_numbers.words,
    theme_numbers.robustness,
    theme_numbers.agreement,
    *record_numbers.PARTS,
    _validation,
)
