import shutil

import pandas as pd
import pytest

from communique import paths
from communique.errors import InputError
from communique.record import FRAMES, RECORD_ROLES, open_record
from communique.study import open_study


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(paths.RECORD, tmp_path / "record")
    return tmp_path / "record"


def spoil(folder, name, old, new):
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def complaint(folder):
    with pytest.raises(InputError) as caught:
        open_record(folder)
    return str(caught.value)


def test_every_row_of_the_files_is_read_once():
    record = open_record()
    for name, frame in (
        ("events", record.events),
        ("ties", record.ties),
        ("recoding_events", record.recoded_events),
        ("recoding_ties", record.recoded_ties),
    ):
        lines = (paths.RECORD / f"{name}.csv").read_text("utf-8").splitlines()
        assert len(frame) == len(lines) - 1, name
    assert not record.ties.duplicated(["release", "actor", "role"]).any()


def test_events_stand_in_the_order_of_time_with_frame_year_and_period():
    events = open_record().events
    assert events["date"].is_monotonic_increasing
    assert (events["year"] == events["date"].dt.year).all()
    assert set(events["frame"]) <= set(FRAMES)
    begins = open_record().periods.set_index("period")["begins"]
    assert (events["date"] >= events["period"].map(begins)).all()


def test_the_chosen_events_are_the_releases_of_the_project():
    chosen = open_record().events.query("chosen")
    assert list(chosen["release"]) == list(open_study().releases["release"])
    assert list(chosen["date"]) == list(open_study().releases["date"])


def test_inferred_dates_are_marked():
    events = open_record().events
    lines = (paths.RECORD / "inferred_dates.csv").read_text("utf-8").splitlines()[1:]
    marked = set(events.loc[events["date_inferred"], "event"])
    assert marked == {line.split(",")[0] for line in lines}


def test_what_is_not_known_is_missing_and_no_zero():
    events = open_record().events
    assert events["participants"].isna().any()
    assert not (events["participants"] == 0).any()


def test_the_office_under_all_its_names_is_one_node():
    record = open_record()
    names = record.graph.nodes[record.office]["names"].split(" → ")
    assert names[:2] == ["OSCE Centre in Almaty", "OSCE Centre in Astana"]
    assert len(names) == 4


def test_roles_are_those_of_releases_and_the_body_whose_people_attend():
    assert set(open_record().ties["role"]) == set(RECORD_ROLES)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("ties.csv", "osce-53262,Adil Soz", "osce-1,Adil Soz", "ties.csv:2: There is no event"),
        ("ties.csv", ",Adil Soz,", ",Nobody At All,", "ties.csv:2: The actor 'Nobody At All'"),
        ("ties.csv", "Adil Soz,organizer", "Adil Soz,boss", "ties.csv:2: The role 'boss'"),
        ("events.csv", "2001-01-28", "2001-02-30", "events.csv:2: '2001-02-30' is no day"),
        ("events.csv", ",other,human_rights,", ",otherr,human_rights,", "subject 'otherr'"),
        ("events.csv", ",other,human_rights,", ",other,rights,", "subject 'rights'"),
        ("events.csv", "osce-54374,", "osce-53262,", "events.csv:3: 'osce-53262' stands here"),
        ("events.csv", "adjacent,no,copy", "adjacent,half,copy", "The read whole 'half'"),
        ("subjects.csv", "human rights,rights", "human rights,right", "subjects.csv:2: The frame"),
        ("actors.csv", "Adil Soz,ngo", "Adil Soz,igo", "actors.csv:2: The type of 'Adil Soz'"),
        ("recoding_events.csv", "kazworld-2627,", "kazworld-1,", "There is no event 'kazworld-1'"),
        ("periods.csv", "2015-01-01", "2005-01-01", "begins before the period above"),
        ("periods.csv", "1998-07-23", "2003-01-01", "periods.csv:2: An event of 2001-01-28 lies"),
        ("actors.csv", "2015-01-01,2019-03-23,", "2014-01-01,2019-03-23,", "The valid_from of"),
        ("events.csv", "https://www.osce.org/astana/53262", "osce.org", "events.csv:2: 'osce.org'"),
        ("ties.csv", "event,actor,role", "event,who,role", "ties.csv:1: The columns are"),
    ],
)
def test_a_spoilt_file_is_named_with_its_line_and_remedy(folder, name, old, new, said):
    spoil(folder, name, old, new)
    assert said in complaint(folder)
    assert "Remedy:" in complaint(folder)


def test_a_tie_that_stands_twice_is_refused(folder):
    path = folder / "ties.csv"
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join([*lines, lines[1]]) + "\n", encoding="utf-8")
    assert f"ties.csv:{len(lines) + 1}: This tie stands here a second time" in complaint(folder)


def test_a_record_without_events_has_empty_tables(folder):
    for name in ("events", "ties", "recoding_events", "recoding_ties", "inferred_dates"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    record = open_record(folder)
    assert record.events.empty
    assert record.police.empty
    assert record.office == ""
    assert record.graph.number_of_nodes() == 0
    assert isinstance(record.ties, pd.DataFrame)
