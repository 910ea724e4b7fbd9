"""A push, judged: every ref of it, its name there, and each file version and message that it brings."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mlhygiene import config
from mlhygiene.branches.scheme import Scheme
from mlhygiene.cli import branch_name, file_hook, repo_layout
from mlhygiene.cli.caller import Task
from mlhygiene.cli.curtailing import whole
from mlhygiene.cli.heading import heading
from mlhygiene.cli.session import settings, tell
from mlhygiene.config import Config
from mlhygiene.coverage import Coverage
from mlhygiene.git import pushes
from mlhygiene.hooks import HOOKS
from mlhygiene.model import Exit, Refusal
from mlhygiene.scope import commits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from mlhygiene.git import Repository
    from mlhygiene.git.pushes import Push, There
    from mlhygiene.model import Subject
    from mlhygiene.report import Report
    from mlhygiene.scope.messages import Wanted

SELECTORS = (*HOOKS["mlhygiene"].selectors, *HOOKS["experiment-message"].selectors)
# A kind of object that is no commit, and leads to one.
TAG = "tag"
# So many tips that were judged before are told to git.
RECENT = 100


def names(
    repository: Repository,
    there: There,
    refs: Sequence[Push],
    chosen: Config | None = None,
    curtail: Callable[[Report], Report] = whole,
) -> Exit:
    """Judge where the refs go."""
    chosen = chosen or settings(repository, "" if repository.top else "HEAD")
    return branch_name.pushed(repository, chosen, there, refs, curtail)


def contents(
    repository: Repository,
    there: There,
    refs: Sequence[Push],
    chosen: Config | None = None,
    curtail: Callable[[Report], Report] = whole,
) -> Iterator[Callable[[], Exit]]:
    """The ranges of a push, each to be judged with the config of its tip, or all with one that is `chosen`.

    What several refs bring is judged once, with the first of them that has the same config:
    a protected branch, then other branches, then tags. `curtail` says what of a report is told.
    """
    coverage = Coverage()
    arriving = list(_arriving(repository, there, refs, coverage))
    tell(coverage)
    if coverage.gaps:
        yield lambda: Exit.UNJUDGED
    config_of = _configs(repository, chosen)
    yield from _tags(repository, refs, config_of, curtail)
    judged: list[tuple[Config | None, list[str]]] = []
    for push in _ordered(arriving, config_of):
        own = config_of(push.oid)
        before = next((oids for known, oids in judged if own and known == own), list[str]())
        if push.oid not in before:
            head = heading(push, refs, curtail)
            yield partial(_told, _range(repository, there, push, own, before[-RECENT:]), head)
            yield partial(repo_layout.pushed, repository, there, push, head, own)
            judged += [] if before else [(own, before)]
            before.append(push.oid)


def _tags(
    repository: Repository,
    refs: Sequence[Push],
    config_of: Callable[[str], Config | None],
    curtail: Callable[[Report], Report],
) -> Iterator[Callable[[], Exit]]:
    """What annotated tags say. One may bring no commit, and its message is new all the same."""
    for push in refs:
        info = None if push.deletes else repository.objects.info(push.oid)
        if info is not None and info.kind == TAG:
            from mlhygiene.cli import tag_messages  # few pushes have one

            own = config_of(f"{push.oid}^{{commit}}") or Config()
            yield partial(_told, tag_messages.of_push(repository, push, own), heading(push, refs, curtail))


def _arriving(repository: Repository, there: There, refs: Sequence[Push], coverage: Coverage) -> Iterator[Push]:
    """The refs that take commits to the remote, tags followed to theirs."""
    found: list[Push] = []
    for push in refs:
        info = None if push.deletes else repository.objects.info(f"{push.oid}^{{commit}}")
        if info is not None:
            found.append(push._replace(oid=info.oid))
        elif not push.deletes:
            meant = "if that is meant, `git push --no-verify`" if push.source else "a tag of it is not judged here"
            coverage.gap(f"{push.source or push.target}: it leads to no commit: {meant}")
    # One ref shows by itself that it brings nothing.
    new = pushes.bringing(repository, found, there) if len(found) > 1 else {push.oid for push in found}
    return (push for push in found if push.oid in new)


def _ordered(refs: Sequence[Push], config_of: Callable[[str], Config | None]) -> list[Push]:
    """Those first that are judged the hardest."""
    if len(refs) == 1:
        return list(refs)

    def rank(push: Push) -> int:
        own = config_of(push.oid)
        scheme = (own and own.shared.get("branches")) or Scheme()
        return (0 if own is None or scheme.protects(push.branch) else 1) if push.branch else 2

    return sorted(refs, key=rank)


def _configs(repository: Repository, chosen: Config | None) -> Callable[[str], Config | None]:
    """The config of a commit, read once for all that have it; None of one that is broken, as its range tells."""
    read: dict[object, Config | None] = {}

    def of(commit: str) -> Config | None:
        if chosen:
            return chosen
        infos = repository.objects.infos([f"{commit}:{name}" for name in config.FILES])
        same = tuple(info and info.oid for info in infos)
        if same not in read:
            try:
                read[same] = settings(repository, commit)
            except Refusal:
                read[same] = None
        return read[same]

    return of


def _range(
    repository: Repository, there: There, push: Push, given: Config | None, before: Sequence[str]
) -> Callable[[], Report]:
    """The judgement of what one ref brings."""
    known = [push.known] if push.known and pushes.has(repository, push.known) else []

    def judge() -> Report:
        coverage = Coverage()
        chosen = given or settings(repository, push.oid)

        def subjects(wants: Callable[[], Wanted]) -> Iterator[Subject]:
            wanted = replace(wants(), known=[*known, *before])
            return commits.brought(repository, coverage, push.oid, there.has, wanted)

        todo = Task("between", push.oid, subjects, push.branch)
        return file_hook.reported(repository, todo, chosen, SELECTORS, coverage)

    return judge


def _told(judge: Callable[[], Report], head: Callable[[Report], Report]) -> Exit:
    """A judgement, below the name of its ref."""
    report = judge()
    file_hook.show(head(report))
    return report.exit
