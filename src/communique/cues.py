"""The grammar of cues: from the wordings of `cues.yml` to patterns that find them.

A cue is a wording from which a role is read ("organised by"). What the keys of the file mean is
said at its head; this module checks them and makes regular expressions of the wordings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from communique.errors import InputError
from communique.files import one_of, read_yaml
from communique.lexicon import ANYWHERE, Lexicon, Phrases
from communique.names import Token
from communique.records import ROLES

PLACE_LABELS = {
    "after": "after it",
    "before": "before it",
    "attached": "joined to it by a hyphen",
    "nationality": "before it, by nationality",
    "speaker": "the speaker's body",
    "named": "the office whose name it bears",
}
"""Where the actors of a cue stand, with the words for it."""
PLACES = tuple(PLACE_LABELS)
_ANY = "*"
TRADE_WORDS = 3
"""Words that may stand between a nationality and its people: "Swedish traffic police officers"."""
_Part = tuple[bool, tuple[str, ...]]
_CURRENCIES = ("EUR", "USD", "CHF", "GBP")
_GAPS = {
    "...": (
        r"(?-i:(?:(?:(?:[a-z0-9]|[A-Z]+-[a-z])[\w'-]*|[€$]?\d[\d.,]*\d|"
        + "|".join(_CURRENCIES)
        + r")\s+){0,8}?)"
    ),
    ";;;": r"(?-i:(?:[a-z0-9][\w'-]*,?\s+){1,10}?)",
    "~": r"(?:[\w'-]+\s+){0,8}?",
    "^": r"(?:(?!(?:with|by|and|which|who|that|jointly)\b)[\w'/-]+,?\s+){1,14}?",
    "@": (
        r"(?-i:(?:(?:today|yesterday|here|this|last|week|in|on|at|near|from|to|until|and|between|the"
        r"|town|city|village|capital|of|both|[A-Z][\w'-]*|\d[\w-]*),?\s+){1,12}?)"
    ),
}
_KEYS = {
    "id",
    "role",
    "where",
    "patterns",
    "about",
    "needs",
    "opening",
    "inherits",
    "also",
    "subject",
    "not_about",
    "not_within",
    "after_people",
    "alone",
    "followed_by",
    "not_before",
    "not_after",
    "strength",
    "people",
    "persons",
    "note",
}


@dataclass(frozen=True, slots=True)
class Cue:
    """One rule: a family of wordings that give one role, with its conditions."""

    id: str
    role: str
    where: str
    patterns: tuple[str, ...]
    about: tuple[str, ...] = ()
    needs: str | None = None
    opening: bool = False
    inherits: tuple[str, ...] = ()
    also: str | None = None
    subject: str | None = None
    not_about: tuple[str, ...] = ()
    not_within: tuple[str, ...] = ()
    after_people: bool = False
    alone: str | None = None
    followed_by: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    strength: int = 2
    people: bool = False
    persons: bool = False
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A wording found: its rule, its span, and the index of its first token."""

    cue: Cue
    start: int
    end: int
    token: int


_Wording = tuple[frozenset[str] | None, int, re.Pattern[str], Cue]
"""The words that can be its second one (``None`` for any), the bits of which a sentence must hold
one, its pattern, its rule."""


