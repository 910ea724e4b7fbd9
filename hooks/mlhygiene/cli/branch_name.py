"""`mlhygiene hook branch-name`: the branch of a commit, a merge, a push or a build; silent when all is well.

git hands a push on standard input, and its remote in two arguments: a hook of git's own says
`mlhygiene hook branch-name "$@"`. pre-commit and prek tell of the first ref of a push alone.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.branches.scheme import Scheme
from mlhygiene.cli.session import colored, ignores, judged, settings, tell
from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository
from mlhygiene.git.refs import refs
from mlhygiene.hooks import HOOKS
from mlhygiene.model import Refusal
from mlhygiene.scope import branches as scope

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from mlhygiene.config import Config
    from mlhygiene.git.pushes import Push, There
    from mlhygiene.model import Exit, Subject
    from mlhygiene.report import Report

# Of pre-push: the remote's name, and its address.
REMOTE = 2


class Called(NamedTuple):
    """What the hook is called for: refs on their way to a remote, or None, and the config to use.

    `by_git` is true where git itself tells of the refs.
    """

    remote: str
    pushes: list[Push] | None
    config: str | None
    by_git: bool = False


def run(argv: Sequence[str]) -> int:
    """Judge the names that are at stake."""
    called = _called(argv, os.environ)
    coverage = Coverage()
    with Repository.find() as repository:
        chosen = settings(repository, "" if repository.top else "HEAD", called.config)
        return _judged(repository, chosen, _subjects(repository, coverage, called, chosen), coverage)


def committed(repository: Repository, chosen: Config) -> Exit:
    """Judge the branch of a commit, or of a merge, that is about to be made."""
    return _judged(repository, chosen, scope.current(repository, committing=True), Coverage())


def pushed(
    repository: Repository,
    chosen: Config,
    there: There,
    pushes: Sequence[Push],
    curtail: Callable[[Report], Report] = lambda report: report,
) -> Exit:
    """Judge the refs of a push, as git tells of them."""
    coverage = Coverage()
    subjects = scope.pushed(repository, coverage, pushes, there, _asked(chosen))
    return _judged(repository, chosen, subjects, coverage, curtail)


def _judged(
    repository: Repository,
    chosen: Config,
    subjects: Iterable[Subject],
    coverage: Coverage,
    curtail: Callable[[Report], Report] = lambda report: report,
) -> Exit:
    rules = chosen.rules(among=HOOKS["branch-name"].selectors)
    report = judged("branch", subjects, rules, ignores(repository, "" if repository.top else "HEAD", chosen), coverage)
    if report.findings:
        from mlhygiene.report import text  # only what was found is told

        print(text.findings(curtail(report), color=colored()), end="")
    tell(coverage)
    return report.exit


def _called(argv: Sequence[str], environment: Mapping[str, str]) -> Called:
    """By whom, and for what: pre-commit and prek say in the environment what they are at."""
    rest, config = list(argv), None
    while rest and rest[0].startswith("-"):
        option, equals, value = rest.pop(0).partition("=")
        if option == "--":
            break
        if option != "--config":
            raise Refusal(f"{option}: no such option of branch-name: there is --config FILE")
        config = value if equals else rest.pop(0) if rest else ""
    if environment.get("PRE_COMMIT") == "1":
        remote = environment.get("PRE_COMMIT_REMOTE_NAME", "")
        return Called(remote, list(of_framework(environment)) or None, config)
    if len(rest) == REMOTE:
        from mlhygiene.cli.given import refs as given  # only git's own pre-push hook hands them over

        return Called(rest[0], given(), config, by_git=True)
    if rest:
        raise Refusal('branch-name takes no names: a pre-push hook hands over "$@", and the push on standard input')
    return Called("", None, config)


def of_framework(environment: Mapping[str, str]) -> Iterator[Push]:
    """The one ref that a framework tells of."""
    source, target = environment.get("PRE_COMMIT_LOCAL_BRANCH"), environment.get("PRE_COMMIT_REMOTE_BRANCH")
    if source and target:
        from mlhygiene.git.pushes import Push  # no commit needs it

        yield Push(source, environment.get("PRE_COMMIT_TO_REF", ""), target, environment.get("PRE_COMMIT_FROM_REF"))


def _subjects(repository: Repository, coverage: Coverage, called: Called, chosen: Config) -> Iterator[Subject]:
    if called.pushes is not None:
        from mlhygiene.git.pushes import there  # as above

        pushes = [each if called.by_git else known(repository, called.remote, each) for each in called.pushes]
        yield from scope.pushed(repository, coverage, pushes, there(called.remote), _asked(chosen))
        return
    committing = "GIT_INDEX_FILE" in os.environ  # git says so to every hook of a commit
    if not committing:
        from mlhygiene.ci import build  # no commit needs it

        if found := build(os.environ):
            if not found.branch and not found.tag:
                coverage.note(f"{found.service} does not say which branch it builds: no name was judged")
            yield from scope.built(repository, found)
            return
    yield from scope.current(repository, committing=committing)


def known(repository: Repository, remote: str, push: Push) -> Push:
    """A push as git would tell of it, of what a framework tells.

    A framework leaves out what the remote has where that is new, and hands over where its
    branches end instead; it leaves out the commit where the push brings a first one.
    """
    if push.deletes:
        return push
    oid = repository.commit(push.oid or push.source)
    followed = push.branch and repository.objects.info(f"refs/remotes/{remote}/{push.branch}^{{commit}}")
    if followed:
        return push._replace(oid=oid, known=push.known or followed.oid)
    # Of an address no branch is followed here: what is handed over is what it has.
    address = push.known and not refs(repository.place, [f"refs/remotes/{remote}/"])
    return push._replace(oid=oid, known=push.known if address else None)


def _asked(chosen: Config) -> scope.Asked:
    scheme = chosen.shared.get("branches", Scheme())
    signatures = bool(chosen.options.get("unsigned-commit", {}).get("required"))
    return scope.Asked(merges=bool(scheme.flow), signatures=signatures)
