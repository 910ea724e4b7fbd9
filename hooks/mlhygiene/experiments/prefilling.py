"""What a message of an experiment can begin with, before anybody has typed: no I/O."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.messages.experiment import Experiment, Parameter, State
from mlhygiene.messages.reading import read
from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhygiene.messages.metrics import Metrics

PREFIXES = ("exp/", "experiment/")
# `lr-3e-4`, `warmup_steps-1000`: a word and a number, as a branch can spell them.
NAMED = re.compile(r"(?:^|[-_/.])([a-z][a-z_]*?)[-_=]?(\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?=$|[-_/])", re.IGNORECASE)
SHOWN, LONGEST, ABBREVIATED = 3, 100, 7
UNKNOWN = "<metric>"


class Past(NamedTuple):
    """An experiment of the history."""

    commit: str
    subject: str
    experiment: Experiment


def past(messages: Iterable[tuple[str, str]]) -> Iterator[Past]:
    """Those of some commits (oid, message) that came to a result, in their order."""
    for commit, message in messages:
        experiment = read(message, liberal=True).experiment
        if experiment is not None and (experiment.metrics or experiment.state is State.FAILED):
            yield Past(commit, message.lstrip("\n").partition("\n")[0].rstrip(), experiment)


def slug(branch: str | None) -> str | None:
    """What an experiment's branch says of it; None of any other branch."""
    prefix = next((prefix for prefix in PREFIXES if branch and branch.startswith(prefix)), None)
    return printable(branch[len(prefix) :]) if branch and prefix else None


def parameters(text: str) -> list[Parameter]:
    """What a slug sets: `lr-3e-4` is lr=3e-4."""
    return [Parameter(name, value) for name, value in NAMED.findall(text)]


def subject(slug: str, results: Sequence[Past], metrics: Metrics) -> str:
    """A subject that lacks its value alone, so that nobody can save it as it is."""
    names = Counter(
        metric.name for each in results for metric in each.experiment.metrics if not metrics.attribute(metric.name)
    )
    return f"exp: {slug} -> {names.most_common(1)[0][0] if names else UNKNOWN}="


def remarks(tried: Iterable[str], results: Sequence[Past]) -> list[str]:
    """What to show beside it: what was tried before, and how the last experiments ended."""
    from mlhygiene.secrets.redaction import redacted  # most commits show no remarks

    last = results[:SHOWN]
    before, subjects = list(tried), [each.subject for each in last]
    # Half a secret would not be known for one: they are cut after that.
    told = [printable(line)[:LONGEST] for line in redacted([*before, *subjects])]
    lines = told[: len(before)]
    if last:
        lines += ["the last results:"]
        lines += [f"  {each.commit[:ABBREVIATED]} {told}" for each, told in zip(last, told[len(before) :], strict=True)]
    return lines


def tried(chosen: Iterable[Parameter], results: Sequence[Past]) -> Iterator[str]:
    """A line for each parameter that had the same value before, by the newest experiment that says so."""
    for parameter in dict.fromkeys((each.name.lower(), each.value) for each in chosen):
        name, value = parameter
        for each in results:
            if any(name == known.name.lower() and _same(value, known.value) for known in each.experiment.parameters):
                yield f"{name}={value} was tried in {each.commit[:ABBREVIATED]}: {_outcome(each.experiment)}"
                break


def _outcome(experiment: Experiment) -> str:
    told = [f"{metric.name}={metric.raw}" for metric in experiment.metrics]
    return ", ".join(told) or (experiment.status or "failed")


def _same(one: str, other: str) -> bool:
    """Whether two values are one, however they are written."""
    try:
        return float(one) == float(other)
    except ValueError:
        return one == other
