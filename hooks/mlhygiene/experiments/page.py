"""The report for people: one HTML file that holds its data, its style and its scripts, and loads nothing.

What comes out of messages goes in as JSON, never as markup, and the scripts set it as text.
A Content-Security-Policy allows the scripts and styles that are in the file by their hashes,
and nothing else: no request, whatever a message says.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TEMPLATE = "report.html"
# What tells a report of ours from any other file.
OURS = b'<meta name="generator" content="mlhygiene exp report">'
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; script-src {}; style-src {}"
STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)">')
SCRIPT = re.compile(r'<script src="([^"]+)"></script>')
DATA = re.compile(r'(<script type="application/json" id="logbook">)(.*?)(</script>)')
ALLOWED = re.compile(r'(http-equiv="Content-Security-Policy" content=")([^"]*)(")')
PLACES = re.compile("|".join(place.pattern for place in (STYLE, SCRIPT, DATA, ALLOWED)))
# Nothing in a <script> ends it, or is taken for a comment; U+2028 and U+2029 were line ends in JavaScript once.
ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def page(data: Mapping[str, object], template: Callable[[str], str]) -> str:
    """The whole file: the same for the same data, byte for byte. `template` gives the parts by name."""
    source = template(TEMPLATE)
    styles = {name: template(name) for name in STYLE.findall(source)}
    scripts = {name: template(name) for name in SCRIPT.findall(source)}
    policy = POLICY.format(*(" ".join(map(_hash, parts.values())) for parts in (scripts, styles)))

    def filled(place: re.Match[str]) -> str:
        style, script, data_opens, _, data_ends, policy_opens, _, policy_ends = place.groups()
        if style:
            return f"<style>{styles[style]}</style>"
        if script:
            return f"<script>{scripts[script]}</script>"
        if data_opens:
            return f"{data_opens}{embedded(data)}{data_ends}"
        return f"{policy_opens}{policy}{policy_ends}"

    return PLACES.sub(filled, source)


def embedded(data: Mapping[str, object]) -> str:
    """JSON that stands in a `<script>`, whatever it says."""
    import json  # 6 ms that only this format needs

    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(ESCAPES)


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(sha256(content.encode()).digest()).decode()}'"
