"""`mlhygiene provenance verify`: what it says of a record, and that what it prints makes the run once more."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import jsonschema
import pytest

from addresses import FORMS, TOKEN, leaks
from conftest import Repo, tool
from mlhygiene.provenance import capture, patch, verifying

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.slow
SCHEMA = json.loads(Path(verifying.__file__).with_name("verify.schema.json").read_text(encoding="utf-8"))
SCRIPT = "import sys\nprint(open('data.txt').read().strip(), *sys.argv[1:])\n"


@pytest.fixture
def pushed(repo: Repo, tmp_path: Path) -> Repo:
    """A run's code at a commit that a remote has."""
    repo.git("init", "--quiet", "--bare", str(tmp_path / "models.git"))
    repo.git("remote", "add", "origin", str(tmp_path / "models.git"))
    repo.write("src/train.py", SCRIPT).write("data.txt", "acc 0.9\n").stage().commit()
    repo.git("push", "--quiet", "--set-upstream", "origin", "main")
    return repo


def recorded(repo: Repo, **more: object) -> Path:
    """The record of a run, outside of the repository."""
    document = capture(repo.root).document() | {"entry": "src/train.py", "argv": ["--lr", "0.1 x"]} | more
    path = repo.root.with_name("runs") / "provenance.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(document))
    return path


def verify(repo: Repo, path: Path) -> tuple[int, dict[str, Any]]:
    ran = repo.mlhygiene("provenance", "verify", "--format", "json", str(path))
    assert ran.err == ""
    document = json.loads(ran.out)
    jsonschema.validate(document, SCHEMA)
    (found,) = document["records"]
    return ran.code, found


def again(repo: Repo, path: Path, tmp_path: Path) -> str:
    """What the run prints, made once more out of an empty folder by the commands that are told."""
    code, found = verify(repo, path)
    assert code == 0, found
    empty = tmp_path / "empty"
    empty.mkdir()
    script = "set -e\n" + "\n".join(found["commands"])
    ran = repo.run("sh", "-c", script, cwd=empty)
    assert ran.code == 0, ran
    return ran.out.splitlines()[-1]


def test_the_commands_run_it_again(pushed: Repo, tmp_path: Path) -> None:
    path = recorded(pushed)
    pushed.write("data.txt", "acc 0.1\n").stage().commit()

    assert again(pushed, path, tmp_path) == "acc 0.9 --lr 0.1 x"


def test_with_the_patch_beside_the_record(pushed: Repo, tmp_path: Path) -> None:
    pushed.write("data.txt", "acc 0.95\n")
    path = recorded(pushed)
    patch(path.with_name("changes.patch"), code=pushed.root)

    assert again(pushed, path, tmp_path) == "acc 0.95 --lr 0.1 x"


def test_from_a_snapshot(pushed: Repo, tmp_path: Path) -> None:
    pushed.write("data.txt", "acc 0.97\n")
    tree = pushed.run("sh", "-c", "git add -A && git write-tree && git reset -q").out.strip()
    snapshot = pushed.git("commit-tree", tree, "-p", "HEAD", "-m", "snapshot")
    pushed.git("update-ref", "refs/mlhygiene/runs/r1", snapshot)

    assert again(pushed, recorded(pushed, snapshot=snapshot), tmp_path) == "acc 0.97 --lr 0.1 x"


@pytest.mark.parametrize("folder", [".", "src"])
def test_what_mlhygiene_run_has_recorded(pushed: Repo, tmp_path: Path, folder: str) -> None:
    script = "src/train.py" if folder == "." else "train.py"
    pushed.write("src/train.py", "print('acc 0.9')\n").stage().commit()
    pushed.git("push", "--quiet")
    record = tmp_path / "run.json"

    ran = pushed.mlhygiene("run", "--output", str(record), "--", "python3", script, cwd=pushed.root / folder)

    assert ran.code == 0, ran
    assert again(pushed, record, tmp_path) == "acc 0.9"


def test_with_submodules_files_of_lfs_and_a_lock_file(pushed: Repo, tmp_path: Path) -> None:
    tool("git-lfs")
    data = Repo(tmp_path / "data", pushed.environment)
    data.root.mkdir()
    data.git("init", "--quiet", "--initial-branch=main")
    data.write("x.txt", "part\n").stage().commit()
    pushed.git("submodule", "add", "--quiet", str(data.root), "parts")
    pushed.git("lfs", "install", "--local")
    pushed.git("lfs", "track", "data.txt")
    pushed.write("requirements.txt", "# nothing\n").write(
        "src/train.py", SCRIPT + "print(open('parts/x.txt').read().strip())\n"
    )
    pushed.git("add", "--renormalize", ".")
    pushed.stage().commit()
    pushed.git("push", "--quiet")
    path = recorded(pushed)

    code, found = verify(pushed, path)

    assert code == 0, found
    assert found["commands"][3:-1] == [
        "git submodule update --init --recursive",
        "git lfs pull",
        "python3 -m venv .venv && . .venv/bin/activate && python -m pip install -r requirements.txt",
    ]
    assert again(pushed, path, tmp_path) == "part"


class Case(NamedTuple):
    """What is done before, what the record says, the exit code and the words."""

    change: str
    more: dict[str, object]
    code: int
    told: str
    key: str = "faults"


