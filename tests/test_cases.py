"""Invented sentences in the genre's wordings: each with what a careful reader would take from it.

The files of `tests/cases` were written apart from the rules, by machine writers who knew the
definitions of the roles and not the code; how, and how many were read right at first contact, is
told in the book's chapter on validation.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from communique.codebook import load_codebook
from communique.coding import code_release
from communique.records import Coding, Release, Tie

CASES = Path(__file__).parent / "cases"
CODEBOOK = load_codebook()
TITLE = "Police officers meet in Northtown"
HEAD = "NORTHTOWN, Westland, 5 May 2015 – "


def cases(name: str) -> list[Any]:
    groups = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    return [
        pytest.param(case, id=f"{group['wording']}-{number}")
        for group in groups
        for number, case in enumerate(group["cases"], start=1)
    ]


def code(body: str, title: str = TITLE, head: str = HEAD) -> Coding:
    return code_release(Release("x", f"{title}\n{head}{body}", title=title), CODEBOOK)


def plain(name: str) -> str:
    """A name without article and bracketed acronym, with straight quotation marks."""
    straight = name.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'})
    return re.sub(r" \([A-Z]+\)|^[Tt]he ", "", straight)


def is_named(tie: Tie, actor: str) -> bool:
    """Whether a tie is an actor's, by his canonical name or as the text has it."""
    return plain(actor) in (plain(tie.actor), plain(tie.mention))


@pytest.mark.parametrize("case", cases("events"))
def test_the_facts_of_an_event(case: dict[str, Any]) -> None:
    head = case.get("head", "ALMATY, Kazakhstan, 5 May 2015 – ")
    event = code_release(Release("x", f"Police meet\n{head}{case['body']}"), CODEBOOK).event
    found = {name: getattr(event, name) for name in case["wants"]}
    if found.get("date") is not None:
        found["date"] = str(found["date"])
    assert found == case["wants"]
