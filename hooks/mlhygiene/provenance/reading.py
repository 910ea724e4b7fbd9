"""What git says of the code in a folder, in the words of a stamp."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any

from mlhygiene import urls
from mlhygiene.git import nearest, patch
from mlhygiene.git.code import Nowhere, code, head
from mlhygiene.git.process import GitError
from mlhygiene.model import printable, shown
from mlhygiene.provenance import environment, running
from mlhygiene.provenance.stamp import NAMED, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from mlhygiene.git.code import Code
    from mlhygiene.git.worktree import Worktree

REMOTE = "origin"
HEADS = "refs/heads/"
# git writes the branch there while HEAD is detached: git-rebase(1).
REBASING = ("rebase-merge", "rebase-apply")
RELEASE = re.compile(r"v?(?:\d+!)?(?P<numbers>\d+(?:\.\d+)*)(?P<rest>.*)", re.DOTALL)


def commit_alone(folder: str, rank: tuple[str, int]) -> dict[str, Any]:
    """For the other processes of a distributed run: what HEAD names."""
    found = head(folder)
    if found.commit is None:
        return {"state": State.UNBORN, "branch": _told(found.branch), "reason": _reason([_unborn()])}
    why = f"{rank[0]}={rank[1]}: the process of rank 0 compares the files"
    return {"state": State.UNREAD, "commit": found.commit, "branch": _told(found.branch), "reason": why}


def asked(folder: str, variables: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a stamp; GitError where git does not answer."""
    found = _found(folder, variables)
    files, remote, unread = found.files, _remote(found), list(found.unread)
    known: dict[str, Any] = {
        "commit": found.head.commit,
        "short": found.short,
        "branch": _told(found.head.branch or _rebased(found.git_folder)),
        "tags": tuple(sorted(_told(name) or "" for name, oid in found.tags if oid == found.head.commit)),
        "remote": remote and printable(urls.public(remote)),
        "host": remote and urls.host(remote),
        "shallow": found.shallow,
        "entry": running.entry(found.top),
        "lock": running.lock(folder, found.top or folder),
        **(differences(files) if files else {"state": State.BARE if found.top is None else State.UNREAD}),
    }
    known |= _versions(found, unread) | _patch(found, known, unread)
    if found.shallow and not found.tags:
        unread.append("shallow: no version tag can be seen: git fetch --unshallow --tags")
    if found.head.commit is None:
        unread.append(_unborn())
    known |= _service(known, variables)
    return {**known, "reason": _reason([*unread, *_other(found.head.commit, variables)])}


def differences(files: Worktree) -> dict[str, Any]:
    """How the files differ from the commit."""
    dirty = bool(files.changed)
    return {
        "state": State.UNBORN if files.commit is None else State.DIRTY if dirty else State.CLEAN,
        "dirty": dirty,
        "changed": named(files.changed),
        "changed_count": len(files.changed),
        "untracked": named(files.untracked),
        "untracked_count": len(files.untracked),
        "ahead": files.ahead,
        "behind": files.behind,
        "submodules": named(files.submodules),
    }


def named(paths: Sequence[bytes]) -> tuple[str, ...]:
    """The first of many, for a person."""
    return tuple(shown(path) for path in paths[:NAMED])


def _found(folder: str, variables: Mapping[str, str]) -> Code:
    """The repository around a folder; that of GIT_DIR where there is no other, and its worktree holds the folder."""
    try:
        return code(folder)
    except Nowhere:
        if not variables.get("GIT_DIR"):
            raise
        found = code(folder, led=True)
        root = os.path.realpath(found.top or os.devnull)
        if not os.path.join(os.path.realpath(folder), "").startswith(os.path.join(root, "")):
            raise
        return found


def _versions(found: Code, unread: list[str]) -> dict[str, Any]:
    """The version tag at this commit, and the nearest one."""
    from mlhygiene.branches.tags import is_version  # `v1.0-best` is none

    tags, commit = dict[str, str](), found.head.commit
    for name, oid in sorted((tag for tag in found.tags if is_version(tag[0])), key=lambda tag: _order(tag[0])):
        tags[oid] = name
    if commit is None:
        return {}
    describe = found.short
    try:
        near = nearest.nearest(found.place, commit, tags) if tags else None
    except GitError as error:
        unread.append(printable(str(error)))
        near = None
    if near:
        describe = f"{printable(near.tag)}-{near.distance}-g{found.short}"
    return {"describe": describe, "version": tags.get(commit)}


def _order(name: str) -> tuple[tuple[int, ...], int, list[int | str], str]:
    """Versions in their order: `v1.10.0-rc.2` after `v1.9.0`, and before `v1.10.0`."""
    found = RELEASE.fullmatch(name)
    if found is None:
        return (), 0, [], name
    rest = found["rest"].lower()
    later = rest.lstrip("-_.").startswith(("post", "r", "+")) and not rest.lstrip("-_.").startswith("rc")
    words = [part.zfill(9) if part.isdigit() else part for part in re.split(r"(\d+)", rest)]
    return tuple(map(int, found["numbers"].split("."))), 2 if later else int(not rest), list(words), name


def _patch(found: Code, known: Mapping[str, Any], unread: list[str]) -> dict[str, Any]:
    """What the patch comes to; of a clean tree there is none."""
    if not known.get("dirty") or not found.top or found.head.commit is None:
        return {}
    try:
        return {"patch": patch.digest(found.top, found.filters)}
    except GitError as error:
        unread.append(str(error))
        return {}


def _service(known: Mapping[str, Any], variables: Mapping[str, str]) -> dict[str, Any]:
    """What a CI adds: the branch of a HEAD that it has detached, the commit of a pull request that it has merged."""
    if known["commit"] is None:
        return {}
    told = environment.service(variables)
    fields = told.fields if told else {}
    commit, proposed = fields.get("commit"), fields.get("proposed")
    if known["commit"] not in {commit, proposed}:
        return {}  # it builds something else
    return {
        "branch": known["branch"] or fields.get("branch"),
        "proposed": proposed if proposed != known["commit"] else None,
    }


def _rebased(git_folder: str) -> str | None:
    """The branch that a rebase under way has left."""
    for each in REBASING:
        try:
            with open(os.path.join(git_folder, each, "head-name"), "rb") as file:
                name = file.read().decode("utf-8", "surrogateescape").strip()
        except OSError:
            continue
        return name.removeprefix(HEADS) if name.startswith(HEADS) else None
    return None


def _other(commit: str | None, variables: Mapping[str, str]) -> Iterator[str]:
    """That the environment names another commit than the one that stands here."""
    told = variables.get(environment.COMMIT)
    if told and told != commit:
        name = told if environment.is_hash(told) else "no hash"
        yield f"{environment.COMMIT} is {name}, and another commit is checked out: this record has the latter"


def _remote(found: Code) -> str | None:
    """The address that the branch goes to, else `origin`, else the first that there is."""
    known = dict(found.remotes)
    chosen = next((name for name in (found.upstream, REMOTE, *known) if name in known), None)
    return known[chosen] if chosen else None


def _unborn() -> str:
    return "no commit yet: commit first"


def _told(name: str | None) -> str | None:
    return name and printable(name)


def _reason(words: Iterable[str]) -> str | None:
    return "; ".join(words) or None
