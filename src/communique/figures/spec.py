"""What a figure is: declared once, drawn anywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.axes import Axes

if TYPE_CHECKING:
    from communique.study import Study


@dataclass(frozen=True)
class FigureSpec:
    """One figure of the book.

    Parameters
    ----------
    id : str
        Begins with `fig-`.
    title : str
        Short, in sentence case; never inside the image.
    explain : study -> str
        What is shown and how to read it. `caption` adds source and drawing function.
    alt : study -> str
        For those who do not see the figure: what is drawn, its statistics, its trend, all from
        the data.
    data : study -> frame
        Everything that is drawn, and nothing else; written beside the figure as CSV.
    draw : (data, ax) -> ax
        Draws into the axes it is given; saves nothing, shows nothing, changes no setting.
    width : float
        In millimetres, one of the widths in `style`.
    height : data -> float
        In millimetres.
    page : str
        The page on which the figure has its number.
    drawn_from : study -> str, optional
        What the figure is drawn from, where that is not the releases of the study.
    """

    id: str
    title: str
    explain: Callable[[Study], str]
    alt: Callable[[Study], str]
    data: Callable[[Study], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Axes], Axes]
    width: float
    height: Callable[[pd.DataFrame], float]
    page: str
    drawn_from: Callable[[Study], str] | None = None

    def source(self, study: Study) -> str:
        """The closing words of the caption: how many releases, of which years."""
        return self.drawn_from(study) if self.drawn_from else source(study)

    def caption(self, study: Study) -> str:
        """Title, what is shown, how many releases of which period, source, and who drew it."""
        return (
            f"{self.title}. {self.explain(study)} {self.source(study)} "
            f"Drawn by {self.drawn_by} from {self.id}.csv."
        )

    @property
    def drawn_by(self) -> str:
        """The full name of the drawing function."""
        return f"{self.draw.__module__}.{self.draw.__qualname__}"


def source(study: Study) -> str:
    """How many releases, of which years: the closing words of every caption."""
    dates = study.releases["date"].dropna()
    count = len(study.releases)
    noun = "release" if count == 1 else "releases"
    if dates.empty:
        return f"Source: {count} {noun} without a date."
    years = f"{dates.min().year}–{dates.max().year}"
    return f"Source: {count} {noun}, {years}."
