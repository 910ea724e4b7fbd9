"""Audits made by hand: what a repository of that kind would tell."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from mlhygiene.audit.audit import Audit, Leak, Notebooks, Pointers, Stored
from mlhygiene.audit.held import MIB, Held, Name, Origin, Standing, Weight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

BEGUN = 1_704_067_200
DAY = 86_400
NONE = Weight()


def oid(number: object) -> str:
    """An oid: made up, and always the same."""
    return hashlib.sha1(str(number).encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()


def origin(number: int = 0, author: str = "Ada <ada@example.org>") -> Origin:
    """The commit of a day: days count from 2024-01-01."""
    return Origin(oid(f"commit {number}"), author, BEGUN + number * DAY)


def held(size: int, *paths: bytes, standing: Standing = Standing.HEAD, **more: Any) -> Held:
    """A content at some paths, the first brought on the first day."""
    gone = origin(90, "Grace <grace@example.org>") if standing is Standing.DELETED else None
    names = tuple(Name(path, origin(day), gone) for day, path in enumerate(paths))
    values = {"disk": size // 2, "refs": ("refs/heads/main",), **more}
    return Held(oid(f"{size} {paths!r}"), size, names=names, standing=standing, **values)


def weight(*sizes: int, head: int = 0, deleted: int = 0) -> Weight:
    """Contents of these sizes, half as large on disk."""
    return Weight(len(sizes), sum(sizes), sum(sizes) // 2, head, deleted)


def plus(a: Weight, b: Weight) -> Weight:
    return Weight(*(x + y for x, y in zip(a, b, strict=True)))


def folded(paths: Mapping[bytes, Weight]) -> dict[bytes, Weight]:
    """What lies in each folder, the root too."""
    folders: defaultdict[bytes, Weight] = defaultdict(Weight)
    for path, each in paths.items():
        parts = path.split(b"/")[:-1]
        for depth in range(len(parts) + 1):
            folder = b"/".join(parts[:depth])
            folders[folder] = plus(folders[folder], each)
    return dict(folders)


def audit(paths: Mapping[bytes, Weight] | None = None, blobs: Iterable[Held] = (), **more: Any) -> Audit:
    """An audit whose sums are those of its paths."""
    paths = paths or {}
    folders = folded(paths)
    extensions: defaultdict[str, Weight] = defaultdict(Weight)
    for path, each in paths.items():
        base, dot, suffix = path.rpartition(b"/")[2].rpartition(b".")
        known = (dot + suffix).decode("utf-8", "surrogateescape") if base else ""
        extensions[known] = plus(extensions[known], each)
    values: dict[str, Any] = {
        "head": oid("head"),
        "branch": "main",
        "commits": 1234,
        "refs": {"refs/heads/main": oid("head"), "refs/tags/v1.0": oid("tag"), "refs/stash": oid("stash")},
        "limit": 512_000,
        "stored": {"blob": Stored(len(paths), 1, 1), "commit": Stored(1234, 300_000, 200_000)},
        "reachable": folders.get(b"", NONE),
        "loose": NONE,
        "leaks": (),
        "notebooks": Notebooks(),
        **more,
    }
    every = sorted(blobs, key=lambda each: (-each.size, each.path))
    return Audit(blobs=every, paths=paths, folders=folders, extensions=dict(extensions), **values)


EMPTY = audit(head=None, branch=None, commits=0, refs={}, stored={})
CLEAN = audit({b"src/train.py": weight(4000, 4100, head=4100), b"README.md": weight(900, head=900)})


def leak(path: bytes = b"config/.env", **more: Any) -> Leak:
    """A secret: what is shown of it is stars."""
    values: dict[str, Any] = {
        "code": "MLH202",
        "message": "a token of Hugging Face",
        "masked": "HF_TOKEN=hf_****************",
        "fingerprint": "sha256:" + "ab" * 32,
        "line": 3,
        "first": origin(4),
        "oids": (oid("leak"),),
        "names": (path, b"old/.env"),
        "in_head": False,
        "revoke": "https://huggingface.co/settings/tokens",
        **more,
    }
    return Leak(path=path, **values)


def typical(**more: Any) -> Audit:
    """A project that once committed a model, and much besides."""
    paths = {
        b"models/big.pt": weight(150 * MIB, 140 * MIB, deleted=290 * MIB),
        b"models/small.onnx": weight(12 * MIB, head=12 * MIB),
        b"data/raw/train.csv": weight(60 * MIB, 1000, head=60 * MIB),
        b"data/raw/test.csv": weight(900_000, head=900_000),
        b"notebooks/eda.ipynb": weight(*[700_000] * 40, head=700_000, deleted=700_000 * 3),
        b"src/train.py": weight(4000, 4100, head=4100),
        b"README": weight(900),
        "données/modèle-模型.bin".encode(): weight(2_000_000, deleted=2_000_000),
    }
    big = held(150 * MIB, b"models/big.pt", b"models/old/big.pt", *(b"tmp/copy-%d.pt" % n for n in range(5)))
    refs = ("refs/heads/main", "refs/tags/v1.0", "refs/stash", "refs/remotes/origin/exp/lr")
    blobs = [
        held(150 * MIB, *(name.path for name in big.names), standing=Standing.DELETED, refs=refs),
        held(140 * MIB, b"models/big.pt", standing=Standing.DELETED),
        held(60 * MIB, b"data/raw/train.csv", b"data/train.csv"),
        held(12 * MIB, b"models/small.onnx"),
        held(2_000_000, "données/modèle-模型.bin".encode(), standing=Standing.TIP, refs=("refs/heads/exp/lr",)),
    ]
    values: dict[str, Any] = {
        "churn": ((b"notebooks/eda.ipynb", 40), (b"models/big.pt", 2)),
        "duplicates": (blobs[2],),
        "pointers": Pointers(12, 10, 4_000_000_000, 600_000_000),
        "caches": weight(3_000_000, 200_000),
        "notebooks": Notebooks(40, 28_000_000, 21_000_000, 1, 700_000, 500_000, (b"notebooks/eda.ipynb",), 1),
        "leaks": (leak(), leak(b"train.py", in_head=True, line=None, names=(b"train.py",), revoke="", first=None)),
        "loose": weight(600_000),
        "unreachable": (held(600_000, standing=Standing.UNREACHABLE, refs=()),),
        **more,
    }
    return audit(paths, blobs, **values)


def hostile(*names: bytes) -> Audit:
    """The same names wherever a name can be."""
    texts = [name.decode("utf-8", "surrogateescape") for name in names]
    paths = {
        b"dir/" + name if name in {b".", b".."} else name: weight(30_000_000, deleted=30_000_000) for name in names
    }
    blobs = [
        held(30_000_000 + n, name, name + b"2", standing=Standing.DELETED, kind=text, refs=(f"refs/heads/{text}",))
        for n, (name, text) in enumerate(zip(names, texts, strict=True))
    ]
    leaks = [
        leak(
            name, message=text, masked=text, names=(name, name + b"2"), first=origin(1, f"{text} <{text}>"), revoke=text
        )
        for name, text in zip(names, texts, strict=True)
    ]
    return audit(
        paths,
        blobs,
        refs={f"refs/heads/{text}": oid(text) for text in texts},
        branch=texts[0],
        leaks=leaks,
        churn=[(path, 2) for path in paths],
        duplicates=blobs,
        notes=texts,
        gaps=texts,
    )
