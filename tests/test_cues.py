"""The grammar of cues: what a wording finds, and what is refused in the file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from communique.cues import Cues, load_cues
from communique.errors import InputError
from communique.names import tokenize

LISTS: dict[str, Any] = {
    "words": {"funded": ["funded", "paid for"]},
    "nouns": {"event": ["course"], "works": ["centre"]},
    "phrases": {"teaching": ["taught"]},
}


def cue(**keys: Any) -> dict[str, Any]:
    return {"id": "c", "role": "funder", "where": "after", "patterns": ["{funded} by"], **keys}


def found(pattern: str, sentence: str) -> list[str]:
    cues = Cues({**LISTS, "cues": [cue(patterns=[pattern])]})
    hits = cues.find(sentence, tokenize(sentence), -1, lambda position: False)
    return [sentence[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    ("pattern", "sentence", "wording"),
    [
        ("{funded} by", "It was paid for by A.", "paid for by"),
        ("{funded} by", "FUNDED BY A", "FUNDED BY"),
        ("funded|financed by", "It was financed by A.", "financed by"),
        ("funded [partly] by", "It was funded by A.", "funded by"),
        ("funded [partly] by", "It was funded partly by A.", "funded partly by"),
        ("funds ... from", "funds for three years came from A", "funds for three years came from"),
        ("funds ... from", "funds for Osh came from A", None),
        ("funds ... from", "funds for it, and letters from A", None),
        ("not by ~ but by", "not by the Bar but by A", "not by the Bar but by"),
        ("held @ by", "held on 3 May in Osh by A", "held on 3 May in Osh by"),
        ("held @ by", "held against all advice by A", None),
        ("with the association of", "with the Association of A", None),
    ],
)
def test_a_wording_finds_what_it_says(pattern: str, sentence: str, wording: str | None) -> None:
    assert found(pattern, sentence) == ([wording] if wording else [])


def test_of_two_wordings_the_longer_wins() -> None:
    short, long = (
        cue(id="short", patterns=["held by"]),
        cue(id="long", patterns=["held by experts"]),
    )
    cues = Cues({**LISTS, "cues": [short, long]})
    sentence = "It was held by experts."
    hits = cues.find(sentence, tokenize(sentence), -1, lambda position: False)
    assert [hit.cue.id for hit in hits] == ["long"]


def test_only_a_speakers_cue_is_looked_for_in_speech() -> None:
    both = [cue(id="told"), cue(id="said", where="speaker", patterns=["we fund"])]
    cues = Cues({**LISTS, "cues": both})
    sentence = "we fund what is funded by A"
    spoken = cues.find(sentence, tokenize(sentence), -1, lambda position: True)
    told = cues.find(sentence, tokenize(sentence), -1, lambda position: False)
    assert [hit.cue.id for hit in spoken] == ["said"]
    assert [hit.cue.id for hit in told] == ["told"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ({"reach": 3}, "unknown key 'reach'"),
        ({"role": "payer"}, "unknown role 'payer'"),
        ({"also": "payer"}, "unknown role 'payer' under 'also'"),
        ({"subject": "payer"}, "unknown role 'payer' under 'subject'"),
        ({"alone": "payer"}, "unknown role 'payer' under 'alone'"),
        ({"where": "beside"}, "unknown place 'beside'"),
        ({"about": ["food"]}, "unknown list of nouns 'food'"),
        ({"not_about": ["food"]}, "unknown list of nouns 'food'"),
        ({"patterns": ["{money} by"]}, "unknown list {money}"),
        ({"patterns": []}, "has no patterns"),
        ({"id": ""}, "has no id"),
    ],
)
def test_a_faulty_cue_is_refused_with_its_remedy(entry: dict[str, Any], words: str) -> None:
    with pytest.raises(InputError) as caught:
        Cues({**LISTS, "cues": [cue(**entry)]})
    assert words in str(caught.value)
    assert caught.value.remedy


def test_a_file_without_a_part_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "cues.yml"
    path.write_text("words: {a: [b]}\n", encoding="utf-8")
    with pytest.raises(InputError, match="'nouns' is missing"):
        load_cues(path)