CASES = {
    "the commit is here and pushed": Case("true", {}, 0, "", "notes"),
    "a branch was never pushed": Case(
        "git commit -q --allow-empty -m x", {}, 1, "no branch of a remote has it, as far as was fetched here: git push"
    ),
    "no branch has it": Case(
        "git switch -q --detach && git commit -q --allow-empty -m x", {}, 1, "no branch or tag reaches it"
    ),
    "nobody has it here": Case("true", {"commit": "ab" * 20}, 2, "no commit abababababab here", "unjudged"),
    "files differed": Case(
        "echo 2 > data.txt", {}, 1, "the files were not as committed (data.txt): no snapshot, and no"
    ),
    "a submodule differed": Case(
        "echo 2 > data.txt", {"submodules": ["parts"]}, 1, "submodules were not as committed: parts"
    ),
    "its snapshot is gone": Case(
        "echo 2 > data.txt", {"snapshot": "cd" * 20}, 1, "its snapshot cdcdcdcdcdcd is not here"
    ),
    "files were there that git did not know": Case("echo 2 > new", {}, 0, "1 untracked files were there", "notes"),
    "it does not say whether files differed": Case(
        "true", {"dirty": None}, 0, "does not say whether the files", "notes"
    ),
    "it is of another remote": Case(
        "true", {"remote": "git@h.org:o/x.git"}, 0, "of another remote, git@h.org:o/x.git", "notes"
    ),
    "there is no remote": Case("git remote remove origin", {}, 0, "on this machine alone", "notes"),
    "a secret was masked": Case("true", {"argv": ["--key", "…"]}, 0, "a secret stood", "notes"),
    "a file of its commit is gone, and no remote has it": Case(
        "git remote remove origin && rm -f $(git rev-parse HEAD:data.txt | sed 's,^..,.git/objects/&/,')",
        {},
        1,
        "a part of its files is not in this clone, and no remote is known to have it",
    ),
    "a file of git's is broken": Case(
        "rm -f $(git rev-parse HEAD:data.txt | sed 's,^..,.git/objects/&/,')", {}, 0, "not in this clone", "notes"
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_said_of_a_record(pushed: Repo, case: Case) -> None:
    pushed.run("sh", "-c", case.change)

    code, found = verify(pushed, recorded(pushed, **case.more))

    assert code == case.code, found
    assert case.told in "; ".join(found[case.key])
    assert bool(found["commands"]) is (code == 0)


def test_a_shallow_clone_says_what_to_fetch(pushed: Repo, tmp_path: Path) -> None:
    path = recorded(pushed)
    pushed.write("x").stage().commit()
    pushed.git("push", "--quiet")
    pushed.git("clone", "--quiet", "--depth", "1", (tmp_path / "models.git").as_uri(), str(tmp_path / "shallow"))

    code, found = verify(Repo(tmp_path / "shallow", pushed.environment), path)

    assert (code, found["unjudged"][0].partition(": ")[2]) == (2, "git fetch --unshallow")


def _mlflow(folder: Path, commit: str) -> Path:
    (folder / "tags").mkdir(parents=True)
    (folder / "tags" / "mlflow.source.git.commit").write_text(commit)
    return folder


def _written(name: str, text: str) -> Callable[[Path, str], Path]:
    def write(folder: Path, commit: str) -> Path:
        folder.mkdir()
        (folder / name).write_text(text.replace("COMMIT", commit))
        return folder / name

    return write


RECORDS = {
    "a run of MLflow": _mlflow,
    "W&B's config": _written("config.yaml", "_wandb:\n  value: {}\ngit_sha:\n  value: COMMIT\n"),
    "W&B's metadata": _written("wandb-metadata.json", '{"git": {"remote": "git@h.org:o/m.git", "commit": "COMMIT"}}'),
    "plain JSON": _written("run.json", '{"git_sha": "COMMIT", "val_loss": 0.3}'),
}


@pytest.mark.parametrize("write", RECORDS.values(), ids=RECORDS)
def test_a_record_of_a_tracker(pushed: Repo, tmp_path: Path, write: Callable[[Path, str], Path]) -> None:
    code, found = verify(pushed, write(tmp_path / "run", pushed.git("rev-parse", "HEAD")))

    assert (code, found["verdict"]) == (0, "reproducible")


def test_no_record_at_all(pushed: Repo) -> None:
    ran = pushed.mlhygiene("provenance", "verify", "data.txt", "nope.json")

    assert ran.code == 2
    assert ran.out.startswith("data.txt: could not be judged\n  ")
    assert "nope.json: could not be judged\n  cannot read: No such file" in ran.out


def test_several_records_have_the_worst_answer(pushed: Repo) -> None:
    good = recorded(pushed)
    bad = good.with_name("bad.json")
    bad.write_text(json.dumps({"git_sha": "ab" * 20}))

    ran = pushed.mlhygiene("provenance", "verify", str(good), str(bad))

    assert ran.code == 2
    assert "provenance.json: " in ran.out
    assert "bad.json: abababababab could not be judged" in ran.out


def test_nothing_is_written_or_fetched(pushed: Repo) -> None:
    path = recorded(pushed)
    before = {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in pushed.root.rglob("*") if file.is_file()}

    verify(pushed, path)

    after = {file: hashlib.sha256(file.read_bytes()).hexdigest() for file in pushed.root.rglob("*") if file.is_file()}
    assert after == before


@pytest.mark.parametrize("form", FORMS)
def test_no_credential_of_a_record_or_a_remote_is_told(pushed: Repo, form: str) -> None:
    path = recorded(pushed)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"remote": form.format(TOKEN)}))
    pushed.git("config", "remote.origin.url", form.format(TOKEN).replace("h.org", "other.org"))

    ran = pushed.mlhygiene("provenance", "verify", str(path), "--format", "json")

    assert ran.code == 0, ran
    assert not leaks(ran.out + ran.err)
