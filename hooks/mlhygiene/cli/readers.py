"""What a tag does to the tool that reads a project's version from tags, in a note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.branches import tags

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.git import Repository

PYPROJECT = "pyproject.toml"
NAMED = 3


def choked(repository: Repository, names: Iterable[str]) -> list[str]:
    """Whether a project's own tool takes some tags for versions that they are not, with the setting that mends it."""
    content = _project(repository)
    tool = tags.reader(content) if content else None
    wrong = sorted(name for name in names if tool and tags.breaks(tool, name))
    if tool is None or not wrong:
        return []
    more = f" and {len(wrong) - NAMED:,} more" if len(wrong) > NAMED else ""
    told = f"{tool.requirement} in {PYPROJECT} takes {', '.join(wrong[:NAMED])}{more} for a version, and builds fail"
    return [f"{told}: set {tool.setting}"]


def unlike(repository: Repository, version: str) -> list[str]:
    """Whether a project names its version by itself, and another one."""
    content = _project(repository)
    if not content or b"version" not in content:
        return []
    import tomllib  # only such a project pays for it

    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError:
        return []  # whoever builds it is told by the tool itself
    project = document.get("project")
    named: object = project.get("version") if isinstance(project, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    if not isinstance(named, str) or named == version:
        return []
    return [f"{PYPROJECT} says version {named}, not {version}: a build of this commit is called {named}"]


def _project(repository: Repository) -> bytes | None:
    """The file as the index has it, or HEAD where there is no worktree."""
    return repository.file(PYPROJECT, "" if repository.top else repository.head or "")
