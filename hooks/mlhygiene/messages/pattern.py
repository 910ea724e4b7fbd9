"""The form as one regular expression, for forges that check messages themselves.

It says no to an experiment without a result, and yes to every message that is none. GitLab
matches it with RE2 and GitHub likewise: no look-around, no back-reference, and at most 511
characters. What it cannot say, the hook and the check of a range do: which arrow is the last,
that a name is given once, that a number fits a double; and it lets notes and units be anything.
"""

from __future__ import annotations

# As GitLab has it for push rules.
LONGEST = 511
STATUS = (
    "failed|diverged|crashed|oom|timeout|aborted|cancelled|killed|inconclusive|discarded|running|pending|queued|todo"
)
CLAIMS = "faster|slower|less|more|fewer|lower|higher|better|worse|smaller|improvement|reduction"
# First words other than `exp` and `experiment`, letter by letter: RE2 cannot say "not".
OTHERS = (
    r"[^eE\s]",
    r"[eE](?:[^xX]|$)",
    r"[eE][xX](?:[^pP]|$)",
    r"[eE][xX][pP](?:[a-df-zA-Z_./-]|$|e(?:[^r]|r(?:[^i]|i[^m]))| [A-Za-z])",
    r"[eE]xperiment(?:[a-z]| [A-Za-z])",
)
NAME = r"[^\s=,;()]*[^\s=,;():+>]"
NUMBER = r"[~≈]?[-+−]?(?:\.?[0-9]|inf|nan)"


def pattern() -> str:
    """The expression, to be matched at the start of the message."""
    claim = rf"[0-9.]+\S? ?(?:{CLAIMS})\b"
    result = rf"(?:[^\n]*[\s,;])?(?:{NAME} ?= ?{NUMBER}|(?i:{STATUS})\b|{claim})"
    form = rf"exp(?:\([^\s()]+\))?!?: \S[^\n]* (?:->|→) {result}"
    return rf"^(?:\s*(?:{'|'.join(OTHERS)})|{form})"
