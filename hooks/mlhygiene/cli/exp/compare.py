r"""`mlhygiene exp compare A B`: two experiments side by side.

JSON, schema `mlhygiene.exp.compare/1`: `{"schema", "old", "new": {"name", "code" (the commit
that ran), "experiment" (see `mlhygiene.experiments.plain`) or null}, "metrics": [difference, …],
"parameters": [{"name", "old", "new"}], "configs": [{"path", "added", "removed", "changes":
[{"key", "old", "new"}]}], "notes": [line, …]}`. A value that is a secret is masked; a key that
one side lacks is null there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.cli import answers
from mlhygiene.experiments import comparing, differing, ranking, standing
from mlhygiene.git import Repository
from mlhygiene.model import Exit, Refusal, shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from mlhygiene.experiments.comparing import Difference, Setting
    from mlhygiene.experiments.differing import Differences
    from mlhygiene.experiments.logbook import Logbook
    from mlhygiene.experiments.standing import Stand

HELP = """\
two experiments side by side: metrics, parameters, and the configs that changed

A and B are commits, branches, tags, or the word `best`. A branch stands for its newest result.

examples:
  mlhygiene exp compare exp/baseline exp/lr-3e-4
  mlhygiene exp compare best HEAD --metric val_loss
  mlhygiene exp compare main exp/wider --config 'conf/**' --format markdown
"""
BEST = "best"


class Comparison(NamedTuple):
    """All that is told of two experiments."""

    old: Stand
    new: Stand
    metrics: list[Difference]
    parameters: list[Setting]
    configs: Differences
    notes: list[str]


def declare(parser: ArgumentParser) -> None:
    parser.add_argument("old", metavar="A", help="a commit, branch or tag, or `best`")
    parser.add_argument("new", metavar="B", help="what it is compared with")
    parser.add_argument("--metric", metavar="M", help="what `best` is best by (default: the metric used most)")
    parser.add_argument(
        "--config", action="append", default=[], metavar="GLOB", help="only these configs, as .gitignore has patterns"
    )
    answers.directions(parser)
    answers.declare(parser, ("text", "json", "markdown"))


def run(arguments: Namespace) -> int:
    with Repository.find(arguments.folder) as repository:
        book = answers.logbook(repository, arguments)
        old, new = (_stand(repository, book, name, arguments.metric) for name in (arguments.old, arguments.new))
        configs = differing.differences(repository, old.code, new.code, arguments.config)
    was, is_ = (stand.row.experiment if stand.row else None for stand in (old, new))
    found = Comparison(
        old,
        new,
        comparing.differences(was, is_, book.metrics),
        comparing.settings(was, is_),
        configs,
        [*book.notes, *(note for note in (old.note, new.note) if note), *configs.notes],
    )
    if arguments.format == "json":
        answers.json(document(found))
        return Exit.CLEAN
    answers.notes(found.notes)
    from mlhygiene.cli import comparison  # machines do without

    comparison.tell(found, arguments)
    return Exit.CLEAN


def _stand(repository: Repository, book: Logbook, name: str, metric: str | None) -> Stand:
    if name != BEST:
        return standing.stand(repository, book, name)
    chosen = answers.metric(book, metric) if metric else ranking.usual(book)
    if chosen is None:
        raise Refusal(
            "no metric to be best by: give --metric M, and --lower M or --higher M where its name does not say"
        )
    ranked = ranking.rank(book.rows, chosen, answers.direction(book, chosen))
    if not ranked.standings:
        raise Refusal(f"no {chosen} can be best: see `mlhygiene exp best --metric {chosen}`")
    if len(ranked.units) > 1:
        raise Refusal(f"{chosen} is written in different units: name a commit, or see `mlhygiene exp best --unit`")
    best = standing.of_row(BEST, ranked.standings[0].row)
    return best._replace(note=f"best by {chosen}: {answers.short(ranked.standings[0].row)}")


def document(found: Comparison) -> dict[str, object]:
    """See the top of this module."""
    from mlhygiene.experiments import plain  # people do without

    return {
        "schema": "mlhygiene.exp.compare/1",
        **{
            side: {"name": stand.name, "code": stand.code, "experiment": plain.row(stand.row) if stand.row else None}
            for side, stand in (("old", found.old), ("new", found.new))
        },
        "metrics": [plain.difference(each) for each in found.metrics],
        "parameters": [each._asdict() for each in found.parameters],
        "configs": [
            {
                "path": shown(each.path),
                "added": each.added,
                "removed": each.removed,
                "changes": [change._asdict() for change in each.changes],
            }
            for each in found.configs.files
        ],
        "notes": found.notes,
    }
