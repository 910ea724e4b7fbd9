"""What a CI service says happened: which commits are proposed, over what, and in which way."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from mlhygiene.ci.build import Build

ZERO = "0" * 40
# Of some services shortened: Bitbucket tells 12 digits of a destination.
HASH = re.compile(r"[0-9a-f]{7,64}")


class Way(StrEnum):
    """How commits come, and what a person calls it."""

    REQUEST = "pull request"
    QUEUE = "merge group"
    PUSH = "push"
    TAG = "tag"
    DELETION = "deletion"
    RUN = "run"


class Change(NamedTuple):
    """What a service says happened.

    `head` is the commit that is proposed, None where that is what is checked out. Of a request and of a merge group
    `bases` are commits of the target; of a push what was there before, zeros where that was nothing; none
    where the service does not say. `default` is the branch that others are merged into, `event` the service's word.
    """

    build: Build
    way: Way
    head: str | None = None
    bases: tuple[str, ...] = ()
    default: str | None = None
    title: str | None = None
    event: str = ""

    @property
    def kind(self) -> str:
        """What proposes the commits, as people call it there."""
        return "merge request" if self.way is Way.REQUEST and self.build.service == "GitLab CI" else str(self.way)

    @property
    def said(self) -> str:
        """The very one, as people call it there."""
        made, way = self.build, self.way
        if way is Way.REQUEST:
            return f"{self.kind} {made.request}" if made.request not in {None, "?"} else self.kind
        if way is Way.TAG:
            return f"tag {made.tag}"
        branch = f" {made.branch}" if made.branch else ""
        if way is Way.PUSH:
            return f"push to{branch}" if branch else "push"
        if way is Way.RUN:
            return f"{self.event or way} on{branch}" if branch else self.event or str(way)
        return f"{way} of{branch}" if branch and way is Way.DELETION else str(way)


def oid(value: object) -> str | None:
    """A hash, or None: `HEAD`, which Buildkite may say, leads nowhere from here."""
    return value if isinstance(value, str) and HASH.fullmatch(value) else None


def oids(*values: object) -> tuple[str, ...]:
    """Those of some values that are hashes; zeros are none."""
    return tuple(found for value in values if (found := oid(value)) and found.strip("0"))
