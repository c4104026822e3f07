"""The directives and the role that pages use; each asks the package and makes nodes."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective, SphinxRole

from communique import open_study
from communique.book_claims import ClaimList
from communique.book_nodes import (
    cross_reference,
    figure_nodes,
    file_link,
    make_table,
    number_reference,
    plain,
    table_nodes,
)
from communique.book_texts import legend, release_section
from communique.cues import PLACE_LABELS, Cue
from communique.exchange import VIEWS
from communique.exchange_files import NETWORKS, networks
from communique.exchange_formats import FORMATS
from communique.explorer import explorer_html
from communique.figures import FIGURES, find_figure
from communique.figures.style import role_mark
from communique.numbers import numbers
from communique.record import open_record
from communique.records import ROLES
from communique.showing import UnknownIdError
from communique.tables import TABLES, find_table
from communique.takeaway import bibtex
from communique.wording import count

logger = logging.getLogger(__name__)


class NumberRole(SphinxRole):
    """``{number}`key```: a number of the package, formatted there; an unknown key is a warning."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Look the key up."""
        known = numbers(open_study())
        if self.text not in known:
            near = [key for key in known if key.split(".")[0] == self.text.split(".")[0]]
            logger.warning(
                "There is no number %r%s.",
                self.text,
                f"; keys that begin alike: {', '.join(near[:8])}" if near else "",
                location=self.get_location(),
            )
            return [nodes.problematic("", self.text)], []
        return [nodes.inline("", known[self.text], classes=["number"])], []


class TakeawayFigure(SphinxDirective):
    """``takeaway-figure ID``: one figure."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The figure's nodes."""
        try:
            spec = find_figure(self.arguments[0])
        except UnknownIdError as error:
            logger.warning(str(error), location=self.get_location())
            return []
        return [*figure_nodes(spec, open_study(), self.state.document, self.env.docname)]


class TakeawayTable(SphinxDirective):
    """``takeaway-table ID``: one table."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """The table's nodes."""
        try:
            spec = find_table(self.arguments[0])
        except UnknownIdError as error:
            logger.warning(str(error), location=self.get_location())
            return []
        return [*table_nodes(spec, open_study(), self.state.document, self.env.docname)]


class FigureCatalogue(SphinxDirective):
    """``figure-catalogue``: all figures with downloads."""

    def run(self) -> list[nodes.Node]:
        """One section a figure."""
        made: list[nodes.Node] = []
        for spec in FIGURES:
            section = nodes.section(ids=[f"catalogue-{spec.id}"])
            section += nodes.title("", "", nodes.Text(spec.title))
            section += figure_nodes(spec, open_study(), self.state.document, self.env.docname)
            made.append(section)
        return made


class TableCatalogue(SphinxDirective):
    """``table-catalogue``: all tables with downloads and the meaning of their columns."""

    def run(self) -> list[nodes.Node]:
        """One section a table."""
        study, docname = open_study(), self.env.docname
        made: list[nodes.Node] = []
        for spec in TABLES:
            section = nodes.section(ids=[f"catalogue-{spec.id}"])
            section += nodes.title("", "", nodes.Text(spec.title))
            frame = spec.frame(study)
            where: list[nodes.Node | str] = []
            if spec.home != docname:
                where = [" Part of it is ", number_reference(spec.id, docname), "."]
            link = file_link(f"{spec.id}.csv", f"tables/{spec.id}.csv", docname)
            size = f" ({count(len(frame), 'row')}). {spec.caption}"
            section += plain(link, size, *where)
            rows: list[list[nodes.Node]] = [
                [nodes.literal("", name), nodes.Text(meaning)]
                for name, meaning in spec.columns.items()
            ]
            section += _untitled(make_table(["Column", "Meaning"], rows, ""))
            made.append(section)
        return made


class NetworkCatalogue(SphinxDirective):
    """``network-catalogue``: every network that is written, with its files."""

    def run(self) -> list[nodes.Node]:
        """One table: a row a network and view, a link for each format."""
        docname = self.env.docname
        rows: list[list[nodes.Node]] = []
        for prefix, (title, _) in networks(open_study()).items():
            for view in VIEWS:
                links = nodes.inline()
                for ending in FORMATS:
                    name = f"{prefix}-{view.id}{ending}"
                    links += [nodes.Text(" · ")] if len(links) else []
                    links += file_link(_format_name(ending), f"tables/{NETWORKS}/{name}", docname)
                rows.append([nodes.Text(f"{title[0].upper()}{title[1:]}"), nodes.Text(view.title),
                             links])  # fmt: skip
        about = file_link("datapackage.json", f"tables/{NETWORKS}/datapackage.json", docname)
        table = _untitled(make_table(["Network", "View", "Files"], rows, ""))
        return [table, plain(about, " lists all of these files.")]


