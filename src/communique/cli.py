"""The command line: `communique extract`, `check`, `tables`, `figures`, `build`.

Heavy libraries are imported only by the commands that need them, so that help and extraction
start at once.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from communique import __version__, paths
from communique.errors import InputError

if TYPE_CHECKING:
    from communique.records import Coding


class _Group(click.Group):
    """Commands whose input errors are printed as one line, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except InputError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="communique")
def main() -> None:
    r"""Read press releases: what they speak of, who organised, who paid.

    \b
    communique extract data/releases     one JSON object a release, on standard output
    communique check                     checks data and codebook, says what is wrong
    communique build                     builds the book into _build/html
    """


@main.command()
@click.argument(
    "targets", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH..."
)
@click.option(
    "--codebook",
    type=click.Path(path_type=Path, file_okay=False),
    default=None,
    help="Folder of another codebook (themes.yml, cues.yml, actors.csv ...).",
)
def extract(targets: tuple[Path, ...], codebook: Path | None) -> None:
    r"""Print what each release says as JSON Lines: event, ties, theme hits, warnings.

    PATH is a text file or a folder of .txt files. Standard output holds one JSON object a release
    and nothing else. A file that cannot be read is named on standard error, the others are still
    done, and the exit code is then 1.

    Offsets ("start", "end") count characters of the decoded file from 0; "end" is exclusive. Roles
    are organizer, funder, supporter, partner, requester, expert_provider and publisher. An actor
    that the authority file does not know is given as written, with "resolved" false.

    \b
    Example: who paid, in every release of a folder
      communique extract my-releases |
        jq -c '{id, funders: [.ties[] | select(.role == "funder").actor]}'
    """
    from communique.codebook import load_codebook

    book = load_codebook(codebook or paths.CODEBOOK)
    failed = 0
    for result in _extract_all(targets, book):
        if isinstance(result, InputError):
            failed += 1
            click.echo(f"Error: {result}", err=True)
        else:
            click.echo(json.dumps(as_json(result), ensure_ascii=False))
    if failed:
        sys.exit(1)


def _extract_all(targets: tuple[Path, ...], book: Any) -> Iterator[Coding | InputError]:
    from communique.coding import code_release
    from communique.corpus import find_release_files, manifest_metadata, read_release

    for target in targets:
        try:
            files = find_release_files([target])
        except InputError as error:
            yield error
            continue
        for file in files:
            try:
                yield code_release(read_release(file, **manifest_metadata(file)), book)
            except InputError as error:
                yield error


def as_json(coding: Coding) -> dict[str, Any]:
    """A coding as the plain object that `extract` prints; keys and order are a contract."""
    event = coding.event
    return {
        "id": coding.release,
        "date": event.date.isoformat() if event.date else None,
        "date_basis": event.date_basis,
        "dateline_place": event.dateline_place,
        "event_place": event.event_place,
        "participants": event.participants,
        "duration_days": event.duration_days,
        "ties": [
            {
                "actor": tie.actor,
                "mention": tie.mention,
                "role": tie.role,
                "start": tie.start,
                "end": tie.end,
                "cue": tie.cue,
                "sentence": tie.sentence_text,
                "evidence": tie.evidence,
                "rule": tie.rule,
                "resolved": tie.resolved,
            }
            for tie in coding.ties
        ],
        "hits": [
            {
                "theme": hit.theme,
                "indicator": hit.indicator,
                "start": hit.start,
                "end": hit.end,
                "sentence_start": hit.sentence_start,
                "sentence_end": hit.sentence_end,
            }
            for hit in coding.hits
        ],
        "warnings": list(coding.warnings),
    }


@main.command()
def check() -> None:
    """Check the data and the codebook; the first fault is named with file, line and remedy."""
    from communique.checks import check_data

    releases, book = check_data()
    click.echo(
        f"{len(releases)} releases, {len(book.themes)} themes, {len(book.cues.cues)} cues, "
        f"{len(book.authority.actors)} actors: nothing is wrong."
    )


@main.command()
def tables() -> None:
    """Write every table of the book to _build/tables as CSV."""
    from communique import open_study
    from communique.takeaway import write_tables

    write_tables(open_study(), paths.BUILD)
    click.echo(f"Tables: {paths.TABLES}")


@main.command()
def figures() -> None:
    """Write every figure of the book to _build/figures, with data, caption and alt text."""
    from communique import open_study
    from communique.takeaway import write_figures

    write_figures(open_study(), paths.BUILD)
    click.echo(f"Figures: {paths.FIGURES}")


@main.command()
@click.option("--force", is_flag=True, help="Build even where nothing has changed.")
def build(force: bool) -> None:
    """Build the book into _build/html: check, tables, figures, notebooks, pages, check again."""
    from communique import builder

    builder.build(force=force)


if __name__ == "__main__":
    main()
