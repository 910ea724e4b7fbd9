"""What a check of `mlhygiene doctor` answers."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Status(StrEnum):
    """How a thing is. `unjudged`: it could not be looked at, which is never well."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"
    UNJUDGED = "unjudged"


class Diagnosis(NamedTuple):
    """One line: what is, how bad that is, and the command that mends it, to be run at the repository's root."""

    text: str
    status: Status = Status.OK
    fix: str = ""


def note(text: str, fix: str = "") -> Diagnosis:
    """Something to know."""
    return Diagnosis(text, Status.NOTE, fix)


def warning(text: str, fix: str = "") -> Diagnosis:
    """Something odd."""
    return Diagnosis(text, Status.WARNING, fix)


def error(text: str, fix: str = "") -> Diagnosis:
    """Something that cannot work."""
    return Diagnosis(text, Status.ERROR, fix)


def counted(number: int, noun: str) -> str:
    """`1 file`, `1,200 files`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
