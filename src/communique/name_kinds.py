"""What kind of name a run of words is: a body, a country, a person, a thing, a place.

The words that decide stand in `names.yml`; here they are asked of the tokens of a name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from communique.names import Kind, Name, NameWords, Token, is_acronym, is_capital

_LONGEST_TAIL = 3  # words
INNER = frozenset({"for", "on", "against", "to", "in", "under", "with"})
"""Small words that may carry a name on."""


class NameKinds:
    """Asks the words of a name what they mean."""

    def __init__(self, words: NameWords) -> None:
        self.words = words

    def classify(
        self, tokens: Sequence[Token], start: int, end: int, acronym: str | None, article: bool
    ) -> Name | None:
        """The name of some tokens with its kind, head and country, as far as its words tell."""
        words = self.words
        inside = tokens[start:end]
        label = label_of(inside, acronym)
        key = label.casefold()
        head = self._main_head(tokens, start, end)
        whole = label.casefold() in words.known or (
            "'s" in {t.text for t in inside} and label.split("'s ")[-1].casefold() in words.known
        )
        if whole and key not in words.countries:
            kind: Kind = "body"
        elif key in words.countries:
            kind = "country"
        elif head in words.things:
            kind = "thing"
        elif (
            self._are_people(label)
            or (self._is_person(tokens, start) and "'s" not in {t.text for t in inside})
            or self._ends_in_person(inside)
        ):
            kind = "person"
        elif key in words.not_actors or key in words.adjectives or self._is_unnamed(inside):
            kind = "thing"
        elif article and (label in words.short_heads):
            kind = "short"
        elif not article and label in words.headless:
            kind = "unknown"
        elif (
            self._is_head(head)
            or acronym
            or self._ends_in_tail(inside)
            or any(self._is_head(t.text) for t in inside)
            or any(is_acronym(t.text) and t.text.casefold() not in words.not_actors for t in inside)
        ):
            kind = "body"
        elif key in words.places:
            kind = "place"
        else:
            kind = "unknown"
        country = self._country_of(inside)
        return Name(label, inside[0].start, inside[-1].end, kind, head, acronym, article, country)

    def _are_people(self, label: str) -> bool:
        """Whether a name begins like "Staff of the Institute"."""
        if label.split()[0] in self.words.heads:
            return False  # "Police of Westland"
        return self.words.people_of.match(label[:1].lower() + label[1:] + " ") is not None

    def _is_unnamed(self, inside: Sequence[Token]) -> bool:
        """Whether a name is only a nationality with a word of no name: "a Ukrainian NGO"."""
        first, *rest = (token.text.casefold() for token in inside)
        return first in self.words.adjectives and bool(rest) and self.words.not_actors >= set(rest)

    def _is_head(self, word: str | None) -> bool:
        """Whether a word is a head, also beside a hyphen ("Vice-Ministry") or in small letters."""
        heads = self.words.heads
        return word is not None and (
            word in heads
            or word.partition("-")[0] in heads
            or word.rpartition("-")[2] in heads
            or self._is_small_head(word)
        )

    def _is_small_head(self, word: str) -> bool:
        """Whether a head is one that stands in small letters too ("embassy")."""
        return (word,) in self.words.tails.get(word, ())

    def _is_own_body(self, word: str) -> bool:
        return (
            word in self.words.heads
            or word in self.words.plural_heads
            or (is_acronym(word) and len(word) > 1)
        )

    def _ends_in_tail(self, inside: Sequence[Token]) -> bool:
        return any(
            self._tail_at(inside, position) == len(inside)
            for position in range(max(0, len(inside) - _LONGEST_TAIL), len(inside))
        )

    def _country_of(self, inside: Sequence[Token]) -> str | None:
        """The country that a name spells out: "Kazakhstan's …", "Swiss …", "… of Norway"."""
        first = self._country_at(inside, 0)
        if first:
            return first[0]
        adjective = self.words.adjectives.get(inside[0].text.casefold())
        if adjective:
            return adjective
        for i, token in enumerate(inside[:-1]):
            if token.text == "of":
                follow = self._next_capital(inside, i + 1)
                found = self._country_at(inside, follow) if follow is not None else None
                if found:
                    return found[0]
        return None

    def _country_at(self, tokens: Sequence[Token], position: int) -> tuple[str, int] | None:
        """The country whose name begins at a token, and the token after it."""
        if position >= len(tokens) or not is_capital(tokens[position].text):
            return None
        for parts, country in self.words.country_starts.get(tokens[position].text.casefold(), ()):
            after = position + len(parts)
            if tuple(t.text.casefold() for t in tokens[position:after]) == parts:
                return country, after
        return None

    def _tail_at(self, tokens: Sequence[Token], position: int) -> int | None:
        ends = self._ends_of(self.words.tails, tokens, position)
        return ends[0] if ends else None

    @staticmethod
    def _ends_of(
        phrases: Mapping[str, tuple[tuple[str, ...], ...]], tokens: Sequence[Token], position: int
    ) -> list[int]:
        """The tokens behind the phrases that stand at a token, the longest phrase first.

        ``phrases`` stand under their first words.
        """
        if position >= len(tokens):
            return []
        return [
            position + len(phrase)
            for phrase in phrases.get(tokens[position].text, ())
            if tuple(t.text for t in tokens[position : position + len(phrase)]) == phrase
        ]

    def _is_person(self, tokens: Sequence[Token], position: int) -> bool:
        word = tokens[position].text
        pair = " ".join(t.text for t in tokens[position : position + 2])
        return word in self.words.persons or pair in self.words.persons

    def _ends_in_person(self, inside: Sequence[Token]) -> bool:
        """Whether a body's name goes on with its head's: "Chamber of Trade President Jane Doe"."""
        for position in range(len(inside) - 3, 0, -1):
            if self._is_person(inside, position) and is_capital(inside[position - 1].text):
                name = [token.text for token in inside[position + 1 :]]
                return all(is_capital(word) and not self._is_own_body(word) for word in name)
        return False

    def _is_of_person(self, word: str) -> bool:
        """Whether a word stands in a person's title: "Judge", "professor"."""
        return word in self.words.persons or (
            self.words.people_of.match(f"{word.casefold()} of ") is not None
        )

    def _main_head(self, tokens: Sequence[Token], start: int, end: int) -> str | None:
        """The head: the last capitalised word before the first inner preposition."""
        head = None
        for token in tokens[start:end]:
            if token.text in INNER or token.text in {"of", "("}:
                break
            if is_capital(token.text) or token.text.islower():
                head = token.text
        return head

    def _next_capital(self, tokens: Sequence[Token], position: int) -> int | None:
        """The index of a capitalised token here or after one article."""
        if position < len(tokens) and tokens[position].text == "the":
            position += 1
        if position < len(tokens) and is_capital(tokens[position].text):
            return position
        return None

    def _capitals(self, tokens: Sequence[Token], position: int) -> int:
        while position < len(tokens) and is_capital(tokens[position].text):
            position += 1
        return position


def label_of(inside: Sequence[Token], acronym: str | None) -> str:
    """The words of a name without its bracketed acronym, spaced as printed."""
    pieces: list[str] = []
    skip = False
    previous_end: int | None = None
    for token in inside:
        if token.text == "(":
            skip = True
        if not skip:
            glued = previous_end == token.start
            pieces.append(token.text if glued or not pieces else " " + token.text)
            previous_end = token.end
        if token.text == ")":
            skip = False
            previous_end = None
    return "".join(pieces).strip().replace(" – ", " - ")
