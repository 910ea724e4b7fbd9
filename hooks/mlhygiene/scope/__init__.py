"""Which part of a repository is judged. Every scope is a stream of subjects."""

from mlhygiene.scope.commits import between, history, is_zero, one, unpushed
from mlhygiene.scope.index import from_top, paths, staged, tree
from mlhygiene.scope.messages import Wanted, names, wanted

__all__ = [
    "Wanted",
    "between",
    "from_top",
    "history",
    "is_zero",
    "names",
    "one",
    "paths",
    "staged",
    "tree",
    "unpushed",
    "wanted",
]
