"""The codebook: what a scholar edits instead of code, read from ``data/codebook`` and checked.

Everything wrong stops with one message that names file, line and remedy. Nothing heavy is
imported, so that the command line starts at once.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from communique import paths
from communique.authority import (
    Actor,
    Authority,
    Countries,
    Country,
    load_authority,
    load_countries,
    load_places,
)
from communique.errors import InputError
from communique.files import Row, YamlFile, cells_of, listed, read_text, read_yaml
from communique.themes import Frame, Theme, ThemeMatcher, expand, phrase_words

if TYPE_CHECKING:
    from communique.cues import Cues
    from communique.events import EventWords
    from communique.names import NameWords
    from communique.text import Reading

__all__ = [
    "Actor",
    "Authority",
    "Codebook",
    "Countries",
    "Country",
    "Frame",
    "Theme",
    "YamlFile",
    "check_gold_themes",
    "load_codebook",
    "load_themes",
    "read_yaml",
]

MIN_CONTRAST = 3.0
"""Least contrast of a theme's colour with white (WCAG 2.1, 1.4.11, graphical objects)."""


def load_themes(path: Path) -> tuple[tuple[Theme, ...], tuple[Frame, ...], tuple[str, ...]]:
    """Read ``themes.yml``.

    Returns
    -------
    themes, frames, names
        Both in the order of the file; `names` are the proper names that carry no theme.

    Raises
    ------
    InputError
        For an unknown or repeated theme or frame, a missing definition, a colour that is no
        ``#rrggbb`` or too faint on white, an indicator that stands twice in a theme or is excluded
        by the same words, a phrase that cannot be read.
    """
    file = read_yaml(path)
    data = file.data
    if not isinstance(data, dict) or not {"frames", "themes"} <= data.keys():
        raise file.error("'frames' and 'themes' are missing.", remedy="Add both keys.")
    frames = [_frame(file, i) for i in _items(file, "frames")]
    known = _unique(file, "frames", [frame.id for frame in frames])
    themes = [_theme(file, i, known) for i in _items(file, "themes")]
    _unique(file, "themes", [theme.id for theme in themes])
    names = _strings(file, "names") if "names" in data else ()
    for i, name in enumerate(names):
        _words(file, name, "names", i)
    members = {f.id: tuple(t.id for t in themes if t.frame == f.id) for f in frames}
    return (
        tuple(themes),
        tuple(replace(frame, themes=members[frame.id]) for frame in frames),
        names,
    )


def _items(file: YamlFile, key: str) -> range:
    items = file.data[key]
    if not isinstance(items, list) or not items or not all(isinstance(i, dict) for i in items):
        raise file.error(f"'{key}' is no list of entries.", key, remedy="Begin each with '- id:'.")
    return range(len(items))


def _unique(file: YamlFile, key: str, ids: list[str]) -> set[str]:
    for i, name in enumerate(ids):
        if name in ids[:i]:
            raise file.error(
                f"'{name}' stands in '{key}' a second time.", key, i, "id", remedy="Rename one."
            )
    return set(ids)


def _frame(file: YamlFile, i: int) -> Frame:
    keys: tuple[str | int, ...] = ("frames", i)
    _only(file, keys, {"id", "label", "definition", "colour"})
    name, label, definition = (_string(file, *keys, k) for k in ("id", "label", "definition"))
    return Frame(name, label, definition, _colour(file, *keys))


def _theme(file: YamlFile, i: int, frames: set[str]) -> Theme:
    keys: tuple[str | int, ...] = ("themes", i)
    lists = ("indicators", "core", "exclusions", "examples", "counterexamples")
    _only(file, keys, {"id", "label", "definition", "colour", "frame", *lists})
    entry = file.data["themes"][i]
    frame = entry.get("frame")
    if frame is not None and frame not in frames:
        raise file.error(
            f"The frame '{frame}' is unknown.",
            *keys,
            "frame",
            remedy=f"Use one of {', '.join(sorted(frames))}, or leave it out.",
        )
    name, label, definition = (_string(file, *keys, k) for k in ("id", "label", "definition"))
    phrases = {k: _strings(file, *keys, k) for k in lists if k in entry}
    theme = Theme(name, label, definition, _colour(file, *keys), frame, **phrases)
    if not theme.indicators:
        raise file.error(f"'{theme.id}' has no indicators.", *keys, remedy="Add at least one.")
    _check_phrases(file, theme, keys)
    for i, phrase in enumerate(theme.core):
        _words(file, phrase, *keys, "core", i)
    return theme


