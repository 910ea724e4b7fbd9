"""Markers in lines: which are meant as such, and which are spoken of."""

from __future__ import annotations

import pytest

from mlhygiene.markers import Marker, markers, meant

FOUND = {
    "with a reason": ("x  # mlhygiene: ignore[MLH202] revoked", [Marker("MLH202", reason=True)]),
    "without": ("x  # mlhygiene: ignore[MLH202]", [Marker("MLH202", reason=False)]),
    "with blanks for a reason": ("x  # mlhygiene: ignore[MLH202]   ", [Marker("MLH202", reason=False)]),
    "two in a line": (
        "mlhygiene: ignore[MLH101] why mlhygiene: ignore[MLH2]",
        [Marker("MLH101", reason=True), Marker("MLH2", reason=False)],
    ),
    "no selector": ("mlhygiene: ignore[] why", []),
}


@pytest.mark.parametrize(("text", "found"), FOUND.values(), ids=FOUND)
def test_finds_markers(text: str, found: list[Marker]) -> None:
    assert list(markers(text)) == found


MEANT = {
    "a comment": (b"a.py", "x = 'a'  # mlhygiene: ignore[MLH202] revoked", True),
    "in a string": (b"a.py", "x = 'a # mlhygiene: ignore[MLH202] revoked'", False),
    "in a string of the other kind": (b"a.py", 'x = "# mlhygiene: ignore[MLH202] revoked"', False),
    "in words about it": (b"a.py", "# write `mlhygiene: ignore[MLH202] why`", False),
    "a cell of a notebook": (b"a.ipynb", '    "x = 1  # mlhygiene: ignore[MLH310] why\\n",', True),
    "a document": (b"README.md", "x = 1  # mlhygiene: ignore[MLH202] why", False),
}


@pytest.mark.parametrize(("path", "line", "is_meant"), MEANT.values(), ids=MEANT)
def test_tells_what_is_meant_from_what_is_spoken_of(path: bytes, line: str, *, is_meant: bool) -> None:
    assert bool(meant(path, line)) is is_meant


def test_a_marker_sets_aside_every_rule_that_it_selects() -> None:
    assert Marker("MLH202, large-file", reason=True).codes == {"MLH202", "MLH101"}
