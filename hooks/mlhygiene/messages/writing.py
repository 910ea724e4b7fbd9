"""From an experiment to a message: the canonical form, which reads as the same experiment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.messages.brackets import groups
from mlhygiene.messages.numbers import shown
from mlhygiene.messages.vocabulary import CHANGED

if TYPE_CHECKING:
    from mlhygiene.messages.experiment import Experiment, Metric


def write(experiment: Experiment) -> str:
    """The whole message: subject, and trailers below a blank line. An experiment without a result has no arrow."""
    scope = f"({experiment.scope})" if experiment.scope else ""
    subject = f"exp{scope}{'!' * experiment.breaking}: {experiment.what}"
    told = result(experiment)
    if told:
        subject += f" -> {told}"
    if not experiment.trailers:
        return subject
    return "\n".join([subject, "", *(f"{name}: {value}" for name, value in experiment.trailers)])


def result(experiment: Experiment) -> str:
    """What stands right of the arrow: measured first, then said, then how it ended."""
    items = [metric(each) for each in experiment.metrics]
    items += [claim.raw for claim in experiment.claims]
    notes, status = experiment.notes, experiment.status
    if status and notes and not items and CHANGED.match(f"{notes[0]},"):
        # A number that comes first would be what a parameter was changed to.
        items, status = [f"{status} ({experiment.detail})" if experiment.detail else status], None
    text = ", ".join(items)
    for note in notes:
        parting = " " if note.startswith("(") and groups(note) == [(0, len(note))] else ", "
        text = f"{text}{parting}{note}" if text else note
    if status:
        ending = f"{status}: {experiment.detail}" if experiment.detail else status
        text = f"{text}, {ending}" if text else ending
    return text


def metric(each: Metric) -> str:
    """One metric as it stands in a subject."""
    label = f"{each.label} " if each.label else ""
    about = "~" if each.approximate else ""
    before = f"{shown(each.previous)}->" if each.previous is not None else ""
    deviation = f"±{shown(each.deviation)}" if each.deviation is not None else ""
    # A unit that would run into its value stands behind it, or behind what it deviates by.
    apart = bool(each.unit) and (each.raw[-1:].isalpha() or "/" in each.raw)
    if apart and deviation:
        deviation += each.unit or ""
    unit = "" if apart and deviation else f" {each.unit}" if apart else each.unit or ""
    return f"{label}{each.name}={about}{before}{each.raw}{unit}{deviation}"
