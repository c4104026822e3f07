"""The checks before every build: manifest and checksums, codebook, codings, dates, the record."""

from __future__ import annotations

from pathlib import Path

from communique import paths
from communique.codebook import Codebook, check_gold_themes, load_codebook
from communique.coding import code_release, require_date
from communique.corpus import read_corpus
from communique.event_map import places_of_events
from communique.record import open_record
from communique.records import Release
from communique.who_is_who import decided_names


def check_data(
    releases: Path = paths.RELEASES, codebook: Path = paths.CODEBOOK
) -> tuple[list[Release], Codebook]:
    """Read everything that the book is made from.

    Returns
    -------
    releases, codebook
        As read; the releases in the order of the manifest.

    Raises
    ------
    InputError
        For the first thing that is wrong, with file, line and remedy.
    """
    texts = read_corpus(releases)
    book = load_codebook(codebook)
    check_gold_themes(book)
    for release in texts:
        require_date(release, code_release(release, book))
    record = open_record()
    places_of_events(record)
    decided_names(record)
    return texts, book
