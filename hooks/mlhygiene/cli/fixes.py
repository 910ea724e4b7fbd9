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
from mlhygiene.model import Blob, Exit, Refusal
from mlhygiene.notebook.broken import Broken
from mlhygiene.rules.notebook_output import NotebookOutput
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhygiene.git import Repository
    from mlhygiene.report import Report
    from mlhygiene.rule import Finding


def strip(finding: Finding, content: bytes) -> bytes:
    """MLH301: strip the notebook, as the rule is set."""
    assert isinstance(finding.rule, NotebookOutput)
    stripped = finding.rule.stripper.strip(content)
    return stripped.content if stripped.changes else content


def refresh(block: str, _finding: Finding, content: bytes) -> bytes | None:
    """MLH601 and MLH602: refresh a managed block that nobody has changed."""
    return drift.refreshed(block, content)


MENDED = "mended"
WHOLE = "mended in the worktree, not staged yet"
# `git add` would stage what somebody has not staged on purpose.
PART = "mended in the worktree, which holds other changes that are not staged either: stage the mended part alone"
# Why a finding was left.
UNSAFE = "nothing mends it safely; what does is below the finding"
BY_HAND = "nothing mends it safely"
ABSENT = "the file is not in the worktree"
LINK = "a link stands there in the worktree"
CHANGED = "somebody has changed what would be replaced"
UNREADY = "the file could not be read or written, as told below"
# By code. Each says what a content becomes; None where somebody has changed what it would replace.
FIXES: dict[str, Callable[[Finding, bytes], bytes | None]] = {
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
    hint = "; the index has them until the files are staged, as told" if count else ""
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
    file = files.read(name)
    try:
        content = fix(finding, file.content)
    except Broken as broken:
        raise Refusal(placed(os.fsencode(name), broken)) from None
    if content is None:
        return CHANGED
    if content != file.content:
        files.replace(file, content)
    what, how = (WHOLE, "git add") if _is_alone(finding, content) else (PART, "git add --patch")
    return dataclasses.replace(
        finding,
        message=f"{finding.message}; {what}",
        fix=f"{how} -- {advice.pathspec(path)}",
        data={**finding.data, MENDED: True},
    )


def _is_alone(finding: Finding, content: bytes) -> bool:
    """Whether the worktree has no more than the index, mended in the same way."""
    try:
        staged = FIXES[finding.rule.code](finding, _staged(finding))
    except Broken:
        return False
    return staged is not None and _lines(staged) == _lines(content)


def _staged(finding: Finding) -> bytes:
    """The file as the index has it."""
    subject, path = finding.subject, finding.location.path
    if isinstance(subject, Blob):
        return subject.read()
    assert isinstance(subject, Tree)
    assert path is not None
    return subject.state.read(path) or b""


def _lines(content: bytes) -> bytes:
    """A content, whatever line ends git gives it in the worktree."""
    return content.replace(b"\r\n", b"\n")
