"""What the contents of history say: pointers of Git LFS, notebooks and their output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene import lfs
from mlhygiene.audit import elsewhere
from mlhygiene.audit.audit import Notebooks, Pointers
from mlhygiene.audit.elsewhere import paths_of
from mlhygiene.cli.auditing.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlhygiene.cli.auditing.collecting import Collected
    from mlhygiene.cli.auditing.progress import Progress
    from mlhygiene.git import Repository
    from mlhygiene.notebook.stripping import Stripper

NOTEBOOKS = (b".ipynb", b".zpln")
# A notebook is parsed as a whole: ten times its size in memory.
LARGEST = 64 * 1024 * 1024


def pointers(repository: Repository, found: Collected, progress: Progress) -> Pointers:
    """What Git LFS holds; nothing is read where no `.gitattributes` of history gives it anything."""
    sizes, places = found.stock.blobs, found.history.places
    speaking = [
        oid
        for oid, place in places.items()
        if oid in sizes and any(path.endswith(elsewhere.ATTRIBUTES) for path in paths_of(place))
    ]
    if not any(elsewhere.FILTER in (content or b"") for _, content in read(repository.objects, speaking, sizes)):
        return Pointers()
    small = [oid for oid, (size, _) in sizes.items() if size in lfs.SIZES and oid in places]
    contents = progress.over(read(repository.objects, small, sizes), "pointers of Git LFS", len(small))
    return elsewhere.pointers(contents, found.head)


def notebooks(
    repository: Repository,
    found: Collected,
    progress: Progress,
    stripper: Stripper,
    keeps: Callable[[bytes], bool],
) -> Notebooks:
    """What stripping every version of every notebook would take out, but at paths whose output `keeps` says stays."""
    sizes, wanted = found.stock.blobs, dict(_notebooks(found, keeps))
    readable = [oid for oid in wanted if sizes[oid][0] <= LARGEST]
    total, head, broken, paths = [0, 0, 0], [0, 0, 0], len(wanted) - len(readable), set[bytes]()
    for oid, content in progress.over(read(repository.objects, readable, sizes), "notebooks", len(readable)):
        gone = None if content is None else _output(stripper, content)
        broken += gone is None
        for sums in (total, head) if oid in found.head else (total,):
            for at, number in enumerate((1, sizes[oid][0], gone or 0)):
                sums[at] += number
        if gone:
            paths |= found.head.get(oid, set()) & wanted[oid]
    (versions, size, output), (standing, now, going) = total, head
    return Notebooks(versions, size, output, standing, now, going, tuple(sorted(paths)), broken)


def _notebooks(found: Collected, keeps: Callable[[bytes], bool]) -> Iterator[tuple[bytes, set[bytes]]]:
    """Every version, in the order in which they are stored, and its paths."""
    places = found.history.places
    for oid in found.stock.blobs:
        paths = {path for path in paths_of(places.get(oid)) if path.lower().endswith(NOTEBOOKS)}
        if paths and oid not in found.history.links and (paths := {path for path in paths if not keeps(path)}):
            yield oid, paths


def _output(stripper: Stripper, content: bytes) -> int | None:
    """Bytes that would go; None where it cannot be read."""
    from mlhygiene.notebook.broken import Broken  # with the parser of JSON

    try:
        return len(content) - len(stripper.strip(content).content)
    except Broken:
        return None
