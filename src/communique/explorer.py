"""The explorer: the network of the wider record in the browser, without a server or a network.

Python gives the facts, fixed places on the drawing, the Bokeh figure without data and the form;
`assets/explorer.js` fills, filters and tells. A place carries no measure, and a filter moves
nothing: what is left stays where it stood.
"""

from __future__ import annotations

import json
import math
import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import networkx as nx
import numpy as np
import pandas as pd
from bokeh.core.types import ID
from bokeh.embed import json_item
from bokeh.models import ColumnDataSource, Range1d, WheelZoomTool
from bokeh.plotting import figure
from bokeh.util.paths import bokehjs_path
from scipy.stats import rankdata

from communique.authority import ACTOR_TYPES
from communique.figures.style import ROLE_MARKS
from communique.network import merge_successions
from communique.record import FRAMES, PARTICIPANT, RECORD_ROLES, Record

SIZE = 1000
"""Places are whole numbers from 0 to this, in both directions."""

OFFICE_LENGTH = 2.2
"""How long a tie of the publisher's own office is beside any other: with one as short as the rest
all events lie about that office, and what else they share cannot be seen."""

ASSETS = ("explorer.css", "explorer.js")
BOKEH = "bokeh.min.js"


class Shape(NamedTuple):
    """How a type of actor is named and drawn: a marker of Bokeh, and its ground."""

    label: str
    marker: str
    ground: str


SHAPES = {
    "osce_field_operation": Shape("OSCE field operation", "circle", "ink"),
    "osce_institution": Shape("OSCE institution", "circle_cross", "ink"),
    "osce_secretariat": Shape("OSCE Secretariat", "circle_dot", "ink"),
    "host_government": Shape("Body of a host state", "diamond", "grey"),
    "foreign_government": Shape("Body of another state", "inverted_triangle", "paper"),
    "country": Shape("Country, of experts", "triangle", "paper"),
    "igo": Shape("International organisation", "hex", "paper"),
    "ngo": Shape("Non-governmental organisation", "star", "paper"),
    "academy": Shape("Academy", "diamond_dot", "grey"),
    "other": Shape("Other", "plus", "paper"),
}
"""Shape tells the type; the ground repeats its family: OSCE, host state, all others."""

DASHES = {
    "organizer": "solid",
    "funder": "10 3",
    "supporter": "2 2",
    "partner": "6 2 2 2",
    "requester": "2 5",
    "expert_provider": "4 2",
    "publisher": "8 2 2 2 2 2",
    PARTICIPANT: "1 3",
}
"""Line of a role in pixels, drawn and left out in turn; its colour stands in `explorer.css`."""


def role_label(role: str) -> str:
    """A role as the page names it."""
    return "Body of participants" if role == PARTICIPANT else ROLE_MARKS[role].label


def explorer_data(record: Record) -> dict[str, Any]:
    """What the page knows: the same for the same record, in every run.

    Returns
    -------
    dict
        ``actors``, by name: ``name``, ``names`` (earlier ones, oldest first), ``type``,
        ``country``, ``parent``, and the place ``x``, ``y``. A renamed office is one actor.
        ``events``, by date and id: ``id``, ``title``, ``date``, ``place``, ``country``,
        ``subject``, ``also`` (other subjects), ``url``, ``whole`` (read whole), ``x``, ``y``.
        ``ties``: number of the actor, number of the event, role, name on the day where it is not
        the actor's; each once. ``office``: number of the publisher's own office, None without one.
        ``roles``, ``types``, ``frames``, ``subjects``: what the form offers. An empty text is
        unknown.
    """
    merged = merge_successions(record.ties, record.actors).drop_duplicates(
        ["node", "release", "role"]
    )
    events = record.events.sort_values(["date", "event"])
    names = sorted(set(merged["node"]))
    office = record.office or None
    places = fixed_places(names, list(events["event"]), merged, office)
    return {
        "actors": _actors(names, merged, record.actors, places),
        "events": _events(events, places),
        "ties": _ties(names, list(events["event"]), merged),
        "office": names.index(office) if office else None,
        **_choices(merged, record.subjects),
    }


