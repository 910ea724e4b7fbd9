"""MLH603."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from mlhygiene.layout import attributes, ignoring
from mlhygiene.layout.samples import sample
from mlhygiene.rule import Rule
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.layout.attributes import Line
    from mlhygiene.rule import Finding

LFS = b"filter=lfs"


class Owner(NamedTuple):
    """A line that hands files to LFS: where it stands, and the path of a file that it means."""

    path: bytes
    line: Line
    sample: bytes


@dataclass(frozen=True, kw_only=True)
class IgnoredAndLfs(Rule[Tree]):
    """Pattern that Git LFS holds and `.gitignore` ignores.

    `git add .` passes over the model in silence, and `git add model.pt` fails:
    whoever means to share it pushes a commit without it. Nobody notices before
    another clone looks for the file. A pattern has one owner; where a line of
    `.gitignore` takes some folder's files out again (`!models/*.pt`), LFS has
    those, and all is well.

    Take the line out of `.gitignore` if Git LFS is to hold such files, or out of
    `.gitattributes` (`git lfs untrack`) if git is to leave them alone.
    """

    code = "MLH603"
    name = "ignored-and-lfs"
    subjects: ClassVar[tuple[type, ...]] = (Tree,)

    def check(self, tree: Tree, /) -> Iterator[Finding]:
        owners = list(_owners(tree))
        if not owners:
            return
        held = tree.state.filters([owner.sample for owner in owners])
        owners = [owner for owner in owners if held.get(owner.sample) == "lfs"]
        ignored = tree.state.ignored([owner.sample for owner in owners])
        caught = [owner for owner in owners if owner.sample in ignored]
        excepted = _excepted(tree, caught) if caught else set[Owner]()
        for owner in caught:
            if owner in excepted:
                continue
            line = ignoring.told(ignored[owner.sample])
            finding = self.found(
                tree,
                f"Git LFS holds {_text(owner.line.spelled)}, and {line} ignores it: `git add` passes such files over",
                fix="give it one owner: take it out of .gitignore if Git LFS holds such files, else out of here",
                at=tree.at(owner.line.number, owner.path),
                pattern=_text(owner.line.spelled),
                ignored_by=line,
            )
            yield replace(finding, remark=owner.line.remark)


def _owners(tree: Tree) -> Iterator[Owner]:
    """The lines that give files to LFS, by themselves or by a macro of the root, as far as they can be ignored."""
    macros = frozenset[bytes]()
    tracked = frozenset(tree.paths)
    for path in tree.named(attributes.NAME):
        content = tree.state.read(path) or b""
        folder = path[: -len(attributes.NAME)]
        if not folder:
            macros = attributes.giving(content, LFS)
        if LFS not in content and not macros:
            continue
        for line in attributes.lines(content):
            if line.macro is None and (LFS in line.words or not macros.isdisjoint(line.words)):
                made_up = folder + sample(line.pattern)
                # What is tracked by its name is never passed over.
                if made_up and made_up not in tracked:
                    yield Owner(path, line, made_up)


def _excepted(tree: Tree, caught: list[Owner]) -> set[Owner]:
    """Those of which some files are taken out of the ignored again, and go to LFS there."""
    back = {path for file in tree.named(ignoring.NAME) for path in _readmitted(tree, file)}
    places = {place for path in back for place in _places(path)}
    tries = {(owner, place + owner.sample.rpartition(b"/")[2]) for owner in caught for place in places}
    tries |= {(owner, path) for owner in caught for path in back if _means(owner, path)}
    paths = sorted({path for _, path in tries})
    held, ignored = tree.state.filters(paths), tree.state.ignored(paths)
    return {owner for owner, path in tries if held.get(path) == "lfs" and path not in ignored}


def _readmitted(tree: Tree, path: bytes) -> Iterator[bytes]:
    """A path for each pattern of a `.gitignore` that takes something out of the ignored; a folder has its slash."""
    folder = path[: -len(ignoring.NAME)]
    for pattern in ignoring.readmitted(tree.state.read(path) or b""):
        yield folder + sample(pattern) + (b"/" if pattern.endswith(b"/") else b"")


def _places(path: bytes) -> Iterator[bytes]:
    """The folders that something is taken out of the ignored in; a name with a dot (`.gitkeep`) is no folder."""
    above, _, name = path.removesuffix(b"/").rpartition(b"/")
    yield above + b"/" if above else b""
    if path.endswith(b"/") or b"." not in name:
        yield path.removesuffix(b"/") + b"/"


def _means(owner: Owner, path: bytes) -> bool:
    """Whether a line for files of a kind is about a path: `models/*.pt` about `models/best.pt`.

    One for all of a folder (`data/**`) means what is ignored, not the placeholders that are taken out of it.
    """
    folder, pattern = owner.path[: -len(attributes.NAME)], owner.line.pattern.removeprefix(b"/").removeprefix(b"**/")
    rest = path[len(folder) :] if b"/" in owner.line.pattern else path.rpartition(b"/")[2]
    is_kind = b"." in pattern.rpartition(b"/")[2]
    return is_kind and path.startswith(folder) and fnmatchcase(rest, pattern)


def _text(pattern: bytes) -> str:
    return pattern.decode("utf-8", "backslashreplace")
