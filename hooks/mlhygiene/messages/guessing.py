"""Which names are of results, where nothing else says it: no metric is made out of a parameter."""

from __future__ import annotations

import re

from mlhygiene.messages import numbers
from mlhygiene.messages.brackets import blanked, groups
from mlhygiene.messages.metrics import HIGHER, LOWER
from mlhygiene.messages.vocabulary import EQUALS

# A number that is not this experiment's.
BEFORE = re.compile(r"(?i)\b(?:prev|previous|previously|was|from|baseline|old|vs|than|before|currently)[ \t]+$")
# Words of names that are measured, whatever else; and of those that are settings all the same.
_SETTINGS = "batch lr rate size scale weight coef alpha beta warmup decay dropout max min num n"
SETTINGS = frozenset(_SETTINGS.split())
_AMBIGUOUS = "size params memory mem time ms top tok tokens r pass return cost map hit flops"
RESULTS = (LOWER | HIGHER) - frozenset(_AMBIGUOUS.split())


def trailing(subject: str, start: int) -> int | None:
    """Where the results start that end a subject without saying so: metrics by their names, not parameters."""
    last = subject.endswith(")") and groups(subject)[-1:]
    flat = subject if not last else f"{subject[: last[0].start]} {subject[last[0].start + 1 : -1]} "
    flat = blanked(flat, groups(flat))
    first: int | None = None
    for match in reversed(list(EQUALS.finditer(flat, start))):
        value = numbers.value(re.split(r"[,;]", flat[match.end() :], maxsplit=1)[0])
        ended = first is not None or (value is not None and not flat[match.end() + value.end :].strip(" ."))
        if value is None or not ended or not guessable(match[1]) or BEFORE.search(flat, start, match.start()):
            break
        first = match.start()
    return first


def guessable(name: str) -> bool:
    """Whether a name is one of a result, and not of anything that could be set."""
    words = set(re.findall(r"[a-z]+\d?", name.lower()))
    return bool(words & RESULTS) and not words & SETTINGS
