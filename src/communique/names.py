"""Reading names of actors: where a name begins and ends, and which "and" joins two of them.

A name is read from left to right as written, with its inner "of", "for", "and", commas, slashes and
brackets. The words that decide (heads, titles of persons, things) stand in
`data/codebook/names.yml`; countries and places come from their tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, NamedTuple

WordTree = dict[str, "WordTree"]
Kind = Literal["body", "country", "person", "thing", "place", "short", "unknown"]

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|\w+(?:[-&]\w+)*\+?|'s\b|'(?=\s|$)|[^\w\s]",
)
_LINKS = frozenset(
    {"of", "for", "on", "in", "and", "to", "under", "against", "the", "from", "with"}
)
_PLAIN_ACRONYM = re.compile(r"(?:[A-Z][A-Z0-9&-]{1,9}|(?:[A-Z]\.){2,})$")


class Token(NamedTuple):
    """A word or sign with its span in the folded text."""

    text: str
    start: int
    end: int


_new_token = tuple.__new__
"""Makes a token from its parts at once: the constructor of a named tuple takes twice as long."""


class Tokens(list[Token]):
    """The tokens of a sentence, with the names read from them so far, by their first token."""

    __slots__ = ("names",)

    def __init__(self, tokens: Iterable[Token] = ()) -> None:
        super().__init__(tokens)
        self.names: dict[int, tuple[Name | None, int]] = {}


@dataclass(frozen=True, slots=True)
class Name:
    """One name as written.

    ``start`` and ``end`` span the mention without its article; ``text`` is the name without a
    bracketed acronym. ``label`` differs from the words written only where a plural head is shared
    ("Embassies of A and B" holds "Embassy of A").
    """

    label: str
    start: int
    end: int
    kind: Kind
    head: str | None = None
    acronym: str | None = None
    article: bool = False
    country: str | None = None


@dataclass(frozen=True, slots=True)
class NameWords:
    """The word lists of `names.yml`, with countries and places, ready for look-up."""

    LISTS: ClassVar[tuple[str, ...]] = (
        "heads",
        "short_heads",
        "place_heads",
        "target_heads",
        "plural_heads",
        "tails",
        "leads",
        "persons",
        "things",
        "not_actors",
        "umbrellas",
        "people",
        "people_qualities",
        "no_people",
        "after_name",
        "topic_heads",
        "inner_heads",
        "headless",
        "numbered_heads",
        "openings",
        "articles",
        "particles",
        "with_heads",
        "in_heads",
        "person_heads",
        "envoys",
        "honorifics",
    )

    heads: frozenset[str]
    short_heads: frozenset[str]
    place_heads: frozenset[str]
    target_heads: frozenset[str]
    plural_heads: Mapping[str, str]
    tails: Mapping[str, tuple[tuple[str, ...], ...]]
    leads: Mapping[str, tuple[tuple[str, ...], ...]]
    lead_ends: frozenset[str]
    persons: frozenset[str]
    things: frozenset[str]
    not_actors: frozenset[str]
    umbrellas: Mapping[str, tuple[str, ...]]
    office_starts: frozenset[str]
    people_of: re.Pattern[str]
    no_people: frozenset[str]
    after_name: frozenset[str]
    countries: Mapping[str, str]
    adjectives: Mapping[str, str]
    places: Mapping[str, str]
    country_of: Mapping[str, str]
    """The country that a country's name, a town or a nationality means."""
    country_starts: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]
    wholes: WordTree
    known: frozenset[str]
    topic_heads: frozenset[str]
    inner_heads: frozenset[str]
    headless: frozenset[str]
    numbered_heads: frozenset[str]
    openings: frozenset[str]
    articles: frozenset[str]
    particles: frozenset[str]
    with_heads: frozenset[str]
    in_heads: frozenset[str]
    person_heads: frozenset[str]
    envoys: tuple[str, ...]
    honorifics: frozenset[str]

    @classmethod
    def build(
        cls,
        words: Mapping[str, object],
        countries: Mapping[str, str],
        adjectives: Mapping[str, str],
        places: Mapping[str, str],
        aliases: Iterable[str] = (),
    ) -> NameWords:
        """Make the look-up tables from plain lists; keys of the mappings are casefolded.

        ``aliases`` are names of the authority file: one that holds small words ("and", "in",
        "against") is read as a whole wherever it stands.
        """

        def listed(key: str) -> list[str]:
            return [str(item) for item in words[key]]  # type: ignore[attr-defined]

        starts: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for name, country in countries.items():
            parts = tuple(token.text.casefold() for token in tokenize(name))
            starts.setdefault(parts[0], []).append((parts, country))
        aliases = frozenset(aliases)
        sequences = (tuple(t.text.casefold() for t in tokenize(alias)) for alias in aliases)
        wholes = [s for s in sequences if len(s) > 2 and not _LINKS.isdisjoint(s[1:-1])]
        umbrellas = {
            str(umbrella): tuple(map(str, begin))
            for umbrella, begin in words["umbrellas"].items()  # type: ignore[attr-defined]
        }
        return cls(
            heads=frozenset(listed("heads")),
            short_heads=frozenset(listed("short_heads")),
            place_heads=frozenset(listed("place_heads")),
            target_heads=frozenset(listed("target_heads")),
            plural_heads={str(k): str(v) for k, v in words["plural_heads"].items()},  # type: ignore[attr-defined]
            tails=_by_first_word(listed("tails")),
            leads=_by_first_word(listed("leads")),
            lead_ends=frozenset(lead.split()[-1] for lead in listed("leads")),
            persons=frozenset(listed("persons")),
            things=frozenset(listed("things")),
            not_actors=frozenset(item.casefold() for item in listed("not_actors")),
            umbrellas=umbrellas,
            office_starts=frozenset(start for begin in umbrellas.values() for start in begin),
            people_of=_people_pattern(listed("people"), listed("people_qualities")),
            no_people=frozenset(listed("no_people")),
            after_name=frozenset(listed("after_name")),
            countries=countries,
            adjectives=adjectives,
            places=places,
            country_of={**adjectives, **places, **countries},
            country_starts={
                key: tuple(sorted(value, key=lambda pair: -len(pair[0])))
                for key, value in starts.items()
            },
            known=frozenset(aliases),
            topic_heads=frozenset(listed("topic_heads")),
            inner_heads=frozenset(listed("inner_heads")),
            headless=frozenset(listed("headless")),
            numbered_heads=frozenset(listed("numbered_heads")),
            openings=frozenset(listed("openings")) | frozenset(listed("articles")),
            articles=frozenset(listed("articles")),
            particles=frozenset(listed("particles")),
            with_heads=frozenset(listed("with_heads")),
            in_heads=frozenset(listed("in_heads")),
            person_heads=frozenset(listed("person_heads")),
            envoys=tuple(listed("envoys")),
            honorifics=frozenset(listed("honorifics")),
            wholes=_tree(wholes),
        )


