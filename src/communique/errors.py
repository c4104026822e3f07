"""The one error that a user's input can raise: what is wrong, where, and what to do about it."""

from __future__ import annotations

from pathlib import Path

from communique.paths import ROOT


class InputError(Exception):
    """Something in the data, the codebook or the pages that a person has to mend.

    Parameters
    ----------
    message : str
        What is wrong, as one plain sentence.
    file : path or str, optional
        The file at fault; shown relative to the repository's root where it lies inside it.
    line : int, optional
        Line number in that file, counted from 1.
    remedy : str, optional
        What to do, as one plain sentence.

    Notes
    -----
    ``str(error)`` is one line: ``file:line: message Remedy: remedy``, with the parts that are
    unknown left out. The command line prints it without a traceback.
    """

    def __init__(
        self,
        message: str,
        file: Path | str | None = None,
        line: int | None = None,
        remedy: str | None = None,
    ) -> None:
        self.message = message
        self.file = file
        self.line = line
        self.remedy = remedy
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ""
        if self.file is not None:
            where = f"{_relative(self.file)}:"
            if self.line is not None:
                where += f"{self.line}:"
            where += " "
        remedy = f" Remedy: {self.remedy}" if self.remedy else ""
        return f"{where}{self.message}{remedy}"


def _relative(file: Path | str) -> str:
    """Shorten `file` to its path below the repository's root, if it lies there."""
    path = Path(file)
    try:
        return path.resolve().relative_to(ROOT.resolve()).as_posix()
    except ValueError:
        return str(file)
