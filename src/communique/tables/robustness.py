"""Tables of doubt: the claims, the multiverse, and what cannot be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from communique import claims, limits, multiverse
from communique.tables.spec import TableSpec
from communique.wording import fill, points, signed

if TYPE_CHECKING:
    from communique.study import Study


def _ledger(study: Study) -> pd.DataFrame:
    from communique.numbers import numbers

    frame = claims.ledger(study)
    known = numbers(study)
    sentences = [fill(claims.find_claim(one).sentence, known) for one in frame["claim"]]
    frame = frame.drop(columns="expected")
    frame.insert(2, "sentence", sentences)
    return frame


def _without_indicator(study: Study) -> pd.DataFrame:
    frame = multiverse.without_each_indicator(study)
    labels = study.theme_labels
    frame.insert(1, "label", frame["theme"].map(labels))
    return frame


def _of(part: str, whole: str) -> Any:
    def take(row: Any) -> str | None:
        total = getattr(row, whole)
        return None if pd.isna(total) else f"{getattr(row, part):,} of {total:,}"

    return take


_CHOICES = {
    "title": "Whether titles count.",
    "quotations": "Whether sentences that are mostly quotation count.",
    "unit": "Sentence or paragraph.",
    "repetitions": "Whether a repeated paragraph counts once or as printed.",
    "indicators": "Which indicators of the codebook are used.",
    "word_forms": "Whether words are compared as listed or by their stems.",
}

TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "tab-claims",
        "The ledger of claims",
        "One row a claim, judged anew at every build.",
        {
            "claim": "Id of the claim.",
            "head": "The claim.",
            "sentence": "What it rests on, in a sentence.",
            "front": "Whether the front page has it.",
            "verdict": "Holds, does not hold, or cannot be told.",
            "value": "The number on which the verdict rests.",
            "low": "Lower end of its 95 % interval, where it has one.",
            "high": "Upper end.",
            "words": "The number in words.",
            "universes": "Ways of counting; empty for claims that are not about themes.",
            "true_in": "Ways in which the statement is true of the counts.",
            "universes_left_out": "The same, each without one indicator.",
            "true_left_out": "Of these, how many leave the statement true.",
            "releases": "Releases that were left out, one at a time.",
            "true_without_release": "Of these, how often the statement stayed true.",
            "figure": "Figure that shows it.",
            "page": "Chapter that argues it.",
        },
        _ledger,
        {
            "Claim": "head",
            "Verdict": "verdict",
            "Number": "words",
            "Ways of counting": _of("true_in", "universes"),
            "Without an indicator": _of("true_left_out", "universes_left_out"),
            "Without a release": _of("true_without_release", "releases"),
        },
        "notebooks/robustness",
    ),
    TableSpec(
        "tab-choices",
        "The declared contrast by each choice",
        "One row a way of choosing, over all combinations of the other choices.",
        {
            "choice": "What is chosen.",
            "way": "The way of choosing; the first of each is that of the book.",
            "universes": "Combinations with this way.",
            "smallest": "Smallest contrast among them.",
            "median": "The middle one.",
            "largest": "The largest.",
        },
        multiverse.by_choice,
        {
            "Choice": lambda row: row.choice.replace("_", " ").capitalize(),
            "Way": "way",
            "Ways": "universes",
            "Smallest, points": lambda row: signed(row.smallest),
            "Median, points": lambda row: signed(row.median),
            "Largest, points": lambda row: signed(row.largest),
        },
        "notebooks/robustness",
    ),
    TableSpec(
        "tab-without-indicator",
        "The declared contrast without each indicator",
        "One row an indicator of the two themes that is found in these releases, the largest "
        "change "
        "first.",
        {
            "theme": "Id of the theme.",
            "label": "Name of the theme.",
            "indicator": "The indicator left out.",
            "contrast": "The contrast without it.",
            "change": "Difference to the contrast with all indicators.",
        },
        _without_indicator,
        {
            "Theme": "label",
            "Indicator left out": "indicator",
            "Contrast, points": lambda row: signed(row.contrast),
            "Change, points": lambda row: signed(row.change),
        },
        "notebooks/robustness",
    ),
    TableSpec(
        "tab-multiverse",
        "Every way of counting",
        "One row a combination of choices, from the smallest contrast to the largest.",
        {
            **_CHOICES,
            "contrast": "The declared contrast.",
            "low": "Lower end of its 95 % interval, from draws of the posterior.",
            "high": "Its upper end.",
            "lowest": "The smallest when at most one indicator is left out.",
            "highest": "The largest then.",
        },
        multiverse.specification_curve,
        {
            "Title": "title",
            "Quotations": "quotations",
            "Unit": "unit",
            "Repetitions": "repetitions",
            "Indicators": "indicators",
            "Contrast": lambda row: points(row.contrast, row.low, row.high),
        },
        "book/data",
    ),
    TableSpec(
        "tab-cannot-be-told",
        "What cannot be told, and what it would take",
        "One row a question. It would take: the fewest releases, or sentences, with which the "
        "question could "
        "be decided at all.",
        {
            "question": "The question.",
            "now": "What there is now.",
            "why": "Why that does not decide it.",
            "needed": "What it would take; empty where no number of releases would do.",
            "instead": "What would have to be brought instead, or besides.",
        },
        limits.questions,
        {
            "Question": "question",
            "Why not": "why",
            "It would take": "needed",
            "Besides, or instead": "instead",
        },
        "book/what_cannot_be_told",
    ),
)
