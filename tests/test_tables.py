import math

import pandas as pd
import pytest

import communique
from communique.tables import (
    PAGE_COLUMNS,
    TABLES,
    TableSpec,
    cell_text,
    csv_text,
    find_table,
    page_cells,
    short_names,
)


@pytest.fixture(scope="module")
def study():
    return communique.open_study()


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.id)
def test_a_table_has_the_columns_it_declares_and_six_at_most_on_a_page(spec: TableSpec, study):
    assert spec.id.startswith("tab-")
    assert list(spec.frame(study).columns) == list(spec.columns)
    assert 1 <= len(spec.page) <= PAGE_COLUMNS
    view = spec.page_view(study)
    assert list(view.columns) == list(spec.page)
    assert not view.isna().any().any()
    assert all(text.endswith(".") for text in spec.columns.values())


def test_ids_are_unique():
    assert len({spec.id for spec in TABLES}) == len(TABLES)
    assert find_table("tab-ties").id == "tab-ties"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "–"),
        (pd.NA, "–"),
        (pd.NaT, "–"),
        (math.nan, "–"),
        ("", "–"),
        (0, "0"),
        (0.0, "0.00"),
        (True, "yes"),
        (False, "no"),
        (pd.Timestamp("2004-12-20"), "2004-12-20"),
        ("a", "a"),
    ],
)
def test_cells_show_missing_as_a_dash_and_zero_as_zero(value, text):
    assert cell_text(value) == text


def test_page_cells_of_an_empty_table_keep_their_headings():
    assert list(page_cells({"A": "a"}, pd.DataFrame({"a": []})).columns) == ["A"]


def test_csv_keeps_missing_values_empty_and_lines_short():
    frame = pd.DataFrame({"a": [1.5, math.nan], "d": pd.to_datetime(["2004-12-20", None])})
    assert csv_text(frame) == "a,d\n1.5,2004-12-20\n,\n"


def test_releases_are_named_by_their_day_unless_two_share_it(study):
    assert set(short_names(study).values()) == {str(day.date()) for day in study.releases["date"]}


def test_every_tie_of_the_network_is_a_tie_of_the_texts(study):
    ties = find_table("tab-network-ties").frame(study)
    assert ties["mentions"].sum() == len(study.ties)
