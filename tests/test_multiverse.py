import itertools
import math

import numpy as np
import pytest

import communique
from communique.multiverse import (
    CHOICES,
    TEXT_CHOICES,
    Universe,
    by_choice,
    share_that_hold,
    specification_curve,
    stem,
    universes,
    universes_without_an_indicator,
    without_each_indicator,
)
from communique.shares import QUESTION


@pytest.fixture(scope="module")
def study():
    return communique.open_study()


def find(study, **chosen):
    """The universe of the book but for the choices named."""
    wanted = tuple(chosen.get(name, ways[0]) for name, ways in CHOICES.items())
    return next(one for one in universes(study) if one.choices == wanted)


def test_all_choices_are_crossed_once(study):
    crossed = set(itertools.product(*CHOICES.values()))
    assert {one.choices for one in universes(study)} == crossed
    assert len(universes(study)) == len(crossed)


def test_the_first_universe_is_that_of_the_book(study):
    first = universes(study)[0]
    assert first.choices == tuple(ways[0] for ways in CHOICES.values())
    shares = study.theme_shares.pivot_table(
        index="release", columns="theme", values="share", dropna=False
    )
    expected = shares.loc[list(first.releases), list(first.themes)].to_numpy()
    assert first.shares() == pytest.approx(expected)


def test_each_choice_counts_the_units_it_says(study):
    sentences = study.sentences[study.sentences["part"].isin(["title", "body"])]
    counted = sentences[sentences["counted"]]

    def sizes(frame, key="sentence"):
        return [
            frame.loc[frame["release"] == release, key].nunique()
            for release in study.releases["release"]
        ]

    units = {
        (): sizes(counted),
        (("title", "left out"),): sizes(counted[counted["part"] != "title"]),
        (("quotations", "left out"),): sizes(counted[~counted["quoted"]]),
        (("unit", "paragraph"),): sizes(counted, "paragraph"),
        (("repetitions", "counted as printed"),): sizes(sentences),
    }
    for chosen, expected in units.items():
        assert [len(own) for own in find(study, **dict(chosen)).flags] == expected, chosen


def test_shares_without_titles_and_quotations_are_those_of_the_tables(study):
    from communique.shares import shares_by_choice

    table = shares_by_choice(study.releases, study.sentences, study.hits, study.themes)
    own = table[table["choice"] == "without titles and quotations"]
    universe = find(study, title="left out", quotations="left out")
    for row in own.itertuples(index=False):
        place = universe.releases.index(row.release)
        assert universe.share(row.theme, place) == pytest.approx(row.share)


def test_a_paragraph_carries_what_one_of_its_sentences_carries(study):
    by_paragraph = find(study, unit="paragraph")
    flags = study.theme_flags.merge(study.sentences[["release", "sentence", "paragraph"]])
    for theme in by_paragraph.themes:
        expected = flags.groupby(["release", "paragraph"])[theme].any().groupby("release").sum()
        for place, release in enumerate(by_paragraph.releases):
            own = by_paragraph.flags[place][:, by_paragraph.themes.index(theme)]
            assert own.sum() == expected[release]


def test_fewer_indicators_flag_no_more_sentences(study):
    whole = universes(study)[0]
    for indicators in CHOICES["indicators"][1:]:
        for more, fewer in zip(whole.flags, find(study, indicators=indicators).flags, strict=True):
            # A core phrase may be shorter than a listed one, but then it stands inside it.
            assert (fewer <= more).all(), indicators


def test_a_word_with_too_short_a_stem_is_kept():
    assert stem("ieds") == "ieds"
    assert stem("trainings") == stem("training") == "train"


def test_stems_turn_no_small_word_into_a_theme(study):
    """The flags that stems add to the texts of this book are known, and none is on extremism."""
    whole, stems = universes(study)[0], find(study, word_forms="stems")
    place = whole.themes.index("violent_extremism")
    for one, other in zip(whole.flags, stems.flags, strict=True):
        assert (one[:, place] == other[:, place]).all()


