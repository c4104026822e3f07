import csv

import pytest

import communique
from communique import paths, theme_validation
from communique.theme_validation import (
    SETS,
    Coded,
    code,
    compared,
    confusion,
    corrected_shares,
    invented_coded,
    theme_agreement,
    theme_errors,
    theme_scores,
    title_scores,
    without_own_words,
)


@pytest.fixture(scope="module")
def study():
    return communique.open_study()


def coded(release, text, themes=""):
    own = frozenset(themes.split())
    return Coded(release, 0, len(text), text, own, own, own)


def test_spans_of_the_invented_codings_are_whole_sentences(study):
    from communique.coding import code_release
    from communique.records import Release

    texts = {}
    with (paths.VALIDATION / "theme_releases.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            texts[row["release"]] = row["text"]
    spans = {(one.release, one.start, one.end) for own in invented_coded().values() for one in own}
    expected = {
        (release, sentence.start, sentence.end)
        for release, text in texts.items()
        for sentence in code_release(Release(release, text), study.codebook).sentences
        if sentence.counted
    }
    assert spans == expected


def test_invented_codings_name_only_themes_of_the_codebook(study):
    known = set(study.themes["theme"])
    for own in invented_coded().values():
        for one in own:
            assert one.coding_1 | one.coding_2 | one.adjudicated <= known


def test_where_both_codings_agree_the_adjudicated_one_does():
    for own in invented_coded().values():
        for one in own:
            if one.coding_1 == one.coding_2:
                assert one.adjudicated == one.coding_1


def test_a_release_is_coded_without_the_words_it_alone_holds(study):
    sentences = [
        coded("a", "Torture is forbidden. Human rights matter."),
        coded("b", "Human rights matter."),
        coded("c", "Torture and crowds."),
    ]
    whole = code(study.codebook.theme_matcher, sentences)
    assert "public_assembly" in whole[2]
    found = without_own_words(study.codebook, sentences)
    assert "human_rights" in found[0]
    assert "public_assembly" not in found[2]


def test_confusion_by_hand():
    pairs = [
        (coded("a", "x", "t"), frozenset("t")),
        (coded("a", "x", "t"), frozenset()),
        (coded("a", "x"), frozenset("t")),
        (coded("a", "x"), frozenset()),
        (coded("a", "x"), frozenset("u")),
    ]
    assert confusion(pairs, "t") == (1, 1, 2, 1)


def test_scores_add_up_to_all_sentences(study):
    scores = theme_scores(study)
    assert set(scores["set"]) == set(SETS)
    parts = scores[["found", "besides", "missed", "passed"]].sum(axis=1)
    assert (parts == scores["sentences"]).all()


def test_without_own_words_no_more_is_found(study):
    pairs = compared(study)
    for (_, whole), (_, fewer) in zip(pairs["five"], pairs["left_out"], strict=True):
        assert fewer <= whole


def test_agreement_has_a_row_a_theme_and_one_for_sets_in_each_set(study):
    table = theme_agreement(study)
    assert (table.groupby("set").size() == len(study.themes) + 1).all()
    assert table["alpha"].dropna().between(-1, 1).all()


def test_titles_are_compared_with_the_subjects_of_their_own_events(study):
    table = title_scores(study).set_index("theme")
    assert set(table.index) < set(study.themes["theme"])
    with (paths.RECORD / "events.csv").open(encoding="utf-8", newline="") as handle:
        rows = [row for row in csv.DictReader(handle) if not row["release"]]
    own = [
        row for row in rows
        if "violent_extremism" in (row["subject"], *row["other_subjects"].split(";"))
    ]  # fmt: skip
    assert table.loc["violent_extremism", "events"] == len(own)
    assert (table["both"] <= table[["events", "titles"]].min(axis=1)).all()


def test_every_error_is_listed_once(study):
    scores = theme_scores(study)
    errors = theme_errors(study)
    assert "held_out" not in set(errors["set"])
    for name in ("five", "development"):
        own = scores[scores["set"] == name]
        listed = errors[errors["set"] == name]["outcome"].value_counts()
        assert listed.get("missed", 0) == own["missed"].sum()
        assert listed.get("besides", 0) == own["besides"].sum()


def test_corrected_shares_stay_shares_and_their_intervals_hold_them(study):
    table = corrected_shares(study)
    known = table.dropna(subset=["corrected"])
    assert len(known) < len(table), "some are impossible under the held-out recall"
    assert known["corrected"].between(0, 1).all()
    narrow = known["high"] - known["low"] > known["corrected_high"] - known["corrected_low"]
    assert not narrow[known["corrected_high"] < 1].any()


def test_a_study_without_the_five_is_not_compared_with_them(tmp_path):
    (tmp_path / "one.txt").write_text("Police trained\n\nNORTHBY, 1 May 2010 - Officers met.\n")
    other = communique.open_study(tmp_path)
    assert theme_validation.five_coded(other) == ()
    assert "five" not in set(theme_scores(other)["set"])


def test_a_shorter_phrase_under_a_longer_one_goes_with_its_release(study):
    sentences = [coded("a", "They spoke of public assemblies."), coded("b", "They met.")]
    assert without_own_words(study.codebook, sentences)[0] == frozenset()