def _format_name(ending: str) -> str:
    """What a link to a file of this ending says."""
    names = {".graphml": "GraphML", ".gexf": "GEXF", ".json": "JSON"}
    return names.get(ending) or ending.removeprefix("-").replace(".csv", " (CSV)")


class ReleaseText(SphinxDirective):
    """``release-text [ID]``: one release whole, or all of them with a legend before them."""

    optional_arguments = 1

    def run(self) -> list[nodes.Node]:
        """One section a release."""
        study = open_study()
        if not self.arguments:
            sections = [release_section(r, study, self.state.document) for r in study.order]
            return [*legend(study), *sections]
        for release in study.order:
            if release.id == self.arguments[0]:
                return [release_section(release, study, self.state.document)]
        choices = ", ".join(release.id for release in study.order)
        logger.warning(
            "There is no release %r. There are: %s.",
            self.arguments[0],
            choices,
            location=self.get_location(),
        )
        return []


class CodebookThemes(SphinxDirective):
    """``codebook-themes``: each theme with definition, indicators, exclusions and examples."""

    def run(self) -> list[nodes.Node]:
        """One section a theme."""
        study = open_study()
        frames = study.themes.set_index("theme")["frame_label"]
        made: list[nodes.Node] = []
        for theme in study.codebook.themes:
            section = nodes.section(ids=[f"theme-{theme.id.replace('_', '-')}"])
            section += nodes.title("", "", nodes.Text(theme.label))
            section += plain(
                nodes.literal("", theme.id), f", frame: {frames[theme.id]}. {theme.definition}",
            )  # fmt: skip
            for name, phrases in (
                ("Core", theme.core),
                (f"All indicators, {count(len(theme.indicators), 'phrase')}", theme.indicators),
                ("Exclusions, longer phrases in which an indicator does not count",
                 theme.exclusions),
            ):  # fmt: skip
                if phrases:
                    section += plain(f"{name}: ", *_listed(phrases))
            for name, sentences in (
                ("Invented sentences that carry it", theme.examples),
                ("Invented sentences that do not", theme.counterexamples),
            ):
                if sentences:
                    section += plain(f"{name}:")
                    items = [nodes.list_item("", plain(text)) for text in sentences]
                    section += nodes.bullet_list("", *items)
            made.append(section)
        return made


class CodebookCues(SphinxDirective):
    """``codebook-cues``: the wordings from which roles are read, by role, then their lists."""

    def run(self) -> list[nodes.Node]:
        """One section a role, and one for the lists that the wordings name."""
        cues = open_study().codebook.cues
        made: list[nodes.Node] = []
        for role in (role for role in ROLES if any(cue.role == role for cue in cues.cues)):
            section = nodes.section(ids=[f"cues-{role.replace('_', '-')}"])
            section += nodes.title("", "", nodes.Text(role_mark(role).label))
            for cue in (cue for cue in cues.cues if cue.role == role):
                section += _rule(cue)
            made.append(section)
        section = nodes.section(ids=["cues-lists"])
        section += nodes.title("", "", nodes.Text("Lists that the wordings name"))
        for name, phrases in cues.words.items():
            section += plain(nodes.literal("", f"{{{name}}}"), ": ", ", ".join(phrases), ".")
        made.append(section)
        section = nodes.section(ids=["cues-conditions"])
        section += nodes.title("", "", nodes.Text("Lists that the conditions name"))
        for name, listed in (*cues.nouns.items(), *cues.phrases.items()):
            section += plain(nodes.strong("", name), ": ", ", ".join(sorted(listed)), ".")
        return [*made, section]


def _rule(cue: Cue) -> nodes.paragraph:
    """A rule in one paragraph: id, place of the actors, wordings, note."""
    note = [f" {text}" for text in (*_conditions(cue), cue.note) if text]
    return plain(
        nodes.strong("", cue.id),
        f" (actors {PLACE_LABELS[cue.where]}): ",
        nodes.inline("", "", *_listed(cue.patterns)),
        ".",
        *note,
    )