def test_stems_flag_at_least_what_the_listed_forms_flag(study):
    whole, stems = universes(study)[0], find(study, word_forms="stems")
    for one, other in zip(whole.flags, stems.flags, strict=True):
        assert (one <= other).all()


def test_without_an_indicator_only_its_theme_changes(study):
    whole = universes(study)[0]
    for one in universes_without_an_indicator(study):
        if one.choices != whole.choices or one.left_out is None:
            continue
        others = [place for place, theme in enumerate(one.themes) if theme != one.left_out.theme]
        for flags, expected in zip(one.flags, whole.flags, strict=True):
            assert (flags[:, others] == expected[:, others]).all()


def test_every_indicator_found_is_left_out_once_in_each_way(study):
    found = {(row.theme, row.indicator) for row in study.hits.itertuples()}
    counted = study.sentences.set_index(["release", "sentence"])["part"]
    assert set(counted) >= {"title", "body"}
    first = universes(study)[0].choices
    left_out = [
        tuple(one.left_out or ())
        for one in universes_without_an_indicator(study)
        if one.choices == first
    ]
    assert len(left_out) == len(set(left_out))
    assert set(left_out) == found


def test_the_curve_rises_and_its_ranges_hold_its_dots(study):
    curve = specification_curve(study)
    assert curve["contrast"].is_monotonic_increasing
    assert (curve["lowest"] <= curve["contrast"]).all()
    assert (curve["contrast"] <= curve["highest"]).all()
    assert (curve["low"] < curve["high"]).all()
    assert len(curve) == math.prod(len(ways) for ways in CHOICES.values())


def test_the_contrast_of_the_book_is_that_of_its_chapter(study):
    from communique.contrast import observed_contrast

    expected = observed_contrast(study.theme_flags, *study.ends)
    assert universes(study)[0].contrast() == pytest.approx(expected)


def test_each_way_of_choosing_has_its_share_of_the_curve(study):
    table = by_choice(study)
    assert (table.groupby("choice")["universes"].sum() == len(universes(study))).all()
    assert (table["smallest"] <= table["median"]).all()
    assert (table["median"] <= table["largest"]).all()


def test_leaving_out_indicators_names_both_themes_of_the_question(study):
    table = without_each_indicator(study)
    assert set(table["theme"]) == set(QUESTION)
    assert table["change"].abs().is_monotonic_decreasing


@pytest.fixture
def small():
    flags = (
        np.array([[1, 0, 1], [1, 0, 0]], dtype=bool),
        np.array([[1, 1, 0], [0, 1, 0]], dtype=bool),
        np.zeros((0, 3), dtype=bool),
    )
    return Universe(("x",), None, ("a", "b", "c"), (*QUESTION, "z"), ("f", "g", ""), flags)


def test_a_universe_counts_by_hand(small):
    assert small.share(QUESTION[0], 0) == 1
    assert small.share(QUESTION[1], 1) == 1
    assert math.isnan(small.share(QUESTION[0], -1))
    assert small.both(*QUESTION) == small.both(*QUESTION, 1) == 1
    assert small.both(*QUESTION, 0) == 0
    assert small.expected(*QUESTION) == pytest.approx(2 * 0 / 2 + 1 * 2 / 2)
    assert small.subjects() == [0, 1]
    assert math.isnan(small.contrast())
    assert small.without(2).contrast() == pytest.approx((1 - 1 / 2) - (0 - 1))


def test_share_of_universes_by_hand(small):
    assert share_that_hold([small, small.without(2)], lambda one: len(one.releases) == 3) == 0.5
    assert math.isnan(share_that_hold([], bool))


def test_choices_of_texts_come_first():
    assert tuple(CHOICES)[: len(TEXT_CHOICES)] == TEXT_CHOICES
