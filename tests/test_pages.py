from pathlib import Path

import pytest

from communique.errors import InputError
from communique.pages import page_faults, read_page, refuse_faults, toc_pages

HEAD = "<html><body><article><h1>Title</h1>"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A root with a table of contents, two sound pages and their folder `html`."""
    html = tmp_path / "html"
    html.mkdir()
    (tmp_path / "_toc.yml").write_text(
        "format: jb-book\nroot: one\nparts:\n- chapters:\n  - file: two\n"
    )
    (html / "one.html").write_text(f'{HEAD}<p id="here"><a href="two.html#there">Go</a></p>')
    (html / "two.html").write_text(f'{HEAD}<p id="there"><a href="#there">Stay</a></p>')
    return tmp_path


def faults(root: Path, body: str | None = None) -> list[str]:
    if body is not None:
        (root / "html" / "two.html").write_text(f'{HEAD}<p id="there"></p>{body}')
    return page_faults(root, root / "html", root / "_toc.yml")


def test_a_sound_book_has_no_faults(book: Path) -> None:
    assert faults(book) == []
    refuse_faults([])


def test_the_toc_is_read_in_its_order_through_parts_chapters_and_sections(tmp_path: Path) -> None:
    toc = tmp_path / "_toc.yml"
    toc.write_text(
        "root: a\nparts:\n- caption: P\n  chapters:\n  - file: b\n    sections:\n    - file: c\n"
        "- chapters:\n  - file: d\n"
    )
    assert toc_pages(toc) == ["a", "b", "c", "d"]


def test_a_page_missing_on_disk_is_a_fault(book: Path) -> None:
    (book / "html" / "two.html").unlink()
    found = faults(book)
    assert "two: the page is missing from the book." in found
    assert any("leads to a file that is not there" in fault for fault in found)


@pytest.mark.parametrize(
    "body",
    [
        "<p>It is np.float64(0.25) of all.</p>",
        "<table><tr><td>nan</td></tr></table>",
        "<table><tr><td>NaN</td></tr></table>",
        "<table><tr><td>&lt;NA&gt;</td></tr></table>",
        "<div class='cell_output'><div class='output highlight-x'>"
        "<pre>&lt;Figure size 640x480 with 1 Axes&gt;</pre></div></div>",
        "<p>See {numref}`fig-shares`.</p>",
    ],
)
def test_python_in_the_text_of_a_page_is_a_fault(book: Path, body: str) -> None:
    assert any("the text shows" in fault for fault in faults(book, body))


@pytest.mark.parametrize(
    "body",
    [
        "<div class='cell_input'><pre>import numpy as np; np.nan</pre></div>",
        "<p>Undefined is <code>nan</code>.</p>",
        "<div class='highlight-python'><pre>np.mean(x)</pre></div>",
        "<script>var nan = 0;</script>",
        "<p>Nan Province and a banana.</p>",
    ],
)
def test_code_that_is_shown_as_code_is_no_fault(book: Path, body: str) -> None:
    assert faults(book, body) == []


@pytest.mark.parametrize(
    "body",
    [
        "<script src='https://cdn.example/x.js'></script>",
        "<link rel='stylesheet' href='//cdn.example/x.css'>",
        "<img src='http://pictures.example/a.png'>",
        "<iframe src='https://video.example/1'></iframe>",
        "<p style='background: url(https://pictures.example/a.png)'>x</p>",
        "<style>@import 'https://fonts.example/a.css';</style>",
    ],
)
def test_whatever_a_page_loads_from_outside_is_a_fault(book: Path, body: str) -> None:
    assert any("from outside" in fault for fault in faults(book, body))


def test_a_style_sheet_that_loads_from_outside_is_a_fault(book: Path) -> None:
    (book / "html" / "a.css").write_text("a { background: url(https://pictures.example/a.png) }")
    assert any(fault.startswith("a.css:") for fault in faults(book))


def test_links_to_other_sites_are_allowed(book: Path) -> None:
    assert (
        faults(book, "<a href='https://www.osce.org/'>OSCE</a><a href='mailto:a@b.c'>m</a>") == []
    )


def test_links_to_missing_files_places_and_images_are_faults(book: Path) -> None:
    body = "<a href='no.csv'>a</a><a href='one.html#no'>b</a><img src='no.png'><a href='../x'>c</a>"
    found = " ".join(faults(book, body))
    assert "no.csv leads to a file that is not there" in found
    assert "one.html#no leads to a place that is not on its page" in found
    assert "the image no.png is missing" in found
    assert "../x leads out of the book" in found


def test_a_figure_shown_in_the_source_must_be_on_the_page(book: Path) -> None:
    (book / "two.ipynb").write_text('{"source": "study.show_figure(\\"fig-one\\")"}')
    assert faults(book) == ["two: fig-one is shown in the source but not on the page."]
    assert faults(book, "<figure id='fig-one'></figure>") == []


def test_a_page_has_one_main_heading(book: Path) -> None:
    assert any("2 main headings" in fault for fault in faults(book, "<h1>Again</h1>"))


def test_void_and_unclosed_elements_do_not_confuse_the_reader() -> None:
    page = read_page("<p>a<br>b<code>np.x</p><p>c<img src=d></p>")
    assert "".join(page.text) == "abc"
    assert page.images == ["d"]


def test_faults_are_listed_in_one_message_with_a_remedy() -> None:
    with pytest.raises(InputError) as caught:
        refuse_faults([f"page {number}: wrong." for number in range(25)])
    assert "(25)" in str(caught.value)
    assert "page 19" in str(caught.value)
    assert "page 20" not in str(caught.value)
    assert "5 more" in str(caught.value)
    assert "Remedy:" in str(caught.value)
