"""History as `git log` tells it: git-log(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager
    from io import BufferedReader

    from mlhygiene.git.process import Place

CHUNK = 1 << 16
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
# Where no experiment lies: what is put aside, what is written about commits, what stands in for
# others, and what DVC queues or is at (its experiments lie in refs/exps/<two digits>/…).
ASIDE_REFS = (
    "refs/stash",
    "refs/notes/*",
    "refs/replace/*",
    "refs/exps/stash",
    "refs/exps/celery/*",
    "refs/exps/exec/*",
    "refs/exps/apply/*",
    "refs/exps/push/*",
)
ASIDE = tuple(f"--exclude={ref}" for ref in ASIDE_REFS)


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
    with told(place, range_, *options) as arriving:
        for fields in pieces(arriving):
            for oid, parents, authored, author, email, message in zip(*([iter(fields)] * FIELDS), strict=True):
                yield Logged(oid, parents, int(authored or 0), author, email, message)


def told(place: Place, range_: Sequence[str] = ("--all",), *options: str) -> AbstractContextManager[BufferedReader]:
    """What `git log` writes, for `pieces`. git starts when the context is entered."""
    chosen = [*ASIDE, *range_] if "--all" in range_ else list(range_)
    failed = "git log stopped: run `git fsck` to see what is broken"
    return place.streaming(*STEADY, *options, *chosen, "--", failed=failed)


def pieces(arriving: BufferedReader) -> Iterator[list[str]]:
    """The fields of many commits, one after the other, as git writes them.

    Whoever looks at few of a hundred thousand commits makes no tuple of the others.
    """
    rest, fields = b"", list[str]()
    while chunk := arriving.read(CHUNK):
        # Decoded in one go, which is five times as fast as field by field.
        whole, nul, rest = (rest + chunk).rpartition(b"\0")
        if nul:
            fields += whole.decode("utf-8", "surrogateescape").split("\0")
            commits = len(fields) - len(fields) % FIELDS
            yield fields[:commits]
            del fields[:commits]
