"""Topic models: how far each release speaks of each topic, where there are releases enough.

A model stands behind a gate, because with few texts it returns topics whatever they say. Behind the
gate it is run many times, and what it finds is told with how often it was found.
"""

from __future__ import annotations

import math
import re
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from communique.errors import InputError
from communique.themes import Theme, expand, phrase_words

SEEDED_FROM = 50
FREE_FROM = 200
"""Releases from which seeded and free topics are run. House thresholds: no theory gives them."""

NEEDS_LABEL = "needs a human label"
TOP = 10
"""Words that stand for a topic."""
WORD_PRIOR, SEED_PRIOR = 0.01, 1.0
"""Prior weight of a word in a topic and of a seed in its own, in words: a pull, no rule."""

Texts = Sequence[Sequence[str]]
Seeds = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Gate:
    """Whether so many releases bear seeded topics and free ones, and why."""

    releases: int
    seeded: bool
    free: bool
    reason: str


class ClosedGateError(InputError):
    """A model was asked of too few releases; the message is the gate's reason."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate
        super().__init__(gate.reason)


@dataclass(frozen=True)
class Topic:
    """One topic over all runs: its ten top words by mean count, and how stable they are.

    ``note`` is empty for a seeded topic. Any other is named by its three top words, which is no
    name: it needs a human label.
    """

    label: str
    seeded: bool
    words: tuple[str, ...]
    stability: float
    note: str


@dataclass(frozen=True, eq=False)
class TopicRuns:
    """What several runs of one model say.

    ``shares`` has a frame a run, releases by topics; a release without words has ``nan``. ``words``
    has a mapping a run, topic to its ten top words; fewer, where the run gave it fewer.
    ``without_words`` are seeded topics of which no seed stands in the texts. They are left out of
    the model: it would fill them with something else under their label.
    """

    topics: tuple[Topic, ...]
    shares: tuple[pd.DataFrame, ...]
    words: tuple[dict[str, tuple[str, ...]], ...]
    without_words: tuple[str, ...]

    @property
    def stability(self) -> dict[str, float]:
        """Stability of each topic."""
        return {topic.label: topic.stability for topic in self.topics}

    @property
    def mean(self) -> pd.DataFrame:
        """Mean share over runs."""
        return self._over_runs(np.mean)

    @property
    def range(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """Smallest and largest share of any run: what chance in fitting does, no interval."""
        return self._over_runs(np.min), self._over_runs(np.max)

    def _over_runs(self, function: Callable[..., Any]) -> pd.DataFrame:
        first = self.shares[0]
        values = function([frame.to_numpy() for frame in self.shares], axis=0)
        return pd.DataFrame(values, index=first.index, columns=first.columns)


@dataclass(frozen=True)
class HeldOut:
    """How well a model foretells words that it has not seen.

    ``perplexity`` is the model's, ``baseline`` that of plain word frequencies on the same `words`:
    a model that is not below it has found nothing. ``unknown`` words, in no text of training, are
    not scored. ``nan`` where no word was scored.
    """

    perplexity: float
    baseline: float
    words: int
    unknown: int


def topic_gate(releases: int) -> Gate:
    """Whether a corpus of so many releases bears a model; the reason is for the book.

    Raises
    ------
    ValueError
        If the number is negative.

    References
    ----------
    Advice to label 20 to 30 texts by hand: M. Grootendorst, author of BERTopic, in its public
    discussion, 19 February 2023.
    """
    if releases < 0:
        raise ValueError(f"{releases} is no number of releases.")
    seeded, free = releases >= SEEDED_FROM, releases >= FREE_FROM
    count = f"{releases:,} release{'' if releases == 1 else 's'}"
    ours = "The thresholds are this report's own; no theory gives them."
    if free:
        reason = f"With {count}, topics may be seeded or free. {ours}"
    elif seeded:
        reason = f"With {count}, topics may be seeded; free ones take {FREE_FROM}. {ours}"
    else:
        reason = (
            f"A topic model is off: there {'is' if releases == 1 else 'are'} {count}, and by this "
            f"report's own rule it takes {SEEDED_FROM}, or {FREE_FROM} for topics without seeds. "
            "A model has more quantities to estimate than so few texts can settle, and the author "
            "of one such tool advises labelling 20 to 30 texts by hand."
        )
    return Gate(releases, seeded, free, reason)


def seeds_from_codebook(
    themes: Iterable[Theme], leave_out: Iterable[str] = ()
) -> dict[str, tuple[str, ...]]:
    """Words that set a theme apart, by theme id: they stand in indicators of that theme only.

    A word has four letters or more; its star stays. ``rights`` in one theme and ``right*`` in
    another are the same word. A theme may be left with none. `leave_out` are words that are never
    seeds, such as the function words of the codebook: phrases have "with" and "about" in them too.
    """
    own = {
        theme.id: dict.fromkeys(
            word
            for indicator in theme.indicators
            for phrase in expand(indicator)
            for word in phrase_words(phrase)
        )
        for theme in themes
    }
    banned = {_bare(word) for word in leave_out}
    seeds = {}
    for name, words in own.items():
        others = [word for other in own if other != name for word in own[other]]
        seeds[name] = tuple(
            word
            for word in words
            if len(word.rstrip("*")) >= 4
            and word not in banned
            and not any(_fits(word, other) or _fits(other, word) for other in others)
        )
    return seeds


def seeded_topics(
    texts: Texts,
    dates: Sequence[Any] | None,
    seeds: Seeds,
    *,
    other_topics: int = 3,
    runs: int = 20,
    iterations: int = 500,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
) -> TopicRuns:
    """Latent Dirichlet allocation by Gibbs sampling, with seeds as a prior, run many times.

    A word w has the prior weight `WORD_PRIOR` in topic k, and `SEED_PRIOR` where it is a seed of k.
    Other topics are aligned to the first run, by the assignment with the largest sum of cosines
    between their word counts. The stability of a topic is the mean, over pairs of runs, of
    |A & B| / |A | B| for its ten top words A and B; seeds are left aside, being there because they
    were put there. It is 0 where a topic has no words and ``nan`` with one run. Topics of words
    that are common everywhere are stable too: leave function words out of the texts.

    Parameters
    ----------
    texts : the words of each release
        Capitals make no difference.
    dates : the date of each release, or None
        They name the rows of the shares, for findings over time; the model does not know them.
    seeds : topic to words, a star at a word's end standing for any ending
        Hyphens and a possessive make no difference. Without seeds the topics are free ones.
    other_topics, runs, iterations, seed
        Topics without seeds; models; rounds of sampling in each; what makes them repeatable.
    progress : called after each run with the runs done and all runs

    Raises
    ------
    ClosedGateError
        If fewer releases have words than the gate asks.
    ValueError
        If a number makes no model, dates and texts differ in length, or a seed has no letter.

    Notes
    -----
    One machine repeats itself; another instruction set may give slightly other shares.

    References
    ----------
    Blei, Ng and Jordan (2003), Latent Dirichlet allocation; Eshima, Imai and Sasaki (2024),
    Keyword-assisted topic models.
    """
    if runs < 1 or iterations < 1 or (dates is not None and len(dates) != len(texts)):
        raise ValueError("A model takes a run, an iteration, and a date for each text or none.")
    texts = _folded(texts)
    own = _opened(texts, seeds, other_topics)
    fits: list[_Fit] = []
    for number in _numbers(seed, runs):
        fit = _fit(texts, own, other_topics, iterations, number)
        fits.append(_aligned(fit, fits[0], len(own)) if fits else fit)
        if progress is not None:
            progress(len(fits), runs)
    topics = _topics(fits, own)
    labels = [topic.label for topic in topics]
    index = None if dates is None else pd.Index(dates, name="date")
    return TopicRuns(
        topics,
        tuple(pd.DataFrame(fit.shares, index=index, columns=labels) for fit in fits),
        tuple(
            {label: fit.top(row) for label, row in zip(labels, fit.counts, strict=True)}
            for fit in fits
        ),
        tuple(label for label in seeds if label not in own),
    )


def holds_in(runs: TopicRuns, finding: Callable[[pd.DataFrame], bool]) -> float:
    """Share of runs in whose shares a finding holds: a conclusion needs it near 1."""
    return sum(bool(finding(shares)) for shares in runs.shares) / len(runs.shares)


def held_out_perplexity(
    texts: Texts,
    seeds: Seeds,
    *,
    other_topics: int = 3,
    folds: int = 5,
    iterations: int = 500,
    seed: int = 1,
) -> HeldOut:
    """How well the model of `seeded_topics` completes texts that it was not fitted to.

    Texts are dealt into folds by chance. Each fold is left out once: of each of its texts a half
    of the words, drawn by chance, gives the topic shares s, and the other half is scored with
    p(w) = sum over k of s_k p(w | k). The perplexity is exp(-mean log p(w)) over all these words:
    the number of words among which the model is left to guess.

    Raises
    ------
    ClosedGateError, ValueError
        As `seeded_topics`; also for fewer than two folds, or more folds than texts.

    References
    ----------
    Wallach, Murray, Salakhutdinov and Mimno (2009), Evaluation methods for topic models:
    document completion.
    """
    texts = [text for text in _folded(texts) if text]
    _opened(texts, seeds, other_topics)
    if not 2 <= folds <= len(texts) or iterations < 1:
        raise ValueError("Held-out texts take an iteration and two folds, or up to one a text.")
    chance = np.random.default_rng(seed)
    fold_of = chance.permutation(len(texts)) % folds
    logs, unknown = [], 0
    for fold, number in enumerate(_numbers(seed, folds)):
        training = [text for text, at in zip(texts, fold_of, strict=True) if at != fold]
        own = _matched(training, seeds)
        fit = _fit(training, own, other_topics, iterations, number)
        for text in (texts[i] for i in np.flatnonzero(fold_of == fold)):
            known = [word for word in chance.permutation(text).tolist() if word in fit.column]
            unknown += len(text) - len(known)
            seen, scored = known[::2], [fit.column[word] for word in known[1::2]]
            if scored:
                logs.append(fit.log_probabilities(seen, scored))
    if not logs:
        return HeldOut(math.nan, math.nan, 0, unknown)
    model, plain = np.exp(-np.concatenate(logs, axis=1).mean(axis=1))
    return HeldOut(float(model), float(plain), sum(part.shape[1] for part in logs), unknown)


@dataclass(frozen=True, eq=False)
class _Fit:
    """One fitted model: releases by topics, topics by words in counts, and the words' columns."""

    model: Any
    shares: np.ndarray
    counts: np.ndarray
    column: dict[str, int]

    def top(self, counts: np.ndarray, without: Iterable[str] = ()) -> tuple[str, ...]:
        """The ten words with the largest counts; words that were never given do not count."""
        words = list(self.column)
        order = (int(i) for i in np.argsort(-counts, kind="stable") if counts[i] > 0)
        return tuple([words[i] for i in order if words[i] not in without][:TOP])

    def log_probabilities(self, seen: list[str], scored: list[int]) -> np.ndarray:
        """Log probability of the scored words, by the model and by plain frequency (two rows)."""
        shares, _ = self.model.infer([self.model.make_doc(seen)], workers=1)
        k = self.counts.shape[0]
        weights = np.array([self.model.get_topic_word_dist(t)[scored] for t in range(k)])
        plain = self.counts.sum(axis=0)[scored] / self.counts.sum()
        logs: np.ndarray = np.log([shares[0] @ weights, plain])
        return logs


