"""Rows, metrics and differences as JSON has them: the parts that the schemas `mlhygiene.exp.…/1` share.

A metric is `{"name", "value", "raw", "unit", "deviation", "previous", "approximate"}`; nan and
infinity are null as `value`, and `raw` says them. A row is `{"commit", "code", "authored",
"author", "branch", "tags", "what", "scope", "state", "status", "detail", "metrics",
"parameters", "claims", "trailers", "reverted", "twins", "recovered", "subject"}`; `authored` is
seconds since the epoch, `code` the commit that ran. Secrets in messages are masked.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.experiments.comparing import Difference
    from mlhygiene.experiments.logbook import Row
    from mlhygiene.messages.experiment import Metric


def finite(value: float | None) -> float | None:
    """A number as JSON can hold it."""
    return value if value is not None and math.isfinite(value) else None


def metric(told: Metric | None) -> dict[str, object] | None:
    """One metric."""
    if told is None:
        return None
    return {
        "name": told.name,
        "value": finite(told.value),
        "raw": told.raw,
        "unit": told.unit,
        "deviation": finite(told.deviation),
        "previous": finite(told.previous),
        "approximate": told.approximate,
    }


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


def row(told: Row) -> dict[str, object]:
    """One experiment, whole."""
    of = told.experiment
    subject, what, detail, *trailers = clean(
        [told.subject, of.what, of.detail or "", *[text for _, text in of.trailers]]
    )
    return {
        "commit": told.commit,
        "code": told.code or told.commit,
        "authored": told.authored,
        "author": told.author,
        "branch": told.branch,
        "tags": list(told.tags),
        "what": what,
        "scope": of.scope,
        "state": str(of.state),
        "status": of.status,
        "detail": detail or None,
        "metrics": [metric(each) for each in of.metrics],
        "parameters": [{"name": each.name, "value": each.value, "previous": each.previous} for each in of.parameters],
        "claims": [each.raw for each in of.claims],
        "trailers": [{"name": name, "value": text} for (name, _), text in zip(of.trailers, trailers, strict=True)],
        "reverted": told.reverted,
        "twins": list(told.twins),
        "recovered": of.recovered,
        "subject": subject,
    }


def clean(texts: Sequence[str]) -> list[str]:
    """Texts out of messages without the secrets that they may hold."""
    from mlhygiene.secrets.redaction import redacted  # whoever tells no message does without

    return redacted(texts)
