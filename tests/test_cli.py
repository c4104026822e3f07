"""The command `communique`: its output is a contract."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner, Result

from communique import paths
from communique.cli import main

KEYS = [
    "id",
    "date",
    "date_basis",
    "dateline_place",
    "event_place",
    "participants",
    "duration_days",
    "ties",
    "hits",
    "warnings",
]
TIE_KEYS = ["actor", "mention", "role", "start", "end", "cue", "sentence", "evidence", "rule"]
HIT_KEYS = ["theme", "indicator", "start", "end", "sentence_start", "sentence_end"]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def test_extract_prints_one_valid_object_a_release_and_nothing_else() -> None:
    result = run("extract", str(paths.RELEASES))
    assert result.exit_code == 0
    assert result.stderr == ""
    objects = [json.loads(line) for line in result.stdout.splitlines()]
    assert [o["id"] for o in objects] == sorted(p.stem for p in paths.RELEASES.glob("*.txt"))
    for one in objects:
        text = (paths.RELEASES / f"{one['id']}.txt").read_text("utf-8")
        assert list(one) == KEYS
        for tie in one["ties"]:
            assert list(tie) == [*TIE_KEYS, "resolved"]
            assert text[tie["start"] : tie["end"]] == tie["mention"]
            assert tie["sentence"] in text
        for hit in one["hits"]:
            assert list(hit) == HIT_KEYS
            assert text[hit["start"] : hit["end"]].strip()
    assert sum(len(one["ties"]) for one in objects) == 32


def test_extract_takes_files_and_folders(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Title\nA seminar began.\n", "utf-8")
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "c.txt").write_text("Title\nA seminar began.\n", "utf-8")
    result = run("extract", str(tmp_path / "b.txt"), str(tmp_path / "a"))
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == ["b", "c"]


def test_a_bad_file_is_named_and_the_others_are_done(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("Title\nA seminar began.\n", "utf-8")
    result = run("extract", str(tmp_path))
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert "a.txt" in result.stderr
    assert "Remedy:" in result.stderr
    assert "Traceback" not in result.output


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    result = run("extract", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert "no such file or folder" in result.stderr


def test_check_counts_what_it_checked() -> None:
    result = run("check")
    assert result.exit_code == 0
    assert result.stdout.startswith("5 releases, 9 themes")


def test_help_teaches() -> None:
    for command in ([], ["extract"], ["check"], ["tables"], ["figures"], ["build"]):
        result = run(*command, "--help")
        assert result.exit_code == 0
        assert "Usage:" in result.stdout
    assert "jq" in run("extract", "--help").stdout
