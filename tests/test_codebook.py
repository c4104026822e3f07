"""The codebook: what the files say, and what is refused with file, line and remedy."""

from __future__ import annotations

import csv
import itertools
import shutil
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from communique import paths
from communique.authority import Actor, alias_key, load_authority, load_countries, load_places
from communique.codebook import (
    Codebook,
    check_gold_themes,
    contrast_with_white,
    load_codebook,
    load_reading,
    load_themes,
)
from communique.errors import InputError
from communique.files import read_csv, read_yaml

Edit = Callable[[str, str, str], Path]


@pytest.fixture(scope="module")
def codebook() -> Codebook:
    return load_codebook()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the codebook that a test may spoil."""
    return Path(shutil.copytree(paths.CODEBOOK, tmp_path / "codebook"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replace a text that stands once in a file of the copy."""

    def replace(name: str, old: str, new: str) -> Path:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) >= 1, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return replace


def message(folder: Path) -> str:
    """What loading the spoilt codebook says: it must name a file, a line and a remedy."""
    with pytest.raises(InputError) as caught:
        load_codebook(folder)
    assert caught.value.file is not None
    assert caught.value.line is not None
    assert caught.value.remedy
    return str(caught.value)


def line_of(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(i for i, line in enumerate(lines, 1) if text in line)


class TestYaml:
    def write(self, folder: Path, text: str) -> Path:
        path = folder / "a.yml"
        path.write_text(text, encoding="utf-8")
        return path

    def test_plain_data_and_the_line_of_every_node(self, tmp_path: Path) -> None:
        file = read_yaml(self.write(tmp_path, "# head\na: 1\nb:\n  - x\n  - c: [y, z]\n"))
        assert file.data == {"a": 1, "b": ["x", {"c": ["y", "z"]}]}
        assert (file.line("a"), file.line("b", 0), file.line("b", 1, "c", 1)) == (2, 4, 5)

    def test_the_line_of_a_missing_node_is_its_parents(self, tmp_path: Path) -> None:
        file = read_yaml(self.write(tmp_path, "a:\n  b:\n    c: 1\n"))
        assert file.line("a", "b", "x", 3) == 2

    def test_words_like_no_and_on_stay_words(self, tmp_path: Path) -> None:
        file = read_yaml(self.write(tmp_path, "[no, on, yes, true, null, 2014-01-01, 1.5, '7', 7]"))
        assert file.data == ["no", "on", "yes", True, None, "2014-01-01", 1.5, "7", 7]

    def test_data_and_line_can_be_unpacked(self, tmp_path: Path) -> None:
        data, line = read_yaml(self.write(tmp_path, "a:\n  - b\n"))
        assert (data, line("a", 0)) == ({"a": ["b"]}, 2)

    def test_an_empty_file_has_no_data(self, tmp_path: Path) -> None:
        assert read_yaml(self.write(tmp_path, "")).data is None

    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            ("a: 1\nb: [1, 2\nc: 3\n", 3, "no valid YAML"),
            ("a: 1\n\tb: 2\n", 2, "tab"),
            ("a: 1\nb: 2\na: 3\n", 3, "second time"),
            ("a: 1\n b: 2\n", 2, "no valid YAML"),
            ("a: *nothing\n", 1, "no valid YAML"),
        ],
    )
    def test_what_is_no_yaml_is_refused(
        self, tmp_path: Path, text: str, line: int, words: str
    ) -> None:
        with pytest.raises(InputError, match=words) as caught:
            read_yaml(self.write(tmp_path, text))
        assert caught.value.line == line
        assert caught.value.remedy

    def test_a_file_that_is_not_utf_8_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.yml"
        path.write_bytes(b"a: 1\nb: \xff\n")
        with pytest.raises(InputError, match="UTF-8") as caught:
            read_yaml(path)
        assert caught.value.line == 2

    def test_a_missing_file_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="missing"):
            read_yaml(tmp_path / "none.yml")


