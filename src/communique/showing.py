"""Figures and tables as a notebook shows them: pictures in JupyterLab, numbered parts in the book.

An object here offers two forms of itself. A notebook takes the picture or the HTML table; the book
takes the id, and makes a numbered figure or table with caption, alternative text and downloads.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from communique.figures.spec import FigureSpec
    from communique.study import Study
    from communique.tables import TableSpec

FOR_BOOK = "COMMUNIQUE_FOR_BOOK"
"""Set while notebooks run for the book, which takes the id and makes the rest itself."""

FIGURE_MIME = "application/vnd.communique.figure+json"
TABLE_MIME = "application/vnd.communique.table+json"


class UnknownIdError(KeyError):
    """An id that no figure or table has; the message lists those that there are."""

    def __init__(self, kind: str, wanted: str, choices: Iterable[str]) -> None:
        self.message = f"There is no {kind} {wanted!r}. There are: {', '.join(choices)}."
        super().__init__(self.message)

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class ShownFigure:
    """One figure of a study."""

    spec: FigureSpec
    study: Study

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        from communique.figures import render

        data: dict[str, Any] = {"text/plain": self.spec.title, FIGURE_MIME: {"id": self.spec.id}}
        if not os.environ.get(FOR_BOOK):
            data["text/plain"] = f"{self.spec.title}. {self.spec.alt(self.study)}"
            data["image/png"] = render(self.spec, self.study, "png", dots_per_inch=150)
        return data, {"communique": self.spec.id}


@dataclass(frozen=True)
class ShownTable:
    """The page view of one table of a study: at most six columns."""

    spec: TableSpec
    study: Study

    def _repr_mimebundle_(self, **_: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        data: dict[str, Any] = {"text/plain": self.spec.title, TABLE_MIME: {"id": self.spec.id}}
        if not os.environ.get(FOR_BOOK):
            view = self.spec.page_view(self.study)
            data["text/html"] = view.to_html(index=False, escape=True, border=0)
            data["text/plain"] = view.to_string(index=False)
        return data, {"communique": self.spec.id}
