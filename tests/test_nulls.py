import itertools
import math
from collections import Counter
from fractions import Fraction
from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from scipy import optimize, sparse, stats

from communique import null_expected, null_margins, nulls
from communique.incidence import Incidence
from communique.trend import holm, smallest_split_p

PATH = [[0, 1, 0], [1, 1, 0], [0, 0, 1]]
"""Five matrices have these margins; they are counted on paper below."""
CROSS = [[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 1, 0]]
TALL = [[1, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1]]
FULL_ROW = [[1, 1, 1, 1], [1, 0, 1, 0], [0, 1, 0, 0], [0, 0, 0, 1]]
EMPTY_COLUMN = [[1, 0, 1], [1, 0, 0], [0, 0, 1]]
NESTED = [[1, 1, 1], [1, 1, 0], [1, 0, 0]]
SPLIT = [[1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]]
"""The two busiest rows and columns have no more room: between them all is forced, beside not."""

CASES = [PATH, CROSS, TALL, FULL_ROW, EMPTY_COLUMN, NESTED, SPLIT]
NAMES = ["path", "cross", "tall", "full row", "empty column", "nested", "split"]


def inc_of(rows) -> Incidence:
    matrix = sparse.csr_array(np.array(rows, dtype=np.int64))
    actors, events = matrix.shape
    return Incidence(
        matrix,
        tuple(f"a{number:03}" for number in range(actors)),
        tuple(f"e{number}" for number in range(events)),
    )


def all_matrices(rows) -> list[np.ndarray]:
    """Every 0/1 matrix with the margins of this one, by trying all rows that have their sums."""
    given = np.array(rows)
    choices = [
        [[int(column in chosen) for column in range(given.shape[1])] for chosen in
         itertools.combinations(range(given.shape[1]), total)]
        for total in given.sum(axis=1)
    ]  # fmt: skip
    tried = (np.array(matrix) for matrix in itertools.product(*choices))
    return [matrix for matrix in tried if (matrix.sum(axis=0) == given.sum(axis=0)).all()]


def random_inc(seed, actors=14, events=11) -> Incidence:
    generator = np.random.default_rng(seed)
    chance = np.outer(generator.random(actors), generator.random(events))
    return inc_of(generator.random((actors, events)) < chance)


def test_fixed_rows_agree_with_scipy():
    for n in (1, 2, 7, 12, 60):
        cases = np.array([(d, e, k) for d in range(n + 1) for e in range(n + 1)
                          for k in range(min(d, e) + 1)])  # fmt: skip
        theirs = stats.hypergeom.sf(cases[:, 2] - 1, n, cases[:, 0], cases[:, 1])
        assert null_margins.fixed_rows_p(n, *cases.T) == pytest.approx(theirs, rel=1e-9)


def test_fixed_rows_counted_out():
    events = range(6)
    hits = [len({*one} & {*other}) for one in itertools.combinations(events, 3)
            for other in itertools.combinations(events, 4)]  # fmt: skip
    for shared in range(4):
        share = sum(hit >= shared for hit in hits) / len(hits)
        found = null_margins.fixed_rows_p(6, np.array([3]), np.array([4]), np.array([shared]))
        assert found == pytest.approx([share])


def test_fixed_rows_keep_the_digits_of_a_small_tail_and_never_reach_nought():
    d = np.array([50, 2000])
    found = null_margins.fixed_rows_p(100_000, d, d, d)
    assert found[0] == pytest.approx(float(Fraction(1, math.comb(100_000, 50))), rel=1e-8)
    assert found[1] == null_margins.LEAST


@pytest.mark.parametrize("case", [(3, 2, 3), (9, 2, 1), (2, 2, -1)])
def test_fixed_rows_refuse_what_cannot_be(case):
    with pytest.raises(ValueError, match="share at most"):
        null_margins.fixed_rows_p(8, *(np.array([number]) for number in case))


@pytest.mark.parametrize("rows", CASES, ids=NAMES)
def test_drawn_matrices_are_uniform_over_all_of_these_margins(rows):
    possible = {matrix.tobytes() for matrix in all_matrices(rows)}
    drawn = Counter(
        matrix.toarray().tobytes()
        for matrix in null_margins.margin_draws(inc_of(rows), 2500, burn_in=20, thinning=6)
    )
    assert set(drawn) == possible
    if len(possible) > 1:
        assert stats.chisquare(list(drawn.values())).pvalue > 0.001


