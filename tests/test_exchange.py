import io
import itertools
import json
import math
import re
from datetime import date

import networkx as nx
import numpy as np
import pandas as pd
import pytest
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st

import communique
from communique import exchange, exchange_files, exchange_formats
from communique.errors import InputError
from communique.exchange import VIEWS, Tables
from communique.record import open_record
from support import ROOT

SCHEMAS = {
    ".graphml": xmlschema.XMLSchema(ROOT / "tests/schemas/graphml-used.xsd"),
    ".gexf": xmlschema.XMLSchema(ROOT / "tests/schemas/gexf-used.xsd"),
}
BY_ID = {view.id: view for view in VIEWS}
DATES = {"e1": "2001-01-01", "e2": "2002-02-02", "e3": "2003-03-03"}


def tables_of(*rows, events=("e1", "e2", "e3"), actors=(), **facts):
    """Ties of (event, actor, role, country), the country where it matters."""
    ties = pd.DataFrame(
        [(*row, "")[:4] for row in rows], columns=["release", "actor", "role", "country"]
    )
    ties["date"] = pd.to_datetime(ties["release"].map(DATES))
    dates = pd.to_datetime(pd.Series([DATES[event] for event in events], dtype="str"))
    return Tables(
        ties.assign(actor_type="other", evidence="narration"),
        pd.DataFrame({"release": list(events), "date": dates, **facts}),
        pd.DataFrame(
            actors, columns=["actor", "valid_from", "valid_to", "succeeded_by"], dtype="str"
        ),
    )


SMALL = tables_of(
    ("e1", "Office & Sons", "organizer"),
    ("e1", "Office & Sons", "funder"),
    ("e1", "Office & Sons", "funder"),
    ("e1", "Bureau", "organizer"),
    ("e1", "Donor", "funder"),
    ("e2", "Donor", "funder"),
    ("e2", "Bureau", "organizer"),
    ("e2", "Academy", "expert_provider", "Utopia"),
    ("e2", "Police", "expert_provider", "Utopia"),
    ("e2", "Agency", "expert_provider", "international"),
    ("e3", "Stray", "expert_provider"),
    title=["One", "", 'Three "<>&'],
    participants=pd.array([20, pd.NA, 7], dtype="Int64"),
    duration_days=pd.array([3, 5, pd.NA], dtype="Int64"),
    date_basis=["dateline", "body", "dateline"],
    read_whole=[True, False, True],
)
NOTHING = tables_of(events=())


@pytest.fixture(scope="module")
def sources():
    return {
        "small": SMALL,
        "nothing": NOTHING,
        "releases": communique.open_study(),
        "record": open_record(),
    }


each_source = pytest.mark.parametrize("name", ["small", "nothing", "releases", "record"])
each_view = pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.id)


def graph_of(view, source=SMALL):
    return exchange.view_graph(BY_ID[view], source)


def content(graph):
    """Direction, nodes and ties with their attributes, whatever the class of the graph."""
    ties = {}
    for row in graph.edges(data=True, **({"keys": True} if graph.is_multigraph() else {})):
        found = dict(row[-1])
        name = found.pop("id", row[2])
        ends = row[:2] if graph.is_directed() else tuple(sorted(row[:2]))
        assert name not in ties
        ties[name] = (ends, found)
    return graph.is_directed(), dict(graph.nodes(data=True)), ties


def from_graphml(graph):
    text = exchange_formats.graphml(graph).encode()
    return nx.read_graphml(io.BytesIO(text), force_multigraph=graph.is_multigraph())


def from_gexf(graph):
    return nx.read_gexf(io.BytesIO(exchange_formats.gexf(graph).encode()), version="1.3")


def from_json(graph):
    return nx.node_link_graph(json.loads(exchange_formats.node_link(graph)), edges="edges")


