"""Communiqué: what press releases say happened, who did what, and in which words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from communique.study import Study

__version__ = "0.1.0"
__all__ = ["__version__", "open_study"]


def open_study(folder: Path | str | None = None) -> Study:
    """Read and code a folder of releases; without one, the releases of this project.

    The door for notebooks; see `communique.study.open_study`. Heavy libraries are imported here
    and not with the package, so that the command line starts at once.
    """
    from communique.study import open_study as _open_study

    return _open_study(folder)
