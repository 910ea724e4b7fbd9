"""Experiments as most people write them, read at once: a logbook holds a hundred thousand."""

from __future__ import annotations

import re
from math import isinf

from mlhygiene.messages.brackets import groups
from mlhygiene.messages.experiment import Experiment, Metric
from mlhygiene.messages.parameters import parameters

# Longer subjects are refused: it bounds all work.
LONGEST = 2000
DIGITS = r"[0-9]+(?:_[0-9]+)*"
PREFIX = re.compile(r"exp(?:\(([^\s()]+)\))?(!)?: (?=\S)")
_NAME = r"[^\W\d_][\w./@:+%#^-]*+(?<![./:+^-])"
_NUMBER = rf"-?+(?:{DIGITS}(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][-+]?[0-9]++)?+"
_UNIT = r"(?:%|[A-Za-z]{1,8}+)?+"
# Possessive: there is no way back into what was matched, so that it takes one pass.
RESULT = re.compile(rf"((?:{_NAME}={_NUMBER}{_UNIT}(?:, |$| (?=\()))++)(\([^()]*\))?$")
ITEM = re.compile(rf"({_NAME})=({_NUMBER})({_UNIT})")
BRACKETS = re.compile(r"[\[\](){}]")


def experiment(subject: str) -> Experiment | None:
    """The experiment of a subject that is simply of the form; None where a closer look is wanted."""
    prefix = PREFIX.match(subject)
    if prefix is None or len(subject) > LONGEST:
        return None
    what, arrow, right = subject[prefix.end() :].rpartition(" -> ")
    found = RESULT.match(right) if arrow else None
    what = what.strip(" \t")
    if found is None or not what:
        return None
    if BRACKETS.search(what):
        arrow_at = len(subject) - len(right) - 1
        if any(start < arrow_at < end for start, end in groups(subject)):
            return None
    metrics = list[Metric]()
    for name, raw, unit in ITEM.findall(found[1]):
        value = float(raw)
        if isinf(value):
            return None
        metrics.append(Metric(name, value, raw, unit or None))
    if len(metrics) > 1 and len({metric.name for metric in metrics}) < len(metrics):
        return None
    scope, mark = prefix.groups()
    notes = (found[2],) if found[2] else ()
    return Experiment(what, scope, mark is not None, metrics=tuple(metrics), notes=notes, parameters=parameters(what))
