"""`mlhygiene uninstall`: native git hooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def declare(parser: ArgumentParser) -> None:
    parser.set_defaults(answer=run)


def run(_arguments: Namespace) -> int:
    """Not yet."""
    raise Refusal("not yet")
