"""Dates as people write them, in UTC: `2026-01`, `2026-01-02`, `2026-01-02T03:04`, `yesterday`, `2 weeks ago`."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

ISO = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?Z?)?)?)?\Z")
AGO = re.compile(r"([0-9]{1,6})[ ._]?(minute|hour|day|week|month|year|min|h|d|w|m|y)s?(?:[ ._]ago)?\Z")
DAY = 86_400
EPOCH = date(1970, 1, 1).toordinal()
EARLIEST = [1, 1, 1, 0, 0, 0]
SECONDS = {
    "min": 60,
    "minute": 60,
    "h": 3600,
    "hour": 3600,
    "d": DAY,
    "day": DAY,
    "w": 7 * DAY,
    "week": 7 * DAY,
    "m": 30 * DAY,
    "month": 30 * DAY,
    "y": 365 * DAY,
    "year": 365 * DAY,
}
FORMS = "write a date such as 2026-01-31, 2026-01, yesterday or '2 weeks ago'"


class Span(NamedTuple):
    """The seconds since the epoch that a date covers: from `start`, before `end`."""

    start: int
    end: int


def span(text: str, now: float) -> Span:
    """What a text covers: a year, a month, a day, a minute or a second. ValueError says how to write it."""
    words = text.strip().lower()
    if words in {"today", "yesterday"}:
        start = int(now) // DAY * DAY - (DAY if words == "yesterday" else 0)
        return Span(start, start + DAY)
    if ago := AGO.match(words):
        moment = int(now) - int(ago[1]) * SECONDS[ago[2]]
        return Span(moment, moment + 1)
    written = ISO.match(text.strip())
    if not written:
        raise ValueError(FORMS)
    numbers = [int(number) for number in written.groups() if number is not None]
    try:
        year, month, day, hour, minutes, seconds = [*numbers, *EARLIEST[len(numbers) :]]
        first = datetime(year, month, day, hour, minutes, seconds, tzinfo=UTC)
        return Span(int(first.timestamp()), int(_next(first, len(numbers)).timestamp()))
    except (ValueError, OverflowError):
        raise ValueError(f"no such date: {FORMS}") from None


def _next(start: datetime, known: int) -> datetime:
    """Where the next year, month, day, minute or second begins."""
    if known == 1:
        return start.replace(year=start.year + 1)
    if known == 2:  # noqa: PLR2004 - year and month
        return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)
    return start + {3: timedelta(days=1), 5: timedelta(minutes=1)}.get(known, timedelta(seconds=1))


def iso(seconds: int) -> str:
    """`2026-01-02T03:04:05Z`; the bare number of seconds where no calendar reaches."""
    number, rest = divmod(seconds, DAY)
    known = _day(number)
    return f"{known}T{rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}Z" if known else str(seconds)


def day(seconds: int) -> str:
    """`2026-01-02`; the bare number of seconds where no calendar reaches."""
    return _day(seconds // DAY) or str(seconds)


@lru_cache(maxsize=4096)
def _day(number: int) -> str | None:
    """The day so many days after 1970 began."""
    try:
        return date.fromordinal(EPOCH + number).isoformat()
    except (ValueError, OverflowError):
        return None
