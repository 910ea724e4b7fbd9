"""Which branch a merge brings into which, as the message that git and code hosts write tells."""

from __future__ import annotations

import re
from typing import NamedTuple

# git-merge(1): `Merge branch 'a' into b`, `Merge branches 'a', 'b' and 'c'`,
# `Merge remote-tracking branch 'origin/a'`, `Merge branch 'a' of host:path`. Of a tag or a commit
# nobody knows the branch.
GIT = re.compile(r"Merge (?P<kind>(?:remote-tracking )?branch(?:es)?) (?P<names>'[^']+'(?:(?:, | and )'[^']+')*)")
INTO = re.compile(r" into '?(?P<target>[^\s']+)'?$")
# GitHub and Gitea: `Merge pull request #1 from owner/branch`.
GITHUB = re.compile(r"Merge pull request (?:'[^']*' \()?#\d+\)? from (?P<owner>[^/\s:]+)[/:](?P<source>\S+)")
# Bitbucket: `Merged in branch (pull request #1)`.
BITBUCKET = re.compile(r"Merged in (?P<source>\S+) \(pull request #\d+\)")


class Told(NamedTuple):
    """What a message says was merged, and where to if it says that."""

    sources: tuple[str, ...] = ()
    target: str | None = None


def told(message: str) -> Told:
    """The branches that a message names; nothing where its first line is not of the known forms."""
    subject = message.lstrip("\n").partition("\n")[0].rstrip()
    into = INTO.search(subject)
    target = into["target"] if into else None
    if found := GITHUB.match(subject) or BITBUCKET.match(subject):
        return Told((found["source"],), target)
    if found := GIT.match(subject):
        names = [name.removeprefix("refs/heads/") for name in re.findall(r"'([^']+)'", found["names"])]
        if found["kind"].startswith("remote-tracking"):
            names = [name.partition("/")[2] or name for name in names]
        return Told(tuple(names), target)
    return Told((), target if subject.startswith("Merge ") else None)
