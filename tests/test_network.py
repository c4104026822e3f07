import math

import networkx as nx
import pandas as pd
import pytest

from communique import network as net


def ties_of(*rows):
    frame = pd.DataFrame(rows, columns=["release", "actor", "role"])
    dates = {"e1": "2001-01-01", "e2": "2002-01-01", "e3": "2003-01-01"}
    frame["date"] = pd.to_datetime(frame["release"].map(dates))
    return frame.assign(actor_type="other", country="", evidence="narration")


def events_of(*releases):
    days = pd.to_datetime([f"200{number}-01-01" for number in range(1, len(releases) + 1)])
    return pd.DataFrame({"release": list(releases), "date": days})


def actors_of(*rows):
    return pd.DataFrame(
        rows, columns=["actor", "valid_from", "valid_to", "succeeded_by"], dtype="str"
    )


NOBODY = actors_of()


def graph_of(*rows, events=("e1", "e2", "e3"), actors=NOBODY):
    return net.two_mode_graph(ties_of(*rows), events_of(*events), actors)


def test_two_kinds_of_nodes_and_ties_only_between_them():
    graph = graph_of(("e1", "A", "organizer"), ("e1", "B", "funder"), ("e2", "A", "partner"))
    assert net.node_set(graph, net.EVENT) == ["e1", "e2", "e3"]
    assert net.node_set(graph, net.ACTOR) == ["A", "B"]
    assert nx.is_bipartite(graph)


def test_an_actor_with_two_roles_has_two_ties_and_two_mentions_are_one():
    graph = graph_of(
        ("e1", "A", "organizer"), ("e1", "A", "funder"), ("e1", "A", "funder"), events=("e1",)
    )
    assert graph.number_of_edges("A", "e1") == 2
    assert graph.edges["A", "e1", "funder"]["mentions"] == 2
    assert graph.edges["A", "e1", "organizer"]["mentions"] == 1


def test_tie_to_an_unknown_event_is_refused():
    with pytest.raises(ValueError, match="unknown event 'e3'"):
        graph_of(("e3", "A", "organizer"), events=("e1",))


def test_actor_named_like_an_event_is_refused():
    with pytest.raises(ValueError, match="both an actor and an event"):
        graph_of(("e1", "e2", "organizer"))


SUCCESSION = actors_of(
    ("Old", "1990", "2001", "New"), ("New", "2001", "", "Old again"), ("Old again", "2010", "", "")
)


def test_names_of_one_body_are_one_node_under_its_last_name_here():
    graph = graph_of(("e1", "Old", "organizer"), ("e2", "New", "partner"), actors=SUCCESSION)
    assert net.node_set(graph, net.ACTOR) == ["New"]
    assert graph.nodes["New"]["names"] == "Old → New"


def test_a_circle_of_names_is_still_one_body():
    circle = actors_of(("A", "2000", "", "B"), ("B", "2001", "", "A"))
    assert net.successions(circle) == [("A", "B")]


def test_offices_are_empty_where_nobody_was_renamed():
    assert net.offices(ties_of(("e1", "A", "organizer")), NOBODY).empty


def test_offices_name_the_renamed_body_of_each_release():
    ties = ties_of(("e1", "Old", "organizer"), ("e2", "New", "partner"), ("e2", "B", "funder"))
    table = net.offices(ties, SUCCESSION)
    assert list(table["office"]) == ["Old", "New"]
    assert str(table["office_to"].iloc[0].date()) == "2001-01-01"


def test_star_gives_the_centre_one_tie_to_each_leaf():
    rows = [(f"e{n}", who, "organizer") for n in (1, 2, 3) for who in ("hub", f"leaf{n}")]
    star = net.co_organisers(graph_of(*rows))
    assert sorted(dict(star.degree(weight="weight")).items()) == [
        ("hub", 3.0), ("leaf1", 1.0), ("leaf2", 1.0), ("leaf3", 1.0),
    ]  # fmt: skip
    assert star.edges["hub", "leaf1"]["jaccard"] == pytest.approx(1 / 3)


def test_complete_event_spreads_one_over_its_organisers():
    rows = [("e1", who, "organizer") for who in "ABCD"]
    complete = net.co_organisers(graph_of(*rows))
    assert complete.number_of_edges() == 6
    assert {round(tie["weight"], 9) for *_, tie in complete.edges(data=True)} == {round(1 / 3, 9)}
    assert complete.degree("A", weight="weight") == pytest.approx(1)


