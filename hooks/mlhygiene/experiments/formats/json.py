"""One JSON document, for machines and agents: the rows, and what they come to. Schema: `log.schema.json`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mlhygiene import __version__
from mlhygiene.experiments.formats.objects import metric, row
from mlhygiene.experiments.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.experiments.formats import Listing

SCHEMA = "mlhygiene.exp.log/1"


def render(listing: Listing) -> Iterator[str]:
    """The summary is of all rows that were asked for, not of the first of them alone."""
    told = summary(listing.book, listing.rows)
    head: dict[str, object] = {"schema": SCHEMA, "version": __version__, "notes": listing.book.notes}
    counts: dict[str, object] = {
        "all": len(listing.book.rows),
        "matching": len(listing.rows),
        "shown": len(listing.shown),
        **told.states,
    }
    best = {
        each.name: each.best and {"commit": each.best.commit, **json.loads(metric(each.best.metric(each.name)))}  # type: ignore[arg-type]
        for each in told.metrics
    }
    metrics = [
        {
            "name": each.name,
            "direction": str(each.direction),
            "attribute": each.attribute,
            "rows": each.rows,
            "units": each.units,
            "best": best[each.name],
            "since_best": each.since_best,
            "plateau": each.plateau,
        }
        for each in told.metrics
    ]
    document = {
        **head,
        "counts": counts,
        "keep_rate": told.keep_rate,
        "metric": told.metric,
        "plateau_after": told.plateau_after,
        "metrics": metrics,
        "parameters": told.parameters,
    }
    yield json.dumps(document, indent=2, allow_nan=False).removesuffix("\n}")
    yield ',\n  "rows": ['
    parted = ""
    for each in listing.shown:
        yield f"{parted}\n    {row(each)}"
        parted = ","
    yield "\n  ]\n}\n" if parted else "]\n}\n"
