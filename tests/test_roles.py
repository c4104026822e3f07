"""Ties in invented releases: each wording with its role, and wordings that must yield nothing."""

from __future__ import annotations

import pytest

from communique.codebook import load_codebook
from communique.coding import code_release
from communique.records import Coding, Release

CODEBOOK = load_codebook()
ORG, FUND, SUP, PART, REQ, EXP, PUB = (
    "organizer",
    "funder",
    "supporter",
    "partner",
    "requester",
    "expert_provider",
    "publisher",
)


def code(body: str, title: str = "Police officers meet in Northtown") -> Coding:
    text = f"{title}\nNORTHTOWN, Kazakhstan, 5 May 2015 – {body}"
    return code_release(Release("x", text, title=title), CODEBOOK)


def ties(body: str, title: str = "Police officers meet in Northtown") -> set[tuple[str, str]]:
    return {(tie.actor, tie.role) for tie in code(body, title).ties}


NI, BA = "Northern Institute", "Southern Academy"

WORDINGS: list[tuple[str, set[tuple[str, str]]]] = [
    (f"The seminar was organized by the {NI} and the {BA}.", {(NI, ORG), (BA, ORG)}),
    (f"The seminar was organised by the {NI}.", {(NI, ORG)}),
    (f"The workshop was co-organized by the {NI} and the {BA}.", {(NI, ORG), (BA, ORG)}),
    (f"The course, held by the {NI} jointly with the {BA}, began.", {(NI, ORG), (BA, ORG)}),
    (f"The training was conducted by the {NI} together with the {BA}.", {(NI, ORG), (BA, ORG)}),
    (f"The {NI} and the {BA} organized a seminar.", {(NI, ORG), (BA, ORG)}),
    (f"The {NI} today launched a new training course.", {(NI, ORG)}),
    (f"The {NI}, in co-operation with the {BA}, held a workshop.", {(NI, ORG), (BA, PART)}),
    (f"The {NI}, together with the {BA}, hosted a round table.", {(NI, ORG), (BA, ORG)}),
    (f"The event was organized by the {NI} in partnership with the {BA}.", {(NI, ORG), (BA, PART)}),
    (
        f"The event was organized by the {NI} in close collaboration with the {BA}.",
        {(NI, ORG), (BA, PART)},
    ),
    (f"The project will be implemented jointly with the {BA}.", {(BA, PART)}),
    (f"The seminar took place with the financial support of the {NI}.", {(NI, FUND)}),
    (f"The course was held with funding from the {NI} and the {BA}.", {(NI, FUND), (BA, FUND)}),
    (f"The project is funded by the {NI}.", {(NI, FUND)}),
    (f"The project is co-financed by the {NI}.", {(NI, FUND)}),
    (f"The course was possible thanks to a generous contribution from the {NI}.", {(NI, FUND)}),
    (f"The {NI} funded the course.", {(NI, FUND)}),
    ("Norway and Sweden financed the project.", {("Norway", FUND), ("Sweden", FUND)}),
    (f"The seminar was supported by the {NI}.", {(NI, SUP)}),
    (f"The seminar was held with the support of the {NI}.", {(NI, SUP)}),
    (f"The seminar was held with technical assistance from the {NI}.", {(NI, SUP)}),
    (f"The seminar was held at the request of the {NI}.", {(NI, REQ)}),
    (
        f"The project was developed by the {NI} following a request from the {BA}.",
        {(NI, ORG), (BA, REQ)},
    ),
    (
        f"Experts from the {NI}, Norway and Sweden will brief the officers.",
        {(NI, EXP), ("Norway", EXP), ("Sweden", EXP)},
    ),
    ("Norwegian and Swedish police experts led the sessions.", {("Norway", EXP), ("Sweden", EXP)}),
    (f"The course was delivered by trainers from the {NI}.", {(NI, EXP)}),
    (f"The project benefits from the {NI}'s expertise.", {(NI, EXP)}),
    (
        f"The guidebook, written by the {NI} in co-operation with the {BA}, was handed out.",
        {(NI, PUB), (BA, PUB)},
    ),
    (f"The handbook was published by the {NI}.", {(NI, PUB)}),
    ("An EU-funded seminar began today.", {("European Union", FUND)}),
    ("A UNDP-supported seminar began today.", {("UN Development Programme", SUP)}),
    ("The seminar was organized by the non-governmental organization Sunrise.", {("Sunrise", ORG)}),
    (f"The courses are financed by the {NI}.", {(NI, FUND)}),
    (f"The project, funded in part by the {NI}, began.", {(NI, FUND)}),
    (f"The {NI} donated six computers.", {(NI, FUND)}),
    (
        "The project is funded by donations from Norway and Sweden.",
        {("Norway", FUND), ("Sweden", FUND)},
    ),
    (
        f"The course is the result of close co-operation between the {NI} and the {BA}.",
        {(NI, PART), (BA, PART)},
    ),
    (f"The seminar was organized by the {NI} with the {BA}.", {(NI, ORG), (BA, ORG)}),
    (
        "The courses are implemented by its partner, the non-governmental organization (NGO) Dawn.",
        {("Dawn", ORG)},
    ),
    (
        f"The seminar was held in co-operation with an international expert and the {BA}.",
        {(BA, PART)},
    ),
    ("The course was conducted by German police officers.", {("Germany", EXP)}),
    (
        f"Experts from Norway as well as from the {NI} will brief the officers.",
        {("Norway", EXP), (NI, EXP)},
    ),
    ("The seminar was organized by the Judges' Association.", {("Judges' Association", ORG)}),
    (f"The course was conducted by {NI} experts.", {(NI, EXP)}),
    (f"The course was delivered by the {NI}.", {(NI, ORG)}),
    (
        f"The course, organized by the {BA}, was delivered by the {NI}.",
        {(BA, ORG), (NI, EXP)},
    ),
    (f"Two data editors from the {NI} led the sessions.", {(NI, EXP)}),
    (f"Experts of the {NI} presented the new rules.", {(NI, EXP)}),
    (f"The trainers were from the {NI} and the {BA}.", {(NI, EXP), (BA, EXP)}),
    (f"The {NI}'s trainers taught the classes.", {(NI, EXP)}),
    (f"The {NI} sent two trainers.", {(NI, EXP)}),
    ("The seminar was held with Norwegian funding.", {("Norway", FUND)}),
    ("The seminar was held with US financial support.", {("United States", FUND)}),
    (f"The seminar was organized and funded by the {NI}.", {(NI, ORG), (NI, FUND)}),
    (f"The costs of the course were covered by the {NI}.", {(NI, FUND)}),
    (f"Funds for the seminar were provided by the {NI}.", {(NI, FUND)}),
    (f"With the {NI}'s financial support, officers met.", {(NI, FUND)}),
    (f"The {NI} handed over ten computers to the police.", {(NI, FUND)}),
    (f"The {NI} partnered with the {BA} to hold a seminar.", {(NI, ORG), (BA, PART)}),
    (f"The {NI}, alongside the {BA}, organized the seminar.", {(NI, ORG), (BA, PART)}),
    (f"In co-operation with the {BA}, the {NI} held a seminar.", {(BA, PART), (NI, ORG)}),
    (f"A seminar was organized on 3 May in Osh by the {NI}.", {(NI, ORG)}),
    (f"The course, which the {NI} held, was the first.", {(NI, ORG)}),
    (f"The {NI} organized the course and provided funding.", {(NI, ORG), (NI, FUND)}),
    (
        f"The course was organized by the {NI}, which also funded it.",
        {(NI, ORG), (NI, FUND)},
    ),
    (f"The seminar was organized not by the {NI} but by the {BA}.", {(BA, ORG)}),
    (f"The {NI} requested the training.", {(NI, REQ)}),
    (f"Published by the {NI}, the guide was handed out.", {(NI, PUB)}),
    (
        "Twenty officers completed an OSCE training course.",
        {("Organization for Security and Co-operation in Europe", ORG)},
    ),
]


