"""What the README shows of the findings: some sentences and one picture, both from the study.

`make headline` renews them; a test fails when they no longer follow from the data.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from communique import paths
from communique.errors import InputError
from communique.numbers import numbers
from communique.wording import fill

if TYPE_CHECKING:
    from communique.study import Study

README = paths.ROOT / "README.md"
PICTURE = paths.BOOK / "_static" / "headline.png"
FIGURE = "fig-question"
BEGIN, END = "<!-- findings: made by `make headline` -->", "<!-- end of findings -->"

_SENTENCES = (
    "The release of {date.first} speaks of human rights in {of.human_rights.first} sentences "
    "({share.human_rights.first}, 95% interval {range.human_rights.first}) and of violent "
    "extremism in {of.violent_extremism.first}; that of {date.last} in {of.human_rights.last} "
    "({share.human_rights.last}, {range.human_rights.last}) and {of.violent_extremism.last} "
    "({share.violent_extremism.last}, {range.violent_extremism.last}).",
    "The balance of the two moves by {contrast.draws}, in {universes.above} of {universes} "
    "defensible ways of counting; that human rights itself recedes cannot be shown, and "
    "{together.rights-extremism.sentences} in all speaks of both.",
    "{ties} ties join {actors.words} actors to {releases.words} events; who paid is named for "
    "{funding.events} of them, and {releases.words} releases are too few to prove a trend.",
    "Put back among the {record.police} police events that search found, they are one choice of "
    "many: events about rights tend to come before those about security (chance "
    "{record.order.rights.security.main-subject}, "
    "{record.order.rights.security.main-subject.range}), not under every way of counting, and "
    "rights first with violent extremism last is told by "
    "{record.path.rights-first-violent-extremism-last.main-subject} to "
    "{record.path.rights-first-violent-extremism-last.any-subject} of all sets of five.",
)


def findings(study: Study) -> str:
    """The sentences, one a list item, with every number taken from the study."""
    known = numbers(study)
    return "\n".join(f"- {fill(sentence, known)}" for sentence in _SENTENCES)


def picture(study: Study) -> bytes:
    """The headline figure as PNG, at the size at which the README shows it."""
    from communique.figures import find_figure, render

    return render(find_figure(FIGURE), study, "png", dots_per_inch=150)


def shown_findings(readme: Path = README) -> str:
    """What stands between the two marks of the README."""
    return _parts(readme)[1].strip()


def renew() -> None:
    """Write sentences and picture."""
    from communique import open_study

    study = open_study()
    before, _, after = _parts(README)
    README.write_text(f"{before}{BEGIN}\n{findings(study)}\n{END}{after}", encoding="utf-8")
    PICTURE.write_bytes(picture(study))
    print(f"Renewed: {README.name}, {PICTURE.relative_to(paths.ROOT)}")


def _parts(readme: Path) -> tuple[str, str, str]:
    text = readme.read_text(encoding="utf-8")
    before, begin, rest = text.partition(BEGIN)
    inside, end, after = rest.partition(END)
    if not (begin and end):
        raise InputError(
            "The marks between which the findings stand are missing.",
            file=readme,
            remedy=f"Put back the lines {BEGIN} and {END}.",
        )
    return before, inside, after


if __name__ == "__main__":
    renew()
