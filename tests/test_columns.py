"""How wide a text is on a terminal."""

from __future__ import annotations

import pytest

from mlhygiene.columns import place, width

WIDTHS = {
    "ASCII": ("val_loss=0.42", 13),
    "nothing": ("", 0),
    "wide characters take two columns": ("学习率=3e-4", 11),
    "a fullwidth equals sign, too": ("a\N{FULLWIDTH EQUALS SIGN}1", 4),
    "combining marks take none": ("e\N{COMBINING ACUTE ACCENT}tude", 5),
    "marks without a combining class, too": ("\u0e01\u0e31\u0e19 \u0915\u0941", 4),
    "a selector and a joiner": ("\u26a0\ufe0f a\u200db", 4),
    "an arrow takes one": ("a → b", 5),
}


@pytest.mark.parametrize(("text", "columns"), WIDTHS.values(), ids=WIDTHS)
def test_a_text_takes_so_many_columns(text: str, columns: int) -> None:
    assert width(text) == columns


PLACES = {
    "ASCII": ("abc", 1, 1),
    "behind wide characters": ("学习率=3", 4, 2),
    "within a wide character": ("学习率=3", 3, 1),
    "behind a mark": ("e\u0301tude", 1, 2),
    "behind the end": ("学", 9, 0),
}


@pytest.mark.parametrize(("text", "column", "at"), PLACES.values(), ids=PLACES)
def test_a_column_is_a_place_in_a_text(text: str, column: int, at: int) -> None:
    assert place(text, column) == at
