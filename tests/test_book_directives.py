"""A small book is made of the real releases in a folder of its own, and its pages are looked at."""

import json
import re
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document

import communique
from communique import paths
from communique.book import FigureRenderer, TableRenderer, theme_colours
from communique.book_nodes import file_link, release_label, sentence_label
from communique.book_texts import Mark, marked_text
from communique.figures import FIGURES
from communique.showing import FIGURE_MIME, TABLE_MIME

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6360000000020001e221bc330000000049454e44ae426082"
)

TEXTS = "# Texts\n\n```{release-text}\n```\n"
FRONT = """# Front

There are {number}`releases.words`. See {numref}`fig-theme-shares` and {numref}`tab-ties`.

```{takeaway-figure} fig-theme-shares
```

```{takeaway-table} tab-ties
```

```{toctree}
texts
catalogue
codebook
/notebooks/themes_over_time
/notebooks/who_did_what
```
"""
CATALOGUE = """# Catalogue

## Figures

```{figure-catalogue}
```

## Tables

```{table-catalogue}
```

```{network-catalogue}
```
"""
CODEBOOK = """# Codebook

## Themes

```{codebook-themes}
```

## Cues

```{codebook-cues}
```

## Actors

```{codebook-actors}
```

```{citation-bibtex}
```
"""


