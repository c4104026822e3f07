"""Every page as a reader meets it: opened from disk in a browser that has no network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

from communique.pages import toc_pages
from support import ROOT

pytestmark = pytest.mark.book

SCHEMES: dict[str, Literal["light", "dark"]] = {"light": "light", "dark": "dark"}
PAGES = toc_pages(ROOT / "_toc.yml")
Opener = Callable[..., Page]

# Without preload axe asks for every style sheet again, which a page from disk may not.
AXE = {"resultTypes": ["violations"], "preload": False}

SEARCH = ".search-button, .search-button__button, .search-button-field, article form input"
LOADED = "image => image.complete && image.naturalWidth > 0 || image.offsetParent === null"
VISIBLE = """elements => elements.filter(element => {
  const box = element.getBoundingClientRect();
  const style = getComputedStyle(element);
  return box.width > 0 && box.height > 0 && style.visibility !== "hidden" && style.opacity !== "0";
}).length"""


@pytest.fixture
def open_page(browser: Browser, built_book: Path) -> Iterator[Opener]:
    """Open a page from disk, offline; whatever it complains of or asks for is kept and fails."""
    complaints: list[str] = []
    contexts = []

    def note(complaint: str) -> None:
        complaints.append(complaint)

    def failed(request: Request) -> None:
        # A page that is closed breaks off what it was still loading, as its small icon.
        if request.failure != "net::ERR_ABORTED":
            note(request.url)

    def is_local(address: str) -> bool:
        return address.startswith(("file:", "data:", "blob:"))

    def opened(name: str, *, mode: str = "light", width: int = 1280) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=SCHEMES[mode], offline=True
        )
        contexts.append(context)
        context.add_init_script(
            f"localStorage.setItem('mode', '{mode}'); localStorage.setItem('theme', '{mode}')"
        )
        page = context.new_page()
        page.on("console", lambda said: note(said.text) if said.type == "error" else None)
        page.on("pageerror", lambda error: note(str(error)))
        page.on("requestfailed", failed)
        page.on("request", lambda request: None if is_local(request.url) else note(request.url))
        page.goto((built_book / f"{name}.html").as_uri(), wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_opens_from_disk_with_one_heading_one_search_box_and_its_pictures(
    open_page: Opener, name: str
) -> None:
    page = open_page(name)
    assert "Communiqué" in page.title()
    assert page.locator("article h1").count() == 1
    assert page.locator("h1").evaluate_all(VISIBLE) == 1
    search = page.locator(
        ".search-button, .search-button__button, .search-button-field, form input"
    )
    assert search.evaluate_all(VISIBLE) == 1
    for image in page.locator("img").all():
        described: Any = image.get_attribute("alt")
        assert described is not None
        assert described.strip()
        assert image.evaluate(
            "image => image.complete && image.naturalWidth > 0 || !image.offsetParent"
        )


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_serious_fault_of_accessibility(
    open_page: Opener, name: str, mode: str
) -> None:
    page = open_page(name, mode=mode)
    assert page.locator("html").get_attribute("data-theme") == mode
    found = Axe().run(page, options=AXE).response["violations"]
    serious = [
        f"{fault['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
    assert serious == []


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_not_scroll_sideways(open_page: Opener, name: str, width: int) -> None:
    page = open_page(name, width=width)
    wide = page.evaluate(
        """() => {
          const width = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= width) return [];
          return [...document.querySelectorAll('article *')]
            .filter(element => element.getBoundingClientRect().right > width + 1)
            .slice(0, 5).map(element => element.outerHTML.slice(0, 160));
        }"""
    )
    assert wide == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("name", PAGES)
def test_every_figure_and_table_of_a_page_can_be_taken_away(
    open_page: Opener, built_book: Path, name: str
) -> None:
    page = open_page(name)
    shown = page.locator("article img[src*='fig-']").evaluate_all(
        "images => images.map(image => image.src.split('/').pop().replace('.png', ''))"
    )
    links = page.locator("article a").evaluate_all("links => links.map(link => link.href)")
    for figure in set(shown):
        for ending in ("pdf", "svg", "png", "csv"):
            file = built_book / "figures" / figure / f"{figure}.{ending}"
            assert file.as_uri() in links
            assert file.stat().st_size > 0


def test_the_front_door_leads_to_the_first_page(open_page: Opener) -> None:
    page = open_page("index")
    page.wait_for_url(f"**/{PAGES[0]}.html")
    assert page.locator("article h1").inner_text().startswith("Communiqué")


def test_the_reader_can_switch_to_the_dark_mode(open_page: Opener) -> None:
    page = open_page(PAGES[0])
    page.locator(".theme-switch-button").first.click()
    assert page.locator("html").get_attribute("data-mode") in ("dark", "auto")


def test_the_search_finds_a_word_of_the_texts_without_a_network(open_page: Opener) -> None:
    page = open_page("search")
    page.goto(page.url + "?q=almaty")
    page.wait_for_selector("#search-results li a", timeout=20_000)
    assert page.locator("#search-results li").count() >= 1
