"""What a rule quotes of a message holds none of its secrets, whole or in part."""

from __future__ import annotations

from random import Random

import pytest

from mlhygiene.coverage import Coverage
from mlhygiene.message_rule import MessageRule
from mlhygiene.model import Commit
from mlhygiene.record import Record
from mlhygiene.report import FORMATS, Report, render
from mlhygiene.rule import catalogue
from mlhygiene.rules.experiment_message import ExperimentMessage
from mlhygiene.rules.message_type import MessageType
from mlhygiene.secrets.redaction import unquoted
from tokens import make

TOKEN = make("hf_{letters:34}", Random(11))[0]
RULES = [
    *(rule() for rule in catalogue().values() if issubclass(rule, MessageRule)),
    ExperimentMessage(strict=True, scope="require"),
    MessageType(require=True),
]
MESSAGES = (
    f"exp: HF_TOKEN={TOKEN} python train.py",
    f"exp: wide -> {TOKEN}",
    f"exp: wide -> {TOKEN}=high",
    f"exp: wide -> acc={TOKEN}",
    f"exp: wide -> acc=1,000, {TOKEN}",
    f"exp: wide -> acc=1 {TOKEN}",
    f"exp: wide -> two words of {TOKEN} more acc=0.9",
    f"exp: wide {TOKEN} -> 1.8x faster",
    f"exp: wide {TOKEN} -> running",
    f"exp: wide -> failed: {TOKEN}\nfolded {TOKEN}",
    f"exp: wide -> acc=1\n\nMetric: {TOKEN}\n",
    f"exp: wide -> acc=1\n\nMetric: acc={TOKEN}, acc=2\n",
    f"exp: {TOKEN}\u200b -> acc=1",
    f"feta: {TOKEN}",
    f"{TOKEN}: fix",
    f"{TOKEN}",
    f"fix: {TOKEN} " + "and more " * 20,
    f"Exp({TOKEN}): wide -> acc=1",
    f"wip {TOKEN}",
)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.replace(TOKEN, "TOKEN"))
@pytest.mark.parametrize("form", FORMATS)
def test_a_finding_tells_no_secret(message: str, form: str) -> None:
    commit = Commit("c" * 40, record=Record(message, ("d" * 40,), metrics=lambda: {"acc": 5}))
    findings = [finding for rule in RULES for finding in rule.check(commit)]

    assert findings
    told = repr(findings) + render(Report("between", findings, Coverage()), form, color=False)
    assert all(TOKEN[at : at + 8] not in told for at in range(3, len(TOKEN) - 8))


PARTS = {
    "the whole": ("a tokentokentoken b", "a … b"),
    "its start, cut off": ("`tokentok…`", "`……`"),
    "twice": ("tokentokentoken/tokentokentoken", "…/…"),
    "nothing of it": ("a token b", "a token b"),
}


@pytest.mark.parametrize(("text", "told"), PARTS.values(), ids=PARTS)
def test_no_piece_of_a_secret_is_left(text: str, told: str) -> None:
    assert unquoted(text, ["tokentokentoken"]) == told