def test_path_solved_on_paper():
    graph = graph_of(
        ("e1", "A", "organizer"), ("e1", "B", "organizer"),
        ("e2", "B", "organizer"), ("e2", "C", "organizer"), ("e3", "B", "organizer"),
    )  # fmt: skip
    table = net.co_organiser_ties(graph)
    assert table.to_numpy().tolist() == [
        ["A", "B", 1, 1.0, pytest.approx(1 / 3)],
        ["B", "C", 1, 1.0, pytest.approx(1 / 3)],
    ]


def test_who_organises_alone_is_a_node_without_a_tie_or_loop():
    alone = net.co_organisers(graph_of(("e1", "A", "organizer"), ("e1", "B", "funder")))
    assert list(alone.nodes) == ["A"]
    assert alone.number_of_edges() == 0


def weights(graph):
    return {frozenset((a, b)): round(tie["weight"], 9) for a, b, tie in graph.edges(data=True)}


def test_projection_agrees_with_networkx():
    rows = [("e1", w, "organizer") for w in "ABC"] + [("e2", w, "organizer") for w in "AB"]
    graph = graph_of(*rows, events=("e1", "e2"))
    theirs = nx.bipartite.collaboration_weighted_projected_graph(nx.Graph(graph), ["A", "B", "C"])
    ours = net.co_organisers(graph)
    assert weights(ours) == weights(theirs)


def test_support_is_not_money_and_no_funder_is_kept_as_none():
    table = net.funding(
        graph_of(
            ("e1", "A", "organizer"), ("e1", "S", "supporter"),
            ("e2", "A", "organizer"), ("e2", "F", "funder"), ("e2", "A", "funder"),
            events=("e1", "e2"),
        )
    )  # fmt: skip
    assert table[["release", "funder", "organiser", "same_actor"]].to_numpy().tolist() == [
        ["e1", "", "A", False],
        ["e2", "A", "A", True],
        ["e2", "F", "A", False],
    ]


def test_share_of_events_is_two_mode_degree():
    graph = graph_of(
        ("e1", "A", "organizer"), ("e1", "A", "funder"), ("e2", "A", "partner"),
        ("e1", "B", "funder"),
    )  # fmt: skip
    table = net.actor_summary(graph).set_index("actor")
    assert table.loc["A", "share_of_events"] == pytest.approx(2 / 3)
    assert (table.loc["A", "events"], table.loc["A", "ties"]) == (2, 3)
    assert table.loc["A", "roles"] == "organizer, funder, partner"
    simple: nx.Graph = nx.Graph(graph)
    theirs = nx.bipartite.degree_centrality(simple, ["A", "B"])
    assert table.loc["B", "share_of_events"] == pytest.approx(theirs["B"])


def test_role_changes_list_only_actors_whose_roles_differ():
    graph = graph_of(
        ("e1", "A", "organizer"), ("e2", "A", "funder"),
        ("e1", "B", "partner"), ("e2", "B", "partner"),
    )  # fmt: skip
    table = net.role_changes(graph)
    assert table[["actor", "name", "release", "roles"]].to_numpy().tolist() == [
        ["A", "A", "e1", "organizer"],
        ["A", "A", "e2", "funder"],
    ]


def test_empty_network_gives_empty_tables():
    graph = graph_of(events=("e1",))
    assert net.actor_summary(graph).empty
    assert net.co_organiser_ties(graph).empty
    assert net.role_changes(graph).empty
    assert net.funding(graph)["funder"].tolist() == [""]
    assert net.circle_positions(net.co_organisers(graph)) == {}


def test_circle_is_the_same_at_every_call_and_keeps_neighbours_together():
    path = nx.path_graph(["a", "b", "c"])
    path.add_node("alone")
    first = net.circle_positions(path)
    assert first == net.circle_positions(nx.Graph(path))
    assert list(first)[-1] == "alone"
    assert all(math.hypot(*place) == pytest.approx(1) for place in first.values())


def test_an_actor_that_succeeds_itself_is_refused():
    with pytest.raises(ValueError, match="'A' succeeds itself"):
        net.successions(actors_of(("A", "2000", "", "A")))
