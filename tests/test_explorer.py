import json
import math
import os
import re
import subprocess
import sys
from dataclasses import replace

import pandas as pd
import pytest

from communique import explorer
from communique.authority import ACTOR_TYPES
from communique.paths import ROOT
from communique.record import PARTICIPANT, RECORD_ROLES, Record, open_record

ACTORS = [
    # actor, type, country, parent, valid_from, succeeded_by
    ("Office in A", "osce_field_operation", "A", "", "1990", "Office in B"),
    ("Office in B", "osce_field_operation", "A", "", "2005", ""),
    ("Ministry", "host_government", "A", "", "", ""),
    ("School", "academy", "A", "Ministry", "", ""),
    ("Never named", "ngo", "A", "", "", ""),
]
EVENTS = [
    ("e2", "2003-05-01", "A seminar", "https://example.org/2", "drills", "law", True),
    ("e1", "2001-02-03", "A <b>bold</b> course", "http://example.org/1", "law", "", False),
    ("e3", "2006-07-08", "A meeting", "", "law", "", True),
]
TIES = [
    ("e1", "Office in A", "organizer"),
    ("e1", "Office in A", "funder"),
    ("e1", "School", PARTICIPANT),
    ("e2", "Office in A", "organizer"),
    ("e2", "Ministry", "partner"),
    ("e3", "Office in B", "organizer"),
]


def record_of(events=EVENTS, ties=TIES, actors=ACTORS):
    columns = ["event", "date", "title", "url", "subject", "other_subjects", "read_whole"]
    found = pd.DataFrame(events, columns=columns)
    found["date"] = pd.to_datetime(found["date"])
    found = found.assign(place="Town;Village", country="A")
    names = ["actor", "type", "country", "parent", "valid_from", "succeeded_by"]
    authority = pd.DataFrame(actors, columns=names, dtype="str").assign(valid_to="")
    made = pd.DataFrame(ties, columns=["release", "actor", "role"], dtype="str")
    day, kind = ({row[0]: row[1] for row in rows} for rows in (events, actors))
    made["date"] = pd.to_datetime([day[release] for release in made["release"]])
    made["actor_type"] = [kind[actor] for actor in made["actor"]]
    subjects = pd.DataFrame(
        [("law", "the law", "rights"), ("drills", "drills", "security")],
        columns=["subject", "label", "frame"],
    )
    return Record(found, made, authority, subjects, *[pd.DataFrame()] * 3)


def test_a_renamed_office_is_one_actor_and_its_ties_keep_the_name_of_the_day():
    data = explorer.explorer_data(record_of())
    assert [one["name"] for one in data["actors"]] == ["Ministry", "Office in B", "School"]
    assert data["actors"][1]["names"] == ["Office in A"]
    assert data["actors"][2]["parent"] == "Ministry"
    assert data["office"] == 1
    assert data["ties"] == [
        [1, 0, "organizer", "Office in A"],
        [1, 0, "funder", "Office in A"],
        [2, 0, PARTICIPANT, ""],
        [1, 1, "organizer", "Office in A"],
        [0, 1, "partner", ""],
        [1, 2, "organizer", ""],
    ]


def test_events_come_by_date_with_what_is_known_of_them():
    events = explorer.explorer_data(record_of())["events"]
    assert [one["id"] for one in events] == ["e1", "e2", "e3"]
    place = {"x": events[1]["x"], "y": events[1]["y"]}
    assert events[1] == {
        "id": "e2", "title": "A seminar", "date": "2003-05-01", "place": "Town; Village",
        "country": "A", "subject": "drills", "also": ["law"], "url": "https://example.org/2",
        "whole": True, **place,
    }  # fmt: skip
    assert [one["whole"] for one in events] == [False, True, True]


def test_two_names_of_one_office_in_one_role_of_one_event_are_one_tie():
    both = [("e1", "Office in A", "organizer"), ("e1", "Office in B", "organizer")]
    assert len(explorer.explorer_data(record_of(ties=both))["ties"]) == 1


def test_without_a_renamed_body_there_is_no_office_to_leave_out():
    data = explorer.explorer_data(record_of(ties=[("e1", "Ministry", "organizer")]))
    assert data["office"] is None


def test_the_form_offers_what_occurs_and_not_the_body_of_participants():
    data = explorer.explorer_data(record_of())
    assert {one["id"]: one["on"] for one in data["roles"]} == {
        "organizer": True, "funder": True, "partner": True, PARTICIPANT: False,
    }  # fmt: skip
    assert [one["id"] for one in data["types"]] == [
        "osce_field_operation", "host_government", "academy",
    ]  # fmt: skip


def test_every_type_and_role_has_a_mark_of_its_own():
    assert set(explorer.SHAPES) == set(ACTOR_TYPES)
    assert len({shape.marker for shape in explorer.SHAPES.values()}) == len(ACTOR_TYPES)
    assert set(explorer.DASHES) == set(RECORD_ROLES)
    assert len(set(explorer.DASHES.values())) == len(RECORD_ROLES)
    style = (ROOT / "src/communique/assets/explorer.css").read_text("utf-8")
    for role in RECORD_ROLES:
        assert style.count(f"--tie-{role}:") == 2, "one colour for each mode"