def _tomotopy() -> Any:
    """Load the library, which on loading warns of something that only its authors can mend."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "builtin type", DeprecationWarning)
        try:
            import tomotopy
        except ModuleNotFoundError as error:
            raise InputError(
                "Topic models need the package tomotopy, which is not installed.",
                remedy="Install it with `pip install 'communique[topics]'`.",
            ) from error
    return tomotopy


def _fit(texts: Texts, own: Seeds, other_topics: int, iterations: int, seed: int) -> _Fit:
    """Fit one model; a text without words has ``nan`` shares."""
    tomotopy = _tomotopy()
    k = len(own) + other_topics
    model = tomotopy.LDAModel(k=k, eta=WORD_PRIOR, seed=seed)
    for text in texts:
        model.add_doc(text, ignore_empty_words=True)
    priors: dict[str, dict[int, float]] = {}
    for topic, words in enumerate(own.values()):
        for word in words:
            priors.setdefault(word, {})[topic] = SEED_PRIOR
    for word, prior in priors.items():
        model.set_word_prior(word, prior)
    model.train(iterations, workers=1)
    column = {word: i for i, word in enumerate(model.used_vocabs)}
    weights = np.array([model.get_topic_word_dist(t, normalize=False) for t in range(k)])
    given = np.full_like(weights, WORD_PRIOR)
    for word, prior in priors.items():
        given[list(prior), column[word]] = SEED_PRIOR
    shares = np.full((len(texts), k), math.nan)
    shares[[bool(text) for text in texts]] = [text.get_topic_dist() for text in model.docs]
    return _Fit(model, shares, np.rint(weights - given), column)


def _aligned(fit: _Fit, first: _Fit, seeded: int) -> _Fit:
    """The fit with its topics after the seeded ones in the order of the first fit's."""
    a, b = first.counts[seeded:], fit.counts[seeded:]
    lengths = np.outer(np.linalg.norm(a, axis=1), np.linalg.norm(b, axis=1))
    cosines = a @ b.T / np.maximum(lengths, 1)
    order = [*range(seeded), *(seeded + linear_sum_assignment(cosines, maximize=True)[1])]
    return replace(fit, shares=fit.shares[:, order], counts=fit.counts[order])


