"""What authors take away: every figure in three formats with its data and words, every table.

A file is written to its side and then moved into place, so that a reader never meets half of one.
Two runs over the same corpus write the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from communique.exchange_files import LICENCE_ADDRESS, NETWORKS, write_networks
from communique.figures import FIGURES, FigureSpec, render_all
from communique.files import write_atomically
from communique.paths import ROOT
from communique.tables import TABLES, csv_text

if TYPE_CHECKING:
    from communique.study import Study

LICENCE = f"CC BY 4.0, {LICENCE_ADDRESS}"


def write_figures(study: Study, folder: Path) -> list[Path]:
    """Write `FOLDER/figures/ID/ID.pdf`, `.svg`, `.png` (300 dpi), `.csv`, `.json` for every figure.

    Returns
    -------
    list of paths
        In the order of the catalogue.
    """
    written = []
    for spec in FIGURES:
        place = folder / "figures" / spec.id
        for file_format, content in render_all(spec, study).items():
            written.append(write_atomically(place / f"{spec.id}.{file_format}", content))
        data = csv_text(spec.data(study))
        written.append(write_atomically(place / f"{spec.id}.csv", data.encode()))
        about = json.dumps(describe(spec, study), indent=2, ensure_ascii=False, sort_keys=True)
        written.append(write_atomically(place / f"{spec.id}.json", f"{about}\n".encode()))
    return written


def describe(spec: FigureSpec, study: Study) -> dict[str, str]:
    """Words that go with a figure: caption, alternative text, licence, citation."""
    return {
        "id": spec.id,
        "title": spec.title,
        "caption": spec.caption(study),
        "alt": spec.alt(study),
        "source": spec.source(study),
        "function": spec.drawn_by,
        "width_mm": f"{spec.width:g}",
        "licence": LICENCE,
        "citation": citation(spec.id, spec.title),
    }


def citation(identifier: str, title: str) -> str:
    """How to cite one figure or table."""
    book = citation_data()
    return (
        f"{book['author']} ({book['year']}). {title} ({identifier}). In: {book['title']}, "
        f"version {book['version']}."
    )


def citation_data() -> dict[str, str]:
    """Author, year, title and version of the book, from `CITATION.cff`."""
    data = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    names = [
        author.get("name") or f"{author['family-names']}, {author['given-names']}"
        for author in data["authors"]
    ]
    return {
        "author": " and ".join(names),
        "year": str(data["date-released"])[:4],
        "title": data["title"],
        "version": str(data["version"]),
        "url": data.get("url") or data.get("repository-code") or "",
    }


def bibtex() -> str:
    """The book as a BibTeX entry."""
    book = citation_data()
    fields = [
        ("author", "{" + book["author"] + "}"),
        ("title", book["title"]),
        ("year", book["year"]),
        ("version", book["version"]),
        ("url", book["url"]),
    ]
    lines = [f"  {name} = {{{value}}}," for name, value in fields if value]
    return "\n".join(["@misc{communique,", *lines, "}"])


def write_tables(
    study: Study, folder: Path, after_each: Callable[[], object] = lambda: None
) -> list[Path]:
    """Write `FOLDER/tables/ID.csv` for every table, their columns as JSON, and the networks.

    ``after_each`` is called after each table; what it raises ends the writing.
    """
    folder = folder / "tables"
    written = []
    for spec in TABLES:
        frame = spec.frame(study)
        if list(frame.columns) != list(spec.columns):
            raise ValueError(f"{spec.id} does not have the columns that it declares.")
        written.append(write_atomically(folder / f"{spec.id}.csv", csv_text(frame).encode()))
        after_each()
    about = {
        spec.id: {
            "title": spec.title,
            "caption": spec.caption,
            "columns": dict(spec.columns),
            "licence": LICENCE,
            "citation": citation(spec.id, spec.title),
        }
        for spec in TABLES
    }
    text = json.dumps(about, indent=2, ensure_ascii=False)
    written.append(write_atomically(folder / "tables.json", f"{text}\n".encode()))
    return written + write_networks(study, folder / NETWORKS, citation_data()["version"])
