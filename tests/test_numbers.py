import re

import pytest

import communique
from communique.numbers import numbers
from communique.paths import BOOK, NOTEBOOKS
from communique.wording import between, count, decimal, in_words, interval, joined, percent, plural


@pytest.fixture(scope="module")
def known():
    return numbers(communique.open_study())


def test_numbers_of_the_five_releases(known):
    assert known["releases.words"] == "five"
    assert known["date.first"] == "20 December 2004"
    assert known["date.last"] == "30 November 2017"
    assert known["repeated.first"] == "five"
    assert known["ties"] == "32"
    assert known["funding.events"] == "three"
    assert known["network.smallest-p"] == "0.10"


def test_numbers_are_plain_texts(known):
    for key, value in known.items():
        assert isinstance(value, str), key
        assert value, key
        assert not re.search(r"nan|np\.|NaT|None|<NA>", value), (key, value)


@pytest.mark.parametrize("folder", [BOOK, NOTEBOOKS], ids=["book", "notebooks"])
def test_pages_ask_only_for_numbers_that_exist(folder, known):
    pages = [*folder.glob("*.md"), *folder.glob("*.ipynb")]
    assert pages
    for page in pages:
        asked = re.findall(r"\{number\}`([^`]+)`", page.read_text(encoding="utf-8"))
        assert not set(asked) - set(known), page.name


@pytest.mark.parametrize("folder", [BOOK, NOTEBOOKS], ids=["book", "notebooks"])
def test_no_sentence_begins_with_a_small_letter(folder, known):
    for page in [*folder.glob("*.md"), *folder.glob("*.ipynb")]:
        text = page.read_text(encoding="utf-8").replace("\\n", "\n")
        for key in re.findall(r"(?:[.?:]\*\* |[.?!] |^\W*)\{number\}`([^`]+)`", text, re.MULTILINE):
            assert not known[key][0].islower(), (page.name, key)


def test_shares_in_words_round_as_people_do():
    assert percent(0.125) == "13 %"
    assert percent(float("nan")) == "undefined"
    assert interval(0.1389, 0.7655) == "14 to 77 %"
    assert interval(float("nan"), 1.0) == "undefined"
    assert between(0.33, 0.5) == "between 33 and 50 %"
    assert between(1.0, 1.0) == "100 %"
    assert decimal(7.512) == "7.5"


def test_counts_in_words():
    assert in_words(0) == "no"
    assert in_words(12) == "twelve"
    assert in_words(1300) == "1,300"
    assert count(1, "release") == "1 release"
    assert count(2, "body") == "2 bodies"
    assert plural("speech") == "speeches"
    assert joined([]) == "none"
    assert joined(["a", "b", "c"]) == "a, b and c"
