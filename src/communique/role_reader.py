"""Reading the roles of one sentence: each cue with the actors that it governs.

What stands in `cues.yml` is applied here; who the actors are is settled afterwards.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from communique.cues import FoundCue
from communique.names import Name
from communique.role_context import ALL_NOUNS, OBJECTS, Draft
from communique.role_neighbours import NeighbourReader, as_country

_OPENING_REACH = 30
_TAUGHT_REACH = 8
_OPENING = 2  # a cue among the first words of a sentence opens it


@dataclass(frozen=True, slots=True)
class _List:
    """A cue with the list of names that it governs, in token numbers."""

    found: FoundCue
    names: tuple[Name, ...]
    end: int


class SentenceReader(NeighbourReader):
    """Reads the drafts of one sentence."""

    def drafts(self) -> list[Draft]:
        """All drafts of the sentence."""
        if not self.found:
            return [*self._attached(()), *self._named_event()]
        lists = self._lists()
        made: list[Draft] = [*self._attached(lists), *self._named_event()]
        for one in lists:
            made.extend(self._of_list(one, lists))
        done: set[tuple[int, str]] = {(one.found.start, one.found.cue.where) for one in lists}
        for found in self.found:
            key = (found.start, found.cue.where)
            if found.cue.where == "after" or key in done:
                continue
            names = self._beside(found, lists)
            if names:
                done.add(key)
                made.extend(self._draft(name, found.cue.role, found) for name in names)
        return made

    def _of_list(self, one: _List, lists: Sequence[_List]) -> Iterator[Draft]:
        """The drafts of a cue with the list behind it, and of its subject where it asks for one."""
        cue = one.found.cue
        role, found = self._inherited(one, lists)
        people = self._are_people(one.end) and (role == "organizer" or cue.alone is not None)
        for name in self._others_of(one.found):
            yield self._draft(name, role, found)
        for name in one.names:
            if people:
                sender = as_country(name) if name.country else name
                yield replace(self._draft(sender, "expert_provider", found), firm=True)
                continue
            yield self._draft(name, role, found)
            if cue.also:
                yield self._draft(name, cue.also, found)
        if cue.subject:
            for name in self._subject(one.found, lists):
                yield self._draft(name, cue.subject, found)

    def _others_of(self, found: FoundCue) -> Sequence[Name]:
        """The nationality of the first ones in "Norwegian police officers and experts from"."""
        if not found.cue.people or " and " not in self.text[found.start : found.end]:
            return ()
        for token in (found.token, found.token - 1):
            names, _ = self._adjectives_before(token)
            if names:
                return names
        return ()

    def _beside(self, found: FoundCue, lists: Sequence[_List]) -> Sequence[Name]:
        """The names of a cue whose actors do not follow it as a list."""
        where = found.cue.where
        if where == "speaker":
            return self._speaker()
        if self._is_background(found):
            return ()
        if where == "before":
            return self._subject(found, lists)
        return self._nationalities(found) if where == "nationality" else ()

    def _lists(self) -> list[_List]:
        """The cues that a list of names follows, each with its list."""
        lists: list[_List] = []
        taken: set[int] = set()
        for found in self.found:
            if found.cue.where != "after" or found.start in taken or not self._stands(found):
                continue
            one = self._list_behind(found, [(other.found.token, other.end) for other in lists])
            if one is not None:
                taken.add(found.start)
                lists.append(one)
        return lists

    def _list_behind(self, found: FoundCue, claimed: Sequence[tuple[int, int]]) -> _List | None:
        """A cue with the list behind it, where its conditions hold; earlier lists are claimed."""
        begin = self._begin_of_list(found)
        if begin is None:
            return None
        people, joint = found.cue.people, found.cue.role == "organizer"
        names, end = self.reader.read_list(self.tokens, begin, people=people, joint=joint)
        if (self._possessor(end) and not found.cue.followed_by) or self._unnamed(names, end):
            names = names[:-1]
        if people:
            names = self._without_place(names)
        if self._is_verb(end) or (not people and self._opens_clause(found)):
            names, end = self._without_subject(names, end)
        names = [name for name in self._bodies(names) if self._fits(name, found.cue)]
        if not names or not self._conditions(found, end, claimed) or self._is_background(found):
            return None
        if self._describe_aid(end) and not found.cue.followed_by:
            return None
        return _List(found, tuple(names), end)

    def _begin_of_list(self, found: FoundCue) -> int | None:
        """Where the list of a cue begins; ``None`` where it asks for persons, and none stand."""
        begin = self._token_at(found.end)
        if not found.cue.persons:
            begin += self._words(begin, begin + 1) == ":"  # "will be organized by: A, B and C"
            return self._past_joined_cue(begin)
        begin += self._words(begin, begin + 1) in {",", ":", "-", "–"}
        return None if self.reader.past_person(self.tokens, begin) is None else begin

    def _past_joined_cue(self, token: int) -> int:
        """Past "and funded by" behind "in co-operation with": both have the list that follows."""
        if self._words(token, token + 1) != "and":
            return token
        joined = (f for f in self.found if f.token == token + 1 and f.cue.where == "after")
        return next((self._token_at(one.end) for one in joined), token)

    def _stands(self, found: FoundCue) -> bool:
        """Whether a cue's own words, and the one before it, are as its rule asks."""
        cue = found.cue
        if not self.cues.allowed_within(cue, self.held, self.text[found.start : found.end]):
            return False
        if cue.followed_by and not self._is_fulfilled(cue):
            return False
        if not cue.after_people:
            return True
        if self._teaches is None:
            told = self.text[self.begin : self.unit.end]
            self._teaches = self.cues.teaching.stand(self.held, told)
        before = self.tokens[found.token - 1].text if found.token else ""
        singular = {"a", "an", "one", "another"} & set(
            self._words(found.token - 4, found.token).casefold().split()
        )
        return (
            self._teaches
            and before.isalpha()
            and (before.islower() or found.token - 1 == self.first)
            and before not in self.reader.words.no_people
            and before != "one"
            and bool(before.endswith("s") or before in self.cues.collectives or singular)
        )

    def _describe_aid(self, end: int) -> bool:
        """Whether a list only says whose money it is: "with US financial support"."""
        return end < len(self.tokens) and self.tokens[end].text in self.cues.aid

    def _bodies(self, names: Sequence[Name]) -> Iterator[Name]:
        """The names of a list without those of persons: behind one, unknown names are persons'."""
        persons = False
        for name in names:
            persons = persons or name.kind == "person"
            if not (name.kind == "unknown" and persons) and not self._is_who(name):
                yield name

    def _is_who(self, name: Name) -> bool:
        """Whether an unknown name is a person's: ", who" follows."""
        return name.kind == "unknown" and self.text.startswith(", who ", name.end)

    def _opens_clause(self, found: FoundCue) -> bool:
        """Whether a cue stands at the beginning of its sentence ("With support from A, B ...")."""
        return found.token - self.first <= _OPENING

    def _is_inserted(self, found: FoundCue, end: int) -> bool:
        """Whether a cue stands with its list before the verb it needs: "A, with B, gave"."""
        verbs = {other.token for other in self.found if other.cue.role == found.cue.needs}
        commas = self._words(found.token - 1, found.token) == self._words(end, end + 1) == ","
        return commas and end + 1 in verbs

    def _without_subject(self, names: list[Name], end: int) -> tuple[list[Name], int]:
        """A list that opens a sentence, without the subject that a bare comma joins to it.

        "Thanks to the support of A, B and C held" has the subject "B and C".
        """
        names = [name for name in names if name.kind != "thing"]  # ", a local NGO,"
        commas = [k for k in range(1, len(names)) if self._between(names[k - 1], names[k]) == ","]
        if not commas or (commas[-1] < len(names) - 1 and not self._opens_phrase(end)):
            return names, end
        return names[: commas[-1]], self._token_at(names[commas[-1] - 1].end)

    def _opens_phrase(self, end: int) -> bool:
        """Whether a list ends a phrase that opens the sentence, before the verb of its subject."""
        opening = self._words(self.first, self.first + 1).casefold()
        return opening in self.cues.openers and self._is_verb(end)

    def _without_place(self, names: list[Name]) -> list[Name]:
        """A list of people's bodies without what a bare comma adds to the last one.

        "the Chamber of Northtown, Northland" is one body, "from Northland, John Doe," one country.
        """
        if len(names) < 2 or self._between(names[-2], names[-1]) != ",":
            return names
        mixed = (names[-2].kind == "country") != (names[-1].kind == "country")
        return names[:-1] if mixed else names

    def _is_verb(self, token: int) -> bool:
        """Whether a verb follows a list, so that its last name may be the subject."""
        word = self.tokens[token].text if token < len(self.tokens) else ""
        return word.islower() and (word.endswith("ed") or word in self.cues.words["organizes"])

    def _unnamed(self, names: Sequence[Name], end: int) -> bool:
        """Whether a list ends in parts of an umbrella without a name: "OSCE field operations"."""
        following = {self._words(end, end + length).casefold() for length in (1, 2)}
        umbrella = bool(names) and names[-1].label in self.reader.words.office_starts
        return umbrella and not following.isdisjoint(self.cues.unnamed_parts)

    def _possessor(self, token: int) -> bool:
        """Whether a list ends in a possessive ("Northland's institutions"): no name of a body."""
        return token < len(self.tokens) and self.tokens[token].text == "'s"

    def _conditions(self, found: FoundCue, end: int, claimed: Sequence[tuple[int, int]]) -> bool:
        cue = found.cue
        if cue.about and not self._is_about(found, end, claimed):
            return False
        if cue.not_about and self._noun_before(found.token, ALL_NOUNS) & set(cue.not_about):
            return False
        if cue.opening and not (self._opens_clause(found) or self._is_inserted(found, end)):
            return False
        if cue.persons and not (self._by_people(found) or self._teach(end)):
            return False
        if cue.needs and not any(
            other.cue.role == cue.needs and other.cue.id != cue.id for other in self.found
        ):
            return False
        if cue.followed_by and not (self._followed(cue, end) or self._by_people(found)):
            return False
        return self._neighbours(found, end)

    def _by_people(self, found: FoundCue) -> bool:
        """Whether "by" stands before the people of a cue: "taught by rescuers from A"."""
        before = set(self._words(found.token - 4, found.token).split())
        if found.cue.persons:
            told = before.union(self.text[found.start : found.end].split())
            return not told.isdisjoint({"by", "with"}) or self._is_definite(found)
        return (found.cue.after_people and "by" in before) or (
            found.cue.people and "and" in before and self._is_taught_by(found.token)
        )

    def _is_taught_by(self, token: int) -> bool:
        """Whether "taught by" stands not far before: "taught by two Dutchmen and an expert of"."""
        before = self._words(token - _TAUGHT_REACH, token).rpartition(" by ")[0]
        return self.cues.teaching.stand(self.held, before.rpartition(" ")[2])

    def _is_definite(self, found: FoundCue) -> bool:
        """Whether a cue is "the trainer", of one person."""
        one = not self.text[found.start : found.end].endswith("s")
        return one and self._words(found.token - 1, found.token).casefold() == "the"

    def _is_about(self, found: FoundCue, end: int, claimed: Sequence[tuple[int, int]]) -> bool:
        """Whether the nearest noun before a cue is of the kind it asks for.

        Where the cue opens its sentence ("Published by A, the guide ...") the noun behind its list
        decides.
        """
        about = frozenset(found.cue.about)
        groups = self._noun_before(found.token, OBJECTS | about, claimed)
        if groups:
            return bool(groups & about)
        if self.text[found.start].isupper():
            stop = min(end + _OPENING_REACH, len(self.tokens))
            return any(self._groups(i) & about for i in range(end, stop))
        return found.cue.strength >= 3

    def _are_people(self, token: int) -> bool:
        """Whether "conducted by German police" goes on with "officers": they teach."""
        return token < len(self.tokens) and self.tokens[token].text in self.cues.teachers

    def _inherited(self, one: _List, lists: Sequence[_List]) -> tuple[str, FoundCue]:
        """The role and cue of a list, taken from an earlier cue where the rule says so."""
        for earlier in reversed(lists[: lists.index(one)]):
            cue = earlier.found.cue
            if cue.role in one.found.cue.inherits and cue.alone is None:
                return earlier.found.cue.role, earlier.found
            if cue.role == "organizer":
                break
        return one.found.cue.role, one.found
