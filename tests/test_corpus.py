"""The manifest and the files: what is wrong stops with file, line and remedy."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from communique.corpus import find_release_files, manifest_metadata, read_corpus, read_release
from communique.errors import InputError

HEADER = "release,file,sha256,url,title,language\n"
BODY = b"Office trains police\nNORTHTOWN, 5 May 2010 - A seminar began.\n"


def make(folder: Path, rows: str | None = None, body: bytes = BODY) -> Path:
    (folder / "one.txt").write_bytes(body)
    digest = hashlib.sha256(body).hexdigest()
    text = (
        rows
        if rows is not None
        else f"one,one.txt,{digest},https://example.org/1,Office trains police,en\n"
    )
    (folder / "releases.csv").write_text(HEADER + text, "utf-8")
    return folder


def failure(folder: Path) -> str:
    with pytest.raises(InputError) as caught:
        read_corpus(folder)
    return str(caught.value)


def test_a_listed_release_is_read_with_its_facts(tmp_path: Path) -> None:
    (release,) = read_corpus(make(tmp_path))
    assert (release.id, release.text, release.language) == ("one", BODY.decode(), "en")


def test_a_changed_text_stops_with_its_line(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "one.txt").write_bytes(BODY + b"x")
    message = failure(tmp_path)
    assert "releases.csv:2:" in message
    assert "SHA-256 of one.txt" in message
    assert "Remedy:" in message


def test_an_unlisted_file_stops(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "two.txt").write_text("x", "utf-8")
    message = failure(tmp_path)
    assert "two.txt" in message
    assert "not listed" in message


def test_a_listed_file_that_is_not_there_stops(tmp_path: Path) -> None:
    make(tmp_path)
    (tmp_path / "one.txt").unlink()
    assert "'one.txt' is not there" in failure(tmp_path)


def test_an_empty_file_stops(tmp_path: Path) -> None:
    assert "empty" in failure(make(tmp_path, body=b" \n"))


def test_an_undecodable_file_stops(tmp_path: Path) -> None:
    message = failure(make(tmp_path, body=b"\xff\x00\xfe\x01\x02\x03\x80\x81" * 20))
    assert "one.txt:1:" in message
    assert "Save it as UTF-8" in message


def test_a_missing_manifest_stops(tmp_path: Path) -> None:
    assert "manifest is missing" in failure(tmp_path)


def test_a_missing_column_stops(tmp_path: Path) -> None:
    (tmp_path / "releases.csv").write_text("release,file\n", "utf-8")
    assert "lacks the column 'sha256'" in failure(tmp_path)


def test_a_repeated_release_stops(tmp_path: Path) -> None:
    message = failure(make(tmp_path, rows="one,one.txt,0,,,\none,one.txt,0,,,\n"))
    assert "releases.csv:3:" in message
    assert "stands twice" in message


def test_a_path_outside_the_folder_stops(tmp_path: Path) -> None:
    assert "not the name of a file" in failure(make(tmp_path, rows="one,../one.txt,0,,,\n"))


def test_an_empty_manifest_stops(tmp_path: Path) -> None:
    (tmp_path / "releases.csv").write_text(HEADER, "utf-8")
    assert "lists no release" in failure(tmp_path)


def test_another_encoding_is_detected_and_noted(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    text = "L’événement a été organisé à Genève. " * 20
    file.write_bytes(text.encode("cp1252"))
    release = read_release(file)
    assert release.text.startswith("L")
    assert any(w.startswith("encoding:") for w in release.warnings)


def test_a_byte_order_mark_is_no_character(tmp_path: Path) -> None:
    file = tmp_path / "x.txt"
    file.write_bytes(b"\xef\xbb\xbfTitle\nBody.")
    assert read_release(file).text == "Title\nBody."


def test_the_manifest_beside_a_file_gives_its_title(tmp_path: Path) -> None:
    folder = make(tmp_path)
    assert manifest_metadata(folder / "one.txt")["title"] == "Office trains police"
    (folder / "sub").mkdir()
    assert manifest_metadata(folder / "sub" / "one.txt") == {}


def test_texts_of_a_folder_are_found_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text("x", "utf-8")
    assert [p.name for p in find_release_files([tmp_path])] == ["a.txt", "b.txt"]


def test_a_folder_without_texts_stops(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no text file"):
        find_release_files([tmp_path])
