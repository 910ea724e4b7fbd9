"""The secrets of a blob, and which of them the blob brings."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlhygiene.secrets import content, find

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.model import Blob
    from mlhygiene.secrets.find import Secret

# A notebook is parsed as a whole; beyond this it is read as text, in pieces, like any other file.
WHOLE = 64 * 1024 * 1024
# Of a binary so much is searched: the heads of weights and archives hold what they hold of text.
BINARY = 64 * 1024 * 1024
# What stands at the end of a line of a notebook, and comes and goes with its neighbours.
ENDS = b" \t\r,"
BOM = b"\xef\xbb\xbf"


def of_blob(blob: Blob) -> tuple[Sequence[Secret], int]:
    """Every secret of a blob, and how many of its bytes were searched."""
    pieces = _Pieces(blob)
    return tuple(find.secrets(blob.path, pieces)), pieces.size


def added(secrets: Sequence[Secret], blob: Blob) -> Sequence[Secret]:
    """Those in lines which the versions before have not, or not as often.

    A line that moves inside its file, or with it to another path, brings nothing. A key of
    many lines is new if any of them is.
    """
    versions = blob.snapshot.before(blob)
    if not versions:
        return secrets
    now = _lines(b"".join(blob.snapshot.pieces(blob, find.PIECE)))
    counts = Counter(now)
    olds = [Counter(_lines(version)) for version in versions]
    fresh = {line for line in counts if all(counts[line] > old[line] for old in olds)}
    return [secret for secret in secrets if not fresh.isdisjoint(now[secret.place.line - 1 : secret.last])]


def _lines(raw: bytes) -> list[bytes]:
    text = content.decoded(raw).removeprefix(BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return [line.rstrip(ENDS) for line in text.split(b"\n")]


class _Pieces:
    """A blob's content as it is to be read, and how much of it was."""

    def __init__(self, blob: Blob) -> None:
        self._blob = blob
        self.size = 0

    def __iter__(self) -> Iterator[bytes]:
        blob = self._blob
        whole = blob.path[blob.path.rfind(b".") :].lower() in content.NOTEBOOKS and blob.size <= WHOLE
        binary = False
        for piece in blob.snapshot.pieces(blob, blob.size if whole else find.PIECE):
            binary = binary or content.is_binary(content.decoded(piece))
            self.size += len(piece)
            yield piece
            if binary and self.size >= BINARY:
                return
