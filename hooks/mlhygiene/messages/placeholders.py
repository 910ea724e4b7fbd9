"""What only the author can fill in: `<metric>`, `<value>`, `<1000 or 1.000>`."""

from __future__ import annotations

import re

PLACEHOLDER = re.compile(r"<(?:what|metric|value|[^\s<>]+ or [^\s<>]+)>")
# Nobody writes these: what stands for a placeholder is told from all else.
WHAT, METRIC, VALUE = "qzwhat", "qzmetric", "0.2718281828"


def filled(line: str) -> tuple[str, dict[str, str]]:
    """The line as if its author had filled it in, and what stands for which placeholder."""
    stands = dict[str, str]()

    def fill(match: re.Match[str]) -> str:
        put = {"<what>": WHAT, "<metric>": METRIC}.get(match[0], VALUE) + str(len(stands) + 1)
        stands[put] = match[0]
        return put

    return PLACEHOLDER.sub(fill, line), stands


def opened(line: str, stands: dict[str, str]) -> str | None:
    """A filled line with its placeholders again; None where one would stand inside another."""
    inside = any(put in choice for choice in PLACEHOLDER.findall(line) for put in stands)
    for put in reversed(stands):  # 12 before 1
        line = line.replace(put, stands[put])
    return None if inside else line
