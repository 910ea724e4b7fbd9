"""A row as JSON, written by hand: `json.dumps` takes five times as long, and there are fifty thousand."""

from __future__ import annotations

from json.encoder import encode_basestring_ascii as quoted
from math import isfinite
from typing import TYPE_CHECKING

from mlhygiene.experiments import dates
from mlhygiene.experiments.asking import state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.experiments.logbook import Row
    from mlhygiene.messages.experiment import Claim, Experiment, Metric, Parameter


def row(one: Row) -> str:
    """One object, without a line break. Its keys are those of `log.schema.json`."""
    said = one.experiment
    return (
        f'{{"commit":"{one.commit}","date":{date(one.authored)},"authored":{one.authored},'
        f'"author":{text(one.author)},"email":{text(one.email)},"branch":{maybe(one.branch)},'
        f'"tags":{texts(one.tags)},"subject":{text(one.subject)},"scope":{maybe(said.scope)},'
        f'"breaking":{_flag(said.breaking)},"what":{text(said.what)},"state":"{state(one)}",'
        f'"status":{maybe(said.status)},"detail":{maybe(said.detail)},"metrics":{_metrics(said)},'
        f'"parameters":{_parameters(said)},"claims":[{",".join(map(_claim, said.claims))}],"notes":{texts(said.notes)},'
        f'"trailers":[{",".join(f"[{text(key)},{text(value)}]" for key, value in said.trailers)}],'
        f'"code":{maybe(one.code)},"reverted":{maybe(one.reverted)},"twins":{texts(one.twins)},'
        f'"recovered":{_flag(said.recovered)}}}'
    )


def text(value: str) -> str:
    r"""A JSON string. What is not UTF-8 is written `\xNN`: a lone surrogate is no text to most programs."""
    if not value.isascii():
        value = value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return quoted(value)


def maybe(value: str | None) -> str:
    return "null" if value is None else text(value)


def texts(values: Iterable[str]) -> str:
    return f"[{','.join(map(text, values))}]" if values else "[]"


def number(value: float | None) -> str:
    """Every digit; null of what JSON has no number for."""
    return "null" if value is None or not isfinite(value) else repr(value)


def date(authored: int) -> str:
    """In quotes; null where no calendar reaches."""
    told = dates.iso(authored)
    return f'"{told}"' if told.endswith("Z") else "null"


def metric(each: Metric) -> str:
    """A value, and what is said of it."""
    return (
        f'{{"value":{number(each.value)},"raw":{text(each.raw)},"unit":{maybe(each.unit)},'
        f'"deviation":{number(each.deviation)},"previous":{number(each.previous)},'
        f'"approximate":{_flag(each.approximate)},"label":{maybe(each.label)}}}'
    )


def _metrics(said: Experiment) -> str:
    if not said.metrics:
        return "{}"
    # The first of a name counts, as in `Row.metric`.
    named = {each.name: each for each in reversed(said.metrics)} if len(said.metrics) > 1 else None
    ordered = reversed(named.values()) if named else said.metrics
    return f"{{{','.join([f'{text(each.name)}:{metric(each)}' for each in ordered])}}}"


def _parameters(said: Experiment) -> str:
    named: dict[str, Parameter] = {each.name: each for each in reversed(said.parameters)}
    each = [
        f'{text(name)}:{{"value":{text(one.value)},"previous":{maybe(one.previous)}}}'
        for name, one in reversed(named.items())
    ]
    return f"{{{','.join(each)}}}"


def _claim(claim: Claim) -> str:
    return (
        f'{{"value":{number(claim.value)},"unit":{maybe(claim.unit)},"relation":{text(claim.relation)},'
        f'"noun":{maybe(claim.noun)},"raw":{text(claim.raw)}}}'
    )


def _flag(value: bool) -> str:
    return "true" if value else "false"