def _check_phrases(file: YamlFile, theme: Theme, keys: tuple[str | int, ...]) -> None:
    """No phrase of a theme may stand twice, whatever its hyphens, case and alternatives."""
    seen: dict[tuple[str, ...], tuple[str, int | None]] = {}
    for name in ("indicators", "exclusions"):
        for i, written in enumerate(getattr(theme, name)):
            for words in _words(file, written, *keys, name, i):
                if words in seen:
                    where, line = seen[words]
                    raise file.error(
                        f"'{' '.join(words)}' stands in '{theme.id}' twice, "
                        f"first among the {where} on line {line}.",
                        *keys,
                        name,
                        i,
                        remedy="Keep one of them.",
                    )
                seen[words] = (name, file.line(*keys, name, i))


def _words(file: YamlFile, phrase: str, *keys: str | int) -> list[tuple[str, ...]]:
    try:
        return [phrase_words(written) for written in expand(phrase)]
    except ValueError as error:
        raise file.error(
            f"The phrase '{phrase}' cannot be read: {error}.",
            *keys,
            remedy="Use words, spaces, hyphens, (one|other) and a star at a word's end.",
        ) from None


def _only(file: YamlFile, keys: tuple[str | int, ...], allowed: set[str]) -> None:
    entry = file.data[keys[0]][keys[1]]
    for name in entry:
        if name not in allowed:
            raise file.error(
                f"The key '{name}' is unknown.",
                *keys,
                name,
                remedy=f"Use {', '.join(sorted(allowed))}.",
            )


def _string(file: YamlFile, *keys: str | int) -> str:
    node = file.data
    for key in keys[:-1]:
        node = node[key]
    value = node.get(keys[-1])
    if not isinstance(value, str) or not value.strip():
        raise file.error(f"The {keys[-1]} is missing.", *keys, remedy="Write it as a plain text.")
    return " ".join(value.split())


def _strings(file: YamlFile, *keys: str | int) -> tuple[str, ...]:
    node = file.data
    for key in keys:
        node = node[key]
    if node is None:
        return ()
    if not isinstance(node, list):
        raise file.error(f"'{keys[-1]}' is no list.", *keys, remedy="Begin each line with a dash.")
    for i, value in enumerate(node):
        if not isinstance(value, str) or not value.strip():
            raise file.error(
                f"Entry {i + 1} of '{keys[-1]}' is no text.",
                *keys,
                i,
                remedy="Put quotation marks around it.",
            )
    return tuple(" ".join(value.split()) for value in node)


def _colour(file: YamlFile, *keys: str | int) -> str:
    colour = _string(file, *keys, "colour")
    if not re.fullmatch(r"#[0-9A-Fa-f]{6}", colour):
        raise file.error(
            f"'{colour}' is no colour.",
            *keys,
            "colour",
            remedy="Write it in quotation marks as '#rrggbb'.",
        )
    if contrast_with_white(colour) < MIN_CONTRAST:
        raise file.error(
            f"The colour {colour} is too faint on white "
            f"(contrast {contrast_with_white(colour):.1f}).",
            *keys,
            "colour",
            remedy=f"Choose a darker one, with a contrast of at least {MIN_CONTRAST:g}.",
        )
    return colour


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of ``#rrggbb`` with white, from 1 to 21 (WCAG 2.1, relative luminance)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def load_reading(path: Path) -> Reading:
    """Read ``reading.yml``: navigation lines and abbreviations come in small letters."""
    from communique.text import Reading

    wanted = (
        *("navigation", "labels", "credits", "closing", "abbreviations"),
        *("function_words", "stop_words"),
    )
    file = _file_with(path, wanted)
    navigation, labels, credits, closing, abbreviations, function_words, stop_words = (
        _strings(file, key) for key in wanted
    )
    return Reading(
        frozenset(line.casefold() for line in navigation),
        tuple(f"{label.casefold()}:" for label in labels),
        tuple(begin.casefold() for begin in credits),
        tuple(line.casefold() for line in closing),
        frozenset(word.casefold() for word in abbreviations),
        frozenset(function_words),
        frozenset((*function_words, *stop_words)),
    )


def load_event_words(path: Path) -> EventWords:
    """Read ``events.yml``."""
    from communique.events import EventWords

    file = _file_with(path, EventWords.LISTS)
    return EventWords({name: _strings(file, name) for name in EventWords.LISTS})


def _file_with(path: Path, keys: tuple[str, ...]) -> YamlFile:
    """A YAML file that has all these keys at its top."""
    file = read_yaml(path)
    for key in keys:
        if not isinstance(file.data, dict) or key not in file.data:
            raise file.error(
                f"'{key}' is missing.", remedy="Add it, with an empty list if need be."
            )
    return file


def load_name_words(
    path: Path, countries: Countries, places: dict[str, str], authority: Authority
) -> NameWords:
    """Read ``names.yml``, and join it with countries, places and the authority file."""
    from communique.names import NameWords

    file = _file_with(path, NameWords.LISTS)
    return NameWords.build(
        file.data, countries.by_name, countries.by_adjective, places, authority.alias_index
    )


