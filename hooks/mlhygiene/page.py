"""Pages for people: one HTML file that holds its data, its style and its scripts, and loads nothing.

What comes out of a repository goes in as JSON, never as markup, and the scripts set it as text; or
as markup that `escaped` has made harmless. A Content-Security-Policy allows the scripts and styles
that are in the file by their hashes, and nothing else: no request, whatever a text says.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; script-src {}; style-src {}"
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
SCRIPT = re.compile(r'<script src="([^"]+)"></script>')
DATA = re.compile(r'(<script type="application/json" id="([a-z]+)">)(?:.*?)(</script>)')
MARKUP = re.compile(r"<!-- here: ([a-z]+) -->")
ALLOWED = re.compile(r'(http-equiv="Content-Security-Policy" content=")(?:[^"]*)(")')
PLACES = re.compile("|".join(place.pattern for place in (STYLE, SCRIPT, DATA, MARKUP, ALLOWED)))
# Nothing in a <script> ends it, or is taken for a comment; U+2028 and U+2029 were line ends in JavaScript once.
ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}
ENTITIES = {ord(c): f"&#{ord(c)};" for c in "&<>\"'`"}
# The generator stands in the first bytes of a page.
HEAD = 2000


def page(
    name: str,
    data: Mapping[str, Mapping[str, object]],
    template: Callable[[str], str],
    markup: Mapping[str, str] | None = None,
) -> str:
    """The whole file: the same for the same data, byte for byte.

    `template` gives the parts by name; those that a page names are told from where it is.
    `data` fills the scripts of JSON by their ids, `markup` the comments `here: …`.
    """
    source = template(name)

    def part(link: str) -> str:
        return template(normpath(join(dirname(name), link)))

    styles = {link: part(link) for link in STYLE.findall(source)}
    scripts = {link: part(link) for link in SCRIPT.findall(source)}
    policy = POLICY.format(*(" ".join(map(_hash, parts.values())) for parts in (scripts, styles)))

    def filled(place: re.Match[str]) -> str:
        style, script, data_opens, identity, data_ends, put, policy_opens, policy_ends = place.groups()
        if style:
            return f"<style>{styles[style]}</style>"
        if script:
            return f"<script>{scripts[script]}</script>"
        if data_opens:
            return f"{data_opens}{embedded(data[identity])}{data_ends}"
        if put:
            return (markup or {})[put]
        return f"{policy_opens}{policy}{policy_ends}"

    return PLACES.sub(filled, source)


def embedded(data: Mapping[str, object]) -> str:
    """JSON that stands in a `<script>`, whatever it says."""
    import json  # 6 ms that only this format needs

    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(ESCAPES)


def escaped(text: str) -> str:
    """A text that is nothing but text, in an element and in an attribute."""
    return text.translate(ENTITIES)


def ours(content: bytes, generator: str) -> bool:
    """Whether a file is a page that a command of ours wrote, so that it may write over it."""
    return f'<meta name="generator" content="mlhygiene {generator}">'.encode() in content[:HEAD]


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
