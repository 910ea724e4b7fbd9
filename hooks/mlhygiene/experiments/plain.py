"""Rows and metrics as JSON has them, the parts that the schemas `mlhygiene.exp.…/1` share; secrets masked.

A row is one of `exp log --format json` (`log.schema.json`). A metric has its keys there, and its
`name`; nan and infinity are null as `value`, and `raw` says them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlhygiene.experiments.masking import masked
from mlhygiene.experiments.ranking import finite

if TYPE_CHECKING:
    from mlhygiene.experiments.comparing import Difference
    from mlhygiene.experiments.logbook import Row
    from mlhygiene.messages.experiment import Metric


def metric(told: Metric | None) -> dict[str, object] | None:
    """One metric."""
    if told is None:
        return None
    import json  # 6 ms that people do without

    from mlhygiene.experiments.formats import objects

    keys: dict[str, object] = json.loads(objects.metric(told))
    return {"name": told.name, **keys}


def difference(told: Difference) -> dict[str, object]:
    """One metric of two experiments: `{"name", "old", "new", "delta", "percent", "verdict"}`."""
    return {
        "name": told.name,
        "old": metric(told.old),
        "new": metric(told.new),
        "delta": finite(told.delta),
        "percent": None if told.percent is None else round(told.percent, 6),
        "verdict": str(told.verdict),
    }


def row(told: Row) -> Any:  # noqa: ANN401 - JSON's
    """One experiment, whole."""
    import json  # as above

    from mlhygiene.experiments.formats import objects

    return json.loads(objects.row(masked([told])[0]))
