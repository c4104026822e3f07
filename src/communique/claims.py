"""The ledger of claims: every finding with its number, its doubt, and how it fares recounted.

A claim says something about the releases. It is judged each time the book is built, by a function,
and the tests compare the verdict with the one that the book was written for. Claims that turned out
false or undecidable stay in the ledger.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from communique import judges
from communique.judges import EXTREMISM, FAILS, HOLDS, OPEN, RIGHTS, TRAINING, Judged
from communique.multiverse import (
    Universe,
    share_that_hold,
    universes,
    universes_without_an_indicator,
)
from communique.shares import QUESTION
from communique.trend import rising_minus_falling

if TYPE_CHECKING:
    from communique.study import Study


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
        judges.rises(EXTREMISM),
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
        judges.balance_moves,
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
        judges.frames_turn,
        _SHARES,
        _THEMES,
        true_in=judges.turns,
    ),
    Claim(
        "rights-recede",
        "Human rights takes a smaller share of the last release than of the first",
        "So it is as counted, {of.human_rights.first} sentences against "
        "{of.human_rights.last}. But "
        "so few sentences could differ as much by wording alone.",
        OPEN,
        judges.falls(RIGHTS),
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
        judges.still_there,
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
        judges.no_longer_beside,
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
        judges.meet_by_more_than_chance,
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
        judges.falls_each_time,
        _QUESTION,
        _THEMES,
        front=True,
        true_in=lambda one: bool((np.diff(one.series(RIGHTS)) < 0).all()),
        themes=(RIGHTS,),
    ),
    Claim(
        "rights-trend",
        "Over the releases human rights declines",
        "A trend test of {releases.words} releases passes only where a series has no exception.",
        OPEN,
        judges.declines,
        _QUESTION,
        "book/what_cannot_be_told",
        true_in=lambda one: rising_minus_falling(one.series(RIGHTS)) < 0,
        themes=(RIGHTS,),
    ),
    Claim(
        "lead-changes",
        "The leading subject is never the same in two releases running",
        "So it is as counted; but the leads are short, and other ways of counting or other words "
        "would often turn one of them. Training, the form of the work, is left aside.",
        OPEN,
        judges.lead_changes,
        _SHARES,
        _THEMES,
        true_in=judges.no_lead_twice,
    ),
    Claim(
        "extremism-leads",
        "Violent extremism is the leading subject of the last release",
        "Another subject is in more of its sentences, by a margin that wording could make.",
        OPEN,
        judges.extremism_leads,
        _SHARES,
        _THEMES,
        true_in=judges.leads_last,
    ),
    Claim(
        "training-throughout",
        "Training and capacity building is in every release",
        "It is the form of the work, whatever its subject.",
        HOLDS,
        judges.always(TRAINING),
        _SHARES,
        _THEMES,
        true_in=lambda one: min(one.series(TRAINING)) > 0,
        themes=(TRAINING,),
    ),
    Claim(
        "words-differ",
        "By all their words the first and the last release differ a little more than by chance",
        "Themes look at a few words chosen beforehand. By all words, theirs included, these two "
        "releases lie at the edge of what two draws of one text would give.",
        HOLDS,
        judges.words_differ,
        "fig-distances",
        "notebooks/words",
    ),
    Claim(
        "funders-named",
        "Some of these releases name who paid, and some do not",
        "The funders named: {funding.funders}. No funder named is not no funder, and supported is "
        "not funded.",
        HOLDS,
        judges.some_have_a_funder,
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
        judges.roles_change,
        "fig-role-strip",
        "notebooks/who_did_what",
        front=True,
    ),
    Claim(
        "pairs-beyond-chance",
        "Some organisers seek each other's company",
        "They meet more often than events dealt out at random would make them.",
        OPEN,
        judges.pairs_beyond_chance,
        "fig-co-organisers",
        "notebooks/network",
    ),
    Claim(
        "office-turned",
        "In the record, police events went from rights towards security",
        "Of the {record.police} police events that search found, one about rights and one about "
        "security, drawn at random: how likely is the one on rights to be the earlier? More likely "
        "than not under three readings of what an event was about; but some other choices, such as "
        "counting the adjacent events too, leave it open.",
        OPEN,
        judges.comes_before("rights", "security"),
        "fig-frames-by-period",
        "notebooks/record",
        front=True,
    ),
    Claim(
        "any-five",
        "Any five police events of the record would have told of rights first, extremism last",
        "All {record.sets} sets of five are counted. By main subject not even the chosen five tell "
        "it: their last event is coded as {record.chosen.last-subject} first.",
        FAILS,
        judges.any_set_would_tell("rights first, violent extremism last"),
        "fig-random-sets",
        "notebooks/record",
        front=True,
    ),
    Claim(
        "extremism-last",
        "In the record, police events about violent extremism come after those about rights",
        "Few of them have extremism for their main subject: by the first coding "
        "{record.extremism.events}, none after {record.extremism.last}.",
        OPEN,
        judges.comes_before("rights", "violent_extremism"),
        "fig-frame",
        "notebooks/record",
    ),
    Claim(
        "funders-overtold",
        "The chosen releases name funders more often than others of their kind",
        "Compared with the other police releases of the record that were read whole. Noticed while "
        "counting and not asked beforehand, so that its p flatters it and decides nothing.",
        OPEN,
        judges.name_funders_more_often,
        "fig-funding-by-year",
        "notebooks/record_network",
    ),
    Claim(
        "record-pairs",
        "In the wider record some bodies meet more often than chance",
        "Among its more frequent actors, {record.pairs.members} do, at trainings of one series; "
        "in the family of all actors no pair passes every test.",
        OPEN,
        judges.pairs_pass,
        "fig-record-actors",
        "notebooks/record_network",
    ),
)
"""In the order of the chapters."""
