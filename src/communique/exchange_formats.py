"""The formats of exchange files: GraphML, GEXF 1.3 with dates, CSV and JSON, same content each.

Rows are sorted and no file bears the time of its making, so that the same graph gives the same
bytes. What is unknown is left out of a file, in CSV an empty cell: never 0, and never "nan".
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from xml.etree import ElementTree

import networkx as nx

from communique.exchange import CREATOR, Attributes

GRAPHML = "http://graphml.graphdrawing.org/xmlns"
GEXF = "http://gexf.net/1.3"


def _types(rows: Iterable[Attributes]) -> dict[str, type]:
    """The attributes of rows in the order in which they first occur, with their types."""
    return {name: type(value) for row in rows for name, value in row.items()}


def _node_rows(graph: nx.Graph) -> list[tuple[str, Attributes]]:
    return list(graph.nodes(data=True))


def _edge_rows(graph: nx.Graph) -> list[tuple[str, str, Attributes]]:
    """Ties by source, target and id; an undirected tie begins at the id that sorts first."""
    rows = [
        (source, target, tie) if graph.is_directed() else (*sorted((source, target)), tie)
        for source, target, tie in graph.edges(data=True)
    ]
    return sorted(rows, key=lambda row: (row[0], row[1], row[2]["id"]))


def graphml(graph: nx.Graph) -> str:
    """The graph as GraphML 1.0.

    Not by the writer of networkx: its key ids d3 and d7 are labels to Gephi, and named keys repeat
    where nodes and ties share an attribute. Keys here are named for both.
    """
    root = ElementTree.Element("graphml", xmlns=GRAPHML)
    ElementTree.SubElement(root, "desc").text = graph.graph["description"]
    nodes, edges = _node_rows(graph), _edge_rows(graph)
    facts = [{name: value for name, value in tie.items() if name != "id"} for *_, tie in edges]
    for domain, rows in (("node", [row for _, row in nodes]), ("edge", facts)):
        for name, kind in _types(rows).items():
            ElementTree.SubElement(
                root,
                "key",
                {"id": f"{domain}_{name}", "for": domain, "attr.name": name,
                 "attr.type": {str: "string", int: "int", float: "double"}[kind]},
            )  # fmt: skip
    default = "directed" if graph.is_directed() else "undirected"
    body = ElementTree.SubElement(root, "graph", id=graph.graph["id"], edgedefault=default)
    for node, row in nodes:
        _graphml_data(ElementTree.SubElement(body, "node", id=node), "node", row)
    for (source, target, tie), row in zip(edges, facts, strict=True):
        element = ElementTree.SubElement(
            body, "edge", id=str(tie["id"]), source=source, target=target
        )
        _graphml_data(element, "edge", row)
    return _xml(root)


def _graphml_data(element: ElementTree.Element, domain: str, row: Attributes) -> None:
    for name, value in row.items():
        ElementTree.SubElement(element, "data", key=f"{domain}_{name}").text = str(value)


_GEXF_NODE = ("label", "start", "end")
_GEXF_EDGE = ("id", "weight", "start", "end")
"""What GEXF has own places for; all else is an attribute value."""


def gexf(graph: nx.Graph) -> str:
    """The graph as GEXF 1.3, dynamic where something is dated.

    Days are inclusive. A role is the ``kind`` of its tie as well, without which Gephi makes one of
    parallel ties. Not by the writer of networkx, whose files bear the day of writing, an attribute
    that the schema does not know, and in version 1.3 a misspelt namespace.
    """
    nodes, edges = _node_rows(graph), _edge_rows(graph)
    root = ElementTree.Element("gexf", xmlns=GEXF, version="1.3")
    meta = ElementTree.SubElement(root, "meta")
    ElementTree.SubElement(meta, "creator").text = CREATOR
    ElementTree.SubElement(meta, "description").text = graph.graph["description"]
    default = "directed" if graph.is_directed() else "undirected"
    body = ElementTree.SubElement(root, "graph", defaultedgetype=default, idtype="string")
    if any("start" in row for *_, row in [*nodes, *edges]):
        body.attrib.update(mode="dynamic", timeformat="date", timerepresentation="interval")
    else:
        body.attrib.update(mode="static")
    _gexf_declare(body, "node", [row for _, row in nodes], _GEXF_NODE)
    _gexf_declare(body, "edge", [tie for *_, tie in edges], _GEXF_EDGE)
    group = ElementTree.SubElement(body, "nodes")
    for node, row in nodes:
        _gexf_element(group, "node", {"id": node}, row, _GEXF_NODE)
    group = ElementTree.SubElement(body, "edges")
    for source, target, tie in edges:
        ends = {"source": source, "target": target}
        kind = {"kind": str(tie["role"])} if "role" in tie else {}
        _gexf_element(group, "edge", {**ends, **kind}, tie, _GEXF_EDGE)
    return _xml(root)


def _gexf_declare(
    body: ElementTree.Element, domain: str, rows: Iterable[Attributes], own: tuple[str, ...]
) -> None:
    """The attributes of nodes or ties; none are declared where there are none."""
    types = {name: kind for name, kind in _types(rows).items() if name not in own}
    if types:
        group = ElementTree.SubElement(body, "attributes", {"class": domain, "mode": "static"})
        for name, kind in types.items():
            word = {str: "string", int: "integer", float: "double"}[kind]
            ElementTree.SubElement(group, "attribute", id=name, title=name, type=word)


def _gexf_element(
    group: ElementTree.Element,
    domain: str,
    ends: dict[str, str],
    row: Attributes,
    own: tuple[str, ...],
) -> None:
    known = {name: str(row[name]) for name in own if name in row}
    element = ElementTree.SubElement(group, domain, {**ends, **known})
    values = [(name, value) for name, value in row.items() if name not in own]
    if values:
        box = ElementTree.SubElement(element, "attvalues")
        for name, value in values:
            ElementTree.SubElement(box, "attvalue", {"for": name, "value": str(value)})


def _xml(root: ElementTree.Element) -> str:
    ElementTree.indent(root, " ")
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def node_link(graph: nx.Graph) -> str:
    """The graph as JSON, to be read by `networkx.node_link_graph` with ``edges="edges"``."""
    data = nx.node_link_data(graph, edges="edges")
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def nodes_csv(graph: nx.Graph) -> str:
    """One row a node: ``id``, ``label``, then its attributes."""
    rows = [{"id": node, **row} for node, row in _node_rows(graph)]
    return _csv(("id", "label"), rows)


def edges_csv(graph: nx.Graph) -> str:
    """One row a tie: ``source``, ``target``, ``type`` (direction), ``id``, then its attributes.

    A role stands in ``kind`` as well, for the reason that `gexf` gives.
    """
    direction = "Directed" if graph.is_directed() else "Undirected"
    rows = [
        {"source": source, "target": target, "type": direction, **tie,
         **({"kind": tie["role"]} if "role" in tie else {})}
        for source, target, tie in _edge_rows(graph)
    ]  # fmt: skip
    return _csv(("source", "target", "type", "id"), rows)


def _csv(first: tuple[str, ...], rows: list[Attributes]) -> str:
    """A table with these columns first, then those found; an empty cell is unknown."""
    found = io.StringIO()
    columns = list(dict.fromkeys([*first, *_types(rows)]))
    writer = csv.DictWriter(found, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return found.getvalue()


FORMATS: dict[str, Callable[[nx.Graph], str]] = {
    ".graphml": graphml,
    ".gexf": gexf,
    ".json": node_link,
    "-nodes.csv": nodes_csv,
    "-edges.csv": edges_csv,
}
"""What a file's name ends in, and the function that gives its text."""
