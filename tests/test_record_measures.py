import math
import shutil
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from communique import (
    event_map,
    levels,
    paths,
    record_funding,
    record_reliability,
    record_time,
    sampling_frame,
)
from communique.agreement import krippendorff_alpha
from communique.network import actor_summary
from communique.record import FRAMES, open_record
from communique.records import ROLES

RECORD = open_record()


def test_shares_of_frames_are_of_the_police_events_of_the_period():
    table = record_time.frames_by_period(RECORD)
    main = table[table["reading"] == "main subject"]
    for _, own in main.groupby("period"):
        assert own["with_frame"].sum() == own["events"].iloc[0]
        assert list(own["frame"]) == list(FRAMES)
    assert main.drop_duplicates("period")["events"].sum() == len(RECORD.police)
    assert ((table["low"] <= table["share"]) & (table["share"] <= table["high"])).all()


def test_turnover_of_each_period_adds_up():
    table = record_time.turnover(RECORD)
    assert table["events"].sum() == len(RECORD.events)
    assert pd.isna(table["came"].iloc[0])
    for now in table.iloc[1:].itertuples(index=False):
        assert now.came + now.stayed == now.actors
        assert now.left + now.stayed == now.other_actors
        assert now.jaccard == pytest.approx(now.stayed / (now.came + now.left + now.stayed))


def test_what_comes_at_any_cut_is_a_range_and_the_same_each_time():
    one, again = (record_time.turnover(RECORD) for _ in range(2))
    later = one.iloc[1:]
    assert (later["came_low"] < later["came_high"]).all()
    assert (later["came_high"] <= later["actors"].max() * 2).all()
    assert one["came_low"].equals(again["came_low"])


def test_an_actor_in_every_event_comes_at_no_cut():
    ties = pd.DataFrame({"node": ["A"] * 3, "release": list("abc")})
    events = pd.DataFrame({"event": list("abc"), "period": ["p", "q", "q"]})
    small: Any = SimpleNamespace(events=events, periods=pd.DataFrame({"period": ["p", "q"]}))
    assert set(record_time._came_by_chance(ties, small)["q"]) == {0}


def test_turnover_of_roles_that_nobody_has_is_undefined():
    table = record_time.turnover(RECORD, roles=[])
    assert (table["actors"] == 0).all()
    assert table["jaccard"].isna().all()


def test_every_event_has_one_state_of_funding_and_unknown_is_one():
    states = record_funding.funding_state(RECORD)
    assert set(states) == set(record_funding.STATES)
    in_part = RECORD.events.set_index("event")["read_whole"].eq(False)
    assert (states[states == record_funding.UNKNOWN].index.isin(in_part[in_part].index)).all()
    years = record_funding.funding_by_year(RECORD)
    assert years["events"].sum() == len(RECORD.events)
    assert set(years["year"]) == set(range(2001, 2023))


def test_rates_of_funding_are_shown_for_whole_read_and_for_all_events():
    table = record_funding.funding_rates(RECORD).set_index("group")
    both = table.loc[["adjacent", "police"]].sum(numeric_only=True)
    for column in ("events", "named", "none_named", "unknown", "read_whole"):
        assert both[column] == table.loc["all events", column]
    row = table.loc["police"]
    assert row["share_whole"] == row["named_whole"] / row["read_whole"]
    assert row["share_all"] == row["named"] / row["events"]
    assert row["low"] < row["share_whole"] < row["high"]


def test_who_pays_for_what_keeps_every_funder_and_event():
    paid = record_funding.funded_events(RECORD)
    assert len(paid) == (RECORD.ties["role"] == "funder").sum()
    pairs = record_funding.funders_and_subjects(RECORD)
    assert pairs["events"].sum() == len(paid)
    assert (pairs["first_year"] <= pairs["last_year"]).all()


def test_kappa_solved_on_paper():
    one, other = list("aabb"), list("abbb")
    assert record_reliability.kappa(one, other) == pytest.approx((0.75 - 0.5) / 0.5)
    assert math.isnan(record_reliability.kappa([], []))
    assert math.isnan(record_reliability.kappa(["a"], ["a"]))


def test_agreement_on_the_subject_counts_the_same_values():
    table = record_reliability.code_agreement(RECORD).set_index("code")
    both = record_reliability.compared_events(RECORD)
    same = [a == b for a, b in zip(both["subject"], both["subject_again"], strict=True)]
    assert table.loc["subject", "same"] == sum(same)
    alpha = krippendorff_alpha(list(both["subject"]), list(both["subject_again"]))
    assert table.loc["subject", "alpha"] == alpha
    assert table.loc["frame", "kappa"] > table.loc["subject", "kappa"]


def test_facts_agree_differ_or_stand_in_one_coding_only():
    table = record_reliability.fact_agreement(RECORD)
    parts = table[["same", "one_only", "other_only", "different"]].sum(axis=1)
    assert (parts == table["events"]).all()


def test_ties_of_both_codings_are_counted_by_role():
    table = record_reliability.tie_agreement(RECORD).set_index("role")
    roles = table.drop(index="all roles")
    for column in ("both", "one_only", "other_only"):
        assert roles[column].sum() == table.loc["all roles", column]
    whole = table.loc["all roles"]
    assert whole["both"] + whole["other_only"] == len(RECORD.recoded_ties)
    assert math.isnan(table.loc["requester", "agreement"])


