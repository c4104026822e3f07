import itertools

import numpy as np
import pandas as pd
import pytest

from communique.disparity import FROM_TIES, disparity


def star(leaves, heavy):
    """A hub with so many leaves, one of which has a heavy tie; each leaf has one tie."""
    weights = [heavy, *[1.0] * (leaves - 1)]
    names = [f"leaf {number}" for number in range(leaves)]
    return pd.DataFrame({"actor": "hub", "other_actor": names, "weight": weights})


def test_a_star_solved_on_paper():
    table = disparity(star(FROM_TIES, 1001.0))
    total, ties = 1001 + FROM_TIES - 1, FROM_TIES
    assert table["p_actor"].iloc[0] == pytest.approx((1 - 1001 / total) ** (ties - 1))
    assert table["p_actor"].iloc[1] == pytest.approx((1 - 1 / total) ** (ties - 1))
    assert table["p_other"].isna().all()


def test_p_is_the_tail_of_a_weight_that_falls_at_random_places():
    pairs = list(itertools.combinations(range(46), 2))
    generator = np.random.default_rng(1)
    table = pd.DataFrame(pairs, columns=["actor", "other_actor"]).astype("str")
    found = disparity(table.assign(weight=generator.random(len(pairs)) + 0.01))
    row = found.iloc[0]
    own = found[(found["actor"] == "0") | (found["other_actor"] == "0")]
    cuts = generator.dirichlet(np.ones(len(own)), size=200_000)[:, 0]
    share = row["weight"] / own["weight"].sum()
    assert row["p_actor"] == pytest.approx((cuts >= share).mean(), abs=0.005)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda table: table.head(5), "too few"),
        (lambda table: table.assign(weight=0.0), "above 0"),
        (lambda table: table.assign(other_actor="hub"), "to itself"),
        (lambda table: pd.concat([table, table.head(1)]), "stands twice"),
    ],
)
def test_what_the_filter_was_not_made_for_is_refused(change, said):
    with pytest.raises(ValueError, match=said):
        disparity(change(star(FROM_TIES, 2.0)))
