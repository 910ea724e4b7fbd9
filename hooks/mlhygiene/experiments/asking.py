"""Which rows a question means.

A row without the metric or parameter that is asked for is in no comparison, `!=` included; so is
a metric that is not a number (find those with `~nan`). Text that a row lacks, such as the
branch of a commit on the default one, is empty.
"""

from __future__ import annotations

import re
import warnings
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING

from mlhygiene.experiments import dates
from mlhygiene.experiments.query import Comparison, Every, Mistake, Not, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mlhygiene.experiments.logbook import Row
    from mlhygiene.experiments.query import Tree
    from mlhygiene.messages.experiment import Parameter

    Test = Callable[[Row], bool]
    Values = Callable[[Row], Iterable[tuple[str, float | None]]]

# What is not a number is not unequal, either.
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lt,
    "<=": le,
    ">": gt,
    ">=": ge,
    "=": eq,
    "!=": lambda one, other: one < other or one > other,
}
ORDER = {"<", "<=", ">", ">="}
# `re` can take time without end on a pattern such as (a+)+$: it is the asker's own, and short; so are the texts.
LONGEST_PATTERN = 200
LONGEST_TEXT = 1000
METRIC, PARAMETER = "metric.", "param."
TEXTS: dict[str, Callable[[Row], Iterable[str]]] = {
    "what": lambda row: (row.experiment.what,),
    "branch": lambda row: (row.branch or "",),
    "author": lambda row: (row.author, row.email, f"{row.author} <{row.email}>"),
    "state": lambda row: (state(row),),
    "status": lambda row: (row.experiment.status or "",),
    "scope": lambda row: (row.experiment.scope or "",),
    "tag": lambda row: row.tags or ("",),
    "commit": lambda row: (row.commit, row.code or "", *row.twins),
}
FIELDS = (*TEXTS, "date")


def state(row: Row) -> str:
    """`done`, `pending` or `failed`; `reverted`, whatever it was, of what was taken back."""
    return "reverted" if row.reverted else row.experiment.state


def parameter(row: Row, name: str) -> Parameter | None:
    """The parameter of a name, if the row has it."""
    return next((each for each in row.experiment.parameters if each.name == name), None)


def number(text: str) -> float | None:
    """What a value is as a number; None of any other text."""
    try:
        return float(text.replace("\N{MINUS SIGN}", "-")) if text.isascii() or "\N{MINUS SIGN}" in text else None
    except ValueError:
        return None


def matching(rows: Sequence[Row], question: str, now: float) -> list[Row]:
    """The rows that a question means, in order. Refusal says what is wrong with the question."""
    test = _Meaning(rows, question, now).test(parse(question))
    return [row for row in rows if test(row)]


