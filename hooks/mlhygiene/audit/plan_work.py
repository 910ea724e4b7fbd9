"""What of a history is to go, to move, to be mended: an audit sorted by what repairs it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.audit.held import Held, Standing
from mlhygiene.audit.plan_publishing import HIDDEN
from mlhygiene.model import Severity, Storage, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.audit.audit import Audit, Leak

SECRET_FILE, MESSAGE = "MLH201", "MLH206"
NOTEBOOKS = (b".ipynb", b".zpln")
CACHES = re.compile(rb"((?:.*/)?\.dvc/(?:cache|tmp)/).", re.DOTALL)
# As git-notes(1) names what it writes about an object: its id, cut into folders.
NOTE = re.compile(rb"(?:[0-9a-f]{2}/)*+[0-9a-f]{2,}")
OIDS = {40, 64}
LIVING = {Standing.HEAD, Standing.TIP}
# One pattern says more than a list of so many paths with the same ending.
MANY = 10
ENDING = re.compile(rb"\.[A-Za-z0-9_]+")
# gitattributes(5) and git-lfs-migrate(1) both read it as itself.
PLAIN = re.compile(rb"[^A-Za-z0-9_./+@=-]+")


@dataclass(frozen=True)
class Work:
    """What has to be done. Oids and paths are sorted, each once.

    `drop` are blobs that no commit shall have any more, `caches` folders that none shall. `erase` are blobs whose
    secrets of a rule are taken out, each with the paths that say how it is read; so are `maybe`, if a person says so.
    `messages` is true where a commit's message holds a secret. `move` are the paths that Git LFS shall hold
    in every commit, `hand` those that DVC shall hold from now on. `untrack` are paths that HEAD has and shall
    not. `strip` is true where notebooks have something to lose. `left` says what no step repairs. `notes` is true where
    a note holds a secret.
    """

    drop: tuple[str, ...] = ()
    dropped: int = 0
    caches: tuple[bytes, ...] = ()
    erase: tuple[tuple[str, str, bytes], ...] = ()
    maybe: tuple[tuple[str, str, bytes], ...] = ()
    messages: bool = False
    move: tuple[bytes, ...] = ()
    moved: int = 0
    hand: tuple[bytes, ...] = ()
    untrack: tuple[bytes, ...] = ()
    mend: bool = False
    strip: bool = False
    left: tuple[str, ...] = ()
    notes: bool = False

    @property
    def rewrites(self) -> bool:
        """Whether filter-repo has anything to do."""
        return bool(self.drop or self.caches or self.erase or self.strip or self.messages or self.maybe)

    @property
    def begins(self) -> bool:
        """Whether HEAD is to be made right by a commit before anything is rewritten."""
        return bool(self.untrack or self.mend or self.hand)

    @property
    def anything(self) -> bool:
        return bool(self.rewrites or self.move or self.hand or self.untrack)

    @property
    def patterns(self) -> tuple[str, ...]:
        """What git-lfs takes the moved paths by: each path, or an ending that many of them share."""
        endings = dict[bytes, list[bytes]]()
        for path in self.move:
            endings.setdefault(_ending(path), []).append(path)
        many = {ending for ending, paths in endings.items() if ending and len(paths) > MANY}
        exact = [b"/" + PLAIN.sub(b"*", path) for path in self.move if _ending(path) not in many]
        return tuple(
            pattern.decode() for pattern in [*(b"*" + ending for ending in sorted(many)), *dict.fromkeys(exact)]
        )


def work(audit: Audit, storage: Storage) -> Work:
    """Sort an audit. What is large and still wanted goes to the storage that the repository uses: Git LFS or DVC."""
    leaks = audit.leaks or ()
    strip = bool(audit.notebooks and audit.notebooks.output)
    files = {oid for leak in leaks if leak.code == SECRET_FILE for oid in leak.oids}
    sure = [leak for leak in leaks if leak.code not in {SECRET_FILE, MESSAGE} and leak.severity == Severity.ERROR]
    unsure = [leak for leak in leaks if leak.code not in {SECRET_FILE, MESSAGE} and leak.severity != Severity.ERROR]
    holders = {oid for leak in sure for oid in leak.oids} - files
    caches = {found[1] for path in audit.paths if (found := CACHES.match(path))}
    large = [
        held
        for held in audit.blobs
        if held.size > audit.limit and held.oid not in files and _is_ours(held, strip=strip)
    ]
    dvc = storage is Storage.DVC
    wanted, gone, left = _wanted(large, holders, dvc=dvc)
    drop = {held.oid: held.size for held in gone}
    move = {name.path for held in wanted for name in held.names}
    return Work(
        drop=tuple(sorted(files | drop.keys() | ({held.oid for held in wanted} if dvc else set()))),
        dropped=sum(held.size for held in audit.blobs if held.oid in drop or held.oid in files),
        caches=tuple(sorted(caches)),
        erase=_erased(sure, files | drop.keys()),
        maybe=_erased(unsure, files | drop.keys()),
        messages=any(leak.code == MESSAGE for leak in leaks),
        move=() if dvc else tuple(sorted(move)),
        moved=sum(held.size for held in wanted),
        hand=tuple(sorted({held.path for held in wanted})) if dvc else (),
        untrack=tuple(
            sorted(
                {name for leak in leaks if leak.code == SECRET_FILE and leak.in_head for name in leak.names}
                | {
                    folder.rstrip(b"/")
                    for folder in caches
                    if any(_in_head(audit, path) for path in _below(audit, folder))
                }
            )
        ),
        mend=any(leak.in_head for leak in sure) or bool(strip and audit.notebooks and audit.notebooks.head_output),
        strip=strip,
        notes=any(_is_note(name) for leak in leaks for name in leak.names),
        left=(*left, *_notes(audit, strip=strip)),
    )


def _is_note(path: bytes) -> bool:
    return NOTE.fullmatch(path) is not None and len(path.replace(b"/", b"")) in OIDS


def _is_ours(held: Held, *, strip: bool) -> bool:
    """Whether a large blob has to go or to move: no cache, no notebook that is stripped, not a host's own."""
    if held.standing is Standing.UNREACHABLE or not held.names:
        return False
    if held.refs and all(ref.startswith(HIDDEN) for ref in held.refs):
        return False
    paths = [name.path for name in held.names]
    if strip and all(path.lower().endswith(NOTEBOOKS) for path in paths):
        return False
    return not all(CACHES.match(path) for path in paths)


