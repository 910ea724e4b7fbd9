"""How wide a text is on a terminal."""

from __future__ import annotations

import pytest

from mlhygiene.columns import width

WIDTHS = {
    "ASCII": ("val_loss=0.42", 13),
    "nothing": ("", 0),
    "wide characters take two columns": ("学习率=3e-4", 11),
    "a fullwidth equals sign, too": ("a\N{FULLWIDTH EQUALS SIGN}1", 4),
    "combining marks take none": ("e\N{COMBINING ACUTE ACCENT}tude", 5),
    "an arrow takes one": ("a → b", 5),
}


@pytest.mark.parametrize(("text", "columns"), WIDTHS.values(), ids=WIDTHS)
def test_a_text_takes_so_many_columns(text: str, columns: int) -> None:
    assert width(text) == columns
