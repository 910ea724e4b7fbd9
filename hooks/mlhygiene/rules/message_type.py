"""MLH403."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.message_rule import MessageWarning, first_line
from mlhygiene.messages.choices import SWITCH, WORDS, parse_switch, parse_words
from mlhygiene.rule import Excerpt, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Commit
    from mlhygiene.record import Record
    from mlhygiene.rule import Finding

TYPES = ["exp", "feat", "fix", "refactor", "data", "docs", "test", "chore", "perf", "ci", "build", "style", "revert"]
PREFIX = re.compile(r"([A-Za-z][\w-]*)((?:\([^()]*\))?!?:[ \t]+)")
_SAME = {
    "exp": "experiment experiments exps expt",
    "feat": "feature features",
    "fix": "bugfix bug hotfix",
    "docs": "doc documentation",
    "test": "tests testing",
    "refactor": "refac refactoring cleanup",
    "data": "dataset datasets",
    "perf": "performance",
    "chore": "deps maintenance",
}
SAME = {word: name for name, words in _SAME.items() for word in words.split()}
# Some count their experiments; `EXP-12` is a ticket's.
NUMBERED = re.compile(r"^(exp|experiment)[0-9]+$")
# Words differ by less: `feta`, `docss`; `text` is no `test`.
NEAR = 0.84


@dataclass(frozen=True, kw_only=True)
class MessageType(MessageWarning):
    """Type of change that is none of the team's.

    Types let people and tools sort a history: `feta: flash attention` is in
    nobody's list of features. A message without a type passes, and so does a
    first word that is like no type, such as the name of a module, unless the
    team requires one of its types.

    Write one of the types, such as `feat: flash attention`.
    """

    code = "MLH403"
    name = "message-type"

    types: tuple[str, ...] = option(TYPES, "The types that messages have.", parse_words, WORDS)
    require: bool = option(False, "Whether every message must have one of the types.", parse_switch, SWITCH)

    def judge(self, commit: Commit, _record: Record, message: str, /) -> Iterator[Finding]:
        subject = first_line(message)
        match = PREFIX.match(subject)
        word = match[1] if match else ""
        if word in self.types:
            return
        near = self._near(word) if word else None
        write: str | None
        if match is not None and near:
            what, write = f"`{word}` is none of the types: did you mean `{near}`?", f"{near}{subject[match.end(1) :]}"
        elif self.require:
            said = f"`{word}` is none of the types" if word else "no type"
            what, write = f"{said}: write one of {', '.join(self.types)}", None if word else f"<type>: {subject}"
        else:
            return
        yield self.told(commit, what, Excerpt(subject, 0, len(word)), write=write, type=word or None, instead=write)

    def _near(self, word: str) -> str | None:
        """The type that somebody meant."""
        lower = NUMBERED.sub(r"\1", word.lower())
        if lower in self.types:
            return lower
        if SAME.get(lower) in self.types:
            return SAME[lower]
        from difflib import get_close_matches  # 4 ms that only a word of no type costs

        shuffled = next((name for name in self.types if sorted(name) == sorted(lower)), None)
        return shuffled or next(iter(get_close_matches(lower, self.types, n=1, cutoff=NEAR)), None)
