"""`mlhygiene exp prune`: branches of experiments that are merged go, and tags keep their commits."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.branches.scheme import Scheme
from mlhygiene.cli.session import settings
from mlhygiene.columns import width
from mlhygiene.experiments import pruning
from mlhygiene.experiments.pruning import MERGED, Facts, Verdict
from mlhygiene.git import GitError, Repository, integrated, removing
from mlhygiene.git.refs import HEADS, REMOTES, TAGS, refs
from mlhygiene.git.standing import busy
from mlhygiene.model import Exit, Refusal, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from mlhygiene.git.refs import Ref

ORIGIN = "origin"
HELP = """\
take away branches of experiments that are merged; without --apply, only say which

A branch is merged where the default branch reaches it, where each of its commits has its like
there (a rebase, a cherry-pick), or where one commit there is the whole of it (a squash merge).
A tag archive/exp/<name> keeps its commits first, so that the logbook keeps its experiments.
Branches that are checked out, protected, called baseline, without a commit of their own, or
with commits that no remote has, stay.

examples:
  mlhygiene exp prune                             what would go, and what stays, and why
  mlhygiene exp prune --apply                     make the tags, take the branches away
  mlhygiene exp prune --remote --apply            on the remote, too: the tags are pushed first
  mlhygiene exp prune --into develop              merged into develop
