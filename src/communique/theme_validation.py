"""How far the themes can be trusted: the dictionary against readers, sentence by sentence.

Four sets, of falling kindness. The five releases shaped the indicators. In the second set each of
them is coded without the indicators that only it holds, as if it had not been met. The others are
invented releases, written and coded apart from the indicators: those of the development set were
used to mend them after they had been scored once, those of the held-out set were not looked at.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from communique.agreement import agreement
from communique.correction import corrected_interval
from communique.paths import GOLD, VALIDATION
from communique.record import open_record
from communique.shares import jeffreys_interval, share
from communique.text import fold
from communique.themes import Theme, ThemeMatcher, restricted, walk
from communique.validation import clopper_pearson, rates

if TYPE_CHECKING:
    from communique.codebook import Codebook
    from communique.study import Study

SETS = {
    "five": "The five releases",
    "left_out": "The same, each without its own words",
    "development": "Invented, development",
    "held_out": "Invented, held out",
}
"""What is compared, in the order of the chapter."""

LISTED_ERRORS = ("five", "development")
CODINGS = ("coding_1", "coding_2")
SCORES = ["set", "theme", "label", "sentences", "found", "besides", "missed", "passed",
          "precision", "precision_low", "precision_high", "recall", "recall_low", "recall_high",
          "specificity", "f1"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Coded:
    """One sentence as read by two coders and adjudicated; its text is folded."""

    release: str
    start: int
    end: int
    text: str
    coding_1: frozenset[str]
    coding_2: frozenset[str]
    adjudicated: frozenset[str]


def read_coded(path: Path, texts: Mapping[str, str]) -> tuple[Coded, ...]:
    """The coded sentences of a file, with their text from the releases it names."""
    found = []
    with path.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            start, end = int(row["start"]), int(row["end"])
            codings = (
                frozenset(filter(None, row[name].split(";"))) for name in (*CODINGS, "adjudicated")
            )
            text = fold(texts[row["release"]][start:end]).text
            found.append(Coded(row["release"], start, end, text, *codings))
    return tuple(found)


def five_coded(study: Study) -> tuple[Coded, ...]:
    """The sentences of those of the five releases that the study holds."""
    texts = {release.id: release.text for release in study.releases_read}
    if not texts.keys() >= _releases_of(GOLD / "sentence_themes.csv"):
        return ()
    return read_coded(GOLD / "sentence_themes.csv", texts)


def _releases_of(path: Path) -> set[str]:
    with path.open(encoding="utf-8", newline="") as handle:
        return {row["release"] for row in csv.DictReader(handle)}


@lru_cache(maxsize=1)
def invented_coded() -> dict[str, tuple[Coded, ...]]:
    """The sentences of the invented releases, by set."""
    with (VALIDATION / "theme_releases.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    texts = {row["release"]: row["text"] for row in rows}
    sets = {row["release"]: row["set"] for row in rows}
    coded = read_coded(VALIDATION / "theme_codings.csv", texts)
    return {
        name: tuple(one for one in coded if sets[one.release] == name)
        for name in ("development", "held_out")
    }


def code(matcher: ThemeMatcher, sentences: Iterable[Coded]) -> list[frozenset[str]]:
    """The themes that a matcher finds in each sentence."""
    return [frozenset(hit[0] for hit in matcher.find(one.text)) for one in sentences]


def without_own_words(codebook: Codebook, sentences: Sequence[Coded]) -> list[frozenset[str]]:
    """Each release coded without the indicators that no other release of the set holds.

    A theme that stands in one release only loses all its indicators there: it cannot be tried like
    this, and its score of 0 says so.
    """
    seen = _releases_of_phrases(codebook, sentences)
    matchers = {}
    for release in dict.fromkeys(one.release for one in sentences):
        kept: dict[str, list[str]] = defaultdict(list)
        for owner, phrase in walk(codebook.themes):
            if seen.get((owner.id, phrase)) != {release}:
                kept[owner.id].append(phrase)
        matchers[release] = ThemeMatcher(
            replace(theme, indicators=tuple(kept[theme.id])) for theme in codebook.themes
        )
    return [code(matchers[one.release], [one])[0] for one in sentences]


def _releases_of_phrases(
    codebook: Codebook, sentences: Sequence[Coded]
) -> dict[tuple[str, str], set[str]]:
    """The releases in which each indicator stands, also where a longer one covers it."""
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)
    texts: dict[str, list[str]] = defaultdict(list)
    for one in sentences:
        texts[one.release].append(one.text)
    for theme in codebook.themes:
        known = restricted(theme, [one.text for one in sentences])
        for release, own in texts.items():
            for phrase in restricted(known, own).indicators:
                matcher = ThemeMatcher([Theme(theme.id, "", "", "", indicators=(phrase,))])
                if any(map(matcher.find, own)):
                    seen[theme.id, phrase].add(release)
    return seen


@lru_cache(maxsize=8)
def compared(study: Study) -> dict[str, tuple[tuple[Coded, frozenset[str]], ...]]:
    """For each set its sentences, each with the themes that the dictionary says."""
    five, matcher = five_coded(study), study.codebook.theme_matcher
    said = {
        "five": (five, code(matcher, five)),
        "left_out": (five, without_own_words(study.codebook, five)),
        **{name: (own, code(matcher, own)) for name, own in invented_coded().items()},
    }
    return {name: tuple(zip(*both, strict=True)) for name, both in said.items()}


def confusion(
    pairs: Sequence[tuple[Coded, frozenset[str]]], theme: str
) -> tuple[int, int, int, int]:
    """Sentences where a theme was found, missed, rightly passed over, or found besides."""
    truth = [(theme in one.adjudicated, theme in said) for one, said in pairs]
    found, missed, passed, besides = (
        truth.count(kind) for kind in ((True, True), (True, False), (False, False), (False, True))
    )
    return found, missed, passed, besides


@lru_cache(maxsize=8)
def theme_scores(study: Study) -> pd.DataFrame:
    """Precision, recall, specificity and F1 of each theme in each set, with exact intervals.

    Precision = found / (found + besides). Recall, also called sensitivity, = found / (found +
    missed). Specificity = passed / (passed + besides). F1 = 2 found / (2 found + besides + missed).
    ``nan`` where a denominator is 0.
    """
    rows: list[dict[str, Any]] = []
    for name, pairs in compared(study).items():
        for theme in study.themes.itertuples(index=False) if pairs else ():
            found, missed, passed, besides = confusion(pairs, theme.theme)
            rows.append(
                {
                    "set": name,
                    "theme": theme.theme,
                    "label": theme.label,
                    "sentences": len(pairs),
                    "found": found,
                    "besides": besides,
                    "missed": missed,
                    "passed": passed,
                    "specificity": share(passed, passed + besides),
                    **rates(found, besides, missed),
                }
            )
    return pd.DataFrame(rows, columns=SCORES)


def first_contact() -> pd.DataFrame:
    """Counts and F1 of each theme when the invented sets were first met, measured once."""
    frame = pd.read_csv(VALIDATION / "theme_first_contact.csv", parse_dates=["measured"])
    hits = 2 * frame["found"]
    return frame.assign(f1=hits / (hits + frame["besides"] + frame["missed"]))


def theme_agreement(study: Study) -> pd.DataFrame:
    """Agreement of the two codings of each set, theme by theme: see `agreement`."""
    parts = []
    for name, sentences in {"five": five_coded(study), **invented_coded()}.items():
        first, second = ([getattr(one, coding) for one in sentences] for coding in CODINGS)
        found = agreement(first, second, list(study.themes["theme"]))
        found.insert(0, "set", name)
        parts.append(found)
    return pd.concat(parts, ignore_index=True)


def theme_errors(study: Study) -> pd.DataFrame:
    """Every theme that the dictionary missed or found besides: its sentence and the indicator.

    Columns: ``set``, ``release``, ``start``, ``end``, ``theme``, ``outcome``, ``indicator`` (of
    those found besides), ``text``. The left-out set is not listed, since its misses are made by
    hand, nor the held-out one: whoever mends indicators by its errors needs another.
    """
    matcher = study.codebook.theme_matcher
    rows = []
    for name, pairs in compared(study).items():
        for one, said in pairs if name in LISTED_ERRORS else ():
            for theme in study.themes["theme"]:
                if (theme in said) == (theme in one.adjudicated):
                    continue
                hits = [hit[1] for hit in matcher.find(one.text) if hit[0] == theme]
                outcome = "besides" if hits else "missed"
                indicator = "; ".join(dict.fromkeys(hits))
                place = (name, one.release, one.start, one.end)
                rows.append((*place, theme, outcome, indicator, one.text))
    columns = ["set", "release", "start", "end", "theme", "outcome", "indicator", "text"]
    return pd.DataFrame(rows, columns=columns)


def title_scores(study: Study) -> pd.DataFrame:
    """Themes read from the titles of the wider record against the subjects coded there.

    Only themes that are also subjects of the record are compared. Subjects were coded from whole
    releases and not from titles, so that a title without its theme is no error; a title with a
    theme that is no subject of its event may be one. The releases of the study are left out.

    Columns: ``theme``, ``label``, ``events`` (with the theme among their subjects), ``titles`` (in
    which it is found), ``both``, ``precision`` = both / titles, with its exact interval.
    """
    events = open_record().events
    events = events[~events["release"].isin(study.releases["release"])]
    subjects = [
        {row.subject, *filter(None, row.other_subjects.split(";"))} for row in events.itertuples()
    ]
    matcher = study.codebook.theme_matcher
    said = [{hit[0] for hit in matcher.find(fold(title).text)} for title in events["title"]]
    known = set().union(*subjects)
    rows = []
    for theme, label in study.themes[["theme", "label"]].itertuples(index=False):
        if theme not in known:
            continue
        titles = sum(theme in own for own in said)
        both = sum(theme in own and theme in true for own, true in zip(said, subjects, strict=True))
        low, high = clopper_pearson(both, titles)
        rows.append(
            {
                "theme": theme,
                "label": label,
                "events": sum(theme in true for true in subjects),
                "titles": titles,
                "both": both,
                "precision": share(both, titles),
                "low": low,
                "high": high,
            }
        )
    columns = ["theme", "label", "events", "titles", "both", "precision", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


@lru_cache(maxsize=8)
def corrected_shares(study: Study) -> pd.DataFrame:
    """Theme shares corrected by the sensitivity and specificity measured on the held-out set.

    One row a release and theme: ``share`` as counted with its Jeffreys interval, ``corrected`` with
    the interval that carries the dictionary's own error on: see `correction`.
    """
    pairs = compared(study)["held_out"]
    rows = []
    for row in study.theme_shares.itertuples(index=False):
        hits, total = row.sentences_with_theme, row.sentences
        estimate, low, high = corrected_interval(hits, total, confusion(pairs, row.theme))
        rows.append(
            {
                "release": row.release,
                "date": row.date,
                "theme": row.theme,
                "label": row.label,
                "sentences_with_theme": hits,
                "sentences": total,
                "share": row.share,
                "low": jeffreys_interval(hits, total)[0],
                "high": jeffreys_interval(hits, total)[1],
                "corrected": estimate,
                "corrected_low": low,
                "corrected_high": high,
            }
        )
    columns = ["release", "date", "theme", "label", "sentences_with_theme", "sentences", "share",
               "low", "high", "corrected", "corrected_low", "corrected_high"]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)
