"""Files: those that people edit, read and checked, and those that are made, written in one step.

What is wrong in them stops with one message that names file, line and remedy.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from communique.errors import InputError


def read_text(path: Path) -> str:
    """The text of a codebook file, which must be UTF-8 and hold no tab."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(
            "This file of the codebook is missing.", path, remedy="Restore it from the repository."
        ) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise InputError(
            "The file is not UTF-8.", path, line, "Save it as UTF-8 in your editor."
        ) from None
    if "\t" in text:
        line = text[: text.index("\t")].count("\n") + 1
        raise InputError("A tab character stands here.", path, line, "Put spaces in its place.")
    return text


@dataclass(frozen=True)
class YamlFile:
    """A YAML file as plain data that still knows its lines.

    ``data`` holds dicts, lists, strings, numbers, booleans and ``None``. Only ``true`` and
    ``false`` are booleans: ``no`` and ``on`` stay the words that they are; dates stay strings.
    """

    path: Path
    data: Any
    lines: dict[tuple[str | int, ...], int] = field(repr=False)

    def __iter__(self) -> Iterator[Any]:
        """The data, then the function that tells a line: ``data, line = read_yaml(path)``."""
        return iter((self.data, self.line))

    def line(self, *keys: str | int) -> int | None:
        """Line of the node that `keys` lead to; of its nearest parent if there is no such node."""
        for length in range(len(keys), -1, -1):
            if keys[:length] in self.lines:
                return self.lines[keys[:length]]
        return None

    def error(self, message: str, *keys: str | int, remedy: str | None = None) -> InputError:
        """The error to raise about the node that `keys` lead to."""
        return InputError(message, self.path, self.line(*keys), remedy)


def read_yaml(path: Path) -> YamlFile:
    """Read a YAML file.

    Parameters
    ----------
    path : Path
        The file.

    Returns
    -------
    YamlFile
        Its data, with the line of every node.

    Raises
    ------
    InputError
        If the file is missing, is not UTF-8, holds a tab, is no YAML, or names a key twice.
    """
    text = read_text(path)
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise InputError(
            f"This is no valid YAML: {error.problem or 'unreadable'}.",
            path,
            mark.line + 1 if mark else None,
            "Check indentation, quotes and colons on this line and the one before.",
        ) from None
    except yaml.YAMLError as error:
        first = str(error).splitlines()[0]
        raise InputError(f"This is no valid YAML: {first}.", path) from None
    lines: dict[tuple[str | int, ...], int] = {}
    return YamlFile(path, _plain(node, (), lines, path) if node else None, lines)


def _plain(
    node: yaml.Node,
    keys: tuple[str | int, ...],
    lines: dict[tuple[str | int, ...], int],
    path: Path,
) -> Any:
    """A YAML node as plain data; `lines` gathers where each node stands."""
    lines[keys] = node.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode):
        return [_plain(child, (*keys, i), lines, path) for i, child in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        data: dict[str, Any] = {}
        for key_node, child in node.value:
            key, line = str(key_node.value), key_node.start_mark.line + 1
            if key in data:
                raise InputError(
                    f"The key '{key}' stands here a second time.", path, line, "Keep one of them."
                )
            data[key] = _plain(child, (*keys, key), lines, path)
            lines[(*keys, key)] = line
        return data
    return _scalar(node)


def _scalar(node: yaml.Node) -> str | int | float | bool | None:
    value: str = node.value
    if getattr(node, "style", None) in ("'", '"', "|", ">"):
        return value
    kind = node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool" and value.lower() in ("true", "false"):
        return value.lower() == "true"
    try:
        return int(value) if kind == "int" else float(value) if kind == "float" else value
    except ValueError:
        return value


class Row(NamedTuple):
    """One row of a table: its line in the file and its cells by column."""

    line: int
    cells: dict[str, str]


def read_csv(path: Path, columns: tuple[str, ...], key: str) -> list[Row]:
    """Read a table of the codebook.

    Parameters
    ----------
    path : Path
        A CSV file with commas and a header.
    columns : tuple of str
        The columns that it must have, in this order.
    key : str
        The column that must be filled and unique.

    Returns
    -------
    list of Row
        In the order of the file; cells without white space at their ends.

    Raises
    ------
    InputError
        For another header, a row with too many or too few cells, an empty or repeated key.
    """
    rows = read_rows(path, columns)
    seen: dict[str, int] = {}
    for line, cells in rows:
        name = cells[key]
        if not name:
            raise InputError(f"The {key} is empty.", path, line, "Fill it in or delete the row.")
        if name in seen:
            raise InputError(
                f"'{name}' stands here a second time, first on line {seen[name]}.",
                path,
                line,
                "Keep one of the two rows.",
            )
        seen[name] = line
    return rows


def read_rows(path: Path, columns: tuple[str, ...]) -> list[Row]:
    """The rows of a table in which no single column need be a key; as `read_csv` else."""
    reader = csv.reader(read_text(path).splitlines(keepends=True), strict=True)
    try:
        header = tuple(next(reader, []))
        if header != columns:
            raise InputError(
                f"The columns are {', '.join(header) or 'missing'}.",
                path,
                1,
                f"Make them, separated by commas: {','.join(columns)}.",
            )
        return [
            Row(reader.line_num, cells_of(row, columns, path, reader.line_num))
            for row in reader
            if row
        ]
    except csv.Error as error:
        raise InputError(
            f"This is no valid CSV: {error}.", path, reader.line_num, "Check its quotation marks."
        ) from None


def cells_of(row: list[str], columns: tuple[str, ...], path: Path, line: int) -> dict[str, str]:
    """The cells of a row by column, without white space at their ends."""
    if len(row) != len(columns):
        raise InputError(
            f"This row has {len(row)} cells, not {len(columns)}.",
            path,
            line,
            "Put a comma for each empty cell, and quotation marks around a cell with a comma.",
        )
    return {column: cell.strip() for column, cell in zip(columns, row, strict=True)}


def listed(cell: str) -> tuple[str, ...]:
    """The members of a cell that lists several, separated by semicolons."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def one_of(phrases: Iterable[str]) -> str:
    """A pattern for one of some phrases, the longest first; a star is the rest of a word."""
    escaped = (
        r"\s+".join(re.escape(word).replace(r"\*", r"\w*") for word in phrase.split())
        for phrase in sorted(phrases, key=len, reverse=True)
    )
    return "(?:" + "|".join(escaped) + ")"


def write_atomically(path: Path, content: bytes) -> Path:
    """Write a file in one step; one that already holds these bytes is not touched."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_file() and path.read_bytes() == content:
        return path
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path
