"""The study: releases and their codings as tidy tables, the one door to everything measured.

A chapter, a figure and a test all start from a `Study`. Its tables are made on first use and have
one row a sentence, an event, a tie or a theme hit; rows are sorted and types stable, so that the
same corpus gives the same tables everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from communique import shares
from communique.authority import Authority
from communique.codebook import Codebook, load_codebook
from communique.coding import code_release
from communique.corpus import MANIFEST, find_release_files, read_corpus, read_release
from communique.paths import CODEBOOK, RELEASES
from communique.records import ROLES, Coding, Release, Sentence
from communique.showing import ShownFigure, ShownTable
from communique.text import words

_INTEGER, _TEXT, _FLAG, _WHOLE, _DATE = "int64", "str", "bool", "Int64", "datetime64[us]"


@dataclass(frozen=True, eq=False, repr=False)
class Study:
    """Releases, what was coded from each, and the codebook that coded them.

    Parameters
    ----------
    releases : sequence of Release
    codings : mapping from release id to Coding
    codebook : Codebook
    """

    releases_read: tuple[Release, ...]
    codings: Mapping[str, Coding]
    codebook: Codebook

    def __repr__(self) -> str:
        return f"<Study of {len(self.releases_read)} releases>"

    @cached_property
    def order(self) -> tuple[Release, ...]:
        """The releases by date, then id; undated ones last."""

        def key(release: Release) -> tuple[bool, str, str]:
            date = self.codings[release.id].event.date
            return date is None, str(date), release.id

        return tuple(sorted(self.releases_read, key=key))

    @cached_property
    def sentences(self) -> pd.DataFrame:
        """Every printed sentence, counted or not, in the order of the text."""
        rows = (
            {
                "release": release.id,
                "sentence": sentence.number,
                "start": sentence.start,
                "end": sentence.end,
                "part": sentence.part,
                "paragraph": sentence.paragraph,
                "counted": sentence.counted,
                "repeated": sentence.repeated,
                "quoted": sentence.quoted,
                "words": len(words(sentence.text)),
                "text": sentence.text,
            }
            for release in self.order
            for sentence in self.codings[release.id].sentences
        )
        return _frame(rows, SENTENCES)

    @cached_property
    def releases(self) -> pd.DataFrame:
        """One row a release, with the counts on which every share rests."""
        rows = []
        for release in self.order:
            own = self.sentences[self.sentences["release"] == release.id]
            counted = own[own["counted"]]
            rows.append(
                {
                    "release": release.id,
                    "date": self.codings[release.id].event.date,
                    "title": release.title or _printed_title(own) or release.id,
                    "url": release.url or "",
                    "language": release.language or "",
                    "file": release.path.name if release.path else "",
                    "sha256": release.sha256 or "",
                    "characters": len(release.text),
                    "sentences": len(counted),
                    "words": int(counted["words"].sum()),
                    "repeated_sentences": int(own["repeated"].sum()),
                    "quoted_sentences": int(counted["quoted"].sum()),
                }
            )
        return _frame(rows, RELEASE_COLUMNS)

    @cached_property
    def events(self) -> pd.DataFrame:
        """One row a release: date, places, people and days of its event, as far as it says."""
        rows = (
            {
                "release": release.id,
                "date": event.date,
                "date_basis": event.date_basis,
                "dateline_place": event.dateline_place,
                "event_place": event.event_place,
                "participants": event.participants,
                "duration_days": event.duration_days,
            }
            for release in self.order
            for event in [self.codings[release.id].event]
        )
        return _frame(rows, EVENTS)

    @cached_property
    def event_evidence(self) -> pd.DataFrame:
        """Where each value of an event stands in the text, and the rule that read it."""
        rows = (
            {
                "release": release.id,
                "field": found.field,
                "value": str(found.value),
                "start": found.start,
                "end": found.end,
                "sentence": _sentence_at(coding.sentences, found.start),
                "rule": found.rule,
            }
            for release in self.order
            for coding in [self.codings[release.id]]
            for found in coding.event.evidence
        )
        return _frame(rows, EVIDENCE)

    @cached_property
    def ties(self) -> pd.DataFrame:
        """One row an actor in a role in an event, by date, role and place in the text."""
        known = self.actors.set_index("actor")
        rows = []
        for release in self.order:
            coding = self.codings[release.id]
            order = {role: number for number, role in enumerate(ROLES)}
            for tie in sorted(
                coding.ties, key=lambda tie: (order.get(tie.role, len(order)), tie.start, tie.actor)
            ):
                actor = known.loc[tie.actor] if tie.actor in known.index else {}
                rows.append(
                    {
                        "release": release.id,
                        "date": coding.event.date,
                        "actor": tie.actor,
                        "actor_type": actor.get("type") or "unknown",
                        "country": actor.get("country") or "",
                        **{name: getattr(tie, name) for name in _OF_TIE},
                    }
                )
        return _frame(rows, TIES)

    @cached_property
    def hits(self) -> pd.DataFrame:
        """One row an indicator phrase found, in the order of the text."""
        rows = []
        for release in self.order:
            coding = self.codings[release.id]
            by_number = {sentence.number: sentence for sentence in coding.sentences}
            for hit in sorted(coding.hits, key=lambda hit: (hit.start, hit.end, hit.theme)):
                sentence = by_number[hit.sentence]
                rows.append(
                    {
                        "release": release.id,
                        "theme": hit.theme,
                        "indicator": hit.indicator,
                        "start": hit.start,
                        "end": hit.end,
                        "sentence": hit.sentence,
                        "sentence_start": hit.sentence_start,
                        "sentence_end": hit.sentence_end,
                        "quoted": sentence.quoted,
                        "part": sentence.part,
                    }
                )
        return _frame(rows, HITS)

    @cached_property
    def themes(self) -> pd.DataFrame:
        """The themes of the codebook, frame by frame in its order, with label and frame."""
        frames = {frame.id: frame.label for frame in self.codebook.frames}
        places = {frame: place for place, frame in enumerate(frames)}
        rows = (
            {
                "theme": theme.id,
                "label": theme.label,
                "frame": theme.frame or "",
                "frame_label": frames.get(theme.frame or "", OUTSIDE_FRAMES),
                "definition": theme.definition,
            }
            for theme in sorted(
                self.codebook.themes, key=lambda one: places.get(one.frame or "", len(places))
            )
        )
        return _frame(rows, THEMES)

    @cached_property
    def theme_labels(self) -> pd.Series:
        """The name of each theme, by its id."""
        return self.themes.set_index("theme")["label"]

    def themes_of(self, frame: str) -> list[str]:
        """The themes of a frame; none for a frame that the codebook does not have."""
        return list(self.themes.loc[self.themes["frame"] == frame, "theme"])

    @cached_property
    def actors(self) -> pd.DataFrame:
        """The authority file: one row an actor, with dated names of an office as a succession."""
        return actor_frame(self.codebook.authority)

    @cached_property
    def theme_shares(self) -> pd.DataFrame:
        """Share of counted sentences that carry a theme, with interval: see `shares`."""
        return shares.theme_shares(self.releases, self.sentences, self.hits, self.themes)

    @cached_property
    def theme_flags(self) -> pd.DataFrame:
        """Which counted sentence carries which theme: see `shares`."""
        return shares.theme_flags(self.sentences, self.hits, list(self.themes["theme"]))

    @property
    def ends(self) -> tuple[str, str] | None:
        """The first and the last release, between which the declared question asks."""
        ids = list(self.releases["release"])
        return (ids[0], ids[-1]) if len(ids) > 1 else None

    def table(self, table_id: str) -> pd.DataFrame:
        """The full table of an id, as its CSV holds it."""
        from communique.tables import find_table

        # A copy: what a reader does to it must not reach what is kept.
        return find_table(table_id).frame(self).copy()

    def show_table(self, table_id: str) -> ShownTable:
        """The page view of a table, for the last line of a notebook's cell."""
        from communique.tables import find_table

        return ShownTable(find_table(table_id), self)

    def show_figure(self, figure_id: str) -> ShownFigure:
        """A figure, for the last line of a notebook's cell."""
        from communique.figures import find_figure

        return ShownFigure(find_figure(figure_id), self)


