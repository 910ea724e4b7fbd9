"""The title of a pull request, which a squash merge makes a commit's subject."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhygiene.ci.change import Change

# docs.gitlab.com/user/project/merge_requests/drafts; `WIP:` was the word until GitLab 14.
DRAFT = re.compile(r"(?i)\s*(?:\[(?:draft|wip)\]|\((?:draft|wip)\)|(?:draft|wip):)\s*")


def title(change: Change) -> str | None:
    """The title on one line. A draft of GitLab says so in its title, and cannot be merged before that is gone."""
    text = " ".join((change.title or "").splitlines()).strip()
    if change.build.service == "GitLab CI":
        while found := DRAFT.match(text):
            text = text[found.end() :]
    return text or None
