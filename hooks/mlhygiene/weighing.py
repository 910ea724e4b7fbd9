"""How heavy a commit is, in what it brings and in what it leaves there, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene import advice, dvc, kinds, lfs
from mlhygiene.kinds import Purpose
from mlhygiene.model import Commit, Storage, shown
from mlhygiene.sizes import over, shown_size

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mlhygiene.tree import Tree

# So many files are named, and none that is less than a hundredth of it all: handing it over would change nothing.
NAMED, WORTH = 5, 100
VHIGNORE = b".vhignore"
VHIGNORED = "what no worker needs, .vhignore can leave out"
LFS = {Storage.LFS, Storage.BOTH}


class Heavy(NamedTuple):
    """A file by its weight: bytes of content, and about what zlib leaves of them."""

    path: bytes
    size: int
    compressed: int


class Weight(NamedTuple):
    """A commit over a limit: the bytes of content and about what zlib leaves of them, in words, and what mends it."""

    size: int
    compressed: int
    message: str
    fix: str


def brought(commit: Commit, limit: int) -> Weight | None:
    """What a commit adds to every clone: each new content once; a rename or a copy adds nothing.

    Sizes without compression decide first: only what is over the limit is looked at more closely.
    """
    blobs = [*commit.added, *commit.changed]
    snapshot = blobs[0].snapshot
    fresh = snapshot.fresh(blobs)
    if sum(blob.size for blob in fresh) <= limit:
        return None
    squeezed = snapshot.compressed(fresh)
    if sum(squeezed) <= limit:
        return None
    files = [Heavy(blob.path, blob.size, left) for blob, left in zip(fresh, squeezed, strict=True)]
    pointers = [blob for blob in fresh if blob.regular and blob.size in lfs.SIZES and snapshot.uses_lfs]
    snapshot.expect(pointers, pointers)
    behind = _behind(blob.read() for blob in pointers)
    return _weight(files, limit, "of new content", behind, _fix(files, snapshot.storage, blobs[0].commit))


def held(tree: Tree, limit: int) -> Weight | None:
    """What a worker fetches: every file, equal ones too, but for those that `.vhignore` leaves out."""
    sizes = tree.state.sizes
    whole = sum(sizes.values())
    if whole <= limit:
        return None
    left_out = _left_out(tree)
    kept = {path: size for path, size in sizes.items() if not left_out(path)}
    if sum(kept.values()) <= limit:
        return None
    squeezed = tree.state.compressed(list(kept))
    if sum(squeezed.values()) <= limit:
        return None
    files = [Heavy(path, size, squeezed[path]) for path, size in kept.items()]
    storage = _storage(tree)
    pointers = [path for path, size in kept.items() if size in lfs.SIZES and storage in LFS]
    behind = _behind(map(tree.state.read, pointers))
    weight = _weight(files, limit, "in the tree that a worker fetches", behind, _fix(files, storage))
    aside = whole - weight.size
    told = f"not counted: {shown_size(aside)} that .vhignore leaves out" if aside else VHIGNORED
    return weight._replace(message=f"{weight.message}; {told}")


def _weight(files: Sequence[Heavy], limit: int, what: str, behind: int, fix: str) -> Weight:
    size, squeezed = sum(file.size for file in files), sum(file.compressed for file in files)
    names = ", ".join(f"{shown(file.path)} {shown_size(file.size)}" for file in _heaviest(files))
    beside = f"; beside it {shown_size(behind)} that LFS holds" if behind else ""
    heaviest = f"heaviest: {names}" if names else f"{len(files):,} files, none of them heavy by itself"
    told = f"{shown_size(size)} {what}, compressed about {over(squeezed, limit)}{beside}; {heaviest}"
    return Weight(size, squeezed, told, fix)


def _heaviest(files: Sequence[Heavy]) -> list[Heavy]:
    total = sum(file.compressed for file in files)
    worth = [file for file in files if file.compressed * WORTH >= total]
    return sorted(worth, key=lambda file: (-file.compressed, file.path))[:NAMED]


def _behind(contents: Iterable[bytes | None]) -> int:
    """The bytes of what LFS holds for pointers among the contents."""
    total = 0
    for content in contents:
        try:
            total += lfs.parse(content or b"").size
        except lfs.NotAPointer:
            continue
    return total


def _left_out(tree: Tree) -> Callable[[bytes], bool]:
    """What `.vhignore` says of a path: the one at the root, with the syntax of .gitignore (docs.valohai.com)."""
    content = tree.state.read(VHIGNORE)
    if not content:
        return lambda _path: False
    from mlhygiene.patterns import ignoring  # pathspec takes 25 ms

    left_out = ignoring(content)
    return lambda path: left_out(path.decode("utf-8", "surrogateescape"))


def _storage(tree: Tree) -> Storage:
    """What the tree uses for large files."""
    by_lfs = any(b"lfs" in (tree.state.read(path) or b"") for path in tree.named(b".gitattributes"))
    if any(map(dvc.is_marker, tree.paths)):
        return Storage.BOTH if by_lfs else Storage.DVC
    return Storage.LFS if by_lfs else Storage.NONE


def _fix(files: Sequence[Heavy], storage: Storage, commit: str | None = None) -> str:
    """Hand the heaviest to whoever holds such files here; `commit` is who has brought them, if one has."""
    heaviest = _heaviest(files)
    if not heaviest:
        return "hand the folders that they lie in to LFS or DVC, or pack each into one file"
    to_lfs, others = list[bytes](), list[str]()
    for path in (file.path for file in heaviest):
        kind = kinds.by_name(path.decode("utf-8", "surrogateescape"))
        purpose = kind.purpose if kind else Purpose.OTHER
        if purpose is Purpose.NOTEBOOK:
            others.append(advice.strip_notebook(path))
        elif storage is Storage.DVC or (storage is Storage.BOTH and purpose is not Purpose.WEIGHTS):
            others.append(advice.add_to_dvc(path))
        else:
            to_lfs.append(path)
    if commit:
        return advice.reopen(commit) if others else advice.migrate_to_lfs(*to_lfs)
    return " && ".join([*([advice.track_with_lfs(*to_lfs)] if to_lfs else []), *others])
