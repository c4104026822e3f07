"""Reading the roles of one sentence: each cue with the actors that it governs.

What stands in `cues.yml` is applied here; who the actors are is settled afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from communique.actors import ReleaseActors, embassy_of
from communique.cues import Cue, FoundCue
from communique.files import one_of
from communique.name_lists import ListReader
from communique.names import Name, is_acronym, is_capital, tokenize
from communique.records import Evidence

if TYPE_CHECKING:
    from communique.codebook import Codebook
    from communique.text import Document, Unit

_YEAR = re.compile(r"\b(?:19[89]\d|20[0-4]\d)\b")
_OBJECT_REACH = 22
_NAME_REACH = 4
_EXPERTS_REACH = 5
_OPENING_REACH = 30
_JUST_BEHIND = 10
_OPENING = 2  # a cue among the first words of a sentence opens it
_ASIDE = re.compile(r",\s+(?:which|who|whose|founded|established)\s[^,;]*,")
_LAST_ASIDE = re.compile(r",?\s+(?:which|who|whose|founded|established)\s[^,;]*$")
_LASTING_REACH = 12
_PARTICIPANTS = 8  # from this number on, experts counted in a sentence are taken for participants
_OBJECTS = frozenset({"event", "publication", "works", "happenings"})
_COMMON = frozenset({"others", "happenings", "experts"})  # never a capitalised word
_ALL = _OBJECTS | _COMMON


def _as_country(name: Name) -> Name:
    """The country of a body ("German police"), for those who are known only by it."""
    return replace(name, label=name.country or name.label, kind="country")


@lru_cache(maxsize=4)
def _envoy_patterns(envoys: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of "Ambassador of A to B" and "A's Ambassador to B"."""
    titles = one_of(envoys)
    return (
        re.compile(
            rf"(?:The\s+)?{titles}\s+of\s+(?:the\s+)?(?P<sender>[A-Z][\w .-]*?)"
            r"(?:\s+(?:to|in)\s+(?:the\s+)?(?P<host>[A-Z][\w-]+(?:\s[A-Z][\w-]+)*))?"
            r"(?=[,.;:]|\s+[A-Z]?[a-z]|\s*$)"
        ),
        re.compile(
            rf"(?:The\s+)?(?P<sender>[A-Z][\w-]+(?:\s[A-Z][\w-]+)?)(?:'s)?\s+"
            rf"(?:{titles}|Embassy)\b(?:\s+(?:to|in)\s+(?P<host>[A-Z][\w-]+))?"
        ),
    )


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


@dataclass(frozen=True, slots=True)
class _List:
    """A cue with the list of names that it governs, in token numbers."""

    found: FoundCue
    names: tuple[Name, ...]
    end: int


