"""Which branch a merge brings into which, as the message that git and code hosts write tells."""

from __future__ import annotations

import re
from typing import NamedTuple

# git-merge(1): `Merge branch 'a' into b`, `Merge branches 'a', 'b' and 'c'`,
# `Merge remote-tracking branch 'origin/a'`, `Merge branch 'a' of host:path`. Of a tag or a commit
# nobody knows the branch.
GIT = re.compile(r"Merge (?P<kind>(?:remote-tracking )?branch(?:es)?) (?P<names>'[^']+'(?:(?:, | and )'[^']+')*)")
INTO = re.compile(r" into '?(?P<target>[^\s']+)'?$")
HOSTS = (
    # GitHub: a branch of whoever it is.
    re.compile(r"Merge pull request #\d+ from [^/\s]+/(?P<source>\S+)"),
    # Gitea and Forgejo: a branch here, or one of `owner/repository:`.
    re.compile(r"Merge pull request '.*' \([#!]\d+\) from (?:[^:\s]+:)?(?P<source>\S+) into (?P<target>\S+)"),
    # Bitbucket Server, and Bitbucket.
    re.compile(r"Merge pull request #\d+ in \S+ from (?P<source>\S+) to (?P<target>\S+)"),
    re.compile(r"Merged in (?P<source>\S+) \(pull request #\d+\)"),
)
LONGEST = 2000


class Told(NamedTuple):
    """What a message says was merged, and where to if it says that."""

    sources: tuple[str, ...] = ()
    target: str | None = None


def told(message: str) -> Told:
    """The branches that a message names; nothing where its first line is not of the known forms."""
    subject = message.lstrip("\n").partition("\n")[0].rstrip()[:LONGEST]
    if not subject.startswith("Merge"):
        return Told()
    for form in HOSTS:
        if found := form.match(subject):
            return Told((found["source"],), found.groupdict().get("target"))
    into = INTO.search(subject)
    names = list[str]()
    if found := GIT.match(subject):
        names = [name.removeprefix("refs/heads/") for name in re.findall(r"'([^']+)'", found["names"])]
        if found["kind"].startswith("remote-tracking"):
            names = [name.partition("/")[2] or name for name in names]
    return Told(tuple(names), into["target"] if into and subject.startswith("Merge ") else None)
