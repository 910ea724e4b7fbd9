"""The cells of a notebook as rules ask about them, whatever shape they are in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.notebook.choosing import tags_of, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.json_places import Path
    from mlhygiene.notebook.change import Json

SKIPPED = "skip-execution"
# Quarto and nbdev say the same in the first lines of a cell: quarto.org/docs/computations/execution-options.html.
UNEVALUATED = ("#|eval:false", "//|eval:false", "--|eval:false")


@dataclass(frozen=True)
class Cell:
    """One cell: its number from 1, where it lies in the document, and the value that stands there.

    `comment` is what begins a comment in its language.
    """

    number: int
    path: Path
    value: Json
    comment: str = "#"

    @cached_property
    def members(self) -> dict[str, Json]:
        """What it says; nothing where it is no object."""
        return self.value if isinstance(self.value, dict) else {}

    @cached_property
    def metadata(self) -> dict[str, Json]:
        metadata = self.members.get("metadata")
        return metadata if isinstance(metadata, dict) else {}

    @cached_property
    def is_code(self) -> bool:
        return self.members.get("cell_type") == "code"

    @cached_property
    def source(self) -> str:
        return text_of(self.members)

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the source: none where it is empty, and no last one behind a final line break."""
        lines = self.source.split("\n")
        return lines if lines[-1] else lines[:-1]

    @cached_property
    def tags(self) -> frozenset[str]:
        return tags_of(self.members)

    @cached_property
    def outputs(self) -> list[dict[str, Json]]:
        """The outputs that are objects."""
        outputs = self.members.get("outputs")
        return [each for each in outputs if isinstance(each, dict)] if isinstance(outputs, list) else []

    @cached_property
    def count(self) -> int | None:
        """The execution count. Colab writes 0 where it lost it."""
        count = self.members.get("execution_count", self.members.get("prompt_number"))
        return count if isinstance(count, int) and not isinstance(count, bool) and count > 0 else None

    @cached_property
    def ran(self) -> bool:
        """Whether it was run at some time, as far as it shows."""
        return self.count is not None or bool(self.outputs) or self.members.get("execution_count") == 0

    @cached_property
    def runs(self) -> bool:
        """Whether a run from top to bottom runs it: it is code, not only comments, and nothing says to pass it over."""
        if not self.is_code or SKIPPED in self.tags:
            return False
        lines = [stripped for line in self.lines if (stripped := line.strip())]
        return any(not line.startswith(self.comment) for line in lines) and not _unevaluated(lines)


def cells_of(tree: dict[str, Json], comment: str) -> Iterator[Cell]:
    """Every cell, of all worksheets where there are any."""
    number = 0
    for path, cells in _lists(tree):
        for at, cell in enumerate(cells if isinstance(cells, list) else ()):
            number += 1
            yield Cell(number, (*path, at), cell, comment)


def _lists(tree: dict[str, Json]) -> Iterator[tuple[Path, Json]]:
    """The lists of cells by their paths."""
    if "cells" in tree:
        yield ("cells",), tree["cells"]
    sheets = tree.get("worksheets")
    for at, sheet in enumerate(sheets if isinstance(sheets, list) else ()):
        if isinstance(sheet, dict):
            yield ("worksheets", at, "cells"), sheet.get("cells")


def _unevaluated(lines: list[str]) -> bool:
    """Whether an option above the code says not to run it."""
    return any(line.replace(" ", "").lower().startswith(UNEVALUATED) for line in lines if "eval" in line)
