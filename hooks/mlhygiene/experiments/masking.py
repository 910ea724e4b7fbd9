"""Rows without the secrets that people have written into them: in messages, and in names of branches, tags, authors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlhygiene.experiments.logbook import Row
    from mlhygiene.messages.experiment import Experiment

# Names of commits are no texts of anybody.
OIDS = frozenset({"commit", "code", "reverted", "twins"})


def masked(rows: Sequence[Row]) -> list[Row]:
    """The same rows, with every secret in its masked form. One scan for all of them."""
    from mlhygiene.secrets.redaction import held  # whoever tells no message does without

    # Nearly all that a row tells stands in its subject: the others are few.
    told, at = [row.subject for row in rows], list(range(len(rows)))
    for number, row in enumerate(rows):
        if row.experiment.trailers or _elsewhere(row.subject, row.experiment):
            more = list(_texts(row.experiment))
            told += more
            at += [number] * len(more)
    names = {row.author for row in rows} | {row.email for row in rows} | {row.branch for row in rows if row.branch}
    names.update(tag for row in rows if row.tags for tag in row.tags)
    secret: dict[int, dict[str, str]] = {}
    for place, parts in held(told).items():
        secret.setdefault(at[place], {}).update(parts)
    named = {part: instead for parts in held(sorted(names)).values() for part, instead in parts.items()}
    if not secret and not named:
        return list(rows)
    return [_clean(row, parts) if (parts := secret.get(number, {}) | named) else row for number, row in enumerate(rows)]


def _elsewhere(subject: str, of: Experiment) -> bool:
    """Whether a row may tell what its subject does not: what was guessed, values that stand apart from their names."""
    return of.recovered or not subject.isascii() or subject.count("->") > 1 or not subject.isprintable()


def _texts(of: Experiment) -> Iterator[str]:
    """What a row quotes. A parameter and a trailer stand beside their names, which may call them secret."""
    yield from (of.what, of.detail or "", *of.notes, *(claim.raw for claim in of.claims))
    yield from (each.name for each in of.metrics)
    for each in of.parameters:
        yield f"{each.name}={each.value}"
        yield f"{each.name}={each.previous or ''}"
    yield from (f"{name}={text}" for name, text in of.trailers)


def _clean(row: Row, parts: Mapping[str, str]) -> Row:
    whole = row._asdict()
    return row._replace(**{name: value if name in OIDS else _without(value, parts) for name, value in whole.items()})


def _without(value: str | float | tuple[Any, ...] | None, parts: Mapping[str, str]) -> Any:  # noqa: ANN401 - of its kind
    """The same, however deep it is, in which no text has a secret."""
    if type(value) is str:
        from mlhygiene.secrets.redaction import without  # as above

        return without(value, parts)
    if isinstance(value, tuple):
        each = [_without(one, parts) for one in value]
        # A named tuple takes its fields one by one.
        return tuple(each) if type(value) is tuple else type(value)(*each)
    return value
