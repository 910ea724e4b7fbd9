"""What the message of a merge says was merged into what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.branches.merges import Told, told

MESSAGES = {
    "git": ("Merge branch 'feature/a' into develop", Told(("feature/a",), "develop")),
    "git, on the default branch": ("Merge branch 'feature/a'", Told(("feature/a",))),
    "git, of a remote's branch": (
        "Merge remote-tracking branch 'origin/exp/a' into exp/b",
        Told(("exp/a",), "exp/b"),
    ),
    "git, in a pull": ("Merge branch 'main' of https://host/o/r into main", Told(("main",), "main")),
    "git, several": ("Merge branches 'a', 'b' and 'c' into d", Told(("a", "b", "c"), "d")),
    "git, a tag": ("Merge tag 'v1.2.0' into develop", Told((), "develop")),
    "git, a commit": ("Merge commit '6f3f9c9' into develop", Told((), "develop")),
    "git, a whole name": ("Merge branch 'refs/heads/exp/a'", Told(("exp/a",))),
    "git, with a body": ("Merge branch 'a' into b\n\n# Conflicts:\n", Told(("a",), "b")),
    "GitHub": ("Merge pull request #12 from ada/exp/lr\n\nexp: lr", Told(("exp/lr",))),
    "Gitea": ("Merge pull request 'title' (#12) from exp/lr into main", Told(("exp/lr",), "main")),
    "Gitea, a fork": ("Merge pull request 'it''s' (#12) from ada/r:exp/lr into main", Told(("exp/lr",), "main")),
    "Bitbucket Server": ("Merge pull request #5 in P/r from exp/lr to main", Told(("exp/lr",), "main")),
    "GitLab": ("Merge branch 'feature/a' into 'main'\n\nSee merge request o/r!1", Told(("feature/a",), "main")),
    "Bitbucket": ("Merged in feature/a (pull request #3)", Told(("feature/a",))),
    "a person": ("Merged the sweep in main and more", Told()),
    "a person, too": ("Merge conflicts are fixed now", Told()),
    "nothing": ("", Told()),
}


@pytest.mark.parametrize(("message", "expected"), MESSAGES.values(), ids=MESSAGES)
def test_tells(message: str, expected: Told) -> None:
    assert told(message) == expected


@given(st.text())
def test_any_message_is_read(message: str) -> None:
    told("Merge " + message)
