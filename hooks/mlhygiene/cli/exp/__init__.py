"""`mlhygiene exp …`: the experiment logbook. One module a command: `HELP`, `declare(parser)`, `run(arguments)`."""

from __future__ import annotations

import pkgutil
from argparse import RawDescriptionHelpFormatter
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence


class Command(Protocol):
    """A module of this package. `HELP`: its first line is what the list of commands shows."""

    HELP: str

    def declare(self, parser: ArgumentParser, /) -> None: ...

    def run(self, arguments: Namespace, /) -> int: ...


def declare(parser: ArgumentParser, asked: Sequence[str] = ()) -> None:
    """Add every command of this package, or the one that is asked for: each imports what it needs."""
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    for name in [name for name in names if name in asked] or names:
        command = cast("Command", import_module(f"{__name__}.{name}"))
        first = command.HELP.partition("\n")[0]
        each = commands.add_parser(
            name, help=first, description=command.HELP, formatter_class=RawDescriptionHelpFormatter
        )
        command.declare(each)
        each.set_defaults(answer=command.run)