def _topics(fits: list[_Fit], own: Seeds) -> tuple[Topic, ...]:
    """Name each topic and measure how far the runs agree on it."""
    mean = np.mean([fit.counts for fit in fits], axis=0)
    labels = list(own)
    topics = []
    for k, counts in enumerate(mean):
        words, seeded = fits[0].top(counts), k < len(own)
        if not seeded:
            name = ", ".join(words[:3]) or "no words"
            same = sum(label.split(" (")[0] == name for label in labels)
            labels.append(f"{name} ({same + 1})" if same else name)
        seeds = own[labels[k]] if seeded else ()
        tops = [set(fit.top(fit.counts[k], seeds)) for fit in fits]
        overlaps = [len(a & b) / max(len(a | b), 1) for a, b in combinations(tops, 2)]
        stability = float(np.mean(overlaps)) if overlaps else math.nan
        topics.append(Topic(labels[k], seeded, words, stability, "" if seeded else NEEDS_LABEL))
    return tuple(topics)


def _opened(texts: Texts, seeds: Seeds, other_topics: int) -> dict[str, tuple[str, ...]]:
    """Pass the gate, or raise: the seeds that stand in the texts, by topic."""
    gate = topic_gate(sum(bool(text) for text in texts))
    own = _matched(texts, seeds) if gate.seeded else {}
    if not (gate.free or own):
        raise ClosedGateError(gate)
    if other_topics < 0 or not (own or other_topics):
        raise ValueError("A model takes at least one topic.")
    return own


