"""How long a build takes, beside a Jupyter Book of as many empty pages built in the same run.

Run with `.venv/bin/python benchmarks/build.py`. Prints seconds and ratios: the book cold (nothing
made before) and warm (nothing changed), the empty book cold and warm. The environment exists.
The empty book is built by the same installed packages; `apart` is the time without this package's
renderers, which every Jupyter Book of this environment loads.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from communique.pages import toc_pages
from communique.paths import BUILD, ROOT, TOC

EMPTY_CONFIG = "title: Empty\nonly_build_toc_files: true\nexecute: {execute_notebooks: 'off'}\n"


def main() -> None:
    """Time all four builds once and print them."""
    pages = len(toc_pages(TOC))
    with tempfile.TemporaryDirectory() as folder:
        empty, stub = Path(folder, "book"), Path(folder, "stub")
        make_empty_book(empty, pages)
        make_stub(stub)
        call = "from jupyter_book.cli.main import main; main()"
        command = [sys.executable, "-c", call, "build", str(empty), "-q"]
        apart = timed(command, PYTHONPATH=str(stub))
        shutil.rmtree(empty / "_build")
        empty_cold, empty_warm = timed(command), timed(command)
    shutil.rmtree(BUILD, ignore_errors=True)
    own = [sys.executable, "-m", "communique.cli", "build"]
    cold, warm = timed(own), timed(own)
    print(f"{pages} pages   cold     warm")
    print(f"empty    {empty_cold:6.1f} s {empty_warm:6.1f} s   (apart, cold: {apart:.1f} s)")
    print(f"book     {cold:6.1f} s {warm:6.1f} s")
    print(
        f"cold: {cold / empty_cold:.1f} times the empty book, {cold / apart:.1f} times apart; "
        f"warm: {warm - empty_warm:+.1f} s"
    )


def make_empty_book(folder: Path, pages: int) -> None:
    """Write a book of pages that hold a heading and nothing else."""
    folder.mkdir()
    (folder / "_config.yml").write_text(EMPTY_CONFIG)
    names = [f"page{number}" for number in range(pages)]
    listed = "".join(f"- file: {name}\n" for name in names[1:])
    (folder / "_toc.yml").write_text(f"format: jb-book\nroot: {names[0]}\nchapters:\n{listed}")
    for name in names:
        (folder / f"{name}.md").write_text(f"# {name}\n")


def make_stub(folder: Path) -> None:
    """A package of our name with empty renderers, to be found before the real one."""
    package = folder / "communique"
    package.mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "book.py").write_text("class FigureRenderer: ...\nclass TableRenderer: ...\n")


def timed(command: list[str], **environment: str) -> float:
    """Seconds that a command takes; it has to succeed."""
    began = time.monotonic()
    subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environment},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return time.monotonic() - began


if __name__ == "__main__":
    main()
