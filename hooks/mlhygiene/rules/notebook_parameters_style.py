"""MLH316."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.notebook.options import FLAG, parse_flag
from mlhygiene.notebook_rule import Fault, NotebookWarning
from mlhygiene.rule import option

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from mlhygiene.notebook.cells import Cell
    from mlhygiene.notebook.whole import Notebook

PARAMETERS = "parameters"
CONSTANT = re.compile(r"[A-Z][A-Z0-9_]+")


def parse_within(value: object) -> int:
    """A whole number of cells, or ValueError."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise ValueError(f"{value!r} is not a number of cells: write a whole number, 0 for any place")


@dataclass(frozen=True, kw_only=True)
class NotebookParametersStyle(NotebookWarning):
    """Notebook without its parameters at the top, in one cell of plain values.

    A notebook that a scheduler runs has one cell tagged `parameters`; papermill
    replaces what it assigns. What is computed there, or set further down, no run
    can change. Nothing of this is asked for unless an option says so.

    Tag one of the first code cells `parameters`, with a literal for each.
    """

    code = "MLH316"
    name = "notebook-parameters-style"
    remedy = "tag one of the first code cells parameters, with NAME = literal for each"

    required: bool = option(False, "Whether every notebook with code has such a cell.", parse_flag, FLAG)
    within: int = option(
        0,
        "Of the code cells, the first so many may be it; 0 is any.",
        parse_within,
        {"type": "integer", "minimum": 0},
    )
    literal: bool = option(False, "Whether it holds nothing but literals that are assigned.", parse_flag, FLAG)
    constants: bool = option(False, "Whether `NAME = literal` in capitals stands nowhere else.", parse_flag, FLAG)

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        if not (self.required or self.within or self.literal or self.constants):
            return
        code = [cell for cell in notebook.cells if cell.is_code]
        at = next((number for number, cell in enumerate(code) if PARAMETERS in cell.tags), None)
        if at is None:
            if self.required and code:
                yield Fault("no cell is tagged `parameters`")
        elif self.within and at >= self.within:
            yield Fault(f"parameters in code cell {at + 1}, where the first {self.within} may hold them", code[at])
        if notebook.is_python:
            yield from self._of_code(code, None if at is None else code[at])

    def _of_code(self, code: list[Cell], parameters: Cell | None) -> Iterator[Fault]:
        for cell in code:
            if cell is parameters and self.literal:
                others = [node for node in _statements(cell) if not _assigned(node) and not _is_text(node)]
                if others:
                    yield Fault("a parameter is more than a literal that is assigned", cell, others[0].lineno)
            elif cell is not parameters and self.constants:
                found = [
                    (node, name) for node in _statements(cell) for name in _assigned(node) if CONSTANT.fullmatch(name)
                ]
                if found:
                    node, name = found[0]
                    yield Fault(f"{name} is set outside of the parameters", cell, node.lineno)


def _statements(cell: Cell) -> list[ast.stmt]:
    from mlhygiene.notebook.code import parsed  # one of the options asks for it

    tree = parsed(cell.source)
    return tree.body if tree else []


def _assigned(node: ast.stmt) -> list[str]:
    """The names that a statement gives a literal; none where it does anything else."""
    import ast

    if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
        return []
    try:
        ast.literal_eval(node.value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return []
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _is_text(node: ast.stmt) -> bool:
    import ast

    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
