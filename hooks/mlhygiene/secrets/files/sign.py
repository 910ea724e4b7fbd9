"""What is known of one kind of secret file, and what then proves it."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

# How much of a file is judged: git writes the whole blob to give its head, we need not keep it.
HEAD = 64 * 1024


class Judge(Enum):
    """What makes a file of that name a secret."""

    NAME = "the name, unless the file is empty or encrypted"
    SETTINGS = "the name, unless nothing is filled in or all of it is encrypted"
    STORE = "the name, unless all that it stores is certificates"
    KEY = "a private key in it"
    VALUES = "a password, token or key with a value in it"
    ANY_VALUES = "a password, token or key in it, or a random value under any name"
    TOKEN = "one line that is a token, and nothing else"  # noqa: S105 - it is said of a token
    MARK = "a mark in it"


class Sign(NamedTuple):
    """One kind of file: what it is called, by what it is known, and what it then must hold.

    `shared` is a file that belongs in git once the secret is out of it.
    """

    what: str
    patterns: str
    judge: Judge = Judge.NAME
    mark: bytes = b""
    shared: bool = False

    @property
    def by_name(self) -> bool:
        return self.judge in {Judge.NAME, Judge.SETTINGS, Judge.STORE}