def from_csv(graph):
    """The graph of both tables, all values as texts."""
    nodes, edges = (
        pd.read_csv(io.StringIO(table), dtype="str", keep_default_na=False).to_dict("records")
        for table in (exchange_formats.nodes_csv(graph), exchange_formats.edges_csv(graph))
    )
    found: nx.MultiGraph = nx.MultiDiGraph() if graph.is_directed() else nx.MultiGraph()
    for row in nodes:
        found.add_node(row.pop("id"), **{name: value for name, value in row.items() if value})
    for row in edges:
        assert row.pop("type") == ("Directed" if graph.is_directed() else "Undirected")
        assert row.pop("kind", None) == row.get("role")
        found.add_edge(
            row.pop("source"),
            row.pop("target"),
            **{name: value for name, value in row.items() if value},
        )
    return found


def as_texts(found):
    directed, nodes, ties = found
    return (
        directed,
        {node: {k: str(v) for k, v in row.items()} for node, row in nodes.items()},
        {tie: (ends, {k: str(v) for k, v in row.items()}) for tie, (ends, row) in ties.items()},
    )


def assert_read_back(graph):
    wanted = content(graph)
    for read in (from_graphml, from_gexf, from_json):
        assert content(read(graph)) == wanted, read.__name__
    assert content(from_csv(graph)) == as_texts(wanted)


# Every format holds the same


@each_view
@each_source
def test_every_file_is_read_back_with_the_same_nodes_ties_and_attributes(sources, name, view):
    assert_read_back(exchange.view_graph(view, sources[name]))


signs = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cc", "Cs"])
texts = st.text(st.one_of(st.sampled_from("<>&\"'`;,=\t\n/\\ NA"), signs), max_size=12)


@settings(max_examples=30, deadline=None)
@given(st.lists(texts, min_size=1, max_size=3), texts)
def test_any_name_that_xml_can_hold_is_read_back(names, title):
    rows = [
        ("e1", f"{number}{name}", role)
        for number, name in enumerate(names)
        for role in ("organizer", "funder")
    ]
    tables = tables_of(*rows, events=("e1",), title=[title])
    for view in VIEWS:
        graph = exchange.view_graph(view, tables)
        assert_read_back(graph)
        for ending, schema in SCHEMAS.items():
            schema.validate(exchange_formats.FORMATS[ending](graph))
    labels = [label for _, label in graph_of("co-organisers", tables).nodes(data="label")]
    assert labels == sorted(" ".join(f"{n}{name}".split()) for n, name in enumerate(names))


def test_tables_have_numbers_where_the_graph_has_them():
    graph = graph_of("two-mode")
    table = pd.read_csv(io.StringIO(exchange_formats.nodes_csv(graph))).set_index("id")
    assert table.loc["event:e1", "participants"] == 20
    assert math.isnan(table.loc["event:e2", "participants"])


# Schemas


@each_view
@each_source
def test_xml_is_valid(sources, name, view):
    graph = exchange.view_graph(view, sources[name])
    for ending, schema in SCHEMAS.items():
        schema.validate(exchange_formats.FORMATS[ending](graph))


@pytest.mark.parametrize(
    ("ending", "right", "wrong"),
    [
        (".graphml", 'id="actor:bureau"', 'id="actor bureau"'),
        (".graphml", ' id="actor:bureau"', ""),
        (".graphml", '<node id="actor:bureau">', '<node id="actor:donor">'),
        (".graphml", 'source="actor:bureau"', 'source="actor:nobody"'),
        (".graphml", 'attr.type="int"', 'attr.type="integer"'),
        (".graphml", 'key="node_label"', 'key="node_nothing"'),
        (".graphml", 'id="edge_start"', 'id="node_start"'),
        (".graphml", 'edgedefault="undirected"', ""),
        (".gexf", ' id="actor:bureau"', ""),
        (".gexf", '<node id="actor:bureau"', '<node id="actor:donor"'),
        (".gexf", 'target="event:e1"', 'target="event:e9"'),
        (".gexf", 'start="2001-01-01"', 'start="1 January 2001"'),
        (".gexf", 'timeformat="date"', 'timeformat="day"'),
        (".gexf", 'version="1.3"', 'version="1.2"'),
        (".gexf", 'type="integer"', 'type="int"'),
        (".gexf", 'kind="funder"', 'kind="organizer"'),
        (".gexf", "http://gexf.net/1.3", "http://www.gexf.net/1.3"),
    ],
)
def test_schemas_refuse_a_spoilt_file(ending, right, wrong):
    text = exchange_formats.FORMATS[ending](graph_of("two-mode"))
    assert right in text
    assert not SCHEMAS[ending].is_valid(text.replace(right, wrong))


