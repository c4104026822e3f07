"""Networks that the one that was read may be a misreading of."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import beta, kstest

from communique import centrality, centrality_intervals, open_study, validation
from communique import error_runs as er

FAULTLESS = (10**9, 0, 0)
MEASURES = ["degree", "betweenness"]


def ties_of(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["node", "release", "role"], dtype="str")


TIES = ties_of(
    ("A", "e1", "organizer"), ("A", "e2", "organizer"), ("A", "e3", "organizer"),
    ("A", "e1", "funder"), ("B", "e1", "organizer"), ("B", "e2", "partner"),
    ("C", "e3", "partner"),
)  # fmt: skip
ERRORS = {"organizer": (50, 2, 4), "funder": (20, 1, 1), "partner": (15, 1, 5)}


def counted(
    observed: np.ndarray, rates: list[list[float]], weights: list[float], runs: int = 2000
) -> np.ndarray:
    generator = np.random.default_rng(1)
    return np.array(
        [er.reread(observed, np.array(rates), np.array(weights), generator) for _ in range(runs)]
    )


def test_reading_without_error_gives_what_was_read() -> None:
    frame = er.error_runs(TIES, dict.fromkeys(ERRORS, FAULTLESS), MEASURES, runs=50)
    matrix, actors, _ = centrality.two_mode_matrix(TIES)
    expected = centrality_intervals.centrality_intervals(matrix, actors, MEASURES)
    same = ["actor", "measure", "value", "rank"]
    assert frame[same].equals(expected[same])
    assert frame["low"].equals(frame["value"])
    assert frame["high"].equals(frame["value"])
    assert frame["rank_high"].equals(frame["rank"])
    assert frame["p_first"].tolist() == pytest.approx([1, 0, 0, 1, 0, 0])
    assert frame["runs"].unique().tolist() == [50]


def test_ties_stay_with_the_probability_of_precision() -> None:
    observed = np.ones((1, 4, 5), dtype=bool)
    found = counted(observed, [[0.8, 1.0]], [1] * 4)
    assert found.mean() == pytest.approx(0.8, abs=0.01)


def test_as_many_are_added_as_recall_says_and_only_where_none_was_read() -> None:
    observed = np.zeros((1, 20, 10), dtype=bool)
    observed[0, :10, 0] = True
    found = counted(observed, [[1.0, 0.8]], [1] * 20)
    assert found[:, observed].all()
    added = (found & ~observed).sum(axis=(1, 2, 3))
    assert added.mean() == pytest.approx(10 * 0.2 / 0.8, abs=0.15)
    assert added.var() == pytest.approx(10 * 0.2 / 0.8**2, rel=0.15)


def test_a_tie_that_was_dropped_is_not_added_again() -> None:
    observed = np.zeros((1, 3, 3), dtype=bool)
    observed[0, 0, 0] = observed[0, 1, 1] = True
    found = counted(observed, [[0.5, 0.4]], [1, 1, 1])
    assert found[:, 0, 0, 0].mean() == pytest.approx(0.5, abs=0.03)


def test_no_tie_kept_means_none_missed() -> None:
    observed = np.ones((1, 2, 2), dtype=bool)
    assert not counted(observed, [[0.0, 0.1]], [1, 1], runs=20).any()


def test_where_there_is_no_room_every_place_is_taken() -> None:
    observed = np.array([[[True, False], [True, True]]])
    assert counted(observed, [[1.0, 1e-6]], [1, 1], runs=20).all()


def test_missed_ties_go_to_actors_by_weight_and_to_events_alike() -> None:
    observed = np.zeros((2, 3, 40), dtype=bool)
    observed[0, 0, :5] = True
    found = counted(observed, [[1.0, 0.9], [1.0, 0.9]], [1, 1, 3], runs=8000)
    added = (found[:, 0] & ~observed[0]).sum(axis=0)
    assert added[2].sum() / added[1].sum() == pytest.approx(3, rel=0.1)
    # The first actor has five events less to be added to.
    assert added[0].sum() / added[1].sum() == pytest.approx(35 / 40, rel=0.12)
    assert added[2, :20].sum() / added[2].sum() == pytest.approx(0.5, abs=0.03)
    assert not found[:, 1].any()


def test_rates_are_drawn_from_what_was_counted() -> None:
    generator = np.random.default_rng(1)
    drawn = np.array([er.drawn_rates([(8, 2, 4)], generator)[0] for _ in range(2000)])
    assert kstest(drawn[:, 0], beta(8.5, 2.5).cdf).pvalue > 0.01
    assert kstest(drawn[:, 1], beta(8.5, 4.5).cdf).pvalue > 0.01


def test_fewer_measured_ties_leave_more_open() -> None:
    few, many = (
        er.error_runs(TIES, dict.fromkeys(ERRORS, counts), ["degree"], runs=400)
        for counts in ((8, 2, 2), (8000, 2000, 2000))
    )
    assert many.loc[0, "actor"] == few.loc[0, "actor"] == "A"
    assert (few["high"] - few["low"]).sum() >= (many["high"] - many["low"]).sum()
    assert few["p_first"].sum() == pytest.approx(1)


def test_even_gives_the_rare_more_than_degree_does() -> None:
    rows = [("A", f"e{number}", "organizer") for number in range(6)]
    ties = ties_of(*rows, ("B", "e0", "partner"), ("C", "e1", "partner"), ("D", "e7", "partner"))
    errors = {"organizer": FAULTLESS, "partner": (30, 0, 30)}
    by_degree, even = (
        er.error_runs(ties, errors, ["degree"], weighting=weighting, runs=800).set_index("actor")
        for weighting in er.WEIGHTINGS
    )
    assert (even.loc[["B", "C", "D"], "high"] >= by_degree.loc[["B", "C", "D"], "high"]).all()
    assert even["high"].sum() > by_degree["high"].sum()


def test_same_seed_gives_the_same_bytes_and_another_seed_does_not() -> None:
    first, again = (er.error_runs(TIES, ERRORS, MEASURES, runs=60).to_csv() for _ in range(2))
    assert first == again
    assert first != er.error_runs(TIES, ERRORS, MEASURES, runs=60, seed=1).to_csv()


def test_order_of_ties_does_not_matter_and_repeated_ties_are_one() -> None:
    shuffled = pd.concat([TIES, TIES]).sample(frac=1, random_state=3)
    ours = er.error_runs(TIES, ERRORS, MEASURES, runs=40)
    assert ours.equals(er.error_runs(shuffled, ERRORS, MEASURES, runs=40))


def test_events_without_a_tie_count() -> None:
    frame = er.error_runs(TIES, ERRORS, ["degree"], events=["e1", "e2", "e3", "e4"], runs=5)
    assert frame.loc[0, "value"] == pytest.approx(3 / 4)


def test_no_ties_give_an_empty_frame() -> None:
    frame = er.error_runs(ties_of(), ERRORS, MEASURES, events=["e1"], runs=5)
    assert frame.empty
    assert list(frame.columns) == [*centrality_intervals.COLUMNS, "runs"]


@pytest.mark.parametrize(
    ("errors", "message"),
    [
        ({**ERRORS, "partner": (0, 1, 1)}, "No tie of the role 'partner' was read right"),
        ({**ERRORS, "partner": (3, -1, 1)}, "may not be below 0"),
        ({"organizer": (5, 1, 1)}, "errors of the role 'funder' were not measured"),
    ],
)
def test_rates_that_say_nothing_are_refused(
    errors: dict[str, tuple[int, int, int]], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        er.error_runs(TIES, errors, MEASURES, runs=5)


def test_other_bad_input_is_refused() -> None:
    with pytest.raises(ValueError, match="0 runs"):
        er.error_runs(TIES, ERRORS, MEASURES, runs=0)
    with pytest.raises(ValueError, match="'size' is unknown"):
        er.error_runs(TIES, ERRORS, MEASURES, runs=5, weighting="size")
    with pytest.raises(ValueError, match="'fame' is unknown"):
        er.error_runs(TIES, ERRORS, ["fame"], runs=5)


def test_measured_errors_are_those_of_the_held_out_releases() -> None:
    study = open_study()
    found = er.measured_errors(study)
    scores = validation.tie_scores(validation.outcomes(study))
    own = scores[scores["set"] == er.MEASURED_ON].set_index("role")
    assert er.MEASURED_ON in validation.SETS
    assert set(found) >= set(study.ties["role"])
    for role, counts in found.items():
        assert counts == tuple(own.loc[role, ["right", "besides", "missed"]])
