"""Text that leaves this machine in a tag or a log: no secret, and no address that lets somebody in."""

from __future__ import annotations

import re

from mlhygiene import urls
from mlhygiene.model import printable

ADDRESS = re.compile(r"[A-Za-z][\w+.-]*://\S+")
SCP = re.compile(r"\S+@\S+")


def public(text: str) -> str:
    """The same lines, as they may be told."""
    from mlhygiene.secrets.redaction import redacted  # formats of tokens come with it

    lines = [_without_logins(line) for line in text.replace("\t", " ").split("\n")]
    return "\n".join(map(printable, redacted(lines)))


def address(url: str) -> str:
    """An address without a login, or a parameter that lets somebody in; it keeps query and fragment.

    MLflow has its runs behind a `#`.
    """
    found = urls.parsed(urls.bare(url))
    if found is None or not found.scheme:
        return urls.public(url)
    return f"{found.scheme}://{found.host}{found.port}{found.tail}"


def _without_logins(line: str) -> str:
    line = ADDRESS.sub(lambda found: address(found[0]), line)
    return SCP.sub(lambda word: urls.public(word[0]) if urls.secretive(word[0]) else word[0], line)