def _people_pattern(people: list[str], qualities: list[str]) -> re.Pattern[str]:
    """What may stand before the body that people come from: "a representative of"."""
    return re.compile(
        rf"(?:(?:{'|'.join(qualities)})\s+)*(?:{'|'.join(people)}|one|another|others)"
        r"\s+(?:of|from|at)\s+"
    )


def _tree(sequences: Iterable[tuple[str, ...]]) -> WordTree:
    """Word sequences as nested mappings; the empty word marks the end of a sequence."""
    root: WordTree = {}
    for sequence in sequences:
        branch = root
        for word in sequence:
            branch = branch.setdefault(word, {})
        branch[""] = {}
    return root


def _by_first_word(items: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Word sequences under their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in _phrases(items):
        found.setdefault(phrase[0], []).append(phrase)
    return {first: tuple(phrases) for first, phrases in found.items()}


def _phrases(items: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Word sequences, the longest first."""
    words = (tuple(token.text for token in tokenize(item)) for item in items)
    return tuple(sorted(words, key=len, reverse=True))


def tokenize(folded: str, start: int = 0, end: int | None = None) -> Tokens:
    """Words and signs of a span of the folded text."""
    stop = len(folded) if end is None else end
    tokens = Tokens()
    position = start
    for text in _TOKEN.findall(folded, start, stop):
        position = folded.index(text, position)
        after = position + len(text)
        tokens.append(_new_token(Token, (text, position, after)))
        position = after
    return tokens


def is_capital(word: str) -> bool:
    """Whether a token begins with a capital letter."""
    return word[:1].isupper()


def is_acronym(word: str) -> bool:
    """Whether a token is written in capitals ("ODIHR", "U.S.")."""
    return bool(_PLAIN_ACRONYM.match(word))
