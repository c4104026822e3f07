"""Tables of words: keyness, words that come and go, distances, keywords in context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from communique import comparisons, vocabulary
from communique.tables.spec import RELEASE, SENTENCE, SPAN, TableSpec, Take
from communique.wording import decimal, percent

if TYPE_CHECKING:
    from communique.study import Study

KEYWORDS = ("human rights", "freedom*", "extremis*", "radicali*", "community", "security")
"""What the table of keywords in context looks up."""

_SHOWN = 14


def _in_context(study: Study) -> pd.DataFrame:
    found = [
        comparisons.in_context(study, keyword).assign(looked_up=keyword) for keyword in KEYWORDS
    ]
    frame = pd.concat(found, ignore_index=True)
    return frame[["looked_up", *frame.columns.drop("looked_up")]]


def _ends(frame: pd.DataFrame) -> pd.DataFrame:
    """The words at both ends of a list that is sorted by z."""
    return pd.concat([frame[frame["z"] > 0].head(_SHOWN), frame[frame["z"] < 0].tail(_SHOWN)])


def _strongest(study: Study) -> pd.DataFrame:
    return _ends(comparisons.last_against_first(study)).reset_index(drop=True)


def _strongest_without_names(study: Study) -> pd.DataFrame:
    frame = comparisons.last_against_first(study, with_names=False)
    return _ends(frame).reset_index(drop=True)


def _each(study: Study) -> pd.DataFrame:
    frame = comparisons.each_release(study)
    return frame[frame["z"] > 0].groupby("release", sort=False).head(8).reset_index(drop=True)


def _before(row: Any) -> str:
    """What stands before a keyword, from a whole word on."""
    cut = len(row.left) >= vocabulary.WIDTH
    return f"… {row.left.partition(' ')[2]}" if cut else row.left


def _after(row: Any) -> str:
    """What stands after a keyword, up to a whole word."""
    cut = len(row.right) >= vocabulary.WIDTH
    return f"{row.right.rpartition(' ')[0]} …" if cut else row.right


def _counts(row: Any) -> str:
    return (
        f"{row.target_count} of {row.target_words}, {row.reference_count} of {row.reference_words}"
    )


def _priors(row: Any) -> str:
    return f"{decimal(row.z_weak)}, {decimal(row.z)}, {decimal(row.z_strong)}"


def _spread(row: Any) -> str:
    return str(row.releases)


_KEYNESS = {
    "word": "The word in small letters.",
    "target_count": "Its count in the last release, or in the release at hand.",
    "reference_count": "Its count in the first release, or in all others.",
    "target_words": "Counted words there.",
    "reference_words": "Counted words here.",
    "releases": "Releases that hold the word.",
    "only_in": "The release, if only one holds it.",
    "per_1000_target": "Rate for each 1,000 words in the last release, or the release at hand.",
    "per_1000_reference": "Rate in the first release, or in all others.",
    "delta": (
        "Weighted log-odds ratio with informative Dirichlet prior; positive: more in the target."
    ),
    "z": "The same divided by its standard deviation; the prior has the length of a mean release.",
    "z_weak": "The same with a tenth of the prior.",
    "z_strong": "The same with ten times the prior.",
    "g2": "Log-likelihood ratio G2 with Williams's correction; it has no direction.",
    "log_ratio": "Binary logarithm of the ratio of rates, a half added to each count.",
    "dispersion": (
        "Deviation of proportions over the paragraphs of the target; 0 even, 1 in one place."
    ),
    "sign_stability": "Share of resamples of sentences in which delta keeps its sign.",
}
_KEYNESS_PAGE: dict[str, Take] = {
    "Word": "word",
    "Count of words": _counts,
    "z: weak, default, strong prior": _priors,
    "G²": lambda row: decimal(row.g2),
    "Releases": _spread,
    "Sign kept": lambda row: percent(row.sign_stability),
}

TABLES: tuple[TableSpec, ...] = (
    TableSpec(
        "tab-keyness",
        "Words that set the last release apart from the first",
        "One row a word: the strongest on either side, the last release's on top. Counts are "
        "of the "
        "last and of the first release.",
        _KEYNESS,
        _strongest,
        _KEYNESS_PAGE,
        "notebooks/words",
    ),
    TableSpec(
        "tab-keyness-without-names",
        "The same without names",
        "One row a word. Words that are always written with a capital letter inside sentences are "
        "left out.",
        _KEYNESS,
        _strongest_without_names,
        _KEYNESS_PAGE,
        "book/data",
    ),
    TableSpec(
        "tab-keyness-each",
        "Words that set each release apart from the others",
        "One row a word: the eight strongest of each release.",
        {**RELEASE, **_KEYNESS},
        _each,
        {
            "Release": "release",
            "Word": "word",
            "Count of words": _counts,
            "z: weak, default, strong prior": _priors,
            "Releases": _spread,
            "Sign kept": lambda row: percent(row.sign_stability),
        },
        "notebooks/words",
    ),
    TableSpec(
        "tab-come-and-go",
        "Words that enter and words that leave",
        "One row a word of the last release that the first does not have, or the reverse.",
        {
            "word": "The word in small letters.",
            "first_count": "Its count in the first release.",
            "last_count": "Its count in the last release.",
            "releases": "Releases that hold the word.",
            "change": "Whether it enters or leaves.",
        },
        comparisons.come_and_go,
        {
            "Word": "word",
            "In the first": "first_count",
            "In the last": "last_count",
            "Releases": "releases",
            "Change": "change",
        },
        "book/data",
    ),
    TableSpec(
        "tab-distances",
        "How far apart the releases are",
        "One row a pair of releases. The band holds 90 % of the distances when the sentences "
        "of both "
        "are mixed and dealt back.",
        {
            **RELEASE,
            "other_release": "Id of the other release.",
            "words": "Counted words of the release.",
            "other_words": "Counted words of the other.",
            "distance": "Root of the Jensen-Shannon divergence to base 2.",
            "null_low": "Lower end of the band.",
            "null_median": "Middle of the band.",
            "null_high": "Upper end of the band.",
            "p": "Share of deals at least as far apart, one-sided.",
            "outside": "Whether the distance lies above the band.",
            "words_of_release": "Words of the release that add most.",
            "words_of_other": "Words of the other release that add most.",
        },
        comparisons.distances,
        {
            "Release": "release",
            "Other release": "other_release",
            "Distance, its band": lambda row: (
                f"{decimal(row.distance, 2)} ({decimal(row.null_low, 2)} to "
                f"{decimal(row.null_high, 2)})"
            ),
            "Above the band": "outside",
            "Words of the one": "words_of_release",
            "Words of the other": "words_of_other",
        },
        "notebooks/words",
    ),
    TableSpec(
        "tab-keyword-in-context",
        "Keywords in context",
        "One row an occurrence in a counted sentence, with what stands before and after it.",
        {
            "looked_up": "Word or phrase; a star stands for any ending.",
            **RELEASE,
            **SENTENCE,
            "left": "What stands before it in the sentence.",
            "keyword": "The words as printed.",
            "right": "What stands after it.",
            **SPAN,
        },
        _in_context,
        {
            "Looked up": "looked_up",
            "Release": "release",
            "Sentence": "sentence",
            "Before": _before,
            "Keyword": "keyword",
            "After": _after,
        },
        "notebooks/what_it_speaks_of",
    ),
)
