"""All figures of the book, each declared once, with words that come from its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from communique.figures import (
    corpus,
    network,
    record_catalogue,
    roles,
    theme_catalogue,
    validation,
)
from communique.figures.spec import FigureSpec
from communique.figures.style import DOUBLE, MIDDLE, role_mark, role_name
from communique.figures.time import short_date
from communique.showing import UnknownIdError
from communique.wording import count, joined, percent

if TYPE_CHECKING:
    from communique.study import Study


def find_figure(figure_id: str) -> FigureSpec:
    """The figure with this id; `UnknownIdError` lists the choices."""
    for figure in FIGURES:
        if figure.id == figure_id:
            return figure
    raise UnknownIdError("figure", figure_id, (figure.id for figure in FIGURES))


def _timeline_explain(study: Study) -> str:
    return (
        "Each dot is one release at the date that it gives, with the place of the event and the "
        "release's own title. Grey bars: the name of the OSCE office in Kazakhstan. Broken lines: "
        "the days on which it was renamed; the decision behind the last of them, of 18 December "
        "2014, also gave it a new mandate. The texts were chosen, not sampled: empty years say "
        "nothing about the office's work."
    )


def _timeline_alt(study: Study) -> str:
    data = corpus.timeline_data(study)
    dates = data["date"].dropna()
    listed = joined(short_date(day) for day in dates)
    gap = dates.sort_values().diff().max()
    longest = "" if pd.isna(gap) else f" The longest gap is {gap.days / 365.25:.1f} years."
    names = joined(data["office"].dropna().unique())
    return (
        f"Time line of {count(len(data), 'release')}: {listed}.{longest} "
        f"Below it a bar with the names of the office: {names}."
    )


def _chart_explain(study: Study) -> str:
    return (
        "Rows are actors, columns are events in the order of their dates, at equal distances. A "
        "mark is a role that the release names: its shape, colour and letter say which. The "
        "office that was renamed is one row. An empty cell means that the release names the actor "
        "in no role, not that it had none."
    )


def _chart_alt(study: Study) -> str:
    data = roles.role_chart_data(study)
    kinds = data["role"].value_counts(sort=False)
    told = joined(f"{role_mark(role).label.lower()} {number}" for role, number in kinds.items())
    most = data.groupby("node")["release"].nunique().sort_values(ascending=False, kind="stable")
    lead = (
        f" Most events: {joined(f'{name} {n}' for name, n in most.head(3).items())}."
        if len(most)
        else ""
    )
    return (
        f"Chart of {count(data['node'].nunique(), 'actor')} by "
        f"{count(data['release'].nunique(), 'event')} with {count(len(data), 'mark')}: "
        f"{told}.{lead}"
    )


def _strip_explain(study: Study) -> str:
    return (
        "One strip an actor whose roles are not the same in all its events, with its marks at the "
        "days of the releases. The grey line only guides the eye: between events nothing is known."
    )


def _strip_alt(study: Study) -> str:
    data = roles.role_strip_data(study)
    told = "; ".join(
        f"{node}: "
        + joined(
            f"{role_mark(row.role).label.lower()} {short_date(row.date)}"
            for row in own.itertuples(index=False)
        )
        for node, own in data.groupby("node", sort=False)
    )
    return f"Strips of {count(data['node'].nunique(), 'actor')} in time. {told}."


def _two_mode_explain(study: Study) -> str:
    return (
        "Events stand in the middle by date, actors at the sides; a mark where a line meets an "
        "event says the role. Blue lines: organisers; broken lines: funders; grey lines: all "
        "other roles. Left: OSCE bodies and bodies of the host country. Heights follow the dates "
        "of an actor's events; distances carry no measure."
    )


def _two_mode_alt(study: Study) -> str:
    data = network.two_mode_data(study)
    actors, ties = data["node"].nunique(), len(data)
    once = int(data.groupby("node")["release"].nunique().eq(1).sum())
    return (
        f"Network of {count(actors, 'actor')} and {count(data['release'].nunique(), 'event')} "
        f"with {count(ties, 'tie')}. {once} of the actors are tied to one event only, and "
        f"{actors - once} join two events or more."
    )


def _co_explain(study: Study) -> str:
    return (
        "Dots are organisers, a line joins two that organised an event together. Its number is "
        "Newman's weight: an event of k organisers adds 1/(k - 1) to each pair. Places on the "
        "circle carry no measure. The OSCE office in Kazakhstan, which published most of "
        "these releases, is in most "
        "of them by construction, so that its central place is no finding."
    )


def _co_alt(study: Study) -> str:
    data = network.co_organiser_data(study)
    ties = data[data["kind"] == "tie"]
    organisers = len(data) - len(ties)
    head = f"Network of {count(organisers, 'organiser')} with {count(len(ties), 'tie')}."
    if ties.empty:
        return head
    best = ties.sort_values(["weight", "actor"], ascending=[False, True]).iloc[0]
    return (
        f"{head} The strongest joins {best['actor']} and {best['other_actor']} "
        f"({count(int(best['events']), 'shared event')}, weight {best['weight']:g})."
    )


def _funders_explain(study: Study) -> str:
    return (
        "Each box is an event: on the left who gives money to it, by a word of money in the "
        "release, on the right who organises it, under the name of that day. Support without a "
        "word of money is not shown. No funder named is not no funder."
    )


def _funders_alt(study: Study) -> str:
    data = network.funder_data(study)
    with_funder = data[data["funder"] != ""]
    events, funded = data["release"].nunique(), with_funder["release"].nunique()
    told = joined(
        f"{short_date(day)} {joined(sorted(set(own['funder'])))}"
        for day, own in with_funder.groupby("date")
    )
    return (
        f"Diagram of {count(events, 'event')} between funders and organisers. A funder is named "
        f"for {funded} of {events}{': ' + told if told else ''}."
    )


def _scores_explain(study: Study) -> str:
    return (
        "Ties read from invented releases that were written and annotated apart from the rules "
        "and not looked at while the rules were mended. Precision: how many of the ties read are "
        "there. Recall: how many of the ties there are read. Lines: exact 95 % intervals (Clopper "
        "and Pearson); the counts stand at the right."
    )


def _scores_alt(study: Study) -> str:
    data = validation.score_data(study)
    told = joined(
        f"{role_name(row.role)} {row.measure} {percent(row.share)} ({row.right} of {row.of})"
        for row in data.itertuples(index=False)
    )
    return f"Dot plot of precision and recall of ties in held-out invented releases: {told}."


FIGURES: tuple[FigureSpec, ...] = (
    FigureSpec(
        id="fig-timeline",
        title="The releases in time",
        explain=_timeline_explain,
        alt=_timeline_alt,
        data=corpus.timeline_data,
        draw=corpus.draw_timeline,
        width=DOUBLE,
        height=lambda data: 34 + 11.5 * len(data),
        page="notebooks/releases",
    ),
    FigureSpec(
        id="fig-role-chart",
        title="Who did what in which event",
        explain=_chart_explain,
        alt=_chart_alt,
        data=roles.role_chart_data,
        draw=roles.draw_role_chart,
        width=DOUBLE,
        height=roles.role_chart_height,
        page="notebooks/who_did_what",
    ),
    FigureSpec(
        id="fig-role-strip",
        title="Actors that change their role",
        explain=_strip_explain,
        alt=_strip_alt,
        data=roles.role_strip_data,
        draw=roles.draw_role_strip,
        width=DOUBLE,
        height=lambda data: 22 + 9 * data["node"].nunique(),
        page="notebooks/who_did_what",
    ),
    FigureSpec(
        id="fig-validation",
        title="How well roles are read",
        explain=_scores_explain,
        alt=_scores_alt,
        data=validation.score_data,
        draw=validation.draw_scores,
        width=MIDDLE,
        height=lambda data: 20 + validation.ROW_MM * data["role"].nunique(),
        page="notebooks/validation",
        drawn_from=validation.source,
    ),
    *theme_catalogue.FIGURES,
    FigureSpec(
        id="fig-two-mode-network",
        title="Actors and events, tied by roles",
        explain=_two_mode_explain,
        alt=_two_mode_alt,
        data=network.two_mode_data,
        draw=network.draw_two_mode,
        width=DOUBLE,
        height=network.two_mode_height,
        page="notebooks/network",
    ),
    FigureSpec(
        id="fig-co-organisers",
        title="Who organised with whom",
        explain=_co_explain,
        alt=_co_alt,
        data=network.co_organiser_data,
        draw=network.draw_co_organisers,
        width=MIDDLE,
        height=lambda data: 78,
        page="notebooks/network",
    ),
    FigureSpec(
        id="fig-funders",
        title="Who pays for what",
        explain=_funders_explain,
        alt=_funders_alt,
        data=network.funder_data,
        draw=network.draw_funders,
        width=DOUBLE,
        height=network.funder_height,
        page="notebooks/network",
    ),
    *record_catalogue.RELEASE_FIGURES,
    *record_catalogue.FIGURES,
)
"""In the order of the chapters."""
