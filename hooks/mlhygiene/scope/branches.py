"""Scopes over names: the branch that is worked on, what a push or a CI brings to which name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlhygiene.git import entries
from mlhygiene.git.refs import branches, refs
from mlhygiene.git.standing import merge_message, merging, standing
from mlhygiene.model import Commit
from mlhygiene.record import Branch, Doing, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlhygiene.ci import Build
    from mlhygiene.coverage import Coverage
    from mlhygiene.git.pushes import Push, There
    from mlhygiene.git.refs import Ref
    from mlhygiene.git.repository import Repository
    from mlhygiene.model import Subject


@dataclass(frozen=True)
class Asked:
    """What of the commits of a push is judged: nothing is read that no rule wants."""

    merges: bool = False
    signatures: bool = False


def current(repository: Repository, *, committing: bool) -> Iterator[Subject]:
    """The branch that is checked out, and the merge that is under way.

    None of it while HEAD is detached, or a rebase, an am or a bisect is at work: the
    commits that those make were judged before, and their branch is pushed later.
    """
    where = standing(repository)
    if where.branch is None or where.underway:
        return
    known = refs(repository.place)
    brought = _brought(repository, known) if repository.merged else ()
    doing = Doing.MERGE if brought else Doing.COMMIT
    if not committing and not brought and _is_idle(repository):
        doing = Doing.REVIEW
    yield Branch(where.branch, doing, brought, branches(known), unborn=where.unborn)


def named(repository: Repository, name: str, target: str | None = None) -> Iterator[Subject]:
    """A branch that is proposed, by a name that the caller or a CI knows, and where to."""
    others = branches(refs(repository.place))
    yield Branch(name, Doing.REVIEW, others=others)
    if target:
        yield Branch(target, Doing.REVIEW, (name,), others)


def built(repository: Repository, build: Build, revision: str = "") -> Iterator[Subject]:
    """What a CI builds. A merge queue's branch is nobody's name, and was judged as a pull request."""
    if build.queue:
        return
    if build.tag:
        yield tag(repository, build.tag, revision)
    elif build.branch:
        yield from named(repository, build.branch, build.target)


def pushed(
    repository: Repository, coverage: Coverage, push: Iterable[Push], there: There, asked: Asked
) -> Iterator[Subject]:
    """Each ref of a push: its name here and there, the commits that it takes there."""
    others = branches(refs(repository.place))
    for each in push:
        if each.tag and not each.deletes:
            yield tag(repository, each.tag, _commit(repository, each.oid))
        elif each.branch:
            yield from _branch(repository, each, there, others, asked)
            if not each.deletes:
                yield from _commits(repository, coverage, each, there, asked)


def tag(repository: Repository, name: str, revision: str = "") -> Tag:
    """A tag, and the tool that takes it for a version, as the config of the build says there."""
    from mlhygiene.branches import tags  # its patterns wait for a tag

    tool = tags.reader(repository.file("pyproject.toml", revision) or b"")
    if tool is None or not tags.breaks(tool, name):
        return Tag(name)
    return Tag(name, f"pyproject.toml ({tool.requirement})", tool.setting)


def _brought(repository: Repository, known: Iterable[Ref]) -> tuple[str, ...]:
    from mlhygiene.branches.merges import told  # its patterns wait for a merge

    return merging(repository, known, told(merge_message(repository)).sources)


def _is_idle(repository: Repository) -> bool:
    """Whether a commit would record nothing: somebody runs the hooks by hand."""
    return repository.top is None or (repository.head is not None and entries.is_as(repository.at_top, repository.head))


def _branch(
    repository: Repository, push: Push, there: There, others: frozenset[str], asked: Asked
) -> Iterator[Subject]:
    from mlhygiene.git import pushes  # no commit needs it

    name = push.branch or ""
    if push.deletes:
        yield Branch(name, Doing.PUSH, remote=True, undone="deleted")
        return
    if push.local and push.local != name:
        yield Branch(push.local, Doing.PUSH, others=others)
    rewritten = pushes.is_rewritten(repository, push)
    yield Branch(
        name,
        Doing.PUSH,
        _moved_to(repository, push) if asked.merges and push.known and not rewritten else (),
        others=others,
        remote=True,
        pushing=(there.remote, push.source) if there.remote is not None else None,
        # A branch that is new there has to begin with something.
        straight=() if push.known is None or rewritten else pushes.straight(repository, push, there),
        undone="rewritten" if rewritten else None,
    )


def _moved_to(repository: Repository, push: Push) -> tuple[str, ...]:
    """The branches that a push moves another ahead to: those that hold the newest commit of its line.

    git runs no hook for a merge that only moves a branch ahead, and no commit tells of it.
    Merges that were made on the branch are its own, whoever has started from them since, and
    hide nothing that came before.
    """
    from mlhygiene.git import pushes, records  # as above

    line = records.records(repository.objects, iter(pushes.line(repository, push)))
    foreign = (oid for oid, each in line if not each.merge or each.target not in {None, push.branch})
    newest = next(foreign, None)
    if newest is None:
        return ()
    return tuple(sorted(branches(refs(repository.place, contains=newest)) - {push.branch or ""}))


def _commits(repository: Repository, coverage: Coverage, push: Push, there: There, asked: Asked) -> Iterator[Subject]:
    """The commits that are asked for: merges alone, or all to see who has signed.

    A merge that does not say where it was made was made on the branch, if it is of its own line.
    """
    if not asked.merges and not asked.signatures:
        return
    from mlhygiene.git import pushes, records  # as above

    options = () if asked.signatures else ("--merges",)
    oids = pushes.added(repository, push, there, *options)
    own = set(pushes.added(repository, push, there, "--merges", "--first-parent")) if asked.merges else set[str]()
    for oid, record in records.records(repository.objects, oids):
        coverage.commits += 1
        yield Commit(oid, record=replace(record, target=record.target or (push.branch if oid in own else None)))


def _commit(repository: Repository, oid: str) -> str:
    """The commit of a tag; of one that names something else, nothing."""
    info = repository.objects.info(f"{oid}^{{commit}}")
    return info.oid if info else ""
