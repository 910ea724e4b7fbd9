"""`lint --fix`: findings mended in the worktree, by one function for each rule that can be mended safely.

The index is what was judged, and it stays as it is until the mended file is staged: so the
finding stays, with the command that stages it.
"""

from __future__ import annotations

import dataclasses
import os
import sys
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from mlhygiene import advice, files
from mlhygiene.cli.outcome import placed
from mlhygiene.layout import drift
from mlhygiene.model import Exit, Refusal
from mlhygiene.notebook.broken import Broken
from mlhygiene.rules.notebook_output import NotebookOutput

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhygiene.git import Repository
    from mlhygiene.report import Report
    from mlhygiene.rule import Finding


def strip(finding: Finding, name: str) -> bool:
    """MLH301: strip the notebook, as the rule is set."""
    assert isinstance(finding.rule, NotebookOutput)
    file = files.read(name)
    try:
        stripped = finding.rule.stripper.strip(file.content)
    except Broken as broken:
        raise Refusal(placed(os.fsencode(name), broken)) from None
    if stripped.changes:
        files.replace(file, stripped.content)
    return True


def refresh(block: str, _finding: Finding, name: str) -> bool:
    """MLH601 and MLH602: refresh a managed block that nobody has changed."""
    file = files.read(name)
    content = drift.refreshed(block, file.content)
    if content is not None and content != file.content:
        files.replace(file, content)
    return content is not None


MENDED = "mended"
# Why a finding was left.
UNSAFE = "nothing mends it safely; what does is below the finding"
BY_HAND = "nothing mends it safely"
ABSENT = "the file is not in the worktree"
LINK = "a link stands there in the worktree"
CHANGED = "somebody has changed what would be replaced"
UNREADY = "the file could not be read or written, as told below"
# By code. Each says whether the file of the worktree is now as the rule wants it, or raises Refusal.
FIXES: dict[str, Callable[[Finding, str], bool]] = {
    NotebookOutput.code: strip,
    "MLH601": partial(refresh, "gitignore"),
    "MLH602": partial(refresh, "gitattributes"),
}


def mended(repository: Repository, report: Report) -> Report:
    """The same report: what is mended in the worktree now says how to stage it."""
    if repository.top is None:
        raise Refusal("--fix mends the files of the worktree, and a bare repository has none")
    findings: list[Finding] = []
    left = Counter[tuple[str, str, str]]()
    for finding in report.findings:
        try:
            fixed = _fixed(repository.top, finding)
        except Refusal as refusal:
            report.coverage.gap(f"{refusal}; left as it is")
            fixed = UNREADY
        if isinstance(fixed, str):
            left[finding.rule.code, finding.rule.name, fixed] += 1
        findings.append(finding if isinstance(fixed, str) else fixed)
    if findings:
        _tell(len(findings), left)
    return dataclasses.replace(report, findings=findings)


def _tell(found: int, left: Counter[tuple[str, str, str]]) -> None:
    """Say on standard error how much was mended; of each rule, what was left, and why."""
    count = found - left.total()
    hint = "; the index has them until the files are staged (`git add -u`, or as told)" if count else ""
    told = f"; {left.total():,} left" if left else ""
    print(f"mlhygiene: mended {count:,} of {found:,} findings in the worktree{told}{hint}", file=sys.stderr)
    for (code, name, why), number in sorted(left.items()):
        print(f"mlhygiene: left {number:,} of {code} {name}: {why}", file=sys.stderr)


def exit_code(report: Report) -> Exit:
    """A warning that was mended fails, too: whoever asked for it has something to stage."""
    done = any(MENDED in finding.data for finding in report.findings)
    return Exit.FINDINGS if done and report.exit is Exit.CLEAN else report.exit


def _fixed(top: str, finding: Finding) -> Finding | str:
    """The finding as it stands when it is mended; else why it was left."""
    path, fix = finding.location.path, FIXES.get(finding.rule.code)
    if fix is None or path is None:
        return UNSAFE if finding.fix else BY_HAND
    name = os.path.relpath(os.path.join(top, os.fsdecode(path)))
    # The index has a file there that the worktree has not: `mlhygiene strip --staged` is for that.
    if not os.path.lexists(name):
        return ABSENT
    if os.path.islink(name):
        return LINK
    if not fix(finding, name):
        return CHANGED
    return dataclasses.replace(
        finding,
        message=f"{finding.message}; mended in the worktree, not staged yet",
        fix=f"git add -- {advice.pathspec(path)}",
        data={**finding.data, MENDED: True},
    )
