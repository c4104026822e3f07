"""From characters to sentences: folding, parts, quotations, sentences, words.

Nothing here changes a text. A release is *folded*: typographic variants of one sign are made one,
character by character, so that rules can be written plainly, and every span found in the folded
text leads back to the file as it stands.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from communique.dates import Dateline, find_dateline
from communique.records import Part

_FOLDS = {
    **dict.fromkeys("\u2010\u2011\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2012\u2013\u2014\u2015\u2212", "–"),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u0060\u00b4\u2032", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033", '"'),
    **dict.fromkeys("\u00a0\u2007\u202f\u2009\u200a\u2002\u2003\u3000\t", " "),
    **dict.fromkeys("\r\v\f\u2028\u2029\x85", "\n"),
}
_VARIANT = re.compile("[" + "".join(map(re.escape, _FOLDS)) + "]")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
_WORD = re.compile(r"\w+(?:[-'’]\w+)*")
_HYPHENATED = re.compile(r"\w+(?:[-&]\w+)*")
_QUOTE_SIGNS = re.compile('["\u201c\u201d\u201e\u201f\u00ab\u00bb]')
_INNER_END = re.compile(r"[.?!]\W")
_OPENING, _CLOSING = "\u201e\u201f\u00ab", "\u201d\u00bb"
_SAYING = re.compile(
    r"[\s,]*(?:(?:he|she|they)\s+)?(?:said|says|noted|added|stressed|stated|emphasi[sz]ed|underlined"
    r"|explained|commented|remarked|concluded|continued|according to|reads|told|highlighted)\b"
)
_SAYING_BEFORE = re.compile(
    r"(?:\b(?:said|says|noted|added|stressed|stated|that|emphasi[sz]ed)\s*,?|:)\s*$"
)

_BODIES_BEFORE = 5
"""A dateline is looked for until so many paragraphs have passed: lines of the page may precede."""

LONGEST_SENTENCE = 3000
"""A sentence of more characters is a list or a table: it is cut, so that time stays linear."""

SPEECH_WORDS = 4
"""A quotation of fewer words is a name or a term, not speech."""


class Folded(NamedTuple):
    """A folded text. ``origin[i]`` is the offset in the source of folded character ``i``.

    ``origin`` is ``None`` where both texts have the same offsets, which is nearly always: only
    invisible signs (soft hyphens, zero-width spaces) are left out.
    """

    text: str
    origin: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of a span in the folded text."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1 if end > start else self.origin[start]


def fold(source: str) -> Folded:
    """Make typographic variants one: hyphens, dashes, quotation marks, spaces, line ends."""
    folded = _VARIANT.sub(_plain_sign, source)
    if not _INVISIBLE.search(folded):
        return Folded(folded, None)
    kept = [i for i, sign in enumerate(folded) if not _INVISIBLE.match(sign)]
    return Folded("".join(folded[i] for i in kept), (*kept, len(folded)))


def _plain_sign(match: re.Match[str]) -> str:
    return _FOLDS[match.group()]


class Reading(NamedTuple):
    """What `data/codebook/reading.yml` says about how a page is read."""

    navigation: frozenset[str]
    labels: tuple[str, ...]
    credits: tuple[str, ...]
    closing: tuple[str, ...]
    abbreviations: frozenset[str]
    function_words: frozenset[str] = frozenset()
    stop_words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: span, part, whether it repeats an earlier one, its dateline if any."""

    start: int
    end: int
    part: Part
    repeated: bool = False
    dateline: Dateline | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence in folded offsets: the unit of coding."""

    number: int
    start: int
    end: int
    paragraph: int
    part: Part
    repeated: bool
    quoted: bool

    @property
    def counted(self) -> bool:
        """Whether the sentence enters a measure."""
        return self.part in ("title", "body") and not self.repeated


@dataclass(frozen=True, slots=True)
class Document:
    """A folded release cut into paragraphs and sentences, with the spans of quoted speech."""

    source: str
    folded: Folded
    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Unit, ...]
    speech: tuple[tuple[int, int], ...]
    _small: dict[int, list[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    @property
    def text(self) -> str:
        """The folded text, in which rules search."""
        return self.folded.text

    def small_words(self, unit: Unit) -> list[str]:
        """The words of a sentence in small letters, with inner hyphens."""
        known = self._small.get(unit.number)
        if known is None:
            known = self._small[unit.number] = _HYPHENATED.findall(
                self.text[unit.start : unit.end].lower()
            )
        return known

    def past_dateline(self, unit: Unit) -> int:
        """Where a sentence begins to tell: behind the dateline that stands at its head."""
        dateline = self.paragraphs[unit.paragraph - 1].dateline
        return max(unit.start, dateline.end if dateline else 0)

    def in_speech(self, position: int) -> bool:
        """Whether a folded offset stands inside quoted speech."""
        before = bisect_right(self.speech, (position, len(self.text))) - 1
        return before >= 0 and position < self.speech[before][1]


def read_document(source: str, reading: Reading, title: str | None = None) -> Document:
    """Cut a release into paragraphs and sentences.

    Parameters
    ----------
    source : str
        The decoded file.
    reading : Reading
        Navigation lines, closing lines and abbreviations.
    title : str, optional
        The title of the manifest; where it is given, the line that equals it is the title.
    """
    folded = fold(source)
    paragraphs = _paragraphs(folded.text, reading, fold(title).text if title else None)
    speech = tuple(
        span
        for paragraph in paragraphs
        if paragraph.part == "body"
        for span in _speech(source, folded, paragraph)
    )
    return Document(
        source, folded, paragraphs, _sentences(folded.text, paragraphs, speech, reading), speech
    )


def words(text: str) -> list[str]:
    """The words of a text: runs of letters and digits, with inner hyphens and apostrophes."""
    return _WORD.findall(text)


def _blocks(text: str) -> list[tuple[int, int]]:
    """Spans of paragraphs: lines, or, in hard-wrapped files, lines up to an empty one."""
    lines = []
    position = 0
    for line in text.split("\n"):
        stripped = line.strip()
        if stripped:
            start = position + line.index(stripped[0])
            lines.append((start, start + len(stripped)))
        position += len(line) + 1
    if not _is_wrapped(text, lines):
        return lines
    blocks: list[tuple[int, int]] = []
    for start, end in lines:
        apart = "\n\n" in text[blocks[-1][1] : start].replace(" ", "") if blocks else True
        dateline = None if apart else find_dateline(text, start, end)
        if not apart and not (dateline and _is_printed_so(text, dateline)):
            blocks[-1] = (blocks[-1][0], end)
        else:
            blocks.append((start, end))
    return blocks


def _is_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether lines break inside sentences: none is long, and most are followed directly."""
    if len(lines) < 4 or max(end - start for start, end in lines) > 120:
        return False
    broken = sum(
        text[end - 1] not in '.!?:;"' and text[following].islower()
        for (_, end), (following, _) in itertools.pairwise(lines)
    )
    return broken >= len(lines) / 5


