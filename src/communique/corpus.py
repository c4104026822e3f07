"""Reading releases from disk: the manifest, its checksums, and single files.

A folder with a manifest (`releases.csv`) is a corpus: every text is listed, every listed file is
there, and every checksum holds. A single file, or a folder without a manifest, is read as it is.
"""

from __future__ import annotations

import csv
import hashlib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

from charset_normalizer import from_bytes

from communique.errors import InputError
from communique.paths import RELEASES
from communique.records import Release

MANIFEST = "releases.csv"
COLUMNS = ("release", "file", "sha256", "url", "title", "language")
TEXT_SUFFIXES = (".txt", ".text")


def read_corpus(folder: Path = RELEASES) -> list[Release]:
    """All releases of a manifest, in its order, each checked against its SHA-256.

    Parameters
    ----------
    folder : path
        Holds `releases.csv` and the texts.

    Raises
    ------
    InputError
        For a missing manifest or column, a duplicate id, a file that is not listed or not there,
        a wrong checksum, an empty or undecodable file. The message names file, line and remedy.
    """
    manifest = folder / MANIFEST
    rows = _manifest_rows(manifest)
    listed = {row["file"] for _, row in rows}
    for path in sorted(folder.iterdir()):
        if path.name not in listed and path.name != MANIFEST and not path.name.startswith("."):
            raise InputError(
                "This file is not listed in the manifest.",
                file=path,
                remedy=f"Add a row for it to {MANIFEST} (with the sha256 of the file), or move it "
                "out of the folder.",
            )
    releases = []
    for line, row in rows:
        path = folder / row["file"]
        if not path.is_file():
            raise InputError(
                f"The listed file {row['file']!r} is not there.",
                file=manifest,
                line=line,
                remedy="Restore the file, or take its row out of the manifest.",
            )
        _check_sum(path, row["sha256"], manifest, line)
        releases.append(
            read_release(
                path,
                release_id=row["release"],
                title=row["title"] or None,
                url=row["url"] or None,
                language=row["language"] or None,
            )
        )
    return releases


def read_release(
    path: Path,
    *,
    release_id: str | None = None,
    title: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Release:
    """One release from one file.

    UTF-8 is expected; another encoding is detected and noted in the release's warnings. The id is
    the file's name without its ending unless one is given. Offsets count characters of the text
    returned here; a byte order mark is no character.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"The file cannot be read ({error.strerror}).",
            file=path,
            remedy="Check that the path exists and that you may read it.",
        ) from error
    text, warnings = _decode(raw, path)
    if not text.strip():
        raise InputError(
            "The file is empty.",
            file=path,
            remedy="Put the release's text into it, or remove it.",
        )
    return Release(
        id=release_id or path.stem,
        text=text,
        path=path,
        title=title,
        url=url,
        language=language,
        sha256=hashlib.sha256(raw).hexdigest(),
        warnings=tuple(warnings),
    )


def find_release_files(paths: Sequence[Path]) -> list[Path]:
    """The text files that paths name: a file itself, or the texts below a folder, sorted."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in TEXT_SUFFIXES)
            if not inside:
                raise InputError(
                    "The folder holds no text file.",
                    file=path,
                    remedy=f"Put releases into it as {' or '.join(TEXT_SUFFIXES)} files.",
                )
            found.extend(inside)
        elif path.exists():
            found.append(path)
        else:
            raise InputError(
                "There is no such file or folder.", file=path, remedy="Check the path's spelling."
            )
    return found


def manifest_metadata(path: Path) -> dict[str, str]:
    """What a manifest beside a text says of it: empty where there is none or no row for it."""
    manifest = path.parent / MANIFEST
    if not manifest.is_file():
        return {}
    for _, row in _manifest_rows(manifest):
        if row["file"] == path.name:
            return {key: row[key] for key in ("title", "url", "language") if row[key]}
    return {}


def _manifest_rows(manifest: Path) -> list[tuple[int, dict[str, str]]]:
    if not manifest.is_file():
        raise InputError(
            "The manifest is missing.",
            file=manifest,
            remedy=f"Make it with the columns {', '.join(COLUMNS)}, one row a release.",
        )
    rows: list[tuple[int, dict[str, str]]] = []
    seen: dict[str, int] = {}
    with manifest.open(encoding="utf-8-sig", newline="") as handle:
        reader = csv.DictReader(handle)
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            raise InputError(
                f"The manifest lacks the column {missing[0]!r}.",
                file=manifest,
                line=1,
                remedy=f"Its first line must name {', '.join(COLUMNS)}.",
            )
        for row in reader:
            values = {name: (row[name] or "").strip() for name in COLUMNS}
            for name in ("release", "file"):
                earlier = seen.setdefault(f"{name} {values[name]}", reader.line_num)
                if not values[name] or earlier != reader.line_num:
                    raise InputError(
                        f"The {name} {values[name]!r} is empty or stands twice.",
                        file=manifest,
                        line=reader.line_num,
                        remedy=f"Give every row a {name} of its own.",
                    )
            if Path(values["file"]).name != values["file"]:
                raise InputError(
                    f"{values['file']!r} is not the name of a file in this folder.",
                    file=manifest,
                    line=reader.line_num,
                    remedy="Write the file's name alone and put the file beside the manifest.",
                )
            rows.append((reader.line_num, values))
    if not rows:
        raise InputError(
            "The manifest lists no release.", file=manifest, remedy="Add one row a release."
        )
    return rows


def _check_sum(path: Path, expected: str, manifest: Path, line: int) -> None:
    actual = hashlib.sha256(path.read_bytes()).hexdigest()
    if actual != expected.lower():
        raise InputError(
            f"The SHA-256 of {path.name} is {actual}, not the one listed.",
            file=manifest,
            line=line,
            remedy="Restore the text as it was; if the change is meant, write the new value here.",
        )


def _decode(raw: bytes, path: Path) -> tuple[str, list[str]]:
    """Text of a file, with a warning where it is not UTF-8; line ends stay as they are."""
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
    best = from_bytes(raw).best()
    if best is None or b"\0" in raw or _is_garbled(str(best)):
        raise InputError(
            "The file is not UTF-8 text, and its encoding cannot be told.",
            file=path,
            line=line,
            remedy="Save it as UTF-8.",
        )
    return str(best), [f"encoding: read as {best.encoding}, not UTF-8; check accented letters"]


def _is_garbled(text: str) -> bool:
    """Whether control characters show that bytes were no text."""
    bad = sum(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t\f" for sign in text)
    return bad > 0.01 * len(text)
