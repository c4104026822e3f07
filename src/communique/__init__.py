"""Communiqué: what press releases say happened, who did what, and in which words."""

__version__ = "0.1.0"
