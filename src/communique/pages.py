"""Looking at the finished pages: are all there, whole, free of leaks, and at home on a disk?

The checks read HTML as it was written, without a browser: each page of the table of contents with
its figures and tables; no Python value or `nan` in the text; nothing loaded from elsewhere; no link
to a file or a place that is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import yaml

from communique.errors import InputError

#: What must not stand in the text of a page, and what it betrays.
LEAKS = {
    "a NumPy value": re.compile(r"\bnp\.\w+"),
    "a missing value": re.compile(r"\b(?:nan|NaN|NaT)\b|<NA>"),
    "a printed object": re.compile(r"<(?:Figure size|Axes|AxesSubplot)\b|<[\w.]+ object at 0x"),
    "an unresolved mark": re.compile(r"\{(?:number|ref|numref|doc|cite|eval)[a-z:]*\}`"),
}
_VOID = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}
_LOADED = {
    ("script", "src"),
    ("img", "src"),
    ("img", "srcset"),
    ("iframe", "src"),
    ("source", "src"),
    ("source", "srcset"),
    ("video", "src"),
    ("audio", "src"),
    ("object", "data"),
    ("embed", "src"),
    ("link", "href"),
}
_UNLOADED_LINKS = {"canonical", "next", "prev", "search", "index", "author", "license", "help"}
_OUTSIDE = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_OUTSIDE_STYLE = re.compile(
    r"(?:url\(\s*|@import\s+)['\"]?((?:https?:)?//[^'\")\s]+)", re.IGNORECASE
)
_SHOWN = re.compile(r"""show_(?:figure|table)\(\s*["']([\w-]+)["']""")


@dataclass
class Page:
    """What the checks need to know of one HTML file."""

    ids: set[str] = field(default_factory=set)
    links: list[str] = field(default_factory=list)
    loaded: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    outside_styles: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    headings: int = 0


class _Reader(HTMLParser):
    """Fills a `Page` from HTML; text in scripts, styles and code is not the page's own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        page = self.page
        if found.get("id"):
            page.ids.add(found["id"])
        if tag == "a" and found.get("name"):
            page.ids.add(found["name"])
        if tag == "a" and "href" in found:
            page.links.append(found["href"])
        # The theme repeats the heading outside the article, for paper only.
        page.headings += tag == "h1" and any(name == "article" for name, _ in self._open)
        if tag == "img":
            page.images.append(found.get("src", ""))
        for name, value in found.items():
            if (tag, name) in _LOADED and not (
                tag == "link" and _UNLOADED_LINKS.intersection(found.get("rel", "").split())
            ):
                page.loaded.append(value)
        page.outside_styles.extend(_OUTSIDE_STYLE.findall(found.get("style", "")))
        if tag not in _VOID:
            self._open.append((tag, self._is_silent(tag, found.get("class", ""))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self._open) - 1, -1, -1):
            if self._open[position][0] == tag:
                del self._open[position:]
                return

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] == "style":
            self.page.outside_styles.extend(_OUTSIDE_STYLE.findall(data))
        if not (self._open and self._open[-1][1]):
            self.page.text.append(data)

    def _is_silent(self, tag: str, classes: str) -> bool:
        """Whether text in this element is code rather than something the page says."""
        names = classes.split()
        listing = any(name.startswith("highlight-") for name in names) and "output" not in names
        code = tag in ("script", "style", "code", "template") or "cell_input" in names
        return code or listing or bool(self._open and self._open[-1][1])


def read_page(html: str) -> Page:
    """Read one page."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


def toc_pages(toc: Path) -> list[str]:
    """The pages that `_toc.yml` names, in order, without ending."""

    def walk(entry: Any) -> Iterator[str]:
        if isinstance(entry, list):
            for item in entry:
                yield from walk(item)
        elif isinstance(entry, dict):
            for key in ("root", "file"):
                if key in entry:
                    yield str(entry[key])
            for key in ("parts", "chapters", "sections"):
                yield from walk(entry.get(key, []))

    try:
        return list(walk(yaml.safe_load(toc.read_text(encoding="utf-8"))))
    except (OSError, yaml.YAMLError) as error:
        raise InputError(
            f"The table of contents cannot be read: {str(error).splitlines()[0]}.",
            file=toc,
            remedy="Restore it or mend its YAML.",
        ) from error


def find_source(root: Path, page: str) -> Path | None:
    """The file that a page of the table of contents is made from."""
    for suffix in (".md", ".ipynb", ".rst"):
        path = root / f"{page}{suffix}"
        if path.is_file():
            return path
    return None


def page_faults(root: Path, html: Path, toc: Path) -> list[str]:
    """Everything that is wrong with a built book, one sentence a fault; empty when it is whole."""
    read = {
        path: read_page(path.read_text(encoding="utf-8")) for path in sorted(html.rglob("*.html"))
    }
    faults = []
    for name in toc_pages(toc):
        page = read.get(html / f"{name}.html")
        if page is None:
            faults.append(f"{name}: the page is missing from the book.")
            continue
        faults.extend(f"{name}: {fault}" for fault in _content_faults(page))
        source = find_source(root, name)
        shown = (
            _SHOWN.findall(source.read_text(encoding="utf-8").replace("\\", "")) if source else []
        )
        faults.extend(
            f"{name}: {wanted} is shown in the source but not on the page."
            for wanted in dict.fromkeys(shown)
            if not _shows(page, wanted)
        )
    for path, page in read.items():
        where = path.relative_to(html).as_posix()
        faults.extend(f"{where}: {fault}" for fault in _loading_faults(page, path))
        faults.extend(f"{where}: {fault}" for fault in _link_faults(page, path, html, read))
    faults.extend(_style_faults(html))
    return faults


def _shows(page: Page, wanted: str) -> bool:
    """Whether a figure or table is on a page: by its id at home, by its file elsewhere."""
    ends = (f"/{wanted}.png", f"/{wanted}.csv")
    return wanted in page.ids or any(address.endswith(ends) for address in page.images + page.links)


def _content_faults(page: Page) -> Iterator[str]:
    if page.headings != 1:
        yield f"the page has {page.headings} main headings instead of one."
    text = " ".join(" ".join(page.text).split())
    for what, pattern in LEAKS.items():
        found = pattern.search(text)
        if found:
            around = text[max(0, found.start() - 30) : found.end() + 30]
            yield f"the text shows {what}: …{around}…"


def _loading_faults(page: Page, path: Path) -> Iterator[str]:
    for address in [*page.loaded, *page.outside_styles]:
        if _OUTSIDE.match(address.strip()):
            yield f"it loads {address} from outside; the book must open without a network."
    for address in page.images:
        if address.startswith("data:") or _OUTSIDE.match(address):
            continue
        if not (path.parent / unquote(urlsplit(address).path)).is_file():
            yield f"the image {address} is missing."


def _link_faults(page: Page, path: Path, html: Path, read: dict[Path, Page]) -> Iterator[str]:
    for link in dict.fromkeys(page.links):
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not (parts.path or parts.fragment):
            continue
        target = path
        if parts.path:
            target = (path.parent / unquote(parts.path)).resolve()
            if not target.is_relative_to(html.resolve()):
                yield f"the link {link} leads out of the book."
                continue
            if not target.is_file():
                yield f"the link {link} leads to a file that is not there."
                continue
            target = html / target.relative_to(html.resolve())
        if parts.fragment and target in read and unquote(parts.fragment) not in read[target].ids:
            yield f"the link {link} leads to a place that is not on its page."


def _style_faults(html: Path) -> Iterator[str]:
    for path in sorted(html.rglob("*.css")):
        for address in _OUTSIDE_STYLE.findall(path.read_text(encoding="utf-8")):
            where = path.relative_to(html).as_posix()
            yield f"{where}: it loads {address} from outside; the book must open without a network."


def refuse_faults(faults: Iterable[str]) -> None:
    """Raise one InputError that lists the faults, if there are any."""
    found = list(faults)
    if not found:
        return
    shown = "".join(f"\n  - {fault}" for fault in found[:20])
    more = f"\n  … and {len(found) - 20} more." if len(found) > 20 else ""
    raise InputError(
        f"Faults in the finished pages ({len(found)}):{shown}{more}\n",
        remedy="Mend the page, the notebook or the function that writes what is named, "
        "and build again.",
    )
