"""What a record names beside the commit: a snapshot, a patch, the words of the command."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mlhygiene import urls
from mlhygiene.model import printable
from mlhygiene.provenance.stamp import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.provenance.records import Record

# Where `mlhygiene run --snapshot` keeps its commits.
SNAPSHOTS = "refs/mlhygiene/runs/"
PATCHES = (".patch", ".diff")
# Where trackers keep what belongs to a run, from where its record lies.
BESIDE = (".", "files", "artifacts", os.pardir)
LARGEST = 64 << 20


class Evidence(NamedTuple):
    """Of one record: `fields` are a stamp's, `patch` is the path of a file with the digest that the record names."""

    commit: str
    fields: dict[str, Any]
    snapshot: str | None
    patch: str | None
    changed: tuple[str, ...]
    submodules: tuple[str, ...]
    command: tuple[str, ...]


def read(path: str, record: Record) -> Evidence:
    """What a record names, and what lies beside it."""
    ours = _document(path)
    snapshot = ours.get("snapshot")
    digest = record.fields.get("patch")
    return Evidence(
        commit=record.fields["commit"],
        fields=record.fields,
        snapshot=snapshot if isinstance(snapshot, str) and snapshot.isalnum() else None,
        patch=next(_patches(path, digest), None) if isinstance(digest, str) else None,
        changed=_texts(ours.get("changed")),
        submodules=_texts(ours.get("submodules")),
        command=_texts(ours.get("command")),
    )


def place(url: str) -> tuple[str | None, str]:
    """The host and the path that an address leads to, however it is written."""
    found = urls.parsed(urls.public(url))
    tail = found.tail if found else url
    return (found.host.lower() if found else None), tail.strip(":/").removesuffix(".git").rstrip("/")


def _document(path: str) -> dict[str, Any]:
    """A `provenance.json` of ours, whose keys beside the stamp's `records` leaves out."""
    if not os.path.isfile(path) or os.path.getsize(path) > LARGEST:
        return {}
    import json  # only who verifies needs it

    with open(path, "rb") as file:
        try:
            found: object = json.load(file)
        except (ValueError, RecursionError):
            return {}
    document = cast("dict[str, Any]", found) if isinstance(found, dict) else {}
    return document if document.get("schema") == SCHEMA else {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(printable(str(each)) for each in cast("list[object]", value)) if isinstance(value, list) else ()


def _patches(path: str, digest: str) -> Iterator[str]:
    """The files beside a record that have the digest."""
    import hashlib  # openssl comes with it

    folder = path if os.path.isdir(path) else os.path.dirname(path) or os.curdir
    for beside in BESIDE:
        at = os.path.normpath(os.path.join(folder, beside))
        for name in sorted(os.listdir(at)) if os.path.isdir(at) else ():
            file = os.path.join(at, name)
            if name.endswith(PATCHES) and os.path.isfile(file):
                with open(file, "rb") as stream:
                    if f"sha256:{hashlib.file_digest(stream, 'sha256').hexdigest()}" == digest:
                        yield file
