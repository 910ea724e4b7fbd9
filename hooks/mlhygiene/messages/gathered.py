"""What is gathered of a result while it is read, item by item."""

from __future__ import annotations

from typing import NamedTuple

from mlhygiene.messages.brackets import ANY, blanked, groups
from mlhygiene.messages.experiment import Claim, Metric, State
from mlhygiene.messages.vocabulary import SPACED, STATUS


class Result(NamedTuple):
    """The right side, understood. At least one of metrics, claims and status is there."""

    metrics: tuple[Metric, ...] = ()
    claims: tuple[Claim, ...] = ()
    notes: tuple[str, ...] = ()
    state: State = State.DONE
    status: str | None = None
    detail: str | None = None


class Fault(NamedTuple):
    """Why a text is no result, where, and what to write for what lies there: None where that is unknown."""

    kind: str
    message: str
    start: int
    length: int
    put: str | None = None


class Collected:
    """What was found so far in a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.metrics = list[Metric]()
        self.places = list[int]()
        self.claims = list[Claim]()
        self.notes = list[tuple[int, str]]()
        self.status: tuple[str, str | None] | None = None
        # The status as it is written: a note, where another one follows.
        self.written: tuple[int, str] | None = None
        # Whether a detail has taken in all the rest.
        self.over = False
        # Values that are words: notes beside a number, faults alone.
        self.words = list[Fault]()
        # Where the last value of an item ended.
        self.end = 0

    def note(self, at: int, text: str) -> None:
        self.notes.append((at, unstopped(tight(text))))

    def ended(self, at: int, length: int, *, first: bool = False) -> bool:
        """Whether a status stands at a place; the last one counts. Only the first item may go on in words."""
        match = STATUS.match(self.text[at : at + length])
        if match is None or (match["words"] is not None and not first):
            return False
        if self.written is not None:
            self.note(*self.written)
        detail = match["aside"] or match["words"]
        if match["told"] is not None:
            self.over, length = True, len(self.text) - at
            self.notes = [note for note in self.notes if note[0] < at]
            detail = self.text[at + match.end(1) :].lstrip(" \t")[1:]
        self.status = (match[1].lower(), inner(detail) if detail else None)
        self.written = (at, self.text[at : at + length])
        return True


def unstopped(text: str) -> str:
    """A text without the full stop of its sentence."""
    return text[:-1].rstrip() if text.endswith(".") and not text.endswith("..") else text


def tight(text: str) -> str:
    """A note or a detail, whose arrows must not be taken for the one of the subject, were it written elsewhere."""
    return SPACED.sub(r"\1", text).strip() if "->" in text or "→" in text else text


def inner(detail: str) -> str | None:
    """A detail without the parentheses around all of it, and the full stop behind."""
    detail = detail.strip()
    while detail.startswith("(") and groups(detail)[:1] == [(0, len(detail))]:
        detail = detail[1:-1].strip()
    if ANY.search(blanked(detail, groups(detail))):  # one without its other half
        detail = ANY.sub("", detail)
    detail = tight(detail).strip(" \t,;").rstrip(" .")
    return detail if detail not in {"", "->", "→"} else None
