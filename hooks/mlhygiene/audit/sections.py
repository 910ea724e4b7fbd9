"""The tables of an audit: what every report but JSON shows, each at most `top` rows of what weighs most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.audit import wording
from mlhygiene.audit.beside import stores
from mlhygiene.audit.held import Weight, broken
from mlhygiene.audit.table import Cell, Column, Kind, Table, count, size, words
from mlhygiene.model import printable
from mlhygiene.sizes import shown_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlhygiene.audit.audit import Audit, Leak
    from mlhygiene.audit.held import Held

# Of a folder, what one inside it has of its weight when both tell the same.
SAME = 0.99
WEIGHED = (
    Column("Size", Kind.SIZE),
    Column("On disk", Kind.SIZE),
    Column("In HEAD", Kind.SIZE),
    Column("Deleted", Kind.SIZE),
    Column("Contents", Kind.COUNT),
)


def tables(audit: Audit, top: int) -> list[Table]:
    """All of them, in the order that they are read in."""
    return [
        leaks(audit, top),
        contents(audit, top),
        folders(audit, top),
        extensions(audit, top),
        churn(audit, top),
        duplicates(audit, top),
        stores(audit),
    ]


def leaks(audit: Audit, top: int) -> Table:
    found = audit.leaks or ()
    columns = ("Rule", Kind.WORDS), ("What", Kind.QUOTED), ("Where", Kind.NAME), ("Stands", Kind.WORDS)
    more = ("Brought", Kind.QUOTED), ("Revoke it", Kind.QUOTED)
    return Table(
        "secrets",
        "Secrets in history",
        "Whoever has a clone has them: revoke them first, then remove them.",
        tuple(Column(*each) for each in (*columns, *more)),
        [_leak(leak) for leak in found[:top]],
        len(found),
        "None found." if audit.leaks is not None else "They were not searched.",
    )


def _leak(leak: Leak) -> tuple[Cell, ...]:
    return (
        words(leak.code),
        words(*wording.secret(leak)),
        _named(wording.place(leak), wording.others(leak)),
        words("in HEAD" if leak.in_head else "in history alone", warn=leak.in_head),
        Cell(wording.brought(leak.first), leak.first.date if leak.first else 0),
        words(printable(leak.revoke)),
    )


def contents(audit: Audit, top: int) -> Table:
    columns = ("Size", Kind.SIZE), ("On disk", Kind.SIZE), ("Path", Kind.NAME), ("Stands", Kind.WORDS)
    more = ("Brought", Kind.QUOTED), ("Reached by", Kind.QUOTED), ("Limits", Kind.WORDS)
    largest = max((held.size for held in audit.blobs), default=0)
    return Table(
        "contents",
        "Largest contents",
        _large(audit),
        tuple(Column(*each) for each in (*columns, *more))[: None if broken(largest) else -1],
        [_content(held, audit.branch)[: None if broken(largest) else -1] for held in audit.blobs[:top]],
        len(audit.blobs),
        "There is nothing to weigh.",
    )


def _large(audit: Audit) -> str:
    limit, count = shown_size(audit.limit), sum(held.size > audit.limit for held in audit.blobs)
    if not count:
        return f"No version of a file is over {limit}: these are the largest."
    below = "" if count == len(audit.blobs) else ", and the largest below"
    return f"{wording.counted(count, 'version')} of files over {limit}{below}."


def _content(held: Held, branch: str | None) -> tuple[Cell, ...]:
    origin = wording.first(held)
    names = [wording.name(each.path) for each in held.names] or [f"no name: {held.oid[: wording.SHORT]}"]
    limits = [wording.breach(limit) for limit in broken(held.size)]
    return (
        size(held.size),
        size(held.disk),
        _named(names[0], names[1:]),
        words(wording.stands(held)),
        Cell(wording.brought(origin), origin.date if origin else 0),
        words(wording.some(wording.reached(held, branch))),
        Cell(limits[0], held.size, tuple(limits[1:]), warn=True) if limits else Cell("", 0),
    )


def _named(text: str, others: list[str]) -> Cell:
    """A path, and the first of its others."""
    more = [f"+{len(others) - wording.FEW:,} more"] if len(others) > wording.FEW else []
    return words(text, *others[: wording.FEW], *more)


def folders(audit: Audit, top: int) -> Table:
    """Folders; of those with almost the same in them, one inside the other, the innermost alone."""
    heaviest = dict[bytes, int]()
    for path, weight in audit.folders.items():
        above = path.rpartition(b"/")[0]
        heaviest[above] = max(heaviest.get(above, 0), weight.size if path else 0)
    told = {
        path: weight
        for path, weight in audit.folders.items()
        if path and (heaviest.get(path, 0) < weight.size * SAME or not weight.size)
    }
    about = "All that history has in a folder and below it, each content once."
    return _weighed("folders", "By folder", about, {wording.name(p) + "/": w for p, w in told.items()}, top)


def extensions(audit: Audit, top: int) -> Table:
    told = {printable(each) or "(none)": weight for each, weight in audit.extensions.items()}
    return _weighed("extensions", "By extension", "All that history has of a kind of file.", told, top)


def _weighed(identity: str, title: str, about: str, weights: Mapping[str, Weight], top: int) -> Table:
    every = sorted(weights.items(), key=lambda item: (-item[1].size, item[0]))
    column = Column("Folder" if identity == "folders" else "Extension", Kind.NAME)
    rows = [(*_weight(weight), words(text)) for text, weight in every[:top]]
    return Table(identity, title, about, (*WEIGHED, column), rows, len(every), "There is nothing to weigh.")


def _weight(weight: Weight) -> Iterable[Cell]:
    return (*map(size, (weight.size, weight.disk, weight.head, weight.deleted)), count(weight.blobs))


def churn(audit: Audit, top: int) -> Table:
    columns = ("Versions", Kind.COUNT), ("Together", Kind.SIZE), ("On disk", Kind.SIZE), ("Path", Kind.NAME)
    weighed = [(audit.paths.get(path, Weight()), versions, path) for path, versions in audit.churn]
    weighed.sort(key=lambda each: (-each[0].size, each[2]))
    rows = [
        (count(versions), size(weight.size), size(weight.disk), words(wording.name(path)))
        for weight, versions, path in weighed[:top]
    ]
    about = "Files that were committed again and again: all their versions stay."
    empty = "No file has several versions."
    return Table("churn", "Versions", about, tuple(Column(*c) for c in columns), rows, len(audit.churn), empty)


def duplicates(audit: Audit, top: int) -> Table:
    columns = ("Size", Kind.SIZE), ("Paths", Kind.COUNT), ("The same content", Kind.NAME)
    rows = [
        (
            size(held.size),
            count(len(held.names)),
            _named(wording.name(held.path), [wording.name(each.path) for each in held.names[1:]]),
        )
        for held in audit.duplicates[:top]
    ]
    about = "Git stores them once; every checkout has them as often as they have paths."
    empty = "No large content lies at several paths at once."
    return Table("duplicates", "Duplicates", about, tuple(Column(*c) for c in columns), rows, len(rows), empty)
