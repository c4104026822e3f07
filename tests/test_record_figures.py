"""The pictures of the record: what is drawn is what is counted, and nothing where nothing is."""

import pandas as pd
import pytest
from matplotlib.figure import Figure

import communique
from communique.figures import record, record_network
from communique.figures.roles import draw_role_strip, role_strip_data
from communique.network import graph_of, role_changes
from communique.record import open_record

STUDY = communique.open_study()


def test_every_event_stands_in_the_frame_once_and_lanes_keep_their_distance():
    data = record.frame_data(STUDY)
    assert sorted(data["event"]) == sorted(open_record().events["event"])
    for _, own in data.groupby(["subject", "lane"]):
        assert own["date"].diff().dropna().dt.days.min() != 0


def test_lanes_begin_below_and_rise_only_where_days_are_close():
    days = pd.to_datetime(["2001-01-01", "2001-01-02", "2001-12-31"])
    assert record._lanes(days) == [0, 1, 0]


def test_the_first_row_of_the_sets_holds_the_chosen_events():
    data = record.random_set_data(STUDY)
    chosen = open_record().police.query("chosen")
    assert list(data.loc[data["chosen"], "event"]) == list(chosen["event"])
    assert (data.groupby("set").size() == len(chosen)).all()
    assert data["set"].nunique() == record.SHOWN_SETS + 1


def test_actors_have_a_row_from_so_many_events_on():
    data = record.record_actor_data(STUDY)
    assert (data.groupby("node")["release"].nunique() >= record.SHOWN_FROM).all()
    assert "participant_body" not in set(data["role"])


def test_places_of_organisers_are_the_same_in_each_slice():
    data = record_network.slice_data(STUDY)
    nodes = data[data["kind"] == "organiser"]
    assert len(nodes[["actor", "x", "y"]].drop_duplicates()) == nodes["actor"].nunique()
    assert (nodes.groupby("slice").size() == nodes["actor"].nunique()).all()
    ties = data[data["kind"] == "tie"]
    events = nodes.set_index(["slice", "actor"])["events"]
    for tie in ties.itertuples(index=False):
        assert events[tie.slice, tie.actor] >= tie.events
        assert events[tie.slice, tie.other_actor] >= tie.events


def test_the_strip_shows_the_actors_that_change_their_role():
    data = role_strip_data(STUDY)
    assert set(data["node"]) == set(role_changes(graph_of(STUDY))["actor"])


@pytest.mark.parametrize(
    ("draw", "data"),
    [
        (record.draw_frame, record.frame_data),
        (record.draw_random_sets, record.random_set_data),
        (record.draw_record_actors, record.record_actor_data),
        (record.draw_funding_years, record.funding_year_data),
        (record.draw_payers, record.payer_data),
        (record_network.draw_slices, record_network.slice_data),
        (draw_role_strip, role_strip_data),
    ],
)
def test_an_empty_table_gives_a_figure_that_says_so(draw, data):
    ax = Figure().subplots()
    draw(data(STUDY).head(0), ax)
    assert any(len(text.get_text()) > 10 for text in ax.texts)
