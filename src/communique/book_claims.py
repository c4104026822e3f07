"""The claims of the ledger as parts of a page."""

from __future__ import annotations

from typing import Any

import pandas as pd
from docutils import nodes
from sphinx import addnodes
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from communique import open_study
from communique.book_nodes import inline, number_reference, plain
from communique.claims import FAILS, HOLDS, OPEN, find_claim, ledger
from communique.numbers import numbers
from communique.wording import fill, keys_of

logger = logging.getLogger(__name__)

CLASSES = {HOLDS: "claim-holds", FAILS: "claim-fails", OPEN: "claim-open"}


class ClaimList(SphinxDirective):
    """``claims``: the claims of the front page, each judged anew; ``claims ID ...``: these."""

    optional_arguments = 1
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """One item a claim: the claim, what it rests on, its verdict and how it fares recounted."""
        study = open_study()
        known, rows = numbers(study), ledger(study)
        if self.arguments:
            wanted = self.arguments[0].split()
            for one in set(wanted) - set(rows["claim"]):
                logger.warning("There is no claim %r.", one, location=self.get_location())
            rows = rows[rows["claim"].isin(wanted)]
        else:
            rows = rows[rows["front"]]
        for row in rows.itertuples(index=False):
            for key in set(keys_of(find_claim(row.claim).sentence)) - set(known):
                logger.warning(
                    "The claim %r asks for the number %r, which these releases do not give. "
                    "Rewrite its sentence in claims.py, or take it out.",
                    row.claim,
                    key,
                    location=self.get_location(),
                )
        items = [_item(row, known, self.env.docname) for row in rows.itertuples(index=False)]
        return [nodes.enumerated_list("", *items, enumtype="arabic", classes=["claims"])]


def _item(row: Any, known: dict[str, str], docname: str) -> nodes.list_item:
    claim = find_claim(row.claim)
    statement = plain(nodes.strong("", f"{claim.head}. "), fill(claim.sentence, known))
    note: list[nodes.Node | str] = [
        inline(f"{row.verdict.capitalize()}.", "claim-verdict", CLASSES[row.verdict]),
        f" {row.words[:1].upper()}{row.words[1:]}. ",
    ]
    if row.verdict != row.expected:
        note.append(f"This page was written for texts of which it {_expected(row.expected)}. ")
    if not pd.isna(row.universes):
        note.append(
            f"True of the counts in {row.true_in} of {row.universes} ways of counting, and in "
            f"{row.true_left_out:,} of {row.universes_left_out:,} without one indicator. "
        )
    note += [number_reference(row.figure, docname), ". "]
    if row.page != docname:
        note += [_page_reference(row.page, docname), "."]
    return nodes.list_item("", statement, plain(*note, classes=("claim-note",)))


def _expected(verdict: str) -> str:
    return verdict if verdict != OPEN else "could not be told"


def _page_reference(page: str, docname: str) -> nodes.Node:
    """A link to a page under its own title."""
    return addnodes.pending_xref(
        "",
        inline(page, "xref", "doc"),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{page}",
        refexplicit=False,
        refwarn=True,
        refdoc=docname,
    )
