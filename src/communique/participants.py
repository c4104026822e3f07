"""How many took part: numbers of people in a release, groups added, totals of a series left apart.

The words that decide stand in `data/codebook/events.yml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from communique.dates import MONTHS
from communique.files import one_of
from communique.lexicon import DIGITS, Lexicon
from communique.records import Found

_ONES = [
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    *("twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBERS = {word: number for number, word in enumerate(_ONES, start=1)}
NUMBERS |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
NUMBERS |= {f"{ten}-{one}": NUMBERS[ten] + NUMBERS[one] for ten in _TENS for one in _ONES[:9]}
NUMBERS |= {"hundred": 100, "a hundred": 100, "one hundred": 100, "two hundred": 200}
NUMBERS |= {"three hundred": 300, "four hundred": 400, "five hundred": 500, "a thousand": 1000}
NUMBERS |= {
    f"{hundred} and {word}": NUMBERS[hundred] + NUMBERS[word]
    for hundred in ("a hundred", "one hundred", "two hundred")
    for word in [*_ONES, *_TENS]
}
NUMBERS |= {"a dozen": 12, "two dozen": 24, "three dozen": 36}

_FIRST_WORDS = frozenset(re.split("[ -]", number)[0] for number in NUMBERS)
_RUN = re.compile(r"\w+")
NUMBER_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True)).replace("-", "[- ]")
NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d{{1,5}}|{NUMBER_WORDS})"

_NO_WORD_OF_A_GROUP = (
    "and|of|in|from|on|to|with|for|by|at|as|that|which|who|were|was|are|is|consists?|consisted|comprises?|comprised|includes?|included|numbers|numbered|has|had|days?|weeks?|years?|"
    "months?|per|" + "|".join(MONTHS) + r"|\d+"
)
_ADDED = re.compile(
    r"(?:(?!\b(?:including|includes?|among|of\s+them|of\s+whom|half)\b|[-–—]\s)[^.;:()]){0,80}?"
    r"(?:,|\band|\bas\s+well\s+as|\balong\s+with|\btogether\s+with|,\s*and)\s+"
    r"(?:some|about|around|nearly|almost|over|another|more\s+than|at\s+least|\s)*"
)
_OPENING = re.compile(
    r"\W*(?:(?:The|Today|Of|Some|About|A group of|Yesterday)\W+(?:the\s+)?)?\W*", re.IGNORECASE
)
_FEWEST = 5
"""Smaller numbers of people are speakers, trainers or victims, not participants."""


class PeopleWords:
    """The word lists of `events.yml` that count people, as patterns."""

    LISTS = (
        "people",
        "people_endings",
        "no_people",
        "taking_part",
        "totals",
        "yearly",
        "several",
        "teaching",
        "about",
    )

    def __init__(self, lists: Mapping[str, Iterable[str]], lexicon: Lexicon) -> None:
        self.numbers = lexicon.add([*DIGITS, *NUMBERS])
        words = {name: one_of(lists[name]) for name in self.LISTS}
        self.taking_part = re.compile(rf"\b{words['taking_part']}\b", re.IGNORECASE)
        self.totals = re.compile(rf"\b{words['totals']}\b", re.IGNORECASE)
        self.yearly = re.compile(rf"\b{words['yearly']}\b", re.IGNORECASE)
        self.several = re.compile(
            rf"(?<![\w,.-])(?!(?:one|two|1|2)\b){NUMBER}\s+(?:[a-z][\w-]*\s+){{0,3}}?{words['several']}\b"
        )
        self.teaching = re.compile(rf"(?:[\w-]+\s+){{0,2}}{words['teaching']}$")
        self.about = re.compile(rf"\b({words['about']})\s*$", re.IGNORECASE)
        noun = (
            rf"(?:{words['people']}|(?!{words['no_people']}\b)\w+{words['people_endings']})\b(?!-)"
        )
        between = (
            rf"(?:(?!(?:{_NO_WORD_OF_A_GROUP})\b)[\w'/]+(?:-[\w'/]+)*-?"
            r"(?:,\s|\s+(?:and\s+)?)){0,7}?"
        )
        self.group = re.compile(rf"(?<![\w,.-]){NUMBER}\s+{between}{noun}", re.IGNORECASE)
        self.further = re.compile(
            rf"(?:,|\band)\s+{NUMBER}\s+(?:of|from)\s+(?!them\b|whom\b|which\b)(?:the\s+)?[^.,;]{{1,60}}?(?=,|\s+and\b|[\s.]*$|\s+w)",
            re.IGNORECASE,
        )
        self.bare = re.compile(
            rf"\b(?:attended\s+by|brought\s+together|participants?\s+numbered|participants,?)\s+"
            rf"(?:{words['about']}\s+)?{NUMBER}(?=[.,]|\s+in\s+(?:number|all)\b)",
            re.IGNORECASE,
        )


def count_participants(sentence: str, words: PeopleWords) -> Found | None:
    """The participants that one sentence counts, with a span inside the sentence.

    ``None`` where it counts none, or where its number belongs to a series, a population or
    another event.
    """
    groups = list(_groups(sentence, words))
    if not groups:
        bare = words.bare.search(sentence)
        if bare is None or _is_total(bare, sentence, words):
            return None
        return _found([bare], sentence, words)
    if not (
        _OPENING.fullmatch(sentence[: groups[0].start()]) or words.taking_part.search(sentence)
    ):
        return None
    counted = [groups[0]]
    for group in groups[1:]:
        if _ADDED.fullmatch(sentence[counted[-1].end() : group.start()]):
            counted.append(group)
    if len(groups) == 1:
        counted.extend(_further(sentence, groups[0], words))
    return _found(counted, sentence, words)


def _groups(sentence: str, words: PeopleWords) -> Iterator[re.Match[str]]:
    end = 0
    for word in _RUN.finditer(sentence):
        if word.start() < end or not _may_begin_number(word.group()):
            continue
        match = words.group.match(sentence, word.start())
        if match is None:
            continue
        if not _is_group(match, words):
            continue
        end = match.end()
        if not _is_total(match, sentence, words):
            yield match


def _may_begin_number(word: str) -> bool:
    """Whether a number may begin with a word: a cheap look before the dearer one."""
    return word[0].isdigit() or word.lower() in _FIRST_WORDS


def _further(sentence: str, group: re.Match[str], words: PeopleWords) -> Iterator[re.Match[str]]:
    """Of "ten officers of A, eight of B and six of C": the groups whose noun is left out."""
    if not re.match(r"\s+(?:of|from)\b", sentence[group.end() :]):
        return
    position = group.end()
    while True:
        match = words.further.search(sentence, position)
        if match is None or "," in sentence[position : match.start()].strip(", "):
            return
        yield match
        position = match.end()


def _is_group(match: re.Match[str], words: PeopleWords) -> bool:
    """Whether a number of people is one of participants, not of years, trainers or places."""
    number = number_of(match.group("number"))
    if 1900 <= number <= 2100 and "," not in match.group("number"):
        return False
    group = match.group()[len(match.group("number")) :].strip().lower()
    return number > 1 and not (number < 8 and words.teaching.match(group))


def _is_total(match: re.Match[str], sentence: str, words: PeopleWords) -> bool:
    """Whether words of a total stand before a number, or behind it in its clause."""
    clause = re.match(r"[^,;]*", sentence[match.end() :])
    behind = clause.group() if clause else ""
    return bool(
        words.several.search(sentence)
        or words.totals.search(sentence[: match.end()])
        or words.totals.search(behind)
        or words.yearly.search(behind)
    )


def _found(counted: list[re.Match[str]], sentence: str, words: PeopleWords) -> Found | None:
    total = sum(number_of(group.group("number")) for group in counted)
    if total < _FEWEST:
        return None
    start = counted[0].start("number")
    about = words.about.search(sentence[:start])
    return Found(
        "participants",
        total,
        start,
        counted[-1].end(),
        "people-counted" if len(counted) == 1 else "groups-added",
        about.group(1).lower() if about else None,
    )


def number_of(text: str) -> int:
    """A number in digits or words."""
    plain = text.lower().replace(",", "")
    if plain.isdigit():
        return int(plain)
    return NUMBERS.get(plain) or NUMBERS[plain.replace(" ", "-")]
