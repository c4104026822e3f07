import math
import re
import xml.etree.ElementTree as ET

import matplotlib as mpl
import matplotlib.dates as mdates
import pandas as pd
import pytest
from matplotlib.figure import Figure

import communique
from communique.figures import FIGURES, FORMATS, find_figure, render, style
from communique.figures.themes import EMPHASIS, ROW
from communique.figures.time import short_date


@pytest.fixture(scope="module")
def study():
    return communique.open_study()


def drawn(spec, study):
    with style.house_style():
        ax = Figure(figsize=(7, 6)).subplots()
        assert spec.draw(spec.data(study), ax) is ax
    return ax


def texts(ax):
    return [text.get_text() for text in ax.texts]


@pytest.mark.parametrize("spec", FIGURES, ids=lambda spec: spec.id)
def test_a_figure_is_declared_in_full(spec, study):
    assert spec.id.startswith("fig-")
    assert spec.width in (style.SINGLE, style.MIDDLE, style.DOUBLE)
    assert spec.height(spec.data(study)) <= style.MAX_HEIGHT
    caption, alt = spec.caption(study), spec.alt(study)
    assert caption.startswith(spec.title)
    if spec.drawn_from is None:
        assert "5 releases, 2004–2017" in caption
    assert spec.source(study) in caption
    assert spec.drawn_by in caption
    assert re.search(r"\d", alt)
    assert len(alt) > 60
    assert alt != caption


@pytest.mark.parametrize("spec", FIGURES, ids=lambda spec: spec.id)
def test_drawing_touches_no_setting_and_holds_no_title(spec, study):
    before = dict(mpl.rcParams)
    ax = drawn(spec, study)
    assert dict(mpl.rcParams) == before
    assert ax.get_title() == ""
    assert not ax.xaxis.get_gridlines()[0].get_visible() if ax.xaxis.get_gridlines() else True


@pytest.mark.parametrize("spec", FIGURES, ids=lambda spec: spec.id)
def test_nothing_is_transparent_and_no_type_is_tiny(spec, study):
    ax = drawn(spec, study)
    assert all(artist.get_alpha() in (None, 1) for artist in ax.get_children())
    assert min((text.get_fontsize() for text in ax.texts), default=6) >= 6


def test_theme_figure_has_one_dot_a_share_at_its_true_date(study):
    ax = drawn(find_figure("fig-theme-shares"), study)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    assert len(dots) == len(study.theme_shares)
    days = {float(mdates.date2num(line.get_xdata()[0])) for line in dots}
    assert days == {float(mdates.date2num(day)) for day in study.releases["date"]}


def test_no_line_of_the_theme_figure_joins_two_dates(study):
    ax = drawn(find_figure("fig-theme-shares"), study)
    for line in ax.lines:
        if line.get_transform() == ax.transData:
            assert len(set(line.get_xdata())) == 1


def test_counts_stand_beside_the_dots_and_absent_themes_are_open(study):
    ax = drawn(find_figure("fig-theme-shares"), study)
    shown = [text for text in texts(ax) if re.fullmatch(r"\d+/\d+", text)]
    expected = [
        f"{row.sentences_with_theme}/{row.sentences}" for row in study.theme_shares.itertuples()
    ]
    assert sorted(shown) == sorted(expected)
    hollow = [
        line for line in ax.lines
        if line.get_marker() == "o" and line.get_markerfacecolor() == "white"
    ]  # fmt: skip
    assert len(hollow) == (study.theme_shares["sentences_with_theme"] == 0).sum()


def test_interval_lines_end_where_the_interval_ends(study):
    spec = find_figure("fig-theme-shares")
    ax = drawn(spec, study)
    lengths = sorted(
        round(abs(line.get_ydata()[1] - line.get_ydata()[0]) / ROW, 6)
        for line in ax.lines
        if len(line.get_ydata()) == 2 and line.get_marker() in (None, "None")
        and line.get_transform() == ax.transData and line.get_linestyle() == "-"
    )  # fmt: skip
    expected = sorted(
        round(row.absent_below if math.isnan(row.absent_below) is False else row.high - row.low, 6)
        for row in study.theme_shares.itertuples()
    )
    assert lengths == pytest.approx(expected, abs=1e-5)