def _paragraphs(text: str, reading: Reading, title: str | None) -> tuple[Paragraph, ...]:
    """Tell navigation, title, dateline and body apart, and mark repetitions."""
    found: list[Paragraph] = []
    seen: set[str] = set()
    closed = has_title = False
    bodies = 0
    for start, end in _blocks(text):
        line = " ".join(text[start:end].split())
        key = line.casefold()
        dateline = find_dateline(text, start, end) if bodies < _BODIES_BEFORE else None
        if bodies and dateline and not _is_printed_so(text, dateline):
            dateline = None
        closed = closed or (bodies > 0 and key.startswith(reading.closing))
        part: Part
        if (
            closed
            or key.rstrip(":") in reading.navigation
            or key.startswith(reading.labels)
            or not re.search(r"\w", line)
            or _is_caption(key, reading)
        ):
            part = "navigation"
        elif dateline and dateline.end == end:
            part = "dateline"
        elif not has_title and not bodies and dateline is None and _is_title(line, title):
            part, has_title = "title", True
        else:
            part, bodies = "body", bodies + 1
        repeated = part == "body" and key in seen
        seen.add(key)
        found.append(Paragraph(start, end, part, repeated, dateline))
    return tuple(found)


def _is_printed_so(text: str, dateline: Dateline) -> bool:
    """Whether a dateline stands out by itself: a town in capitals and a whole date."""
    start, end = dateline.places[0] if dateline.places else (0, 0)
    return dateline.date is not None and text[start:end].isupper()


