"""The frame: what the chosen releases were chosen from, and what other choices would have shown.

Texts that are chosen by the theme they show cannot show how often the theme occurs. Here the chosen
ones are put back among all police events of the wider record, and every other set of as many
events is asked whether it would have told the same story.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from communique.files import listed
from communique.record import Record
from communique.resampling import RESAMPLES, SEED, percentiles

MAIN, ANY, SECOND = "main subject", "any subject", "second coding"
"""Readings of what an event was about: its main subject; that or another subject named with it; the
main subject of the second coding where there is one, of the first elsewhere."""

READINGS = (MAIN, SECOND, ANY)

BORDER, VIOLENCE, ASSEMBLY = "border_security", "gender_domestic_violence", "public_assembly"
"""Subjects that are left out, or read otherwise, to see what rests on them."""


def subjects_of(record: Record, reading: str = MAIN) -> list[frozenset[str]]:
    """The subjects of each event of `Record.police`, under a reading."""
    police = record.police
    if reading == ANY:
        return [
            frozenset((row.subject, *listed(row.other_subjects)))
            for row in police.itertuples(index=False)
        ]
    main = police["subject"]
    if reading == SECOND:
        again = dict(record.recoded_events[["event", "subject"]].itertuples(index=False))
        main = [again.get(event, own) for event, own in zip(police["event"], main, strict=True)]
    return [frozenset((subject,)) for subject in main]


def frames_of(record: Record, reading: str = MAIN) -> list[frozenset[str]]:
    """The frames of the subjects of each police event, under a reading."""
    frames = record.subjects.set_index("subject")["frame"]
    return [frozenset(frames[own]) for own in map(list, subjects_of(record, reading))]


def about_of(record: Record, reading: str = MAIN) -> list[frozenset[str]]:
    """The subjects and the frames of each police event together, under a reading."""
    pairs = zip(subjects_of(record, reading), frames_of(record, reading), strict=True)
    return [subjects | frames for subjects, frames in pairs]


@dataclass(frozen=True)
class Path:
    """A story that a row of events in time may tell: how the first begins and the last ends.

    ``first`` and ``last`` say of the subjects and frames of an event whether it can stand there.
    """

    name: str
    first: Callable[[frozenset[str]], bool]
    last: Callable[[frozenset[str]], bool]


def _is(what: str) -> Callable[[frozenset[str]], bool]:
    return lambda about: what in about


PATHS = (
    Path("rights first, security last", _is("rights"), _is("security")),
    Path("security first, rights last", _is("security"), _is("rights")),
    Path("rights first, violent extremism last", _is("rights"), _is("violent_extremism")),
    Path("violent extremism first, rights last", _is("violent_extremism"), _is("rights")),
)
"""Each story with its reverse: an office without a path tells both equally often."""


def sets_with_path(first: Sequence[bool], last: Sequence[bool], size: int) -> int:
    """How many sets of events begin and end as a path says, counted out.

    Parameters
    ----------
    first, last : sequences of bool
        Whether each event, in the order of time, can be the first, and the last, of such a set.
    size : int
        Events in a set, two or more.

    Returns
    -------
    int
        The sum, over all pairs i < j of a possible first and last event, of the ways to choose the
        other ``size`` - 2 from the j - i - 1 events between them.
    """
    if size < 2:
        raise ValueError("A path needs two events.")
    ends = np.flatnonzero(last)
    return sum(
        math.comb(int(end) - start - 1, size - 2)
        for start in np.flatnonzero(first)
        for end in ends[ends > start]
    )


def paths(record: Record) -> pd.DataFrame:
    """How often sets of as many police events as were chosen tell each story, under each reading.

    Returns
    -------
    frame
        One row a path and reading: ``path``, ``reading``, ``events`` (police events), ``size``
        (events of a set), ``sets`` (all sets of that size), ``with_path``, ``share`` of the sets,
        ``share_until`` (the same among the sets of events up to the day of the last chosen one),
        ``chosen`` (whether the chosen ones tell it). Sets, not samples: nothing is drawn. Events of
        one day stand in the order of their ids. Shares are ``nan`` where there is no set.
    """
    police = record.police
    chosen = np.flatnonzero(police["chosen"])
    size = len(chosen)
    rows = []
    for reading in READINGS:
        about = about_of(record, reading)
        for path in PATHS:
            first, last = ([test(own) for own in about] for test in (path.first, path.last))
            found = sets_with_path(first, last, size) if size > 1 else 0
            sets = math.comb(len(police), size)
            until = int((police["date"] <= police["date"][chosen].max()).sum()) if size else 0
            early = sets_with_path(first[:until], last[:until], size) if size > 1 else 0
            rows.append(
                {
                    "path": path.name,
                    "reading": reading,
                    "events": len(police),
                    "size": size,
                    "sets": sets,
                    "with_path": found,
                    "share": found / sets if size > 1 else math.nan,
                    "share_until": early / math.comb(until, size) if size > 1 else math.nan,
                    "chosen": size > 1 and first[chosen[0]] and last[chosen[-1]],
                }
            )
    columns = ["path", "reading", "events", "size", "sets", "with_path", "share", "share_until",
               "chosen"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def random_sets(record: Record, number: int, seed: int = SEED) -> np.ndarray:
    """Positions, in `Record.police`, of randomly drawn sets of as many events as were chosen.

    Returns
    -------
    array of int, shape (number, size)
        Each row in the order of time, without repetition.
    """
    generator = np.random.default_rng(seed)
    size = int(record.police["chosen"].sum())
    drawn = [
        np.sort(generator.choice(len(record.police), size=size, replace=False))
        for _ in range(number)
    ]
    return np.array(drawn, dtype=np.int64).reshape(number, size)


def chance_of_earlier(one: np.ndarray, other: np.ndarray) -> float:
    """Probability that an event of one kind is dated before an event of another.

    Parameters
    ----------
    one, other : arrays of numbers
        Days of the events of either kind.

    Returns
    -------
    float
        Over all pairs, one of each kind; a pair of one day counts half. 0.5: neither comes first.
        ``nan`` where one kind has no event. It is the area under the curve of Mann and Whitney's U.

    References
    ----------
    Mann and Whitney (1947), 10.1214/aoms/1177730491.
    """
    if not len(one) or not len(other):
        return math.nan
    differences = np.sign(other[None, :] - one[:, None])
    return float((differences.mean() + 1) / 2)


@lru_cache(maxsize=64)
def order_of(
    record: Record,
    one: str,
    other: str,
    reading: str = MAIN,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> Mapping[str, float]:
    """How far events of one frame or subject came before those of another among police events.

    Returns
    -------
    mapping
        ``events`` of the one kind, ``other_events``, ``chance`` that the one is earlier, and its
        95 % interval ``low`` to ``high`` from events drawn anew within each kind; ``nan`` where
        every drawing is alike. An event of both kinds counts in both. The interval takes the
        record for a random sample of independent events. It is what search found, and events of
        one series hang together.
    """
    days = record.police["date"].map(pd.Timestamp.toordinal).to_numpy()
    about = about_of(record, reading)
    first, second = (days[[kind in own for own in about]] for kind in (one, other))
    return _order(first, second, resamples, seed)


def _order(
    first: np.ndarray, second: np.ndarray, resamples: int = RESAMPLES, seed: int = SEED
) -> dict[str, float]:
    drawn = _drawn_chances(first, second, resamples, seed)
    low, high = percentiles(drawn) if len(np.unique(drawn)) > 1 else (math.nan, math.nan)
    return {
        "events": len(first),
        "other_events": len(second),
        "chance": chance_of_earlier(first, second),
        "low": low,
        "high": high,
    }


@lru_cache(maxsize=4)
def order_checks(record: Record) -> pd.DataFrame:
    """Rights before security, by main subject, with one choice made otherwise at a time.

    Returns
    -------
    frame
        One row a choice: ``choice``, and the values of `order_of`; a choice about a subject that
        the record does not know is no choice and has no row. A finding that one of them
        turns into "cannot be told" is no firm one.
    """
    police, frame = record.police, record.police["frame"]
    first_period = record.periods["period"].iloc[0] if len(record.periods) else ""
    assembly = police["subject"] == ASSEMBLY
    known = set(record.subjects["subject"])
    choices: tuple[tuple[str, pd.DataFrame, pd.Series, str], ...] = (
        ("as it is", police, frame, ""),
        ("with the adjacent events", record.events, record.events["frame"], ""),
        ("without the chosen five", police[~police["chosen"]], frame, ""),
        ("without the first period", police[police["period"] != first_period], frame, ""),
        ("without border security", police[police["subject"] != BORDER], frame, BORDER),
        ("without domestic violence", police[police["subject"] != VIOLENCE], frame, VIOLENCE),
        ("public assembly among rights", police, frame.mask(assembly, "rights"), ASSEMBLY),
    )
    rows = []
    for choice, events, frames, subject in choices:
        if subject and subject not in known:
            continue
        days = events["date"].map(pd.Timestamp.toordinal)
        kind = frames.loc[events.index]
        first, second = (days[kind == name].to_numpy() for name in ("rights", "security"))
        rows.append({"choice": choice, **_order(first, second)})
    return pd.DataFrame(rows)


def _drawn_chances(one: np.ndarray, other: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """`chance_of_earlier` of events drawn anew, with replacement, within each kind."""
    if not len(one) or not len(other):
        return np.empty(0)
    generator = np.random.default_rng(seed)
    first = generator.choice(one, (resamples, len(one)))
    second = generator.choice(other, (resamples, len(other)))
    signs = np.sign(second[:, None, :] - first[:, :, None])
    chances: np.ndarray = (signs.mean(axis=(1, 2)) + 1) / 2
    return chances
