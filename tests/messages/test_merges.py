"""A merge tells what it brings in, in the words of git and of code hosts."""

from __future__ import annotations

import pytest

from mlhygiene.messages.merges import LONGEST, Merged, merged

SUBJECTS = {
    "Merge branch 'exp/lr'": Merged(("exp/lr",)),
    "Merge branch 'exp/lr' into develop": Merged(("exp/lr",), "develop"),
    "Merge branch 'exp/lr' into 'main'": Merged(("exp/lr",), "main"),
    "Merge branch 'exp/lr' of https://example.org/o/r into main": Merged(("exp/lr",), "main"),
    "Merge branch 'exp/lr' of example.org:o/r": Merged(("exp/lr",)),
    "Merge branches 'a', 'b' and 'c' into main": Merged(("a", "b", "c"), "main"),
    "Merge remote-tracking branch 'origin/exp/lr' into main": Merged(("exp/lr",), "main"),
    "Merge remote-tracking branches 'origin/a' and 'fork/b'": Merged(("a", "b")),
    "Merge pull request #1 from ada/exp/lr": Merged(("exp/lr",)),
    "Merge pull request #1 in ML/repo from exp/lr to main": Merged(("exp/lr",), "main"),
    "Merge pull request 'Better rate' (#7) from exp/lr into main": Merged(("exp/lr",), "main"),
    "Merged in exp/lr (pull request #12)": Merged(("exp/lr",)),
    "Merge tag 'v1.0'": Merged(),
    "Merge commit 'c0ffee1' into main": Merged(),
    "Merged the sweep in main and more": Merged(),
    "merge conflicts are fixed now": Merged(),
    "exp: Merge branch 'a'": Merged(),
    "": Merged(),
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_subject_tells_what_is_merged(subject: str) -> None:
    assert merged(subject) == SUBJECTS[subject]


def test_no_subject_takes_long() -> None:
    assert merged("Merge branch '" + "' " * LONGEST) == Merged()
