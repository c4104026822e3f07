"""The multiverse: every defensible way of measuring themes, crossed.

A finding that holds under one way of counting and not under another is a finding about counting. A
*universe* is one combination of choices; in each the themes are coded and counted anew.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from nltk.stem.snowball import SnowballStemmer

from communique.contrast import contrast, draw_shares
from communique.resampling import SEED, percentiles
from communique.shares import QUESTION
from communique.text import fold
from communique.themes import Theme, ThemeMatcher, expand, restricted

if TYPE_CHECKING:
    from communique.study import Study

CHOICES: dict[str, tuple[str, ...]] = {
    "title": ("counted", "left out"),
    "quotations": ("counted", "left out"),
    "unit": ("sentence", "paragraph"),
    "repetitions": ("counted once", "counted as printed"),
    "indicators": ("all", "of several words", "core only"),
    "word_forms": ("as listed", "stems"),
}
"""What is chosen, and the ways of choosing; the first of each is that of the book."""

INTERVAL_DRAWS = 20_000
TEXT_CHOICES = ("title", "quotations", "unit", "repetitions")


class LeftOut(NamedTuple):
    """One indicator that a universe does without."""

    theme: str
    indicator: str


@dataclass(frozen=True, eq=False, slots=True)
class Universe:
    """One way of measuring: its choices, and which unit of each release carries which theme.

    ``flags`` has one array of truth values a release, units by themes, in the order of ``releases``
    and ``themes``. ``frames`` are the frames of the themes, empty for the form of work.
    ``left_out`` is the indicator that it does without, if any.
    """

    choices: tuple[str, ...]
    left_out: LeftOut | None
    releases: tuple[str, ...]
    themes: tuple[str, ...]
    frames: tuple[str, ...]
    flags: tuple[np.ndarray, ...]

    def subjects(self) -> list[int]:
        """The places of the themes that have a frame: the subjects, without the form of work."""
        return [place for place, frame in enumerate(self.frames) if frame]

    def shares(self) -> np.ndarray:
        """Shares of units, releases by themes; ``nan`` for a release without a unit."""
        nothing = np.full(len(self.themes), math.nan)
        return np.array([own.mean(axis=0) if len(own) else nothing for own in self.flags])

    def share(self, theme: str, release: int) -> float:
        """The share of one theme in one release, given by its place: 0 the first, -1 the last."""
        own = self.flags[release][:, self.themes.index(theme)]
        return float(own.mean()) if len(own) else math.nan

    def series(self, theme: str) -> list[float]:
        """The share of one theme in each release, in their order."""
        return [self.share(theme, place) for place in range(len(self.releases))]

    def both(self, theme: str, other: str, release: int | None = None) -> int:
        """Units that carry both themes, in one release or all."""
        one, two = self.themes.index(theme), self.themes.index(other)
        chosen = self.flags if release is None else (self.flags[release],)
        return sum(int((own[:, one] & own[:, two]).sum()) for own in chosen)

    def expected(self, theme: str, other: str) -> float:
        """Common units to be expected if each release shuffled them: the sum of a·b/m."""
        one, two = self.themes.index(theme), self.themes.index(other)
        return sum(
            float(own[:, one].sum() * own[:, two].sum() / len(own))
            for own in self.flags
            if len(own)
        )

    def without(self, release: int) -> Universe:
        """The same without one release, given by its place."""
        kept = [place for place in range(len(self.releases)) if place != release]
        return replace(
            self,
            releases=tuple(self.releases[place] for place in kept),
            flags=tuple(self.flags[place] for place in kept),
        )

    def contrast(self) -> float:
        """The declared contrast: see `contrast.contrast`."""
        ends = self._ends()
        if not all(len(end) for end in ends):
            return math.nan
        return float(contrast(np.array([end.mean(axis=0) for end in ends])))

    def contrast_interval(self) -> tuple[float, float]:
        """Its 95 % interval by draws from the posterior of both releases."""
        ends = self._ends()
        if not all(len(end) for end in ends):
            return math.nan, math.nan
        generator = np.random.default_rng(SEED)
        drawn = [draw_shares(end, INTERVAL_DRAWS, generator) for end in ends]
        return percentiles(contrast(np.stack(drawn, axis=1)))

    def _ends(self) -> list[np.ndarray]:
        """The flags of the two themes of the question in the first and the last release."""
        places = [self.themes.index(theme) for theme in QUESTION]
        return [self.flags[0][:, places], self.flags[-1][:, places]]


@lru_cache(maxsize=4)
def universes(study: Study) -> tuple[Universe, ...]:
    """All combinations of choices with every indicator; the first is the book's own."""
    return tuple(_cross(study, with_left_out=False))


