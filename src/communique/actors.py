"""Who is meant: from a name as written to one actor, by the authority file and the release itself.

Acronyms and short forms ("the Centre") resolve inside their release only. A national body named
without its country ("the Interior Ministry") is the one of the release's country. A name that the
authority file does not know is kept as written and marked as not resolved.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING

from communique.name_lists import ListReader
from communique.names import Name, Tokens, is_acronym, tokenize

if TYPE_CHECKING:
    from communique.codebook import Codebook
    from communique.text import Document, Unit

_DEFINITION = re.compile(r"\((?:the |hereinafter (?:the )?)?[A-Z][A-Za-z/& -]{1,24}\)")
_OF_COUNTRY = re.compile(r"\s+of\s+(?:the\s+)?(?:Republic\s+of\s+)?(?P<country>[A-Z][\w .-]+)$")
_IN_ANY_COUNTRY = re.compile(r"\s+in\s+(?:the\s+)?(?P<country>[A-Z][\w .-]+)$")
_IN_COUNTRY = re.compile(r"\bEmbassy (?:of .+ )?in (?P<host>[A-Z][\w ]+)\)?$")
_GOES_ON = re.compile(r"\s+(?:(?:in|to|of|for|on|and)\s|[A-Z(])")
_POSSESSIVE = re.compile(r"^(?P<owner>[^']+)'s\s+(?P<rest>.+)$")
_EMBASSY = re.compile(
    r"^(?:the\s+)?(?:(?P<before>.+?)(?:'s)?\s+embassy|embassy\s+of\s+(?:the\s+)?(?P<after>.+?))"
    r"(?:\s+(?:in|to)\s+(?P<host>.+))?$",
    re.IGNORECASE,
)
_GOVERNMENT = re.compile(
    r"^(?:(?P<before>.+?)(?:'s)?\s+government|government\s+of\s+(?:the\s+)?(?P<after>.+))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ResolvedActor:
    """An actor as resolved: canonical name, or the name as written with ``resolved`` false."""

    name: str
    resolved: bool


class ReleaseActors:
    """The actors of one release: its definitions, its full names, its country."""

    def __init__(self, document: Document, codebook: Codebook, reader: ListReader) -> None:
        self._document = document
        self._authority = codebook.authority
        self._reader = reader
        self._words = reader.words
        self._written: dict[str, str] = {}
        self._tokens: dict[int, Tokens] = {}
        self._names: dict[int, list[Name]] = {}
        self._named: dict[str, list[Name]] = {}
        self._units: dict[str, list[Unit]] = {}
        self._offices: dict[str, list[str]] = {}
        self._definitions: dict[str, Name] | None = None
        self._country: str | None = None
        self._country_known = False
        self._weight = 0

    # ------------------------------------------------------------------ what the release says

    def tokens(self, unit: Unit) -> Tokens:
        """The tokens of a sentence."""
        known = self._tokens.get(unit.number)
        if known is None:
            known = tokenize(self._document.text, unit.start, unit.end)
            self._tokens[unit.number] = known
        return known

    def named_with(self, word: str) -> list[Name]:
        """The bodies named in full with a word in their name, in order.

        Only sentences that hold the word are read. Of a name that stands more than once, the first
        and the last are kept.
        """
        if word not in self._named:
            found: dict[tuple[str, bool], Name] = {}
            for unit in self._units_with(word):
                for name in self._names_of(unit):
                    if word in name.label.split():
                        found.setdefault((name.label, True), name)
                        found[name.label, False] = name
            self._named[word] = sorted(set(found.values()), key=lambda name: name.start)
        return self._named[word]

    def _units_with(self, word: str) -> list[Unit]:
        """The sentences of title and body that hold a word.

        The text is searched once a word, and not sentence by sentence: in a long file with many
        names the sentences would be gone through too often.
        """
        if word not in self._units:
            self._units[word] = list(self._find_units(word))
        return self._units[word]

    def _find_units(self, word: str) -> Iterator[Unit]:
        text, sentences = self._document.text, self._document.sentences
        found = text.find(word)
        while found >= 0:
            number = bisect_right(sentences, found, key=attrgetter("start")) - 1
            unit = sentences[number] if number >= 0 else None
            if unit is None or found + len(word) > unit.end:
                found = text.find(word, found + 1)
                continue
            if unit.counted:
                yield unit
            found = text.find(word, unit.end)

    def _names_of(self, unit: Unit) -> list[Name]:
        """The bodies named in a sentence."""
        if unit.number not in self._names:
            self._names[unit.number] = [
                name for name in self._names_in(self.tokens(unit)) if name.kind == "body"
            ]
        return self._names[unit.number]

    def _names_in(self, tokens: Tokens) -> Iterator[Name]:
        position = 0
        while position < len(tokens):
            if not self._reader.may_begin(tokens[position].text):
                position += 1
                continue
            names, after = self._reader.read_list(tokens, position)
            for name in names:
                yield name
                yield from self.inside(name)
            position = max(after, position + 1)

    def inside(self, name: Name) -> Iterator[Name]:
        """The body inside a person's title: "Head of the OSCE Centre in Almaty"."""
        if name.kind != "person":
            return
        start = name.start
        match = re.search(r"\s(?:of|at|from)\s+", self._document.text[name.start : name.end])
        if match:
            tokens = tokenize(self._document.text, start + match.end(), name.end)
            inner, _ = self._reader.read_name(tokens, 0)
            if inner is not None:
                yield inner

    def _defines(self, unit: Unit) -> bool:
        """Whether a sentence holds something like "(ODIHR)" or "(the Mission)"."""
        return _DEFINITION.search(self._document.text, unit.start, unit.end) is not None

    @property
    def definitions(self) -> dict[str, Name]:
        """Acronyms and short forms that the release defines in brackets, with the full name."""
        if self._definitions is None:
            self._definitions = {}
            for unit in self._document.sentences:
                if unit.counted and self._defines(unit):
                    for name in self._names_in(self.tokens(unit)):
                        if name.acronym and name.kind != "person":
                            self._definitions.setdefault(name.acronym, name)
        return self._definitions

    @property
    def country(self) -> str | None:
        """The country of the event: of the dateline, else the one named most often."""
        if not self._country_known:
            self._country, self._country_known = self._find_country(), True
        return self._country

    def _find_country(self) -> str | None:
        counts: Counter[str] = Counter()
        text = self._document.text
        for paragraph in self._document.paragraphs:
            if paragraph.dateline:
                for start, end in paragraph.dateline.places:
                    key = text[start:end].casefold()
                    found = self._words.countries.get(key) or self._words.places.get(key)
                    if found:
                        counts[found] += 3
        for unit in self._document.sentences:
            if not unit.counted:
                continue
            weight = 3 if unit.part == "title" else 1
            for match in re.finditer(
                r"\b[A-Z][\w-]+(?: [A-Z][\w-]+)?", text[unit.start : unit.end]
            ):
                for phrase in (match.group(), match.group().split()[0]):
                    found = self._words.country_of.get(phrase.casefold())
                    if found:
                        counts[found] += weight
                        break
        if not counts:
            return None
        country, self._weight = counts.most_common(1)[0]
        return country

    # ------------------------------------------------------------------ resolving

    def resolve(self, name: Name) -> ResolvedActor | None:
        """The actor of a name; ``None`` for persons, things and places."""
        if name.kind in ("person", "thing", "place"):
            return None
        if name.kind == "country":
            return ResolvedActor(self._words.countries[name.label.casefold()], True)
        full = self._expand(name)
        canonical = self._look_up(full)
        if canonical:
            return ResolvedActor(canonical, True)
        return ResolvedActor(self._as_written(full), False)

    def _without_town(self, words: list[str]) -> list[str]:
        """A name without its town: "OSCE Mission" of "OSCE's Northtown Mission"."""
        start = words[0].removesuffix("'s")
        if start not in self._words.office_starts:
            return words
        town = len(words) == 4 and words[2] == "in" and words[3]
        if town and town.casefold() in self._words.places:
            return [start, words[1]]
        if len(words) == 3 and words[1].casefold() in self._words.places:
            return [start, words[2]]
        return [start, *words[1:]]

    def is_named(self, name: Name) -> bool:
        """Whether the authority file holds a name as it is written."""
        return self._look_up(name) is not None

    def is_known(self, canonical: str) -> bool:
        """Whether the authority file holds a name."""
        return canonical in self._authority.actors

    def umbrella(self, actor: ResolvedActor) -> str | None:
        """The umbrella word if an actor is named by it alone ("the OSCE")."""
        return actor.name if actor.name in self._words.umbrellas else None

    def offices_of(self, umbrella: str) -> list[str]:
        """The bodies of an umbrella that the release names, resolved, without repetition."""
        if umbrella not in self._offices:
            self._offices[umbrella] = self._find_offices(self._words.umbrellas[umbrella])
        return self._offices[umbrella]

    def _find_offices(self, starts: Iterable[str]) -> list[str]:
        found: dict[str, None] = {}
        for start in starts:
            for name in self.named_with(start.split()[0]):
                begins = name.label.startswith(start)
                of_it = f"of {start} " in name.label or f"of the {start} " in name.label
                if not (begins or of_it) or name.head not in self._words.heads:
                    continue
                actor = self.resolve(name)
                if actor and actor.name not in self._words.umbrellas:
                    found.setdefault(actor.name)
        return list(found)

    def name_of_the_day(self, name: str, others: Iterable[str], day: date | None) -> str:
        """The name that a renamed body bore on a day, where a release uses several of its names."""
        known = self._authority.actors
        line = [o for o in others if o != name and self._succeed(name, o)]
        if not line:
            return name
        borne = [o for o in (name, *line) if day is None or known[o].existed(day)]
        return min(borne or [name])

    def _succeed(self, one: str, other: str) -> bool:
        known = self._authority.actors
        return (
            one in known
            and other in known
            and (
                other in self._authority.successors(one) or one in self._authority.successors(other)
            )
        )

    def one_office(self, offices: list[str]) -> str | None:
        """The one field operation among offices, else the only office, else the one of the title.

        ``None`` where none of these is one alone.
        """
        known = self._authority.actors
        field = [o for o in offices if o in known and known[o].type == "osce_field_operation"]
        titled = [o for o in offices if o in self._of_title()]
        for choice in (field, offices, titled):
            if len(choice) == 1:
                return choice[0]
        return None

    def _of_title(self) -> set[str]:
        """The actors that the title names."""
        units = (unit for unit in self._document.sentences if unit.part == "title")
        resolved = (self.resolve(name) for unit in units for name in self._names_of(unit))
        return {actor.name for actor in resolved if actor}

    def is_here(self, word: str) -> bool:
        """Whether a nationality is that of the release's own country."""
        country = self._words.adjectives.get(word.casefold())
        return country is not None and country == self.country and self._weight > 1

    def _expand(self, name: Name) -> Name:
        """The fuller name that a short form, an acronym or a part of a name stands for."""
        label = name.label
        if label in self.definitions and self.definitions[label].label != label:
            return self.definitions[label]
        if name.kind == "short":
            return self._antecedent(name) or name
        owner = self._owner(name)
        if owner is not None:
            return owner
        if (
            not is_acronym(label)
            and self._has_longer(label)
            and not self._direct(label, name.country)
        ):
            longer = {
                other.label: other
                for other in self.named_with(label.split()[0])
                if other.label.startswith(label + " ")
            }
            if len({self._look_up(one) or one.label for one in longer.values()}) == 1:
                return next(iter(longer.values()))
        return self._fuller(name) or name

    def _fuller(self, name: Name) -> Name | None:
        """The one name of the release that has the words of a short one, and others besides.

        So "OSCE Mission" is the "OSCE Monitor Mission to Northland", and "the Regional Centre" the
        "OSCE Regional Centre in Northtown".
        """
        words = self._without_town(name.label.split())
        short = len(words) > 1 and words[-1] in self._words.short_heads
        if not short or self._direct(name.label, None):
            return None
        fuller = {
            self._look_up(other) or other.label: other
            for other in self.named_with(words[-1])
            if other.head == words[-1] and _holds(other.label.split(), words)
        }
        return next(iter(fuller.values())) if len(fuller) == 1 else None

    def _owner(self, name: Name) -> Name | None:
        """The office behind "the Centre's Border Project": its projects act in its name."""
        owner, _, rest = name.label.rpartition("'s ")
        if not owner or name.head not in self._words.inner_heads or self._direct(rest, None):
            return None
        tokens = tokenize(self._document.text, name.start, name.start + len(owner))
        read, _ = self._reader.read_name(tokens, 0)
        if read is None or read.head not in self._words.short_heads:
            return None
        short = read.label in self._words.short_heads
        return self._expand(replace(read, kind="short") if short else read)

    def _has_longer(self, label: str) -> bool:
        """Whether the release holds a name somewhere with a further word behind it."""
        text = self._document.text
        for unit in self._units_with(label):
            found = text.find(label, unit.start, unit.end)
            while found >= 0:
                if _GOES_ON.match(text, found + len(label), unit.end):
                    return True
                found = text.find(label, found + 1, unit.end)
        return False

    def _antecedent(self, name: Name) -> Name | None:
        """The last full name before a short form that holds its words as head, else the first."""
        wanted = name.label
        candidates = [
            other
            for other in self.named_with(wanted.split()[-1])
            if other.label != wanted and re.search(rf"\b{re.escape(wanted)}\b", other.label)
        ]
        as_head = [other for other in candidates if other.head == wanted.split()[-1]]
        candidates = as_head or candidates
        before = [other for other in candidates if other.start < name.start]
        known = [other for other in before if self._look_up(other)]
        if known or before:
            return (known or before)[-1]
        return candidates[0] if candidates else None

    def _look_up(self, name: Name) -> str | None:
        """The canonical name in the authority file, by the name or by its parts."""
        label = name.label
        found = self._direct(label, name.country)
        if found:
            return found
        embassy = _EMBASSY.match(label)
        if embassy:
            return self._known(self._embassy_label(embassy))
        government = _GOVERNMENT.match(label)
        if government:
            country = self.as_country(government.group("before") or government.group("after"))
            for article in ("", "the "):
                known = self._known(f"Government of {article}{country}") if country else None
                if known:
                    return known
        in_country = _IN_ANY_COUNTRY.search(label)
        if in_country and self.as_country(in_country.group("country")):
            found = self._direct(label[: in_country.start()], None)
            if found:
                return found
        of_country = _OF_COUNTRY.search(label)
        if of_country:
            country = self.as_country(of_country.group("country"))
            if country:
                return self._direct(label[: of_country.start()], country)
        part, _, whole = label.partition(" of the ")
        if whole.startswith("OSCE"):
            return self._direct(part, None) or self._direct(f"OSCE {part}", None)
        possessive = _POSSESSIVE.match(label)
        if possessive:
            country = self.as_country(possessive.group("owner"))
            found = self._direct(possessive.group("rest"), country)
            if found or country or not possessive.group("owner").startswith("OSCE"):
                return found
            return self._direct(f"OSCE {possessive.group('rest')}", None)
        first, _, rest = label.partition(" ")
        adjective = self._words.adjectives.get(first.casefold())
        if adjective and rest:
            return self._direct(rest, adjective)
        if "/" in label:
            last = label.rsplit("/", 1)[1]
            return self._direct(last, name.country) or self._direct(f"OSCE {last}", None)
        return None

    def _direct(self, label: str, country: str | None) -> str | None:
        """The one canonical name that a label is an alias of.

        A national body answers to an alias only in its own country: the one spelt out in the
        name, or else the release's.
        """
        found = self._authority.alias_index.get(label.casefold(), ())
        if not found:
            return None
        fitting = []
        for canonical in found:
            actor = self._authority.actors[canonical]
            national = actor.type in ("host_government", "academy")
            spelt = actor.country is not None and actor.country in label
            if self._stands_elsewhere(canonical, label):
                continue
            here = actor.country == (country or self.country)
            if canonical == label or spelt or not national or here:
                fitting.append(canonical)
        if len(fitting) > 1:
            wanted = country or self.country
            local = [c for c in fitting if self._authority.actors[c].country == wanted]
            fitting = local or fitting
        return fitting[0] if len(fitting) == 1 else None

    def _stands_elsewhere(self, canonical: str, label: str) -> bool:
        """Whether a canonical name places a body in a country that is not the release's."""
        match = _IN_COUNTRY.search(canonical)
        return bool(
            match and match.group("host") not in label and match.group("host") != self.country
        )

    def _known(self, label: str | None) -> str | None:
        return label if label in self._authority.actors else None

    def as_country(self, words: str | None) -> str | None:
        """The country that a name or an adjective means; ``None`` for any other words."""
        if not words:
            return None
        key = words.strip().casefold().removeprefix("the ")
        return self._words.countries.get(key) or self._words.adjectives.get(key)

    def _embassy_label(self, match: re.Match[str]) -> str | None:
        sender = self.as_country(match.group("before") or match.group("after"))
        if not sender:
            return None
        host = self.as_country(match.group("host")) or self._words.places.get(
            (match.group("host") or "").casefold()
        )
        article = (
            "the " if f"embassy of the {sender}".casefold() in self._authority.alias_index else ""
        )
        for label in (
            f"Embassy of {sender} in {host or self.country}",
            f"Embassy of the {sender} in {host or self.country}",
        ):
            if label in self._authority.actors:
                return label
        return f"Embassy of {article}{sender} in {host or self.country}"

    def _as_written(self, name: Name) -> str:
        """The form under which an unknown actor goes through its release: its first wording."""
        label = name.label
        key = label.casefold()
        embassy, government = _EMBASSY.match(label), _GOVERNMENT.match(label)
        country = None
        if embassy:
            key = (self._embassy_label(embassy) or key).casefold()
        elif government:
            country = self.as_country(government.group("before") or government.group("after"))
            key = f"government of {country}".casefold() if country else key
        return self._written.setdefault(key, label)


def _holds(longer: list[str], words: list[str]) -> bool:
    """Whether some words stand in a longer name, in their order."""
    rest = iter(longer)
    return len(longer) > len(words) and all(word in rest for word in words)


def embassy_of(sender: str, host: str | None, start: int, end: int) -> Name:
    """The embassy for which an ambassador speaks, as a name with the span of the title."""
    label = f"Embassy of {sender}" + (f" in {host}" if host else "")
    return replace(Name(label, start, end, "body", "Embassy"), country=sender)
