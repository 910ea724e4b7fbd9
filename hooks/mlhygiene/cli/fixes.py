"""`lint --fix`: findings mended in the worktree, by one function for each rule that can be mended safely.

The index is what was judged, and it stays as it is until the mended file is staged: so the
finding stays, with the command that stages it.
"""

from __future__ import annotations

import dataclasses
import os
import sys
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
    count = 0
    for finding in report.findings:
        try:
            fixed = _fixed(repository.top, finding)
        except Refusal as refusal:
            report.coverage.gap(f"{refusal}; left as it is")
            fixed = None
        count += fixed is not None
        findings.append(fixed or finding)
    if findings:
        left = f"; {len(findings) - count:,} left" if count < len(findings) else ""
        hint = "; the index has them until the files are staged (`git add -u`, or as told)" if count else ""
        print(f"mlhygiene: mended {count:,} of {len(findings):,} findings in the worktree{left}{hint}", file=sys.stderr)
    return dataclasses.replace(report, findings=findings)


def exit_code(report: Report) -> Exit:
    """A warning that was mended fails, too: whoever asked for it has something to stage."""
    done = any(MENDED in finding.data for finding in report.findings)
    return Exit.FINDINGS if done and report.exit is Exit.CLEAN else report.exit


def _fixed(top: str, finding: Finding) -> Finding | None:
    path, fix = finding.location.path, FIXES.get(finding.rule.code)
    if fix is None or path is None:
        return None
    name = os.path.relpath(os.path.join(top, os.fsdecode(path)))
    if os.path.islink(name) or not os.path.lexists(name):
        # The index has a file there that the worktree has not: `mlhygiene strip --staged` is for that.
        return None
    if not fix(finding, name):
        return None
    return dataclasses.replace(
        finding,
        message=f"{finding.message}; mended in the worktree, not staged yet",
        fix=f"git add -- {advice.pathspec(path)}",
        data={**finding.data, MENDED: True},
    )