@pytest.mark.parametrize(("body", "wanted"), WORDINGS, ids=[body for body, _ in WORDINGS])
def test_a_wording_gives_its_role(body: str, wanted: set[tuple[str, str]]) -> None:
    assert ties(body) == wanted


NOTHING = [
    f"Officers of the {NI} and the {BA} took part in the seminar.",
    f"The seminar was attended by representatives of the {NI}.",
    f"Some 40 experts from the {NI} participated in the seminar.",
    "Experts from Norway and Sweden attended the seminar.",
    f"Last year, a seminar was organized by the {NI}.",
    f"In 2009, the {NI} organized a seminar.",
    "Officers from Norway and Sweden completed a course.",
    'The chief said: "The seminar organized by the Northern Institute was a good one for us."',
    "Participants discussed the Convention on the Rights of the Child and the Penal Code.",
    f"The deputy head of the {NI}, Jane Doe, said that the seminar helps.",
    "The seminar took place in Northtown and in Almaty in May.",
    f"The seminar was held in the building of the {NI}.",
    "Experts will explain how disputes are settled together with residents.",
    "The police are supported by the residents.",
    f"Officers will visit the {NI}.",
    "Officials and experts from Norway and Sweden exchanged views.",
    f"The event is expected to be followed by a project that would be implemented by the {NI}.",
    "Kazakh experts spoke about their work.",
    "Officers met the Northern Group on the Financing of Terrorism.",
    "The contribution of Jane to the debate was long.",
    f"The {NI} provided the police officers with advice.",
    f"The seminar was not organized by the {NI}.",
    f"A conference could be organized by the {NI}.",
    f"Two years ago, the {NI} funded a course.",
    f"Officials of the {NI} were taught how to drive.",
    "Staff of the OSCE Centre in Astana watched the exercise as observers.",
    f"A follow-up course will be organized by the {NI}.",
    "A speaker showed how Finland funds its shelters.",
    f"The film featured a strike organized by the {NI}.",
    f"The brochure was written by Jane Doe, who works at the {NI}.",
]


@pytest.mark.parametrize("body", NOTHING)
def test_what_is_no_tie_yields_nothing(body: str) -> None:
    assert ties(body) == set()


