"""A row as JSON, written by hand: `json.dumps` takes five times as long, and there are fifty thousand."""

from __future__ import annotations

from functools import lru_cache
from json.encoder import encode_basestring_ascii as quoted
from math import isfinite
from typing import TYPE_CHECKING

from mlhygiene.experiments import dates
from mlhygiene.experiments.asking import state

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.experiments.logbook import Row
    from mlhygiene.messages.experiment import Claim, Metric, Parameter


NOTHING_MORE = '"claims":[],"notes":[],"trailers":[],"code":null,"reverted":null,"twins":[],'
# What most metrics have no more than: the fields after value, raw and unit.
PLAIN = (None, None, False, None)
REST = '"deviation":null,"previous":null,"approximate":false,"label":null}'


def row(one: Row) -> str:
    """One object, without a line break. Its keys are those of `log.schema.json`."""
    commit, authored, author, email, subject, said, branch, tags, code, reverted, twins = one
    what, scope, breaking, _, status, detail, metrics, claims, notes, parameters, trailers, recovered = said
    # Most rows have nothing of the last.
    more = (
        f'"claims":[{",".join(map(_claim, claims))}],"notes":{texts(notes)},'
        f'"trailers":[{",".join([f"[{text(key)},{text(value)}]" for key, value in trailers])}],'
        f'"code":{maybe(code)},"reverted":{maybe(reverted)},"twins":{texts(twins)},'
        if claims or notes or trailers or code or reverted or twins
        else NOTHING_MORE
    )
    return (
        f'{{"commit":"{commit}","date":{date(authored)},"authored":{authored},'
        f'"author":{text(author)},"email":{text(email)},"branch":{maybe(branch)},'
        f'"tags":{texts(tags) if tags else "[]"},"subject":{text(subject)},"scope":{maybe(scope)},'
        f'"breaking":{"true" if breaking else "false"},"what":{text(what)},"state":"{state(one)}",'
        f'"status":{maybe(status)},"detail":{maybe(detail)},"metrics":{_metrics(metrics)},'
        f'"parameters":{_parameters(parameters) if parameters else "{}"},{more}'
        f'"recovered":{"true" if recovered else "false"}}}'
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
    _, value, raw, unit, *rest = each
    start = f'{{"value":{number(value)},"raw":{text(raw)},"unit":{maybe(unit)},'
    if tuple(rest) == PLAIN:
        return start + REST
    return (
        f'{start}"deviation":{number(each.deviation)},"previous":{number(each.previous)},'
        f'"approximate":{"true" if each.approximate else "false"},"label":{maybe(each.label)}}}'
    )


def _metrics(metrics: Sequence[Metric]) -> str:
    """By name. The first of a name counts, as in `Row.metric`."""
    if len(metrics) > 1 and len({each.name for each in metrics}) < len(metrics):
        metrics = list({each.name: each for each in reversed(metrics)}.values())[::-1]
    return f"{{{','.join(map(_named, metrics))}}}"


# A metric of a name and a value is written more than once.
@lru_cache(maxsize=20_000)
def _named(each: Metric) -> str:
    return f"{text(each.name)}:{metric(each)}"


def _parameters(parameters: Sequence[Parameter]) -> str:
    if len(parameters) > 1 and len({each.name for each in parameters}) < len(parameters):
        parameters = list({each.name: each for each in reversed(parameters)}.values())[::-1]
    return f"{{{','.join(map(_set, parameters))}}}"


@lru_cache(maxsize=20_000)
def _set(each: Parameter) -> str:
    return f'{text(each.name)}:{{"value":{text(each.value)},"previous":{maybe(each.previous)}}}'


def _claim(claim: Claim) -> str:
    return (
        f'{{"value":{number(claim.value)},"unit":{maybe(claim.unit)},"relation":{text(claim.relation)},'
        f'"noun":{maybe(claim.noun)},"raw":{text(claim.raw)}}}'
    )
