"""The parts of a Jupyter notebook, of nbformat 2 (worksheets) to 4 (cells)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.secrets.notebook.parts import Kind, content_of, media_of, metadata_of
from mlhygiene.secrets.notebook.pieces import Leaves, Spot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.json_places import Path
    from mlhygiene.secrets.notebook.pieces import Json, Piece

# nbformat 3 names the media of an output by these keys.
PASSED_KEYS = frozenset({"png", "jpeg", "svg", "pdf", "gif", "output_type", "name", "stream"})
PLAIN_CELL = frozenset({"cell_type", "id", "execution_count", "prompt_number", "collapsed", "language", "level"})
SOURCES = frozenset({"source", "input", "code", "text"})


def jupyter(document: dict[str, Json]) -> Iterator[tuple[Kind, Piece]]:
    """The pieces of a Jupyter notebook of nbformat 2, 3 or 4."""
    for number, (path, cell) in enumerate(_cells(document), 1):
        if isinstance(cell, dict):
            yield from _cell(Spot("cell", number, cell), path, cell)
        else:
            yield from content_of(Kind(), Spot("cell", number), path, cell)
    for key, value in document.items():
        if key != "cells" or not isinstance(value, list):
            spot = Spot(part=" metadata" if key == "metadata" else "")
            yield from metadata_of(Kind(), spot, (key,), _without_cells(value) if key == "worksheets" else value)


def _cells(document: dict[str, Json]) -> Iterator[tuple[Path, Json]]:
    """The cells by their paths, of all worksheets where there are any."""
    places: list[tuple[Path, Json]] = [(("cells",), document.get("cells"))]
    sheets = document.get("worksheets")
    for at, sheet in enumerate(sheets if isinstance(sheets, list) else ()):
        if isinstance(sheet, dict):
            places.append((("worksheets", at, "cells"), sheet.get("cells")))
    for path, cells in places:
        yield from (((*path, at), cell) for at, cell in enumerate(cells if isinstance(cells, list) else ()))


def _without_cells(sheets: Json) -> Json:
    """What else the worksheets tell; their cells have been read."""
    if not isinstance(sheets, list):
        return sheets
    return [
        {key: value for key, value in sheet.items() if key != "cells" or not isinstance(value, list)}
        if isinstance(sheet, dict)
        else sheet
        for sheet in sheets
    ]


def _cell(spot: Spot, path: Path, cell: dict[str, Json]) -> Iterator[tuple[Kind, Piece]]:
    kind = Kind(remarks=_tags(cell.get("metadata")))
    for key, value in cell.items():
        if not value or key in PLAIN_CELL:
            continue
        if key in SOURCES:
            yield from content_of(kind, spot, (*path, key), value)
        elif key == "outputs" and isinstance(value, list):
            for at, output in enumerate(value):
                yield from _output(
                    kind, Spot("cell", spot.number, cell, f", output {at + 1}"), (*path, key, at), output
                )
        elif key == "attachments" and isinstance(value, dict):
            yield from _attachments(kind, spot, (*path, key), value)
        else:
            place = spot._replace(part=" metadata") if key == "metadata" else spot
            yield from metadata_of(kind, place, (*path, key), value)


def _tags(metadata: Json) -> tuple[str, ...]:
    tags = metadata.get("tags") if isinstance(metadata, dict) else None
    return tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else ()


def _output(kind: Kind, spot: Spot, path: Path, output: Json) -> Iterator[tuple[Kind, Piece]]:
    if not isinstance(output, dict):
        yield from content_of(kind, spot, path, output)
        return
    for key, value in output.items():
        if key in PASSED_KEYS:
            continue
        if key == "data" and isinstance(value, dict):
            yield from media_of(kind, spot, (*path, key), value)
        elif key == "metadata":
            yield from metadata_of(kind, spot._replace(part=f"{spot.part} metadata"), (*path, key), value)
        else:
            yield from content_of(kind, spot, (*path, key), value, glue="\n" if key == "traceback" else "")


def _attachments(kind: Kind, spot: Spot, path: Path, named: dict[str, Json]) -> Iterator[tuple[Kind, Piece]]:
    """Names of attached files, and what is text in them."""
    spot = spot._replace(part=", attachment")
    yield kind, Leaves(spot, path, dict.fromkeys(named))
    for name, bundle in named.items():
        if isinstance(bundle, dict):
            yield from media_of(kind, spot, (*path, name), bundle)