@dataclass(frozen=True)
class Codebook:
    """Everything that ``data/codebook`` says. ``cues`` is what `communique.cues` makes of its file.

    ``places`` gives the country of every town or region, by each way of writing it, in small
    letters.
    """

    folder: Path
    themes: tuple[Theme, ...]
    frames: tuple[Frame, ...]
    authority: Authority
    countries: Countries
    places: dict[str, str] = field(repr=False)
    reading: Reading = field(repr=False)
    cues: Cues = field(repr=False)
    name_words: NameWords = field(repr=False)
    event_words: EventWords = field(repr=False)

    @cached_property
    def theme_matcher(self) -> ThemeMatcher:
        """The matcher of all themes, built once."""
        return ThemeMatcher(self.themes)

    @property
    def actors(self) -> tuple[Actor, ...]:
        """Every actor of the authority file in its order, then the other countries."""
        return tuple(self.authority.actors.values())

    def theme(self, name: str) -> Theme:
        """The theme with this id; `KeyError` if there is none."""
        for theme in self.themes:
            if theme.id == name:
                return theme
        raise KeyError(name)


def load_codebook(folder: Path = paths.CODEBOOK) -> Codebook:
    """Read and check the whole codebook.

    Parameters
    ----------
    folder : Path
        Where ``themes.yml``, ``actors.csv``, ``countries.csv``, ``places.csv``, ``reading.yml``
        and ``cues.yml`` stand.

    Returns
    -------
    Codebook
        Each theme knows the proper names in which its indicators do not count.

    Raises
    ------
    InputError
        For the first thing that is wrong.
    """
    from communique.cues import load_cues

    folder = Path(folder)
    countries = load_countries(folder / "countries.csv")
    authority = load_authority(folder / "actors.csv", countries)
    places = load_places(folder / "places.csv", countries)
    themes, frames, names = load_themes(folder / "themes.yml")
    return Codebook(
        folder=folder,
        themes=with_names(themes, [*names, *authority_names(authority)]),
        frames=frames,
        authority=authority,
        countries=countries,
        places=places,
        reading=load_reading(folder / "reading.yml"),
        cues=load_cues(folder / "cues.yml"),
        name_words=load_name_words(folder / "names.yml", countries, places, authority),
        event_words=load_event_words(folder / "events.yml"),
    )


def authority_names(authority: Authority) -> Iterator[str]:
    """Names of two words or more from the authority file, without what stands in brackets."""
    for actor in authority.actors.values():
        for name in (actor.name, *actor.aliases):
            plain = re.sub(r"\s*\([^)]*\)", "", name)
            if " " in plain and re.fullmatch(r"[^\W_]+(?:(?:[ -]|'s )[^\W_]+)*", plain):
                yield plain


def with_names(themes: Iterable[Theme], names: Iterable[str]) -> tuple[Theme, ...]:
    """Give each theme those names in which one of its indicators would count.

    The bare name of a body carries no theme of the words in it. A name that is an indicator in
    itself is left out: then the indicator holds.
    """
    themes = tuple(themes)
    matcher = ThemeMatcher(themes)
    taken: dict[str, dict[str, None]] = {theme.id: {} for theme in themes}
    for name in dict.fromkeys(chain.from_iterable(map(expand, names))):
        hits = matcher.find(name)
        whole = {theme for theme, _, start, end in hits if (start, end) == (0, len(name))}
        for theme in {hit[0] for hit in hits} - whole:
            taken[theme][name] = None
    return tuple(replace(theme, names=tuple(taken[theme.id])) for theme in themes)


def check_gold_themes(codebook: Codebook, path: Path = paths.GOLD / "sentence_themes.csv") -> None:
    """Check that the hand-checked codings name only themes of the codebook.

    Raises
    ------
    InputError
        For the first theme that the codebook does not have.
    """
    columns = ("release", "start", "end", "coding_1", "coding_2", "adjudicated")
    known = {theme.id for theme in codebook.themes}
    for row in _gold_rows(path, columns):
        for column in columns[3:]:
            for name in listed(row.cells[column]):
                if name not in known:
                    raise InputError(
                        f"The theme '{name}' in {column} is unknown to the codebook.",
                        path,
                        row.line,
                        f"Use one of {', '.join(sorted(known))}, or add it to themes.yml.",
                    )


def _gold_rows(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of the gold table; its key is release and start together."""
    reader = csv.reader(read_text(path).splitlines())
    header = tuple(next(reader, []))
    if header != columns:
        raise InputError(
            f"The columns are {', '.join(header)}.", path, 1, f"Make them {','.join(columns)}."
        )
    return [Row(reader.line_num, cells_of(row, columns, path, reader.line_num)) for row in reader]
