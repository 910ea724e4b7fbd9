"""What people wrote before they had a form. It guesses, and says so; it makes no metric out of a parameter."""

from __future__ import annotations

import re

from mlhygiene.messages import mending
from mlhygiene.messages.attempts import attempt, is_prose
from mlhygiene.messages.experiment import Experiment, Problem, State
from mlhygiene.messages.invisible import visible
from mlhygiene.messages.parameters import parameters
from mlhygiene.messages.placeholders import PLACEHOLDER
from mlhygiene.messages.plain import LONGEST, PREFIX
from mlhygiene.messages.subject import experiment

KEPT = re.compile(r"(?i)(?:keep|discard):")
# Nothing that any correction takes for a result: neither an arrow nor a dash, but for one that ends in a bare number.
PROSE = re.compile(r"(?!.*--)[A-Za-z0-9 \t.,'/_+():;\"!?#@&*%-]*(?:[0-9]->[0-9.]+)?\Z")


def read(subject: str, folded: str, *, liberal: bool) -> tuple[Experiment | None, tuple[Problem, ...]]:
    """The experiment, or what is wrong with the subject. `folded` is a line directly below it."""
    if liberal:
        return recovered(subject, folded), ()
    found = experiment(subject) if subject == visible(subject) else None
    if found and not folded:
        return found, ()
    tried = attempt(visible(subject))
    if tried is not None and is_prose(tried, folded):
        return None, ()
    problem = mending.problem(subject)
    if folded and (problem or found):
        whole = f"{subject} {folded}"
        if problem is None or experiment(whole):
            message = "no blank line below the subject: git takes the next line into it"
            instead = subject if problem is None else mending.settled(visible(whole).strip())
            problem = Problem("no-blank-line", message, 0, len(folded), instead, folded)
    return None, (problem,) if problem else ()


def recovered(subject: str, folded: str) -> Experiment | None:
    """The experiment that a subject means; None where it means none."""
    clean = visible(subject).strip()
    if not folded and len(clean) <= LONGEST and PROSE.match(clean) and attempt(clean) is not None:
        found = _without_result(clean)
        return found._replace(recovered=True) if found else None
    found = experiment(clean)
    if found is not None and clean == subject:
        return found
    if found is None and folded:
        found = experiment(f"{clean} {folded}")
    if found is None:
        problem = mending.problem(clean)
        if problem is None:
            found = _kept(clean) if KEPT.match(clean) else None
            return found._replace(recovered=True) if found else None
        found = _instead(problem) or _without_result(clean)
    return found._replace(recovered=True) if found else None


def _instead(problem: Problem) -> Experiment | None:
    """The experiment of the corrected line, where that leaves nothing open but what was tried."""
    line = problem.instead
    if line is None:
        return None
    nameless = "<what> -> " in line
    if PLACEHOLDER.search(line.replace("<what>", "", 1)):
        return None
    found = experiment(line)
    return found._replace(what="") if found and nameless else found


def _without_result(subject: str) -> Experiment | None:
    tried = attempt(subject)
    if tried is None or not tried.rest:
        return None
    prefix = PREFIX.match(tried.lead + "x")
    scope = prefix[1] if prefix else None
    what, right = mending.without_result(f"{tried.lead}{tried.rest}"[:LONGEST])
    notes = (right,) if right else ()
    marked = "!" in tried.lead
    return Experiment(what, scope, marked, notes=notes, parameters=parameters(what)) if what else None


def _kept(subject: str) -> Experiment | None:
    """`discard: wider — val_bpb regressed 1.88->1.93`: what loggers write that keep or discard each try."""
    word, _, rest = subject[:LONGEST].partition(":")
    problem = mending.problem(f"exp: {rest.strip()}")
    found = _instead(problem) if problem else None
    if found is None or not found.metrics or not found.what:
        return None
    if word.lower() == "keep" or found.status:
        return found
    return found._replace(state=State.FAILED, status="discarded")
