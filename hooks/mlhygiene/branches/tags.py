"""Which tags stay out of the way of the tools that read a version from tags."""

from __future__ import annotations

import re
from typing import Any, NamedTuple, cast

# What packaging takes for a version (PEP 440), a `v` before it and SemVer's `-rc.1` among it.
VERSION = re.compile(
    r"v?(?:\d+!)?\d+(?:\.\d+)*"
    r"(?:[-_.]?(?:alpha|a|beta|b|preview|pre|c|rc)[-_.]?\d*)?"
    r"(?:-\d+|[-_.]?(?:post|rev|r)[-_.]?\d*)?"
    r"(?:[-_.]?dev[-_.]?\d*)?"
    r"(?:\+[a-z0-9]+(?:[-_.][a-z0-9]+)*)?",
    re.IGNORECASE,
)
# Both settings were tried on the tools themselves: tests/branches/test_version_tools.py.
# Behind a hyphen `alpha`, `beta` and `rc` stay, as SemVer has them; no tag with a second hyphen is a version.
OTHERS = ("*-[!abr]*", "*-a[!l]*", "*-b[!e]*", "*-be[!t]*", "*-r[!c]*", "*-*-*")
DESCRIBE = " ".join(
    ["git describe --dirty --tags --long --match v[0-9]* --match [0-9]*", *(f"--exclude {other}" for other in OTHERS)]
)
EXCLUDE = ", ".join(f'"{other}"' for other in OTHERS)
DUNAMAI = r"^v(?P<base>\d+(\.\d+)+)(-?(?P<stage>a|b|rc|alpha|beta)\.?(?P<revision>\d+)?)?$"


class Reader(NamedTuple):
    """A tool that reads the version from tags.

    `requirement` is what `[build-system] requires` calls it, `table` where its settings stand,
    `keys` those that choose tags: a team that has one has thought of it. `setting` is the one
    that it needs, `sees` the tags that it takes for versions without.
    """

    requirement: str
    table: tuple[str, ...]
    keys: tuple[str, ...]
    setting: str
    sees: re.Pattern[str]


PDM = "pdm-backend"
DIGIT = re.compile(r".*\d.*", re.DOTALL)
READERS = (
    Reader(
        "hatch-vcs",
        ("tool", "hatch", "version"),
        ("raw-options", "tag-pattern"),
        f'[tool.hatch.version.raw-options] git_describe_command = "{DESCRIBE}"',
        DIGIT,
    ),
    Reader(
        "setuptools-scm",
        ("tool", "setuptools_scm"),
        ("git_describe_command", "tag_regex", "scm"),
        f'[tool.setuptools_scm] git_describe_command = "{DESCRIBE}"',
        DIGIT,
    ),
    Reader(
        "versioningit",
        ("tool", "versioningit"),
        ("vcs", "tag2version"),
        f'[tool.versioningit.vcs] match = ["v[0-9]*", "[0-9]*"], exclude = [{EXCLUDE}]',
        re.compile(r".*", re.DOTALL),
    ),
    Reader(
        PDM,
        ("tool", "pdm", "version"),
        ("tag_filter", "tag_regex"),
        '[tool.pdm.version] tag_filter = "v[0-9]*.[0-9]*.[0-9]*"',
        re.compile(r".*\..*", re.DOTALL),
    ),
    *(
        Reader(tool, ("tool", tool), ("pattern",), f"[tool.{tool}] pattern = '{DUNAMAI}'", re.compile(r"v\d.*"))
        for tool in ("poetry-dynamic-versioning", "uv-dynamic-versioning")
    ),
)


def is_version(name: str) -> bool:
    """Whether every tool reads a version from a tag."""
    return VERSION.fullmatch(name) is not None


def breaks(tool: Reader, name: str) -> bool:
    """Whether a tool takes a tag for a version that is none."""
    return tool.sees.fullmatch(name) is not None and not is_version(name)


def reader(pyproject: bytes) -> Reader | None:
    """The tool that a `pyproject.toml` has read the version from any tag; None where none does."""
    if not any(each.requirement.encode() in pyproject or each.table[-1].encode() in pyproject for each in READERS):
        return None
    import tomllib  # 8 ms that only such a project pays

    try:
        content = tomllib.loads(pyproject.decode("utf-8-sig"))
    except ValueError:
        return None  # whoever builds it is told by the tool itself
    return next((each for each in READERS if _uses(content, each)), None)


def _uses(content: dict[str, Any], each: Reader) -> bool:
    """Whether a project reads versions by a tool, and has not chosen the tags for it."""
    table: object = content
    for key in each.table:
        table = cast("dict[str, object]", table).get(key) if isinstance(table, dict) else None
    settings = cast("dict[str, object]", table) if isinstance(table, dict) else {}
    build: object = content.get("build-system", {})
    listed: object = cast("dict[str, object]", build).get("requires", []) if isinstance(build, dict) else []
    wanted = cast("list[object]", listed) if isinstance(listed, list) else []
    required = any(_names(str(line), each.requirement) for line in wanted)
    named = table is not None and each.requirement != "hatch-vcs"
    if each.requirement == PDM:  # most of its projects write the version down
        required, named = False, settings.get("source") == "scm"
    return (required or named) and not any(key in settings for key in each.keys)


def _names(requirement: str, tool: str) -> bool:
    found = re.match(r"\s*([\w.-]+)", requirement)
    return found is not None and re.sub(r"[-_.]+", "-", found[1]).lower() == tool
