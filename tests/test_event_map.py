import collections
import dataclasses
import itertools
import math

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle
from matplotlib.path import Path as Line

import communique
from communique import event_map
from communique.errors import InputError
from communique.figures import map as drawing
from communique.figures import style
from communique.figures.render import render_all
from communique.figures.spec import FigureSpec
from communique.record import EVENT_COLUMNS, Record, open_record

HEADER = ",".join(event_map.PLACE_COLUMNS)
PLACES = (
    "Oldtown,Newtown,town,Nowhere,10,20,1,GeoNames,",
    "Newtown,Newtown,town,Nowhere,10,20,1,GeoNames,",
    "Port,Port,town,Nowhere,-5.5,170,2,GeoNames,",
    "Hills region,Hills region,region,Nowhere,,,,record,",
    "online,online,online,,,,,record,",
)


def folder_of(path, *places):
    (path / "places.csv").write_text("\n".join((HEADER, *places)) + "\n")
    return path


def record_of(*rows):
    """A record of events given as (event, year, place) or (event, year, place, scope, frame)."""
    filled = [(*row, *("police", "rights")[len(row) - 3 :]) for row in rows]
    events = pd.DataFrame(filled, columns=["event", "year", "place", "scope", "frame"])
    events["date"] = pd.to_datetime(events["year"].astype(str) + "-01-01")
    events["year"] = events["date"].dt.year
    events["chosen"] = events["event"].str.startswith("held")
    tables = [field.name for field in dataclasses.fields(Record) if field.name != "folder"]
    others = {name: pd.DataFrame() for name in tables}
    return Record(**(others | {"events": events}))


@pytest.fixture
def folder(tmp_path):
    return folder_of(tmp_path, *PLACES)


def test_names_of_one_town_are_joined_and_the_printed_name_is_kept(folder):
    rows = event_map.places_of_events(
        at(folder, record_of(("a", 2001, "Oldtown"), ("b", 2002, "Newtown")))
    )
    assert rows[["place", "town"]].to_numpy().tolist() == [
        ["Oldtown", "Newtown"],
        ["Newtown", "Newtown"],
    ]
    assert rows["latitude"].tolist() == [10.0, 10.0]


def at(folder, record):
    """The record as if read from this folder."""
    return dataclasses.replace(record, folder=folder)


def test_an_event_in_two_towns_counts_once_in_each(folder):
    record = record_of(("a", 2001, "Oldtown;Port"), ("b", 2003, "Port"))
    counts = event_map.town_counts(at(folder, record)).set_index("town")
    assert counts["events"].to_dict() == {"Port": 2, "Newtown": 1}
    assert (counts.loc["Port", "first"], counts.loc["Port", "last"]) == (2001, 2003)
    assert event_map.event_kinds(at(folder, record)).to_dict() == {
        "town": 2, "region": 0, "online": 0, "unknown": 0,
    }  # fmt: skip


def test_two_names_of_one_town_in_one_event_are_one(folder):
    counts = event_map.town_counts(at(folder, record_of(("a", 2001, "Oldtown;Newtown"))))
    assert counts["events"].tolist() == [1]


def test_regions_online_and_no_place_are_counted_apart_and_have_no_point(folder):
    record = record_of(
        ("a", 2001, "Hills region"), ("b", 2001, "online"), ("c", 2001, ""), ("d", 2002, ""),
        ("e", 2002, "Port;Hills region"),
    )  # fmt: skip
    counts = event_map.town_counts(at(folder, record))
    assert counts[["kind", "town", "events"]].to_numpy().tolist() == [
        ["town", "Port", 1],
        ["region", "Hills region", 2],
        ["online", "online", 1],
        ["unknown", "", 2],
    ]
    assert counts.loc[counts["kind"] != "town", ["latitude", "longitude"]].isna().all(axis=None)
    kinds = event_map.event_kinds(at(folder, record))
    assert kinds.to_dict() == {"town": 1, "region": 1, "online": 1, "unknown": 2}
    assert kinds.sum() == len(record.events)


