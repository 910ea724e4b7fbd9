"""`mlhygiene exp regex`: what a forge can be told of the form."""

from __future__ import annotations

import re

import pytest

from mlhygiene.cli import main
from mlhygiene.messages.pattern import LONGEST, pattern
from mlhygiene.messages.reading import read

TAKEN = (
    "exp: lr=3e-4, bs=64, warmup=1000 -> val_loss=0.42, ppl=12.3",
    "exp: add dropout=0.1 to attention -> val_loss=0.39 (3% improvement)",
    "exp: switch to BF16 training -> same loss, 1.8x faster, 40% less memory",
    "exp(nlp)!: wide → f1=0.88\n\nMore of it.\n",
    "exp: MATRIX_LR 0.04 -> 0.05 -> val_bpb=0.9711",
    "exp: lr=1 -> loss=nan",
    "exp: lr=1 -> diverged (loss=nan at step 200)",
    "exp: bs=1024 -> failed: OOM",
    "exp: bs=1024 -> running",
    "exp: 5 seeds -> acc = ~0.91±0.004",
    "Initialize DVC",
    "data: add training dataset v1",
    "fix: handle NaN in loss computation",
    'Revert "exp: lr=3e-4"',
    "fixup! exp: lr=3e-4",
    "Merge branch 'exp/lr'",
    "Export the model",
    "expand: tokenizer",
    "expert parallelism",
    "experimental: a flag",
    "Experiment with a wider net",
    "exp.py: seed",
    "exp-push: show the address",
    "eval: on test",
    "e2e test",
    "Extend it",
    "exp",
)
REFUSED = (
    "exp: lr sweep [1e-5, 3e-4, 1e-3], best=3e-4, val_loss=0.42",
    "exp: lr=3e-4",
    "exp: lr=3e-4 -> better",
    "exp: lr=3e-4 -> 0.42",
    "exp: batch 1 -> 2 (more gradient signal)",
    "exp: lr=3e-4 => val_loss=0.42",
    "exp: lr=3e-4->val_loss=0.42",
    "exp:lr=3e-4 -> val_loss=0.42",
    "exp : lr=3e-4 -> val_loss=0.42",
    "exp(): lr=3e-4 -> val_loss=0.42",
    "exp: -> val_loss=0.42",
    "Exp: lr=3e-4 -> val_loss=0.42",
    "experiment: lr=3e-4 -> val_loss=0.42",
    "exp15: lr=3e-4 -> val_loss=0.42",
    "exp - lr=3e-4 -> val_loss=0.42",
    "exp: lr=3e-4\n\nexp: a -> val_loss=0.42",
)


@pytest.mark.parametrize("message", TAKEN)
def test_takes(message: str) -> None:
    assert re.match(pattern(), message)


@pytest.mark.parametrize("message", REFUSED)
def test_refuses_what_the_parser_refuses(message: str) -> None:
    assert not re.match(pattern(), message)
    assert read(message).problems


def test_fits_where_forges_take_it() -> None:
    assert len(pattern()) <= LONGEST
    assert "\n" not in pattern()


def test_has_nothing_that_re2_does_not_have() -> None:
    """github.com/google/re2/wiki/Syntax: no look-around, no back-reference, no possessive or atomic group."""
    assert not re.search(r"\(\?(?![:i])|\(\?i(?!:)|\\[1-9]|[*+?}]\+|\\[Zz]", pattern())


def test_re2_says_the_same() -> None:
    re2 = pytest.importorskip("re2")
    compiled = re2.compile(pattern())

    assert all(compiled.match(message) for message in TAKEN)
    assert not any(compiled.match(message) for message in REFUSED)


@pytest.mark.parametrize("target", ["gitlab", "github"])
def test_the_command_prints_it(target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exp", "regex", "--for", target]) == 0

    assert capsys.readouterr().out == pattern() + "\n"


def test_the_command_quotes_it_for_python(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exp", "regex", "--for", "re"]) == 0

    assert capsys.readouterr().out == repr(pattern()) + "\n"


def test_the_command_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["exp", "regex", "--help"])

    told = capsys.readouterr().out
    assert all(word in told for word in ("GitLab", "GitHub", "commit_message_regex", "RE2"))
