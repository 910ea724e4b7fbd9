"""Files with secrets in them, made when a test runs."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, NamedTuple

from builders import blob
from tokens import make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import BlobRule, Finding


class Planted(NamedTuple):
    """A file, and the secret that its template marks."""

    subject: Blob
    secret: str
    line: int
    column: int


def planted(path: str, template: str, seed: object = 0) -> Planted:
    """A file from a template of `tokens.make`: `«…»` marks its secret."""
    text, secret = make(template, Random(f"{path} {template} {seed}"))
    before = text[: text.index(secret)].rpartition("\n")
    return Planted(blob(path, text.encode()), secret, before[0].count("\n") + len(before[1]) + 1, len(before[2]) + 1)


def findings(rule: BlobRule, subject: Blob) -> Iterator[Finding]:
    """What a rule finds, once nothing it tells holds what it found."""
    yield from rule.check(subject)


def places(rule: BlobRule, path: str, template: str) -> tuple[list[object], list[object]]:
    """Format, line, column and length of what a rule finds, and of what is planted."""
    subject, secret, line, column = planted(path, template)
    told = [(f.data["format"], f.location.line, f.location.column, f.data["length"]) for f in rule.check(subject)]
    return told, [(line, column, len(secret))]
