"""Building the book: check the data, draw, run the notebooks, make the pages, check them.

A build is whole or it is not there. The stamp and the old pages go first, the new pages are made
aside and move into place after the last check, and the stamp is written at the end. A book whose
stamp holds is not built again; any change in what it is made from, or in what was made, gives a
whole new build.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib
import io
import multiprocessing
import os
import re
import shutil
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

from communique import freshness, paths
from communique.errors import InputError


def build(*, force: bool = False) -> bool:
    """Make the book where it is not up to date.

    Parameters
    ----------
    force : bool
        Build although nothing has changed.

    Returns
    -------
    bool
        Whether anything was built.

    Raises
    ------
    InputError
        For the first thing that a person has to mend: data, codebook, notebook, page. Nothing that
        looks like a finished book is left then.
    """
    began = time.monotonic()
    paths.BUILD.mkdir(parents=True, exist_ok=True)
    with _alone(paths.BUILD / ".lock"):
        inputs = freshness.inputs_digest(paths.ROOT)
        if not force and freshness.is_fresh(paths.BUILD, inputs):
            print(f"The book is up to date: {_shown(paths.HTML / 'index.html')}")
            return False
        _remove_products()
        aside = paths.BUILD / "making"
        try:
            _make(aside)
            if freshness.inputs_digest(paths.ROOT) != inputs:
                raise InputError(
                    "Something that the book is made from changed while it was built.",
                    remedy="Build again.",
                )
            (aside / "html").rename(paths.HTML)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        freshness.write_stamp(paths.BUILD, inputs)
    seconds = time.monotonic() - began
    print(f"The book is ready after {seconds:.0f} s: {_shown(paths.HTML / 'index.html')}")
    return True


def check_book() -> None:
    """Check the pages that stand in `_build/html`; see `pages` for what is looked at."""
    from communique.pages import page_faults, refuse_faults

    if not (paths.HTML / "index.html").is_file():
        raise InputError("There is no book yet.", file=paths.HTML, remedy="Run `make book`.")
    refuse_faults(page_faults(paths.ROOT, paths.HTML, paths.TOC))


def _make(aside: Path) -> None:
    """All steps of a build; the pages end up in `aside`/html."""
    from communique.kernels import start_server
    from communique.pages import page_faults, refuse_faults, toc_pages

    start_server()
    with _step("checking data and codebook"):
        _check_data()
    pages = toc_pages(paths.TOC)
    notebooks = [path for path in _sources(pages) if path.suffix == ".ipynb"]
    with _step(f"tables, figures, and {len(notebooks)} notebooks from top to bottom"):
        _run_and_draw(notebooks, aside / "executed")
    with _step(f"{len(pages)} pages"):
        _run_sphinx(aside)
        _lead_in(aside / "html", pages[0])
    with _step("checking the pages"):
        refuse_faults(page_faults(paths.ROOT, aside / "html", paths.TOC))


def _sources(pages: list[str]) -> list[Path]:
    """The file behind each page, before anything is made of it."""
    from communique.pages import find_source

    found = []
    for page in pages:
        source = find_source(paths.ROOT, page)
        if source is None:
            raise InputError(
                f"There is no file for the page '{page}'.",
                paths.TOC,
                remedy="Add the page, or take it out of the table of contents.",
            )
        found.append(source)
    return found


def _run_and_draw(notebooks: list[Path], executed: Path) -> None:
    """Side by side: notebooks in their kernels, figures in a process, the rest here.

    A notebook that fails ends all of it at once: nobody waits for pictures of a book that will not
    be made.
    """
    from communique.execute import run_notebooks
    from communique.kernels import process_context

    others = set(multiprocessing.active_children())
    with (
        ProcessPoolExecutor(max_workers=1, mp_context=process_context()) as artist,
        ThreadPoolExecutor(max_workers=1) as background,
    ):
        drawing = artist.submit(_write_figures)
        running = background.submit(run_notebooks, notebooks, executed, paths.ROOT)
        try:
            _write_tables(lambda: running.result() if running.done() else None)
            _prepare_sphinx()
            running.result()
            drawing.result()
        except BaseException:
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
            raise


def _lead_in(html: Path, first: str) -> None:
    """Write the index.html that leads to the first page of the book."""
    (html / "index.html").write_text(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="refresh" content="0; url={first}.html">\n<title>Communiqué</title>\n'
        f'</head>\n<body><h1>Communiqué</h1><p><a href="{first}.html">To the book</a></p></body>'
        "\n</html>\n",
        encoding="utf-8",
    )


def _check_data() -> None:
    from communique.checks import check_data

    check_data(paths.RELEASES, paths.CODEBOOK)


def _write_tables(after_each: Callable[[], object]) -> None:
    from communique import open_study
    from communique.takeaway import write_tables

    write_tables(open_study(), paths.BUILD, after_each)


def _write_figures() -> None:
    from communique import open_study
    from communique.takeaway import write_figures

    write_figures(open_study(), paths.BUILD)


def _prepare_sphinx() -> None:
    """Import what makes the pages while notebooks and figures are still under way."""
    for module in ("jupyter_book.sphinx", "myst_nb.sphinx_ext", "communique.book"):
        importlib.import_module(module)


def _run_sphinx(aside: Path) -> None:
    """Make the pages as `jupyter-book build -n -W --keep-going` does, from executed notebooks."""
    from jupyter_book.sphinx import build_sphinx

    said, warned = io.StringIO(), io.StringIO()
    with (
        contextlib.redirect_stdout(said),
        contextlib.redirect_stderr(warned),
        warnings.catch_warnings(),
    ):
        # Python's warnings are about the code of others; those of Sphinx are about our pages.
        warnings.simplefilter("ignore")
        status = build_sphinx(
            paths.ROOT,
            aside / "html",
            noconfig=True,
            path_config=paths.CONFIG,
            doctreedir=aside / "doctrees",
            confoverrides={
                "external_toc_path": paths.TOC.as_posix(),
                "latex_individualpages": False,
                "nitpicky": True,
                "nb_execution_mode": "off",
                "communique_executed": (aside / "executed").as_posix(),
            },
            quiet=True,
            freshenv=True,
            warningiserror=True,
            keep_going=True,
        )
    complaints = _complaints(warned.getvalue())
    if "Validation errors in config" in said.getvalue():
        complaints += [line for line in said.getvalue().splitlines() if line.startswith("- ")]
    if status or complaints:
        listed = "".join(f"\n  {line}" for line in complaints[:30]) or f"\n  {status}"
        raise InputError(
            f"The pages were not made, because of:{listed}\n",
            remedy="Mend the page, file and line that each line names, and build again.",
        )


def _complaints(text: str) -> list[str]:
    """The lines that Sphinx warned with, without colours and with paths below the root."""
    plain = re.sub(r"\x1b\[[0-9;]*m", "", text).replace(f"{paths.ROOT}{os.sep}", "")
    plain = re.sub(r"(\.ipynb):(\d+)(?=: )", _in_cell, plain)
    lines = [line.rstrip() for line in plain.splitlines()]
    return [line for line in lines if line and not line.startswith("Please also report")]


def _in_cell(found: re.Match[str]) -> str:
    """MyST-NB counts the lines of a notebook from 10,000 times the number of the cell."""
    cell, line = divmod(int(found[2]), 10_000)
    return f"{found[1]}: cell {cell}, line {line}" if cell else found[0]


def _remove_products() -> None:
    """Take away the stamp, then the pages: from here on there is no book."""
    (paths.BUILD / freshness.STAMP).unlink(missing_ok=True)
    for name in ("making", *freshness.PRODUCTS):
        shutil.rmtree(paths.BUILD / name, ignore_errors=True)


@contextlib.contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Let one build at a time work in this folder; a second one waits."""
    with lock.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another build is under way; waiting for it …", flush=True)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _step(what: str) -> Iterator[None]:
    """Say what is being done, and after it how long it took."""
    print(f"  … {what}", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" ({time.monotonic() - began:.1f} s)", flush=True)


def _shown(path: Path) -> str:
    """A path as short as it can be named from the working folder."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
