"""The words of results: names, statuses, claims, labels."""

from __future__ import annotations

import re

from mlhygiene.messages import numbers
from mlhygiene.messages.experiment import State

# What is no part of a name in any script; ASCII has few marks that are.
_NOT_BEYOND = r"\s→±≈×⇒，；＝：、。（）\ud800-\udfff"
_MARKS = r"./@:+%#^-"
_REST = rf"(?:[\w{_MARKS}]|(?![{_NOT_BEYOND}])[^\x00-\x7f])"
NAME = rf"(?:\w|(?![{_NOT_BEYOND}])[^\x00-\x7f]){_REST}*(?:\[[^\s=\[\]]*\]{_REST}*)*"
EQUALS = re.compile(rf"(?<!\S)({NAME})[ \t]*=(?!=)[ \t]*")
# A word that these end with belongs to an operator: `acc:=1`, `acc+=1`.
OPERATORS = (":", "+", "-", "^", ".", "/")
_FAILED = "failed diverged crashed oom timeout aborted cancelled canceled killed inconclusive discarded"
_PENDING = "running pending queued todo tbd wip"
STATES = {**dict.fromkeys(_FAILED.split(), State.FAILED), **dict.fromkeys(_PENDING.split(), State.PENDING)}
_STATUS = "|".join(STATES)
STATUS = re.compile(rf"(?i)({_STATUS})(?:[ \t]*:[ \t]*(?P<told>\S.*)|[ \t]*(?P<aside>\(.*\))|(?P<words>[ \t]+[^=]+))?$")
_RELATIONS = """
    faster slower quicker less more fewer lower higher better worse smaller larger bigger shorter longer improvement
    improved reduction reduced increase increased decrease decreased gain loss drop speedup speed-up slowdown overhead
    cheaper regression
"""
_RELATION = "|".join(_RELATIONS.split())
CLAIM = re.compile(
    rf"([~≈]?{numbers.NUMBER})({numbers.ATTACHED})?[ \t]+({_RELATION})(?:[ \t]+(?:in[ \t]+|of[ \t]+)?([^=]+))?$"
)
SPACED = re.compile(r"[ \t]*(?<![^ \t])(->|→)(?![^ \t])[ \t]*")
# More words than these before a name are no label: maybe the arrow is not the one before the result.
MOST = 3
# Words before a name that say which of its values it is.
_LABELS = "best final last new now and with at mean median avg average ema swa"
LABELS = frozenset(_LABELS.split())
DROPPED = frozenset(("and", "now"))
# A number alone is what a parameter was changed to: `MATRIX_LR 0.03 -> 0.04, keep depth=8`.
CHANGED = re.compile(rf"{numbers.QUANTITY}(?:{numbers.ATTACHED})?[ \t]*(?:[,;(]|$)")
# Words that are the first half of a name that was split by a blank.
_HALVES = "val valid validation train training test dev eval top macro micro word char peak f1 roc pr"
HALVES = frozenset(_HALVES.split())
