"""Run provenance: every result names the code that made it.

>>> from mlhygiene import provenance
>>> stamp = provenance.capture()  # never raises, never writes, never fetches
>>> stamp.flat()["git_sha"]       # doctest: +SKIP
'3f2a1b9c…'
"""

from __future__ import annotations

from mlhygiene.provenance.capturing import Dirty, Unknown, capture
from mlhygiene.provenance.stamp import Stamp, State

__all__ = ["Dirty", "Stamp", "State", "Unknown", "capture"]
