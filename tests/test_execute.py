import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from jupyter_client.manager import AsyncKernelManager

from communique import execute
from communique.errors import InputError
from communique.execute import read_notebook, run_notebooks
from communique.kernels import manager_class
from support import write_notebook as _write_notebook


def write_notebook(path: Path, *cells: str) -> None:
    """A notebook that needs no study, since its folder holds no data."""
    _write_notebook(path, *cells, opening="import communique")


def _run(tmp_path: Path, *notebooks: Path) -> None:
    run_notebooks(notebooks, tmp_path / "executed", tmp_path)


def test_notebooks_are_written_with_outputs_and_the_sources_stay_as_they_are(
    tmp_path: Path,
) -> None:
    path = tmp_path / "notebooks" / "small.ipynb"
    path.parent.mkdir()
    write_notebook(path, "6 * 7")
    before = path.read_bytes()
    _run(tmp_path, path)
    executed = nbformat.read(tmp_path / "executed/notebooks/small.ipynb", as_version=4)
    assert executed.cells[-1].outputs[0].data["text/plain"] == "42"
    assert path.read_bytes() == before


def test_a_failing_cell_is_named_with_its_notebook_and_error(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ipynb", tmp_path / "bad.ipynb"
    write_notebook(good, "1")
    write_notebook(bad, "\n1 / 0")
    with pytest.raises(InputError) as caught:
        _run(tmp_path, good, bad)
    assert "bad.ipynb" in str(caught.value)
    assert "Cell 3 ('1 / 0') failed with ZeroDivisionError: division by zero." in str(caught.value)
    assert not (tmp_path / "executed" / "bad.ipynb").exists()


class DyingManager(manager_class()):  # type: ignore[misc]
    """A manager whose first kernels die before they answer."""

    deaths = 0
    allowed = 1

    async def _async_launch_kernel(self, kernel_cmd: list[str], **kw: Any) -> None:
        if type(self).deaths < type(self).allowed:
            type(self).deaths += 1
            kernel_cmd = [sys.executable, "-c", "pass", *kernel_cmd[kernel_cmd.index("-f") :]]
            await AsyncKernelManager._async_launch_kernel(self, kernel_cmd, **kw)
        else:
            await super()._async_launch_kernel(kernel_cmd, **kw)


@pytest.mark.parametrize(("deaths", "runs"), [(1, True), (3, False)])
def test_a_kernel_that_dies_before_it_answers_is_started_again(
    deaths: int, runs: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execute, "manager_class", lambda: DyingManager)
    monkeypatch.setattr(DyingManager, "deaths", 0)
    monkeypatch.setattr(DyingManager, "allowed", deaths)
    path = tmp_path / "small.ipynb"
    write_notebook(path, "6 * 7")
    if runs:
        _run(tmp_path, path)
        assert (tmp_path / "executed" / "small.ipynb").exists()
    else:
        with pytest.raises(InputError, match="before replying"):
            _run(tmp_path, path)


def test_a_cell_that_warns_stops_the_build(tmp_path: Path) -> None:
    path = tmp_path / "warns.ipynb"
    write_notebook(path, "import warnings\nwarnings.warn('old ways')")
    with pytest.raises(InputError, match=r"Cell 3 .* wrote to standard error: .*old ways"):
        _run(tmp_path, path)


def test_a_kernel_that_dies_is_said_without_a_traceback(tmp_path: Path) -> None:
    path = tmp_path / "dies.ipynb"
    write_notebook(path, "import os\nos._exit(1)")
    with pytest.raises(InputError, match="did not run to its end"):
        _run(tmp_path, path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": 1}'])
def test_a_file_that_is_no_notebook_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "broken.ipynb"
    path.write_text(text)
    with pytest.raises(InputError, match=r"broken\.ipynb: This notebook cannot be read"):
        read_notebook(path)
