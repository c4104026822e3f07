"""How far two codings of the same sentences agree beyond chance: Krippendorff's alpha.

Both codings of this project were made by machine readers under one guide. Their agreement says that
the guide can be followed, and is an upper bound of what people would reach.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence
from typing import Any

import numpy as np
import pandas as pd

from communique.resampling import RESAMPLES, SEED, percentiles

FIRM, TENTATIVE = 0.80, 0.667
"""Krippendorff's conventions: from the first on firm, from the second on tentative conclusions."""

ALL_THEMES = "sets of themes"
"""What the last row of the table compares: whole sets, by the MASI distance."""

Distance = Callable[[Any, Any], float]


def nominal_distance(one: Hashable, other: Hashable) -> float:
    """0 for equal values, 1 for others."""
    return float(one != other)


def masi_distance(one: frozenset[str], other: frozenset[str]) -> float:
    """Distance of two sets: 1 - J·M.

    J is Jaccard's index. M is 1 for equal sets, 2/3 where one holds the other, 1/3 where they
    overlap, 0 where they share nothing. Two empty sets agree fully: both coders saw nothing. An
    empty set and any other share nothing.

    References
    ----------
    Passonneau (2006), Measuring agreement on set-valued items (MASI) for semantic and pragmatic
    annotation.
    """
    if one == other:
        return 0.0
    shared = len(one & other)
    if not shared:
        return 1.0
    monotonicity = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - shared / len(one | other) * monotonicity


def krippendorff_alpha(
    one: Sequence[Hashable], other: Sequence[Hashable], distance: Distance = nominal_distance
) -> float:
    """Agreement of two complete codings: 1 - D_o / D_e.

    D_o is the mean distance of the two values of a unit, D_e that of all pairs of values, whoever
    gave them and wherever. 1: full agreement. 0: no more than chance. Below 0: less.

    ``nan`` without a unit, and where all values are alike: without variation nothing shows whether
    coders can tell values apart.

    Raises
    ------
    ValueError
        If the codings do not have the same number of units.

    References
    ----------
    Hayes and Krippendorff (2007), Answering the call for a standard reliability measure for coding
    data, 10.1080/19312450709336664.
    """
    return float(_alphas(*_coded(one, other, distance), np.arange(len(one))[None])[0])


def alpha_interval(
    one: Sequence[Hashable],
    other: Sequence[Hashable],
    distance: Distance = nominal_distance,
    *,
    resamples: int = RESAMPLES,
    seed: int = SEED,
) -> tuple[float, float]:
    """95 % percentile interval of alpha over resampled units.

    ``nan`` where alpha is undefined, and where the codings never differ: every resample is then
    the same, and an interval of no width would be a false promise.
    """
    if list(one) == list(other):
        return math.nan, math.nan
    generator = np.random.default_rng(seed)
    drawn = generator.integers(0, len(one), size=(resamples, len(one)))
    return percentiles(_alphas(*_coded(one, other, distance), drawn))


def _coded(
    one: Sequence[Hashable], other: Sequence[Hashable], distance: Distance
) -> tuple[np.ndarray, np.ndarray]:
    """Values as numbers, units by coders, and the distances between all values."""
    if len(one) != len(other):
        raise ValueError("Both codings must have one value for each unit.")
    values = list(dict.fromkeys((*one, *other)))
    place = {value: number for number, value in enumerate(values)}
    pairs = np.array([[place[a], place[b]] for a, b in zip(one, other, strict=True)], dtype=int)
    table = np.array([[distance(a, b) for b in values] for a in values], dtype=float)
    return pairs.reshape(-1, 2), table.reshape(len(values), len(values))


def _alphas(pairs: np.ndarray, table: np.ndarray, drawn: np.ndarray) -> np.ndarray:
    """Alpha of each row of unit positions."""
    if not len(pairs):
        return np.full(len(drawn), math.nan)
    units = drawn.shape[1]
    observed = table[pairs[:, 0], pairs[:, 1]][drawn].mean(axis=1)
    counts = np.zeros((len(drawn), len(table)))
    for coder in (0, 1):
        values = pairs[drawn, coder]
        for value in range(len(table)):
            counts[:, value] += (values == value).sum(axis=1)
    total = 2 * units
    expected = np.einsum("bi,ij,bj->b", counts, table, counts) / (total * (total - 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - observed / expected, math.nan)


def agreement(
    one: Sequence[frozenset[str]], other: Sequence[frozenset[str]], themes: Sequence[str]
) -> pd.DataFrame:
    """Agreement on each theme (nominal), then on whole sets of themes (MASI).

    Columns: ``theme`` (or `ALL_THEMES`), ``sentences``, ``both``, ``one_only``, ``other_only``
    (sentences that carry it by both codings or one; missing for sets), ``alpha``, ``low``,
    ``high``.
    """
    rows = []
    for theme in themes:
        first, second = ([theme in coded for coded in coding] for coding in (one, other))
        pairs = list(zip(first, second, strict=True))
        low, high = alpha_interval(first, second)
        rows.append(
            {
                "theme": theme,
                "sentences": len(pairs),
                "both": pairs.count((True, True)),
                "one_only": pairs.count((True, False)),
                "other_only": pairs.count((False, True)),
                "alpha": krippendorff_alpha(first, second),
                "low": low,
                "high": high,
            }
        )
    low, high = alpha_interval(one, other, masi_distance)
    rows.append(
        {
            "theme": ALL_THEMES,
            "sentences": len(one),
            "alpha": krippendorff_alpha(one, other, masi_distance),
            "low": low,
            "high": high,
        }
    )
    columns = ["theme", "sentences", "both", "one_only", "other_only", "alpha", "low", "high"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.astype(dict.fromkeys(("both", "one_only", "other_only"), "Int64"))
