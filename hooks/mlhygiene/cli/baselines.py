"""Known findings: the baseline that is in force, what it leaves, and `lint --write-baseline`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Refusal, Severity, printable, shown

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
# From so many errors on, a person is told of baselines; the name is one that few repositories ignore.
MANY = 20
FILE = "mlhygiene-baseline.json"


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


def settled(
    repository: Repository, report: Report, known: Known | None, rules: Sequence[AnyRule], arguments: Namespace
) -> Report:
    """The report less what is known; or, where a baseline is to be written, nothing of what it holds."""
    codes = {rule.code for rule in rules}
    if arguments.write_baseline is not None:
        return _written(repository, report, known, codes, arguments)
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
    are = f"{len(stale):,} entries are" if len(stale) > 1 else "1 entry is"
    scope = " --history" if report.scope == "history" else ""
    drop = f"mlhygiene lint{scope} --baseline {file} --write-baseline {file}"
    return f"{file}: {are} stale, gone or changed since ({names}): `{drop}` drops what is stale"


def _written(
    repository: Repository, report: Report, known: Known | None, codes: set[str], arguments: Namespace
) -> Report:
    file: str = arguments.write_baseline
    if report.coverage.gaps:
        report.coverage.note(f"{shown(os.fsencode(file))}: not written, for not everything could be judged")
        return report
    from mlhygiene import baseline, files  # only who adopts us writes one

    history, whole = report.scope == "history", _is_whole(report, arguments)
    held = known.baseline if known else baseline.Baseline()
    new = held.updated(report.findings, codes, history=history, whole=whole)
    files.report(file, [baseline.written(new)])
    _tell(report, file, sum(entry.times for entry in new.entries))
    if repository.top is not None and not known:
        _tell_of_file(repository, file)
    return replace(report, findings=[], baselined=len(report.findings))


def _tell(report: Report, file: str, whole: int) -> None:
    """How many are kept, by rule; and that a secret which is kept is no safer for it."""
    number = len(report.findings)
    more = f", {whole:,} in all" if whole > number else ""
    print(f"mlhygiene: {_counted(number)} kept in {shown(os.fsencode(file))}{more}", file=sys.stderr)
    for name, count in _by_rule(report):
        print(f"  {count:>6,} {name}", file=sys.stderr)
    secrets = sum(finding.rule.code.startswith(SECRETS) for finding in report.findings)
    if secrets:
        print(
            f"mlhygiene: note: {secrets:,} of them may be secrets, which a baseline makes no safer: revoke them",
            file=sys.stderr,
        )


def _tell_of_file(repository: Repository, file: str) -> None:
    """How the file comes into force; many a repository of data ignores `*.json`."""
    path = repository.names.from_top(file)
    if path is None:
        return
    from mlhygiene.git.ignored import patterns  # as above

    line = patterns(repository.at_top, [path]).get(path)
    name = shown(path)
    print(
        f"mlhygiene: to have it in force: `git add {name}`, and in the config: baseline = {_toml(name)}",
        file=sys.stderr,
    )
    if line:
        print(
            f"mlhygiene: note: git ignores {name} ({printable(line)}): take another name, or `git add --force`",
            file=sys.stderr,
        )


def hint(report: Report, chosen: Config, arguments: Namespace) -> None:
    """Say to whoever meets a wall of findings how to begin with what is there."""
    if chosen.baseline is not None or arguments.baseline is not None or not _is_whole(report, arguments):
        return
    if report.count(Severity.ERROR) < MANY:
        return
    most = ", ".join(f"{count:,} {name}" for name, count in _by_rule(report)[:NAMED])
    scope = " --history" if report.scope == "history" else ""
    print(
        f"mlhygiene: hint: most are {most}; to begin with what is there, and have new findings alone fail: "
        f"`mlhygiene lint{scope} --write-baseline {FILE}`",
        file=sys.stderr,
    )


def _by_rule(report: Report) -> list[tuple[str, int]]:
    counts = Counter(f"{finding.rule.code} {finding.rule.name}" for finding in report.findings)
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _counted(number: int) -> str:
    return f"{number:,} finding{'s' * (number != 1)}"


def _toml(text: str) -> str:
    """A string of TOML, of a text without control characters."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
