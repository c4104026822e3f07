"""Tables of how far the reading can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from communique import validation
from communique.figures.style import role_name
from communique.tables.spec import TableSpec, Take, with_range
from communique.wording import interval, percent

if TYPE_CHECKING:
    from communique.study import Study


def _scores_of(study: Study, *sets: str) -> pd.DataFrame:
    scores = validation.tie_scores(validation.outcomes(study))
    return scores[scores["set"].isin(sets)].reset_index(drop=True)


def _set(row: Any) -> str:
    return validation.SETS[row.set]


def _what(row: Any) -> str:
    return role_name(row.what) if pd.isna(row.of) else str(row.what).replace("_", " ").capitalize()


def _first_right(row: Any) -> str:
    return str(row.right) if pd.isna(row.of) else f"{row.right} of {row.of}"


_SCORES = {
    "set": "What was compared.",
    "role": "Role, or organizer and funder together, or all roles.",
    "right": "Ties expected and read.",
    "besides": "Ties read that were not expected.",
    "missed": "Ties expected that were not read.",
    "precision": "right / (right + besides).",
    "precision_low": "Lower end of its exact 95 % interval (Clopper and Pearson).",
    "precision_high": "Its upper end.",
    "recall": "right / (right + missed).",
    "recall_low": "Lower end of its exact 95 % interval.",
    "recall_high": "Its upper end.",
    "f1": "2 right / (2 right + besides + missed).",
}
_SCORES_PAGE: dict[str, Take] = {
    "Set": _set,
    "Role": lambda row: role_name(row.role),
    "Right, besides, missed": lambda row: f"{row.right}, {row.besides}, {row.missed}",
    "Precision, %": lambda row: with_range(row.precision, row.precision_low, row.precision_high),
    "Recall, %": lambda row: with_range(row.recall, row.recall_low, row.recall_high),
    "F1": "f1",
}

TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "tab-validation-five",
        "Ties of the five releases against two yardsticks",
        "One row a yardstick and role. The rules were written with these releases in view.",
        _SCORES,
        lambda study: _scores_of(study, "five", "record"),
        _SCORES_PAGE,
        "notebooks/validation",
    ),
    TableSpec(
        "tab-validation-invented",
        "Ties of invented releases",
        "One row a set and role. The rules were mended from texts of the development set; those of "
        "the held-out set were not looked at.",
        _SCORES,
        lambda study: _scores_of(study, "development", "held_out"),
        _SCORES_PAGE,
        "notebooks/validation",
    ),
    TableSpec(
        "tab-validation-facts",
        "Facts of events read right",
        "One row a set and a fact of the event.",
        {
            "set": "What was compared.",
            "field": "The fact.",
            "right": "Releases in which it was read as expected, or is missing in both.",
            "releases": "Releases compared.",
            "share": "The first divided by the second.",
            "low": "Lower end of the exact 95 % interval (Clopper and Pearson).",
            "high": "Its upper end.",
        },
        lambda study: validation.fact_scores(validation.facts(study)),
        {
            "Set": _set,
            "Fact": lambda row: row.field.replace("_", " "),
            "Right": lambda row: f"{row.right} of {row.releases}",
            "Share": lambda row: percent(row.share),
            "95 % range": lambda row: interval(row.low, row.high),
        },
        "notebooks/validation",
    ),
    TableSpec(
        "tab-validation-first-contact",
        "Scores at first contact",
        "One row a set and what was compared in it, measured once, before anything that the set "
        "showed was mended.",
        {
            "measured": "Day of the measurement.",
            "set": "What was met for the first time.",
            "what": "Role, fact of the event, or whole cases.",
            "right": "Read right.",
            "besides": "Ties read that are not there; empty where no ties were compared.",
            "missed": "Ties not read; empty where no ties were compared.",
            "of": "Number compared, where no ties were compared.",
            "score": "F1 of ties; else the share read right.",
        },
        lambda study: validation.first_contacts(),
        {
            "Set": lambda row: row.set[:1].upper() + row.set[1:],
            "What": _what,
            "Right": _first_right,
            "Besides": "besides",
            "Missed": "missed",
            "F1 or share": "score",
        },
        "notebooks/validation",
    ),
    TableSpec(
        "tab-validation-titles",
        "Ties read from titles alone, against the wider record",
        "One row a role, over the events of the wider record whose text is not held here.",
        {
            "role": "Role as read from the title.",
            "ties": "Ties read.",
            "same": "Of these, ties that the record has.",
            "other_role": "Ties whose body the record has in another role only.",
            "neither": "Ties whose body the record does not have in the event.",
        },
        validation.title_verdicts,
        {
            "Role": lambda row: role_name(row.role),
            "Ties read": "ties",
            "In the record": "same",
            "In another role": "other_role",
            "Not in the record": "neither",
        },
        "notebooks/validation",
    ),
    TableSpec(
        "tab-validation-errors",
        "Every error",
        "One row a tie missed or read besides, or a fact of an event read wrong.",
        {
            "set": "What was compared.",
            "release": "Id of the release.",
            "what": "The tie (role and actor) or the fact.",
            "outcome": "Missed, besides or wrong.",
            "kind": "What is wrong: another role, another cut of the name, not read, not there.",
            "cue": "The cue as printed, of a tie read besides.",
            "rule": "Its rule.",
        },
        validation.errors,
        {
            "Set": _set,
            "Text": "release",
            "What": "what",
            "Outcome": "outcome",
            "Kind": "kind",
            "Rule": "rule",
        },
        "notebooks/validation",
    ),
)
