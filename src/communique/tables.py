"""All tables of the book, each declared once: full as CSV, at most six columns on a page."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from communique import network, validation
from communique.figures.style import role_mark, role_name
from communique.shares import QUESTION, shares_by_choice
from communique.showing import UnknownIdError
from communique.wording import interval, percent

if TYPE_CHECKING:
    from communique.study import Study

PAGE_COLUMNS = 6

RELEASE_HEADINGS = {"Release", "Event"}
"""Headings of page columns that hold a release."""


@dataclass(frozen=True)
class TableSpec:
    """One table of the book.

    Parameters
    ----------
    id : str
        Begins with `tab-`; the CSV has this name.
    title, caption : str
        The caption says what a row is.
    columns : mapping
        Every column of the full table with its description.
    frame : study -> frame
        The full table, with exactly these columns.
    page : mapping
        The columns of the page view, by heading: at most six, each the name of a column of the
        full table or a function of its row.
    home : str
        The page on which the table has its number.
    """

    id: str
    title: str
    caption: str
    columns: Mapping[str, str]
    frame: Callable[[Study], pd.DataFrame]
    page: Mapping[str, str | Callable[[Any], Any]]
    home: str

    def page_view(self, study: Study) -> pd.DataFrame:
        """The table as a page shows it: texts only, releases by their short names."""
        view = page_cells(self.page, self.frame(study))
        names = short_names(study)
        for heading in RELEASE_HEADINGS & set(view.columns):
            view[heading] = view[heading].map(lambda release: names.get(release, release))
        return view


def short_names(study: Study) -> dict[str, str]:
    """A release as a narrow column names it: by its day, where no other release has that day."""
    days = study.releases["date"]
    alone = days.notna() & ~days.duplicated(keep=False)
    return {
        release: cell_text(day) if only else release
        for release, day, only in zip(study.releases["release"], days, alone, strict=True)
    }


def find_table(table_id: str) -> TableSpec:
    """The table with this id; `UnknownIdError` lists the choices."""
    for table in TABLES:
        if table.id == table_id:
            return table
    raise UnknownIdError("table", table_id, (table.id for table in TABLES))


def page_cells(page: Mapping[str, str | Callable[[Any], Any]], full: pd.DataFrame) -> pd.DataFrame:
    """The cells of a page view, as texts, row by row of the full table."""
    rows = list(full.itertuples(index=False))
    return pd.DataFrame(
        {
            heading: [
                cell_text(take(row) if callable(take) else getattr(row, take)) for row in rows
            ]
            for heading, take in page.items()
        },
        columns=list(page),
        dtype="str",
    )


def _cell(take: str | Callable[[Any], Any], row: Any) -> str:
    return cell_text(take(row) if callable(take) else getattr(row, take))


def cell_text(value: Any) -> str:
    """A value as a reader sees it; what is missing or undefined is a dash, never a zero."""
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float):
        return "–" if math.isnan(value) else f"{value:.2f}"
    return str(value)


def csv_text(frame: pd.DataFrame) -> str:
    """A frame as CSV: dates as ISO 8601, floats in full, missing values empty, lines end in LF."""
    text: str = frame.to_csv(index=False, lineterminator="\n", date_format="%Y-%m-%d")
    return text


def _graph(study: Study) -> Any:
    return network.two_mode_graph(study.ties, study.events, study.actors)


def _actors(study: Study) -> pd.DataFrame:
    summary = network.actor_summary(_graph(study))
    parents = study.actors.set_index("actor")["parent"]
    return summary.assign(parent=summary["actor"].map(parents).fillna(""))


def _two_mode_ties(study: Study) -> pd.DataFrame:
    rows = [
        {
            "actor": actor,
            "release": event,
            "role": role,
            "date": found["date"],
            "evidence": found["evidence"],
            "mentions": found["mentions"],
        }
        for actor, event, role, found in (
            (*sorted((one, other), key=lambda n: graph.nodes[n]["bipartite"]), key, data)
            for graph in [_graph(study)]
            for one, other, key, data in graph.edges(keys=True, data=True)
        )
    ]
    columns = ["actor", "release", "role", "date", "evidence", "mentions"]
    return pd.DataFrame(rows, columns=columns)


def _question(study: Study) -> pd.DataFrame:
    """Counted sentences that carry a theme of the declared question."""
    frame = study.sentences.loc[study.sentences["counted"], ["release", "sentence", "text"]]
    for theme in QUESTION:
        own = study.hits.loc[study.hits["theme"] == theme, ["release", "sentence"]]
        flagged = set(own.itertuples(index=False, name=None))
        keys = zip(frame["release"], frame["sentence"], strict=True)
        frame[theme] = [key in flagged for key in keys]
    chosen = frame[frame[list(QUESTION)].any(axis=1)]
    return chosen[["release", "sentence", *QUESTION, "text"]].reset_index(drop=True)


def _choices(study: Study) -> pd.DataFrame:
    return shares_by_choice(study.releases, study.sentences, study.hits, study.themes)


def _role(row: Any) -> str:
    return role_mark(row.role).label


def _roles(row: Any) -> str:
    return ", ".join(role_mark(role).label for role in row.roles.split(", ") if role)


def _span(row: Any) -> str:
    return f"{row.start}–{row.end}"


def _of(row: Any) -> str:
    return f"{row.sentences_with_theme} of {row.sentences}"


def _scores_of(study: Study, *sets: str) -> pd.DataFrame:
    scores = validation.tie_scores(validation.outcomes(study))
    return scores[scores["set"].isin(sets)].reset_index(drop=True)


def _set(row: Any) -> str:
    return validation.SETS[row.set]


def _with_range(value: float, low: float, high: float) -> str:
    if math.isnan(value):
        return "–"
    return f"{percent(value)[:-2]} ({interval(low, high)[:-2].replace(' to ', '–')})"


def _what(row: Any) -> str:
    return role_name(row.what) if pd.isna(row.of) else str(row.what).replace("_", " ").capitalize()


def _first_right(row: Any) -> str:
    return str(row.right) if pd.isna(row.of) else f"{row.right} of {row.of}"


def _range(row: Any) -> str:
    if row.sentences_with_theme:
        return interval(row.low, row.high)
    return f"at most {percent(row.absent_below)}"


_RELEASE = {"release": "Id of the release, the name of its file."}
_SPAN = {
    "start": "First character in the file, counted from 0.",
    "end": "Character after the last one.",
}
_SENTENCE = {"sentence": "Number of the sentence in its release, counted from 1."}
_SHARES = {
    **_RELEASE,
    "date": "Day that the release reports.",
    "theme": "Id of the theme.",
    "label": "Name of the theme.",
    "frame": "Frame of the theme; empty for the form of work.",
    "sentences_with_theme": "Counted sentences that carry the theme.",
    "sentences": "Counted sentences.",
    "share": "The first divided by the second; empty where there is no sentence.",
    "low": "Lower end of the 95 % Jeffreys interval.",
    "high": "Upper end of the 95 % Jeffreys interval.",
    "absent_below": "Where no sentence carries the theme: one-sided 95 % bound of the share.",
    "hits": "Indicator phrases found in counted sentences.",
    "words": "Words of the counted sentences.",
    "per_1000_words": "Indicator phrases for each 1,000 words.",
}

_SCORES = {
    "set": "What was compared.",
    "role": "Role, or organizer and funder together, or all roles.",
    "right": "Ties expected and read.",
    "besides": "Ties read that were not expected.",
    "missed": "Ties expected that were not read.",
    "precision": "right / (right + besides).",
    "precision_low": "Lower end of its exact 95 % interval (Clopper and Pearson).",
    "precision_high": "Its upper end.",
    "recall": "right / (right + missed).",
    "recall_low": "Lower end of its exact 95 % interval.",
    "recall_high": "Its upper end.",
    "f1": "2 right / (2 right + besides + missed).",
}
_SCORES_PAGE: dict[str, str | Callable[[Any], Any]] = {
    "Set": _set,
    "Role": lambda row: role_name(row.role),
    "Right, besides, missed": lambda row: f"{row.right}, {row.besides}, {row.missed}",
    "Precision, %": lambda row: _with_range(row.precision, row.precision_low, row.precision_high),
    "Recall, %": lambda row: _with_range(row.recall, row.recall_low, row.recall_high),
    "F1": "f1",
}

TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "tab-releases",
        "The releases",
        "One row a release. Sentences and words are those counted: title and body, each repeated "
        "paragraph once.",
        {
            **_RELEASE,
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
            **_RELEASE,
            **_SENTENCE,
            **_SPAN,
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
            **_RELEASE,
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
            **_RELEASE,
            "field": "What was coded.",
            "value": "Its value.",
            **_SPAN,
            **_SENTENCE,
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
    TableSpec(
        "tab-ties",
        "Who did what, and the words for it",
        "One row an actor in a role in an event. The mention is the actor as printed, the cue the "
        "words from which the role is read.",
        {
            **_RELEASE,
            "date": "Day that the release reports.",
            "actor": "Name in the authority file, or as printed where it has none.",
            "actor_type": "Type of the actor.",
            "country": "Its country, or international.",
            "mention": "The actor as printed.",
            "role": "Role of the actor in the event.",
            **_SPAN,
            "cue": "Words from which the role is read.",
            "cue_start": "First character of the cue.",
            "cue_end": "Character after its last one.",
            **_SENTENCE,
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
            "Role": _role,
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
            **_RELEASE,
            "date": "Day that the release reports.",
            "roles": "Its roles in this event.",
        },
        lambda study: network.role_changes(_graph(study)),
        {"Actor": "name", "Date": "date", "Roles": _roles},
        "notebooks/who_did_what",
    ),
    TableSpec(
        "tab-theme-hits",
        "The indicator phrases found",
        "One row a phrase of the codebook found in a sentence.",
        {
            **_RELEASE,
            "theme": "Id of the theme.",
            "indicator": "Indicator of the codebook.",
            **_SPAN,
            **_SENTENCE,
            "sentence_start": "First character of the sentence.",
            "sentence_end": "Character after its last one.",
            "quoted": "Whether more than half of the sentence is quoted speech.",
            "part": "Title or body.",
        },
        lambda study: study.hits,
        {
            "Release": "release",
            "Theme": "theme",
            "Indicator": "indicator",
            "Sentence": "sentence",
            "Characters": _span,
            "Quoted": "quoted",
        },
        "book/data",
    ),
    TableSpec(
        "tab-theme-shares",
        "Theme shares with intervals",
        "One row a release and theme. Shares are not exclusive: a sentence may carry several "
        "themes. The range is the 95 % Jeffreys interval, or, for an absent theme, the largest "
        "share that its absence leaves possible.",
        _SHARES,
        lambda study: study.theme_shares,
        {
            "Date": "date",
            "Theme": "label",
            "Sentences": _of,
            "Share": lambda row: percent(row.share),
            "95 % range": _range,
            "Per 1,000 words": "per_1000_words",
        },
        "notebooks/themes_over_time",
    ),
    TableSpec(
        "tab-rights-extremism",
        "Every sentence that speaks of human rights or of violent extremism",
        "One row a counted sentence; both may hold.",
        {
            **_RELEASE,
            **_SENTENCE,
            "human_rights": "Whether the sentence carries the theme.",
            "violent_extremism": "Whether the sentence carries the theme.",
            "text": "The sentence as printed.",
        },
        _question,
        {
            "Release": "release",
            "Sentence": "sentence",
            "Human rights": "human_rights",
            "Extremism": "violent_extremism",
            "Text": "text",
        },
        "notebooks/themes_over_time",
    ),
    TableSpec(
        "tab-share-choices",
        "Theme shares under four choices of sentences",
        "One row a choice, release and theme.",
        {"choice": "Which sentences were measured.", **_SHARES},
        _choices,
        {
            "Choice": "choice",
            "Date": "date",
            "Theme": "label",
            "Sentences": _of,
            "Share": lambda row: percent(row.share),
            "95 % range": _range,
        },
        "book/data",
    ),
    TableSpec(
        "tab-validation-five",
        "Ties of the five releases against two yardsticks",
        "One row a yardstick and role. The rules were written with these releases in view.",
        _SCORES,
        lambda study: _scores_of(study, "five", "record"),
        _SCORES_PAGE,
        "notebooks/validation",
    ),
    TableSpec(
        "tab-validation-invented",
        "Ties of invented releases",
        "One row a set and role. The rules were mended from texts of the development set; those of "
        "the held-out set were not looked at.",
        _SCORES,
        lambda study: _scores_of(study, "development", "held_out"),
        _SCORES_PAGE,
        "notebooks/validation",
    ),
    TableSpec(
        "tab-validation-facts",
        "Facts of events read right",
        "One row a set and a fact of the event.",
        {
            "set": "What was compared.",
            "field": "The fact.",
            "right": "Releases in which it was read as expected, or is missing in both.",
            "releases": "Releases compared.",
            "share": "The first divided by the second.",
            "low": "Lower end of the exact 95 % interval (Clopper and Pearson).",
            "high": "Its upper end.",
        },
        lambda study: validation.fact_scores(validation.facts(study)),
        {
            "Set": _set,
            "Fact": lambda row: row.field.replace("_", " "),
            "Right": lambda row: f"{row.right} of {row.releases}",
            "Share": lambda row: percent(row.share),
            "95 % range": lambda row: interval(row.low, row.high),
        },
        "notebooks/validation",
    ),
    TableSpec(
        "tab-validation-first-contact",
        "Scores at first contact",
        "One row a set and what was compared in it, measured once, before anything that the set "
        "showed was mended.",
        {
            "measured": "Day of the measurement.",
            "set": "What was met for the first time.",
            "what": "Role, fact of the event, or whole cases.",
            "right": "Read right.",
            "besides": "Ties read that are not there; empty where no ties were compared.",
            "missed": "Ties not read; empty where no ties were compared.",
            "of": "Number compared, where no ties were compared.",
            "score": "F1 of ties; else the share read right.",
        },
        lambda study: validation.first_contacts(),
        {
            "Set": lambda row: row.set[:1].upper() + row.set[1:],
            "What": _what,
            "Right": _first_right,
            "Besides": "besides",
            "Missed": "missed",
            "F1 or share": "score",
        },
        "notebooks/validation",
    ),
    TableSpec(
        "tab-validation-titles",
        "Ties read from titles alone, against the wider record",
        "One row a role, over the events of the wider record whose text is not held here.",
        {
            "role": "Role as read from the title.",
            "ties": "Ties read.",
            "same": "Of these, ties that the record has.",
            "other_role": "Ties whose body the record has in another role only.",
            "neither": "Ties whose body the record does not have in the event.",
        },
        validation.title_verdicts,
        {
            "Role": lambda row: role_name(row.role),
            "Ties read": "ties",
            "In the record": "same",
            "In another role": "other_role",
            "Not in the record": "neither",
        },
        "notebooks/validation",
    ),
    TableSpec(
        "tab-validation-errors",
        "Every error",
        "One row a tie missed or read besides, or a fact of an event read wrong.",
        {
            "set": "What was compared.",
            "release": "Id of the release.",
            "what": "The tie (role and actor) or the fact.",
            "outcome": "Missed, besides or wrong.",
            "kind": "What is wrong: another role, another cut of the name, not read, not there.",
            "cue": "The cue as printed, of a tie read besides.",
            "rule": "Its rule.",
        },
        validation.errors,
        {
            "Set": _set,
            "Text": "release",
            "What": "what",
            "Outcome": "outcome",
            "Kind": "kind",
            "Rule": "rule",
        },
        "notebooks/validation",
    ),
    TableSpec(
        "tab-actors",
        "The actors",
        "One row an actor that has a role in these releases; names of a renamed body are one.",
        {
            "actor": "The actor; of a renamed body the last name in these releases.",
            "names": "All names in these releases, oldest first.",
            "type": "Type of the actor.",
            "country": "Its country, or international.",
            "events": "Events in which it has a role.",
            "share_of_events": "The same divided by all events.",
            "ties": "Ties: one for each role in each event.",
            "roles": "All its roles.",
            "parent": "The body that it belongs to.",
        },
        _actors,
        {
            "Actor": "names",
            "Type": lambda row: row.type.replace("_", " ").replace("osce", "OSCE"),
            "Country": "country",
            "Events": "events",
            "Share of events": lambda row: percent(row.share_of_events),
            "Roles": _roles,
        },
        "notebooks/network",
    ),
    TableSpec(
        "tab-network-ties",
        "The ties of the two-mode network",
        "One row an actor, event and role; names of a renamed body are one.",
        {
            "actor": "The actor; of a renamed body the last name in these releases.",
            **_RELEASE,
            "role": "Kind of tie.",
            "date": "Day that the release reports.",
            "evidence": "Narration, title or quotation, where the tie was first read.",
            "mentions": "How many mentions the tie rests on.",
        },
        _two_mode_ties,
        {
            "Actor": "actor",
            "Event": "release",
            "Role": _role,
            "Date": "date",
            "Evidence": "evidence",
            "Mentions": "mentions",
        },
        "book/data",
    ),
    TableSpec(
        "tab-co-organisers",
        "Who organised with whom",
        "One row a pair of actors that organised an event together.",
        {
            "actor": "One of the two, by name.",
            "other_actor": "The other.",
            "events": "Events that they organised together.",
            "weight": "Newman's weight: the sum of 1/(k - 1) over those events of k organisers.",
            "jaccard": "Shared events divided by the events that either organised.",
        },
        lambda study: network.co_organiser_ties(_graph(study)),
        {
            "Organiser": "actor",
            "Other organiser": "other_actor",
            "Shared events": "events",
            "Weight": "weight",
            "Jaccard": "jaccard",
        },
        "notebooks/network",
    ),
    TableSpec(
        "tab-funding",
        "Funders and the organisers they pay for",
        "One row a funder and organiser of one event; an empty funder means that none is named.",
        {
            **_RELEASE,
            "date": "Day that the release reports.",
            "funder": "The funder; empty where the release names none.",
            "organiser": "The organiser; empty where the release names none.",
            "same_actor": "Whether the funder is itself the organiser.",
        },
        lambda study: network.funding(_graph(study)),
        {
            "Date": "date",
            "Funder": lambda row: row.funder or "none named",
            "Organiser": lambda row: row.organiser or "none named",
            "The same actor": "same_actor",
        },
        "book/data",
    ),
)
"""In the order of the chapters."""
