"""Where a finding lies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Location:
    """Where a finding lies. Line and column count from 1; None where there is none."""

    path: bytes | None = None
    line: int | None = None
    column: int | None = None
    commit: str | None = None
    ref: str | None = None