class SentenceReader:
    """Reads the drafts of one sentence."""

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
        self.found = self.cues.find(self.text, self.tokens, document.in_speech)
        self._fulfilled: dict[str, bool] = {}
        self._past: bool | None = None
        self._teaches: re.Match[str] | None = None
        self.last_subject: Sequence[Name] = ()
        dateline = document.paragraphs[unit.paragraph - 1].dateline
        self.begin = max(unit.start, dateline.end if dateline else 0)
        self.first = self._token_at(self.begin)

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
        for name in one.names:
            if people:
                sender = _as_country(name) if name.country else name
                yield replace(self._draft(sender, "expert_provider", found), firm=True)
                continue
            yield self._draft(name, role, found)
            if cue.also:
                yield self._draft(name, cue.also, found)
        if cue.subject:
            for name in self._subject(one.found, lists):
                yield self._draft(name, cue.subject, found)

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

    def _draft(self, name: Name, role: str, found: FoundCue) -> Draft:
        evidence: Evidence = "narration"
        if self.unit.part == "title":
            evidence = "title"
        elif found.cue.where == "speaker":
            evidence = "quotation"
        return Draft(name, role, found, self.unit, evidence)

    def _in_speech(self, position: int) -> bool:
        return self.document.in_speech(position)

    # ------------------------------------------------------------------ cues before their actors

    def _lists(self) -> list[_List]:
        """The cues that a list of names follows, each with its list."""
        lists: list[_List] = []
        taken: set[int] = set()
        for found in self.found:
            if found.cue.where != "after" or found.start in taken or not self._stands(found):
                continue
            begin = self._token_at(found.end)
            names, end = self.reader.read_list(
                self.tokens,
                begin,
                people=found.cue.people,
                joint=found.cue.role == "organizer",
            )
            if self._possessor(end) and not found.cue.followed_by:
                names = names[:-1]
            if self._opens_clause(found):
                names, end = self._without_subject(names, end)
            names = [n for n in names if self._fits(n, found.cue) and not self._is_who(n)]
            if not names or not self._conditions(found, end) or self._is_background(found):
                continue
            if self._describe_aid(end) and not found.cue.followed_by:
                continue
            taken.add(found.start)
            lists.append(_List(found, tuple(names), end))
        return lists

    def _stands(self, found: FoundCue) -> bool:
        """Whether a cue's own words, and the one before it, are as its rule asks."""
        cue = found.cue
        if not self.cues.allowed_within(cue, self.text[found.start : found.end]):
            return False
        if cue.followed_by and not self._is_fulfilled(cue):
            return False
        if not cue.after_people:
            return True
        if self._teaches is None:
            self._teaches = self.cues.teaching.search(self.text, self.begin, self.unit.end)
        before = self.tokens[found.token - 1].text if found.token else ""
        return (
            bool(self._teaches)
            and before.isalpha()
            and before.islower()
            and (before.endswith("s") or before in self.cues.collectives)
        )

    def _describe_aid(self, end: int) -> bool:
        """Whether a list only says whose money it is: "with US financial support"."""
        return end < len(self.tokens) and self.tokens[end].text in self.cues.aid

    def _is_who(self, name: Name) -> bool:
        """Whether an unknown name is a person's: ", who" follows."""
        return name.kind == "unknown" and self.text.startswith(", who ", name.end)

    def _opens_clause(self, found: FoundCue) -> bool:
        """Whether a cue stands at the beginning of its sentence ("With support from A, B ...")."""
        return found.token - self.first <= _OPENING

    def _without_subject(self, names: list[Name], end: int) -> tuple[list[Name], int]:
        """A list that opens a sentence, without the subject that a bare comma joins to it."""
        if len(names) < 2:
            return names, end
        between = self.text[names[-2].end : names[-1].start].strip()
        if between not in {",", ", the"}:
            return names, end
        return names[:-1], self._token_at(names[-2].end)

    def _possessor(self, token: int) -> bool:
        """Whether a list ends in a possessive ("Northland's institutions"): no name of a body."""
        return token < len(self.tokens) and self.tokens[token].text == "'s"

    def _token_at(self, position: int) -> int:
        return next(
            (i for i, token in enumerate(self.tokens) if token.start >= position), len(self.tokens)
        )

    @staticmethod
    def _fits(name: Name, cue: Cue) -> bool:
        """Whether the kind of a name is strong enough for a cue."""
        if name.kind in ("person", "thing", "place"):
            return False
        return name.kind != "unknown" or cue.strength >= 3

    def _conditions(self, found: FoundCue, end: int) -> bool:
        cue = found.cue
        if cue.about and not self._is_about(found, end):
            return False
        if cue.not_about and self._noun_before(found.token, _ALL) & set(cue.not_about):
            return False
        if cue.needs and not any(
            other.cue.role == cue.needs and other.cue.id != cue.id for other in self.found
        ):
            return False
        if cue.followed_by and not self._followed(cue, end):
            return False
        return self._neighbours(found, end)

    def _is_fulfilled(self, cue: Cue) -> bool:
        """Whether the sentence holds anywhere what must follow a cue's list: a cheap first look."""
        known = self._fulfilled.get(cue.id)
        if known is None:
            words = self._words(self.first, len(self.tokens))
            known = self._fulfilled[cue.id] = self.cues.fulfilled_after(cue, words)
        return known

    def _followed(self, cue: Cue, end: int) -> bool:
        """Whether one of the words that a cue asks for stands just behind its list."""
        return self.cues.fulfilled_after(cue, self._words(end, end + _JUST_BEHIND))

    def _teach(self, end: int) -> bool:
        """Whether words of teaching stand just behind some people."""
        return self.cues.teaching.search(self._words(end, end + _JUST_BEHIND)) is not None

    def _words(self, start: int, end: int) -> str:
        """The words of a range of tokens, with single spaces."""
        return " ".join(token.text for token in self.tokens[max(0, start) : end])

    def _neighbours(self, found: FoundCue, end: int) -> bool:
        """Whether nothing forbidden stands in the few words beside a cue and its list."""
        before = self._words(found.token - 4, found.token)
        after = self._words(end, end + 6)
        if found.cue.people and self._counted(found.token):
            return False
        return (
            not self.cues.unreal.search(before)
            and self.cues.allowed_before(found.cue, before)
            and self.cues.allowed_after(found.cue, after)
        )

    def _counted(self, token: int) -> bool:
        """Whether a large number stands before: "some 40 experts from" are participants."""
        for before in reversed(self.tokens[max(0, token - 3) : token]):
            if before.text.isdigit():
                return int(before.text) >= _PARTICIPANTS
            if not before.text.isalpha():
                return False
        return False

    def _groups(self, token: int) -> frozenset[str]:
        """The lists of nouns that a word stands in, or, where it is longer, the pair it ends."""
        written = self.tokens[token].text
        word = written.casefold()
        pair = f"{self.tokens[token - 1].text.casefold()} {word}" if token else word
        groups = self.cues.groups.get(pair) or self.cues.groups.get(word, frozenset())
        return groups if written.islower() else groups - _COMMON

    def _noun_before(self, token: int, wanted: frozenset[str]) -> frozenset[str]:
        """The lists in which the nearest noun before a token stands that is in a wanted list."""
        near = (self._groups(i) & wanted for i in range(token - 1, -1, -1))
        return next(filter(None, near), frozenset())

    def _is_about(self, found: FoundCue, end: int) -> bool:
        """Whether the nearest noun before a cue is of the kind it asks for.

        Where the cue opens its sentence ("Published by A, the guide ...") the noun behind its list
        decides.
        """
        about = frozenset(found.cue.about)
        groups = self._noun_before(found.token, _OBJECTS | about)
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
            if earlier.found.cue.role in one.found.cue.inherits:
                return earlier.found.cue.role, earlier.found
        return one.found.cue.role, one.found

    def _is_background(self, found: FoundCue) -> bool:
        """Whether a sentence tells of another event: another year, or words such as "last year"."""
        if self.unit.part == "title" or not self._may_be_background():
            return False
        sentence = self._clause(found)
        if found.cue.role != "funder" and self.cues.background.search(sentence):
            return True
        if self.cues.elsewhere.search(sentence):
            return True
        near = self._words(found.token - _LASTING_REACH, found.token + _LASTING_REACH)
        if self.cues.lasting.search(near):
            return False
        years = {int(match) for match in _YEAR.findall(sentence)}
        return bool(self.year and years and all(one < self.year for one in years))

    def _may_be_background(self) -> bool:
        """Whether the sentence holds anything by which its clauses might tell of that."""
        if self._past is None:
            span = (self.text, self.begin, self.unit.end)
            self._past = bool(
                self.cues.background.search(*span)
                or self.cues.elsewhere.search(*span)
                or _YEAR.search(*span)
            )
        return self._past

    def _clause(self, found: FoundCue) -> str:
        """The part of the sentence between semicolons, without relative clauses beside the cue."""
        left = self.text.rfind(";", self.begin, found.start)
        right = self.text.find(";", found.end, self.unit.end)
        left = self.begin if left < 0 else left + 1
        right = self.unit.end if right < 0 else right
        before, behind = self.text[left : found.start], self.text[found.start : right]
        return _ASIDE.sub(",", before) + _LAST_ASIDE.sub("", _ASIDE.sub(",", behind))

    # ------------------------------------------------------------------ cues behind their actors

    def _subject(self, found: FoundCue, lists: Sequence[_List]) -> Sequence[Name]:
        """The names of the subject of an active verb with a fitting object."""
        if not self.text[found.start].islower():
            return ()
        claimed = [(one.found.token, one.end) for one in lists if one.found.token < found.token]
        names, start = self._nearest_subject(found, claimed)
        if not names:
            return self._shared_subject(found)
        if any(not self._may_act(n, found.cue) for n in names):
            return ()
        if found.cue.about and not (self._has_object(found) or self._is_relative(found.cue, start)):
            return ()
        if self.cues.unreal.search(self._words(start - 3, start)):
            return ()
        if not self._neighbours(found, found.token):
            return ()
        self.last_subject = names
        return names

    def _nearest_subject(
        self, found: FoundCue, claimed: Sequence[tuple[int, int]]
    ) -> tuple[list[Name], int]:
        """The nearest names before a verb that can be its subject, and where they begin."""
        verb = found.token
        relative = self._relative_subject(verb)
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
            if joined and not self._is_complement(start):
                passive = self.cues.passive & set(gap) and not self._is_progressive(found)
                return ([], start) if passive else (names, start)
            if not inserted:
                break
        return [], 0

    def _relative_subject(self, verb: int) -> tuple[list[Name], int] | None:
        """The body just before ", which" and a verb: "the Institute, which also funded it"."""
        link = self._before_auxiliaries(verb)
        if link < 1 or self.tokens[link].text not in {"which", "that"}:
            return None
        end = link - (self.tokens[link - 1].text == ",")
        for names, start, after in reversed(self._runs(end)):
            bodies = names[-1].kind in ("body", "short") and after == end
            return (names[-1:], start) if bodies else None
        return None

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
        return bool(self._noun_before(link, _OBJECTS) & set(cue.about))

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

    def _runs(
        self, stop: int, claimed: Sequence[tuple[int, int]] = ()
    ) -> list[tuple[list[Name], int, int]]:
        """All lists of names before a token and outside claimed ones, with their token numbers."""
        runs = []
        past = dict(claimed)
        tokens = self.tokens
        position = 0
        while position < stop:
            if position in past:
                position = past[position]
                continue
            if not self.reader.may_begin(tokens[position].text):
                position += 1
                continue
            names, after = self.reader.read_list(tokens, position, stop=stop)
            if names:
                runs.append((names, position, after))
            position = max(after, position + 1)
        return runs

    def _has_object(self, found: FoundCue) -> bool:
        """Whether a noun of the kind a verb asks for follows it before the clause ends."""
        begin = self._token_at(found.end)
        if begin < len(self.tokens) and self.tokens[begin].text in self.cues.pronouns:
            return True
        reach = _EXPERTS_REACH if found.cue.role == "expert_provider" else _OBJECT_REACH
        for token in range(begin, min(begin + reach, len(self.tokens))):
            if self.tokens[token].text in {";", ".", '"'}:
                return False
            if self._groups(token) & set(found.cue.about):
                return True
        return False

    # ------------------------------------------------------------------ other places

    def _nationalities(self, found: FoundCue) -> list[Name]:
        """The countries of "Norwegian experts", or the body of "the Institute's experts"."""
        names, first = self._adjectives_before(found.token)
        end = self._token_at(found.end)
        if not names:
            names, first = self._owner_before(found.token)
        if not names:
            names, first = self._body_before(found)
        if not names or not self._neighbours(found, end):
            return []
        by = first > 0 and "by" in self._words(first - 3, first).split()
        if found.cue.followed_by and not (by or self._followed(found.cue, end)):
            return []
        return names

    def _adjectives_before(self, token: int) -> tuple[list[Name], int]:
        """The countries of the nationalities that stand just before a token."""
        names: list[Name] = []
        position = token
        while position > 0:
            word = self.tokens[position - 1].text
            if self.actors.is_here(word):
                break
            key = word.casefold()
            country = self.reader.words.adjectives.get(key) if is_capital(word) else None
            if is_acronym(word):
                country = self.actors.as_country(word)
            if country:
                one = self.tokens[position - 1]
                names.append(Name(country, one.start, one.end, "country", country=country))
            elif word not in {"and", ","} or not names:
                break
            position -= 1
        return names[::-1], position

    def _body_before(self, found: FoundCue) -> tuple[list[Name], int]:
        """The body named just before a cue: "UNODC experts", where they teach or pay."""
        if found.token == 0 or not is_capital(self.tokens[found.token - 1].text):
            return [], found.token
        for names, start, end in reversed(self._runs(found.token)):
            if end != found.token or names[-1].kind != "body":
                break
            pays = self.tokens[start - 1].text.casefold() in {"with", "through"} if start else False
            teaches = self._teach(self._token_at(found.end))
            if pays if found.cue.role == "funder" else teaches:
                return names, start
            break
        return [], found.token

    def _owner_before(self, token: int) -> tuple[list[Name], int]:
        """The body whose possessive stands just before a token."""
        if token < 2 or self.tokens[token - 1].text not in {"'s", "'"}:
            return [], token
        for names, start, end in reversed(self._runs(token - 1)):
            if end == token - 1 and names[-1].kind in ("body", "short"):
                return names[-1:], start
            break
        return [], token

    def _speaker(self) -> list[Name]:
        """The body for which the speaker of a quotation speaks."""
        paragraph = self.document.paragraphs[self.unit.paragraph - 1]
        text = self.text
        narration = "".join(
            " " if self._in_speech(i) else text[i] for i in range(paragraph.start, paragraph.end)
        )
        for pattern in _envoy_patterns(self.reader.words.envoys):
            match = pattern.search(narration)
            sender = match and self.actors.as_country(match.group("sender"))
            if match and sender:
                start = paragraph.start + match.start()
                return [
                    embassy_of(
                        sender,
                        self.actors.as_country(match.group("host")),
                        start,
                        start + len(match.group().rstrip()),
                    )
                ]
        tokens = tokenize(narration)
        for position in range(len(tokens)):
            if position and tokens[position - 1].text in {"of", "from", "at", "the"}:
                name, _ = self.reader.read_name(tokens, position)
                if name is not None and name.kind in ("body", "short"):
                    shift = paragraph.start
                    return [replace(name, start=name.start + shift, end=name.end + shift)]
        return []

    def _attached(self, lists: Sequence[_List]) -> list[Draft]:
        """Roles inside an adjective: "OSCE-supported"; not before another actor's own name."""
        made = []
        for number, token in enumerate(self.tokens):
            if any(one.found.token < number < one.end for one in lists):
                continue
            if "-" not in token.text or not is_capital(token.text) or self._in_speech(token.start):
                continue
            stem, _, tail = token.text.rpartition("-")
            cue = self.cues.attached.get(tail.casefold())
            if cue is None:
                continue
            first = number
            while first and self._is_name_word(self.tokens[first - 1].text):
                first -= 1
            start = self.tokens[first].start
            inner = tokenize(self.text, start, token.start + len(stem))
            name, _ = self.reader.read_name(inner, 0)
            if name is not None and name.country and name.kind == "thing":
                name = _as_country(name)
            if name is None or not self._fits(name, cue):
                continue
            found = FoundCue(cue, token.start + len(stem) + 1, token.end, number)
            if not self._is_background(found):
                made.append(self._draft(name, cue.role, found))
        return made

    def _named_event(self) -> Iterator[Draft]:
        """An office that gives the event its name: "completed an OSCE training course"."""
        cue = self.cues.named
        if cue is None or self.unit.part == "title" or self.unit.quoted:
            return
        for number, token in enumerate(self.tokens[:-2]):
            if token.text not in {"a", "an", "the", "this"}:
                continue
            name, after = self.reader.read_name(self.tokens, number)
            if name is None or not self._is_office(name):
                continue
            for noun in range(after, min(after + _NAME_REACH, len(self.tokens))):
                word = self.tokens[noun].text
                if not word.islower() or word in self.reader.words.after_name or word[-2:] == "ed":
                    break
                if self._groups(noun) & set(cue.about):
                    found = FoundCue(cue, self.tokens[noun].start, self.tokens[noun].end, noun)
                    if not self._is_background(found):
                        yield self._draft(name, cue.role, found)
                    return

    def _is_office(self, name: Name) -> bool:
        """Whether a name is an umbrella's own, or that of one of its offices."""
        starts = {start for some in self.reader.words.umbrellas.values() for start in some}
        first = name.label.split()[0]
        return first in starts and (
            name.label in starts or name.head in self.reader.words.place_heads
        )

    def _is_name_word(self, word: str) -> bool:
        return is_capital(word) and word.casefold() not in self.reader.words.not_actors
