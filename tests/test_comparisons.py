import pandas as pd
import pytest

import communique
from communique import comparisons
from communique.comparisons import names_in


@pytest.fixture(scope="module")
def study():
    return communique.open_study()


def sentences(*texts, part="body"):
    return pd.DataFrame({"text": texts, "part": part})


def test_a_name_is_always_written_with_a_capital_inside_sentences():
    found = names_in(sentences("The town of Northby met.", "Officers from Northby's school came."))
    assert found == {"northby"}


def test_the_first_word_of_a_sentence_and_a_title_decide_nothing():
    assert names_in(sentences("Officers met.")) == set()
    assert names_in(sentences("Police Trained on Rights", part="title")) == set()


def test_a_word_that_is_also_written_small_is_no_name():
    assert names_in(sentences("A Seminar was held.", "The seminar ended.")) == set()


def test_numbers_are_no_names():
    assert names_in(sentences("It had 28 days.")) == set()


def test_stop_words_are_not_compared(study):
    words = set(comparisons.word_table(study).words)
    assert not words & study.codebook.reading.stop_words
    assert {"extremism", "rights"} <= words


def test_without_names_no_place_is_left(study):
    words = set(comparisons.word_table(study, with_names=False).words)
    assert not words & {"kazakhstan", "astana", "osce"}
    assert "extremism" in words


def test_counts_of_the_comparison_are_those_of_the_texts(study):
    table = comparisons.last_against_first(study).set_index("word")
    last = study.sentences[
        (study.sentences["release"] == study.ends[1]) & study.sentences["counted"]
    ]
    counted = " ".join(last["text"]).lower().count("extremism")
    assert table.loc["extremism", "target_count"] == counted
    assert table.loc["extremism", "z"] > 0


def test_words_that_enter_are_not_in_the_first_release(study):
    table = comparisons.come_and_go(study)
    assert (table.loc[table["change"] == "enters", "first_count"] == 0).all()
    assert (table.loc[table["change"] == "leaves", "last_count"] == 0).all()


def test_every_pair_of_releases_has_a_distance_and_a_band(study):
    table = comparisons.distances(study)
    n = len(study.releases)
    assert len(table) == n * (n - 1) / 2
    assert (table["null_low"] < table["null_high"]).all()


def test_keywords_in_context_point_into_the_file(study):
    texts = {release.id: release.text for release in study.order}
    for row in comparisons.in_context(study, "human rights").itertuples(index=False):
        assert texts[row.release][row.start : row.end] == row.keyword
