"""Which tags are a team's versions: `[tool.mlhygiene.versions]`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

from mlhygiene.branches import semver
from mlhygiene.branches.naming import unfit
from mlhygiene.branches.tags import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.branches.semver import Version

USUAL = "v"
SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "prefix": {
            "type": "string",
            "default": USUAL,
            "description": "What stands before the number in a version tag, such as `v`, or `ranker/v` in a monorepo.",
        },
    },
    "additionalProperties": False,
    "description": "How versions are tagged: `mlhygiene bump`.",
}
RELEASE = re.compile(r"\d+(?:\.\d+)+")


class Versions(NamedTuple):
    """A team's choice; without a prefix, `v` or none, as the tags have it."""

    prefix: str | None = None


class Tagged(NamedTuple):
    """A version tag."""

    prefix: str
    version: Version

    @property
    def name(self) -> str:
        return f"{self.prefix}{self.version}"


def parse(value: object) -> Versions:
    """The table of a config; ValueError says what is wrong."""
    if not isinstance(value, dict):
        raise ValueError('write a table, such as prefix = "v"')  # noqa: TRY004 - a mistake in a config
    table = cast("dict[str, object]", value)
    for key in table:
        if key != "prefix":
            raise ValueError(f"unknown key {key!r}: there is prefix")
    prefix = table.get("prefix")
    return Versions(checked(prefix)) if prefix is not None else Versions()


def checked(prefix: object) -> str:
    """A prefix; ValueError where no tag can begin so, or nobody could tell where the number begins."""
    if not isinstance(prefix, str):
        raise ValueError("prefix: write what stands before the number, such as 'v'")  # noqa: TRY004 - as above
    if wrong := unfit(f"{prefix}{semver.FIRST}"):
        raise ValueError(f"prefix: {prefix!r} begins no tag: {wrong[0]}")
    if prefix[-1:].isdigit() or prefix.endswith((".", "+")):
        raise ValueError(f"prefix: after {prefix!r} nobody can tell where the number begins: end it as in 'ranker/v'")
    return prefix


def of(names: Iterable[str], prefix: str | None) -> list[Tagged]:
    """The versions among tags, the highest first. Of `v1.0.0` and `1.0.0` the first counts, if any prefix is right."""
    prefixes = (USUAL, "") if prefix is None else (prefix,)
    found = list[Tagged]()
    for name in names:
        for each in prefixes:
            version = semver.parse(name.removeprefix(each)) if name.startswith(each) else None
            if version is not None:
                found.append(Tagged(each, version))
                break
    return sorted(found, key=lambda tagged: (tagged.version.order, tagged.prefix, tagged.name), reverse=True)


def unclear(names: Iterable[str], prefix: str | None, above: Version | None) -> str | None:
    """A tag that packaging takes for a higher version, and SemVer for none: `v1.2`, `v2.0.0rc1`."""
    prefixes = (USUAL, "") if prefix is None else (prefix,)
    for name in sorted(names, reverse=True):
        for each in prefixes:
            number = name.removeprefix(each)
            begin = RELEASE.match(number) if name.startswith(each) else None
            if begin is None or VERSION.fullmatch(number) is None or semver.parse(number) is not None:
                continue
            if above is None or tuple(map(int, begin[0].split("."))) > above[:3]:
                return name
    return None
