"""Which lists of phrases a sentence may hold: a cheap first look, before any of them is searched.

Each list has a bit. A word has the bits of the lists in which it is the longest word of a phrase
that is not too common, and a sentence the bits of its words: where the bit of a list is missing,
none of its phrases can stand there, and the dearer search is left out. What is found does not
change.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

DIGITS = tuple(f"{digit}*" for digit in range(10))
"""Words that begin with a digit."""
ANYWHERE = 1
"""The bit that every sentence holds."""
_RUN = re.compile(r"\w+")
_PIECE = re.compile(r"(?<![\w*])\w+\*?")
_REMEMBERED = 50_000


class Phrases(NamedTuple):
    """A list of phrases: its bit in a lexicon, and the pattern of any of them."""

    bit: int
    pattern: re.Pattern[str]

    def stand(self, held: int, text: str) -> bool:
        """Whether one of the phrases stands in a part of a sentence that holds some lists."""
        return bool(held & self.bit) and self.pattern.search(text) is not None


class Lexicon:
    """The bits of some lists of phrases.

    ``common`` are words that tell little, since most sentences hold them: a phrase is looked for by
    another of its words where it has one.
    """

    def __init__(self, common: Collection[str] = frozenset()) -> None:
        self._common = common
        self._size = 1
        self._always = ANYWHERE
        self._whole: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._seen: dict[str, int] = {}

    def add(self, phrases: Iterable[str]) -> int:
        """Enter a list of phrases, and give its bit.

        A star stands for the rest of a word. A list with a phrase of signs only may stand
        anywhere.
        """
        bit = 1 << self._size
        self._size += 1
        self._seen.clear()
        for phrase in phrases:
            pieces = [one.group() for one in _PIECE.finditer(phrase.casefold())]
            if not pieces:
                self._always |= bit
                continue
            longest = max(pieces, key=lambda piece: (piece not in self._common, len(piece)))
            words = self._stems if longest.endswith("*") else self._whole
            key = longest.rstrip("*")
            words[key] = words.get(key, 0) | bit
        return bit

    def held(self, words: Iterable[str]) -> int:
        """The bits of the lists of which a phrase may stand among some words in small letters."""
        bits, seen = self._always, self._seen
        for word in words:
            known = seen.get(word)
            bits |= self._learn(word) if known is None else known
        return bits

    def _learn(self, word: str) -> int:
        """The bits of a word, and of its parts where it is joined by hyphens."""
        bits = 0
        for part in _RUN.findall(word):
            bits |= self._whole.get(part, 0)
            for end in range(len(part) + 1):
                bits |= self._stems.get(part[:end], 0)
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[word] = bits
        return bits
