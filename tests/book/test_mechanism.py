"""The build itself, run as a user runs it on a small tree: whole, never stale, clear when it stops.

One tree is taken through its life, since each build takes some seconds.
"""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import pytest

from communique.pages import read_page
from support import make_small_tree, run_communique, write_notebook

pytestmark = pytest.mark.book


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_tree(tmp_path_factory.mktemp("tree"))


def build(tree: Path) -> str:
    result = run_communique("build", root=tree)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def refused(tree: Path) -> str:
    """Build, expect it to stop with one message and no traceback, and to leave no book behind."""
    result = run_communique("build", root=tree)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Traceback" not in result.stdout + result.stderr
    assert result.stderr.strip().startswith("Error: ") or "\nError: " in result.stderr
    assert "Remedy:" in result.stderr
    assert not (tree / "_build" / "html").exists()
    assert not (tree / "_build" / "stamp.json").exists()
    return result.stderr


def page(tree: Path, name: str = "notebooks/small") -> str:
    """The text of a page."""
    html = (tree / "_build" / "html" / f"{name}.html").read_text(encoding="utf-8")
    return "".join(read_page(html).text)


def takeaway(tree: Path) -> dict[str, str]:
    """Digests of all tables and figures."""
    return {
        path.relative_to(tree).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for name in ("tables", "figures")
        for path in sorted((tree / "_build" / name).rglob("*"))
        if path.is_file()
    }


def first_title(tree: Path) -> str:
    with (tree / "data/releases/releases.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))["title"]


def test_a_first_build_makes_the_book_and_a_second_one_nothing(tree: Path) -> None:
    assert "The book is ready" in build(tree)
    assert first_title(tree) in page(tree)
    assert "There are 5 releases." in page(tree, "book/index")
    assert (tree / "_build/html/index.html").is_file()
    before = takeaway(tree)
    assert "up to date" in build(tree)
    assert takeaway(tree) == before


def test_a_change_in_the_data_reaches_the_page(tree: Path) -> None:
    manifest = tree / "data/releases/releases.csv"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace(first_title(tree), "A title of another day"), encoding="utf-8")
    before = takeaway(tree)
    assert "The book is ready" in build(tree)
    assert "A title of another day" in page(tree)
    changed = {name for name, value in takeaway(tree).items() if before[name] != value}
    assert "_build/tables/tab-releases.csv" in changed


def test_a_damaged_page_is_noticed_and_the_book_made_again_with_the_same_bytes(tree: Path) -> None:
    before = takeaway(tree)
    (tree / "_build/html/notebooks/small.html").write_text("damaged")
    assert "The book is ready" in build(tree)
    assert "A title of another day" in page(tree)
    assert takeaway(tree) == before


def test_a_failing_notebook_fails_every_build(tree: Path) -> None:
    write_notebook(tree / "notebooks/small.ipynb", "study.no_such_table")
    for _ in range(2):
        said = refused(tree)
        assert "notebooks/small.ipynb: Cell 3 ('study.no_such_table') failed with" in said
    write_notebook(tree / "notebooks/small.ipynb", "1 + 1")


def test_a_warning_fails_the_build_and_names_page_and_line(tree: Path) -> None:
    (tree / "book/index.md").write_text(
        "# Front\n\nSee {ref}`nowhere`.\n\n{number}`no.such.number`\n\n![x](missing.png)\n"
    )
    said = refused(tree)
    assert "book/index.md:3: WARNING: undefined label: 'nowhere'" in said
    assert "book/index.md:5: WARNING:" in said
    assert "no.such.number" in said
    assert "missing.png" in said
    (tree / "book/index.md").write_text("# Front\n\nText.\n")


def test_a_page_missing_on_disk_fails_the_build(tree: Path) -> None:
    (tree / "book/texts.md").rename(tree / "book/elsewhere.md")
    assert "book/texts" in refused(tree)
    (tree / "book/elsewhere.md").rename(tree / "book/texts.md")


def test_a_missing_value_on_a_page_fails_the_build(tree: Path) -> None:
    write_notebook(tree / "notebooks/small.ipynb", "float('nan')")
    assert "notebooks/small: the text shows a missing value" in refused(tree)


def test_a_wrong_checksum_fails_the_build_before_anything_is_made(tree: Path) -> None:
    release = next((tree / "data/releases").glob("2004*.txt"))
    release.write_bytes(release.read_bytes() + b"\n")
    said = refused(tree)
    assert "releases.csv:" in said or release.name in said
    assert not (tree / "_build" / "figures").exists()
