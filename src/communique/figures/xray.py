"""X-ray of the texts: where in each release every theme stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from communique.figures.labels import without_frame
from communique.figures.style import GREY, INK, PALE, SMALL
from communique.figures.time import short_date, wrap
from communique.text import words

if TYPE_CHECKING:
    from communique.study import Study

GAP = 0.05
"""Room between two texts, as a share of the width of all."""

ROW_MM = 8.0


def xray_data(study: Study) -> pd.DataFrame:
    """One row a sentence, quoted or not, and one a theme hit, at its place in words of its text.

    ``kind`` is ``sentence`` (from ``start_word`` to ``end_word``) or ``hit`` (at ``start_word``,
    with its theme).
    """
    counted = study.sentences[study.sentences["counted"]].copy()
    counted["end_word"] = counted.groupby("release")["words"].cumsum()
    counted["start_word"] = counted["end_word"] - counted["words"]
    sentences = counted[["release", "sentence", "quoted", "start_word", "end_word"]]
    hits = study.hits.merge(
        counted[["release", "sentence", "text", "start", "start_word"]],
        on=["release", "sentence"],
        suffixes=("", "_of_sentence"),
    )
    before = [
        len(words(text[: start - first]))
        for text, start, first in hits[["text", "start", "start_of_sentence"]].itertuples(
            index=False
        )
    ]
    hits["start_word"] += before
    hits["end_word"] = hits["start_word"] + 1
    columns = ["release", "theme", "sentence", "quoted", "start_word", "end_word"]
    data = pd.concat(
        [sentences.assign(kind="sentence", theme=""), hits[columns].assign(kind="hit")],
        ignore_index=True,
    )
    themes = study.themes[["theme", "label", "frame", "frame_label"]].assign(
        colour=[study.codebook.theme(theme).colour for theme in study.themes["theme"]],
        place=range(len(study.themes)),
    )
    data = data.merge(themes, on="theme", how="left")
    data = data.merge(study.releases[["release", "date"]], on="release")
    order = {release: number for number, release in enumerate(study.releases["release"])}
    data["release_place"] = data["release"].map(order)
    data = data.sort_values(["release_place", "kind", "start_word", "place"], kind="stable")
    columns = [
        "release",
        "release_place",
        "date",
        "kind",
        "theme",
        "label",
        "frame_label",
        "colour",
        "place",
        "sentence",
        "quoted",
        "start_word",
        "end_word",
    ]
    return data[columns].reset_index(drop=True)


def draw_xray(data: pd.DataFrame, ax: Axes) -> Axes:
    """A column a release, as wide as it has words; a row a theme; a tick where an indicator stands.

    Grey grounds are quoted speech, white ones the voice of the release. Thin lines part sentences.
    """
    hits = data[data["kind"] == "hit"]
    rows = hits.drop_duplicates("theme").sort_values("place")
    places = {theme: number for number, theme in enumerate(rows["theme"])}
    bottom = len(places)
    starts = _columns(ax, data, bottom)
    for hit in hits.itertuples(index=False):
        x, y = starts[hit.release] + hit.start_word, places[hit.theme]
        ax.plot(
            [x, x],
            [y + 0.14, y + 0.86],
            color=hit.colour,
            linewidth=1.3,
            zorder=3,
            solid_capstyle="butt",
        )
    for row in rows.itertuples(index=False):
        y = places[row.theme]
        ax.annotate(
            wrap(row.label, 22),
            (0, y + 0.5),
            xytext=(-6, 0),
            textcoords="offset points",
            ha="right",
            va="center",
            fontsize=SMALL,
            color=INK,
            linespacing=1.05,
        )
    right = max(starts.values(), default=0) + data["end_word"].max() if len(data) else 1
    frames = rows.groupby("frame_label", sort=False)["theme"].first()
    for number, theme in enumerate(frames):
        if number:
            ax.plot([0, right], [places[theme]] * 2, color=GREY, linewidth=0.9, zorder=4)
    ax.text(0, bottom + 1.0, "Grey ground: quoted speech", fontsize=SMALL, color=GREY, va="center")
    ax.set_xlim(0, 1.005 * right)
    ax.set_ylim(bottom + 1.3, -1.1)
    without_frame(ax)
    return ax


def _columns(ax: Axes, data: pd.DataFrame, bottom: int) -> dict[str, float]:
    """Draw the grounds of all texts, and say where each begins."""
    sentences = data[data["kind"] == "sentence"]
    lengths = sentences.groupby("release", sort=False)["end_word"].max()
    starts, at = {}, 0.0
    for release, length in lengths.items():
        starts[str(release)] = at
        own = sentences[sentences["release"] == release]
        for sentence in own.itertuples(index=False):
            _ground(ax, sentence, at, bottom)
        for y in range(bottom + 1):
            ax.plot([at, at + length], [y, y], color=PALE, linewidth=0.4, zorder=1.5)
        middle = at + length / 2
        ax.text(
            middle,
            -0.15,
            short_date(own["date"].iloc[0], line_break=True),
            ha="center",
            va="bottom",
            fontsize=SMALL,
        )
        ax.text(
            middle,
            bottom + 0.15,
            f"{length:,} words",
            ha="center",
            va="top",
            fontsize=SMALL,
            color=GREY,
        )
        at += length + GAP / 2 * lengths.sum()
    return starts


def _ground(ax: Axes, sentence: Any, at: float, bottom: int) -> None:
    width = sentence.end_word - sentence.start_word
    ax.add_patch(
        Rectangle(
            (at + sentence.start_word, 0),
            width,
            bottom,
            linewidth=0.4,
            zorder=1,
            facecolor="#e3e3e3" if sentence.quoted else "white",
            edgecolor=PALE,
        )
    )
