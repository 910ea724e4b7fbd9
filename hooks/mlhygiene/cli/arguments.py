"""Every command but `hook`: its arguments, and the function that answers it."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from importlib import import_module
from typing import TYPE_CHECKING

from mlhygiene import __version__
from mlhygiene.hooks import HOOKS
from mlhygiene.native import STAGES
from mlhygiene.report import FORMATS

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Sequence

EXITS = "exit codes: 0 clean (warnings included), 1 errors found, 2 could not judge, 3 a bug of mlhygiene"
LINT = """\
judge every tracked file as the index holds it, or the files named

examples:
  mlhygiene lint                                  the whole repository
  mlhygiene lint --staged                         what the next commit records
  mlhygiene lint --from-ref origin/main --to-ref HEAD
                                                  what a pull request adds, commit by commit
  mlhygiene lint --ci                             in a build: what is proposed, its branch, its title
  mlhygiene lint --history                        everything that any ref reaches
  mlhygiene lint --select MLH101 --format json    one rule, for a machine
  mlhygiene lint --format text --format sarif=out.sarif
                                                  for the log, and for code scanning
  mlhygiene lint --fix                            strip the notebooks, then say what to stage
  mlhygiene lint --write-baseline baseline.json   in an old repository: from now on, new findings alone fail
"""
HOOK = """\
the front end behind pre-commit and git hooks

Of a push, git tells every ref on standard input: `mlhygiene hook pre-push "$@"` in a script, in
husky or in lefthook (`use_stdin: true`) judges all of them. pre-commit and prek read that input
themselves, and hand over the first ref that brings something: no deletion, and no second ref. Where
that is too little, `mlhygiene install --stage pre-push`, before `pre-commit install`, judges the rest.
"""
# Commands that say themselves what they take: their modules, and what they do.
DECLARED = {
    "init": ("init", "write what a clean repository needs: .gitignore, .gitattributes, hooks"),
    "install": ("install", "set up native git hooks, without pre-commit"),
    "uninstall": ("uninstall", "take the native git hooks out again"),
    "doctor": ("doctor", "is everything set up so that it can work"),
    "audit": ("audit", "what history holds: large files, secrets, notebooks' output"),
    "pre-receive": ("pre_receive", "judge a push on the server, before any of it is accepted"),
    "run": ("run", "run a command, and keep which code it was"),
    "bump": ("bump", "make the next version: a tag by SemVer"),
    "tag-run": ("tag_run", "tag the commit of a run that matters"),
    "mend": ("mend", "clean versions of what a plan of `audit --plan` names"),
}
STRIP = """\
take outputs, execution counts and volatile metadata out of notebooks, and nothing else

A notebook that has nothing to lose is not touched. Where one cannot be read, it is left as
it is, a line says why, and the others are stripped. A cell keeps its output that says so
itself, by the tag `keep_output` or by metadata of that name; so does a whole notebook.

examples:
  mlhygiene strip train.ipynb                     in place
  mlhygiene strip .                               every notebook below
  mlhygiene strip --staged                        in the index: the files keep their outputs
  mlhygiene strip --check --diff .                tell what would go, write nothing
  mlhygiene strip < in.ipynb > out.ipynb          a copy
  mlhygiene strip --max-size 10k --extra-keys "metadata.kernelspec" .
"""
STRIP_EXITS = "exit codes: 0 done; 1 with --check: something would go; 2 something could not be read or written"


def run(argv: Sequence[str]) -> int:
    """Parse, and call the command. What stands behind `run … --` is another command line, and is left as it is."""
    parser = _parser(argv[:2])
    end = argv.index("--") if argv[:1] == ["run"] and "--" in argv else len(argv)
    namespace = parser.parse_args(argv[:end])
    namespace.command = argv[end + 1 :]
    answer = getattr(namespace, "answer", None)
    if answer is None:
        parser.print_help()
        return 2
    code: int = answer(namespace)
    return code


def _late(module: str, function: str = "run") -> Callable[[Namespace], int]:
    """A command's function, imported when it is called: what works on files starts without git."""

    def answer(namespace: Namespace) -> int:
        code: int = getattr(import_module(f"mlhygiene.cli.{module}"), function)(namespace)
        return code

    return answer


