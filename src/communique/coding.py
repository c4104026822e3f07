"""One release in, one coding out: sentences, event, ties and themes, with offsets into the file.

All rules work on the folded text; here, and only here, their spans are led back to the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from communique.errors import InputError
from communique.events import find_event
from communique.oddities import is_foreign, reading_warnings
from communique.records import Coding, Event, Release, Sentence, ThemeHit, Tie
from communique.roles import find_ties
from communique.text import Document, read_document
from communique.themes import ThemeMatcher

if TYPE_CHECKING:
    from communique.codebook import Codebook


def code_release(release: Release, codebook: Codebook) -> Coding:
    """Code one release.

    Parameters
    ----------
    release : Release
        Its text is read, never changed.
    codebook : Codebook
        Themes, cues, names and authority file.

    Returns
    -------
    Coding
        Offsets count characters of ``release.text``. Each warning begins with its kind.
    """
    document = read_document(release.text, codebook.reading, release.title)
    event = find_event(document, codebook)
    foreign = is_foreign(document, codebook.reading)
    ties, tie_warnings = ([], []) if foreign else find_ties(document, codebook, event.date)
    warnings = [*release.warnings, *_warnings(document, foreign, event), *tie_warnings]
    return Coding(
        release=release.id,
        sentences=_sentences(document),
        event=_source_event(event, document),
        ties=tuple(_source_tie(tie, document) for tie in ties),
        hits=_hits(document, codebook),
        warnings=tuple(warnings),
    )


def require_date(release: Release, coding: Coding) -> None:
    """Stop where a release of the book has no date: it would have no place on the time axis.

    Raises
    ------
    InputError
        Naming the file and the line of its first body sentence.
    """
    if coding.event.date is not None:
        return
    first = next((s.start for s in coding.sentences if s.part == "body"), 0)
    raise InputError(
        f"No whole date (day, month, year) was found in the release {release.id!r}.",
        file=release.path,
        line=release.text.count("\n", 0, first) + 1,
        remedy="See whether the text is complete, with its dateline; a release without any date "
        "cannot enter the book.",
    )


def _sentences(document: Document) -> tuple[Sentence, ...]:
    found = []
    for unit in document.sentences:
        start, end = document.folded.span(unit.start, unit.end)
        found.append(
            Sentence(
                number=unit.number,
                start=start,
                end=end,
                part=unit.part,
                paragraph=unit.paragraph,
                repeated=unit.repeated,
                quoted=unit.quoted,
                text=document.source[start:end],
            )
        )
    return tuple(found)


def _source_event(event: Event, document: Document) -> Event:
    evidence = []
    for found in event.evidence:
        start, end = document.folded.span(found.start, found.end)
        evidence.append(replace(found, start=start, end=end))
    return replace(event, evidence=tuple(evidence))


def _source_tie(tie: Tie, document: Document) -> Tie:
    source, folded = document.source, document.folded
    unit = document.sentences[tie.sentence - 1]
    start, end = folded.span(tie.start, tie.end)
    cue_start, cue_end = folded.span(tie.cue_start, tie.cue_end)
    sentence_start, sentence_end = folded.span(unit.start, unit.end)
    return replace(
        tie,
        mention=source[start:end],
        start=start,
        end=end,
        cue=source[cue_start:cue_end],
        cue_start=cue_start,
        cue_end=cue_end,
        sentence_text=source[sentence_start:sentence_end],
    )


def _hits(document: Document, codebook: Codebook) -> tuple[ThemeHit, ...]:
    matcher: ThemeMatcher = codebook.theme_matcher
    hits = []
    for unit in document.sentences:
        if not unit.counted:
            continue
        sentence_start, sentence_end = document.folded.span(unit.start, unit.end)
        for theme, indicator, start, end in matcher.find(document.text, unit.start, unit.end):
            source_start, source_end = document.folded.span(start, end)
            hits.append(
                ThemeHit(
                    theme=theme,
                    indicator=indicator,
                    start=source_start,
                    end=source_end,
                    sentence=unit.number,
                    sentence_start=sentence_start,
                    sentence_end=sentence_end,
                )
            )
    return tuple(hits)


def _warnings(document: Document, foreign: str | None, event: Event) -> Iterator[str]:
    """What a user should know about how a release was read."""
    yield from reading_warnings(document, foreign)
    if event.date is None:
        yield "date: no whole date was found"
    repeated = sum(unit.repeated for unit in document.sentences)
    if repeated:
        yield f"repetition: {repeated} sentences repeat earlier ones and are not counted"
