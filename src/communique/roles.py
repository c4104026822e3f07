"""Who did what: ties between actors and the event of a release, read from cues.

Each tie carries the span of its mention and of its cue, and the id of the rule in `cues.yml`.
Quoted speech makes no tie, except where a speaker says that his own body pays. Background on other
events and years makes none. An umbrella ("the OSCE") gives way to its named office.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from communique.actors import ReleaseActors, ResolvedActor
from communique.name_lists import ListReader
from communique.records import ROLES, Tie
from communique.role_context import Draft
from communique.role_reader import SentenceReader

if TYPE_CHECKING:
    from communique.codebook import Codebook
    from communique.text import Document


def find_ties(
    document: Document, codebook: Codebook, day: date | None
) -> tuple[list[Tie], list[str]]:
    """The ties of a release, in the order of the text, with warnings.

    Parameters
    ----------
    document : Document
        The release, folded and cut into sentences.
    codebook : Codebook
        Cues, names and authority file.
    day : date or None
        Date of the event: a sentence that names only an earlier year is background, and a renamed
        body is given under its name of that day where the release uses several.

    Returns
    -------
    ties, warnings : lists
        One tie an (actor, role); offsets are those of the folded text.
    """
    reader = ListReader(codebook.name_words)
    actors = ReleaseActors(document, codebook, reader)
    year = day.year if day else None
    offices = [start.casefold() for start in codebook.name_words.office_starts]
    drafts: list[Draft] = []
    for unit in document.sentences:
        if unit.counted and codebook.cues.may_stand(document.small_words(unit), offices):
            drafts.extend(SentenceReader(document, codebook, actors, reader, unit, year).drafts())
    return _settle(drafts, document, actors, day)


_DOERS = {"organizer", "funder", "supporter", "partner"}
"""Beside an office in one of these roles "OSCE-supported", "OSCE-funded" say nothing more."""


def _settle(
    drafts: list[Draft], document: Document, actors: ReleaseActors, day: date | None
) -> tuple[list[Tie], list[str]]:
    """From drafts to ties: actors resolved, umbrellas replaced, each (actor, role) once."""
    kept: list[tuple[Draft, ResolvedActor, bool]] = []
    umbrellas: list[tuple[Draft, ResolvedActor]] = []
    for draft in drafts:
        actor = actors.resolve(draft.name)
        if actor is None:
            continue
        if actors.umbrella(actor):
            umbrellas.append((draft, actor))
        else:
            kept.append((draft, actor, False))
    kept.extend(_place_umbrellas(umbrellas, kept, actors))
    names = {actor.name for _, actor, _ in kept}
    kept = [
        (draft, replace(actor, name=actors.name_of_the_day(actor.name, names, day)), replaced)
        for draft, actor, replaced in kept
    ]
    kept = _drop_weak(_without_organizer(_without_title_countries(kept)))
    ties: dict[tuple[str, str], Tie] = {}
    rank = {"narration": 0, "quotation": 1, "title": 2}
    for draft, actor, replaced in sorted(
        kept,
        key=lambda k: (rank[k[0].evidence], k[0].unit.number, k[0].found.start, k[0].name.start),
    ):
        key = (actor.name, draft.role)
        if key not in ties:
            ties[key] = _tie(draft, actor, replaced, document)
    short = {draft.name.label for draft, actor, _ in kept if _is_left_short(draft, actor)}
    warnings = [f"short form: {one!r} has no fuller name in this release" for one in sorted(short)]
    order = {role: number for number, role in enumerate(ROLES)}
    return sorted(ties.values(), key=lambda t: (t.start, order[t.role])), warnings


def _is_left_short(draft: Draft, actor: ResolvedActor) -> bool:
    """Whether a short form ("the Ministry") found no fuller name."""
    return draft.name.kind == "short" and not actor.resolved and actor.name == draft.name.label


def _place_umbrellas(
    umbrellas: list[tuple[Draft, ResolvedActor]],
    kept: list[tuple[Draft, ResolvedActor, bool]],
    actors: ReleaseActors,
) -> list[tuple[Draft, ResolvedActor, bool]]:
    """Umbrella ties that stay: none beside a named office in a role as strong, else replaced."""
    placed = []
    for draft, actor in umbrellas:
        offices = actors.offices_of(actor.name)
        roles = {d.role for d, a, _ in kept if a.name in offices}
        adjective = draft.found.cue.where == "attached"
        gives_way = adjective or draft.found.cue.strength == 1
        if roles & {draft.role, "organizer"} or (gives_way and roles & _DOERS):
            continue
        office = actors.one_office(offices)
        if office is not None:
            placed.append((draft, ResolvedActor(office, actors.is_known(office)), True))
        else:
            placed.append((draft, actor, False))
    return placed


def _without_title_countries(
    kept: list[tuple[Draft, ResolvedActor, bool]],
) -> list[tuple[Draft, ResolvedActor, bool]]:
    """The drafts, without "Japan-funded" of a title where the text names Japan's government."""
    told = {
        (draft.role, draft.name.country)
        for draft, _, _ in kept
        if draft.evidence != "title" and draft.name.kind != "country"
    }
    return [
        one
        for one in kept
        if one[0].evidence != "title"
        or one[0].name.kind != "country"
        or (one[0].role, one[0].name.country) not in told
    ]


def _without_organizer(
    kept: list[tuple[Draft, ResolvedActor, bool]],
) -> list[tuple[Draft, ResolvedActor, bool]]:
    """The drafts, with the roles that some cues give where the release names no organizer."""
    if any(draft.role == "organizer" and draft.found.cue.strength > 1 for draft, _, _ in kept):
        return kept
    return [
        (
            draft if draft.firm else replace(draft, role=draft.found.cue.alone or draft.role),
            actor,
            replaced,
        )
        for draft, actor, replaced in kept
    ]


def _drop_weak(
    kept: list[tuple[Draft, ResolvedActor, bool]],
) -> list[tuple[Draft, ResolvedActor, bool]]:
    """Without the ties of weak cues that say less than what the release says elsewhere.

    A weak organizer or funder gives way to any other of the release, another weak role to any role
    of the same actor.
    """
    strong = [(draft.role, actor.name) for draft, actor, _ in kept if not _is_weak(draft)]
    roles = {
        draft.role for draft, _, _ in kept if not _is_weak(draft) and draft.found.cue.needs is None
    }
    actors = {name for _, name in strong}
    doers = {name for role, name in strong if role in _DOERS}
    return [
        (draft, actor, replaced)
        for draft, actor, replaced in kept
        if not _is_weak(draft)
        or (
            draft.role not in roles
            if draft.role in ("organizer", "funder")
            else actor.name not in (doers if draft.role == "supporter" else actors)
        )
    ]


def _is_weak(draft: Draft) -> bool:
    """Whether a draft gives way: by its cue, or as a title's "support", said of any role."""
    cue = draft.found.cue
    loose = draft.role == "supporter" and draft.evidence == "title"
    return cue.strength == 1 or loose or (cue.alone is not None and not draft.firm)


def _tie(draft: Draft, actor: ResolvedActor, replaced: bool, document: Document) -> Tie:
    text = document.text
    name, found, unit = draft.name, draft.found, draft.unit
    return Tie(
        actor=actor.name,
        mention=text[name.start : name.end],
        role=draft.role,
        start=name.start,
        end=name.end,
        cue=text[found.start : found.end],
        cue_start=found.start,
        cue_end=found.end,
        sentence=unit.number,
        sentence_text=text[unit.start : unit.end],
        evidence=draft.evidence,
        rule=found.cue.id,
        resolved=actor.resolved,
        umbrella_replaced=replaced,
    )
