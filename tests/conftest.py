"""What several tests share: a browser, a small tree, and the book that was built once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from support import ROOT, make_small_tree, run_communique

# On a busy machine one slow example is no failure of a property.
settings.register_profile("project", deadline=None)
settings.load_profile("project")

_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)


# All of these also keep the browser from calling its maker's hosts.
_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def browser_path() -> str | None:
    """A Chromium or Chrome of this machine; None leaves the choice to Playwright."""
    for name in (os.environ.get("CHROMIUM", ""), *_BROWSERS):
        found = shutil.which(name) if name else None
        if found:
            return found
    return None


@pytest.fixture(scope="session")
def built_book() -> Path:
    """The folder of the finished pages of this tree, built where it is not up to date."""
    result = run_communique("build")
    assert result.returncode == 0, result.stdout + result.stderr
    return ROOT / "_build" / "html"


@pytest.fixture
def small_tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_small_tree(tmp_path_factory.mktemp("tree"))


@pytest.fixture(scope="session")
def required() -> Callable[[str], None]:
    """Say that something is missing: a failure in continuous integration, on a desk a skip."""

    def missing(what: str) -> None:
        if os.environ.get("CI"):
            pytest.fail(what)
        pytest.skip(what)

    return missing


@pytest.fixture(scope="module")
def browser(browser_path: str | None, required: Callable[[str], None]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=browser_path, args=_OPTIONS)
        except Exception as error:
            required(f"No browser for the tests of the pages; install Chromium. ({error})")
            raise
        yield browser
        browser.close()
