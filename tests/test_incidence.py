import itertools

import networkx as nx
import numpy as np
import pandas as pd
import pytest

from communique import network as net
from communique.incidence import Incidence, incidence, jaccard, newman_weights, shared_events

EVENTS = ("e1", "e2", "e3", "e4")


def ties_of(*rows):
    return pd.DataFrame(rows, columns=["release", "node"], dtype="str")


def pairs_of(inc: Incidence, values):
    one, other, _ = shared_events(inc)
    return {
        (inc.actors[i], inc.actors[j]): pytest.approx(value)
        for i, j, value in zip(one, other, values, strict=True)
    }


PAPER = ties_of(
    ("e1", "B"), ("e1", "A"), ("e1", "C"), ("e2", "A"), ("e2", "B"), ("e3", "D"), ("e1", "A"),
)  # fmt: skip
"""Three at e1, two of them again at e2, D alone at e3, nobody at e4; one tie twice."""


def test_rows_are_actors_by_name_and_columns_events_as_given():
    inc = incidence(PAPER, reversed(EVENTS))
    assert inc.actors == ("A", "B", "C", "D")
    assert inc.events == ("e4", "e3", "e2", "e1")
    assert inc.matrix.toarray().tolist() == [
        [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1], [0, 1, 0, 0],
    ]  # fmt: skip
    assert repr(inc) == "<Incidence of 4 actors and 4 events>"


def test_several_ties_of_one_actor_to_one_event_count_once():
    inc = incidence(PAPER, EVENTS)
    assert inc.matrix.max() == 1
    assert inc.matrix.dtype == np.int64
    assert inc.degrees.tolist() == [2, 2, 1, 1]
    assert inc.sizes.tolist() == [3, 2, 1, 0]


def test_the_column_of_the_actor_can_be_named():
    named = PAPER.rename(columns={"node": "actor"})
    assert incidence(named, EVENTS, "actor").actors == ("A", "B", "C", "D")


def test_tie_to_an_unknown_event_is_refused():
    with pytest.raises(ValueError, match="A tie of 'D' names the unknown event 'e3'"):
        incidence(PAPER, ("e1", "e2"))


def test_event_listed_twice_is_refused():
    with pytest.raises(ValueError, match="'e1' is listed twice"):
        incidence(PAPER, (*EVENTS, "e1"))


def test_tie_without_an_actor_is_refused():
    with pytest.raises(ValueError, match="A tie has no node"):
        incidence(ties_of(("e1", None)), EVENTS)


def test_pairs_counted_on_paper():
    inc = incidence(PAPER, EVENTS)
    one, other, shared = shared_events(inc)
    assert (one < other).all()
    assert pairs_of(inc, shared) == {("A", "B"): 2, ("A", "C"): 1, ("B", "C"): 1}
    assert pairs_of(inc, newman_weights(inc)) == {("A", "B"): 1.5, ("A", "C"): 0.5, ("B", "C"): 0.5}
    assert pairs_of(inc, jaccard(inc)) == {("A", "B"): 1, ("A", "C"): 0.5, ("B", "C"): 0.5}


def random_ties(seed: int, actors: int = 12, events: int = 9, chance: float = 0.35):
    generator = np.random.default_rng(seed)
    rows = [
        (f"e{event}", f"a{actor:02}")
        for event, actor in itertools.product(range(events), range(actors))
        if generator.random() < chance
    ]
    return ties_of(*rows), [f"e{event}" for event in range(events)]


@pytest.mark.parametrize("seed", range(4))
def test_projections_agree_with_co_organisers(seed):
    ties, events = random_ties(seed)
    inc = incidence(ties, events)
    days = pd.date_range("2001-01-01", periods=len(events))
    whole = ties.assign(actor=ties["node"], role="organizer", actor_type="other", country="",
                        evidence="narration", date=days[0])  # fmt: skip
    nobody = pd.DataFrame(columns=["actor", "valid_from", "valid_to", "succeeded_by"], dtype="str")
    graph = net.two_mode_graph(whole, pd.DataFrame({"release": events, "date": days}), nobody)
    theirs = net.co_organisers(graph)
    ours = (shared_events(inc)[2], newman_weights(inc), jaccard(inc))
    for values, name in zip(ours, ("events", "weight", "jaccard"), strict=True):
        edges = nx.get_edge_attributes(theirs, name)
        found = {tuple(sorted(pair)): value for pair, value in edges.items()}
        assert pairs_of(inc, values) == found


@pytest.mark.parametrize("seed", range(4))
def test_projections_agree_with_networkx(seed):
    ties, events = random_ties(seed)
    inc = incidence(ties, events)
    graph: nx.Graph = nx.Graph(ties.itertuples(index=False, name=None))
    for values, project in (
        (shared_events(inc)[2], nx.bipartite.weighted_projected_graph),
        (newman_weights(inc), nx.bipartite.collaboration_weighted_projected_graph),
        (jaccard(inc), nx.bipartite.overlap_weighted_projected_graph),
    ):
        theirs = project(graph, list(inc.actors))
        edges = nx.get_edge_attributes(theirs, "weight")
        found = {tuple(sorted(pair)): value for pair, value in edges.items()}
        assert pairs_of(inc, values) == found


def test_who_is_alone_everywhere_is_in_no_pair():
    inc = incidence(ties_of(("e1", "A"), ("e2", "B")), EVENTS)
    assert [len(part) for part in shared_events(inc)] == [0, 0, 0]
    assert len(newman_weights(inc)) == len(jaccard(inc)) == 0


@pytest.mark.parametrize("events", [(), EVENTS])
def test_no_ties_give_no_actors_and_no_pairs(events):
    inc = incidence(ties_of(), events)
    assert inc.matrix.shape == (0, len(events))
    assert inc.sizes.tolist() == [0] * len(events)
    assert len(shared_events(inc)[0]) == len(newman_weights(inc)) == len(jaccard(inc)) == 0
