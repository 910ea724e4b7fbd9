"""Adopting an old repository: what is there is known, and each new breach fails."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from conftest import MB, Repo
from reading import found
from tokens import make

if TYPE_CHECKING:
    from collections.abc import Callable

FILE = "known.json"
OLD = {"GIT_AUTHOR_DATE": "2019-05-04T12:00:00Z", "GIT_COMMITTER_DATE": "2019-05-04T12:00:00Z"}


def secret(seed: str) -> str:
    return make("hf_{letters:34}", Random(seed))[1]


def notebook(output: str) -> str:
    cell = {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "outputs": [{"name": "stdout", "output_type": "stream", "text": [output]}],
        "source": ["print(1)"],
    }
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 2})


@pytest.fixture
def old(repo: Repo) -> Repo:
    """Years of work: a checkpoint, one that is gone again, a token, outputs, a dead line, messages that say nothing."""
    repo.write("model.pt", size=2 * MB).write("gone.pt", size=3 * MB).write("train.ipynb", notebook("loss 0.4\n"))
    repo.write("client.py", f"import os\nt = '{secret('old')}'\n")
    repo.write(".gitattributes", "models/ filter=lfs\n").write("models/a.txt", "1\n").stage()
    repo.git("commit", "--quiet", "-m", "wip", env=OLD)
    repo.git("rm", "--quiet", "gone.pt")
    repo.git("commit", "--quiet", "-m", "exp: lr => 0.1", env=OLD)
    return repo


@pytest.fixture
def adopted(old: Repo) -> Repo:
    """The same, a minute later."""
    old.write("mlhygiene.toml", f'baseline = "{FILE}"\nsince = "2020-01-01"\n').stage()
    assert old.mlhygiene("lint", "--write-baseline", FILE).code == 0
    assert old.mlhygiene("lint", "--history", "--baseline", FILE, "--write-baseline", FILE).code == 0
    old.stage().commit("chore: adopt mlhygiene")
    return old


THERE = {"model.pt MLH101", "client.py:2:6 MLH202", "train.ipynb MLH301", ".gitattributes:1 MLH605"}
SCOPES = {
    "the tree": [],
    "what is staged": ["--staged"],
    "history": ["--history"],
    "a new branch": ["--from-ref", "0" * 40],
    "a range": ["--from-ref", "HEAD~1"],
    "a revision": ["--rev", "HEAD"],
    "a path": ["model.pt"],
}


def test_before_it_is_adopted_it_fails(old: Repo) -> None:
    assert found(old.mlhygiene("lint").out) >= THERE


@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_adopted_it_is_green(adopted: Repo, scope: list[str]) -> None:
    ran = adopted.mlhygiene("lint", *scope)

    assert (ran.code, ran.out.split(" in ")[0].split(" (")[0]) == (0, "no findings"), ran
    assert "stale" not in ran.err


def _large(repo: Repo) -> Repo:
    return repo.write("new.pt", bytes(2 * MB) + b"new")


def _secret(repo: Repo) -> Repo:
    return repo.write("client.py", f"import os\nt = '{secret('old')}'\nu = '{secret('new')}'\n")


def _notebook(repo: Repo) -> Repo:
    return repo.write("new.ipynb", notebook("2\n"))


def _layout(repo: Repo) -> Repo:
    return repo.write(".gitattributes", "# data\nmodels/ filter=lfs\nmodels/ filter=lfs diff=lfs\n")


def _touched(repo: Repo) -> Repo:
    return repo.write("train.ipynb", notebook("loss 0.4\n") + "\n")


def _moved(repo: Repo) -> Repo:
    repo.git("mv", "train.ipynb", "moved.ipynb")
    return repo


BREACHES: dict[str, tuple[Callable[[Repo], Repo], str]] = {
    "a large file": (_large, "new.pt MLH101"),
    "a secret beside a known one": (_secret, "client.py:3:6 MLH202"),
    "a notebook's output": (_notebook, "new.ipynb MLH301"),
    "a line of the layout": (_layout, ".gitattributes:3 MLH605"),
    "a legacy file that is touched": (_touched, "train.ipynb MLH301"),
    "a legacy file that is moved": (_moved, "moved.ipynb MLH301"),
}


@pytest.mark.parametrize(("breach", "said"), BREACHES.values(), ids=BREACHES)
def test_each_new_breach_fails(adopted: Repo, breach: Callable[[Repo], Repo], said: str) -> None:
    breach(adopted).stage()
    staged, tree = adopted.mlhygiene("lint", "--staged"), adopted.mlhygiene("lint")
    base = adopted.git("rev-parse", "HEAD")
    adopted.commit("feat: more of it")
    between = adopted.mlhygiene("lint", "--from-ref", base)

    assert [(ran.code, found(ran.out)) for ran in (staged, tree, between)] == [(1, {said})] * 3


def test_a_new_message_fails_and_the_old_ones_do_not(adopted: Repo) -> None:
    base = adopted.git("rev-parse", "HEAD")
    adopted.commit("exp: lr => 0.1")

    ran = adopted.mlhygiene("lint", "--from-ref", base)

    assert ran.code == 1
    assert "MLH401 experiment-message" in ran.out
    assert adopted.mlhygiene("lint", "--history").out.count("MLH4") == 1


def test_lines_that_shift_are_no_news(adopted: Repo) -> None:
    adopted.write("client.py", f"import os\nimport sys\n\n\nt = '{secret('old')}'\n")
    adopted.write(".gitattributes", "# what LFS holds\n\nmodels/ filter=lfs\n").stage()

    assert adopted.mlhygiene("lint").out.startswith("no findings (4 in the baseline)")


def test_hooks_honour_it_as_the_index_has_it(adopted: Repo) -> None:
    adopted.git("checkout", "--quiet", "-b", "exp/lr")
    known = adopted.mlhygiene("hook", "large-files", "model.pt")
    adopted.git("checkout", "--quiet", "HEAD~1", "model.pt")
    native = adopted.mlhygiene("native", "pre-commit", env={"GIT_INDEX_FILE": ".git/index"})
    adopted.write(FILE, '{"schema": "mlhygiene.baseline/1", "findings": []}').stage()
    forgotten = adopted.mlhygiene("hook", "large-files", "model.pt")

    assert (known.code, known.out, native.code, native.out) == (0, "", 0, "")
    assert (forgotten.code, found(forgotten.out)) == (1, {"model.pt MLH101"})


def test_no_secret_stands_in_it(adopted: Repo) -> None:
    assert secret("old") not in (adopted.root / FILE).read_text()


def test_it_is_the_same_bytes_from_run_to_run(adopted: Repo) -> None:
    before = (adopted.root / FILE).read_bytes()

    for scope in ([], ["--history"], ["--from-ref", "HEAD~1"]):
        assert adopted.mlhygiene("lint", *scope, "--baseline", FILE, "--write-baseline", FILE).code == 0
        assert (adopted.root / FILE).read_bytes() == before


def test_it_tells_how_many_by_rule_and_that_a_secret_is_no_safer(old: Repo) -> None:
    ran = old.mlhygiene("lint", "--write-baseline", FILE)

    assert ran.out.startswith("no findings (4 in the baseline) in 5 files")
    assert ran.err.splitlines() == [
        "mlhygiene: 4 findings kept in known.json",
        *(f"       1 {rule}" for rule in ("MLH101 large-file", "MLH202 provider-token", "MLH301 notebook-output")),
        "       1 MLH605 dead-attribute-pattern",
        "mlhygiene: note: 1 of them may be secrets, which a baseline makes no safer: revoke them",
        'mlhygiene: to have it in force: `git add known.json`, and in the config: baseline = "known.json"',
    ]


def test_a_file_that_git_ignores_is_told(old: Repo) -> None:
    old.write(".gitignore", "*.json\n").stage()

    ran = old.mlhygiene("lint", "--write-baseline", FILE)

    assert "git ignores known.json (.gitignore:1:*.json): take another name, or `git add --force`" in ran.err


def test_what_is_mended_is_told_as_stale_where_it_would_have_been_found(adopted: Repo) -> None:
    adopted.git("rm", "--quiet", "--cached", "train.ipynb")
    drop = f"mlhygiene lint --baseline {FILE} --write-baseline {FILE}"
    stale = f"{FILE}: 1 entry is stale, gone or changed since (train.ipynb MLH301): `{drop}` drops what is stale"

    ran = adopted.mlhygiene("lint")
    narrowed = [["--staged"], ["model.pt"], ["--select", "MLH3"], ["--rev", "HEAD"], ["--history"]]

    assert (ran.code, stale in ran.err) == (0, True)
    assert not any("stale" in adopted.mlhygiene("lint", *each).err for each in narrowed)

    assert adopted.mlhygiene(*drop.split()[1:]).code == 0
    assert "stale" not in adopted.mlhygiene("lint", "--baseline", FILE).err


def test_an_update_keeps_what_it_could_not_find(adopted: Repo) -> None:
    def codes() -> list[str]:
        rows = json.loads((adopted.root / FILE).read_text())["findings"]
        return sorted({row["code"] for row in rows if row and "commit" not in row})

    _large(adopted).stage()
    before = codes()
    assert adopted.mlhygiene("lint", "--select", "MLH1", "--baseline", FILE, "--write-baseline", FILE).code == 0
    assert codes() == before
    assert adopted.mlhygiene("lint", "--baseline", FILE).out.startswith("no findings (5 in the baseline)")

    assert adopted.mlhygiene("lint", "--select", "MLH1", "--write-baseline", FILE).code == 0
    assert codes() == ["MLH101"]


def test_machines_are_told_how_many_and_no_format_has_them(adopted: Repo) -> None:
    for form in ("json", "sarif", "github", "gitlab", "junit", "markdown"):
        out = adopted.mlhygiene("lint", "--format", form).out
        assert "model.pt" not in out

    assert json.loads(adopted.mlhygiene("lint", "--format", "json").out)["summary"]["baselined"] == 4


def test_branches_that_both_add_to_it_merge(adopted: Repo) -> None:
    for name, path in (("one", "a.pt"), ("two", "z.pt")):
        adopted.git("checkout", "--quiet", "-b", name, "main")
        adopted.write(path, name, size=0).write(path, bytes(2 * MB) + name.encode()).stage()
        adopted.mlhygiene("lint", "--baseline", FILE, "--write-baseline", FILE)
        adopted.stage().commit(f"feat: {path}")
    adopted.git("merge", "--quiet", "--no-edit", "one")

    assert adopted.mlhygiene("lint").out.startswith("no findings (6 in the baseline)")


def test_what_cannot_be_judged_is_not_written(adopted: Repo) -> None:
    before = (adopted.root / FILE).read_bytes()
    oid = adopted.git("rev-parse", ":model.pt")
    (adopted.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()

    ran = adopted.mlhygiene("lint", "--write-baseline", FILE)

    assert ran.code == 2
    assert f"{FILE}: not written, for not everything could be judged" in ran.err
    assert (adopted.root / FILE).read_bytes() == before


def test_a_wall_of_findings_comes_with_a_way_in(repo: Repo) -> None:
    for number in range(20):
        repo.write(f"{number}.ipynb", notebook(f"{number}\n"))
    repo.stage()

    assert "`mlhygiene lint --write-baseline mlhygiene-baseline.json`" in repo.mlhygiene("lint").err
    assert "hint" not in repo.mlhygiene("lint", "--staged").err
    assert "hint" not in repo.mlhygiene("lint", "--format", "json").err


AGAIN = "`mlhygiene lint --write-baseline`"
UNSTAGED = (
    "mlhygiene: no.json: the config names it as the baseline, and it is not in the index: "
    "`mlhygiene lint --write-baseline no.json` writes it, then `git add` it"
)
TOML = "mlhygiene: mlhygiene.toml: "
REFUSED = {
    "a file that is not there": (
        "",
        ["--baseline", "no.json"],
        f"mlhygiene: no.json: cannot read the baseline: No such file or directory: {AGAIN} writes one",
    ),
    "a file that is not staged": (
        'baseline = "no.json"',
        [],
        UNSTAGED,
    ),
    "a file that is none": (
        'baseline = "mlhygiene.toml"',
        [],
        f"mlhygiene: mlhygiene.toml:1: the baseline is not valid JSON: write it anew with {AGAIN}",
    ),
    "what is not committed yet": (
        "",
        ["--write-baseline", FILE, "--staged"],
        "mlhygiene: --write-baseline keeps what is there already, and --staged judges what is not: choose one",
    ),
    "what is to be mended": (
        "",
        ["--write-baseline", FILE, "--fix"],
        "mlhygiene: --write-baseline keeps findings, and --fix mends them: mend first, then keep what is left",
    ),
    "a path that leads out": (
        'baseline = "../known.json"',
        [],
        TOML + 'baseline: write a path from the root of the repository, such as "baseline.json"',
    ),
    "no path": (
        "baseline = true",
        [],
        TOML + 'baseline: write a path from the root of the repository, such as "baseline.json"',
    ),
    "a folder that is not there": (
        "",
        ["--write-baseline", "no/known.json"],
        "mlhygiene: no/known.json: cannot write the report: No such file or directory",
    ),
}


@pytest.mark.parametrize(("config", "arguments", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_in_one_line(repo: Repo, config: str, arguments: list[str], said: str) -> None:
    repo.write("mlhygiene.toml", config + "\n").write("a.py", "1\n").stage()

    ran = repo.mlhygiene("lint", *arguments)

    assert (ran.code, ran.out, ran.err) == (2, "", said + "\n")
