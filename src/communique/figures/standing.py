"""Places in the network with their intervals, with and without the publishing office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

from communique import standing
from communique.figures.labels import beside, left_of_axis, nothing_to_draw
from communique.figures.style import BLUE, GREY, INK, MID
from communique.figures.time import wrap
from communique.wording import percent

if TYPE_CHECKING:
    from communique.study import Study

SHOWN_PLACES = 10
"""At most so many actors are drawn, and none that is tied to one event only."""


def place_data(study: Study, network: str) -> pd.DataFrame:
    """Share of events of the leading actors, without the office, with interval and ranks."""
    found = standing.shares_without_office(study, network)
    events = len(standing.ties_and_events(study, network)[1])
    own = found[found["value"] * events > 1.5]
    columns = ["actor", "value", "low", "high", "rank", "rank_low", "rank_high", "p_first",
               "p_first_misread", "left_out_best", "left_out_worst"]  # fmt: skip
    return own.head(SHOWN_PLACES)[columns].reset_index(drop=True)


def release_places(study: Study) -> pd.DataFrame:
    """Places in the network of these releases."""
    return place_data(study, standing.RELEASES)


def record_places(study: Study) -> pd.DataFrame:
    """Places in the network of the wider record."""
    return place_data(study, standing.RECORD)


def draw_places(data: pd.DataFrame, ax: Axes) -> Axes:
    """One row an actor: its share of events with interval; at the right its possible places."""
    if data.empty:
        return nothing_to_draw(ax, "No actor is tied to two events.")
    top = len(data) - 1
    for number, row in enumerate(data.itertuples(index=False)):
        y = top - number
        ax.plot([row.low, row.high], [y, y], color=MID, linewidth=1.6, solid_capstyle="butt")
        ax.plot([row.value], [y], marker="o", markersize=5, color=BLUE)
        left_of_axis(ax, y, wrap(row.actor, 46), 6, linespacing=1.05)
        for x, text in (
            (8, percent(row.value)),
            (40, f"{row.rank_low} to {row.rank_high}"),
            (80, _chance(row.p_first)),
            (112, _chance(row.p_first_misread)),
        ):
            beside(ax, text, 1, y, x, color=INK)
    for x, text in ((8, "share"), (40, "place"), (80, "first"), (112, "misread")):
        beside(ax, text, 1, top + 0.85, x, color=GREY)
    ax.set_xlim(0, 1)
    ax.set_ylim(-0.6, top + 1.2)
    ax.set_xticks([0, 0.25, 0.5, 0.75, 1], ["0", "25", "50", "75", "100"])
    ax.set_xlabel("Share of all events, per cent", color=INK)
    ax.set_yticks([])
    ax.spines["left"].set_visible(False)
    return ax


def _chance(value: float) -> str:
    return "< 1 %" if value < 0.005 else percent(value)
