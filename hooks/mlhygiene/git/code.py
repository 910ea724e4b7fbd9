"""Which code stands in a folder: git-rev-parse(1), git-status(1), git-show-ref(1), git-config(1).

Processes side by side; none takes a lock, writes or fetches, and none is waited for longer than `PATIENCE`.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git import quiet, worktree
from mlhygiene.git.asking import Asking
from mlhygiene.git.process import BENDING, STEADY, GitError, Place, here
from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git.asking import Answer, Process
    from mlhygiene.git.worktree import Worktree

FOLDERS = ("--absolute-git-dir", "--show-toplevel")
FACTS = ("rev-parse", "--is-bare-repository", "--is-shallow-repository", *FOLDERS)
HEAD = ("rev-parse", "HEAD", "--symbolic-full-name", "HEAD")
UNBORN = b"unknown revision"
SHORT = ("rev-parse", "--verify", "--quiet", "--short", "HEAD")
TAGS = ("show-ref", "--tags", "--dereference")
PEELED = "^{}"
CONFIG = ("config", "--null", "--get-regexp", rf"^(remote\..*\.url|branch\..*\.remote|{quiet.LFS})$")
HEADS = "refs/heads/"
OWNER = re.compile(rb"dubious ownership in repository at '(?P<path>[^'\n]*)'")
NOWHERE = b"not a git repository"
# A disk that is gone, a tree of a million files: a run does not wait for its stamp for ever. Seconds.
PATIENCE = 30.0
# Nobody answers back while git speaks: it need not say each line at once.
ALONE = STEADY | {"GIT_FLUSH": "0"}
# What bends a diff, and no option takes it back.
DIFFING = "GIT_DIFF_OPTS"


class Nowhere(GitError):  # noqa: N818 - it is an answer, as every Refusal
    """The folder lies in no repository."""


class OtherOwner(GitError):  # noqa: N818 - as above
    """The repository belongs to somebody else, and git does not trust it (git-config(1), safe.directory)."""


class Head(NamedTuple):
    """What HEAD names: a commit, None before the first one; a branch, None where it is detached."""

    commit: str | None = None
    branch: str | None = None


class Code(NamedTuple):
    """What git says.

    `filters` are options of git under which no filter keeps what it reads. `top` is None in a bare repository. `files`
    is None there, and where git could not compare them: `unread` says what it could not tell, and why. `tags` are all
    that there are, by name, each with the commit that it leads to.
    """

    place: Place
    filters: tuple[str, ...]
    top: str | None
    git_folder: str
    shallow: bool
    head: Head
    short: str | None
    files: Worktree | None
    tags: tuple[tuple[str, str], ...]
    remotes: tuple[tuple[str, str], ...]
    upstream: str | None
    unread: tuple[str, ...]


def at(folder: str, *, led: bool = False) -> Place:
    """A place in a folder, whatever a hook around us says of its own repository; if `led`, in that one.

    git is asked for the names that lead astray only where there may be any. Config from the environment stays:
    containers bring their safe.directory in this way.
    """
    environment = {name: text for name, text in os.environ.items() if name not in {*BENDING, DIFFING}}
    if led:
        return Place(folder, environment | ALONE)
    kept = {name: text for name, text in environment.items() if not name.startswith("GIT") or "_CONFIG_" in name}
    if kept != environment:
        kept |= {name: text for name, text in here(folder).environment.items() if name != DIFFING}
    return Place(folder, kept | ALONE)


def head(folder: str) -> Head:
    """What HEAD names, by one process that looks at no file."""
    with Asking(at(folder), PATIENCE) as asking:
        said = asking.answer(asking.ask(*HEAD))
    if said.code and UNBORN not in said.err:
        raise _failed(said)
    commit, name = said.text.split("\n")[:2] if said.code == 0 else (None, "")
    return Head(commit, name.removeprefix(HEADS) if name.startswith(HEADS) else None)


def code(folder: str, pathspecs: Sequence[str] = (), *, led: bool = False) -> Code:
    """The code that a folder holds; GitError, or one of its kinds above, where git cannot say."""
    place = at(folder, led=led)
    with Asking(place, PATIENCE) as asking:
        facts = asking.ask(*FACTS)
        settings, *others = (asking.ask(*words) for words in (CONFIG, SHORT, TAGS))
        config = asking.answer(settings).text
        filters = quiet.options(config)
        status = asking.ask(*filters, *worktree.command(pathspecs))
        bare, shallow, git_folder, top = _facts(asking.answer(facts), place)
        unread = list[str]()
        files = None if bare else _files(asking, status, unread)
        short, tags = map(asking.answer, others)
        found = Head(files.commit, files.branch) if files else head(folder)
        remotes, upstream = _remotes(config, found.branch)
        return Code(
            place,
            filters,
            top,
            git_folder,
            shallow,
            found,
            short.text.strip() or None,
            files,
            _tags(tags, unread),
            remotes,
            upstream,
            tuple(unread),
        )


def compared(folder: str, pathspecs: Sequence[str]) -> Worktree:
    """How some of the files differ, every untracked one by its own name."""
    place = at(folder)
    with Asking(place, PATIENCE) as asking:
        said = asking.answer(asking.ask(*quiet.filters(place), *worktree.command(pathspecs, untracked="all")))
    if said.code:
        raise GitError(f"git status: {_complaint(said)}")
    return worktree.read(said.out)


def top(folder: str) -> str | None:
    """The root of the worktree around a folder; None in a bare repository."""
    place = at(folder)
    with Asking(place, PATIENCE) as asking:
        return _facts(asking.answer(asking.ask(*FACTS)), place)[3]


def _facts(said: Answer, place: Place) -> tuple[bool, bool, str, str | None]:
    """Bare, shallow, the folder of git, and the root of the worktree; this last fails where there is none."""
    lines = os.fsdecode(said.out).split("\n")[:-1]
    if len(lines) < len(FACTS) - len(FOLDERS):
        raise _failed(said)
    bare, shallow, *folders = lines
    if len(folders) > len(FOLDERS):  # a line break in a name
        folders = [os.fsdecode(place.run("rev-parse", fact)).removesuffix("\n") for fact in FOLDERS]
    top = folders[1] if len(folders) == len(FOLDERS) else None
    return bare == "true" or top is None, shallow == "true", folders[0], top


def _failed(said: Answer) -> GitError:
    """Why git does not know this folder, or its HEAD."""
    if found := OWNER.search(said.err):
        path = os.fsdecode(found["path"])
        return OtherOwner(f"{path} belongs to somebody else: git config --global --add safe.directory '{path}'")
    if NOWHERE in said.err:
        return Nowhere("not a git repository")
    return GitError(f"git rev-parse: {_complaint(said)}")


def _complaint(said: Answer) -> str:
    """The first line that git died of, for a person."""
    lines = said.err.decode("utf-8", "replace").strip().split("\n")
    told = next((line for line in lines if line.startswith(("fatal: ", "error: "))), lines[0])
    return printable(told.removeprefix("fatal: ").removeprefix("error: ")) or f"exit code {said.code}"


def _files(asking: Asking, status: Process, unread: list[str]) -> Worktree | None:
    try:
        said = asking.answer(status)
        if said.code == 0:
            return worktree.read(said.out)
        unread.append(f"git status: {_complaint(said)}: run `git fsck`")
    except GitError as error:
        unread.append(str(error))
    return None


def _tags(said: Answer, unread: list[str]) -> tuple[tuple[str, str], ...]:
    """Name and commit of every tag: `oid refs/tags/name`, and of what it names once more with `^{}` behind."""
    if said.code and said.err:
        unread.append(f"git show-ref: {_complaint(said)}: run `git fsck`")
    found = dict[str, str]()
    for line in said.text.split("\n")[:-1]:
        oid, _, name = line.partition(" ")
        found[name.removeprefix("refs/tags/").removesuffix(PEELED)] = oid
    return tuple(found.items())


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
