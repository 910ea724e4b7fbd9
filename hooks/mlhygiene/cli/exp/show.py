r"""`mlhygiene exp show [REV]`: one experiment, whole.

JSON, schema `mlhygiene.exp.show/1`: `{"schema", "experiment" (see
`mlhygiene.experiments.plain`), "previous_best", "baseline": [{"commit", …difference}],
"baseline_name", "corrected" (the subject as the form has it, where it was only guessed, or
null), "doubts" (claims of the message that the numbers contradict, a line each), "reproduce"
(a command), "notes": [line, …]}`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.cli import answers
from mlhygiene.experiments import claims, context, plain, standing
from mlhygiene.experiments.masking import masked
from mlhygiene.git import Repository
from mlhygiene.messages.reading import read
from mlhygiene.model import Exit, Refusal, printable

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Sequence

    from mlhygiene.experiments.context import Against
    from mlhygiene.experiments.logbook import Logbook, Row

HELP = """\
one experiment, whole: what was tried, what came out, against what, and how to run it again

REV is a commit, a branch (its newest result), a tag, or the word `best`; without, HEAD.
"""
GAP = 2


class Shown(NamedTuple):
    """All that is told of one experiment."""

    row: Row
    code: str
    bests: Sequence[Against]
    baseline_name: str | None
    baseline: Sequence[Against]
    corrected: str | None
    doubts: Sequence[str]
    notes: Sequence[str]

    @property
    def reproduce(self) -> str:
        return f"git switch --detach {self.code}"


def declare(parser: ArgumentParser) -> None:
    parser.add_argument("revision", nargs="?", default="HEAD", metavar="REV", help="a commit, branch or tag")
    parser.add_argument("--metric", metavar="M", help="what `best` is best by (default: the metric used most)")
    answers.directions(parser)
    answers.declare(parser, ("text", "json"))


def run(arguments: Namespace) -> int:
    with Repository.find(arguments.folder) as repository:
        book = answers.logbook(repository, arguments)
        found = answers.stand(repository, book, arguments.revision, arguments.metric)
        if found.row is None:
            raise Refusal(f"{found.note}: `mlhygiene exp log` lists those there are")
        notes = [*book.notes, *([found.note] if found.note else [])]
        told = whole(repository, book, found.row, notes)._replace(code=found.code)
    if arguments.format == "json":
        answers.json(document(told))
        return Exit.CLEAN
    answers.notes(told.notes)
    pairs = list(lines(told))
    wide = max(len(name) for name, _ in pairs) + GAP
    for name, text in pairs:
        print(printable(f"{name:{wide}}{text}".rstrip()))
    return Exit.CLEAN


def whole(repository: Repository, book: Logbook, row: Row, notes: list[str]) -> Shown:
    """The row with what the logbook says of it."""
    named, compared = context.baseline(row), list[context.Against]()
    if named is not None:
        try:
            other = standing.stand(repository, book, named.split()[0])
        except Refusal as refusal:
            notes.append(f"Baseline: {refusal}")
        else:
            notes += [f"Baseline: {other.note}"] if other.note else []
            compared = context.against(book, row, other.row) if other.row and other.row is not row else []
    corrected = None
    if row.experiment.recovered:
        problems = read(masked([row])[0].subject).problems
        corrected = next((each.instead for each in problems if each.instead), None)
    doubts = claims.checked(book).get(row.commit, [])
    return Shown(row, row.commit, context.previous_bests(book, row), named, compared, corrected, doubts, notes)


def lines(told: Shown) -> Iterator[tuple[str, str]]:
    """Headings and what stands beside them, for people."""
    row = masked([told.row])[0]
    of = row.experiment
    yield "experiment", of.what + (f"  ({of.scope})" if of.scope else "")
    yield "commit", f"{row.commit}  {answers.day(row)}, {row.author}"
    if row.code and row.code != row.commit:
        yield "ran", row.code
    yield from ((name, text) for name, text in (("branch", row.branch), ("tags", ", ".join(row.tags))) if text)
    if of.status:
        yield str(of.state), f"{of.status}{': ' + of.detail if of.detail else ''}"
    for metric in of.metrics:
        spread = f" ± {metric.deviation:g}" if metric.deviation is not None else ""
        yield metric.name, f"{answers.written(metric)}{spread}{_beside(told, metric.name)}"
    yield from (("claim", claim.raw) for claim in of.claims)
    yield from (("doubt", doubt) for doubt in told.doubts)
    for each in of.parameters:
        yield each.name, each.value if each.previous is None else f"{each.previous} -> {each.value}"
    yield from of.trailers
    if row.reverted:
        yield "reverted", f"by {row.reverted}"
    yield from (("twin", twin) for twin in row.twins)
    if of.recovered:
        yield "guessed", f"the message is not of the form: {row.subject}"
        yield from (("write", each) for each in (told.corrected,) if each)
    yield "again", told.reproduce


def _beside(told: Shown, name: str) -> str:
    """What a metric was before: at best, and in the baseline."""
    parts = list[str]()
    for heading, compared in (("best before", told.bests), ("baseline", told.baseline)):
        for row, change in compared:
            if change.name == name:
                share = answers.signed(change.percent, "%")
                parts.append(f"{change.verdict} than" if change.verdict in {"better", "worse"} else str(change.verdict))
                parts[-1] += f" the {heading}, {answers.written(change.old)} in {answers.short(row)}"
                parts[-1] += f": {share}" if share else ""
    return f"  ({'; '.join(parts)})" if parts else ""


def document(told: Shown) -> dict[str, object]:
    """See the top of this module."""
    return {
        "schema": "mlhygiene.exp.show/1",
        "experiment": plain.row(told.row),
        "previous_best": [{"commit": row.commit, **plain.difference(change)} for row, change in told.bests],
        "baseline_name": told.baseline_name,
        "baseline": [{"commit": row.commit, **plain.difference(change)} for row, change in told.baseline],
        "corrected": told.corrected,
        "doubts": list(told.doubts),
        "reproduce": told.reproduce,
        "notes": list(told.notes),
    }
