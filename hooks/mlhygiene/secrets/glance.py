"""A look at a small text before any format is imported: most that people write can hold no secret."""

from __future__ import annotations

import sys

from mlhygiene.secrets import layers
from mlhygiene.secrets.keywords import KEYWORDS

# In a larger text the scan itself is as fast.
SHORT = 8 * 1024
SCAN = "mlhygiene.secrets.scan"


def is_plain(content: bytes) -> bool:
    """Whether a scan, which takes thirty milliseconds to import, could find nothing.

    One that is there already finds that out by itself. Colours may stand inside a word, and
    NULs between its letters.
    """
    if SCAN in sys.modules or len(content) > SHORT or b"\x1b" in content or b"\0" in content:
        return False
    lower = content.lower()
    return not any(keyword in lower for keyword in KEYWORDS) and not layers.is_encoded(content)
