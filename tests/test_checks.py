"""What stops a build before it begins."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from communique import paths
from communique.checks import check_data
from communique.errors import InputError


def test_the_books_own_data_pass() -> None:
    releases, book = check_data()
    assert len(releases) == 5
    assert len(book.themes) == 9


def test_a_release_without_any_date_stops_with_its_line(tmp_path: Path) -> None:
    body = b"Office trains police\n\nA seminar began in May.\n"
    (tmp_path / "one.txt").write_bytes(body)
    (tmp_path / "releases.csv").write_text(
        "release,file,sha256,url,title,language\n"
        f"one,one.txt,{hashlib.sha256(body).hexdigest()},,Office trains police,en\n",
        "utf-8",
    )
    with pytest.raises(InputError) as caught:
        check_data(tmp_path)
    message = str(caught.value)
    assert "one.txt:3: No whole date" in message
    assert "Remedy:" in message


def test_a_fault_of_the_codebook_stops_with_its_line(tmp_path: Path) -> None:
    folder = tmp_path / "codebook"
    shutil.copytree(paths.CODEBOOK, folder)
    cues = folder / "cues.yml"
    text = cues.read_text("utf-8")
    cues.write_text(text.replace("role: funder", "role: payer", 1), "utf-8")
    line = text[: text.index("role: funder")].count("\n") + 1
    with pytest.raises(InputError) as caught:
        check_data(codebook=folder)
    message = str(caught.value)
    assert "unknown role 'payer'" in message
    assert abs(int(message.split("cues.yml:")[1].split(":")[0]) - line) <= 1
