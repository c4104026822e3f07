"""Who is who and what lies where: the authority file of actors, the countries, the places.

All three are tables in ``data/codebook`` that a scholar edits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from communique.errors import InputError
from communique.files import listed, read_csv

ACTOR_TYPES = (
    "osce_field_operation",
    "osce_institution",
    "osce_secretariat",
    "host_government",
    "foreign_government",
    "country",
    "igo",
    "ngo",
    "academy",
    "other",
)
"""Types of actor in the order in which tables show them."""

ACTOR_COLUMNS = (
    "actor",
    "type",
    "country",
    "parent",
    "valid_from",
    "valid_to",
    "succeeded_by",
    "aliases",
)
COUNTRY_COLUMNS = ("name", "adjectives", "aliases", "capital", "osce", "note")
PLACE_COLUMNS = ("place", "country", "kind", "aliases")


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory, with the words that name it."""

    name: str
    adjectives: tuple[str, ...]
    aliases: tuple[str, ...]
    capital: str
    osce: str
    note: str


@dataclass(frozen=True)
class Countries:
    """All countries, and what their names and adjectives mean.

    The keys of both look-ups are in small letters. A caller who reads running text has to look at
    the capitals himself, or use `find`: "us" is a key.
    """

    items: tuple[Country, ...]
    by_name: dict[str, str] = field(repr=False)
    by_adjective: dict[str, str] = field(repr=False)

    def __iter__(self) -> Iterator[Country]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def find(self, name: str) -> str | None:
        """The country that `name` names, with or without "the"; small letters alone name none."""
        bare = re.sub(r"^[Tt]he ", "", name)
        return None if bare.islower() else self.by_name.get(bare.casefold())


def load_countries(path: Path) -> Countries:
    """Read ``countries.csv``; a name or adjective may mean one country only."""
    items: list[Country] = []
    names: dict[str, str] = {}
    adjectives: dict[str, str] = {}
    for line, row in read_csv(path, COUNTRY_COLUMNS, "name"):
        country = Country(
            row["name"],
            listed(row["adjectives"]),
            listed(row["aliases"]),
            row["capital"],
            row["osce"],
            row["note"],
        )
        items.append(country)
        for words, index in (
            ((country.name, *country.aliases), names),
            (country.adjectives, adjectives),
        ):
            for word in words:
                meant = index.setdefault(word.casefold(), country.name)
                if meant != country.name:
                    raise InputError(
                        f"'{word}' already means {meant}.",
                        path,
                        line,
                        "Take it out of one of the two rows.",
                    )
    return Countries(tuple(items), names, adjectives)


def load_places(path: Path, countries: Countries) -> dict[str, str]:
    """Read ``places.csv``: every name of a town or region, in small letters, with its country."""
    places: dict[str, str] = {}
    for line, row in read_csv(path, PLACE_COLUMNS, "place"):
        _known_country(row["country"], countries, path, line)
        for name in (row["place"], *listed(row["aliases"])):
            if name.casefold() in places:
                raise InputError(
                    f"The place '{name}' stands here a second time.",
                    path,
                    line,
                    "Take it out of one of the two rows.",
                )
            places[name.casefold()] = row["country"]
    return places


def _known_country(name: str, countries: Countries, path: Path, line: int) -> None:
    if countries.by_name.get(name.casefold()) != name:
        raise InputError(
            f"The country '{name}' is unknown.",
            path,
            line,
            "Write it as in countries.csv, or add it there.",
        )


@dataclass(frozen=True, slots=True)
class Actor:
    """One body of the authority file.

    ``valid_from`` and ``valid_to`` are as written: a year, a month or a day, or empty. ``line`` is
    the row in ``actors.csv``, ``None`` for a country that only ``countries.csv`` lists.
    """

    name: str
    type: str
    country: str
    parent: str | None = None
    valid_from: str = ""
    valid_to: str = ""
    succeeded_by: str | None = None
    aliases: tuple[str, ...] = ()
    line: int | None = field(default=None, compare=False, repr=False)

    @property
    def first_day(self) -> date | None:
        """The first day on which the body bore this name, as far as the file says."""
        return _day(self.valid_from, last=False)

    @property
    def last_day(self) -> date | None:
        """The last day on which the body bore this name, as far as the file says."""
        return _day(self.valid_to, last=True)

    def existed(self, day: date) -> bool:
        """Whether nothing in the file speaks against the body bearing this name on `day`."""
        first, last = self.first_day, self.last_day
        return (first is None or first <= day) and (last is None or day <= last)


def _day(text: str, last: bool) -> date | None:
    """The first or last day of a year, month or day as written."""
    if not text:
        return None
    year, month, day = (*(int(part) for part in text.split("-")), 0, 0)[:3]
    if day:
        return date(year, month, day)
    if not last:
        return date(year, month or 1, 1)
    if month in (0, 12):
        return date(year, 12, 31)
    return date.fromordinal(date(year, month + 1, 1).toordinal() - 1)


def alias_key(name: str) -> str:
    """A name as the index of aliases holds it: small letters, plain apostrophes, single spaces."""
    folded = name.replace("’", "'").replace("‘", "'").replace("‑", "-").replace("\u00a0", " ")
    return " ".join(folded.split()).casefold()


