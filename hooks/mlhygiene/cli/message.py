"""`mlhygiene hook experiment-message`: what a commit is about to say, or what the commits of a push say."""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.cli.session import colored, ignores, judged, settings, tell
from mlhygiene.coverage import Coverage
from mlhygiene.git import Repository, records
from mlhygiene.git.settings import settings as git_settings
from mlhygiene.git.settings import version
from mlhygiene.hooks import HOOKS
from mlhygiene.messages.facts import facts
from mlhygiene.messages.stored import has_diff, stored
from mlhygiene.model import Commit, Exit, Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mlhygiene.config import Config
    from mlhygiene.messages.metrics import Metrics
    from mlhygiene.messages.stored import Facts
    from mlhygiene.record import Record
    from mlhygiene.report import Report

HOOK = HOOKS["experiment-message"]
EDITED, MERGING = "COMMIT_EDITMSG", "MERGE_MSG"


class Message(NamedTuple):
    """The file of a message, and the text that git will store of it."""

    path: str
    text: str
    diff: bool


def run(argv: Sequence[str]) -> int:
    """Judge a message, or those of a range; silent when all is well."""
    config, names = _arguments(argv)
    coverage = Coverage()
    with Repository.find() as repository:
        path = _path(repository, names)
        if path is None:
            return _pushed(repository, coverage, config)
        return pending(repository, path, config)


def pending(repository: Repository, path: str, config: str | None = None) -> int:
    """Judge the message of a commit that is about to be made."""
    message = _message(repository, path)
    if message is None:
        return Exit.CLEAN  # git gives up by itself, and says why
    chosen, coverage = settings(repository, "", config), Coverage(messages=1)
    record = records.pending(repository, message.text, _names(repository, chosen.shared.get("metrics")))
    rules = chosen.rules(among=HOOK.selectors)
    report = judged("message", [Commit(None, record=record)], rules, ignores(repository, "", chosen), coverage)
    _told(report)
    if report.exit is Exit.FINDINGS:
        print(_way_on(message))
    elif _is_open(record, chosen):
        print("mlhygiene: note: still open: close it with `mlhygiene exp record <metric>=<value>`", file=sys.stderr)
    return report.exit


