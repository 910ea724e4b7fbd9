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
from mlhygiene.experiments import comparing, differing, plain
from mlhygiene.experiments.masking import masked
from mlhygiene.git import Repository
from mlhygiene.model import Exit, shown

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from mlhygiene.experiments.comparing import Difference, Setting
    from mlhygiene.experiments.differing import Differences
    from mlhygiene.experiments.standing import Stand

HELP = """\
two experiments side by side: metrics, parameters, and the configs that changed

A and B are commits, branches, tags, or the word `best`. A branch stands for its newest result.

examples:
  mlhygiene exp compare exp/baseline exp/lr-3e-4
  mlhygiene exp compare best HEAD --metric val_loss
  mlhygiene exp compare main exp/wider --config 'conf/**' --format markdown
"""


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
        names = (arguments.old, arguments.new)
        old, new = (answers.stand(repository, book, name, arguments.metric) for name in names)
        configs = differing.differences(repository, old.code, new.code, arguments.config)
    old, new = (each._replace(row=masked([each.row])[0]) if each.row else each for each in (old, new))
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


def document(found: Comparison) -> dict[str, object]:
    """See the top of this module."""
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
