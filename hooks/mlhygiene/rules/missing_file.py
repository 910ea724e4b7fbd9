"""MLH606."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import translate
from itertools import islice
from typing import TYPE_CHECKING, ClassVar, cast

from mlhygiene.model import Severity
from mlhygiene.rule import Rule, option
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.rule import Finding

Wanted = tuple[tuple[str, tuple[str, ...]], ...]

CODE = (b".py", b".ipynb")
README, REQUIREMENTS, VALOHAI = "readme", "requirements", "valohai"
WHY = {
    README: ("README", "what the project does, and how to run it"),
    REQUIREMENTS: ("requirements.txt or pyproject.toml", "which packages the code needs, and which versions of them"),
    VALOHAI: ("valohai.yaml", "the steps that Valohai runs"),
}
WANTED: dict[str, object] = {
    README: ["/readme*", "/docs/readme*", "/.github/readme*"],
    REQUIREMENTS: [
        *("requirements*.txt", "requirements*.in", "requirements/*.txt", "pyproject.toml", "setup.py", "setup.cfg"),
        *(
            "environment*.y*ml",
            "conda*.y*ml",
            "pipfile",
            "pixi.toml",
            "uv.lock",
            "poetry.lock",
            "pdm.lock",
            "pylock*.toml",
        ),
    ],
    VALOHAI: ["valohai.yaml"],
}
# What tells that Valohai runs the project, though it has no valohai.yaml: files, and files that name its packages.
USES = (b".vhignore",)
NAMING = ("/.github/workflows/*", "/.gitlab-ci.yml", "requirements*.txt", "pyproject.toml")
PACKAGES = (b"valohai-cli", b"valohai-utils", b"valohai_utils")


def parse_wanted(value: object) -> Wanted:
    """Lists of names by what they are good for, or ValueError."""
    if isinstance(value, dict):
        table = cast("dict[object, object]", value)
        if all(key in WHY and isinstance(names, list) for key, names in table.items()):
            named = {**WANTED, **{str(key): names for key, names in table.items()}}
            return tuple((key, tuple(map(str, cast("list[object]", names)))) for key, names in named.items())
    raise ValueError(f'{value!r} is no table such as {{ readme = ["/README*"] }}: the keys are {", ".join(WHY)}')


def parse_least(value: object) -> int:
    """A number of files, or ValueError."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError(f"{value!r} is not a number of files: write a whole number")


@dataclass(frozen=True, kw_only=True)
class MissingFile(Rule[Tree]):
    """File missing that everybody looks for.

    Without a README nobody knows what the project is for; without a list of
    packages a result of last year runs on no machine of today; without
    `valohai.yaml`, Valohai runs nothing. Python code or notebooks need the
    second, and with a `.vhignore` or a package of Valohai's the third. Of a few
    files none is asked for a README, nor for requirements.

    Write the file. Another name that serves as well: the option `wanted`.
    """

    code = "MLH606"
    name = "missing-file"
    subjects: ClassVar[tuple[type, ...]] = (Tree,)

    severity: Severity = Severity.WARNING
    wanted: Wanted = option(
        WANTED,
        "Names that serve, in small letters; `*` is anything, `/` in front the root, and `[]` asks for none.",
        parse_wanted,
        {
            "type": "object",
            "properties": {key: {"type": "array", "items": {"type": "string"}} for key in WHY},
            "additionalProperties": False,
        },
    )
    least: int = option(
        10,
        "The number of tracked files, `.*` of the root aside, from which on a README and requirements are asked for.",
        parse_least,
        {"type": "integer", "minimum": 0},
    )

    def check(self, tree: Tree, /) -> Iterator[Finding]:
        for key, names in self.wanted:
            if names and self._is_asked(tree, key) and not any(map(_serving(names).match, map(_text, tree.paths))):
                what, why = WHY[key]
                yield self.found(tree, f"no {what}: {why}", missing=key)

    def _is_asked(self, tree: Tree, key: str) -> bool:
        if key != README and not any(path.endswith(CODE) for path in tree.paths):
            return False
        # What `mlhygiene init` and other tools write first is no project yet.
        return _runs_on_valohai(tree) if key == VALOHAI else _are(tree.paths, self.least)


def _are(paths: Sequence[bytes], least: int) -> bool:
    """Whether so many files are there, those aside that tools have at the root (`.gitignore`, `.github/`)."""
    return (
        next(islice((path for path in paths if not path.startswith(b".")), max(least - 1, 0), None), None) is not None
    )


def _serving(names: Sequence[str]) -> re.Pattern[str]:
    """What the paths that serve match, each with a slash in front."""
    globs = (name if name.startswith("/") else f"*/{name}" for name in names)
    return re.compile("|".join(map(translate, globs)))


def _text(path: bytes) -> str:
    return "/" + path.decode("utf-8", "backslashreplace").lower()


def _runs_on_valohai(tree: Tree) -> bool:
    if any(path in USES for path in tree.paths):
        return True
    naming = _serving(NAMING)
    contents = (tree.state.read(path) or b"" for path in tree.paths if naming.match(_text(path)))
    return any(package in content for content in contents for package in PACKAGES)
