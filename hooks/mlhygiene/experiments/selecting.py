"""Which rows are listed, in what order."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from mlhygiene.experiments import dates
from mlhygiene.experiments.asking import matching, meant, number, parameter
from mlhygiene.messages.metrics import Direction
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlhygiene.experiments.logbook import Logbook, Row

    Key = Callable[[Row], float | str | None]

TEXTS: dict[str, Key] = {
    "date": lambda row: row.authored,
    "branch": lambda row: row.branch or None,
    "what": lambda row: row.experiment.what,
    "author": lambda row: row.author,
    "state": lambda row: str(row.experiment.state),
    "commit": lambda row: row.commit,
}


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see. Dates and questions are texts as they were typed.

    `sort` is a metric (best first, where its direction is known, else lowest first), a parameter or
    one of TEXTS (lowest first); with a `-` before it, the other way round. Without it the newest
    come first. Rows that lack it, or are not a number, come last either way.
    """

    where: str | None = None
    sort: str | None = None
    branch: str | None = None
    since: str | None = None
    until: str | None = None
    author: str | None = None


def selected(book: Logbook, asked: Asked, now: float) -> list[Row]:
    """The rows of a logbook that are asked for. Refusal says what is wrong with what is asked."""
    rows = matching(book.rows, asked.where, now) if asked.where is not None else book.rows
    if asked.since is not None:
        since = _span("--since", asked.since, now).start
        rows = [row for row in rows if row.authored >= since]
    if asked.until is not None:
        until = _span("--until", asked.until, now).end
        rows = [row for row in rows if row.authored < until]
    if asked.branch is not None:
        glob = asked.branch
        rows = [row for row in rows if row.branch and any(fnmatchcase(name, glob) for name in _names(row.branch))]
    if asked.author is not None:
        part = asked.author.casefold()
        rows = [row for row in rows if part in f"{row.author} <{row.email}>".casefold()]
    return ordered(rows, book, asked.sort) if asked.sort is not None else list(rows)


def ordered(rows: Sequence[Row], book: Logbook, sort: str) -> list[Row]:
    """The rows by one key; equals stay as they are."""
    backwards, name = sort.startswith("-"), sort.removeprefix("-")
    key = _key(book, name)
    valued = [(value, row) for row in rows if (value := key(row)) is not None and value == value]  # noqa: PLR0124 - nan
    last = [row for row in rows if (value := key(row)) is None or value != value]  # noqa: PLR0124 - nan
    higher = name not in TEXTS and book.metrics.direction(name) is Direction.HIGHER and name in book.names
    # Texts after numbers: a parameter may be either.
    first = [pair for pair in valued if not isinstance(pair[0], str)]
    then = [pair for pair in valued if isinstance(pair[0], str)]
    turned = backwards is not higher
    both = [sorted(each, key=lambda pair: pair[0], reverse=turned) for each in (first, then)]
    return [*(row for each in both for _, row in each), *last]


def _key(book: Logbook, name: str) -> Key:
    if name in TEXTS:
        return TEXTS[name]
    parameters = {each.name for row in book.rows for each in row.experiment.parameters}
    if name not in book.names and name not in parameters:
        known = [*TEXTS, *sorted(book.names), *sorted(parameters)]
        raise Refusal(f"--sort {name}: no such column{meant(name, known)}")

    def key(row: Row) -> float | str | None:
        metric = row.metric(name)
        if metric is not None:
            return metric.value
        found = parameter(row, name)
        if found is None:
            return None
        value = number(found.value)
        return found.value if value is None else value

    return key


def _names(branch: str) -> tuple[str, str]:
    """A branch with and without its remote: `exp/*` means `origin/exp/lr` as well."""
    return branch, branch.partition("/")[2]


def _span(option: str, text: str, now: float) -> dates.Span:
    try:
        return dates.span(text, now)
    except ValueError as error:
        raise Refusal(f"{option} {text}: {error}") from None
