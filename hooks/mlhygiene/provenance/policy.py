"""What a team says of runs on files that no commit has: `[tool.mlhygiene.provenance]`."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, cast

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Mode(StrEnum):
    """What happens where the files are not as the commit has them."""

    OFF = "off"
    WARN = "warn"
    STRICT = "strict"


class Untracked(StrEnum):
    """What a file counts for that git neither knows nor ignores."""

    ERROR = "error"
    WARN = "warn"
    IGNORE = "ignore"


SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "policy": {
            "enum": [str(mode) for mode in Mode],
            "default": str(Mode.WARN),
            "description": "What a guard does where the files are not as the commit has them.",
        },
        "ignore": {
            "type": "array",
            "items": {"type": "string", "minLength": 1},
            "description": "Pathspecs of git, from the root, of files that may differ, such as `outputs/` and `*.log`.",
        },
        "untracked": {
            "enum": [str(each) for each in Untracked],
            "default": str(Untracked.ERROR),
            "description": "What files count for that git neither knows nor ignores; `warn` never ends a run.",
        },
    },
    "additionalProperties": False,
    "description": "When a run may begin: `mlhygiene run` and `provenance.guard()`.",
}
KEYS = tuple(cast("dict[str, object]", SCHEMA["properties"]))
# As config.FILES; the library reads no more of a config than its own table.
FILES = ("mlhygiene.toml", "pyproject.toml")
M = TypeVar("M", Mode, Untracked)


class Policy(NamedTuple):
    """When a run may begin. `ignore` are pathspecs (gitglossary(7)) from the root of the repository."""

    mode: Mode = Mode.WARN
    ignore: tuple[str, ...] = ()
    untracked: Untracked = Untracked.ERROR

    @property
    def pathspecs(self) -> tuple[str, ...]:
        """For git-status(1): all of the repository, but for what is ignored."""
        return (":(top)", *map(_excluding, self.ignore)) if self.ignore else ()


def _excluding(pathspec: str) -> str:
    magic, _, rest = pathspec[2:].partition(")") if pathspec.startswith(":(") else ("", "", pathspec)
    return f":({','.join(filter(None, ('top', 'exclude', magic)))}){rest}"


def parse(value: object) -> Policy:
    """The table of a config; ValueError says what is wrong."""
    if not isinstance(value, dict):
        raise ValueError('write a table, such as policy = "strict"')  # noqa: TRY004 - a mistake in a config
    table = cast("dict[str, object]", value)
    for key in table:
        if key not in KEYS:
            raise ValueError(f"unknown key {key!r}{_near(key, KEYS)}: there are {', '.join(KEYS)}")
    return policy_of(table.get("policy", Mode.WARN), table.get("ignore", []), table.get("untracked", Untracked.ERROR))


def policy_of(mode: object, ignore: object, untracked: object) -> Policy:
    """A policy out of what somebody wrote; ValueError says what is wrong."""
    listed = list(cast("Sequence[object]", ignore)) if isinstance(ignore, list | tuple) else [None]
    if not all(isinstance(each, str) and _is_pathspec(each) for each in listed):
        raise ValueError('ignore: write a list of pathspecs of what to leave out, such as ["outputs/", "*.log"]')
    return Policy(_one(Mode, "policy", mode), tuple(map(str, listed)), _one(Untracked, "untracked", untracked))


def _is_pathspec(text: str) -> bool:
    """Whether a text names files to be left out: with no magic but words, and none that leaves out itself."""
    magic = text[2:].partition(")")[0] if text.startswith(":(") else ""
    return bool(text) and "\0" not in text and text[:2] in {text[:2].lstrip(":"), ":("} and "exclude" not in magic


def _one(kind: type[M], key: str, value: object) -> M:
    names = [str(each) for each in kind]
    if value not in names:
        raise ValueError(f"{key}: {value!r} is none of {', '.join(names)}{_near(str(value), names)}")
    return kind(str(value))


def configured(top: str) -> Policy:
    """The policy in the config of a repository, as its worktree has it; ValueError names the file and the key."""
    for name in FILES:
        try:
            with open(os.path.join(top, name), "rb") as file:
                content = file.read()
        except OSError:
            continue
        if name != FILES[0] and b"mlhygiene" not in content:
            continue
        table = _table(content, name)
        if table is not None:
            return _parsed(table.get("provenance", {}), name)
    return Policy()


def _parsed(value: object, name: str) -> Policy:
    try:
        return parse(value)
    except ValueError as error:
        raise ValueError(f"{name}: provenance: {error}") from None


def _table(content: bytes, name: str) -> dict[str, Any] | None:
    import tomllib  # 8 ms that a repository without a config never needs

    try:
        found: Any = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise ValueError(f"{name}: not valid TOML: {error}") from None
    if name != FILES[0]:
        tool = found.get("tool")
        found = cast("dict[str, Any]", tool).get("mlhygiene") if isinstance(tool, dict) else None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


def _near(word: str, words: Iterable[str]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(word, list(words), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
