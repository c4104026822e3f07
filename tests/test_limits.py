import math

import pytest
from scipy.stats import beta

import communique
from communique.limits import Limit, questions, sentences_needed


@pytest.fixture(scope="module")
def table():
    return questions(communique.open_study())


def test_every_question_has_an_answer_to_why_and_to_what_it_takes(table):
    assert list(table.columns) == list(Limit._fields)
    assert table["question"].str.endswith("?").all()
    assert table["question"].is_unique
    for row in table.itertuples():
        assert row.why
        assert row.needed or row.instead


def test_numbers_of_releases_follow_from_the_smallest_p(table):
    known = table.set_index("question")["needed"]
    assert known["Was there a turn, and in which year?"] == "eight releases"
    assert known["Does a theme rise or fall over the years?"].startswith("six releases")
    assert known["Do two actors seek each other's company?"].startswith("six events for one pair")


def test_some_questions_no_number_of_releases_answers(table):
    assert (table["needed"] == "").sum() >= 3


def test_sentences_needed_is_the_first_number_that_suffices():
    def visible(one, other, m):
        found = [beta(p * m + 0.5, (1 - p) * m + 0.5) for p in (one, other)]
        width = 1.959964 * math.sqrt(sum(f.var() for f in found))
        return abs(found[0].mean() - found[1].mean()) > width

    m = sentences_needed(3 / 7, 1 / 7)
    assert visible(3 / 7, 1 / 7, m)
    assert not visible(3 / 7, 1 / 7, m - 1)


def test_more_power_takes_more_sentences():
    assert sentences_needed(3 / 7, 1 / 7, 0.8) > sentences_needed(3 / 7, 1 / 7)


def test_closer_shares_need_more_sentences_and_equal_ones_never_suffice():
    assert sentences_needed(0.4, 0.3) > sentences_needed(0.4, 0.1)
    assert sentences_needed(0.4, 0.1) == sentences_needed(0.1, 0.4)
    with pytest.raises(ValueError, match="Equal shares"):
        sentences_needed(0.2, 0.2)
