import json

import networkx as nx
import pytest

import communique
from communique import takeaway
from communique.figures import FIGURES
from communique.tables import TABLES


@pytest.fixture(scope="module")
def study():
    return communique.open_study()


@pytest.fixture(scope="module")
def written(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("build")
    takeaway.write_tables(study, folder)
    takeaway.write_figures(study, folder)
    return folder


def contents(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_every_figure_has_its_five_files(written):
    for spec in FIGURES:
        names = {path.name for path in (written / "figures" / spec.id).iterdir()}
        assert names == {f"{spec.id}.{end}" for end in ("pdf", "svg", "png", "csv", "json")}


def test_words_beside_a_figure_tell_how_to_use_it(written, study):
    for spec in FIGURES:
        about = json.loads((written / "figures" / spec.id / f"{spec.id}.json").read_text("utf-8"))
        assert about["caption"] == spec.caption(study)
        assert about["alt"] == spec.alt(study)
        assert about["licence"].startswith("CC BY 4.0")
        assert spec.id in about["citation"]
        assert communique.__version__ in about["citation"]


def test_every_table_is_written_with_its_columns(written):
    about = json.loads((written / "tables" / "tables.json").read_text("utf-8"))
    for spec in TABLES:
        head = (written / "tables" / f"{spec.id}.csv").read_text("utf-8").splitlines()[0]
        assert head.split(",") == list(about[spec.id]["columns"])


def test_every_network_file_is_listed_and_opens(written, study):
    folder = written / "tables" / "networks"
    about = json.loads((folder / "datapackage.json").read_text("utf-8"))
    listed = {resource["path"] for resource in about["resources"]}
    assert listed == {path.name for path in folder.iterdir()} - {"datapackage.json"}
    assert len({resource["name"] for resource in about["resources"]}) == len(listed)
    for path in sorted(folder.glob("*.graphml")):
        nx.read_graphml(path, force_multigraph=True)
    graph = nx.read_graphml(folder / "releases-two-mode.graphml", force_multigraph=True)
    assert graph.number_of_edges() == len(study.ties.drop_duplicates(["release", "actor", "role"]))


def test_networks_of_frames_share_no_event_and_hold_all(written):
    folder = written / "tables" / "networks"
    events = [
        {node for node, kind in nx.read_graphml(path, force_multigraph=True).nodes(data="node_type")
         if kind == "event"}
        for frame in ("rights", "plural-society", "security", "apart")
        for path in [folder / f"record-{frame}-two-mode.graphml"]
    ]  # fmt: skip
    whole = nx.read_graphml(folder / "record-two-mode.graphml", force_multigraph=True)
    assert sum(map(len, events)) == len(set.union(*events))
    assert set.union(*events) == {
        node for node, kind in whole.nodes(data="node_type") if kind == "event"
    }


def test_the_record_without_the_office_names_it_nowhere(written):
    path = written / "tables" / "networks" / "record-without-office-two-mode.graphml"
    assert "actor:osce-centre-in-almaty" not in path.read_text("utf-8")


def test_two_runs_write_the_same_bytes(written, study, tmp_path):
    takeaway.write_tables(study, tmp_path)
    takeaway.write_figures(study, tmp_path)
    assert contents(tmp_path) == contents(written)


def test_a_file_that_is_right_is_not_touched(tmp_path):
    path = takeaway.write_atomically(tmp_path / "deep" / "a.txt", b"one")
    before = path.stat().st_mtime_ns
    takeaway.write_atomically(path, b"one")
    assert path.stat().st_mtime_ns == before
    takeaway.write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert [found.name for found in path.parent.iterdir()] == ["a.txt"]


def test_a_broken_write_leaves_the_old_file_and_no_rest(tmp_path, monkeypatch):
    path = takeaway.write_atomically(tmp_path / "a.txt", b"one")

    def broken(self, target):
        raise OSError("no room")

    monkeypatch.setattr(takeaway.Path, "replace", broken)
    with pytest.raises(OSError, match="no room"):
        takeaway.write_atomically(path, b"two")
    assert path.read_bytes() == b"one"
    assert [found.name for found in tmp_path.iterdir()] == ["a.txt"]


def test_bibtex_has_what_the_citation_file_says():
    entry = takeaway.bibtex()
    assert entry.startswith("@misc{communique,")
    assert takeaway.citation_data()["title"] in entry
    assert entry.count("{") == entry.count("}")
