"""What Jupyter reads, and nbformat's schema does not allow.

nbformat.readthedocs.io/en/latest/format_description.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.notebook.spans import line_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.cells import Cell
    from mlhygiene.notebook.change import Json
    from mlhygiene.notebook.whole import Notebook

# The last version that is known; a later one may have cells of other types. What nbformat calls
# additional properties is left alone: they do no harm, and Colab, Deepnote and nbdev write them.
CURRENT, MINOR = 4, 5
# Members of a cell by its type, with the types that they may have; all of them have to be there.
Types = tuple[type, ...]
TEXT, OBJECT, LIST, COUNT = (str, list), (dict,), (list,), (int, type(None))
MEMBERS: dict[str, Types] = {"metadata": OBJECT, "source": TEXT}
KINDS: dict[str, dict[str, Types]] = {
    "code": {**MEMBERS, "outputs": LIST, "execution_count": COUNT},
    "markdown": MEMBERS,
    "raw": MEMBERS,
}
SUSPECT = re.compile(r"[:,\[][ \t\r\n]*+-?(?:NaN|Infinity)[ \t\r\n]*+[],}]")
NO_JSON = re.compile(r'"(?:[^"\\]++|\\.)*+"|(-?Infinity|NaN)', re.DOTALL)


class Breach(NamedTuple):
    """What is not allowed, in which cell, or in which line of the file."""

    what: str
    cell: Cell | None = None
    line: int | None = None


def breaches(notebook: Notebook) -> Iterator[Breach]:
    """Everything that the schema does not allow, cell by cell."""
    tree = notebook.tree
    major = tree.get("nbformat")
    if notebook.document.zeppelin:
        yield Breach("a notebook of Zeppelin under a name of Jupyter's")
        return
    if "worksheets" in tree and major != CURRENT:
        yield Breach(f"nbformat {major!r:.9}, which programs of today read only to convert it")
        return
    for key in ("nbformat", "nbformat_minor"):
        if not _is(tree.get(key), (int,)):
            yield Breach(f"{key} is missing" if key not in tree else f"{key} is no number")
    if not _is(tree.get("metadata"), OBJECT):
        yield Breach("metadata is missing" if "metadata" not in tree else "metadata is no object")
    minor = tree.get("nbformat_minor")
    later = isinstance(minor, int) and minor > MINOR
    for cell in notebook.cells:
        for what in _of(cell, later=later):
            yield Breach(what, cell)
    yield from _constants(notebook.document.text)


def _of(cell: Cell, *, later: bool) -> Iterator[str]:
    members = cell.members
    if not isinstance(cell.value, dict):
        yield "a cell that is no object"
        return
    kind = members.get("cell_type")
    if not isinstance(kind, str) or kind not in KINDS:
        if not later:
            yield "a cell that is neither code, markdown nor raw"
        return
    for key, types in KINDS[kind].items():
        if key not in members:
            yield f"no {key} in a cell of type {kind}"
        elif not _is(members[key], types):
            yield f"{key} of a type that it cannot have"
    if not _strings(members.get("source")):
        yield "source with lines that are no text"
    if kind != "code" and "outputs" in members:
        yield f"outputs in a cell of type {kind}"
    if "tags" in cell.metadata and not (isinstance(cell.metadata["tags"], list) and _strings(cell.metadata["tags"])):
        yield "tags that are no list of words"


def _is(value: Json, types: Types) -> bool:
    return isinstance(value, types) and not isinstance(value, bool)


def _strings(value: Json) -> bool:
    return not isinstance(value, list) or all(isinstance(each, str) for each in value)


def _constants(text: str) -> Iterator[Breach]:
    """NaN and its like: Python writes and reads them, JSON does not have them."""
    if ("NaN" not in text and "Infinity" not in text) or not SUSPECT.search(text):
        return
    for token in NO_JSON.finditer(text):
        if token[1]:
            yield Breach(f"{token[1]}, which JSON does not have", line=line_at(text, token.start()))
            return
