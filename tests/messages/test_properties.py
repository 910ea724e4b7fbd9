"""Whatever a message says, the parser answers, in linear time, and says the same strictly and liberally."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhygiene.messages import recovery
from mlhygiene.messages.experiment import Experiment, Parsed
from mlhygiene.messages.metrics import Metrics
from mlhygiene.messages.model_json import as_json
from mlhygiene.messages.placeholders import PLACEHOLDER
from mlhygiene.messages.reading import read
from mlhygiene.messages.writing import write

# Pieces of subjects, good and bad, in any order.
PIECES = st.sampled_from(
    (  # noqa: SIM905 - ninety pieces in a list would be ninety lines
        "exp: |exp(nlp): |exp!: |Exp: |experiment: |exp15: |exp - |exp|keep: |discard: | -> | → |->| => | --> |⇒| — "
        "|,|, |; |: |val_loss|acc|ppl|f1|=|==|>=|≈|~|0.42|12|1.8x|40%|1,000|0,42|1e999|nan|-inf|±0.1|13/20|.5| |  |\t"
        "|(|)|[|]|{|}|faster|less memory|same loss|running|failed: |diverged|OOM|best |final |and |val |lr=3e-4"
        "|depth 8->6|0.45->0.42|<metric>|<value>|.|!|\"|'|`|\uff1a|\uff0c|\u200b|\u00a0|\u200d|准确率|ä|\u2212|tok/s"
        "| GB|\n|\n\nMetric: |Run: |Seed: 0|x|acc=0.42|val_loss=3"
    ).split("|")
)
ARBITRARY = st.one_of(
    st.lists(PIECES, max_size=14).map("".join),
    st.lists(PIECES, max_size=10).map(lambda pieces: "exp: " + "".join(pieces)),
    st.lists(PIECES, max_size=8).map(lambda pieces: "exp: a -> " + "".join(pieces)),
    st.text(max_size=60).map(lambda text: f"exp: {text}"),
    st.text(),
)
many = settings(max_examples=400, deadline=None)


def told(experiment: Experiment | None) -> object:
    """An experiment so that it can be compared: `nan` is not itself."""
    return as_json(experiment, Metrics()) if experiment else None


@given(ARBITRARY)
@many
def test_there_is_always_one_answer(message: str) -> None:
    found, problems = read(message)

    assert found is None or not problems
    for problem in problems:
        assert problem.start >= 0
        assert problem.length >= 1


@given(ARBITRARY)
@many
def test_what_is_of_the_form_is_read_the_same_liberally(message: str) -> None:
    strict = read(message).experiment
    liberal = read(message, liberal=True)

    assert liberal.problems == ()
    if strict is not None:
        assert told(liberal.experiment) == told(strict)


@given(ARBITRARY)
@many
def test_an_experiment_that_is_written_is_read_as_the_same(message: str) -> None:
    found = read(message).experiment
    if found is None:
        return
    written = write(found)

    assert told(read(written).experiment) == told(found), written
    assert write(read(written).experiment or found) == written


@given(ARBITRARY)
@many
def test_the_line_to_write_instead_is_of_the_form(message: str) -> None:
    for problem in read(message).problems:
        if problem.instead is not None and not PLACEHOLDER.search(problem.instead):
            assert read(problem.instead).experiment is not None, problem


@given(ARBITRARY)
@many
def test_what_is_recovered_says_so(message: str) -> None:
    found = read(message, liberal=True).experiment

    assert found is None or found.recovered or read(message.partition("\n")[0]).experiment is not None


HOSTILE = {
    "arrows": "exp: " + "a->" * 8000,
    "spaced arrows": "exp: " + "a -> " * 390,
    "look-alike arrows": "exp: a" + " => " * 480,
    "results with arrows": "exp: a" + " -> b=1" * 280,
    "open brackets": "exp: " + "(" * 1990,
    "pairs of brackets": "exp: a -> " + "()" * 950,
    "names with brackets": "exp: a -> b" + "[]" * 950 + "=",
    "blanks": "exp: a" + " " * 1990 + "b",
    "blanks after a status": "exp: a -> failed" + " " * 1900 + "=",
    "blanks in a scope": "exp(" + " " * 100_000 + " -> acc=1",
    "digits": "exp: a -> b=" + "9" * 1980,
    "digits and underscores": "exp: a -> b=" + "1_" * 980,
    "commas in a number": "exp: a -> b=" + "1,000" * 390,
    "dashes": "exp: a" + " — acc 1" * 240,
    "metrics": "exp: a -> " + ", ".join(f"m{n}=1" for n in range(240)),
    "metrics of one name": "exp: a -> " + "acc=1, " * 280,
    "bounds": "exp: a -> " + "acc>=" * 390,
    "claims": "exp: a -> " + "1x faster, " * 180,
    "invisible characters": "exp: a" + "\u200b" * 1990 + " -> b=1",
    "a word": "e" * 1_000_000,
    "a long body of trailers": "exp: a -> b=1\n\n" + "Metric: c=1\n" * 20_000,
    "notes of a loose experiment": "[exp] a -> " + "(b) , " * 200_000,
    "a trailer of no end": "exp: a -> b=1\n\nMetric: " + "(b) , " * 200_000,
    "a body of no end": "exp: a -> b=1\n\n" + "Metric" * 200_000,
    "lines": "exp: a -> b=1\n" + "\n" * 1_000_000,
}


# A parser that goes back on itself would take minutes for each.
@pytest.mark.parametrize("message", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("liberal", [False, True])
def test_no_message_takes_for_ever(message: str, *, liberal: bool) -> None:
    assert isinstance(read(message, liberal=liberal), Parsed)


LOOSE = st.sampled_from(
    ("experiment: ", "Exp 3: ", "exp12: ", "exp - ", "[exp] ", "exp: ", "exp(nlp)!: ", "experiment ", "")
)
WORDS = st.lists(
    st.sampled_from(
        [
            "acc ",
            "val_loss ",
            "0.42 ",
            "0.42",
            "8->6",
            "64->128 ",
            "2x faster",
            "40% ",
            "failed: OOM",
            "- ",
            "exp12 ",
            ": ",
            "(a)",
            ") ",
            ", ",
            ".",
            " -- ",
            "->",
        ]
    ),
    max_size=8,
).map("".join)


@given(LOOSE, WORDS)
@many
def test_prose_is_read_as_the_whole_grammar_reads_it(lead: str, words: str) -> None:
    quick = read(lead + words, liberal=True)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recovery, "PROSE", re.compile(r"\Z.\A"))
        assert told(quick.experiment) == told(read(lead + words, liberal=True).experiment)
