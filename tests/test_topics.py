"""Topic models: the gate, and what a model must find, and must not, in invented corpora.

Shares differ a little by instruction set: nothing here compares with numbers of another machine.
"""

from __future__ import annotations

import math
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest

from communique.codebook import load_codebook
from communique.errors import InputError
from communique.themes import Theme
from communique.topics import (
    FREE_FROM,
    NEEDS_LABEL,
    SEEDED_FROM,
    ClosedGateError,
    TopicRuns,
    held_out_perplexity,
    holds_in,
    seeded_topics,
    seeds_from_codebook,
    topic_gate,
)

SUBJECTS = ("orchard", "harbour", "quarry")
SEEDS = {subject: (f"{subject}2", f"{subject}3", f"{subject}4*") for subject in SUBJECTS}


def corpus(texts: int = 60, seed: int = 1) -> tuple[list[list[str]], list[str]]:
    """Texts of 80 words, of which one subject has most; orchards give way to quarries.

    Three in ten words are common ones. Of each subject's 20 words the first are the frequent ones.
    """
    chance = np.random.default_rng(seed)
    zipf = np.arange(1, 21) ** -0.7
    made, truth = [], []
    for time in np.linspace(0, 1, texts):
        subject = int(chance.choice(3, p=[0.6 - 0.5 * time, 0.3, 0.1 + 0.5 * time]))
        mixture = np.where(np.arange(3) == subject, 0.56, 0.07)
        sources = chance.choice(4, size=80, p=[*mixture, 0.3])
        numbers = chance.choice(20, size=80, p=zipf / zipf.sum())
        names = (*SUBJECTS, "common")
        made.append([f"{names[s]}{n}" for s, n in zip(sources, numbers, strict=True)])
        truth.append(SUBJECTS[subject])
    return made, truth


def noise(seed: int = 1) -> list[list[str]]:
    """The same words, dealt out anew: no text has a subject."""
    words = np.random.default_rng(seed).permutation([w for text in corpus()[0] for w in text])
    return [list(map(str, part)) for part in words.reshape(60, 80)]


def dates(texts: int = 60) -> pd.DatetimeIndex:
    return pd.date_range("2001-01-01", periods=texts, freq="30D")


def quarries_rise(shares: pd.DataFrame) -> bool:
    late = shares.index >= "2003-06-01"
    return bool(shares[late]["quarry"].mean() > shares[~late]["quarry"].mean() + 0.03)


@pytest.fixture(scope="module")
def runs() -> TopicRuns:
    return seeded_topics(corpus()[0], dates(), SEEDS)


@pytest.fixture(scope="module")
def noisy() -> TopicRuns:
    return seeded_topics(noise(), dates(), SEEDS)


@pytest.mark.parametrize(
    ("releases", "seeded", "free"),
    [
        (0, False, False),
        (SEEDED_FROM - 1, False, False),
        (SEEDED_FROM, True, False),
        (FREE_FROM - 1, True, False),
        (FREE_FROM, True, True),
        (10_000, True, True),
    ],
)
def test_gate_opens_at_its_thresholds(releases: int, seeded: bool, free: bool) -> None:
    gate = topic_gate(releases)
    assert (gate.releases, gate.seeded, gate.free) == (releases, seeded, free)
    assert gate.reason.count(". ") <= 1
    assert gate.reason.endswith(".")


@pytest.mark.parametrize(
    ("releases", "words"),
    [
        (0, "there are 0 releases,"),
        (1, "there is 1 release,"),
        (5, "there are 5 releases,"),
        (60, "With 60 releases,"),
        (1200, "With 1,200 releases,"),
    ],
)
def test_reason_counts_in_the_right_number(releases: int, words: str) -> None:
    assert words in topic_gate(releases).reason


def test_negative_number_of_releases_is_refused() -> None:
    with pytest.raises(ValueError, match="no number of releases"):
        topic_gate(-1)


def test_small_corpus_is_refused_with_the_reason() -> None:
    texts, _ = corpus(20)
    calls: list[tuple[Any, Any]] = [
        (seeded_topics, (texts, None, SEEDS)),
        (held_out_perplexity, (texts, SEEDS)),
    ]
    for model, arguments in calls:
        with pytest.raises(ClosedGateError) as caught:
            model(*arguments)
        assert isinstance(caught.value, InputError)
        assert str(caught.value) == topic_gate(20).reason


def test_releases_without_words_do_not_open_the_gate() -> None:
    texts, _ = corpus(SEEDED_FROM - 1)
    with pytest.raises(ClosedGateError, match=f"{SEEDED_FROM - 1} releases"):
        seeded_topics([*texts, [], []], None, SEEDS)


