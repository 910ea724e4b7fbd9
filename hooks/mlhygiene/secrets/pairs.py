"""Secrets that come in pairs: an AWS key id makes a secret of the forty characters beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from mlhygiene.secrets import placeholder
from mlhygiene.secrets.match import Match, disjoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ID = "aws-access-key-id"
SECRET = "aws-secret-access-key"  # noqa: S105 - the id of a format
FORTY = re.compile(rb"(?<![A-Za-z0-9/+=_-])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=_-])")
# A table's row, the lines of a config.
NEAR = 400
# Forty hexadecimal digits, a commit, have four bits a digit at the most.
RANDOM = 4.0


def paired(found: Sequence[Match], content: bytes) -> Sequence[Match]:
    """The same matches; a key id whose secret is near is told as part of it, not by itself."""
    ids = [match for match in found if match.format.id == ID]
    if not ids:
        return found
    both = disjoint([*found, *(secret for each in ids for secret in _beside(each, content))])
    secrets = [match.begin for match in both if match.format.id == SECRET]
    return [match for match in both if match.format.id != ID or not _is_near(match.begin, secrets)]


def _is_near(begin: int, begins: Sequence[int]) -> bool:
    """Whether one of some places, which are in order, is near."""
    index = bisect_left(begins, begin - NEAR)
    return index < len(begins) and begins[index] <= begin + NEAR


def _beside(match: Match, content: bytes) -> Iterator[Match]:
    from mlhygiene.secrets.providers import FORMATS  # a text with a key id has met it already

    form = next((form for form in FORMATS if form.id == SECRET), None)
    for found in FORTY.finditer(content, max(0, match.begin - NEAR), match.end + NEAR):
        if form and placeholder.entropy(found[0]) > RANDOM and not placeholder.is_firm_stand_in(found[0]):
            yield Match(*found.span(), form, found.start())
