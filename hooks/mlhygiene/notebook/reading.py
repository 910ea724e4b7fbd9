"""A notebook's content as text and tree; Broken says what is wrong with it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple, cast

from mlhygiene.notebook.broken import Broken, at, not_json, told_twice
from mlhygiene.notebook.scanning import Malformed, blanks_end, following, key, place

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhygiene.notebook.change import Json

MARK = "\ufeff"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
# nbformat.readthedocs.io/en/latest/changelog.html; what 1 looked like is not written down.
MAJORS = ("2", "3", "4")
# What reading raises, member by member, where it stumbles: the scanner stops iterating where no value begins.
UNREADABLE = (IndexError, RecursionError, StopIteration, ValueError)
DEEP = "nested so deeply that no notebook program can read it"


class Places(NamedTuple):
    """Where the values of the top-level members begin and end, and where the cells do."""

    members: dict[str, tuple[int, int]]
    cells: list[tuple[int, int]]


class Document(NamedTuple):
    """A notebook: its text, where its value begins there, the value, the parser that read it.

    `places` are those of its parts, where they were met on the way.
    """

    text: str
    start: int
    tree: dict[str, Json]
    parser: json.JSONDecoder
    places: Places | None

    @property
    def zeppelin(self) -> bool:
        return "cells" not in self.tree and isinstance(self.tree.get("paragraphs"), list)


class Twice(ValueError):  # noqa: N818
    """A key stands twice in one object."""


def is_pointer(content: bytes) -> bool:
    """Whether Git LFS holds the notebook, and this is what stands for it."""
    if content.startswith(b"{"):
        return False
    from mlhygiene import lfs  # 1 ms that most notebooks never need

    if len(content) >= lfs.CUTOFF:
        return False
    try:
        lfs.parse(content)
    except lfs.NotAPointer:
        return False
    return True


def read(content: bytes) -> Document:
    """The notebook that a content is: Jupyter of nbformat 2 to 4, or Zeppelin.

    UTF-8 with or without a byte order mark, as nbformat and RFC 8259 have it; NaN and
    Infinity are read, as Jupyter writes them. Broken says why a content is none.
    """
    text = _decoded(content)
    start = blanks_end(text, len(MARK) if text.startswith(MARK) else 0)
    if start == len(text):
        raise Broken("the file is empty")
    tree, parser, places = _parsed(text, start)
    if not isinstance(tree, dict):
        raise at(text, start, "not a notebook: a notebook is an object of JSON")
    document = Document(text, start, tree, parser, places)
    _known(document)
    return document


def _parsed(text: str, start: int) -> tuple[Json, json.JSONDecoder, Places | None]:
    try:
        return _walked(text, start)
    except UNREADABLE:
        pass  # whoever reads all of it at once says what is wrong, if anything is
    try:
        return _whole(text, start, _exact), _exact, None
    except ValueError:  # a number of more digits than Python makes a number of
        return _whole(text, start, _lenient), _lenient, None


def _walked(text: str, start: int) -> tuple[dict[str, Json], json.JSONDecoder, Places]:
    """Read an object member by member, and its cells one by one: as fast, and their places are known."""
    tree: dict[str, Json] = {}
    places = Places({}, [])
    if text[start] != "{":
        raise Malformed
    where, comma = blanks_end(text, start + 1), ","
    while comma == ",":
        name, begin = key(text, where)
        if name == "cells" and text[begin] == "[":
            value, end = _cells(text, begin, places.cells)
        else:
            value, end = _exact.raw_decode(text, begin)
        if name in tree:
            raise Twice
        tree[name], places.members[name] = value, (begin, end)
        comma, where = following(text, end)
    if comma != "}" or where != len(text):
        raise Malformed
    return tree, _exact, places


def _cells(text: str, opening: int, places: list[tuple[int, int]]) -> tuple[list[Json], int]:
    cells: list[Json] = []
    where, end = blanks_end(text, opening + 1), opening
    if text[where] == "]":
        return cells, where + 1
    between = ""  # what parts the last two cells, and most likely the next two
    while True:
        cell, end = _scan(text, where)
        cells.append(cell)
        places.append((where, end))
        if between and text.startswith(between, end):
            where = end + len(between)
            continue
        comma, where = following(text, end)
        if comma != ",":
            break
        between = text[end:where]
    if comma != "]":
        raise Malformed
    return cells, text.index("]", end) + 1


def _whole(text: str, start: int, parser: json.JSONDecoder) -> Json:
    """The value of a JSON text from `start` to its end."""
    try:
        value: Json
        value, end = parser.raw_decode(text, start)
    except Twice:
        raise told_twice(text) from None
    except json.JSONDecodeError as error:
        raise not_json(text, error) from None
    except RecursionError:
        raise Broken(DEEP) from None
    end = blanks_end(text, end)
    if end != len(text):
        raise not_json(text, json.JSONDecodeError("Extra data", text, end))
    return value


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise Twice
    return members


def _number(digits: str) -> int | str:
    try:
        return int(digits)
    except ValueError:
        return digits


_exact = json.JSONDecoder(object_pairs_hook=_object)
# What raw_decode wraps: a call less for each cell. The types of the standard library leave it out.
_scan = cast("Callable[[str, int], tuple[Json, int]]", getattr(_exact, "scan_once"))  # noqa: B009
_lenient = json.JSONDecoder(object_pairs_hook=_object, parse_int=_number)


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        if content.startswith(UTF16):
            raise Broken("UTF-16, where a notebook is UTF-8: convert it (`iconv -f UTF-16 -t UTF-8`)") from None
        before = content[: error.start].decode()
        why = f"not UTF-8: byte 0x{content[error.start]:02x}; convert the file to UTF-8"
        raise at(before, len(before), why) from None


def _known(document: Document) -> None:
    """Broken where the document has no shape whose outputs we know."""
    tree = document.tree
    major = tree.get("nbformat")
    if document.zeppelin:
        return
    if major is not None and str(major) not in MAJORS:
        where = place(document.text, document.start, ["nbformat"])
        raise at(document.text, where, f"nbformat {major!r:.20} is not known: there are 2, 3 and 4")
    name = "cells" if major is None or str(major) == MAJORS[-1] else "worksheets"
    listed = tree.get(name)
    if not isinstance(listed, list):
        raise at(document.text, document.start, f"not a notebook: it has no list of {name}")
    for number, sheet in enumerate(listed if name == "worksheets" else ()):
        if not isinstance(sheet, dict) or not isinstance(sheet.get("cells", []), list):
            where = place(document.text, document.start, ["worksheets", number])
            raise at(document.text, where, "not a notebook: a worksheet has no list of cells")
