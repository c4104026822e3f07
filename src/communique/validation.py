"""How far the machine can be trusted: ties and event facts against what careful readers took.

Three yardsticks, of falling kindness: the hand-checked facts of the five releases, which shaped the
rules; the wider record's coding of the same five events, made apart from this project from the
public pages; and invented releases, written and annotated apart from the rules.
"""

from __future__ import annotations

import csv
import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from scipy.stats import binomtest

from communique.coding import code_release
from communique.paths import GOLD, RECORD, VALIDATION
from communique.records import ROLES, Coding, Release, Tie
from communique.shares import share

if TYPE_CHECKING:
    from communique.study import Study

FIELDS = ("date", "dateline_place", "event_place", "participants", "duration_days")
"""The facts of an event that are compared."""

SETS = {
    "five": "Hand-checked facts",
    "record": "Wider record",
    "development": "Development",
    "held_out": "Held out",
}
"""What is compared live, in the order of the chapter."""

SHARED_WORDS = 0.6
"""Two names mean one actor where this share of their words is the same (Jaccard's index)."""

TOGETHER = ("organizer", "funder")
"""The two roles that are scored together too: the network rests on them."""

_SMALL = frozenset({"the", "of", "and", "for", "in", "to", "on", "s", "a"})
_SPELLINGS = (
    *(("organisation", "organization"), ("centre", "center"), ("programme", "program")),
    ("united nations", "un"),
)

OUTCOMES = ["set", "release", "actor", "role", "outcome", "kind", "mention", "cue", "rule"]
SCORES = ["set", "role", "right", "besides", "missed", "precision", "precision_low",
          "precision_high", "recall", "recall_low", "recall_high", "f1"]  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """What a careful reader took from one release: facts of the event, and (actor, role) pairs."""

    set: str
    release: str
    facts: Mapping[str, Any]
    ties: tuple[tuple[str, str], ...]


# ---------------------------------------------------------------------- what was expected


def expected_of_five(path: Path = GOLD / "core_events.json") -> list[Expected]:
    """The hand-checked facts of the five releases."""
    records = json.loads(path.read_text("utf-8"))
    return [
        Expected(
            "five",
            record["release"],
            {name: record[name] for name in FIELDS},
            tuple((tie["actor"], tie["role"]) for tie in record["ties"]),
        )
        for record in records
    ]


def expected_by_record(folder: Path = RECORD) -> list[Expected]:
    """The wider record's coding of those of its events whose release stands in this project.

    Its ties to bodies that only took part are left out: the rules here read no such role.
    """
    events, ties = _read_record(folder)
    ties = ties[ties["role"].isin(ROLES)]
    found = []
    for event in events[events["release"] != ""].itertuples(index=False):
        own = ties[ties["event"] == event.event]
        facts = {
            "date": event.date,
            "event_place": event.place or None,
            "participants": int(event.participants) if event.participants else None,
            "duration_days": int(event.duration_days) if event.duration_days else None,
        }
        pairs = tuple(zip(own["actor"], own["role"], strict=True))
        found.append(Expected("record", event.release, facts, pairs))
    return sorted(found, key=lambda one: one.release)


