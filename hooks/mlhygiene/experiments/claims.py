"""What messages claim of their own improvement, held against the numbers of the logbook.

Nobody is told off who may be right: a claim is contradicted where it agrees with none of the
values that it can be held against, within what all of them were rounded to.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import TYPE_CHECKING

from mlhygiene.experiments.earlier import Earlier
from mlhygiene.experiments.gains import SLACK, amount, gains, rounded
from mlhygiene.experiments.progress import better
from mlhygiene.messages.experiment import Claim, Metric
from mlhygiene.messages.metrics import Direction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.experiments.logbook import Logbook, Row
    from mlhygiene.messages.experiment import Experiment

# A note is read so far: more is no claim.
READ = 400
NUMBER = r"(?<![\d.])\d{1,9}(?:\.\d{1,9})?(?:[eE][+-]?\d{1,3})?"
UNIT = "%|[x\N{MULTIPLICATION SIGN}]|pp|points?"
RELATIVE = re.compile(
    rf"({NUMBER})\s?({UNIT})\s{{1,3}}([a-z]+)(?:\s{{1,3}}([\w-]{{1,40}}))?",
    re.IGNORECASE,
)
STATED = re.compile(
    rf"\b(?P<way>better|worse) than (?:the )?(?P<name>baseline |best )?(?P<number>{NUMBER})", re.IGNORECASE
)
NEW_BEST = re.compile(r"\b(?:new best|best (?:so far|yet|ever)|state of the art|sota)\b", re.IGNORECASE)
BETTER = frozenset({"better", "improvement", "improved", "faster", "speedup", "gain"})
WORSE = frozenset({"worse", "slower", "regression"})
LESS = frozenset({"less", "fewer", "lower", "smaller", "reduction", "decrease", "drop"})
MORE = frozenset({"more", "higher", "larger", "bigger", "increase"})
TIME = frozenset({"time", "latency", "ms", "s", "sec", "secs", "seconds", "min", "minutes", "hours", "h", "duration"})
SPEED = frozenset({"throughput", "speed", "tok", "tokens", "it", "its", "samples", "img", "steps", "fps", "mfu"})
SAME = {"memory": "mem", "vram": "mem", "parameters": "params", "throughput": "speed"}


def checked(logbook: Logbook) -> dict[str, list[str]]:
    """What the numbers contradict, by commit, in one pass from the oldest experiment on."""
    earlier = Earlier(logbook.metrics)
    found = dict[str, list[str]]()
    for row in reversed(logbook.rows):
        if lines := contradicted(row, earlier):
            found[row.commit] = lines
        earlier.add(row)
    return found


def contradicted(row: Row, earlier: Earlier) -> list[str]:
    """The claims of one experiment that what came before it contradicts, a line each."""
    measured = [each for each in row.experiment.metrics if isfinite(each.value)]
    lines = [line for claim in claims(row.experiment) if (line := _relative(row, claim, measured, earlier))]
    known = [each for each in measured if earlier.metrics.direction(each.name) is not Direction.UNKNOWN]
    notes = row.experiment.notes if known else ()
    lines += [line for note in notes if (line := _absolute(note[:READ], known[0], earlier))]
    return list(dict.fromkeys(lines))


def claims(experiment: Experiment) -> Iterator[Claim]:
    """The relative claims, those in notes (`(3% improvement)`) included."""
    yield from experiment.claims
    for note in experiment.notes:
        for found in RELATIVE.finditer(note[:READ]):
            number, unit, relation, noun = found.groups()
            if _sense(relation.lower()):
                yield Claim(float(number), unit.lower(), relation.lower(), noun, found.group().strip())


def _sense(relation: str) -> str | None:
    senses = {"better": BETTER, "worse": WORSE, "less": LESS, "more": MORE}
    return next((sense for sense, words in senses.items() if relation in words), None)


def _relative(row: Row, claim: Claim, measured: list[Metric], earlier: Earlier) -> str | None:
    sense = _sense(claim.relation)
    if sense is None or not isfinite(claim.value):
        return None
    first = None
    for metric in measured:
        if not _meant(claim, metric.name, earlier):
            continue
        falls = _falls(sense, metric.name, earlier)
        for before in earlier.of(row, metric):
            possible = list(gains(claim, before, metric, falls=falls))
            if not possible or any(rounded(claim.value, claim.raw, SLACK).meets(gain) for gain in possible):
                return None  # it is right, or nothing can be said of it
            says = amount(claim, sense, before, metric, falls=falls)
            first = first or f"{metric.name} {before.raw} → {metric.raw} is {says}"
    return f"the message claims {claim.raw}; {first}" if first else None


def _meant(claim: Claim, name: str, earlier: Earlier) -> bool:
    """Whether a claim can be of a metric: by its noun, by what is fast, else by a direction that is known."""
    words = _words(name)
    if claim.relation in {"faster", "slower", "speedup"}:
        return bool(words & (TIME | SPEED)) and earlier.metrics.direction(name) is not Direction.UNKNOWN
    if claim.noun:
        noun = claim.noun.lower()
        return noun in words or SAME.get(noun, noun) in words or noun == name.lower()
    return earlier.metrics.direction(name) is not Direction.UNKNOWN and not words & (TIME | SPEED)


def _words(name: str) -> set[str]:
    words = set(re.findall(r"[a-z]+\d?", name.lower()))
    return words | {SAME[word] for word in words if word in SAME}


def _falls(sense: str, name: str, earlier: Earlier) -> bool:
    """Whether a claim says that the value went down."""
    if sense in {"less", "more"}:
        return sense == "less"
    return (earlier.metrics.direction(name) is Direction.LOWER) == (sense == "better")


def _absolute(note: str, metric: Metric, earlier: Earlier) -> str | None:
    """A claim that names a value, or the best so far."""
    direction = earlier.metrics.direction(metric.name)
    if found := STATED.search(note):
        than, upwards = float(found["number"]), found["way"].lower() == "better"
        beats = better(direction, metric.value, than) if upwards else better(direction, than, metric.value)
        if not beats:
            return f"the message claims {found.group()}; {metric.name}={metric.raw} is not"
        stated = rounded(than, found["number"])
        then = earlier.baseline.metric(metric.name) if earlier.baseline else None
        if (found["name"] or "").lower().startswith("baseline") and then and then.unit == metric.unit:
            return (
                None
                if stated.meets(rounded(then.value, then.raw))
                else f"the message claims {found.group()}; the baseline has {metric.name}={then.raw}"
            )
    best = earlier.best.get(metric.name)
    if NEW_BEST.search(note) and best and best.unit == metric.unit and not better(direction, metric.value, best.value):
        return f"the message claims a new best; {metric.name}={metric.raw} does not beat {best.raw}"
    return None
