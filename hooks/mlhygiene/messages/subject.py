"""The subject of an experiment, as the form has it: `exp[(scope)][!]: <what> -> <result>`."""

from __future__ import annotations

import re
from math import isinf
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.messages import results
from mlhygiene.messages.brackets import groups
from mlhygiene.messages.experiment import Experiment, Metric
from mlhygiene.messages.numbers import DIGITS
from mlhygiene.messages.parameters import parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

# Longer ones are refused: it bounds all work.
LONGEST = 2000
# Arrows that are tried, from the right.
TRIED = 8
PREFIX = re.compile(r"exp(?:\(([^\s()]+)\))?(!)?: (?=\S)")
ARROW = re.compile(r"(?<=[ \t])(?:->|→)(?![^ \t])")
# Most results, as most people write them: matched at once, without a way back.
_NAME = r"[^\W\d_][\w./@%-]*+(?<![./-])"
_NUMBER = rf"-?+(?:{DIGITS}(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][-+]?[0-9]++)?+"
_ITEM = rf"{_NAME}={_NUMBER}(?:%|[A-Za-z]{{1,8}}+)?+"
PLAIN = re.compile(rf"((?:{_ITEM}(?:, |$| (?=\()))++)(\([^()]*\))?$")
PLAIN_ITEM = re.compile(rf"({_NAME})=({_NUMBER})([^,\s]*)")
# What the form does not allow in names and in a subject at all: brackets open an excursion, so do these marks.
CLOSED = re.compile(r"[\[({]")


class Split(NamedTuple):
    """A subject taken apart: `right` starts at `at`."""

    what: str
    right: str
    at: int
    found: results.Result | results.Fault


def experiment(subject: str) -> Experiment | None:
    """The experiment of a subject that is wholly of the form; None of any other."""
    prefix = PREFIX.match(subject)
    if prefix is None or len(subject) > LONGEST:
        return None
    scope, mark = prefix.groups()
    what, arrow, right = subject[prefix.end() :].rpartition(" -> ")
    if arrow:
        plain = PLAIN.match(right)
        if plain is not None and (CLOSED.search(what) is None or _outside(subject, len(subject) - len(right) - 3)):
            metrics = _plain(plain[1])
            what = what.strip(" \t")
            if metrics is not None and what:
                notes = (plain[2],) if plain[2] else ()
                return Experiment(
                    what, scope, mark is not None, metrics=metrics, notes=notes, parameters=parameters(what)
                )
    split = divided(subject, prefix.end())
    if split is None or not split.what or isinstance(split.found, results.Fault):
        return None
    return made(split.what, scope, split.found, breaking=mark is not None)


def made(what: str, scope: str | None, found: results.Result, *, breaking: bool = False) -> Experiment:
    """An experiment of its parts."""
    return Experiment(
        what,
        scope,
        breaking,
        found.state,
        found.status,
        found.detail,
        found.metrics,
        found.claims,
        found.notes,
        parameters(what),
    )


def divided(subject: str, start: int) -> Split | None:
    """The subject at its rightmost arrow with a result right of it, or else with the most telling fault."""
    best: Split | None = None
    for arrow in arrows(subject, start):
        found = results.parse(subject[arrow + (1 if subject[arrow] == "→" else 2) :].strip(" \t"))
        right = subject[arrow + (1 if subject[arrow] == "→" else 2) :]
        split = Split(
            subject[start:arrow].strip(" \t"), right.strip(" \t"), len(subject) - len(right.lstrip(" \t")), found
        )
        if not isinstance(found, results.Fault):
            return split
        if best is None or (_telling(found) and not _telling(best.found)):
            best = split
    return best


def arrows(subject: str, start: int) -> Iterator[int]:
    """Where spaced arrows outside of brackets are, from the right, up to a limit."""
    places = [match.start() for match in ARROW.finditer(subject, start)][-TRIED:]
    if not places:
        return
    pairs = groups(subject)
    for place in reversed(places):
        if not any(pair.start < place < pair.end for pair in pairs):
            yield place


def _telling(found: results.Result | results.Fault) -> bool:
    return isinstance(found, results.Fault) and found.kind != "no-metric"


def _outside(subject: str, place: int) -> bool:
    return not any(start < place < end for start, end in groups(subject))


def _plain(items: str) -> tuple[Metric, ...] | None:
    """Metrics without anything unusual; None where a closer look is wanted."""
    metrics = list[Metric]()
    names = set[str]()
    for name, raw, unit in PLAIN_ITEM.findall(items):
        value = float(raw)
        if name in names or isinf(value):
            return None
        names.add(name)
        metrics.append(Metric(name, value, raw, unit or None))
    return tuple(metrics)