def test_police_frames_and_held_releases_are_counted(folder):
    record = record_of(
        ("held", 2001, "Port", "police", "rights"),
        ("b", 2001, "Port", "adjacent", "security"),
        ("c", 2001, "Port", "police", "security"),
    )
    row = event_map.town_counts(at(folder, record)).iloc[0]
    assert row[["events", "police", "chosen"]].tolist() == [3, 2, 1]
    assert row[["rights", "plural_society", "security", "apart"]].tolist() == [1, 0, 2, 0]


def test_an_empty_record_gives_empty_tables(folder):
    nobody = record_of()
    assert event_map.places_of_events(at(folder, nobody)).empty
    assert event_map.town_counts(at(folder, nobody)).empty
    assert event_map.event_kinds(at(folder, nobody)).sum() == 0


def test_a_place_without_a_row_is_refused_with_the_line_of_its_event(folder):
    cells = dict.fromkeys(EVENT_COLUMNS, "") | {"event": "b", "place": "Elsewhere"}
    lines = [
        ",".join(EVENT_COLUMNS),
        "a" + "," * (len(EVENT_COLUMNS) - 1),
        ",".join(cells.values()),
    ]
    (folder / "events.csv").write_text("\n".join(lines) + "\n")
    with pytest.raises(InputError, match=r"events\.csv:3: The place 'Elsewhere' of the event 'b'"):
        event_map.places_of_events(at(folder, record_of(("a", 2001, ""), ("b", 2001, "Elsewhere"))))


def test_a_place_without_a_row_is_refused_where_there_is_no_file_of_events(folder):
    with pytest.raises(InputError, match=r"'Elsewhere'.*Remedy: Give it a row"):
        event_map.places_of_events(at(folder, record_of(("a", 2001, "Port;Elsewhere"))))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Port,Port,harbour,Nowhere,1,2,,,", "kind 'harbour' is unknown"),
        ("Port,,town,Nowhere,1,2,,,", "town is empty"),
        ("Port,Port,town,Nowhere,,2,,,", "'' is no latitude"),
        ("Port,Port,town,Nowhere,91,2,,,", "'91' is no latitude"),
        ("Port,Port,town,Nowhere,nan,2,,,", "'nan' is no latitude"),
        ("Port,Port,town,Nowhere,1,east,,,", "'east' is no longitude"),
        ("Port,Port,region,Nowhere,1,2,,,", "A region has a latitude"),
        ("Port,Newtown,town,Nowhere,10.5,20,1,,", "latitude of Newtown is '10.5' here and '10'"),
    ],
)
def test_a_fault_in_the_table_of_places_is_told_with_its_line(tmp_path, row, told):
    folder_of(tmp_path, PLACES[1], row)
    with pytest.raises(InputError, match=rf"places\.csv:3: .*{told}"):
        event_map.read_places(tmp_path / "places.csv")


def test_a_fault_in_the_outline_is_told_with_its_line(tmp_path):
    path = tmp_path / "outline.csv"
    path.write_text("point,ring,longitude,latitude\n1,1,20,10\n2,1,200,10\n")
    with pytest.raises(InputError, match=r"outline\.csv:3: '200' is no longitude"):
        event_map.read_outline(path)


def test_projection_agrees_with_the_worked_example_of_snyder(monkeypatch):
    monkeypatch.setattr(event_map, "PARALLELS", (29.5, 45.5))
    monkeypatch.setattr(event_map, "ORIGIN", (-96.0, 23.0))
    monkeypatch.setattr(event_map, "EARTH_KM", 1.0)
    x, y = event_map.albers(np.array(-75.0), np.array(35.0))
    assert (float(x), float(y)) == pytest.approx((0.2952720, 0.2416774), abs=1e-7)


def shoelace(x, y):
    return abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1))) / 2


@pytest.mark.parametrize(("west", "south"), [(47, 41), (60, 48), (86, 54)])
def test_projection_keeps_areas(west, south):
    side = np.linspace(0, 1, 2001)
    zero, one = np.zeros_like(side), np.ones_like(side)
    longitude = west + np.concatenate([side, one, side[::-1], zero])
    latitude = south + np.concatenate([zero, side, one, side[::-1]])
    sines = math.sin(math.radians(south + 1)) - math.sin(math.radians(south))
    on_sphere = event_map.EARTH_KM**2 * math.radians(1) * sines
    assert shoelace(*event_map.albers(longitude, latitude)) == pytest.approx(on_sphere, rel=1e-6)