@pytest.mark.parametrize("seeds", [{}, {"orchard": ("absent",)}, {"orchard": ()}])
def test_topics_without_seeds_wait_for_more_releases(seeds: dict[str, tuple[str, ...]]) -> None:
    with pytest.raises(ClosedGateError, match=f"free ones take {FREE_FROM}"):
        seeded_topics(corpus()[0], None, seeds)
    free = seeded_topics(corpus(FREE_FROM)[0], None, seeds, runs=2, iterations=50)
    assert [topic.seeded for topic in free.topics] == [False] * 3
    assert free.without_words == tuple(seeds)


def test_seeded_topics_recover_the_subject_of_nearly_all_texts(runs: TopicRuns) -> None:
    _, truth = corpus()
    for shares in runs.shares:
        assert np.mean(shares[list(SUBJECTS)].idxmax(axis=1) == truth) >= 0.9
    assert np.mean(runs.mean[list(SUBJECTS)].idxmax(axis=1) == truth) >= 0.9


def test_seeded_topics_find_words_that_were_no_seeds(runs: TopicRuns) -> None:
    for topic in runs.topics[:3]:
        assert sum(word.startswith(topic.label) for word in topic.words) >= 7


def test_shares_have_a_row_a_date_and_add_up(runs: TopicRuns) -> None:
    assert len(runs.shares) == len(runs.words) == 20
    low, high = runs.range
    for frame in (*runs.shares, runs.mean, low, high):
        assert frame.index.equals(dates())
        assert list(frame.columns) == [topic.label for topic in runs.topics]
    for frame in (*runs.shares, runs.mean):
        assert frame.sum(axis=1).to_numpy() == pytest.approx(1, abs=1e-4)
    assert ((low <= runs.mean + 1e-9) & (runs.mean <= high + 1e-9)).all(axis=None)


def test_seeded_topics_keep_their_label_and_others_need_one(runs: TopicRuns) -> None:
    assert [topic.label for topic in runs.topics[:3]] == list(SUBJECTS)
    assert [topic.note for topic in runs.topics] == [""] * 3 + [NEEDS_LABEL] * 3
    for topic in runs.topics[3:]:
        assert topic.label.split(" (")[0] == ", ".join(topic.words[:3])
    assert len(set(runs.stability)) == 6


def test_topics_of_real_subjects_are_stable_and_those_of_noise_are_not(
    runs: TopicRuns, noisy: TopicRuns
) -> None:
    real = [runs.stability[subject] for subject in SUBJECTS]
    assert min(real) > 0.5
    assert max(noisy.stability.values()) < 0.35
    assert min(real) > 2 * max(noisy.stability[subject] for subject in SUBJECTS)


def test_finding_holds_in_all_runs_where_it_is_true(runs: TopicRuns, noisy: TopicRuns) -> None:
    assert holds_in(runs, quarries_rise) == 1
    assert holds_in(noisy, quarries_rise) < 0.5
    assert holds_in(runs, lambda shares: False) == 0


def test_free_topics_are_aligned_between_runs() -> None:
    free = seeded_topics(corpus(FREE_FROM)[0], None, {}, other_topics=3, runs=4, iterations=200)
    for topic in free.topics:
        leading = [run[topic.label][0].rstrip("0123456789") for run in free.words]
        assert len(set(leading)) == 1
    assert min(free.stability.values()) > 0.5


def test_one_seed_repeats_itself_and_another_nearly_does(runs: TopicRuns) -> None:
    texts, _ = corpus()
    again = seeded_topics(texts, dates(), SEEDS)
    for first, second in zip(runs.shares, again.shares, strict=True):
        pd.testing.assert_frame_equal(first, second)
    assert again.topics == runs.topics
    other = seeded_topics(texts, dates(), SEEDS, seed=2)
    gap = (other.mean[list(SUBJECTS)] - runs.mean[list(SUBJECTS)]).abs()
    assert 0 < gap.to_numpy().mean() < 0.05


def test_release_without_words_has_undefined_shares() -> None:
    texts, _ = corpus()
    runs = seeded_topics([[], *texts], None, SEEDS, runs=2, iterations=50)
    assert runs.mean.iloc[0].isna().all()
    assert runs.mean.iloc[1:].notna().all(axis=None)


def test_topic_without_a_seed_in_the_texts_is_left_out_and_named() -> None:
    seeds = {**SEEDS, "lighthouse": ("lighthouse*",)}
    runs = seeded_topics(corpus()[0], None, seeds, runs=1, iterations=20, other_topics=0)
    assert runs.without_words == ("lighthouse",)
    assert list(runs.mean.columns) == list(SUBJECTS)
    assert all(math.isnan(value) for value in runs.stability.values())


