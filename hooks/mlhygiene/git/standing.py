"""Where HEAD stands, and what a merge under way brings in."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.process import MERGING
from mlhygiene.git.refs import HEADS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.git.refs import Ref
    from mlhygiene.git.repository import Repository

# gitrepository-layout(5) and git-status(1): what is there while each of them is under way.
UNDERWAY = {
    "rebase-merge": "rebase",
    "rebase-apply/rebasing": "rebase",
    "rebase-apply/applying": "am",
    "BISECT_START": "bisect",
}
# git-fetch(1): `oid TAB [not-for-merge] TAB branch 'x' of url`.
FETCHED = re.compile(r"([0-9a-f]{40,64})\t\tbranch '(.+)' of ")


class Standing(NamedTuple):
    """The branch that is checked out, or that a rebase will put back; None where HEAD is detached.

    `underway` is the rebase, bisect or am that moves HEAD; `unborn` is true before the first commit.
    """

    branch: str | None
    underway: str | None = None
    unborn: bool = False


def standing(repository: Repository) -> Standing:
    """Where HEAD stands. One process."""
    underway = next((what for name, what in UNDERWAY.items() if _is_there(repository, name)), None)
    code, out, _ = repository.place.ask("symbolic-ref", "--quiet", "HEAD")
    ref = out.decode("utf-8", "surrogateescape").removesuffix("\n") if code == 0 else ""
    if not ref.startswith(HEADS) and underway == "rebase":
        names = (_text(repository, f"{folder}/head-name") for folder in ("rebase-merge", "rebase-apply"))
        ref = next(filter(None, names), "").strip()
    branch = ref.removeprefix(HEADS) if ref.startswith(HEADS) else None
    return Standing(branch, underway, repository.head is None)


def busy(repository: Repository) -> set[str]:
    """The branches that a rebase or a bisect, in any worktree, will go back to."""
    folder = os.path.join(repository.common_folder, "worktrees")
    linked = [os.path.join(folder, name) for name in os.listdir(folder)] if os.path.isdir(folder) else []
    names = ("rebase-merge/head-name", "rebase-apply/head-name", "BISECT_START")
    found = (_read(os.path.join(each, name)) for each in (repository.common_folder, *linked) for name in names)
    return {text.strip().removeprefix(HEADS) for text in found} - {""}


def merging(repository: Repository, known: Iterable[Ref], told: Iterable[str] = ()) -> tuple[str, ...]:
    """The branches that a merge under way brings in, a name each.

    What was typed counts (git hands it to hooks), then what was fetched, then what the message
    that git has written says (`told`), then a branch that stands there; else the commit itself.
    """
    merged, by_oid, named = repository.merged, dict[str, list[str]](), dict[str, str]()
    for ref in known if merged else ():
        if branch := ref.branch:
            by_oid.setdefault(ref.oid, []).append(branch)
            named.update({ref.name: branch, ref.short: branch, ref.name.removeprefix("refs/"): branch})
    fetched = dict(FETCHED.findall(_text(repository, "FETCH_HEAD"))) if merged else {}
    environment = {name.lower(): value for name, value in repository.place.environment.items() if MERGING in name}
    messages = list(told)
    names = list[str]()
    for at, oid in enumerate(merged):
        typed = environment.get(f"{MERGING}{oid}".lower(), "")
        message = messages[at] if len(messages) == len(merged) else None
        message = named.get(message or "", message)
        choices = (named.get(typed), fetched.get(oid), message, *by_oid.get(oid, []), typed, oid[:12])
        names.append(next(name for name in choices if name))
    return tuple(names)


def merge_message(repository: Repository) -> str:
    """What git has written for the merge that it stopped in; empty where there is none."""
    return _text(repository, "MERGE_MSG")


def _is_there(repository: Repository, name: str) -> bool:
    return os.path.exists(os.path.join(repository.git_folder, name))


def _text(repository: Repository, name: str) -> str:
    return _read(os.path.join(repository.git_folder, name))


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return ""
