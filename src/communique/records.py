"""The records that travel through the project: release, sentence, event, tie, theme hit.

All are immutable. A span is a pair of character offsets into the decoded file as it stands on
disk, counted from 0, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

Part = Literal["title", "navigation", "dateline", "body"]
Evidence = Literal["narration", "title", "quotation"]

ROLES = (
    "organizer",
    "funder",
    "supporter",
    "partner",
    "requester",
    "expert_provider",
    "publisher",
)
"""Roles in the order in which tables and figures show them."""


@dataclass(frozen=True, slots=True)
class Release:
    """One press release as read: its text is never changed.

    ``title``, ``url`` and ``language`` come from the manifest and are ``None`` where the release
    was read without one.
    """

    id: str
    text: str
    path: Path | None = None
    title: str | None = None
    url: str | None = None
    language: str | None = None
    sha256: str | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """One printed sentence. ``number`` counts from 1 over the whole release.

    ``quoted``: more than half of the sentence stands inside a quotation of speech.
    ``repeated``: its paragraph occurred before in the same release; it is then not counted.
    """

    number: int
    start: int
    end: int
    part: Part
    paragraph: int
    repeated: bool
    quoted: bool
    text: str

    @property
    def counted(self) -> bool:
        """Whether the sentence enters a measure: title or body, and not a repetition."""
        return self.part in ("title", "body") and not self.repeated


@dataclass(frozen=True, slots=True)
class Found:
    """A coded value of an event and where it stands. ``rule`` names the rule that read it."""

    field: str
    value: str | int | date
    start: int
    end: int
    rule: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """The event of a release. ``None`` means that the release does not say."""

    date: date | None = None
    date_basis: Literal["dateline", "body"] | None = None
    dateline_place: str | None = None
    event_place: str | None = None
    participants: int | None = None
    participants_note: str | None = None
    duration_days: int | None = None
    evidence: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Tie:
    """One actor in one role in the event of a release, with the words it rests on.

    ``start`` and ``end`` span the mention, ``cue_start`` and ``cue_end`` the cue. ``resolved`` is
    whether the authority file knows the actor; if not, ``actor`` is the name as written.
    ``umbrella_replaced``: the text names only the umbrella ("the OSCE") here, and the tie was
    given to the one office of it that the release names.
    """

    actor: str
    mention: str
    role: str
    start: int
    end: int
    cue: str
    cue_start: int
    cue_end: int
    sentence: int
    sentence_text: str
    evidence: Evidence
    rule: str
    resolved: bool
    umbrella_replaced: bool = False


@dataclass(frozen=True, slots=True)
class ThemeHit:
    """One indicator phrase of a theme in one sentence."""

    theme: str
    indicator: str
    start: int
    end: int
    sentence: int
    sentence_start: int
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Coding:
    """All that was coded from one release."""

    release: str
    sentences: tuple[Sentence, ...]
    event: Event
    ties: tuple[Tie, ...]
    hits: tuple[ThemeHit, ...]
    warnings: tuple[str, ...] = field(default=())
