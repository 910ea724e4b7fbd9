"""The logbook as a pandas DataFrame, or as a Parquet file: with the extras [pandas] and [parquet]."""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mlhygiene.experiments.asking import parameter, state
from mlhygiene.experiments.progress import spelled
from mlhygiene.experiments.table import measured
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlhygiene.experiments.formats import Listing
    from mlhygiene.experiments.logbook import Logbook, Row

TEXTS: dict[str, Callable[[Row], str | None]] = {
    "commit": lambda row: row.commit,
    "author": lambda row: row.author,
    "email": lambda row: row.email,
    "branch": lambda row: row.branch,
    "scope": lambda row: row.experiment.scope,
    "what": lambda row: row.experiment.what,
    "params": lambda row: ", ".join(map(spelled, row.experiment.parameters)),
    "state": state,
    "status": lambda row: row.experiment.status,
    "detail": lambda row: row.experiment.detail,
    "tags": lambda row: " ".join(row.tags),
    "code": lambda row: row.code,
    "reverted": lambda row: row.reverted,
    "subject": lambda row: row.subject,
}
# The last second of the year 9999, and the first of the year 1: no calendar of theirs reaches further.
LAST, FIRST = 253_402_300_799, -62_135_596_800


def frame(path: str = ".") -> Any:  # noqa: ANN401 - pandas.DataFrame, which need not be installed
    """The logbook of the repository around a folder, newest first.

    A column for each metric (floats, nan where a row lacks it), and one for each parameter (`param.lr`:
    texts, as written). Refusal says what is missing.
    """
    from mlhygiene.experiments import history  # as a file is written of rows that were read before
    from mlhygiene.git import Repository

    pandas = _extra("pandas")
    with Repository.find(path) as repository:
        book = history.read(repository)
    columns: dict[str, list[Any]] = _columns(book, book.rows)
    dates = columns["date"]
    columns["date"] = pandas.to_datetime(pandas.Series(dates, dtype="float64"), unit="s", utc=True, errors="coerce")
    return pandas.DataFrame(columns)


def parquet(listing: Listing, path: str) -> None:
    """Write what was asked for. Refusal says what is missing, or why the file cannot be written."""
    arrow, writer = _extra("pyarrow", "parquet"), _extra("pyarrow.parquet", "parquet")
    columns = _columns(listing.book, listing.shown)
    metrics = set(_metric_titles(measured(listing.book, listing.shown)).values())
    types = {name: arrow.float64() if name in metrics else arrow.string() for name in columns}
    types["date"] = arrow.timestamp("s", tz="UTC")
    table = arrow.table({name: arrow.array(values, types[name]) for name, values in columns.items()})
    from mlhygiene import files

    sink = arrow.BufferOutputStream()
    writer.write_table(table, sink)
    files.report(path, [sink.getvalue().to_pybytes()])


def _extra(module: str, extra: str | None = None) -> Any:  # noqa: ANN401 - a module that need not be installed
    try:
        return import_module(module)
    except ImportError:
        name = extra or module
        raise Refusal(f"{module.partition('.')[0]} is not installed: pip install 'mlhygiene[{name}]'") from None


def _columns(book: Logbook, rows: Sequence[Row]) -> dict[str, list[Any]]:
    """The columns by name, in order."""
    columns: dict[str, list[Any]] = {"commit": [], "date": [_date(row.authored) for row in rows]}
    for title, text in TEXTS.items():
        columns[title] = [_whole(text(row)) for row in rows]
    for name, title in _metric_titles(measured(book, rows)).items():
        columns[title] = [None if (metric := row.metric(name)) is None else metric.value for row in rows]
    for name in dict.fromkeys(each.name for row in rows for each in row.experiment.parameters):
        columns[f"param.{name}"] = [None if (each := parameter(row, name)) is None else each.value for row in rows]
    return columns


def _metric_titles(names: Sequence[str]) -> dict[str, str]:
    """What the columns of metrics are called: as the metrics, unless another column is."""
    taken = {"date", *TEXTS}
    return {name: f"metric.{name}" if name in taken or name.startswith("param.") else name for name in names}


def _date(authored: int) -> int | None:
    return authored if FIRST <= authored <= LAST else None


def _whole(text: str | None) -> str | None:
    """Without surrogates, which UTF-8 cannot hold."""
    return None if text is None else os.fsencode(text).decode("utf-8", "backslashreplace")
