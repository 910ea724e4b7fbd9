"""What one kind of secret looks like, as data: a row of the provider table."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Tier(Enum):
    """What makes a text a secret: its shape alone, or its shape beside the provider's name."""

    FIRM = "firm"
    NAMED = "named"


class Family(StrEnum):
    """The rule that tells a secret."""

    TOKEN = "provider-token"  # noqa: S105 - a name of a rule
    KEY = "private-key"
    GENERIC = "generic-secret"
    URL = "url-credentials"


class Format(NamedTuple):
    """One shape of one provider's secrets.

    `pattern` is a regular expression over ASCII bytes; its group `secret`, or else all of
    it, is the secret. Every repeat in it is bounded. It is matched where a keyword stands:
    a FIRM secret begins with one, unless `lead` says how many bytes may come before it.
    A NAMED secret follows a name that holds a keyword (`COHERE_API_KEY = "…"`).

    `keywords` are lower case. `shown` is how much of the secret's start is public, and may
    be told. `samples` and `negatives` are texts whose `{class:length}` are filled at run
    time; `«…»` marks the secret. `source` is where the provider documents the format,
    `revoke` the page on which a leaked one is revoked. `check` tells offline whether a
    secret is well-formed to the last character: it adds to what is said, and never filters.
    """

    id: str
    what: str
    source: str
    provider: str = ""
    keywords: tuple[str, ...] = ()
    pattern: str = ""
    samples: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    revoke: str = ""
    variable: str = ""
    shown: int = 0
    lead: int = 0
    tier: Tier = Tier.FIRM
    family: Family = Family.TOKEN
    check: Callable[[bytes], bool] | None = None
    # Whether a right-hand neighbour such as `-` or `=` may belong to a longer, other text.
    bounded: bool = True