def _conditions(cue: Cue) -> Iterator[str]:
    """What a rule asks for beside its wording, and what else it gives, in words."""
    if cue.about:
        yield f"Only of: {', '.join(cue.about)}."
    if cue.not_about:
        yield f"Not of: {', '.join(cue.not_about)}."
    if cue.followed_by:
        yield f"Must be followed by: {', '.join(cue.followed_by)}."
    if cue.not_after or cue.not_before:
        yield f"Not beside: {', '.join((*cue.not_before, *cue.not_after))}."
    if cue.also:
        yield f"Gives the role {role_mark(cue.also).label.lower()} too."
    if cue.subject:
        yield f"Its subject is {role_mark(cue.subject).label.lower()}."
    if cue.alone:
        yield f"Where no organiser is named: {role_mark(cue.alone).label.lower()}."
    if cue.strength == 1:
        yield "Weak: gives way to what the release says in stronger words."


class CodebookActors(SphinxDirective):
    """``codebook-actors``: the entries of the authority file for actors of these releases."""

    def run(self) -> list[nodes.Node]:
        """One table; each actor refers to the release of its first tie."""
        study, docname = open_study(), self.env.docname
        actors = study.codebook.authority.actors
        rows: list[list[nodes.Node]] = []
        firsts = study.ties.drop_duplicates("actor").sort_values("actor")
        for tie in firsts.itertuples(index=False):
            actor = actors.get(tie.actor)
            name = cross_reference(_tie_label(tie), tie.actor, docname)
            if actor is None:
                rows.append([name, *(nodes.Text(text) for text in ("not listed", "–", "–", "–"))])
                continue
            term = "–".join((actor.valid_from, actor.valid_to)).strip("–")
            rows.append(
                [
                    name,
                    nodes.Text(actor.type.replace("_", " ")),
                    nodes.Text(actor.country),
                    nodes.Text("; ".join(actor.aliases) or "–"),
                    nodes.Text(", ".join(filter(None, (term, actor.succeeded_by))) or "–"),
                ]
            )
        headings = ["Actor", "Type", "Country", "Other names", "Name valid, then"]
        return [_untitled(make_table(headings, rows, ""))]


def _tie_label(tie: object) -> str:
    from communique.book_nodes import sentence_label

    return sentence_label(tie.release, tie.sentence)  # type: ignore[attr-defined]


def _listed(phrases: tuple[str, ...]) -> list[nodes.Node]:
    """Phrases as literals, with commas between them."""
    made: list[nodes.Node] = []
    for number, phrase in enumerate(phrases):
        made += [nodes.Text(", ")] if number else []
        made.append(nodes.literal("", phrase))
    return made


def _untitled(table: nodes.table) -> nodes.table:
    table.pop(0)
    return table


class CitationBibtex(SphinxDirective):
    """``citation-bibtex``: the book as a BibTeX entry, from `CITATION.cff`."""

    def run(self) -> list[nodes.Node]:
        """One block of text."""
        text = bibtex()
        return [nodes.literal_block(text, text, language="bibtex")]


class NetworkExplorer(SphinxDirective):
    """``network-explorer``: the wider record in the browser; its content is for no JavaScript."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """The explorer, and what stands in its place where scripts do not run."""
        html = explorer_html(open_record(), f"{'../' * self.env.docname.count('/')}_static")
        return [
            nodes.raw("", html, format="html"),
            nodes.raw("", "<noscript>", format="html"),
            *self.parse_content_to_nodes(),
            nodes.raw("", "</noscript>", format="html"),
        ]


DIRECTIVES = {
    "claims": ClaimList,
    "citation-bibtex": CitationBibtex,
    "takeaway-figure": TakeawayFigure,
    "takeaway-table": TakeawayTable,
    "figure-catalogue": FigureCatalogue,
    "table-catalogue": TableCatalogue,
    "network-catalogue": NetworkCatalogue,
    "release-text": ReleaseText,
    "codebook-themes": CodebookThemes,
    "codebook-cues": CodebookCues,
    "codebook-actors": CodebookActors,
    "network-explorer": NetworkExplorer,
}
