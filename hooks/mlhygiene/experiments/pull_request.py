"""What a branch brings, in Markdown: for a pull request, or $GITHUB_STEP_SUMMARY.

Words out of messages stand in code spans: nothing in them is markup, nobody is mentioned by them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.experiments.formats.markdown import escaped
from mlhygiene.experiments.outcome import brief
from mlhygiene.experiments.progress import change
from mlhygiene.experiments.ranking import barred, rank
from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlhygiene.experiments.logbook import Logbook, Row
    from mlhygiene.experiments.ranking import Ranking, Standing
    from mlhygiene.messages.experiment import Metric
    from mlhygiene.messages.metrics import Direction

MINUS = "\N{MINUS SIGN}"
# So many characters of a text, rows and further metrics are shown.
WORDS, ROWS, FURTHER = 100, 20, 3


class Sides(NamedTuple):
    """The two names that are compared, and the experiments of each, newest first."""

    base: str
    branch: str
    before: Sequence[Row]
    ours: Sequence[Row]


def summary(
    logbook: Logbook, sides: Sides, name: str, direction: Direction, doubts: Mapping[str, list[str]]
) -> Iterator[str]:
    """The lines of the summary. `doubts` are told below, by commit."""
    yield f"### Experiments on {code(sides.branch)}"
    yield ""
    if not sides.ours:
        yield f"No experiment that {code(sides.base)} does not have."
        return
    ours, before, everyone = (
        _of_unit(logbook, rows, name, direction) for rows in (sides.ours, sides.before, logbook.rows)
    )
    base = before.standings[0] if before.standings else None
    yield _headline(name, ours, base, everyone, sides)
    yield ""
    yield from _table(sides, name, ours, base)
    told = [f"- {code(row.commit[:7])} {escaped(line)}" for row in sides.ours for line in doubts.get(row.commit, [])]
    if told:
        yield from ["", "**What the numbers contradict**", "", *told[:ROWS]]
    if len(told) > ROWS:
        yield f"- and {len(told) - ROWS:,} more"


def _of_unit(logbook: Logbook, rows: Sequence[Row], name: str, direction: Direction) -> Ranking:
    """The ranking of a metric in the unit that it mostly has."""
    usual = rank(logbook.rows, name, direction).units.most_common(1)
    return rank(rows, name, direction).of_unit(usual[0][0] if usual else None)


def _headline(name: str, ours: Ranking, base: Standing | None, everyone: Ranking, sides: Sides) -> str:
    if not ours.standings:
        return f"{len(sides.ours):,} tried, none with a {code(name)} to compare."
    best = ours.standings[0].metric
    place = 1 + sum(standing.metric.value != best.value for standing in _ahead(everyone, best))
    total = len(everyone.standings)
    rank_ = (
        f"the only {code(name)} so far"
        if total == 1
        else f"best of {total:,}"
        if place == 1
        else f"no. {place:,} of {total:,}"
    )
    if base is None:
        return f"**{code(name)} {escaped(written(best))}**, {rank_}; {code(sides.base)} has none to compare with"
    difference = _changed(base.metric, best)
    way = "" if place == 1 or _beats(ours, best, base.metric) else ", not better"
    return f"**{code(name)} {escaped(written(base.metric))} → {escaped(written(best))}{difference}**, {rank_}{way}"


def _ahead(everyone: Ranking, best: Metric) -> Iterator[Standing]:
    for standing in everyone.standings:
        if standing.metric.value == best.value:
            return
        yield standing


def _beats(ranking: Ranking, one: Metric, other: Metric) -> bool:
    return one.value < other.value if ranking.direction == "lower" else one.value > other.value


def _changed(before: Metric, after: Metric) -> str:
    percent = change(before.value, after.value)
    return "" if percent is None else f" ({percent:+.1f} %)".replace("-", MINUS)


def _table(sides: Sides, name: str, ours: Ranking, base: Standing | None) -> Iterator[str]:
    uses = Counter(metric.name for row in sides.ours for metric in row.experiment.metrics if metric.name != name)
    further = [each for each, _ in uses.most_common(FURTHER)]
    measured = [name, *further] if ours.standings else further
    yield "| |" + "".join(f" {head} |" for head in ("what", *map(code, measured), "change", "commit"))
    yield "|---|---|" + "---:|" * len(measured) + "---:|---|"
    best = ours.standings[0].row if ours.standings else None
    if base is not None:
        yield _line(base.row, f"best on {code(sides.base)}", measured, None)
    first = [best] if best else []
    rows = [*first, *(row for row in sides.ours if row is not best)]
    for row in rows[:ROWS]:
        yield _line(row, "**best**" if row is best else _state(row), measured, base.metric if base else None)
    if len(rows) > ROWS:
        yield f"| | and {len(rows) - ROWS:,} more |"


def _line(row: Row, label: str, measured: Sequence[str], base: Metric | None) -> str:
    metrics = [row.metric(name) for name in measured]
    main = metrics[0] if metrics else None
    comparable = base and main and main.unit == base.unit and barred(row, main) is None
    difference = _changed(base, main).strip(" ()") if base and main and comparable else ""
    values = [escaped(written(metric)) if metric else "" for metric in metrics]
    return "| " + " | ".join([label, code(row.experiment.what), *values, difference, code(row.commit[:7])]) + " |"


def _state(row: Row) -> str:
    if row.reverted:
        return "reverted"
    return escaped(brief(row.experiment))


def written(metric: Metric) -> str:
    """A value with its unit."""
    unit = metric.unit if metric.unit and not metric.raw.endswith(metric.unit) else ""
    return f"{metric.raw}{' ' if len(unit) > 1 else ''}{unit}"


def code(text: str) -> str:
    """A text in a code span, fit for a table. Only a `|` still means something in it."""
    shown = printable(text[:WORDS] + ("…" if len(text) > WORDS else "")).replace("|", "\\|")
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", shown)), default=0))
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown or ' '}{pad}{fence}"
