r"""`mlhygiene exp best`: the best experiment by a metric.

JSON, schema `mlhygiene.exp.best/1`: `{"schema", "metric", "direction", "unit", "asked" (false
where the metric was chosen for its use), "of" (experiments ranked), "out" (reason: count),
"best": [{"branch", "experiment" (see `mlhygiene.experiments.plain`), "metric", "ties":
[commit, …]}], "tag": {"name", "commit", "made"} or null, "notes": [line, …]}`. Without
`--per-branch`, `best` has one element.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.cli import answers
from mlhygiene.experiments import plain
from mlhygiene.experiments.masking import masked
from mlhygiene.experiments.ranking import Ranking, by_branch, rank, usual
from mlhygiene.git import Repository
from mlhygiene.model import Exit, Refusal, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from mlhygiene.experiments.logbook import Logbook, Row
    from mlhygiene.experiments.ranking import Standing

HELP = """\
the best experiment by a metric

examples:
  mlhygiene exp best                              by the metric used most
  mlhygiene exp best --metric acc --per-branch    of each branch
  mlhygiene exp best --tag                        and tag it, best/val_loss-0.42
  mlhygiene exp best --tag v1.0-best              under a name of your own; nothing is pushed
"""


class Answer(NamedTuple):
    """The rankings, one for each branch or one for all, and how the metric was chosen."""

    name: str
    asked: bool
    rankings: list[tuple[str | None, Ranking]]
    whole: Ranking
    notes: list[str]


def declare(parser: ArgumentParser) -> None:
    parser.add_argument("--metric", metavar="M", help="by this metric (default: the one used most)")
    parser.add_argument("--per-branch", action="store_true", help="the best of each branch")
    parser.add_argument("--unit", metavar="U", help="of values in this unit alone (`--unit ''`: in none)")
    parser.add_argument(
        "--tag",
        nargs="?",
        const="",
        metavar="NAME",
        help="make an annotated tag at the commit that ran, and push nothing",
    )
    answers.where(parser)
    answers.directions(parser)
    answers.declare(parser, ("text", "json"))


def run(arguments: Namespace) -> int:
    with Repository.find(arguments.folder) as repository:
        if arguments.tag is not None and arguments.per_branch:
            raise Refusal("--tag makes one tag: leave out --per-branch")
        book = answers.asked(answers.logbook(repository, arguments), arguments)
        answer = choose(book, arguments)
        tagged = None
        if arguments.tag is not None:
            from mlhygiene.cli.tagging import tag  # few ask for it

            tagged = tag(repository, answer.whole, arguments.tag)
            answer.notes.extend(tagged.notes)
        if arguments.format == "json":
            told = {**document(answer), "tag": tagged.document if tagged else None}
            answers.json({**told, "notes": [*book.notes, *answer.notes]})
        else:
            answers.notes([*book.notes, *answer.notes])
            tell(answer, arguments)
            if tagged:
                print(printable(tagged.text))
    return Exit.CLEAN


def choose(book: Logbook, arguments: Namespace) -> Answer:
    """Rank what can be ranked; Refusal where nothing can be best, or units differ where they would decide."""
    if not book.rows:
        raise Refusal("no experiment in any branch or tag: commit one, `exp: <what> -> <metric>=<value>`")
    name = answers.metric(book, arguments.metric) if arguments.metric is not None else usual(book)
    if name is None:
        raise Refusal(answers.NO_METRIC)
    whole = rank(book.rows, name, answers.direction(book, name))
    notes = list[str]()
    if arguments.unit is not None:
        left = len(whole.standings)
        whole = whole.of_unit(arguments.unit or None)
        left -= len(whole.standings)
        notes += [f"{left:,} in another unit left out"] if left else []
    if not whole.standings:
        out = ", ".join(f"{count:,} {reason}" for reason, count in sorted(whole.out.items()))
        raise Refusal(f"no {name} can be best" + (f": {out}" if out else " in that unit"))
    rankings = _of_branches(book, whole, notes) if arguments.per_branch else [(whole.standings[0].row.branch, whole)]
    if not arguments.per_branch and len(whole.units) > 1:
        raise Refusal(f"{_mixed(whole)}: which is best cannot be said: choose one with --unit")
    return Answer(name, arguments.metric is not None, rankings, whole, notes)


def _of_branches(book: Logbook, whole: Ranking, notes: list[str]) -> list[tuple[str | None, Ranking]]:
    """A ranking for each branch that has one. One branch's units say nothing of another's."""
    allowed = {standing.metric.unit for standing in whole.standings}
    found = list[tuple[str | None, Ranking]]()
    for branch, rows in by_branch(book.rows).items():
        ranking = rank(rows, whole.name, whole.direction)
        ranking = ranking._replace(standings=[each for each in ranking.standings if each.metric.unit in allowed])
        if len(ranking.units) > 1:
            notes.append(f"{branch or 'no branch'}: {_mixed(ranking)}: not told")
        elif ranking.standings:
            found.append((branch, ranking))
    if not found:
        raise Refusal(f"{_mixed(whole)}, on every branch: choose one with --unit")
    return found


def _mixed(ranking: Ranking) -> str:
    units = ", ".join(f"{count:,} in {unit or 'no unit'}" for unit, count in ranking.units.most_common())
    return f"{ranking.name} is written in different units ({units})"


def document(answer: Answer) -> dict[str, object]:
    """See the top of this module."""
    unit = next(iter(answer.whole.units)) if len(answer.whole.units) == 1 else None
    return {
        "schema": "mlhygiene.exp.best/1",
        "metric": answer.name,
        "direction": str(answer.whole.direction),
        "unit": unit,
        "asked": answer.asked,
        "of": len(answer.whole.standings),
        "out": dict(sorted(answer.whole.out.items())),
        "best": [
            {
                "branch": row.branch,
                "experiment": plain.row(row),
                "metric": plain.metric(ranking.standings[0].metric),
                "ties": [each.row.commit for each in ranking.ties[1:]],
            }
            for row, ranking in _bests(answer)
        ],
    }


def _bests(answer: Answer) -> Iterator[tuple[Row, Ranking]]:
    """The best row of each ranking, as it may be told."""
    rankings = [ranking for _, ranking in answer.rankings]
    yield from zip(masked([each.standings[0].row for each in rankings]), rankings, strict=True)


def tell(answer: Answer, arguments: Namespace) -> None:
    """For people: the choice said out loud, the best, and what was left out."""
    how = "" if answer.asked else "; the metric used most, --metric M chooses another"
    print(printable(f"{answer.name}: {answer.whole.direction} is better{how}"))
    if arguments.per_branch:
        _table(answer, arguments)
    else:
        best = answer.whole.standings[0]
        print(line(best))
        for tie in answer.whole.ties[1:]:
            print(f"as good: {line(tie)}")
    print(f"of {len(answer.whole.standings):,} experiments{answers.left_out(answer.whole.out)}")


def line(standing: Standing) -> str:
    """One experiment in a line."""
    row = masked([standing.row])[0]
    where = row.branch or next(iter(row.tags), "")
    parts = [
        answers.written(standing.metric),
        row.experiment.what,
        where,
        answers.short(row),
        f"{answers.day(row)}, {row.author}",
    ]
    return printable("  ".join(filter(None, parts)))


def _table(answer: Answer, arguments: Namespace) -> None:
    from rich.table import Table  # 40 ms that machines do without

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("branch")
    table.add_column(printable(answer.name), justify="right")
    for heading in ("what", "commit", "date", "ties"):
        table.add_column(heading)
    for row, ranking in _bests(answer):
        ties = str(len(ranking.ties) - 1) if len(ranking.ties) > 1 else ""
        cells = (
            row.branch or "—",
            answers.written(ranking.standings[0].metric),
            row.experiment.what,
            answers.short(row),
        )
        table.add_row(*map(printable, cells), answers.day(row), ties)
    answers.show(table, arguments)
