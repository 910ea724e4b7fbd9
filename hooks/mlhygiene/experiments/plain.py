"""Rows and metrics as JSON has them, the parts that the schemas `mlhygiene.exp.…/1` share; secrets masked.

A row is one of `exp log --format json` (`log.schema.json`). A metric has its keys there, and its
`name`; nan and infinity are null as `value`, and `raw` says them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlhygiene.experiments.ranking import finite

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def masked(rows: Sequence[Row]) -> list[Row]:
    """The same rows, with every secret that a message holds in its masked form. One scan for all of them."""
    from mlhygiene.secrets.redaction import redacted  # whoever tells no message does without

    clean = iter(redacted([text for row in rows for text in _texts(row)]))
    return [_with(row, [next(clean) for _ in _texts(row)]) for row in rows]


def _texts(row: Row) -> list[str]:
    """What a row quotes. A parameter and a trailer stand beside their names, which may call them secret."""
    of = row.experiment
    pairs = [(each.name, value) for each in of.parameters for value in (each.value, each.previous or "")]
    return [
        row.subject,
        of.what,
        of.detail or "",
        *of.notes,
        *(f"{name}={text}" for name, text in (*pairs, *of.trailers)),
    ]


def _with(row: Row, texts: list[str]) -> Row:
    if texts == _texts(row):
        return row
    of = row.experiment
    subject, what, detail, *rest = texts
    notes, pairs = tuple(rest[: len(of.notes)]), [text.partition("=")[2] for text in rest[len(of.notes) :]]
    told = 2 * len(of.parameters)
    parameters = tuple(
        each._replace(value=value, previous=previous or None)
        for each, value, previous in zip(of.parameters, pairs[:told:2], pairs[1:told:2], strict=True)
    )
    trailers = tuple((name, text) for (name, _), text in zip(of.trailers, pairs[told:], strict=True))
    clean = of._replace(what=what, detail=detail or None, notes=notes, parameters=parameters, trailers=trailers)
    return row._replace(subject=subject, experiment=clean)
