"""What a line says about its own secrets: our ignores, and those of the tools people come from."""

from __future__ import annotations

import re

# Each tool's own form, as its documentation has it.
OURS = re.compile(rb"mlhygiene: ignore\[[\w ,-]{1,80}\]\s{1,8}\S")
OTHERS = re.compile(
    rb"(?i)pragma: ?(?:allow|white)list[ -]secret"
    rb"|gitleaks:allow|betterleaks:allow|trufflehog:ignore|kingfisher:ignore|ggignore|pragma: ?no ?secret"
    rb"|secretlint-disable-line"
)
NEXT = re.compile(rb"(?i)pragma: ?(?:allow|white)list[ -]nextline[ -]secret|secretlint-disable-next-line")
# Every form has one of them.
WORDS = (b"ignore", b"allow", b"secret")


def remark(line: bytes, above: bytes = b"") -> str:
    """What sets a secret in a line aside, in our own form; empty where nothing does."""
    if not any(word in each for each in (line.lower(), above.lower()) for word in WORDS):
        return ""
    found = OURS.search(line) or OTHERS.search(line) or NEXT.search(above)
    if found is None:
        return ""
    said = found[0].decode("utf-8", "replace")
    return said if found.re is OURS else f"mlhygiene: ignore[MLH2] {said}"
