"""How wide a text is on a terminal."""

from __future__ import annotations


def width(text: str) -> int:
    """Columns: East Asian wide characters take two, combining ones none (Unicode Standard Annex 11)."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width  # 1 ms that few lines need

    return sum(0 if combining(c) else 2 if east_asian_width(c) in {"W", "F"} else 1 for c in text)
