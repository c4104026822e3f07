import math
import shutil
from dataclasses import replace

import pytest

import communique
from communique import paths
from communique.errors import InputError
from communique.record import open_record
from communique.who_is_who import b_cubed, decided_names, mentions, similar_names


def test_names_that_look_alike_are_proposed_whatever_their_capitals():
    found = similar_names(["Prison Service of Ruritania", "prison service of Ruritanien", "Police"])
    assert found[["actor", "other_actor"]].to_numpy().tolist() == [
        ["Prison Service of Ruritania", "prison service of Ruritanien"]
    ]
    assert similar_names([]).empty


def test_the_similarity_is_that_of_jaro_and_winkler_solved_on_paper():
    row = similar_names(["MARTHA", "MARHTA"], threshold=0.9).iloc[0]
    jaro = (6 / 6 + 6 / 6 + 5 / 6) / 3
    assert row["similarity"] == pytest.approx(jaro + 3 * 0.1 * (1 - jaro))


def test_every_similar_pair_of_the_record_is_decided():
    table = decided_names(open_record())
    assert len(table) == len(similar_names(set(open_record().ties["actor"])))
    assert table["same"].any()
    assert not table["same"].all()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("Australia,Austria,no", "Australia,Austria,maybe", "similar_names.csv:2: 'maybe'"),
        ("Australia,Austria,no", "Australia,Albania,no", "are no similar names"),
        ("Australia,Austria,no", "Australia,Austria,yes", "as two"),
        ("Australia,Austria,no,two states\n", "", "Nobody decided whether 'Australia'"),
    ],
)
def test_a_wrong_or_missing_decision_is_refused(tmp_path, old, new, said):
    path = tmp_path / "similar_names.csv"
    text = (paths.RECORD / "similar_names.csv").read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError, match="Remedy:") as caught:
        decided_names(replace(open_record(), folder=tmp_path))
    assert said in str(caught.value)


def test_b_cubed_solved_on_paper():
    expected, found = list("aaabb"), list("xxyyy")
    score = b_cubed(expected, found)
    assert score.precision == pytest.approx((1 + 1 + 1 / 3 + 2 / 3 + 2 / 3) / 5)
    assert score.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1 + 1) / 5)
    assert score.f1 == pytest.approx(2 / (1 / score.precision + 1 / score.recall))


def test_b_cubed_knows_no_labels_and_is_undefined_without_mentions():
    assert b_cubed([1, 1, 2], ["p", "p", "q"]) == (1, 1, 1)
    assert math.isnan(b_cubed([], []).f1)
    with pytest.raises(ValueError, match="both sides"):
        b_cubed([1], [])


def test_every_hand_checked_mention_is_compared():
    expected, found = mentions(communique.open_study())
    assert len(expected) == len(found) > 20
    assert b_cubed(expected, found).f1 > 0.95


def test_the_check_before_a_build_reads_the_record(tmp_path, monkeypatch):
    from communique import checks

    folder = tmp_path / "record"
    shutil.copytree(paths.RECORD, folder)
    path = folder / "ties.csv"
    path.write_text(path.read_text("utf-8") + "nowhere,Adil Soz,partner\n", encoding="utf-8")
    monkeypatch.setattr(checks, "open_record", lambda: open_record(folder))
    with pytest.raises(InputError, match="There is no event 'nowhere'"):
        checks.check_data()
