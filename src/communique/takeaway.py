"""What authors take away: every figure in three formats with its data and words, every table.

A file is written to its side and then moved into place, so that a reader never meets half of one.
Two runs over the same corpus write the same bytes.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from communique import __version__, network
from communique.figures import FIGURES, FORMATS, FigureSpec, render
from communique.figures.spec import source
from communique.tables import TABLES, csv_text

if TYPE_CHECKING:
    from communique.study import Study

LICENCE = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
CITATION = "Communiqué {version}: an executable report on press releases. {title} ({id})."

NETWORK = "network.graphml"
"""The two-mode network for other programs, beside the tables."""


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
        for file_format in FORMATS:
            path = place / f"{spec.id}.{file_format}"
            written.append(write_atomically(path, render(spec, study, file_format)))
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
        "source": source(study),
        "function": spec.drawn_by,
        "width_mm": f"{spec.width:g}",
        "licence": LICENCE,
        "citation": citation(spec.id, spec.title),
    }


def citation(identifier: str, title: str) -> str:
    """How to cite one figure or table."""
    return CITATION.format(version=__version__, title=title, id=identifier)


def write_tables(study: Study, folder: Path) -> list[Path]:
    """Write `FOLDER/tables/ID.csv` for every table, their columns as JSON, and the network."""
    folder = folder / "tables"
    written = []
    for spec in TABLES:
        frame = spec.frame(study)
        if list(frame.columns) != list(spec.columns):
            raise ValueError(f"{spec.id} does not have the columns that it declares.")
        written.append(write_atomically(folder / f"{spec.id}.csv", csv_text(frame).encode()))
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
    graph = network.two_mode_graph(study.ties, study.events, study.actors)
    written.append(write_atomically(folder / NETWORK, network.graphml(graph).encode()))
    return written


def write_atomically(path: Path, content: bytes) -> Path:
    """Write a file in one step; one that already holds these bytes is not touched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.read_bytes() == content:
        return path
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
