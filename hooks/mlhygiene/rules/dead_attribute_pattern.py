"""MLH605."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from mlhygiene.layout import attributes
from mlhygiene.layout.dead import dead
from mlhygiene.rule import Rule
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.rule import Finding


@dataclass(frozen=True, kw_only=True)
class DeadAttributePattern(Rule[Tree]):
    """Line of `.gitattributes` that does nothing.

    git passes over it without a word that anybody reads: `models/ filter=lfs`
    matches no file, `*.pt filter=lfs # weights` is dropped for its comment, a
    link is not followed. What Git LFS was to hold then enters history as it is,
    and no later line takes it out again.

    Write what the line below the finding says, then `git add --renormalize .`:
    files that were added before become what the line wants of them.
    """

    code = "MLH605"
    name = "dead-attribute-pattern"
    subjects: ClassVar[tuple[type, ...]] = (Tree,)

    def check(self, tree: Tree, /) -> Iterator[Finding]:
        for path in tree.named(attributes.NAME):
            if tree.state.is_link(path):
                message = "a symbolic link, and git reads no attributes through one"
                yield self.found(tree, message, fix="put the file itself in its place", at=tree.at(path=path))
                continue
            content = tree.state.read(path) or b""
            folder = path[: -len(attributes.NAME)]
            for line in attributes.lines(content):
                found = dead(line, root=not folder, tracked=partial(_tracked, tree, folder))
                if found:
                    finding = self.found(
                        tree, found.why, fix=f"write {found.instead}", at=tree.at(line.number, path), text=_shown(line)
                    )
                    yield replace(finding, remark=line.remark)
            if b"\0" in content:
                number = content[: content.index(b"\0")].count(b"\n") + 1
                message = "git reads no further than the NUL in this line, as UTF-16 is full of"
                yield self.found(tree, message, fix="save the file as UTF-8", at=tree.at(number, path))


def _tracked(tree: Tree, folder: bytes, name: bytes) -> bool:
    """Whether any file lies in a folder."""
    below = folder + name + b"/"
    at = bisect_left(tree.paths, below)
    return at < len(tree.paths) and tree.paths[at].startswith(below)


def _shown(line: attributes.Line) -> str:
    return line.text.decode("utf-8", "backslashreplace").strip()[:200]