def test_a_short_form_is_the_fuller_name_of_the_release() -> None:
    body = "The Northern Mediation Centre opened a hall. The seminar was organized by the Centre."
    assert ties(body) == {("Northern Mediation Centre", ORG)}


def test_an_acronym_is_the_name_that_the_release_gave_it() -> None:
    body = "The Northern Border Agency (NBA) opened a hall. The course was funded by the NBA."
    assert ties(body) == {("Northern Border Agency", FUND)}


def test_an_unqualified_ministry_is_the_one_of_the_releases_country() -> None:
    assert ties("The course was organized by the Interior Ministry.") == {
        ("Ministry of Internal Affairs of Kazakhstan", ORG)
    }
    text = (
        "Title of it\nDUSHANBE, Tajikistan, 5 May 2015 – "
        "The course was organized by the Interior Ministry."
    )
    (tie,) = code_release(Release("x", text), CODEBOOK).ties
    assert (tie.actor, tie.resolved) == ("Interior Ministry", False)


@pytest.mark.parametrize(
    "name",
    ["Canadian Embassy", "Embassy of Canada", "Canadian Embassy in Kazakhstan", "Canada's Embassy"],
)
def test_an_embassy_is_one_actor_however_it_is_written(name: str) -> None:
    assert ties(f"The course was funded by the {name}.") == {
        ("Embassy of Canada in Kazakhstan", FUND)
    }


def test_an_unknown_actor_is_kept_as_written_under_its_first_wording() -> None:
    body = (
        "The course was organized by the Embassy of Norway. It was funded by the Norwegian Embassy."
    )
    assert ties(body) == {("Embassy of Norway", ORG), ("Embassy of Norway", FUND)}


def test_the_umbrella_gives_way_to_its_named_office() -> None:
    body = "A seminar held by the OSCE ended. It was organized by the OSCE Centre in Astana."
    assert ties(body, title="OSCE trains police") == {("OSCE Centre in Astana", ORG)}


def test_the_umbrella_is_replaced_where_one_office_of_it_is_named() -> None:
    body = "A seminar held by the OSCE ended. The OSCE Centre in Astana opened in 1999."
    (tie,) = code(body).ties
    assert (tie.actor, tie.umbrella_replaced) == ("OSCE Centre in Astana", True)


def test_supported_is_never_funded() -> None:
    assert not any(role == FUND for _, role in ties(f"A seminar supported by the {NI} began."))


def test_a_weak_supporter_gives_way_to_a_stronger_role() -> None:
    body = "The seminar was organized by UNDP. The UNDP-supported seminar ends today."
    assert ties(body) == {("UN Development Programme", ORG)}


def test_only_the_speakers_own_money_counts_in_a_quotation() -> None:
    body = (
        "A seminar began.\nThe Ambassador of Canada to Kazakhstan, Jane Doe, said: "
        '"We are proud to be co-sponsoring this course for officers of the north."'
    )
    (tie,) = code(body).ties
    assert (tie.actor, tie.role, tie.evidence) == (
        "Embassy of Canada in Kazakhstan",
        FUND,
        "quotation",
    )


def test_a_title_speaks_only_where_the_body_does_not() -> None:
    title = "Northern Institute organizes seminar for police"
    (tie,) = code("A seminar for officers began today.", title).ties
    assert (tie.actor, tie.evidence) == (NI, "title")
    (tie,) = code(f"The seminar was organized by the {NI}.", title).ties
    assert tie.evidence == "narration"


def test_a_tie_says_its_rule_its_cue_and_its_sentence() -> None:
    (tie,) = code(f"The project is funded by the {NI}.").ties
    assert (tie.rule, tie.cue, tie.mention) == ("funded-by", "funded by", NI)
    assert tie.sentence_text.endswith(f"The project is funded by the {NI}.")


def test_a_project_of_an_office_acts_in_the_offices_name() -> None:
    body = (
        "The OSCE Centre in Astana opened a hall. "
        "The course was organized by the Centre's Border Training Project."
    )
    assert ties(body) == {("OSCE Centre in Astana", ORG)}


def test_a_prosecutors_office_is_no_office_of_the_umbrella() -> None:
    body = "The course was held in partnership with the General Prosecutor's Office."
    text = f"Title of it\nMINSK, Belarus, 5 May 2009 – {body}"
    (tie,) = code_release(Release("x", text), CODEBOOK).ties
    assert (tie.actor, tie.role) == ("General Prosecutor's Office", PART)


def test_a_renamed_office_goes_by_its_name_of_the_day() -> None:
    body = (
        "The course was organized by the OSCE Centre in Astana. "
        "It is funded by the OSCE Programme Office in Astana."
    )
    assert {actor for actor, _ in ties(body)} == {"OSCE Programme Office in Astana"}


def test_a_field_operation_stands_for_the_umbrella_before_other_bodies_of_it() -> None:
    body = (
        "An OSCE-organized course ended. The OSCE Centre in Astana and the OSCE Secretariat "
        "sent greetings."
    )
    assert ties(body) == {("OSCE Centre in Astana", ORG)}
