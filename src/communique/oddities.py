"""What is odd about a text: another language, capitals, lists, tables, broken signs, great length.

The rules read English sentences. Where a text is something else, a warning says so, and where its
language is another one no tie is read at all: a wrong tie is worse than a missing one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from communique.text import LONGEST_SENTENCE, Document, Reading

MIN_LATIN = 0.6
"""Least share of Latin letters: below it a text is taken for another script."""
MAX_CAPITALS = 0.6
"""Largest share of capitals: above it a text is taken to be printed in capitals."""
MIN_ENGLISH = 0.12
"""Least share of English function words in the words of a text; releases have 0.25 and more."""
LEAST_WORDS = 45
"""A text of fewer words says too little about its language."""
SAMPLE = 1500
"""How many characters are looked at for script, capitals and language."""
MANY_LINES = 2
"""From so many lines on, list items and rows of tables are warned of."""
LOOKED_AT = 20_000
"""How many characters are looked at for lists, tables, broken signs and tags."""
LONG_TEXT = 100_000
"""A text of more characters is hardly one release."""

_NOT_LATIN = re.compile(r"[^\W\d_A-Za-z\u00c0-\u024f]")
_CAPITAL = re.compile(r"[A-Z\u0410-\u042f]")
_WORD = re.compile(r"[^\W\d_]+")
_ITEM = re.compile(r"[ ]*(?:[•·▪◦*‣]|[-–](?=\s)|\(?\d{1,2}[.)](?=\s))\s*\S")
_COLUMN_SIGNS = ("|", "\t", "    ")
_BROKEN = re.compile(r"\ufffd|[ÃÂ][\u0080-\u00bf\u2018-\u203a]|â[\u0080-\u009f€][\u0080-\u2122]?")
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,80}>")


def is_foreign(document: Document, reading: Reading) -> str | None:
    """Why a text is taken for one in another language; ``None`` for English."""
    sample = document.text[:SAMPLE]
    words = _WORD.findall(sample.casefold())
    letters = sum(map(len, words))
    if letters - len(_NOT_LATIN.findall(sample)) < MIN_LATIN * letters:
        return "most letters are not Latin"
    known = sum(map(reading.function_words.__contains__, words))
    if len(words) >= LEAST_WORDS and known < MIN_ENGLISH * len(words):
        return "few of its words are the small words of English"
    return None


def reading_warnings(document: Document, foreign: str | None) -> Iterator[str]:
    """What a user should know about a text before he trusts what was read from it."""
    text, sample = document.text, document.text[:SAMPLE]
    lines = document.source[:LOOKED_AT].splitlines()
    if foreign:
        yield f"language: {foreign}; the rules are for English, and no tie is read"
    capitals = len(_CAPITAL.findall(sample))
    if capitals > MAX_CAPITALS * sum(map(len, _WORD.findall(sample))) > 0:
        yield "capitals: the text is printed in capitals; names cannot be told apart"
    items = sum(_ITEM.match(line) is not None for line in lines)
    if items >= MANY_LINES:
        yield f"list: {items} lines are items of a list; ties are read from sentences only"
    rows = sum(max(map(line.count, _COLUMN_SIGNS)) >= 2 for line in lines)
    if rows >= MANY_LINES:
        yield f"table: {rows} lines look like rows of a table; ties are read from sentences only"
    broken = 0 if text.isascii() else len(_BROKEN.findall(document.source, 0, LOOKED_AT))
    if broken:
        yield f"encoding: {broken} signs look wrongly decoded; save the file as UTF-8 again"
    if "<" in text and _TAG.search(text, 0, LOOKED_AT):
        yield "markup: the text holds tags; give the plain text of the page"
    longest = max((unit.end - unit.start for unit in document.sentences), default=0)
    if longest >= LONGEST_SENTENCE - 100:
        yield f"sentences: a passage of {longest:,} characters and more has no sentence end"
    if len(text) > LONG_TEXT:
        yield f"length: {len(text):,} characters are hardly one release; give one file a release"
    if not any(unit.part == "body" for unit in document.sentences):
        yield "body: no body text was found"
