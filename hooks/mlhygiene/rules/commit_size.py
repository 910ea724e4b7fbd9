"""MLH109."""

from __future__ import annotations

from dataclasses import dataclass

from mlhygiene import sizes
from mlhygiene.rule import option
from mlhygiene.weight_rule import WeightRule


@dataclass(frozen=True, kw_only=True)
class CommitSize(WeightRule):
    """Commit larger than hosts and workers take.

    Valohai fetches no commit above 1 GB compressed, GitHub takes no push above
    2 GB. Judged are what a commit brings (each new content once; a rename or a
    copy is free) and what the tree at the tip holds, since a worker fetches all
    of that: there each file counts but for those that `.vhignore` lists, in the
    syntax of `.gitignore`; submodules do not. A file of LFS or DVC counts as its
    pointer. 1 GB is 10^9 bytes; compressed sizes are git's own.

    Hand the heaviest files to LFS or DVC. What git needs and workers do not, list
    in `.vhignore`.
    """

    code = "MLH109"
    name = "commit-size"

    limit: int = option("1 GB", "The most bytes of a commit when compressed.", sizes.parse_size, sizes.SCHEMA)