@pytest.mark.parametrize("seed", range(3))
def test_drawn_matrices_keep_both_margins(seed):
    for inc in (random_inc(seed), random_inc(seed, 5, 20)):
        for drawn in null_margins.margin_draws(inc, 5):
            assert set(drawn.toarray().ravel().tolist()) <= {0, 1}
            assert drawn.sum(axis=1).tolist() == inc.degrees.tolist()
            assert drawn.sum(axis=0).tolist() == inc.sizes.tolist()


def test_same_seed_same_draws_and_another_seed_others():
    def drawn(seed):
        return [
            m.toarray().tolist() for m in null_margins.margin_draws(random_inc(1), 3, seed=seed)
        ]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)


def test_the_given_matrix_is_not_touched_by_drawing():
    inc = random_inc(3, 5, 20)
    before = inc.matrix.toarray()
    list(null_margins.margin_draws(inc, 3))
    assert (inc.matrix.toarray() == before).all()


@pytest.mark.parametrize("rows", CASES, ids=NAMES)
def test_counting_agrees_with_trying_all_matrices(rows):
    possible, inc = all_matrices(rows), inc_of(rows)
    for i, j in itertools.combinations(range(len(rows)), 2):
        shared = Counter(int(matrix[i] @ matrix[j]) for matrix in possible)
        exact = null_margins.exact_overlap(inc, int(inc.degrees[i]), int(inc.degrees[j]))
        assert exact == {k: pytest.approx(n / len(possible)) for k, n in shared.items()}


def test_drawn_p_is_near_the_counted_one():
    rows = [[1, 1, 0, 0, 1], [1, 1, 0, 0, 0], [0, 1, 1, 0, 0], [0, 0, 1, 1, 0], [1, 0, 0, 1, 1],
            [0, 0, 0, 0, 1], [0, 1, 0, 0, 0]]  # fmt: skip
    inc = inc_of(rows)
    pairs = nulls.pair_nulls(inc)
    for pair in pairs.itertuples():
        exact = null_margins.exact_overlap(inc, pair.events, pair.other_events)
        p = sum(share for shared, share in exact.items() if shared >= pair.shared)
        assert pair.p_fixed_margins == pytest.approx(p, abs=0.04)
        mean = sum(shared * share for shared, share in exact.items())
        assert pair.expected_fixed_margins == pytest.approx(mean, abs=0.06)


def test_smallest_p_of_fixed_margins_on_paper():
    # The second row has two of three: beside the middle one two matrices each, else one matrix.
    table = null_margins.exact_margins(inc_of(PATH))
    assert table[["events", "other_events", "pairs", "most_shared"]].to_numpy().tolist() == [
        [1, 1, 1, 1], [1, 2, 2, 1],
    ]  # fmt: skip
    assert table["smallest_p"].tolist() == pytest.approx([1 / 5, 2 / 5])
    assert table["expected"].tolist() == pytest.approx([1 / 5, 2 / 5])
    assert null_margins.exact_margins_smallest_p(inc_of(PATH)) == pytest.approx(1 / 5)


def test_smallest_p_of_fixed_margins_is_missing_without_a_pair_and_refused_for_many_events():
    assert math.isnan(null_margins.exact_margins_smallest_p(inc_of([[1, 0]])))
    with pytest.raises(ValueError, match="more than 8 events"):
        null_margins.exact_margins(inc_of(np.eye(9)))


@pytest.mark.parametrize("rows", CASES, ids=NAMES)
def test_expected_degrees_meet_both_margins_and_force_what_is_forced(rows):
    inc, possible = inc_of(rows), np.array(all_matrices(rows))
    model = null_expected.expected_degrees(inc)
    whole = model.chance[np.searchsorted(model.degrees, inc.degrees)]
    whole = whole[:, np.searchsorted(model.sizes, inc.sizes)]
    assert whole.sum(axis=1) == pytest.approx(inc.degrees)
    assert whole.sum(axis=0) == pytest.approx(inc.sizes)
    assert ((whole > 1 - 1e-6) == possible.all(axis=0)).all()
    assert ((whole < 1e-6) == ~possible.any(axis=0)).all()


