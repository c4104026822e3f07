r"""How many releases a second are coded on one core, beside a plain search for words.

Run with `.venv/bin/python benchmarks/extraction.py`. The floor is `re.findall(r"\\w+", text)` over
the same texts in the same run, so that the ratio means the same on a fast and on a slow machine.
The codebook is read before; each figure is the least processor time of several rounds.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence

from communique.codebook import load_codebook
from communique.coding import code_release
from communique.corpus import read_corpus
from communique.records import Release
from communique.validation import read_invented

ROUNDS = 7
LENGTH = 2000
"""Characters of an invented release that is measured: longer ones are cut, shorter left out."""


def main() -> None:
    """Print releases a second, the floor, and their ratio, for both corpora."""
    codebook = load_codebook()
    invented = [
        Release(release.id, release.text[:LENGTH])
        for release, _ in read_invented()
        if len(release.text) >= 0.8 * LENGTH
    ]
    print(f"{'corpus':22}{'releases':>9}{'bytes':>7}{'a second':>10}{'floor':>9}{'ratio':>7}")
    for name, releases in (("the five releases", read_corpus()), ("invented releases", invented)):
        report(name, releases, lambda release: code_release(release, codebook))


def report(name: str, releases: Sequence[Release], code: Callable[[Release], object]) -> None:
    """One line of the report."""
    own = least_seconds(lambda: [code(release) for release in releases])
    floor = least_seconds(lambda: [re.findall(r"\w+", release.text) for release in releases])
    size = sum(len(release.text.encode()) for release in releases) // len(releases)
    count = len(releases)
    print(f"{name:22}{count:9}{size:7}{count / own:10.0f}{count / floor:9.0f}{own / floor:7.0f}")


def least_seconds(work: Callable[[], object]) -> float:
    """Least processor time of some rounds: other work on the machine only adds to it."""
    taken = []
    for _ in range(ROUNDS):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return min(taken)


if __name__ == "__main__":
    main()