def _parser(command: Sequence[str]) -> ArgumentParser:
    parser = ArgumentParser(
        prog="mlhygiene",
        description="Keeps what does not belong in git out of machine-learning repositories.",
        epilog=EXITS,
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"mlhygiene {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    _lint(
        commands.add_parser(
            "lint", help="judge files", description=LINT, epilog=EXITS, formatter_class=RawDescriptionHelpFormatter
        )
    )
    strip = commands.add_parser(
        "strip",
        help="strip notebooks",
        description=STRIP,
        epilog=STRIP_EXITS,
        formatter_class=RawDescriptionHelpFormatter,
    )
    if command[:1] == ["strip"]:
        _strip(strip)
    _hook(
        commands.add_parser(
            "hook",
            help="the front end behind pre-commit and git hooks",
            description=HOOK,
            epilog=EXITS,
            formatter_class=RawDescriptionHelpFormatter,
        )
    )
    _native(commands.add_parser("native", help="what the hooks of `mlhygiene install` run", epilog=EXITS))
    for name, (module, text) in DECLARED.items():
        own = commands.add_parser(name, help=text, epilog=EXITS, formatter_class=RawDescriptionHelpFormatter)
        if command[:1] == [name]:
            import_module(f"mlhygiene.cli.{module}").declare(own)
    logbook = commands.add_parser("exp", help="the experiment logbook that `exp:` commits make")
    if command[:1] == ["exp"]:
        from mlhygiene.cli import exp  # each of its commands is a module

        exp.declare(logbook, command[1:])
    stamp = commands.add_parser(
        "provenance",
        help="which code stands here; can a record's be had again",
        formatter_class=RawDescriptionHelpFormatter,
    )
    if command[:1] == ["provenance"]:
        from mlhygiene.cli import provenance  # the library comes with it

        provenance.declare(stamp, command[1:])
    commands.add_parser("filter", help="what git runs over notebooks (`mlhygiene filter --help`)")
    listing = commands.add_parser("rules", help="list every rule")
    listing.add_argument(
        "--format", choices=("text", "json"), default="text", help="text for people, json for machines"
    )
    listing.set_defaults(answer=_late("rules", "listing"))
    explain = commands.add_parser("explain", help="tell all about one rule")
    explain.add_argument("rule", metavar="CODE", help="a code (MLH101) or a name (large-file)")
    explain.set_defaults(answer=_late("rules", "explain"))
    return parser


