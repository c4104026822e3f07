"""Labels that figures share."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes

from communique.figures.style import SMALL


def left_of_axis(ax: Axes, y: float, text: str, points: float, **style: Any) -> None:
    """Write a text that ends so many points left of the axis, at the height of a value."""
    ax.annotate(
        text,
        (0, y),
        xycoords=ax.get_yaxis_transform(),
        xytext=(-points, 0),
        textcoords="offset points",
        ha="right",
        va="center",
        **{"fontsize": SMALL, **style},
    )


def without_frame(ax: Axes) -> None:
    """Leave out ticks and spines."""
    ax.set_xticks([])
    ax.set_yticks([])
    for spine in ax.spines.values():
        spine.set_visible(False)
