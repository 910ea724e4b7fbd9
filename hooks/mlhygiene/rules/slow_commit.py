"""MLH114."""

from __future__ import annotations

from dataclasses import dataclass

from mlhygiene import sizes
from mlhygiene.model import Severity
from mlhygiene.rule import option
from mlhygiene.weight_rule import WeightRule


@dataclass(frozen=True, kw_only=True)
class SlowCommit(WeightRule):
    """Commit that is slow to fetch.

    Above 100 MB compressed, a worker that starts from a fresh clone is seen to
    wait (docs.valohai.com), and so is every CI job. What counts is what counts
    for `commit-size`, which says nothing yet; where it does, this rule is silent.

    Hand the heaviest files to LFS or DVC. What git needs and workers do not, list
    in `.vhignore`.
    """

    code = "MLH114"
    name = "slow-commit"
    milder_than = "MLH109"
    severity: Severity = Severity.WARNING

    limit: int = option("100 MB", "The most bytes of a commit when compressed.", sizes.parse_size, sizes.SCHEMA)