class _Meaning:
    """What the names of a question are in these rows."""

    def __init__(self, rows: Sequence[Row], text: str, now: float) -> None:
        self._text, self._now = text, now
        self._metrics = {metric.name for row in rows for metric in row.experiment.metrics}
        self._parameters = {each.name for row in rows for each in row.experiment.parameters}

    def test(self, tree: Tree) -> Test:
        if isinstance(tree, Comparison):
            return self._comparison(tree)
        if isinstance(tree, Not):
            inner = self.test(tree.each)
            return lambda row: not inner(row)
        tests = [self.test(each) for each in tree.each]
        if isinstance(tree, Every):
            return lambda row: all(test(row) for test in tests)
        return lambda row: any(test(row) for test in tests)

    def _comparison(self, asked: Comparison) -> Test:
        if asked.name in TEXTS:
            return self._text_test(asked, TEXTS[asked.name])
        if asked.name == "date":
            return self._date_test(asked)
        values = self._values(asked)
        if asked.sign in {"~", "!~"}:
            pattern, wanted = self._pattern(asked), asked.sign == "~"
            return lambda row: any(
                (pattern.search(written[:LONGEST_TEXT]) is not None) is wanted for written, _ in values(row)
            )
        value, compare, exact = number(asked.value), COMPARE[asked.sign], asked.sign not in ORDER
        if value is None and not (exact and self._is_parameter(asked.name)):
            raise Mistake(
                f"{asked.name} is compared with a number, or with ~ as it is written", self._text, asked.value_place
            )

        def test(row: Row) -> bool:
            for written, known in values(row):
                if known is not None and value is not None:
                    return compare(known, value)
                return exact and (written == asked.value) is (asked.sign == "=")
            return False

        return test

    def _values(self, asked: Comparison) -> Values:
        """What a row has under a name: the metric, or else the parameter; as written, and as a number."""
        name = asked.name
        metric, setting = name in self._metrics, name in self._parameters
        if name.startswith(METRIC) and name[len(METRIC) :] in self._metrics:
            name, metric, setting = name[len(METRIC) :], True, False
        elif name.startswith(PARAMETER) and name[len(PARAMETER) :] in self._parameters:
            name, metric, setting = name[len(PARAMETER) :], False, True
        if not metric and not setting:
            known = [*FIELDS, *sorted(self._metrics), *sorted(self._parameters)]
            raise Mistake(f"no such field{meant(name, known)}", self._text, asked.place)

        def values(row: Row) -> Iterable[tuple[str, float | None]]:
            measured = row.metric(name) if metric else None
            if measured is not None:
                yield measured.raw, measured.value
            elif setting and (found := parameter(row, name)):
                yield found.value, number(found.value)

        return values

    def _is_parameter(self, name: str) -> bool:
        return name.removeprefix(PARAMETER) in self._parameters

    def _pattern(self, asked: Comparison) -> re.Pattern[str]:
        if len(asked.value) > LONGEST_PATTERN:
            raise Mistake(f"longer than {LONGEST_PATTERN} characters", self._text, asked.value_place)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return re.compile(asked.value)
        except (re.error, OverflowError, RecursionError) as error:
            raise Mistake(f"no regular expression: {error}", self._text, asked.value_place) from None

    def _text_test(self, asked: Comparison, texts: Callable[[Row], Iterable[str]]) -> Test:
        if asked.sign in ORDER:
            raise Mistake(f"{asked.name} is a text: use = or ~", self._text, asked.place)
        value = asked.value
        if asked.sign in {"~", "!~"}:
            pattern, wanted = self._pattern(asked), asked.sign == "~"
            return lambda row: any(pattern.search(text[:LONGEST_TEXT]) for text in texts(row)) is wanted
        wanted = asked.sign == "="
        if asked.name == "commit":
            value = value.lower()
            return lambda row: any(text.startswith(value) for text in texts(row)) is wanted
        return lambda row: (value in texts(row)) is wanted

    def _date_test(self, asked: Comparison) -> Test:
        if asked.sign in {"~", "!~"}:
            pattern, wanted = self._pattern(asked), asked.sign == "~"
            return lambda row: (pattern.search(dates.iso(row.authored)) is not None) is wanted
        try:
            start, end = dates.span(asked.value, self._now)
        except ValueError as error:
            raise Mistake(str(error), self._text, asked.value_place) from None
        tests: dict[str, Test] = {
            "<": lambda row: row.authored < start,
            "<=": lambda row: row.authored < end,
            ">": lambda row: row.authored >= end,
            ">=": lambda row: row.authored >= start,
            "=": lambda row: start <= row.authored < end,
            "!=": lambda row: not start <= row.authored < end,
        }
        return tests[asked.sign]


def meant(name: str, names: Iterable[str]) -> str:
    """What somebody may have meant, for the end of a sentence."""
    from difflib import get_close_matches  # 4 ms, for a mistake alone

    known = list(names)
    close = get_close_matches(name, known, n=1) or [each for each in known if each.lower() == name.lower()][:1]
    said = f": did you mean {close[0]!r}?" if close else f": there are {', '.join(known[:30])}"
    from mlhygiene.secrets.redaction import redacted  # as above

    return redacted([said])[0]
