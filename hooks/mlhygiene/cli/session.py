"""What every front end does: choose rules, judge a scope, tell the result."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper
from typing import TYPE_CHECKING

from mlhygiene import config
from mlhygiene.config import Config
from mlhygiene.model import Blob

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhygiene.coverage import Coverage
    from mlhygiene.git import Repository
    from mlhygiene.ignores import Ignores
    from mlhygiene.model import Subject
    from mlhygiene.report import Report
    from mlhygiene.rule import AnyRule, Finding


def settings(repository: Repository, revision: str = "", path: str | None = None) -> Config:
    """The config as the index has it (`revision` empty), or a commit; or a file the caller names.

    A worktree file that is not staged says nothing yet: it is told, not used.
    """
    if path is not None:
        return config.named(path)
    for name in config.FILES:
        content = repository.file(name, revision)
        found = content is not None and config.parse(content, name)
        if found:
            return found
    ours = repository.top and os.path.join(repository.top, config.FILES[0])
    if ours and not revision and os.path.exists(ours):
        print(f"mlhygiene: note: {config.FILES[0]} is not staged, so it does not count yet", file=sys.stderr)
    return Config()


def ignores(repository: Repository, revision: str, chosen: Config, *, baseline: bool = True) -> Ignores:
    """What is set aside, by the config, its baseline and the files of other scanners, as one state has them."""
    from mlhygiene.ignores import Ignores  # with what reports need: a hook that strips has neither

    aside = Ignores(chosen.per_path, lambda name: repository.file(name, revision))
    if chosen.baseline is not None and baseline:
        from mlhygiene.cli.baselines import unknown  # read where something is found

        aside.unknown = unknown(repository, chosen.baseline_of or revision, chosen.baseline)
    return aside


def judged(
    scope: str, subjects: Iterable[Subject], rules: Sequence[AnyRule], ignores: Ignores, coverage: Coverage
) -> Report:
    """Judge a stream of subjects; the findings come in order, once each.

    History comes newest first. What several commits bring in the same way, by a
    cherry-pick or by a revert of a revert, is told of the first of them alone.
    """
    from mlhygiene.engine import judge  # as above
    from mlhygiene.report import Report, order, place

    found: dict[object, dict[object, Finding]] = {}
    searching = any(rule.searches for rule in rules)
    watched = _counted(subjects, coverage) if searching else subjects
    for finding in ignores.keep(judge(watched, rules)):
        at, same = finding.location, found.setdefault(_sameness(finding), {})
        if same and next(iter(same.values())).location.commit != at.commit:
            same.clear()
        same[at.line, at.column] = finding
    findings = [finding for same in found.values() for finding in same.values()]
    if ignores.adopted:
        from mlhygiene.adopted import BASELINE, GITLEAKS  # few teams come from elsewhere

        findings_are = "finding is" if ignores.adopted == 1 else "findings are"
        coverage.note(f"{ignores.adopted:,} {findings_are} set aside by {GITLEAKS} or {BASELINE}")
    for marker, finding in ignores.unexplained.items():
        said = f"`mlhygiene: ignore[{marker.selectors}]` gives no reason, so it sets nothing aside"
        coverage.note(f"{place(finding)}: {said}: write why, behind it")
    if searching and not coverage.scanned_bytes:
        if coverage.contents:
            coverage.gap(f"none of {coverage.contents:,} contents was searched for secrets: please report this bug")
        elif coverage.unlisted and not coverage.blobs:
            coverage.gap("no file that was named is in the index: stage it first (`git add`), and ask again")
    left = ignores.unknown(sorted(findings, key=order))
    return Report(scope, left, coverage, ignores.ignored, len(findings) - len(left))


def _sameness(finding: Finding) -> tuple[object, ...]:
    """What two findings share that say the same; a secret is the same in every version of a file."""
    at = finding.location
    if finding.fingerprint and at.commit:
        return (finding.rule.code, at.path, finding.fingerprint)
    return (finding.rule.code, at.path, at.line, at.column, finding.message, finding.subject.identity)


def _counted(subjects: Iterable[Subject], coverage: Coverage) -> Iterator[Subject]:
    """The same subjects. Contents of which not one was searched must not look clean."""
    for subject in subjects:
        coverage.contents += isinstance(subject, Blob) and subject.regular and subject.size > 0
        yield subject


def tell(coverage: Coverage) -> None:
    """Say on standard error what was passed over and what could not be judged."""
    for note in coverage.notes:
        print(f"mlhygiene: note: {note}", file=sys.stderr)
    for gap in coverage.gaps:
        print(f"mlhygiene: could not judge: {gap}", file=sys.stderr)
    if coverage.absent > 1:
        print(f"mlhygiene: could not judge: {coverage.absent:,} contents are missing in all", file=sys.stderr)


def colored(choice: str = "auto") -> bool:
    """Colour on a terminal, unless NO_COLOR (no-color.org) or a dumb terminal says not."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def speak_utf8() -> None:
    """Write for machines as their formats are defined, whatever a Windows pipe or a locale would make of it."""
    stream = sys.stdout
    if isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    from mlhygiene.cli.muting import Muted  # in a build; hooks do without

    if isinstance(stream, Muted):
        stream.machines = True