def test_schemas_refuse_edges_before_nodes():
    text = exchange_formats.gexf(graph_of("two-mode"))
    (nodes,) = re.findall("  <nodes>.*</nodes>\n", text, re.DOTALL)
    turned = text.replace(nodes, "").replace("  </edges>\n", "  </edges>\n" + nodes)
    assert not SCHEMAS[".gexf"].is_valid(turned)


# Views


def test_views_are_declared_with_their_direction_and_one_sentence():
    assert [view.id for view in VIEWS] == [
        "two-mode", "co-organisers", "funders-organisers", "experts-events",
    ]  # fmt: skip
    for view in VIEWS:
        assert graph_of(view.id).is_directed() == view.directed
        assert view.description.endswith(".")
        assert ". " not in view.description


def test_two_mode_has_each_role_once_with_its_mentions():
    graph = graph_of("two-mode")
    own = graph["actor:office-sons"]["event:e1"]
    assert {tie["role"]: tie["mentions"] for tie in own.values()} == {"organizer": 1, "funder": 2}
    assert set(own) == {"tie:office-sons:e1:organizer", "tie:office-sons:e1:funder"}
    assert graph.nodes["actor:office-sons"]["label"] == "Office & Sons"


def test_gexf_gives_parallel_ties_their_role_as_kind():
    text = exchange_formats.gexf(graph_of("two-mode"))
    kinds = re.findall('source="actor:office-sons" target="event:e1" kind="([a-z]+)"', text)
    assert kinds == ["funder", "organizer"]


def test_event_keeps_its_facts_and_an_untitled_one_its_id_as_label():
    nodes = graph_of("two-mode").nodes
    assert nodes["event:e1"]["label"] == "One"
    assert nodes["event:e1"]["read_whole"] == "yes"
    assert nodes["event:e2"]["label"] == "e2"
    assert nodes["event:e2"]["read_whole"] == "no"
    assert "participants" not in nodes["event:e2"]


def test_co_organisers_have_newmans_weight():
    graph = graph_of("co-organisers")
    assert content(graph)[2] == {
        "tie:bureau:office-sons": (
            ("actor:bureau", "actor:office-sons"),
            {"weight": 1.0, "events": 1, "jaccard": 0.5, "start": "2001-01-01",
             "end": "2001-01-03"},
        )
    }  # fmt: skip
    assert graph.nodes["actor:bureau"]["events"] == 2


def test_funder_points_to_organisers_and_never_to_itself():
    graph = graph_of("funders-organisers")
    assert {(one, other): tie["events"] for one, other, tie in graph.edges(data=True)} == {
        ("actor:donor", "actor:bureau"): 2,
        ("actor:donor", "actor:office-sons"): 1,
        ("actor:office-sons", "actor:bureau"): 1,
    }
    assert graph.nodes["actor:bureau"]["events_organised"] == 2
    assert graph.nodes["actor:bureau"]["events_funded"] == 0


def test_who_paid_only_for_itself_is_a_node_without_a_tie():
    rows = [("e1", "Self", "funder"), ("e1", "Self", "organizer"), ("e2", "Other", "organizer")]
    graph = graph_of("funders-organisers", tables_of(*rows))
    assert list(graph.nodes) == ["actor:self"]
    assert graph.number_of_edges() == 0


def test_funder_of_an_event_without_an_organiser_is_a_node_without_a_tie():
    graph = graph_of("funders-organisers", tables_of(("e1", "Donor", "funder")))
    assert list(graph.nodes) == ["actor:donor"]
    assert graph.number_of_edges() == 0