def _is_caption(line: str, reading: Reading) -> bool:
    """Whether a line is a picture's caption: it ends in "(OSCE/Jane Doe)"."""
    _, opened, credit = line.rstrip(".").rpartition("(")
    return bool(opened) and credit.endswith(")") and credit.startswith(reading.credits)


def _is_title(line: str, title: str | None) -> bool:
    """A title is the manifest's line, or else a short first line that ends no sentence."""
    if title is not None:
        return line == " ".join(title.split())
    return len(line) <= 220 and not re.search(r'[.!;]"?$', line)


def _speech(source: str, folded: Folded, paragraph: Paragraph) -> list[tuple[int, int]]:
    """Spans of quoted speech in a paragraph, quotation marks included.

    An opening sign without a closing one quotes to the paragraph's end. Quotation marks round a
    name or a term are no speech: speech is longer than `SPEECH_WORDS` words, and a comma or full
    stop stands at its end, or a verb of saying beside it.
    """
    text = folded.text
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    for match in _QUOTE_SIGNS.finditer(text, paragraph.start, paragraph.end):
        sign = source[folded.origin[match.start()] if folded.origin else match.start()]
        if opened is None:
            if sign not in _CLOSING or not spans:
                opened = match.start()
        elif sign not in _OPENING:
            spans.append((opened, match.end()))
            opened = None
    if opened is not None:
        spans.append((opened, paragraph.end))
    return [span for span in spans if _is_speech(text, paragraph, *span)]


def _is_speech(text: str, paragraph: Paragraph, start: int, end: int) -> bool:
    inside = text[start + 1 : end].rstrip('" \n')
    if len(inside.split()) <= SPEECH_WORDS:
        return False
    if inside[-1:] in ",.!?" or end == paragraph.end:
        return True
    before = text[max(paragraph.start, start - 30) : start]
    return bool(_SAYING.match(text, end) or _SAYING_BEFORE.search(before))


@lru_cache(maxsize=4)
def _splitter(abbreviations: frozenset[str]) -> PunktSentenceTokenizer:
    """Punkt with given abbreviations: it needs no downloaded model."""
    parameters = PunktParameters()
    parameters.abbrev_types = set(abbreviations)
    return PunktSentenceTokenizer(parameters)


def _sentences(
    text: str,
    paragraphs: tuple[Paragraph, ...],
    speech: tuple[tuple[int, int], ...],
    reading: Reading,
) -> tuple[Unit, ...]:
    """Sentences of all paragraphs; a title, navigation or dateline line is one sentence."""
    splitter = _splitter(reading.abbreviations)
    units: list[Unit] = []
    for index, paragraph in enumerate(paragraphs):
        spans = [(paragraph.start, paragraph.end)]
        if paragraph.part == "body":
            block = text[paragraph.start : paragraph.end]
            whole = splitter.span_tokenize(block) if _INNER_END.search(block) else [(0, len(block))]
            spans = [
                (paragraph.start + start, paragraph.start + end)
                for one in whole
                for start, end in _cut(block, *one)
            ]
        for start, end in spans:
            units.append(
                Unit(
                    number=len(units) + 1,
                    start=start,
                    end=end,
                    paragraph=index + 1,
                    part=paragraph.part,
                    repeated=paragraph.repeated,
                    quoted=2 * _shared(start, end, speech) > end - start,
                )
            )
    return tuple(units)


def _shared(start: int, end: int, spans: tuple[tuple[int, int], ...]) -> int:
    """How many characters of a span lie inside other spans, which do not overlap."""
    first = max(0, bisect_right(spans, (start, end)) - 1)
    inside = 0
    for a, b in itertools.islice(spans, first, None):
        if a >= end:
            break
        inside += max(0, min(end, b) - max(start, a))
    return inside


def _cut(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, cut at spaces where it is longer than any sentence is."""
    while end - start > LONGEST_SENTENCE:
        space = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        stop = space if space > start else start + LONGEST_SENTENCE
        yield start, stop
        start = stop + (space > start)
    if end > start:
        yield start, end
