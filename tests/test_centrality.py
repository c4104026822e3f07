"""Two-mode centralities: against networkx, and by going through every case of small networks."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import Any

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from communique import centrality as ct
from communique import centrality_intervals as ci

ALL = ["degree", "closeness", "reach_closeness", "betweenness"]
LIBRARY: dict[str, Callable[..., dict[Any, float]]] = {
    "degree": nx.bipartite.degree_centrality,
    "closeness": nx.bipartite.closeness_centrality,
    "betweenness": nx.bipartite.betweenness_centrality,
}


def two_mode(*rows: str) -> np.ndarray:
    """One row an actor, one sign an event: "101" takes part in the first and the third."""
    return np.array([[int(sign) for sign in row] for row in rows], dtype=float)


PATH = two_mode("100", "110", "011", "001")
STAR = two_mode("1111", "1000", "0100", "0010", "0001")
COMPLETE = np.ones((3, 4))
PIECES = two_mode("1100", "0100", "0010", "0010", "0001")
LONELY = two_mode("110", "010", "000")
"""An actor without an event and an event without an actor."""


def scattered(seed: int, actors: int, events: int, density: float) -> np.ndarray:
    drawn = np.random.default_rng(seed).random((actors, events)) < density
    return drawn.astype(float)


RANDOM = [
    scattered(seed, actors, events, density)
    for seed, (actors, events, density) in enumerate(
        itertools.product((2, 9, 14), (2, 5, 12), (0.12, 0.3, 0.7))
    )
]


def as_graph(matrix: np.ndarray) -> nx.Graph:
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(range(len(matrix)))
    graph.add_nodes_from(f"e{column}" for column in range(matrix.shape[1]))
    graph.add_edges_from((int(row), f"e{column}") for row, column in np.argwhere(matrix))
    return graph


def by_library(matrix: np.ndarray, measure: str) -> list[float]:
    found = LIBRARY[measure](as_graph(matrix), range(len(matrix)))
    return [found[actor] for actor in range(len(matrix))]


@pytest.mark.parametrize("measure", LIBRARY)
@pytest.mark.parametrize("matrix", [PATH, STAR, COMPLETE, PIECES, LONELY, *RANDOM])
def test_measures_agree_with_networkx(matrix: np.ndarray, measure: str) -> None:
    assert ct.MEASURES[measure](matrix) == pytest.approx(by_library(matrix, measure), abs=1e-12)


@pytest.mark.parametrize("matrix", [PATH, STAR, COMPLETE, PIECES, LONELY, *RANDOM])
def test_reach_closeness_is_that_of_each_piece_times_its_share(matrix: np.ndarray) -> None:
    graph = as_graph(matrix)
    expected = dict.fromkeys(range(len(matrix)), 0.0)
    for nodes in nx.connected_components(graph):
        own = [node for node in nodes if isinstance(node, int)]
        if own and len(nodes) > len(own):
            found = nx.bipartite.closeness_centrality(graph.subgraph(nodes), own)
            share = (len(nodes) - 1) / (len(graph) - 1)
            expected.update({actor: found[actor] * share for actor in own})
    assert ct.reach_closeness(matrix) == pytest.approx(list(expected.values()), abs=1e-12)
    assert (ct.reach_closeness(matrix) <= 1).all()


def test_both_closenesses_are_one_where_there_is_one_piece() -> None:
    assert ct.reach_closeness(PATH) == pytest.approx(ct.closeness(PATH))


def test_a_small_piece_is_overrated_by_closeness_and_not_by_reach_closeness() -> None:
    matrix = np.zeros((9, 4))
    matrix[:8, :3] = 1
    matrix[8, 3] = 1
    assert ct.closeness(matrix)[8] > 1 > ct.closeness(matrix)[0]
    assert ct.reach_closeness(matrix)[8] == pytest.approx(1 / 12)
    assert ct.reach_closeness(matrix)[8] < ct.reach_closeness(matrix)[0]


def test_the_centre_of_a_star_is_first_in_everything() -> None:
    assert ct.values_of(STAR, ALL)[:, 0].tolist() == [1, 1, 1, 1]
    assert ct.values_of(STAR, ["degree", "betweenness"])[:, 1].tolist() == [0.25, 0]


def test_path_solved_on_paper() -> None:
    # a - 1 - b - 2 - c - 3 - d: b stands between {a, 1} and {2, c, 3, d}.
    assert ct.betweenness(PATH)[1] == pytest.approx(8 / ct.most_betweenness(4, 3))
    assert ct.most_betweenness(4, 3) == 12
    assert ct.closeness(PATH)[1] == pytest.approx((3 + 2 * 3) / (1 + 1 + 2 + 2 + 3 + 4))


@pytest.mark.parametrize(("actors", "events"), [(1, 2), (2, 2), (3, 2), (4, 3), (6, 4), (9, 2)])
def test_greatest_betweenness_is_that_of_the_hub_of_evenly_spread_leaves(
    actors: int, events: int
) -> None:
    hub = np.zeros((actors, events))
    hub[0] = 1
    hub[range(1, actors), [leaf % events for leaf in range(actors - 1)]] = 1
    assert ct.betweenness(hub)[0] == pytest.approx(1)


def test_an_actor_without_an_event_has_zero_and_no_event_at_all_is_undefined() -> None:
    assert [ct.MEASURES[name](LONELY)[2] for name in ALL] == [0, 0, 0, 0]
    for name in ALL:
        assert np.isnan(ct.MEASURES[name](np.zeros((2, 0)))).all()
    assert np.isnan(ct.values_of(np.zeros((2, 0)), ALL)).all()
    assert (ct.values_of(np.zeros((2, 3)), ALL) == 0).all()


def test_betweenness_in_a_single_event_is_undefined() -> None:
    assert ct.most_betweenness(5, 1) == 0
    assert np.isnan(ct.betweenness(np.ones((5, 1)))).all()
    assert np.isnan(ct.values_of(two_mode("1", "0"), ["betweenness"])).all()


def test_who_is_in_no_event_does_not_count_among_the_others() -> None:
    with_nobody = np.vstack([PATH, np.zeros((2, 3))])
    found = ct.values_of(with_nobody, ALL)
    assert found[:, :4] == pytest.approx(ct.values_of(PATH, ALL))
    assert (found[:, 4:] == 0).all()


def test_no_actor_gives_no_number() -> None:
    assert ct.values_of(np.zeros((0, 3)), ALL).shape == (4, 0)


@pytest.mark.parametrize("matrix", [np.array([[2.0]]), np.array([[math.nan]]), np.ones(3)])
def test_a_matrix_of_anything_else_is_refused(matrix: np.ndarray) -> None:
    with pytest.raises(ValueError, match="matrix"):
        ct.degree(matrix)


@pytest.mark.parametrize(
    ("measures", "message"),
    [(["fame"], "'fame' is unknown"), (["degree"] * 2, "twice"), ("degree", "as a list")],
)
def test_unknown_and_repeated_measures_are_refused(measures: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ct.values_of(PATH, measures)


# ---------------------------------------------------------------------- the matrix


def ties_of(*rows: tuple[str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["release", "node"], dtype="str")


def test_two_roles_in_one_event_are_one_tie_and_an_event_without_a_tie_has_a_column() -> None:
    ties = ties_of(("e1", "B"), ("e1", "B"), ("e2", "A"))
    matrix, actors, events = ct.two_mode_matrix(ties, ["e3", "e2", "e1"])
    assert (actors, events) == (["A", "B"], ["e3", "e2", "e1"])
    assert matrix.tolist() == [[0, 1, 0], [0, 0, 1]]
    assert ct.two_mode_matrix(ties)[2] == ["e1", "e2"]


def test_no_ties_give_a_matrix_without_rows() -> None:
    matrix, actors, events = ct.two_mode_matrix(ties_of(), ["e1"])
    assert (matrix.shape, actors, events) == ((0, 1), [], ["e1"])
    assert ci.centrality_intervals(matrix, actors, ALL).empty
    assert ci.leave_one_event_out(matrix, actors, events, ALL).empty
    assert ci.rank_ranges(ci.leave_one_event_out(matrix, actors, events, ALL)).empty


def test_unknown_events_and_events_listed_twice_are_refused() -> None:
    with pytest.raises(ValueError, match="unknown event 'e1'"):
        ct.two_mode_matrix(ties_of(("e1", "A")), ["e2"])
    with pytest.raises(ValueError, match="listed twice"):
        ct.two_mode_matrix(ties_of(("e1", "A")), ["e1", "e1"])


# ---------------------------------------------------------------------- samples of events


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5])
def test_samples_are_those_of_all_ordered_draws(number: int) -> None:
    counts, probabilities = ci.event_samples(number)
    found = {tuple(row): share for row, share in zip(counts.tolist(), probabilities, strict=True)}
    drawn: dict[tuple[int, ...], float] = {}
    for order in itertools.product(range(number), repeat=number):
        sample = tuple(order.count(event) for event in range(number))
        drawn[sample] = drawn.get(sample, 0) + 1 / number**number
    assert found == pytest.approx(drawn)
    assert len(counts) == len(found)


def test_five_events_have_126_samples() -> None:
    counts, probabilities = ci.event_samples(5)
    assert counts.shape == (126, 5)
    assert probabilities.sum() == pytest.approx(1)
    assert probabilities.max() == pytest.approx(120 / 5**5)


def test_too_many_events_to_list_are_refused() -> None:
    with pytest.raises(ValueError, match="11 events cannot all be listed"):
        ci.event_samples(11)
    with pytest.raises(ValueError, match="cannot all be listed"):
        ci.event_samples(-1)


def test_drawn_samples_are_the_same_for_a_seed_and_as_likely_as_listed() -> None:
    counts, probabilities = ci.drawn_event_samples(3, 20_000, 1)
    again, _ = ci.drawn_event_samples(3, 20_000, 1)
    other, _ = ci.drawn_event_samples(3, 20_000, 2)
    assert (counts == again).all()
    assert (counts != other).any()
    assert (counts.sum(axis=1) == 3).all()
    assert probabilities.sum() == pytest.approx(1)
    for sample, expected in zip(*ci.event_samples(3), strict=True):
        assert (counts == sample).all(axis=1).mean() == pytest.approx(expected, abs=0.015)


def test_no_draw_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        ci.drawn_event_samples(3, 0)


# ---------------------------------------------------------------------- intervals

THREE = two_mode("111", "110", "001", "010")
NAMES = ["A", "B", "C", "D"]


def drawn_by_library(matrix: np.ndarray, measure: str, order: Sequence[int]) -> list[float]:
    """What networkx says of a sample; who is not in it has 0."""
    sample = matrix[:, list(order)]
    present = [row for row in range(len(sample)) if sample[row].any()]
    found = by_library(sample[present], measure)
    values = dict(zip(present, found, strict=True))
    return [round(values.get(row, 0.0), 10) for row in range(len(sample))]


@pytest.mark.parametrize("measure", LIBRARY)
def test_intervals_agree_with_all_ordered_draws_read_by_networkx(measure: str) -> None:
    orders = itertools.product(range(3), repeat=3)
    drawn = [drawn_by_library(THREE, measure, order) for order in orders]
    frame = ci.centrality_intervals(THREE, NAMES, [measure]).set_index("actor")
    places = [[1 + sum(o > v for o in row) for v in row] for row in drawn]
    # The least value at which 2.5 and 97.5 per cent of the 27 draws are reached.
    for number, name in enumerate(NAMES):
        own = sorted(row[number] for row in drawn)
        ranked = sorted(row[number] for row in places)
        first = [(row[number] == max(row)) / row.count(max(row)) for row in drawn]
        assert frame.loc[name, "low"] == pytest.approx(own[math.ceil(27 * 0.025) - 1])
        assert frame.loc[name, "high"] == pytest.approx(own[math.ceil(27 * 0.975) - 1])
        assert frame.loc[name, "rank_low"] == ranked[math.ceil(27 * 0.025) - 1]
        assert frame.loc[name, "rank_high"] == ranked[math.ceil(27 * 0.975) - 1]
        assert frame.loc[name, "p_first"] == pytest.approx(sum(first) / 27)


def test_percentiles_are_those_of_all_3125_ordered_draws_of_five_events() -> None:
    matrix = two_mode("11111", "11100", "01010", "00001")
    frame = ci.centrality_intervals(matrix, NAMES, ["degree"]).set_index("actor")
    orders = list(itertools.product(range(5), repeat=5))
    for row, name in zip(matrix, NAMES, strict=True):
        own = sorted(sum(row[event] for event in order) / 5 for order in orders)
        assert frame.loc[name, "low"] == own[math.ceil(3125 * 0.025) - 1]
        assert frame.loc[name, "high"] == own[math.ceil(3125 * 0.975) - 1]


def test_two_events_counted_by_hand() -> None:
    # Samples 11, 12, 21, 22: B is in all of the first, half of the second and third, none of the
    # last, and shares the first place with A only in the first.
    frame = ci.centrality_intervals(two_mode("11", "10"), ["A", "B"], ["degree"])
    assert frame["value"].tolist() == [1, 0.5]
    assert frame["low"].tolist() == [1, 0]
    assert frame["high"].tolist() == [1, 1]
    assert frame["rank_low"].tolist() == [1, 1]
    assert frame["rank_high"].tolist() == [1, 2]
    assert frame["p_first"].tolist() == [0.875, 0.125]
    assert (frame["samples"].tolist(), frame["complete"].tolist()) == ([3, 3], [True, True])


def test_equal_values_share_the_best_place() -> None:
    frame = ci.centrality_intervals(two_mode("11", "01", "10"), ["A", "C", "B"], ["degree"])
    assert frame["actor"].tolist() == ["A", "B", "C"]
    assert frame["rank"].tolist() == [1, 2, 2]


def test_chances_to_be_first_add_up_to_one() -> None:
    frame = ci.centrality_intervals(scattered(3, 9, 5, 0.4), list("abcdefghi"), ALL)
    sums = frame.groupby("measure")["p_first"].sum()
    assert sums.tolist() == pytest.approx([1.0] * 4)
    assert list(frame["measure"].unique()) == ALL


def test_draws_come_near_to_all_samples() -> None:
    whole = ci.centrality_intervals(THREE, NAMES, ["degree"])
    drawn = ci.centrality_intervals(THREE, NAMES, ["degree"], resamples=4000)
    assert drawn["p_first"].to_numpy() == pytest.approx(whole["p_first"].to_numpy(), abs=0.03)
    assert drawn["samples"].unique().tolist() == [4000]
    assert not drawn["complete"].any()


def test_many_events_are_drawn_and_the_same_at_every_call() -> None:
    matrix, names = scattered(5, 6, 12, 0.3), list("abcdef")
    first = ci.centrality_intervals(matrix, names, ["degree", "betweenness"], resamples=50)
    again = ci.centrality_intervals(matrix, names, ["degree", "betweenness"], resamples=50)
    other = ci.centrality_intervals(matrix, names, ["degree"], resamples=50, seed=7)
    assert first.to_csv() == again.to_csv()
    assert first[first["measure"] == "degree"].to_csv() != other.to_csv()
    assert not first["complete"].any()


def test_what_is_not_defined_is_missing() -> None:
    frame = ci.centrality_intervals(two_mode("1", "1"), ["A", "B"], ["degree", "betweenness"])
    own = frame[frame["measure"] == "betweenness"]
    assert own[["value", "low", "high", "rank", "rank_low", "p_first"]].isna().all(axis=None)
    assert frame[frame["measure"] == "degree"]["p_first"].tolist() == [0.5, 0.5]
    nothing = ci.centrality_intervals(np.zeros((2, 0)), ["A", "B"], ["degree"])
    assert nothing[["value", "rank", "p_first"]].isna().all(axis=None)


def test_names_that_do_not_fit_the_rows_are_refused() -> None:
    with pytest.raises(ValueError, match="4 rows cannot stand for 2 actors"):
        ci.centrality_intervals(THREE, ["A", "B"], ["degree"])
    with pytest.raises(ValueError, match="in two rows"):
        ci.centrality_intervals(THREE, ["A", "A", "B", "C"], ["degree"])
    with pytest.raises(ValueError, match="2 events"):
        ci.leave_one_event_out(THREE, NAMES, ["e1", "e2"], ["degree"])
    with pytest.raises(ValueError, match="cannot be drawn"):
        ci.centrality_intervals(THREE, NAMES, ["degree"], resamples=0)


# ---------------------------------------------------------------------- without one event


def test_leaving_one_event_out_counted_by_hand() -> None:
    left = ci.leave_one_event_out(THREE, NAMES, ["e1", "e2", "e3"], ["degree"])
    found = left.set_index(["left_out", "actor"])
    assert found.loc["e1", "value"].to_dict() == {"A": 1, "B": 0.5, "C": 0.5, "D": 0.5}
    assert found.loc["e3", "value"].to_dict() == {"A": 1, "B": 1, "D": 0.5, "C": 0}
    assert found.loc["e3", "rank"].to_dict() == {"A": 1, "B": 1, "D": 3, "C": 4}
    ranges = ci.rank_ranges(left)
    assert ranges[["actor", "rank_low", "rank_high", "events"]].to_numpy().tolist() == [
        ["A", 1, 1, 3],
        ["B", 1, 2, 3],
        ["C", 2, 4, 3],
        ["D", 2, 4, 3],
    ]


@pytest.mark.parametrize("measure", LIBRARY)
def test_leaving_out_agrees_with_networkx(measure: str) -> None:
    left = ci.leave_one_event_out(THREE, NAMES, ["0", "1", "2"], [measure])
    for out in range(3):
        kept = [event for event in range(3) if event != out]
        own = left[left["left_out"] == str(out)].set_index("actor")["value"]
        assert own[NAMES].tolist() == pytest.approx(drawn_by_library(THREE, measure, kept))


def test_leaving_out_the_only_event_leaves_nothing_defined() -> None:
    left = ci.leave_one_event_out(two_mode("1", "1"), ["A", "B"], ["e1"], ["degree"])
    assert left[["value", "rank"]].isna().all(axis=None)
    assert ci.rank_ranges(left)["events"].tolist() == [0, 0]
