"""Is the book that stands in `_build` the one that this tree gives? Digests say so, not dates.

A stamp holds one digest of everything that the book is made from and one of everything that was
made. It is written last, after all checks, and removed first: without it there is no book.
"""

from __future__ import annotations

import hashlib
import json
import platform
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

#: The package that makes the book, wherever it is installed.
PACKAGE = Path(__file__).parent
#: Folders from which the book is made. Plain files at the root count as well, since they hold the
#: configuration and the lock, and a page may include any of them.
SOURCES = ("data", "book", "notebooks", "docs")
#: What was made, below `_build`.
PRODUCTS = ("html", "figures", "tables")
STAMP = "stamp.json"

_SKIPPED = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}


def digest(files: Iterable[Path], base: Path) -> str:
    """SHA-256 over names and contents of files, the names taken relative to `base`."""
    total = hashlib.sha256()
    for path in sorted(files):
        total.update(path.relative_to(base).as_posix().encode())
        total.update(b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def inputs_digest(root: Path) -> str:
    """Digest of package, data, pages, notebooks, configuration, lock, and installed versions."""
    files = [path for path in root.iterdir() if path.is_file() and not path.name.startswith(".")]
    for name in SOURCES:
        files.extend(_files(root / name))
    own = [digest(files, root), digest(_files(PACKAGE), PACKAGE), *_environment()]
    return hashlib.sha256("\n".join(own).encode()).hexdigest()


def products_digest(build: Path) -> str:
    """Digest of every page, figure and table that was made."""
    return digest((path for name in PRODUCTS for path in _files(build / name)), build)


def read_stamp(build: Path) -> dict[str, str]:
    """The stamp of the last finished build; empty where there is none that can be read."""
    try:
        stamp = json.loads((build / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def write_stamp(build: Path, inputs: str) -> None:
    """Say that what stands in `build` was made from `inputs`, whole and checked."""
    stamp = {"inputs": inputs, "products": products_digest(build)}
    (build / STAMP).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def is_fresh(build: Path, inputs: str) -> bool:
    """Whether the products stand as they were made from these inputs, none changed or missing."""
    stamp = read_stamp(build)
    return stamp.get("inputs") == inputs and stamp.get("products") == products_digest(build)


def _files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        if path.is_file() and not _SKIPPED.intersection(path.parts) and path.suffix != ".pyc":
            yield path


def _environment() -> list[str]:
    """The Python and the names, with version, of all installed packages."""
    installed = Path(sysconfig.get_path("purelib")).glob("*.dist-info")
    return [platform.python_version(), *sorted(path.name for path in installed)]