class TestTables:
    def read(self, folder: Path, text: str) -> list[dict[str, str]]:
        path = folder / "a.csv"
        path.write_text(text, encoding="utf-8")
        return [row.cells for row in read_csv(path, ("one", "two"), "one")]

    def test_cells_come_without_white_space_at_their_ends(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, "one,two\n a , b\n") == [{"one": "a", "two": "b"}]

    def test_a_byte_order_mark_is_no_part_of_the_header(self, tmp_path: Path) -> None:
        assert self.read(tmp_path, "\ufeffone,two\na,b\n")

    @pytest.mark.parametrize(
        ("text", "line", "words"),
        [
            ("one;two\na;b\n", 1, "columns"),
            ("one,three\na,b\n", 1, "columns"),
            ("", 1, "columns"),
            ("one,two\na,b\nc\n", 3, "1 cells"),
            ("one,two\na,b\nc,d,e\n", 3, "3 cells"),
            ("one,two\n,b\n", 2, "empty"),
            ("one,two\na,b\na,c\n", 3, "second time"),
            ('one,two\na,"b\n', 2, "CSV"),
            ("one,two\na,\tb\n", 2, "tab"),
        ],
    )
    def test_what_is_no_table_is_refused(
        self, tmp_path: Path, text: str, line: int, words: str
    ) -> None:
        with pytest.raises(InputError, match=words) as caught:
            self.read(tmp_path, text)
        assert caught.value.line == line
        assert caught.value.remedy


class TestThemes:
    def test_nine_themes_in_three_frames_and_the_form_of_work_outside(
        self, codebook: Codebook
    ) -> None:
        assert [frame.id for frame in codebook.frames] == ["rights", "plural_society", "security"]
        framed = set(itertools.chain.from_iterable(frame.themes for frame in codebook.frames))
        assert len(codebook.themes) == 9
        assert {theme.id for theme in codebook.themes} - framed == {"capacity_building"}

    def test_colours_are_told_apart_with_every_kind_of_colour_vision(
        self, codebook: Codebook
    ) -> None:
        colours = [theme.colour for theme in codebook.themes]
        for vision in VISIONS:
            seen = [lab(vision @ linear(colour)) for colour in colours]
            least = min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2))
            assert least >= 15

    def test_every_colour_stands_out_on_white(self, codebook: Codebook) -> None:
        colours = [item.colour for item in codebook.themes]
        colours += [item.colour for item in codebook.frames]
        assert min(map(contrast_with_white, colours)) >= 3

    def test_contrast_of_black_white_and_grey(self) -> None:
        assert contrast_with_white("#000000") == pytest.approx(21)
        assert contrast_with_white("#FFFFFF") == pytest.approx(1)
        assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            ("frame: rights", "frame: wrongs", "frame 'wrongs' is unknown"),
            ("colour: '#2526BA'", "colour: 'blue'", "no colour"),
            ("colour: '#2526BA'", "colour: '#FFFF00'", "too faint"),
            ("    colour: '#2526BA'\n", "", "colour is missing"),
            ("      - human right*\n", "      - human right*\n      - Human-right*\n", "twice"),
            ("      - rights of way\n", "      - human right*\n", "twice"),
            ("      - rights of way\n", "      - 7\n", "no text"),
            ("      - rights of way\n", "      - rights*of way\n", "cannot be read"),
            ("  - id: inclusion", "  - id: human_rights", "second time"),
            ("    label: Community policing\n", "", "label is missing"),
            ("    label: Community policing\n", "    lable: Community policing\n", "unknown"),
            ("frames:\n", "frame:\n", "missing"),
        ],
    )
    def test_what_is_wrong_is_refused(
        self, folder: Path, edit: Edit, old: str, new: str, words: str
    ) -> None:
        edit("themes.yml", old, new)
        assert words in message(folder)
        assert "themes.yml:" in message(folder)

    def test_a_theme_without_a_definition_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "themes.yml"
        path.write_text(
            "frames:\n  - {id: f, label: F, definition: D, colour: '#000000'}\n"
            "themes:\n  - id: a\n    label: A\n    colour: '#000000'\n    indicators: [x]\n",
            encoding="utf-8",
        )
        with pytest.raises(InputError, match="definition is missing") as caught:
            load_themes(path)
        assert caught.value.line == 4

    def test_a_duplicate_indicator_is_named_with_its_line(self, folder: Path, edit: Edit) -> None:
        path = edit("themes.yml", "      - dignity\n", "      - dignity\n      - DIGNITY\n")
        assert f"themes.yml:{line_of(path, 'DIGNITY')}:" in message(folder)

    def test_a_gold_row_with_an_unknown_theme_is_refused(
        self, codebook: Codebook, tmp_path: Path
    ) -> None:
        path = tmp_path / "gold.csv"
        path.write_text(
            "release,start,end,coding_1,coding_2,adjudicated\n"
            "r,0,5,inclusion,inclusion,inclusion\nr,6,9,inclusion,,inclusion;gardening\n",
            encoding="utf-8",
        )
        with pytest.raises(InputError, match="'gardening' in adjudicated is unknown") as caught:
            check_gold_themes(codebook, path)
        assert caught.value.line == 3

    def test_the_gold_table_uses_themes_of_the_codebook(self, codebook: Codebook) -> None:
        check_gold_themes(codebook)

    def test_names_of_bodies_are_kept_from_their_themes(self, codebook: Codebook) -> None:
        assert "OSCE Office for Democratic Institutions and Human Rights" in (
            codebook.theme("human_rights").names
        )
        assert not codebook.theme("public_assembly").names

    def test_an_unknown_theme_cannot_be_asked_for(self, codebook: Codebook) -> None:
        with pytest.raises(KeyError):
            codebook.theme("gardening")


