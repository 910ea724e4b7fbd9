"""Which text of a commit message its author answers for."""

from __future__ import annotations

import re

# Melted into another commit later on: what they say is lost.
MELTED = re.compile(r"(?:fixup|squash)! ")
REWORDED = re.compile(r"(?:amend! )+")
# git's own words (git-revert(1)).
TAKEN_BACK = re.compile(r"(?:Revert|Reapply) \"")
OF_COMMIT = re.compile(r"(?m)^This (?:reverts|reapplies) commit [0-9a-f]{7,64}\b")


def judged(message: str) -> str | None:
    """The message to judge: that of `amend!` is the one below its subject. None of fixups and reverts."""
    message = message.lstrip("\n")
    if REWORDED.match(message):
        message = message.partition("\n\n")[2].lstrip("\n")
        if not message:
            return None
    if MELTED.match(message) or TAKEN_BACK.match(message):
        return None
    if "This re" in message and OF_COMMIT.search(message):
        return None
    return message
