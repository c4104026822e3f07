"""How well ties of releases that shaped no rule are read: precision and recall by role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from matplotlib.axes import Axes

from communique import theme_validation, validation
from communique.figures.style import (
    BLUE,
    GREEN,
    GREY,
    INK,
    PALE,
    PURPLE,
    SMALL,
    VERMILLION,
    role_name,
)
from communique.figures.time import wrap
from communique.wording import percent

if TYPE_CHECKING:
    from communique.study import Study

SHOWN = "held_out"
ROW_MM = 9.0
MEASURES = (("precision", "o", BLUE, 0.17), ("recall", "s", VERMILLION, -0.17))
"""Name, mark, colour and place in the row of the two measures."""


def score_data(study: Study) -> pd.DataFrame:
    """One row a role and measure of the held-out set: share, counts and exact interval."""
    scores = validation.tie_scores(validation.outcomes(study))
    own = scores[scores["set"] == SHOWN]
    rows = [
        {
            "role": row.role,
            "measure": measure,
            "right": row.right,
            "of": row.right + (row.besides if measure == "precision" else row.missed),
            "share": getattr(row, measure),
            "low": getattr(row, f"{measure}_low"),
            "high": getattr(row, f"{measure}_high"),
        }
        for row in own.itertuples(index=False)
        for measure, *_ in MEASURES
    ]
    columns = ["role", "measure", "right", "of", "share", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def source(study: Study) -> str:
    """What the figure is drawn from."""
    facts = validation.facts(study)
    texts = facts.loc[facts["set"] == SHOWN, "release"].nunique()
    return f"Source: {texts} invented releases."


def draw_scores(data: pd.DataFrame, ax: Axes) -> Axes:
    """Draw precision and recall of each role as dots with intervals, the groups of roles last."""
    roles = list(dict.fromkeys(data["role"]))
    for row, role in enumerate(reversed(roles)):
        ax.axhline(row, color=PALE, linewidth=0.5, zorder=1)
        for cell in data[data["role"] == role].itertuples(index=False):
            _draw_measure(ax, cell, row)
    ax.set_yticks(range(len(roles)), [role_name(role) for role in reversed(roles)])
    ax.tick_params(axis="y", length=0)
    ax.set_ylim(-0.6, len(roles) - 0.1)
    ax.set_xlim(0, 1.16)
    ticks = [0, 0.25, 0.5, 0.75, 1]
    ax.set_xticks(ticks, [percent(tick) for tick in ticks])
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_bounds(0, 1)
    for (name, mark, colour, _), at in zip(MEASURES, (0.02, 0.22), strict=True):
        ax.plot([at], [len(roles) - 0.35], marker=mark, color=colour, markersize=4.5)
        ax.text(at + 0.02, len(roles) - 0.35, name.capitalize(), va="center", fontsize=SMALL)
    return ax


def _draw_measure(ax: Axes, cell: Any, row: int) -> None:
    """One dot, its interval and its two counts."""
    if pd.isna(cell.share):
        return
    _, mark, colour, shift = next(one for one in MEASURES if one[0] == cell.measure)
    height = row + shift
    ax.plot([cell.low, cell.high], [height, height], color=colour, linewidth=1.0, zorder=2)
    ax.plot([cell.share], [height], marker=mark, color=colour, markersize=4.5, zorder=3)
    ax.text(
        1.03,
        height,
        f"{cell.right}/{cell.of}",
        va="center",
        fontsize=SMALL,
        color=INK if cell.of >= 10 else GREY,
    )


SET_MARKS = {
    "five": ("o", GREY),
    "left_out": ("^", GREEN),
    "development": ("s", PURPLE),
    "held_out": ("D", VERMILLION),
}
"""Mark and colour of each set of coded sentences."""


def theme_score_data(study: Study) -> pd.DataFrame:
    """One row a theme and set: F1 with the counts it rests on."""
    scores = theme_validation.theme_scores(study)
    columns = ["set", "theme", "label", "sentences", "found", "besides", "missed", "f1"]
    return scores[columns]


def theme_score_source(study: Study) -> str:
    """What the figure is drawn from."""
    sizes = theme_validation.theme_scores(study).groupby("set")["sentences"].first()
    told = {theme_validation.SETS[name].lower(): size for name, size in sizes.items()}
    listed = "; ".join(f"{name}: {told[name]}" for name in sorted(told))
    return f"Source: coded sentences ({listed})."


def draw_theme_scores(data: pd.DataFrame, ax: Axes) -> Axes:
    """F1 of each theme in each set, one mark a set; the number beside is that held out."""
    themes = data.drop_duplicates("theme")
    for row, theme in enumerate(themes.itertuples(index=False)):
        own = data[data["theme"] == theme.theme].dropna(subset=["f1"])
        ax.plot([0, 1], [row, row], color=PALE, linewidth=0.5, zorder=1)
        for cell in own.itertuples(index=False):
            mark, colour = SET_MARKS[cell.set]
            full = cell.set == "held_out"
            ax.plot(
                [cell.f1],
                [row - 0.16 if cell.set == "left_out" else row],
                marker=mark,
                markersize=5.2 if full else 4.4,
                markerfacecolor=colour if full else "white",
                markeredgecolor=colour,
                zorder=3 if full else 2,
            )
            if full:
                ax.text(1.06, row, f"{cell.f1:.2f}", ha="center", va="center", fontsize=SMALL)
    for number, (name, (mark, colour)) in enumerate(SET_MARKS.items()):
        x, y = 0.02, -3.3 + 0.62 * number
        full = name == "held_out"
        ax.plot([x], [y], marker=mark, markersize=4.6, markeredgecolor=colour,
                markerfacecolor=colour if full else "white")  # fmt: skip
        ax.text(x + 0.025, y, theme_validation.SETS[name], va="center", fontsize=SMALL)
    ax.set_yticks(range(len(themes)), [wrap(label, 26) for label in themes["label"]])
    ax.tick_params(axis="y", length=0)
    ax.text(1.06, -0.8, "held out", fontsize=SMALL, ha="center", va="center")
    ax.set_ylim(len(themes) - 0.4, -3.8)
    ax.set_xlim(-0.03, 1.16)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1])
    ax.set_xlabel("F1")
    ax.spines["left"].set_visible(False)
    ax.spines["bottom"].set_bounds(0, 1)
    return ax
