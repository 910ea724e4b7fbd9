"""Which packages a project says that it needs: pyproject.toml, requirements, conda environments."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

PYPROJECT = b"pyproject.toml"
REQUIREMENTS = re.compile(rb"(?:requirements/[\w.-]+|[\w.-]*requirements[\w.-]*)\.(?:txt|in)|environment[\w.-]*\.ya?ml")
# `torch>=2`, `torch[cuda]`, `- torch=2`; options and comments are none.
NAME = re.compile(r"(?:-[ \t]+)?[\"']?([A-Za-z0-9][\w.-]*)")
SEPARATORS = re.compile(r"[-_.]+")
# `project.dependencies`, `optional-dependencies`, `tool.poetry.group.dev.dependencies`, PEP 735.
KEYS = re.compile(r"(?:.*-)?(?:dependencies|groups)")


class Said(NamedTuple):
    """Packages by their normal names, and the tables of a pyproject.toml such as `tool.uv`."""

    packages: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()


def names_some(path: bytes) -> bool:
    """Whether a file is one that names dependencies, of the whole repository."""
    return path == PYPROJECT or REQUIREMENTS.fullmatch(path) is not None


def said(path: bytes, content: bytes) -> Said:
    """What such a file says; one that is broken says nothing."""
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    if path == PYPROJECT:
        return _pyproject(text)
    return Said(_names(text.splitlines()))


def _pyproject(text: str) -> Said:
    import tomllib  # nothing but a look at a whole repository needs it

    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError):
        return Said()
    tools = document.get("tool")
    tables = cast("dict[str, object]", tools) if isinstance(tools, dict) else {}
    return Said(_names(_needed(document)), frozenset(f"tool.{name}" for name in tables))


def _needed(value: object, *, inside: bool = False) -> Iterator[str]:
    """Every name and requirement below a key that holds dependencies."""
    if isinstance(value, dict):
        for key, each in cast("dict[str, object]", value).items():
            if inside:
                yield key
            yield from _needed(each, inside=inside or KEYS.fullmatch(key) is not None)
    elif isinstance(value, list) and inside:
        yield from (each for each in cast("list[object]", value) if isinstance(each, str))


def _names(requirements: Iterable[str]) -> frozenset[str]:
    found = (NAME.match(requirement.strip()) for requirement in requirements)
    return frozenset(SEPARATORS.sub("-", each[1]).lower() for each in found if each)
