"""The parts of a Zeppelin note: paragraphs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.secrets.notebook.parts import Kind, content_of, metadata_of
from mlhygiene.secrets.notebook.pieces import Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.json_places import Path
    from mlhygiene.secrets.notebook.pieces import Json, Piece

TEXT = frozenset({"text", "title"})
RESULTS = frozenset({"results", "result"})
PICTURE = "IMG"


def zeppelin(note: dict[str, Json]) -> Iterator[tuple[Kind, Piece]]:
    """The pieces of a Zeppelin note."""
    paragraphs = note.get("paragraphs")
    for at, paragraph in enumerate(paragraphs if isinstance(paragraphs, list) else ()):
        path, spot = ("paragraphs", at), Spot("paragraph", at + 1)
        for key, value in (paragraph if isinstance(paragraph, dict) else {}).items():
            if key in TEXT:
                yield from content_of(Kind(), spot, (*path, key), value)
            elif key in RESULTS and isinstance(value, dict):
                yield from _results(spot, (*path, key), value)
            else:
                yield from metadata_of(Kind(), spot._replace(part=f" {key}"), (*path, key), value)
    for key, value in note.items():
        if key != "paragraphs":
            yield from metadata_of(Kind(), Spot("note"), (key,), value)


def _results(spot: Spot, path: Path, results: dict[str, Json]) -> Iterator[tuple[Kind, Piece]]:
    """What a paragraph printed: one message, or a list of them."""
    messages = results.get("msg")
    if isinstance(messages, str):
        yield from content_of(Kind(), spot._replace(part=", output 1"), (*path, "msg"), messages)
    for at, message in enumerate(messages if isinstance(messages, list) else ()):
        if isinstance(message, dict) and message.get("type") != PICTURE:
            said = spot._replace(part=f", output {at + 1}")
            yield from content_of(Kind(), said, (*path, "msg", at, "data"), message.get("data"))
