"""Where things are: every path of the project, so that nothing depends on the working folder."""

from __future__ import annotations

import os
from pathlib import Path

#: The repository's root. `COMMUNIQUE_ROOT` points the package at another tree: a user's own
#: corpus, or a copy made by a test.
ROOT = Path(os.environ.get("COMMUNIQUE_ROOT") or Path(__file__).parents[2]).resolve()

DATA = ROOT / "data"
RELEASES = DATA / "releases"
CODEBOOK = DATA / "codebook"
GOLD = DATA / "gold"
RECORD = DATA / "record"
VALIDATION = DATA / "validation"

BOOK = ROOT / "book"
NOTEBOOKS = ROOT / "notebooks"
CONFIG = ROOT / "_config.yml"
TOC = ROOT / "_toc.yml"

#: Everything that is made, and that may be deleted at any time.
BUILD = ROOT / "_build"
FIGURES = BUILD / "figures"
TABLES = BUILD / "tables"
HTML = BUILD / "html"
