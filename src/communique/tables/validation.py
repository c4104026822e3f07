"""Tables of how far the reading can be trusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from communique import agreement, theme_validation, validation
from communique.figures.style import role_name
from communique.tables.spec import RELEASE, SPAN, TableSpec, Take, with_range
from communique.wording import decimal, interval, percent

if TYPE_CHECKING:
    from communique.study import Study


def _scores_of(study: Study, *sets: str) -> pd.DataFrame:
    scores = validation.tie_scores(validation.outcomes(study))
    return scores[scores["set"].isin(sets)].reset_index(drop=True)


def _set(row: Any) -> str:
    return validation.SETS[row.set]


def _of(right: Any, total: Any) -> str:
    return "–" if pd.isna(total) else f"{right} of {total}"


def _first_facts(row: Any) -> str:
    if pd.isna(row.releases):
        return "–"
    found = ", ".join(str(getattr(row, fact)) for fact in validation.MEASURED_FACTS)
    return f"{found} of {row.releases}"


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


def _theme_set(row: Any) -> str:
    return theme_validation.SETS[row.set]


def _labelled(frame: pd.DataFrame, study: Study) -> pd.DataFrame:
    """With the label of each theme; whole sets keep their name."""
    labels = study.theme_labels
    named = frame["theme"].map(labels).fillna(frame["theme"])
    frame.insert(list(frame.columns).index("theme") + 1, "label", named)
    return frame


def _agreement(study: Study) -> pd.DataFrame:
    return _labelled(theme_validation.theme_agreement(study), study)


def _theme_errors(study: Study) -> pd.DataFrame:
    return _labelled(theme_validation.theme_errors(study), study)


def _corrected_range(row: Any) -> str | None:
    if pd.isna(row.corrected_low):
        return None
    return interval(row.corrected_low, row.corrected_high)


def _alpha(row: Any) -> str | None:
    if pd.isna(row.alpha):
        return None
    ends = "" if pd.isna(row.low) else f" ({decimal(row.low, 2)} to {decimal(row.high, 2)})"
    return f"{decimal(row.alpha, 2)}{ends}"


def _first_contact(study: Study) -> pd.DataFrame:
    """Scores of the themes when the invented sets were first met, beside those of today."""
    now = theme_validation.theme_scores(study)[["set", "theme", "f1"]]
    now = now.rename(columns={"f1": "f1_now"})
    found = theme_validation.first_contact().merge(now, on=["set", "theme"], how="left")
    return _labelled(found, study)


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
        "One row a set, measured once, before anything that the set showed was mended. Counts by "
        "role stand in first_contacts.csv.",
        {
            "measured": "Day of the measurement.",
            "set": "What was met for the first time.",
            "ties": "Ties expected.",
            "f1_together": "F1 of organizers and funders.",
            "f1": "F1 over all roles.",
            "event_place": "Releases whose place was read right.",
            "participants": "Releases whose participants were.",
            "duration_days": "Releases whose duration was.",
            "releases": "Releases.",
            "right": "Cases read right: every tie, name or fact, and none besides.",
            "cases": "Single sentences, lists of names or passages.",
        },
        lambda study: validation.first_contact_sets(),
        {
            "Set": lambda row: row.set[:1].upper() + row.set[1:],
            "Ties": "ties",
            "F1, organiser and funder": "f1_together",
            "F1, all roles": "f1",
            "Place, people, days": _first_facts,
            "Cases right": lambda row: _of(row.right, row.cases),
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
        page_rows=60,
    ),
    TableSpec(
        "tab-theme-scores",
        "Themes against readers",
        "One row a set and theme. Precision: of the sentences flagged, how many carry the theme. "
        "Recall: of those that carry it, how many are flagged.",
        {
            "set": "What was compared.",
            "theme": "Id of the theme.",
            "label": "Name of the theme.",
            "sentences": "Sentences compared.",
            "found": "Sentences that carry the theme and are flagged.",
            "besides": "Sentences flagged that do not carry it.",
            "missed": "Sentences that carry it and are not flagged.",
            "passed": "Sentences that neither carry it nor are flagged.",
            "precision": "found / (found + besides).",
            "precision_low": "Lower end of its exact 95 % interval (Clopper and Pearson).",
            "precision_high": "Its upper end.",
            "recall": "found / (found + missed), also called sensitivity.",
            "recall_low": "Lower end of its exact 95 % interval.",
            "recall_high": "Its upper end.",
            "specificity": "passed / (passed + besides).",
            "f1": "2 found / (2 found + besides + missed).",
        },
        theme_validation.theme_scores,
        {
            "Set": _theme_set,
            "Theme": "label",
            "Right, wrong, missed": lambda row: f"{row.found}, {row.besides}, {row.missed}",
            "Precision, %": lambda row: with_range(
                row.precision, row.precision_low, row.precision_high
            ),
            "Recall, %": lambda row: with_range(row.recall, row.recall_low, row.recall_high),
            "F1": "f1",
        },
        "notebooks/validation_themes",
    ),
    TableSpec(
        "tab-theme-agreement",
        "How far the two codings agree",
        "One row a set and theme, then whole sets of themes. Both coders are machine readers, so "
        "that these values are upper bounds of what people would reach.",
        {
            "set": "Whose sentences.",
            "theme": f"Id of the theme, or {agreement.ALL_THEMES}.",
            "label": "Name of the theme.",
            "sentences": "Sentences coded twice.",
            "both": "Sentences that carry the theme by both codings.",
            "one_only": "By the first only.",
            "other_only": "By the second only.",
            "alpha": "Krippendorff's alpha, nominal; for sets with MASI distance.",
            "low": "Lower end of the 95 % interval over resampled sentences.",
            "high": "Its upper end.",
        },
        _agreement,
        {
            "Set": _theme_set,
            "Theme": "label",
            "Both": "both",
            "First only": "one_only",
            "Second only": "other_only",
            "Alpha": _alpha,
        },
        "notebooks/validation_themes",
    ),
    TableSpec(
        "tab-theme-first-contact",
        "Themes at first contact with the invented releases",
        "One row a set and theme: counts and F1 when the set was first met, and F1 of today.",
        {
            "measured": "Day of the first measurement.",
            "set": "The set.",
            "theme": "Id of the theme.",
            "label": "Name of the theme.",
            "found": "Sentences that carried the theme and were flagged.",
            "besides": "Sentences flagged that did not carry it.",
            "missed": "Sentences that carried it and were not flagged.",
            "f1": "F1 then.",
            "f1_now": "F1 of today.",
        },
        _first_contact,
        {
            "Set": _theme_set,
            "Theme": "label",
            "Right, wrong, missed": lambda row: f"{row.found}, {row.besides}, {row.missed}",
            "F1 then": "f1",
            "F1 now": "f1_now",
        },
        "notebooks/validation_themes",
    ),
    TableSpec(
        "tab-theme-titles",
        "Themes of titles against the subjects of the wider record",
        "One row a theme that is also a subject of the record, over the events whose text is not "
        "held here. Subjects were coded from whole releases, so that a title may well lack them.",
        {
            "theme": "Id of the theme.",
            "label": "Name of the theme.",
            "events": "Events with the theme among their subjects.",
            "titles": "Titles in which the theme is found.",
            "both": "Of these, titles of such events.",
            "precision": "both / titles.",
            "low": "Lower end of its exact 95 % interval (Clopper and Pearson).",
            "high": "Its upper end.",
        },
        theme_validation.title_scores,
        {
            "Theme": "label",
            "Events": "events",
            "Titles": "titles",
            "Both": "both",
            "Precision, %": lambda row: with_range(row.precision, row.low, row.high),
        },
        "notebooks/validation_themes",
    ),
    TableSpec(
        "tab-theme-errors",
        "Every theme missed or found besides",
        "One row a sentence and theme.",
        {
            "set": "Which sentences.",
            **RELEASE,
            **SPAN,
            "theme": "Id of the theme.",
            "label": "Name of the theme.",
            "outcome": "Missed or found besides.",
            "indicator": "The indicator, of a theme found besides.",
            "text": "The sentence.",
        },
        _theme_errors,
        {
            "Set": _theme_set,
            "Theme": "label",
            "Outcome": "outcome",
            "Indicator": "indicator",
            "Sentence of the text": "text",
        },
        "notebooks/validation_themes",
        page_rows=40,
    ),
    TableSpec(
        "tab-corrected-shares",
        "Theme shares corrected for the dictionary's errors",
        "One row a release and theme. The correction uses the sensitivity and specificity measured "
        "on the held-out invented releases, and carries their uncertainty on. Impossible: more "
        "sentences are flagged than this sensitivity allows. The intervals have "
        "two sides, also where a theme is absent.",
        {
            **RELEASE,
            "date": "Day that the release reports.",
            "theme": "Id of the theme.",
            "label": "Name of the theme.",
            "sentences_with_theme": "Counted sentences that carry the theme.",
            "sentences": "Counted sentences.",
            "share": "The first divided by the second.",
            "low": "Lower end of the Jeffreys interval.",
            "high": "Its upper end.",
            "corrected": (
                "(share + specificity - 1) / (sensitivity + specificity - 1), within 0 and 1."
            ),
            "corrected_low": "Lower end of its 95 % interval.",
            "corrected_high": "Its upper end.",
        },
        theme_validation.corrected_shares,
        {
            "Date": "date",
            "Theme": "label",
            "Share": lambda row: percent(row.share),
            "95 % interval": lambda row: interval(row.low, row.high),
            "Corrected": lambda row: (
                "impossible" if pd.isna(row.corrected) else percent(row.corrected)
            ),
            "Interval, corrected": _corrected_range,
        },
        "notebooks/validation_themes",
    ),
)
