"""Themes: what a sentence speaks of, found by the indicator phrases of the codebook.

The matcher knows no theme of its own. It reads phrases, compiles them into one tree of words and
walks a sentence once, from left to right.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import product
from operator import itemgetter
from typing import Any


@dataclass(frozen=True, slots=True)
class Frame:
    """A group of themes. ``themes`` are their ids in the order of the codebook."""

    id: str
    label: str
    definition: str
    colour: str
    themes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme of the codebook.

    ``frame`` is ``None`` for a theme outside the frames. ``exclusions`` are longer phrases in which
    an indicator does not count; ``names`` are the proper names of bodies, taken from the codebook's
    list of names and from the authority file, in which one of the indicators would stand. ``core``
    are the few phrases that nobody would leave out, for measuring how much hangs on the others.
    """

    id: str
    label: str
    definition: str
    colour: str
    frame: str | None = None
    indicators: tuple[str, ...] = ()
    core: tuple[str, ...] = ()
    exclusions: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    counterexamples: tuple[str, ...] = ()
    names: tuple[str, ...] = field(default=(), repr=False)


# A word; then, if the next word may belong to the same phrase, what stands between the two: white
# space, or one hyphen. "co-", "non-", "multi" and "inter" are part of the word that follows.
_WORD = re.compile(
    r"((?:(?:co|non|multi|inter)-(?=[^\W\d_])|(?:multi|inter) (?=[^\W\d_]))?[^\W_]+)"
    r"(?:'s?(?![^\W_]))?"
    r"(\s+|-)?",
    re.IGNORECASE,
)
_ALTERNATIVES = re.compile(r"\(([^()]*)\)")
_FORGET = 20_000
_NEW: Any = object()


@lru_cache(maxsize=100_000)
def expand(phrase: str) -> tuple[str, ...]:
    """Write out the alternatives of a phrase.

    Parameters
    ----------
    phrase : str
        For example ``"(ethnic|minority) (the|) group*"``; an empty alternative may be left out.

    Returns
    -------
    tuple of str
        Every phrase that it stands for, with single spaces, in order and without repetition.
    """
    parts = _ALTERNATIVES.split(phrase)
    choices = [part.split("|") if i % 2 else [part] for i, part in enumerate(parts)]
    return tuple(dict.fromkeys(" ".join("".join(c).split()) for c in product(*choices)))


@lru_cache(maxsize=100_000)
def phrase_words(phrase: str) -> tuple[str, ...]:
    """The words of one written-out phrase as the matcher compares them, each with its ``*``.

    Raises
    ------
    ValueError
        If the phrase has no word, a star inside or before a word, or a sign other than letters,
        digits, spaces, hyphens, apostrophes and a star at a word's end.
    """
    if re.search(r"\*[^\W_]|(?<![^\W_])\*|[()|]", phrase):
        raise ValueError("a star stands at the end of a word, brackets are not nested")
    rest = _WORD.sub("", phrase.replace("*", "")).replace("*", "")
    if rest.strip():
        raise ValueError(f"'{rest.strip()[0]}' cannot stand in a phrase")
    words = []
    for match in _WORD.finditer(phrase):
        star = "*" if phrase[match.end(1) : match.end(1) + 1] == "*" else ""
        words.append(_norm(match.group(1)) + star)
    if not words:
        raise ValueError("it has no word")
    return tuple(words)


def _norm(word: str) -> str:
    """A word as it is compared: small letters, without the hyphen or space after its prefix."""
    return word.lower().replace("-", "").replace(" ", "")


_NO_ENDS: dict[int, str | None] = {}


class _Node:
    """One step of the tree: the words that may follow, and the phrases that end here.

    There are thousands of them: a node has one dictionary, whose keys keep their star.
    """

    __slots__ = ("ends", "starred", "words")

    def __init__(self) -> None:
        self.words: dict[str, _Node] = {}
        self.starred = False
        self.ends = _NO_ENDS

    def add(self, word: str) -> _Node:
        """The node after `word`, made if it is new."""
        if word.endswith("*"):
            self.starred = True
        node = self.words.get(word)
        if node is None:
            node = self.words[word] = _Node()
        return node

    def end(self, theme: int, phrase: str | None) -> None:
        """Let a phrase of a theme end here: its text, or None for one that does not count."""
        if self.ends is _NO_ENDS:
            self.ends = {}
        self.ends[theme] = phrase

    def after(self, word: str, form: str) -> list[_Node]:
        """The nodes that `word`, compared as `form` where a phrase has no star, leads to."""
        found = [self.words[form]] if form in self.words else []
        if self.starred:
            keys = (f"{word[:n]}*" for n in range(1, len(word) + 1))
            found += [self.words[key] for key in keys if key in self.words]
        return found


class _State:
    """The nodes that the words read so far lead to; what follows a word is remembered."""

    __slots__ = ("ends", "form", "next", "nodes")

    def __init__(self, nodes: list[_Node], form: Callable[[str], str]) -> None:
        self.nodes = nodes
        self.form = form
        self.next: dict[str, _State | None] = {}
        ends: dict[int, str | None] = {}
        for node in nodes:
            for theme, phrase in node.ends.items():
                # Of an indicator and an exclusion of one length the exclusion holds.
                if theme not in ends or phrase is None:
                    ends[theme] = phrase
        self.ends = tuple(ends.items())

    def after(self, written: str) -> _State | None:
        """The state after a word as it is written, or None where no phrase goes on."""
        word = _norm(written)
        form = self.form(word)
        nodes = [follower for node in self.nodes for follower in node.after(word, form)]
        if len(self.next) >= _FORGET:
            self.next.clear()
        state = self.next[written] = _State(nodes, self.form) if nodes else None
        return state


