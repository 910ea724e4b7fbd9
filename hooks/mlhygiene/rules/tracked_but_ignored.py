"""MLH604."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, ClassVar, cast

from mlhygiene import advice, dvc
from mlhygiene.layout import ignoring
from mlhygiene.model import Severity, shown
from mlhygiene.rule import Rule, option
from mlhygiene.tree import Line, Tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.rule import Finding

# So many files are named.
NAMED = 3
# What stands in an ignored folder so that git has the folder: everybody adds it with force.
PLACEHOLDERS = {b".gitkeep", b".keep", b".gitattributes"}


def parse_globs(value: object) -> tuple[str, ...]:
    """A list of patterns of paths, or ValueError."""
    if isinstance(value, list):
        entries = cast("list[object]", value)
        if all(isinstance(entry, str) and entry for entry in entries):
            return tuple(map(str, entries))
    raise ValueError(f'{value!r} is not a list of paths, such as ["tests/fixtures/*.csv"]')


@dataclass(frozen=True, kw_only=True)
class TrackedButIgnored(Rule[Tree]):
    """Tracked files that the repository's own `.gitignore` ignores.

    git goes on recording every change of them, whatever the line says, and says
    nothing of new ones beside them: half of a folder is in git, by accident.
    Where DVC wrote the line, it is DVC that holds the file. Placeholders such
    as `.gitkeep` pass; a comment above the line, `# mlhygiene: ignore[MLH604]
    fixtures`, or the option `keep` sets aside what was added with force.

    Take out of git what it should not hold (`git rm -r --cached`), and take out
    of the ignored what it should (`!name` below the line, which does not reach into
    an ignored folder).
    """

    code = "MLH604"
    name = "tracked-but-ignored"
    subjects: ClassVar[tuple[type, ...]] = (Tree,)

    severity: Severity = Severity.WARNING
    keep: tuple[str, ...] = option(
        [],
        "Paths of files that are tracked on purpose; `*` stands for anything, `/` too.",
        parse_globs,
        {"type": "array", "items": {"type": "string", "minLength": 1}},
    )

    def check(self, tree: Tree, /) -> Iterator[Finding]:
        by_line = dict[Line, list[bytes]]()
        for path, line in tree.state.ignored([path for path in tree.paths if not self._is_meant(path)]).items():
            by_line.setdefault(line, []).append(path)
        for line, paths in sorted(by_line.items()):
            pattern = line.pattern.decode("utf-8", "backslashreplace")
            finding = self.found(
                tree,
                f"`{pattern}` ignores {_counted(paths)}, tracked all the same: {_some(paths)}",
                fix=_fix(line, paths),
                at=tree.at(line.number, line.path),
                pattern=pattern,
                count=len(paths),
            )
            yield replace(finding, remark=ignoring.remark(tree, line))

    def _is_meant(self, path: bytes) -> bool:
        # MLH112 says of DVC's files what that means to DVC.
        if path.rpartition(b"/")[2] in PLACEHOLDERS or dvc.is_dvc_file(path):
            return True
        if not self.keep:
            return False
        name = path.decode("utf-8", "surrogateescape")
        return any(fnmatchcase(name, pattern) for pattern in self.keep)


def _counted(paths: Sequence[bytes]) -> str:
    return f"{len(paths):,} file{'s' * (len(paths) != 1)}"


def _some(paths: Sequence[bytes]) -> str:
    names = ", ".join(shown(path) for path in paths[:NAMED])
    return names if len(paths) <= NAMED else f"{names}, …"


def _fix(line: Line, paths: Sequence[bytes]) -> str:
    less = f"have {ignoring.told(line)} ignore less where git should hold them"
    if len(paths) <= NAMED:
        return f"`git rm -r --cached -- {' '.join(map(advice.pathspec, paths))}`, or {less}"
    listing = "git ls-files --cached --ignored --exclude-per-directory=.gitignore"
    return f"`git rm --cached` each that `{listing}` lists, or {less}"
