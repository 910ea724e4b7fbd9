"""A moment in a config: `2026-01-01`, or with a time and its offset from UTC (RFC 3339)."""

from __future__ import annotations

from datetime import UTC, date, datetime


def parse_moment(value: object) -> int:
    """Seconds since the epoch; a date is its midnight in UTC, on whatever machine. ValueError says what to write."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            try:
                value = datetime.fromisoformat(value)
            except ValueError:
                raise _wrong(value) from None
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(
                f"{value.isoformat()} is another moment on every machine: add an offset, such as Z or +02:00"
            )
        return int(value.timestamp())
    if isinstance(value, date):
        return int(datetime(value.year, value.month, value.day, tzinfo=UTC).timestamp())
    raise _wrong(value)


def _wrong(value: object) -> ValueError:
    return ValueError(f'{value!r} is no date: write one such as "2026-01-01", or "2026-01-01T09:00:00Z"')
