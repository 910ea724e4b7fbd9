"""Versions as SemVer 2.0.0 (semver.org) has them: their grammar, their order, and which comes next."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

NUMBER = r"(?:0|[1-9][0-9]*)"
# Numbers of a pre-release have no zero before them either; a word with a letter may.
WORD = r"(?:0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)"
GRAMMAR = re.compile(
    rf"(?P<major>{NUMBER})\.(?P<minor>{NUMBER})\.(?P<patch>{NUMBER})"
    rf"(?:-(?P<pre>{WORD}(?:\.{WORD})*))?(?:\+(?P<build>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
)
# The grammar has no end, Python's int() has one; the semver of npm takes no more either.
LONGEST = 256
Order = tuple[tuple[int, int, int], bool, tuple[tuple[bool, int, str], ...]]


class Part(StrEnum):
    """What a change moves, the weightiest last. `prerelease` is a step towards the version that the others make."""

    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"


class Version(NamedTuple):
    """One version; `pre` and `build` are the words between dots."""

    major: int
    minor: int
    patch: int
    pre: tuple[str, ...] = ()
    build: tuple[str, ...] = ()

    def __str__(self) -> str:
        pre, build = ".".join(self.pre), ".".join(self.build)
        return f"{self.major}.{self.minor}.{self.patch}{'-' * bool(pre)}{pre}{'+' * bool(build)}{build}"

    @property
    def order(self) -> Order:
        """What decides which of two is higher (SemVer 11): a build says nothing, a pre-release comes before."""
        words = ((not word.isdecimal(), int(word) if word.isdecimal() else 0, word) for word in self.pre)
        return (self.major, self.minor, self.patch), not self.pre, tuple(words)


FIRST = Version(0, 1, 0)


def parse(text: str) -> Version | None:
    """The version that a text is; None where it is none, such as `1.2`, `01.2.3` or `1.0-best`."""
    found = GRAMMAR.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    pre, build = (tuple(found[name].split(".")) if found[name] else () for name in ("pre", "build"))
    return Version(int(found["major"]), int(found["minor"]), int(found["patch"]), pre, build)


def release(version: Version, part: Part) -> Version:
    """The next release: what a pre-release of that part, or of a weightier one, has announced, if this is one."""
    major, minor, patch = version[:3]
    if version.pre and _weight(version) >= list(Part).index(part):
        return Version(major, minor, patch)
    match part:
        case Part.MAJOR:
            return Version(major + 1, 0, 0)
        case Part.MINOR:
            return Version(major, minor + 1, 0)
        case Part.PATCH:
            return Version(major, minor, patch + 1)


def prerelease(version: Version, part: Part | None, label: str) -> Version:
    """The next pre-release: towards the release that `part` makes; without one, the next of those under way.

    ValueError where `label` would go back, as from `rc` to `beta`.
    """
    target = Version(*version[:3]) if part is None else release(version, part)
    begun = version.pre if version[:3] == target[:3] else ()
    known = begun[1] if len(begun) > 1 and begun[0] == label else ""
    number = int(known) + 1 if known.isdecimal() else 1
    found = target._replace(pre=(label, str(number)))
    if found.order <= version.order:
        raise ValueError(f"{found} comes before {version}")
    return found


def _weight(version: Version) -> int:
    """Which part a pre-release announces."""
    return 2 if not version.minor and not version.patch else 1 if not version.patch else 0