def fixed_places(
    actors: Sequence[str], events: Sequence[str], ties: pd.DataFrame, office: str | None = None
) -> dict[tuple[str, str], tuple[int, int]]:
    """A place for each ``("actor", name)`` and ``("event", id)``, from all ties at once.

    Distances on paper follow distances in ties as well as a plane lets them. Nothing is drawn by
    chance. Each direction is spread for itself to fill the sheet, so a place carries no measure.

    Parameters
    ----------
    ties : frame with ``node`` and ``release``
        Roles and repetitions make no difference.
    office : str, optional
        The actor whose ties are `OFFICE_LENGTH` long; others have the length 1.

    Returns
    -------
    dict of (x, y)
        Whole numbers from 0 to `SIZE`; y grows upwards. Empty without a node.

    References
    ----------
    Kamada and Kawai (1989), An algorithm for drawing general undirected graphs. Information
    Processing Letters 31, 7–15. doi:10.1016/0020-0190(89)90102-6.
    """
    graph: nx.Graph = nx.Graph()
    graph.add_nodes_from(sorted(("actor", name) for name in actors))
    graph.add_nodes_from(sorted(("event", name) for name in events))
    for node, release in sorted(set(ties[["node", "release"]].itertuples(index=False, name=None))):
        length = OFFICE_LENGTH if node == office else 1.0
        graph.add_edge(("actor", node), ("event", release), length=length)
    if not graph:
        return {}
    found = nx.kamada_kawai_layout(graph, weight="length")
    columns = [_spread([found[node][axis] for node in graph]) for axis in (0, 1)]
    return dict(zip(graph, zip(*columns, strict=True), strict=True))