def _wanted(large: Sequence[Held], holders: set[str], *, dvc: bool) -> tuple[list[Held], list[Held], list[str]]:
    """Large blobs that some tree still wants, those that none does, and what nobody can decide but a person."""
    alive = {name.path for held in large if held.standing in LIVING for name in held.names}
    wanted, gone, left = list[Held](), list[Held](), list[str]()
    for held in large:
        living = not alive.isdisjoint(name.path for name in held.names)
        if held.standing is Standing.DELETED and (dvc or not living or held.oid in holders):
            gone.append(held)
        elif held.oid in holders:
            left.append(f"{shown(held.path)} is large and holds a secret: the secret is erased, the file stays in git")
        elif dvc and held.standing is Standing.TIP:
            left.append(f"{shown(held.path)} is large, and in another branch or tag alone: `dvc add` it there first")
        else:
            wanted.append(held)
    return wanted, gone, left


def _erased(leaks: Sequence[Leak], dropped: set[str]) -> tuple[tuple[str, str, bytes], ...]:
    lines = {
        (oid, leak.code, name)
        for leak in leaks
        for oid in leak.oids
        if oid not in dropped
        for name in leak.names or (leak.path,)
    }
    return tuple(sorted(lines))


def _notes(audit: Audit, *, strip: bool) -> list[str]:
    notes = list[str]()
    if audit.leaks is None:
        notes.append("secrets, which were not searched for: run `mlhygiene audit --plan` without --no-secrets")
    if audit.notebooks and audit.notebooks.broken and strip:
        notes.append(f"{audit.notebooks.broken:,} versions of notebooks cannot be read: they stay as they are")
    if audit.loose.blobs:
        notes.append("what no branch or tag reaches (reflogs, dropped stashes) goes with this clone")
    return notes


def _below(audit: Audit, folder: bytes) -> list[bytes]:
    return [path for path in audit.paths if path.startswith(folder)]


def _in_head(audit: Audit, path: bytes) -> bool:
    return audit.paths[path].head > 0


def _ending(path: bytes) -> bytes:
    """`.pt` of a plain name; empty of what no pattern should stand for."""
    stem, dot, rest = path.rpartition(b"/")[2].rpartition(b".")
    return dot + rest if stem and ENDING.fullmatch(dot + rest) else b""
