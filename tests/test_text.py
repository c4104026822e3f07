"""Folding, paragraphs, quotations and sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communique.codebook import load_codebook
from communique.text import Document, fold, read_document, words

READING = load_codebook().reading


def read(text: str, title: str | None = None) -> Document:
    return read_document(text, READING, title)


def sentences(document: Document) -> list[str]:
    return [document.text[u.start : u.end] for u in document.sentences]


@given(st.text())
def test_folding_keeps_offsets(text: str) -> None:
    folded = fold(text)
    if folded.origin is None:
        assert len(folded.text) == len(text)
    for i in range(len(folded.text)):
        start, end = folded.span(i, i + 1)
        assert 0 <= start < end <= len(text)
        assert fold(text[start:end]).text[:1] == folded.text[i]


@given(st.text(alphabet=st.sampled_from('aB .!?"“”\n\u00ad-’,:'), max_size=200))
def test_sentences_are_in_order_and_inside_their_paragraphs(text: str) -> None:
    document = read(text)
    last = 0
    for unit in document.sentences:
        paragraph = document.paragraphs[unit.paragraph - 1]
        assert last <= unit.start < unit.end
        assert paragraph.start <= unit.start
        assert unit.end <= paragraph.end
        last = unit.end


def test_typographic_variants_become_one() -> None:
    assert (
        fold("co\u2011operation \u201cx\u201d \u2014 y\u2019s\u00a0z").text
        == 'co-operation "x" – y\'s z'
    )


def test_an_invisible_sign_is_left_out_and_spans_lead_back() -> None:
    source = "co\u00adoperation with A"
    folded = fold(source)
    assert folded.text == "cooperation with A"
    start, end = folded.span(0, len("cooperation"))
    assert source[start:end] == "co\u00adoperation"


def test_the_parts_of_a_page_are_told_apart() -> None:
    document = read(
        "Newsroom\nOffice trains police\nNORTHTOWN 5 May 2010\n"
        "NORTHTOWN, 5 May 2010 - A course began today.\nFor more information, write to us.\nTel. 1"
    )
    assert [p.part for p in document.paragraphs] == [
        "navigation",
        "title",
        "dateline",
        "body",
        "navigation",
        "navigation",
    ]


def test_lines_that_tell_of_the_page_are_no_body() -> None:
    document = read(
        "Skip links\nCourt clerks meet in Northtown\nPublishing date: 6 August 2004\n"
        "Content type: Press release\nWhere we are: Northern Office\n"
        "Clerks drawing up a form, Northtown, 5 August 2004. (OSCE/Jane Doe)\n"
        "NORTHTOWN, 6 August 2004- A course for court clerks ended today.\n"
    )
    parts = [paragraph.part for paragraph in document.paragraphs]
    assert parts == [
        *("navigation", "title", "dateline"),
        *("navigation", "navigation", "navigation"),
        "body",
    ]
    dateline = document.paragraphs[-1].dateline
    assert dateline is not None
    assert dateline.date is not None


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("NORTHTOWN, 6 August 2004 - A course ended today.", True),
        ("Northtown, 6 August 2004 - A course ended today.", False),  # may begin any sentence
        ("On 6 August 2004 - a Friday - a course ended.", False),
    ],
)
def test_behind_other_lines_a_dateline_must_stand_out(line: str, is_one: bool) -> None:
    document = read(f"Clerks meet\nThe Northern Office tells of its work.\n{line}\n")
    assert (document.paragraphs[-1].dateline is not None) is is_one


def test_a_dateline_parts_hard_wrapped_lines() -> None:
    document = read(
        "Office helps judges\nNorthern News\nAug. 8, 2006\n"
        "NORTHTOWN, 7 August 2006 - Judges\ntoday began a course on bail as\n"
        "part of a project of the Northern\nOffice and the Bar of Westland.\n"
    )
    assert [p.part for p in document.paragraphs] == ["title", "body"]
    assert document.paragraphs[1].dateline is not None


def test_a_release_without_title_has_none() -> None:
    document = read("The Office held a seminar today. It went well.\nOfficers came.")
    assert [p.part for p in document.paragraphs] == ["body", "body"]


def test_a_paragraph_that_occurred_before_is_repeated() -> None:
    document = read("Title\nFirst one here.\nSecond one here.\nFirst  one here.\nThird.")
    assert [p.repeated for p in document.paragraphs] == [False, False, False, True, False]
    assert sum(u.counted for u in document.sentences) == 4


def test_hard_wrapped_lines_make_one_paragraph() -> None:
    text = (
        "Office trains police in the north\n\nNORTHTOWN, 5 May 2010 - A seminar that the office\n"
        "organized for officers of the\nnorthern region began\ntoday. It lasts a week.\n\n"
        "The end\nis near.\n"
    )
    document = read(text)
    assert [p.part for p in document.paragraphs] == ["title", "body", "body"]
    assert sentences(document)[1].endswith("began\ntoday.")


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Smith met Dr. Jones of the U.S. Embassy on 5 May.",
        "It cost approx. 5,000 euro for St. Mary.",
        "He leads the office (No. 5).",
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str) -> None:
    assert sentences(read("A title\n" + text)) == ["A title", text]


def test_a_quotation_is_told_from_narration() -> None:
    document = read(
        'Title\n"We shall train more officers in the north," said the chief. It ends today.'
    )
    assert [u.quoted for u in document.sentences] == [False, True, False]


def test_quotation_marks_of_two_kinds_close_each_other() -> None:
    document = read(
        'Title\n“We shall train many more here," said Ann. "It is a good plan for all.” He left.'
    )
    assert [u.quoted for u in document.sentences] == [False, True, True, False]


def test_a_quoted_name_is_no_speech() -> None:
    document = read('Title\nThe non-governmental organization "Northern Light" held a seminar.')
    assert document.speech == ()


def test_a_quoted_title_in_mid_sentence_is_no_speech() -> None:
    document = read('Title\nThe seminar "Policing in the towns of the north" began.')
    assert document.speech == ()


def test_words_keep_inner_hyphens_and_apostrophes() -> None:
    assert words("the country's co-operation, in 2004") == [
        "the",
        "country's",
        "co-operation",
        "in",
        "2004",
    ]
