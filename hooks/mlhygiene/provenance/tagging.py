"""A tag for a run that matters: `run/<id>` at the commit that ran, so that the run is found from the code."""

from __future__ import annotations

import os
import re
from typing import NamedTuple

from mlhygiene import urls
from mlhygiene.branches.naming import unfit
from mlhygiene.git import tagging
from mlhygiene.git.repository import Repository
from mlhygiene.model import Refusal, printable

FOLDER = "run/"
# Where `mlhygiene run --snapshot` keeps what no commit of a branch has.
SNAPSHOTS = "refs/mlhygiene/runs/"
# What a ref cannot hold, a shell would take for its own, or another system cannot keep.
ODD = re.compile(r"[^\w.+=@-]+|@(?=\{)|\.{2,}|^[.@+=-]+|\.+$")
RUN = "Run: "
NAMED = 5


class Tagged(NamedTuple):
    """What became of a tag. `made` is false where it stood there already."""

    name: str
    commit: str
    made: bool
    signed: bool


class Told(NamedTuple):
    """What a tag says of a run: how the tracker calls it, where it has it, and a word of the team's own."""

    name: str | None = None
    url: str | None = None
    message: str | None = None


def tag(folder: str | os.PathLike[str], run: str, commit: str, told: Told = Told()) -> Tagged:  # noqa: B008 - immutable
    """Tag the commit that a run began with, in the repository around a folder: for whoever holds its stamp.

    The same run at the same commit may be tagged again. Refusal says why a tag cannot be made. Of a distributed run
    the process of rank 0 calls this, once the run has succeeded.
    """
    with Repository.find(os.fspath(folder)) as repository:
        return make(repository, run, repository.commit(commit), told)


def make(repository: Repository, run: str, commit: str, told: Told = Told(), *, sign: bool = False) -> Tagged:  # noqa: B008 - as above
    """As above, in a repository that is open. `commit` is an oid."""
    name = name_of(repository, run)
    there = tagging.standing(repository, name)
    if there and there.commit == commit and (other := _run_of(there.message)) not in {None, clean(run)}:
        raise Refusal(f"the tag {name} stands for another run, {other}: give this one another ID")
    made = tagging.tag(repository, name, commit, message(run, told), sign=sign)
    there = tagging.standing(repository, name)
    return Tagged(name, commit, made, there is not None and there.signed)


def name_of(repository: Repository, run: str) -> str:
    """The tag of a run: its ID, `-` for what no tag can hold. Refusal where nothing is left, or it is a secret."""
    from mlhygiene.secrets.redaction import redacted  # formats of tokens come with it

    if redacted([run]) != [run] or urls.secretive(run):
        raise Refusal("the ID of the run looks like a secret, and a tag is public: give another")
    from unicodedata import normalize  # macOS composes letters in its own way

    slug = ODD.sub("-", normalize("NFC", clean(run))).strip("-.")
    slug = re.sub(r"\.lock\Z", "-lock", slug)
    name = f"{FOLDER}{slug}"
    wrong = unfit(name)
    if not slug or wrong:
        raise Refusal(f"{run!r} is no ID of a run: {wrong[0] if slug else 'no letter or digit is in it'}")
    tagging.check(repository.writing, name)
    return name


def message(run: str, told: Told) -> str:
    """What the tag says. No credential of an address and no secret gets into it."""
    from mlhygiene.secrets.public import public  # as above

    first = told.message or f"run {told.name or clean(run)}"
    lines = [*first.strip().split("\n"), "", f"{RUN}{clean(run)}"]
    lines += [f"Name: {told.name}"] if told.name else []
    lines += [f"URL: {told.url}"] if told.url else []
    return public("\n".join(lines)) + "\n"


def clean(run: str) -> str:
    """The ID of a run as its tag tells it."""
    return printable(run.strip().removeprefix(FOLDER))


def commit_of(repository: Repository, run: str, *, revision: str | None = None, allow_dirty: bool = False) -> str:
    """The commit that a run is tagged at: the one named; else its snapshot; else HEAD, if the files are as it has them.

    Of another commit than HEAD the files here say nothing.
    """
    chosen = repository.commit(revision) if revision is not None else snapshot(repository, run)
    if chosen is not None and chosen != repository.head:
        return chosen
    if repository.head is None:
        raise Refusal("there is no commit yet: commit the code, then run it")
    if not allow_dirty and repository.top is not None and snapshot(repository, run) is None:
        _refuse_dirty(repository, repository.top)
    return repository.head


def snapshot(repository: Repository, run: str) -> str | None:
    """The commit in which a run's files were kept, if they were."""
    ref = SNAPSHOTS + name_of(repository, run).removeprefix(FOLDER)
    info = repository.objects.info(f"{ref}^{{commit}}")
    return info.oid if info else None


def _refuse_dirty(repository: Repository, top: str) -> None:
    """Refuse where files differ from HEAD that count for the team: `[tool.mlhygiene.provenance]`."""
    from mlhygiene.git.worktree import compared
    from mlhygiene.provenance.policy import Untracked, configured
    from mlhygiene.provenance.reading import named

    try:
        policy = configured(top)
    except ValueError as error:
        raise Refusal(str(error)) from None
    files = compared(repository.at_top, policy.pathspecs, untracked="all")
    differing = (*files.changed, *(files.untracked if policy.untracked is Untracked.ERROR else ()))
    if differing:
        more = f" and {len(differing) - NAMED:,} more" if len(differing) > NAMED else ""
        raise Refusal(
            f"not as HEAD has them: {', '.join(named(differing)[:NAMED])}{more}: commit first, or say --allow-dirty "
            "where HEAD is what ran"
        )


def _run_of(message: str) -> str | None:
    """The run that a tag's own message names."""
    return next((line.removeprefix(RUN).strip() for line in message.split("\n") if line.startswith(RUN)), None)
