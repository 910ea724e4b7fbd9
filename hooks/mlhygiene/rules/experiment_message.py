"""MLH401."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.message_rule import MessageRule, first_line, parsed
from mlhygiene.messages.choices import SWITCH, WORDS, parse_switch, parse_words
from mlhygiene.messages.experiment import State
from mlhygiene.rule import Excerpt, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.messages.experiment import Experiment
    from mlhygiene.model import Commit
    from mlhygiene.record import Record
    from mlhygiene.rule import Finding

SCOPES = ("allow", "forbid", "require")


def parse_scope(value: object) -> str:
    """What is asked of `(scope)`, or ValueError."""
    if value in SCOPES:
        return str(value)
    raise ValueError(f"{value!r} is none of {', '.join(SCOPES)}")


@dataclass(frozen=True, kw_only=True)
class ExperimentMessage(MessageRule):
    """Experiment whose message does not tell its result.

    `git log` is an experiment logbook for free as long as every experiment says
    what was tried and what came out, in one form. What is written otherwise is
    found by no search, compared with nothing, and run a second time.

    Write `exp: <what> -> <metric>=<value>`, such as
    `exp: lr=3e-4 -> val_loss=0.42`. An experiment that failed says so:
    `exp: lr=1 -> diverged`.
    """

    code = "MLH401"
    name = "experiment-message"

    strict: bool = option(
        False, "Whether results without a number, unfinished ones and unknown units are errors.", parse_switch, SWITCH
    )
    aliases: tuple[str, ...] = option([], "Further words for `exp`, such as `experiment`.", parse_words, WORDS)
    scope: str = option("allow", "What is asked of `exp(scope):`.", parse_scope, {"enum": list(SCOPES)})

    def judge(self, commit: Commit, _record: Record, message: str, /) -> Iterator[Finding]:
        alias = self._alias(message)
        found, problems = parsed(f"exp{message[alias:]}" if alias else message)
        subject = first_line(message)
        for problem in problems:
            line, start = problem.line, problem.start
            if line is None:
                line, start = subject, start + (alias - len("exp") if alias and start else 0)
            excerpt = Excerpt(line, start, max(1, problem.length))
            write = problem.instead
            yield self.told(commit, problem.message, excerpt, write=write, kind=problem.kind, instead=write)
        if found is not None:
            yield from self._scoped(commit, subject, found)
            if self.strict:
                yield from self._strict(commit, subject, found)

    def _alias(self, message: str) -> int:
        """The length of an alias that a message starts with."""
        return next((len(word) for word in self.aliases if re.match(rf"{re.escape(word)}[(!:]", message)), 0)

    def _scoped(self, commit: Commit, subject: str, found: Experiment) -> Iterator[Finding]:
        head, _, rest = subject.partition(":")
        word, mark = head.partition("(")[0].rstrip("!"), "!" * found.breaking
        excerpt = Excerpt(subject, 0, len(head))
        if self.scope == "forbid" and found.scope:
            write = f"{word}{mark}:{rest}"
            yield self.told(commit, "no scope is wanted", excerpt, write=write, kind="scope", instead=write)
        if self.scope == "require" and not found.scope:
            write = f"{word}(<scope>){mark}:{rest}"
            yield self.told(commit, "a scope is wanted", excerpt, write=write, kind="scope", instead=write)

    def _strict(self, commit: Commit, subject: str, found: Experiment) -> Iterator[Finding]:
        from mlhygiene.messages.numbers import known  # only a strict team asks for it

        unknown = next((metric for metric in found.metrics if metric.unit and not known(metric.unit)), None)
        whole = Excerpt(subject, 0, len(subject))
        if found.state is State.PENDING:
            yield self.told(commit, "an experiment without its result yet", whole, kind="unfinished")
        elif found.state is State.DONE and not found.metrics:
            yield self.told(commit, "a result without <metric>=<value>", whole, kind="claim-only")
        elif unknown is not None:
            at = max(0, subject.rfind(f"{unknown.name}="))
            message = f"{unknown.name}: {unknown.unit} is no unit that is known"
            yield self.told(commit, message, Excerpt(subject, at, len(unknown.name)), kind="unknown-unit")
