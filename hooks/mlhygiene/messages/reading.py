"""From a commit message to an experiment: the one parser of hook, range, logbook and exported pattern."""

from __future__ import annotations

from mlhygiene.messages.experiment import Experiment, Parsed, Problem
from mlhygiene.messages.plain import experiment

NOTHING = Parsed(None)
# The word that makes an experiment is so near to the start of its subject, if there are invisible characters.
NEAR = 16
# What people's loggers write who keep or discard each try.
KEPT = ("keep:", "discard:", "Keep:", "Discard:")


def read(message: str, *, liberal: bool = False) -> Parsed:
    """What a whole message says. Time is linear in its length.

    Strict, a subject that is not of the form has problems and no experiment. `liberal`
    also understands what people wrote before they had a form, and says so (`recovered`).
    """
    subject, _, body = message.partition("\n")
    if not subject:
        subject, _, body = message.lstrip("\n").partition("\n")
    subject = subject.rstrip()
    folded = body.partition("\n")[0].strip() if body[:1] not in {"\n", ""} else ""
    found = experiment(subject) if subject.isprintable() and not folded else None
    if found is None:
        if not _promising(subject, liberal=liberal):
            return NOTHING
        # Most messages of a history are simply of the form, or no experiments: what else there is costs imports.
        from mlhygiene.messages import recovery

        found, problems = recovery.read(subject, folded, liberal=liberal)
        if found is None:
            return Parsed(None, problems)
    return _with_trailers(found, body, liberal=liberal) if len(body) > 1 else Parsed(found)


def _promising(subject: str, *, liberal: bool) -> bool:
    """Whether a subject may be an experiment at all: a look that costs next to nothing."""
    if "exp" in subject[:NEAR].lower():
        return True
    return not subject.isascii() or (liberal and subject.startswith(KEPT))


def _with_trailers(found: Experiment, body: str, *, liberal: bool) -> Parsed:
    """The experiment with what its trailers say; a metric that both tell is told once."""
    if ":" not in body:
        return Parsed(found)
    from mlhygiene.messages import trailers  # a logbook of one-line messages does without

    told = trailers.read(body)
    if not told:
        return Parsed(found)
    metrics = {metric.name: metric for metric in found.metrics}
    problems = list[Problem]()
    for name, value in told:
        if name != "Metric":
            continue
        added, problem = trailers.metrics(value, metrics)
        if problem is not None:
            problems.append(problem)
        for metric in added:
            metrics.setdefault(metric.name, metric)
    if problems and not liberal:
        return Parsed(None, tuple(problems))
    return Parsed(found._replace(metrics=tuple(metrics.values()), trailers=told))