def test_experts_are_counted_by_country_and_the_unknown_apart():
    graph = graph_of("experts-events")
    ties = {(one, other): tie["bodies"] for one, other, tie in graph.edges(data=True)}
    assert ties == {
        ("country:utopia", "event:e2"): 2,
        ("country:international", "event:e2"): 1,
    }
    unknown = nx.get_node_attributes(graph, "experts_without_country")
    assert unknown == {"event:e1": 0, "event:e2": 0, "event:e3": 1}


@pytest.mark.parametrize("name", ["releases", "record"])
def test_views_count_what_the_ties_say(sources, name):
    """Counted once more from the table of ties, without a graph."""
    source = sources[name]
    ties = exchange.network.merge_successions(source.ties, source.actors)
    ties = ties.drop_duplicates(["release", "node", "role"])
    assert graph_of("two-mode", source).number_of_edges() == len(ties)
    paid = ties[ties["role"] == "funder"][["release", "node"]]
    made = ties[ties["role"] == "organizer"][["release", "node"]]
    pairs = paid.merge(made, on="release").query("node_x != node_y")
    graph = graph_of("funders-organisers", source)
    assert sum(events for *_, events in graph.edges(data="events")) == len(pairs)
    assert graph.number_of_edges() == len(pairs.drop_duplicates(["node_x", "node_y"]))
    together = made.merge(made, on="release").query("node_x < node_y")
    graph = graph_of("co-organisers", source)
    assert sum(events for *_, events in graph.edges(data="events")) == len(together)
    assert len(graph) == made["node"].nunique()
    experts = ties[(ties["role"] == "expert_provider") & (ties["country"] != "")]
    graph = graph_of("experts-events", source)
    assert sum(bodies for *_, bodies in graph.edges(data="bodies")) == len(experts)
    assert graph.number_of_edges() == len(experts.drop_duplicates(["release", "country"]))


@each_view
@each_source
def test_no_node_is_tied_to_itself_and_every_number_is_finite(sources, name, view):
    graph = exchange.view_graph(view, sources[name])
    assert nx.number_of_selfloops(graph) == 0
    rows = itertools.chain(graph.nodes(data=True), graph.edges(data=True))
    for *_, row in rows:
        assert {type(value) for value in row.values()} <= {str, int, float}
        assert all(math.isfinite(value) for value in row.values() if not isinstance(value, str))
        assert "" not in row.values()


def test_tie_to_itself_is_refused():
    with pytest.raises(ValueError, match="'actor:a' would be tied to itself"):
        exchange._graph(nx.Graph(), {"actor:a": {}}, [("actor:a", "actor:a", {}, "")])


def test_two_ties_with_one_id_are_refused():
    rows = [("e1", "A", "co funder"), ("e1", "A", "co_funder")]
    with pytest.raises(ValueError, match="'tie:a:e1:co-funder'"):
        graph_of("two-mode", tables_of(*rows))


@each_view
def test_network_without_a_tie_has_no_more_than_its_events(view):
    for tables in (tables_of(), tables_of(("e1", "A", "publisher"))):
        graph = exchange.view_graph(view, tables)
        assert view.id == "two-mode" or graph.number_of_edges() == 0
        assert set(graph) - {"actor:a"} <= {"event:e1", "event:e2", "event:e3"}


def test_empty_tables_have_their_first_columns():
    graph = graph_of("two-mode", NOTHING)
    assert exchange_formats.nodes_csv(graph) == "id,label\n"
    assert exchange_formats.edges_csv(graph) == "source,target,type,id\n"


# Days


def test_a_dateline_is_the_first_day_and_a_day_of_the_body_the_last():
    days = exchange.event_days(SMALL.events)
    assert days == {
        "e1": ("2001-01-01", "2001-01-03"),
        "e2": ("2002-01-29", "2002-02-02"),
        "e3": ("2003-03-03", "2003-03-03"),
    }


