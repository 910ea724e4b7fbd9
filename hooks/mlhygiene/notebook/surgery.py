"""Changes made in the text of a notebook: nothing else in it moves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple, cast

from mlhygiene.notebook.change import EMPTY_LIST, KEPT, NULL, applied
from mlhygiene.notebook.scanning import blanks_end, following, key, skip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.notebook.change import Changes, Json
    from mlhygiene.notebook.reading import Document

BLANK = " \t\r\n"
# What most cells lose: the key with what parts it from its value, and of a count the number.
GUESSED = {
    "execution_count": re.compile(r'("execution_count"[ \t\r\n]*+:[ \t\r\n]*+)[0-9]++'),
    "outputs": re.compile(r'("outputs"[ \t\r\n]*+:[ \t\r\n]*+)(?=\[)'),
}


class Unverified(AssertionError):  # noqa: N818 - it is a verdict, and reads as one
    """The new text would not say what it should: a bug of ours, and no text to be written."""

    def __init__(self) -> None:
        super().__init__("stripping it would change more than what goes: a bug of mlhygiene, please report it")


class Region(NamedTuple):
    """A value in which something changes: where its text begins and ends."""

    start: int
    end: int
    value: Json
    changes: Changes


class Cut(NamedTuple):
    """The text from `start` up to `end`, and what stands there instead."""

    start: int
    end: int
    text: str


def operated(document: Document, changes: Changes) -> bytes:
    """The content of a notebook with its changes.

    A member goes with the comma and the blanks up to its next neighbour, the last ones with
    those before them: whole lines, where each had a line. A container that loses all of its
    members is left as `{}` or `[]`. What is written anew is read again, and says what the
    old text says but for the changes, or Unverified: the text around it is the old text.
    """
    pieces: list[bytes] = []
    text, at = document.text, 0
    for region in _regions(document, changes):
        # Piece by piece: most have no wide characters, whatever the whole has, and cost less.
        pieces += [text[at : region.start].encode(), _changed(document, region).encode()]
        at = region.end
    pieces.append(text[at:].encode())
    return b"".join(pieces)


def _regions(document: Document, changes: Changes) -> list[Region]:
    """The cells and the other members that change, or else the whole document."""
    cells = changes.get("cells", {})
    assert isinstance(cells, Mapping)
    listed = document.tree.get("cells")
    if document.places is None or None in cells.values() or not isinstance(listed, list):
        return [Region(document.start, len(document.text.rstrip(BLANK)), document.tree, changes)]
    members, spans = document.places
    regions = list[Region]()
    for number, change in cast("dict[int, Changes]", cells).items():
        start, end = spans[number]
        regions.append(Region(start, end, listed[number], change))
    for name, change in cast("dict[str, Changes]", changes).items():
        if name != "cells":
            regions.append(Region(*members[name], document.tree[name], change))
    return sorted(regions, key=lambda region: region.start)


def _changed(document: Document, region: Region) -> str:
    """The text of a region with its changes, read again."""
    expected = applied(region.value, region.changes)
    if region.changes.keys() <= GUESSED.keys():
        text = _joined(document.text, region, _guessed(document.text, region))
        if text and _says(document, text, expected):
            return text
    cuts: list[Cut] = []
    _walk(document.text, region.start, region.changes, cuts, region)
    text = _joined(document.text, region, cuts)
    if not _says(document, text, expected):
        raise Unverified
    return text


def _says(document: Document, text: str, value: Json) -> bool:
    try:
        found, end = document.parser.raw_decode(text)
    except ValueError:
        return False
    return end == len(text) and found == value


def _joined(text: str, region: Region, cuts: Sequence[Cut]) -> str:
    """The text of a region without what the cuts take out; empty where there are none."""
    if not cuts:
        return ""
    pieces: list[str] = []
    at = region.start
    for start, end, instead in cuts:
        pieces += (text[at:start], instead)
        at = end
    pieces.append(text[at : region.end])
    return "".join(pieces)


def _guessed(text: str, region: Region) -> list[Cut]:
    """The cuts of a cell that loses its outputs and its count, at the first place that looks like theirs.

    A guess costs a third of a walk. What comes of a wrong one does not say what it should.
    """
    cuts: list[Cut] = []
    for name, change in region.changes.items():
        if not isinstance(change, str):
            return []
        begin = GUESSED[str(name)].match(text, text.find(f'"{name}"', region.start, region.end))
        if begin is None:
            return []
        end = begin.end() if change == NULL else _end(text, begin.end(), name, region)
        if end is None:
            return []
        cuts.append(Cut(begin.end(1), end, change))
    return sorted(cuts)


def _walk(text: str, opening: int, changes: Changes, cuts: list[Cut], region: Region | None = None) -> int:
    """Note the cuts of the container that opens here, in order; its end. That of a region is known."""
    keyed = text[opening] == "{"
    at, comma, number, end = blanks_end(text, opening + 1), ",", -1, opening
    going = kept = 0  # where members that go begin; the end of the last that stays
    left = len(changes)
    while comma == ",":
        begin, number = at, number + 1
        name, at = key(text, at) if keyed else (number, at)
        change = changes.get(name, KEPT)
        left -= name in changes
        if going and change is not None:
            cuts.append(Cut(going, begin, ""))
            going = 0
        if isinstance(change, Mapping):
            end = _walk(text, at, change, cuts)
        else:
            end = (region and change == EMPTY_LIST and _end(text, at, name, region, sure=True)) or skip(text, at)[1]
            if change:
                cuts.append(Cut(at, end, change))
        if change is None:
            going = going or begin
        elif region and not left:
            return region.end
        else:
            kept = end
        comma, at = following(text, end)
    if going:
        emptied = Cut(opening, text.index(comma, end) + 1, "{}" if keyed else "[]")
        cuts.append(Cut(kept, end, "") if kept else emptied)
    return text.index(comma, end) + 1


def _end(text: str, at: int, name: int | str, region: Region, *, sure: bool = False) -> int | None:
    """The end of a member that begins here, found from behind: what follows it is short, and outputs are long.

    None where that cannot be told, for `sure` or in all likelihood.
    """
    close = region.end - 1
    assert isinstance(region.value, dict)
    names = list(region.value)
    rest = names[names.index(str(name)) + 1 :]
    if rest:
        begin = text.rfind(f'"{rest[0]}"', at, close)
        if begin < 0 or (sure and not _ends_with(text, begin, rest, close)):
            return None
        close = _last(text, begin)
        if text[close] != ",":
            return None
    return _last(text, close) + 1


def _ends_with(text: str, at: int, names: list[str], close: int) -> bool:
    """Whether members of just these names stand here, and the bracket that closes behind them."""
    end, comma = at, ","
    try:
        for name in names:
            found, at = key(text, at)
            end = skip(text, at)[1]
            if found != name or comma != ",":
                return False
            comma, at = following(text, end)
    except ValueError:
        return False
    return comma == "}" and text.index("}", end) == close


def _last(text: str, at: int) -> int:
    """The place of the last character before this one that is not blank."""
    at -= 1
    while text[at] in BLANK:
        at -= 1
    return at
