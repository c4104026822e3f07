import json
import re
import statistics

import nbformat
import pytest
from nbclient import NotebookClient

from communique.figures import FIGURES
from communique.paths import BOOK, NOTEBOOKS, ROOT
from communique.tables import TABLES

ALL = sorted(NOTEBOOKS.glob("*.ipynb"))


def read(path):
    return nbformat.read(path, as_version=4)


def lines(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def test_there_are_notebooks_with_names_that_begin_with_a_letter():
    assert len(ALL) >= 5
    assert all(path.stem[0].isalpha() for path in ALL)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_notebook_is_valid_stores_nothing_and_has_the_plain_kernel(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata["kernelspec"]["name"] == "python3"
    assert set(notebook.metadata) <= {"kernelspec", "language_info"}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            assert cell.execution_count is None
    assert json.loads(path.read_text("utf-8"))["nbformat_minor"] == 5


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_cells_are_short_and_compute_nothing(path):
    cells = [cell for cell in read(path).cells if cell.cell_type == "code"]
    sizes = [len(lines(cell)) for cell in cells]
    assert statistics.median(sizes) <= 5
    assert max(sizes) <= 20
    assert sizes[0] <= 5
    source = "\n".join(cell.source for cell in cells)
    assert not re.search(r"\b(for|while|def|lambda|groupby|import (?!communique))\b", source)


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_prose_outweighs_code(path):
    notebook = read(path)
    words = sum(len(c.source.split()) for c in notebook.cells if c.cell_type == "markdown")
    code = sum(len(lines(c)) for c in notebook.cells if c.cell_type == "code")
    assert words >= 10 * code


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_chapter_opens_with_its_question_and_ends_with_doubt(path):
    prose = [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]
    title, opening = prose[0].split("\n\n", 1)
    assert title.startswith("# ")
    match = re.match(r"\*\*(.+?)\*\* (.+)", opening)
    assert match
    question, answer = match.groups()
    assert question.endswith("?")
    assert len(re.findall(r"\.(?:\s|$)", answer)) == 2
    assert "{number}" in answer
    assert "## What would change our mind" in prose[-1]


PAGES = [*ALL, *sorted(BOOK.glob("*.md"))]


def prose_of(path):
    if path.suffix == ".md":
        return path.read_text("utf-8")
    cells = read(path).cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


def code_of(path):
    return "\n".join(cell.source for cell in read(path).cells if cell.cell_type == "code")


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_number_of_a_finding_is_typed(path):
    """Digits stand in prose only inside roles, links, addresses and the words for a method."""
    text = re.sub(r"\{\w+(?::\w+)?\}`[^`]*`|\]\([^)]*\)|`[^`]*`", "", prose_of(path))
    for allowed in ("95 %", "1,000", "2012", "2013", "F1"):
        text = text.replace(allowed, "")
    assert not re.findall(r"\d+", text)


def test_every_figure_and_numbered_table_is_referred_to_by_number():
    everything = "\n".join(prose_of(path) for path in PAGES)
    for spec in FIGURES:
        assert f"{{numref}}`{spec.id}`" in everything, spec.id
    for table in TABLES:
        if table.home.startswith("notebooks/"):
            assert f"{{numref}}`{table.id}`" in everything, table.id


def test_every_figure_and_table_is_shown_on_its_own_page():
    for spec in FIGURES:
        assert f'show_figure("{spec.id}")' in (ROOT / f"{spec.page}.ipynb").read_text(
            "utf-8"
        ).replace('\\"', '"')
    for table in TABLES:
        if table.home.startswith("notebooks/"):
            source = (ROOT / f"{table.home}.ipynb").read_text("utf-8").replace('\\"', '"')
            assert f'show_table("{table.id}")' in source, table.id


def test_findings_hold_in_these_releases_and_claim_no_cause():
    assert "in these releases" in prose_of(BOOK / "index.md")
    for path in PAGES:
        assert not re.search(
            r"\b(caused|causes|because of the|led to|due to|impact of|resulted in)\b",
            prose_of(path),
        ), path.name


RUNS = [*((path, NOTEBOOKS) for path in ALL), (ALL[0], ROOT)]
"""All notebooks where they stand, as an editor runs them, and one from the root of the project."""


@pytest.mark.parametrize(
    ("path", "folder"),
    RUNS,
    ids=[f"{path.stem}-{'root' if folder == ROOT else 'notebooks'}" for path, folder in RUNS],
)
def test_notebook_runs_from_top_to_bottom(path, folder):
    notebook = read(path)
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    ).execute()
    shown = [
        output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
    ]
    assert shown
    assert {output.output_type for output in shown} == {"execute_result"}
