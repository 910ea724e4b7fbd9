r"""`mlhygiene bump`: the next version, as a tag.

JSON, schema `mlhygiene.bump/1`: `{"schema", "from" (the highest version tag that HEAD has, or
null), "commit", "suggested": {"part" (null where nothing has changed), "why", "kinds": {kind:
commits}}, "part" (null without one, and of a pre-release that goes on), "tag" (null where there
is nothing to release), "made", "signed", "pushed" (the remote, or null), "notes": [line, …]}`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.branches.semver import Part
from mlhygiene.branches.versions import Versions, checked
from mlhygiene.cli import answers, readers
from mlhygiene.cli.session import settings
from mlhygiene.git import Repository, remote, tagging
from mlhygiene.model import Exit, Refusal, printable
from mlhygiene.provenance import bumping

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from mlhygiene.git.worktree import Worktree
    from mlhygiene.provenance.bumping import Next, Standing

HELP = """\
make the next version: an annotated tag by SemVer, from the highest version that HEAD has

For a model: major where its interface or its outputs break, minor where it can do more, patch
for the rest. Without a part, what the commits since the last version suggest is told, and
nothing is made. Nothing is pushed, and no remote is asked, without --push.

examples:
  mlhygiene bump                       what would come next, and why
  mlhygiene bump minor                 v1.2.3 -> v1.3.0
  mlhygiene bump minor --pre rc        v1.2.3 -> v1.3.0-rc.1
  mlhygiene bump prerelease            v1.3.0-rc.1 -> v1.3.0-rc.2
  mlhygiene bump patch --push          and push this one tag
  mlhygiene bump minor --prefix ranker/v --dry-run