class ThemeMatcher:
    """Finds the indicator phrases of all themes in one pass over a sentence.

    Parameters
    ----------
    themes : iterable of Theme
        Their indicators, exclusions and names are compiled once.
    form : function, optional
        What a word in small letters is compared as, in text and phrase, say its stem. A word with a
        star is compared as it is written. Without it every word is compared as it is written.

    Notes
    -----
    Words are compared whole and without regard to case. A space and a hyphen are alike
    ("multi-ethnic", "multi ethnic"), and so are "co-operation" and "cooperation". A comma, a
    bracket or a dash ends a phrase. A possessive ("women's") is the word without it.

    Theme by theme, from left to right, the longest phrase that begins at a word wins, and the next
    one begins after it: a span counts once a theme. Where the longest phrase is an exclusion or a
    name, nothing is counted and the words are passed over. Themes do not disturb each other.

    The time is linear in the length of the text: at each word, at most as many further words are
    looked at as the longest phrase has.
    """

    def __init__(self, themes: Iterable[Theme], form: Callable[[str], str] = str) -> None:
        given = tuple(themes)
        self.themes = tuple(theme.id for theme in given)
        root = _Node()
        for index, theme in enumerate(given):
            # Exclusions are written last: a phrase that is both does not count.
            for phrases, counts in (
                (theme.indicators, True),
                (theme.names, False),
                (theme.exclusions, False),
            ):
                for phrase in (written for listed in phrases for written in expand(listed)):
                    node = root
                    for word in phrase_words(phrase):
                        node = node.add(word if word.endswith("*") else form(word))
                    node.end(index, phrase if counts else None)
        self._start = _State([root], form)

    def find(
        self, text: str, start: int = 0, end: int | None = None
    ) -> list[tuple[str, str, int, int]]:
        """Every indicator between two offsets of a text.

        Parameters
        ----------
        text : str
            Folded text, so that hyphens and apostrophes are plain ones; folding moves no offset.
        start, end : int
            The sentence, as offsets into `text`; without `end`, to the end of the text.

        Returns
        -------
        list of (theme id, indicator, start, end)
            Sorted by place, then by the order of the themes. The indicator is the phrase of the
            codebook with its alternatives written out; the span covers the words as they stand.
        """
        words = list(_WORD.finditer(text, start, len(text) if end is None else end))
        free = [0] * len(self.themes)
        found: list[tuple[str, str, int, int]] = []
        first = self._start.next
        for i, match in enumerate(words):
            state = first.get(match[1], _NEW)
            if state is _NEW:
                state = self._start.after(match[1])
            if state is None or not (state.ends or _goes_on(words, i, state)):
                continue
            for theme, phrase, last in _longest(words, i, state):
                if i < free[theme]:
                    continue
                free[theme] = last + 1
                if phrase is not None:
                    found.append((self.themes[theme], phrase, match.start(), words[last].end(1)))
        return found


def _goes_on(words: list[re.Match[str]], i: int, state: _State) -> bool:
    """Whether the word behind word `i` carries a phrase on: a cheap look for most words."""
    following = i + 1
    return (
        following < len(words)
        and state.next.get(words[following][1], _NEW) is not None
        and words[i][2] is not None
        and words[following].start() == words[i].end()
    )


def _longest(
    words: list[re.Match[str]], i: int, state: _State
) -> list[tuple[int, str | None, int]]:
    """The longest phrase of each theme that begins at word `i`: theme, phrase, its last word."""
    best: dict[int, tuple[int, str | None, int]] = {}
    while True:
        for theme, phrase in state.ends:
            best[theme] = (theme, phrase, i)
        match = words[i]
        i += 1
        if match[2] is None or i == len(words) or words[i].start() != match.end():
            break
        following = state.next.get(words[i][1], _NEW)
        if following is _NEW:
            following = state.after(words[i][1])
        if following is None:
            break
        state = following
    return sorted(best.values(), key=itemgetter(0))


def restricted(theme: Theme, texts: Iterable[str], form: Callable[[str], str] = str) -> Theme:
    """The theme with only those phrases whose words all stand in the texts.

    It finds in these texts what the whole theme finds, and is compiled much faster: for coding the
    same texts many times.
    """
    words = sorted({_norm(match[1]) for text in texts for match in _WORD.finditer(text)})
    forms = {form(word) for word in words}

    def stands(word: str) -> bool:
        if not word.endswith("*"):
            return form(word) in forms
        place = bisect_left(words, word[:-1])
        return place < len(words) and words[place].startswith(word[:-1])

    def kept(phrases: Iterable[str]) -> tuple[str, ...]:
        written = (phrase for listed in phrases for phrase in expand(listed))
        return tuple(phrase for phrase in written if all(map(stands, phrase_words(phrase))))

    return replace(
        theme,
        indicators=kept(theme.indicators),
        exclusions=kept(theme.exclusions),
        names=kept(theme.names),
    )


def walk(themes: Iterable[Theme]) -> Iterator[tuple[Theme, str]]:
    """Every theme with every indicator, alternatives written out."""
    for theme in themes:
        for written in theme.indicators:
            for phrase in expand(written):
                yield theme, phrase