class TestActors:
    def test_every_actor_of_the_record_is_here_with_the_same_facts(
        self, codebook: Codebook
    ) -> None:
        rows = csv.DictReader((paths.RECORD / "actors.csv").read_text("utf-8").splitlines())
        for row in rows:
            actor = codebook.authority.actors[row.pop("actor")]
            facts = {key: getattr(actor, key) or "" for key in row}
            assert {key: facts[key] for key in row if row[key]} == {
                k: v for k, v in row.items() if v
            }

    @pytest.mark.parametrize(
        ("name", "actor"),
        [
            ("Interior Ministry", "Ministry of Internal Affairs of Kazakhstan"),
            ("the Ministry of Interior", "Ministry of Internal Affairs of Kazakhstan"),
            ("MIA", "Ministry of Internal Affairs of Kazakhstan"),
            ("Canadian Embassy", "Embassy of Canada in Kazakhstan"),
            ("Embassy of Canada", "Embassy of Canada in Kazakhstan"),
            ("HCNM", "OSCE High Commissioner on National Minorities"),
            (
                "High Commissioner of National Minorities",
                "OSCE High Commissioner on National Minorities",
            ),
            (
                "OSCE Transnational Threats Directorate/Strategic Police Matters Unit",
                "OSCE Strategic Police Matters Unit",
            ),
            (
                "OSCE Secretariat’s Strategic Police Matters Unit",
                "OSCE Strategic Police Matters Unit",
            ),
            ("TNTD/SPMU", "OSCE Strategic Police Matters Unit"),
            ("TNTD", "OSCE Transnational Threats Department"),
            ("German Federal Foreign Office", "Federal Foreign Office of Germany"),
            ("Assembly of People of Kazakhstan", "Assembly of the People of Kazakhstan"),
            ("United Nations Office on Drugs and Crime", "UN Office on Drugs and Crime"),
            ("UK", "United Kingdom"),
            ("the Netherlands", "Netherlands"),
            ("Finland", "Finland"),
        ],
    )
    def test_a_wording_means_one_actor(self, codebook: Codebook, name: str, actor: str) -> None:
        found = codebook.authority.candidates(name)
        assert [n for n in found if codebook.authority.actors[n].country != "Austria"] == [actor]

    def test_an_unknown_name_means_nobody(self, codebook: Codebook) -> None:
        assert codebook.authority.candidates("Ministry of Invented Affairs") == ()

    def test_offices_of_one_country_are_told_apart_by_date(self, codebook: Codebook) -> None:
        actors = codebook.authority.actors
        offices = [
            name
            for name in codebook.authority.candidates("OSCE Centre")
            if actors[name].country == "Kazakhstan" and actors[name].existed(date(2012, 6, 26))
        ]
        assert offices == ["OSCE Centre in Astana"]

    def test_the_office_in_kazakhstan_is_one_succession_of_names(self, codebook: Codebook) -> None:
        assert codebook.authority.successors("OSCE Centre in Almaty") == [
            "OSCE Centre in Astana",
            "OSCE Programme Office in Astana",
            "OSCE Programme Office in Nur-Sultan",
        ]

    def test_a_year_lasts_from_its_first_day_to_its_last(self) -> None:
        actor = Actor("A", "ngo", "Norway", valid_from="2006", valid_to="2008-02")
        assert (actor.first_day, actor.last_day) == (date(2006, 1, 1), date(2008, 2, 29))
        assert not actor.existed(date(2005, 12, 31))
        assert actor.existed(date(2008, 2, 29))
        assert Actor("B", "ngo", "Norway", valid_to="2007").last_day == date(2007, 12, 31)
        assert Actor("C", "ngo", "Norway").existed(date(1900, 1, 1))

    def test_the_key_of_a_name_ignores_case_and_typography(self) -> None:
        assert alias_key("Prosecutor  General’s\u00a0Office") == "prosecutor general's office"

    def load(self, folder: Path, rows: str) -> dict[str, tuple[str, ...]]:
        path = folder / "actors.csv"
        head = "actor,type,country,parent,valid_from,valid_to,succeeded_by,aliases\n"
        path.write_text(head + rows, encoding="utf-8")
        return load_authority(path, load_countries(folder / "countries.csv")).alias_index

    @pytest.mark.parametrize(
        "rows",
        [
            "A,ngo,Norway,,,,,The Club\nB,ngo,Sweden,,,,,The Club\n",
            "A,ngo,Norway,,1990,2000,,The Club\nB,ngo,Norway,,2000,,,The Club\n",
            "A,ngo,Norway,,2000-03-01,,,The Club\nB,ngo,Norway,,,2000-03,,The Club\n",
            "A,igo,international,,,1999,,The Club\nB,igo,international,,2001,,,The Club\n",
        ],
    )
    def test_two_actors_may_share_an_alias_if_country_or_dates_tell_them_apart(
        self, folder: Path, rows: str
    ) -> None:
        assert self.load(folder, rows)["the club"] == ("A", "B")

    @pytest.mark.parametrize(
        ("rows", "line", "words"),
        [
            ("A,ngo,Norway,,,,,Club\nB,ngo,Norway,,,,,club\n", 3, "may mean 'A' or 'B'"),
            ("A,ngo,Norway,,,,,\nB,ngo,Norway,,,,,a\n", 3, "may mean"),
            ("A,ngo,Norway,,,,,Club\nB,igo,international,,,,,Club\n", 3, "may mean"),
            ("A,ngo,Norway,,1990,2001,,C\nB,ngo,Norway,,2000,,,C\n", 3, "may mean"),
            ("A,ngo,Sweden,,,,,Sverige;Sweden\n", 2, "may mean"),
            ("A,ngo,Norway,Z,,,,\n", 2, "parent 'Z' of 'A' is no actor"),
            ("A,ngo,Norway,,,,Z,\n", 2, "successor 'Z' of 'A' is no actor"),
            ("A,ngo,Norway,,,,A,\n", 2, "its own successor"),
            ("A,ngo,Norway,A,,,,\n", 2, "its own parent"),
            ("A,ngo,Norway,B,,,,\nB,ngo,Norway,A,,,,\n", 2, "contains itself"),
            ("A,club,Norway,,,,,\n", 2, "type 'club' is unknown"),
            ("A,ngo,Atlantis,,,,,\n", 2, "country 'Atlantis' is unknown"),
            ("A,ngo,norway,,,,,\n", 2, "country 'norway' is unknown"),
            ("A,ngo,Norway,,last year,,,\n", 2, "no date"),
            ("A,ngo,Norway,,2001-02-30,,,\n", 2, "no such day"),
            ("A,ngo,Norway,,2001,2000,,\n", 2, "ends before it begins"),
            ("A,ngo,Norway,,,,,\nA,ngo,Norway,,,,,\n", 3, "second time"),
        ],
    )
    def test_what_is_wrong_is_refused(self, folder: Path, rows: str, line: int, words: str) -> None:
        with pytest.raises(InputError, match=words) as caught:
            self.load(folder, rows)
        assert caught.value.line == line
        assert caught.value.remedy

    def test_a_missing_column_is_refused(self, folder: Path, edit: Edit) -> None:
        edit("actors.csv", "succeeded_by,aliases", "aliases")
        assert "actors.csv:1:" in message(folder)


