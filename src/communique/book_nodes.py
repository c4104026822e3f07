"""Figures and tables as docutils nodes: numbered at home, repeated elsewhere, with downloads."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx import addnodes

from communique import paths
from communique.figures import FigureSpec
from communique.figures.style import DOUBLE
from communique.study import Study
from communique.tables import RELEASE_HEADINGS, TableSpec
from communique.wording import slug

PROSE = 70
"""A cell of more characters holds a sentence."""

DOWNLOADS = (
    ("pdf", "PDF"),
    ("svg", "SVG"),
    ("png", "PNG, 300 dpi"),
    ("csv", "data (CSV)"),
    ("json", "caption and licence (JSON)"),
)


def release_label(release: str) -> str:
    """Label of a release on the page of texts."""
    return f"release-{slug(release)}"


def sentence_label(release: str, sentence: Any) -> str:
    """Label of a sentence on the page of texts, which is also its anchor there."""
    return f"s-{slug(release)}-{sentence}"


def inline(text: str, *classes: str) -> nodes.inline:
    """Plain text with classes."""
    return nodes.inline("", "", nodes.Text(text), classes=list(classes))


def plain(*children: nodes.Node | str, classes: tuple[str, ...] = ()) -> nodes.paragraph:
    """A paragraph of nodes and texts; straight quotation marks in it stay straight."""
    made = [nodes.Text(child) if isinstance(child, str) else child for child in children]
    return nodes.paragraph("", "", *made, classes=list(classes), support_smartquotes=False)


def cross_reference(label: str, text: str, docname: str, kind: str = "ref") -> nodes.Node:
    """A link to a label of any page; an unknown label is a warning of the build."""
    shown = inline(text, "xref", "std", f"std-{kind}")
    return addnodes.pending_xref(
        "",
        shown,
        refdomain="std",
        reftype=kind,
        reftarget=label,
        refexplicit=True,
        refwarn=True,
        refdoc=docname,
    )


def number_reference(label: str, docname: str) -> nodes.Node:
    """The number of a figure or table, linked: "Fig. 3"."""
    return addnodes.pending_xref(
        "",
        nodes.literal("", label, classes=["xref", "std", "std-numref"]),
        refdomain="std",
        reftype="numref",
        reftarget=label,
        refexplicit=False,
        refwarn=True,
        refdoc=docname,
    )


def file_link(text: str, path: str, docname: str, *classes: str) -> nodes.reference:
    """A link to a file beside the pages, right from a page at any depth."""
    up = "../" * docname.count("/")
    return nodes.reference(
        "", "", nodes.Text(text), refuri=f"{up}{path}", internal=False, classes=list(classes)
    )


def label_node(node: nodes.Element, label: str, document: nodes.document) -> None:
    """Give a node a label that other pages can refer to, and that is its anchor."""
    node["ids"].append(label)
    node["names"].append(label)
    document.note_explicit_target(node)


def figure_nodes(
    spec: FigureSpec, study: Study, document: nodes.document, docname: str
) -> list[nodes.Element]:
    """A figure with caption, alternative text and downloads.

    On its own page it has its number; on any other it is shown without one and refers to it.
    """
    image = nodes.image(
        uri=f"/{paths.FIGURES.relative_to(paths.ROOT).as_posix()}/{spec.id}/{spec.id}.png",
        alt=spec.alt(study),
        width=f"{100 * spec.width / DOUBLE:.0f}%",
        classes=["takeaway-image"],
    )
    if docname == spec.page:
        title, rest = spec.title, spec.caption(study).removeprefix(spec.title)
        caption = nodes.caption("", "", nodes.strong("", title), nodes.Text(rest))
        figure = nodes.figure("", image, caption, align="default", classes=["takeaway-figure"])
        label_node(figure, spec.id, document)
        return [figure, figure_links(spec, docname)]
    note = plain(
        nodes.strong("", f"{spec.title}."),
        f" {spec.explain(study)} This is ",
        number_reference(spec.id, docname),
        ".",
        classes=("takeaway-note",),
    )
    return [nodes.container("", image, note, classes=["takeaway-figure", "repeated-figure"]),
            figure_links(spec, docname)]  # fmt: skip


def figure_links(spec: FigureSpec, docname: str) -> nodes.paragraph:
    """The downloads of one figure."""
    links: list[nodes.Node | str] = ["Take it away: "]
    for number, (ending, text) in enumerate(DOWNLOADS):
        links += [" · "] if number else []
        links.append(file_link(text, f"figures/{spec.id}/{spec.id}.{ending}", docname))
    return plain(*links, classes=("takeaway-links",))


def table_nodes(
    spec: TableSpec, study: Study, document: nodes.document, docname: str
) -> list[nodes.Element]:
    """The page view of a table with a link to the whole of it; numbered on its own page."""
    full = spec.frame(study)
    view = spec.page_view(study).head(spec.page_rows)
    linked = {
        **dict.fromkeys(RELEASE_HEADINGS, lambda row: release_label(row.release)),
        "Sentence": lambda row: sentence_label(row.release, row.sentence),
    }
    rows = []
    for texts, row in zip(view.itertuples(index=False), full.itertuples(index=False), strict=False):
        cells: list[nodes.Node] = []
        for heading, text in zip(view.columns, texts, strict=True):
            target = linked.get(heading) if hasattr(row, "release") and text != "–" else None
            cells.append(
                cross_reference(target(row), text, docname) if target else nodes.Text(text)
            )
        rows.append(cells)
    table = make_table(list(view.columns), rows, f"{spec.title}. {spec.caption}")
    if docname == spec.home:
        label_node(table, spec.id, document)
    shape = f"whole table (CSV, {len(full):,} rows, {len(full.columns)} columns)"
    links = plain(
        f"The first {spec.page_rows} rows are shown. " if len(full) > spec.page_rows else "",
        "Take it away: ",
        file_link(shape, f"tables/{spec.id}.csv", docname),
        classes=("takeaway-links",),
    )
    return [table if docname == spec.home else _without_number(table), links]


def _without_number(table: nodes.table) -> nodes.Element:
    """A table whose title is a paragraph above it, since only numbered tables have titles."""
    title = table.pop(0)
    return nodes.container(
        "", plain(*title.children, classes=("takeaway-note",)), table, classes=["repeated-table"]
    )


def make_table(headings: list[str], rows: list[list[nodes.Node]], title: str) -> nodes.table:
    """A table of nodes with headings and a title."""
    group = nodes.tgroup("", cols=len(headings))
    group += [nodes.colspec(colwidth=1) for _ in headings]
    head = nodes.row("", *(_entry(nodes.Text(text)) for text in headings))
    group += nodes.thead("", head)
    group += nodes.tbody("", *(nodes.row("", *map(_entry, cells)) for cells in rows))
    return nodes.table(
        "",
        nodes.title("", "", nodes.Text(title)),
        group,
        classes=["takeaway-table"],
        support_smartquotes=False,
    )


def _entry(content: nodes.Node) -> nodes.entry:
    """A cell; a date or a share is not broken over two lines, and a sentence has room."""
    text = content.astext()
    whole = re.fullmatch(r"\d{4}-\d\d-\d\d|[\d–]+ ?(%|\(\d+–\d+\))?|at most \d+ %", text)
    classes = ["nowrap"] if whole else ["prose"] if len(text) > PROSE else []
    return nodes.entry("", nodes.paragraph("", "", content), classes=classes)