def notebook(*outputs):
    """A notebook that was run, one cell an output."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "markdown", "id": "head", "metadata": {}, "source": "# A chapter"}
    ]
    for number, (mime, name) in enumerate(outputs):
        data = {mime: {"id": name}, "text/plain": "must not be shown"}
        output = {
            "output_type": "execute_result",
            "execution_count": 1,
            "data": data,
            "metadata": {"communique": name},
        }
        cells.append(
            {
                "cell_type": "code",
                "id": f"cell-{number}",
                "metadata": {},
                "execution_count": 1,
                "source": "study.show()",
                "outputs": [output],
            }
        )
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return json.dumps(
        {
            "cells": cells,
            "metadata": {"kernelspec": kernel},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def build(root, pages, monkeypatch):
    """Build pages with Sphinx; what it warned of, and the folder of the pages."""
    from sphinx.testing.util import SphinxTestApp

    here = paths.ROOT
    for name in ("ROOT", "BUILD", "FIGURES", "TABLES"):
        monkeypatch.setattr(paths, name, root / getattr(paths, name).relative_to(here))
    for spec in FIGURES:
        made = paths.FIGURES / spec.id / f"{spec.id}.png"
        made.parent.mkdir(parents=True)
        made.write_bytes(PNG)
    paths.TABLES.mkdir()
    (paths.TABLES / "tab-ties.csv").write_text("a\n", "utf-8")
    for name, text in pages.items():
        page = root / name
        page.parent.mkdir(exist_ok=True)
        page.write_text(text, "utf-8")
    (root / "conf.py").write_text(
        "extensions = ['myst_nb', 'communique.book']\n"
        "root_doc = 'book/index'\nnumfig = True\nnumfig_secnum_depth = 0\n"
        "nb_execution_mode = 'off'\nexclude_patterns = ['_build']\nnitpicky = True\n"
        "myst_enable_extensions = ['smartquotes']\n",
        "utf-8",
    )
    app = SphinxTestApp(srcdir=root, builddir=root / "out", freshenv=True)
    app.build()
    warned = app.warning.getvalue()
    app.cleanup()
    return warned, root / "out" / "html"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    pages = {
        "book/index.md": FRONT,
        "book/texts.md": TEXTS,
        "book/catalogue.md": CATALOGUE.replace("takeaway-table", ""),
        "book/codebook.md": CODEBOOK,
        "notebooks/themes_over_time.ipynb": notebook(
            (FIGURE_MIME, "fig-theme-shares"), (TABLE_MIME, "tab-theme-shares"),
            (TABLE_MIME, "tab-rights-extremism"),
        ),
        "notebooks/who_did_what.ipynb": notebook(
            (FIGURE_MIME, "fig-role-chart"), (TABLE_MIME, "tab-ties"),
            (TABLE_MIME, "tab-role-changes"),
        ),
    }  # fmt: skip
    with pytest.MonkeyPatch.context() as patch:
        warned, folder = build(tmp_path_factory.mktemp("root"), pages, patch)
    texts = {
        path.relative_to(folder).with_suffix("").as_posix(): path.read_text("utf-8")
        for path in folder.rglob("*.html")
    }
    return SimpleNamespace(warned=warned, folder=folder, pages=texts)


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def test_only_numbers_of_pages_that_are_not_here_are_missed(book):
    """The small book has not every chapter, and each figure and table refers to its own."""
    for line in filter(None, book.warned.splitlines()):
        assert re.search(r"undefined label: '(fig|tab)-", line), line


def test_a_number_is_printed_in_words(book):
    assert "There are five." in plain(book.pages["book/index"])


def test_a_figure_has_its_number_only_at_home(book):
    home = book.pages["notebooks/themes_over_time"]
    assert re.search(r'<figure[^>]*id="fig-theme-shares"', home)
    assert 'id="fig-theme-shares"' not in book.pages["book/index"]
    assert re.search(r'href="[^"]*notebooks/themes_over_time.html#fig-theme-shares"',
                     book.pages["book/index"])  # fmt: skip


def test_images_carry_the_alternative_text_of_the_package(book):
    study = communique.open_study()
    alt = next(s for s in FIGURES if s.id == "fig-theme-shares").alt(study)
    for page in ("book/index", "notebooks/themes_over_time"):
        assert alt in plain(re.sub(r'alt="([^"]*)"', r">\1<", book.pages[page]))


def test_of_an_output_only_our_form_is_shown(book):
    assert "must not be shown" not in book.pages["notebooks/who_did_what"]


def test_downloads_are_relative_and_copied(book):
    page = book.pages["notebooks/who_did_what"]
    assert 'href="../figures/fig-role-chart/fig-role-chart.png"' in page
    assert 'href="../tables/tab-ties.csv"' in page
    assert (book.folder / "figures/fig-role-chart/fig-role-chart.png").read_bytes() == PNG
    assert (book.folder / "tables/tab-ties.csv").is_file()


def test_links_climb_from_pages_at_any_depth():
    assert file_link("x", "tables/a.csv", "notebooks/a")["refuri"] == "../tables/a.csv"
    assert file_link("x", "tables/a.csv", "index")["refuri"] == "tables/a.csv"


def test_every_sentence_has_its_anchor_and_every_tie_leads_to_one(book):
    texts = book.pages["book/texts"]
    study = communique.open_study()
    for row in study.sentences.itertuples():
        assert f'id="{sentence_label(row.release, row.sentence)}"' in texts
    page = book.pages["notebooks/who_did_what"]
    for row in study.ties.itertuples():
        assert f'book/texts.html#{sentence_label(row.release, row.sentence)}"' in page


def test_releases_are_printed_whole_and_to_the_character(book):
    html = re.sub(r"<!--.*?-->", "", book.pages["book/texts"], flags=re.S)
    study = communique.open_study()
    for row in study.sentences.itertuples():
        anchor = f'id="{sentence_label(row.release, row.sentence)}"'
        assert anchor in html
    inner = re.sub(
        r'<(?:span|a) class="(?:read-aloud|role-tag|theme-tag|reference internal sentence-number)'
        r'[^"]*"[^>]*>[^<]*</(?:span|a)>',
        "",
        html,
    )
    squeezed = re.sub(r"\s", "", plain(inner)).replace("&amp;", "&").replace("&quot;", '"')
    squeezed = squeezed.replace("&#39;", "'").replace("&#x27;", "'")
    for row in study.sentences.itertuples():
        assert re.sub(r"\s", "", row.text) in squeezed


def test_repeated_and_navigation_paragraphs_say_that_they_are_not_counted(book):
    texts = plain(book.pages["book/texts"])
    assert texts.count("Printed a second time on the page, not counted again") == 5
    assert "Navigation of the web page, not counted" in texts


def test_marks_have_words_and_not_colour_alone(book):
    texts = book.pages["book/texts"]
    assert re.search(r'class="theme-tag theme-violent_extremism"', texts)
    assert re.search(r'class="read-aloud"> \[', texts)
    assert re.search(r'class="role-tag role-funder">Funder<', texts)


def test_style_has_a_colour_for_every_theme(book):
    css = (book.folder / "_static" / "communique-texts.css").read_text("utf-8")
    for theme in communique.open_study().codebook.themes:
        assert f".theme-{theme.id} {{ --theme: {theme.colour}; }}" in css
    assert theme_colours() in css


def test_codebook_page_is_made_from_the_codebook(book):
    page = plain(book.pages["book/codebook"])
    codebook = communique.open_study().codebook
    for theme in codebook.themes:
        assert theme.label.split()[0] in page
    for cue in codebook.cues.cues:
        assert cue.id in page
    assert "Embassy of Canada in Kazakhstan" in page
    assert "@misc{communique," in page


def test_catalogues_list_everything(book):
    page = book.pages["book/catalogue"]
    for spec in FIGURES:
        assert f'href="../figures/{spec.id}/{spec.id}.pdf"' in page
    for path in ("record-two-mode.gexf", "releases-co-organisers-nodes.csv", "datapackage.json"):
        assert f'href="../tables/networks/{path}"' in page


FAULTY = """# Faulty

