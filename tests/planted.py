"""Files with secrets in them, made when a test runs."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from builders import blob
from tokens import make

if TYPE_CHECKING:
    from mlhygiene.model import Blob


class Planted(NamedTuple):
    """A file, and the secret that its template marks, with its place."""

    subject: Blob
    secret: str
    line: int
    column: int


def planted(path: str, template: str, seed: object = 0) -> Planted:
    """A file from a template of `tokens.make`: `«…»` marks its secret."""
    text, secret = make(template, Random(f"{path} {template} {seed}"))
    before = text[: text.index(secret)]
    return Planted(blob(path, text.encode()), secret, before.count("\n") + 1, len(before.rpartition("\n")[2]) + 1)
