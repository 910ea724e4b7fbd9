"""Diagnoses for people and for machines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mlhygiene import __version__
from mlhygiene.cli.diagnosing.diagnosis import Status
from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlhygiene.cli.diagnosing.diagnosis import Diagnosis

SCHEMA = "mlhygiene.doctor/1"
COLORS = {
    Status.OK: "32",
    Status.NOTE: "36",
    Status.WARNING: "33",
    Status.ERROR: "31",
    Status.UNJUDGED: "31",
}
BOLD, DIM = "1", "2"
# `  unjudged  `: where the text of a line begins, and the command below it.
BEFORE = 12
WIDEST = 100


class Told:
    """One diagnosis, and where it belongs: the group, and the check that made it."""

    def __init__(self, group: str, check: str, diagnosis: Diagnosis) -> None:
        self.group = group
        self.check = check
        self.status = diagnosis.status
        # Texts quote files, and names that others chose.
        self.text = printable(diagnosis.text)
        self.fix = diagnosis.fix if diagnosis.fix.isprintable() else ""


def text(told: Iterable[Told], *, color: bool) -> Iterable[str]:
    """Line by line, as they come: a heading a group, the command that mends something below it."""
    group, columns = None, _columns()
    for each in told:
        if each.group != group:
            yield ("\n" if group else "") + _painted(each.group, BOLD, color=color) + "\n"
            group = each.group
        status = _painted(f"{each.status:<8}", COLORS[each.status], color=color)
        first, *rest = _wrapped(each.text, columns)
        yield f"  {status}  {first}\n" + "".join(f"{' ' * BEFORE}{line}\n" for line in rest)
        if each.fix:
            yield f"{' ' * BEFORE}{_painted(each.fix, DIM, color=color)}\n"


def summary(counts: Mapping[Status, int]) -> str:
    """How many of each are not well."""
    nouns = {Status.ERROR: "error", Status.WARNING: "warning", Status.NOTE: "note"}
    words = [f"{counts[s]:,} {noun}{'s' * (counts[s] != 1)}" for s, noun in nouns.items() if counts[s]]
    words += [f"{counts[Status.UNJUDGED]:,} could not be judged"] if counts[Status.UNJUDGED] else []
    return ", ".join(words) or "all is well"


def json(told: Sequence[Told], counts: Mapping[Status, int]) -> str:
    """One object; each check's group, name, status, text, and the command that mends it or null."""
    from json import dumps  # for machines alone

    rows = [
        {"group": each.group, "check": each.check, "status": each.status, "text": each.text, "fix": each.fix or None}
        for each in told
    ]
    whole = {
        "schema": SCHEMA,
        "version": __version__,
        "checks": rows,
        "summary": {str(status): counts[status] for status in Status},
    }
    return dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _columns() -> int:
    """How wide a line may be: as the terminal is. What is read by another program is not broken."""
    if not sys.stdout.isatty():
        return 0
    import shutil  # a pipe has no width

    return min(shutil.get_terminal_size().columns, WIDEST)


def _wrapped(line: str, columns: int) -> list[str]:
    if not columns:
        return [line]
    import textwrap  # as above

    width = max(columns - BEFORE, 20)
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def _painted(part: str, code: str, *, color: bool) -> str:
    return f"\033[{code}m{part}\033[0m" if color else part