TIES = pd.DataFrame(
    [
        ("e1", "Unit", "igo", "international", "organizer"),
        ("e1", "Ministry", "host_government", "Ruritania", "organizer"),
        ("e2", "Academy", "academy", "Ruritania", "partner"),
        ("e2", "Office", "osce_field_operation", "Ruritania", "organizer"),
    ],
    columns=["release", "actor", "actor_type", "country", "role"],
).assign(date=pd.Timestamp("2001-01-01"), evidence="")
ACTORS = pd.DataFrame(
    [
        ("Unit", "Whole", "osce_secretariat", "international"),
        ("Ministry", "", "host_government", "Ruritania"),
        ("Academy", "Ministry", "academy", "Ruritania"),
        ("Office", "", "osce_field_operation", "Ruritania"),
        ("Whole", "", "igo", "international"),
    ],
    columns=["actor", "parent", "type", "country"],
).assign(valid_from="", valid_to="", succeeded_by="")


@pytest.mark.parametrize(
    ("level", "nodes"),
    [
        ("unit", ["Unit", "Ministry", "Academy", "Office"]),
        ("institution", ["Whole", "Ministry", "Ministry", "Office"]),
        ("state", ["Whole", "Ruritania", "Ruritania", "Office"]),
    ],
)
def test_a_level_takes_what_an_actor_belongs_to(level, nodes):
    assert list(levels.at_level(TIES, ACTORS, level)["node"]) == nodes


@pytest.mark.parametrize(
    ("level", "types"),
    [
        ("unit", ["igo", "host_government", "academy", "osce_field_operation"]),
        ("institution", ["igo", "host_government", "host_government", "osce_field_operation"]),
        ("state", ["igo", "country", "country", "osce_field_operation"]),
    ],
)
def test_a_node_has_the_type_of_what_it_is_and_not_of_its_parts(level, types):
    assert list(levels.at_level(TIES, ACTORS, level)["actor_type"]) == types


def test_an_unknown_level_is_refused():
    with pytest.raises(ValueError, match="unit, institution, state"):
        levels.at_level(TIES, ACTORS, "village")


def test_what_moves_leaves_the_office_out_at_every_level():
    events = pd.DataFrame({"release": ["e1", "e2"], "date": pd.to_datetime(["2001", "2002"])})
    table = levels.what_moves(TIES, events, ACTORS, "Office").set_index(["level", "with_office"])
    assert list(table["actors"]) == [4, 3, 3, 2, 3, 2]
    assert table.loc[("unit", True), "pairs"] == 1
    assert table.loc[("state", False), "first"] == "Ruritania"
    assert table.loc[("state", False), "first_share"] == 1


def test_what_moves_is_empty_and_undefined_without_ties():
    events = pd.DataFrame({"release": [], "date": pd.to_datetime([])})
    table = levels.what_moves(TIES.head(0), events, ACTORS, "Office")
    assert (table["actors"] == 0).all()
    assert table["first_share"].isna().all()


def test_frames_of_actors_count_each_event_once():
    own = RECORD.ties[RECORD.ties["role"].isin(ROLES)]
    frames = RECORD.events.set_index("event")["frame"]
    table = levels.frames_of_actors(own, RECORD.actors, frames, list(FRAMES))
    assert (table[list(FRAMES)].sum(axis=1) == table["events"]).all()
    graph = actor_summary(RECORD.graph).set_index("actor")
    assert (table["events"].to_numpy() <= graph.loc[table["actor"], "events"].to_numpy()).all()


@pytest.fixture
def nothing(tmp_path):
    """A record without an event: the headers of its files alone."""
    folder = tmp_path / "record"
    shutil.copytree(paths.RECORD, folder)
    for name in ("events", "ties", "recoding_events", "recoding_ties", "inferred_dates"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return open_record(folder)


def test_a_record_without_events_gives_empty_tables_and_undefined_shares(nothing):
    assert record_time.frames_by_period(nothing)["share"].isna().all()
    assert (record_time.turnover(nothing)["actors"] == 0).all()
    assert record_funding.funding_by_year(nothing).empty
    assert record_funding.funded_events(nothing).empty
    assert record_funding.funders_and_subjects(nothing).empty
    assert record_funding.funding_rates(nothing)["share_whole"].isna().all()
    assert record_reliability.code_agreement(nothing)["kappa"].isna().all()
    assert record_reliability.tie_agreement(nothing)["agreement"].isna().all()
    assert sampling_frame.paths(nothing)["share"].isna().all()
    assert event_map.town_counts(nothing).empty


def test_a_record_that_was_coded_once_has_no_agreement(tmp_path):
    folder = tmp_path / "record"
    shutil.copytree(paths.RECORD, folder)
    for name in ("recoding_events", "recoding_ties"):
        path = folder / f"{name}.csv"
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", encoding="utf-8")
    record = open_record(folder)
    assert record_reliability.code_agreement(record)["alpha"].isna().all()
    table = sampling_frame.paths(record).set_index(["path", "reading"])["with_path"]
    assert (
        table.xs(sampling_frame.SECOND, level=1) == table.xs(sampling_frame.MAIN, level=1)
    ).all()