"""


def declare(parser: ArgumentParser) -> None:
    parser.add_argument("--apply", action="store_true", help="do it")
    parser.add_argument("--into", metavar="BRANCH", help="the branch to be merged into (default: the default branch)")
    parser.add_argument("--remote", nargs="?", const=ORIGIN, metavar="NAME", help="its branches, too (default: origin)")
    parser.add_argument(
        "--no-archive", action="store_false", dest="archive", help="make no tags: what is not merged as it is stays"
    )
    parser.add_argument("--config", metavar="FILE", help="instead of the config in the index")
    parser.add_argument("-C", metavar="DIR", dest="folder", help="run as if started in DIR")


def run(arguments: Namespace) -> int:
    """Say what is merged, and take it away where that is asked for."""
    with Repository.find(arguments.folder) as repository:
        chosen = settings(repository, "" if repository.top else "HEAD", arguments.config)
        scheme: Scheme = chosen.shared.get("branches", Scheme())
        known = refs(repository.place)
        target = _target(repository, known, arguments)
        facts = list(_facts(repository, known, target, scheme, arguments.remote))
        found = (pruning.judge(each, scheme, target.name, archiving=arguments.archive) for each in facts)
        verdicts = [each for each in found if each]
        if arguments.archive:
            tags = {ref.short: ref.commit for ref in refs(repository.place, (TAGS,))}
            verdicts = pruning.archived(verdicts, tags)
        _tell(verdicts, target.name, len(facts))
        going = [each for each in verdicts if each.goes]
        if not arguments.apply:
            if going:
                print(f"\nnothing is done yet; this does it:\n    {_command(arguments)}")
            return Exit.CLEAN
        failed = [each for each in going if not _done(repository, each)]
        print(f"\n{len(going) - len(failed):,} of {len(going):,} taken away")
        return Exit.UNJUDGED if failed else Exit.CLEAN


class Target(NamedTuple):
    """The branch that work is merged into, and the commits where it stands: anywhere, and on the remote."""

    name: str
    tips: list[str]
    there: list[str]


def _target(repository: Repository, known: Sequence[Ref], arguments: Namespace) -> Target:
    remote: str | None = arguments.remote
    name: str | None = arguments.into or integrated.default(repository, known)
    if name is None:
        raise Refusal("no default branch is known here: name the branch that work is merged into (--into BRANCH)")
    stands = _standing(known, name, remote or ORIGIN)
    there = [ref.oid for ref in known if remote and ref.name == f"{REMOTES}{remote}/{name}"]
    return Target(name, list(dict.fromkeys(ref.oid for ref in stands)), there)


def _standing(known: Sequence[Ref], name: str, remote: str) -> list[Ref]:
    """The branch of this clone and the one that it follows, or else a remote's: a fork's own `main` says nothing."""
    here = next((ref for ref in known if ref.name == f"{HEADS}{name}"), None)
    its = f"{REMOTES}{remote}/{name}"
    wanted = {here.name, here.upstream or its} if here else {f"{REMOTES}{name}", its}
    stands = [ref for ref in known if ref.name in wanted]
    stands = stands or [ref for ref in known if ref.branch == name]
    if not stands:
        raise Refusal(f"{name}: no such branch, here or on a remote: name another (--into BRANCH)")
    if len(stands) > 1 and here is None:
        choice = " or ".join(printable(ref.short) for ref in stands)
        raise Refusal(f"{name}: several remotes have such a branch: name the one (--into {choice})")
    return stands


def _facts(
    repository: Repository, known: Sequence[Ref], target: Target, scheme: Scheme, remote: str | None
) -> Iterator[Facts]:
    """What is known of each branch of experiments, of this clone and of a remote where it is asked for."""
    if remote is not None and not any(ref.name.startswith(f"{REMOTES}{remote}/") for ref in known):
        raise Refusal(f"{remote}: no branch of such a remote is known here: fetch it first (`git fetch`)")
    here, there = (integrated.merged(repository.place, tips) for tips in (target.tips, target.there))
    equals = integrated.Equals(repository)
    shared = _Shared(repository, known)
    for ref in known:
        away = ref.name.startswith(REMOTES)
        name = ref.name.removeprefix(f"{REMOTES}{remote}/" if away else HEADS)
        if name == ref.name or ref.symbolic or not scheme.is_experiment(name):
            continue
        # What a remote loses, its own branch has to hold.
        tips, merged = (target.there, there) if away else (target.tips, here)
        how = MERGED if ref.name in merged else next(filter(None, (equals.how(ref.oid, tip) for tip in tips)), None)
        facts = Facts(name, ref.oid, how, remote if away else None)
        yield facts if away or how is None else shared.added(facts, ref)


class _Shared:
    """What is asked once of all branches of this clone."""

    def __init__(self, repository: Repository, known: Sequence[Ref]) -> None:
        self._place = repository.place
        self._busy = busy(repository)
        self._gone = integrated.gone(repository.place)
        self._remotes = any(ref.name.startswith(REMOTES) for ref in known)

    def added(self, facts: Facts, ref: Ref) -> Facts:
        """What keeps a branch of this clone from going."""
        safe = facts.how == MERGED or not self._remotes or ref.name in self._gone
        return facts._replace(
            worktree=ref.worktree,
            current=ref.current,
            busy=facts.name in self._busy,
            begun=facts.how == MERGED and integrated.begun(self._place, ref.name),
            alone=0 if safe else integrated.only_here(self._place, ref.oid),
        )


def _tell(verdicts: Sequence[Verdict], target: str, looked: int) -> None:
    """A table: branch, tip, why, what happens."""
    rows = [("branch", "tip", "why", "what happens"), *(map(_row, verdicts))] if verdicts else []
    widths = [max(width(row[column]) for row in rows) for column in range(4)] if rows else []
    for row in rows:
        cells = (text + " " * (size - width(text)) for text, size in zip(row, widths, strict=True))
        print("  ".join(cells).rstrip())
    rest = looked - len(verdicts)
    if not looked:
        print("no branch of experiments is known here")
    elif rest:
        print(f"{rest:,} branch{'es' * (rest != 1)} of experiments not merged into {printable(target)}")


def _row(verdict: Verdict) -> tuple[str, str, str, str]:
    facts = verdict.facts
    kept = f"tag {verdict.tag}" + " (there)" * verdict.tagged + ", then " if verdict.tag else ""
    what = f"{kept}goes" if verdict.goes else "stays"
    return printable(facts.short), facts.tip[:10], printable(verdict.why), printable(what)


def _command(arguments: Namespace) -> str:
    from mlhygiene.advice import word

    options = [f"--into {word(arguments.into)}"] if arguments.into else []
    options += [f"--remote {word(arguments.remote)}"] if arguments.remote else []
    options += ["--no-archive"] * (not arguments.archive)
    return " ".join(["mlhygiene exp prune", *options, "--apply"])


def _done(repository: Repository, verdict: Verdict) -> bool:
    """Take one away: its tag comes first, and nothing goes whose tag has not come about."""
    facts = verdict.facts
    try:
        if verdict.tag and not verdict.tagged:
            removing.archive(repository, verdict.tag, facts.tip, f"{facts.name}: {verdict.why}")
        if facts.remote is None:
            removing.remove(repository, facts.name, facts.tip)
            return True
        if verdict.tag:
            removing.push_tag(repository, facts.remote, verdict.tag)
        removing.remove_there(repository, facts.remote, facts.name, facts.tip)
    except GitError as error:
        print(f"mlhygiene: {printable(facts.short)} stays: {printable(str(error))}", file=sys.stderr)
        return False
    return True
