"""What a run looked at, and what it could not look at."""

from __future__ import annotations

from dataclasses import dataclass, field

from mlhygiene.model import shown


@dataclass
class Coverage:
    """What a run looked at, what it passed over on purpose, what it could not judge.

    `messages` counts what commits say, `contents` files that are not empty, `scanned` the contents that were searched
    for secrets, each once, and `scanned_bytes` how much of them. `gaps` are never silent: each is told, and any of
    them makes the run exit 2.
    """

    blobs: int = 0
    commits: int = 0
    messages: int = 0
    contents: int = 0
    scanned: int = 0
    scanned_bytes: int = 0
    notes: list[str] = field(default_factory=list[str])
    gaps: list[str] = field(default_factory=list[str])

    absent: int = 0
    unlisted: int = 0

    def unlist(self, path: bytes, why: str) -> None:
        """Count a file that somebody named and that is not judged."""
        self.note(f"{shown(path)}: {why}, not judged")
        self.unlisted += 1

    def scan(self, path: bytes, size: int, whole: int) -> None:
        """Count a content that was searched; where that was a part, how large a part is told."""
        self.scanned += 1
        self.scanned_bytes += size
        if size < whole:
            self.note(f"{shown(path)}: searched for secrets as far as {size:,} of {whole:,} bytes")

    def missing(self, path: bytes, remedy: str) -> None:
        """Count an object that the repository does not hold; the first is named."""
        if not self.absent:
            self.gaps.append(f"{shown(path)}: its content is not in this clone, not judged: {remedy}")
        self.absent += 1

    def note(self, text: str) -> None:
        if text not in self.notes:
            self.notes.append(text)

    def gap(self, text: str) -> None:
        if text not in self.gaps:
            self.gaps.append(text)
