"""Tables of who did what."""

from __future__ import annotations

from typing import Any

from communique import network
from communique.figures.style import role_mark
from communique.tables.spec import RELEASE, SENTENCE, SPAN, TableSpec


def role_name(row: Any) -> str:
    """The role of a row as a reader sees it."""
    return role_mark(row.role).label


def role_names(row: Any) -> str:
    """All roles of a row as a reader sees them."""
    return ", ".join(role_mark(role).label for role in row.roles.split(", ") if role)


TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "tab-ties",
        "Who did what, and the words for it",
        "One row an actor in a role in an event. The mention is the actor as printed, the cue the "
        "words from which the role is read.",
        {
            **RELEASE,
            "date": "Day that the release reports.",
            "actor": "Name in the authority file, or as printed where it has none.",
            "actor_type": "Type of the actor.",
            "country": "Its country, or international.",
            "mention": "The actor as printed.",
            "role": "Role of the actor in the event.",
            **SPAN,
            "cue": "Words from which the role is read.",
            "cue_start": "First character of the cue.",
            "cue_end": "Character after its last one.",
            **SENTENCE,
            "sentence_text": "The sentence as printed.",
            "evidence": "Narration, title or quotation.",
            "rule": "Rule that read the tie.",
            "resolved": "Whether the authority file knows the actor.",
            "umbrella_replaced": "Whether an umbrella as printed stands for its only named office.",
        },
        lambda study: study.ties,
        {
            "Release": "release",
            "Actor": "actor",
            "Role": role_name,
            "As printed": "mention",
            "Cue, evidence, rule": lambda row: f"{row.cue} ({row.evidence}, {row.rule})",
            "Sentence": "sentence",
        },
        "notebooks/who_did_what",
    ),
    TableSpec(
        "tab-role-changes",
        "Actors whose role changes",
        "One row an actor and event, for actors whose roles are not the same in all their events. "
        "A renamed body is one actor, shown under its name of the day.",
        {
            "actor": "The actor; of a renamed body the last name in these releases.",
            "name": "The actor's name in this event.",
            **RELEASE,
            "date": "Day that the release reports.",
            "roles": "Its roles in this event.",
        },
        lambda study: network.role_changes(network.graph_of(study)),
        {"Actor": "name", "Date": "date", "Roles": role_names},
        "notebooks/who_did_what",
    ),
)
