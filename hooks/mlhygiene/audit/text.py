"""An audit for a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.model import shown
from mlhygiene.sizes import shown_size

if TYPE_CHECKING:
    from mlhygiene.audit.audit import Audit


def render(audit: Audit, *, top: int, color: bool) -> str:
    """What history holds, the heaviest first."""
    del color
    lines = [f"{audit.commits:,} commits, {audit.reachable.blobs:,} contents of {shown_size(audit.reachable.size)}"]
    lines += [f"{shown_size(held.size):>10}  {shown(held.path)}  {held.standing}" for held in audit.blobs[:top]]
    return "\n".join(lines) + "\n"
