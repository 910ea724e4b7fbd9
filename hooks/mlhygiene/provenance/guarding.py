"""`guard()`: no run begins on files that nobody can bring back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Refusal
from mlhygiene.provenance.capturing import Dirty, Unknown, capture, fault
from mlhygiene.provenance.policy import Mode, Policy, Untracked, configured, policy_of
from mlhygiene.provenance.stamp import State

if TYPE_CHECKING:
    import os
    from collections.abc import Sequence

    from mlhygiene.provenance.stamp import Stamp

# What was warned of in this process: once is enough.
_WARNED = set[str]()


class NotCommitted(UserWarning):
    """A run begins on files that are not as a commit has them, or that nobody can compare with one."""


class Judgement(NamedTuple):
    """What a stamp comes to under a policy: what `strict` refuses, and what is only told."""

    wrong: Dirty | Unknown | None
    told: Dirty | Unknown | None


def guard(
    policy: str | None = None,
    *,
    ignore: Sequence[str] | None = None,
    untracked: str | None = None,
    path: str | os.PathLike[str] | None = None,
) -> Stamp:
    """The stamp of a run that may begin: `policy` is `off`, `warn` (NotCommitted, once) or `strict` (Dirty, Unknown).

    `ignore` are pathspecs of git, from the root, of files that may differ; `untracked` is `error`, `warn` or `ignore`.
    What is not given is taken of `[tool.mlhygiene.provenance]`, else it is `warn`, none, `error`. The stamp tells of
    every file, ignored here or not. What git itself ignores nobody sees. ValueError tells of a wrong word.
    """
    stamp = capture(path)
    chosen = policy_for(stamp, path, policy, ignore, untracked)
    if chosen.mode is Mode.OFF:
        return stamp
    judged = judgement(stamp, chosen, path)
    if judged.wrong and chosen.mode is Mode.STRICT:
        raise judged.wrong
    if told := judged.wrong or judged.told:
        _warn(str(told))
    return stamp


def judgement(stamp: Stamp, chosen: Policy, path: str | os.PathLike[str] | None) -> Judgement:
    """Judge a stamp of the code at a path, whatever the mode."""
    seen = _seen(stamp, chosen, path)
    counted = replace(seen, untracked=(), untracked_count=0) if chosen.untracked is not Untracked.ERROR else seen
    return Judgement(fault(counted), fault(seen) if chosen.untracked is Untracked.WARN else None)


def policy_for(
    stamp: Stamp,
    path: str | os.PathLike[str] | None,
    mode: str | None,
    ignore: Sequence[str] | None = None,
    untracked: str | None = None,
) -> Policy:
    """What the caller says, and for the rest the config."""
    given = (mode, ignore, untracked)
    top = _top(path) if None in given and stamp.state is not State.NO_GIT else None
    ours = configured(top) if top else Policy()
    wanted = (own if each is None else each for each, own in zip(given, ours, strict=True))
    return policy_of(*wanted)


def _seen(stamp: Stamp, chosen: Policy, path: str | os.PathLike[str] | None) -> Stamp:
    """The stamp without the files that may differ. git is asked again only where some do."""
    if not chosen.ignore or not (stamp.dirty or stamp.untracked_count):
        return stamp
    from mlhygiene.git.code import compared
    from mlhygiene.provenance import reading
    from mlhygiene.provenance.capturing import folder_of

    try:
        files = compared(folder_of(path), chosen.pathspecs)
    except Refusal as refusal:
        raise ValueError(f"ignore: {refusal}") from None
    return replace(stamp, **reading.differences(files))


def _top(path: str | os.PathLike[str] | None) -> str | None:
    """The root of the repository, where its config lies."""
    from mlhygiene.git.code import top
    from mlhygiene.provenance.capturing import folder_of

    try:
        return top(folder_of(path))
    except (Refusal, OSError):
        return None


def _warn(message: str) -> None:
    if message in _WARNED:
        return
    _WARNED.add(message)
    import warnings

    warnings.warn(message, NotCommitted, stacklevel=3)