@lru_cache(maxsize=4)
def universes_without_an_indicator(study: Study) -> tuple[Universe, ...]:
    """All combinations again, once without each indicator that is found in some sentence."""
    return tuple(_cross(study, with_left_out=True))


def _cross(study: Study, *, with_left_out: bool) -> Iterator[Universe]:
    if not len(study.sentences):
        return
    frame = study.sentences[study.sentences["part"].isin(["title", "body"])]
    texts = [fold(text).text for text in frame["text"]]
    releases, themes = tuple(study.releases["release"]), study.codebook.themes
    masks = {chosen: _units(frame, releases, chosen) for chosen in _text_choices()}
    for indicators, forms in itertools.product(CHOICES["indicators"], CHOICES["word_forms"]):
        coder = _Coder(texts, [_variant(theme, indicators) for theme in themes], forms)
        for left_out, coded in coder.left_out() if with_left_out else [(None, coder.flags)]:
            for chosen, units in masks.items():
                yield Universe(
                    (*chosen, indicators, forms),
                    left_out,
                    releases,
                    tuple(theme.id for theme in themes),
                    tuple(theme.frame or "" for theme in themes),
                    tuple(_flags(coded, groups) for groups in units),
                )


def _text_choices() -> Iterator[tuple[str, ...]]:
    return itertools.product(*(CHOICES[name] for name in TEXT_CHOICES))


def _units(
    frame: pd.DataFrame, releases: Sequence[str], chosen: tuple[str, ...]
) -> list[list[np.ndarray]]:
    """For each release its units, each as positions of sentences in the frame."""
    title, quotations, unit, repetitions = chosen
    kept = np.ones(len(frame), dtype=bool)
    if title == "left out":
        kept &= (frame["part"] != "title").to_numpy()
    if quotations == "left out":
        kept &= ~frame["quoted"].to_numpy()
    if repetitions == "counted once":
        kept &= frame["counted"].to_numpy()
    key = frame["paragraph" if unit == "paragraph" else "sentence"].to_numpy()
    owner = frame["release"].to_numpy()
    units = []
    for release in releases:
        places = np.flatnonzero(kept & (owner == release))
        units.append([places[key[places] == value] for value in pd.unique(key[places])])
    return units


def _flags(coded: np.ndarray, units: Sequence[np.ndarray]) -> np.ndarray:
    if not units:
        return np.zeros((0, coded.shape[1]), dtype=bool)
    return np.array([coded[places].any(axis=0) for places in units])


def _variant(theme: Theme, indicators: str) -> Theme:
    """A theme with fewer indicators. A theme without a core keeps its whole list."""
    if indicators == "core only":
        return replace(theme, indicators=theme.core or theme.indicators)
    if indicators == "of several words":
        phrases = (p for written in theme.indicators for p in expand(written))
        return replace(theme, indicators=tuple(p for p in phrases if re.search(r"[\s-]", p)))
    return theme


