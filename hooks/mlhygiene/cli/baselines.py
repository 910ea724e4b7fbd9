"""Known findings: the baseline that is in force, what it leaves, and `lint --write-baseline`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

    from mlhygiene.baseline import Baseline, Entry
    from mlhygiene.config import Config
    from mlhygiene.git import Repository
    from mlhygiene.report import Report
    from mlhygiene.rule import AnyRule, Finding

# So many stale entries, and so many rules, are named.
NAMED = 3
# Scopes that have all that there is to find, of the tree or of history.
WHOLE = ("tree", "history")
SECRETS = "MLH2"


class Known(NamedTuple):
    """A baseline, and the name of its file for whoever reads or writes it."""

    baseline: Baseline
    file: str


def unknown(repository: Repository, revision: str, path: str) -> Callable[[list[Finding]], list[Finding]]:
    """What leaves those of some findings that the config's baseline has not. Without a finding it is not read."""
    return lambda findings: _of_state(repository, revision, path).unknown(findings) if findings else findings


def known(repository: Repository, revision: str, chosen: Config, arguments: Namespace) -> Known | None:
    """The baseline that `lint` goes by: the file of the caller, or else the config's; Refusal where it cannot be read.

    Whoever writes one goes by none, unless `--baseline` says so.
    """
    if arguments.write_baseline is not None:
        if arguments.staged:
            raise Refusal("--write-baseline keeps what is there already, and --staged judges what is not: choose one")
        if arguments.fix:
            raise Refusal("--write-baseline keeps findings, and --fix mends them: mend first, then keep what is left")
    if arguments.baseline is not None:
        return Known(_named(arguments.baseline), arguments.baseline)
    if chosen.baseline is not None and arguments.write_baseline is None:
        return Known(_of_state(repository, revision, chosen.baseline), chosen.baseline)
    return None


def _named(path: str) -> Baseline:
    from mlhygiene.baseline import read  # with JSON, which few runs need

    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise Refusal(
            f"{path}: cannot read the baseline: {error.strerror}: `mlhygiene lint --write-baseline` writes one"
        ) from None
    return read(content, path)


def _of_state(repository: Repository, revision: str, path: str) -> Baseline:
    content = repository.file(path, revision)
    if content is None:
        where, then = (f"commit {revision[:12]}", "") if revision else ("the index", ", then `git add` it")
        raise Refusal(
            f"{path}: the config names it as the baseline, and it is not in {where}: "
            f"`mlhygiene lint --write-baseline {path}` writes it{then}"
        )
    from mlhygiene.baseline import read  # as above

    return read(content, path)


def settled(report: Report, known: Known | None, rules: Sequence[AnyRule], arguments: Namespace) -> Report:
    """The report less what is known; or, where a baseline is to be written, nothing of what it holds."""
    codes = {rule.code for rule in rules}
    if arguments.write_baseline is not None:
        return _written(report, known, codes, arguments)
    if known is None:
        return report
    left = known.baseline.unknown(report.findings)
    if _is_whole(report, arguments) and not (arguments.select or arguments.ignore or report.coverage.gaps):
        stale = known.baseline.stale(report.findings, codes, history=report.scope == "history")
        if stale:
            report.coverage.note(_stale(stale, known.file, report))
    return replace(report, findings=left, baselined=len(report.findings) - len(left))


def _is_whole(report: Report, arguments: Namespace) -> bool:
    return report.scope in WHOLE and not arguments.paths and arguments.rev is None


def _stale(stale: Sequence[Entry], file: str, report: Report) -> str:
    names = ", ".join(map(str, stale[:NAMED])) + (", …" if len(stale) > NAMED else "")
    are = f"{len(stale):,} entries are" if len(stale) > 1 else "an entry is"
    scope = " --history" if report.scope == "history" else ""
    drop = f"mlhygiene lint{scope} --baseline {file} --write-baseline {file}"
    return f"{file}: {are} stale, for what they stand for has gone or changed ({names}): `{drop}` drops them"


def _written(report: Report, known: Known | None, codes: set[str], arguments: Namespace) -> Report:
    file: str = arguments.write_baseline
    if report.coverage.gaps:
        report.coverage.note(f"{shown(os.fsencode(file))}: not written, for not everything could be judged")
        return report
    from mlhygiene import baseline, files  # only who adopts us writes one

    history, whole = report.scope == "history", _is_whole(report, arguments)
    held = known.baseline if known else baseline.Baseline()
    content = baseline.written(held.updated(report.findings, codes, history=history, whole=whole))
    files.report(file, [content])
    _tell(report, file)
    return replace(report, findings=[], baselined=len(report.findings))


def _tell(report: Report, file: str) -> None:
    """How many are kept, by rule; and that a secret which is kept is no safer for it."""
    counts = Counter(f"{finding.rule.code} {finding.rule.name}" for finding in report.findings)
    number = len(report.findings)
    print(
        f"mlhygiene: {number:,} finding{'s' * (number != 1)} kept in {shown(os.fsencode(file))}"
        " (`git add` it, and name it in the config: `baseline`)",
        file=sys.stderr,
    )
    for name, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        print(f"  {count:>6,} {name}", file=sys.stderr)
    secrets = sum(finding.rule.code.startswith(SECRETS) for finding in report.findings)
    if secrets:
        print(
            f"mlhygiene: note: {secrets:,} of them may be secrets: whoever can read the repository has them, "
            "and a baseline changes nothing of it: revoke them",
            file=sys.stderr,
        )
