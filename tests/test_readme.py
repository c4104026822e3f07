"""What the README shows follows from the data, and what it tells to type exists."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import communique
from communique.cli import main
from communique.errors import InputError
from communique.readme import PICTURE, README, findings, picture, shown_findings
from support import ROOT

TEXT = README.read_text(encoding="utf-8")


def test_the_findings_are_those_of_the_study() -> None:
    assert shown_findings() == findings(communique.open_study()), "Run `make headline`."


def test_every_number_of_the_findings_was_found() -> None:
    assert "{" not in findings(communique.open_study())
    assert "unknown" not in findings(communique.open_study())
    assert findings(communique.open_study()).count("\n- ") == 3


def test_the_picture_is_the_headline_figure_of_the_study() -> None:
    """Pixels and not bytes are compared: rounding differs a little between processors."""
    shown = np.asarray(Image.open(PICTURE).convert("L"), dtype=float)
    made = np.asarray(
        Image.open(io.BytesIO(picture(communique.open_study()))).convert("L"), dtype=float
    )
    assert shown.shape == made.shape, "Run `make headline`."
    assert np.abs(shown - made).mean() < 0.5, "Run `make headline`."


def test_a_readme_without_its_marks_is_said_with_a_remedy(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("No marks.")
    with pytest.raises(InputError, match="Remedy"):
        shown_findings(path)


def test_every_make_target_and_command_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)", TEXT, re.MULTILINE)) <= targets
    commands = set(re.findall(r"bin/communique ([a-z]+)", TEXT))
    assert commands
    assert commands <= set(main.commands)


def test_every_file_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"`((?:data|notebooks|book|src|tests|docs)/[\w./-]*)`", TEXT))
    named |= {link for link in re.findall(r"\]\(([^)#]+)\)", TEXT) if "://" not in link}
    assert named
    for name in named:
        assert (ROOT / name).exists(), name
