"""A repository in which time passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlhygiene.experiments import history
from mlhygiene.messages.experiment import Experiment, Metric, Parameter, Parsed, State
from mlhygiene.messages.reading import read
from story import Story

if TYPE_CHECKING:
    from conftest import Repo


def stand_in(message: str, *, liberal: bool = False) -> Parsed:
    """The simplest of forms, until the parser is there."""
    subject, _, body = message.partition("\n")
    start, _, result = subject.rpartition(" -> ")
    if not start.startswith("exp: "):
        return Parsed(None)
    items = [item.partition("=") for item in result.split(", ")] if "=" in result else []
    state = State.PENDING if result == "running" else State.DONE if items else State.FAILED
    trailers = tuple((key, value) for key, sep, value in (line.partition(": ") for line in body.split("\n")) if sep)
    what = start.removeprefix("exp: ")
    name, sep, value = what.partition("=")
    return Parsed(
        Experiment(
            what,
            state=state,
            metrics=tuple(Metric(name, float(value), value) for name, _, value in items),
            parameters=(Parameter(name, value),) if sep else (),
            trailers=trailers,
        )
    )


@pytest.fixture(autouse=True)
def _grammar(monkeypatch: pytest.MonkeyPatch) -> None:
    if read("exp: a -> loss=1").experiment is None:
        monkeypatch.setattr(history, "parse", stand_in)


@pytest.fixture
def story(repo: Repo) -> Story:
    told = Story(repo)
    told.commit("a beginning")
    return told
