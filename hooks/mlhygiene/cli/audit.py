"""`mlhygiene audit`: what history holds. It writes nothing to the repository and fetches nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mlhygiene.audit.forms import FORMATS, render
from mlhygiene.audit.held import Standing
from mlhygiene.cli import outputs
from mlhygiene.cli.auditing.audited import Wanted, audited
from mlhygiene.cli.auditing.progress import Progress
from mlhygiene.git import Repository
from mlhygiene.model import Exit, Refusal, Severity
from mlhygiene.sizes import parse_size

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from mlhygiene.audit.audit import Audit

AUDIT = """\
tell what history holds

Of every branch, tag, stash, note and experiment: the largest files with all their paths, who
brought them and which refs reach them, sums by folder and extension, what Git LFS holds, caches of
DVC, notebooks' output, and secrets, every content once. Nothing is written to the repository, and
nothing is fetched: what a clone does not hold is counted.

examples:
  mlhygiene audit                                  everything
  mlhygiene audit --sizes-only --top 50            in seconds, without reading any content
  mlhygiene audit --format text --format html=audit.html
                                                   for the terminal, and one page with a map
  mlhygiene audit --fail-over 50MiB --fail-on-secrets
                                                   for CI
"""
LIMIT, TOP = "1 MiB", 20
PLAN = "mlhygiene-plan"


def declare(parser: ArgumentParser) -> None:
    parser.description = AUDIT
    what = parser.add_argument_group("what is looked at")
    what.add_argument("--sizes-only", action="store_true", help="sizes, names, commits and refs: no content is read")
    what.add_argument("--no-secrets", action="store_true", help="do not search for secrets")
    what.add_argument("--no-notebooks", action="store_true", help="do not weigh notebooks' output")
    what.add_argument(
        "--limit", metavar="SIZE", default=LIMIT, help="contents over it are told one by one (default: %(default)s)"
    )
    what.add_argument("--reflog", action="store_true", help="also what refs have led to before, older stashes among it")
    what.add_argument("--config", metavar="FILE", help="instead of the mlhygiene.toml or pyproject.toml in HEAD")
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")
    failing = parser.add_argument_group("exit code 1")
    failing.add_argument("--fail-over", metavar="SIZE", help="where a ref reaches a content over that size")
    failing.add_argument("--fail-on-secrets", action="store_true", help="where a secret is found (MLH204 only warns)")
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format",
        action="append",
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(FORMATS)} (default: text); to a file, where one is named; may be given several times",
    )
    output.add_argument("--output", metavar="FILE", help="write the report to a file (of a single format)")
    output.add_argument("--top", metavar="N", default=TOP, help="so many of each kind are shown (default: %(default)s)")
    output.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour in text (default: on a terminal)"
    )
    repair = parser.add_argument_group("repair")
    repair.add_argument(
        "--plan",
        nargs="?",
        const=PLAN,
        metavar="DIR",
        help=f"write the steps that repair this history into a new folder (default: {PLAN}), and no report",
    )
    repair.add_argument("--force", action="store_true", help="with --plan: put it in the place of an older plan")
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    """Look, then tell."""
    _refuse_contradictions(arguments)
    asked = outputs.wanted(arguments, FORMATS)
    bar = None if arguments.fail_over is None else _size("--fail-over", arguments.fail_over)
    wanted = _wanted(arguments, bar)
    progress = Progress()
    with Repository.find(arguments.folder) as repository:
        try:
            audit = audited(repository, wanted, progress)
        finally:
            progress.close()
        if arguments.plan is not None:
            from mlhygiene.cli.auditing import planning  # an audit alone does without

            return planning.write(repository, audit, arguments.plan, force=arguments.force)
    top = wanted.top
    written = outputs.spread(asked, lambda form, color: render(audit, form, top=top, color=color), arguments.color)
    for gap in audit.gaps:
        print(f"mlhygiene: could not judge: {gap}", file=sys.stderr)
    if audit.gaps or not written:
        return Exit.UNJUDGED
    failed = _over(audit, bar) or (arguments.fail_on_secrets and _leaks(audit))
    return Exit.FINDINGS if failed else Exit.CLEAN


def _refuse_contradictions(arguments: Namespace) -> None:
    if arguments.force and arguments.plan is None:
        raise Refusal("--force is for --plan")
    if arguments.plan is not None and (arguments.format or arguments.output):
        raise Refusal("--plan writes a plan and no report: leave --format and --output away")


def _wanted(arguments: Namespace, bar: int | None) -> Wanted:
    if arguments.fail_on_secrets and (arguments.no_secrets or arguments.sizes_only):
        other = "--no-secrets" if arguments.no_secrets else "--sizes-only"
        raise Refusal(f"--fail-on-secrets and {other}: leave one away")
    top = str(arguments.top)
    if not top.isascii() or not top.isdigit() or not int(top):
        raise Refusal(f"--top {top}: write a number of rows, such as {TOP}")
    limit = _size("--limit", arguments.limit)
    return Wanted(
        limit if bar is None else min(limit, bar),
        int(top),
        contents=not arguments.sizes_only,
        notebooks=not arguments.no_notebooks,
        secrets=not arguments.no_secrets,
        reflog=arguments.reflog,
        config=arguments.config,
    )


def _size(option: str, value: str) -> int:
    try:
        return parse_size(int(value) if value.isascii() and value.isdigit() else value)
    except ValueError as error:
        raise Refusal(f"{option}: {error}") from None


def _over(audit: Audit, bar: int | None) -> bool:
    """Whether a ref reaches a content over the bar; every content over it is a candidate."""
    return bar is not None and any(
        held.size > bar and held.standing is not Standing.UNREACHABLE for held in audit.blobs
    )


def _leaks(audit: Audit) -> bool:
    return any(leak.severity == Severity.ERROR for leak in audit.leaks or ())
