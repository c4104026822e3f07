"""Where the events of the wider record took place: places as printed, joined to towns on a map.

A release names a place in the spelling of its day. `places.csv` of the record joins the spellings
and the renamings of one town and gives its coordinates. A region is an area, so it has none: what
a release places in a region only is counted, and not put on a town that it does not name.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from communique import paths
from communique.errors import InputError
from communique.files import Row, listed, read_csv
from communique.record import EVENT_COLUMNS, FRAMES, Record

PLACE_COLUMNS = ("place", "town", "kind", "country", "latitude", "longitude", "geonames_id",
                 "source", "note")  # fmt: skip
OUTLINE_COLUMNS = ("point", "ring", "longitude", "latitude")

TOWN, REGION, ONLINE, UNKNOWN = "town", "region", "online", "unknown"
KINDS = (TOWN, REGION, ONLINE)
"""Kinds of a place that is printed. `UNKNOWN` is the kind of an event without a place."""

LIMITS = {"latitude": 90.0, "longitude": 180.0}

EARTH_KM = 6371.0
PARALLELS, ORIGIN = (43.0, 53.0), (67.0, 48.0)
"""Where the projection keeps distances, and its middle as (longitude, latitude), in degrees."""


@lru_cache(maxsize=4)
def read_places(path: Path = paths.RECORD / "places.csv") -> pd.DataFrame:
    """The table of places: one row a place as printed, with the town that it is.

    Returns
    -------
    frame
        `PLACE_COLUMNS`; ``latitude`` and ``longitude`` in decimal degrees (WGS 84), ``nan`` for
        what is no town. Not to be changed: every call returns the same frame.

    Raises
    ------
    InputError
        For an unknown kind, a town without coordinates or with such as cannot be, another place
        with coordinates, or a town whose rows differ in kind, country, coordinates or id.
    """
    rows = read_csv(path, PLACE_COLUMNS, "place")
    first: dict[str, Row] = {}
    for row in rows:
        _check_place(row, path)
        before = first.setdefault(row.cells["town"], row)
        for column in ("kind", "country", "latitude", "longitude", "geonames_id"):
            if row.cells[column] != before.cells[column]:
                raise InputError(
                    f"The {column} of {row.cells['town']} is '{row.cells[column]}' here and "
                    f"'{before.cells[column]}' on line {before.line}.",
                    path,
                    row.line,
                    "Make both the same.",
                )
    frame = pd.DataFrame([row.cells for row in rows], columns=list(PLACE_COLUMNS), dtype="str")
    for column in LIMITS:
        frame[column] = pd.to_numeric(frame[column].replace("", None)).astype("float64")
    return frame


def _check_place(row: Row, path: Path) -> None:
    """A known kind; coordinates for a town, and for nothing else."""
    kind = row.cells["kind"]
    if kind not in KINDS:
        raise InputError(
            f"The kind '{kind}' is unknown.", path, row.line, f"Use one of {', '.join(KINDS)}."
        )
    if not row.cells["town"]:
        raise InputError("The town is empty.", path, row.line, "Repeat the place, or join it.")
    for column, limit in LIMITS.items():
        text = row.cells[column]
        if kind != TOWN and text:
            raise InputError(
                f"A {kind} has a {column} here.",
                path,
                row.line,
                "Leave it empty: only a town is drawn at a point.",
            )
        if kind == TOWN and not _is_degree(text, limit):
            raise InputError(
                f"'{text}' is no {column}.",
                path,
                row.line,
                f"Write decimal degrees between -{limit:g} and {limit:g}.",
            )


def _is_degree(text: str, limit: float) -> bool:
    try:
        return abs(float(text)) <= limit
    except ValueError:
        return False


@lru_cache(maxsize=4)
def read_outline(path: Path = paths.RECORD / "outline.csv") -> pd.DataFrame:
    """The outline of the country: its points in their order, ``ring`` by ``ring``.

    Returns
    -------
    frame
        `OUTLINE_COLUMNS`; ``longitude`` and ``latitude`` in decimal degrees (WGS 84). The last
        point of a ring is its first. Not to be changed: every call returns the same frame.

    Raises
    ------
    InputError
        For coordinates that cannot be.
    """
    rows = read_csv(path, OUTLINE_COLUMNS, "point")
    for row in rows:
        for column, limit in LIMITS.items():
            if not _is_degree(row.cells[column], limit):
                raise InputError(
                    f"'{row.cells[column]}' is no {column}.",
                    path,
                    row.line,
                    f"Write decimal degrees between -{limit:g} and {limit:g}.",
                )
    frame = pd.DataFrame([row.cells for row in rows], columns=list(OUTLINE_COLUMNS))
    return frame.astype({"point": int, "ring": int, "longitude": float, "latitude": float})


def places_of_events(record: Record) -> pd.DataFrame:
    """Every event with each town, region or other place that it took place in.

    Parameters
    ----------
    record : Record
        Its events name places as printed, several joined by semicolons.

    Returns
    -------
    frame
        One row an event and town, by date: ``event``, ``date``, ``year``, ``scope``, ``frame``,
        ``chosen``, ``place`` (as printed), ``town``, ``kind``, ``latitude``, ``longitude``. An
        event in two towns has two rows; one that names a town under two names has one row. An
        event without a place has one row of the kind `UNKNOWN` with an empty town.

    Raises
    ------
    InputError
        For a place that has no row in ``places.csv``, with the line of its event.
    """
    known = read_places(record.folder / "places.csv").set_index("place")
    of_event = ["event", "date", "year", "scope", "frame", "chosen"]
    of_place = ["town", "kind", "latitude", "longitude"]
    named = record.events[[*of_event, "place"]].copy()
    named["place"] = [listed(cell) or ("",) for cell in named["place"]]
    rows = named.explode("place", ignore_index=True)
    missing = rows[~rows["place"].isin([*known.index, ""])]
    for row in missing.itertuples(index=False):
        raise _no_place(row.place, row.event, record.folder)
    rows = rows.merge(known[of_place], left_on="place", right_index=True, how="left")
    rows["town"], rows["kind"] = rows["town"].fillna(""), rows["kind"].fillna(UNKNOWN)
    once = rows.drop_duplicates(["event", "town"])
    return once[[*of_event, "place", *of_place]].reset_index(drop=True)


def _no_place(place: str, event: str, folder: Path) -> InputError:
    """The error about a place without a row, at the line of its event where there is a file."""
    path, line = folder / "events.csv", None
    if path.is_file():
        rows = read_csv(path, EVENT_COLUMNS, "event")
        line = next((row.line for row in rows if row.cells["event"] == event), None)
    return InputError(
        f"The place '{place}' of the event '{event}' is not known.",
        path,
        line,
        "Give it a row in record/places.csv, or correct its name.",
    )


def town_counts(record: Record) -> pd.DataFrame:
    """How many events took place in each town, and how many elsewhere.

    An event in two towns counts once in each, so that the sum may exceed the number of events.

    Returns
    -------
    frame
        One row a town, then one a region, ``online``, and events without a place (kind `UNKNOWN`,
        empty town); inside a kind by number of events, then by name. ``events``; ``police``
        events among them; ``first`` and ``last`` year; one column a frame of `FRAMES` and
        ``chosen`` (releases whose text the project holds) with numbers of events; ``latitude``
        and ``longitude``, ``nan`` where the row is no town. A frame without an event there is 0.
    """
    rows = places_of_events(record)
    rows["police"] = rows["scope"] == "police"
    for frame in FRAMES:
        rows[frame] = rows["frame"] == frame
    numbers = ["police", *FRAMES, "chosen"]
    counts = rows.groupby(["kind", "town"], as_index=False).agg(
        events=("event", "size"),
        first=("year", "min"),
        last=("year", "max"),
        latitude=("latitude", "first"),
        longitude=("longitude", "first"),
        **{name: (name, "sum") for name in numbers},
    )
    counts = counts.astype(dict.fromkeys((*numbers, "events", "first", "last"), "int64"))
    counts["rank"] = counts["kind"].map({kind: n for n, kind in enumerate((*KINDS, UNKNOWN))})
    counts = counts.sort_values(["rank", "events", "town"], ascending=[True, False, True])
    columns = ["town", "kind", "events", "police", "first", "last", *FRAMES, "chosen",
               "latitude", "longitude"]  # fmt: skip
    return counts[columns].reset_index(drop=True)


def event_kinds(record: Record) -> pd.Series:
    """How many events are told of a town, of a region only, online only, or without a place.

    Returns
    -------
    Series
        Whole numbers by kind, in the order of `KINDS` and `UNKNOWN`: every event counts once,
        under the first of its kinds, so that the sum is the number of events.
    """
    kinds = [*KINDS, UNKNOWN]
    rows = places_of_events(record)
    first = rows["kind"].map(kinds.index).groupby(rows["event"]).min()
    counts = first.map(dict(enumerate(kinds))).value_counts()
    return counts.reindex(kinds, fill_value=0).astype("int64")


def albers(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Albers' equal-area conic projection of the sphere, laid for Kazakhstan.

    Parameters
    ----------
    longitude, latitude : arrays of float
        Decimal degrees.

    Returns
    -------
    x, y : arrays of float
        Kilometres east and north of `ORIGIN`. Areas are true everywhere, distances on
        `PARALLELS`; ``nan`` stays ``nan``. The sphere of radius `EARTH_KM` stands for the
        ellipsoid, an error of a few parts in a thousand.

    References
    ----------
    Snyder (1987), Map projections: a working manual, section 14. U.S. Geological Survey
    Professional Paper 1395, doi:10.3133/pp1395.
    """
    one, two = np.radians(PARALLELS)
    cone = (np.sin(one) + np.sin(two)) / 2
    constant = np.cos(one) ** 2 + 2 * cone * np.sin(one)

    def radius(angle: np.ndarray) -> np.ndarray:
        return EARTH_KM * np.sqrt(constant - 2 * cone * np.sin(np.radians(angle))) / cone

    turn = cone * np.radians(np.asarray(longitude, dtype=float) - ORIGIN[0])
    distance = radius(np.asarray(latitude, dtype=float))
    origin = radius(np.asarray(ORIGIN[1]))
    return distance * np.sin(turn), origin - distance * np.cos(turn)


def rings(outline: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The rings of an outline, each with its points in order."""
    for _, ring in outline.groupby("ring", sort=True):
        yield ring.sort_values("point")
