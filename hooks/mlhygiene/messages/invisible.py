"""Characters that nobody sees: they part words that look the same, and turn a terminal's text around."""

from __future__ import annotations

import re

# Joiners of emoji and of scripts are no fault; in a name, they are found there.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f]"
)
BLANKS = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")


def visible(subject: str) -> str:
    """The subject without what nobody sees, and with common blanks."""
    return subject if subject.isprintable() else BLANKS.sub(" ", INVISIBLE.sub("", subject))
