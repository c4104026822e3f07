"""Names that stand beside a cue otherwise than as its list or subject.

Nationalities ("Norwegian experts"), owners ("the Institute's trainers"), the body of a speaker,
adjectives ("OSCE-supported"), and offices whose name an event bears ("an OSCE training course").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from communique.actors import embassy_of
from communique.cues import TRADE_WORDS, Cue, FoundCue
from communique.files import one_of
from communique.names import Name, Token, is_acronym, is_capital, tokenize
from communique.role_context import Draft
from communique.role_subjects import Claim, SubjectReader

_NAME_REACH = 4
_ORDINAL = re.compile(r"(?:First|Second|Third|[A-Z][a-z]+th|\d+(?:st|nd|rd|th))$")
_ADJECTIVES = 3  # "a four-day regional OSCE course"


def as_country(name: Name) -> Name:
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


class NeighbourReader(SubjectReader):
    """Finds the names that stand beside a cue."""

    def _nationalities(self, found: FoundCue) -> list[Name]:
        """The countries of "Norwegian experts", or the body of "the Institute's experts"."""
        trade = self._before_trade(found.token)
        names, first = self._adjectives_before(trade)
        end = self._token_at(found.end)
        if end < len(self.tokens) and "event" in self._groups(end):
            return []  # "the instructor programme"
        if not names:
            names, first = self._owner_before(found.token)
        if not names:
            names, first = self._body_before(found)
        if not names or not self._neighbours(found, end):
            return []
        by = first > 0 and "by" in self._words(first - 3, first).split()
        if found.cue.followed_by and not (by or self._followed(found.cue, end)):
            return []
        if trade == found.token or by:
            return names
        return names if self._teach(end) and self._words(end + 1, end + 2) != "by" else []

    def _before_trade(self, token: int) -> int:
        """Before the words of a trade: in "Swedish traffic police officers", behind "Swedish"."""
        for before in range(token, max(0, token - TRADE_WORDS) - 1, -1):
            word = self.tokens[before - 1].text if before else ""
            if is_capital(word):
                return before
            if not word.replace("-", "").isalpha() or word in self.reader.words.after_name:
                break
            if word.endswith(("ed", "ing", "ly")):
                break
        return token

    def _adjectives_before(self, token: int) -> tuple[list[Name], int]:
        """The countries of the nationalities that stand just before a token."""
        names: list[Name] = []
        position = token
        foreign = False
        while position > 0:
            word = self.tokens[position - 1].text
            key = word.casefold()
            country = self.reader.words.adjectives.get(key) if is_capital(word) else None
            if is_acronym(word):
                country = self.actors.as_country(word)
            if country:
                foreign = foreign or not self.actors.is_here(word)
                one = self.tokens[position - 1]
                names.append(Name(country, one.start, one.end, "country", country=country))
            elif word not in {"and", ","} or not names:
                break
            position -= 1
        return (names[::-1], position) if foreign else ([], token)

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
                return self._last_joined(names), start
            break
        return [], found.token

    def _last_joined(self, names: list[Name]) -> list[Name]:
        """The names at the end of a list that stand together: "UNODC and OSCE experts"."""
        first = len(names) - 1
        while first and self._between(names[first - 1], names[first]) in {"and", ",", "/"}:
            first -= 1
        return names[first:]

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
                name, after = self.reader.read_name(tokens, position)
                titled = [token.text for token in tokens[after : after + 1]] in (["at"], ["of"])
                if name is not None and name.kind in ("body", "short") and not titled:
                    shift = paragraph.start
                    return [replace(name, start=name.start + shift, end=name.end + shift)]
        return []

    def _attached(self, lists: Sequence[Claim]) -> list[Draft]:
        """Roles inside an adjective: "OSCE-supported"; not before another actor's own name."""
        made = []
        for number, token in enumerate(self.tokens):
            if "-" not in token.text or self._in_speech(token.start):
                continue
            tail = self._tail_of_adjective(number)
            cue = self.cues.attached.get(tail.text.casefold())
            if cue is None:
                continue
            within = any(one.found.token < number < one.end for one in lists)
            if within and tail.text.casefold() not in self.cues.implementing:
                continue
            name = self._bearer(number)
            if name is not None and name.country and name.kind == "thing":
                name = as_country(name)
            if name is None or not self._fits(name, cue):
                continue
            found = FoundCue(cue, tail.start, tail.end, number)
            if not self._is_background(found):
                made.append(self._draft(name, cue.role, found))
        return made

    def _tail_of_adjective(self, number: int) -> Token:
        """What stands behind the hyphen of a token: "funded", also of "(NU)-funded"."""
        token = self.tokens[number]
        if token.text == "-" and self._words(number - 1, number) == ")":
            return self.tokens[min(number + 1, len(self.tokens) - 1)]
        tail = token.text.rpartition("-")[2]
        return Token(tail, token.end - len(tail), token.end)

    def _bearer(self, number: int) -> Name | None:
        """The name before the hyphen of an adjective, with the capitals that go before it."""
        token = self.tokens[number]
        if token.text == "-":
            runs = (names[-1] for names, _, end in self._runs(number) if end == number)
            return next(runs, None)
        stem = token.text.rpartition("-")[0]
        if not is_capital(stem):
            return None
        first = number
        while not is_acronym(stem) and first and self._is_name_word(self.tokens[first - 1].text):
            first -= 1
        inner = tokenize(self.text, self.tokens[first].start, token.start + len(stem))
        return self.reader.read_name(inner, 0)[0]

    def _named_event(self) -> Iterator[Draft]:
        """An office that gives the event its name: "completed an OSCE training course"."""
        cue = self.cues.named
        if cue is None or self.unit.part == "title" or self.unit.quoted or not self._names_office:
            return
        for number, token in enumerate(self.tokens[:-2]):
            if token.text.casefold() not in {"a", "an", "the", "this"}:
                continue
            name, after = self.reader.read_name(self.tokens, self._past_adjectives(number + 1))
            if name is None:
                continue
            if not self._is_office(name):
                if self._bears_office(name, after - 1, cue):
                    found = FoundCue(cue, self.tokens[after - 1].start, name.end, after - 1)
                    yield self._draft(self._first_of(name), cue.role, found)
                    return
                continue
            for noun in range(after, min(after + _NAME_REACH, len(self.tokens))):
                word = self.tokens[noun].text
                participle = word.endswith("ed") and "-" not in word
                if not word.islower() or word in self.reader.words.after_name or participle:
                    break
                if self._groups(noun) & set(cue.about):
                    found = FoundCue(cue, self.tokens[noun].start, self.tokens[noun].end, noun)
                    if not self._is_background(found):
                        yield self._draft(name, cue.role, found)
                    return

    def _past_adjectives(self, token: int) -> int:
        """Past the few small words that may stand before the name of an office."""
        small = self.reader.words.after_name
        for after in range(token, min(token + _ADJECTIVES, len(self.tokens))):
            word = self.tokens[after].text
            if not (word.islower() or _ORDINAL.match(word)) or word in small:
                return after
        return token

    def _bears_office(self, name: Name, last: int, cue: Cue) -> bool:
        """Whether a name is an event's, and begins with an office: "the Third OSCE Youth Forum"."""
        return (
            name.label.split()[0] in self.reader.words.office_starts
            and bool(self._groups(last) & set(cue.about))
            and not self.actors.is_named(name)
            and not self.unit.quoted
            and not self._is_background(FoundCue(cue, name.start, name.end, last))
        )

    @staticmethod
    def _first_of(name: Name) -> Name:
        """The office with whose name an event's begins."""
        first = name.label.split()[0]
        return replace(name, label=first, end=name.start + len(first), head=first, kind="body")

    def _is_office(self, name: Name) -> bool:
        """Whether a name is an umbrella's own, or that of one of its offices."""
        starts = self.reader.words.office_starts
        first = name.label.split()[0]
        return first in starts and (
            name.label in starts or name.head in self.reader.words.place_heads
        )
