"""How wide a text is on a terminal."""

from __future__ import annotations


def width(text: str) -> int:
    """Columns: East Asian wide characters take two, marks and joiners none (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    from unicodedata import category, east_asian_width  # 1 ms that few lines need

    # Most scripts have marks that combine and have no combining class: Devanagari, Thai, the selectors of emoji.
    return sum(0 if category(c) in {"Mn", "Me", "Cf"} else 2 if east_asian_width(c) in {"W", "F"} else 1 for c in text)


def place(text: str, column: int) -> int:
    """The character that stands at a column, both from 0; the last one where the text ends before."""
    if text.isascii():
        return min(column, max(0, len(text) - 1))
    columns = 0
    for at, character in enumerate(text):
        columns += width(character)
        if columns > column:
            return at
    return max(0, len(text) - 1)
