"""Commits by what they say, without git."""

from __future__ import annotations

from typing import Any

from mlhygiene.model import Commit
from mlhygiene.record import Record


def saying(message: str, **record: Any) -> Commit:
    """A commit with a message; `record` is what else is known of it."""
    metrics = record.pop("metrics", {})
    pending = record.setdefault("pending", True)
    return Commit(None if pending else "c0ffee" * 6 + "c0ff", record=Record(message, metrics=lambda: metrics, **record))
