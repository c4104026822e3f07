"""The words that set the last release apart from the first, and how far apart all texts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from communique import comparisons
from communique.figures.style import BLUE, GREY, INK, MID, PALE, SMALL, VERMILLION_TEXT
from communique.figures.time import short_date

if TYPE_CHECKING:
    from communique.study import Study

SHOWN = 14
"""Words shown on each side."""

ROW_MM = 4.4


def words_data(study: Study) -> pd.DataFrame:
    """The words with the largest z on either side, the last release's first."""
    table = comparisons.last_against_first(study)
    chosen = pd.concat([table[table["z"] > 0].head(SHOWN), table[table["z"] < 0].tail(SHOWN)])
    days = study.releases.set_index("release")["date"]
    first, last = study.ends or ("", "")
    return chosen.reset_index(drop=True).assign(
        first_release=first, last_release=last, first_date=days.get(first), last_date=days.get(last)
    )


def draw_words(data: pd.DataFrame, ax: Axes) -> Axes:
    """A dot a word at its z; the thin line runs from the strong to the weak prior.

    Right: relatively more in the last release; left: in the first. A full dot is a word of several
    releases, an open one a word that one release alone holds. Counts stand beside the words.
    """
    for row, word in enumerate(data.itertuples(index=False)):
        colour = VERMILLION_TEXT if word.z > 0 else BLUE
        ends = sorted((word.z_weak, word.z, word.z_strong))
        ax.plot([ends[0], ends[-1]], [row, row], color=colour, linewidth=0.8, zorder=2)
        ax.plot(
            [word.z],
            [row],
            marker="o",
            markersize=4.6,
            color=colour,
            zorder=3,
            markerfacecolor="white" if word.only_in else colour,
        )
        side = -1 if word.z > 0 else 1
        ax.annotate(
            word.word,
            (0, row),
            xytext=(5 * side, 0),
            textcoords="offset points",
            ha="right" if side < 0 else "left",
            va="center",
            fontsize=SMALL,
        )
        ax.annotate(
            f"{word.reference_count} → {word.target_count}",
            (1, row),
            xycoords=ax.get_yaxis_transform(),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=GREY,
        )
    ax.axvline(0, color=INK, linewidth=0.6, zorder=1)
    largest = float(data[["z", "z_weak", "z_strong"]].abs().max().max()) if len(data) else 1.0
    ax.set_xlim(-1.15 * largest, 1.15 * largest)
    ax.set_ylim(len(data) - 0.3, -2.2)
    ax.set_yticks([])
    ax.set_xlabel("z of the weighted log-odds (ranks words, tests nothing)")
    ax.spines["left"].set_visible(False)
    if len(data):
        head = data.iloc[0]
        for x, text, colour in (
            (-0.6, f"← more in {short_date(head['first_date'])}", BLUE),
            (0.6, f"more in {short_date(head['last_date'])} →", VERMILLION_TEXT),
        ):
            ax.text(
                x * largest,
                -1.4,
                text,
                ha="center",
                va="center",
                color=colour,
                fontsize=SMALL,
                fontweight="bold",
            )
        ax.annotate(
            "count",
            (1, -1.4),
            xycoords=ax.get_yaxis_transform(),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=GREY,
        )
    ax.axhline(-0.75, color=PALE, linewidth=0.5)
    return ax


def distance_data(study: Study) -> pd.DataFrame:
    """One row a pair of releases: its distance and null band, with both dates."""
    days = study.releases.set_index("release")["date"]
    pairs = comparisons.distances(study)
    return pairs.assign(
        date=pairs["release"].map(days), other_date=pairs["other_release"].map(days)
    )


def draw_distances(data: pd.DataFrame, ax: Axes) -> Axes:
    """A dot a pair at its distance, before the band that two draws from one text would give.

    A full dot lies above its band. The tick is the middle of the band.
    """
    for row, pair in enumerate(data.dropna(subset=["distance"]).itertuples(index=False)):
        ax.plot([pair.null_low, pair.null_high], [row, row], color=MID, linewidth=7.0, zorder=1,
                solid_capstyle="butt")  # fmt: skip
        ax.plot([pair.null_median] * 2, [row - 0.24, row + 0.24], color=INK, linewidth=0.8)
        ax.plot([pair.distance], [row], marker="o", markersize=5.2, color=BLUE, zorder=3,
                markerfacecolor=BLUE if pair.outside else "white")  # fmt: skip
    labels = [
        f"{short_date(one)} and {short_date(other)}"
        for one, other in data[["date", "other_date"]].itertuples(index=False)
    ]
    ax.set_yticks(range(len(data)), labels)
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(len(data) - 0.4, -0.6)
    ax.set_xlabel("√ Jensen–Shannon divergence\n(0: the same use of words, 1: no word in common)")
    ax.spines["left"].set_visible(False)
    return ax
