"""`start()`: guard a run, stamp its trackers, tag its commit once it has succeeded."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene.model import Refusal, printable
from mlhygiene.provenance.capturing import Dirty, Unknown, folder_of
from mlhygiene.provenance.guarding import guard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from mlhygiene.provenance.adapters.shapes import Tracker
    from mlhygiene.provenance.stamp import Stamp


class NotTagged(UserWarning):
    """A run that was to be tagged is not; a strict run does not even begin."""


class Started:
    """A run that has begun: its stamp, and the tag that it is to have.

    As a context it gives the stamp, and has succeeded where no exception leaves it; elsewhere `succeeded()` says so.
    """

    def __init__(self, stamp: Stamp, folder: str, tag: tuple[str, str | None, str | None, str | None] | None) -> None:
        self.stamp = stamp
        self._folder, self._tag = folder, tag

    def __enter__(self) -> Stamp:
        return self.stamp

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None or (isinstance(error, SystemExit) and not error.code):
            self.succeeded()

    def succeeded(self) -> str | None:
        """Tag the commit that the run began with, and give the tag's name; None where none was asked for, or made.

        The run is over, and nothing ends it with an error any more: why there is no tag is warned of (NotTagged).
        """
        if self._tag is None or self.stamp.commit is None:
            return None
        from mlhygiene.provenance import tagging

        (run, *told), self._tag = self._tag, None
        try:
            return tagging.tag(self._folder, run, self.stamp.commit, tagging.Told(*told)).name
        except (Refusal, OSError) as error:
            _warn(str(error))
            return None


def start(  # noqa: PLR0913 - guard, record and tag in one call
    *trackers: Tracker,
    policy: str | None = None,
    ignore: Sequence[str] | None = None,
    untracked: str | None = None,
    path: str | os.PathLike[str] | None = None,
    tag: str | None = None,
    message: str | None = None,
) -> Started:
    """Begin a run: guard it, have each tracker keep the stamp, and tag it `run/<tag>` once it has succeeded.

    `policy`, `ignore`, `untracked` and `path` are those of `guard`, trackers those of `record`; `message` is the
    tag's. A strict run begins only where every tracker has taken the stamp, and the tag can be made. The tag stands
    at the commit that the run began with. It is never pushed. Of a distributed run rank 0 alone records and tags.
    """
    from mlhygiene.provenance import adapters, ranks

    stamp, folder = guard(policy, ignore=ignore, untracked=untracked, path=path), folder_of(path)
    for wrong in adapters.failures(stamp, *trackers):
        if _strict(policy, folder):
            raise adapters.NotRecorded(wrong)
        adapters.warn(wrong)
    if tag is None or ranks.follows(os.environ):
        return Started(stamp, folder, None)
    try:
        _taggable(stamp, folder, tag, (ignore, untracked, path))
    except (Refusal, OSError) as error:
        if _strict(policy, folder):
            raise NotTagged(printable(str(error))) from None
        _warn(str(error))
        return Started(stamp, folder, None)
    return Started(stamp, folder, (tag, *_of_tracker(trackers), message))


def _taggable(
    stamp: Stamp,
    folder: str,
    run: str,
    judged: tuple[Sequence[str] | None, str | None, str | os.PathLike[str] | None],
) -> None:
    """Refuse now what could not be tagged hours later, or would name a commit that the run did not begin with."""
    from mlhygiene.git import tagging as tags
    from mlhygiene.git.repository import Repository
    from mlhygiene.provenance import tagging

    ignore, untracked, path = judged
    try:
        guard("strict", ignore=ignore, untracked=untracked, path=path)
    except (Dirty, Unknown) as error:
        raise Refusal(f"no tag for this run: {error}") from None
    with Repository.find(folder) as repository:
        name = tagging.name_of(repository, run)
        there = tags.standing(repository, name)
        if there and there.commit != stamp.commit:
            raise Refusal(f"the tag {name} stands at another commit, and is not moved: give this run another ID")


def _of_tracker(trackers: Sequence[Tracker]) -> tuple[str | None, str | None]:
    """How the first tracker that says so calls the run, and where it has it."""
    for tracker in trackers:
        found = [getattr(tracker, name, None) for name in ("name", "url")]
        name, url = (each if isinstance(each, str) and each else None for each in found)
        if (name or url) and not isinstance(tracker, os.PathLike):
            return name, url
    return None, None


def _strict(policy: str | None, folder: str) -> bool:
    """Whether what goes wrong ends the run before it begins; the config is asked only then."""
    if policy is not None:
        return policy == "strict"
    from mlhygiene.git.code import top
    from mlhygiene.provenance.policy import configured

    try:
        root = top(folder)
    except (Refusal, OSError):
        return False
    return root is not None and configured(root).mode == "strict"


def _warn(message: str) -> None:
    import warnings

    warnings.warn(printable(message), NotTagged, stacklevel=3)
