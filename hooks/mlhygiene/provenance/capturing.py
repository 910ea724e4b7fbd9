"""`capture()`: the code that runs, as far as anybody here can say."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from mlhygiene.model import Refusal, printable, shown
from mlhygiene.provenance.stamp import Stamp, State

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhygiene.provenance.environment import Told

WAYS = "pass the folder of your code, capture(__file__), or set MLHYGIENE_GIT_COMMIT"


class Dirty(RuntimeError):  # noqa: N818 - it says what is so
    """The files are not as the commit has them: `stamp` says which."""

    def __init__(self, stamp: Stamp) -> None:
        names = [*stamp.changed, *stamp.untracked]
        count = (stamp.changed_count or 0) + (stamp.untracked_count or 0)
        more = f" and {count - len(names):,} more" if count > len(names) else ""
        super().__init__(f"not as committed: {', '.join(names)}{more}: commit before running")
        self.stamp = stamp


class Unknown(RuntimeError):  # noqa: N818 - as above
    """Nobody can say which code runs: `stamp.reason` says why."""

    def __init__(self, stamp: Stamp) -> None:
        what = "no commit names this code" if stamp.commit is None else "nobody compared the files with the commit"
        super().__init__(f"{what}: {stamp.reason}")
        self.stamp = stamp


def capture(
    path: str | os.PathLike[str] | None = None,
    *,
    strict: bool = False,
    commit: str | None = None,
    branch: str | None = None,
    remote: str | None = None,
) -> Stamp:
    """The stamp of the code at a path; without one, of the script that runs, or of the folder where it runs.

    Git is asked first. Where it does not answer, the first that names a commit counts: `commit`, with `branch` and
    `remote` (40 or 64 hex digits); the variables `MLHYGIENE_GIT_*`; those of W&B and ClearML; those of a CI; a
    `provenance.json`; what `git archive` wrote. Of a distributed run the process of rank 0 alone looks at files.

    It never raises, writes, fetches or takes a lock. `strict` has it raise Dirty where tracked files differ from the
    commit, or files are there that git neither knows nor ignores, and Unknown where nobody can say.
    """
    stamp = _captured(path, {"commit": commit, "branch": branch, "remote": remote})
    if strict and (wrong := fault(stamp)):
        raise wrong
    return stamp


def fault(stamp: Stamp) -> Dirty | Unknown | None:
    """Why a run may not begin: the files differ, or nobody can say who was to; None where it may."""
    if stamp.dirty or stamp.untracked_count:
        return Dirty(stamp)
    unread = stamp.state is State.UNREAD and not compared_elsewhere()
    return Unknown(stamp) if stamp.commit is None or unread else None


def compared_elsewhere() -> bool:
    """Whether another process of a distributed run looks at the files."""
    from mlhygiene.provenance.ranks import rank

    return (rank(os.environ) or ("", 0))[1] > 0


def _captured(path: str | os.PathLike[str] | None, given: Mapping[str, str | None]) -> Stamp:
    try:
        folder = folder_of(path)
        try:
            return _process(**_asked(folder))
        except Refusal as refusal:
            return _process(**_otherwise(refusal, folder, given))
    except Exception as error:  # noqa: BLE001 - a training run must not end for want of a stamp
        why = f"{type(error).__name__}: {error}" if isinstance(error, OSError) else type(error).__name__
        return Stamp(state=State.ERROR, reason=f"{printable(why)}: is it a bug of mlhygiene? Please report it")


def folder_of(path: str | os.PathLike[str] | None) -> str:
    """The folder of the code that a caller names, or that runs."""
    from mlhygiene.provenance import running  # what a tracker hands on is no process

    if path is None:
        return running.folder()
    name = os.path.abspath(os.fsdecode(path))
    return os.path.dirname(name) if os.path.isfile(name) else name


def _asked(folder: str) -> dict[str, Any]:
    """What git says; of a process of another rank, what it was told, or no more than the commit."""
    from mlhygiene.provenance import environment, ranks, reading

    place = ranks.rank(os.environ)
    if place is None or place[1] == 0:
        return reading.asked(folder, os.environ)
    told = environment.ours(os.environ)
    if told is None:
        return reading.commit_alone(folder, place)
    return {**told.fields, "state": State.ENVIRONMENT, "reason": f"from {told.by}, as {place[0]}={place[1]}"}


def _otherwise(refusal: Refusal, folder: str, given: Mapping[str, str | None]) -> dict[str, Any]:
    """What anybody else says, and why it was not git."""
    state, why = _why(refusal, folder)
    for kind, told in _sources(folder, given):
        if told is not None and told.fields.get("commit"):
            return {**told.fields, "state": kind, "reason": f"from {shown(os.fsencode(told.by))}, as {why}"}
    wrong = _no_hash(given)
    return {"state": state, "reason": "; ".join([why, *wrong])}


def _why(refusal: Refusal, folder: str) -> tuple[State, str]:
    from mlhygiene.git.code import Nowhere, OtherOwner

    where = shown(os.fsencode(folder))
    if isinstance(refusal, Nowhere):
        held = _held(folder)
        if held:
            return State.ERROR, f"{shown(os.fsencode(held))} is there, and git cannot read it: run `git status` there"
        return State.NO_REPOSITORY, f"{where} is in no git repository: {WAYS}"
    if isinstance(refusal, OtherOwner):
        return State.OTHER_OWNER, printable(str(refusal))
    state = State.NO_GIT if "not on the PATH" in str(refusal) else State.ERROR
    return state, printable(str(refusal))


def _held(folder: str) -> str | None:
    """The `.git` of a repository that git does not take for one."""
    at = os.path.realpath(folder)
    while not os.path.exists(os.path.join(at, ".git")):
        if at == (above := os.path.dirname(at)):
            return None
        at = above
    return os.path.join(at, ".git")


def _sources(folder: str, given: Mapping[str, str | None]) -> list[tuple[State, Told | None]]:
    from mlhygiene.provenance import baked, environment

    told = environment.Told("the arguments", environment.checked(given))
    return [
        (State.ENVIRONMENT, told),
        (State.ENVIRONMENT, environment.ours(os.environ)),
        (State.ENVIRONMENT, environment.trackers(os.environ)),
        (State.ENVIRONMENT, environment.service(os.environ)),
        (State.BAKED, baked.baked(folder, os.environ)),
        (State.ARCHIVE, baked.archived(folder)),
    ]


def _no_hash(given: Mapping[str, str | None]) -> list[str]:
    """What was to name a commit, and is no hash."""
    from mlhygiene.provenance import environment

    values = {"commit": given["commit"], environment.COMMIT: os.environ.get(environment.COMMIT)}
    wrong = [name for name, text in values.items() if text and not environment.is_hash(text)]
    return [f"{name} is no hash: write all of its 40 or 64 digits" for name in wrong]


def _process(**known: Any) -> Stamp:  # noqa: ANN401 - the fields of a stamp
    """A stamp with what this process says of itself, and `mlhygiene run` of the run."""
    from mlhygiene.provenance import environment, running

    ours: dict[str, Any] = {
        "entry": running.entry(),
        "argv": running.arguments(),
        "python": running.python(),
        "platform": running.platform(),
        **environment.run(os.environ, known.get("commit")),
    }
    return Stamp(**{**ours, **known})
