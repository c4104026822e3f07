"""Figures: functions that take data and axes, declared once in a catalogue."""

from communique.figures.catalogue import FIGURES, find_figure
from communique.figures.render import FORMATS, render, render_all
from communique.figures.spec import FigureSpec

__all__ = ["FIGURES", "FORMATS", "FigureSpec", "find_figure", "render", "render_all"]
