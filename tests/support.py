"""Helpers of the tests: the command line as a user runs it, small trees, notebooks."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat

ROOT = Path(__file__).parents[1]


def run_communique(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the command line as a user does, in a process of its own, on one tree."""
    return subprocess.run(
        [sys.executable, "-m", "communique.cli", *arguments],
        env={**os.environ, "COMMUNIQUE_ROOT": str(root)},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


def make_small_tree(root: Path) -> Path:
    """A tree of its own with the real data and configuration, but two pages and a short record."""
    for name in ("data", "book/_static"):
        shutil.copytree(ROOT / name, root / name)
    shorten_record(root / "data/record")
    for name in ("_config.yml", "CITATION.cff", "CHANGELOG.md", "book/references.bib"):
        shutil.copy(ROOT / name, root / name)
    (root / "_toc.yml").write_text(
        "format: jb-book\nroot: book/index\nchapters:\n  - file: notebooks/small\n"
        "  - file: book/texts\n"
    )
    (root / "book/index.md").write_text("# Front\n\nThere are {number}`releases` releases.\n")
    (root / "book/texts.md").write_text("# Texts\n\n```{release-text}\n```\n")
    (root / "notebooks").mkdir()
    write_notebook(root / "notebooks/small.ipynb", "study.releases['title'].iloc[0]")
    return root


def shorten_record(folder: Path, events: int = 20, *, keep_chosen: bool = True) -> None:
    """Keep the first events of a record and the chosen ones, so that what rests on it is quick."""
    kept: set[str] = set()
    names: set[str] = set()
    for name in ("events", "ties", "recoding_events", "recoding_ties", "inferred_dates"):
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        if name == "events":
            rows = [
                row
                for number, row in enumerate(rows)
                if number < events or (keep_chosen and row[1])
            ]
            kept = {row[0] for row in rows}
        rows = [row for row in rows if row[0] in kept]
        if name == "ties":
            names = {row[1] for row in rows}
        _write_rows(folder / f"{name}.csv", [header, *rows])
    with (folder / "similar_names.csv").open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    rows = [row for row in rows if {row[0], row[1]} <= names]
    _write_rows(folder / "similar_names.csv", [header, *rows])


def _write_rows(path: Path, rows: list[list[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


OPENING = "import communique\n\nstudy = communique.open_study()"


def write_notebook(path: Path, *cells: str, opening: str = OPENING) -> None:
    """A notebook that opens the study and then has these cells."""
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}}
    )
    notebook.cells = [nbformat.v4.new_markdown_cell("# Small", id="c0")] + [
        nbformat.v4.new_code_cell(source, id=f"c{number}")
        for number, source in enumerate((opening, *cells), start=1)
    ]
    nbformat.write(notebook, path)
