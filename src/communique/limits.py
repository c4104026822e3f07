"""What cannot be told from so few releases, and how many it would take.

Each row is a question that readers ask of these texts. Where more texts could answer it, the number
is computed from the smallest p that a test can reach, or from the length of an interval.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from scipy.stats import beta, norm

from communique import network
from communique.contrast import share_difference
from communique.record import open_record
from communique.shares import QUESTION
from communique.topics import FREE_FROM, SEEDED_FROM, topic_gate
from communique.trend import (
    releases_needed,
    smallest_change_p,
    smallest_split_p,
    smallest_trend_p,
)
from communique.wording import decimal, in_words

if TYPE_CHECKING:
    from communique.study import Study

POOLING_FROM = 30
"""Releases from which it can be estimated how alike releases are: a house threshold."""


class Limit(NamedTuple):
    """One question: what there is, why that does not decide it, what it would take, what else."""

    question: str
    now: str
    why: str
    needed: str
    instead: str


def sentences_needed(one: float, other: float, power: float = 0.5, confidence: float = 0.95) -> int:
    """Sentences in each of two releases, with which shares so far apart would differ visibly.

    The least *m* for which the interval of the difference leaves out 0 with this probability, when
    both releases have *m* sentences and these are the true shares. The posteriors
    Beta(h + 1/2, m - h + 1/2) of both are taken as independent, and their difference as normal.

    Raises
    ------
    ValueError
        If the two shares are equal: no number of sentences would show a difference.
    """
    if one == other:
        raise ValueError("Equal shares differ with no number of sentences.")
    quantile = norm.ppf((1 + confidence) / 2) + norm.ppf(power)
    for m in itertools.count(2):
        found = [beta(p * m + 0.5, (1 - p) * m + 0.5) for p in (one, other)]
        if abs(found[0].mean() - found[1].mean()) > quantile * math.hypot(
            *(f.std() for f in found)
        ):
            return m
    raise AssertionError


def questions(study: Study) -> pd.DataFrame:
    """All questions, one row each, with the columns of `Limit`."""
    rows = [*_of_releases(study), *_of_sentences(study), *_of_other_sources(study)]
    return pd.DataFrame(rows, columns=list(Limit._fields))


def _of_releases(study: Study) -> Iterator[Limit]:
    """Questions that more releases would answer."""
    n, themes = len(study.releases), len(study.themes)
    now = f"{in_words(n)} releases"

    def p(value: float) -> str:
        return f"the smallest p possible is {decimal(value, 3 if value < 0.1 else 2)}"

    yield Limit(
        "Does a theme rise or fall over the years?",
        now,
        f"{p(smallest_trend_p(n))}, for a series without one exception; "
        f"with {in_words(themes)} themes looked at, {decimal(themes * smallest_trend_p(n), 2)}",
        f"{in_words(releases_needed(smallest_trend_p, themes))} releases, still without exception",
        "more, if the series may have exceptions",
    )
    yield Limit(
        "Was there a turn, and in which year?",
        now,
        p(smallest_change_p(n)),
        f"{in_words(releases_needed(smallest_change_p))} releases",
        "spread over the years in question",
    )
    yield Limit(
        "Did the new mandate change what is written?",
        now,
        p(smallest_change_p(n)),
        f"{in_words(releases_needed(smallest_change_p))} releases, half of them on either side; "
        f"{in_words(releases_needed(smallest_split_p))} for one direction named beforehand",
        "and offices whose mandate did not change, to compare with",
    )
    actors = len(network.node_set(network.graph_of(study), network.ACTOR))
    pairs = math.comb(actors, 2) if actors > 1 else 1
    yield Limit(
        "Do two actors seek each other's company?",
        f"{in_words(len(study.events))} events",
        p(smallest_split_p(len(study.events))),
        f"{in_words(releases_needed(smallest_split_p))} events for one pair named beforehand; "
        f"{in_words(releases_needed(smallest_split_p, pairs))} when all {pairs:,} pairs are tried",
        "",
    )
    yield Limit(
        "How alike are releases of one year or one author?",
        now,
        "how much releases vary among themselves cannot be estimated from so few",
        f"about {POOLING_FROM} releases",
        "several of each year or author",
    )
    gate = topic_gate(n)
    yield Limit(
        "Which topics would the texts show without a codebook?",
        now,
        gate.reason,
        "" if gate.seeded else f"{SEEDED_FROM} releases with seeds, {FREE_FROM} without",
        "",
    )


def _of_sentences(study: Study) -> Iterator[Limit]:
    """The question whether the decline of the first theme is more than wording."""
    shares = study.theme_shares.set_index(["release", "theme"])["share"]
    if study.ends is None:
        return
    one, other = (shares[release, QUESTION[0]] for release in study.ends)
    _, low, high = share_difference(study.theme_flags, *study.ends, QUESTION[0])
    if one == other or not low < 0 < high:
        return
    ends = study.releases.set_index("release")["sentences"][list(study.ends)]
    yield Limit(
        "Is the difference in the share of human rights more than wording?",
        f"{ends.iloc[0]} and {ends.iloc[1]} sentences",
        "the interval of the difference holds zero",
        f"about {sentences_needed(one, other)} sentences in each to show it half the time, "
        f"{sentences_needed(one, other, 0.8)} for four times in five",
        "the same releases cannot grow: take several releases of each time",
    )


def _of_other_sources(study: Study) -> Iterator[Limit]:
    """Questions that no number of releases would answer."""
    n = in_words(len(study.releases))
    yield Limit(
        "Why did the words change?",
        f"{n} releases of two bodies",
        "the mandate, the heads, the funders named and the kind of event differ as well, and much "
        "else may",
        "",
        "a comparison with other offices, and documents on who decided what",
    )
    yield Limit(
        "What did the police learn, and what did they do with it?",
        "what the organiser says of its event",
        "a release presents its author",
        "",
        "studies of the police, and the annual reports of the organisation",
    )
    yield Limit(
        "Who paid where no funder is named?",
        "silence",
        "silence is no zero: the core budget and other money look alike",
        "",
        "budgets and project documents",
    )
    yield Limit(
        "Do these releases stand for the office?",
        f"{n} chosen texts, and the facts of {len(open_record().events)} events that search found",
        "they were chosen, and their themes with them; most sets of as many police events would "
        "have told another story",
        "",
        "the full list of the office's releases, and a random set of them",
    )
