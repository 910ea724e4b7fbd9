"""`mlhygiene init`: the scaffold, written or refreshed; and git's filter over notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def declare(parser: ArgumentParser) -> None:
    notebooks = parser.add_argument_group("notebooks")
    notebooks.add_argument(
        "--notebook-filter", action="store_true", help="have git strip every notebook that it stores"
    )
    notebooks.add_argument(
        "--attributes", metavar="FILE", help="write attributes here (.gitattributes shares them), not to .git/info"
    )
    notebooks.add_argument(
        "--global", action="store_true", dest="everywhere", help="for all of this user's repositories"
    )
    notebooks.add_argument("--python", metavar="PATH", help="have git run this Python, not the mlhygiene on the PATH")
    notebooks.add_argument("--extra-keys", metavar="KEYS", help="further keys of metadata that go, parted by blanks")
    notebooks.add_argument("--keep-metadata-keys", metavar="KEYS", help="keys of metadata that stay")
    notebooks.add_argument("--remove", action="store_true", help="take the filter out again")
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    """Set up what is asked for."""
    if arguments.notebook_filter:
        from mlhygiene.cli import notebook_install  # a scaffold does without

        return notebook_install.run(arguments)
    raise Refusal("not yet")
