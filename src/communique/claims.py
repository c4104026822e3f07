"""The ledger of claims: every finding with its number, its doubt, and how it fares recounted.

A claim says something about the releases. It is judged each time the book is built, by a function,
and the tests compare the verdict with the one that the book was written for. Claims that turned out
false or undecidable stay in the ledger.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from scipy.stats import hypergeom

from communique import comparisons, network
from communique.contrast import contrast_intervals, frame_balance, share_difference
from communique.multiverse import (
    Universe,
    share_that_hold,
    universes,
    universes_without_an_indicator,
)
from communique.overlap import theme_overlap
from communique.resampling import resampled_shares
from communique.shares import CONFIDENCE, QUESTION, jeffreys_interval
from communique.trend import ALPHA, rising_minus_falling, smallest_split_p, trend
from communique.wording import decimal, in_words, interval, percent, points

if TYPE_CHECKING:
    from communique.study import Study

HOLDS, FAILS, OPEN = "holds", "does not hold", "cannot be told"

RIGHTS, EXTREMISM = QUESTION
TRAINING = "capacity_building"
RIGHTS_FRAME, SECURITY_FRAME = "rights", "security"


class Judged(NamedTuple):
    """What was found: verdict, the number with its interval, and both in words."""

    verdict: str
    value: float
    low: float
    high: float
    words: str


@dataclass(frozen=True)
class Claim:
    """One claim.

    Parameters
    ----------
    id : str
        Stays, so that others can cite it.
    head, sentence : str
        The claim in few words and in full; ``{keys}`` are filled in from `numbers`.
    verdict : str
        The verdict for which the book was written; the tests compare.
    judge : study -> Judged
    figure : str
        The figure that shows it.
    page : str
        The chapter that argues it.
    front : bool
        Whether the front page has it.
    true_in : universe -> bool, optional
        Whether the statement is true of the counts in one way of counting; without it the claim
        is not about themes.
    themes : tuple of theme ids
        The themes whose indicators are left out one by one; none stands for all themes.
    """

    id: str
    head: str
    sentence: str
    verdict: str
    judge: Callable[[Study], Judged]
    figure: str
    page: str
    front: bool = False
    true_in: Callable[[Universe], bool] | None = None
    themes: tuple[str, ...] = ()


COLUMNS = ["claim", "head", "front", "verdict", "expected", "value", "low", "high", "words",
           "universes", "true_in", "universes_left_out", "true_left_out", "releases",
           "true_without_release", "figure", "page"]  # fmt: skip


@lru_cache(maxsize=4)
def ledger(study: Study) -> pd.DataFrame:
    """Every claim, judged: one row a claim in the order of the list.

    ``true_in`` of ``universes`` ways of counting the statement is true, ``true_left_out`` of
    ``universes_left_out`` when one indicator of the claim's own themes is left out besides,
    ``true_without_release`` of ``releases`` when one release is left out. Missing for claims that
    are not about themes.
    """
    rows = []
    for claim in CLAIMS if study.ends else ():
        found = claim.judge(study)
        rows.append(
            {
                "claim": claim.id,
                "head": claim.head,
                "front": claim.front,
                "verdict": found.verdict,
                "expected": claim.verdict,
                "value": found.value,
                "low": found.low,
                "high": found.high,
                "words": found.words,
                **_fragility(claim, study),
                "figure": claim.figure,
                "page": claim.page,
            }
        )
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(COLUMNS[9:15], "Int64"))


def _fragility(claim: Claim, study: Study) -> dict[str, int]:
    if claim.true_in is None:
        return {}
    found = universes(study)
    left_out = tuple(
        one
        for one in universes_without_an_indicator(study)
        if not claim.themes or (one.left_out and one.left_out.theme in claim.themes)
    )
    rest = tuple(found[0].without(place) for place in range(len(study.releases)))
    names = ("true_in", "true_left_out", "true_without_release")
    totals = ("universes", "universes_left_out", "releases")
    counts: dict[str, int] = {}
    for name, total, group in zip(names, totals, (found, left_out, rest), strict=True):
        counts[total] = len(group)
        counts[name] = round(share_that_hold(group, claim.true_in) * len(group)) if group else 0
    return counts


def find_claim(claim_id: str) -> Claim:
    """The claim with this id; `KeyError` if there is none."""
    return next(claim for claim in CLAIMS if claim.id == claim_id)


# ---------------------------------------------------------------------- how claims are judged


def _by_interval(value: float, low: float, high: float) -> str:
    """Positive with its whole interval, negative with its whole interval, or undecided."""
    return HOLDS if low > 0 else FAILS if high < 0 else OPEN


def _rises(theme: str) -> Callable[[Study], Judged]:
    """The last release has a larger share of a theme than the first."""

    def judge(study: Study) -> Judged:
        value, low, high = share_difference(study.theme_flags, *_ends(study), theme)
        return Judged(_by_interval(value, low, high), value, low, high, points(value, low, high))

    return judge


def _falls(theme: str) -> Callable[[Study], Judged]:
    """The last release has a smaller share of a theme than the first."""

    def judge(study: Study) -> Judged:
        value, low, high = share_difference(study.theme_flags, *_ends(study), theme)
        return Judged(_by_interval(-value, -high, -low), value, low, high, points(value, low, high))

    return judge


def _ends(study: Study) -> tuple[str, str]:
    assert study.ends is not None
    return study.ends


def _balance_moves(study: Study) -> Judged:
    table = contrast_intervals(study.theme_flags, *_ends(study)).set_index("method")
    value, low, high = table.loc["draws", ["estimate", "low", "high"]]
    verdicts = {_by_interval(row.estimate, row.low, row.high) for row in table.itertuples()}
    verdict = verdicts.pop() if len(verdicts) == 1 else OPEN
    return Judged(verdict, value, low, high, points(value, low, high))


def _still_there(study: Study) -> Judged:
    own = study.theme_flags[study.theme_flags["release"] == _ends(study)[1]]
    hits = int(own[RIGHTS].sum())
    low, high = jeffreys_interval(hits, len(own))
    words = f"{hits} of {len(own)} sentences ({interval(low, high)})"
    return Judged(HOLDS if hits else FAILS, hits / len(own), low, high, words)


def _no_longer_beside(study: Study) -> Judged:
    own = study.theme_flags[study.theme_flags["release"] == _ends(study)[1]]
    subject = own[own[EXTREMISM]]
    both = int(subject[RIGHTS].sum())
    low, high = jeffreys_interval(both, len(subject))
    words = f"{both} of {len(subject)} sentences on extremism speak of rights"
    share = both / len(subject) if len(subject) else math.nan
    verdict = FAILS if both else HOLDS if len(subject) else OPEN
    return Judged(verdict, share, low, high, f"{words} ({interval(low, high)})")


def _meet_by_more_than_chance(study: Study) -> Judged:
    row = theme_overlap(study.theme_flags, list(study.releases["release"]), QUESTION).iloc[0]
    verdict = HOLDS if row["p_more"] <= ALPHA else FAILS if row["p_fewer"] <= ALPHA else OPEN
    words = (
        f"p = {decimal(row['p_more'], 2)}; the smallest possible is {decimal(row['smallest_p'], 2)}"
    )
    return Judged(verdict, float(row["p_more"]), math.nan, math.nan, words)


def _falls_each_time(study: Study) -> Judged:
    shares = [universes(study)[0].share(RIGHTS, place) for place in range(len(study.releases))]
    steps = [later < earlier for earlier, later in itertools.pairwise(shares)]
    words = f"it falls in {in_words(sum(steps))} of {in_words(len(steps))} steps"
    return Judged(
        HOLDS if all(steps) else FAILS, sum(steps) / len(steps), math.nan, math.nan, words
    )


def _declines(study: Study) -> Judged:
    dated = study.theme_shares.dropna(subset=["date", "share"])
    own = dated[dated["theme"] == RIGHTS].sort_values(["date", "release"])
    found = trend(list(own["date"]), list(own["share"]))
    verdict = OPEN if not found.p <= ALPHA else HOLDS if found.s < 0 else FAILS
    words = f"p = {decimal(found.p, 2)}; the smallest possible is {decimal(found.smallest_p, 2)}"
    return Judged(verdict, found.p, math.nan, math.nan, words)


def _frames_turn(study: Study) -> Judged:
    """By a sign test at either end: the interval of a ratio to nothing would hang on its prior."""
    rights, security = _frames(study)
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


def _frames(study: Study) -> tuple[list[str], list[str]]:
    themes = study.themes
    groups = (
        themes.loc[themes["frame"] == name, "theme"] for name in (RIGHTS_FRAME, SECURITY_FRAME)
    )
    rights, security = (list(group) for group in groups)
    return rights, security


def _lead_changes(study: Study) -> Judged:
    """Share of resamples in which no theme leads two releases in a row."""
    subjects = study.themes.loc[study.themes["frame"] != "", "theme"]
    releases = list(study.releases["release"])
    drawn = resampled_shares(study.theme_flags, releases, list(subjects))
    leading = (drawn == drawn.max(axis=2, keepdims=True)) & (drawn > 0)
    again = (leading[:, 1:] & leading[:, :-1]).any(axis=(1, 2))
    holds = float(1 - again.mean())
    true = _no_lead_twice(universes(study)[0])
    verdict = OPEN if holds < CONFIDENCE else HOLDS
    words = f"so in {percent(holds)} of resampled texts"
    return Judged(verdict if true else FAILS, holds, math.nan, math.nan, words)


def _no_lead_twice(universe: Universe) -> bool:
    shares = universe.shares()[:, universe.subjects()]
    leading = (shares == shares.max(axis=1, keepdims=True)) & (shares > 0)
    return not (leading[1:] & leading[:-1]).any()


def _extremism_leads(study: Study) -> Judged:
    """Violent extremism against the other subject that is in most sentences of the last release."""
    last = _ends(study)[1]
    own = study.theme_flags[study.theme_flags["release"] == last]
    subjects = study.themes.loc[study.themes["frame"] != "", "theme"]
    counts = own[[theme for theme in subjects if theme != EXTREMISM]].sum()
    rival = str(counts.idxmax())
    drawn = resampled_shares(own, [last], [EXTREMISM, rival])[:, 0]
    value = float(own[EXTREMISM].mean() - own[rival].mean())
    low, high = np.percentile(drawn[:, 0] - drawn[:, 1], [2.5, 97.5])
    label = study.themes.set_index("theme").loc[rival, "label"]
    words = f"{points(value, low, high)} against {label[0].lower()}{label[1:]}"
    return Judged(_by_interval(value, low, high), value, float(low), float(high), words)


def _always(theme: str) -> Callable[[Study], Judged]:
    def judge(study: Study) -> Judged:
        own = study.theme_shares[study.theme_shares["theme"] == theme]
        least = own.loc[own["share"].idxmin()]
        words = f"at least {least['sentences_with_theme']} of {least['sentences']} sentences"
        low, high = jeffreys_interval(least["sentences_with_theme"], least["sentences"])
        return Judged(HOLDS if least["share"] > 0 else FAILS, least["share"], low, high, words)

    return judge


def _some_have_a_funder(study: Study) -> Judged:
    money = network.funding(network.graph_of(study))
    funded, events = money.loc[money["funder"] != "", "release"].nunique(), len(study.events)
    words = f"{funded} of {events} releases name a funder"
    return Judged(
        HOLDS if 0 < funded < events else FAILS, funded / events, math.nan, math.nan, words
    )


def _words_differ(study: Study) -> Judged:
    pairs = comparisons.distances(study).set_index(["release", "other_release"])
    own = pairs.loc[_ends(study)]
    value, low, high = (float(own[name]) for name in ("distance", "null_low", "null_high"))
    band = f"{decimal(low, 2)} to {decimal(high, 2)}"
    words = f"distance {decimal(value, 2)}, against {band}; p = {decimal(own['p'], 2)}"
    return Judged(HOLDS if own["p"] <= ALPHA else OPEN, value, math.nan, math.nan, words)


def _roles_change(study: Study) -> Judged:
    graph = network.graph_of(study)
    changing = network.role_changes(graph)["actor"].nunique()
    actors = len(network.node_set(graph, network.ACTOR))
    words = f"{in_words(changing)} of {actors} actors"
    share = changing / actors if actors else math.nan
    return Judged(HOLDS if changing else FAILS, share, math.nan, math.nan, words)


def _pairs_beyond_chance(study: Study) -> Judged:
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


def _all(universe: Universe) -> range:
    return range(len(universe.releases))


def _turns(universe: Universe) -> bool:
    rights, security = (
        [place for place, frame in enumerate(universe.frames) if frame == wanted]
        for wanted in (RIGHTS_FRAME, SECURITY_FRAME)
    )
    first, last = (
        (end[:, rights].any(axis=1).sum(), end[:, security].any(axis=1).sum())
        for end in (universe.flags[0], universe.flags[-1])
    )
    return bool(first[0] > first[1] and last[0] < last[1])


def _leads_last(universe: Universe) -> bool:
    shares = universe.shares()[-1]
    own = universe.themes.index(EXTREMISM)
    return bool(all(shares[own] > shares[other] for other in universe.subjects() if other != own))


# ---------------------------------------------------------------------- the claims

_THEMES, _WITHIN = "notebooks/themes_over_time", "notebooks/rights_within_extremism"
_SHARES, _QUESTION = "fig-theme-shares", "fig-question"

CLAIMS: tuple[Claim, ...] = (
    Claim(
        "extremism-enters",
        "Only the last of these releases speaks of violent extremism",
        "The first release speaks of it in {of.violent_extremism.first} sentences, the last in "
        "{of.violent_extremism.last}, those between in none. Other releases of the office spoke of "
        "it from {record.osce-95203} at the latest.",
        HOLDS,
        _rises(EXTREMISM),
        _QUESTION,
        _THEMES,
        front=True,
        true_in=lambda one: one.share(EXTREMISM, -1) > one.share(EXTREMISM, 0),
        themes=(EXTREMISM,),
    ),
    Claim(
        "balance-moves",
        "Between the first and the last, the balance moves from human rights to violent extremism",
        "This is the one question that was set beforehand, when the {releases.words} titles were "
        "known: the share of violent extremism minus that of human rights, the last release "
        "against the first. It can move by 200 points at most.",
        HOLDS,
        _balance_moves,
        "fig-specification-curve",
        _THEMES,
        front=True,
        true_in=lambda one: one.contrast() > 0,
        themes=QUESTION,
    ),
    Claim(
        "frames-turn",
        "Rights outweigh security at first, and security rights at last",
        "The same, seen through the wider frames that group the themes. Three sentences against "
        "none are too few: so clear a lead comes up by chance one time in four.",
        OPEN,
        _frames_turn,
        _SHARES,
        _THEMES,
        true_in=_turns,
    ),
    Claim(
        "rights-recede",
        "Human rights takes a smaller share of the last release than of the first",
        "So it is as counted, {of.human_rights.first} sentences against "
        "{of.human_rights.last}. But "
        "so few sentences could differ as much by wording alone.",
        OPEN,
        _falls(RIGHTS),
        _QUESTION,
        _THEMES,
        front=True,
        true_in=lambda one: one.share(RIGHTS, -1) < one.share(RIGHTS, 0),
        themes=(RIGHTS,),
    ),
    Claim(
        "rights-stay",
        "The last release speaks of human rights",
        "{of.human_rights.last} of its sentences do, {rights.last.quoted} of them in a quotation. "
        "Of the {releases.words} releases {present.human_rights} speak of it.",
        HOLDS,
        _still_there,
        _QUESTION,
        _WITHIN,
        front=True,
        true_in=lambda one: one.share(RIGHTS, -1) > 0,
        themes=(RIGHTS,),
    ),
    Claim(
        "rights-replaced",
        "No sentence of the last release speaks of both extremism and rights",
        "One does, and one is enough to make the claim false and too little to make a rule.",
        FAILS,
        _no_longer_beside,
        "fig-overlap",
        _WITHIN,
        front=True,
        true_in=lambda one: one.both(RIGHTS, EXTREMISM, -1) == 0,
        themes=QUESTION,
    ),
    Claim(
        "rights-embedded",
        "Rights and extremism share sentences more often than chance would have it",
        "With these counts no number of common sentences would have been surprising.",
        OPEN,
        _meet_by_more_than_chance,
        "fig-overlap",
        _WITHIN,
        true_in=lambda one: one.both(*QUESTION) > one.expected(*QUESTION),
        themes=QUESTION,
    ),
    Claim(
        "straight-line",
        "Human rights recedes in a straight line",
        "Its share would have to fall from each release to the next.",
        FAILS,
        _falls_each_time,
        _QUESTION,
        _THEMES,
        front=True,
        true_in=lambda one: bool((np.diff([one.share(RIGHTS, i) for i in _all(one)]) < 0).all()),
        themes=(RIGHTS,),
    ),
    Claim(
        "rights-trend",
        "Over the releases human rights declines",
        "A trend test of {releases.words} releases passes only where a series has no exception.",
        OPEN,
        _declines,
        _QUESTION,
        "book/what_cannot_be_told",
        true_in=lambda one: rising_minus_falling([one.share(RIGHTS, i) for i in _all(one)]) < 0,
        themes=(RIGHTS,),
    ),
    Claim(
        "lead-changes",
        "The leading subject is never the same in two releases running",
        "So it is as counted; but the leads are short, and other ways of counting or other words "
        "would often turn one of them. Training, the form of the work, is left aside.",
        OPEN,
        _lead_changes,
        _SHARES,
        _THEMES,
        true_in=_no_lead_twice,
    ),
    Claim(
        "extremism-leads",
        "Violent extremism is the leading subject of the last release",
        "Another subject is in more of its sentences, by a margin that wording could make.",
        OPEN,
        _extremism_leads,
        _SHARES,
        _THEMES,
        true_in=_leads_last,
    ),
    Claim(
        "training-throughout",
        "Training and capacity building is in every release",
        "It is the form of the work, whatever its subject.",
        HOLDS,
        _always(TRAINING),
        _SHARES,
        _THEMES,
        true_in=lambda one: all(one.share(TRAINING, i) > 0 for i in _all(one)),
        themes=(TRAINING,),
    ),
    Claim(
        "words-differ",
        "By all their words the first and the last release lie far apart",
        "Themes look at a few words chosen beforehand. By all words, theirs included, these two "
        "releases lie at the edge of what two draws of one text would give.",
        HOLDS,
        _words_differ,
        "fig-distances",
        "notebooks/words",
    ),
    Claim(
        "funders-named",
        "Some of these releases name who paid, and some do not",
        "The funders named: {funding.funders}. No funder named is not no funder, and supported is "
        "not funded.",
        HOLDS,
        _some_have_a_funder,
        "fig-funders",
        "notebooks/network",
        front=True,
    ),
    Claim(
        "roles-change",
        "Actors have different roles in different events",
        "The High Commissioner on National Minorities is coded "
        "{roles.osce-high-commissioner-on-national-minorities}. A launch and a seminar are "
        "different events, so that this is no career.",
        HOLDS,
        _roles_change,
        "fig-role-chart",
        "notebooks/who_did_what",
        front=True,
    ),
    Claim(
        "pairs-beyond-chance",
        "Some organisers seek each other's company",
        "They meet more often than events dealt out at random would make them.",
        OPEN,
        _pairs_beyond_chance,
        "fig-co-organisers",
        "notebooks/network",
    ),
)
"""In the order of the chapters."""
