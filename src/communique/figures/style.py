"""How figures look: sizes, type, colours, marks. Applied in one place, and never globally.

Widths fit the single, one-and-a-half and double columns of most journals. Colours are those of
Okabe and Ito; none carries a meaning alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import matplotlib as mpl

SINGLE, MIDDLE, DOUBLE = 84.0, 132.0, 174.0
"""Widths in millimetres."""

MAX_HEIGHT = 230.0

TEXT, SMALL = 8.0, 7.0
"""Sizes of type in points."""

INK, GREY, MID, PALE = "#000000", "#595959", "#8c8c8c", "#b3b3b3"
"""Text; context that is read; marks of context, with a contrast above 3; rules only."""

ORANGE, SKY, GREEN, YELLOW = "#e69f00", "#56b4e9", "#009e73", "#f0e442"
BLUE, VERMILLION, PURPLE = "#0072b2", "#d55e00", "#cc79a7"

VERMILLION_TEXT = "#b34700"
"""The darker vermillion of text, and of cells with white letters: contrast with white above 4.5."""

SETTINGS: dict[Any, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": TEXT,
    "axes.labelsize": TEXT,
    "axes.titlesize": TEXT,
    "xtick.labelsize": TEXT,
    "ytick.labelsize": TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.6,
    "axes.edgecolor": GREY,
    "xtick.color": GREY,
    "ytick.color": GREY,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "axes.grid": False,
    "lines.linewidth": 1.0,
    "figure.facecolor": "white",
    "savefig.facecolor": "white",
    "figure.constrained_layout.w_pad": 0.03,
    "figure.constrained_layout.h_pad": 0.03,
    "pdf.fonttype": 42,
    "svg.fonttype": "none",
    "svg.hashsalt": "communique",
}


class RoleMark(NamedTuple):
    """How a role is drawn: shape, fill, letter and line, so that colour is never alone."""

    label: str
    letter: str
    marker: str
    fill: str
    letter_colour: str
    dashes: tuple[float, tuple[float, ...]] | str


ROLE_MARKS = {
    "organizer": RoleMark("Organiser", "O", "o", BLUE, "white", "solid"),
    "funder": RoleMark("Funder", "F", "D", ORANGE, INK, (0, (5, 1.5))),
    "supporter": RoleMark("Supporter", "S", "^", YELLOW, INK, (0, (1, 1))),
    "partner": RoleMark("Partner", "P", "s", SKY, INK, (0, (3, 1, 1, 1))),
    "requester": RoleMark("Requester", "R", "v", PURPLE, INK, (0, (1, 2))),
    "expert_provider": RoleMark("Expert provider", "E", "h", GREEN, INK, (0, (2, 1))),
    "publisher": RoleMark("Publisher", "W", "p", PALE, INK, (0, (4, 1, 1, 1, 1, 1))),
}

UNKNOWN_ROLE = RoleMark("Other role", "?", "8", "white", INK, (0, (1, 3)))


def role_mark(role: str) -> RoleMark:
    """The mark of a role; roles outside the list share one."""
    return ROLE_MARKS.get(role, UNKNOWN_ROLE)


def role_name(role: str) -> str:
    """A role as a reader sees it; "organizer and funder" and "all roles" too."""
    if role in ROLE_MARKS:
        return ROLE_MARKS[role].label
    return " and ".join(
        ROLE_MARKS[part].label.lower() if part in ROLE_MARKS else part
        for part in role.split(" and ")
    ).capitalize()


def inches(millimetres: float) -> float:
    """Millimetres in inches."""
    return millimetres / 25.4


@contextmanager
def house_style() -> Iterator[None]:
    """Apply the settings inside a `with` block; they are gone after it."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)
        yield
