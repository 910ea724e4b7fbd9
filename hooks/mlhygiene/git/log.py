"""History as `git log` tells it: git-log(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.process import GitError, Place, output, widen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CHUNK = 1 << 20
FORMAT = "%H%x00%P%x00%at%x00%an%x00%ae%x00%B"
FIELDS = 6
# Whatever a user's config would add to the output is switched off by name.
STEADY = (
    "-c",
    "log.showSignature=false",
    "log",
    "-z",
    f"--format=tformat:{FORMAT}",
    "--no-show-signature",
    "--encoding=UTF-8",
    "--no-color",
    "--no-mailmap",
    "--no-notes",
    "--no-patch",
)
# Where no experiment lies: what is put aside, and what is written about commits.
ASIDE = ("--exclude=refs/stash", "--exclude=refs/notes/*")


class Logged(NamedTuple):
    """One commit. `authored` is seconds since the epoch; bytes that are not UTF-8 are surrogates.

    git keeps no NUL in a message, so that none can break the record that it is told in.
    """

    oid: str
    parents: str
    authored: int
    author: str
    email: str
    message: str


def log(place: Place, range_: Sequence[str] = ("--all",), *options: str) -> Iterator[Logged]:
    """The commits of a range (git-rev-list(1)), newest first, by one process. GitError where it fails."""
    chosen = [*ASIDE, *range_] if "--all" in range_ else list(range_)
    process = Place(place.folder, {**place.environment, "GIT_FLUSH": "0"}).start(*STEADY, *options, *chosen, "--")
    arriving = output(process)
    widen(arriving)
    rest, fields = b"", list[str]()
    ended = False
    try:
        while chunk := arriving.read1(CHUNK):
            *tokens, rest = (rest + chunk).split(b"\0")
            fields += [token.decode("utf-8", "surrogateescape") for token in tokens]
            whole = len(fields) - len(fields) % FIELDS
            for at in range(0, whole, FIELDS):
                oid, parents, authored, author, email, message = fields[at : at + FIELDS]
                yield Logged(oid, parents, int(authored or 0), author, email, message)
            del fields[:whole]
        ended = True
    finally:
        arriving.close()
        if not ended:
            process.kill()
        code = process.wait()
    if code:
        raise GitError("git log stopped: run `git fsck` to see what is broken")
