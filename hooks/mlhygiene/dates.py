"""A moment in a config: `2026-01-01`, or with a time and its offset from UTC (RFC 3339)."""

from __future__ import annotations

from datetime import UTC, date, datetime


def parse_moment(value: object) -> int:
    """Seconds since the epoch; a date is its midnight in UTC, on whatever machine. ValueError says what to write."""
    moment = _read(value) if isinstance(value, str) else value
    if isinstance(moment, datetime):
        if moment.tzinfo is None:
            raise ValueError(f"{moment.isoformat()} is another moment on every machine: add an offset, as Z or +02:00")
        return int(moment.timestamp())
    if isinstance(moment, date):
        return int(datetime(moment.year, moment.month, moment.day, tzinfo=UTC).timestamp())
    raise ValueError(f'{value!r} is no date: write one such as "2026-01-01", or "2026-01-01T09:00:00Z"')


def _read(text: str) -> date | None:
    for kind in (date, datetime):
        try:
            return kind.fromisoformat(text)
        except ValueError:
            continue
    return None
