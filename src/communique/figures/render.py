"""From a figure's declaration to the bytes of a file: the same data give the same bytes."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from communique.figures.spec import FigureSpec
from communique.figures.style import MAX_HEIGHT, house_style, inches

if TYPE_CHECKING:
    from communique.study import Study

# Files say nothing of the hour and the program that made them, so that two runs are equal.
_METADATA: dict[str, dict[str, Any]] = {
    "png": {"Software": None},
    "pdf": {"Creator": None, "Producer": None, "CreationDate": None},
    "svg": {"Creator": None, "Date": None},
}
FORMATS = tuple(_METADATA)

LAYOUT_PASSES = 2
"""After one pass long labels may still be cut. Then the layout is fixed, alike in every format."""


def render(
    spec: FigureSpec, study: Study, file_format: str, *, dots_per_inch: float = 300
) -> bytes:
    """Draw a figure at its final size and return it as a PNG, PDF or SVG file."""
    return render_all(spec, study, (file_format,), dots_per_inch=dots_per_inch)[file_format]


def render_all(
    spec: FigureSpec,
    study: Study,
    formats: Sequence[str] = FORMATS,
    *,
    dots_per_inch: float = 300,
) -> dict[str, bytes]:
    """Draw a figure once and return it in several formats.

    No global setting is touched and no window opened; whoever calls writes the bytes.
    """
    data = spec.data(study)
    made = {}
    with house_style():
        height = min(spec.height(data), MAX_HEIGHT)
        size = inches(spec.width), inches(height)
        figure = Figure(figsize=size, dpi=dots_per_inch, layout="constrained")
        FigureCanvasAgg(figure)
        spec.draw(data, figure.subplots())
        for _ in range(LAYOUT_PASSES):
            figure.draw_without_rendering()
        figure.set_layout_engine("none")
        for name in formats:
            buffer = io.BytesIO()
            figure.savefig(buffer, format=name, dpi=dots_per_inch, metadata=_METADATA[name])
            made[name] = buffer.getvalue()
    return made
