import os
import sys
from pathlib import Path

import nbformat
import pytest

from communique import kernels
from communique.execute import run_notebooks
from support import write_notebook

linux = pytest.mark.skipif(sys.platform != "linux", reason="kernels are forked on Linux only")


def outputs(tmp_path: Path, *cells: str) -> list[str]:
    """Run two notebooks of the same cells and return what the last cells say."""
    paths = [tmp_path / "one.ipynb", tmp_path / "two.ipynb"]
    for path in paths:
        write_notebook(path, *cells, opening="import os, sys")
    run_notebooks(paths, tmp_path / "executed", tmp_path)
    return [
        nbformat.read(tmp_path / "executed" / path.name, as_version=4)
        .cells[-1]
        .outputs[0]
        .data["text/plain"]
        for path in paths
    ]


@linux
def test_a_kernel_starts_with_the_package_imported_and_nothing_run(tmp_path: Path) -> None:
    kernels.start_server()
    cells = ("'communique.study' in sys.modules, 'leaked' in globals(), hasattr(os, 'leaked')",)
    assert outputs(tmp_path, *cells) == ["(True, False, False)"] * 2


@linux
def test_what_one_notebook_changes_does_not_reach_another(tmp_path: Path) -> None:
    cells = ("seen = getattr(os, 'leaked', 0)", "os.leaked = leaked = seen + 1", "os.leaked")
    assert outputs(tmp_path, *cells) == ["1", "1"]


def test_kernels_run_in_processes_of_their_own_in_the_folder_of_the_notebook(
    tmp_path: Path,
) -> None:
    said = outputs(tmp_path, "os.getpid(), os.getcwd()")
    pids = {text.strip("()").split(",")[0] for text in said}
    assert len(pids | {str(os.getpid())}) == 3
    assert all(repr(str(tmp_path)) in text for text in said)


def test_pictures_of_plain_matplotlib_reach_the_notebook(tmp_path: Path) -> None:
    path = tmp_path / "plot.ipynb"
    write_notebook(path, "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()")
    run_notebooks([path], tmp_path / "executed", tmp_path)
    shown = nbformat.read(tmp_path / "executed/plot.ipynb", as_version=4).cells[-1].outputs
    assert any("image/png" in output.get("data", {}) for output in shown)