def _matched(texts: Texts, seeds: Seeds) -> dict[str, tuple[str, ...]]:
    """The words of the texts that are seeds, by topic; topics without any are left out."""
    vocabulary = {word: _bare(word) for word in sorted({word for text in texts for word in text})}
    own = {}
    for label, patterns in seeds.items():
        stems = [_bare(pattern) for pattern in patterns]
        if not all(stem.rstrip("*") for stem in stems):
            raise ValueError(f"A seed of '{label}' has no letter.")
        pattern = "|".join(re.escape(s.rstrip("*")) + ".*" * s.endswith("*") for s in stems)
        find = re.compile(pattern).fullmatch
        found = tuple(word for word, bare in vocabulary.items() if stems and find(bare))
        if found:
            own[label] = found
    return own


def _folded(texts: Texts) -> list[list[str]]:
    return [[word.casefold() for word in text] for text in texts]


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.casefold()).replace("-", "")


def _fits(word: str, pattern: str) -> bool:
    """Whether a pattern covers a word, or every word of another pattern."""
    if pattern.endswith("*"):
        return word.rstrip("*").startswith(pattern[:-1])
    return word == pattern


def _numbers(seed: int, count: int) -> list[int]:
    """Seeds of single runs. Those of neighbouring seeds share none, as ``seed + run`` would."""
    return [int(n) for n in np.random.SeedSequence(seed).generate_state(count)]
