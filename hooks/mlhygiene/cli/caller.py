"""What a hook is to judge follows from who calls it: git, pre-commit or prek."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlhygiene.git import entries
from mlhygiene.model import Refusal, shown
from mlhygiene.scope import index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git import Repository
    from mlhygiene.model import Subject
    from mlhygiene.scope.messages import Wanted


@dataclass(frozen=True)
class Task:
    """A scope's name, the revision whose config counts (empty: the index), its subjects.

    What of them is wanted follows from the rules, which follow from the config: whoever
    walks through commits asks. `target` is the branch that commits which are made already go to.
    """

    scope: str
    revision: str
    subjects: Callable[[Callable[[], Wanted]], Iterator[Subject]]
    target: str | None = None


def task(repository: Repository, coverage: Coverage, names: Sequence[str]) -> Task:
    """What to judge: pre-commit and prek say in the environment what they are at.

    They name a range in a push and under `--from-ref`, a branch that the remote has
    nothing of, or else files alone. Without any of them, git itself is about to commit.
    """
    no_mistyped_option(repository, names)
    commits = pushed(repository, coverage, names)
    if commits:
        return commits
    if names:
        return Task("paths", "", lambda _: index.paths(repository, coverage, names))
    if os.environ.get("PRE_COMMIT") == "1":
        # It has left out every file, as the user chose, or there is none.
        return Task("paths", "", lambda _: iter(()))
    return Task("staged", "", lambda _: index.staged(repository, coverage))


def pushed(repository: Repository, coverage: Coverage, names: Sequence[str] | None) -> Task | None:
    """The commits that the environment names. `names` are those handed over; None where files do not matter."""
    base, head = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    branch, remote = os.environ.get("PRE_COMMIT_LOCAL_BRANCH"), os.environ.get("PRE_COMMIT_REMOTE_NAME")
    if not (base and head) and not (branch and remote):
        return None
    from mlhygiene.scope import commits  # with what history needs: a commit that is about to be made does without

    if base and head:
        if commits.is_zero(head):
            return Task("between", "", lambda _: commits.between(repository, coverage, base, head))
        is_new = commits.is_zero(base)
        tip, known = repository.commit(head), repository.empty_tree if is_new else repository.commit(base)
        keep = _keep(repository, coverage, names, lambda: entries.differing(repository.at_top, known, tip))
        return Task(
            "between", tip, lambda wants: commits.between(repository, coverage, base, head, replace(wants(), keep=keep))
        )
    if branch and remote:
        tip = repository.commit(branch)
        keep = _keep(repository, coverage, names, lambda: {entry.path for entry in entries.index(repository.at_top)})
        return Task(
            "between",
            tip,
            lambda wants: commits.unpushed(repository, coverage, branch, remote, replace(wants(), keep=keep)),
        )
    return None


def _keep(
    repository: Repository, coverage: Coverage, names: Sequence[str] | None, asked: Callable[[], set[bytes]]
) -> Callable[[bytes], bool]:
    """Leave out what the user's `files` and `exclude` leave out.

    pre-commit hands over those of the names asked about that the worktree has and the
    user wants. One that is there and was not handed over was left out on purpose; one
    that is not there (deleted again, or on a branch that is not checked out) was never
    put to the user's choice.
    """
    if names is None:
        return lambda _path: True
    given = {path for name in names if (path := index.from_top(repository, name, coverage)) is not None}
    top = os.fsencode(repository.top or os.curdir)
    left_out = {path for path in asked() - given if os.path.lexists(os.path.join(top, path))}
    return lambda path: path not in left_out


def no_mistyped_option(repository: Repository, names: Sequence[str]) -> None:
    """Refuse what looks like an option, and is no file."""
    for name in names:
        if name.startswith("--") and repository.objects.info(f":./{name}") is None:
            raise Refusal(f"{shown(os.fsencode(name))}: no such option, and no such file in the index")


def no_file_as_option(repository: Repository, options: Sequence[str]) -> None:
    """A file called `--maxkb=999999` must not lift the limit for all the others."""
    for option in options if repository.top else ():
        if repository.objects.info(f":./{option}") is not None:
            name = shown(os.fsencode(option))
            raise Refusal(f"{name}: an option, and a file in the index, too: end the hook's options with `args: [--]`")
