"""Where the weight lies, as a tree of folders and files that a page can hold: small files stand together as others."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from mlhygiene.audit.held import Weight, broken

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from mlhygiene.audit.audit import Audit

# So many files stand alone: the page stays below 2 MB.
ALONE = 3000
# What a map can show of a weight, in this order in `templates/audit/map.js` too.
MEASURES = ("size", "disk", "deleted", "head")
# No name has a slash: a folder's key ends with one, and those that do not stand alone have nothing else.
SLASH = b"/"


class State(IntEnum):
    """Where the versions of a file stand: the first that is true of any; `OTHERS` are several files."""

    HEAD = 0
    TIP = 1
    DELETED = 2
    OTHERS = 3


@dataclass
class Node:
    """A folder, which weighs what its children do; a file; or the `files` of a folder that do not stand alone.

    `largest` is the size of the largest version.
    """

    name: bytes
    weight: Weight = Weight()
    state: State = State.OTHERS
    files: int = 0
    largest: int = 0
    children: dict[bytes, Node] = field(default_factory=dict["bytes", "Node"])

    def add(self, folders: list[bytes], leaf: Node) -> None:
        """Put a leaf where its folders lead, and its weight on each of them."""
        node = self
        node.grow(leaf)
        for name in folders:
            node = node.children.setdefault(name + SLASH, Node(name))
            node.grow(leaf)
        key = SLASH if leaf.state is State.OTHERS else leaf.name
        if key in node.children:
            node.children[key].grow(leaf)
        else:
            node.children[key] = leaf

    def grow(self, leaf: Node) -> None:
        self.weight = Weight(*(a + b for a, b in zip(self.weight, leaf.weight, strict=True)))
        self.files += leaf.files
        self.largest = max(self.largest, leaf.largest)


def tree(audit: Audit, alone: int = ALONE) -> Node:
    """The root. A path weighs every content that it ever had: what lies at two paths counts at both."""
    largest = _largest(audit)
    kept = _kept(audit.paths, largest, alone)
    opened = {b""}
    for path in kept:
        while (path := path.rpartition(SLASH)[0]) not in opened:
            opened.add(path)
    root = Node(b"")
    for path, weight in sorted(audit.paths.items()):
        folder, _, name = path.rpartition(SLASH)
        if path in kept:
            leaf = Node(name, weight, _state(weight), 1, largest.get(path, 0))
        else:
            leaf = Node(b"", weight, State.OTHERS, 1, largest.get(path, 0))
            while folder not in opened:
                folder = folder.rpartition(SLASH)[0]
        root.add(folder.split(SLASH) if folder else [], leaf)
    return root


def _state(weight: Weight) -> State:
    if weight.head or not weight.size:
        return State.HEAD
    return State.DELETED if weight.deleted == weight.size else State.TIP


def _largest(audit: Audit) -> dict[bytes, int]:
    """The largest version that each path had, where it is a candidate."""
    found = dict[bytes, int]()
    for held in audit.blobs:
        for name in held.names:
            found[name.path] = max(found.get(name.path, 0), held.size)
    return found


def _kept(paths: Mapping[bytes, Weight], largest: Mapping[bytes, int], alone: int) -> Collection[bytes]:
    """The paths that stand alone: those over a host's limit, then those of the greatest part in any measure."""
    if len(paths) <= alone:
        return paths.keys()
    totals = [max(1, sum(getattr(weight, measure) for weight in paths.values())) for measure in MEASURES]

    def order(path: bytes) -> tuple[bool, float, bytes]:
        parts = (getattr(paths[path], measure) / total for measure, total in zip(MEASURES, totals, strict=True))
        return not broken(largest.get(path, 0)), -max(parts), path

    return frozenset(sorted(paths, key=order)[:alone])