def test_the_middle_of_the_projection_is_its_origin_and_unknown_stays_unknown():
    x, y = event_map.albers(np.array([event_map.ORIGIN[0], np.nan]), np.array([48.0, 48.0]))
    assert (x[0], y[0]) == pytest.approx((0, 0))
    assert math.isnan(x[1])
    assert math.isnan(y[1])


@pytest.fixture(scope="module")
def record():
    return open_record()


@pytest.fixture(scope="module")
def data(record):
    return drawing.map_frame(record)


def test_every_event_of_the_record_is_counted_under_one_kind(record):
    assert event_map.event_kinds(record).sum() == len(record.events)
    rows = event_map.places_of_events(record)
    assert set(rows["event"]) == set(record.events["event"])


def test_every_row_of_the_table_of_places_is_used(record):
    printed = set(event_map.places_of_events(record)["place"]) - {""}
    assert set(event_map.read_places()["place"]) == printed


def test_the_five_stand_in_the_town_that_their_text_names(record):
    rows = event_map.places_of_events(record).merge(record.events[["event", "release"]])
    chosen = rows[rows["chosen"]].set_index("release")["place"]
    study = communique.open_study()
    assert chosen.to_dict() == study.events.set_index("release")["event_place"].to_dict()


def test_every_town_lies_inside_the_outline_or_on_its_coast(data):
    outline = data[data["kind"] == "outline"]
    towns = data.loc[data["kind"] == "town", ["x", "y"]].to_numpy(float)
    land = Line(outline[["x", "y"]].to_numpy(float))
    coast = drawing._every_km(outline, 1.0)
    for town in towns:
        assert land.contains_point(town) or np.hypot(*(coast - town).T).min() < 10


def test_the_outline_is_closed_and_does_not_cross_itself():
    for ring in event_map.rings(event_map.read_outline()):
        corners = ring[["longitude", "latitude"]].to_numpy()
        assert corners[0].tolist() == corners[-1].tolist()
        assert len(np.unique(corners[:-1], axis=0)) == len(corners) - 1
        sides = list(itertools.pairwise(corners))
        assert not any(cross(*a, *b) for a, b in itertools.combinations(sides, 2))


def cross(a, b, c, d):
    """Whether two lines cross at a point that is no end of either."""

    def turn(p, q, r):
        return np.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]))

    return turn(a, b, c) * turn(a, b, d) < 0 and turn(c, d, a) * turn(c, d, b) < 0


def drawn(data):
    """The axes at the size of the figure, laid out."""
    with style.house_style():
        size = (style.inches(style.DOUBLE), style.inches(drawing.map_height(data)))
        figure = Figure(figsize=size, layout="constrained", dpi=300)
        canvas = FigureCanvasAgg(figure)
        ax = drawing.draw_map(data, figure.subplots())
        canvas.draw()
    return ax


def test_area_of_a_circle_is_the_number_of_its_events(data):
    towns = data[data["kind"] == "town"]
    per_event = towns["radius"] ** 2 / towns["events"].astype(float)
    assert per_event.to_numpy(float) == pytest.approx(per_event.iloc[0])
    radii = collections.defaultdict(list)
    for patch in drawn(data).patches:
        if isinstance(patch, Circle):
            radii[tuple(np.round(patch.center, 3))].append(patch.radius)
    for town in towns.itertuples():
        own = sorted(radii[round(town.x, 3), round(town.y, 3)])
        police = [math.sqrt(per_event.iloc[0] * town.police)] if town.police else []
        assert own == pytest.approx([*police, town.radius])


def test_a_diamond_is_drawn_for_each_of_the_five_and_one_in_the_key(data):
    diamonds = [line for line in drawn(data).lines if line.get_marker() == "D"]
    assert len(diamonds) == data["chosen"].sum() + 1 == 6


