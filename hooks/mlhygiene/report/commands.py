"""What a build agent takes for a command when it stands in a log, and how text is kept from being one.

GitHub's runner obeys `::name …::` at the start of a line, blanks before it or not, and `##[name …]` anywhere in
one; Azure's agent `##vso[…]`, TeamCity's `##teamcity[…]`. The name of a file may be any of them. `::stop-commands::`
would need a word that nobody can guess, and so another log in every run.
"""

from __future__ import annotations

import re

ANYWHERE = re.compile(r"##(\w*)\[")
# Colours before it hide it from no agent that takes them out first.
AT_START = re.compile(r"^((?:\s|\x1b\[[0-9;]*m)*)::", re.MULTILINE)


def muted(text: str) -> str:
    r"""A text for people in which no line is a command: written out as what steers a terminal is.

    >>> muted("::error::x: MLH101\nat ##[add-path]x, a::b")
    '\\x3a:error::x: MLH101\nat ##\\x5badd-path]x, a::b'
    """
    return AT_START.sub(r"\1\\x3a:", ANYWHERE.sub(r"##\1\\x5b", text))
