"""What of a notebook goes: nbstripout's rules, without those of their results that are known to be wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.notebook.change import EMPTY_LIST, KEPT, NULL, Change, Json
from mlhygiene.notebook.volatile import STRICT_CELL, STRICT_NOTEBOOK

if TYPE_CHECKING:
    from mlhygiene.notebook.change import Changes
    from mlhygiene.notebook.policy import Keys, Policy

KEEP = "keep_output"
COUNT = "execution_count"
# So nbformat 3 calls it.
PROMPT = "prompt_number"
COUNTS = (COUNT, PROMPT)
NO_OUTPUTS = list[Json]()
Object = dict[str, Json]
Found = dict[str | int, Change]


class Contradiction(Exception):  # noqa: N818 - it is a verdict, and reads as one
    """A cell says of itself that its outputs stay, and that they go."""

    def __init__(self, cell: int) -> None:
        super().__init__(cell)
        self.cell = cell


class Choice:
    """What goes by one policy."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._keep_count = policy.keep_count
        self._simple = not (policy.strict or policy.cell_keys.dotted)
        self._telling = policy.cell_keys.plain | {KEEP, "init_cell", "tags"}
        self._drops_cells = policy.drop_empty_cells or bool(policy.drop_tagged_cells)

    def of(self, tree: Object) -> Changes:
        """What of a Jupyter notebook goes; empty where it is clean. Contradiction where a cell says both."""
        found, keep = Found(), self._policy.keep_output
        metadata = tree.get("metadata")
        if isinstance(metadata, dict):
            allowed = STRICT_NOTEBOOK if self._policy.strict else None
            if inside := self._metadata(metadata, self._policy.notebook_keys, allowed):
                found["metadata"] = inside
            keep = keep or metadata.get(KEEP) is True
        if inside := self._cells(tree.get("cells"), keep=keep):
            found["cells"] = inside
        if inside := self._worksheets(tree.get("worksheets"), keep=keep):
            found["worksheets"] = inside
        return found

    def _worksheets(self, sheets: Json, *, keep: bool) -> Found:
        """The same of nbformat 2 and 3, where cells lie in worksheets."""
        found = Found()
        for number, sheet in enumerate(sheets if isinstance(sheets, list) else ()):
            if isinstance(sheet, dict) and (inside := self._cells(sheet.get("cells"), keep=keep)):
                found[number] = {"cells": inside}
        return found

    def _cells(self, cells: Json, *, keep: bool) -> Found:
        found = Found()
        for number, cell in enumerate(cells if isinstance(cells, list) else ()):
            if not isinstance(cell, dict):
                continue
            if self._drops_cells and self._drops(cell):
                found[number] = None
            elif inside := self._cell(cell, number + 1, keep=keep):
                found[number] = inside
        return found

    def _drops(self, cell: Object) -> bool:
        if self._policy.drop_empty_cells and not text_of(cell).strip():
            return True
        return not tags_of(cell).isdisjoint(self._policy.drop_tagged_cells)

    def _cell(self, cell: Object, number: int, *, keep: bool) -> Found:
        found: Found = {}  # not Found(): a call of an alias costs three times as much, for every cell
        metadata = cell.get("metadata")
        # No key of most cells' metadata says anything of what goes.
        if metadata and isinstance(metadata, dict) and not (self._simple and self._telling.isdisjoint(metadata)):
            keep = self._keeps(metadata, number, keep=keep)
            allowed = STRICT_CELL if self._policy.strict else None
            if inside := self._metadata(metadata, self._policy.cell_keys, allowed):
                found["metadata"] = inside
        outputs = cell.get("outputs", NO_OUTPUTS)
        if outputs != NO_OUTPUTS and (change := self._outputs(outputs, keep=keep)):
            found["outputs"] = change
        if not self._keep_count and (cell.get(COUNT) is not None or PROMPT in cell):
            _count(cell, found)
        return found

    def _keeps(self, metadata: Object, number: int, *, keep: bool) -> bool:
        """Whether a cell's outputs stay: `true` alone says so, and a tag alone that is spelled out."""
        if "init_cell" in metadata:
            return metadata["init_cell"] is True and not self._policy.strip_init_cells
        tagged = KEEP in _tags(metadata)
        if KEEP not in metadata:
            return tagged or keep
        if tagged and metadata[KEEP] is False:
            raise Contradiction(number)
        return tagged or metadata[KEEP] is True

    def _metadata(self, metadata: Object, keys: Keys, allowed: frozenset[str] | None) -> Found:
        found = Found() if keys.plain.isdisjoint(metadata) else Found(dict.fromkeys(keys.plain & metadata.keys()))
        for key in keys.dotted:
            _go(metadata, key, found)
        if allowed is not None:
            found |= dict.fromkeys(metadata.keys() - allowed - keys.kept)
        return found

    def _outputs(self, outputs: Json, *, keep: bool) -> Change:
        """What of a cell's outputs goes; KEPT where nothing does."""
        if not isinstance(outputs, list):
            return KEPT if keep else EMPTY_LIST
        found: Found = {}
        for number, output in enumerate(outputs):
            if not self._stays(output, keep=keep):
                found[number] = None
            elif isinstance(output, dict):
                counts: Found = {}
                if not self._keep_count:
                    _count(output, counts)
                if counts:
                    found[number] = counts
        if outputs and len(found) == len(outputs) and not any(found.values()):
            return EMPTY_LIST
        return found or KEPT

    def _stays(self, output: Json, *, keep: bool) -> bool:
        policy = self._policy
        stays = keep and not policy.keep_output_type
        if not stays and policy.keep_output_type:
            stays = any(_is_of(output, kind) for kind in policy.keep_output_type)
        if not stays and policy.max_size:
            stays = size_of(output) <= policy.max_size
        return stays and not any(_is_of(output, kind) for kind in policy.drop_output_type)


