"""One sentence in which roles are read: its words, its cues, and what stands beside them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from communique.actors import ReleaseActors
from communique.cues import Cue, FoundCue
from communique.dates import MONTHS
from communique.name_lists import ListReader
from communique.names import Name, is_capital
from communique.participants import NUMBERS
from communique.records import Evidence

if TYPE_CHECKING:
    from communique.codebook import Codebook
    from communique.text import Document, Unit

_YEAR = re.compile(r"\b(?:19[89]\d|20[0-4]\d)\b")
_JUST_BEHIND = 10
_BEHIND = 8
_RELATIVES = frozenset({"where", "which", "who", "whose"})
_LASTING_REACH = 12
_COUNTED_REACH = 5
_NO_GROUP = frozenset({"by", "with", "from", "of", "for", "to", "in", "on"})
_MORE_PEOPLE = 3
_PRESENT = frozenset({"is", "are"})
_PARTICIPANTS = 8  # from this number on, experts counted in a sentence are taken for participants
_NEXT_CLAUSE = re.compile(
    r",\s(?!(?:and|or|in|on|at|from|during|with|as|by|to|the|both|for|along|together|jointly)\b)[a-z]"
)
_COMMON = frozenset({"others", "happenings", "experts"})  # never a capitalised word
OBJECTS = frozenset({"event", "publication", "works", "happenings"})
"""Lists of nouns that a cue may be about: the nearest of them decides."""
ALL_NOUNS = OBJECTS | _COMMON


@dataclass(frozen=True, slots=True)
class Draft:
    """A tie before its actor is known."""

    name: Name
    role: str
    found: FoundCue
    unit: Unit
    evidence: Evidence
    firm: bool = False
    """Whether the role stands, whatever else the release says."""


class SentenceContext:
    """A sentence with its tokens and cues, and questions about what stands where in it."""

    def __init__(
        self,
        document: Document,
        codebook: Codebook,
        actors: ReleaseActors,
        reader: ListReader,
        unit: Unit,
        year: int | None,
    ) -> None:
        self.document = document
        self.text = document.text
        self.cues = codebook.cues
        self.actors = actors
        self.reader = reader
        self.unit = unit
        self.year = year
        self.tokens = actors.tokens(unit)
        self.held = self.cues.lexicon.held(document.small_words(unit))
        self.found = self.cues.find(self.text, self.tokens, self.held, document.in_speech)
        self._fulfilled: dict[str, bool] = {}
        self._past: bool | None = None
        self._teaches: bool | None = None
        self.last_subject: Sequence[Name] = ()
        self._names_office = bool(self.held & self.cues.named_bit) and any(
            start in self.text[unit.start : unit.end] for start in reader.words.office_starts
        )
        self.begin = document.past_dateline(unit)
        self.first = self._token_at(self.begin)

    def _draft(self, name: Name, role: str, found: FoundCue) -> Draft:
        evidence: Evidence = "narration"
        if self.unit.part == "title":
            evidence = "title"
        elif found.cue.where == "speaker":
            evidence = "quotation"
        return Draft(name, role, found, self.unit, evidence)

    def _in_speech(self, position: int) -> bool:
        return self.document.in_speech(position)

    def _token_at(self, position: int) -> int:
        return bisect_left(self.tokens, position, key=attrgetter("start"))

    def _words(self, start: int, end: int) -> str:
        """The words of a range of tokens, with single spaces."""
        return " ".join(token.text for token in self.tokens[max(0, start) : end])

    def _between(self, one: Name, other: Name) -> str:
        """What stands between two names of a list, without an article."""
        return self.text[one.end : other.start].strip().removesuffix("the").strip()

    def _groups(self, token: int) -> frozenset[str]:
        """The lists of nouns in which a word stands, or the pair that it ends."""
        written = self.tokens[token].text
        word = written.casefold()
        pair = f"{self.tokens[token - 1].text.casefold()} {word}" if token else word
        known = self.cues.groups
        groups = known.get(pair, frozenset()) | known.get(word, frozenset())
        return groups if written.islower() else groups - _COMMON

    def _noun_before(
        self, token: int, wanted: frozenset[str], claimed: Sequence[tuple[int, int]] = ()
    ) -> frozenset[str]:
        """The lists in which the nearest noun before a token stands that is in a wanted list.

        The names of earlier lists are passed over.
        """
        near = (
            self._groups(i) & wanted
            for i in range(token - 1, -1, -1)
            if not any(start <= i < end for start, end in claimed)
        )
        return next(filter(None, near), frozenset())

    @staticmethod
    def _fits(name: Name, cue: Cue) -> bool:
        """Whether the kind of a name is strong enough for a cue."""
        if name.kind in ("person", "thing", "place"):
            return False
        return name.kind != "unknown" or cue.strength >= 3

    def _neighbours(self, found: FoundCue, end: int) -> bool:
        """Whether nothing forbidden stands in the few words beside a cue and its list."""
        before = self._words(found.token - 4, found.token)
        after = self._words(end, end + _BEHIND)
        if found.cue.people and (self._counted(found.token) or self._assembled(found.token)):
            return False
        return (
            not self.cues.unreal.stand(self.held, before)
            and self.cues.allowed_before(found.cue, self.held, before)
            and self.cues.allowed_after(found.cue, self.held, after)
        )

    def _counted(self, token: int) -> bool:
        """Whether a large number stands before: "some 40 judges and experts from" take part."""
        behind = ""
        for before in reversed(self.tokens[max(0, token - _COUNTED_REACH) : token]):
            word = before.text.casefold()
            number = int(word) if word.isdigit() else NUMBERS.get(word)
            if number is not None:
                return number >= _PARTICIPANTS and behind not in MONTHS
            behind = word
            if not word.replace("-", "").isalpha() or word in _NO_GROUP:
                return False
        return False

    def _assembled(self, token: int) -> bool:
        """Whether people before a token came together with others: "gathered 60 judges"."""
        told = self.text[self.begin : self.tokens[token].start]
        return self.cues.assembling.stand(self.held, told) and "by" not in self._words(
            token - 4, token
        )

    def _is_background(self, found: FoundCue) -> bool:
        """Whether a sentence tells of another event: another year, or words such as "last year"."""
        if self.unit.part == "title":
            return False
        if self.cues.visited.stand(self.held, self.text[self.begin : found.start]):
            return True
        if not self._may_be_background():
            return False
        sentence = self._clause(found)
        if found.cue.role != "funder" and self.cues.background.stand(self.held, sentence):
            return True
        if self.cues.elsewhere.stand(self.held, sentence):
            return True
        near = self._words(found.token - _LASTING_REACH, found.token + _LASTING_REACH)
        if self.cues.lasting.stand(self.held, near):
            return False
        if self._words(found.token - 1, found.token) in _PRESENT:
            return False  # "is organized by A, under the Document of 2000"
        years = set(map(int, _YEAR.findall(self._dating(found, sentence))))
        return bool(self.year and years and all(one < self.year for one in years))

    def _dating(self, found: FoundCue, sentence: str) -> str:
        """The part of a clause whose years can date a cue: not what a further verb tells."""
        cue = sentence.find(self.text[found.start : found.end])
        behind = _NEXT_CLAUSE.search(sentence, max(0, cue) + found.end - found.start)
        return sentence[: behind.start()] if behind else sentence

    def _may_be_background(self) -> bool:
        """Whether the sentence holds anything by which its clauses might tell of that."""
        if self._past is None:
            told = self.text[self.begin : self.unit.end]
            self._past = bool(
                self.cues.background.stand(self.held, told)
                or self.cues.elsewhere.stand(self.held, told)
                or _YEAR.search(told)
            )
        return self._past

    def _clause(self, found: FoundCue) -> str:
        """The part of the sentence between semicolons, without relative clauses beside the cue."""
        left = self.text.rfind(";", self.begin, found.start)
        right = self.text.find(";", found.end, self.unit.end)
        left = self.begin if left < 0 else left + 1
        right = self.unit.end if right < 0 else right
        before, behind = self.text[left : found.start], self.text[found.start : right]
        aside = self.cues.aside.sub
        return aside(",", before) + self.cues.last_aside.sub("", aside(",", behind))

    def _followed(self, cue: Cue, end: int) -> bool:
        """Whether one of the words that a cue asks for stands just behind its list.

        A relative clause between commas ("officers from A, where ..., taught") is passed over.
        """
        for behind in (end, self._past_more_people(end)):
            words = self._words(behind, behind + _JUST_BEHIND)
            if self.cues.fulfilled_after(cue, self.held, words):
                return True
        if self._words(end, end + 1) != "," or self._words(end + 1, end + 2) not in _RELATIVES:
            return False
        commas = [i for i in range(end + 1, len(self.tokens)) if self.tokens[i].text == ","]
        return bool(commas) and self.cues.fulfilled_after(
            cue, self.held, self._words(commas[0], commas[0] + _JUST_BEHIND)
        )

    def _past_more_people(self, end: int) -> int:
        """Past further people with their bodies: "experts from A, and trainers from B, taught"."""
        for _ in range(_MORE_PEOPLE):
            begin = self.reader.past_separator(self.tokens, end)
            if begin == end:
                break
            names, after = self.reader.read_list(self.tokens, begin, people=True)
            if not names:
                break
            end = after
        return end

    def _teach(self, end: int) -> bool:
        """Whether words of teaching stand just behind some people."""
        return self.cues.teaching.stand(self.held, self._words(end, end + _JUST_BEHIND))

    def _is_fulfilled(self, cue: Cue) -> bool:
        """Whether the sentence holds anywhere what must follow a cue's list: a cheap first look."""
        known = self._fulfilled.get(cue.id)
        if known is None:
            words = self._words(self.first, len(self.tokens))
            known = self._fulfilled[cue.id] = self.cues.fulfilled_after(cue, self.held, words)
        return known

    def _runs(
        self, stop: int, claimed: Sequence[tuple[int, int]] = ()
    ) -> list[tuple[list[Name], int, int]]:
        """All lists of names before a token and outside claimed ones, with their token numbers."""
        runs = []
        past = dict(claimed)
        tokens = self.tokens
        position = self.first  # a dateline's town is no subject
        while position < stop:
            if position in past:
                position = past[position]
                continue
            if not self.reader.may_begin(tokens[position].text):
                position += 1
                continue
            names, after = self.reader.read_list(tokens, position, stop=stop)
            if names:
                runs.append((names, self._begin_of_run(position, names[0]), after))
            position = max(after, position + 1)
        return runs

    def _begin_of_run(self, position: int, name: Name) -> int:
        """Where a list of names begins, without a group that only a comma joins to it.

        In "to help the local police, the A and the B launched" the list begins at "the A".
        """
        first = self._token_at(name.start)
        while first > position and self.tokens[first - 1].text in self.reader.words.articles:
            first -= 1
        return first if first > position and self.tokens[first - 1].text == "," else position

    def _is_name_word(self, word: str) -> bool:
        return is_capital(word) and word.casefold() not in self.reader.words.not_actors
