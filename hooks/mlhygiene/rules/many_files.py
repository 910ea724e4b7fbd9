"""MLH108."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from mlhygiene import advice, kinds
from mlhygiene.kinds import Purpose
from mlhygiene.location import Location
from mlhygiene.model import Commit, Storage
from mlhygiene.rule import Rule, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding

# Stores that spread one array over thousands of chunks without an extension.
STORES = (b".zarr/", b".n5/", b".lance/", b".mlpackage/")


def parse_count(value: object) -> int:
    """A whole number of files, or ValueError."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    raise ValueError(f"{value!r} is not a number of files: write a whole number above 0")


@dataclass(frozen=True, kw_only=True)
class ManyFiles(Rule[Commit]):
    """Data set committed file by file.

    Five hundred images of 40 kB pass every limit on size, and weigh 20 MB in
    every clone; a zarr store is a hundred thousand files that no diff can show.
    Git slows down with the number of files, long before it does with bytes.
    Commits are judged, what is staged among them; a tree as it stands is not.

    Hand the folder to DVC as a whole (`dvc add images`), to LFS, or pack it.
    """

    code = "MLH108"
    name = "many-files"
    subjects: ClassVar[tuple[type, ...]] = (Commit,)
    over_files: ClassVar[bool] = True

    limit: int = option(
        250,
        "The most data files that one commit may add to one folder.",
        parse_count,
        {"type": "integer", "minimum": 1},
    )

    def check(self, commit: Commit, /) -> Iterator[Finding]:
        if len(commit.added) <= self.limit:
            return
        counts = Counter(map(_folder, commit.paths))
        if max(counts.values()) <= self.limit:
            return
        by_folder: dict[bytes, list[Blob]] = {}
        for blob in commit.added:
            folder = _folder(blob.path)
            if counts[folder] > self.limit and _is_data(blob, folder):
                by_folder.setdefault(folder, []).append(blob)
        for folder, blobs in sorted(by_folder.items()):
            if len(blobs) > self.limit and (count := _outside_lfs(blobs)) > self.limit:
                yield self.found(
                    commit,
                    f"{count:,} data files added at once, over the limit of {self.limit:,}",
                    fix=self._fix(folder, blobs[0]),
                    at=Location(path=folder or b".", commit=commit.oid),
                    count=count,
                )

    def _fix(self, folder: bytes, inside: Blob) -> str:
        if inside.commit:
            return advice.reopen(inside.commit)
        if not folder:
            return advice.track_pattern_with_lfs(b"/*." + inside.basename.rpartition(b".")[2], b".")
        if inside.snapshot.storage in {Storage.DVC, Storage.BOTH}:
            return advice.add_to_dvc(folder)
        return advice.track_pattern_with_lfs(advice.escaped(folder) + b"/**", folder)


def _folder(path: bytes) -> bytes:
    """The folder that a file counts for: that of a store counts all that lies below it."""
    for store in STORES:
        root, found, _ = path.partition(store)
        if found:
            return root + store[:-1]
    return path.rpartition(b"/")[0]


def _is_data(blob: Blob, folder: bytes) -> bool:
    """Whether a file is data by its kind, or by the store that it lies in."""
    if (folder + b"/").endswith(STORES):
        return True
    kind = kinds.by_name(blob.name)
    return kind is not None and kind.purpose in {Purpose.DATA, Purpose.WEIGHTS}


def _outside_lfs(blobs: list[Blob]) -> int:
    """How many of one folder's files LFS does not hold."""
    blobs[0].snapshot.expect(blobs, ())
    return sum(blob.snapshot.filter(blob) != "lfs" for blob in blobs)
