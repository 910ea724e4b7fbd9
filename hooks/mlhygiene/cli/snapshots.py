"""`mlhygiene run --snapshot`: files that no commit has, judged as a commit of them would be, then kept."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from mlhygiene.cli.session import colored, ignores, judged, settings, tell
from mlhygiene.coverage import Coverage
from mlhygiene.git import keeping
from mlhygiene.hooks import HOOKS
from mlhygiene.model import Exit, Refusal, printable, shown
from mlhygiene.provenance.policy import Mode
from mlhygiene.scope import index

if TYPE_CHECKING:
    from mlhygiene.git import Repository
    from mlhygiene.git.keeping import Gathered
    from mlhygiene.provenance.policy import Policy
    from mlhygiene.provenance.runs import Run
    from mlhygiene.report import Report

# What must not get into a commit that stays. How a notebook or a message looks is another matter.
SELECTORS = (*HOOKS["large-files"].selectors, *HOOKS["secrets"].selectors)
NAMED = 5


def snapshot(repository: Repository, run: Run, policy: Policy) -> Run | None:
    """The run with the commit that keeps its files, if any differ; None where that must not be, as is then told."""
    gathered = keeping.gather(repository, policy.pathspecs)
    if gathered.left:
        more = f" and {len(gathered.left) - NAMED:,} more" if len(gathered.left) > NAMED else ""
        left = f"{', '.join(map(shown, gathered.left[:NAMED]))}{more}: changes within a submodule are in no snapshot"
        if policy.mode is Mode.STRICT:
            raise Refusal(f"{left}: commit them there")
        print(f"mlhygiene: warning: {left}", file=sys.stderr)
    if gathered.tree is None:
        return run
    found = _judged(gathered)
    if found.exit is not Exit.CLEAN:
        _show(found)
        print(
            "mlhygiene: no snapshot, so the run does not begin: mend that, or have git ignore the files",
            file=sys.stderr,
        )
        if found.exit is Exit.UNJUDGED:
            raise Refusal("the snapshot could not be judged (see above)")
        return None
    return replace(run, snapshot=keeping.keep(repository, gathered, run.id, _message(run)))


def _judged(gathered: Gathered) -> Report:
    """What the rules find, by the config and the ignores that the files themselves have."""
    repository, coverage = gathered.repository, Coverage()
    chosen = settings(repository)
    rules = chosen.rules(among=SELECTORS)
    return judged("staged", index.staged(repository, coverage), rules, ignores(repository, "", chosen), coverage)


def _show(report: Report) -> None:
    """On standard error: standard output is the command's."""
    from mlhygiene.report import render  # most runs find nothing

    if report.findings:
        print(render(report, "text", color=colored() and sys.stderr.isatty()), end="", file=sys.stderr)
    tell(report.coverage)


def _message(run: Run) -> str:
    stamp = run.stamp
    lines = [f"snapshot of run {run.id}", "", f"Base: {stamp.commit or 'none'}"]
    return "\n".join([*lines, *([f"Branch: {printable(stamp.branch)}"] if stamp.branch else [])]) + "\n"
