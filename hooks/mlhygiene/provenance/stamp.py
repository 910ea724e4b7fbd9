"""What names the code that made a result: one flat record, safe to hand to any tracker. No I/O."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEMA: Final = "mlhygiene.provenance/1"
# Trackers cut long values, and nobody reads a thousand names.
NAMED: Final = 20


class State(StrEnum):
    """Why a stamp says what it says. Of all but the first five, git was not asked, or did not answer.

    `unread`: git names the commit, and nobody has compared the files with it: `reason` says why. `environment`,
    `baked`, `archive`: the commit is told by a variable, by a file that was written when an image was built, by a
    file of `git archive`.
    """

    CLEAN = "clean"
    DIRTY = "dirty"
    UNBORN = "unborn"
    BARE = "bare"
    UNREAD = "unread"
    ENVIRONMENT = "environment"
    BAKED = "baked"
    ARCHIVE = "archive"
    NO_GIT = "no-git"
    NO_REPOSITORY = "no-repository"
    OTHER_OWNER = "other-owner"
    ERROR = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The code that runs: a commit, and how the files differ from it. What is not known is None; `reason` says why.

    - `commit`, `short`: the hash, and its first digits as git shortens it. `proposed`: where a CI has checked out the
      merge of a pull request, the commit that is proposed; `commit` is then one that nobody can fetch for long.
    - `branch`: that is checked out, or that a CI names; None where HEAD is detached.
    - `describe`: git-describe(1) over version tags, without `-dirty`, or `short` where the newest 2,000 commits have
      none; `version`: the version tag at this very commit.
    - `dirty`: whether tracked files differ; `changed` names the first, `changed_count` counts all; `untracked` likewise
      files that git does not know and does not ignore (a folder by its name and a slash).
    - `tags`: at this commit. `remote`: without any credential, as the config writes it; `host`: of the remote.
    - `shallow`, `ahead`, `behind`: of the clone, and of the branch beside its upstream.
    - `submodules`: those that differ from what the commit names.
    - `patch`: `sha256:` of the difference of tracked files, as `provenance.patch` gives it; None of a clean tree.
    - `entry`: the script, from the root of the repository where it lies inside; `argv`: the words after it, secrets
      masked; `python`, `platform`: of the process; `lock`: `NAME sha256:…` of the lock file beside the code.
    - `run`: as `mlhygiene run` calls it; `snapshot`: the commit over `commit` in which it keeps files that differ.
    """

    state: State
    reason: str | None = None
    commit: str | None = None
    short: str | None = None
    proposed: str | None = None
    branch: str | None = None
    describe: str | None = None
    version: str | None = None
    dirty: bool | None = None
    changed: tuple[str, ...] = ()
    changed_count: int | None = None
    untracked: tuple[str, ...] = ()
    untracked_count: int | None = None
    tags: tuple[str, ...] = ()
    remote: str | None = None
    host: str | None = None
    shallow: bool | None = None
    ahead: int | None = None
    behind: int | None = None
    submodules: tuple[str, ...] = ()
    patch: str | None = None
    entry: str | None = None
    argv: tuple[str, ...] = ()
    python: str | None = None
    platform: str | None = None
    lock: str | None = None
    run: str | None = None
    snapshot: str | None = None

    def document(self) -> dict[str, object]:
        """For `provenance.json`: every field under its own name, lists as lists."""
        found: dict[str, object] = {"schema": SCHEMA}
        for name, value in self._known():
            found[name] = list(value) if isinstance(value, tuple) else value
        return found

    def flat(self, prefix: str = "git_") -> dict[str, str | int | bool]:
        """For trackers: what is known, lists as one text, arguments as a shell has them.

        The commit is `git_sha`, as it is written everywhere.
        """
        names = {"commit": "sha", "short": "sha_short"}
        found = dict[str, str | int | bool]()
        for name, value in self._known():
            if value is not None and value != ():
                found[prefix + names.get(name, name)] = ", ".join(value) if isinstance(value, tuple) else value
        if self.argv:
            from shlex import join  # 2 ms

            found[f"{prefix}argv"] = join(self.argv)
        return found

    def _known(self) -> Iterator[tuple[str, str | int | bool | tuple[str, ...] | None]]:
        for field in fields(self):
            value: Any = getattr(self, field.name)
            yield field.name, str(value) if isinstance(value, StrEnum) else value
