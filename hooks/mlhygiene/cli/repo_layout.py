"""`mlhygiene hook repo-layout`: the layout that a commit or a push leaves; silent when all is well.

What was there before, a commit or a push is not blamed for: `mlhygiene lint` tells all of it.
"""

from __future__ import annotations

import os
import re
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository
from mlhygiene.git.changed import changed
from mlhygiene.hooks import HOOKS
from mlhygiene.model import Exit, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from mlhygiene.clone import Clone
    from mlhygiene.config import Config
    from mlhygiene.git.pushes import Push, There
    from mlhygiene.report import Report
    from mlhygiene.rule import Finding
    from mlhygiene.tree import Tree

# What decides of other files. Of any other, it counts only that it comes or goes.
DECIDING = (
    *(b".gitignore", b".gitattributes", b".vhignore", b"pyproject.toml", b"mlhygiene.toml"),
    *(b".gitmodules", b".lfsconfig"),
)
LAYOUT = HOOKS["repo-layout"].selectors
COMES, GOES = ("MLH604",), ("MLH606",)
# Of pre-push: the remote's name, and its address.
REMOTE = 2
# By what git tells a hook which index it commits.
INDEX = "GIT_INDEX_FILE"
# How git writes that a ref is deleted.
ZERO = re.compile(r"0{40}(?:0{24})?")


class Asked(NamedTuple):
    """A tree, the revision whose config counts (empty: the index), the trees that were there before, and the rules.

    `before` is asked where something was found: None says that nothing is new. `head` is called
    before anything is told, and says what of it is. `clone` is judged beside, where nobody is about to commit or
    to push.
    """

    tree: Tree
    revision: str = ""
    before: Callable[[], Sequence[Tree] | None] = tuple
    selectors: tuple[str, ...] = LAYOUT
    head: Callable[[Report], Report] = lambda report: report
    clone: Sequence[Clone] = ()


def run(argv: Sequence[str]) -> int:
    """Judge the trees that are at stake."""
    rest, config = list(argv), None
    while rest and rest[0].startswith("-"):
        option, equals, value = rest.pop(0).partition("=")
        if option != "--config":
            raise Refusal(f"{option}: no such option of repo-layout: there is --config FILE")
        config = value if equals else rest.pop(0) if rest else ""
    with Repository.find() as repository:
        return _all(repository, lambda coverage: _asked(repository, coverage, rest, os.environ), None, config)


def committed(repository: Repository, chosen: Config) -> Exit:
    """Judge what the next commit records, by a config that is read already."""
    return _all(repository, lambda coverage: _staged(repository, coverage), chosen)


def pushed(
    repository: Repository, there: There, push: Push, head: Callable[[Report], Report], chosen: Config | None = None
) -> Exit:
    """Judge what one ref of a push leads to, by the config that it has there, or by another."""
    return _all(repository, lambda _: _going(repository, there, push, head), chosen)


def _all(
    repository: Repository,
    ask: Callable[[Coverage], Iterator[Asked]],
    chosen: Config | None,
    config: str | None = None,
) -> Exit:
    """Judge each tree; the worst answer counts."""
    coverage, code = Coverage(), Exit.CLEAN
    for each in ask(coverage):
        from mlhygiene.cli.session import settings  # most commits change no layout

        code = max(code, _judged(repository, chosen or settings(repository, each.revision, config), each, coverage))
    if coverage.notes or coverage.gaps:
        from mlhygiene.cli.session import tell  # as above

        tell(coverage)
    return code


def _asked(
    repository: Repository, coverage: Coverage, rest: Sequence[str], environment: Mapping[str, str]
) -> Iterator[Asked]:
    """By whom, and for what: pre-commit and prek say in the environment what they are at."""
    base, head = environment.get("PRE_COMMIT_FROM_REF"), environment.get("PRE_COMMIT_TO_REF")
    branch, remote = environment.get("PRE_COMMIT_LOCAL_BRANCH"), environment.get("PRE_COMMIT_REMOTE_NAME")
    framework = environment.get("PRE_COMMIT") == "1"
    if framework and base and head:
        if not ZERO.fullmatch(head):
            yield from _pushed(repository, repository.commit(head), base, _there(remote))
    elif framework and branch and remote:
        yield from _pushed(repository, repository.commit(branch), None, _there(remote))
    elif len(rest) == REMOTE:
        yield from _by_git(repository, rest[0])
    elif rest:
        raise Refusal('repo-layout takes no names: a pre-push hook hands over "$@", and the push on standard input')
    elif repository.top is None:
        yield from _pushed(repository, repository.commit("HEAD"), None, None)
    else:
        yield from _staged(repository, coverage)


