"""The page of texts: every release whole, with its themes and ties marked in it.

Marks may overlap, so a sentence is cut at every place where a mark begins or ends, and each piece
carries the classes of all marks over it. Nothing is said by colour alone: the themes of a sentence
stand in words at its end, and the role of an actor stands in words behind its name.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from docutils import nodes

from communique.book_nodes import (
    inline,
    label_node,
    plain,
    release_label,
    sentence_label,
)
from communique.figures.style import role_mark
from communique.records import ROLES, Coding, Release, Sentence
from communique.study import Study
from communique.wording import count, long_date

NOT_COUNTED = {
    "navigation": "Navigation of the web page, not counted",
    "dateline": "Dateline, not counted",
}
REPEATED = "Printed a second time on the page, not counted again"


class Mark(NamedTuple):
    """A span with its class; ``tag`` is said in words behind it, ``hidden`` to readers aloud."""

    start: int
    end: int
    classes: tuple[str, ...]
    tag: str = ""
    hidden: str = ""


def legend(study: Study) -> list[nodes.Element]:
    """What the marks mean: all themes and all roles, each shown as it is marked."""
    themes = nodes.bullet_list(classes=["legend"])
    for theme in study.codebook.themes:
        found = count(int((study.hits["theme"] == theme.id).sum()), "phrase")
        themes += nodes.list_item(
            "",
            plain(
                inline(theme.label, "mark", f"theme-{theme.id}"), f" ({found}): {theme.definition}"
            ),
        )
    roles: list[nodes.Node | str] = ["Actors are framed, with their role behind the name: "]
    for role in (role for role in ROLES if role in set(study.ties["role"])):
        roles += [inline(role_mark(role).label, "role-tag", f"role-{role}"), " "]
    return [
        plain(
            "Phrases that indicate a theme are underlined in the colour of the theme. The themes "
            "that a sentence carries stand in words at its end."
        ),
        themes,
        plain(*roles),
        plain(
            "The words from which a role is read are dotted below. What is not counted stands in "
            "a frame that says why. The small number at the head of a sentence is its address."
        ),
    ]


def release_section(release: Release, study: Study, document: nodes.document) -> nodes.section:
    """One release whole: what is known of it, then its text, paragraph by paragraph."""
    row = study.releases.set_index("release").loc[release.id]
    section = nodes.section(support_smartquotes=False)
    label_node(section, release_label(release.id), document)
    section += nodes.title("", "", nodes.Text(f"{_year(row['date'])}: {row['title']}"))
    section += _facts(release, row)
    coding = study.codings[release.id]
    labels = {theme.id: theme.label for theme in study.codebook.themes}
    by_paragraph: dict[int, list[Sentence]] = {}
    for sentence in coding.sentences:
        by_paragraph.setdefault(sentence.paragraph, []).append(sentence)
    body = nodes.container(classes=["release-text"])
    for sentences in by_paragraph.values():
        body += _paragraph(release, coding, sentences, labels, document)
    section += body
    return section


def _year(date: pd.Timestamp) -> str:
    return "Undated" if pd.isna(date) else str(date.year)


def _facts(release: Release, row: pd.Series) -> nodes.paragraph:
    children: list[nodes.Node | str] = [
        f"{long_date(row['date'])}. {count(int(row['sentences']), 'counted sentence')}, "
        f"{count(int(row['words']), 'word')}."
    ]
    if release.url:
        page = nodes.reference("", "official page", refuri=release.url, internal=False)
        children += [" Published on the ", page, "."]
    return plain(*children, classes=("release-facts",))


def _paragraph(
    release: Release,
    coding: Coding,
    sentences: Sequence[Sentence],
    labels: dict[str, str],
    document: nodes.document,
) -> nodes.Element:
    """One printed paragraph; what is not counted is framed and says why."""
    first = sentences[0]
    paragraph = plain(classes=("release-paragraph", f"part-{first.part}"))
    for number, sentence in enumerate(sentences):
        if number:
            paragraph += nodes.Text(release.text[sentences[number - 1].end : sentence.start])
        paragraph += sentence_node(release, coding, sentence, labels, document)
    reason = REPEATED if first.repeated else NOT_COUNTED.get(first.part)
    if reason is None:
        return paragraph
    return nodes.container(
        "", plain(f"{reason}:", classes=("why",)), paragraph, classes=["not-counted"]
    )


def sentence_node(
    release: Release,
    coding: Coding,
    sentence: Sentence,
    labels: dict[str, str],
    document: nodes.document,
) -> nodes.inline:
    """One sentence with its anchor, its number, its marks, and its themes in words."""
    node = nodes.inline(classes=["sentence"], support_smartquotes=False)
    if sentence.quoted:
        node["classes"].append("quoted")
    label = sentence_label(release.id, sentence.number)
    label_node(node, label, document)
    node += nodes.reference(
        "", "", nodes.Text(str(sentence.number)), refid=label, classes=["sentence-number"]
    )
    marks = sentence_marks(coding, sentence, labels)
    node += marked_text(release.text, sentence.start, sentence.end, marks)
    themes = dict.fromkeys(hit.theme for hit in coding.hits if hit.sentence == sentence.number)
    for theme in themes:
        node += [nodes.Text(" "), inline(labels.get(theme, theme), "theme-tag", f"theme-{theme}")]
    return node


def sentence_marks(coding: Coding, sentence: Sentence, labels: dict[str, str]) -> list[Mark]:
    """The marks of a sentence: indicator phrases, mentions of actors, cues."""
    marks = [
        Mark(
            hit.start,
            hit.end,
            ("mark", f"theme-{hit.theme}"),
            hidden=labels.get(hit.theme, hit.theme),
        )
        for hit in coding.hits
        if hit.sentence == sentence.number
    ]
    for tie in coding.ties:
        if sentence.start <= tie.start < sentence.end:
            marks.append(
                Mark(tie.start, tie.end, ("tie", f"role-{tie.role}"), tag=role_mark(tie.role).label)
            )
        if sentence.start <= tie.cue_start < sentence.end:
            marks.append(Mark(tie.cue_start, tie.cue_end, ("cue",)))
    return sorted(dict.fromkeys(marks))


def marked_text(text: str, start: int, end: int, marks: Sequence[Mark]) -> list[nodes.Node]:
    """The characters from `start` to `end`, cut wherever a mark begins or ends.

    Each piece has the classes of every mark over it; what a mark says in words follows its last
    piece. Joined together, the pieces are the text, to the character.
    """
    clipped = [m._replace(start=max(m.start, start), end=min(m.end, end)) for m in marks]
    clipped = [mark for mark in clipped if mark.start < mark.end]
    cuts = sorted({start, end, *(m.start for m in clipped), *(m.end for m in clipped)})
    made: list[nodes.Node] = []
    for left, right in itertools.pairwise(cuts):
        over = [mark for mark in clipped if mark.start <= left and right <= mark.end]
        classes = list(dict.fromkeys(name for mark in over for name in mark.classes))
        piece = text[left:right]
        made.append(inline(piece, "printed", *classes) if over else nodes.Text(piece))
        ended = [mark for mark in over if mark.end == right]
        for hidden in dict.fromkeys(mark.hidden for mark in ended if mark.hidden):
            made.append(inline(f" [{hidden}]", "read-aloud"))
        for mark in ended:
            if mark.tag:
                made.append(inline(mark.tag, "role-tag", *mark.classes[1:]))
    return made
