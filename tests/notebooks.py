"""Notebooks in a few words: `ran(1, 3, 2)`, or `notebook(code("x = 1", count=1), markdown("# x"))`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from builders import blob, found

if TYPE_CHECKING:
    from mlhygiene.rule import AnyRule

Cell = dict[str, Any]


def code(source: str | list[str] = "x = 1", count: int | None = None, *outputs: object, **more: Any) -> Cell:
    """A cell of code; `tags=[…]` is put where tags are, anything else into the cell."""
    cell = {"cell_type": "code", "execution_count": count, "metadata": {}, "outputs": list(outputs), "source": source}
    return _with(cell, more)


def markdown(source: str = "text", **more: Any) -> Cell:
    """A cell of text."""
    return _with({"cell_type": "markdown", "metadata": {}, "source": source}, more)


def _with(cell: Cell, more: Cell) -> Cell:
    if "tags" in more:
        cell["metadata"] = {"tags": more.pop("tags")}
    return {**cell, **more}


def written(document: object, indent: int | None = 1) -> bytes:
    """A document as Jupyter writes it."""
    return json.dumps(document, indent=indent, ensure_ascii=False).encode("utf-8", "surrogatepass")


def notebook(*cells: object, minor: int = 4, **metadata: Any) -> bytes:
    """A notebook of nbformat 4."""
    return written({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": minor})


def ran(*counts: int | None) -> bytes:
    """A notebook whose cells of code have these counts."""
    return notebook(*(code(count=count) for count in counts))


def said(rule: AnyRule, content: bytes, path: str = "a.ipynb") -> list[str]:
    """What a rule says of a notebook: line of the file, and message."""
    subject = blob(path, content)
    assert len(found(rule, subject)) == len(list(rule.check(subject)))
    return [f"{finding.location.line}: {finding.message}" for finding in rule.check(subject)]