def test_expected_degrees_have_the_most_entropy():
    inc = inc_of(TALL)
    model = null_expected.expected_degrees(inc)
    whole = model.chance[np.searchsorted(model.degrees, inc.degrees)]
    whole = whole[:, np.searchsorted(model.sizes, inc.sizes)]

    def lost(cells):
        return float((cells * np.log(cells) + (1 - cells) * np.log(1 - cells)).sum())

    def off(cells):
        square = cells.reshape(whole.shape)
        return np.r_[square.sum(axis=1) - inc.degrees, square.sum(axis=0)[:-1] - inc.sizes[:-1]]

    found = optimize.minimize(
        lost, np.full(whole.size, 0.45), method="SLSQP", bounds=[(1e-6, 1 - 1e-6)] * whole.size,
        constraints={"type": "eq", "fun": off}, options={"ftol": 1e-12, "maxiter": 500},
    )  # fmt: skip
    assert whole.ravel() == pytest.approx(found.x, abs=1e-4)


def test_equal_margins_give_equal_chances():
    model = null_expected.expected_degrees(
        inc_of([[1, 1, 0, 0], [0, 1, 1, 0], [0, 0, 1, 1], [1, 0, 0, 1]])
    )
    assert model.chance == pytest.approx(np.array([[0.5]]))
    assert model.events.tolist() == [4]


def joint_of(model, inc, i, j):
    """The probability of each event to be shared, event by event."""
    columns = np.searchsorted(model.sizes, inc.sizes)
    rows = np.searchsorted(model.degrees, inc.degrees[[i, j]])
    return model.chance[rows[0], columns] * model.chance[rows[1], columns]


@pytest.mark.parametrize("seed", range(3))
def test_expected_degrees_agree_with_the_poisson_binomial_of_scipy(seed):
    inc = random_inc(seed)
    model = null_expected.expected_degrees(inc)
    for i, j in itertools.combinations(range(len(inc.actors)), 2):
        joint = joint_of(model, inc, i, j)
        one, other = inc.degrees[[i]], inc.degrees[[j]]
        assert model.shared(one, other) == pytest.approx([joint.sum()])
        for shared in range(len(inc.events) + 1):
            # All counts reach 0, which their method puts below 1 by rounding.
            theirs = stats.poisson_binom.sf(shared - 1, joint) if shared else 1.0
            ours = model.p(one, other, np.array([shared]))
            assert ours == pytest.approx([theirs], abs=1e-12)


def test_expected_degrees_counted_out():
    inc = inc_of(TALL)
    model = null_expected.expected_degrees(inc)
    joint = joint_of(model, inc, 2, 3)
    chance: Counter[int] = Counter()
    for outcome in itertools.product((0, 1), repeat=len(joint)):
        chance[sum(outcome)] += math.prod(np.where(outcome, joint, 1 - joint))
    for shared in range(1, 3):
        expected = sum(share for count, share in chance.items() if count >= shared)
        found = model.p(inc.degrees[[2]], inc.degrees[[3]], np.array([shared]))
        assert found == pytest.approx([expected])


@pytest.mark.parametrize(
    ("events", "chance"),
    [(3, 0.5**0.5), (200, 0.2), (50_000, 0.01), (50_000, 0.1), (3000, 0.97), (40, 1.0)],
)
def test_a_single_size_of_event_gives_binomial_tails_to_the_last_digits(events, chance):
    degree = np.array([round(events * chance)])
    model = null_expected.ExpectedDegrees(
        degree, np.array([7]), np.array([events]), np.array([[chance]])
    )
    most = int(degree[0])
    shared = np.unique(np.linspace(0, most, 40).astype(int))
    theirs = stats.binom.sf(shared - 1, events, chance**2)
    many = np.repeat(degree, len(shared))
    kept = theirs > 1e-290
    assert model.p(many, many, shared)[kept] == pytest.approx(theirs[kept], rel=1e-8)
    assert (model.p(many, many, shared)[~kept] >= null_margins.LEAST).all()


