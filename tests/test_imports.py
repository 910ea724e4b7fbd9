"""A hook that has nothing to say imports nothing that only a finding, a config or DVC needs."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Repo

LATE = ("argparse", "difflib", "humanize", "identify", "json", "pathspec", "ruamel", "tempfile", "tomllib", "traceback")


HOOKS = {"large-files": ("large-files", "train.py"), "branch-name": ("branch-name",)}


@pytest.fixture(params=HOOKS.values(), ids=HOOKS)
def imported(repo: Repo, request: pytest.FixtureRequest) -> set[str]:
    """The top-level packages that a clean one-file commit imports."""
    repo.write("train.py", "print()\n").stage()
    # `-S`: no site-packages, nor what they make every Python import.
    ran = repo.run(sys.executable, "-S", "-X", "importtime", "-m", "mlhygiene", "hook", *request.param)
    assert (ran.code, ran.out) == (0, "")
    return {name.strip().partition(".")[0] for name in re.findall(r"\|([^|\n]+)$", ran.err, re.MULTILINE)}


@pytest.mark.parametrize("message", ["fix: a typo", "exp: lr=3e-4 -> val_loss=0.42"])
def test_a_clean_message_does_without_them_too(repo: Repo, message: str) -> None:
    repo.commit(message)
    ran = repo.run(sys.executable, "-S", "-X", "importtime", "-m", "mlhygiene", "hook", "experiment-message")
    imported = {name.strip() for name in re.findall(r"\|([^|\n]+)$", ran.err, re.MULTILINE)}

    assert (ran.code, ran.out) == (0, "")
    assert "mlhygiene.messages.stored" in imported
    assert {name.partition(".")[0] for name in imported} & set(LATE) == set()
    assert "mlhygiene.secrets" not in imported
    # Names of metrics are compared with those of the logbook: nobody else looks at history.
    assert ("mlhygiene.git.log" in imported) is message.startswith("exp")


@pytest.mark.parametrize("package", LATE)
def test_a_clean_commit_does_without(package: str, imported: set[str]) -> None:
    assert "mlhygiene" in imported
    assert package not in imported
