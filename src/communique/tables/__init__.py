"""All tables of the book, each declared once: full as CSV, at most six columns on a page."""

from communique.showing import UnknownIdError
from communique.tables import (
    network,
    record,
    releases,
    robustness,
    roles,
    standing,
    themes,
    validation,
    words,
)
from communique.tables.spec import (
    PAGE_COLUMNS,
    RELEASE_HEADINGS,
    TableSpec,
    cell_text,
    csv_text,
    page_cells,
    short_names,
)

__all__ = [
    "PAGE_COLUMNS",
    "RELEASE_HEADINGS",
    "TABLES",
    "TableSpec",
    "cell_text",
    "csv_text",
    "find_table",
    "page_cells",
    "short_names",
]

TABLES: tuple[TableSpec, ...] = (
    *releases.TABLES,
    *roles.TABLES,
    *themes.TABLES,
    *words.TABLES,
    *network.TABLES,
    *record.TABLES,
    *standing.TABLES,
    *validation.TABLES,
    *robustness.TABLES,
)
"""In the order of the chapters."""


def find_table(table_id: str) -> TableSpec:
    """The table with this id; `UnknownIdError` lists the choices."""
    for table in TABLES:
        if table.id == table_id:
            return table
    raise UnknownIdError("table", table_id, (table.id for table in TABLES))
