"""`mlhygiene exp best --tag`: the best experiment under a name that stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.cli.readers import choked
from mlhygiene.experiments import standing
from mlhygiene.experiments.masking import masked
from mlhygiene.git import tagging
from mlhygiene.messages.writing import write
from mlhygiene.model import printable

if TYPE_CHECKING:
    from mlhygiene.experiments.logbook import Row
    from mlhygiene.experiments.ranking import Ranking
    from mlhygiene.git import Repository

# What a name of a ref cannot hold, and what a shell would take for its own.
ODD = re.compile(r"[^\w./+-]+|\.{2,}|(?<=/)\.|\.(?=/|$)|//+")


class Tagged(NamedTuple):
    """What became of a tag."""

    text: str
    document: dict[str, object]
    notes: list[str]


def tag(repository: Repository, ranking: Ranking, name: str) -> Tagged:
    """Tag the commit that ran, unless it is tagged so already."""
    best = ranking.standings[0]
    row = best.row
    stand = standing.of_row(repository, name, row)
    code = stand.code
    chosen = name or ODD.sub(
        "-", f"best/{best.metric.name}-{best.metric.raw}{best.metric.unit or ''}".replace("%", "pct")
    )
    made = tagging.tag(repository, chosen, code, message(masked([row])[0]))
    did = f"tagged {code[:7]} as {chosen}: `git push origin tag {chosen}` shares it" if made else ""
    text = did or f"{chosen} stands at {code[:7]} already"
    return Tagged(
        text,
        {"name": chosen, "commit": code, "made": made},
        [*filter(None, [stand.note]), *choked(repository, [chosen])],
    )


def message(row: Row) -> str:
    """The experiment, as its own commit says it, then each parameter and the commit that has the result."""
    told = row.experiment
    lines = [write(told._replace(trailers=())).strip(), ""]
    lines += [f"{each.name}: {each.value}" for each in told.parameters]
    lines += [f"Commit: {row.commit}", *(f"{name}: {text}" for name, text in told.trailers)]
    return "\n".join(map(printable, lines)) + "\n"
