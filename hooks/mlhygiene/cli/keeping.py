"""What `mlhygiene run` keeps of a run: before it the record and the snapshot, after it the tag and the result."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from time import time
from typing import TYPE_CHECKING

from mlhygiene import files
from mlhygiene.cli import results, snapshots
from mlhygiene.git import Repository
from mlhygiene.model import Refusal, printable, shown
from mlhygiene.provenance import runs
from mlhygiene.provenance.policy import Mode
from mlhygiene.provenance.stamp import State

if TYPE_CHECKING:
    from argparse import Namespace

    from mlhygiene.cli.results import Results
    from mlhygiene.provenance.policy import Policy
    from mlhygiene.provenance.runs import Run

SHORT = 7
# Where there is no repository that a snapshot, a tag or a result could go to.
NONE = {State.NO_GIT, State.NO_REPOSITORY, State.OTHER_OWNER, State.ERROR}


@dataclass(frozen=True)
class Kept:
    """A run that begins: where its record is, if anywhere, and the results that are expected of it."""

    run: Run
    folder: str | None
    record: str | None
    content: bytes
    results: Results | None

    @property
    def where(self) -> str:
        snapshot = f", with a snapshot over {(self.run.stamp.commit or 'nothing')[:SHORT]}" if self.run.snapshot else ""
        return f"{snapshot}, recorded in {shown(os.fsencode(self.record))}" if self.record else snapshot


def before(run: Run, arguments: Namespace, policy: Policy) -> Kept | None:
    """Keep what has to be kept before the command starts; None where that must not be, as has been told."""
    repository = _repository(run, arguments)
    if repository is None:
        if not arguments.output:
            _say("warning: no record is kept outside of a repository: name one with --output FILE")
        content = _written(run, arguments.output) if arguments.output else b""
        return Kept(run, None, arguments.output, content, None)
    with repository:
        wanted = results.expected(repository, arguments.record) if arguments.record else None
        if arguments.tag:
            from mlhygiene.cli import run_tags  # few runs matter so much

            run_tags.refuse_taken(repository, run, arguments)
        if arguments.snapshot:
            found = snapshots.snapshot(repository, run, policy)
            if found is None:
                return None
            run = found
        record, content = _recorded(run, repository, arguments.output, policy)
        return Kept(run, repository.top or repository.git_folder, record, content, wanted)


def after(kept: Kept, arguments: Namespace, code: int) -> None:
    """Tag the commit that ran, close the commit that waits for its result; of a run that failed, neither."""
    _finish(kept, code)
    asked = [name for name, wanted in (("--tag", arguments.tag), ("--record", arguments.record)) if wanted]
    if code and asked:
        hint = "; what became of it, say yourself: mlhygiene exp record --status 'failed: why'" * bool(arguments.record)
        _say(f"the command failed with {code}: nothing for {' and '.join(asked)}{hint}")
        return
    if not asked or kept.folder is None:
        return
    with Repository.find(kept.folder) as repository:
        if kept.results:
            _say(results.record(repository, kept.results, kept.run))
        if arguments.tag:
            from mlhygiene.cli import run_tags  # as above

            _say(run_tags.tag(repository, kept.run, arguments))


def _repository(run: Run, arguments: Namespace) -> Repository | None:
    """The repository of the code; None where there is none, unless something is to be kept in it."""
    asked = [name for name in ("snapshot", "tag", "record") if getattr(arguments, name)]
    if run.stamp.state in NONE or run.stamp.state in {State.ENVIRONMENT, State.BAKED, State.ARCHIVE}:
        if asked:
            raise Refusal(f"--{asked[0]}: there is no repository to keep it in: {run.stamp.reason}")
        return None
    return Repository.find(os.getcwd())


def _recorded(run: Run, repository: Repository, asked: str | None, policy: Policy) -> tuple[str | None, bytes]:
    """Write the record where it was asked for, or beside the repository's own files; its name, and what it says."""
    folder = os.path.join(repository.common_folder, runs.FOLDER)
    name = asked or os.path.join(folder, f"{run.id}.json")
    try:
        if not asked:
            _make(folder)
        return name, _written(run, name)
    except Refusal as refusal:
        if asked or policy.mode is Mode.STRICT:
            raise
        _say(f"warning: no record is kept: {refusal}: name a place with --output FILE")
        return None, b""


def _make(folder: str) -> None:
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise Refusal(f"{shown(os.fsencode(folder))}: cannot write: {error.strerror}") from None


def _written(run: Run, name: str, *, ended: float | None = None, code: int | None = None) -> bytes:
    """Write the record, all of it or nothing; what it says."""
    import json  # a dry run does without

    text = json.dumps(run.document(ended=ended, code=code), indent=2, ensure_ascii=False)
    content = f"{text}\n".encode("utf-8", "backslashreplace")
    files.report(name, [content])
    return content


def _finish(kept: Kept, code: int) -> None:
    """Have the record say how the run ended, unless somebody has made something else of it."""
    if kept.record is None:
        return
    try:
        if files.read(kept.record).content == kept.content:
            _written(kept.run, kept.record, ended=time(), code=code)
    except Refusal as refusal:
        _say(f"warning: the record does not say how the run ended: {refusal}")


def _say(text: str) -> None:
    print(f"mlhygiene: {printable(text)}", file=sys.stderr)
