"""What a change makes worse of a layout: the findings that no state before it has."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from mlhygiene.rule import Finding
    from mlhygiene.tree import Tree


def worse(
    findings: Sequence[Finding], before: Iterable[Tree] | None, judge: Callable[[Tree], Sequence[Finding]]
) -> list[Finding]:
    """Those that none of the trees has: a merge is not blamed for what one of its sides brings.

    `before` is None where nothing is new.
    """
    left = list(findings) if before is not None else []
    for tree in before or ():
        if not left:
            break
        left = list(_new(left, judge(tree)))
    return left


def _new(findings: Sequence[Finding], known: Sequence[Finding]) -> Iterator[Finding]:
    """Those that are not known, wherever in its file a line has come to stand."""
    counts = Counter(map(_sameness, known))
    for finding in findings:
        # Where there was an error, its warning is no news.
        if finding.rule.milder_than and counts[_sameness(finding, finding.rule.milder_than)] > 0:
            continue
        same = _sameness(finding)
        counts[same] -= 1
        if counts[same] < 0:
            yield finding


def _sameness(finding: Finding, code: str = "") -> tuple[object, ...]:
    fault = finding.message if finding.same is None else finding.same
    return (code or finding.rule.code, finding.location.path, fault, finding.data.get("text"))
