"""One verdict on secrets, whoever asks: git itself, pre-commit, prek, a range, `lint` in every scope."""

from __future__ import annotations

import base64
import json
import os
import pickle
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import POINTER, Ran, Repo
from mlhygiene.model import printable, shown
from tokens import make

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.e2e.conftest import Framework

    Story = Callable[[Repo], object]

# A finding about a line, or about a whole file.
PLACE = re.compile(r"^\s*(\S.*?)(?::(\d+):\d+)?: (MLH2\d\d) ", re.MULTILINE)
COMMIT = re.compile(r"\(commit ([0-9a-f]{12})\)")
ZERO = "0" * 40


def secret(number: int = 0, template: str = "hf_{letters:34}") -> str:
    """The same one whenever it is asked for, and written nowhere."""
    return make(template, Random(f"{template} {number}"))[0]


def line(number: int = 0) -> str:
    return f'token = "{secret(number)}"\n'


KEY = "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----\n"


def key(number: int = 0, changed: int = 0) -> str:
    """A private key of nobody's; another body in its third line when it has changed."""
    rows = [secret(number * 100 + at, "{b64:64}") for at in range(12)]
    rows[2] = secret(changed, "{b64:64}") if changed else rows[2]
    return KEY.format("\n".join(rows))


def notebook(*outputs: str, source: str = "import os\n") -> str:
    """One cell, and what it printed; a line of the file for each."""
    streams = [{"name": "stdout", "output_type": "stream", "text": [text]} for text in outputs]
    cell = {"cell_type": "code", "execution_count": 1, "id": "a1b2c3d4", "metadata": {}, "outputs": streams}
    document = {"cells": [{**cell, "source": [source]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(document, indent=1) + "\n"


def places(text: str) -> set[str]:
    """The findings of a report in text, as `CODE path` or `CODE path:line`."""
    return {f"{code} {path}:{line}" if line else f"{code} {path}" for path, line, code in PLACE.findall(text)}


def listed(text: str) -> dict[str, str]:
    """The same of a report in JSON, each with the commit that brings it."""
    return {
        f"{each['code']} {printable(each['path'])}" + (f":{each['line']}" if each["line"] else ""): each["commit"]
        for each in json.loads(text)["findings"]
    }


def judged(ran: Ran) -> tuple[int, set[str]]:
    assert "Traceback" not in ran.err, ran.err
    return ran.code, set(listed(ran.out)) if ran.out.startswith("{") else places(ran.out)


def agree(asked: Mapping[str, Ran], expected: set[str]) -> None:
    """Everybody tells the same places, and exits by them."""
    wrong = {who: judged(ran)[1] ^ expected for who, ran in asked.items() if judged(ran)[1] != expected}
    assert wrong == {}
    assert {who: ran.code for who, ran in asked.items()} == dict.fromkeys(asked, int(bool(expected)))


def files(findings: set[str]) -> set[str]:
    return {finding.partition(":")[0] for finding in findings}


def lint(repo: Repo, *args: str) -> Ran:
    return repo.mlhygiene("lint", "--select", "MLH2", "--format", "json", *args)


def hook(repo: Repo, *names: str, **variables: str) -> Ran:
    return repo.mlhygiene("hook", "secrets", *names, env=variables)


def named(repo: Repo, *git: str) -> list[str]:
    """What pre-commit hands over of what a git command lists: regular files that the worktree has."""
    every = filter(None, repo.git(*git, "-z").split("\0"))
    return [name for name in every if (path := repo.root / name).is_file() and not path.is_symlink()]


STAGED = ("diff", "--staged", "--name-only", "--no-ext-diff", "--diff-filter=ACMRTUXB")


def of_a_commit(repo: Repo) -> dict[str, Ran]:
    """Everybody who asks about the next commit. pre-commit puts away what is not staged before it asks."""
    asked = {"git": hook(repo), "lint --staged": lint(repo, "--staged")}
    names = repo.git(*STAGED, "-z").split("\0")[:-1]
    if names:
        asked["pre-commit"] = hook(repo, *names, PRE_COMMIT="1")
    return asked


def of_a_range(repo: Repo, base: str) -> dict[str, Ran]:
    """Everybody who asks about the last commit."""
    names = named(repo, "diff", "--name-only", "--diff-filter=ACMRTUXB", base if base != ZERO else EMPTY, "HEAD")
    variables = {"PRE_COMMIT": "1", "PRE_COMMIT_FROM_REF": base, "PRE_COMMIT_TO_REF": "HEAD"}
    return {
        "lint --from-ref": lint(repo, "--from-ref", base),
        "pre-commit --from-ref": hook(repo, *names, **variables),
    }


EMPTY = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"


def of_everything(repo: Repo) -> dict[str, Ran]:
    return {
        "lint": lint(repo),
        "pre-commit --all-files": hook(repo, *repo.git("ls-files", "-z").split("\0")[:-1], PRE_COMMIT="1"),
    }


class Row(NamedTuple):
    """A file: what the next commit says in it, what it said before, and what is told, as `CODE:line` or `CODE`.

    `legacy` is told by whoever asks about all of the tree, besides what the commit brings.
    `left` is what the worktree holds by then.
    """

    staged: str | bytes
    before: str | bytes = b""
    brings: str = ""
    legacy: str = ""
    left: str | bytes | None = b"as staged"


@dataclass(frozen=True)
class Case:
    """A story that ends before a commit; what the commit brings, and what the tree holds besides."""

    story: Story
    brings: set[str]
    legacy: set[str]


def of(rows: Mapping[str, Row]) -> Case:
    """Every file of a table in one commit."""

    def story(repo: Repo) -> None:
        for path, row in rows.items():
            if row.before:
                repo.write(os.fsencode(path), row.before)
        repo.stage().commit("chore: before the hook")
        for path, row in rows.items():
            repo.write(os.fsencode(path), row.staged)
        repo.stage()
        for path, row in rows.items():
            if row.left is None:
                (repo.root / path).unlink()
            elif row.left != b"as staged":
                repo.write(path, row.left)

    return Case(story, told(rows, "brings"), told(rows, "legacy"))


def told(rows: Mapping[str, Row], kind: str) -> set[str]:
    return {
        f"{code} {shown(os.fsencode(path))}{colon}{number}"
        for path, row in rows.items()
        for code, colon, number in (word.partition(":") for word in getattr(row, kind).split())
    }


LINES = {
    "new.py": Row("import os\n" + line(), brings="MLH202:2"),
    "gone_again.py": Row("import os\n" + line(), brings="MLH202:2", left="import os\n"),
    "deleted_again.py": Row(line(4), brings="MLH202:1", left=None),
    "in_the_worktree_alone.py": Row("import os\n", left=line()),
    "staged_in_part.py": Row("a\n\n" + line(), "a\n", "MLH202:3", left=line(1) + "a\n\n" + line()),
    "legacy_that_stays.py": Row(line() + "a = 2\n", line() + "a = 1\n", legacy="MLH202:1"),
    "legacy_and_new.py": Row("a = 1\n" + line() + line(1), line(), "MLH202:3", "MLH202:2"),
    "legacy_that_moves.py": Row("a\nb\n" + line(), line() + "a\nb\n", legacy="MLH202:3"),
    "legacy_with_other_line_ends.py": Row(line()[:-1] + "\r\nb\r\n", line() + "b\n", legacy="MLH202:1"),
    "same_in_two_lines.py": Row(f"{line()}a = 1\n{line()}", brings="MLH202:1 MLH202:3"),
    "two_in_a_line.py": Row(f"{line()[:-1]}; key = '{secret(1)}'\n", brings="MLH202:1"),
    "key.txt": Row("the key:\n" + key(1), brings="MLH203:2"),
    "legacy_key.txt": Row(key() + "b\n", key() + "a\n", legacy="MLH203:1"),
    "one_line_of_a_key.txt": Row("the key:\n" + key(changed=7), "the key:\n" + key(), "MLH203:2"),
    "behind_nine_megabytes.csv": Row("x = 1\n" * 1_600_000 + line(), brings="MLH202:1600001"),
}
FILES = {
    ".env": Row(f"A=1\nHF_TOKEN={secret()}\n", brings="MLH201 MLH202:2"),
    ".env.example": Row(f"HF_TOKEN={secret(1)}\n", brings="MLH202:1"),
    "legacy/.env": Row(f"HF_TOKEN={secret()}\nB=1\n", f"HF_TOKEN={secret()}\n", "MLH201", "MLH202:1"),
    "pointer/model.pt": Row(POINTER),
    "pointer/a.p12": Row(POINTER, brings="MLH201"),
    "utf_16.txt": Row(("é\n" + line()).encode("utf-16"), brings="MLH202:2"),
    "utf_16_without_a_mark.ps1": Row(("$a\n" + line()).encode("utf-16-be"), brings="MLH202:2"),
    "utf_16_legacy.txt": Row((line() + line(1)).encode("utf-16"), line().encode("utf-16"), "MLH202:2", "MLH202:1"),
    "latin_1.txt": Row("é\n".encode("latin-1") + line().encode(), brings="MLH202:2"),
    "base64.yaml": Row(b"a: 1\nb: " + base64.b64encode(line().encode()) + b"\n", brings="MLH202:2"),
    "a.pkl": Row(pickle.dumps({"lr": 0.1, "hub_token": secret()}), brings="MLH202:1"),
    "printed.ipynb": Row(notebook("1\n", f"HF_TOKEN={secret()}\n"), brings="MLH202:20"),
    "wide.ipynb": Row(notebook(source=line()).encode("utf-16"), brings="MLH202:10"),
    "broken.ipynb": Row("<<<<<<< HEAD\n" + notebook(source=line()), brings="MLH202:11"),
    "run_again.ipynb": Row(notebook("1\n", "2\n", source=line()), notebook(source=line()), legacy="MLH202:25"),
    "a\nb.py": Row(line(), brings="MLH202:1"),
    '"it\'s".py': Row(line(), brings="MLH202:1"),
    "\udcff\udcfe.py": Row(line(), brings="MLH202:1"),
    "-rf.py": Row(line(), brings="MLH202:1"),
}


def moves(repo: Repo) -> None:
    """What git calls a rename, a copy, a change of mode or of type, a deletion."""
    text = "".join(f"x{number} = {number}\n" for number in range(30))
    for number, name in enumerate(("renamed", "copied", "edited", "mode", "deleted"), 1):
        repo.write(f"{name}.py", text + line(number))
    (repo.root / "link_no_more.py").symlink_to(secret())
    repo.stage().commit("chore: before the hook")
    repo.git("mv", "renamed.py", "renamed_now.py")
    repo.git("mv", "edited.py", "edited_now.py")
    repo.git("rm", "-q", "deleted.py")
    (repo.root / "link_no_more.py").unlink()
    (repo.root / "a_link").symlink_to(secret())
    (repo.root / ".env").symlink_to("elsewhere")
    repo.write("copy.py", text + line(2)).write("edited_now.py", text + line(3) + "y\n").write(
        "link_no_more.py", line()
    )
    repo.stage().git("update-index", "--chmod=+x", "mode.py")
    repo.write("intended.py", line()).git("add", "--intent-to-add", "intended.py")
    assert "R09" in repo.git("diff", "--staged", "--name-status", "-M")


MOVES = Case(
    moves,
    # Renamed and changed at once, a file is a new one.
    {"MLH202 edited_now.py:31", "MLH202 link_no_more.py:1"},
    {f"MLH202 {name}.py:31" for name in ("renamed_now", "copied", "copy", "mode")},
)


def submodule(repo: Repo) -> None:
    other = Repo(repo.root.parent / "other", repo.environment)
    other.root.mkdir()
    other.git("init", "--quiet", "--initial-branch=main")
    begun(other)
    repo.git("submodule", "--quiet", "add", other.root.as_uri(), "vendor")
    modules = (repo.root / ".gitmodules").read_text()
    address = secret(0, "https://ada:{alnum:20}@git.mlhygiene.net/other")
    repo.write(".gitmodules", modules.replace(other.root.as_uri(), address)).stage()


CASES = {
    "lines": of(LINES),
    "kinds of file": of(FILES),
    "moves": MOVES,
    "a submodule": Case(submodule, {"MLH205 .gitmodules:3"}, set()),
    "nothing": of({"train.py": Row("import os\n")}),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_everybody_who_asks_hears_the_same(repo: Repo, case: Case) -> None:
    repo.write("README", "a project\n").stage().commit()
    case.story(repo)
    base = repo.git("rev-parse", "HEAD")

    commit, everything = of_a_commit(repo), of_everything(repo)
    repo.commit()
    range_, history = of_a_range(repo, base), judged(lint(repo, "--history"))

    agree(commit | range_, case.brings)
    agree(everything, case.brings | case.legacy)
    assert history[0] == int(bool(history[1]))
    assert files(case.brings | case.legacy) <= files(history[1])


def test_the_first_commit_brings_all_there_is(repo: Repo) -> None:
    repo.write("a.py", line()).write("b.txt", key() + line(1)).stage()

    asked = of_a_commit(repo) | of_everything(repo)
    repo.commit()
    asked |= of_a_range(repo, ZERO)

    agree(asked, {"MLH202 a.py:1", "MLH203 b.txt:1", "MLH202 b.txt:15"})


def sides(repo: Repo) -> None:
    """Two branches that have changed the same file, theirs with a secret, before they are merged."""
    repo.write("train.py", "a\nb\nc\nd\ne\n").stage().commit()
    repo.git("switch", "-qc", "theirs")
    repo.write("train.py", "a\nb\nc\nd\n" + line()).write("theirs.py", line(1)).stage().commit("theirs")
    repo.git("switch", "-q", "main")
    repo.write("train.py", "A\nb\nc\nd\ne\n").stage().commit("ours")


THEIRS = {"MLH202 train.py:5", "MLH202 theirs.py:1"}


def test_a_merge_answers_for_its_own_lines_alone(repo: Repo) -> None:
    sides(repo)
    repo.git("merge", "-q", "--no-commit", "theirs")

    agree(of_a_commit(repo), set())
    repo.write("train.py", "A\nb\nc\n" + line(2) + line()).stage()
    agree(of_a_commit(repo), {"MLH202 train.py:4"})
    merge = repo.commit("a merge")
    range_ = of_a_range(repo, "HEAD~1")

    agree(range_, THEIRS | {"MLH202 train.py:4"})
    commits = listed(range_["lint --from-ref"].out)
    assert commits.pop("MLH202 train.py:4") == merge
    assert set(commits.values()) == {repo.git("rev-parse", "theirs")}


def test_a_push_blames_no_rename_that_the_commit_did_not(repo: Repo) -> None:
    """The remote knows the secret, and no commit of the branch adds it again."""
    repo.write("old.py", line() + "a = 1\n").stage().commit()
    repo.git("init", "--quiet", "--bare", "../origin.git")
    repo.git("remote", "add", "origin", str(repo.root.parent / "origin.git"))
    repo.git("push", "--quiet", "origin", "main")
    repo.git("switch", "-qc", "feat/rename")
    repo.write("old.py", line() + "a = 2\n").stage().commit()
    repo.git("mv", "old.py", "new.py")

    agree(of_a_commit(repo), set())
    repo.commit()
    push = hook(repo, "new.py", PRE_COMMIT="1", PRE_COMMIT_LOCAL_BRANCH="feat/rename", PRE_COMMIT_REMOTE_NAME="origin")
    range_ = of_a_range(repo, "main")

    agree({**range_, "push": push}, set())


def test_a_range_tells_what_it_adds_and_removes_again_once(repo: Repo) -> None:
    repo.write("README", "a project\n").stage().commit()
    first = repo.write("train.py", line()).stage().commit()
    for number in range(3):
        repo.write("train.py", f"a = {number}\n" * (number + 1) + line()).stage().commit()
    repo.write("train.py", "pass\n").stage().commit()

    asked = {**of_a_range(repo, "HEAD~5"), "history": lint(repo, "--history")}

    agree(asked, {"MLH202 train.py:1"})
    assert set(COMMIT.findall(asked["pre-commit --from-ref"].out)) == {first[:12]}
    assert listed(asked["history"].out) == {"MLH202 train.py:1": first}
    assert judged(lint(repo)) == (0, set())


@pytest.fixture
def guarded(repo: Repo) -> Repo:
    """A repository with our hook among git's own."""
    path = Path(repo.git("rev-parse", "--path-format=absolute", "--git-path", "hooks/pre-commit"))
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mlhygiene hook secrets\n')
    path.chmod(0o755)
    return repo


def commits(repo: Repo, *args: str) -> tuple[int, set[str]]:
    ran = repo.run("git", "commit", "--quiet", "-m", "a commit", *args)
    return ran.code, places(ran.out + ran.err)


def test_git_commit_is_stopped_by_what_it_would_record(guarded: Repo) -> None:
    blocked, clean = (1, {"MLH202 train.py:1"}), (0, set[str]())
    guarded.write("train.py", line()).stage()
    assert commits(guarded) == blocked, "the first commit"
    guarded.write("train.py", "a = 1\n").write("other.py", "b = 1\n").stage()
    assert commits(guarded) == clean

    guarded.write("train.py", line())
    assert commits(guarded, "-a") == blocked
    assert commits(guarded, "train.py") == blocked
    assert commits(guarded, "--amend", "train.py") == blocked
    guarded.write("other.py", "b = 2\n")
    assert commits(guarded, "other.py") == clean, "another file, while the secret waits in the worktree"
    guarded.stage("train.py").write("other.py", "b = 3\n")
    assert commits(guarded, "other.py") == clean, "another file, while the secret waits in the index"
    assert commits(guarded, "--amend") == blocked
    assert guarded.run("git", "commit", "-qnm", "past the hook").code == 0
    assert commits(guarded, "--amend", "--allow-empty") == clean, "what HEAD holds is not added again"
    guarded.write("train.py", line() + "a = 2\n")
    assert commits(guarded, "-a") == clean, "a line that stays"


def test_git_hears_nothing_where_all_is_well(guarded: Repo) -> None:
    guarded.write("train.py", "a = 1\n").stage()

    ran = guarded.run("git", "commit", "--quiet", "-m", "feat: train")

    assert (ran.code, ran.out, ran.err) == (0, "", "")


def begun(repo: Repo) -> Repo:
    """A repository with a legacy secret."""
    repo.write("README", "a project\n").write("train.py", line(3) + "a = 1\n").stage().commit()
    return repo


def of_sha256(repo: Repo) -> Repo:
    other = Repo(repo.root.parent / "sha256", repo.environment)
    other.root.mkdir()
    other.git("init", "--quiet", "--initial-branch=main", "--object-format=sha256")
    return begun(other)


def linked(repo: Repo) -> Repo:
    begun(repo).git("worktree", "add", "-q", "../linked", "-b", "exp/wider")
    return Repo(repo.root.parent / "linked", repo.environment)


def inside_another(repo: Repo) -> Repo:
    """A submodule, whose repository lies in that of the project."""
    other = Repo(repo.root.parent / "other", repo.environment)
    other.root.mkdir()
    other.git("init", "--quiet", "--initial-branch=main")
    begun(other)
    repo.git("submodule", "--quiet", "add", other.root.as_uri(), "vendor")
    return Repo(repo.root / "vendor", repo.environment)


MAKES = [of_sha256, linked, inside_another]


@pytest.mark.parametrize("make", MAKES, ids=lambda make: make.__name__)
def test_a_repository_of_any_make_is_judged_alike(repo: Repo, make: Callable[[Repo], Repo]) -> None:
    made = make(repo)
    made.write("train.py", line(3) + "a = 2\n" + line()).write("notes.txt", key()).stage()
    new, legacy = {"MLH202 train.py:3", "MLH203 notes.txt:1"}, {"MLH202 train.py:1"}

    asked = {**of_a_commit(made), "git in a folder": made.mlhygiene("hook", "secrets", cwd=made.root)}
    everything = of_everything(made)
    made.commit()
    asked |= of_a_range(made, "HEAD~1")

    agree(asked, new)
    agree(everything, new | legacy)


def test_how_much_was_searched_is_told(repo: Repo) -> None:
    repo.write("a.py", "a = 1\n").write("b.py", "b = 22\n").write("copy.py", "a = 1\n").write("empty.py", "").stage()
    summary = "no findings in 4 files; 3 searched for secrets, 19 bytes\n"
    tree = lint(repo)
    coverage = json.loads(tree.out)["coverage"]

    assert repo.mlhygiene("lint", "--select", "MLH2").out == summary
    assert (coverage["scanned"], coverage["scanned_bytes"], coverage["gaps"]) == (3, 19, [])
    assert hook(repo, "a.py", "b.py", "copy.py", "empty.py", PRE_COMMIT="1").out == summary
    assert hook(repo, PRE_COMMIT="1").out == "no findings in 0 files\n"
    assert (hook(repo).out, hook(repo).err) == ("", "")


def test_colour_is_for_terminals(repo: Repo) -> None:
    repo.write("a.py", line()).stage()

    asked = {"forced": hook(repo, FORCE_COLOR="1"), "NO_COLOR": hook(repo, FORCE_COLOR="1", NO_COLOR="1")}
    asked["piped"] = hook(repo)

    assert {who: "\x1b[" in ran.out for who, ran in asked.items()} == {
        "forced": True,
        "NO_COLOR": False,
        "piped": False,
    }
    assert {who: ran.code for who, ran in asked.items()} == dict.fromkeys(asked, 1)


BLIND = (
    "import mlhygiene.secrets.blobs as s; s.of_blob = lambda blob: ((), 0); from mlhygiene.__main__ import run; run()"
)


@pytest.mark.parametrize("command", [("lint",), ("lint", "--staged"), ("lint", "--history"), ("hook", "secrets")])
def test_nothing_searched_of_something_is_an_error(repo: Repo, command: tuple[str, ...]) -> None:
    """No user can bring this about: the search is taken out."""
    repo.write("a.py", line()).stage().commit()
    repo.write("a.py", "a = 1\n" + line()).stage()

    ran = repo.run(sys.executable, "-c", BLIND, *command)

    assert ran.code == 2
    assert "could not judge: none of 1 content" in ran.err


def stories(repo: Repo) -> None:
    """One commit, for the frameworks: both are slow."""
    repo.write("legacy.py", line(1) + "a = 1\n").write("part.py", "a\n").stage().commit("chore: before the hook")
    repo.write("legacy.py", line(1) + "a = 2\n").write("part.py", "a\n" + line(2))
    repo.write("gone.py", line(3)).write("deleted.py", line(4)).write("wide.txt", line(5).encode("utf-16"))
    repo.write("a.ipynb", notebook(f"{secret(6)}\n")).write("a.pkl", pickle.dumps({"hub_token": secret(7)}))
    repo.write("a b.py", line(8)).write(b'"q"\nr.py', line(9)).stage()
    repo.write("gone.py", "pass\n").write("part.py", line(10) + "a\n" + line(2))
    (repo.root / "deleted.py").unlink()


STORIES = {
    *(f"MLH202 {name}:1" for name in ("gone.py", "deleted.py", "wide.txt", "a.pkl", "a b.py", r'"q"\nr.py')),
    "MLH202 part.py:2",
    "MLH202 a.ipynb:13",
}


@pytest.mark.slow
def test_pre_commit_and_prek_say_what_git_hears(framework: Framework, repo: Repo) -> None:
    framework.configure(repo, hook="secrets", verbose="true")
    framework.install(repo, "pre-commit", "pre-push")
    clean = framework.git(repo, "commit", "-m", "chore: hooks")
    size = len(repo.git("show", "HEAD:.pre-commit-config.yaml").encode()) + 1
    repo.git("init", "--quiet", "--bare", "../origin.git")
    repo.git("remote", "add", "origin", str(repo.root.parent / "origin.git"))
    first_push = framework.git(repo, "push", "--quiet", "origin", "main")
    legacy = {"MLH202 legacy.py:1"}
    stories(repo)

    native = hook(repo)
    asked = {"commit": framework.git(repo, "commit", "-m", "exp: wider"), "run": framework.run(repo, "run")}
    everything = {"--all-files": framework.run(repo, "run", "--all-files")}
    everything["--files"] = framework.run(repo, "run", "--files", *repo.git("ls-files", "-z").split("\0")[:-1])
    repo.git("commit", "-qnm", "past the hook")
    asked["--from-ref"] = framework.run(repo, "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    pushed = framework.git(repo, "push", "origin", "main")

    searched = f"1 searched for secrets, {size} bytes"
    assert (clean.code, f"no findings in 1 file; {searched}" in clean.out) == (0, True), clean.out
    assert (first_push.code, f"no findings in 1 file in 1 commit; {searched}" in first_push.out) == (0, True), (
        first_push
    )
    assert judged(native) == (1, STORIES)
    agree(asked, STORIES)
    # Neither hands over a name that the worktree lacks: the commit is stopped by it.
    present = STORIES - {"MLH202 deleted.py:1"} | legacy
    agree(everything, present)
    assert judged(pushed) == (1, STORIES | legacy)
    assert repo.git("ls-remote", "origin", "main") != repo.git("rev-parse", "main")


def test_nothing_searched_of_what_was_named_is_an_error(repo: Repo) -> None:
    repo.write("a.py", "a = 1\n").write("empty.py", "").stage().write("untracked.py", line())

    for names in (["untracked.py"], ["untracked.py", "../outside.py"], ["none.py"]):
        ran = hook(repo, *names, PRE_COMMIT="1")
        assert (ran.code, "could not judge: no file that was named is in the index" in ran.err) == (2, True), ran
    for names in ([], ["a.py"], ["a.py", "untracked.py"], ["empty.py"], ["empty.py", "untracked.py"]):
        assert hook(repo, *names, PRE_COMMIT="1").code == 0
    assert repo.mlhygiene("hook", "large-files", "untracked.py").code == 0
