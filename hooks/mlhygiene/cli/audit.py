"""`mlhygiene audit`: what history holds. It writes nothing and fetches nothing."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mlhygiene.audit import text
from mlhygiene.cli.auditing.collecting import audited, collected
from mlhygiene.cli.session import colored
from mlhygiene.git import Repository
from mlhygiene.model import Exit, Refusal
from mlhygiene.sizes import parse_size

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

AUDIT = """\
tell what history holds, of every ref and of none: the largest files with every path, who brought
them and which refs reach them, sums by folder and extension, Git LFS, DVC caches, notebooks'
output, secrets. Nothing is written, nothing is fetched.
"""
LIMIT, TOP = "1 MiB", 20


def declare(parser: ArgumentParser) -> None:
    parser.description = AUDIT
    parser.add_argument(
        "--limit", metavar="SIZE", default=LIMIT, help="files over it are told one by one (default: %(default)s)"
    )
    parser.add_argument(
        "--top", metavar="N", type=int, default=TOP, help="so many of each kind are shown (default: %(default)s)"
    )
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour in text (default: on a terminal)"
    )
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    """Collect, then tell."""
    limit = _size("--limit", arguments.limit)
    with Repository.find(arguments.folder) as repository:
        audit = audited(repository, collected(repository, limit=limit, top=arguments.top), limit)
    sys.stdout.write(text.render(audit, top=arguments.top, color=colored(arguments.color)))
    for gap in audit.gaps:
        print(f"mlhygiene: could not judge: {gap}", file=sys.stderr)
    return Exit.UNJUDGED if audit.gaps else Exit.CLEAN


def _size(option: str, value: str) -> int:
    try:
        return parse_size(int(value) if value.isdigit() else value)
    except ValueError as error:
        raise Refusal(f"{option}: {error}") from None