def test_seeds_match_whatever_capitals_hyphens_and_possessives() -> None:
    texts = [["Non-Harbour's", "b", "c"]] * SEEDED_FROM
    seeds = {"one": ("nonharb*",), "two": ("C",), "three": ("harbour",), "four": ("har",)}
    runs = seeded_topics(texts, None, seeds, runs=1, iterations=5)
    assert runs.without_words == ("three", "four")


def test_topic_that_got_no_words_says_so_and_is_not_stable() -> None:
    texts = [["a", "b"]] * SEEDED_FROM
    runs = seeded_topics(texts, None, {"both": ("a", "b")}, other_topics=4, runs=3)
    empty = [topic for topic in runs.topics if not topic.words]
    assert empty
    assert all(topic.label.startswith("no words") for topic in empty)
    assert all(topic.stability == 0 for topic in empty)
    assert len(set(runs.stability)) == 5


def test_progress_is_told_after_each_run() -> None:
    told: list[tuple[int, int]] = []
    seeded_topics(
        corpus()[0], None, SEEDS, runs=3, iterations=5, progress=lambda *done: told.append(done)
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


@pytest.mark.parametrize(
    ("seeds", "options"),
    [
        (SEEDS, {"runs": 0}),
        (SEEDS, {"iterations": 0}),
        (SEEDS, {"other_topics": -1}),
        ({"orchard": ("*",)}, {}),
    ],
)
def test_numbers_and_seeds_that_make_no_model_are_refused(
    seeds: dict[str, tuple[str, ...]], options: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match=r"takes|no letter"):
        seeded_topics(corpus()[0], None, seeds, **options)


def test_dates_must_fit_the_texts() -> None:
    with pytest.raises(ValueError, match="a date for each text"):
        seeded_topics(corpus()[0], dates(59), SEEDS)


def test_model_foretells_words_of_real_subjects_and_none_of_noise() -> None:
    real = held_out_perplexity(corpus()[0], SEEDS)
    assert real.perplexity < 0.9 * real.baseline
    assert (real.words, real.unknown) == (60 * 40, 0)
    none = held_out_perplexity(noise(), SEEDS)
    assert none.perplexity > 0.97 * none.baseline


def test_held_out_check_repeats_itself_and_counts_unknown_words() -> None:
    texts = [[*text, f"once{i}"] for i, text in enumerate(corpus()[0])]
    first = held_out_perplexity(texts, SEEDS, iterations=50)
    assert first == held_out_perplexity(texts, SEEDS, iterations=50)
    assert (first.words, first.unknown) == (60 * 40, 60)


def test_nothing_scored_stays_undefined() -> None:
    texts = [[f"once{i}"] for i in range(SEEDED_FROM)]
    check = held_out_perplexity(texts, {"one": ("once*",)}, iterations=1)
    assert math.isnan(check.perplexity)
    assert math.isnan(check.baseline)
    assert (check.words, check.unknown) == (0, SEEDED_FROM)


@pytest.mark.parametrize("folds", [1, 61])
def test_impossible_folds_are_refused(folds: int) -> None:
    with pytest.raises(ValueError, match="two folds"):
        held_out_perplexity(corpus()[0], SEEDS, folds=folds)


def test_seeds_are_words_of_one_theme_only() -> None:
    def theme(name: str, *indicators: str) -> Theme:
        return Theme(name, name.title(), "Invented.", "#000000", indicators=indicators)

    themes = (
        theme("a", "apple harvest*", "(old|young) tree*", "multi-core", "about pears"),
        theme("b", "harvester", "trees of knowledge", "young stone*", "oak"),
    )
    assert seeds_from_codebook(themes, leave_out=["About"]) == {
        "a": ("apple", "multicore", "pears"),
        "b": ("knowledge", "stone*"),
    }


def test_seeds_of_the_codebook_overlap_between_no_two_themes() -> None:
    codebook = load_codebook()
    seeds = seeds_from_codebook(codebook.themes, codebook.reading.function_words)
    assert list(seeds) == [theme.id for theme in codebook.themes]
    assert all(seeds.values())
    words = [word for own in seeds.values() for word in own]
    assert len(words) == len(set(words))
    assert not set(words) & codebook.reading.function_words
    assert all(len(word.rstrip("*")) >= 4 for word in words)


def test_asking_for_the_gate_does_not_load_the_library() -> None:
    code = (
        "import sys, communique.topics as t; t.topic_gate(5); assert 'tomotopy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