def test_actor_spans_its_first_to_its_last_event_and_a_tie_its_event():
    graph = graph_of("two-mode")
    bureau = graph.nodes["actor:bureau"]
    assert (bureau["start"], bureau["end"]) == ("2001-01-01", "2002-02-02")
    tie = graph.edges["actor:bureau", "event:e2", "tie:bureau:e2:organizer"]
    assert (tie["start"], tie["end"]) == ("2002-01-29", "2002-02-02")


def test_gexf_says_that_times_are_days_where_there_are_any():
    text = exchange_formats.gexf(graph_of("two-mode"))
    assert 'mode="dynamic" timeformat="date" timerepresentation="interval"' in text


def test_what_is_undated_has_no_time_and_its_gexf_is_static():
    tables = tables_of(("e1", "A", "organizer"), events=("e1",))
    tables = tables._replace(
        ties=tables.ties.assign(date=pd.NaT), events=tables.events.assign(date=pd.NaT)
    )
    for view in VIEWS:
        text = exchange_formats.gexf(exchange.view_graph(view, tables))
        assert 'mode="static"' in text
        assert not re.search("start=|end=|timeformat|NaT|None|nan", text)


# Ids


def test_ids_do_not_change_when_rows_are_added():
    renamed = [("Old", "1990", "2001", "New"), ("New", "2001", "", "")]
    before = tables_of(("e1", "Old", "organizer"), ("e1", "B", "organizer"), actors=renamed)
    after = tables_of(
        ("e1", "Old", "organizer"), ("e1", "B", "organizer"), ("e2", "New", "organizer"),
        ("e2", "A", "organizer"), actors=renamed,
    )  # fmt: skip
    for view in VIEWS:
        one, two = (content(exchange.view_graph(view, tables)) for tables in (before, after))
        assert set(one[1]) <= set(two[1])
        assert set(one[2]) <= set(two[2])
    assert graph_of("two-mode", before).nodes["actor:old"]["label"] == "Old"
    assert graph_of("two-mode", after).nodes["actor:old"]["label"] == "New"


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("OSCE Centre in Astana", "osce-centre-in-astana"),
        ("Ministère  de l'Intérieur", "ministere-de-l-interieur"),
        ("Straße (2)", "strasse-2"),
        ("Ё1", "u4351"),
        ("osce-57086", "osce-57086"),
    ],
)
def test_slug(name, short):
    assert exchange.slug(name) == short


def test_name_without_a_letter_is_refused():
    with pytest.raises(InputError, match="'—' has no letter or digit"):
        graph_of("two-mode", tables_of(("e1", "—", "organizer")))


def test_two_names_with_one_id_are_refused_and_both_named():
    tables = tables_of(("e1", "Police, Academy", "partner"), ("e2", "Police Academy", "partner"))
    with pytest.raises(InputError, match="'Police Academy' and 'Police, Academy'"):
        graph_of("two-mode", tables)


# Bad input


@each_view
def test_tie_to_an_unknown_event_is_refused(view):
    for role in ("partner", "expert_provider"):
        with pytest.raises(ValueError, match="unknown event 'e3'"):
            exchange.view_graph(view, tables_of(("e3", "A", role), events=("e1",)))


def test_actor_named_like_an_event_is_refused():
    with pytest.raises(ValueError, match="both an actor and an event"):
        graph_of("two-mode", tables_of(("e1", "e2", "organizer")))


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x1b", "\ufffe", "\ud800"])
def test_character_that_xml_cannot_hold_is_refused(sign):
    with pytest.raises(InputError, match=rf"U\+{ord(sign):04X}, which XML cannot hold"):
        graph_of("two-mode", tables_of(("e1", f"Po{sign}lice", "organizer")))


def test_white_space_in_names_becomes_one_space():
    graph = graph_of("two-mode", tables_of(("e1", " Police\r\n\t\x0bForce ", "organizer")))
    assert graph.nodes["actor:police-force"]["label"] == "Police Force"


