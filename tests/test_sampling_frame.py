import itertools
import math

import numpy as np
import pandas as pd
import pytest

from communique import sampling_frame as frame
from communique.record import open_record

SUBJECTS = pd.DataFrame(
    {
        "subject": ["human_rights", "violent_extremism", "other"],
        "frame": ["rights", "security", "apart"],
    }
)


class Small:
    """What of a record these measures look at."""

    def __init__(self, **tables):
        vars(self).update(tables)


def record_of(*events, again=()):
    """A record of police events: (subject, other subjects, chosen), one a year from 2001."""
    police = pd.DataFrame(events, columns=["subject", "other_subjects", "chosen"])
    police["event"] = [f"e{number}" for number in range(1, len(police) + 1)]
    police["date"] = pd.to_datetime([f"{2001 + n}-01-01" for n in range(len(police))])
    recoded = pd.DataFrame(again, columns=["event", "subject"])
    return Small(police=police, subjects=SUBJECTS, recoded_events=recoded)


RIGHTS, EXTREMISM, OTHER = "human_rights", "violent_extremism", "other"


def test_a_reading_takes_the_main_any_or_the_second_subject():
    record = record_of((RIGHTS, EXTREMISM, True), (OTHER, "", True), again=[("e2", EXTREMISM)])
    assert frame.subjects_of(record, frame.MAIN) == [{RIGHTS}, {OTHER}]
    assert frame.subjects_of(record, frame.ANY) == [{RIGHTS, EXTREMISM}, {OTHER}]
    assert frame.subjects_of(record, frame.SECOND) == [{RIGHTS}, {EXTREMISM}]
    assert frame.frames_of(record, frame.ANY) == [{"rights", "security"}, {"apart"}]


def by_going_through(first, last, size):
    return sum(
        first[chosen[0]] and last[chosen[-1]]
        for chosen in itertools.combinations(range(len(first)), size)
    )


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("size", [2, 3, 5])
def test_sets_counted_out_are_those_found_by_going_through_all(seed, size):
    generator = np.random.default_rng(seed)
    first, last = generator.random((2, 9)) < 0.4
    assert frame.sets_with_path(first, last, size) == by_going_through(first, last, size)


def test_a_set_of_one_has_no_path():
    with pytest.raises(ValueError, match="two events"):
        frame.sets_with_path([True], [True], 1)


def test_a_path_and_its_reverse_change_places_when_time_runs_backwards():
    forward = record_of((RIGHTS, "", True), (OTHER, "", False), (EXTREMISM, "", True))
    backward = record_of((EXTREMISM, "", True), (OTHER, "", False), (RIGHTS, "", True))
    one, other = (frame.paths(r).set_index(["path", "reading"]) for r in (forward, backward))
    key = ("rights first, security last", frame.MAIN)
    reverse = ("security first, rights last", frame.MAIN)
    assert one.loc[key, "with_path"] == other.loc[reverse, "with_path"] == 1
    assert one.loc[key, "sets"] == 3
    assert one.loc[key, "chosen"]
    assert not one.loc[reverse, "chosen"]


def test_without_chosen_events_there_is_no_share():
    table = frame.paths(record_of((RIGHTS, "", False), (EXTREMISM, "", False)))
    assert table["share"].isna().all()
    assert not table["chosen"].any()


def test_shares_of_the_record_are_of_all_sets():
    table = frame.paths(open_record())
    assert (table["sets"] == math.comb(len(open_record().police), 5)).all()
    assert table["share"].between(0, 1).all()


def test_random_sets_are_in_order_without_repetition_and_the_same_each_time():
    sets = frame.random_sets(open_record(), 50, seed=1)
    assert sets.shape == (50, 5)
    assert (np.diff(sets, axis=1) > 0).all()
    assert (sets == frame.random_sets(open_record(), 50, seed=1)).all()
    assert (sets != frame.random_sets(open_record(), 50, seed=2)).any()


def test_shares_counted_out_agree_with_drawn_sets():
    record = open_record()
    rows = frame.paths(record).query("reading == @frame.ANY").set_index("path")
    about = frame.frames_of(record, frame.ANY)
    drawn = frame.random_sets(record, 4000, seed=3)
    found = np.mean(["rights" in about[own[0]] and "security" in about[own[-1]] for own in drawn])
    assert found == pytest.approx(rows.loc["rights first, security last", "share"], abs=0.03)


@pytest.mark.parametrize(
    ("one", "other", "chance"),
    [
        ([1], [2], 1.0),
        ([2], [1], 0.0),
        ([1], [1], 0.5),
        ([1, 3], [2], 0.5),
        ([1, 2], [2, 3], 7 / 8),
    ],
)
def test_chance_of_earlier_on_days_counted_by_hand(one, other, chance):
    assert frame.chance_of_earlier(np.array(one), np.array(other)) == chance


def test_chance_of_earlier_is_mann_and_whitneys():
    from scipy.stats import mannwhitneyu

    generator = np.random.default_rng(5)
    one, other = generator.integers(0, 9, 12), generator.integers(2, 12, 7)
    u = mannwhitneyu(other, one).statistic / (len(one) * len(other))
    assert frame.chance_of_earlier(one, other) == pytest.approx(u)


def test_what_does_not_occur_has_no_order():
    record = record_of((RIGHTS, "", True), (OTHER, "", True))
    found = frame.order_of(record, "rights", "security")
    assert math.isnan(found["chance"])
    assert math.isnan(found["low"])


def test_an_order_that_no_resample_can_change_has_no_interval():
    found = frame.order_of(record_of((RIGHTS, "", True), (EXTREMISM, "", True)), RIGHTS, EXTREMISM)
    assert found["chance"] == 1
    assert math.isnan(found["low"])


def test_a_check_without_a_change_is_the_order_itself():
    table = frame.order_checks(open_record()).set_index("choice")
    own = frame.order_of(open_record(), "rights", "security")
    assert table.loc["as it is"].to_dict() == own
    assert (
        table.loc["with the adjacent events", "events"]
        == (open_record().events["frame"] == "rights").sum()
    )
    assert table.loc["without border security", "events"] == own["events"]
    assert table.loc["without the chosen five", "events"] < own["events"]


def test_shares_up_to_the_last_chosen_event_leave_later_events_out():
    record = record_of((RIGHTS, "", True), (EXTREMISM, "", True), (OTHER, "", False))
    row = frame.paths(record).iloc[0]
    assert row["path"] == "rights first, security last"
    assert row["share"] == pytest.approx(1 / 3)
    assert row["share_until"] == 1
