"""`run/<id>`: which tag a run gets, what it says, and when it is refused."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mlhygiene.branches.naming import unfit
from mlhygiene.git import Repository
from mlhygiene.model import Refusal
from mlhygiene.provenance.tagging import Told, message, name_of, tag
from mlhygiene.secrets.public import address
from tokens import make

if TYPE_CHECKING:
    from conftest import Repo

NAMES = {
    "an ID of W&B": ("3x8k1abc", "run/3x8k1abc"),
    "an ID of MLflow": ("5f0c6a1d2b3e4f5a6b7c8d9e0f1a2b3c", "run/5f0c6a1d2b3e4f5a6b7c8d9e0f1a2b3c"),
    "the tag itself": ("run/3x8k1abc", "run/3x8k1abc"),
    "a path of W&B": ("team/project/3x8k1abc", "run/team-project-3x8k1abc"),
    "a name with blanks": ("lora r16 baseline", "run/lora-r16-baseline"),
    "what git forbids": ("a..b~1^2:c?*[", "run/a-b-1-2-c"),
    "a reflog": ("@{u}", "run/u"),
    "an option": ("-d", "run/d"),
    "a lock": ("x.lock", "run/x-lock"),
    "letters of any script": ("日本-été", "run/日本-été"),
    "a letter in two pieces": ("e\u0301te", "run/éte"),
    "a shell's own": ("$(touch x)`y`;z", "run/touch-x-y-z"),
}
ADDRESSES = {
    "of W&B": ("https://wandb.ai/a/b/runs/c?nw=1", "https://wandb.ai/a/b/runs/c?nw=1"),
    "of MLflow": ("http://host:5000/#/experiments/1/runs/c", "http://host:5000/#/experiments/1/runs/c"),
    "with a login": ("https://ada:{}@host/a", "https://host/a"),
    "with a user": ("https://ada@host/a", "https://host/a"),
    "with a token": ("https://host/a?token={}&n=1#x", "https://host/a?n=1#x"),
    "a folder": ("mlruns/1", "mlruns/1"),
}


def token() -> str:
    return make("hf_{letters:34}", Random(7))[1]


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("run", "name"), NAMES.values(), ids=NAMES)
def test_a_run_is_tagged_as(repo: Repo, run: str, name: str) -> None:
    oid = repo.commit()
    assert tag(repo.root, run, "HEAD") == (name, oid, True, False)
    assert tag(repo.root, run, oid) == (name, oid, False, False)
    assert repo.git("cat-file", "-t", f"refs/tags/{name}") == "tag"


@pytest.mark.usefixtures("alone")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(run=st.text(max_size=40))
def test_whatever_the_id_its_tag_is_one_that_git_takes_and_mlh504_lets_pass(repo: Repo, run: str) -> None:
    with Repository.find(str(repo.root)) as repository:
        try:
            name = name_of(repository, run)
        except Refusal:
            return
        assert not unfit(name)
        assert name_of(repository, name) == name
        assert repo.run("git", "check-ref-format", f"refs/tags/{name}").code == 0


@pytest.mark.parametrize(("url", "told"), ADDRESSES.values(), ids=ADDRESSES)
def test_the_address_of_a_run_is_told_without_what_lets_somebody_in(url: str, told: str) -> None:
    assert address(url.format(token())) == told


def test_no_credential_and_no_secret_gets_into_the_message() -> None:
    secret = token()
    told = Told(f"with {secret}", f"https://ada:{secret}@host/runs/abc", f"HF_TOKEN={secret} at u:{secret}@h:x")
    said = message("abc", told)
    assert secret not in said
    assert "URL: https://host/runs/abc\n" in said
    assert said.endswith("\n")


REFUSED = {
    "elsewhere": (["git tag -a run/x -m x HEAD~1"], "x", "stands at"),
    "a tag in the way": (["git tag run"], "x", "'run' exists, and git cannot keep both"),
    "a tag below": (["git tag run/x/y"], "x", "'run/x/y' exists, and git cannot keep both"),
    "a tag that differs in case": (["git tag run/X"], "x", "macOS and Windows keep both in one file"),
    "a branch of the name": (["git branch run/x"], "x", "a branch is called run/x"),
    "another run under the name": (["git tag -a run/a-b -m Run:\\ a/b"], "a b", "another run, a/b"),
    "nothing left": ([], "--", "no letter or digit is in it"),
    "a device": ([], "nul", "Windows keeps 'nul' for a device"),
    "too long": ([], "x" * 300, "longer than"),
}


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize(("story", "run", "told"), REFUSED.values(), ids=REFUSED)
def test_no_tag_is_made_where_it_would_be_wrong(repo: Repo, story: list[str], run: str, told: str) -> None:
    repo.commit()
    repo.commit("another")
    for line in story:
        assert repo.run("sh", "-c", line).code == 0
    before = repo.git("for-each-ref")
    with pytest.raises(Refusal, match=told):
        tag(repo.root, run, "HEAD")
    assert repo.git("for-each-ref") == before


@pytest.mark.usefixtures("alone")
def test_a_branch_called_run_stands_in_nobodys_way(repo: Repo) -> None:
    repo.commit()
    repo.git("branch", "run")
    assert tag(repo.root, "x", "HEAD").made


@pytest.mark.usefixtures("alone")
def test_a_secret_is_no_id_and_is_not_told(repo: Repo) -> None:
    repo.commit()
    with pytest.raises(Refusal, match="looks like a secret") as refused:
        tag(repo.root, token(), "HEAD")
    assert token() not in str(refused.value)
