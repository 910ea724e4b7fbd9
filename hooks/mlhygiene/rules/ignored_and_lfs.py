"""MLH603."""

from __future__ import annotations

from dataclasses import dataclass, replace
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
    """Those of which some folder's files are taken out of the ignored again, and go to LFS there."""
    places = {place for path in tree.named(ignoring.NAME) for place in _readmitted(tree, path)}
    tries = {(owner, place + owner.sample.rpartition(b"/")[2]) for owner in caught for place in places}
    paths = sorted({path for _, path in tries})
    held, ignored = tree.state.filters(paths), tree.state.ignored(paths)
    return {owner for owner, path in tries if held.get(path) == "lfs" and path not in ignored}


def _readmitted(tree: Tree, path: bytes) -> Iterator[bytes]:
    """The folders that a `.gitignore` takes something out of the ignored in, each with its slash."""
    folder = path[: -len(ignoring.NAME)]
    for pattern in ignoring.readmitted(tree.state.read(path) or b""):
        found = folder + sample(pattern)
        yield found.rpartition(b"/")[0] + b"/" if b"/" in found else b""
        yield found + b"/"


def _text(pattern: bytes) -> str:
    return pattern.decode("utf-8", "backslashreplace")
