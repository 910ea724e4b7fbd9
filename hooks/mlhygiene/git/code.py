"""Which code stands in a folder: git-rev-parse(1), git-status(1), git-describe(1), git-for-each-ref(1), git-config(1).

Four processes side by side, after one that finds the repository. None takes a lock, writes or fetches.
"""

from __future__ import annotations

import hashlib
import os
import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.process import GitError, Place, here, output
from mlhygiene.git.worktree import Worktree, worktree

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Sequence

FACTS = ("--is-bare-repository", "--is-shallow-repository", "--absolute-git-dir", "--show-toplevel")
OWNER = re.compile(rb"dubious ownership in repository at '(?P<path>[^'\n]*)'")
NOWHERE = b"not a git repository (or any"
# As git-describe(1) matches: tags of runs and of best experiments are none of these.
VERSION = "v[0-9]*"
DESCRIBE = ("describe", "--tags", "--long", "--always", f"--match={VERSION}", "--exclude=*-best*")
TAGS = ("for-each-ref", "--points-at=HEAD", "--format=%(refname:lstrip=2)", "refs/tags")
CONFIG = ("config", "--null", "--get-regexp", r"^(remote\..*\.url|branch\..*\.remote)$")
# git diff(1) says the same whatever the user's config is, and `git apply` takes it.
DIFF = (
    *(
        "-c",
        "core.quotePath=true",
        "-c",
        f"diff.orderFile={os.devnull}",
        "-c",
        "core.fsmonitor=false",
        "--no-optional-locks",
    ),
    *("diff", "--binary", "--full-index", "--no-ext-diff", "--no-textconv", "--no-color", "--no-renames"),
    *("--no-relative", "--src-prefix=a/", "--dst-prefix=b/", "--submodule=short", "--ignore-submodules=none"),
    *("--diff-algorithm=myers", "--no-indent-heuristic", "--unified=3", "--inter-hunk-context=0"),
)
PIECE = 1 << 16


class Nowhere(GitError):  # noqa: N818 - it is an answer, as every Refusal
    """The folder lies in no repository."""


class OtherOwner(GitError):  # noqa: N818 - as above
    """The repository belongs to somebody else, and git does not trust it (git-config(1), safe.directory)."""


class Code(NamedTuple):
    """What git says. `top` is None in a bare repository; `short` and `describe` are None before the first commit."""

    top: str | None
    git_folder: str
    shallow: bool
    files: Worktree | None
    short: str | None
    describe: str | None
    tags: tuple[str, ...]
    remotes: tuple[tuple[str, str], ...]
    upstream: str | None


def code(folder: str, pathspecs: Sequence[str] = ()) -> Code:
    """The code that a folder holds; GitError, or one of its kinds above, where git cannot say."""
    place = here(folder)
    bare, shallow, git_folder, top = _found(place)
    at = Place(top or folder, place.environment)
    asked = {words[0]: at.start(*words) for words in (DESCRIBE, TAGS, CONFIG)}
    short = at.start("rev-parse", "--verify", "--quiet", "--short", "HEAD")
    files = None if bare else worktree(at, *pathspecs)
    remotes, upstream = _remotes(_read(asked["config"]), files.branch if files else None)
    return Code(
        top,
        git_folder,
        shallow,
        files,
        _read(short).strip() or None,
        _read(asked["describe"]).strip() or None,
        tuple(sorted(_read(asked["for-each-ref"]).split("\n")[:-1])),
        remotes,
        upstream,
    )


def _found(place: Place) -> tuple[bool, bool, str, str | None]:
    exit_code, out, err = place.ask("rev-parse", *FACTS[:3])
    if exit_code:
        if found := OWNER.search(err):
            path = os.fsdecode(found["path"])
            raise OtherOwner(f"{path} belongs to somebody else: git config --global --add safe.directory '{path}'")
        if NOWHERE in err:
            raise Nowhere("not a git repository")
        place.run("rev-parse", *FACTS[:3])
    bare, shallow, git_folder = os.fsdecode(out).split("\n")[:3]
    exit_code, out, _ = place.ask("rev-parse", FACTS[3])
    top = os.fsdecode(out).removesuffix("\n") if exit_code == 0 else None
    return bare == "true" or top is None, shallow == "true", git_folder, top


def _read(process: subprocess.Popen[bytes]) -> str:
    """What a process says; nothing where it fails, as before the first commit."""
    out = output(process).read()
    output(process).close()
    return out.decode("utf-8", "surrogateescape") if process.wait() == 0 else ""


def _remotes(out: str, branch: str | None) -> tuple[tuple[tuple[str, str], ...], str | None]:
    """The remotes in the order of the config, each with its first URL, and the one that a branch goes to."""
    urls, upstream = dict[str, str](), None
    for line in out.split("\0")[:-1]:
        key, _, value = line.partition("\n")
        if key.startswith("remote."):
            urls.setdefault(key.removeprefix("remote.").removesuffix(".url"), value)
        elif key == f"branch.{branch}.remote":
            upstream = value
    return tuple(urls.items()), upstream


def patch_digest(top: str) -> str:
    """`sha256:` of the patch that makes the tracked files out of HEAD's, in memory that does not grow with it."""
    digest = hashlib.sha256()
    place = here(top)
    with place.streaming(*DIFF, "HEAD", "--", failed="git diff stopped: run `git fsck`") as arriving:
        while piece := arriving.read(PIECE):
            digest.update(piece)
    return f"sha256:{digest.hexdigest()}"
