"""The trailers of a message, by git's rules (git-interpret-trailers(1)): those that experiments use."""

from __future__ import annotations

import re
from math import isnan
from typing import TYPE_CHECKING

from mlhygiene.messages import results
from mlhygiene.messages.experiment import Problem
from mlhygiene.messages.gathered import Fault
from mlhygiene.messages.invisible import visible
from mlhygiene.messages.plain import LONGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhygiene.messages.experiment import Metric

NAMES = ("Metric", "Run", "Run-Commit", "Baseline", "Config", "Seed")
CANONICAL = {name.lower(): name for name in NAMES}
# A quick look: most bodies have none of ours.
OURS = re.compile(rf"(?mi)^(?:{'|'.join(NAMES)})[ \t]*:")
TRAILER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:(.*)")
# Lines that git writes itself: a block with one of them may hold other lines as well.
BY_GIT = ("Signed-off-by: ", "(cherry picked from commit ")
SHARE = 3


def read(body: str) -> tuple[tuple[str, str], ...]:
    """Our trailers in what follows the subject, by canonical name, in order."""
    if not OURS.search(body):
        return ()
    found = list[tuple[str, str]]()
    for line in _block(body):
        match = TRAILER.match(line)
        if line[:1] in {" ", "\t"} and found:
            name, value = found[-1]
            found[-1] = (name, f"{value} {line.strip()}".strip())
        elif match:
            found.append((match[1].lower(), match[2].strip()))
    return tuple((CANONICAL[name], value) for name, value in found if name in CANONICAL)


def _block(body: str) -> list[str]:
    """The last paragraph, where it is one of trailers."""
    lines = body.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    start = len(lines)
    while start and lines[start - 1].strip():
        start -= 1
    if not start:
        return []  # nothing parts it from the subject
    return lines[start:] if _trailers(lines[start:]) else []


def _trailers(block: list[str]) -> bool:
    """Whether all lines are trailers, or one is git's own and a quarter are."""
    trailers, others, ours, continues = 0, 0, False, False
    for line in block:
        if line.startswith(BY_GIT):
            ours, trailers, continues = True, trailers + 1, True
        elif line[:1] in {" ", "\t"}:
            others += not continues
        elif TRAILER.match(line):
            trailers, continues = trailers + 1, True
        else:
            others, continues = others + 1, False
    return bool(trailers) and (not others or (ours and trailers * SHARE >= others))


def metrics(value: str, known: Mapping[str, Metric]) -> tuple[tuple[Metric, ...], Problem | None]:
    """The metrics of a `Metric:` trailer, or what is wrong with it, beside those that are known."""
    line = f"Metric: {value}"
    if visible(value) != value:
        return (), Problem("invisible-character", "an invisible character in a trailer", 8, len(value), line=line)
    if len(value) > LONGEST:
        message = f"a Metric trailer of {len(value):,} characters: the limit is {LONGEST:,}, write another one below"
        return (), Problem("too-long", message, 8, 1, line=line)
    found = results.parse(value)
    if isinstance(found, Fault):
        at = line.index(value) + found.start if value else len(line)
        return (), Problem("bad-trailer", "a Metric trailer is not <metric>=<value>", at, found.length or 1, line=line)
    if found.status or not found.metrics:
        return (), Problem("bad-trailer", "a Metric trailer is not <metric>=<value>", 8, len(value), line=line)
    for metric in found.metrics:
        other = known.get(metric.name, metric)
        if other.value != metric.value and not (isnan(other.value) and isnan(metric.value)):
            message = f"{metric.name} is given twice, as {other.raw} and as {metric.raw}"
            return found.metrics, Problem("duplicate-metric", message, 8, len(value), line=line)
    return found.metrics, None
