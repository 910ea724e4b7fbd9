"""What a merge says that it brings in: the messages of git-fmt-merge-msg(1) and of code hosts."""

from __future__ import annotations

import re
from typing import NamedTuple

NAMED = re.compile(r"'([^']+)'")
# `Merge branches 'a' and 'b' of <url> into main`; GitLab quotes the last name, too.
OWN = re.compile(r"Merge (remote-tracking )?(?:branch|branches) ('.*?')(?: of \S+)?(?: into '?([^\s']+)'?)?\s*$")
HOSTS = (
    re.compile(r"Merge pull request #\d+ from [^\s/]+/(?P<name>\S+)"),  # GitHub, Gitea
    re.compile(r"Merge pull request #\d+ in \S+ from (?P<name>\S+) to (?P<target>\S+)"),  # Bitbucket Server
    re.compile(r"Merge pull request '.*' \(#\d+\) from (?P<name>\S+) into (?P<target>\S+)"),  # Forgejo
    re.compile(r"Merged in (?P<name>\S+) \(pull request #\d+\)"),  # Bitbucket
)
LONGEST = 2000


class Merged(NamedTuple):
    """The branches that a merge brings in, and the one that it was made on, as far as its subject tells."""

    names: tuple[str, ...] = ()
    target: str | None = None


def merged(subject: str) -> Merged:
    """What a subject tells; a remote's name is taken off a remote-tracking branch."""
    if not subject.startswith("Merge") or len(subject) > LONGEST:
        return Merged()
    if own := OWN.match(subject):
        tracking, names, target = own.groups()
        quoted: list[str] = NAMED.findall(names)
        branches = (name.partition("/")[2] if tracking else name for name in quoted)
        return Merged(tuple(name for name in branches if name), target)
    for form in HOSTS:
        if found := form.match(subject):
            known = found.groupdict()
            return Merged((known["name"],), known.get("target"))
    return Merged()
