"""Zeppelin notebooks (`.zpln`): what running a paragraph leaves in it goes, as nbstripout has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.notebook.change import EMPTY_OBJECT, Change

if TYPE_CHECKING:
    from mlhygiene.notebook.change import Changes, Json


def changes(tree: dict[str, Json]) -> Changes:
    """The `results` of every paragraph that has any."""
    paragraphs = tree.get("paragraphs")
    found = dict[str | int, Change]()
    for number, paragraph in enumerate(paragraphs if isinstance(paragraphs, list) else ()):
        if isinstance(paragraph, dict) and paragraph.get("results", {}) != {}:
            found[number] = {"results": EMPTY_OBJECT}
    return {"paragraphs": found} if found else {}
