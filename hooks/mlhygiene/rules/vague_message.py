"""MLH402."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.message_rule import MessageWarning, first_line
from mlhygiene.rule import Excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Commit
    from mlhygiene.record import Record
    from mlhygiene.rule import Finding

TYPE = re.compile(r"[A-Za-z][\w-]*(?:\([^()]*\))?!?:[ \t]*")
# What says no more than that something was done; a whole subject of these.
_WORDS = """
    wip fix fixes fixed fixing bug bugs bugfix bugfixes update updates updated updating change changes changed misc
    stuff things tmp temp test testing commit save saved saving checkpoint work working more again cleanup clean minor
    small little tweak tweaks edit edits edited patch oops asdf foo bar final done progress in some it this that and
    the code file files new push latest current try trying hack up
    skip ci
"""
WORDS = frozenset(_WORDS.split())
# More than so many words say something, whatever they are.
MOST = 4


class VagueMessage(MessageWarning):
    """Message that says nothing.

    Half a year later, `fixes` and `WIP` are all that tells which change made
    training diverge, and which experiment a file belongs to.

    Say what was changed, and why: `fix: mask the padding in the loss`.
    """

    code = "MLH402"
    name = "vague-message"

    def judge(self, commit: Commit, _record: Record, message: str, /) -> Iterator[Finding]:
        subject = first_line(message)
        match = TYPE.match(subject)
        if match and match[0].startswith("exp"):
            return  # MLH401 says so
        said = subject[match.end() :] if match else subject
        words = re.findall(r"[^\W_]+(?:['-][^\W_]+)*", said.lower())
        if all(word in WORDS or word.isdigit() for word in words) and len(words) <= MOST:
            what = f"`{subject}` says nothing of what was changed" if words else "the subject has no word"
            yield self.told(commit, what, Excerpt(subject, 0, len(subject)))
