"""The files of a worktree kept as a commit that no branch has: index and worktree stay as they are, no hook runs.

What git-add(1), git-write-tree(1) and git-commit-tree(1) write goes to a folder of its own first, as a push does
(git-receive-pack(1), "Quarantine Environment"): what is refused never was in the repository.
"""

from __future__ import annotations

import os
import subprocess
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git import aside
from mlhygiene.git.objects import Objects
from mlhygiene.git.process import GitError, Place, output
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git.repository import Repository

REFS = "refs/mlhygiene/runs/"
# What bends what is added, and what would run or keep something beside.
PLAIN = (
    *("-c", "core.safecrlf=false", "-c", "core.fsmonitor=false", "-c", "core.splitIndex=false"),
    *("-c", "core.untrackedCache=keep", "-c", "index.sparse=false", "-c", "add.ignoreErrors=false"),
    *("-c", "advice.addEmbeddedRepo=false", "-c", "i18n.commitEncoding=UTF-8"),
)
# Who stands in a commit of a machine where nobody has a name: a container, a CI.
NOBODY = ("mlhygiene", "mlhygiene@localhost")
PERSONS = ("AUTHOR", "COMMITTER")


class Gathered(NamedTuple):
    """The files, not yet in the repository.

    `place` writes to `objects`; `repository` is the one that has them staged, to be judged; `left` are paths whose
    content git keeps in no tree, as changes within a submodule. `tree` is None where the files are as HEAD has them.
    """

    place: Place
    objects: str
    repository: Repository
    tree: str | None
    left: tuple[bytes, ...]


def gather(repository: Repository, pathspecs: Sequence[str] = ()) -> Gathered:
    """What `git add --all` would stage, untracked files and all, but for what `pathspecs` leave out."""
    if repository.top is None:
        raise Refusal("--snapshot: a bare repository has no files: run in a clone")
    specs = pathspecs or (":/",)
    place, objects = _apart(repository)
    code, _, complaint = place.ask(*_options(place), "add", "--all", "--", *specs)
    if code:
        lines = complaint.decode("utf-8", "replace").strip().split("\n")
        told = next((line for line in lines if line.startswith("error: ")), lines[-1])
        raise GitError(f"--snapshot: git add: {told.partition(': ')[2] or told}")
    tree = place.run(*_options(place), "write-tree", "--missing-ok").decode().strip()
    left = place.run(*_options(place), "diff-files", "--name-only", "-z", "--ignore-submodules=none", "--", *specs)
    head = repository.head and place.run("rev-parse", f"{repository.head}^{{tree}}").decode().strip()
    seen = replace(repository, place=place, objects_folder=objects, objects=Objects(place))
    return Gathered(place, objects, seen, None if tree == head else tree, tuple(left.split(b"\0")[:-1]))


def keep(repository: Repository, gathered: Gathered, name: str, message: str) -> str:
    """Keep them as a commit over HEAD, under `refs/mlhygiene/runs/`; the oid. Refusal where that name is taken."""
    assert gathered.tree is not None
    place = gathered.place
    parent = ("-p", repository.head) if repository.head else ()
    written = Place(place.folder, {**place.environment, **_persons(place)})
    oid = written.run(*PLAIN, "commit-tree", gathered.tree, *parent, "-F", "-", given=message.encode()).decode().strip()
    _move(repository, gathered)
    writing, nothing = repository.writing, "0" * len(oid)
    code, _, complaint = writing.ask(*_options(gathered.place), "update-ref", f"{REFS}{name}", oid, nothing)
    if code:
        if writing.ask("rev-parse", "--verify", "--quiet", f"{REFS}{name}")[0] == 0:
            raise Refusal(f"--id {name}: a run of this ID has a snapshot already: give another")
        raise GitError(f"git update-ref: {complaint.decode('utf-8', 'replace').strip()}")
    return oid


def _apart(repository: Repository) -> tuple[Place, str]:
    """A place with an index and a folder of objects of its own, and that folder."""
    folder, place = repository.folder(), repository.writing
    objects, index = os.path.join(folder, "objects"), os.path.join(folder, "index")
    os.mkdir(objects)
    os.mkdir(os.path.join(folder, "hooks"))
    told = os.fsdecode(place.run("rev-parse", "--git-path", "index")).removesuffix("\n")
    import shutil  # who keeps nothing does without

    with suppress(FileNotFoundError):
        # With its time: git compares what was changed since.
        shutil.copy2(os.path.join(place.folder, told), index)
    found = aside.diverted(place, objects, repository.objects_folder)
    return Place(place.folder, {**found.environment, "GIT_INDEX_FILE": index}), objects


def _options(place: Place) -> tuple[str, ...]:
    """With a folder for hooks that has none: post-index-change and reference-transaction run otherwise."""
    folder = os.path.join(os.path.dirname(place.environment["GIT_INDEX_FILE"]), "hooks")
    return (*PLAIN, "-c", f"core.hooksPath={folder}")


def _persons(place: Place) -> dict[str, str]:
    found = dict[str, str]()
    for person in PERSONS:
        if place.ask("var", f"GIT_{person}_IDENT")[0]:
            found |= {f"GIT_{person}_NAME": NOBODY[0], f"GIT_{person}_EMAIL": NOBODY[1]}
    return found


def _move(repository: Repository, gathered: Gathered) -> None:
    """Have the repository hold the objects; nothing is walked, so a clone without history can."""
    environment = dict(gathered.place.environment)
    environment.pop("GIT_ALTERNATE_OBJECT_DIRECTORIES")
    alone = Place(repository.writing.folder, {**environment, "GIT_OBJECT_DIRECTORY": gathered.objects})
    listed = alone.run("cat-file", "--batch-all-objects", "--batch-check=%(objectname)")
    packing = alone.start("pack-objects", "--stdout", "--quiet", stdin=subprocess.PIPE)
    assert packing.stdin is not None
    arriving = output(packing)
    indexing = repository.writing.start("index-pack", "--stdin", stdin=arriving.fileno())
    arriving.close()
    try:
        with packing.stdin as given:
            given.write(listed)
        output(indexing).read()
    finally:
        codes = packing.wait(), indexing.wait()
        output(indexing).close()
    if any(codes):
        raise GitError("the snapshot could not be stored: is the disk full, or .git read-only?")
