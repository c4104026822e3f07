"""Invented sentences in the genre's wordings: each with what a careful reader would take from it.

Most of `tests/cases` was written apart from the rules, by machine writers who knew the definitions
of the roles and not the code; how, and how many were read right at first contact, is told in the
book's chapter on validation. Later cases were written while the rules were mended.
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


def cases(name: str) -> list[Any]:
    groups = yaml.safe_load((CASES / f"{name}.yml").read_text("utf-8"))
    return [
        pytest.param(case, id=f"{group['wording']}-{number}")
        for group in groups
        for number, case in enumerate(group["cases"], start=1)
    ]


def code(body: str, title: str = TITLE, country: str = "Kazakhstan") -> Coding:
    text = f"{title}\nNORTHTOWN, {country}, 5 May 2015 – {body}"
    return code_release(Release("x", text, title=title), CODEBOOK)


def plain(name: str) -> str:
    """A name without article and bracketed acronym, with straight quotation marks."""
    straight = name.translate({0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'})
    return re.sub(r" \([A-Z]+\)|^[Tt]he ", "", straight)


def is_named(tie: Tie, actor: str) -> bool:
    """Whether a tie is an actor's: by canonical name, by alias, or as the text has it."""
    canonical = CODEBOOK.authority.alias_index.get(actor.casefold(), ())
    names = (tie.actor.removesuffix(" of Kazakhstan"), tie.mention)
    return tie.actor in canonical or plain(actor) in map(plain, names)


def differences(ties: list[Tie], wanted: list[tuple[str, str]]) -> list[str]:
    """What is missed and what is read besides, in words."""
    left = list(ties)
    wrong = []
    for actor, role in wanted:
        tie = next((t for t in left if t.role == role and is_named(t, actor)), None)
        if tie is None:
            wrong.append(f"missed: {actor} as {role}")
        else:
            left.remove(tie)
    return wrong + [f"besides: {tie.actor} as {tie.role} by {tie.rule}" for tie in left]


def read_ties(case: dict[str, Any]) -> list[str]:
    wanted = [(actor, role) for role, actors in case.get("ties", {}).items() for actor in actors]
    return differences(list(code(case["text"], case.get("title", TITLE)).ties), wanted)


def read_names(case: dict[str, Any]) -> list[str]:
    sentence = f"The seminar was organized by {case['list']}{case.get('then', '')}."
    organizers = [t for t in code(sentence, country="Westland").ties if t.role == "organizer"]
    return differences(organizers, [(name, "organizer") for name in case["names"]])


@pytest.mark.parametrize("case", cases("ties"))
def test_a_wording_gives_its_ties_and_none_besides(case: dict[str, Any]) -> None:
    assert read_ties(case) == []


@pytest.mark.parametrize("case", cases("nothing"))
def test_what_is_no_tie_yields_none(case: dict[str, Any]) -> None:
    assert read_ties(case) == []


@pytest.mark.parametrize("case", cases("names"))
def test_a_list_of_names_is_read_whole(case: dict[str, Any]) -> None:
    assert read_names(case) == []


@pytest.mark.parametrize("case", cases("events"))
def test_the_facts_of_an_event(case: dict[str, Any]) -> None:
    head = case.get("head", "ALMATY, Kazakhstan, 5 May 2015 – ")
    event = code_release(Release("x", f"Police meet\n{head}{case['body']}"), CODEBOOK).event
    found = {name: getattr(event, name) for name in case["wants"]}
    if found.get("date") is not None:
        found["date"] = str(found["date"])
    assert found == case["wants"]