def text_of(cell: Object) -> str:
    """The source of a cell, whichever way its nbformat spells it."""
    source = cell.get("source", cell.get("input", ""))
    if isinstance(source, list):
        return "".join(line for line in source if isinstance(line, str))
    return source if isinstance(source, str) else ""


def tags_of(cell: Object) -> frozenset[str]:
    """The tags of a cell; none where they are no list of strings."""
    metadata = cell.get("metadata")
    return _tags(metadata) if isinstance(metadata, dict) else frozenset()


def size_of(value: Json) -> int:
    """Characters in all the strings and numbers of a value, but for counts: what `max-size` means.

    nbstripout counts `null` for four characters, and so an output may grow by losing its count.
    """
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(size_of(member) for key, member in value.items() if key not in COUNTS)
    if isinstance(value, list):
        return sum(map(size_of, value))
    return 0 if value is None else len(str(value))


def _tags(metadata: Object) -> frozenset[str]:
    tags = metadata.get("tags")
    if not isinstance(tags, list):
        return frozenset()
    return frozenset(tag for tag in tags if isinstance(tag, str))


def _is_of(output: Json, kind: str) -> bool:
    if not isinstance(output, dict):
        return False
    type_, colon, name = kind.partition(":")
    return output.get("output_type") == type_ and (not colon or output.get("name") == name)


def _count(of: Object, found: Found) -> None:
    """Have the counts of a cell or an output go."""
    for count in COUNTS:
        if of.get(count) is not None:
            found[count] = NULL


def _go(members: Object, key: str, found: Found) -> None:
    """Have a dotted key go: one that is itself spelled with dots, and what the dots lead to."""
    head, dot, rest = key.partition(".")
    inside, below = found.get(head, {}), members.get(head)
    if key in members:
        found[key] = None
    if dot and isinstance(below, dict) and inside is not None and not isinstance(inside, str):
        found[head] = deeper = Found(inside)
        _go(below, rest, deeper)
        if not deeper:
            del found[head]
