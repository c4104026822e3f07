"""Which names are one body: similarity proposes, a person decides, and the decision is kept."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd
from rapidfuzz.distance import JaroWinkler

from communique import paths
from communique.errors import InputError
from communique.files import read_rows
from communique.network import successions
from communique.record import Record

if TYPE_CHECKING:
    from communique.study import Study

SIMILAR = 0.92
"""Names of so high a similarity are put before a person."""

DECISION_COLUMNS = ("actor", "other_actor", "same", "reason")


def similar_names(names: Collection[str], threshold: float = SIMILAR) -> pd.DataFrame:
    """Pairs of names that look alike, by the similarity of Jaro and Winkler.

    Parameters
    ----------
    names : collection of str
        Compared in small letters.
    threshold : float
        From 0, nothing in common, to 1, equal.

    Returns
    -------
    frame
        ``actor``, ``other_actor`` (by name), ``similarity``. A proposal and no more: two states
        may look more alike than two names of one office.

    References
    ----------
    Winkler (1990), String comparator metrics and enhanced decision rules in the Fellegi-Sunter
    model of record linkage.
    """
    rows = []
    for one, other in itertools.combinations(sorted(set(names)), 2):
        similarity = JaroWinkler.normalized_similarity(one.lower(), other.lower())
        if similarity >= threshold:
            rows.append((one, other, similarity))
    return pd.DataFrame(rows, columns=["actor", "other_actor", "similarity"])


def decided_names(record: Record) -> pd.DataFrame:
    """The similar names among a record's actors, each with the decision of a person.

    Returns
    -------
    frame
        The columns of `similar_names`, ``same`` (truth value) and ``reason``.

    Raises
    ------
    InputError
        For a proposed pair without a decision, a decision on a pair that is not proposed, one that
        is neither yes nor no, and one that the authority file contradicts.
    """
    path = record.folder / "similar_names.csv"
    proposed = similar_names(set(record.ties["actor"]))
    bodies = {name: chain for chain in successions(record.actors) for name in chain}
    decided: dict[tuple[str, str], dict[str, str]] = {}
    known = set(proposed[["actor", "other_actor"]].itertuples(index=False, name=None))
    for line, cells in read_rows(path, DECISION_COLUMNS):
        pair = (cells["actor"], cells["other_actor"])
        if pair not in known:
            raise InputError(
                f"'{pair[0]}' and '{pair[1]}' are no similar names of the record.",
                path,
                line,
                "Delete the row, or write both names as they stand there, in their order.",
            )
        if cells["same"] not in ("yes", "no"):
            raise InputError(f"'{cells['same']}' is no decision.", path, line, "Write yes or no.")
        one_body = pair[1] in bodies.get(pair[0], ())
        if one_body != (cells["same"] == "yes"):
            raise InputError(
                f"The list of actors has '{pair[0]}' and '{pair[1]}' as "
                f"{'one body' if one_body else 'two'}.",
                path,
                line,
                "Change the decision, or succeeded_by in codebook/actors.csv.",
            )
        decided[pair] = cells
    if missing := sorted(known - decided.keys()):
        raise InputError(
            f"Nobody decided whether '{missing[0][0]}' and '{missing[0][1]}' are one body.",
            path,
            remedy="Add a row with both names, yes or no, and the reason.",
        )
    rows = [decided[pair] for pair in proposed[["actor", "other_actor"]].itertuples(index=False)]
    return proposed.assign(
        same=[row["same"] == "yes" for row in rows], reason=[row["reason"] for row in rows]
    )


class BCubed(NamedTuple):
    """Scores from 0 to 1; ``nan`` without a mention."""

    precision: float
    recall: float
    f1: float


def b_cubed(expected: Sequence[Hashable], found: Sequence[Hashable]) -> BCubed:
    """How well mentions were put together that are one body.

    Parameters
    ----------
    expected, found : sequences of labels
        The body of each mention, by a person and by the machine. Labels need not be the same; what
        counts is which mentions share one.

    Returns
    -------
    BCubed
        For each mention, precision is the share of those found with it that belong with it, recall
        the share of those that belong with it that were found; both averaged over mentions. F1 is
        their harmonic mean.

    Raises
    ------
    ValueError
        If there is not one label for each mention on both sides.

    References
    ----------
    Bagga and Baldwin (1998), Algorithms for scoring coreference chains.
    """
    if len(expected) != len(found):
        raise ValueError("Each mention needs a label on both sides.")
    if not expected:
        return BCubed(float("nan"), float("nan"), float("nan"))
    both = Counter(zip(expected, found, strict=True))
    true, made = Counter(expected), Counter(found)
    pairs = list(zip(expected, found, strict=True))
    precision = sum(both[pair] / made[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / true[pair[0]] for pair in pairs) / len(pairs)
    return BCubed(precision, recall, 2 * precision * recall / (precision + recall))


def mentions(
    study: Study, path: Path = paths.GOLD / "core_events.json"
) -> tuple[list[str], list[Hashable]]:
    """The body of each hand-checked mention of an actor, and that which the rules gave it.

    A mention is known by where it ends: one side may count its article in. One that the rules did
    not read stands alone. Only releases of the study are taken.
    """
    read = {(row.release, row.end): row.actor for row in study.ties.itertuples(index=False)}
    own = set(study.releases["release"])
    spans = {
        (event["release"], tie["mention"][1]): tie["actor"]
        for event in json.loads(path.read_text("utf-8"))
        if event["release"] in own
        for tie in event["ties"]
    }
    return list(spans.values()), [read.get(span, span) for span in spans]
