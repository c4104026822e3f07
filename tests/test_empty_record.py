"""A record without an event: every table, figure, number and verdict is there all the same."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from support import make_small_tree, shorten_record

SCRIPT = """
import communique
from communique.claims import ledger
from communique.figures import FIGURES, render
from communique.numbers import numbers
from communique.tables import TABLES

study = communique.open_study()
for spec in TABLES:
    assert list(spec.frame(study).columns) == list(spec.columns), spec.id
    spec.page_view(study)
for spec in FIGURES:
    if spec.page.startswith("notebooks/record"):
        assert render(spec, study, "svg")
    for text in (spec.caption(study), spec.alt(study)):
        assert "nan" not in text.split(), (spec.id, text)
known = numbers(study)
assert known["record.events"] == "0"
verdicts = ledger(study).set_index("claim")["verdict"]
assert verdicts["office-turned"] == "cannot be told"
"""


def test_a_record_without_events_stops_nothing(tmp_path: Path) -> None:
    tree = make_small_tree(tmp_path / "tree")
    shorten_record(tree / "data/record", 0, keep_chosen=False)
    found = subprocess.run(
        [sys.executable, "-W", "error::UserWarning", "-c", SCRIPT],
        env={**os.environ, "COMMUNIQUE_ROOT": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stderr