def _there(remote: str | None) -> There | None:
    from mlhygiene.git.pushes import there  # no commit needs it

    return there(remote) if remote else None


def _staged(repository: Repository, coverage: Coverage) -> Iterator[Asked]:
    """The index; where nothing is staged, and git is not about to commit, somebody wants to know all of it."""
    changes = list(changed(repository.at_top, repository.head or repository.empty_tree))
    if not changes and INDEX in os.environ:
        return
    letters = {letter for letter, _ in changes}
    deciding = not repository.head or repository.merged or any(path.endswith(DECIDING) for _, path in changes)
    if changes and not deciding and letters.isdisjoint("AD"):
        return
    from mlhygiene.scope import trees  # most commits change no layout

    before: Callable[[], Sequence[Tree] | None] = partial(trees.recorded, repository) if changes else tuple
    if deciding or not changes:
        clone: Sequence[Clone] = ()
        if not changes:
            from mlhygiene.scope import clones  # no commit changes what git's config says

            clone = clones.here(repository, os.environ)
        yield Asked(trees.index(repository, coverage), before=before, clone=clone)
        return
    added = [path for letter, path in changes if letter == "A"]
    if added:
        coming = trees.index(repository, coverage, added)
        # Most files that come are ignored by nothing: neither config nor rule needs to be read.
        if coming.state.ignored(added):
            yield Asked(coming, selectors=COMES)
    if "D" in letters:
        yield Asked(trees.index(repository, coverage), before=before, selectors=GOES)


def _pushed(
    repository: Repository,
    tip: str,
    known: str | None,
    other: There | None,
    head: Callable[[Report], Report] = lambda report: report,
) -> Iterator[Asked]:
    """What a ref leads to, beside what the other side has of it, on this branch or on any."""
    from mlhygiene.git.changed import between  # as above
    from mlhygiene.scope import trees  # as above

    there = known and repository.objects.info(f"{known}^{{commit}}")
    range_ = [tip, *([f"^{there.oid}"] if there else []), *(["--not", *other.has] if other else [])]
    # A bare repository that is asked about as a whole has no range.
    before: Callable[[], Sequence[Tree] | None] = partial(trees.below, repository, range_) if len(range_) > 1 else tuple
    selectors: tuple[str, ...] = LAYOUT
    if there:
        changes = list(between(repository.place, there.oid, tip))
        letters = {letter for letter, _ in changes}
        if not any(path.endswith(DECIDING) for _, path in changes):
            selectors = GOES if "D" in letters else ()
            added = [path for letter, path in changes if letter == "A"]
            coming = trees.revision(repository, tip, added)
            if added and coming.state.ignored(added):
                yield Asked(coming, tip, before, COMES, head)
    if selectors:
        yield Asked(trees.revision(repository, tip), tip, before, selectors, head)


def _by_git(repository: Repository, remote: str) -> Iterator[Asked]:
    """The refs of a push. One that is deleted, or that leads to no commit, has no layout."""
    from mlhygiene.cli.given import refs as given  # only git's own pre-push hook hands them over
    from mlhygiene.cli.heading import heading  # as above
    from mlhygiene.git.pushes import there  # as above

    refs = given()
    for push in refs:
        info = None if push.deletes else repository.objects.info(f"{push.oid}^{{commit}}")
        if info is not None:
            yield from _going(repository, there(remote), push._replace(oid=info.oid), heading(push, refs))


def _going(repository: Repository, there: There, push: Push, head: Callable[[Report], Report]) -> Iterator[Asked]:
    """One ref that leads to a commit."""
    from mlhygiene.git import pushes  # as above

    yield from _pushed(repository, push.oid, pushes.base(repository, push, there), there, head)


def _judged(repository: Repository, chosen: Config, asked: Asked, coverage: Coverage) -> Exit:
    from mlhygiene.cli.session import colored, ignores, judged  # as above

    rules = chosen.rules(among=asked.selectors)
    aside = ignores(repository, asked.revision, chosen)
    report = judged("tree", [asked.tree, *asked.clone], rules, aside, coverage)
    if report.findings:
        from mlhygiene.cli.worse import worse  # only what was found is compared

        def known(tree: Tree) -> Sequence[Finding]:
            return judged("tree", [tree], rules, aside, Coverage()).findings

        report = replace(report, findings=worse(report.findings, asked.before(), known))
    if report.findings:
        from mlhygiene.report import text  # only what was found is told

        print(text.findings(asked.head(report), color=colored()), end="")
    return report.exit