def open_study(folder: Path | str | None = None) -> Study:
    """Read and code a folder of releases; without one, the releases of this project.

    Parameters
    ----------
    folder : path, optional
        Any folder of texts. One with a `releases.csv` is checked against it; one without is read
        as it is, a file a release.

    Raises
    ------
    InputError
        For whatever a person has to mend in the texts or the codebook.
    """
    return _open(Path(folder).resolve() if folder is not None else RELEASES)


@lru_cache(maxsize=8)
def _open(folder: Path) -> Study:
    if folder == RELEASES or (folder / MANIFEST).is_file():
        releases = read_corpus(folder)
    else:
        releases = [read_release(path) for path in find_release_files([folder])]
    return make_study(releases, load_codebook(CODEBOOK))


def make_study(releases: Sequence[Release], codebook: Codebook) -> Study:
    """Code releases with a codebook."""
    codings = {release.id: code_release(release, codebook) for release in releases}
    return Study(tuple(releases), codings, codebook)


SENTENCES = {
    "release": _TEXT,
    "sentence": _INTEGER,
    "start": _INTEGER,
    "end": _INTEGER,
    "part": _TEXT,
    "paragraph": _INTEGER,
    "counted": _FLAG,
    "repeated": _FLAG,
    "quoted": _FLAG,
    "words": _INTEGER,
    "text": _TEXT,
}
RELEASE_COLUMNS = {
    "release": _TEXT,
    "date": _DATE,
    "title": _TEXT,
    "url": _TEXT,
    "language": _TEXT,
    "file": _TEXT,
    "sha256": _TEXT,
    "characters": _INTEGER,
    "sentences": _INTEGER,
    "words": _INTEGER,
    "repeated_sentences": _INTEGER,
    "quoted_sentences": _INTEGER,
}
EVENTS = {
    "release": _TEXT,
    "date": _DATE,
    "date_basis": _TEXT,
    "dateline_place": _TEXT,
    "event_place": _TEXT,
    "participants": _WHOLE,
    "duration_days": _WHOLE,
}
EVIDENCE = {
    "release": _TEXT,
    "field": _TEXT,
    "value": _TEXT,
    "start": _INTEGER,
    "end": _INTEGER,
    "sentence": _WHOLE,
    "rule": _TEXT,
}
TIES = {
    "release": _TEXT,
    "date": _DATE,
    "actor": _TEXT,
    "actor_type": _TEXT,
    "country": _TEXT,
    "mention": _TEXT,
    "role": _TEXT,
    "start": _INTEGER,
    "end": _INTEGER,
    "cue": _TEXT,
    "cue_start": _INTEGER,
    "cue_end": _INTEGER,
    "sentence": _INTEGER,
    "sentence_text": _TEXT,
    "evidence": _TEXT,
    "rule": _TEXT,
    "resolved": _FLAG,
    "umbrella_replaced": _FLAG,
}
_OF_TIE = [
    name for name in TIES if name not in ("release", "date", "actor", "actor_type", "country")
]
HITS = {
    "release": _TEXT,
    "theme": _TEXT,
    "indicator": _TEXT,
    "start": _INTEGER,
    "end": _INTEGER,
    "sentence": _INTEGER,
    "sentence_start": _INTEGER,
    "sentence_end": _INTEGER,
    "quoted": _FLAG,
    "part": _TEXT,
}
THEMES = dict.fromkeys(("theme", "label", "frame", "frame_label", "definition"), _TEXT)
OUTSIDE_FRAMES = "Form of work"
"""What themes outside the frames are called: they say how is worked, not on what."""
_OF_ACTOR = ("type", "country", "parent", "valid_from", "valid_to", "succeeded_by")
ACTORS = dict.fromkeys(("actor", *_OF_ACTOR), _TEXT)


def actor_frame(authority: Authority) -> pd.DataFrame:
    """The authority file as a table, by name: one row an actor, dates as written."""
    rows = (
        {"actor": actor.name, **{name: getattr(actor, name) or "" for name in _OF_ACTOR}}
        for actor in sorted(authority.actors.values(), key=lambda actor: actor.name)
    )
    return _frame(rows, ACTORS)


def _frame(rows: Iterable[Mapping[str, Any]], types: Mapping[str, str]) -> pd.DataFrame:
    """A frame with these columns and types, whether or not there is a row."""
    frame = pd.DataFrame(list(rows), columns=list(types))
    for name, kind in types.items():
        if kind == _DATE:
            frame[name] = pd.to_datetime(frame[name]).astype(_DATE)
        else:
            frame[name] = frame[name].astype(kind)
    return frame


def _printed_title(sentences: pd.DataFrame) -> str:
    titles = sentences.loc[sentences["part"] == "title", "text"]
    return str(titles.iloc[0]) if len(titles) else ""


def _sentence_at(sentences: Sequence[Sentence], position: int) -> int | None:
    """Number of the sentence in which an offset stands."""
    for sentence in sentences:
        if sentence.start <= position < sentence.end:
            return sentence.number
    return None
