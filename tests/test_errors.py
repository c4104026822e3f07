from pathlib import Path

from communique.errors import InputError
from communique.paths import ROOT


def test_an_error_names_file_line_and_remedy_in_one_line() -> None:
    error = InputError("Two actors share a name.", file=ROOT / "data/a.csv", line=7, remedy="Mend.")
    assert str(error) == "data/a.csv:7: Two actors share a name. Remedy: Mend."


def test_parts_that_are_unknown_are_left_out() -> None:
    assert str(InputError("It is empty.")) == "It is empty."
    assert str(InputError("It is empty.", file="x.txt")) == "x.txt: It is empty."


def test_a_file_outside_the_repository_keeps_its_whole_path(tmp_path: Path) -> None:
    assert str(InputError("No.", file=tmp_path / "a.txt")).startswith(str(tmp_path))
