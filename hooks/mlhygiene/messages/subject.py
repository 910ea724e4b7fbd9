"""The subject of an experiment, as the form has it: `exp[(scope)][!]: <what> -> <result>`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.messages import plain, results
from mlhygiene.messages.brackets import groups
from mlhygiene.messages.experiment import Experiment
from mlhygiene.messages.gathered import Fault, Result
from mlhygiene.messages.parameters import parameters
from mlhygiene.messages.plain import LONGEST, PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterator

# Arrows that are tried, from the right.
TRIED = 8
ARROW = re.compile(r"(?<=[ \t])(?:->|→)(?![^ \t])")


class Split(NamedTuple):
    """A subject taken apart: `right` starts at `at`."""

    what: str
    right: str
    at: int
    found: Result | Fault


def experiment(subject: str) -> Experiment | None:
    """The experiment of a subject that is wholly of the form; None of any other."""
    found = plain.experiment(subject)
    if found is not None:
        return found
    prefix = PREFIX.match(subject)
    if prefix is None or len(subject) > LONGEST:
        return None
    split = divided(subject, prefix.end())
    if split is None or not split.what or isinstance(split.found, Fault):
        return None
    scope, mark = prefix.groups()
    return made(split.what, scope, split.found, breaking=mark is not None)


def made(what: str, scope: str | None, found: Result, *, breaking: bool = False) -> Experiment:
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


@lru_cache(maxsize=4)  # one subject is asked about from several sides
def divided(subject: str, start: int) -> Split | None:
    """The subject at its rightmost arrow with a result right of it, or else with the most telling fault."""
    best: Split | None = None
    for arrow in arrows(subject, start):
        right = subject[arrow + (1 if subject[arrow] == "→" else 2) :].lstrip(" \t")
        found = results.parse(right)
        split = Split(subject[start:arrow].strip(" \t"), right.rstrip(" \t"), len(subject) - len(right), found)
        if not isinstance(found, Fault):
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


def _telling(found: Result | Fault) -> bool:
    return isinstance(found, Fault) and found.kind != "no-metric"