def test_small_tails_of_several_sizes_of_event_agree_with_fractions():
    chance, events = np.array([0.01, 0.3, 0.9]), [30, 12, 4]
    joint = [Fraction(float(p) ** 2) for p in chance]
    exact = [Fraction(1)]
    for p in itertools.chain(*([p] * n for p, n in zip(joint, events, strict=True))):
        exact = [(1 - p) * here + p * before for here, before in
                 zip([*exact, Fraction(0)], [Fraction(0), *exact], strict=True)]  # fmt: skip
    model = null_expected.ExpectedDegrees(
        np.array([46]), np.arange(3), np.array(events), chance.reshape(1, 3)
    )
    for shared in range(47):
        found = model.p(np.array([46]), np.array([46]), np.array([shared]))
        assert found == pytest.approx([float(sum(exact[shared:]))], rel=1e-9)


def test_every_case_gets_its_own_p_however_the_cases_are_cut():
    inc = random_inc(5, 16, 40)
    model = null_expected.expected_degrees(inc)
    cases = np.array([(d, e, k) for d in model.degrees for e in model.degrees
                      for k in range(min(d, e) + 1)])  # fmt: skip
    together = model.p(*cases.T)
    alone = [model.p(*case.reshape(3, 1))[0] for case in cases]
    assert together == pytest.approx(alone, rel=1e-10)


def test_degrees_that_the_matrix_does_not_have_are_refused():
    model = null_expected.expected_degrees(inc_of(PATH))
    with pytest.raises(ValueError, match="No actor has"):
        model.p(np.array([1]), np.array([3]), np.array([1]))


def test_one_row_a_pair_that_shares_an_event():
    pairs = nulls.pair_nulls(inc_of(TALL), draws=50)
    assert list(pairs.columns) == nulls.PAIR_COLUMNS
    found = {(p.actor, p.other_actor): (p.events, p.other_events, p.shared)
             for p in pairs.itertuples()}  # fmt: skip
    assert found == {
        ("a000", "a001"): (1, 1, 1), ("a000", "a002"): (1, 2, 1), ("a001", "a002"): (1, 2, 1),
        ("a002", "a003"): (2, 2, 1), ("a003", "a004"): (2, 1, 1),
    }  # fmt: skip
    first = pairs.set_index(["actor", "other_actor"]).loc[("a000", "a001")]
    assert first["p_fixed_rows"] == pytest.approx(1 / 3)
    assert first["expected_fixed_rows"] == pytest.approx(1 / 3)


@pytest.mark.parametrize("seed", range(3))
def test_no_p_is_below_the_smallest_that_these_two_could_reach(seed):
    pairs = nulls.pair_nulls(random_inc(seed), draws=100)
    for null in nulls.NULLS:
        assert (pairs[f"p_{null}"] >= pairs[f"smallest_p_{null}"]).all()
        assert (pairs[f"smallest_p_{null}"] > 0).all()
        assert (pairs[f"holm_{null}"] >= pairs[f"p_{null}"]).all()
    assert pairs["smallest_p_fixed_margins"].min() >= 1 / 101


def test_holm_counts_the_pairs_that_share_nothing():
    inc = random_inc(2)
    pairs = nulls.pair_nulls(inc, draws=100)
    tests = math.comb(len(inc.actors), 2)
    assert len(pairs) < tests
    for null in nulls.NULLS:
        theirs = holm([*pairs[f"p_{null}"], *[1.0] * (tests - len(pairs))])
        assert pairs[f"holm_{null}"].tolist() == pytest.approx(theirs[: len(pairs)])


def test_pairs_left_out_by_their_number_of_shared_events_still_count():
    inc = random_inc(2)
    whole = nulls.pair_nulls(inc, draws=20)
    chosen = nulls.pair_nulls(inc, draws=20, at_least=2)
    assert 0 < len(chosen) < len(whole)
    pd.testing.assert_frame_equal(chosen, whole[whole["shared"] >= 2].reset_index(drop=True))


