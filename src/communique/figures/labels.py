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


def beside(ax: Axes, text: str, x: float, y: float, points: float = 7, **style: Any) -> None:
    """Write a text so many points right of a place; ``x`` as a share of the axis."""
    ax.annotate(
        text,
        (x, y),
        xycoords=ax.get_yaxis_transform(),
        xytext=(points, 0),
        textcoords="offset points",
        va="center",
        annotation_clip=False,
        **{"fontsize": SMALL, **style},
    )


def nothing_to_draw(ax: Axes, text: str) -> Axes:
    """An honest empty figure: a sentence that says why, and nothing else."""
    without_frame(ax)
    ax.text(0.5, 0.5, text, ha="center", va="center", transform=ax.transAxes)
    return ax
