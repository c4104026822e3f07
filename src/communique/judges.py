"""How claims are judged: by what stands in the texts, by an interval, or by a test."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from scipy.stats import hypergeom

from communique import comparisons, network, record_funding, sampling_frame, standing
from communique.contrast import contrast_intervals, frame_balance, share_difference
from communique.multiverse import Universe, universes
from communique.nulls import NULLS, passing
from communique.overlap import theme_overlap
from communique.record import open_record
from communique.resampling import resampled_shares
from communique.shares import CONFIDENCE, QUESTION, QUESTION_FRAMES, jeffreys_interval
from communique.trend import ALPHA, smallest_split_p, trend
from communique.wording import decimal, in_words, interval, percent, plain_percent, points

if TYPE_CHECKING:
    from communique.study import Study

HOLDS, FAILS, OPEN = "holds", "does not hold", "cannot be told"

RIGHTS, EXTREMISM = QUESTION
TRAINING = "capacity_building"


class Judged(NamedTuple):
    """What was found: verdict, the number with its interval, and both in words."""

    verdict: str
    value: float
    low: float
    high: float
    words: str


# ---------------------------------------------------------------------- how claims are judged


def _by_interval(value: float, low: float, high: float) -> str:
    """Positive with its whole interval, negative with its whole interval, or undecided."""
    return HOLDS if low > 0 else FAILS if high < 0 else OPEN


def rises(theme: str) -> Callable[[Study], Judged]:
    """The last release has a larger share of a theme than the first."""

    def judge(study: Study) -> Judged:
        value, low, high = share_difference(study.theme_flags, *_ends(study), theme)
        return Judged(_by_interval(value, low, high), value, low, high, points(value, low, high))

    return judge


def falls(theme: str) -> Callable[[Study], Judged]:
    """The last release has a smaller share of a theme than the first."""

    def judge(study: Study) -> Judged:
        value, low, high = share_difference(study.theme_flags, *_ends(study), theme)
        return Judged(_by_interval(-value, -high, -low), value, low, high, points(value, low, high))

    return judge


def _ends(study: Study) -> tuple[str, str]:
    assert study.ends is not None
    return study.ends


def balance_moves(study: Study) -> Judged:
    """The declared contrast, by all four kinds of interval."""
    table = contrast_intervals(study.theme_flags, *_ends(study)).set_index("method")
    value, low, high = table.loc["draws", ["estimate", "low", "high"]]
    verdicts = {_by_interval(row.estimate, row.low, row.high) for row in table.itertuples()}
    verdict = verdicts.pop() if len(verdicts) == 1 else OPEN
    return Judged(verdict, value, low, high, points(value, low, high))


def still_there(study: Study) -> Judged:
    """Whether the last release speaks of human rights."""
    own = study.theme_flags[study.theme_flags["release"] == _ends(study)[1]]
    hits = int(own[RIGHTS].sum())
    low, high = jeffreys_interval(hits, len(own))
    words = f"{hits} of {len(own)} sentences ({interval(low, high)})"
    return Judged(HOLDS if hits else FAILS, hits / len(own), low, high, words)


def no_longer_beside(study: Study) -> Judged:
    """Whether no sentence of the last release speaks of both themes of the question."""
    own = study.theme_flags[study.theme_flags["release"] == _ends(study)[1]]
    subject = own[own[EXTREMISM]]
    both = int(subject[RIGHTS].sum())
    low, high = jeffreys_interval(both, len(subject))
    words = f"{both} of {len(subject)} sentences on extremism speak of rights"
    share = both / len(subject) if len(subject) else math.nan
    verdict = FAILS if both else HOLDS if len(subject) else OPEN
    return Judged(verdict, share, low, high, f"{words} ({interval(low, high)})")


def meet_by_more_than_chance(study: Study) -> Judged:
    """The joint count of the two themes against shuffled flags."""
    row = theme_overlap(study.theme_flags, list(study.releases["release"]), QUESTION).iloc[0]
    verdict = HOLDS if row["p_more"] <= ALPHA else FAILS if row["p_fewer"] <= ALPHA else OPEN
    words = (
        f"p = {decimal(row['p_more'], 2)}; the smallest possible is {decimal(row['smallest_p'], 2)}"
    )
    return Judged(verdict, float(row["p_more"]), math.nan, math.nan, words)


def falls_each_time(study: Study) -> Judged:
    """Whether the share of human rights falls from each release to the next."""
    shares = universes(study)[0].series(RIGHTS)
    steps = [later < earlier for earlier, later in itertools.pairwise(shares)]
    words = f"it falls in {in_words(sum(steps))} of {in_words(len(steps))} steps"
    return Judged(
        HOLDS if all(steps) else FAILS, sum(steps) / len(steps), math.nan, math.nan, words
    )


def declines(study: Study) -> Judged:
    """The exact trend test of human rights."""
    dated = study.theme_shares.dropna(subset=["date", "share"])
    own = dated[dated["theme"] == RIGHTS].sort_values(["date", "release"])
    found = trend(list(own["date"]), list(own["share"]))
    verdict = OPEN if not found.p <= ALPHA else HOLDS if found.s < 0 else FAILS
    words = f"p = {decimal(found.p, 2)}; the smallest possible is {decimal(found.smallest_p, 2)}"
    return Judged(verdict, found.p, math.nan, math.nan, words)


def frames_turn(study: Study) -> Judged:
    """By a sign test at either end: the interval of a ratio to nothing would hang on its prior."""
    rights, security = map(study.themes_of, QUESTION_FRAMES)
    table = frame_balance(study.theme_flags, _ends(study), rights, security)
    first, last = table.itertuples(index=False)
    sure = first.p <= ALPHA and last.p <= ALPHA
    turned = first.log_ratio > 0 > last.log_ratio
    verdict = (HOLDS if turned else FAILS) if sure else OPEN
    words = (
        f"rights to security {first.one} to {first.other} sentences in the first release "
        f"(p = {decimal(first.p, 2)}), {last.one} to {last.other} in the last "
        f"(p = {decimal(last.p, 2)})"
    )
    return Judged(verdict, last.log_ratio - first.log_ratio, math.nan, math.nan, words)


def lead_changes(study: Study) -> Judged:
    """Share of resamples in which no theme leads two releases in a row."""
    subjects = study.themes.loc[study.themes["frame"] != "", "theme"]
    releases = list(study.releases["release"])
    drawn = resampled_shares(study.theme_flags, releases, list(subjects))
    leading = (drawn == drawn.max(axis=2, keepdims=True)) & (drawn > 0)
    again = (leading[:, 1:] & leading[:, :-1]).any(axis=(1, 2))
    holds = float(1 - again.mean())
    true = no_lead_twice(universes(study)[0])
    verdict = OPEN if holds < CONFIDENCE else HOLDS
    words = f"so in {percent(holds)} of resampled texts"
    return Judged(verdict if true else FAILS, holds, math.nan, math.nan, words)


def no_lead_twice(universe: Universe) -> bool:
    """No subject has the largest share in two releases running; an absent one never leads."""
    shares = universe.shares()[:, universe.subjects()]
    leading = (shares == shares.max(axis=1, keepdims=True)) & (shares > 0)
    return not (leading[1:] & leading[:-1]).any()


def extremism_leads(study: Study) -> Judged:
    """Violent extremism against the other subject that is in most sentences of the last release."""
    last = _ends(study)[1]
    own = study.theme_flags[study.theme_flags["release"] == last]
    subjects = study.themes.loc[study.themes["frame"] != "", "theme"]
    counts = own[[theme for theme in subjects if theme != EXTREMISM]].sum()
    rival = str(counts.idxmax())
    drawn = resampled_shares(own, [last], [EXTREMISM, rival])[:, 0]
    value = float(own[EXTREMISM].mean() - own[rival].mean())
    low, high = np.percentile(drawn[:, 0] - drawn[:, 1], [2.5, 97.5])
    label = study.theme_labels[rival]
    words = f"{points(value, low, high)} against {label[0].lower()}{label[1:]}"
    return Judged(_by_interval(value, low, high), value, float(low), float(high), words)


def always(theme: str) -> Callable[[Study], Judged]:
    """Every release has a sentence on a theme."""

    def judge(study: Study) -> Judged:
        own = study.theme_shares[study.theme_shares["theme"] == theme]
        least = own.loc[own["share"].idxmin()]
        words = f"at least {least['sentences_with_theme']} of {least['sentences']} sentences"
        low, high = jeffreys_interval(least["sentences_with_theme"], least["sentences"])
        return Judged(HOLDS if least["share"] > 0 else FAILS, least["share"], low, high, words)

    return judge


def some_have_a_funder(study: Study) -> Judged:
    """Some releases name a funder, and some do not."""
    money = network.funding(network.graph_of(study))
    funded, events = money.loc[money["funder"] != "", "release"].nunique(), len(study.events)
    words = f"{funded} of {events} releases name a funder"
    return Judged(
        HOLDS if 0 < funded < events else FAILS, funded / events, math.nan, math.nan, words
    )


def words_differ(study: Study) -> Judged:
    """The distance of the first and last release against deals of their sentences."""
    pairs = comparisons.distances(study).set_index(["release", "other_release"])
    own = pairs.loc[_ends(study)]
    value, low, high = (float(own[name]) for name in ("distance", "null_low", "null_high"))
    band = f"{decimal(low, 2)} to {decimal(high, 2)}"
    words = f"distance {decimal(value, 2)}, against {band}; p = {decimal(own['p'], 2)}"
    return Judged(HOLDS if own["p"] <= ALPHA else OPEN, value, math.nan, math.nan, words)


def roles_change(study: Study) -> Judged:
    """Whether some actor has not the same roles in all its events."""
    graph = network.graph_of(study)
    changing = network.role_changes(graph)["actor"].nunique()
    actors = len(network.node_set(graph, network.ACTOR))
    words = f"{in_words(changing)} of {actors} actors"
    share = changing / actors if actors else math.nan
    return Judged(HOLDS if changing else FAILS, share, math.nan, math.nan, words)


def pairs_beyond_chance(study: Study) -> Judged:
    """Each pair of organisers by the hypergeometric test, adjusted for their number."""
    graph = network.graph_of(study)
    events = len(study.events)
    of = {
        event: set(network.actors_in_role(graph, event, "organizer"))
        for event in network.node_set(graph, network.EVENT)
    }
    actors = sorted(set().union(*of.values()))
    pairs = list(itertools.combinations(actors, 2))
    tests = [
        float(
            hypergeom.sf(
                sum({one, other} <= own for own in of.values()) - 1,
                events,
                sum(one in own for own in of.values()),
                sum(other in own for own in of.values()),
            )
        )
        for one, other in pairs
    ]
    best = min([1.0, *(p * len(pairs) for p in tests)])
    smallest = smallest_split_p(events) * max(1, len(pairs))
    words = (
        f"best p of {len(pairs)} pairs, adjusted: {decimal(best, 2)}; "
        f"the smallest that {in_words(events)} events could reach: {decimal(min(1.0, smallest), 2)}"
    )
    return Judged(HOLDS if best <= ALPHA else OPEN, best, math.nan, math.nan, words)


# ---------------------------------------------------------------------- what is true of counts


def turns(universe: Universe) -> bool:
    """Rights have more units than security in the first release, and fewer in the last."""
    rights, security = (
        [place for place, frame in enumerate(universe.frames) if frame == wanted]
        for wanted in QUESTION_FRAMES
    )
    first, last = (
        (end[:, rights].any(axis=1).sum(), end[:, security].any(axis=1).sum())
        for end in (universe.flags[0], universe.flags[-1])
    )
    return bool(first[0] > first[1] and last[0] < last[1])


def leads_last(universe: Universe) -> bool:
    """Violent extremism has a larger share of the last release than any other subject."""
    shares = universe.shares()[-1]
    own = universe.themes.index(EXTREMISM)
    return bool(all(shares[own] > shares[other] for other in universe.subjects() if other != own))


# ---------------------------------------------------------------------- of the wider record


def comes_before(one: str, other: str) -> Callable[[Study], Judged]:
    """Police events of one frame or subject are dated before those of another.

    The same must be shown under every reading, and for rights and security with each choice of
    `sampling_frame.order_checks` made otherwise.
    """

    def judge(_: Study) -> Judged:
        found: list[Mapping[str, float]] = [
            sampling_frame.order_of(open_record(), one, other, reading)
            for reading in sampling_frame.READINGS
        ]
        first = found[0]
        if (one, other) == ("rights", "security"):
            found += sampling_frame.order_checks(open_record()).to_dict("records")
        verdicts = {_by_interval(*(own[key] - 0.5 for key in ("chance", "low", "high")))
                    for own in found}  # fmt: skip
        chance, low, high = first["chance"], first["low"], first["high"]
        words = f"{percent(chance)} of pairs ({interval(low, high)})"
        least = min(found, key=lambda own: own["chance"])
        if least is not first:
            words += f"; at the least {percent(least['chance'])} "
            words += f"({interval(least['low'], least['high'])})"
        return Judged(verdicts.pop() if len(verdicts) == 1 else OPEN, chance, low, high, words)

    return judge


def any_set_would_tell(path: str) -> Callable[[Study], Judged]:
    """At least half of all sets of as many police events tell a story, under every reading."""

    def judge(_: Study) -> Judged:
        table = sampling_frame.paths(open_record())
        shares = table.loc[table["path"] == path, "share"]
        most, least = float(shares.max()), float(shares.min())
        verdict = HOLDS if least >= 0.5 else FAILS if most < 0.5 else OPEN
        words = f"{plain_percent(least)} to {plain_percent(most)} of all sets"
        return Judged(verdict, most, math.nan, math.nan, words)

    return judge


def name_funders_more_often(_: Study) -> Judged:
    """The chosen releases name a funder more often than other police releases read whole.

    Given the hypergeometric probability of so many among the chosen. The question came up while
    counting, so that a small p lets the claim stay open, and never makes it hold.
    """
    record = open_record()
    police = record.police[record.police["read_whole"]]
    named = record_funding.funding_state(record)[police["event"]] == record_funding.NAMED
    chosen = police["chosen"].to_numpy()
    hits = int(named.to_numpy()[chosen].sum())
    law = hypergeom(len(police), int(named.sum()), int(chosen.sum()))
    p, fewer = float(law.sf(hits - 1)), float(law.cdf(hits))
    words = (
        f"{hits} of {int(chosen.sum())} against {int(named.sum()) - hits} of "
        f"{int((~chosen).sum())}; p = {decimal(p, 3)}"
    )
    return Judged(FAILS if fewer <= ALPHA else OPEN, p, math.nan, math.nan, words)


def pairs_pass(study: Study) -> Judged:
    """Some pairs of the record share more events than all three nulls allow, in both families."""
    frequent = standing.pairs(study, standing.RECORD)
    every = standing.all_record_pairs()
    common = len(passing(frequent, NULLS))
    whole = len(passing(every, ("fixed_rows", "expected_degrees")))
    words = f"pairs that pass: {common} of frequent actors, {whole} of all actors"
    verdict = HOLDS if common and whole else OPEN
    return Judged(verdict, float(common), math.nan, math.nan, words)
