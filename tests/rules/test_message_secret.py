"""MLH206: what a commit says holds no secret."""

from __future__ import annotations

from base64 import b64encode
from random import Random

import pytest

from builders import found
from mlhygiene.model import Commit
from mlhygiene.record import Record
from mlhygiene.rules.message_secret import MessageSecret
from mlhygiene.secrets.redaction import redacted
from tokens import make

TOKEN = make("hf_{letters:34}", Random(7))[0]


def saying(message: str, oid: str | None = None) -> Commit:
    return Commit(oid, record=Record(message))


CLEAN = {
    "an experiment": saying("exp: lr=3e-4 -> val_loss=0.42"),
    "a hash": saying(f"Revert it\n\nThis reverts commit {'c0ffee' * 6}c0ff.\n"),
    "what is passed to a function": saying("fix\n\nDon't pass load_in_8bit to it, pass use_4bit_quantization=True\n"),
    "what is passed to a command": saying("fix\n\nPass --config=s3 argument to Bazel\n"),
    "the pass of a network": saying("feat\n\nDiscover dims by a dummy forward pass (backbone=2304d for SO400M)\n"),
    "nothing said yet": Commit(None),
    "a public example": saying("docs: how to set HF_TOKEN=hf_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
}


@pytest.mark.parametrize("commit", CLEAN.values(), ids=CLEAN)
def test_passes(commit: Commit) -> None:
    assert found(MessageSecret(), commit) == []


def test_finds_a_token_in_the_body_and_never_shows_it() -> None:
    (finding,) = MessageSecret().check(saying(f"exp: a -> b=1\n\nHF_TOKEN={TOKEN} python train.py"))

    assert finding.message.startswith("Hugging Face access token hf_… (37 characters, #")
    assert finding.message.endswith("in line 3 of the message")
    assert TOKEN not in repr(finding)
    assert finding.fix == "take it out of the message"


PASSWORD = make("{alnum:10}", Random(8))[0]
BASIC = b64encode(f"ada:{PASSWORD}".encode()).decode()


@pytest.mark.parametrize(
    "said", [f"curl -u ada:{PASSWORD} example.org", f"see ftp://ada:{PASSWORD}@h.io", f"basic {BASIC}"]
)
def test_finds_a_secret_that_is_short_and_has_no_name(said: str) -> None:
    assert len(found(MessageSecret(), saying(f"run: {said}"))) == 1


def test_of_a_commit_that_is_made_it_says_where_to_revoke_and_how_to_reword() -> None:
    (finding,) = MessageSecret().check(saying(f"use {TOKEN}", "c" * 40))

    assert finding.fix == (
        "revoke it: https://huggingface.co/settings/tokens, then reword the commit:"
        " git rebase --interactive --rebase-merges cccccccccccc~"
    )


def test_texts_are_told_without_their_secrets() -> None:
    texts = ["exp: a -> b=1", f"exp: key {TOKEN} -> b=2", f"two\nlines with {TOKEN}\nand more", "", "exp: ü -> b=3"]

    told = redacted(texts)

    assert TOKEN not in "".join(told)
    assert [told[0], told[3], told[4]] == ["exp: a -> b=1", "", "exp: ü -> b=3"]
    assert told[1].startswith("exp: key hf_… (37 characters, #")
    assert told[1].endswith(") -> b=2")
    assert told[2].count("\n") == 2


def test_nothing_at_all_is_told_as_nothing() -> None:
    assert redacted([]) == []
