"""Lines that hold some words, in all text files of the index or of a commit: git-grep(1)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlhygiene.git.repository import Repository

# Whatever a user's config would add to the output is switched off by name; `-I` leaves binary files out.
STEADY = (
    "-z",
    "-n",
    "-I",
    "-F",
    "--full-name",
    "--no-color",
    "--no-column",
    "--no-recurse-submodules",
    "--no-textconv",
)
# Of a path, the number of the line, and the line. Older git ends the number with a colon.
ROW = re.compile(rb"([^\0]+)\0([0-9]+)[\0:]([^\n]*)\n")
FOUND, NOTHING = 0, 1
COMPLAINTS = (b"error: ", b"fatal: ")


class Line(NamedTuple):
    """A line, counted from 1, of a file at a path from the root."""

    path: bytes
    number: int
    content: bytes


def lines(repository: Repository, words: str, revision: str = "") -> list[Line] | None:
    """The lines of the index (`revision` empty), or of a commit; None where git could not read all. One process."""
    where = [repository.commit(revision)] if revision else ["--cached"]
    code, out, err = repository.at_top.ask("grep", *STEADY, "-e", words, *where, "--")
    # Of an object that is not here git complains, and goes on. Other lines are advice.
    if code not in {FOUND, NOTHING} or any(line.startswith(COMPLAINTS) for line in err.splitlines()):
        return None
    skip = len(where[0]) + 1 if revision else 0
    return [Line(path[skip:], int(number), content) for path, number, content in ROW.findall(out)]