def test_only_the_declared_themes_are_in_colour(study):
    ax = drawn(find_figure("fig-theme-shares"), study)
    dots = [line for line in ax.lines if line.get_marker() == "o"]
    colours = {line.get_markerfacecolor() for line in dots}
    assert colours == {*EMPHASIS.values(), style.INK, "white"}


def test_role_chart_has_a_letter_a_tie(study):
    spec = find_figure("fig-role-chart")
    data = spec.data(study)
    ax = drawn(spec, study)
    letters = [text for text in texts(ax) if len(text) == 1]
    key = data["role"].nunique()
    assert len(letters) == len(data) + key
    rows = data["node"].nunique()
    assert rows == len(set(data["node"]))


def test_renamed_office_is_one_row_with_all_its_names(study):
    data = find_figure("fig-role-chart").data(study)
    names = data.loc[data["names"].str.contains(" → "), ["node", "names"]].drop_duplicates()
    assert len(names) == 1
    assert names["names"].iloc[0].count(" → ") == 2


def test_every_role_has_shape_colour_and_letter_of_its_own():
    marks = list(style.ROLE_MARKS.values())
    for part in ("label", "letter", "marker", "fill"):
        assert len({getattr(mark, part) for mark in marks}) == len(marks), part


def test_labels_of_two_mode_network_do_not_overlap(study):
    data = find_figure("fig-two-mode-network").data(study)
    for _, own in data.groupby(["column", "side"]):
        heights = own["port_y"].sort_values()
        assert heights.diff().dropna().min() == pytest.approx(5.2) if len(heights) > 1 else True
    for _, side in data.drop_duplicates(["side", "node"]).groupby("side"):
        gaps = side["actor_y"].sort_values().diff().dropna()
        assert gaps.min() > 7


def test_funders_say_where_none_is_named(study):
    ax = drawn(find_figure("fig-funders"), study)
    assert texts(ax).count("no funder named") == 2


def test_co_organiser_data_holds_the_weights(study):
    data = find_figure("fig-co-organisers").data(study)
    ties = data[data["kind"] == "tie"]
    assert ties["weight"].max() == pytest.approx(2)
    assert set(ties["actor"]) | set(ties["other_actor"]) <= set(data["actor"])


@pytest.mark.parametrize("file_format", FORMATS)
def test_two_drawings_have_the_same_bytes(file_format, study):
    spec = find_figure("fig-funders")
    assert render(spec, study, file_format) == render(spec, study, file_format)


def test_pdf_embeds_truetype_and_svg_keeps_text(study):
    spec = find_figure("fig-co-organisers")
    pdf = render(spec, study, "pdf")
    assert b"/TrueType" in pdf or b"/CIDFontType2" in pdf
    assert b"/Type3" not in pdf
    assert b"CreationDate" not in pdf
    svg = render(spec, study, "svg")
    root = ET.fromstring(svg)
    assert root.findall(".//{http://www.w3.org/2000/svg}text")
    assert root.attrib["width"].endswith("pt")
    assert float(root.attrib["width"].removesuffix("pt")) == pytest.approx(132 / 25.4 * 72, abs=0.1)


def test_png_has_three_hundred_dots_an_inch(study):
    png = render(find_figure("fig-co-organisers"), study, "png")
    width = int.from_bytes(png[16:20], "big")
    assert width == int(132 / 25.4 * 300)
    assert b"Software" not in png


def test_short_dates():
    assert short_date(pd.Timestamp("2016-09-20")) == "20 Sep 2016"
    assert short_date(pd.NaT) == "undated"