"""
PARTS = ("patch", "minor", "major", "prerelease")
SHORT = 7


class Made(NamedTuple):
    """What became of a version."""

    made: bool = False
    signed: bool = False
    pushed: str | None = None


def declare(parser: ArgumentParser) -> None:
    parser.description = HELP
    parser.add_argument(
        "part",
        nargs="?",
        choices=PARTS,
        metavar="PART",
        help=f"{', '.join(PARTS)}; without one, what would come next is told",
    )
    how = parser.add_argument_group("the tag")
    how.add_argument("--pre", choices=bumping.LABELS, help="a pre-release towards it (default of prerelease: rc)")
    how.add_argument("--prefix", metavar="P", help="before the number (default: `versions.prefix` of the config, or v)")
    how.add_argument("--message", metavar="TEXT", help="what the tag says (default: what has come since)")
    how.add_argument("--sign", action="store_true", help="sign it, as `tag.gpgSign` does for every tag")
    how.add_argument("--detached", action="store_true", help="also where HEAD is on no branch, as in CI")
    how.add_argument("--dry-run", action="store_true", help="tell what would be made, make nothing")
    how.add_argument(
        "--push",
        action="store_true",
        help="ask the remote, then push this one tag (a workflow that runs on every push runs on tags, too)",
    )
    how.add_argument("--remote", metavar="NAME", help="with --push: to this one (default: where the branch goes)")
    answers.declare(parser, ("text", "json"))
    parser.set_defaults(answer=run)


def run(arguments: Namespace) -> int:
    if arguments.part is None and (arguments.push or arguments.pre or arguments.message):
        raise Refusal("which part? patch, minor, major or prerelease; `mlhygiene bump` alone says which it would be")
    with Repository.find(arguments.folder) as repository:
        there = bumping.standing(repository, _prefix(repository, arguments))
        if arguments.part is None:
            return _suggest(repository, there, arguments)
        files = bumping.refuse_unready(repository, there, detached=arguments.detached)
        following = bumping.following(there, arguments.part, arguments.pre)
        bumping.refuse_taken(repository, there, following.name)
        notes = _standing_notes(repository, there)
        notes += _asked(repository, there, following.name, files, arguments)
        notes += readers.unlike(repository, following.name.removeprefix(there.prefix))
        made = Made() if arguments.dry_run else _make(repository, there, following, arguments)
    _tell(there, following, made, notes, arguments)
    return Exit.CLEAN


def _prefix(repository: Repository, arguments: Namespace) -> str | None:
    """What the caller says, or the team."""
    if arguments.prefix is not None:
        try:
            return checked(arguments.prefix)
        except ValueError as error:
            raise Refusal(f"--{error}") from None
    revision = "" if repository.top else repository.head or ""
    chosen: Versions = settings(repository, revision).shared.get("versions", Versions())
    return chosen.prefix


def _suggest(repository: Repository, there: Standing, arguments: Namespace) -> int:
    """Tell what would come next, and make nothing."""
    suggested = there.suggested
    # The first version is the same, whatever moves.
    part = suggested.part if there.base else Part.MINOR
    following = bumping.following(there, part, None) if part else None
    notes = _standing_notes(repository, there)
    if arguments.format == "json":
        answers.json(_document(there, following, Made(), notes))
        return Exit.CLEAN
    answers.notes(notes)
    if following is None:
        print(printable(f"{there.base.name if there.base else 'no version'}: nothing to release since"))
        return Exit.CLEAN
    was = there.base.name if there.base else "no version here"
    print(printable(f"{was} -> {following.name}  {part}: {following.why}"))
    if there.base and not there.base.version.major and suggested.part is Part.MAJOR:
        print("below 1.0.0 anything may change (SemVer 4): minor would do, too")
    print(f"nothing is made: `mlhygiene bump {part}` makes it")
    return Exit.CLEAN


def _standing_notes(repository: Repository, there: Standing) -> list[str]:
    """What the tags that there are say of any version."""
    higher = [f"{there.elsewhere} is higher, on a line that HEAD does not reach"] if there.elsewhere else []
    return [*higher, *readers.choked(repository, there.tags)]


def _asked(
    repository: Repository, there: Standing, name: str, files: Worktree | None, arguments: Namespace
) -> list[str]:
    """Ask the remote, with --push; notes say what was not asked, and what lies ahead of it."""
    notes = list[str]()
    if arguments.push:
        to = remote.chosen(repository, there.branch, arguments.remote)
        bumping.refuse_there(repository, there, name, to)
        if files and files.ahead:
            count = f"{files.ahead:,} {'commit is' if files.ahead == 1 else 'commits are'}"
            notes.append(f"{count} not on the upstream of {there.branch} yet: push the branch, too")
    elif remote.names(repository):
        notes.append(f"no remote was asked whether it has {name}, or newer commits: --push asks before it pushes")
    return notes


def _make(repository: Repository, there: Standing, following: Next, arguments: Namespace) -> Made:
    """The tag; with --push there and here, or not at all."""
    from mlhygiene.secrets.public import public  # a tag is for everybody

    name = following.name
    message = public(arguments.message or f"{name}\n\n{following.why}") + "\n"
    if not tagging.tag(repository, name, there.head, message, sign=arguments.sign):
        raise Refusal(f"{name} was made by somebody else just now: bump again if there is more to release")
    found = tagging.standing(repository, name)
    to = None
    if arguments.push:
        to = remote.chosen(repository, there.branch, arguments.remote)
        try:
            remote.push(repository, to, name)
        except Refusal as refusal:
            tagging.remove(repository, name)
            print(getattr(refusal, "said", ""), file=sys.stderr)
            raise Refusal(f"{refusal}: nothing is left here either") from None
    return Made(made=True, signed=found is not None and found.signed, pushed=to)


def _tell(there: Standing, following: Next, made: Made, notes: list[str], arguments: Namespace) -> None:
    if arguments.format == "json":
        answers.json(_document(there, following, made, notes))
        return
    answers.notes(notes)
    did = "would be" if not made.made else "signed, and" if made.signed else "is"
    where = f"{following.name} {did} at {there.head[:SHORT]}  {following.why}"
    print(printable(where))
    if made.pushed:
        print(printable(f"pushed to {made.pushed}"))
    elif made.made:
        print(printable(f"`git push {arguments.remote or remote.ORIGIN} refs/tags/{following.name}` shares it"))


def _document(there: Standing, following: Next | None, made: Made, notes: list[str]) -> dict[str, object]:
    """See the top of this module."""
    suggested = there.suggested
    return {
        "schema": "mlhygiene.bump/1",
        "from": there.base.name if there.base else None,
        "commit": there.head,
        "suggested": {"part": suggested.part, "why": suggested.why, "kinds": dict(suggested.kinds)},
        "part": following.part if following else None,
        "tag": following.name if following else None,
        "made": made.made,
        "signed": made.signed,
        "pushed": made.pushed,
        "notes": notes,
    }
