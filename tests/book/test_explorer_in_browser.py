"""The explorer as a reader meets it: by mouse, by keyboard, on a phone, in the dark, offline."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from communique import explorer
from communique.record import PARTICIPANT, Record, open_record

pytestmark = pytest.mark.book

SCHEMES: dict[str, Literal["light", "dark"]] = {"light": "light", "dark": "dark"}
Opener = Callable[..., Page]
AXE = {"resultTypes": ["violations"], "preload": False}
PLACE = """([x, y]) => {
  const box = document.getElementById("explorer-canvas");
  box.scrollIntoView({ block: "center", behavior: "instant" });
  const seen = box.getBoundingClientRect();
  const inner = [seen.left + box.clientLeft, seen.top + box.clientTop];
  const share = (value) => (value + 60) / 1120;
  return [inner[0] + share(x) * box.clientWidth, inner[1] + (1 - share(y)) * box.clientHeight];
}"""


@pytest.fixture
def open_file(browser: Browser) -> Iterator[Opener]:
    """Open a file offline; an error, or a wish for anything that is not local, fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(
        path: Path, view: str = "", *, mode: str = "light", width: int = 1280, **more: Any
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=SCHEMES[mode],
            offline=True,
            **more,
        )
        contexts.append(context)
        context.add_init_script(
            f"localStorage.setItem('mode', '{mode}'); localStorage.setItem('theme', '{mode}')"
        )
        page = context.new_page()
        local = ("file:", "data:", "blob:")
        page.on(
            "console", lambda said: complaints.append(said.text) if said.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request",
            lambda asked: None if asked.url.startswith(local) else complaints.append(asked.url),
        )
        page.goto(path.as_uri() + view, wait_until="load")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def open_explorer(open_file: Opener, built_book: Path) -> Opener:
    def opened(view: str = "", **more: Any) -> Page:
        page = open_file(built_book / "book" / "explorer.html", view, **more)
        page.wait_for_selector("#explorer-app[data-ready]")
        return page

    return opened


@pytest.fixture(scope="module")
def record() -> Record:
    return open_record()


@pytest.fixture(scope="module")
def data(record: Record) -> dict[str, Any]:
    return explorer.explorer_data(record)


def told(page: Page) -> list[int]:
    """The numbers of actors, events and ties that the page says it shows."""
    found = re.search(
        r"(\d+) actors?, (\d+) events?, (\d+) tie", page.inner_text("#explorer-status")
    )
    assert found
    return [int(number) for number in found.groups()]


def counted(record: Record, **chosen: Any) -> list[int]:
    """The same numbers from the tables of the record, by the rules of the form."""
    ties = record.ties.merge(record.events, left_on="release", right_on="event")
    ties = ties[ties["role"].isin(chosen.get("roles", set(ties["role"]) - {PARTICIPANT}))]
    if "years" in chosen:
        ties = ties[ties["year"].between(*chosen["years"])]
    if "frame" in chosen:
        ties = ties[ties["frame"] == chosen["frame"]]
    if chosen.get("whole"):
        ties = ties[ties["read_whole"]]
    merged = explorer.merge_successions(
        ties[["actor", "role", "event", "date_x"]].rename(columns={"date_x": "date"}),
        record.actors,
    )
    merged = merged.drop_duplicates(["node", "role", "event"])
    if "without" in chosen:
        merged = merged[~merged["names"].str.contains(chosen["without"])]
    return [merged["node"].nunique(), merged["event"].nunique(), len(merged)]


def test_it_opens_with_the_whole_record_but_for_bodies_of_participants(
    open_explorer: Opener, record: Record
) -> None:
    page = open_explorer()
    assert told(page) == counted(record)
    assert page.locator("#explorer-rows tr").count() == told(page)[0]
    assert page.locator("#explorer-panel").is_hidden()