def test_choosing_actors_by_events_makes_fewer_tests_of_the_same_p():
    inc = random_inc(2)
    whole = nulls.pair_nulls(inc, draws=20)
    chosen = nulls.pair_nulls(inc, draws=20, least_events=4)
    busy = whole[(whole["events"] >= 4) & (whole["other_events"] >= 4)].reset_index(drop=True)
    same = [column for column in whole if not column.startswith("holm")]
    pd.testing.assert_frame_equal(chosen[same], busy[same])
    tests = math.comb(int((inc.degrees >= 4).sum()), 2)
    least = chosen["p_fixed_rows"].min()
    assert chosen["holm_fixed_rows"].min() == pytest.approx(min(1, tests * least))


def test_without_draws_fixed_margins_are_missing():
    pairs = nulls.pair_nulls(inc_of(TALL), draws=0)
    for name in ("expected", "p", "smallest_p", "holm"):
        assert pairs[f"{name}_fixed_margins"].isna().all()
    assert nulls.backbone(pairs, "fixed_margins").empty


def test_same_input_gives_the_same_bytes():
    first, again = (nulls.pair_nulls(random_inc(4), draws=50).to_csv() for _ in range(2))
    assert first == again


@lru_cache
def pairs_with_a_planted_one() -> pd.DataFrame:
    """Two actors at the same 30 of 200 events, ten others anywhere."""
    generator = np.random.default_rng(11)
    rows = generator.random((12, 200)) < 0.15
    rows[:2] = np.arange(200) < 30
    return nulls.pair_nulls(inc_of(rows))


@pytest.mark.parametrize("null", nulls.NULLS)
def test_a_planted_pair_is_found_alone(null):
    kept = nulls.backbone(pairs_with_a_planted_one(), null)
    assert kept[["actor", "other_actor"]].to_numpy().tolist() == [["a000", "a001"]]


def test_backbone_of_nothing_is_empty():
    pairs = nulls.pair_nulls(inc_of(np.zeros((0, 3))), draws=5)
    assert list(pairs.columns) == nulls.PAIR_COLUMNS
    for null in nulls.NULLS:
        assert nulls.backbone(pairs, null).empty
    assert nulls.pair_nulls(inc_of(np.eye(3)), draws=5).empty
    assert nulls.pair_nulls(inc_of(np.zeros((0, 0))), draws=5).empty


def test_unknown_null_is_refused():
    with pytest.raises(ValueError, match="'guess' is unknown"):
        nulls.backbone(nulls.pair_nulls(inc_of(PATH), draws=5), "guess")


def test_holm_among_more_tests_is_holm_with_ones():
    p = np.array([0.02, 0.0001, 0.3, 0.02])
    assert nulls.holm_among(p, 9) == pytest.approx(holm([*p, *[1.0] * 5])[:4])
    assert np.isnan(nulls.holm_among(np.array([math.nan]), 3)).all()
    with pytest.raises(ValueError, match="cannot come from 3 tests"):
        nulls.holm_among(p, 3)


@pytest.mark.parametrize("tests", [1, 66, 231, 11_935])
def test_with_fewer_draws_than_needed_no_pair_passes(tests):
    draws = nulls.draws_needed(tests)
    for number, passes in ((draws, True), (draws - 2, False)):
        assert (nulls.holm_among(np.array([1 / (1 + number)]), tests)[0] <= 0.05) == passes


def test_the_smallest_p_of_fixed_rows_is_one_of_all_halves():
    assert smallest_split_p(5) == pytest.approx(1 / 10)
    for n in (2, 5, 8):
        cases = np.array([(d, e, min(d, e)) for d in range(n + 1) for e in range(n + 1)])
        assert null_margins.fixed_rows_p(n, *cases.T).min() == pytest.approx(smallest_split_p(n))


def test_what_passes_every_null_passes_each_and_not_one_in_turn():
    table = pd.DataFrame(
        {
            "actor": ["a", "b", "c", "d"],
            "holm_fixed_rows": [0.01, 0.9, 0.9, 0.01],
            "holm_fixed_margins": [0.9, 0.01, 0.9, 0.02],
            "holm_expected_degrees": [0.9, 0.9, 0.01, 0.05],
        }
    )
    assert list(nulls.passing(table, nulls.NULLS)["actor"]) == ["d"]
    assert nulls.passing(table.head(3), nulls.NULLS).empty
    assert nulls.passing(table.head(0), nulls.NULLS).empty
