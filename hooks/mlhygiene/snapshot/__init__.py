"""The states of a repository that a blob can be judged in: the index, or a commit."""

from mlhygiene.snapshot.commits import RangeSnapshot
from mlhygiene.snapshot.index import IndexSnapshot
from mlhygiene.snapshot.markers import SPECS

__all__ = ["SPECS", "IndexSnapshot", "RangeSnapshot"]
