"""The data package: every table in `data/` is described, and is as it is described."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package

from communique import paths
from communique.authority import ACTOR_COLUMNS, ACTOR_TYPES, COUNTRY_COLUMNS, PLACE_COLUMNS
from communique.codebook import load_codebook
from communique.records import ROLES

DESCRIPTOR: dict[str, Any] = json.loads((paths.DATA / "datapackage.json").read_text("utf-8"))
RESOURCES = {resource["name"]: resource for resource in DESCRIPTOR["resources"]}


def readable(descriptor: dict[str, Any]) -> Package:
    """The package, with its JSON table given inline: a path would need a further dependency."""
    resources = []
    for resource in descriptor["resources"]:
        if resource.get("type") == "table" and resource["format"] == "json":
            data = json.loads((paths.DATA / resource["path"]).read_text("utf-8"))
            kept = {k: v for k, v in resource.items() if k in ("name", "type", "schema")}
            resources.append({**kept, "data": data})
        else:
            resources.append(resource)
    return Package.from_descriptor({**descriptor, "resources": resources}, basepath=str(paths.DATA))


def faults(descriptor: dict[str, Any]) -> list[str]:
    report = readable(descriptor).validate()
    return [f"{task.name}: {error.message}" for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


def test_every_resource_is_as_it_is_described() -> None:
    assert faults(DESCRIPTOR) == []


def test_the_check_can_fail() -> None:
    spoilt = json.loads(json.dumps(DESCRIPTOR))
    ties = next(r for r in spoilt["resources"] if r["name"] == "record-ties")
    ties["schema"]["fields"][2]["constraints"]["enum"].remove("funder")
    assert any("funder" in fault for fault in faults(spoilt))


def test_every_file_of_the_folder_is_described() -> None:
    on_disk = {
        path.relative_to(paths.DATA).as_posix()
        for path in paths.DATA.rglob("*")
        if path.is_file() and path.suffix != ".md" and not path.name.startswith(".")
    }
    described = {resource["path"] for resource in DESCRIPTOR["resources"]}
    assert on_disk - described == {"datapackage.json"}
    assert all((paths.DATA / path).is_file() for path in described)


def test_every_table_says_its_fields_key_licence_source_and_caveats() -> None:
    for name, resource in RESOURCES.items():
        assert resource["description"], name
        assert resource["licenses"], name
        if resource["type"] == "table":
            assert resource["sources"], name
            assert resource["caveats"], name
            assert resource["schema"]["primaryKey"], name
            assert all(field["description"] for field in resource["schema"]["fields"]), name


def test_fields_stand_in_the_order_of_the_columns() -> None:
    for resource in RESOURCES.values():
        if resource["type"] == "table" and resource["format"] == "csv":
            with (paths.DATA / resource["path"]).open(encoding="utf-8", newline="") as file:
                header = next(csv.reader(file))
            assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_the_texts_are_not_under_the_licence_of_the_data() -> None:
    texts = [resource for name, resource in RESOURCES.items() if name.startswith("text-")]
    assert len(texts) == 5
    for text in texts:
        assert text["licenses"][0]["name"] != "CC-BY-4.0"
        assert text["sources"][0]["path"].startswith("https://www.osce.org/")


def test_checksums_are_those_of_the_manifest() -> None:
    with (paths.RELEASES / "releases.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert RESOURCES["text-" + row["release"]]["hash"] == "sha256:" + row["sha256"]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("codebook-actors", ACTOR_COLUMNS),
        ("codebook-countries", COUNTRY_COLUMNS),
        ("codebook-places", PLACE_COLUMNS),
    ],
)
def test_the_codebook_is_described_as_the_package_reads_it(
    name: str, columns: tuple[str, ...]
) -> None:
    assert [field["name"] for field in RESOURCES[name]["schema"]["fields"]] == list(columns)


def test_vocabularies_are_those_of_the_package() -> None:
    def choices(resource: str, field: str) -> list[str]:
        fields = {f["name"]: f for f in RESOURCES[resource]["schema"]["fields"]}
        return list(fields[field]["constraints"]["enum"])

    assert set(choices("codebook-actors", "type")) == set(ACTOR_TYPES)
    assert set(choices("record-ties", "role")) == {*ROLES, "participant_body"}


def test_the_gold_ties_name_actors_of_the_codebook_and_spans_of_the_texts() -> None:
    codebook = load_codebook()
    records = json.loads((paths.GOLD / "core_events.json").read_text("utf-8"))
    assert sum(len(record["ties"]) for record in records) == 32
    for record in records:
        text = (paths.RELEASES / record["file"]).read_bytes().decode("utf-8")
        for tie in record["ties"]:
            assert tie["actor"] in codebook.authority.actors
            assert tie["role"] in ROLES
            for span in (tie["mention"], tie["cue"]):
                assert 0 <= span[0] < span[1] <= len(text)


def test_the_second_coding_names_actors_of_the_codebook() -> None:
    authority = load_codebook().authority
    path = paths.RECORD / "recoding_ties.csv"
    for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
        assert len(authority.candidates(row["actor"])) == 1, row["actor"]


def test_the_record_is_as_large_as_it_says() -> None:
    with (paths.RECORD / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 115
    assert sum(row["read_whole"] == "no" for row in rows) == 62
    assert sum(bool(row["release"]) for row in rows) == 5
    years = {row["date"][:4] for row in rows}
    assert (min(years), max(years)) == ("2001", "2022")
    assert not years & {"1999", "2000", "2003", "2021"}


def test_the_descriptor_names_no_path_outside_its_folder() -> None:
    for resource in RESOURCES.values():
        path = Path(resource["path"])
        assert not path.is_absolute()
        assert ".." not in path.parts
