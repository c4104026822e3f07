"""The files of the networks: which are written, under which names, and the list of them all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from communique import levels
from communique.exchange import VIEWS, Source, Tables, tables_of, view_graph
from communique.exchange_formats import FORMATS
from communique.files import write_atomically
from communique.record import open_record

if TYPE_CHECKING:
    from communique.study import Study

NETWORKS = "networks"
"""Folder of the exchange files, beside the tables."""

LICENCE_ADDRESS = "https://creativecommons.org/licenses/by/4.0/"


def write_networks(study: Study, folder: Path, version: str) -> list[Path]:
    """Write every view of every network of `networks`, and `datapackage.json`, which names them."""
    written, resources = [], []
    for prefix, (title, source) in networks(study).items():
        written += write_views(source, folder, prefix)
        resources += [
            {
                "name": f"{prefix}-{view.id}{ending}".replace(".", "-"),
                "path": f"{prefix}-{view.id}{ending}",
                "title": f"{view.title}: {title}",
                "description": view.description,
                "format": ending.rpartition(".")[2],
                "encoding": "utf-8",
            }
            for view in VIEWS
            for ending in FORMATS
        ]
    about = {
        "name": "communique-networks",
        "title": "Networks of the book, for other programs",
        "version": version,
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE_ADDRESS}],
        "resources": resources,
    }
    text = json.dumps(about, indent=2, ensure_ascii=False)
    return [*written, write_atomically(folder / "datapackage.json", f"{text}\n".encode())]


def networks(study: Study) -> dict[str, tuple[str, Source]]:
    """The networks that are written, by the first part of their file names, each with a title.

    The record stands there whole, then, without the bodies whose people only attended, less the
    office that published the releases, with institutions or states for nodes, and for the events
    of each frame alone.
    """
    record = open_record()
    whole = tables_of(record)
    part = whole._replace(ties=record.taking_part)
    found: dict[str, tuple[str, Source]] = {
        "releases": ("the releases of the book", study),
        "record": ("the wider record", record),
        "record-without-office": (
            "the wider record, without the publishing office",
            part._replace(ties=part.ties[~part.ties["actor"].isin(record.office_names)]),
        ),
    }
    for level in (levels.INSTITUTION, levels.STATE):
        ties = levels.at_level(part.ties, part.actors, level)
        found[f"record-by-{level}"] = (
            f"the wider record, by {level}",
            Tables(ties.drop(columns=["node", "names"]), part.events, part.actors.head(0)),
        )
    for frame, events in part.events.groupby("frame"):
        ties = part.ties[part.ties["release"].isin(events["release"])]
        found[f"record-{str(frame).replace('_', '-')}"] = (
            f"the wider record, {_events_of(str(frame))}",
            Tables(ties, events, part.actors),
        )
    return found


def _events_of(frame: str) -> str:
    """The events of a frame, in words."""
    if frame == "apart":
        return "events apart from the three frames"
    return f"events of the frame {frame.replace('_', ' ')}"


def write_views(source: Source, folder: Path, prefix: str) -> list[Path]:
    """Write `FOLDER/PREFIX-VIEW` with each ending of `FORMATS`, for every view.

    Parameters
    ----------
    source : Study, Record or Tables
    folder : Path
        Made where it is missing.
    prefix : str
        Says whose network it is: "releases", "record".

    Returns
    -------
    list of paths
        View by view, in the order of `VIEWS` and `FORMATS`.

    Raises
    ------
    InputError
        For two names with one id, a name without a letter, or a character that XML cannot hold.
    ValueError
        For a tie to an event that is not listed, or an actor named like an event.
    """
    written = []
    for view in VIEWS:
        graph = view_graph(view, source)
        for ending, text_of in FORMATS.items():
            path = folder / f"{prefix}-{view.id}{ending}"
            written.append(write_atomically(path, text_of(graph).encode()))
    return written
