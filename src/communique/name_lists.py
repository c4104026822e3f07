"""Reading coordinated lists of names: "A, B and C", "Embassies of A and B".

Which "and" joins two actors and which stands inside one name is decided by the reader of single
names; here the names are put together, and the list ends at the next clause.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from communique.name_reader import NameReader
from communique.names import Name, Token, Tokens, is_acronym, is_capital

_CLAUSE_VERBS = frozenset(
    {"is", "are", "was", "were", "will", "has", "have", "had", "provided", "took"}
)


_PEOPLE_REACH = 7
_RELATIVE_REACH = 20
_BRACKET_REACH = 12
_TITLE_REACH = 9
_NAME_WORDS = 4
_RELATIVES = frozenset({"who", "which", "that", "whose", "where"})


class ListReader(NameReader):
    """Reads coordinated lists of names from the tokens of a sentence."""

    def read_list(
        self,
        tokens: Tokens,
        position: int,
        *,
        people: bool = False,
        joint: bool = False,
        stop: int | None = None,
    ) -> tuple[list[Name], int]:
        """The names of a coordinated list that begins at a token, and the token after it.

        Parameters
        ----------
        tokens : sequence of Token
            One sentence.
        position : int
            Where the list begins; an article may stand there.
        people : bool
            Whether "representatives of", "officers from" may stand before a name, and "together
            with" may carry the list on.
        joint : bool
            Whether "with the" may carry the list on ("organised by A with the B").
        stop : int, optional
            The token before which the list must end: a verb.
        """
        stop = len(tokens) if stop is None else stop
        names: list[Name] = []
        if [token.text for token in tokens[position : position + 2]] == ["not", "only"]:
            position += 2
        end = position
        while position < stop:
            found, after = self._read_item(tokens, position, people=people)
            if not found:
                after = self._skip_generic(tokens, position)
                if people and after == position:
                    after = self._past_person_alone(tokens, position)
                if after == position:
                    break
            elif after > stop or (
                after < stop
                and not people  # "experts from A, and B will teach"
                and len(names) + len(found) > 1
                and self._starts_clause(tokens, end, position, after)
            ):
                break
            names.extend(found)
            if found:
                end = self._past_origin(tokens, after)
                after = self._past_relative(tokens, end)
            position = self._separator(tokens, after, people=people)
            if position == after and joint and found and self._goes_on_with(tokens, after):
                position = after + 1
            if position == after:
                break
        return names, end

    @staticmethod
    def _past_relative(tokens: Sequence[Token], position: int) -> int:
        """Past ", which knows them," behind a name, where "and" and another name follow."""
        words = [token.text for token in tokens[position : position + _RELATIVE_REACH]]
        if words[:1] != [","] or len(words) < 2 or words[1] not in _RELATIVES:
            return position
        for at in range(2, len(words) - 2):
            if words[at] == ",":
                goes_on = words[at + 1] == "and" and (
                    words[at + 2] == "the" or is_capital(words[at + 2])
                )
                return position + at if goes_on else position
        return position

    def _past_origin(self, tokens: Sequence[Token], position: int) -> int:
        """Past "from Northtown", "in Northtown, Northland", where they are known, and "(UK)"."""
        if position < len(tokens) and tokens[position].text == "(":
            closing = range(position + 2, min(position + _BRACKET_REACH, len(tokens)))
            return next((i + 1 for i in closing if tokens[i].text == ")"), position)
        if position + 1 < len(tokens) and tokens[position].text in {"from", "in"}:
            country = self._country_at(tokens, position + 1)
            if country:
                return country[1]
            town = self._capitals(tokens, position + 1)
            beyond = town < len(tokens) and tokens[town].text == "," and town > position + 1
            country = self._country_at(tokens, town + 1) if beyond else None
            if country:
                return country[1]  # "in Northtown, Northland"
            if tokens[position + 1].text.casefold() in self.words.places:
                return position + 2
        return position

    def _read_item(self, tokens: Tokens, position: int, *, people: bool) -> tuple[list[Name], int]:
        if people:
            if self._past_person_alone(tokens, position) > position:
                return [], position
            position = self._skip_people(tokens, position)
        plural = self._read_plural(tokens, position)
        if plural is not None:
            return plural
        name, after = self.read_name(tokens, position)
        return ([name], after) if name else ([], position)

    def _skip_people(self, tokens: Sequence[Token], position: int) -> int:
        """Past "a representative of", "officers from"."""
        text = " ".join(token.text for token in tokens[position : position + 8])
        match = self.words.people_of.match(text + " ")
        if match:
            return position + len(match.group().split())
        person = self.past_person(tokens, position)
        if person is not None:
            return person
        for after in range(position, min(position + _PEOPLE_REACH, len(tokens) - 1)):
            word = tokens[after].text
            if after > position and word in {"of", "from", "at"}:
                inside = [token.text for token in tokens[position:after]]
                people = inside[0] in {"a", "an"} or any(word.endswith("s") for word in inside)
                none = not self.words.no_people.isdisjoint(inside)
                return after + 1 if people and not none else position
            if not word.replace("-", "").isalpha() or not word.islower() or word in _RELATIVES:
                break
        return position

    def past_person(self, tokens: Sequence[Token], position: int) -> int | None:
        """Past "Ms. Jane Doe, Judge of" in front of her body; ``None`` where no person stands."""
        comma = self._name_of_person(tokens, position)
        if comma is None:
            return None
        if tokens[comma].text in {"of", "from"}:
            return comma + 1
        for after in range(comma + 2, min(comma + _TITLE_REACH, len(tokens) - 1)):
            word = tokens[after].text
            if word in {"of", "from", "at", "with"}:
                title = [token.text for token in tokens[comma + 1 : after]]
                return after + 1 if any(map(self._is_of_person, title)) else None
            if not word.replace("-", "").isalpha() or word in _RELATIVES:
                return None
        return None

    def _past_person_alone(self, tokens: Sequence[Token], position: int) -> int:
        """Past "Jane Doe, Consultant on Health Checks", who is of no body, up to the next comma."""
        comma = self._name_of_person(tokens, position)
        if comma is None or self.past_person(tokens, position) is not None:
            return position
        if not any(self._is_of_person(token.text) for token in tokens[comma + 1 : comma + 3]):
            return position
        following = range(comma + 1, min(comma + _TITLE_REACH, len(tokens)))
        return next((i for i in following if tokens[i].text == ","), position)

    def _name_of_person(self, tokens: Sequence[Token], position: int) -> int | None:
        """The token behind a person's name of two words or more: a comma, or "from" a body."""
        at = position
        while at < len(tokens) and tokens[at].text in self.words.honorifics:
            at += 1 + (at + 1 < len(tokens) and tokens[at + 1].text == ".")
        end = self._capitals(tokens, at)
        known = self._whole_at(tokens, at) is not None or any(
            self._is_own_body(token.text) for token in tokens[at:end]
        )
        ends = end < len(tokens) and tokens[end].text in {",", "from", "of"}
        return end if ends and not known and 2 <= end - at <= _NAME_WORDS else None

    def past_separator(self, tokens: Sequence[Token], position: int) -> int:
        """Past the sign or words that carry a list of people on; the same token where none."""
        return self._separator(tokens, position, people=True)

    def _separator(self, tokens: Sequence[Token], position: int, *, people: bool) -> int:
        """Past ", ", "and", "as well as"; the same position where none stands."""
        words = [token.text for token in tokens[position : position + 5]]
        if not words:
            return position
        step = 1 if words[0] in {",", ";"} else 0
        rest = words[step:]
        if rest[:1] in (["and"], ["or"], ["&"]):
            step += 1
            if rest[1:2] == ["by"] or rest[1:2] == ["with"] or self._from_a_name(rest[1:]):
                step += 1
        elif step and rest[:1] == ["by"]:
            step += 1  # "organised by A, by B and by C"
        elif rest[:2] == ["but", "also"]:
            step += 3 if rest[2:3] == ["by"] else 2
        elif rest[:3] == ["as", "well", "as"]:
            step += 3 + (rest[3:4] in (["by"], ["with"]))
        elif rest[:2] == ["along", "with"] or (people and rest[:2] == ["together", "with"]):
            step += 2
        if step and words[step : step + 1] == [","]:
            step = self._past_aside(tokens, position, step)
        if people and step and tokens[position + step : position + step + 1]:
            step += tokens[position + step].text == "from"
        return position + step

    @staticmethod
    def _past_aside(tokens: Sequence[Token], position: int, step: int) -> int:
        """Past ", for the first time," behind an "and"."""
        for after in range(position + step + 1, min(position + step + 8, len(tokens))):
            word = tokens[after].text
            if word == ",":
                by = after + 1 < len(tokens) and tokens[after + 1].text in {"by", "with", "from"}
                return after + 1 - position + by
            if not word.islower():
                break
        return step

    @staticmethod
    def _from_a_name(words: Sequence[str]) -> bool:
        """Whether "from the", "of the", or one of them and a capitalised word stand first."""
        return words[:1] in (["from"], ["of"]) and (
            words[1:2] == ["the"] or is_capital("".join(words[1:2]))
        )

    @staticmethod
    def _goes_on_with(tokens: Sequence[Token], position: int) -> bool:
        """Whether "with the" and a capitalised word follow."""
        words = [token.text for token in tokens[position : position + 3]]
        return words[:2] == ["with", "the"] and is_capital(words[-1])

    def _skip_generic(self, tokens: Sequence[Token], position: int) -> int:
        """Past a group without a name ("local authorities") if a list goes on after it."""
        for offset in range(1, 7):
            if position + offset >= len(tokens):
                return position
            word = tokens[position + offset - 1].text
            small = word in self.words.after_name and word not in self.words.articles
            if small or not word.replace("-", "").isalpha() or is_capital(word):
                return position
            after = self._separator(tokens, position + offset, people=False)
            if offset > 1 and after > position + offset:
                after += [token.text for token in tokens[after : after + 1]] == ["from"]
                follows = tokens[after].text if after < len(tokens) else ""
                return position + offset if follows == "the" or is_capital(follows) else position
        return position

    @staticmethod
    def _starts_clause(tokens: Sequence[Token], end: int, position: int, after: int) -> bool:
        """Whether ", and NAME verb" or "; NAME verb" opens a clause instead of ending a list."""
        between = [token.text for token in tokens[end:position]]
        if between[:1] not in ([","], [";"]) or after >= len(tokens):
            return False
        verb = tokens[after].text
        parted = "and" in between or between[0] == ";"
        return verb in _CLAUSE_VERBS or (parted and bool(re.match(r"[a-z]+ed$", verb)))

    def _read_plural(self, tokens: Tokens, position: int) -> tuple[list[Name], int] | None:
        """Names that share a plural head, before it or after it; ``None`` where there is none."""
        start = position + (position < len(tokens) and tokens[position].text.lower() == "the")
        scan = start
        while scan < len(tokens) and scan - start < 9:
            word = tokens[scan].text
            if word in self.words.plural_heads:
                before = self._plural_before(tokens, start, scan)
                if before:
                    return before, self._plural_end(tokens, scan)
                return self._plural_after(tokens, start, scan)
            if not (is_capital(word) or word in {",", "and", "'s"}):
                return None
            scan += 1
        return None

    def _plural_end(self, tokens: Sequence[Token], head: int) -> int:
        """Past "in Country" after "the A and B Embassies"."""
        if head + 2 < len(tokens) and tokens[head + 1].text == "in":
            after = self._country_at(tokens, head + 2)
            if after:
                return after[1]
        return head + 1

    def _plural_before(self, tokens: Sequence[Token], start: int, head: int) -> list[Name]:
        """Of "Norwegian and Swiss governments", "Interior and Justice Ministries"."""
        singular = self.words.plural_heads[tokens[head].text]
        parts: list[tuple[int, int]] = []
        first = start
        for i in range(start, head + 1):
            if i == head or tokens[i].text in {",", "and"}:
                if i > first:
                    parts.append((first, i))
                first = i + 1
        if len(parts) < 2:
            return []
        names = []
        for left, right in parts:
            words = " ".join(token.text for token in tokens[left:right])
            if any(token.text in self.words.heads for token in tokens[left:right]):
                return []
            country = self.words.adjectives.get(words.casefold()) or self.words.countries.get(
                words.casefold()
            )
            names.append(
                Name(
                    f"{words} {singular}",
                    tokens[left].start,
                    tokens[right - 1].end,
                    "body",
                    head=singular,
                    country=country,
                )
            )
        return names

    def _plural_after(self, tokens: Tokens, start: int, head: int) -> tuple[list[Name], int] | None:
        """Of "Embassies of A and B", "OSCE Offices in A and in B"."""
        if head + 1 >= len(tokens) or tokens[head + 1].text not in {"of", "in", "to", "for"}:
            return None
        link = tokens[head + 1].text
        lead = "".join(token.text + " " for token in tokens[start:head])
        singular = f"{lead}{self.words.plural_heads[tokens[head].text]}"
        names: list[Name] = []
        position = head + 2
        while position < len(tokens):
            if tokens[position].text == link:
                position += 1
            name_start = (
                position + (tokens[position].text == "the") if position < len(tokens) else position
            )
            country = self._country_at(tokens, name_start)
            after = country[1] if country else self._capitals(tokens, name_start)
            if after == name_start:
                break
            words = " ".join(token.text for token in tokens[name_start:after])
            if any(
                token.text in self.words.heads or (is_acronym(token.text) and not country)
                for token in tokens[name_start:after]
            ):
                break
            article = "the " if name_start > position else ""
            names.append(
                Name(
                    f"{singular} {link} {article}{words}",
                    tokens[head if not names else name_start].start,
                    tokens[after - 1].end,
                    "body",
                    head=singular.split()[-1],
                    country=country[0] if country else None,
                )
            )
            position = self._separator(tokens, after, people=False)
            end = after
            if position == after:
                break
        if len(names) < 2:
            return None
        return self._with_owner(tokens, names, end) if link == "in" else (names, end)

    def _with_owner(self, tokens: Tokens, names: list[Name], end: int) -> tuple[list[Name], int]:
        """Names that share a plural head, with the body that follows: "Offices in A and B of C"."""
        if [token.text for token in tokens[end : end + 1]] != ["of"]:
            return names, end
        owner, after = self.read_name(tokens, end + 1)
        if owner is None or owner.kind != "body":
            return names, end
        the = "the " if owner.article else ""
        return [replace(name, label=f"{name.label} of {the}{owner.label}") for name in names], after
