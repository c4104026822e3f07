"""Tables of themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from communique.shares import QUESTION, shares_by_choice
from communique.tables.spec import RELEASE, SENTENCE, SPAN, TableSpec
from communique.wording import interval, percent

if TYPE_CHECKING:
    from communique.study import Study


def _question(study: Study) -> pd.DataFrame:
    """Counted sentences that carry a theme of the declared question."""
    frame = study.sentences.loc[study.sentences["counted"], ["release", "sentence", "text"]]
    for theme in QUESTION:
        own = study.hits.loc[study.hits["theme"] == theme, ["release", "sentence"]]
        flagged = set(own.itertuples(index=False, name=None))
        keys = zip(frame["release"], frame["sentence"], strict=True)
        frame[theme] = [key in flagged for key in keys]
    chosen = frame[frame[list(QUESTION)].any(axis=1)]
    return chosen[["release", "sentence", *QUESTION, "text"]].reset_index(drop=True)


def _choices(study: Study) -> pd.DataFrame:
    return shares_by_choice(study.releases, study.sentences, study.hits, study.themes)


def _span(row: Any) -> str:
    return f"{row.start}–{row.end}"


def _of(row: Any) -> str:
    return f"{row.sentences_with_theme} of {row.sentences}"


def _range(row: Any) -> str:
    if row.sentences_with_theme:
        return interval(row.low, row.high)
    return f"at most {percent(row.absent_below)}"


_SHARES = {
    **RELEASE,
    "date": "Day that the release reports.",
    "theme": "Id of the theme.",
    "label": "Name of the theme.",
    "frame": "Frame of the theme; empty for the form of work.",
    "sentences_with_theme": "Counted sentences that carry the theme.",
    "sentences": "Counted sentences.",
    "share": "The first divided by the second; empty where there is no sentence.",
    "low": "Lower end of the 95 % Jeffreys interval.",
    "high": "Upper end of the 95 % Jeffreys interval.",
    "absent_below": "Where no sentence carries the theme: one-sided 95 % bound of the share.",
    "hits": "Indicator phrases found in counted sentences.",
    "words": "Words of the counted sentences.",
    "per_1000_words": "Indicator phrases for each 1,000 words.",
}

TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "tab-theme-hits",
        "The indicator phrases found",
        "One row a phrase of the codebook found in a sentence.",
        {
            **RELEASE,
            "theme": "Id of the theme.",
            "indicator": "Indicator of the codebook.",
            **SPAN,
            **SENTENCE,
            "sentence_start": "First character of the sentence.",
            "sentence_end": "Character after its last one.",
            "quoted": "Whether more than half of the sentence is quoted speech.",
            "part": "Title or body.",
        },
        lambda study: study.hits,
        {
            "Release": "release",
            "Theme": "theme",
            "Indicator": "indicator",
            "Sentence": "sentence",
            "Characters": _span,
            "Quoted": "quoted",
        },
        "book/data",
    ),
    TableSpec(
        "tab-theme-shares",
        "Theme shares with intervals",
        "One row a release and theme. Shares are not exclusive: a sentence may carry several "
        "themes. The range is the 95 % Jeffreys interval, or, for an absent theme, the largest "
        "share that its absence leaves possible.",
        _SHARES,
        lambda study: study.theme_shares,
        {
            "Date": "date",
            "Theme": "label",
            "Sentences": _of,
            "Share": lambda row: percent(row.share),
            "95 % range": _range,
            "Per 1,000 words": "per_1000_words",
        },
        "notebooks/themes_over_time",
    ),
    TableSpec(
        "tab-rights-extremism",
        "Every sentence that speaks of human rights or of violent extremism",
        "One row a counted sentence; both may hold.",
        {
            **RELEASE,
            **SENTENCE,
            "human_rights": "Whether the sentence carries the theme.",
            "violent_extremism": "Whether the sentence carries the theme.",
            "text": "The sentence as printed.",
        },
        _question,
        {
            "Release": "release",
            "Sentence": "sentence",
            "Human rights": "human_rights",
            "Extremism": "violent_extremism",
            "Text": "text",
        },
        "notebooks/themes_over_time",
    ),
    TableSpec(
        "tab-share-choices",
        "Theme shares under four choices of sentences",
        "One row a choice, release and theme.",
        {"choice": "Which sentences were measured.", **_SHARES},
        _choices,
        {
            "Choice": "choice",
            "Date": "date",
            "Theme": "label",
            "Sentences": _of,
            "Share": lambda row: percent(row.share),
            "95 % range": _range,
        },
        "book/data",
    ),
)