def test_years_roles_frames_and_boxes_filter_as_the_tables_do(
    open_explorer: Opener, record: Record
) -> None:
    page = open_explorer()
    page.select_option("#explorer-from", "2014")
    page.select_option("#explorer-to", "2016")
    assert told(page) == counted(record, years=(2014, 2016))
    page.select_option("#explorer-subject", "frame:security")
    assert told(page) == counted(record, years=(2014, 2016), frame="security")
    page.get_by_label("releases read only in part").check()
    assert told(page) == counted(record, years=(2014, 2016), frame="security", whole=True)
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("Body of participants").check()
    assert told(page) == counted(record, roles=set(record.ties["role"]))
    page.get_by_role("button", name="Reset").click()
    for role in ("Organiser", "Supporter", "Partner", "Requester", "Expert provider", "Publisher"):
        page.get_by_label(role, exact=True).uncheck()
    assert told(page) == counted(record, roles={"funder"})
    assert "no such tie is known" in page.inner_text("#explorer-status")


def test_the_office_that_published_can_be_left_out_under_all_its_names(
    open_explorer: Opener, record: Record, data: dict[str, Any]
) -> None:
    page = open_explorer()
    page.get_by_label("the publisher’s own office").check()
    name = data["actors"][data["office"]]["name"]
    assert told(page) == counted(record, without=re.escape(name))
    assert page.get_by_role("button", name=name, exact=True).count() == 0


def test_a_first_year_after_the_last_moves_the_last(open_explorer: Opener) -> None:
    page = open_explorer()
    page.select_option("#explorer-to", "2010")
    page.select_option("#explorer-from", "2015")
    assert page.input_value("#explorer-to") == "2015"


def test_search_and_enter_open_the_panel_and_escape_leads_back(open_explorer: Opener) -> None:
    page = open_explorer()
    page.fill("#explorer-search", "ministry of internal affairs of kazakhstan")
    page.keyboard.press("Enter")
    title = page.locator("#explorer-panel-title")
    expect(title).to_be_focused()
    assert title.inner_text() == "Ministry of Internal Affairs of Kazakhstan"
    assert "Kazakhstan" in page.inner_text("#explorer-panel dl")
    assert page.locator("#explorer-panel .explorer-events li").count() > 0
    page.keyboard.press("Escape")
    assert page.locator("#explorer-panel").is_hidden()
    expect(page.locator("#explorer-search")).to_be_focused()


def test_a_name_that_nobody_bears_is_said(open_explorer: Opener) -> None:
    page = open_explorer()
    page.fill("#explorer-search", "zzzz")
    page.keyboard.press("Enter")
    assert "No actor" in page.inner_text("#explorer-status")


def test_an_earlier_name_finds_the_office_and_its_events_name_it_so(open_explorer: Opener) -> None:
    page = open_explorer()
    page.fill("#explorer-search", "OSCE Centre in Almaty")
    page.keyboard.press("Enter")
    panel = page.locator("#explorer-panel")
    assert "Earlier names" in panel.inner_text()
    assert "named OSCE Centre in Almaty" in panel.inner_text()


def test_by_keyboard_alone_from_the_list_to_an_event_and_on_to_an_actor(
    open_explorer: Opener,
) -> None:
    page = open_explorer()
    page.locator("#explorer-rows button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#explorer-panel-title")).to_be_focused()
    actor = page.inner_text("#explorer-panel-title")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "explorer-close"
    page.locator("#explorer-panel .explorer-events button").first.focus()
    page.keyboard.press("Enter")
    assert page.inner_text("#explorer-kind") == "Event"
    assert page.locator("#explorer-panel").get_by_role("button", name=actor).count() >= 1
    page.locator("#explorer-panel-body button").last.focus()
    page.keyboard.press("Enter")
    assert page.inner_text("#explorer-kind") == "Actor"
    page.keyboard.press("Escape")
    expect(page.locator("#explorer-rows button").first).to_be_focused()