def _arguments(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """The config that the caller names, and what git or the framework hands over."""
    first, *rest = argv or [""]
    option, has_value, value = first.partition("=")
    if option == "--config":
        return (value, rest) if has_value else ((rest or [""])[0], rest[1:])
    if first.startswith("--") and first != "--":
        raise Refusal(f"{shown(os.fsencode(first))}: no such option: there is --config FILE")
    return None, rest if first == "--" else list(argv)


def _path(repository: Repository, names: Sequence[str]) -> str | None:
    """The file of the message; None where commits are judged that are made already.

    At pre-push and by hand, frameworks hand over files of the repository. Where the user's
    `exclude` swallows the folder of git, they hand over none, and git's own variable tells
    that a commit is being made.
    """
    framework = os.environ.get("PRE_COMMIT") == "1"
    if any(os.environ.get(name) for name in ("PRE_COMMIT_TO_REF", "PRE_COMMIT_LOCAL_BRANCH")):
        return None
    if framework and (len(names) > 1 or any(repository.objects.info(f":./{name}") for name in names)):
        return None
    if len(names) > 1:
        raise Refusal(f"{len(names)} files: hand over one, the file of the message")
    if names:
        return names[0]
    if framework and "GIT_INDEX_FILE" not in os.environ:
        return None
    found = [os.path.join(repository.git_folder, name) for name in (EDITED, MERGING)[: 1 + bool(repository.merged)]]
    return max(found, key=_written)


def _written(path: str) -> int:
    """When a file was written. `git merge` writes a file of its own, `git commit` that concludes it another."""
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return 0


def _message(repository: Repository, path: str) -> Message | None:
    """What git is going to store of a file; None where it is going to give up."""
    content = _read(path, lambda why: Refusal(f"{shown(os.fsencode(path))}: cannot read the message: {why}"))
    told = known_facts(repository, merging=os.path.basename(path) == MERGING)
    text = stored(content, told)
    return None if text is None else Message(path, text, has_diff(content, told.comment or b"#"))


def known_facts(repository: Repository, *, merging: bool) -> Facts:
    """What git's config and its environment say of the message at hand. One process."""
    known = git_settings(repository.place)
    template = known.get("commit.template", "")
    return facts(
        known,
        os.environ,
        lambda: version(repository.place),
        template=_read(os.path.expanduser(template)) if template else b"",
        merging=merging,
    )


def _read(path: str, refused: Callable[[str], Refusal] | None = None) -> bytes:
    """A file's content; nothing, or a Refusal, where it cannot be read."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        if refused is None:
            return b""
        raise refused(error.strerror or "?") from None


def _names(repository: Repository, metrics: Metrics | None) -> Callable[[], Mapping[str, int]]:
    """The names of metrics in the logbook so far, for whoever has one to compare."""

    @cache
    def names() -> Mapping[str, int]:
        from mlhygiene.messages.metrics import Metrics  # with what history needs: most messages need none of it
        from mlhygiene.scope import messages

        heads = ["HEAD"] if repository.head else []
        return messages.names(repository.place, ["--all", *heads], metrics or Metrics())

    return names


def _pushed(repository: Repository, coverage: Coverage, config: str | None) -> int:
    """Judge the messages of the range that the framework names, or else the newest one."""
    from mlhygiene.cli.caller import Task, pushed  # as above
    from mlhygiene.scope import commits
    from mlhygiene.scope.messages import wanted

    todo = pushed(repository, coverage, None)
    if todo is None:
        tip = repository.commit("HEAD")
        coverage.note("no range was named (--from-ref, --to-ref): the newest commit alone is judged")
        todo = Task("between", tip, lambda wants: commits.one(repository, coverage, tip, wants()))
    chosen = settings(repository, todo.revision, config)
    rules = chosen.rules(among=HOOK.selectors)
    target = os.environ.get("PRE_COMMIT_REMOTE_BRANCH", "").removeprefix("refs/heads/") or None
    subjects = todo.subjects(
        lambda: wanted(rules, target=target, metrics=chosen.shared.get("metrics"), since=chosen.since)
    )
    report = judged(todo.scope, subjects, rules, ignores(repository, todo.revision, chosen), coverage)
    _told(report)
    return report.exit


def _told(report: Report) -> None:
    if report.findings or os.environ.get("PRE_COMMIT") == "1":
        from mlhygiene.report import render  # silent when all is well

        print(render(report, "text", color=colored()), end="")
    tell(report.coverage)


def _way_on(message: Message) -> str:
    """How to go on from a refusal: nothing that was typed is lost, since git keeps the file."""
    import shlex  # a refusal can wait

    here = os.environ.get("GIT_PREFIX") == "" and os.environ.get("PWD") == os.getcwd()
    path = shlex.quote(message.path if here else os.path.abspath(message.path))
    verbose = " -v" if message.diff else ""
    return (
        f"your text is kept: git commit{verbose} -e -F {path} (and -a, --amend or files, as before)\n"
        "`--no-verify` skips this once; a check of the push or of the pull request does not"
    )


def _is_open(record: Record, chosen: Config) -> bool:
    """Whether a result is still to come, on a branch where that is no finding."""
    if not record.subject.startswith("exp"):
        return False
    from mlhygiene.branches.scheme import Scheme  # what only an experiment needs
    from mlhygiene.messages.experiment import State
    from mlhygiene.messages.reading import read

    experiment = read(record.message).experiment
    scheme = chosen.shared.get("branches") or Scheme()
    pending = experiment is not None and experiment.state is State.PENDING
    return pending and not (record.target and scheme.protects(record.target))
