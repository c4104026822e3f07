"""What a table is: declared once, full as CSV, at most six columns on a page."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from communique.wording import MINUS, decimal, interval, percent

if TYPE_CHECKING:
    from communique.study import Study

Take = str | Callable[[Any], Any]
"""How a cell of a page is made: a column of the full table, or a function of its row."""

PAGE_COLUMNS = 6

RELEASE_HEADINGS = {"Release", "Event"}
"""Headings of page columns that hold the release of the row, and lead to it."""

OTHER_RELEASE_HEADINGS = {"Left out", "First", "Last", "Other release"}
"""Headings of page columns that hold another release, by its short name."""


@dataclass(frozen=True)
class TableSpec:
    """One table of the book.

    Parameters
    ----------
    id : str
        Begins with `tab-`; the CSV has this name.
    title, caption : str
        The caption says what a row is.
    columns : mapping
        Every column of the full table with its description.
    frame : study -> frame
        The full table, with exactly these columns.
    page : mapping
        The columns of the page view, by heading: at most six, each the name of a column of the
        full table or a function of its row.
    home : str
        The page on which the table has its number.
    page_rows : int
        Longer tables are cut on the page; the CSV is whole.
    """

    id: str
    title: str
    caption: str
    columns: Mapping[str, str]
    frame: Callable[[Study], pd.DataFrame]
    page: Mapping[str, Take]
    home: str
    page_rows: int = 200

    def page_view(self, study: Study) -> pd.DataFrame:
        """The table as a page shows it: texts only, releases by their short names."""
        view = page_cells(self.page, self.frame(study))
        names = short_names(study)
        for heading in (RELEASE_HEADINGS | OTHER_RELEASE_HEADINGS) & set(view.columns):
            view[heading] = view[heading].map(lambda release: names.get(release, release))
        return view


def short_names(study: Study) -> dict[str, str]:
    """A release as a narrow column names it: by its day, where no other release has that day."""
    days = study.releases["date"]
    alone = days.notna() & ~days.duplicated(keep=False)
    return {
        release: cell_text(day) if only else release
        for release, day, only in zip(study.releases["release"], days, alone, strict=True)
    }


def page_cells(page: Mapping[str, Take], full: pd.DataFrame) -> pd.DataFrame:
    """The cells of a page view, as texts, row by row of the full table."""
    rows = list(full.itertuples(index=False))
    return pd.DataFrame(
        {
            heading: [
                cell_text(take(row) if callable(take) else getattr(row, take)) for row in rows
            ]
            for heading, take in page.items()
        },
        columns=list(page),
        dtype="str",
    )


def cell_text(value: Any) -> str:
    """A value as a reader sees it; what is missing or undefined is a dash, never a zero."""
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return "–"
    if isinstance(value, (bool, np.bool_)):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return "–" if math.isnan(value) else decimal(value, 2)
    if isinstance(value, (int, np.integer)):
        return str(value).replace("-", MINUS)
    return str(value)


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV: dates as ISO 8601, floats in full, missing values empty, lines end in LF."""
    text: str = frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return text


def with_range(value: float, low: float, high: float) -> str:
    """A share with its interval, in per cent without the sign: "43 (14–77)"."""
    if math.isnan(value):
        return "–"
    return f"{percent(value)[:-2]} ({interval(low, high)[:-2].replace(' to ', '–')})"


RELEASE = {"release": "Id of the release, the name of its file."}
SPAN = {
    "start": "First character in the file, counted from 0.",
    "end": "Character after the last one.",
}
SENTENCE = {"sentence": "Number of the sentence in its release, counted from 1."}
