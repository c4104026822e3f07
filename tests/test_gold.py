"""The five releases against their hand-checked facts: every tie, nothing besides, every field."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from communique import paths
from communique.codebook import load_codebook
from communique.coding import code_release
from communique.corpus import read_corpus
from communique.records import Coding, Release

GOLD: list[dict[str, Any]] = json.loads((paths.GOLD / "core_events.json").read_text("utf-8"))
IDS = [entry["release"] for entry in GOLD]
FIELDS = ("dateline_place", "event_place", "participants", "duration_days", "date_basis")


@cache
def coded() -> dict[str, tuple[Release, Coding]]:
    codebook = load_codebook()
    return {r.id: (r, code_release(r, codebook)) for r in read_corpus()}


@pytest.mark.parametrize("gold", GOLD, ids=IDS)
def test_the_ties_are_those_of_the_gold_and_none_besides(gold: dict[str, Any]) -> None:
    _, coding = coded()[gold["release"]]
    assert {(t.actor, t.role) for t in coding.ties} == {
        (t["actor"], t["role"]) for t in gold["ties"]
    }
    assert len(coding.ties) == len(gold["ties"])


def test_there_are_thirty_two_ties() -> None:
    assert sum(len(coding.ties) for _, coding in coded().values()) == 32


@pytest.mark.parametrize("gold", GOLD, ids=IDS)
def test_mention_and_cue_of_a_tie_stand_where_the_gold_has_them(gold: dict[str, Any]) -> None:
    _, coding = coded()[gold["release"]]
    found = {(t.actor, t.role): t for t in coding.ties}
    for tie in gold["ties"]:
        mine = found[tie["actor"], tie["role"]]
        for span, wanted in (
            ((mine.start, mine.end), tie["mention"]),
            ((mine.cue_start, mine.cue_end), tie["cue"]),
        ):
            shared = min(span[1], wanted[1]) - max(span[0], wanted[0])
            assert shared >= 0.7 * min(span[1] - span[0], wanted[1] - wanted[0])
        assert mine.evidence == tie["evidence"]
        assert mine.rule


@pytest.mark.parametrize("gold", GOLD, ids=IDS)
def test_the_fields_of_the_event_are_those_of_the_gold(gold: dict[str, Any]) -> None:
    _, coding = coded()[gold["release"]]
    event = coding.event
    assert str(event.date) == gold["date"]
    assert {name: getattr(event, name) for name in FIELDS} == {name: gold[name] for name in FIELDS}


@pytest.mark.parametrize("gold", GOLD, ids=IDS)
def test_every_span_leads_back_to_the_file_as_it_stands(gold: dict[str, Any]) -> None:
    release, coding = coded()[gold["release"]]
    text = (paths.RELEASES / gold["file"]).read_bytes().decode("utf-8")
    assert release.text == text
    for tie in coding.ties:
        assert text[tie.start : tie.end] == tie.mention
        assert text[tie.cue_start : tie.cue_end] == tie.cue
        sentence = coding.sentences[tie.sentence - 1]
        assert sentence.text == tie.sentence_text == text[sentence.start : sentence.end]
        assert sentence.start <= tie.start < tie.end <= sentence.end
    for hit in coding.hits:
        assert hit.sentence_start <= hit.start < hit.end <= hit.sentence_end


def test_the_sentences_are_those_of_the_hand_checked_themes() -> None:
    import csv

    with (paths.GOLD / "sentence_themes.csv").open(encoding="utf-8") as handle:
        wanted = {(r["release"], int(r["start"]), int(r["end"])) for r in csv.DictReader(handle)}
    mine = {
        (coding.release, s.start, s.end)
        for _, coding in coded().values()
        for s in coding.sentences
        if s.counted
    }
    assert mine == wanted


def test_the_repeated_half_of_2004_is_found_and_counted_once() -> None:
    _, coding = coded()["2004-12-20-human-rights"]
    repeated = [s for s in coding.sentences if s.repeated]
    assert len(repeated) == 5
    assert all(not s.counted for s in repeated)
    counted = {s.text for s in coding.sentences if s.counted}
    assert all(s.text in counted for s in repeated)
    assert any(w.startswith("repetition: 5 sentences") for w in coding.warnings)
