"""The subject of an active verb: the names before it that do what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from communique.cues import Cue, FoundCue
from communique.names import Name
from communique.role_context import OBJECTS, SentenceContext

_OBJECT_REACH = 22
_EXPERTS_REACH = 5


class Claim(Protocol):
    """A cue with the end of the list that it governs: its names are taken."""

    @property
    def found(self) -> FoundCue:
        """The cue."""

    @property
    def end(self) -> int:
        """The token after its list."""


class SubjectReader(SentenceContext):
    """Finds the names that are the subject of a verb."""

    def _subject(self, found: FoundCue, lists: Sequence[Claim]) -> Sequence[Name]:
        """The names of the subject of an active verb with a fitting object."""
        if not self.text[found.start].islower():
            return ()
        if found.cue.persons:
            told = not found.cue.about or self._has_object(found)
            return self._employer(found.token) if told else ()
        if self._words(found.token - 1, found.token) == "in" and self._is_progressive(found):
            return ()  # "helped the Agency in organizing it"
        claimed = [(one.found.token, one.end) for one in lists if one.found.token < found.token]
        names, start = self._nearest_subject(found, claimed)
        if not names:
            return self._shared_subject(found)
        if any(not self._may_act(n, found.cue) for n in names):
            return ()
        if found.cue.about and not (self._has_object(found) or self._is_relative(found.cue, start)):
            return ()
        if self.cues.unreal.stand(self.held, self._words(start - 3, start)):
            return ()
        if not self._neighbours(found, found.token):
            return ()
        self.last_subject = names
        return names

    def _employer(self, link: int) -> Sequence[Name]:
        """The body of a person before "who": "A B, a lecturer at the C, who taught"."""
        end = link - (self._words(link - 1, link) == "and")
        end -= self._words(end - 1, end) == ","
        for names, start, after in reversed(self._runs(end)):
            if after != end:
                break
            last = names[-1]
            first = self._token_at(last.start) if len(names) > 1 else start
            behind = self.reader.past_person(self.tokens, first)
            if behind is not None:
                inner, _ = self.reader.read_name(self.tokens, behind)
            elif last.kind == "person":
                inner = next(self.actors.inside(last), None)
            else:
                before = self._words(first - 2, first).split()
                inner = last if {"at", "of", "from", "with"} & set(before) else None
            return [inner] if inner is not None and inner.kind in ("body", "short") else []
        return ()

    def _nearest_subject(
        self, found: FoundCue, claimed: Sequence[tuple[int, int]]
    ) -> tuple[list[Name], int]:
        """The nearest names before a verb that can be its subject, and where they begin."""
        verb = found.token
        relative = self._relative_subject(found)
        if relative:
            return relative
        inserted = self._ends_insertion(verb)
        for names, start, end in reversed(self._runs(verb, claimed)):
            resume = self._past_insertion(end, verb) if inserted else end
            gap = [
                token.text.casefold()
                for i, token in enumerate(self.tokens[resume:verb], start=resume)
                if not any(left <= i < right for left, right in claimed)
            ]
            names = [name for name in names if name.kind not in ("thing", "place")]
            joined = bool(names) and all(
                word in self.cues.between or word.isdigit() for word in gap
            )
            if joined and self._is_complement(start):
                names, start = self._behind_comma(names, start)
            if verb - end == 1 and gap == [","] and self._is_participle(found):
                return [], start
            if joined and not self._is_complement(start):
                return ([], start) if self._is_passive(found, gap) else (names, start)
            if not inserted:
                break
        return [], 0

    def _behind_comma(self, names: list[Name], start: int) -> tuple[list[Name], int]:
        """The subject of "With A and B, the C gave", which a bare comma joins to the list."""
        if len(names) < 2 or self._between(names[-2], names[-1]) != ",":
            return names, start
        return names[-1:], self._token_at(names[-2].end) + 1

    def _relative_subject(self, found: FoundCue) -> tuple[list[Name], int] | None:
        """The body just before ", which" and a verb: "the Institute, which also funded it"."""
        link = self._before_auxiliaries(found.token)
        if self.tokens[found.token].text == "whose":
            link = found.token
        if link < 1 or self.tokens[link].text not in {"which", "that", "whose"}:
            return None
        end = link - (self.tokens[link - 1].text == ",")
        between = (token.text.casefold() for token in self.tokens[link + 1 : found.token])
        if self._is_passive(found, between):
            return [], 0
        for names, start, after in reversed(self._runs(end)):
            bodies = [
                one
                for one in (names[-1], *self.actors.inside(names[-1]))
                if one.kind in ("body", "short")
            ]
            return (bodies[-1:], start) if bodies and after == end else None
        return None

    def _is_passive(self, found: FoundCue, between: Iterable[str]) -> bool:
        """Whether the small words between a subject and a participle hold a form of "be".

        The participle then says what is done to its subject; "was able to hold" is no passive.
        """
        words = list(between)
        passive = not self.cues.passive.isdisjoint(words) and words[-2:] != ["able", "to"]
        return passive and not self._is_progressive(found)

    def _before_auxiliaries(self, verb: int) -> int:
        """The token before a verb and its auxiliaries and adverbs."""
        before = verb - 1
        while before > 0 and self.tokens[before].text.casefold() in self.cues.auxiliaries:
            before -= 1
        return before

    def _shared_subject(self, found: FoundCue) -> Sequence[Name]:
        """The subject of an earlier verb that "and" joins to this one."""
        before = self._before_auxiliaries(found.token)
        if before <= 0 or self.tokens[before].text != "and" or not self.last_subject:
            return ()
        if found.cue.about and not self._has_object(found):
            return ()
        return self.last_subject if self._neighbours(found, found.token) else ()

    def _ends_insertion(self, verb: int) -> bool:
        """Whether a comma stands before a verb and its auxiliaries: "A, with B, has held"."""
        before = self._before_auxiliaries(verb)
        return before > 0 and self.tokens[before].text == ","

    def _is_progressive(self, found: FoundCue) -> bool:
        """Whether a verb is a present participle: after "is" it is no passive."""
        words = self.text[found.start : found.end].split()
        return any(word.endswith("ing") for word in words)

    def _is_relative(self, cue: Cue, start: int) -> bool:
        """Whether the object stands before its subject: "a course which A held"."""
        link = start - 1
        if link >= 0 and self.tokens[link].text in self.reader.words.articles:
            link -= 1
        if link < 1 or self.tokens[link].text not in {"which", "that"}:
            return False
        return bool(self._noun_before(link, OBJECTS) & set(cue.about))

    def _past_insertion(self, end: int, verb: int) -> int:
        """Past ", in co-operation with ...," between a subject and its verb."""
        if end + 1 >= verb or self.tokens[end].text != ",":
            return end
        if self.tokens[end + 1].text.casefold() not in self.cues.insertions:
            return end
        commas = [i for i in range(end + 1, verb) if self.tokens[i].text == ","]
        return commas[-1] + 1 if commas else end

    def _is_complement(self, start: int) -> bool:
        """Whether a preposition stands before: in "officers from A met", A is no subject."""
        before = self.tokens[start - 1].text.casefold() if start else ""
        return before in self.cues.prepositions

    def _may_act(self, name: Name, cue: Cue) -> bool:
        """Whether a name can be a subject: a body; a country only where money is given."""
        return self._fits(name, cue) and (name.kind != "country" or cue.role == "funder")

    def _has_object(self, found: FoundCue) -> bool:
        """Whether a noun of the kind a verb asks for follows it before the clause ends."""
        begin = self._token_at(found.end)
        if begin < len(self.tokens) and self.tokens[begin].text in self.cues.pronouns:
            return True
        reach = _EXPERTS_REACH if found.cue.role == "expert_provider" else _OBJECT_REACH
        for token in range(begin, min(begin + reach, len(self.tokens))):
            word = self.tokens[token].text
            if word in {";", "."} or self._in_speech(self.tokens[token].start):
                return False
            if self._groups(token) & set(found.cue.about):
                return True
        return False

    def _is_participle(self, found: FoundCue) -> bool:
        """Whether a preposition follows a verb behind a comma: "the Network, started in May"."""
        behind = self._words(self._token_at(found.end), self._token_at(found.end) + 1)
        return behind in self.cues.prepositions