class Cues:
    """All cues of a codebook, ready to be found in a sentence."""

    def __init__(
        self, data: Mapping[str, Any], path: Path | None = None, lines: Any = None
    ) -> None:
        self._path = path
        self._lines = lines or (lambda *keys: None)
        self.words = {key: _strings(value) for key, value in data.get("words", {}).items()}
        self.nouns = {key: frozenset(_strings(value)) for key, value in data["nouns"].items()}
        phrases = {key: _strings(value) for key, value in data.get("phrases", {}).items()}
        self.lexicon = Lexicon(frozenset().union(*self.nouns.values()))
        self.between = frozenset(phrases.get("between", ()))
        self.insertions = frozenset(phrases.get("insertions", ()))
        self.prepositions = frozenset(phrases.get("prepositions", ()))
        self.aid = frozenset(phrases.get("aid", ()))
        self.teachers = frozenset(phrases.get("teachers", ()))
        self.auxiliaries = frozenset(phrases.get("auxiliaries", ()))
        self.passive = frozenset(phrases.get("passive", ()))
        self.pronouns = frozenset(phrases.get("pronouns", ()))
        self.lasting = self._phrases(phrases.get("lasting", ()))
        self.teaching = self._phrases(phrases.get("teaching", ()))
        asides = one_of(phrases.get("asides", ("which",)))
        self.aside = re.compile(rf",\s+{asides}\s[^,;]*,")
        self.last_aside = re.compile(rf",?\s+{asides}\s[^,;]*$")
        visiting = phrases.get("visiting", ("visited",))
        host = r"(?:an?|the)\s+(?:[\w-]+\s+){1,4}(?:which|that)\s+(?:\w+\s+)?$"
        self.visited = Phrases(
            self.lexicon.add(visiting), re.compile(rf"\b{one_of(visiting)}\s+{host}")
        )
        self.openers = frozenset(phrases.get("openers", ()))
        self.unnamed_parts = frozenset(phrases.get("unnamed_parts", ()))
        self.implementing = frozenset(phrases.get("implementing", ()))
        self.collectives = frozenset(phrases.get("collectives", ()))
        self.assembling = self._phrases(phrases.get("assembling", ()))
        self.unreal = self._phrases(phrases.get("unreal", ()))
        self.elsewhere = self._phrases(phrases.get("elsewhere", ()))
        self.background = self._phrases(phrases.get("background", ()))
        self.phrases = phrases
        self.groups = _groups(self.nouns)
        self.cues = tuple(self._cue(i, entry) for i, entry in enumerate(data["cues"]))
        self._first: dict[str, list[_Wording]] = {}
        self._after_end: dict[str, Phrases | None] = {}
        self._before: dict[str, Phrases | None] = {}
        self._within: dict[str, Phrases | None] = {}
        self._runs_on: set[re.Pattern[str]] = set()
        self._following: dict[str, Phrases | None] = {}
        self.attached: dict[str, Cue] = {}
        self.named: Cue | None = None
        self.named_bit = 0
        for index, cue in enumerate(self.cues):
            self._after_end[cue.id] = self._listed(cue.not_after)
            self._before[cue.id] = self._listed(cue.not_before)
            self._within[cue.id] = self._listed(cue.not_within)
            self._following[cue.id] = self._listed(cue.followed_by)
            if cue.where == "attached":
                self.attached.update(dict.fromkeys(cue.patterns, cue))
            elif cue.where == "named":
                self.named = cue
                self.named_bit = self.lexicon.add(self._objects(cue))
            else:
                self._index(index, cue)

    def find(
        self, folded: str, tokens: list[Token], held: int, in_speech: Callable[[int], bool]
    ) -> list[FoundCue]:
        """The cues in a sentence, from left to right; of overlapping ones the longest.

        Cues of speakers are looked for in quoted speech only, all others outside it. ``held``, here
        and below, are the bits of the lists that the sentence may hold.
        """
        found: list[FoundCue] = []
        stop = tokens[-1].end if tokens else 0
        for number, token in enumerate(tokens):
            wordings = self._first.get(token.text.casefold())
            if wordings is None:
                continue
            following = tokens[number + 1].text if number + 1 < len(tokens) else ""
            second = _head(following.casefold())
            for seconds, needed, pattern, cue in wordings:
                if (seconds is not None and second not in seconds) or not held & needed:
                    continue
                match = pattern.match(folded, token.start, stop)
                if (
                    match
                    and (pattern in self._runs_on or not _takes_a_name(match.group()))
                    and (number == 0 or not _inside_name(tokens, number))
                    and in_speech(token.start) == (cue.where == "speaker")
                ):
                    found.append(FoundCue(cue, token.start, match.end(), number))
        found.sort(key=lambda f: (-(f.end - f.start), -f.cue.strength, f.start))
        kept: list[FoundCue] = []
        for one in found:
            if not any(
                one.start < other.end and other.start < one.end and not _same(one, other)
                for other in kept
            ):
                kept.append(one)
        possible = (f for f in kept if f.cue.where != "nationality" or _may_be_of(tokens, f.token))
        return sorted(possible, key=lambda f: (f.start, -f.cue.strength))

    def may_stand(self, words: Sequence[str], offices: Iterable[str]) -> bool:
        """Whether a cue may stand in a sentence of some words, in small letters.

        ``offices`` are the words with which the names of an umbrella's offices begin.
        """
        held = self.lexicon.held(words)
        if held & self.named_bit and any(start in words for start in offices):
            return True
        for word, following in zip_longest(words, words[1:], fillvalue=""):
            for seconds, needed, _, _ in self._first.get(word, ()):
                if held & needed and (seconds is None or _head(following) in seconds):
                    return True
            if "-" in word and word.rpartition("-")[2] in self.attached:
                return True
        return False

    def allowed_before(self, cue: Cue, held: int, text: str) -> bool:
        """Whether the clause before a cue holds none of its forbidden phrases."""
        phrases = self._before[cue.id]
        return phrases is None or not phrases.stand(held, text)

    def allowed_after(self, cue: Cue, held: int, text: str) -> bool:
        """Whether the clause after a cue's list holds none of its forbidden phrases."""
        phrases = self._after_end[cue.id]
        return phrases is None or not phrases.stand(held, text)

    def allowed_within(self, cue: Cue, held: int, text: str) -> bool:
        """Whether the words of a cue, with those that it spans, hold none of its forbidden ones."""
        phrases = self._within[cue.id]
        return phrases is None or not phrases.stand(held, text)

    def fulfilled_after(self, cue: Cue, held: int, text: str) -> bool:
        """Whether the clause after a cue's list holds a phrase that the cue asks for there."""
        phrases = self._following[cue.id]
        return phrases is None or phrases.stand(held, text)

    def _cue(self, index: int, entry: Mapping[str, Any]) -> Cue:
        def wrong(message: str, remedy: str) -> InputError:
            return InputError(message, self._path, self._lines("cues", index), remedy)

        unknown = set(entry) - _KEYS
        name = entry.get("id", "?")
        if unknown:
            raise wrong(
                f"The cue {name!r} has an unknown key {sorted(unknown)[0]!r}.",
                f"Use one of {', '.join(sorted(_KEYS))}.",
            )
        for key in ("id", "role", "where", "patterns"):
            if not entry.get(key):
                raise wrong(f"The cue {name!r} has no {key}.", f"Give it a {key}.")
        if entry["role"] not in ROLES:
            raise wrong(
                f"The cue {name!r} names an unknown role {entry['role']!r}.",
                f"Use one of {', '.join(ROLES)}.",
            )
        if entry["where"] not in PLACES:
            raise wrong(
                f"The cue {name!r} stands at an unknown place {entry['where']!r}.",
                f"Use one of {', '.join(PLACES)}.",
            )
        for key in ("also", "subject", "alone"):
            if entry.get(key, ROLES[0]) not in ROLES:
                raise wrong(
                    f"The cue {name!r} names an unknown role {entry[key]!r} under {key!r}.",
                    f"Use one of {', '.join(ROLES)}.",
                )
        for group in (*entry.get("about", ()), *entry.get("not_about", ())):
            if group not in self.nouns:
                raise wrong(
                    f"The cue {name!r} is about an unknown list of nouns {group!r}.",
                    f"Use one of {', '.join(sorted(self.nouns))}, or add the list under nouns.",
                )
        return Cue(
            id=str(entry["id"]),
            role=entry["role"],
            where=entry["where"],
            patterns=_strings(entry["patterns"]),
            about=tuple(entry.get("about", ())),
            needs=entry.get("needs"),
            opening=bool(entry.get("opening", False)),
            inherits=tuple(entry.get("inherits", ())),
            also=entry.get("also"),
            subject=entry.get("subject"),
            not_about=tuple(entry.get("not_about", ())),
            not_within=_strings(entry.get("not_within", ())),
            after_people=bool(entry.get("after_people", False)),
            alone=entry.get("alone"),
            followed_by=_strings(entry.get("followed_by", ())),
            not_before=_strings(entry.get("not_before", ())),
            not_after=_strings(entry.get("not_after", ())),
            strength=int(entry.get("strength", 2)),
            people=bool(entry.get("people", False)),
            persons=bool(entry.get("persons", False)),
            note=str(entry.get("note", "")),
            line=self._lines("cues", index) or 0,
        )

    def _listed(self, names: tuple[str, ...]) -> Phrases | None:
        """One pattern for lists of phrases, or for the words themselves."""
        phrases = tuple(p for name in names for p in self.phrases.get(name, (name,)))
        return self._phrases(phrases) if phrases else None

    def _phrases(self, phrases: tuple[str, ...]) -> Phrases:
        return Phrases(self.lexicon.add(phrases), _any_of(phrases))

    def _index(self, index: int, cue: Cue) -> None:
        """File each wording under the words with which it can begin."""
        for wording in cue.patterns:
            parts = [self._part(piece, index, cue) for piece in wording.split()]
            expression = ""
            for number, (optional, choices) in enumerate(parts):
                if choices[0] in _GAPS:
                    expression += _GAPS[choices[0]]
                    continue
                gap = "" if number == len(parts) - 1 else r"\s+"
                group = "(?:" + "|".join(_escape(choice) for choice in choices) + ")"
                expression += f"(?:{group}{gap})?" if optional else group + gap
            pattern = re.compile(expression + r"(?!\w)", re.IGNORECASE)
            if any(choices[0] in ("~", "@", "^") for _, choices in parts):
                self._runs_on.add(pattern)
            following = self._following[cue.id]
            needed = ANYWHERE
            if following and cue.where == "after":
                needed = following.bit
            elif cue.about and cue.where == "before":
                needed = self.lexicon.add(self._objects(cue))
            for first, seconds in _beginnings(parts).items():
                known = None if _ANY in seconds else frozenset(seconds)
                self._first.setdefault(first, []).append((known, needed, pattern, cue))

    def _objects(self, cue: Cue) -> frozenset[str]:
        """The words that can be the object of a verb: nouns that it is about, and pronouns."""
        return self.pronouns.union(*(self.nouns[group] for group in cue.about))

    def _part(self, piece: str, index: int, cue: Cue) -> tuple[bool, tuple[str, ...]]:
        """(optional, choices) of one word of a wording."""
        optional = piece.startswith("[") and piece.endswith("]")
        inner = piece[1:-1] if optional else piece
        if not (inner.startswith("{") and inner.endswith("}")):
            return optional, tuple(inner.split("|"))
        name = inner[1:-1]
        choices = self.words.get(name) or tuple(sorted(self.nouns.get(name, ())))
        if not choices:
            raise InputError(
                f"The cue {cue.id!r} uses the unknown list {{{name}}}.",
                self._path,
                self._lines("cues", index),
                f"Use one of {', '.join(sorted(self.words))}, or add the list under words.",
            )
        return optional, tuple(sorted(choices, key=len, reverse=True))