class _Coder:
    """Codes the sentences once, and again without single indicators."""

    def __init__(self, texts: Sequence[str], themes: Sequence[Theme], forms: str) -> None:
        self.texts = texts
        self.form: Callable[[str], str] = stem if forms == "stems" else str
        self.themes = [restricted(theme, texts, self.form) for theme in themes]
        self.found: dict[LeftOut, None] = {}
        self.flags = self._code(self.themes, self.found)

    def _code(
        self, themes: Sequence[Theme], found: dict[LeftOut, None] | None = None
    ) -> np.ndarray:
        matcher = ThemeMatcher(themes, self.form)
        flags = np.zeros((len(self.texts), len(themes)), dtype=bool)
        places = {theme.id: place for place, theme in enumerate(themes)}
        for i, text in enumerate(self.texts):
            for theme, indicator, _, _ in matcher.find(text):
                flags[i, places[theme]] = True
                if found is not None:
                    found[LeftOut(theme, indicator)] = None
        return flags

    def left_out(self) -> Iterator[tuple[LeftOut, np.ndarray]]:
        """The codings without each indicator that was found, in the order of themes and words."""
        order = [theme.id for theme in self.themes]
        for one in sorted(self.found, key=lambda one: (order.index(one.theme), one.indicator)):
            place = order.index(one.theme)
            theme = self.themes[place]
            phrases = (p for written in theme.indicators for p in expand(written))
            rest = replace(theme, indicators=tuple(p for p in phrases if p != one.indicator))
            flags = self.flags.copy()
            flags[:, place] = self._code([rest])[:, 0]
            yield one, flags


SHORTEST_STEM = 3
"""A word whose stem has fewer letters is kept: "ieds" would become "i"."""


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a word in small letters, by Porter's English stemmer of the Snowball family."""
    found: str = _stemmer().stem(word)
    return found if len(found) >= SHORTEST_STEM else word


@lru_cache(maxsize=1)
def _stemmer() -> SnowballStemmer:
    return SnowballStemmer("english")


@lru_cache(maxsize=4)
def specification_curve(study: Study) -> pd.DataFrame:
    """The declared contrast in every universe, from the smallest to the largest.

    Returns
    -------
    frame
        One row a universe with all indicators: its choices, ``contrast`` with ``low`` and
        ``high``, its 95 % interval, and ``lowest`` and ``highest``, the range of the contrast when
        each single indicator is left out.
    """
    columns = [*CHOICES, "contrast", "low", "high", "lowest", "highest"]
    ranges: dict[tuple[str, ...], list[float]] = {}
    for universe in universes_without_an_indicator(study):
        ranges.setdefault(universe.choices, []).append(universe.contrast())
    rows = []
    for universe in universes(study):
        value = universe.contrast()
        others = [value, *ranges.get(universe.choices, [])]
        ends = universe.contrast_interval()
        rows.append((*universe.choices, value, *ends, min(others), max(others)))
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values(["contrast", *CHOICES], kind="stable").reset_index(drop=True)


def share_that_hold(found: Sequence[Universe], holds: Callable[[Universe], bool]) -> float:
    """The share of universes in which a statement is true; ``nan`` where there is none."""
    return sum(map(holds, found)) / len(found) if found else math.nan


def by_choice(study: Study) -> pd.DataFrame:
    """The declared contrast by each way of choosing.

    Columns: ``choice``, ``way``, ``universes``, ``smallest``, ``median``, ``largest``.
    """
    curve = specification_curve(study)
    rows = [
        (name, way, len(own), own.min(), own.median(), own.max())
        for name, ways in CHOICES.items()
        for way in ways
        for own in [curve.loc[curve[name] == way, "contrast"]]
    ]
    columns = ["choice", "way", "universes", "smallest", "median", "largest"]
    return pd.DataFrame(rows, columns=columns)


def without_each_indicator(study: Study) -> pd.DataFrame:
    """The declared contrast as the book measures it, without each indicator of its two themes.

    Columns: ``theme``, ``indicator``, ``contrast``, ``change`` against the whole list; largest
    change first.
    """
    whole = universes(study)
    rows = []
    for universe in universes_without_an_indicator(study) if whole else ():
        left_out = universe.left_out
        if universe.choices == whole[0].choices and left_out and left_out.theme in QUESTION:
            value = universe.contrast()
            rows.append((*left_out, value, value - whole[0].contrast()))
    frame = pd.DataFrame(rows, columns=["theme", "indicator", "contrast", "change"])
    order = frame["change"].abs().sort_values(ascending=False, kind="stable").index
    return frame.loc[order].reset_index(drop=True)
