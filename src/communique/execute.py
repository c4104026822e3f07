"""Running the notebooks for the book: each from top to bottom, in a kernel of its own, every time.

Nothing is cached. The kernels run side by side while the figures are drawn, and their results wait
in a folder of their own; `setup` makes Sphinx read a page from there. Without such a folder, as in
a plain `jupyter-book build .`, MyST-NB runs the notebooks itself.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from communique.errors import InputError
from communique.kernels import manager_class
from communique.paths import ROOT
from communique.showing import FOR_BOOK

if TYPE_CHECKING:
    from nbformat import NotebookNode
    from sphinx.application import Sphinx

#: Seconds that one cell may take. A slow cell is a fault, so this only stops an endless one.
TIMEOUT = 120

#: Kernels that run side by side; more than there are cores, since a kernel often waits.
AT_ONCE = 6

#: How often a kernel is started that dies before it answers: another program may take one of its
#: ports in the moment between choosing and opening them.
STARTS = 3

_REMEDY = (
    "Open the notebook with `make lab`, run it from top to bottom, and mend the cell or the "
    "function that it calls."
)


def run_notebooks(notebooks: Sequence[Path], folder: Path, root: Path) -> None:
    """Run notebooks side by side and write them, with their outputs, below `folder`.

    Parameters
    ----------
    notebooks : sequence of path
        Each runs in the folder in which it lies, as it does in JupyterLab.
    folder : path
        Receives the executed notebooks at their paths relative to `root`.
    root : path
        The repository.

    Raises
    ------
    InputError
        For the first notebook, in the given order, that cannot be read, has a failing cell, or
        writes a warning; the message names notebook and cell.
    """
    asyncio.run(_run_all(notebooks, folder, root))


async def _run_all(notebooks: Sequence[Path], folder: Path, root: Path) -> None:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(path: Path) -> None:
        async with places:
            await _run_one(path, folder / path.relative_to(root))

    results = await asyncio.gather(*map(one, notebooks), return_exceptions=True)
    for result in results:
        if isinstance(result, BaseException):
            raise result


async def _run_one(path: Path, target: Path) -> None:
    import nbformat
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = read_notebook(path)
    try:
        await _execute(path, notebook)
    except (CellExecutionError, CellTimeoutError, DeadKernelError, RuntimeError) as error:
        raise _failed(path, notebook, error) from error
    _refuse_warnings(path, notebook)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(nbformat.writes(notebook), encoding="utf-8")


async def _execute(path: Path, notebook: NotebookNode) -> None:
    """Run a notebook in place, in a kernel of its own."""
    from nbclient import NotebookClient

    for start in range(1, STARTS + 1):
        client = NotebookClient(
            notebook,
            timeout=TIMEOUT,
            kernel_name="python3",
            kernel_manager_class=manager_class(),
            resources={"metadata": {"path": str(path.parent)}},
        )
        try:
            # What the kernel itself says (about its transport) is not the notebook's output.
            await client.async_execute(stderr=subprocess.DEVNULL, env=_environment())
            return
        except RuntimeError as error:
            # The client would clean up at exit after a kernel that it no longer has.
            atexit.unregister(client._cleanup_kernel)
            if start == STARTS or "before replying" not in str(error):
                raise


def _environment() -> dict[str, str]:
    """What a kernel is told: the tree to work on, and nothing of how Python shall warn."""
    told = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    return {**told, "COMMUNIQUE_ROOT": str(ROOT), FOR_BOOK: "1"}


def read_notebook(path: Path) -> NotebookNode:
    """The notebook at `path`, or an InputError that says that it is none."""
    import nbformat

    try:
        text = path.read_text(encoding="utf-8")
        found = json.loads(text)
        if not isinstance(found, dict) or found.get("nbformat") != 4:
            raise ValueError("no notebook of format 4")
        return nbformat.reads(text, as_version=4)
    except (OSError, ValueError, KeyError, nbformat.ValidationError) as error:
        raise InputError(
            "This notebook cannot be read.",
            file=path,
            remedy="Restore it, or save it again from JupyterLab.",
        ) from error


def _failed(path: Path, notebook: NotebookNode, error: Exception) -> InputError:
    """Name the cell that stopped a notebook, by its place among all cells and its first line."""
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            if output.output_type == "error":
                said = f"{output.ename}: {output.evalue}".strip().rstrip(":")
                return InputError(
                    f"{_cell(number, cell)} failed with {said}.", file=path, remedy=_REMEDY
                )
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    return InputError(f"The notebook did not run to its end: {reason}.", file=path, remedy=_REMEDY)


def _refuse_warnings(path: Path, notebook: NotebookNode) -> None:
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", []):
            if output.output_type == "stream" and output.name == "stderr":
                said = output.text.strip().splitlines()[0] if output.text.strip() else "nothing"
                raise InputError(
                    f"{_cell(number, cell)} wrote to standard error: {said}",
                    file=path,
                    remedy="Mend what the warning names; a chapter prints no warnings.",
                )


def _cell(number: int, cell: NotebookNode) -> str:
    lines = [line for line in cell.source.splitlines() if line.strip()]
    return f"Cell {number} ({lines[0].strip()!r})" if lines else f"Cell {number}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx's door: let a page be read from the folder of executed notebooks."""
    app.add_config_value("communique_executed", "", "env", str)
    app.connect("source-read", _read_executed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _read_executed(app: Sphinx, page: str, content: list[str]) -> None:
    if not app.config.communique_executed or not app.env.doc2path(page).endswith(".ipynb"):
        return
    executed = Path(app.config.communique_executed) / f"{page}.ipynb"
    content[0] = executed.read_text(encoding="utf-8")
