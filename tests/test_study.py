import pandas as pd
import pytest

import communique
from communique import study as module
from communique.showing import FIGURE_MIME, TABLE_MIME, UnknownIdError

TEXT = """Northtown police learn about the rights of bicycles
NORTHTOWN, Ruritania, 3 May 2011 - A two-day training seminar on human rights for 12 police \
officers took place in Northtown, Ruritania.
The event was organized by the Ministry of Bicycles of Ruritania.
The event was organized by the Ministry of Bicycles of Ruritania.
"""


@pytest.fixture(scope="module")
def study():
    return communique.open_study()


def test_every_frame_has_its_columns_and_types(study):
    for name, types in (
        ("sentences", module.SENTENCES),
        ("releases", module.RELEASE_COLUMNS),
        ("events", module.EVENTS),
        ("event_evidence", module.EVIDENCE),
        ("ties", module.TIES),
        ("hits", module.HITS),
        ("themes", module.THEMES),
        ("actors", module.ACTORS),
    ):
        frame = getattr(study, name)
        assert {column: str(kind) for column, kind in frame.dtypes.items()} == types, name
        assert len(frame) > 0


def test_sentences_stand_where_their_offsets_say(study):
    texts = {release.id: release.text for release in study.releases_read}
    for row in study.sentences.itertuples():
        assert texts[row.release][row.start : row.end] == row.text


def test_mentions_cues_and_indicators_stand_where_their_offsets_say(study):
    texts = {release.id: release.text for release in study.releases_read}
    for row in study.ties.itertuples():
        assert texts[row.release][row.start : row.end] == row.mention
        assert texts[row.release][row.cue_start : row.cue_end] == row.cue
    for row in study.hits.itertuples():
        assert row.sentence_start <= row.start < row.end <= row.sentence_end


def test_rows_are_sorted_by_date_and_place(study):
    assert study.releases["date"].is_monotonic_increasing
    assert list(study.ties["release"].unique()) == list(study.releases["release"])
    for _, own in study.sentences.groupby("release"):
        assert list(own["sentence"]) == list(range(1, len(own) + 1))


def test_counts_of_releases_are_those_of_counted_sentences(study):
    counted = study.sentences[study.sentences["counted"]]
    assert study.releases["sentences"].sum() == len(counted)
    assert study.releases["words"].sum() == counted["words"].sum()
    assert not counted["repeated"].any()


def test_study_is_the_same_from_any_working_folder(study, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    module._open.cache_clear()
    again = communique.open_study()
    pd.testing.assert_frame_equal(again.ties, study.ties)
    pd.testing.assert_frame_equal(again.theme_shares, study.theme_shares)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "bicycles.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def test_a_folder_without_a_manifest_is_read_as_it_is(folder):
    study = communique.open_study(folder)
    row = study.releases.iloc[0]
    assert row["release"] == "bicycles"
    assert row["title"] == "Northtown police learn about the rights of bicycles"
    assert (row["sentences"], row["repeated_sentences"]) == (3, 1)
    assert row["url"] == ""
    assert study.events.iloc[0]["date"] == pd.Timestamp("2011-05-03")


def test_an_actor_unknown_to_the_authority_file_keeps_its_name(folder):
    ties = communique.open_study(folder).ties
    assert list(ties["actor"]) == ["Ministry of Bicycles of Ruritania"]
    assert list(ties["actor_type"]) == ["unknown"]
    assert not ties["resolved"].any()


def test_a_release_without_ties_or_themes_still_gives_every_figure_and_table(tmp_path):
    (tmp_path / "plain.txt").write_text("A title here\nNothing is said. At all.\n", "utf-8")
    study = communique.open_study(tmp_path)
    from communique.figures import FIGURES, render
    from communique.tables import TABLES

    assert study.events["date"].isna().all()
    for table in TABLES:
        assert list(table.frame(study).columns) == list(table.columns), table.id
        assert len(table.page_view(study).columns) <= 6
    for figure in FIGURES:
        assert render(figure, study, "png", dots_per_inch=50).startswith(b"\x89PNG"), figure.id
        assert figure.caption(study)
        assert figure.alt(study)


def test_unknown_ids_list_the_choices(study):
    with pytest.raises(UnknownIdError, match=r"no figure 'fig-nothing'.*fig-theme-shares"):
        study.show_figure("fig-nothing")
    with pytest.raises(KeyError, match=r"no table 'tab-nothing'.*tab-ties"):
        study.show_table("tab-nothing")
    with pytest.raises(UnknownIdError, match="tab-ties"):
        study.table("tab-nothing")


def test_shown_figure_offers_a_picture_and_its_id(study):
    data, metadata = study.show_figure("fig-timeline")._repr_mimebundle_()
    assert data["image/png"].startswith(b"\x89PNG")
    assert data[FIGURE_MIME] == {"id": "fig-timeline"}
    assert metadata == {"communique": "fig-timeline"}


def test_shown_table_escapes_what_texts_hold(tmp_path):
    (tmp_path / "odd.txt").write_text("<b>Bold</b> & more\nA text here. It ends.\n", "utf-8")
    study = communique.open_study(tmp_path)
    data, _ = study.show_table("tab-releases")._repr_mimebundle_()
    assert "&lt;b&gt;Bold&lt;/b&gt; &amp; more" in data["text/html"]
    assert data[TABLE_MIME] == {"id": "tab-releases"}
