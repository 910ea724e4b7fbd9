"""`mlhygiene init`: the scaffold, written or refreshed; and git's filter over notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.model import Refusal, Storage
from mlhygiene.scaffold.pieces import EXTRAS

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

INIT = """\
write, or refresh, what a clean repository needs: .gitignore, .gitattributes, hooks, and what --with names

What is ours stands in blocks between two marks; every other byte of a file stays as it is.
It looks at the repository first, and says what it found and decided. Run it again whenever
you like: choices are kept in the blocks, and where nothing is to do nothing is written.

examples:
  mlhygiene init                                  look, ask once, write
  mlhygiene init --storage lfs --install --yes    a whole set-up by one command: files, Git LFS, hooks
  mlhygiene init new-project                      a folder that becomes a repository
  mlhygiene init --with ci-github,contributing    further files
  mlhygiene init --diff                           what would change; `| git apply` takes it
  mlhygiene init --check                          for CI: exit 1 where something has drifted
"""
EXITS = "exit codes: 0 done, or nothing to do; 1 --check: something has drifted, or a block was left alone; 2 refused"


# What belongs to one of the two alone, by their names in a namespace.
FILTER = ("attributes", "everywhere", "python", "extra_keys", "keep_metadata_keys", "remove")
SCAFFOLD = ("path", "storage", "extras", "without", "check", "diff", "dry_run", "force", "install")
SPELLED = {"everywhere": "--global", "extras": "--with", "path": "PATH"}


def declare(parser: ArgumentParser) -> None:
    parser.description, parser.epilog = INIT, "\n".join(["--with:", *_extras(), "", EXITS])
    parser.add_argument("path", nargs="?", metavar="PATH", help="a repository, or a folder to make one (default: here)")
    choices = parser.add_argument_group("choices")
    choices.add_argument(
        "--storage", choices=[storage.value for storage in Storage], help="who holds large files (default: who does)"
    )
    choices.add_argument(
        "--with", action="append", default=[], dest="extras", metavar="NAMES", help="further files, by comma"
    )
    choices.add_argument("--without", action="append", default=[], metavar="NAMES", help="not these any more")
    how = parser.add_argument_group("what is done").add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="write nothing; a diff, and exit 1, where something drifted")
    how.add_argument("--diff", action="store_true", help="write nothing; a diff of what would change")
    how.add_argument("--dry-run", action="store_true", help="write nothing; say what would be done")
    parser.add_argument(
        "--force", action="store_true", help="write blocks anew that somebody has changed; their lines go below"
    )
    parser.add_argument(
        "--install", action="store_true", help="set up this clone, too: hooks, git-lfs and DVC where they are used"
    )
    parser.add_argument("-y", "--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour in a diff (default: on a terminal)"
    )
    notebooks = parser.add_argument_group("notebooks")
    notebooks.add_argument(
        "--notebook-filter", action="store_true", help="instead: have git strip every notebook that it stores"
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
    for name in SCAFFOLD if arguments.notebook_filter else FILTER:
        if getattr(arguments, name):
            option = SPELLED.get(name, f"--{name.replace('_', '-')}")
            if arguments.notebook_filter:
                raise Refusal(f"{option} is of the scaffold, and --notebook-filter is set up by itself: leave one away")
            raise Refusal(f"{option} is of --notebook-filter: add that")
    if arguments.notebook_filter:
        from mlhygiene.cli import notebook_install  # a scaffold does without

        return notebook_install.run(arguments)
    from mlhygiene.cli.scaffolding import scaffold  # and a filter without this

    return scaffold.run(arguments)


def _extras() -> list[str]:
    width = max(map(len, EXTRAS))
    return [f"  {name:<{width}}  {text}" for name, text in EXTRAS.items()]
