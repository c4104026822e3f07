"""Names and lists of names, in the wordings of the genre; every sentence is invented."""

from __future__ import annotations

import pytest

from communique.codebook import load_codebook
from communique.name_lists import ListReader
from communique.names import tokenize

READER = ListReader(load_codebook().name_words)


def labels(text: str, *, people: bool = False) -> list[str]:
    names, _ = READER.read_list(tokenize(text), 0, people=people)
    return [name.label for name in names]


ONE_NAME = [
    "OSCE Office for Democratic Institutions and Human Rights",
    "Ministry of Labour and Social Protection",
    "Ministry of Education, Science and Sport",
    "Committee on Legal Affairs and Human Rights",
    "Northtown City Department of Public Order",
    "Regional Programme for Border Security and Trade of the Centre for Law and Public Safety",
    "Employment and Social Affairs Ministry",
    "Police Academy under the Ministry of the Interior",
    "Bosnia and Herzegovina",
    "OSCE Project Co-ordinator in Ukraine",
    "European Union Delegation to Kazakhstan",
    "Embassy of Canada in Kazakhstan",
    "OSCE Secretariat's Transnational Threats Department",
    "Norwegian government",
    "Kazakhstan's Interior Ministry",
    "Prosecutor General's Office",
    "Transnational Threats Directorate/Strategic Police Matters Unit",
    "Office of the OSCE High Commissioner on National Minorities",
]


@pytest.mark.parametrize("name", ONE_NAME)
@pytest.mark.parametrize("tail", ["", " began today", ", which began", " and local authorities"])
def test_a_name_is_read_whole(name: str, tail: str) -> None:
    assert labels("the " + name + tail)[0] == name


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "the Ministry of Justice and the Supreme Court",
            ["Ministry of Justice", "Supreme Court"],
        ),
        ("the Ministry of Justice and UNDP", ["Ministry of Justice", "UNDP"]),
        ("the Ministry of the Interior and Norway", ["Ministry of the Interior", "Norway"]),
        (
            "the OSCE Mission to Skopje and the French Embassy",
            ["OSCE Mission to Skopje", "French Embassy"],
        ),
        (
            "the Border Police, the Customs Service and the Institute for Law and Policing",
            ["Border Police", "Customs Service", "Institute for Law and Policing"],
        ),
        (
            "the Interior Ministry, local authorities and the Embassy of Canada",
            ["Interior Ministry", "Embassy of Canada"],
        ),
        (
            "the Interior Ministry as well as the Northern Foundation",
            ["Interior Ministry", "Northern Foundation"],
        ),
        ("Canada, Russia and Ukraine", ["Canada", "Russia", "Ukraine"]),
        ("Bosnia and Herzegovina and Serbia", ["Bosnia and Herzegovina", "Serbia"]),
        (
            "the Embassies of Canada and Switzerland",
            ["Embassy of Canada", "Embassy of Switzerland"],
        ),
        (
            "the Norwegian and Swiss governments",
            ["Norwegian Government", "Swiss Government"],
        ),
        (
            "OSCE Offices in Northtown and in Southtown",
            ["OSCE Office in Northtown", "OSCE Office in Southtown"],
        ),
        ("the Interior and Justice Ministries", ["Interior Ministry", "Justice Ministry"]),
        ('the non-governmental organization "Northern Light"', ['"Northern Light"']),
        ("the EU-funded, UNDP-run Border Project", ["Border Project"]),
    ],
)
def test_a_list_is_cut_into_its_names(text: str, names: list[str]) -> None:
    assert labels(text) == names


def test_people_may_stand_before_the_body_they_come_from() -> None:
    assert labels(
        "Canada together with a representative of the Northern Institute", people=True
    ) == [
        "Canada",
        "Northern Institute",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("the OSCE Centre for Kazakh police officers", ["OSCE Centre"]),
        ("the Ministry of Justice in Northtown", ["Ministry of Justice"]),
        ("the Interior Ministry, and the Police Academy provided the rooms", ["Interior Ministry"]),
        ("the Northern Institute. The Police Academy", ["Northern Institute"]),
    ],
)
def test_a_list_ends_where_the_clause_ends(text: str, names: list[str]) -> None:
    assert labels(text) == names


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ambassador John Doe", "person"),
        ("Head of the Northern Institute", "person"),
        ("Recommendations on Policing", "thing"),
        ("Canada", "country"),
        ("the Centre", "short"),
        ("Almaty", "place"),
        ("Interior Ministry", "body"),
        ("Sunrise", "unknown"),
    ],
)
def test_the_kind_of_a_name_is_told(text: str, kind: str) -> None:
    name, _ = READER.read_name(tokenize(text), 0)
    assert name is not None
    assert name.kind == kind


def test_a_bracketed_acronym_is_no_part_of_the_label() -> None:
    name, _ = READER.read_name(tokenize("the Northern Border Agency (NBA) began"), 0)
    assert name is not None
    assert (name.label, name.acronym) == ("Northern Border Agency", "NBA")


def test_after_a_bracket_a_person_is_no_part_of_the_name() -> None:
    name, _ = READER.read_name(tokenize("the Northern Border Agency (NBA) Jane Doe"), 0)
    assert name is not None
    assert name.label == "Northern Border Agency"