def lonely(data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The actor and the event that stand farthest from all others on the drawing."""
    shown = {who for who, _, role, _ in data["ties"] if role != PARTICIPANT}
    actors = [one for number, one in enumerate(data["actors"]) if number in shown]
    everyone = actors + data["events"]

    def room(one: dict[str, Any]) -> float:
        return min(
            math.hypot(one["x"] - other["x"], one["y"] - other["y"])
            for other in everyone
            if other is not one
        )

    return max(actors, key=room), max(data["events"], key=room)


def test_a_click_on_a_shape_opens_it_and_a_pointer_above_it_names_it(
    open_explorer: Opener, data: dict[str, Any]
) -> None:
    page = open_explorer()
    actor, event = lonely(data)
    page.wait_for_timeout(300)
    for node, name in ((actor, actor["name"]), (event, event["title"])):
        x, y = page.evaluate(PLACE, [node["x"], node["y"]])
        page.mouse.move(x - 40, y)
        page.mouse.move(x, y, steps=3)
        expect(page.locator("#explorer-label")).to_contain_text(name)
        page.mouse.click(x, y)
        expect(page.locator("#explorer-panel-title")).to_have_text(name)


def test_a_finger_opens_a_shape_on_a_phone_and_the_panel_is_in_sight(
    open_explorer: Opener, data: dict[str, Any]
) -> None:
    page = open_explorer(width=390, has_touch=True, is_mobile=True)
    assert page.locator("#explorer-form").get_attribute("open") is None
    actor, _ = lonely(data)
    page.wait_for_timeout(300)
    x, y = page.evaluate(PLACE, [actor["x"], actor["y"]])
    page.touchscreen.tap(x, y)
    expect(page.locator("#explorer-panel-title")).to_have_text(actor["name"])
    expect(page.locator("#explorer-panel-title")).to_be_in_viewport()


def test_zoom_moves_what_is_drawn_and_the_whole_network_comes_back(
    open_explorer: Opener, data: dict[str, Any]
) -> None:
    page = open_explorer()
    actor, _ = lonely(data)
    page.wait_for_timeout(300)

    def pointed() -> str:
        x, y = page.evaluate(PLACE, [actor["x"], actor["y"]])
        page.mouse.move(x - 40, y)
        page.mouse.move(x, y, steps=3)
        page.wait_for_timeout(200)
        label = page.locator("#explorer-label")
        return label.inner_text() if label.is_visible() else ""

    assert actor["name"] in pointed()
    page.get_by_role("button", name="Nearer").click()
    assert actor["name"] not in pointed()
    page.get_by_role("button", name="Whole network").click()
    assert actor["name"] in pointed()


def test_links_lead_to_pages_of_the_web_and_a_part_read_is_said(
    open_explorer: Opener, record: Record
) -> None:
    page = open_explorer()
    part = record.events[~record.events["read_whole"]].iloc[0]
    whole = record.events[record.events["read_whole"]].iloc[0]
    for event, words in ((part, "Read in part"), (whole, "was read whole")):
        page.goto(page.url.split("#")[0] + f"#event={event['event']}")
        expect(page.locator("#explorer-panel-title")).to_have_text(event["title"])
        link = page.locator("#explorer-panel-body a")
        assert link.get_attribute("href") == event["url"]
        assert words in page.inner_text("#explorer-panel-body")
    page.fill("#explorer-search", "OSCE Programme Office")
    page.keyboard.press("Enter")
    addresses = page.locator("#explorer-panel-body a").evaluate_all(
        "links => links.map(link => link.href)"
    )
    assert addresses
    assert all(address.startswith(("https://", "http://")) for address in addresses)


def test_the_address_keeps_a_view(open_explorer: Opener, record: Record) -> None:
    page = open_explorer()
    page.select_option("#explorer-from", "2010")
    page.get_by_label("Body of participants").check()
    page.locator("#explorer-rows button").nth(1).click()
    told_before, title = told(page), page.inner_text("#explorer-panel-title")
    again = open_explorer("#" + page.url.split("#")[1])
    assert told(again) == told_before
    assert again.inner_text("#explorer-panel-title") == title
    again.get_by_role("button", name="Reset").click()
    assert "#" not in again.url
    assert told(again) == counted(record)


def test_a_view_that_names_nothing_known_shows_everything(
    open_explorer: Opener, record: Record
) -> None:
    page = open_explorer("#from=1066&subject=frame:none&actor=Nobody&event=none")
    assert told(page) == counted(record)
    assert page.locator("#explorer-panel").is_hidden()


def test_a_link_to_a_heading_leaves_the_view_alone(open_explorer: Opener) -> None:
    page = open_explorer("#from=2015")
    before = told(page)
    page.evaluate("location.hash = '#what-it-does-not-show'")
    page.wait_for_timeout(200)
    assert told(page) == before


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_an_open_panel_has_no_serious_fault_of_accessibility(
    open_explorer: Opener, data: dict[str, Any], mode: str
) -> None:
    page = open_explorer(f"#event={data['events'][40]['id']}", mode=mode)
    assert page.locator("html").get_attribute("data-theme") == mode
    found = []
    for _ in range(2):
        found += Axe().run(page, options=AXE).response["violations"]
        page.locator("#explorer-panel-body button").first.click()
    assert [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ] == []


def test_the_drawing_follows_the_mode(open_explorer: Opener) -> None:
    page = open_explorer()
    page.wait_for_timeout(300)
    light = page.locator("#explorer-canvas").screenshot()
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.wait_for_timeout(300)
    assert page.locator("#explorer-canvas").screenshot() != light


@pytest.mark.parametrize("view", ["", "#actor=Ministry+of+Internal+Affairs+of+Kazakhstan"])
def test_nothing_scrolls_sideways_on_a_narrow_phone(open_explorer: Opener, view: str) -> None:
    page = open_explorer(view, width=360)
    page.locator("#explorer-form summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert (
        page.locator("#explorer-canvas").evaluate("box => box.getBoundingClientRect().right") <= 360
    )


def test_without_javascript_the_page_says_so_and_leads_to_the_tables(
    open_file: Opener, built_book: Path
) -> None:
    page = open_file(built_book / "book" / "explorer.html", java_script_enabled=False)
    assert page.locator("#explorer-app").is_hidden()
    said = page.locator("article noscript")
    assert "Without JavaScript" in said.inner_text()
    assert said.locator("a[href='data.html']").count() == 1


def test_on_paper_are_drawing_key_panel_and_list_alone(open_explorer: Opener) -> None:
    page = open_explorer("#actor=Ministry+of+Internal+Affairs+of+Kazakhstan")
    page.emulate_media(media="print")
    for name in ("reset", "search", "close", "nearer"):
        assert page.locator(f"#explorer-{name}").is_hidden()
    for name in ("form", "panel-title", "canvas", "rows"):
        assert page.locator(f"#explorer-{name}").is_visible()


def invented() -> Any:
    """A record whose texts try to be more than text."""
    bad = "<img src=x onerror=\"document.title='broken'\">"
    events = pd.DataFrame(
        {
            "event": ["e1", "e2"], "date": pd.to_datetime(["2001-01-01", "2002-01-01"]),
            "title": [bad, "</script><h1>x</h1>"], "url": ["javascript:alert(1)", ""],
            "place": bad, "country": "A", "subject": "law", "other_subjects": "",
            "read_whole": True,
        }
    )  # fmt: skip
    ties = pd.DataFrame(
        {
            "release": ["e1", "e2"], "actor": bad, "role": "organizer", "actor_type": "ngo",
            "date": events["date"],
        }
    )  # fmt: skip
    actors = pd.DataFrame(
        {
            "actor": [bad], "type": "ngo", "country": "A", "parent": bad, "valid_from": "",
            "succeeded_by": "",
        }
    )  # fmt: skip
    subjects = pd.DataFrame({"subject": ["law"], "label": [bad], "frame": ["rights"]})
    return Record(events, ties, actors, subjects, *[pd.DataFrame()] * 3)


def test_markup_in_names_titles_and_addresses_stays_text(open_file: Opener, tmp_path: Path) -> None:
    explorer.copy_assets(tmp_path / "_static")
    body = explorer.explorer_html(invented())
    assert json.loads(body.split('id="explorer-data">')[1].split("</script>")[0])
    (tmp_path / "page.html").write_text(
        "<!DOCTYPE html><html lang=en data-theme=light><meta charset=utf-8><title>whole</title>"
        f"<body>{body}",
        encoding="utf-8",
    )
    page = open_file(tmp_path / "page.html")
    page.wait_for_selector("#explorer-app[data-ready]")
    page.locator("#explorer-rows button").click()
    assert page.inner_text("#explorer-panel-title").startswith("<img src=x")
    assert "no address known" in page.inner_text("#explorer-panel-body")
    page.locator("#explorer-panel-body .explorer-events button").first.click()
    page.wait_for_timeout(200)
    assert page.locator("img, h1, #explorer-panel a").count() == 0
    assert page.title() == "whole"