def test_a_star_has_its_centre_amid_its_leaves_and_all_places_fill_the_sheet():
    ties = pd.DataFrame({"node": "hub", "release": [f"e{n}" for n in range(6)]})
    places = explorer.fixed_places(["hub"], list(ties["release"]), ties)
    leaves = [places["event", release] for release in ties["release"]]
    for axis in (0, 1):
        own = [place[axis] for place in leaves]
        assert (min(own), max(own)) == (0, explorer.SIZE)
        assert min(own) < places["actor", "hub"][axis] < max(own)


def test_an_actor_may_be_named_like_an_event():
    ties = pd.DataFrame({"node": ["same"], "release": ["same"]})
    places = explorer.fixed_places(["same"], ["same"], ties)
    assert len(set(places.values())) == 2


def test_one_node_stands_in_the_middle_and_none_nowhere():
    none = pd.DataFrame({"node": [], "release": []})
    middle = explorer.SIZE // 2
    assert explorer.fixed_places([], ["e1"], none) == {("event", "e1"): (middle, middle)}
    assert explorer.fixed_places([], [], none) == {}


def test_an_event_without_a_tie_is_kept_and_a_record_without_events_makes_a_page():
    assert len(explorer.explorer_data(record_of(ties=TIES[:1]))["events"]) == 3
    empty = record_of(events=[], ties=[])
    assert explorer.explorer_data(empty)["events"] == []
    assert "explorer-data" in explorer.explorer_html(empty)


def test_a_tie_to_an_unknown_event_is_refused():
    record = record_of()
    record = replace(record, events=record.events[record.events["event"] != "e1"])
    with pytest.raises(KeyError, match="e1"):
        explorer.explorer_data(record)


def test_markup_in_a_title_stays_text():
    html = explorer.explorer_html(record_of())
    assert "<b>" not in html
    blocks = re.findall(r'<script type="application/json" id="[\w-]+">(.*?)</script>', html)
    assert len(blocks) == 2
    assert json.loads(blocks[0])["events"][0]["title"] == "A <b>bold</b> course"


def test_no_text_ends_the_element_that_holds_it_and_nan_is_no_json():
    assert "<" not in explorer.as_json(["</script><!--"])
    assert json.loads(explorer.as_json(["</script><!--"])) == ["</script><!--"]
    with pytest.raises(ValueError, match="JSON"):
        explorer.as_json(math.nan)


def test_an_actor_with_quotation_marks_in_its_name_stays_in_its_attribute():
    actors = [('The "<i>" office', "ngo", "A", "", "", "")]
    html = explorer.explorer_html(
        record_of(ties=[("e1", actors[0][0], "organizer")], actors=actors)
    )
    assert '<option value="The &quot;&lt;i&gt;&quot; office"></option>' in html


def area(points):
    """Counted on a fine grid: an area by another way than the one that is tested."""
    from matplotlib.path import Path

    steps = [-1.5 + 3 * (k + 0.5) / 400 for k in range(400)]
    inside = Path(points).contains_points([(x, y) for x in steps for y in steps])
    return inside.sum() * (3 / 400) ** 2


@pytest.mark.parametrize("marker", sorted({shape.marker for shape in explorer.SHAPES.values()}))
def test_markers_of_one_size_cover_one_area(marker):
    factor = explorer.size_factor(marker)
    assert factor**2 * area(explorer.outline(marker)) == pytest.approx(math.pi, rel=0.02)


def test_the_figure_asks_for_nothing_and_its_ids_are_counted_anew():
    data = explorer.explorer_data(record_of())
    first, second = explorer.explorer_plot(data), explorer.explorer_plot(data)
    assert first == second
    text = explorer.as_json(first)
    assert "http" not in text
    assert not re.search(r'"p\d+"', text)
    assert first["root_id"] == first["doc"]["roots"][0]["id"] == "x1"


SAME = """
import hashlib, bokeh.models
from communique import explorer
from communique.record import open_record
bokeh.models.Plot()
print(hashlib.sha256(explorer.explorer_html(open_record()).encode()).hexdigest())
"""


def test_two_runs_give_the_same_bytes():
    found = {
        subprocess.run(
            [sys.executable, "-c", SAME],
            env={**os.environ, "PYTHONHASHSEED": seed, "COMMUNIQUE_ROOT": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_the_real_record_is_there_whole_and_small():
    record = open_record()
    data = explorer.explorer_data(record)
    assert len(data["events"]) == len(record.events)
    assert len(data["ties"]) == len({(who, what, role) for who, what, role, _ in data["ties"]})
    named = {
        (data["events"][what]["id"], name or data["actors"][who]["name"], role)
        for who, what, role, name in data["ties"]
    }
    assert named == set(
        record.ties[["release", "actor", "role"]].itertuples(index=False, name=None)
    )
    places = [(one["x"], one["y"]) for one in data["actors"] + data["events"]]
    assert all(0 <= place <= explorer.SIZE for pair in places for place in pair)
    assert len(set(places)) > 0.98 * len(places)
    assert len(explorer.explorer_html(record).encode()) < 300_000


def test_assets_are_copied_with_bokeh_as_it_is_installed(tmp_path):
    explorer.copy_assets(tmp_path / "_static")
    found = {path.name: path.stat().st_size for path in (tmp_path / "_static").iterdir()}
    assert set(found) == {"explorer.css", "explorer.js", "bokeh.min.js"}
    assert all(found.values())


def test_the_script_writes_text_and_nothing_else():
    script = (ROOT / "src/communique/assets/explorer.js").read_text("utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in script