@dataclass(frozen=True)
class Authority:
    """The authority file: who is who, by canonical name and by every alias."""

    actors: dict[str, Actor]
    alias_index: dict[str, tuple[str, ...]] = field(repr=False)

    def candidates(self, name: str) -> tuple[str, ...]:
        """Canonical names that `name` may stand for; "the" before it makes no difference."""
        key = alias_key(name)
        return self.alias_index.get(key) or self.alias_index.get(key.removeprefix("the "), ())

    def successors(self, name: str) -> list[str]:
        """The later names of a body, in order; each name once."""
        chain: list[str] = []
        current = self.actors[name].succeeded_by
        while current is not None and current not in chain and current != name:
            chain.append(current)
            current = self.actors[current].succeeded_by
        return chain


def load_authority(path: Path, countries: Countries) -> Authority:
    """Read ``actors.csv``, and add every country of ``countries.csv`` as an actor.

    Raises
    ------
    InputError
        For an unknown type, country, parent or successor, an actor that succeeds or contains
        itself, dates that cannot be read or are out of order, and an alias of two actors whom
        neither country nor dates tell apart.
    """
    actors: dict[str, Actor] = {}
    for line, row in read_csv(path, ACTOR_COLUMNS, "actor"):
        actors[row["actor"]] = _actor(row, line, countries, path)
    for actor in actors.values():
        _check_links(actor, actors, path)
    for country in countries:
        known = actors.get(country.name, Actor(country.name, "country", country.name))
        aliases = tuple(dict.fromkeys((*known.aliases, *country.aliases)))
        actors[country.name] = replace(known, aliases=aliases)
    return Authority(actors, _index(actors, path))


def _actor(row: dict[str, str], line: int, countries: Countries, path: Path) -> Actor:
    if row["type"] not in ACTOR_TYPES:
        raise InputError(
            f"The type '{row['type']}' is unknown.",
            path,
            line,
            f"Use one of {', '.join(ACTOR_TYPES)}.",
        )
    if row["country"] != "international":
        _known_country(row["country"], countries, path, line)
    actor = Actor(
        row["actor"],
        row["type"],
        row["country"],
        row["parent"] or None,
        row["valid_from"],
        row["valid_to"],
        row["succeeded_by"] or None,
        listed(row["aliases"]),
        line,
    )
    for text in (actor.valid_from, actor.valid_to):
        if text and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
            raise InputError(
                f"'{text}' is no date.", path, line, "Write YYYY, YYYY-MM or YYYY-MM-DD."
            )
    try:
        first, last = actor.first_day, actor.last_day
    except ValueError:
        raise InputError(
            "There is no such day or month.", path, line, "Correct valid_from or valid_to."
        ) from None
    if first and last and first > last:
        raise InputError(
            f"'{actor.name}' ends before it begins.", path, line, "Exchange the two dates."
        )
    return actor


def _check_links(actor: Actor, actors: dict[str, Actor], path: Path) -> None:
    for column, other in (("parent", actor.parent), ("successor", actor.succeeded_by)):
        if other is None:
            continue
        if other == actor.name:
            raise InputError(
                f"'{actor.name}' is its own {column}.", path, actor.line, "Empty the cell."
            )
        if other not in actors:
            raise InputError(
                f"The {column} '{other}' of '{actor.name}' is no actor of this file.",
                path,
                actor.line,
                "Write its canonical name, or add a row for it.",
            )
    seen = {actor.name}
    parent = actor.parent
    while parent is not None:
        if parent in seen:
            raise InputError(
                f"'{actor.name}' contains itself by way of '{parent}'.",
                path,
                actor.line,
                "Correct the column parent.",
            )
        seen.add(parent)
        parent = actors[parent].parent if parent in actors else None


def _index(actors: dict[str, Actor], path: Path) -> dict[str, tuple[str, ...]]:
    index: dict[str, list[str]] = {}
    for actor in actors.values():
        for name in (actor.name, *actor.aliases):
            holders = index.setdefault(alias_key(name), [])
            if actor.name in holders:
                continue
            for other in holders:
                if not _told_apart(actor, actors[other]):
                    raise InputError(
                        f"'{name}' may mean '{other}' or '{actor.name}', "
                        "and neither country nor dates tell them apart.",
                        path,
                        actor.line or actors[other].line,
                        "Take the alias away from one of them, or give both their dates.",
                    )
            holders.append(actor.name)
    return {key: tuple(holders) for key, holders in index.items()}


def _told_apart(one: Actor, other: Actor) -> bool:
    """Whether two actors of one alias differ by country, or were never there at one time.

    Dates are compared as coarsely as the coarser of them is written; a name that ends on the day,
    or in the month or year, in which the other begins does not overlap it.
    """
    if "international" not in (one.country, other.country) and one.country != other.country:
        return True
    for early, late in ((one, other), (other, one)):
        if early.valid_to and late.valid_from:
            width = min(len(early.valid_to), len(late.valid_from))
            if early.valid_to[:width] <= late.valid_from[:width]:
                return True
    return False