class TestCountriesAndPlaces:
    @pytest.mark.parametrize(
        ("name", "country"),
        [
            ("UK", "United Kingdom"),
            ("U.S.", "United States"),
            ("the Netherlands", "Netherlands"),
            ("The United States", "United States"),
            ("KAZAKHSTAN", "Kazakhstan"),
            ("the former Yugoslav Republic of Macedonia", "North Macedonia"),
            ("us", None),
            ("Atlantis", None),
        ],
    )
    def test_a_name_means_a_country(
        self, codebook: Codebook, name: str, country: str | None
    ) -> None:
        assert codebook.countries.find(name) == country

    def test_an_adjective_means_a_country(self, codebook: Codebook) -> None:
        adjectives = codebook.countries.by_adjective
        assert adjectives["dutch"] == "Netherlands"
        assert adjectives["kazakhstani"] == "Kazakhstan"

    def test_all_participating_states_and_partners_are_here(self, codebook: Codebook) -> None:
        kinds = [country.osce for country in codebook.countries]
        assert kinds.count("participating_state") == 57
        assert kinds.count("partner") == 11

    def test_every_place_of_the_record_has_its_country(self, codebook: Codebook) -> None:
        rows = csv.DictReader((paths.RECORD / "events.csv").read_text("utf-8").splitlines())
        for row in rows:
            for place in filter(None, row["place"].split(";")):
                if row["country"] == "Kazakhstan":
                    assert codebook.places[place.casefold()] == "Kazakhstan"

    @pytest.mark.parametrize(
        ("name", "row", "words"),
        [
            ("countries.csv", "Atlantis,Danish,,,,\n", "'Danish' already means Denmark"),
            ("countries.csv", "Atlantis,,UK,,,\n", "'UK' already means United Kingdom"),
            ("countries.csv", "Norway,,,,,\n", "second time"),
            ("places.csv", "Poseidonis,Atlantis,town,\n", "country 'Atlantis' is unknown"),
            ("places.csv", "Port,Norway,town,Almaty\n", "'Almaty' stands here a second time"),
        ],
    )
    def test_what_is_wrong_is_refused(self, folder: Path, name: str, row: str, words: str) -> None:
        path = folder / name
        path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")
        assert words in message(folder)
        assert f"{name}:{len(path.read_text(encoding='utf-8').splitlines())}:" in message(folder)

    def test_places_are_found_by_every_way_of_writing_them(self, folder: Path) -> None:
        places = load_places(folder / "places.csv", load_countries(folder / "countries.csv"))
        assert places["oskemen"] == places["ust-kamenogorsk"] == "Kazakhstan"