def test_no_text_covers_a_text_or_a_circle_or_leaves_the_figure(data):
    ax = drawn(data)
    texts = {text.get_text(): text.get_window_extent() for text in ax.texts}
    assert len(texts) == len(ax.texts)
    for (one, box), (other, second) in itertools.combinations(texts.items(), 2):
        assert not box.overlaps(second), (one, other)
    whole = ax.figure.bbox
    for name, box in texts.items():
        assert box.x0 >= whole.x0, name
        assert box.x1 <= whole.x1, name
        assert box.y0 >= whole.y0, name
        assert box.y1 <= whole.y1, name
    scale = ax.transData.transform([(0, 0), (1, 0)])[:, 0]
    for patch in ax.patches:
        if isinstance(patch, Circle):
            centre, radius = ax.transData.transform(patch.center), patch.radius * np.diff(scale)[0]
            for name, box in texts.items():
                nearest = np.clip(centre, (box.x0, box.y0), (box.x1, box.y1))
                assert np.hypot(*(nearest - centre)) > radius, name


def test_the_plan_has_the_scale_that_its_labels_were_laid_out_for(data):
    ax = drawn(data)
    pixels = np.diff(ax.transData.transform([(0, 0), (drawing.KM_PER_MM, 0)])[:, 0])[0]
    assert pixels == pytest.approx(300 / 25.4, rel=0.01)


def test_what_has_no_point_is_named_in_the_figure(data):
    note = next(text.get_text() for text in drawn(data).texts if "Not drawn" in text.get_text())
    told = note.replace("\n", " ")
    for row in data[data["kind"] == "region"].itertuples():
        assert f"{row.town} {row.events}" in told
    for kind, name in (("online", "online"), ("unknown", "no place named")):
        assert f"{name} {data.loc[data['kind'] == kind, 'events'].sum()}" in told


def test_labels_take_the_first_free_side_and_avoid_circles():
    towns = pd.DataFrame(
        {"x": [0.0, 60.0], "y": [0.0, 0.0], "radius": [17.5, 17.5], "label": ["Ab\n1", "Cd\n1"]}
    )
    square = pd.DataFrame(
        {"ring": 1, "point": [1, 2, 3, 4, 5], "x": [-900, 900, 900, -900, -900],
         "y": [-900, -900, 900, 900, -900]}
    )  # fmt: skip
    places = drawing._label_places(towns, square)
    assert places["label_side"].tolist() == ["left", "right"]


def test_the_picture_is_the_same_at_every_drawing(data):
    spec = FigureSpec(
        id="fig-map", title="Where", explain=drawing.map_explain, alt=drawing.map_alt,
        data=drawing.map_data, draw=drawing.draw_map, width=style.DOUBLE,
        height=drawing.map_height, page="notebooks/record", drawn_from=drawing.map_source,
    )  # fmt: skip
    study = communique.open_study()
    first = render_all(spec, study, ("svg",))["svg"]
    assert first == render_all(spec, study, ("svg",))["svg"]
    assert spec.height(data) <= style.MAX_HEIGHT
    assert spec.caption(study).startswith("Where. Circles are towns")


def test_nothing_is_transparent_and_no_type_is_tiny(data):
    ax = drawn(data)
    assert all(artist.get_alpha() in (None, 1) for artist in ax.get_children())
    assert min(text.get_fontsize() for text in ax.texts) >= 6.5


def test_words_of_the_map_are_those_of_its_data(record, data):
    study = communique.open_study()
    towns = data[data["kind"] == "town"]
    alt, explained = drawing.map_alt(study), drawing.map_explain(study)
    assert f"{len(towns)} towns" in alt
    two = towns["events"].nlargest(2).sum()
    assert f"{two} of {towns['events'].sum()}" in alt
    kinds = event_map.event_kinds(record)
    assert f"Of {len(record.events)} events {kinds['town']} are on the map" in explained
    assert "implies no position on a border" in explained


def test_a_map_without_a_town_is_drawn_all_the_same():
    empty = drawing.map_frame(record_of())
    ax = drawn(empty)
    assert not [text for text in ax.texts if "(1)" in text.get_text()]
    assert list(empty.columns) == drawing.COLUMNS
