"""Reading one name: where it begins and ends, and which "and" stays inside it.

A name goes from left to right as written, with its inner "of", "for", "and", commas, slashes and
brackets. Nothing is resolved here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from communique.name_kinds import INNER, NameKinds, label_of
from communique.names import Name, Token, Tokens, is_acronym, is_capital

_BRACKETED = re.compile(r"(?=(?:[^A-Z]*[A-Z]){2})[A-Z][A-Za-z0-9&./-]{1,24}$")
_PARTICIPLE = re.compile(r"\w-(?:[a-z]+ed|run|led)$")
_ADJECTIVAL = ("al", "ic", "ive", "ary")  # "Judicial and Prosecutorial Training Centre"
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)$")
_HEAD_REACH = 3  # "mayor's office of"
_PART_ADJECTIVES = 2  # "the Ministry's legal affairs department"
_LONGEST_NICKNAME = 7  # "(Sida)", "(Eurojust)" is no acronym by its letters
_LONGEST_QUOTED = 8  # tokens
_QUOTES = frozenset({'"', "'"})


@dataclass(slots=True)
class _Reach:
    """How far a name has been read, and in what part of it the reading stands."""

    tokens: Sequence[Token]
    start: int
    at: int
    topic: bool
    """Whether the part is a subject of work: "and" may go on in it."""
    field: bool = False
    """Whether the subject stands after "for": "for Border Security, Customs"."""
    place_taken: bool = False
    acronym: str | None = None


class NameReader(NameKinds):
    """Reads single names from the tokens of a sentence."""

    def read_name(self, tokens: Tokens, position: int) -> tuple[Name | None, int]:
        """The name that begins at a token (an article before it is passed), and the token after.

        ``None`` where no name begins there. Nothing is resolved here: the name is as written.
        """
        known = tokens.names.get(position)
        if known is None:
            known = tokens.names[position] = self._read_name(tokens, position)
        return known

    def _read_name(self, tokens: Tokens, position: int) -> tuple[Name | None, int]:
        start = position
        article = False
        while start < len(tokens) and tokens[start].text.lower() in self.words.openings:
            word = tokens[start].text
            if is_capital(word) and word.lower() not in self.words.articles:
                break
            article = article or word.lower() == "the"
            start += 1
        if start + 1 < len(tokens) and tokens[start].text in {"partner", "partners", "country"}:
            start += 1
            while start < len(tokens) and tokens[start].text in {",", "'s", "the"}:
                start += 1
        start = self._skip_lead(tokens, self._skip_adjectives(tokens, start))
        if start >= len(tokens) or not (
            is_capital(tokens[start].text)
            or tokens[start].text in _QUOTES
            or self._small_head_at(tokens, start)
            or self._past_odd_beginning(tokens, start) > start
        ):
            return None, position
        quoted = tokens[start].text in _QUOTES
        said = self._lead_before(tokens, start) or (
            quoted
            and (
                self._past_quoted_head(tokens, start) is not None
                or self._follows_quoted(tokens, start)
            )
        )
        if quoted and not said:
            return None, position
        end, acronym = self._extent(tokens, start)
        name = self.classify(tokens, start, end, acronym, article)
        if name is not None and name.kind == "unknown" and said:
            name = replace(name, kind="body")
        return name, end

    def _skip_adjectives(self, tokens: Sequence[Token], position: int) -> int:
        """Past "EU-funded, UNDP-implemented" in front of a name."""
        while position < len(tokens) and _PARTICIPLE.search(tokens[position].text):
            position += 1
            if position < len(tokens) and tokens[position].text == ",":
                position += 1
        return position

    def _skip_lead(self, tokens: Sequence[Token], position: int) -> int:
        """Past "non-governmental organization" in front of a name."""
        for scan in range(position, min(position + 5, len(tokens))):
            word = tokens[scan].text
            if word.casefold() in self.words.adjectives:
                continue
            if word in self.words.after_name:
                break
            if is_capital(word) and word not in self.words.leads:
                if scan > position or not self._small_lead_at(tokens, scan + 1):
                    break
                continue  # "the Ashkali association Dawn"
            for after in self._ends_of(self.words.leads, tokens, scan):
                if [t.text for t in tokens[after : after + 3 : 2]] == ["(", ")"]:
                    after += 3  # "non-governmental organization (NGO) Sunrise"
                if after < len(tokens):
                    follows = tokens[after].text
                    if is_capital(follows) or follows in _QUOTES:
                        return after
            if not word.isalpha() and "-" not in word:
                break
        return position

    def _small_lead_at(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a lead in small letters begins at a token."""
        word = tokens[position].text if position < len(tokens) else ""
        return word.islower() and word in self.words.leads and word not in self.words.after_name

    def _lead_before(self, tokens: Sequence[Token], position: int) -> bool:
        return position > 0 and tokens[position - 1].text in self.words.lead_ends

    def may_begin(self, word: str) -> bool:
        """Whether a name, with its article or lead, may begin with a word."""
        return is_capital(word) or word in {"the", '"'} or word in self.words.leads

    def _small_head_at(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether "office of the Ombudsman", "mayor's office of Northtown" begins at a token."""
        return self._past_small_head(tokens, position) > position

    def _past_small_head(self, tokens: Sequence[Token], start: int) -> int:
        """Past "law faculty" in "law faculty of A University"; ``start`` where none stands.

        A subject in small letters goes with it: "department of statistics of the A Ministry".
        """
        for head in range(start, min(start + _HEAD_REACH, len(tokens) - 2)):
            word = tokens[head].text
            if word != "'s" and (not word.islower() or word in self.words.after_name):
                return start
            if self._is_small_head(word):
                return self._past_small_subject(tokens, head + 1) or start
        return start

    def _past_odd_beginning(self, tokens: Sequence[Token], start: int) -> int:
        """Past "21st" or "van der" in front of a capital that is no month; else ``start``."""
        at = start
        while at < len(tokens) and tokens[at].text in self.words.particles:
            at += 1
        if at == start and _ORDINAL.match(tokens[start].text):
            at += 1
            if [token.text for token in tokens[at : at + 1]] == ["of"]:
                at += 1
                return at if self._names_at(tokens, at + 1) else start  # "8th of March Union"
        return at if at > start and self._names_at(tokens, at) else start

    def _names_at(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a capitalised word stands at a token that is no month and no place."""
        word = tokens[at].text if at < len(tokens) else ""
        key = word.casefold()
        return (
            is_capital(word) and key not in self.words.not_actors and key not in self.words.places
        )

    def _past_small_subject(self, tokens: Sequence[Token], link: int) -> int | None:
        """The "of" before the capitals that end a name with a small head; ``None`` without any."""
        small = self.words.after_name
        for _ in range(2):
            if link >= len(tokens) or tokens[link].text != "of":
                return None
            if self._next_capital(tokens, link + 1) is not None:
                return link
            link += 1
            while (
                link < len(tokens)
                and tokens[link].text.islower()
                and tokens[link].text not in small
            ):
                link += 1
        return None

    def _extent(self, tokens: Sequence[Token], start: int) -> tuple[int, str | None]:
        """Where a name ends, and its bracketed acronym."""
        first = self._whole_at(tokens, start) or max(
            self._past_small_head(tokens, start), self._past_odd_beginning(tokens, start)
        )
        topic = self._ends_in_topic(tokens, start, first)
        if tokens[start].text in _QUOTES:
            quoted = self._past_quoted_head(tokens, start) or self._quoted_end(tokens, start)
            first = quoted or start + 1
        reach = _Reach(tokens, start, first, topic)
        while reach.at < len(tokens):
            after = self._step(reach)
            if after is None:
                break
            reach.at = after
        return reach.at, reach.acronym

    def _step(self, reach: _Reach) -> int | None:
        """The token after the next word of a name; ``None`` where the name ends before it."""
        tokens, at = reach.tokens, reach.at
        word = tokens[at].text
        if is_capital(word):
            return self._past_capital(reach)
        if word in {"'s", "'"}:
            return self._past_apostrophe(reach)
        if word == "(":
            return self._past_bracket(reach)
        if word in {"/", "–"} and self._is_glued(tokens, at):
            return at + 1
        if word in {"-", "–"} and self._spells_out(tokens, reach.start, at):
            reach.acronym = tokens[reach.start].text
            return at + 1
        bridge = self._bridge(tokens, at)
        if bridge is not None:
            return bridge
        follow = self._next_capital(tokens, at + 1)
        if word == "of" and follow is not None:
            return self._past_of(reach, follow)
        if word in INNER and follow is not None:
            return self._past_inner(reach, follow)
        if word == "and" and self._shares_head(tokens, self._owned(tokens, reach.start, at), at):
            return at + 1
        if word in {"and", ","} and reach.topic and not reach.place_taken:
            if word == "and":
                return self._joined(tokens, at + 1, reach.field)
            return self._comma_joined(tokens, at, reach.field)
        if word == '"' and tokens[at - 1].text in self.words.heads:
            return self._quoted_end(tokens, at)
        return self._tail_at(tokens, at) if self._takes_tail(tokens, reach.start, at) else None

    def _past_capital(self, reach: _Reach) -> int | None:
        word = reach.tokens[reach.at].text
        behind = reach.at > reach.start and reach.tokens[reach.at - 1].text == ")"
        if behind and word not in self.words.place_heads:
            return None  # "(HCNM) Knut Vollebaek": a person follows the body
        whole = self._whole_at(reach.tokens, reach.at)
        if whole and self._ends_in_topic(reach.tokens, reach.at, whole):
            reach.topic = True
        return whole or reach.at + 1

    def _past_apostrophe(self, reach: _Reach) -> int | None:
        """Past a possessive, or past a name in single quotation marks."""
        tokens, at = reach.tokens, reach.at
        if tokens[at].text == "'" and tokens[at - 1].end < tokens[at].start:
            return self._quoted_end(tokens, at)
        if at + 1 < len(tokens) and is_capital(tokens[at + 1].text):
            reach.topic = False
            return at + 1
        return self._small_part(tokens, at + 1)

    def _small_part(self, tokens: Sequence[Token], position: int) -> int | None:
        """Past a part in small letters: "training centre", "anti-trafficking department"."""
        for at in range(position, min(position + _PART_ADJECTIVES + 1, len(tokens))):
            end = self._tail_at(tokens, at)
            if end is not None:
                return end
            word = tokens[at].text
            if not (word.islower() and word.replace("-", "").isalpha()):
                break
            if word in self.words.after_name:
                break
        return None

    def _past_bracket(self, reach: _Reach) -> int | None:
        bracket = self._bracket(reach.tokens, reach.at)
        if bracket is None:
            return None
        after, defined = bracket
        reach.acronym = reach.acronym or defined
        reach.topic = False
        return after

    def _past_of(self, reach: _Reach, follow: int) -> int | None:
        before = reach.tokens[reach.at - 1].text
        if self._is_person(reach.tokens, follow) and before not in self.words.person_heads:
            return None
        national = reach.tokens[follow].text.casefold() in self.words.adjectives
        reach.topic = not national and self._country_at(reach.tokens, follow) is None
        reach.field = False
        return self._whole_at(reach.tokens, follow) or follow

    def _past_inner(self, reach: _Reach, follow: int) -> int | None:
        taken = self._inner(reach.tokens, reach.start, reach.at, follow, reach.place_taken)
        if taken is None:
            return None
        reach.field = reach.tokens[reach.at].text in {"for", "on"}
        reach.topic, reach.place_taken, after = taken
        return after

    def _spells_out(self, tokens: Sequence[Token], start: int, dash: int) -> bool:
        """Whether the name of a body stands behind an acronym and a dash: "NC - North Centre"."""
        end = self._capitals(tokens, dash + 1)
        return (
            dash == start + 1
            and is_acronym(tokens[start].text)
            and any(token.text in self.words.heads for token in tokens[dash + 1 : end])
        )

    @staticmethod
    def _is_glued(tokens: Sequence[Token], at: int) -> bool:
        """Whether a sign stands without space between a word and a capital: "A/B"."""
        return (
            at + 1 < len(tokens)
            and is_capital(tokens[at + 1].text)
            and tokens[at].start == tokens[at - 1].end
        )

    def _bridge(self, tokens: Sequence[Token], i: int) -> int | None:
        """Past a sign or small word that stands only inside names: "&", "J. P.", "pour la"."""
        word = tokens[i].text
        after = i + 1
        if word == ".":
            before = tokens[i - 1].text
            initial = len(before) == 1 and before.isupper()
            if not initial and before != "No" and before not in self.words.honorifics:
                return None
        elif word in self.words.particles:
            while after < len(tokens) and tokens[after].text in self.words.particles:
                after += 1
        elif word.isdigit():
            if tokens[i - 1].text in self.words.numbered_heads:
                return after
            if after < len(tokens) and tokens[after].text.casefold() in self.words.not_actors:
                return None  # the day of a month
        elif word != "&":
            return None
        if after >= len(tokens):
            return None
        follows = tokens[after].text
        if is_capital(follows):
            return after
        return after + 1 if word == "." and follows.isdigit() else None

    def _ends_in_topic(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Whether a whole name ends in a topic ("Ministry of Education"), not in a country."""
        links = [i for i in range(start, end) if tokens[i].text in {"of", "for", "on"}]
        return bool(links) and self._country_at(tokens, self._past_the(tokens, links[-1])) is None

    @staticmethod
    def _past_the(tokens: Sequence[Token], link: int) -> int:
        return link + 1 + (link + 1 < len(tokens) and tokens[link + 1].text == "the")

    def _whole_at(self, tokens: Sequence[Token], position: int) -> int | None:
        """Past a country, or a name of the authority file, that is read as a whole."""
        country = self._country_at(tokens, position)
        if country:
            return country[1]
        branch = self.words.wholes
        longest = None
        for i in range(position, len(tokens)):
            following = branch.get(tokens[i].text.casefold())
            if following is None:
                break
            branch = following
            if "" in branch:
                longest = i + 1
        return longest

    def _bracket(self, tokens: Sequence[Token], position: int) -> tuple[int, str] | None:
        """Past "(ODIHR)", "(the Mission)", "(OSCE Mission to BiH)", and what stands in it."""
        begin = position + 1
        while begin < len(tokens) and tokens[begin].text in {"the", "hereinafter", "or"}:
            begin += 1
        for close in range(begin + 1, min(begin + 6, len(tokens))):
            if tokens[close].text != ")":
                continue
            inside = tokens[begin:close]
            fits = all(
                is_capital(t.text) or t.text in {"/", "-", "to", "in", "of", "the", "and"}
                for t in inside
            )
            label = label_of(inside, None)
            short = (
                _BRACKETED.match(label.replace(" ", ""))
                or label in self.words.short_heads
                or (len(inside) == 1 and len(label) <= _LONGEST_NICKNAME)
            )
            if fits and short and self._country_at(tokens, begin) is None:
                return close + 1, label
        return None

    def _follows_quoted(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a quoted name with its lead stands before: 'the NGOs "Dawn" and "Bridge"'."""
        before = position - 1
        while before > 0 and tokens[before].text in {",", "and"}:
            before -= 1
        if before == position - 1 or before < 0 or tokens[before].text != tokens[position].text:
            return False
        openings = range(before - 2, max(before - _LONGEST_QUOTED, -1), -1)
        opening = next((i for i in openings if tokens[i].text == tokens[position].text), None)
        return opening is not None and (
            self._lead_before(tokens, opening) or self._follows_quoted(tokens, opening)
        )

    def _past_quoted_head(self, tokens: Sequence[Token], position: int) -> int | None:
        """Past a quoted name with its head: '"Sunrise" Association', '"Dawn" youth movement'."""
        end = self._quoted_end(tokens, position)
        if end is None or end >= len(tokens):
            return None
        if tokens[end].text in self.words.heads:
            return end + 1
        leads = self._ends_of(self.words.leads, tokens, end)
        bodies = (i for i in leads if tokens[i - 1].text.capitalize() not in self.words.inner_heads)
        return next(bodies, None)

    def _quoted_end(self, tokens: Sequence[Token], position: int) -> int | None:
        for i in range(position + 2, min(position + _LONGEST_QUOTED, len(tokens))):
            if tokens[i].text == tokens[position].text:
                return i + 1
        return None

    def _inner(
        self, tokens: Sequence[Token], start: int, i: int, follow: int, place_taken: bool
    ) -> tuple[bool, bool, int] | None:
        """Whether "in", "to", "for", "on" carries the name on: (topic, place taken, next token)."""
        word = tokens[i].text
        before = {token.text for token in tokens[start:i]}
        segment = self._segment(tokens, start, i)
        if segment > start and self._country_at(tokens, segment):
            segment = start  # "Embassy of Canada in": the head is the embassy
        head = self._main_head(tokens, segment, i)
        country = self._country_at(tokens, follow)
        after = country[1] if country else follow
        if tokens[follow].text.casefold() in self.words.not_actors:
            return None  # "the Mission in November"
        named = (
            self._lead_before(tokens, start)
            or any(self._is_head(word) for word in before)
            or is_acronym(tokens[start].text)
            or (i - start == 1 and tokens[start].text in self.words.in_heads)
        )
        if not named:
            return None
        of_network = tokens[i - 1].text == ")" or (
            is_acronym(tokens[i - 1].text) and (i - 1 == start or tokens[i - 2].text == "of")
        )
        if word == "in" and of_network and country:
            return False, True, after
        if word == "for" and country:
            return False, True, self._past_countries(tokens, after)
        whole = of_network or tokens[start].text.islower()
        heads = (head, self._main_head(tokens, start, i) if whole else None)
        placed = {one.rpartition("-")[2] for one in heads if one} & self.words.place_heads
        if word == "in" and tokens[i - 1].text == ")" and self._is_dated(tokens, follow):
            return None  # "the Institute (NIT) in Northtown on 5 May"
        if word == "in" and placed:
            return None if place_taken else (False, True, after)
        if word == "to" and before & self.words.target_heads:
            return False, True, self._past_countries(tokens, after) if country else after
        if word in {"in", "to"} and not self._is_topic(tokens, follow):
            return None
        if word == "to" and follow > i + 1:
            return None  # "donated by the Ministry to the Service"
        if word == "in" and tokens[i - 1].text not in self.words.in_heads:
            return None
        if word == "with" and tokens[i - 1].text not in self.words.with_heads:
            return None
        if word == "under":
            return False, False, follow
        if tokens[follow].text.casefold() in self.words.adjectives and not country:
            return None
        end = self._capitals(tokens, follow)
        if end < len(tokens):
            nxt = tokens[end].text
            small = nxt in self.words.after_name or nxt in INNER or nxt.endswith("ed")
            if nxt.isalpha() and not small:
                return None
        return country is None, False, after

    def _is_dated(self, tokens: Sequence[Token], place: int) -> bool:
        """Whether a place is followed by a day: "in Northtown on 28 April", "from 3 to 5 May"."""
        end = self._capitals(tokens, place)
        behind = [token.text for token in tokens[end : end + 2]]
        return len(behind) > 1 and behind[0] in {"on", "from"} and behind[1].isdigit()

    def _past_countries(self, tokens: Sequence[Token], position: int) -> int:
        """Past ", B, C and D" behind the first of the countries for which an office is."""
        after = position
        while after < len(tokens) and tokens[after].text in {",", "and"}:
            country = self._country_at(tokens, self._past_the(tokens, after))
            if country is None:
                return position
            if tokens[after].text == "and":
                return country[1]
            after = country[1]
        return position

    def _is_topic(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a capitalised word is a subject of work, no place, month or nationality."""
        key = tokens[position].text.casefold()
        words = self.words
        return (
            self._country_at(tokens, position) is None
            and key not in words.places
            and key not in words.not_actors
            and key not in words.adjectives
            and not self._is_head(tokens[position].text)
        )

    def _joined(self, tokens: Sequence[Token], position: int, field: bool = False) -> int | None:
        """The end of "and Human Rights" where it belongs to the name before it."""
        if position >= len(tokens) or not is_capital(tokens[position].text):
            return None
        if self._country_at(tokens, position) or self._is_person(tokens, position):
            return None
        if tokens[position].text.casefold() in self.words.not_actors:
            return None
        end = self._capitals(tokens, position)
        chunk = [token.text for token in tokens[position:end]]
        people = field and (len(chunk) == 1 or self._is_of_person(chunk[-1]))
        own = self._is_own_body(chunk[-1]) or any(map(is_acronym, chunk))
        if own and not people:
            return None
        if chunk[0].casefold() in self.words.adjectives or chunk[0].casefold() in self.words.places:
            return None
        if end < len(tokens) and tokens[end].text == "'s":
            return end if self._owns_a_part(tokens, end + 1) else None
        if self._tail_at(tokens, end):
            return None
        return end

    def _owns_a_part(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether a part of a body follows: "Ministry of Labour and Social Policy's Department"."""
        return position < len(tokens) and tokens[position].text in self.words.topic_heads

    @staticmethod
    def _owned(tokens: Sequence[Token], start: int, end: int) -> int:
        """Where what a possessive owns begins; the start of the name without one."""
        owners = (i for i in range(end - 1, start, -1) if tokens[i].text in {"'s", "'"})
        return next(owners, start - 1) + 1

    def _shares_head(self, tokens: Sequence[Token], start: int, conjunction: int) -> bool:
        """Whether "Employment and Labour Ministry" is one name: two topics with one head."""
        first = [token.text for token in tokens[start:conjunction]]
        end = self._capitals(tokens, conjunction + 1)
        second = [token.text for token in tokens[conjunction + 1 : end]]
        bare = self._is_no_body_alone(first)
        return (
            len(first) <= 3
            and len(second) > 1
            and (
                second[-1] in self.words.topic_heads
                or (second[0].endswith(_ADJECTIVAL) and self._is_own_body(second[-1]))
                or (tokens[start - 1].text in {"'s", "'"} and second[-1] in self.words.heads)
                or self._begins_acronym(tokens, start, end)
                or (bare and second[-1] in self.words.heads)
            )
            and (bare or not any(self._is_own_body(word) for word in (*first, *second[:-1])))
            and (len(first) > 1 or first[0].casefold() not in self.words.adjectives)
            and self._country_at(tokens, start) is None
            and self._country_at(tokens, conjunction + 1) is None
            and " ".join(first).casefold() not in self.words.known
        )

    def _is_no_body_alone(self, words: Sequence[str]) -> bool:
        """Whether words are a nationality with one more: "Northish Border" is no body."""
        return (
            len(words) == 2
            and words[0].casefold() in self.words.adjectives
            and not self._is_own_body(words[1])
        )

    @staticmethod
    def _begins_acronym(tokens: Sequence[Token], start: int, end: int) -> bool:
        """Whether the bracket behind a name begins with its first letter: "A and B Fund (ABF)"."""
        bracket = [token.text for token in tokens[end : end + 3]]
        return (
            len(bracket) == 3
            and bracket[0] == "("
            and bracket[2] == ")"
            and is_acronym(bracket[1])
            and bracket[1][0] == tokens[start].text[0]
        )

    def _comma_joined(self, tokens: Sequence[Token], comma: int, field: bool) -> int | None:
        """The end of ", Youth and Sport" where the whole of it belongs to the name before it."""
        i = comma
        while i < len(tokens) and tokens[i].text == ",":
            following = i + 1
            if following < len(tokens) and tokens[following].text == "and":
                return self._joined(tokens, following + 1, field)
            end = self._joined(tokens, following, field)
            if end is None or end - following > 3:
                return None
            if end < len(tokens) and tokens[end].text == "and":
                return self._joined(tokens, end + 1, field)
            i = end
        return None

    def _takes_tail(self, tokens: Sequence[Token], start: int, i: int) -> bool:
        """Whether a small-letter head may follow: after a country, nationality or acronym."""
        first = tokens[start].text
        previous = tokens[i - 1].text
        return previous == "'s" or (
            previous not in self.words.heads
            and (
                first.casefold() in self.words.adjectives
                or first.casefold() in self.words.places
                or is_acronym(first)
                or self._country_at(tokens, start) is not None
            )
        )

    @staticmethod
    def _segment(tokens: Sequence[Token], start: int, end: int) -> int:
        """Where the innermost part of a name begins: after its last "of" or "'s"."""
        for i in range(end - 1, start, -1):
            if tokens[i].text in {"of", "'s", "for", "on", "under"}:
                return i + 1 + (tokens[i + 1].text == "the")
        return start
