from collections.abc import Callable
from pathlib import Path

import pytest

from communique import freshness


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("data/a.csv", "book/index.md", "notebooks/n.ipynb", "requirements.txt", "p/m.py"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    for name in freshness.PRODUCTS:
        (tmp_path / "_build" / name).mkdir(parents=True)
        (tmp_path / "_build" / name / "made").write_text(name)
    monkeypatch.setattr(freshness, "PACKAGE", tmp_path / "p")
    return tmp_path


CHANGES: dict[str, Callable[[Path], object]] = {
    "data": lambda tree: (tree / "data/a.csv").write_text("x"),
    "a page": lambda tree: (tree / "book/index.md").write_text("x"),
    "a notebook": lambda tree: (tree / "notebooks/n.ipynb").write_text("x"),
    "the lock": lambda tree: (tree / "requirements.txt").write_text("x"),
    "the package": lambda tree: (tree / "p/m.py").write_text("x"),
    "a new file": lambda tree: (tree / "data/b.csv").write_text("x"),
    "a removed file": lambda tree: (tree / "data/a.csv").unlink(),
    "a renamed file": lambda tree: (tree / "data/a.csv").rename(tree / "data/c.csv"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_any_change_in_what_the_book_is_made_from_changes_the_digest(tree: Path, what: str) -> None:
    before = freshness.inputs_digest(tree)
    CHANGES[what](tree)
    assert freshness.inputs_digest(tree) != before


def test_compiled_files_and_checkpoints_do_not_count(tree: Path) -> None:
    before = freshness.inputs_digest(tree)
    for name in ("p/__pycache__/m.pyc", "notebooks/.ipynb_checkpoints/n.ipynb", "_build/x"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text("x")
    assert freshness.inputs_digest(tree) == before


def test_another_version_of_a_package_changes_the_digest(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = freshness.inputs_digest(tree)
    monkeypatch.setattr(freshness, "_environment", lambda: ["3.11", "pandas-9.dist-info"])
    assert freshness.inputs_digest(tree) != before


def test_a_book_is_fresh_only_with_its_stamp_its_inputs_and_its_products(tree: Path) -> None:
    build = tree / "_build"
    assert not freshness.is_fresh(build, "inputs")
    freshness.write_stamp(build, "inputs")
    assert freshness.is_fresh(build, "inputs")
    assert not freshness.is_fresh(build, "other inputs")
    (build / "html" / "made").write_text("damaged")
    assert not freshness.is_fresh(build, "inputs")


def test_a_stamp_that_cannot_be_read_is_no_stamp(tree: Path) -> None:
    (tree / "_build" / freshness.STAMP).write_text("[1")
    assert freshness.read_stamp(tree / "_build") == {}
    (tree / "_build" / freshness.STAMP).write_text("[1]")
    assert freshness.read_stamp(tree / "_build") == {}