def test_values_become_texts_and_numbers_and_the_unknown_is_left_out():
    row = {
        "yes": np.True_, "no": False, "whole": np.int64(3), "part": np.float64(0.5),
        "day": pd.Timestamp("2001-02-03 04:05"), "date": date(2001, 2, 3),
        "none": None, "nan": math.nan, "na": pd.NA, "nat": pd.NaT, "empty": " ",
    }  # fmt: skip
    (plain,) = exchange.plain_values([row])
    assert plain == {"yes": "yes", "no": "no", "whole": 3, "part": 0.5, "day": "2001-02-03",
                     "date": "2001-02-03"}  # fmt: skip
    assert [type(plain["whole"]), type(plain["part"])] == [int, float]


def test_one_float_makes_an_attribute_floats():
    assert exchange.plain_values([{"x": 1}, {"x": 0.5}]) == [{"x": 1.0}, {"x": 0.5}]
    assert isinstance(exchange.plain_values([{"x": 1}, {"x": 0.5}])[0]["x"], float)


@pytest.mark.parametrize("value", [[1], ["a"], {"a": 1}, math.inf, 1j])
def test_value_that_no_file_can_hold_is_refused(value):
    with pytest.raises(TypeError, match="which no exchange file can hold"):
        exchange.plain_values([{"x": value}])


def test_attribute_of_texts_and_numbers_is_refused():
    with pytest.raises(TypeError, match="'x' has texts and numbers"):
        exchange.plain_values([{"x": 1}, {"x": "one"}])


# Writing


def written(source, folder):
    paths = exchange_files.write_views(source, folder, "small")
    return {path.name: path.read_bytes() for path in paths}


def test_files_of_every_view_in_every_format(tmp_path):
    found = written(SMALL, tmp_path / "deep")
    assert list(found) == [
        f"small-{view.id}{ending}"
        for view in VIEWS
        for ending in (".graphml", ".gexf", ".json", "-nodes.csv", "-edges.csv")
    ]
    assert all(text.endswith(b"\n") and b"\r" not in text for text in found.values())


@each_source
def test_two_runs_write_the_same_bytes(sources, name, tmp_path):
    first = written(sources[name], tmp_path / "a")
    assert written(sources[name], tmp_path / "b") == first


@pytest.mark.parametrize("name", ["small", "record"])
def test_the_order_of_rows_makes_no_difference_to_a_byte(sources, name, tmp_path):
    tables = exchange.tables_of(sources[name])
    turned = Tables(tables.ties[::-1], tables.events[::-1], tables.actors)
    assert written(turned, tmp_path / "a") == written(tables, tmp_path / "b")


def test_rows_are_sorted_by_id():
    for view in VIEWS:
        graph = graph_of(view.id)
        nodes = pd.read_csv(io.StringIO(exchange_formats.nodes_csv(graph)))["id"]
        edges = pd.read_csv(io.StringIO(exchange_formats.edges_csv(graph)))
        edges = edges[["source", "target", "id"]]
        assert nodes.is_monotonic_increasing
        assert edges.to_numpy().tolist() == sorted(edges.to_numpy().tolist())


def test_files_say_what_they_are_and_who_made_them_but_not_when():
    for view in VIEWS:
        graph = graph_of(view.id)
        about = json.loads(exchange_formats.node_link(graph))["graph"]
        assert about == {
            "id": view.id,
            "title": view.title,
            "description": view.description,
            "creator": f"communique {communique.__version__}",
        }
        text = exchange_formats.gexf(graph)
        assert f"<creator>communique {communique.__version__}</creator>" in text
        assert "lastmodifieddate" not in text


def test_no_key_of_graphml_is_one_that_gephi_reads_as_a_label():
    for view in VIEWS:
        keys = re.findall('<key id="([^"]+)"', exchange_formats.graphml(graph_of(view.id)))
        assert all(key.startswith(("node_", "edge_")) for key in keys)
        assert len(keys) == len(set(keys))
