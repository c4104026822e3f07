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


GERMAN = (
    "Das Zentrum in Almaty hat gemeinsam mit dem Ministerium ein Seminar über Menschenrechte "
    "veranstaltet. Experten aus Norwegen sprachen mit den Teilnehmern über die Arbeit der Polizei, "
    "und der Leiter des Zentrums dankte der Botschaft für ihre Unterstützung. Das Seminar dauerte "
    "drei Tage und wurde von der Regierung bezahlt, wie ein Sprecher des Ministeriums mitteilte."
)
RUSSIAN = "Семинар был организован Центром в Астане. Experts from Norway led the seminar."
CAPITALS = "THE SEMINAR WAS ORGANIZED BY THE CENTRE AND THE MINISTRY WITH FUNDING FROM NORWAY."
BULLETS = (
    "Partners of the seminar:\n• Northern Institute\n• Ministry of Justice\n- Embassy of Norway"
)
TABLE = "Organizer | Northern Institute | Justice\nFunder | Norway | Sweden\nA      B      C"
BROKEN = "The seminar â€“ held in Osh â€“ was for the policeâ€™s staff."
TAGS = "<p>The seminar was organized by the <b>Northern Institute</b>.</p>"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (RUSSIAN, "language"),
        (GERMAN, "language"),
        (CAPITALS, "capitals"),
        (BULLETS, "list"),
        (TABLE, "table"),
        (BROKEN, "encoding"),
        (TAGS, "markup"),
        ("The seminar began and " * 300, "sentences"),
        ("A seminar began. " * 7000, "length"),
        ("A seminar began.", "date"),
        ("", "body"),
    ],
)
def test_an_odd_text_is_warned_of_and_yields_no_tie(body: str, kind: str) -> None:
    coding = code(f"Title of the text\n{body}")
    assert any(warning.startswith(f"{kind}:") for warning in coding.warnings)
    assert coding.ties == ()


def test_an_ordinary_release_is_not_warned_of() -> None:
    body = (
        "ALMATY, 5 May 2015 – A two-day seminar on the work of the police with young people, which "
        "was organized by the Northern Institute and the Ministry of Justice, began today.\nThe 20 "
        "officers will learn how to speak with pupils and their parents – and how to listen.\n"
        '"It is the first seminar of its kind," said Jane Doe.'
    )
    assert code(f"Police officers learn to listen\n{body}").warnings == ()


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


def test_many_different_names_take_no_more_than_their_length() -> None:
    def text(count: int) -> str:
        lines = (
            f"The course was held by the Institute of Law No {n} with support from the Centre. "
            f"The Centre and the Agency of Roads No {n} (AR{n}) published a guide."
            for n in range(count)
        )
        return "Title\n" + "\n".join(lines)

    assert seconds(text(400)) < 12 * seconds(text(100))


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
