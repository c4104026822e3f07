"""Tables of the releases, their sentences and their events."""

from __future__ import annotations

from typing import Any

from communique.tables.spec import RELEASE, SENTENCE, SPAN, TableSpec


def _span(row: Any) -> str:
    return f"{row.start}–{row.end}"


TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "tab-releases",
        "The releases",
        "One row a release. Sentences and words are those counted: title and body, each repeated "
        "paragraph once.",
        {
            **RELEASE,
            "date": "Day that the release reports.",
            "title": "Title as published.",
            "url": "Address of the official page.",
            "language": "Language code.",
            "file": "File in data/releases.",
            "sha256": "Checksum of the file.",
            "characters": "Characters of the file.",
            "sentences": "Counted sentences.",
            "words": "Words of the counted sentences.",
            "repeated_sentences": "Sentences left out because their paragraph occurred before.",
            "quoted_sentences": "Counted sentences of which more than half is quoted speech.",
        },
        lambda study: study.releases,
        {
            "Date": "date",
            "Title": "title",
            "Sentences": "sentences",
            "In quotation": "quoted_sentences",
            "Repeated, left out": "repeated_sentences",
            "Words": "words",
        },
        "notebooks/releases",
    ),
    TableSpec(
        "tab-sentences",
        "The sentences",
        "One row a printed sentence, counted or not.",
        {
            **RELEASE,
            **SENTENCE,
            **SPAN,
            "part": "Title, navigation, dateline or body.",
            "paragraph": "Number of the paragraph.",
            "counted": "Whether the sentence enters the measures.",
            "repeated": "Whether its paragraph occurred before in the release.",
            "quoted": "Whether more than half of it is quoted speech.",
            "words": "Number of words.",
            "text": "The sentence as printed.",
        },
        lambda study: study.sentences,
        {
            "Release": "release",
            "Sentence": "sentence",
            "Part": "part",
            "Counted": "counted",
            "Quoted": "quoted",
            "Text": "text",
        },
        "book/data",
    ),
    TableSpec(
        "tab-events",
        "The events",
        "One row a release. A dash means that the release does not say.",
        {
            **RELEASE,
            "date": "Day that the release reports.",
            "date_basis": "Where the date was read: dateline or body.",
            "dateline_place": "Place in the dateline.",
            "event_place": "Place of the event.",
            "participants": "Number of participants.",
            "duration_days": "Length in days.",
        },
        lambda study: study.events,
        {
            "Date": "date",
            "Read from": "date_basis",
            "Dateline": "dateline_place",
            "Place of the event": "event_place",
            "Participants": "participants",
            "Days": "duration_days",
        },
        "notebooks/events",
    ),
    TableSpec(
        "tab-event-evidence",
        "Where each fact of an event stands",
        "One row a coded value, with its place in the text and the rule that read it.",
        {
            **RELEASE,
            "field": "What was coded.",
            "value": "Its value.",
            **SPAN,
            **SENTENCE,
            "rule": "Rule that read it.",
        },
        lambda study: study.event_evidence,
        {
            "Release": "release",
            "Field": lambda row: row.field.replace("_", " "),
            "Value": "value",
            "Sentence": "sentence",
            "Characters": _span,
            "Rule": "rule",
        },
        "notebooks/events",
    ),
)
