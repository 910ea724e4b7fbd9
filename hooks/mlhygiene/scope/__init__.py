"""Which part of a repository is judged. Every scope is a stream of subjects."""

from mlhygiene.scope.commits import between, history, is_zero, unpushed
from mlhygiene.scope.index import from_top, paths, staged, tree

__all__ = ["between", "from_top", "history", "is_zero", "paths", "staged", "tree", "unpushed"]
