"""The figures on themes, each declared once, with words that come from its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from communique.figures import overlap, question, robustness, themes, validation, words, xray
from communique.figures.spec import FigureSpec
from communique.figures.style import DOUBLE, MIDDLE
from communique.figures.time import short_date
from communique.shares import QUESTION
from communique.trend import ALPHA
from communique.wording import count, in_words, joined, percent

if TYPE_CHECKING:
    from communique.study import Study


def _question_explain(study: Study) -> str:
    return (
        "Above: every counted sentence of each release in the order of the text, the title on top "
        "under a black line. R: it speaks of human rights; E: of violent extremism; a cell cut in "
        "two: of both. Below: the share of such sentences, dot for human rights and square for "
        "violent extremism, with its 95 % Jeffreys interval. Open marks: no sentence; the line "
        "reaches to the largest share that this leaves possible (one-sided, 95 %). The two "
        "marks stand "
        "a few days beside the date. R 3/7 reads: three of seven sentences. Grey bars: the name of "
        "the OSCE office in Kazakhstan at the time; broken lines: the days of its renaming."
    )


def _question_alt(study: Study) -> str:
    data = question.question_data(study)
    told = []
    for release in data.drop_duplicates("release").itertuples(index=False):
        own = data.loc[data["release"] == release.release, "speaks_of"]
        parts = [
            f"{getattr(release, f'{theme}_sentences_with_theme')} {label}"
            for theme, label in zip(QUESTION, ("on rights", "on extremism"), strict=True)
        ]
        both = int((own == question.BOTH).sum())
        parts += [f"{both} of these on both"] if both else []
        told.append(
            f"{short_date(release.date)}: of {count(len(own), 'sentence')} {', '.join(parts)}"
        )
    return f"Stacks of cells, one a sentence, on a date axis, with shares below. {'; '.join(told)}."


def _xray_explain(study: Study) -> str:
    return (
        "Columns are the releases, as wide as they have words; rows are themes, frame by frame. A "
        "tick stands where an indicator of the theme stands in the text, read from left to right. "
        "Thin lines part sentences, heavy ones frames; grey grounds are quoted speech."
    )


def _xray_alt(study: Study) -> str:
    data = xray.xray_data(study)
    hits = data[data["kind"] == "hit"]
    quoted = hits["quoted"].mean() if len(hits) else 0.0
    most = hits["label"].value_counts().head(3)
    told = joined(f"{label} {number}" for label, number in most.items())
    return (
        f"Grid of {count(hits['theme'].nunique(), 'theme')} by "
        f"{count(data['release'].nunique(), 'release')} with {count(len(hits), 'tick')}, "
        f"{percent(quoted)} of them in quoted speech. Most ticks: {told}."
    )


def _words_explain(study: Study) -> str:
    return (
        "Words ordered by z, the weighted log-odds ratio with an informative Dirichlet prior "
        "divided "
        "by its standard deviation. Right: relatively more in the last release; left: in the "
        "first. "
        "The dot uses a prior as long as a mean release; the line spans z under priors of a tenth, "
        "of one and of ten mean releases. All words in small letters. Open dots: words "
        "that one release alone holds. Counts: first → "
        "last. Stop words are left out. The measure ranks words and tests nothing."
    )


def _words_alt(study: Study) -> str:
    data = words.words_data(study)
    if data.empty:
        return "No two releases, no comparison of words: 0 dots."
    gained, lost = data[data["z"] > 0], data[data["z"] < 0]
    return (
        f"Dot plot of {count(len(data), 'word')} by z. Towards the last release: "
        f"{_counts(gained.head(5))}. Towards the first: "
        f"{_counts(lost.iloc[::-1].head(5))}. "
        f"{int((data['only_in'] != '').sum())} of the words stand in one release only."
    )


def _counts(rows: pd.DataFrame) -> str:
    return joined(f"{w.word} ({w.reference_count} to {w.target_count})" for w in rows.itertuples())


def _distances_explain(study: Study) -> str:
    return (
        "Each row is a pair of releases. The dot is the distance of their use of words, stop words "
        "left out. The grey band holds 90 % of the distances that come out when the sentences of "
        "both are mixed and dealt back at random, its tick the middle one: so far apart are two "
        "draws from one text. Full dots lie above their band."
    )


def _distances_alt(study: Study) -> str:
    data = words.distance_data(study)
    above = data[data["outside"].fillna(False).astype(bool)]
    told = joined(
        f"{short_date(one)} and {short_date(other)}"
        for one, other in above[["date", "other_date"]].itertuples(index=False)
    )
    return (
        f"Dot plot of the distances of {count(len(data), 'pair')} of releases before their null "
        f"bands. Above its band: {len(above)} of {len(data)} ({told})."
    )


def _overlap_explain(study: Study) -> str:
    return (
        "Each cell is a pair of themes; the number and the area of the circle say how many "
        "sentences "
        f"carry both. Blue: more than chance would give, with p at most {ALPHA} in an exact test "
        "that shuffles flags inside each release; not adjusted for the number of pairs, and "
        "exploratory. The framed cell is that of the declared question. Empty: no sentence."
    )


def _overlap_alt(study: Study) -> str:
    data = overlap.overlap_data(study)
    meeting = data[data["both"] > 0]
    more = data[data["p_more"] <= ALPHA]
    best = data.sort_values("both", ascending=False, kind="stable").head(3)
    told = joined(f"{row.label} with {row.other_label} {row.both}" for row in best.itertuples())
    rare = joined(f"{row.label} with {row.other_label}" for row in more.itertuples())
    return (
        f"Triangle of {count(len(data), 'pair')} of themes, {len(meeting)} with a common sentence. "
        f"Most: {told}. More than chance: {rare}."
    )


def _curve_explain(study: Study) -> str:
    return (
        "Each dot above is the declared contrast (violent extremism minus human rights, last "
        "release minus first) in one way of counting; the line below it is the range when any one "
        "indicator is left out. The marks below say which way each takes: titles and quotations "
        "counted or not, sentences or paragraphs, repeated paragraphs once or as printed, all "
        "indicators, only those of several words or only the core of each theme, words as "
        "listed or "
        "by their stems. In colour: the way of this book."
    )


def _curve_alt(study: Study) -> str:
    data = robustness.curve_data(study)
    if data.empty:
        return "No release, 0 ways of counting."
    low, high = (100 * data["contrast"].agg(name) for name in ("min", "max"))
    least = 100 * data["lowest"].min()
    return (
        f"Specification curve of {count(len(data), 'way')} of counting. The contrast goes from "
        f"{low:+.0f} to {high:+.0f} points; the smallest value with one indicator left out is "
        f"{least:+.0f}. {int((data['contrast'] > 0).sum())} of {len(data)} are above zero."
    )


def _scores_explain(study: Study) -> str:
    return (
        "F1 of each theme against adjudicated codings of every sentence, in four sets. The five "
        "releases shaped the indicators. The triangle is the same when each release is coded "
        "without "
        "the indicators that it alone holds: themes of a single release then fall to 0. The "
        "invented "
        "releases were written and coded apart from the indicators; those of the development set "
        "were used to mend them, those held out were not looked at. Numbers: held out."
    )


def _scores_alt(study: Study) -> str:
    data = validation.theme_score_data(study)
    own = data[data["set"] == "held_out"]
    told = joined(f"{row.label} {row.f1:.2f}" for row in own.itertuples())
    return (
        f"Dot plot of F1 for {count(data['theme'].nunique(), 'theme')} in "
        f"{in_words(data['set'].nunique())} sets. On held-out invented releases: {told}."
    )


def _shares_explain(study: Study) -> str:
    return (
        "Share of a release's counted sentences (title and body, repeated paragraphs counted "
        "once) that carry a theme. Full dot: share, with its 95 % Jeffreys interval; the two "
        "counts stand beside it. Open dot: no sentence carries the theme; the line reaches to the "
        "largest share that this leaves possible (one-sided, 95 %). A sentence may carry several "
        "themes. Dots are not joined: nothing is known between releases. The two themes of the "
        "declared question are drawn in colour where they are found. Small capitals: the "
        "frame. Grey "
        "bars: the name of the OSCE office in Kazakhstan; broken lines: the days of its renaming."
    )


def _shares_alt(study: Study) -> str:
    shares = study.theme_shares
    if shares.empty:
        return "No release, no share."
    first, last = study.releases["release"].iloc[0], study.releases["release"].iloc[-1]
    parts = []
    for theme, label in study.themes[["theme", "label"]].itertuples(index=False):
        own = shares[shares["theme"] == theme].set_index("release")
        if theme in themes.EMPHASIS:
            ends = (own.loc[first], own.loc[last])
            told = " to ".join(
                f"{percent(row['share'])} ({row['sentences_with_theme']} of {row['sentences']})"
                for row in ends
            )
            parts.append(f"{label}: {told}.")
    highest = shares.loc[shares.groupby("release")["share"].idxmax().dropna()]
    led = joined(f"{short_date(r.date)} {r.label}" for r in highest.itertuples(index=False))
    return (
        f"Dots with intervals for {count(shares['theme'].nunique(), 'theme')} in "
        f"{count(len(study.releases), 'release')} on a date axis. From the first release to the "
        f"last, {' '.join(parts)} The largest share in each release: {led}."
    )


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        id="fig-xray",
        title="Where in each text the themes stand",
        explain=_xray_explain,
        alt=_xray_alt,
        data=xray.xray_data,
        draw=xray.draw_xray,
        width=DOUBLE,
        height=lambda data: 26 + xray.ROW_MM * data["theme"].replace("", None).nunique(),
        page="notebooks/what_it_speaks_of",
    ),
    FigureSpec(
        id="fig-question",
        title="Human rights and violent extremism, sentence by sentence",
        explain=_question_explain,
        alt=_question_alt,
        data=question.question_data,
        draw=question.draw_question,
        width=DOUBLE,
        height=question.question_height,
        page="notebooks/themes_over_time",
    ),
    FigureSpec(
        id="fig-theme-shares",
        title="What the releases speak of",
        explain=_shares_explain,
        alt=_shares_alt,
        data=themes.theme_share_data,
        draw=themes.draw_theme_shares,
        width=DOUBLE,
        height=lambda data: 34 + 15.5 * data["theme"].nunique(),
        page="notebooks/themes_over_time",
    ),
    FigureSpec(
        id="fig-overlap",
        title="Which themes share a sentence",
        explain=_overlap_explain,
        alt=_overlap_alt,
        data=overlap.overlap_data,
        draw=overlap.draw_overlap,
        width=MIDDLE,
        height=lambda data: 112,
        page="notebooks/rights_within_extremism",
    ),
    FigureSpec(
        id="fig-words",
        title="The words that set the last release apart from the first",
        explain=_words_explain,
        alt=_words_alt,
        data=words.words_data,
        draw=words.draw_words,
        width=MIDDLE,
        height=lambda data: 18 + words.ROW_MM * len(data),
        page="notebooks/words",
    ),
    FigureSpec(
        id="fig-distances",
        title="How far apart the releases are",
        explain=_distances_explain,
        alt=_distances_alt,
        data=words.distance_data,
        draw=words.draw_distances,
        width=MIDDLE,
        height=lambda data: 20 + 6 * len(data),
        page="notebooks/words",
    ),
    FigureSpec(
        id="fig-theme-scores",
        title="How well themes are recognised",
        explain=_scores_explain,
        alt=_scores_alt,
        data=validation.theme_score_data,
        draw=validation.draw_theme_scores,
        width=MIDDLE,
        height=lambda data: 26 + 8 * data["theme"].nunique(),
        page="notebooks/validation_themes",
        drawn_from=validation.theme_score_source,
    ),
    FigureSpec(
        id="fig-specification-curve",
        title="The declared contrast in every way of counting",
        explain=_curve_explain,
        alt=_curve_alt,
        data=robustness.curve_data,
        draw=robustness.draw_curve,
        width=DOUBLE,
        height=lambda data: 130,
        page="notebooks/robustness",
    ),
)
"""In the order of the chapters."""