def _lint(parser: ArgumentParser) -> None:
    named = "files, folders or git pathspecs; with --rev files and folders (default: everything)"
    parser.add_argument("paths", nargs="*", metavar="PATH", help=named)
    what = parser.add_argument_group("scope")
    what.add_argument("--staged", action="store_true", help="what the next commit records")
    services = "GitHub, GitLab, Azure, Bitbucket, Jenkins, CircleCI, Buildkite, Travis, Woodpecker, Drone"
    what.add_argument("--ci", action="store_true", help=f"what this build proposes, as the service says: {services}")
    what.add_argument("--from-ref", metavar="A", help="with --to-ref: every file version and commit that B adds over A")
    what.add_argument("--to-ref", metavar="B", help="the end of the range (default: HEAD)")
    what.add_argument(
        "--branch", metavar="NAME", help="with --from-ref or --ci: its branch (default: the one that a CI names)"
    )
    what.add_argument("--history", action="store_true", help="everything that any ref reaches")
    what.add_argument("--rev", metavar="REV", help="the tree of a revision instead of the index")
    choice = parser.add_argument_group("rules")
    choice.add_argument(
        "--select", action="append", default=[], metavar="CODES", help="only these: codes, prefixes or names, by comma"
    )
    choice.add_argument("--ignore", action="append", default=[], metavar="CODES", help="not these")
    choice.add_argument("--config", metavar="FILE", help="instead of the mlhygiene.toml or pyproject.toml in the index")
    choice.add_argument(
        "--fix",
        action="store_true",
        help="mend the files in the worktree where that is safe (MLH301, MLH601, MLH602); exit 1 until that is staged",
    )
    choice.add_argument(
        "--baseline", metavar="FILE", help="known findings, which do not fail (default: `baseline` of the config)"
    )
    choice.add_argument(
        "--write-baseline",
        metavar="FILE",
        help="take all that is found for known, and exit 0; with --baseline, keep what this run could not find",
    )
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format",
        action="append",
        metavar="FORMAT[=FILE]",
        help=f"{', '.join(FORMATS)} (default: text; with --ci under GitHub Actions: github, which annotates the pull "
        "request and prints each finding, too); to a file, where one is named; may be given several times",
    )
    output.add_argument("--output", metavar="FILE", help="write the report to a file (of a single format)")
    output.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour in text (default: on a terminal)"
    )
    output.add_argument("--exit-zero", action="store_true", help="exit 0 even where errors are found")
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")
    parser.set_defaults(answer=_late("lint"), known=[])


def _strip(parser: ArgumentParser) -> None:
    from mlhygiene.cli import strip_options  # the rule comes with it

    named = "notebooks, and folders of them; without, or `-`: from stdin to stdout"
    parser.add_argument("files", nargs="*", metavar="FILE", help=named)
    how = parser.add_argument_group("what is done")
    how.add_argument(
        "--check", "--verify", "--dry-run", action="store_true", help="tell what would go, write nothing; exit 1 if any"
    )
    how.add_argument("--diff", action="store_true", help="the same, as a unified diff on stdout")
    how.add_argument("--staged", action="store_true", help="strip what the next commit records, in the index alone")
    how.add_argument(
        "-t", "--textconv", action="store_true", help="to stdout; what cannot be read is passed on as it is"
    )
    how.add_argument("-f", "--force", action="store_true", help="strip files of other extensions, too")
    how.add_argument("--config", metavar="FILE", help="instead of the mlhygiene.toml or pyproject.toml of the worktree")
    how.add_argument(
        "--color", choices=("auto", "always", "never"), default="auto", help="colour in a diff (default: on a terminal)"
    )
    strip_options.declare(parser)
    parser.set_defaults(answer=_late("strip"))


def _hook(parser: ArgumentParser) -> None:
    """For `--help` alone: hooks are answered without argparse."""
    parser.add_argument("identifier", choices=tuple(HOOKS), metavar="ID", help=", ".join(HOOKS))
    parser.add_argument(
        "--maxkb", metavar="N", help="limit in KiB for every kind of file, as check-added-large-files has it"
    )
    parser.add_argument(
        "--enforce-all", action="store_true", help="accepted, and always so: files given are files judged"
    )
    parser.add_argument("--config", metavar="FILE", help="instead of the config in the index")
    where = parser.add_argument_group("notebooks", "further options are those of `mlhygiene strip`")
    where.add_argument("--index", action="store_true", help="strip in the index alone (so it is where git calls)")
    where.add_argument("--worktree", action="store_true", help="strip the files (so it is where pre-commit calls)")
    parser.add_argument("names", nargs="*", metavar="FILE", help="what pre-commit hands over; without, what is staged")


def _native(parser: ArgumentParser) -> None:
    """For `--help` alone, too."""
    parser.add_argument("stage", choices=STAGES, metavar="STAGE", help=", ".join(STAGES))
    parser.add_argument("given", nargs="*", metavar="ARG", help="what git hands to the hook of that stage")
