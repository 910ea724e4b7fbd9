"""The table of what lies beside git, and of what does not belong in it: LFS, caches of DVC, outputs, loose contents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.audit import wording
from mlhygiene.audit.table import Cell, Column, Kind, Table, size, words
from mlhygiene.sizes import shown_size

if TYPE_CHECKING:
    from mlhygiene.audit.audit import Audit


# git-gc(1) keeps what a reflog leads to.
DROPS = "`git gc --prune=now` drops it,", "after `git reflog expire --expire=now --all`", "where reflogs lead to it"


def stores(audit: Audit) -> Table:
    """What lies beside git, and what does not belong in it."""
    lfs, caches, notes, loose = audit.pointers, audit.caches, audit.notebooks, audit.loose
    rows = list[tuple[Cell, ...]]()
    if lfs.pointers:
        told = f"{wording.counted(lfs.objects, 'object')}, {wording.counted(lfs.pointers, 'pointer')}"
        rows.append((words("Git LFS"), size(lfs.size), words(told, f"{shown_size(lfs.head)} of it in HEAD")))
    if caches.blobs:
        told = f"{wording.counted(caches.blobs, 'content')} of DVC's own cache"
        row = (
            words("DVC caches in git"),
            size(caches.size),
            words(told, "they belong in a remote of DVC's", warn=True),
        )
        rows.append(row)
    if notes is not None and notes.versions:
        rows.append((words("Outputs in notebooks"), size(notes.output), _outputs(audit)))
    if loose.blobs:
        told = f"{wording.counted(loose.blobs, 'content')}, {shown_size(loose.disk)} on disk"
        rows.append((words("Reached by no ref"), size(loose.size), words(told, *DROPS)))
    columns = Column("What", Kind.WORDS), Column("Size", Kind.SIZE), Column("Told", Kind.WORDS)
    about = "Large files elsewhere, outputs, and what no ref reaches."
    return Table("beside", "LFS, DVC, notebooks", about, columns, rows, len(rows), "No LFS, no caches, no outputs.")


def _outputs(audit: Audit) -> Cell:
    notes = audit.notebooks
    assert notes is not None
    of = f"{wording.share(notes.output, notes.size)} of {shown_size(notes.size)} in {notes.versions:,} versions"
    head = f"{shown_size(notes.head_output)} of it in HEAD, in {wording.counted(len(notes.paths), 'notebook')}"
    return words(of, head, *([f"{notes.broken:,} could not be read"] if notes.broken else []))
