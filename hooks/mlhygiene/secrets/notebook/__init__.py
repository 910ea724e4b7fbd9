"""Notebooks read as notebooks: their cells, outputs and metadata as texts, without plots, pictures and widgets.

A secret may be split over the strings of a list, stand behind an escaped quote, or have
colours in the middle of a traceback. It is whole only in what the notebook says, while the
place that people need is in the file: texts know both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.json_places import Origins, unescaped
from mlhygiene.lines import Lines
from mlhygiene.secrets.notebook.blanks import PICTURES, Colours, without_colours, without_payloads
from mlhygiene.secrets.notebook.gathered import gathered
from mlhygiene.secrets.notebook.jupyter import jupyter
from mlhygiene.secrets.notebook.zeppelin import zeppelin
from mlhygiene.secrets.text import Place, Text

if TYPE_CHECKING:
    from mlhygiene.secrets.notebook.pieces import Json

__all__ = ["raw_text", "texts"]


def texts(content: bytes) -> list[Text] | None:
    """Everything in a notebook that may hold a secret; None where the content is no notebook.

    The content is UTF-8, with or without a byte order mark: Jupyter (nbformat 2 to 4) or
    Zeppelin. There are few texts, each with much in it: one for the cells, one for metadata
    (`firm`), and one more for each set of tags (`remarks`). Parts stand apart by a line of
    one NUL, so that nothing matches across them. A key told twice makes it no notebook:
    a parser would hide one of the two values.
    """
    document = _parsed(content)
    if not isinstance(document, dict):
        return None
    if isinstance(document.get("paragraphs"), list):
        return gathered(zeppelin(document), content)
    if isinstance(document.get("cells"), list) or isinstance(document.get("worksheets"), list):
        return gathered(jupyter(document), content)
    return None


def raw_text(content: bytes) -> Text:
    """All of a broken notebook as one text: the escapes of JSON undone, no colours, pictures blanked."""
    places = _RawPlaces(content)
    return Text(without_payloads(without_colours(unescaped(content)), PICTURES), places.place)


class _RawPlaces:
    """Places in a file whose escapes were undone, found once there is something to place."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._read: tuple[Colours, Origins, Lines] | None = None

    def place(self, offset: int) -> Place:
        if self._read is None:
            self._read = Colours(unescaped(self._content)), Origins(self._content), Lines(self._content)
        colours, origins, lines = self._read
        return Place(*lines.position(origins.at(colours.at(offset))))


def _parsed(content: bytes) -> Json:
    """The document; None where it is not UTF-8, not JSON, too deep, or tells a key twice."""
    import json  # 5 ms that only a notebook with something suspicious in it needs

    decoder = json.JSONDecoder(object_pairs_hook=_object, parse_int=_digits, strict=False)
    try:
        document: Json = decoder.decode(content.decode("utf-8").removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return document


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a key is told twice")
    return members


def _digits(digits: str) -> int:
    """The number; 0 for one of more digits than Python reads, which is no number of a cell."""
    return int(digits) if len(digits) < 20 else 0  # noqa: PLR2004 - more than 64 bits