class TestWhole:
    def test_reading_lists_are_in_small_letters(self, codebook: Codebook) -> None:
        assert "newsroom" in codebook.reading.navigation
        assert "no" in codebook.reading.abbreviations

    def test_a_missing_list_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "reading.yml"
        path.write_text("navigation: []\nlabels: []\ncredits: []\nclosing: []\n", encoding="utf-8")
        with pytest.raises(InputError, match="'abbreviations' is missing"):
            load_reading(path)

    def test_loading_is_quick(self) -> None:
        load_codebook()
        times = []
        for _ in range(3):
            begin = time.process_time()
            load_codebook()
            times.append(time.process_time() - begin)
        assert min(times) < 0.25  # 0.05 s alone on a core; tests share theirs


# Machado, Oliveira and Fernandes (2009), severity 1, in linear RGB: full colour vision, then
# deuteranopia, protanopia, tritanopia.
VISIONS = np.reshape(
    [
        [1, 0, 0, 0, 1, 0, 0, 0, 1],
        [0.3673, 0.8606, -0.2280, 0.2801, 0.6725, 0.0474, -0.0118, 0.0429, 0.9690],
        [0.1523, 1.0526, -0.2049, 0.1145, 0.7863, 0.0992, -0.0039, -0.0481, 1.0520],
        [1.2555, -0.0767, -0.1788, -0.0784, 0.9308, 0.1476, 0.0047, 0.6914, 0.3039],
    ],
    (4, 3, 3),
)


def linear(colour: str) -> np.ndarray:
    """``#rrggbb`` as linear RGB."""
    srgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Linear RGB as CIE L*a*b* (D65)."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883]
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])
