"""What is put into a hook config is what pre-commit and prek run: driven for real."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import MB, tool
from mlhygiene import __version__
from mlhygiene.scaffold.pre_commit import merged

if TYPE_CHECKING:
    from conftest import Repo
    from e2e.conftest import Framework

pytestmark = pytest.mark.slow

URL = "https://github.com/mlhygiene/mlhygiene"
LOCAL = """\
# ours
default_stages: [pre-commit]
repos:
-   repo: local
    hooks:
    -   id: theirs
        name: theirs
        language: system
        entry: git --version
        pass_filenames: false  # it takes none
"""
BEFORE = {
    "nothing": None,
    "a hook of the team": LOCAL,
    "the same in CRLF": LOCAL.replace("\n", "\r\n"),
    "an empty list": "repos: []\n",
    "braces": '{"repos": []}\n',
    "comments": "# to be done\n",
}


def of_this_checkout(content: bytes, framework: Framework) -> str:
    """The config with the hooks of this checkout instead of the published ones."""
    text = content.decode().replace(URL, framework.hook.url)
    return text.replace(f"v{__version__}", framework.hook.rev)


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
def test_pre_commit_takes_the_config(before: str | None, repo: Repo) -> None:
    repo.write("config.yaml", merged(None if before is None else before.encode()).content)

    ran = repo.run(tool("pre-commit"), "validate-config", "config.yaml")

    assert (ran.code, ran.out, ran.err) == (0, "", "")


@pytest.mark.parametrize("before", [None, LOCAL], ids=["nothing", "a hook of the team"])
def test_the_hooks_run_beside_those_of_the_team(before: str | None, repo: Repo, framework: Framework) -> None:
    config = merged(None if before is None else before.encode()).content
    repo.write(".pre-commit-config.yaml", of_this_checkout(config, framework)).stage().commit("chore: hooks")
    repo.git("switch", "--quiet", "--create", "exp/wider")
    assert framework.run(repo, "install").code == 0

    repo.write("model.pt", size=MB).stage()
    weights = framework.git(repo, "commit", "-m", "feat: the weights")
    repo.git("rm", "--quiet", "-f", "model.pt")
    repo.write("train.py", "print()\n").stage()
    message = framework.git(repo, "commit", "-m", "exp: bs=64, val_loss=0.42")
    good = framework.git(repo, "commit", "-m", "exp: bs=64 -> val_loss=0.42")

    assert weights.code == 1, weights.out
    assert "model.pt: MLH101 large-file" in weights.out
    assert message.code == 1, message.out
    assert "MLH401 experiment-message" in message.out
    assert good.code == 0, good.out
    assert before is None or "theirs" in good.out
