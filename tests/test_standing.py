import math

import pandas as pd
import pytest

import communique
from communique import standing
from communique.centrality import two_mode_matrix
from communique.figures.standing import draw_places, record_places, release_places
from communique.nulls import NULLS, backbone
from communique.numbers import numbers
from communique.trend import ALPHA
from communique.wording import percent, slug


@pytest.fixture(scope="module")
def study():
    return communique.open_study()


@pytest.fixture(scope="module")
def table(study):
    return standing.standing(study)


def test_every_actor_has_one_row_for_each_measure_and_choice(study, table):
    keys = ["network", "with_office", "measure", "actor"]
    assert not table.duplicated(keys).any()
    for name in (standing.RELEASES, standing.RECORD):
        ties, _, office = standing.ties_and_events(study, name)
        actors = set(ties["node"])
        own = table[table["network"] == name]
        assert set(own.loc[own["with_office"], "actor"]) == actors
        assert set(own.loc[~own["with_office"], "actor"]) == actors - {office}
        assert office in actors


def test_five_events_are_resampled_completely_and_the_record_by_draws(table):
    five = table[table["network"] == standing.RELEASES]
    record = table[table["network"] == standing.RECORD]
    assert set(five["samples"]) == {math.comb(9, 5)}
    assert five["complete"].all()
    assert set(record["samples"]) == {standing.RECORD_SAMPLES}
    assert not record["complete"].any()


def test_degree_is_the_share_of_all_events_with_and_without_the_office(study, table):
    for name in (standing.RELEASES, standing.RECORD):
        ties, events, _ = standing.ties_and_events(study, name)
        matrix, actors, _ = two_mode_matrix(ties, events)
        shares = dict(zip(actors, matrix.sum(axis=1) / len(events), strict=True))
        own = table[(table["network"] == name) & (table["measure"] == "degree")]
        for row in own.itertuples(index=False):
            assert row.value == pytest.approx(shares[row.actor])


def test_probabilities_of_the_first_place_add_up_to_one(table):
    for column in ("p_first", "p_first_misread"):
        sums = table.groupby(["network", "with_office", "measure"])[column].sum()
        assert sums.to_numpy() == pytest.approx(1)


@pytest.mark.parametrize("name", [standing.RELEASES, standing.RECORD])
def test_the_shares_alone_are_those_of_the_whole_table(study, table, name):
    own = table[(table["network"] == name) & (table["measure"] == "degree") & ~table["with_office"]]
    alone = standing.shares_without_office(study, name)[standing.COLUMNS]
    pd.testing.assert_frame_equal(alone, own.reset_index(drop=True), check_dtype=False)


def test_leaders_are_the_first_rows_of_each_group(study, table):
    leaders = standing.leaders(study)
    assert len(leaders) == 2 * 2 * len(standing.MEASURES)
    for row in leaders.itertuples(index=False):
        own = table[(table["network"] == row.network) & (table["measure"] == row.measure)
                    & (table["with_office"] == row.with_office)]  # fmt: skip
        assert row.value == own["value"].max()
        assert row.first in set(own.loc[own["rank"] == 1, "actor"])


def test_the_places_that_prose_gives_are_those_of_the_actor_it_names(study, table):
    known = numbers(study)
    for network, name in ((standing.RELEASES, "place"), (standing.RECORD, "record.place")):
        for measure in standing.MEASURES:
            key = f"{name}.without.{slug(measure)}"
            own = table[(table["network"] == network) & (table["measure"] == measure)
                        & ~table["with_office"]].set_index("actor")  # fmt: skip
            row = own.loc[known[f"{key}.first"]]
            assert known[f"{key}.places"] == f"{row['rank_low']} to {row['rank_high']}"
            assert known[f"{key}.p-first"] == percent(row["p_first"])


def test_a_role_without_measured_errors_takes_those_of_all_roles():
    errors = {"organizer": (9, 1, 2), "funder": (0, 1, 3)}
    found = standing._for_roles(errors, {"organizer", "funder", "requester"})
    assert found == {"organizer": (9, 1, 2), "funder": (9, 2, 5), "requester": (9, 2, 5)}


def test_no_pair_of_five_events_can_pass_and_no_backbone_is_drawn(study):
    pairs = standing.pairs(study, standing.RELEASES)
    assert (pairs["smallest_p_fixed_rows"] > ALPHA).all()
    assert all(backbone(pairs, null).empty for null in NULLS)


def test_pairs_of_the_record_are_of_actors_with_so_many_events(study):
    pairs = standing.pairs(study, standing.RECORD)
    assert pairs[["events", "other_events"]].min().min() >= standing.PAIRED_FROM
    assert (pairs["shared"] >= 1).all()


def test_places_leave_out_the_office_and_who_came_once(study):
    for data, name in ((release_places(study), standing.RELEASES),
                       (record_places(study), standing.RECORD)):  # fmt: skip
        _, events, office = standing.ties_and_events(study, name)
        assert office not in set(data["actor"])
        assert (data["value"] * len(events) >= 2 - 1e-9).all()


def test_an_empty_network_gives_a_figure_that_says_so():
    from matplotlib.figure import Figure

    ax = Figure().subplots()
    columns = ["actor", "value", "low", "high", "rank_low", "rank_high", "p_first",
               "p_first_misread"]  # fmt: skip
    draw_places(pd.DataFrame(columns=columns), ax)
    assert "No actor" in ax.texts[0].get_text()