def _read_record(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Events and ties of the wider record, every cell as text."""
    events, ties = (
        pd.read_csv(folder / f"{name}.csv", dtype="str", keep_default_na=False)
        for name in ("events", "ties")
    )
    return events, ties


def read_invented(folder: Path = VALIDATION) -> list[tuple[Release, Expected]]:
    """The invented releases with what their annotator took from them, by set and name."""
    ties: dict[str, list[tuple[str, str]]] = {}
    with (folder / "invented_ties.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            ties.setdefault(row["release"], []).append((row["actor"], row["role"]))
    found = []
    with (folder / "invented_releases.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            facts = {name: row[name] or None for name in FIELDS}
            for name in ("participants", "duration_days"):
                facts[name] = int(row[name]) if row[name] else None  # type: ignore[assignment]
            pairs = tuple(ties.get(row["release"], ()))
            found.append(
                (
                    Release(row["release"], row["text"]),
                    Expected(row["set"], row["release"], facts, pairs),
                )
            )
    return found


# ---------------------------------------------------------------------- comparing


def same_actor(expected: str, tie: Tie) -> bool:
    """Whether a name as annotated and a tie mean one actor.

    They do where the name equals the tie's actor or mention, but for articles and spelling, where
    Jaccard's index of their words is at least `SHARED_WORDS`, or where all words of one, at least
    two, stand in the other ("Interior Ministry" and "Interior Ministry of Westland").
    """
    wanted = _name_words(expected)
    return any(_alike(wanted, _name_words(name)) for name in (tie.actor, tie.mention))


def _name_words(name: str) -> frozenset[str]:
    plain = name.casefold()
    for one, other in _SPELLINGS:
        plain = plain.replace(one, other)
    return frozenset(re.findall(r"\w+", plain)) - _SMALL


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    if not one or not other:
        return False
    shared = len(one & other)
    contained = shared == min(len(one), len(other)) and shared >= 2
    return contained or shared / len(one | other) >= SHARED_WORDS


def compare_ties(expected: Expected, coding: Coding) -> list[dict[str, Any]]:
    """One row a tie that was expected or read: ``right``, ``missed`` or ``besides``.

    The kind of an error says what is wrong with it: the ``role`` of an actor that was expected in
    another one, the ``name`` of an actor in a role that was expected, a tie ``not read`` at all, or
    one ``not there``.
    """
    left: list[Tie] = list(coding.ties)
    rows = []
    missed = []
    for actor, role in expected.ties:
        tie = next((t for t in left if t.role == role and same_actor(actor, t)), None)
        if tie is None:
            missed.append((actor, role))
            continue
        left.remove(tie)
        rows.append(_outcome(expected, actor, role, "right", "", tie))
    for actor, role in missed:
        kind = _kind([(actor, role, tie) for tie in left]) or "not read"
        rows.append(_outcome(expected, actor, role, "missed", kind, None))
    for tie in left:
        kind = _kind([(actor, role, tie) for actor, role in missed]) or "not there"
        rows.append(_outcome(expected, tie.actor, tie.role, "besides", kind, tie))
    return rows


def _kind(pairs: Sequence[tuple[str, str, Tie]]) -> str | None:
    """What is wrong where something missed and something read besides belong together."""
    if any(same_actor(actor, tie) for actor, _, tie in pairs):
        return "role"
    if any(_shares_word(actor, tie) and role == tie.role for actor, role, tie in pairs):
        return "name"
    return None


def _shares_word(actor: str, tie: Tie) -> bool:
    return bool(_name_words(actor) & (_name_words(tie.actor) | _name_words(tie.mention)))


def _outcome(
    expected: Expected, actor: str, role: str, outcome: str, kind: str, tie: Tie | None
) -> dict[str, Any]:
    return {
        "set": expected.set,
        "release": expected.release,
        "actor": actor,
        "role": role,
        "outcome": outcome,
        "kind": kind,
        "mention": tie.mention if tie else "",
        "cue": tie.cue if tie else "",
        "rule": tie.rule if tie else "",
    }


def compare_facts(expected: Expected, coding: Coding) -> list[dict[str, Any]]:
    """One row a fact of the event: what was expected, what was read, whether they agree.

    Both may be missing, and then agree. Of several places the first decides.
    """
    rows = []
    for name, wanted in expected.facts.items():
        value = getattr(coding.event, name)
        read = str(value) if name == "date" and value is not None else value
        right = read == wanted
        if not right and name.endswith("place") and read and wanted:
            right = _first_place(str(read)) == _first_place(str(wanted))
        rows.append(
            {
                "set": expected.set,
                "release": expected.release,
                "field": name,
                "expected": "" if wanted is None else str(wanted),
                "read": "" if read is None else str(read),
                "right": right,
            }
        )
    return rows


def _first_place(places: str) -> str:
    return re.split(r"[;/]", places)[0].strip().casefold()


# ---------------------------------------------------------------------- scoring


def clopper_pearson(right: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Exact two-sided interval of a share ``right / total``.

    The ends are the shares at which so few, or so many, right ones would have probability
    (1 - c)/2; from 0 where none and to 1 where all are right. ``(nan, nan)`` where total is 0.

    References
    ----------
    Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of
    the binomial. DOI 10.1093/biomet/26.4.404.
    """
    if total == 0:
        return math.nan, math.nan
    found = binomtest(right, total).proportion_ci(confidence_level=confidence, method="exact")
    return float(found.low), float(found.high)


def score(name: str, role: str, right: int, besides: int, missed: int) -> dict[str, Any]:
    """Precision, recall and F1 of one role in one set, with their counts: see `rates`."""
    counts = {"right": right, "besides": besides, "missed": missed}
    return {"set": name, "role": role, **counts, **rates(right, besides, missed)}


def rates(right: int, besides: int, missed: int) -> dict[str, float]:
    """Precision and recall with their exact intervals, and F1.

    Precision is right / (right + besides), recall right / (right + missed), and
    F1 = 2 right / (2 right + besides + missed). Each is ``nan`` where its denominator is 0.
    """
    low, high = clopper_pearson(right, right + besides)
    recall_low, recall_high = clopper_pearson(right, right + missed)
    return {
        "precision": share(right, right + besides),
        "precision_low": low,
        "precision_high": high,
        "recall": share(right, right + missed),
        "recall_low": recall_low,
        "recall_high": recall_high,
        "f1": share(2 * right, 2 * right + besides + missed),
    }


def tie_scores(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Scores by set and role, then of organizers and funders together, then of all roles."""
    rows = []
    for name in SETS:
        own = outcomes[outcomes["set"] == name]
        if own.empty:
            continue
        present = [role for role in ROLES if (own["role"] == role).any()]
        for label, roles in (
            *((role, [role]) for role in present),
            ("organizer and funder", list(TOGETHER)),
            ("all roles", list(ROLES)),
        ):
            counts = own.loc[own["role"].isin(roles), "outcome"].value_counts()
            numbers = (int(counts.get(key, 0)) for key in ("right", "besides", "missed"))
            rows.append(score(name, label, *numbers))
    return pd.DataFrame(rows, columns=SCORES)


def fact_scores(facts: pd.DataFrame) -> pd.DataFrame:
    """How many facts of a kind were read right, by set, with the exact interval."""
    rows = []
    for name in SETS:
        for field in FIELDS:
            own = facts[(facts["set"] == name) & (facts["field"] == field)]
            if own.empty:
                continue
            right = int(own["right"].sum())
            low, high = clopper_pearson(right, len(own))
            rows.append(
                {
                    "set": name,
                    "field": field,
                    "right": right,
                    "releases": len(own),
                    "share": right / len(own),
                    "low": low,
                    "high": high,
                }
            )
    return pd.DataFrame(rows, columns=["set", "field", "right", "releases", "share", "low", "high"])


# ---------------------------------------------------------------------- on this corpus


@lru_cache(maxsize=4)
def compared(study: Study) -> tuple[tuple[Expected, Coding], ...]:
    """All that is compared: the releases of the study that have expectations, and the invented."""
    of_study = (
        (expected, study.codings[expected.release])
        for expected in (*expected_of_five(), *expected_by_record())
        if expected.release in study.codings
    )
    invented = (
        (expected, code_release(release, study.codebook)) for release, expected in read_invented()
    )
    return (*of_study, *invented)


@lru_cache(maxsize=4)
def outcomes(study: Study) -> pd.DataFrame:
    """One row a tie that was expected or read, over all sets."""
    rows = [row for pair in compared(study) for row in compare_ties(*pair)]
    return _in_order(pd.DataFrame(rows, columns=OUTCOMES), ["release", "role", "actor", "outcome"])


@lru_cache(maxsize=4)
def facts(study: Study) -> pd.DataFrame:
    """One row a fact of an event, over all sets."""
    columns = ["set", "release", "field", "expected", "read", "right"]
    rows = [row for pair in compared(study) for row in compare_facts(*pair)]
    return _in_order(pd.DataFrame(rows, columns=columns), ["release", "field"])


def _in_order(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    order = {name: number for number, name in enumerate(SETS)}
    keyed = frame.assign(_set=frame["set"].map(order)).sort_values(["_set", *by], kind="stable")
    return keyed.drop(columns="_set").reset_index(drop=True)


def errors(study: Study) -> pd.DataFrame:
    """Every tie that was missed or read besides, and every fact read wrong."""
    ties = outcomes(study)
    wrong = ties[ties["outcome"] != "right"]
    rows = [
        {
            "set": row.set,
            "release": row.release,
            "what": f"{row.role}: {row.actor}",
            "outcome": row.outcome,
            "kind": row.kind,
            "cue": row.cue,
            "rule": row.rule,
        }
        for row in wrong.itertuples(index=False)
    ]
    read = facts(study)
    rows += [
        {
            "set": row.set,
            "release": row.release,
            "what": f"{row.field}: {row.read or 'none'} instead of {row.expected or 'none'}",
            "outcome": "wrong",
            "kind": "fact of the event",
            "cue": "",
            "rule": "",
        }
        for row in read[~read["right"].astype(bool)].itertuples(index=False)
    ]
    columns = ["set", "release", "what", "outcome", "kind", "cue", "rule"]
    return _in_order(pd.DataFrame(rows, columns=columns), ["release", "outcome", "what"])


TITLE_VERDICTS = ("same", "other_role", "neither")
"""How a tie read from a title stands to the record: there, there in another role, not there."""


@lru_cache(maxsize=4)
def titles_against_record(study: Study, folder: Path = RECORD) -> pd.DataFrame:
    """One row a tie read from the title alone of an event whose release is not held here.

    The record coded whole pages, so that only one direction is fair: what of the ties read from
    titles the record has as well. What a title leaves out is no error. "The OSCE" in a title counts
    as the body of the OSCE that the record names in the role.
    """
    events, ties = _read_record(folder)
    rows = []
    for event in events[events["release"] == ""].itertuples(index=False):
        release = Release(event.event, f"{event.title}\n", title=event.title)
        own = ties.loc[ties["event"] == event.event, ["actor", "role"]]
        for tie in code_release(release, study.codebook).ties:
            same = own["actor"].map(lambda actor, tie=tie: _is_or_covers(tie, actor))
            roles = set(own.loc[same, "role"])
            verdict = "same" if tie.role in roles else "other_role" if roles else "neither"
            rows.append(
                {
                    "event": event.event,
                    "title": event.title,
                    "actor": tie.actor,
                    "role": tie.role,
                    "rule": tie.rule,
                    "verdict": verdict,
                    "roles_in_record": ", ".join(sorted(roles)),
                }
            )
    columns = ["event", "title", "actor", "role", "rule", "verdict", "roles_in_record"]
    return pd.DataFrame(rows, columns=columns)


def _is_or_covers(tie: Tie, actor: str) -> bool:
    umbrella = tie.mention.upper() == "OSCE" and actor.startswith("OSCE ")
    return umbrella or same_actor(actor, tie)


def title_verdicts(study: Study) -> pd.DataFrame:
    """How many ties of each role, read from titles, the record has in this role, or in another."""
    found = titles_against_record(study)
    counts = pd.crosstab(found["role"], found["verdict"])
    counts = counts.reindex(columns=list(TITLE_VERDICTS), fill_value=0)
    counts = counts.reindex([role for role in ROLES if role in counts.index])
    counts.loc["all roles"] = counts.sum()
    counts.columns.name = None
    frame = counts.reset_index(names="role")
    frame["ties"] = frame[list(TITLE_VERDICTS)].sum(axis=1)
    return frame[["role", "ties", *TITLE_VERDICTS]].astype({"role": "str"})


def first_contacts(folder: Path = VALIDATION) -> pd.DataFrame:
    """Scores that were measured once and cannot be measured again, from `first_contacts.csv`.

    A set can be met for the first time only once: what it shows is mended afterwards. ``score`` is
    F1 where ties were compared (``of`` is missing), else the share ``right / of``.
    """
    read = pd.read_csv(folder / "first_contacts.csv", dtype=FIRST_CONTACTS)
    ties = read["of"].isna()
    below = 2 * read["right"] + read["besides"] + read["missed"]
    read["score"] = (read["right"] / read["of"]).astype("float64")
    read.loc[ties, "score"] = (2 * read["right"] / below)[ties].astype("float64")
    return read


def first_contact_sets(folder: Path = VALIDATION) -> pd.DataFrame:
    """One row a set: its ties and F1 when it was first met, and how many facts were read right.

    Columns: ``measured``; ``set``; ``ties`` expected; ``f1_together`` of organizers and funders;
    ``f1`` over all roles; ``event_place``, ``participants`` and ``duration_days`` read right out of
    ``releases``; ``right`` of ``cases``. What was not compared in a set is missing.
    """
    rows = []
    for name, own in first_contacts(folder).groupby("set", sort=False):
        ties = own[own["of"].isna()]
        facts = own.dropna(subset=["of"]).set_index("what")
        rows.append(
            {
                "measured": own["measured"].iloc[0],
                "set": name,
                "ties": int((ties["right"] + ties["missed"]).sum()) if len(ties) else pd.NA,
                "f1_together": _f1(ties[ties["what"].isin(TOGETHER)]),
                "f1": _f1(ties),
                **{fact: facts["right"].get(fact, pd.NA) for fact in MEASURED_FACTS},
                "releases": facts["of"].get(MEASURED_FACTS[0], pd.NA),
                "right": facts["right"].get("cases", pd.NA),
                "cases": facts["of"].get("cases", pd.NA),
            }
        )
    counts = ("ties", *MEASURED_FACTS, "releases", "right", "cases")
    return pd.DataFrame(rows).astype(dict.fromkeys(counts, "Int64"))


def _f1(ties: pd.DataFrame) -> float:
    right, besides, missed = (int(ties[key].sum()) for key in ("right", "besides", "missed"))
    return rates(right, besides, missed)["f1"]


MEASURED_FACTS = ("event_place", "participants", "duration_days")
"""The facts of an event that first contacts compare."""

FIRST_CONTACTS = {
    "measured": "str",
    "set": "str",
    "what": "str",
    "right": "Int64",
    "besides": "Int64",
    "missed": "Int64",
    "of": "Int64",
}
