"""The treemap on a page: a still picture of its first level, and the data for who lets scripts draw it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.audit import wording
from mlhygiene.audit.held import broken
from mlhygiene.audit.squarify import Box, squarified
from mlhygiene.audit.treemap import MEASURES, SLASH, State, tree
from mlhygiene.page import escaped
from mlhygiene.sizes import shown_size

if TYPE_CHECKING:
    from mlhygiene.audit.audit import Audit
    from mlhygiene.audit.treemap import Node

STILL = Box(0, 0, 1190, 420)
# A letter takes about so much; a label starts so far inside, and lines are so high.
LETTER, INSIDE, LINE = 7.2, 8, 18
# Boxes that nobody could see stand together.
SMALLEST = 1 / 2000
NAME = 80


def still(root: Node) -> str:
    """An SVG of what lies at the root."""
    boxes = [node for node in _level(root) if node.weight.size >= root.weight.size * SMALLEST]
    placed = squarified([node.weight.size for node in boxes], STILL)
    cells = "".join(_cell(node, box, root) for node, box in zip(boxes, placed, strict=True))
    words = f"What lies at the root of the repository, by size: {_listed(boxes)}"
    return f'<svg viewBox="0 0 {STILL.w:g} {STILL.h:g}" role="img" aria-label="{escaped(words)}">{cells}</svg>'


def _level(node: Node) -> list[Node]:
    return sorted(node.children.values(), key=lambda child: (-child.weight.size, child.name))


def _listed(nodes: list[Node]) -> str:
    return wording.some((f"{_label(node)} {shown_size(node.weight.size)}" for node in nodes), 12)


def _label(node: Node) -> str:
    if node.children:
        return _name(node.name) + "/"
    return _name(node.name) if node.name else wording.counted(node.files, "other file")


def _name(path: bytes) -> str:
    text = wording.name(path)
    return text if len(text) <= NAME else f"{text[: NAME // 2]}…{text[-NAME // 2 :]}"


def _cell(node: Node, box: Box, root: Node) -> str:
    label, size = _label(node), shown_size(node.weight.size)
    room = int((box.w - 2 * INSIDE) / LETTER)
    lines = [label, f"{size}, {wording.share(node.weight.size, root.weight.size)}"] if box.h > 3 * LINE else [label]
    texts = "".join(
        f'<text x="{box.x + INSIDE:.1f}" y="{box.y + LINE * (n + 1):.1f}">{escaped(_cut(line, room))}</text>'
        for n, line in enumerate(lines)
        if room > 3 and box.h > LINE * 1.5  # noqa: PLR2004 - a letter and what says that it goes on
    )
    rect = f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.w:.1f}" height="{box.h:.1f}" class="{_look(node)}"/>'
    return f"<g><title>{escaped(f'{label}: {size}')}</title>{rect}{texts}</g>"


def _look(node: Node) -> str:
    """The class of a cell: a folder's is that of most of it."""
    if node.children or node.state is State.OTHERS:
        rest = node.weight.size - node.weight.head - node.weight.deleted
        most = max((node.weight.head, 0), (node.weight.deleted, -2), (rest, -1))[1]
        look = State(-most).name.lower()
    else:
        look = node.state.name.lower()
    return f"{look} over" if broken(node.largest) else look


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else text[: max(0, room - 1)] + "…"


def data(root: Node) -> dict[str, object]:
    """What `map.js` draws.

    A folder is `[name, children]`, anything else `[name, size, disk, deleted, head, contents, state, limits]`:
    `limits` tells which of the texts of that name is true of it. Others have the number of their files as a name.
    """
    limits = [""]
    return {
        "limits": limits,
        "root": ["", [_told(child, limits) for child in _level(root)]],
    }


def _told(node: Node, limits: list[str]) -> list[object]:
    names = [_name(node.name)]
    # Folders with nothing in them but a folder are one.
    while len(node.children) == 1 and next(iter(node.children)).endswith(SLASH) and next(iter(node.children)) != SLASH:
        node = next(iter(node.children.values()))
        names.append(_name(node.name))
    if node.children:
        return ["/".join(names), [_told(child, limits) for child in _level(node)]]
    over = wording.over(node.largest)
    if over not in limits:
        limits.append(over)
    measures = [getattr(node.weight, measure) for measure in MEASURES]
    name = node.files if node.state is State.OTHERS else names[0]
    return [name, *measures, node.weight.blobs, int(node.state), limits.index(over)]


def picture(audit: Audit) -> tuple[str, dict[str, object]]:
    """The still picture, and the data."""
    root = tree(audit)
    return still(root) if root.weight.size else "", data(root)