def _beginnings(parts: Sequence[_Part]) -> dict[str, set[str]]:
    """The words with which a wording can begin, each with those that can be the next one."""
    found: dict[str, set[str]] = {}
    for number, (optional, choices) in enumerate(parts):
        for choice in choices:
            first, _, rest = choice.casefold().partition(" ")
            seconds = {_head(rest.split()[0])} if rest else _nexts(parts[number + 1 :])
            found.setdefault(first, set()).update(seconds)
        if not optional:
            break
    return found


def _nexts(parts: Sequence[_Part]) -> set[str]:
    """The words with which the rest of a wording can begin; `_ANY` where it can be any word."""
    found: set[str] = set()
    for optional, choices in parts:
        for choice in choices:
            open_ended = choice in _GAPS or "*" in choice.split()[0]
            found.add(_ANY if open_ended else _head(choice.casefold().split()[0]))
        if not optional:
            return found
    return found | {_ANY}


def _head(word: str) -> str:
    """The first part of a word with hyphens."""
    return word.partition("-")[0]


def _groups(nouns: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Each noun with the lists in which it stands."""
    found: dict[str, set[str]] = {}
    for group, words in nouns.items():
        for word in words:
            found.setdefault(word, set()).add(group)
    return {word: frozenset(groups) for word, groups in found.items()}


def _takes_a_name(wording: str) -> bool:
    """Whether a wording in small letters runs into a capital: "with the Association of".

    An adjective with a hyphen ("by UN-trained experts from") and an amount are no names.
    """
    if not wording[0].islower() or wording.islower():
        return False
    return not all(
        word.islower() or "-" in word or word[-1].isdigit() or word in _CURRENCIES
        for word in wording.split()
    )


def _inside_name(tokens: list[Token], number: int) -> bool:
    """Whether a capitalised word follows another word: it is part of a name, and no cue."""
    before = tokens[number - 1].text
    return tokens[number].text[:1].isupper() and (before[:1].isalpha() or before == "'s")


def _may_be_of(tokens: list[Token], number: int) -> bool:
    """Whether a nationality, a body or a possessive may stand before a word or its trade."""
    first = max(0, number - 1 - TRADE_WORDS)
    for token in reversed(tokens[first:number]):
        if token.text[:1].isupper() or token.text[:1] == "'":
            return True
        if not token.text[:1].isalpha():
            break
    return False


def _same(one: FoundCue, other: FoundCue) -> bool:
    """Whether two cues share a wording: the first whose conditions hold is taken."""
    return (one.start, one.end) == (other.start, other.end)


def _strings(value: Any) -> tuple[str, ...]:
    return tuple(str(item) for item in value)


def _escape(phrase: str) -> str:
    return r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())


def _any_of(phrases: tuple[str, ...] | list[str]) -> re.Pattern[str]:
    """A pattern for any of some phrases, as whole words at their beginning."""
    if not phrases:
        return re.compile(r"(?!)")
    body = "|".join(_escape(p) for p in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)


def load_cues(path: Path) -> Cues:
    """The cues of a file.

    Raises
    ------
    InputError
        For an unknown key, role, place or list, and for a cue without id, role, place or wording;
        the message names file, line and remedy.
    """
    data, lines = read_yaml(path)
    for key in ("words", "nouns", "phrases", "cues"):
        if not data.get(key):
            raise InputError(f"The part {key!r} is missing.", path, 1, f"Add {key}: to the file.")
    return Cues(data, path, lines)
