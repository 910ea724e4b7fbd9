"""No tracker at all: a JSON file, or a dict of the caller's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from mlhygiene.provenance.adapters import filling

if TYPE_CHECKING:
    from mlhygiene.provenance.stamp import Stamp


def put(target: str | os.PathLike[str] | dict[str, Any], stamp: Stamp) -> None:
    """The whole stamp as a file that is there whole or not at all; what a dict lacks."""
    if isinstance(target, dict):
        target |= filling.missing(stamp, target)
        return
    from mlhygiene import files

    name = os.path.abspath(os.fsdecode(target))
    _look(name)
    os.makedirs(os.path.dirname(name), exist_ok=True)
    files.report(name, [content(stamp)])


def content(stamp: Stamp) -> bytes:
    """What a `provenance.json` holds."""
    import json  # only where one is written

    return json.dumps(stamp.document(), indent=2, ensure_ascii=False).encode() + b"\n"


def _look(name: str) -> None:
    """Refuse to write over what is no record of ours: `metrics.json` in a hurry."""
    if not os.path.lexists(name):
        return
    from mlhygiene.provenance import baked

    if os.path.isfile(name) and os.path.getsize(name) and not baked.is_ours(name):
        raise ValueError("there is another file of this name, and no record of ours: give another name")
