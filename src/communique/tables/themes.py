"""Tables of themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from communique.contrast import METHODS, contrast_intervals, frame_balance, without_each_release
from communique.overlap import sentences_with_both, theme_overlap
from communique.resampling import bootstrap_intervals
from communique.shares import QUESTION, QUESTION_FRAMES, partially_pooled, shares_by_choice
from communique.tables.spec import RELEASE, SENTENCE, SPAN, TableSpec
from communique.trend import theme_trends
from communique.wording import decimal, interval, percent, points, signed

if TYPE_CHECKING:
    from communique.study import Study


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


POOLING = (2, 10, 30)
"""Strengths of partial pooling that are shown, in sentences of average content."""


def _question(study: Study) -> pd.DataFrame:
    """Counted sentences that carry a theme of the declared question."""
    flags = study.theme_flags
    chosen = flags.loc[flags[list(QUESTION)].any(axis=1), ["release", "sentence", *QUESTION]]
    texts = study.sentences[["release", "sentence", "text"]]
    return chosen.merge(texts, on=["release", "sentence"])


def _releases(study: Study) -> list[str]:
    return list(study.releases["release"])


def _contrast(study: Study) -> pd.DataFrame:
    ends = study.ends or ("", "")
    frame = contrast_intervals(study.theme_flags, *ends)
    return frame.assign(label=frame["method"].map(METHODS))


def _without_release(study: Study) -> pd.DataFrame:
    return without_each_release(study.theme_flags, _releases(study))


def _frames(study: Study) -> pd.DataFrame:
    one, other = map(study.themes_of, QUESTION_FRAMES)
    found = frame_balance(study.theme_flags, _releases(study), one, other)
    return study.releases[["release", "date"]].merge(found, on="release")


def _resampled(study: Study) -> pd.DataFrame:
    """Percentile intervals of resampled sentences and of blocks, beside those of Jeffreys."""
    themes = list(study.themes["theme"])
    frame = study.theme_shares[["release", "date", "theme", "label", "share", "low", "high"]]
    for block in (1, 2, 3):
        found = bootstrap_intervals(study.theme_flags, _releases(study), themes, block=block)
        names = {"low": f"low_{block}", "high": f"high_{block}"}
        frame = frame.merge(found.rename(columns=names), on=["release", "theme"])
    return frame


def _pooled(study: Study) -> pd.DataFrame:
    frame = study.theme_shares[
        ["release", "date", "theme", "label", "sentences_with_theme", "sentences", "share"]
    ].copy()
    sums = frame.groupby("theme")[["sentences_with_theme", "sentences"]].sum()
    means = sums["sentences_with_theme"] / sums["sentences"]
    for strength in POOLING:
        frame[f"pooled_{strength}"] = [
            partially_pooled(row.sentences_with_theme, row.sentences, means[row.theme], strength)
            for row in frame.itertuples(index=False)
        ]
    return frame


def _overlap(study: Study) -> pd.DataFrame:
    pairs = theme_overlap(study.theme_flags, _releases(study), list(study.themes["theme"]))
    labels = study.theme_labels
    for place, name in enumerate(("theme", "other_theme")):
        pairs.insert(place, name.replace("theme", "label"), pairs[name].map(labels))
    return pairs


def _both_frames(study: Study) -> pd.DataFrame:
    one, other = map(study.themes_of, QUESTION_FRAMES)
    found = sentences_with_both(study.sentences, study.theme_flags, one, other)
    labels = study.theme_labels
    named = ["; ".join(labels[theme] for theme in own.split(", ")) for own in found["themes"]]
    found.insert(list(found.columns).index("themes") + 1, "labels", named)
    return found


def _coded_sentences(study: Study) -> pd.DataFrame:
    """Every counted sentence with its themes and the words that indicate them."""
    counted = study.sentences[study.sentences["counted"]]
    labels = study.theme_labels
    texts = {release.id: release.text for release in study.order}
    hits = study.hits.assign(
        label=study.hits["theme"].map(labels),
        words=[
            texts[release][start:end]
            for release, start, end in study.hits[["release", "start", "end"]].itertuples(
                index=False
            )
        ],
    )
    keys = ["release", "sentence"]
    told = (
        hits.groupby(keys)
        .agg(
            themes=("label", lambda own: "; ".join(dict.fromkeys(own))),
            words=("words", lambda own: "; ".join(dict.fromkeys(own))),
        )
        .reset_index()
    )
    frame = counted[[*keys, "part", "quoted", "text"]].merge(told, on=keys, how="left")
    frame[["themes", "words"]] = frame[["themes", "words"]].astype("object").fillna("")
    return frame[[*keys, "part", "quoted", "themes", "words", "text"]]


def _slope(row: Any) -> str:
    return f"{100 * row.slope_per_year:+.1f}".replace("-", "−")


def _interval_of(low: str, high: str) -> Any:
    def take(row: Any) -> str | None:
        ends = getattr(row, low), getattr(row, high)
        return None if pd.isna(ends[0]) else interval(*ends)

    return take


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
            "Text": "text",
            "Human rights": "human_rights",
            "Violent extremism": "violent_extremism",
        },
        "notebooks/rights_within_extremism",
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
    TableSpec(
        "tab-contrast",
        "The declared contrast, with four kinds of interval",
        "One row a method. The contrast is the share of violent extremism minus that of "
        "human rights, "
        "in the last release minus in the first.",
        {
            "method": "Id of the method.",
            "estimate": "The contrast as counted.",
            "low": "Lower end of the 95 % interval.",
            "high": "Upper end.",
            "above_zero": "Share of draws in which the contrast is positive.",
            "label": "The method in words.",
        },
        _contrast,
        {
            "Method": "label",
            "Contrast and 95 % interval": lambda row: points(row.estimate, row.low, row.high),
            "Draws above zero": lambda row: f"{100 * row.above_zero:.1f} %",
        },
        "notebooks/themes_over_time",
    ),
    TableSpec(
        "tab-contrast-without-release",
        "The declared contrast when one release is left out",
        "One row a release left out; the first row leaves out none. First and last are those "
        "of the "
        "others.",
        {
            "left_out": "Id of the release left out; empty for none.",
            "first": "First of the others.",
            "last": "Last of the others.",
            "contrast": "The contrast between these.",
        },
        _without_release,
        {
            "Left out": lambda row: row.left_out or "none",
            "First": "first",
            "Last": "last",
            "Contrast, points": lambda row: signed(row.contrast),
        },
        "notebooks/themes_over_time",
    ),
    TableSpec(
        "tab-frames",
        "Rights against security",
        "One row a release: sentences of either frame, and the logarithm of their ratio with "
        "a half "
        "added to both. Positive: rights outweigh security.",
        {
            **RELEASE,
            "date": "Day that the release reports.",
            "one": "Counted sentences that carry a theme of the frame of rights.",
            "other": "Counted sentences that carry a theme of the frame of security.",
            "sentences": "Counted sentences.",
            "log_ratio": "ln((one + 1/2) / (other + 1/2)).",
            "low": "Lower end of the 95 % interval, from draws of the joint posterior.",
            "high": "Upper end.",
            "p": "Exact sign test of the sentences that carry one of the frames only.",
        },
        _frames,
        {
            "Date": "date",
            "Rights": "one",
            "Security": "other",
            "p, sign test": lambda row: decimal(row.p, 2),
            "Log-ratio": "log_ratio",
            "95 % interval": lambda row: f"{decimal(row.low)} to {decimal(row.high)}",
        },
        "notebooks/themes_over_time",
    ),
    TableSpec(
        "tab-trends",
        "Trend tests, with the smallest p that could be reached",
        "One row a theme. S is the number of pairs of releases that rise minus those that fall.",
        {
            "theme": "Id of the theme.",
            "label": "Name of the theme.",
            "releases": "Dated releases.",
            "s": "Pairs of releases that rise minus pairs that fall.",
            "slope_per_year": "Median change of the share per year over all pairs (Theil and Sen).",
            "p": "Exact two-sided p over all orders of the values.",
            "smallest_p": "Smallest p that these values could reach in any order.",
            "gap_after": "Release after which the mean share differs most from that before.",
            "gap": "Mean share after it minus mean share before; a description and no test.",
            "p_holm": "p after Holm's adjustment for the number of themes.",
        },
        lambda study: theme_trends(study.theme_shares),
        {
            "Theme": "label",
            "S": "s",
            "Slope, points a year": lambda row: f"{100 * row.slope_per_year:+.1f}".replace(
                "-", "−"
            ),
            "p": lambda row: decimal(row.p, 3),
            "Smallest p": lambda row: decimal(row.smallest_p, 3),
            "p, Holm": lambda row: decimal(row.p_holm, 2),
        },
        "notebooks/themes_over_time",
    ),
    TableSpec(
        "tab-resampled-shares",
        "Theme shares with intervals from resampled sentences",
        "One row a release and theme. An interval is missing where no or every sentence "
        "carries the "
        "theme, since every resample is then the same.",
        {
            **RELEASE,
            "date": "Day that the release reports.",
            "theme": "Id of the theme.",
            "label": "Name of the theme.",
            "share": "Share of counted sentences.",
            "low": "Lower end of the Jeffreys interval.",
            "high": "Its upper end.",
            "low_1": "Lower end from resampled sentences.",
            "high_1": "Its upper end.",
            "low_2": "Lower end from blocks of two sentences.",
            "high_2": "Its upper end.",
            "low_3": "Lower end from blocks of three sentences.",
            "high_3": "Its upper end.",
        },
        _resampled,
        {
            "Date": "date",
            "Theme": "label",
            "Share": lambda row: percent(row.share),
            "Jeffreys": _interval_of("low", "high"),
            "Sentences": _interval_of("low_1", "high_1"),
            "Blocks of two": _interval_of("low_2", "high_2"),
        },
        "book/data",
    ),
    TableSpec(
        "tab-pooled-shares",
        "Theme shares drawn towards their mean",
        "One row a release and theme. How alike releases are cannot be estimated from so few, so "
        "three strengths are shown.",
        {
            **RELEASE,
            "date": "Day that the release reports.",
            "theme": "Id of the theme.",
            "label": "Name of the theme.",
            "sentences_with_theme": "Counted sentences that carry the theme.",
            "sentences": "Counted sentences.",
            "share": "The first divided by the second.",
            **{
                f"pooled_{strength}": f"Posterior mean with a prior of {strength} sentences."
                for strength in POOLING
            },
        },
        _pooled,
        {
            "Date": "date",
            "Theme": "label",
            "Share": lambda row: percent(row.share),
            "Weak pooling": lambda row: percent(row.pooled_2),
            "Middling": lambda row: percent(row.pooled_10),
            "Strong": lambda row: percent(row.pooled_30),
        },
        "book/data",
    ),
    TableSpec(
        "tab-overlap",
        "Which themes share a sentence",
        "One row a pair of themes over all counted sentences.",
        {
            "label": "Name of one theme.",
            "other_label": "Name of the other.",
            "theme": "Id of the one.",
            "other_theme": "Id of the other.",
            "both": "Sentences that carry both.",
            "with_theme": "Sentences that carry the one.",
            "with_other": "Sentences that carry the other.",
            "sentences": "Counted sentences.",
            "lift": "both x sentences / (with_theme x with_other); 1 where they are independent.",
            "other_given_theme": "Share of sentences of the one that carry the other.",
            "theme_given_other": "The reverse.",
            "expected": "Expected common sentences when flags are shuffled inside each release.",
            "p_more": "Probability of as many or more then.",
            "p_fewer": "Probability of as many or fewer.",
            "smallest_p": "Smallest p_more that the same counts could reach.",
            "chance_of_small_p": "Probability then of a p_more of at most 0.05.",
        },
        _overlap,
        {
            "Themes": lambda row: f"{row.label} · {row.other_label}",
            "Both": lambda row: f"{row.both} of {row.with_theme} and {row.with_other}",
            "Lift": "lift",
            "Expected": "expected",
            "p, more": lambda row: decimal(row.p_more, 3),
            "Smallest p": lambda row: decimal(row.smallest_p, 3),
        },
        "book/data",
    ),
    TableSpec(
        "tab-rights-and-security",
        "Every sentence that speaks of rights and of security",
        "One row a counted sentence that carries a theme of both frames.",
        {
            **RELEASE,
            **SENTENCE,
            "quoted": "Whether more than half of it is quoted speech.",
            "themes": "Its themes of both frames.",
            "labels": "Their names.",
            "text": "The sentence as printed.",
        },
        _both_frames,
        {
            "Release": "release",
            "Sentence": "sentence",
            "Text": "text",
            "Quoted": "quoted",
            "Themes": "labels",
        },
        "notebooks/rights_within_extremism",
    ),
    TableSpec(
        "tab-coded-sentences",
        "Every sentence with its themes",
        "One row a counted sentence, with the words that indicate its themes.",
        {
            **RELEASE,
            **SENTENCE,
            "part": "Title or body.",
            "quoted": "Whether more than half of it is quoted speech.",
            "themes": "Names of its themes.",
            "words": "The words that indicate them, as printed.",
            "text": "The sentence as printed.",
        },
        _coded_sentences,
        {
            "Release": "release",
            "Sentence": "sentence",
            "Quoted": "quoted",
            "Themes": "themes",
            "Indicated by": "words",
        },
        "notebooks/what_it_speaks_of",
    ),
)
