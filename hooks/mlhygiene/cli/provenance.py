"""`mlhygiene provenance`: which code stands here. `mlhygiene provenance verify`: can a record's be had again."""

from __future__ import annotations

import os
import sys
from argparse import RawDescriptionHelpFormatter
from dataclasses import replace
from typing import TYPE_CHECKING

from mlhygiene.cli import verifying
from mlhygiene.model import Exit, Refusal, printable, shown
from mlhygiene.provenance import Dirty, capture, formats
from mlhygiene.provenance.capturing import fault

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from mlhygiene.provenance import Stamp

PROVENANCE = """\
which code stands here: its commit, and how the files differ; nothing is written or fetched

json  `provenance.json`: baked into an image, it speaks where there is no git
env   NAME=VALUE by the line, as a shell, `docker --env-file` and GITHUB_ENV all read it: what
      would need a quote is left out, and a note says so; the hash of a lock file is in the JSON
oci   labels of an image: revision, source, version

examples:
  mlhygiene provenance                            for a person
  mlhygiene provenance --strict --format json --output provenance.json
                                                  before `docker build`, with `COPY . /app`; ignore the file
  docker run --env-file <(mlhygiene provenance --format env) IMAGE
  docker build $(mlhygiene provenance --format oci | sed 's/^/--label /') .
  mlhygiene provenance verify provenance.json     can that code be had again, and how
"""
EXITS = "exit codes: 0 told; 1 with --strict: the files are not as committed; 2 nobody can say which commit this is"
FORMATS = ("text", "json", "env", "oci")
VERIFY = "verify"


def declare(parser: ArgumentParser, asked: Sequence[str] = ()) -> None:
    parser.description, parser.epilog = PROVENANCE, EXITS
    if asked[:1] == [VERIFY]:
        commands = parser.add_subparsers(metavar="COMMAND")
        own = commands.add_parser(
            VERIFY, description=verifying.VERIFY, epilog=verifying.EXITS, formatter_class=RawDescriptionHelpFormatter
        )
        verifying.declare(own)
        return
    parser.add_argument("path", nargs="?", default=os.curdir, metavar="PATH", help="the code (default: this folder)")
    parser.add_argument("--format", choices=FORMATS, default="text", help="text for people (default), or as above")
    parser.add_argument("--strict", action="store_true", help="exit 1, and write nothing, unless all is committed")
    parser.add_argument("--output", metavar="FILE", help="write it to a file")
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    """Tell the stamp of a place; without what belongs to a process, which here would be our own."""
    if not os.path.exists(arguments.path):
        raise Refusal(f"{shown(os.fsencode(arguments.path))}: no such file or folder")
    stamp = replace(capture(arguments.path), entry=None, argv=(), python=None)
    wrong = fault(stamp) if arguments.strict else None
    if wrong:
        print(f"mlhygiene: {wrong}", file=sys.stderr)
        return Exit.FINDINGS if isinstance(wrong, Dirty) else Exit.UNJUDGED
    _write(_told(stamp, arguments.format), arguments.output)
    if stamp.commit is None:
        print(f"mlhygiene: no commit names this code: {stamp.reason}", file=sys.stderr)
        return Exit.UNJUDGED
    return Exit.CLEAN


def _told(stamp: Stamp, form: str) -> str:
    if form == "json":
        from json import dumps  # people do without

        return dumps(stamp.document(), indent=2) + "\n"
    if form == "env":
        lines, left = formats.env(stamp)
        if left:
            print(f"mlhygiene: note: left out, as they would need quotes: {', '.join(left)}", file=sys.stderr)
    elif form == "oci":
        lines = list(formats.oci(stamp))
        if stamp.dirty:
            print("mlhygiene: note: the files are not as that revision has them (see --strict)", file=sys.stderr)
    else:
        pairs = list(formats.text(stamp))
        wide = max(len(name) for name, _ in pairs) + 2
        lines = [printable(f"{name:{wide}}{text}") for name, text in pairs]
    return "".join(f"{line}\n" for line in lines)


def _write(text: str, name: str | None) -> None:
    if name is None:
        from mlhygiene.cli.session import speak_utf8  # as it is written to a file

        speak_utf8()
        sys.stdout.write(text)
        return
    from mlhygiene import files  # only who wants a file

    files.report(name, [text.encode("utf-8", "backslashreplace")])
