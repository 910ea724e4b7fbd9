"""Run provenance: every result names the code that made it.

>>> from mlhygiene import provenance
>>> stamp = provenance.capture()    # never raises, writes, fetches or takes a lock
>>> stamp.flat()["git_state"]       # what a tracker takes: texts, numbers, yes and no
'clean'
>>> stamp = provenance.guard("strict")  # no run on files that no commit has
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.provenance.capturing import Dirty, Unknown, capture
from mlhygiene.provenance.stamp import Stamp, State

if TYPE_CHECKING:
    from mlhygiene.provenance.environment import variables as variables
    from mlhygiene.provenance.guarding import NotCommitted as NotCommitted
    from mlhygiene.provenance.guarding import guard as guard
    from mlhygiene.provenance.patching import Patch as Patch
    from mlhygiene.provenance.patching import patch as patch

# Who asks for the stamp alone does not import them.
_LATER = {
    "NotCommitted": "guarding",
    "Patch": "patching",
    "guard": "guarding",
    "patch": "patching",
    "variables": "environment",
}
__all__ = ["Dirty", "NotCommitted", "Patch", "Stamp", "State", "Unknown", "capture", "guard", "patch", "variables"]


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
