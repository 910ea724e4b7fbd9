r"""`mlhygiene exp pareto M1 M2 …`: the experiments that none beats in everything.

JSON, schema `mlhygiene.exp.pareto/1`: `{"schema", "metrics": [{"name", "direction", "unit"}],
"of" (experiments with all of them), "dominated", "out" (reason: count), "front": [experiment,
… (see `mlhygiene.experiments.plain`)], "notes": [line, …]}`, best by the first metric first.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.cli import answers
from mlhygiene.cli.session import speak_utf8
from mlhygiene.experiments import plain
from mlhygiene.experiments.front import front
from mlhygiene.experiments.masking import masked
from mlhygiene.experiments.ranking import barred
from mlhygiene.git import Repository
from mlhygiene.messages.metrics import Direction
from mlhygiene.model import Exit, Refusal, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from mlhygiene.experiments.logbook import Logbook, Row

HELP = """\
the experiments that no other beats in every one of several metrics

examples:
  mlhygiene exp pareto val_loss memory_gb
  mlhygiene exp pareto acc latency params --format csv
"""
LEAST = 2


class Front(NamedTuple):
    """The rows that stand, best by the first metric first; how many there were, and what could not take part."""

    metrics: Sequence[tuple[str, Direction, str | None]]
    rows: Sequence[Row]
    of: int
    out: Counter[str]


def declare(parser: ArgumentParser) -> None:
    parser.add_argument("metrics", nargs="+", metavar="M", help="two metrics or more")
    answers.where(parser)
    answers.directions(parser)
    answers.declare(parser, ("text", "json", "csv"))


def run(arguments: Namespace) -> int:
    names = list(dict.fromkeys(arguments.metrics))
    if len(names) < LEAST:
        raise Refusal("a front needs two metrics or more: for one, `mlhygiene exp best --metric M`")
    with Repository.find(arguments.folder) as repository:
        book = answers.asked(answers.logbook(repository, arguments), arguments)
    found = standing(book, [answers.metric(book, name) for name in names])
    if arguments.format == "json":
        answers.json({**document(found), "notes": book.notes})
        return Exit.CLEAN
    answers.notes(book.notes)
    if arguments.format == "csv":
        _csv(found)
    else:
        _table(found, arguments)
    return Exit.CLEAN


def standing(book: Logbook, names: Sequence[str]) -> Front:
    """The front of the rows that have all the metrics as numbers, each in one unit."""
    directions = [answers.direction(book, name) for name in names]
    out, rows, units = Counter[str](), list["Row"](), [Counter[str | None]() for _ in names]
    for row in book.rows:
        told = [metric for name in names if (metric := row.metric(name)) is not None]
        if len(told) < len(names):
            out["without one of them"] += bool(told)
        elif reason := next((why for metric in told if (why := barred(row, metric))), None):
            out[reason] += 1
        else:
            rows.append(row)
            for counter, metric in zip(units, told, strict=True):
                counter[metric.unit] += 1
    for name, counter in zip(names, units, strict=True):
        if len(counter) > 1:
            used = ", ".join(f"{count:,} in {unit or 'no unit'}" for unit, count in counter.most_common())
            raise Refusal(f"{name} is written in different units ({used}): no front can be told of them")
    if not rows:
        raise Refusal(f"no experiment has {' and '.join(names)} as numbers")
    signs = [-1 if each is Direction.HIGHER else 1 for each in directions]
    points = [[sign * _value(row, name) for sign, name in zip(signs, names, strict=True)] for row in rows]
    stand = sorted(front(points), key=lambda at: points[at])
    written = [next(iter(counter)) for counter in units]
    return Front(list(zip(names, directions, written, strict=True)), [rows[at] for at in stand], len(rows), +out)


def _value(row: Row, name: str) -> float:
    metric = row.metric(name)
    assert metric is not None
    return metric.value


def document(found: Front) -> dict[str, object]:
    """See the top of this module."""
    return {
        "schema": "mlhygiene.exp.pareto/1",
        "metrics": [{"name": name, "direction": str(way), "unit": unit} for name, way, unit in found.metrics],
        "of": found.of,
        "dominated": found.of - len(found.rows),
        "out": dict(sorted(found.out.items())),
        "front": [plain.row(row) for row in found.rows],
    }


def _csv(found: Front) -> None:
    """RFC 4180, and no cell that a spreadsheet would run."""
    import csv  # 3 ms that only this format needs
    import sys

    from mlhygiene.experiments.formats.delimited import safe

    speak_utf8()
    names = [name for name, _, _ in found.metrics]
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["commit", "authored", "branch", "what", *map(safe, names)])
    for row in masked(found.rows):
        values = [repr(_value(row, name)) for name in names]
        table.writerow([row.commit, row.authored, safe(row.branch or ""), safe(row.experiment.what), *values])


def _table(found: Front, arguments: Namespace) -> None:
    from rich.table import Table  # 40 ms that machines do without

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, way, _ in found.metrics:
        table.add_column(printable(f"{name} ({way} is better)"), justify="right")
    for heading in ("what", "branch", "commit", "date"):
        table.add_column(heading)
    for row in masked(found.rows):
        values = [answers.written(row.metric(name)) for name, _, _ in found.metrics]
        words = map(printable, (row.experiment.what, row.branch or "—"))
        table.add_row(*values, *words, answers.short(row), answers.day(row))
    answers.show(table, arguments)
    print(f"{found.of - len(found.rows):,} of {found.of:,} are beaten{answers.left_out(found.out)}")
