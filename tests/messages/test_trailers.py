"""What stands below a subject: git's trailers, as git reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlhygiene.messages import trailers
from mlhygiene.messages.reading import read

if TYPE_CHECKING:
    from conftest import Repo

SUBJECT = "exp: wide -> acc=0.9"
BODIES = {
    "one": ("Run: abc", [("Run", "abc")]),
    "all of ours": (
        "Metric: f1=0.8\nRun: abc\nRun-Commit: c0ffee\nBaseline: main\nConfig: a.yaml\nSeed: 0",
        [
            ("Metric", "f1=0.8"),
            ("Run", "abc"),
            ("Run-Commit", "c0ffee"),
            ("Baseline", "main"),
            ("Config", "a.yaml"),
            ("Seed", "0"),
        ],
    ),
    "another case": ("RUN-commit: abc", [("Run-Commit", "abc")]),
    "below a text": ("Why it was tried.\n\nRun: abc", [("Run", "abc")]),
    "beside those of others": ("Run: abc\nSigned-off-by: Ada <a@example.org>", [("Run", "abc")]),
    "a value that goes on": ("Run: abc\n  def", [("Run", "abc def")]),
    "no last paragraph": ("Run: abc\n\nMore of it.", []),
    "amid a text": ("Why it was tried.\nRun: abc", []),
    "amid a text that git has signed": (
        "Why it was tried.\nRun: abc\nSigned-off-by: Ada <a@example.org>",
        [("Run", "abc")],
    ),
    "none of ours": ("Reviewed-by: Ada", []),
    "blanks before the colon": ("Run : abc", [("Run", "abc")]),
}


@pytest.mark.parametrize(("body", "told"), BODIES.values(), ids=BODIES)
def test_reads(body: str, told: list[tuple[str, str]]) -> None:
    assert trailers.read(f"\n{body}\n") == tuple(told)


@pytest.mark.parametrize("body", [body for body, _ in BODIES.values()], ids=BODIES)
def test_git_reads_the_same(body: str, repo: Repo) -> None:
    message = f"{SUBJECT}\n\n{body}\n"
    commit = repo.commit(message)
    told = repo.git("log", "-1", "--format=%(trailers:unfold)", commit)

    ours = [line.partition(":") for line in told.splitlines() if trailers.OURS.match(line)]
    assert [(name.strip().lower(), value.strip()) for name, _, value in ours] == [
        (name.lower(), value) for name, value in trailers.read(f"\n{body}\n")
    ]


def test_a_metric_is_added() -> None:
    found = read(f"{SUBJECT}\n\nMetric: f1=0.8, ppl=3\nMetric: acc=0.90\n").experiment

    assert found is not None
    assert [(metric.name, metric.raw) for metric in found.metrics] == [("acc", "0.9"), ("f1", "0.8"), ("ppl", "3")]


PROBLEMS = {
    "another value than the subject's": ("Metric: acc=0.8", "duplicate-metric"),
    "no number": ("Metric: f1=high", "bad-trailer"),
    "no metric": ("Metric: high", "bad-trailer"),
    "nothing": ("Metric:", "bad-trailer"),
    "a status": ("Metric: running", "bad-trailer"),
    "a claim": ("Metric: 2x faster", "bad-trailer"),
    "an invisible character": ("Metric: f\u200b1=0.8", "invisible-character"),
}


@pytest.mark.parametrize(("trailer", "kind"), PROBLEMS.values(), ids=PROBLEMS)
def test_a_metric_that_is_none_is_a_problem_of_its_line(trailer: str, kind: str) -> None:
    message = f"{SUBJECT}\n\nRun: abc\n{trailer}\n"
    found, (problem,) = read(message)

    assert found is None
    assert (problem.kind, (problem.line or "").strip()) == (kind, trailer)
    assert read(message, liberal=True).experiment is not None


FOLDED = {
    "a line below a whole subject": (f"{SUBJECT}\nmore of it", SUBJECT),
    "a subject that goes on": ("exp: wide\n-> acc=0.9", SUBJECT),
    "a subject that goes on, in another form": ("Exp: wide\n-> acc=0.9", None),
}


@pytest.mark.parametrize(("message", "instead"), FOLDED.values(), ids=FOLDED)
def test_a_blank_line_parts_the_subject(message: str, instead: str | None) -> None:
    found, (problem,) = read(message)

    assert found is None
    if instead:
        assert (problem.kind, problem.line, problem.instead) == ("no-blank-line", message.split("\n")[1], instead)


def test_a_subject_that_goes_on_is_recovered() -> None:
    found = read("exp: wide\n-> acc=0.9", liberal=True).experiment

    assert found is not None
    assert (found.what, found.recovered, len(found.metrics)) == ("wide", True, 1)
