r"""How a name stands beside its value: the one grammar of all contexts.

`WANDB_API_KEY=…`, `os.environ["X"] = "…"`, `wandb login …`, `ENV X …`, `${X:-…}`,
`getenv("X", "…")`, `login(key="…")`, `"x": "…"`, `- name: X\n  value: …`, `--x …`,
`<add key="X" value="…"/>`, `$env:X = "…"`, `x: str = "…"`. Every repeat is bounded.
"""

from __future__ import annotations

import re

# What may stand between a name and its value, apart from words.
BETWEEN = rb"[\s\"'`\\=:,()\[\]{}<>|?&@*$%+!.-]{1,16}"
# Words that may stand there, too: types, accessors, the words that secrets go by. No word is
# read in two ways, or `key=key=key=…` would be read in thousands.
WORD = (
    rb"(?i:(?=[a-z0-9_]{0,24}?(?:key|token|secret|pass|pwd|auth|login|value|default|bearer|client|credential|string|type"
    rb"|api|user)"
    rb"|(?:str|optional|final|const|char|help|required|none|true|false|from|set|literal|b|f|r)(?![a-z0-9_]))"
    rb"[a-z0-9_]{1,48}+)"
)
GAP = rb"(?:%b+%b){0,4}%b" % (BETWEEN, WORD, BETWEEN)
# Before a secret: no word, unless it is the tail of an escape (`\n`, `%3D`, `\u003d`).
LEFT = rb"(?:(?<![A-Za-z0-9_])|(?<=\\[nrtbf])|(?<=%[0-9A-Fa-f]{2})|(?<=\\u00[0-9a-f]{2}))"
RIGHT = rb"(?![A-Za-z0-9_])"
# Names whose values look like secrets and are none.
OTHER_THINGS = re.compile(
    rb"(?i)(?:^|[^a-z])(?:commit|sha\d*|revision|rev|digest|hash|md5|etag|checksum|oid|uuid|guid|ids?|version|model|ref"
    rb"|run|image|layer|tree|blob|file|url|host|project|entity|group|artifact|dataset|integrity|fingerprint)(?:[^a-z]|$)"
)


def firm(pattern: str, *, bounded: bool) -> bytes:
    """A shape that says by itself what it is, between its boundaries."""
    return LEFT + b"(?:" + pattern.encode() + b")" + (RIGHT if bounded else b"")


def named(pattern: str, *, bounded: bool) -> bytes:
    """A value of some shape after a name; matched from the keyword in the name on."""
    right = rb"(?![A-Za-z0-9_]|[-/+.][A-Za-z0-9])" if bounded else b""
    return rb"[A-Za-z0-9_.\-]{1,64}+" + rb"(?P<gap>%b)(?:%b)" % (GAP, _captured(pattern)) + right


def _captured(pattern: str) -> bytes:
    return pattern.encode() if "(?P<secret>" in pattern else b"(?P<secret>" + pattern.encode() + b")"


def begins_word(content: bytes, at: int) -> bool:
    """Whether a component of a name begins here: `KEY` and `my_key` and `myKey`, not `monkey`."""
    before, first = content[at - 1 : at], content[at : at + 1]
    return not before.isalpha() or (before.islower() and first.isupper())