def _spread(values: Sequence[float]) -> list[int]:
    """Places half by value and half by rank, over 0 to `SIZE`, so that a crowd has more room.

    All in the middle where the values are the same; equal values have equal places.
    """
    given = np.asarray(values, dtype=float)
    width = float(np.ptp(given))
    if not width:
        return [SIZE // 2] * len(given)
    by_value = (given - given.min()) / width
    by_rank = (rankdata(given) - 1) / (len(given) - 1)
    mean = (by_value + by_rank) / 2
    return [round(SIZE * float(place)) for place in (mean - mean.min()) / np.ptp(mean)]


def _actors(
    names: Sequence[str],
    ties: pd.DataFrame,
    actors: pd.DataFrame,
    places: dict[tuple[str, str], tuple[int, int]],
) -> list[dict[str, Any]]:
    facts = actors.set_index("actor")
    known = dict(ties[["node", "names"]].itertuples(index=False, name=None))
    made = []
    for name in names:
        x, y = places["actor", name]
        earlier = [old for old in known[name].split(" → ") if old != name]
        own = {column: _text(facts.loc[name, column]) for column in ("type", "country", "parent")}
        made.append({"name": name, "names": earlier, **own, "x": x, "y": y})
    return made


def _events(
    events: pd.DataFrame, places: dict[tuple[str, str], tuple[int, int]]
) -> list[dict[str, Any]]:
    made = []
    for row in events.itertuples(index=False):
        x, y = places["event", row.event]
        made.append(
            {
                "id": row.event,
                "title": _text(row.title),
                "date": row.date.date().isoformat(),
                "place": "; ".join(_listed(row.place)),
                "country": _text(row.country),
                "subject": _text(row.subject),
                "also": _listed(row.other_subjects),
                "url": _text(row.url),
                "whole": bool(row.read_whole),
                "x": x,
                "y": y,
            }
        )
    return made


def _ties(names: Sequence[str], events: Sequence[str], ties: pd.DataFrame) -> list[list[Any]]:
    actor = {name: number for number, name in enumerate(names)}
    event = {name: number for number, name in enumerate(events)}
    found = [
        (event[row.release], RECORD_ROLES.index(row.role), actor[row.node],
         row.actor if row.actor != row.node else "")
        for row in ties.itertuples(index=False)
    ]  # fmt: skip
    return [[who, what, RECORD_ROLES[role], name] for what, role, who, name in sorted(found)]


def _choices(ties: pd.DataFrame, subjects: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """What the form offers: roles, types and frames that occur, in the order of tables."""
    roles, types = set(ties["role"]), set(ties["actor_type"])
    return {
        "roles": [
            {"id": role, "label": role_label(role), "on": role != PARTICIPANT}
            for role in RECORD_ROLES
            if role in roles
        ],
        "types": [
            {
                "id": name,
                "label": SHAPES[name].label,
                "marker": SHAPES[name].marker,
                "ground": SHAPES[name].ground,
                "factor": round(size_factor(SHAPES[name].marker), 3),
            }
            for name in ACTOR_TYPES
            if name in types
        ],
        "frames": [{"id": frame, "label": label} for frame, label in FRAMES.items()],
        "subjects": [
            {"id": row.subject, "label": row.label, "frame": row.frame}
            for row in subjects.itertuples(index=False)
        ],
    }


def _text(value: Any) -> str:
    return "" if pd.isna(value) else str(value)


def _listed(value: Any) -> list[str]:
    return [part.strip() for part in _text(value).split(";") if part.strip()]


def outline(marker: str) -> list[tuple[float, float]]:
    """Corners of a marker of radius 1, y downwards; a circle has many; a dot or cross adds none."""
    name = marker.removesuffix("_dot").removesuffix("_cross")
    if name == "diamond":
        return [(0, 1), (2 / 3, 0), (0, -1), (-2 / 3, 0)]
    if name == "plus":
        a = 3 / 8
        half = [(a, 1), (a, a), (1, a), (1, -a), (a, -a), (a, -1)]
        return half + [(-x, -y) for x, y in half]
    if name in ("triangle", "inverted_triangle"):
        low = math.sqrt(3) / 3
        sign = 1 if name == "triangle" else -1
        return [(-1, sign * low), (1, sign * low), (0, sign * (low - math.sqrt(3)))]
    if name == "star":
        inner = (3 - math.sqrt(5)) / 2
        return [_on_circle(k / 10, inner if k % 2 else 1.0) for k in range(10)]
    corners = {"hex": 6, "circle": 72}[name]
    return [_on_circle(k / corners + 0.25, 1.0) for k in range(corners)]


def _on_circle(turn: float, radius: float) -> tuple[float, float]:
    """A point after a turn (0 to 1) from the top."""
    return radius * math.sin(2 * math.pi * turn), -radius * math.cos(2 * math.pi * turn)


def size_factor(marker: str) -> float:
    """By how much a marker must be wider than a circle to cover the same area."""
    points = outline(marker)
    after = [*points[1:], points[0]]
    area = abs(sum(a * d - b * c for (a, b), (c, d) in zip(points, after, strict=True))) / 2
    return math.sqrt(math.pi / area)


def explorer_plot(data: dict[str, Any]) -> dict[str, Any]:
    """The Bokeh figure as its own JSON, without data: one renderer a role, then events and actors.

    Bokeh counts its ids up over a whole process; they are counted anew here, so that the same
    record gives the same bytes.
    """
    margin = 0.06 * SIZE
    plot = figure(
        x_range=Range1d(start=-margin, end=SIZE + margin),
        y_range=Range1d(start=-margin, end=SIZE + margin),
        sizing_mode="stretch_both",
        toolbar_location=None,
        tools="pan",
        background_fill_color=None,
        border_fill_color=None,
        outline_line_color=None,
        min_border=0,
        output_backend="canvas",
    )
    plot.axis.visible = False
    plot.grid.visible = False
    wheel = WheelZoomTool(modifiers="ctrl")
    plot.add_tools(wheel)
    plot.toolbar.active_scroll = wheel
    ends: dict[str, list[Any]] = {name: [] for name in ("x0", "y0", "x1", "y1", "width", "alpha")}
    for role in data["roles"]:
        plot.segment(
            "x0", "y0", "x1", "y1", source=dict(ends), name=f"ties-{role['id']}",
            line_width="width", line_alpha="alpha", line_dash=DASHES[role["id"]],
        )  # fmt: skip
    marks: dict[str, list[Any]] = {
        name: [] for name in ("x", "y", "size", "marker", "fill", "line", "width", "alpha")
    }
    for name in ("events", "actors"):
        plot.scatter(
            "x", "y", size="size", marker="marker", fill_color="fill", line_color="line",
            line_width="width", alpha="alpha", source=dict(marks), name=name,
        )  # fmt: skip
    words = ColumnDataSource({name: [] for name in ("x", "y", "text", "down", "align")})
    # The outline of a letter covers the letter itself: halos lie below.
    for name, width in (("halos", 4), ("labels", 0)):
        look: dict[str, Any] = {
            "text": "text", "y_offset": "down", "text_align": "align", "text_baseline": "top",
            "text_font_size": "12px", "text_outline_width": width,
        }  # fmt: skip
        plot.text("x", "y", source=words, name=name, **look)
    return dict(_counted_anew(json_item(plot, ID("explorer-canvas")), {}))


def _counted_anew(value: Any, known: dict[str, str]) -> Any:
    """JSON of Bokeh with ids in the order in which they come."""
    if isinstance(value, list):
        return [_counted_anew(one, known) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: known.setdefault(one, f"x{len(known) + 1}")
        if name in ("id", "root_id") and isinstance(one, str)
        else _counted_anew(one, known)
        for name, one in value.items()
    }


def as_json(value: Any) -> str:
    """JSON for a script element: no "<", so that no text can end the element or open another."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")


def explorer_html(record: Record, static: str = "_static") -> str:
    """The explorer as HTML: form, drawing, panel, list, and what they are made from.

    Hidden until its script runs. `static` is the folder of the assets, seen from the page.
    """
    data = explorer_data(record)
    where = escape(static, quote=True)
    return "\n".join(
        (
            f'<link rel="stylesheet" href="{where}/explorer.css">',
            '<div class="explorer" id="explorer-app" hidden>',
            _search(data),
            '<div class="explorer-field">',
            _form(data),
            _CANVAS,
            _PANEL,
            "</div>",
            _LIST,
            "</div>",
            f'<script type="application/json" id="explorer-data">{as_json(data)}</script>',
            '<script type="application/json" id="explorer-plot">'
            f"{as_json(explorer_plot(data))}</script>",
            f'<script defer src="{where}/{BOKEH}"></script>',
            f'<script defer src="{where}/explorer.js"></script>',
        )
    )


_CANVAS = """<div class="explorer-drawing">
<p class="explorer-hint">Click a shape for what is known of it. \
<span class="explorer-mouse">Drag to move; Ctrl and the wheel bring it nearer.</span></p>
<div id="explorer-canvas" role="group" aria-label="Drawing of the network; the list below holds \
the same actors"></div>
<p class="explorer-label" id="explorer-label" hidden></p>
<div class="explorer-zoom" role="group" aria-label="Drawing">
<button type="button" id="explorer-nearer">Nearer</button>
<button type="button" id="explorer-farther">Farther</button>
<button type="button" id="explorer-all">Whole network</button>
</div>
</div>"""

_PANEL = """<section class="explorer-panel" id="explorer-panel" \
aria-labelledby="explorer-panel-title" hidden>
<p class="explorer-kind" id="explorer-kind"></p>
<h2 id="explorer-panel-title" tabindex="-1"></h2>
<button type="button" class="explorer-close" id="explorer-close">Close</button>
<div id="explorer-panel-body"></div>
</section>"""

_LIST = """<section class="explorer-list" aria-labelledby="explorer-list-title">
<h2 id="explorer-list-title">Actors shown</h2>
<p>The drawing as a list: events and roles are those that the choices above let through.</p>
<div class="scroll"><table class="table"><thead><tr><th scope="col">Actor</th>
<th scope="col">Type</th><th scope="col">Events</th><th scope="col">Roles</th></tr></thead>
<tbody id="explorer-rows"></tbody></table></div>
</section>"""


def _search(data: dict[str, Any]) -> str:
    """The box in which an actor is looked up, the count of what is shown, and the way back."""
    names = sorted({name for one in data["actors"] for name in (one["name"], *one["names"])})
    options = "".join(f'<option value="{escape(name, quote=True)}"></option>' for name in names)
    return (
        '<div class="explorer-top">'
        '<label for="explorer-search">Find an actor</label>'
        '<input type="search" id="explorer-search" list="explorer-names" autocomplete="off" '
        'spellcheck="false" placeholder="Name, then Enter">'
        f'<datalist id="explorer-names">{options}</datalist>'
        '<button type="button" id="explorer-find">Show</button>'
        '<p id="explorer-status" role="status"></p></div>'
    )


def _form(data: dict[str, Any]) -> str:
    """The choices; the boxes of roles and types are the key to the drawing as well."""
    roles = "".join(
        _box("role", one["id"], one["label"], _line(one["id"]), one["on"]) for one in data["roles"]
    )
    types = "".join(
        _box("type", one["id"], one["label"], _sign(one["marker"], one["ground"]))
        for one in data["types"]
    )
    parts = (
        '<details class="explorer-form" id="explorer-form" open>',
        "<summary>Choose what is shown</summary>",
        _years(data),
        _subjects(data),
        _group("Ties: role of an actor in an event", roles),
        _group("Actors by type", types),
        _group(
            "Leave out",
            _box("only", "office", "the publisher’s own office", "", False)
            + _box("only", "whole", "releases read only in part", "", False),
        ),
        '<button type="button" id="explorer-reset">Reset</button>',
        "</details>",
    )
    return "\n".join(parts)


def _group(legend: str, content: str) -> str:
    return f"<fieldset><legend>{legend}</legend>{content}</fieldset>"


def _box(name: str, value: str, label: str, sign: str, on: bool = True) -> str:
    checked = " checked" if on else ""
    return (
        f'<label class="explorer-box"><input type="checkbox" name="explorer-{name}" '
        f'value="{escape(value, quote=True)}"{checked}>{sign}<span>{escape(label)}</span></label>'
    )


def _years(data: dict[str, Any]) -> str:
    """First and last year: every year of the record's span, those without an event too."""
    found = [int(one["date"][:4]) for one in data["events"]]
    span = range(min(found), max(found) + 1) if found else range(0)
    made = ""
    for name, label, chosen in (("from", "from", span[:1]), ("to", "to", span[-1:])):
        options = "".join(
            f"<option{' selected' if year in chosen else ''}>{year}</option>" for year in span
        )
        made += (
            f'<label for="explorer-{name}">{label}</label>'
            f'<select id="explorer-{name}">{options}</select>'
        )
    return _group("Years", f'<div class="explorer-years">{made}</div>')


def _subjects(data: dict[str, Any]) -> str:
    """One list of frames and their subjects; the value is ``frame:…`` or ``subject:…``."""
    made = '<option value="">all subjects</option>'
    for frame in data["frames"]:
        own = [one for one in data["subjects"] if one["frame"] == frame["id"]]
        label = escape(frame["label"])
        made += (
            f'<optgroup label="{label}"><option value="frame:{frame["id"]}">all: {label}</option>'
        )
        made += "".join(
            f'<option value="subject:{one["id"]}">{escape(one["label"])}</option>' for one in own
        )
        made += "</optgroup>"
    return _group(
        "Subject of the event",
        f'<select id="explorer-subject" aria-label="Subject of the event">{made}</select>',
    )


def _line(role: str) -> str:
    """A short piece of a role's line, for the form."""
    dashes = "" if DASHES[role] == "solid" else f' stroke-dasharray="{DASHES[role]}"'
    return (
        '<svg class="explorer-line" viewBox="0 0 26 12" aria-hidden="true">'
        f'<path d="M0 6H26" style="stroke: var(--tie-{role})"{dashes}/></svg>'
    )


def _sign(marker: str, ground: str) -> str:
    """A type's marker, for the form, as large as a circle of the same area."""
    radius = 5 * min(size_factor(marker), 1.5)
    points = " ".join(f"{radius * x:.2f},{radius * y:.2f}" for x, y in outline(marker))
    more = {
        "dot": '<circle class="dot" r="1.6"/>',
        "cross": f'<path d="M{-radius:.2f} 0H{radius:.2f}M0 {-radius:.2f}V{radius:.2f}"/>',
    }.get(marker.split("_")[-1], "")
    return (
        f'<svg class="explorer-sign {ground}" viewBox="-8 -8 16 16" aria-hidden="true">'
        f'<polygon points="{points}"/>{more}</svg>'
    )


def copy_assets(folder: Path) -> None:
    """Put style and script of the explorer, and Bokeh's own script as installed, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ASSETS:
        shutil.copyfile(Path(__file__).parent / "assets" / name, folder / name)
    shutil.copyfile(bokehjs_path(dev=False) / "js" / BOKEH, folder / BOKEH)