{number}`no.such.number`

```{takeaway-figure} fig-none
```

```{takeaway-table} tab-none
```

```{release-text} none
```
"""


def test_unknown_names_are_warnings_with_a_place(tmp_path, monkeypatch):
    pages = {"book/index.md": FAULTY, "notebooks/a.ipynb": notebook((FIGURE_MIME, "fig-odd"))}
    warned, _ = build(tmp_path, pages, monkeypatch)
    for told in ("no number 'no.such.number'", "no figure 'fig-none'", "no table 'tab-none'",
                 "no release 'none'", "no figure 'fig-odd'"):  # fmt: skip
        line = next(line for line in warned.splitlines() if told in line)
        assert re.search(r"(index\.md|a\.ipynb):\d+", line), line


def test_renderers_leave_other_outputs_alone():
    data = SimpleNamespace(output_metadata={}, mime_type="image/png")
    assert FigureRenderer.handle_mime(None, data, False) is None
    assert TableRenderer.handle_mime(None, data, False) is None
    ours = SimpleNamespace(output_metadata={"communique": "fig-x"}, mime_type="text/plain")
    assert FigureRenderer.handle_mime(None, ours, False) == []
    assert FigureRenderer.handle_mime(None, ours, True) is None


def as_text(made):
    return "".join(node.astext() for node in made if "read-aloud" not in node.get("classes", [])
                   and "role-tag" not in node.get("classes", [])
                   ) if all(isinstance(n, nodes.Element) for n in made) else "".join(
        node.astext() for node in made
        if not isinstance(node, nodes.Element)
        or not {"read-aloud", "role-tag"} & set(node["classes"])
    )  # fmt: skip


def test_overlapping_marks_are_cut_and_keep_every_character():
    text = "Police and citizens talk."
    marks = [Mark(0, 19, ("mark", "theme-a"), hidden="A"), Mark(11, 24, ("mark", "theme-b")),
             Mark(0, 6, ("tie", "role-organizer"), tag="Organiser")]  # fmt: skip
    made = marked_text(text, 0, len(text), marks)
    assert as_text(made) == text
    classes = {node.astext(): node["classes"] for node in made if isinstance(node, nodes.Element)}
    assert classes["Police"] == ["printed", "mark", "theme-a", "tie", "role-organizer"]
    assert classes["citizens"] == ["printed", "mark", "theme-a", "theme-b"]
    assert classes[" talk"] == ["printed", "mark", "theme-b"]


def test_texts_that_look_like_markup_stay_text():
    made = marked_text("*a* `b` <script>x</script> {number}`c`", 0, 38, [Mark(0, 3, ("mark",))])
    document = new_document("x")
    document += nodes.paragraph("", "", *made)
    assert document.astext() == "*a* `b` <script>x</script> {number}`c`"
    assert not list(document.findall(nodes.emphasis))


def test_labels_are_fit_for_addresses():
    assert sentence_label("2004-12-20-human-rights", 3) == "s-2004-12-20-human-rights-3"
    assert release_label("My Release_2") == "release-my-release-2"
