"""Whole codings: offsets, warnings, and texts that no rule was written for."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from communique.codebook import load_codebook
from communique.coding import code_release
from communique.records import Coding, Release

CODEBOOK = load_codebook()
PIECES = st.sampled_from(
    [
        "The seminar was organized by the ",
        "Northern Institute",
        " and ",
        ", ",
        "OSCE Centre in Astana",
        " (NI)",
        " with financial support from ",
        "the Embassy of Canada",
        "\u201c",
        "\u201d",
        "human rights",
        "\u00ad",
        "co\u2011operation",
        ".\n",
        ". ",
        "Experts from ",
        "'s ",
        "22 officers",
        "ALMATY, 5 May 2015 – ",
        "(",
        '"',
    ]
)


def code(text: str) -> Coding:
    return code_release(Release("x", text), CODEBOOK)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_every_span_stands_in_the_source(text: str) -> None:
    coding = code(text)
    for sentence in coding.sentences:
        assert text[sentence.start : sentence.end] == sentence.text
    for tie in coding.ties:
        assert text[tie.start : tie.end] == tie.mention != ""
        assert text[tie.cue_start : tie.cue_end] == tie.cue != ""
    for hit in coding.hits:
        assert hit.sentence_start <= hit.start < hit.end <= hit.sentence_end
    keys = [(tie.actor, tie.role) for tie in coding.ties]
    assert len(keys) == len(set(keys))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300))
def test_no_text_breaks_the_coder(text: str) -> None:
    code(text)


def test_soft_hyphens_move_no_span() -> None:
    text = "Title here\nThe semi\u00adnar was orga\u00adnized by the Nor\u00adthern Institute."
    (tie,) = code(text).ties
    assert tie.actor == "Northern Institute"
    assert tie.mention == "Nor\u00adthern Institute"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Заголовок\nСеминар был организован Центром в Астане.", "language"),
        ("TITLE\nTHE SEMINAR WAS ORGANIZED BY THE CENTRE AND THE MINISTRY TODAY.", "capitals"),
        ("Title\nA seminar began.", "date"),
    ],
)
def test_an_unusual_text_is_warned_of(text: str, kind: str) -> None:
    assert any(w.startswith(f"{kind}:") for w in code(text).warnings)


def test_a_text_in_another_script_yields_no_tie() -> None:
    assert code("Заголовок\nСеминар был организован Центром ОБСЕ в Астане.").ties == ()


def seconds(text: str) -> float:
    """Least processor time of three runs: other work on the machine only adds to it."""
    taken = []
    for _ in range(3):
        begin = time.process_time()
        code(text)
        taken.append(time.process_time() - begin)
    return min(taken)


def test_time_grows_with_length_and_no_faster() -> None:
    sentence = "The seminar was organized by the Institute of Law with support from Norway. "
    text = {n: "Title\n" + (sentence * 10 + "\n") * n for n in (20, 80)}
    assert seconds(text[80]) < 12 * seconds(text[20])


@pytest.mark.parametrize(
    "piece",
    [
        "The seminar was organized by the Northern Institute with support from Norway and others ",
        "held by the Ministry of A and ",
        ', A "b ',
        "Alpha Beta (A ",
    ],
)
def test_a_text_without_sentence_ends_takes_linear_time(piece: str) -> None:
    assert seconds("Title\n" + piece * 400) < 12 * seconds("Title\n" + piece * 100)
