"""History as `git log` tells it: git-log(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.process import GitError, Place, output, widen

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence

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
    for fields in told(place, range_, *options):
        for oid, parents, authored, author, email, message in zip(*([iter(fields)] * FIELDS), strict=True):
            yield Logged(oid, parents, int(authored or 0), author, email, message)


def told(place: Place, range_: Sequence[str] = ("--all",), *options: str) -> Iterator[list[str]]:
    """As `log`, in pieces: the fields of many commits, one after the other, as git writes them.

    Whoever looks at few of a hundred thousand commits makes no tuple of the others. git starts at
    once, before the first piece is asked for.
    """
    chosen = [*ASIDE, *range_] if "--all" in range_ else list(range_)
    process = Place(place.folder, {**place.environment, "GIT_FLUSH": "0"}).start(*STEADY, *options, *chosen, "--")
    widen(output(process))
    return _pieces(process)


def _pieces(process: subprocess.Popen[bytes]) -> Iterator[list[str]]:
    arriving = output(process)
    rest, fields = b"", list[str]()
    ended = False
    try:
        while chunk := arriving.read(CHUNK):
            # Decoded in one go, which is five times as fast as field by field.
            whole, nul, rest = (rest + chunk).rpartition(b"\0")
            if nul:
                fields += whole.decode("utf-8", "surrogateescape").split("\0")
                commits = len(fields) - len(fields) % FIELDS
                yield fields[:commits]
                del fields[:commits]
        ended = True
    finally:
        arriving.close()
        if not ended:
            process.kill()
        code = process.wait()
    if code:
        raise GitError("git log stopped: run `git fsck` to see what is broken")
