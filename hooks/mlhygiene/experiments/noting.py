"""What a reader of the logbook must know beside its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.experiments.logbook import Row

SHALLOW = "this clone is shallow, so older experiments are missing: run `git fetch --unshallow` (in CI, fetch-depth: 0)"


def notes(rows: Sequence[Row], *, shallow: bool) -> list[str]:
    """Lines about what is missing, and about columns whose values do not compare."""
    return [*([SHALLOW] if shallow else []), *_mixed(rows)]


def _mixed(rows: Sequence[Row]) -> list[str]:
    """Units are never converted: 76.1 % and 0.761 of one column have to be told apart by people."""
    units: dict[str, set[str]] = {}
    for name, unit in {(metric.name, metric.unit) for row in rows for metric in row.experiment.metrics}:
        units.setdefault(name, set()).add(unit or "")
    return [
        f"{name} is written in several units ({', '.join(unit or 'none' for unit in sorted(used))}): "
        "its values are compared as they are"
        for name, used in sorted(units.items())
        if len(used) > 1
    ]
