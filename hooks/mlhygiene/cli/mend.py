"""`mlhygiene mend`: clean versions of what a plan of `audit --plan` names, for a history that is rewritten."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from mlhygiene import files
from mlhygiene.audit.plan_files import unescape
from mlhygiene.cli.mending import FAMILIES, Erasing, Mending, is_notebook, put_aside
from mlhygiene.cli.session import settings
from mlhygiene.cli.stripping import chosen
from mlhygiene.git import Repository, entries, history
from mlhygiene.git.repository import OID
from mlhygiene.model import Exit, Refusal, shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Mapping

COLUMNS = 3
MEND = """\
take secrets, and what `mlhygiene strip` takes, out of contents that git holds

A plan of `mlhygiene audit --plan` calls this; nothing else needs it. With --output no content
is changed: clean versions are put into a file, by the ids of what they stand for, and
git-filter-repo takes them from there. A secret becomes `REMOVED`; what its own line sets
aside stays. What cannot be mended, a binary above all, is named, and the exit code is 2.
"""


def declare(parser: ArgumentParser) -> None:
    parser.description = MEND
    parser.add_argument(
        "--list", metavar="FILE", dest="listed", help="blobs, rules and paths, a line for each: `OID CODE PATH`"
    )
    parser.add_argument("--notebooks", action="store_true", help="strip every notebook, as MLH301 is set")
    where = parser.add_mutually_exclusive_group(required=True)
    parser.add_argument("--messages", action="store_true", help="with --output: take secrets out of commits' messages")
    where.add_argument("--output", metavar="FILE", help="put clean versions of every commit's contents into a zip file")
    where.add_argument("--worktree", action="store_true", help="mend the files of the worktree that are in the index")
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    """Mend, and say how much."""
    if arguments.folder is not None:
        _enter(arguments.folder)
    erase = _listed(arguments.listed) if arguments.listed else dict[str, Erasing]()
    if not (arguments.listed or arguments.notebooks or arguments.messages):
        raise Refusal("nothing to mend: give --list FILE, --notebooks or --messages")
    with Repository.find() as repository:
        # A bare repository has no index to speak of.
        revision = "" if arguments.worktree else "HEAD"
        stripping = chosen(settings(repository, revision)) if arguments.notebooks else None
        mending = Mending(erase, stripping)
        if arguments.worktree:
            _worktree(repository, mending)
            what = "file"
        else:
            put_aside(
                arguments.output,
                repository,
                mending,
                _names(repository, erase, notebooks=arguments.notebooks),
                messages=arguments.messages,
            )
            what = "version"
    for line in mending.left:
        print(f"mlhygiene: {line}", file=sys.stderr)
    number = mending.done
    print(f"mlhygiene: {number:,} {what if number == 1 else what + 's'} mended", file=sys.stderr)
    return Exit.UNJUDGED if mending.failed else Exit.CLEAN


def _enter(folder: str) -> None:
    try:
        os.chdir(folder)
    except OSError as error:
        raise Refusal(f"-C {folder}: {error.strerror}") from None


def _listed(name: str) -> Mapping[str, Erasing]:
    """What is to go of each blob of a list."""
    listed = dict[str, Erasing]()
    for number, line in enumerate(files.read(name).content.split(b"\n"), 1):
        if not line.strip() or line.startswith(b"#"):
            continue
        fields = line.rstrip(b"\r").split(b" ", 2)
        oid, code = (field.decode("ascii", "replace") for field in (*fields, b"")[:2])
        if len(fields) < COLUMNS or not OID.fullmatch(oid) or code not in FAMILIES:
            raise Refusal(f"{name}:{number}: write `OID CODE PATH`, as the plan has it; codes: {', '.join(FAMILIES)}")
        each = listed.setdefault(oid, Erasing(set(), set()))
        each.paths.add(unescape(fields[2]))
        each.families.add(FAMILIES[code])
    return listed


def _names(repository: Repository, erase: Mapping[str, Erasing], *, notebooks: bool) -> dict[str, set[bytes]]:
    """Every blob that is to be looked at, with its paths."""
    names = {oid: set(each.paths) for oid, each in erase.items()}
    if notebooks:
        with history.history(repository.place) as arriving:
            for commit in history.commits(arriving):
                for change in commit.changes:
                    if change.new and not change.link and is_notebook(change.path):
                        names.setdefault(change.new.decode(), set()).add(change.path)
    return names


def _worktree(repository: Repository, mending: Mending) -> None:
    """Mend the files that stand at a listed path, and the notebooks."""
    if repository.top is None:
        raise Refusal("--worktree: there is none here: run this in a clone that is not bare")
    listed = dict[bytes, Erasing]()
    for each in mending.erase.values():
        for path in each.paths:
            listed.setdefault(path, Erasing({path}, set())).families.update(each.families)
    for entry in entries.index(repository.at_top):
        wanted = entry.path in listed or (mending.stripping and is_notebook(entry.path))
        name = os.path.join(repository.top, os.fsdecode(entry.path))
        if entry.mode == entries.LINK or not wanted or not os.path.isfile(name):
            continue
        file = files.read(name)
        clean = mending.of(file.content, {entry.path}, listed.get(entry.path))
        if clean is not None and clean != file.content:
            files.replace(file, clean)
            mending.done += 1
            print(f"mlhygiene: mended {shown(entry.path)}", file=sys.stderr)
