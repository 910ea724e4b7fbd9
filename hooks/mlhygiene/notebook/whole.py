"""A notebook as every rule sees it: read once, with its language and the lines that things stand in."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from mlhygiene.notebook.cells import cells_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.json_places import Path
    from mlhygiene.notebook.cells import Cell
    from mlhygiene.notebook.change import Json
    from mlhygiene.notebook.reading import Document
    from mlhygiene.notebook.spans import Lines

PYTHON = "python"
# What begins a comment, by language; in all others `#` does.
COMMENTS = {
    "//": frozenset(
        ["c", "c++", "c#", "f#", "go", "java", "javascript", "kotlin", "rust", "scala", "swift", "typescript"]
    ),
    "--": frozenset(["haskell", "lua", "sql"]),
    "%": frozenset(["matlab", "octave", "prolog", "logtalk"]),
    ";": frozenset(["clojure", "lisp", "scheme"]),
}
# Kernels that say no more than their name: jupyter/jupyter wiki, "Jupyter kernels".
KERNELS = {"ir": "r", "spylon-kernel": "scala", "iruby": "ruby"}


class Notebook:
    """The notebook that a content is."""

    def __init__(self, content: bytes, document: Document) -> None:
        self.content, self.document = content, document

    @property
    def tree(self) -> dict[str, Json]:
        return self.document.tree

    @cached_property
    def cells(self) -> Sequence[Cell]:
        mark = next((mark for mark, languages in COMMENTS.items() if self.language in languages), "#")
        return tuple(cells_of(self.tree, mark))

    @cached_property
    def metadata(self) -> dict[str, Json]:
        return _members(self.tree.get("metadata"))

    @cached_property
    def language(self) -> str:
        """The language of its code, in lower case and without a version; Python where nothing is said."""
        kernel = _members(self.metadata.get("kernelspec"))
        named = (_members(self.metadata.get("language_info")).get("name"), kernel.get("language"), kernel.get("name"))
        name = next((name for name in named if isinstance(name, str) and name), PYTHON).lower().rstrip("0123456789.")
        return PYTHON if PYTHON in name else KERNELS.get(name, name)

    @property
    def is_python(self) -> bool:
        # A kernel that a person named may be anything; what is not Python does not parse.
        return self.language == PYTHON or not _members(self.metadata.get("language_info")).get("name")

    @cached_property
    def executed(self) -> Sequence[Cell]:
        """The cells that were run, of those that a run from top to bottom runs."""
        return [cell for cell in self.cells if cell.count is not None and cell.runs]

    def line(self, path: Path) -> int | None:
        """The line of the file in which a value begins; None where there is no such value."""
        return self._lines.of(path)

    @cached_property
    def _lines(self) -> Lines:
        from mlhygiene.notebook.spans import Lines  # only what is found has a place

        return Lines(self.document)

    def line_of(self, cell: Cell, number: int) -> int | None:
        """The line of the file in which a line of a cell's source begins."""
        key = "source" if "source" in cell.members else "input"
        if cell.path not in self._sources:
            self._sources[cell.path] = _ends(cell, cell.members.get(key))
        lines, parts = self._sources[cell.path]
        at = bisect_right(parts, lines[min(number, len(lines)) - 1])
        return self.line((*cell.path, key, at) if at < len(parts) else (*cell.path, key))

    @cached_property
    def _sources(self) -> dict[Path, tuple[list[int], list[int]]]:
        """Of each cell that was asked about, where its lines begin, and where the elements of its source end."""
        return {}


def _ends(cell: Cell, source: Json) -> tuple[list[int], list[int]]:
    lines = accumulate((len(line) + 1 for line in cell.lines), initial=0)
    # An element that is no string says nothing of the text.
    parts = (len(part) if isinstance(part, str) else 0 for part in (source if isinstance(source, list) else ()))
    return list(lines), list(accumulate(parts))


def _members(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
