"""The wider record: the facts of many events, coded from public press releases, read and checked.

A larger body of facts behind the five releases. It holds no text. Its tables are made here, once,
with one row an event or a tie; what they can bear is said by the chapters.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

import networkx as nx
import pandas as pd

from communique import paths
from communique.authority import Authority
from communique.codebook import load_codebook
from communique.errors import InputError
from communique.files import Row, listed, read_csv, read_rows
from communique.network import merge_successions, successions, two_mode_graph
from communique.records import ROLES
from communique.study import actor_frame

PARTICIPANT = "participant_body"
"""The body whose people attended: a role that only the record codes."""

RECORD_ROLES = (*ROLES, PARTICIPANT)

FRAMES = {
    "rights": "Rights",
    "plural_society": "Plural society",
    "security": "Security",
    "apart": "Apart from the three",
}
"""Frames of subjects, in the order of figures and tables."""

EVENT_COLUMNS = ("event", "release", "url", "title", "date", "date_basis", "place", "country",
                 "duration_days", "participants", "participants_note", "subject",
                 "other_subjects", "scope", "read_whole", "read_from")  # fmt: skip
CHOICES = {
    "date_basis": ("dateline", "body"),
    "scope": ("police", "adjacent"),
    "read_whole": ("yes", "no"),
    "read_from": ("official", "copy"),
}
RECODED_COLUMNS = ("event", "date", "place", "duration_days", "participants", "subject")
TIE_COLUMNS = ("event", "actor", "role")
ACTOR_COLUMNS = ("actor", "type", "country", "parent", "valid_from", "valid_to", "succeeded_by")
SUBJECT_COLUMNS = ("subject", "label", "frame")
PERIOD_COLUMNS = ("period", "begins", "note")
INFERRED_COLUMNS = ("event", "basis")


@dataclass(frozen=True, eq=False, repr=False)
class Record:
    """The tables of a record.

    Attributes
    ----------
    events : frame
        One row an event, by date and id: the columns of the file, ``date`` as a day, ``year``,
        ``read_whole`` as truth value, ``frame`` of its subject, ``period``, ``date_inferred``,
        ``chosen`` where the project holds the text of its release. An empty cell is ``<NA>`` or an
        empty text: unknown.
    ties : frame
        One row an event, actor and role in the shape that `network` takes: ``release`` (the
        event), ``date``, ``actor``, ``actor_type``, ``country``, ``role``, ``evidence`` (empty:
        the record holds no text).
    actors : frame
        As `Study.actors`: the whole authority file.
    subjects : frame
        ``subject``, ``label``, ``frame``, in the order of the file.
    periods : frame
        ``period``, ``begins``, ``note``: the office's names and mandates, each until the next.
    recoded_events, recoded_ties : frames
        The second coding of some of the events, with canonical names of actors.
    """

    events: pd.DataFrame
    ties: pd.DataFrame
    actors: pd.DataFrame
    subjects: pd.DataFrame
    periods: pd.DataFrame
    recoded_events: pd.DataFrame
    recoded_ties: pd.DataFrame
    folder: Path = paths.RECORD

    def __repr__(self) -> str:
        return f"<Record of {len(self.events)} events>"

    @cached_property
    def police(self) -> pd.DataFrame:
        """The events whose audience or object is the police or another security service."""
        return self.events[self.events["scope"] == "police"].reset_index(drop=True)

    @cached_property
    def taking_part(self) -> pd.DataFrame:
        """The ties without the bodies whose people only attended."""
        return self.ties[self.ties["role"].isin(ROLES)].reset_index(drop=True)

    @cached_property
    def labels(self) -> pd.Series:
        """The name of each subject, by its id."""
        return self.subjects.set_index("subject")["label"]

    @property
    def empty_years(self) -> list[int]:
        """The whole years since the first period began for which no event was found."""
        if self.events.empty:
            return []
        begun = int(self.periods["begins"].dt.year.min()) + 1
        return sorted(set(range(begun, int(self.events["year"].max()) + 1))
                      - set(self.events["year"]))  # fmt: skip

    @cached_property
    def graph(self) -> nx.MultiGraph:
        """The two-mode network of all events and ties; see `network.two_mode_graph`."""
        return two_mode_graph(self.ties, self.dated, self.actors)

    @cached_property
    def dated(self) -> pd.DataFrame:
        """The events in the shape that `network` takes: ``release`` (the event) and ``date``."""
        return self.events[["event", "date"]].rename(columns={"event": "release"})

    @cached_property
    def office(self) -> str:
        """The node of the office that published the releases: the renamed body of most events."""
        offices = merge_successions(self.ties, self.actors)
        renamed = offices[offices["node"].isin(
            {name for chain in successions(self.actors) for name in chain})]  # fmt: skip
        counts = renamed.groupby("node")["release"].nunique()
        return str(counts.idxmax()) if len(counts) else ""

    @cached_property
    def office_names(self) -> tuple[str, ...]:
        """All names that the publishing office bore, whether or not in these ties."""
        chains = successions(self.actors)
        return next((names for names in chains if self.office in names), ())


@lru_cache(maxsize=4)
def open_record(folder: Path = paths.RECORD) -> Record:
    """Read and check the record of this project, or another of the same shape.

    Raises
    ------
    InputError
        For what a person has to mend, with file and line: an unknown event, actor, role, subject
        or frame; a row that stands twice; a day that cannot be; an actor that the codebook does
        not know or describes otherwise.
    """
    authority = load_codebook().authority
    subjects = _subjects(folder / "subjects.csv")
    frames = subjects.set_index("subject")["frame"]
    periods = _periods(folder / "periods.csv")
    events = _events(folder / "events.csv", frames)
    events["period"] = _period_of(events["date"], periods, folder / "periods.csv")
    known = set(events["event"])
    inferred = _known_events(folder / "inferred_dates.csv", INFERRED_COLUMNS, known)
    events["date_inferred"] = events["event"].isin({row.cells["event"] for row in inferred})
    _check_actors(folder / "actors.csv", authority)
    listed_actors = {row.cells["actor"] for row in
                     read_csv(folder / "actors.csv", ACTOR_COLUMNS, "actor")}  # fmt: skip
    ties = _ties(folder / "ties.csv", known, authority, listed_actors)
    recoded = _recoded_events(folder / "recoding_events.csv", known, frames)
    again = _ties(folder / "recoding_ties.csv", set(recoded["event"]), authority)
    return Record(
        events,
        _with_actors(ties, events, authority),
        actor_frame(authority),
        subjects,
        periods,
        recoded,
        again,
        folder,
    )


def _subjects(path: Path) -> pd.DataFrame:
    rows = read_csv(path, SUBJECT_COLUMNS, "subject")
    for row in rows:
        _one_of(row, "frame", FRAMES, path)
    return pd.DataFrame([row.cells for row in rows], columns=list(SUBJECT_COLUMNS), dtype="str")


def _periods(path: Path) -> pd.DataFrame:
    rows = read_csv(path, PERIOD_COLUMNS, "period")
    for before, row in zip([None, *rows], rows, strict=False):
        _check_day(row.cells["begins"], path, row.line)
        if before and before.cells["begins"] >= row.cells["begins"]:
            raise InputError(
                f"'{row.cells['period']}' begins before the period above it.",
                path,
                row.line,
                "Put the periods in the order of time.",
            )
    frame = pd.DataFrame([row.cells for row in rows], columns=list(PERIOD_COLUMNS), dtype="str")
    if not rows:
        raise InputError("There is no period.", path, remedy="Add one that begins early enough.")
    return frame.assign(begins=pd.to_datetime(frame["begins"]).astype("datetime64[us]"))


def _period_of(days: pd.Series, periods: pd.DataFrame, path: Path) -> list[str]:
    """The period in which each day lies."""
    if (days < periods["begins"].min()).any():
        raise InputError(
            f"An event of {days.min().date()} lies before the first period.",
            path,
            2,
            "Let the first period begin earlier.",
        )
    places = periods["begins"].searchsorted(days, side="right")
    return [periods["period"].iloc[place - 1] for place in places]


def _events(path: Path, frames: pd.Series) -> pd.DataFrame:
    rows = read_csv(path, EVENT_COLUMNS, "event")
    for row in rows:
        for column, choices in CHOICES.items():
            _one_of(row, column, choices, path)
        _check_facts(row, frames, path)
        if not re.fullmatch(r"https?://[^\s/]+\S*", row.cells["url"]):
            raise InputError(
                f"'{row.cells['url']}' is no address.", path, row.line, "Write https://…"
            )
        for subject in listed(row.cells["other_subjects"]):
            _known_subject(subject, frames, path, row.line)
    frame = _typed(pd.DataFrame([row.cells for row in rows], columns=list(EVENT_COLUMNS)))
    frame["year"] = frame["date"].dt.year
    frame["read_whole"] = frame["read_whole"] == "yes"
    frame["frame"] = frame["subject"].map(frames)
    frame["chosen"] = frame["release"] != ""
    return frame.sort_values(["date", "event"]).reset_index(drop=True)


def _recoded_events(path: Path, known: Collection[str], frames: pd.Series) -> pd.DataFrame:
    rows = _known_events(path, RECODED_COLUMNS, known)
    for row in rows:
        _check_facts(row, frames, path)
    frame = _typed(pd.DataFrame([row.cells for row in rows], columns=list(RECODED_COLUMNS)))
    frame["frame"] = frame["subject"].map(frames)
    return frame.sort_values("event").reset_index(drop=True)


def _known_events(path: Path, columns: tuple[str, ...], known: Collection[str]) -> list[Row]:
    """The rows of a table about events of the record."""
    rows = read_csv(path, columns, "event")
    for row in rows:
        if row.cells["event"] not in known:
            raise _unknown_event(row.cells["event"], path, row.line)
    return rows


def _check_facts(row: Row, frames: pd.Series, path: Path) -> None:
    """Date, numbers and subject of an event."""
    _check_day(row.cells["date"], path, row.line)
    for column in ("duration_days", "participants"):
        if (text := row.cells[column]) and not (text.isdecimal() and int(text) > 0):
            raise InputError(
                f"'{text}' is no {column.replace('_', ' ')}.",
                path,
                row.line,
                "Write a whole number, or leave the cell empty.",
            )
    _known_subject(row.cells["subject"], frames, path, row.line)


def _check_day(text: str, path: Path, line: int) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise InputError(f"'{text}' is no day.", path, line, "Write YYYY-MM-DD.") from None


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    frame = frame.astype("str")
    frame["date"] = pd.to_datetime(frame["date"]).astype("datetime64[us]")
    for column in ("duration_days", "participants"):
        frame[column] = pd.to_numeric(frame[column].replace("", None)).astype("Int64")
    return frame


def _ties(
    path: Path,
    known: Collection[str],
    authority: Authority,
    actors: Collection[str] | None = None,
) -> pd.DataFrame:
    """Event, actor and role of each row, the actor by its canonical name."""
    found: dict[tuple[str, str, str], int] = {}
    for line, cells in read_rows(path, TIE_COLUMNS):
        if cells["event"] not in known:
            raise _unknown_event(cells["event"], path, line)
        _one_of(Row(line, cells), "role", RECORD_ROLES, path)
        names = authority.candidates(cells["actor"])
        if len(names) != 1 or (actors is not None and names[0] not in actors):
            raise InputError(
                f"The actor '{cells['actor']}' is not known.",
                path,
                line,
                "Write its canonical name, and give it a row in record/actors.csv and in "
                "codebook/actors.csv.",
            )
        tie = (cells["event"], names[0], cells["role"])
        if tie in found:
            raise InputError(
                f"This tie stands here a second time, first on line {found[tie]}.",
                path,
                line,
                "Keep one of the two rows.",
            )
        found[tie] = line
    return pd.DataFrame(list(found), columns=list(TIE_COLUMNS), dtype="str")


def _check_actors(path: Path, authority: Authority) -> None:
    """Every actor stands in the codebook, and nothing contradicts it; terms may be left out."""
    for line, cells in read_csv(path, ACTOR_COLUMNS, "actor"):
        actor = authority.actors.get(cells["actor"])
        if actor is None:
            raise InputError(
                f"The actor '{cells['actor']}' is not in the codebook.",
                path,
                line,
                "Give it a row in codebook/actors.csv.",
            )
        for column in ACTOR_COLUMNS[1:]:
            there = getattr(actor, column) or ""
            may_be_empty = column in ("valid_from", "valid_to", "succeeded_by")
            if cells[column] != there and (cells[column] or not may_be_empty):
                raise InputError(
                    f"The {column} of '{actor.name}' is '{cells[column]}' here and '{there}' in "
                    "the codebook.",
                    path,
                    line,
                    "Make both the same.",
                )


def _one_of(row: Row, column: str, choices: Collection[str], path: Path) -> None:
    value = row.cells[column]
    if value not in choices:
        raise InputError(
            f"The {column.replace('_', ' ')} '{value}' is unknown.",
            path,
            row.line,
            f"Use one of {', '.join(choices)}.",
        )


def _known_subject(subject: str, frames: pd.Series, path: Path, line: int) -> None:
    if subject not in frames.index:
        raise InputError(
            f"The subject '{subject}' is unknown.",
            path,
            line,
            f"Use one of {', '.join(frames.index)}, or add it to subjects.csv.",
        )


def _unknown_event(event: str, path: Path, line: int) -> InputError:
    return InputError(
        f"There is no event '{event}'.", path, line, "Correct the id, or add the event."
    )


def _with_actors(ties: pd.DataFrame, events: pd.DataFrame, authority: Authority) -> pd.DataFrame:
    """Ties in the shape of `Study.ties`, as far as a record has it, by date, event and role."""
    frame = ties.rename(columns={"event": "release"})
    days = events[["event", "date"]].rename(columns={"event": "release"})
    frame = frame.merge(days, on="release", how="left")
    for column, name in (("actor_type", "type"), ("country", "country")):
        frame[column] = [getattr(authority.actors[actor], name) for actor in frame["actor"]]
    frame["evidence"] = ""
    order = {role: number for number, role in enumerate(RECORD_ROLES)}
    frame["order"] = frame["role"].map(order)
    frame = frame.sort_values(["date", "release", "order", "actor"]).reset_index(drop=True)
    return frame[["release", "date", "actor", "actor_type", "country", "role", "evidence"]]
