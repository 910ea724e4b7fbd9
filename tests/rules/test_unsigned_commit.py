"""MLH505: where a team wants it, every commit is signed."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.model import Commit
from mlhygiene.record import Record
from mlhygiene.rules.unsigned_commit import UnsignedCommit, parse_switch

OID = "c" * 40
CLEAN = {
    "a signed commit": Commit(OID, record=Record("a", signed=True)),
    "a commit that is not made yet": Commit(None, record=Record("a", signed=None)),
    "a commit of which nothing is known": Commit(OID),
}
FOUND = {
    "a commit without": (Record("a", ("b" * 40,), signed=False), "cccccccccccc~"),
    "the first commit": (Record("a", signed=False), "--root"),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Commit) -> None:
    assert found(UnsignedCommit(required=True), subject) == []


@pytest.mark.parametrize(("record", "onto"), FOUND.values(), ids=FOUND)
def test_finds(record: Record, onto: str) -> None:
    (finding,) = UnsignedCommit(required=True).check(Commit(OID, record=record))

    assert (finding.message, finding.fix) == (
        "not signed",
        f"git rebase --gpg-sign --force-rebase --rebase-merges {onto}",
    )


def test_nothing_is_asked_unless_the_team_does() -> None:
    assert found(UnsignedCommit(), Commit(OID, record=Record("a", signed=False))) == []


@pytest.mark.parametrize("value", ["yes", 1, None])
def test_the_option_is_true_or_false(value: object) -> None:
    with pytest.raises(ValueError, match="is neither true nor false"):
        parse_switch(value)
