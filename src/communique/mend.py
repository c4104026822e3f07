"""Mends what Sphinx and its theme write and a screen reader stumbles over; a Sphinx extension."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: What docutils writes, and what stands instead: a list's members have to be list items, and the
#: role `doc-biblioentry` has been withdrawn.
REPLACED = {'role="doc-biblioentry"': 'role="listitem"'}


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the mending of finished pages."""
    app.connect("html-page-context", _mend)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _mend(_app: Sphinx, _page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    for wrong, right in REPLACED.items():
        if context.get("body"):
            context["body"] = context["body"].replace(wrong, right)
