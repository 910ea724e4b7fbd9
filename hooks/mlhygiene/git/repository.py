"""The repository that a command stands in, and what git can say about it."""

from __future__ import annotations

import os
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from mlhygiene.git import aside, entries
from mlhygiene.git.names import Names
from mlhygiene.git.objects import Objects
from mlhygiene.git.process import MERGING, GitError, Place, here
from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self


class Closing(Protocol):
    """Something that has to be closed."""

    def close(self) -> None: ...


C = TypeVar("C", bound=Closing)
FACTS = (
    "--is-bare-repository",
    "--is-inside-work-tree",
    "--is-shallow-repository",
    "--show-object-format",
    "--absolute-git-dir",
    "--git-common-dir",
    "--git-path",
    "objects",
)
# What git reads from where it is started; GIT_INDEX_FILE it reads from the root.
RELATIVE = {"GIT_COMMON_DIR", "GIT_DIR", "GIT_WORK_TREE"}
OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass
class Repository:
    """One repository, and the one `git cat-file` that reads it.

    `place` is where the caller stands, `top` the root of the worktree (None in a bare
    repository), `head` the commit of HEAD (None on an unborn branch).
    """

    place: Place
    top: str | None
    head: str | None
    bare: bool
    shallow: bool
    object_format: str
    git_folder: str
    common_folder: str
    objects_folder: str
    objects: Objects = field(repr=False)
    # What brings the contents into a clone that has left some behind: a CI service has a line of its own.
    unfiltered: str = "run `git fetch --refetch --no-filter`"
    _closing: ExitStack = field(default_factory=ExitStack, repr=False)

    def __post_init__(self) -> None:
        self._asked = self.place
        if os.path.exists(os.path.join(self.git_folder, "info", "sparse-checkout")):
            self.place = aside.diverted(self.place, self.folder(), self.objects_folder)
            self.objects = Objects(self.place)
        if self.partial:
            self.objects = Objects(self.aside(), named=self.place)
        self._closing.callback(self.objects.close)

    @classmethod
    def find(cls, folder: str | None = None) -> Repository:
        """The repository around a folder, or around the caller. One process."""
        place = here(folder)
        _, out, err = place.ask("rev-parse", *FACTS, "--show-toplevel", "HEAD")
        # Not splitlines: a folder's name may hold what only Python takes for a line break.
        lines = os.fsdecode(out).split("\n")[:-1]
        if len(lines) < len(FACTS) - 1:
            place.run("rev-parse", "--git-dir")
            raise GitError(f"git rev-parse: {err.decode('utf-8', 'replace').strip()}")
        named = lines[len(FACTS) - 1 :]
        if lines[1] != "true" and named and os.path.isdir(named[0]):
            raise Refusal(f"{shown(os.fsencode(named[0]))} is the worktree, and you stand outside of it: go there")
        if len(lines) > len(FACTS) + 1 or (len(lines) > len(FACTS) - 1 and lines[1] != "true"):
            raise Refusal("the repository lies in a folder whose name has a line break: rename it")
        bare, inside, shallow, object_format, git_folder, common, objects, *rest = lines
        start = os.path.abspath(place.folder)
        worktree = inside == "true"
        head = rest[-1] if rest and OID.fullmatch(rest[-1]) else None
        if not worktree:
            head = _head(place)
        return cls(
            place=place,
            top=rest[0] if worktree else None,
            head=head,
            bare=bare == "true",
            shallow=shallow == "true",
            object_format=object_format,
            git_folder=git_folder,
            common_folder=os.path.join(start, common),
            objects_folder=os.path.join(start, objects),
            objects=Objects(place),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.close()

    def closing(self, process: C) -> C:
        """Have something closed when the work on this repository ends."""
        self._closing.callback(process.close)
        return process

    def aside(self) -> Place:
        """A new repository that shares nothing but the objects, gone when the work ends."""
        environment = self.place.environment
        return aside.begin(self.folder(), environment, objects=self.objects_folder, object_format=self.object_format)

    def folder(self) -> str:
        """An empty folder outside the repository, gone when the work ends."""
        from tempfile import TemporaryDirectory  # 8 ms that most runs never need

        return self._closing.enter_context(TemporaryDirectory(prefix="mlhygiene-"))

    @property
    def remedy(self) -> str:
        """What brings back the content that is not here. A server may have got a push from a shallow clone."""
        if "GIT_QUARANTINE_PATH" in self.place.environment:
            return "run `git fetch --unshallow` and push again; of a clone that is whole, tell the admin (`git fsck`)"
        return self.unfiltered if self.partial else "run `git fsck` to see what is broken"

    def lacking(self, path: bytes) -> GitError:
        """The word that nothing can be judged without the content of a file."""
        return GitError(f"{shown(path)}: its content is not in this clone: {self.remedy}")

    def file(self, path: str, revision: str = "") -> bytes | None:
        """A file of the index, or of a revision; None where there is none."""
        content = self.objects.read(f"{revision}:{path}")
        if content is None and self.partial and self.objects.named(f"{revision}:{path}"):
            raise self.lacking(path.encode())
        return content

    def commit(self, name: str) -> str:
        """The commit that a ref, a tag or an abbreviated hash names."""
        # In two steps: `:/text` would take what follows for more of the text.
        named = None if name.startswith("-") or not name else self.objects.info(name)
        info = named and self.objects.info(f"{named.oid}^{{commit}}")
        if info is None:
            advice = "fetch it first (a shallow clone needs `git fetch --unshallow`; in CI, fetch-depth: 0)"
            if not self.shallow:
                advice = "check the name, or fetch it first"
            raise Refusal(f"{name or '(empty)'}: no such commit here: {advice}")
        return info.oid

    @cached_property
    def at_top(self) -> Place:
        """git, run at the root of the worktree or in the bare repository."""
        return self._rooted(self.place)

    @cached_property
    def writing(self) -> Place:
        """As `at_top`, where the objects that git writes stay."""
        return self._rooted(self._asked)

    def _rooted(self, place: Place) -> Place:
        if self.top is None:
            return place
        environment = dict(place.environment)
        for name in environment.keys() & RELATIVE:
            environment[name] = os.path.join(os.path.abspath(place.folder), environment[name])
        return Place(self.top, environment)

    @cached_property
    def names(self) -> Names:
        """What callers name, from where they stand. Only where there is a worktree."""
        return Names(self.place.folder, self.top or os.curdir)

    @cached_property
    def empty_tree(self) -> str:
        return entries.EMPTY_TREE[self.object_format]

    @cached_property
    def merged(self) -> list[str]:
        """The commits that a merge in progress brings in: MERGE_HEAD, one a line.

        git writes that file only when it stops; its pre-merge-commit hook runs before,
        and finds each commit in the name of a variable, `GITHEAD_<oid>`.
        """
        handed = (name.removeprefix(MERGING).lower() for name in self.place.environment if name.startswith(MERGING))
        return _lines(os.path.join(self.git_folder, "MERGE_HEAD")) or [oid for oid in handed if OID.fullmatch(oid)]

    @cached_property
    def cut(self) -> frozenset[str]:
        """The commits whose parents a shallow clone has left behind."""
        return frozenset(_lines(os.path.join(self.common_folder, "shallow"))) if self.shallow else frozenset()

    @cached_property
    def local_attributes(self) -> bool:
        """Whether `info/attributes` adds something that nobody else has."""
        return os.path.exists(os.path.join(self.common_folder, "info", "attributes"))

    @cached_property
    def partial(self) -> bool:
        """Whether objects may be missing by design: a clone with `--filter`."""
        try:
            with open(os.path.join(self.common_folder, "config"), "rb") as config:
                text = config.read().lower()
        except FileNotFoundError:
            return False
        return b"promisor" in text or b"partialclone" in text


def _head(place: Place) -> str | None:
    code, out, _ = place.ask("rev-parse", "--verify", "--quiet", "HEAD")
    return out.decode().strip() if code == 0 else None


def _lines(path: str) -> list[str]:
    try:
        with open(path, encoding="ascii") as file:
            return file.read().split()
    except FileNotFoundError:
        return []
