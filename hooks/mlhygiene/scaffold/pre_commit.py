"""Our hooks in somebody's `.pre-commit-config.yaml`: added, and every other byte kept."""

from __future__ import annotations

from typing import NamedTuple


class Merged(NamedTuple):
    """The new content, and what a person should know, a line each. The same content: nothing was to do."""

    content: bytes
    notes: tuple[str, ...] = ()


def merged(content: bytes | None) -> Merged:
    """The config with our hooks in it; None is no config yet. Refusal says what is broken, and where."""
    raise NotImplementedError
