"""Comet: the others of an experiment (comet.com/docs, "log_others"): they filter runs, and are no parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlhygiene.provenance.adapters import filling
from mlhygiene.provenance.records import RESUMED

if TYPE_CHECKING:
    from mlhygiene.provenance.stamp import Stamp


def put(experiment: Any, stamp: Stamp) -> None:  # noqa: ANN401 - comet_ml's own
    """What the experiment lacks, as far as it is known here.

    Of one that goes on, what it had before is known to Comet alone: it gets the commit on which it goes on.
    """
    there: dict[str, object] = {**getattr(experiment, "params", {}), **getattr(experiment, "others", {})}
    if type(experiment).__name__.startswith("Existing") and filling.SHA not in there:
        added: dict[str, Any] = {RESUMED: stamp.commit} if stamp.commit and there.get(RESUMED) != stamp.commit else {}
    else:
        added = dict(filling.missing(stamp, there))
    if added:
        experiment.log_others(added)
