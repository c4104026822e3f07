"""The Sphinx extension: figures, tables, texts and numbers of the package as parts of pages.

Everything is made of docutils nodes. A text of a release reaches a page only as the content of a
text node, so that nothing in it is ever read as markup.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from communique import __version__, open_study, paths
from communique.book_directives import DIRECTIVES, NumberRole
from communique.book_nodes import figure_nodes, table_nodes
from communique.explorer import copy_assets
from communique.figures import find_figure
from communique.showing import FIGURE_MIME, TABLE_MIME, UnknownIdError
from communique.tables import find_table

logger = logging.getLogger(__name__)

STYLE = "communique-texts.css"
_ASSETS = Path(__file__).parent / "assets"


class _Renderer:
    """What both renderers of notebook outputs share.

    A cell's output is offered in several forms. Ours is taken, and the picture and the plain text
    beside it are refused, so that the page does not carry them twice.
    """

    mime = ""

    @classmethod
    def handle_mime(cls, renderer: Any, data: Any, inline: bool) -> list[nodes.Element] | None:
        """Nodes of a figure or table; an empty list for its other forms; None for all else."""
        if inline or "communique" not in data.output_metadata:
            return None
        if data.mime_type in (FIGURE_MIME, TABLE_MIME):
            return cls.made(renderer, data) if data.mime_type == cls.mime else None
        return []

    @classmethod
    def made(cls, renderer: Any, data: Any) -> list[nodes.Element]:
        """The nodes of one output; an unknown id is a warning of the page."""
        page = renderer.renderer
        try:
            return cls.make(data.content["id"], page.document, page.sphinx_env.docname)
        except UnknownIdError as error:
            logger.warning(str(error), location=(page.sphinx_env.docname, data.line))
            return []

    @classmethod
    def make(cls, name: str, document: nodes.document, docname: str) -> list[nodes.Element]:
        raise NotImplementedError


class FigureRenderer(_Renderer):
    """Turns `study.show_figure(...)` into a numbered figure."""

    mime = FIGURE_MIME
    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", FIGURE_MIME, 1)]

    @classmethod
    def make(cls, name: str, document: nodes.document, docname: str) -> list[nodes.Element]:
        """A figure's nodes."""
        return figure_nodes(find_figure(name), open_study(), document, docname)


class TableRenderer(_Renderer):
    """Turns `study.show_table(...)` into a numbered table."""

    mime = TABLE_MIME
    mime_priority_overrides: ClassVar[list[tuple[str, str, int]]] = [("*", TABLE_MIME, 1)]

    @classmethod
    def make(cls, name: str, document: nodes.document, docname: str) -> list[nodes.Element]:
        """A table's nodes."""
        return table_nodes(find_table(name), open_study(), document, docname)


def hold_together(app: Sphinx, doctree: nodes.document) -> None:
    """Let no line begin with a per cent sign: the space before it does not break."""
    for text in list(doctree.findall(nodes.Text)):
        inside_code = isinstance(text.parent, (nodes.literal, nodes.literal_block, nodes.raw))
        if " %" in text and not inside_code:
            text.parent.replace(text, nodes.Text(text.replace(" %", "\u00a0%")))


def theme_colours() -> str:
    """CSS that gives each theme of the codebook its colour, as a class of its own."""
    return "\n".join(
        f".theme-{theme.id} {{ --theme: {theme.colour}; }}"
        for theme in open_study().codebook.themes
    )


def write_style(app: Sphinx) -> None:
    """Write the style of the texts, with the colours of the codebook, beside the theme's."""
    if app.builder.format == "html":
        folder = Path(app.outdir) / "_static"
        folder.mkdir(parents=True, exist_ok=True)
        style = (_ASSETS / "texts.css").read_text(encoding="utf-8")
        (folder / STYLE).write_text(f"{style}\n{theme_colours()}\n", encoding="utf-8")


def copy_takeaway(app: Sphinx, exception: Exception | None) -> None:
    """Put figures and tables beside the pages that link to them, and the explorer's scripts."""
    if exception is None and app.builder.format == "html":
        copy_assets(Path(app.outdir) / "_static")
        for made in (paths.FIGURES, paths.TABLES):
            if made.is_dir():
                shutil.copytree(made, Path(app.outdir) / made.name, dirs_exist_ok=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register directives, role and events."""
    for name, directive in DIRECTIVES.items():
        app.add_directive(name, directive)
    app.add_role("number", NumberRole())
    app.add_css_file(STYLE)
    app.connect("builder-inited", write_style)
    app.connect("doctree-read", hold_together)
    app.connect("build-finished", copy_takeaway)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
