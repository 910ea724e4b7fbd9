"""`mlhygiene audit --plan`: each step runs as it stands; then history is clean, and HEAD's files are the same."""

from __future__ import annotations

import hashlib
import os
import re
import shlex
from random import Random
from typing import TYPE_CHECKING

import pytest

from conftest import Repo, tool
from notebooks import code, notebook
from plans import blocks, carry_out, contents, told
from tokens import make

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.slow
RANDOM = Random(20260102)
ODD = (b"we ird, [x]*?.bin", b"-dash.onnx", b'it\'s "q".npy', b"l\nb \xff.pt", "mod\u00e8les/\u00e9.pt".encode())


def secret(template: str) -> str:
    return make(template, RANDOM)[1]


def picture(size: int) -> dict[str, object]:
    return {"output_type": "display_data", "metadata": {}, "data": {"image/png": RANDOM.randbytes(size).hex()}}


def books(repo: Repo, round_: int, number: int = 20) -> None:
    for n in range(number):
        repo.write(f"notebooks/{n:02}.ipynb", notebook(code(f"x = {n + round_}", n + 1, picture(10_000))))


@pytest.fixture
def remote(repo: Repo, tmp_path: Path) -> Repo:
    """A bare remote that is called `origin`."""
    bare = Repo(tmp_path / "the remote.git", repo.environment)
    bare.root.mkdir()
    bare.git("init", "--quiet", "--bare", "--initial-branch=main")
    repo.git("remote", "add", "origin", str(bare.root))
    return bare


def planned(repo: Repo, *options: str) -> Path:
    ran = repo.mlhygiene("audit", "--limit", "1MB", "--plan", *options)
    assert ran.code == 0, ran
    assert "PLAN.md" in ran.err
    return repo.root / "mlhygiene-plan"


def published(repo: Repo, remote: Repo, tmp_path: Path) -> Repo:
    """What everybody clones afterwards, by git as git-lfs has set it up."""
    repo.git("lfs", "install", "--skip-repo")
    clone = Repo(tmp_path / "anew", repo.environment)
    ran = repo.run("git", "clone", "--quiet", str(remote.root), str(clone.root))
    assert ran.code == 0, ran
    return clone


def tree(repo: Repo, *without: bytes) -> dict[bytes, str]:
    """The files of a worktree as they are on disk, by their digests."""
    names = os.fsencode(repo.git("ls-files", "-z")).split(b"\0")[:-1]
    found = {name: (repo.root / os.fsdecode(name)).read_bytes() for name in names if name not in without}
    return {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}


def subjects(repo: Repo, *options: str) -> list[str]:
    return sorted(repo.git("log", *options, "--all", "--format=%an %ad %s").split("\n"))


def grown(repo: Repo) -> list[str]:
    """A history with everything that a plan repairs, pushed, and a stash beside it; its secrets."""
    hub, host, word = secret("hf_{letters:34}"), secret("ghp_{checked:30}"), secret("{alnum:24}")
    repo.write("README.md", "# a project\n").write("train.py", "x = 1\n")
    books(repo, 0)
    repo.stage().commit("feat: notebooks")
    repo.write("checkpoints/1.pt", RANDOM.randbytes(50_000_000)).write(".env", f"HF_TOKEN={hub}\nPASSWORD={word}\n")
    first = repo.stage().commit("exp: wider -> acc=0.9")
    repo.git("rm", "-q", "checkpoints/1.pt", ".env")
    repo.commit(f"chore: drop the checkpoint\n\nIt came with {first[:12]}.")
    for name in ODD:
        repo.write(name, RANDOM.randbytes(1_200_000))
    repo.write("model.pt", RANDOM.randbytes(3_000_000)).stage().commit("feat: the model")
    repo.git("tag", "-a", "v1.0.0", "-m", "a release")
    repo.git("checkout", "-q", "-b", "exp/deep")
    repo.write("model.pt", RANDOM.randbytes(3_100_000)).write("deep.py", f'login("{host}")\n').stage()
    repo.commit("exp: deeper -> acc=0.91")
    repo.git("checkout", "-q", "main")
    books(repo, 100)
    repo.write("model.pt", RANDOM.randbytes(3_200_000)).write("app.py", f'import os\n\nTOKEN = "{hub}"\n')
    repo.write("config/.env.production", f"GITHUB_TOKEN={host}\n").stage()
    repo.commit(f"feat: the app\n\ncalled with {host}")
    repo.git("checkout", "-q", "-b", "side", "HEAD~1")
    repo.write("side.txt", "side\n").stage().commit("feat: side")
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "merge side", "side")
    repo.git("update-ref", "refs/exps/ab/exp-1", "exp/deep")
    repo.git("push", "-q", "origin", "refs/heads/*", "refs/tags/*", "refs/exps/*")
    repo.write("pull.py", f'login("{host}")\n').stage("pull.py")
    pull = repo.git("commit-tree", "-p", "HEAD", "-m", "a pull request", repo.git("write-tree"))
    repo.git("rm", "-q", "-f", "pull.py")
    repo.git("push", "-q", "origin", f"{pull}:refs/pull/1/head")
    repo.write("train.py", "x = 2\n").git("stash", "-q")
    return [hub, host, word]


def test_a_history_with_a_checkpoint_secrets_and_notebooks_is_repaired(
    repo: Repo, remote: Repo, tmp_path: Path
) -> None:
    secrets = grown(repo)
    commits, before = subjects(remote, "--exclude=refs/pull/*"), tree(repo, b"app.py", b"config/.env.production")
    plan = planned(repo)

    done = carry_out(repo, plan, tmp_path / "bin")

    assert repo.git("status", "--porcelain") == ""
    for value in secrets:
        assert value.encode() not in told(plan) + contents(repo, plan / "work.git")
        assert not any(value in ran.out + ran.err for _, ran in done)
    clone = published(repo, remote, tmp_path)
    assert clone.mlhygiene("audit", "--fail-over", "1MB", "--fail-on-secrets").code == 0
    assert clone.mlhygiene("lint", "--select", "MLH101,MLH2,MLH301", "--history").code == 0
    after = tree(clone, b"app.py", b".gitattributes", b".gitignore")
    assert after.keys() == before.keys()
    assert {name for name in after if before[name] != after[name] and not name.endswith(b".ipynb")} == set()
    assert (clone.root / "app.py").read_text() == 'import os\n\nTOKEN = "REMOVED"\n'
    _assert_commits_are_the_same(clone, remote, commits)
    assert _weight(remote) < 200_000


def _assert_commits_are_the_same(clone: Repo, remote: Repo, commits: list[str]) -> None:
    assert [each for each in subjects(clone) if "take out what does not belong" not in each] == commits
    assert clone.git("log", "--all", "--format=%b", "--grep=called with").strip() == "called with REMOVED"
    quoted = re.search("It came with ([0-9a-f]{12})", clone.git("log", "--format=%b"))
    assert quoted
    assert clone.git("log", "-1", "--format=%s", quoted[1]) == "exp: wider -> acc=0.9"
    assert clone.git("cat-file", "-t", "v1.0.0") == "tag"
    assert remote.git("log", "-1", "--format=%s", "refs/exps/ab/exp-1") == "exp: deeper -> acc=0.91"


def _weight(remote: Repo) -> int:
    """What is left of a remote once nothing but its refs counts, which `git fsck` finds whole."""
    assert remote.run("git", "fsck", "--full").code == 0
    remote.git("update-ref", "-d", "refs/pull/1/head")  # as the host's support does
    remote.git("reflog", "expire", "--expire=now", "--all")
    remote.git("gc", "--quiet", "--prune=now")
    return sum(file.stat().st_size for file in (remote.root / "objects").rglob("*") if file.is_file())


def test_nothing_to_repair_writes_nothing(repo: Repo) -> None:
    repo.write("train.py", "x = 1\n").stage().commit("feat: x")

    ran = repo.mlhygiene("audit", "--plan")

    assert (ran.code, ran.out) == (0, "")
    assert "nothing to repair" in ran.err
    assert not (repo.root / "mlhygiene-plan").exists()


def test_notebooks_alone_are_stripped_in_every_commit_and_nothing_moves(
    repo: Repo, remote: Repo, tmp_path: Path
) -> None:
    books(repo, 0, 3)
    repo.stage().commit("feat: notebooks")
    books(repo, 9, 2)
    repo.stage().commit("feat: more")
    repo.git("push", "-q", "origin", "main")
    plan = planned(repo)

    carry_out(repo, plan, tmp_path / "bin")

    assert not any("lfs" in block for block in blocks(plan))
    clone = published(repo, remote, tmp_path)
    assert clone.git("rev-list", "--count", "HEAD") == "3"
    assert clone.mlhygiene("lint", "--history", "--select", "MLH301").code == 0


def test_secrets_alone_without_a_remote_begin_a_new_repository(repo: Repo, tmp_path: Path) -> None:
    token = secret("hf_{letters:34}")
    repo.write(".env", f"HF_TOKEN={token}\n").write("a.py", f'login("{token}")\n').stage().commit("feat: x")
    repo.write("a.py", "import os\nlogin(os.environ['HF_TOKEN'])\n").stage().commit("fix: x")
    plan = planned(repo)

    carry_out(repo, plan, tmp_path / "bin")

    anew = Repo(plan / "repo", repo.environment)
    assert anew.mlhygiene("audit", "--fail-on-secrets").code == 0
    assert token.encode() not in contents(repo, anew.root) + told(plan)
    assert anew.git("show", "HEAD~2:a.py") == 'login("REMOVED")'
    assert not (anew.root / ".env").exists()
    assert anew.git("check-ignore", ".env") == ".env"


def test_what_messages_of_commits_and_tags_tell_is_taken_out(repo: Repo, remote: Repo, tmp_path: Path) -> None:
    tokens = [secret("hf_{letters:34}") for _ in range(3)]
    repo.write("a.py", "1\n").stage().commit(f"feat: x\n\nrun with {tokens[0]}")
    repo.git("notes", "add", "-m", f"ran with {tokens[2]}")
    repo.git("tag", "-a", "v1", "-m", f"run with {tokens[1]}")
    repo.write("a.py", "2\n").stage().commit("feat: y")
    repo.git("notes", "add", "-m", "a note that holds none")
    repo.git("push", "--quiet", "--mirror", "origin")
    plan = planned(repo)

    carry_out(repo, plan, tmp_path / "bin")

    clone = published(repo, remote, tmp_path)
    assert clone.git("show", "-s", "--format=%B", "HEAD~1").strip() == "feat: x\n\nrun with REMOVED"
    assert "run with REMOVED" in clone.git("cat-file", "tag", "v1")
    assert remote.mlhygiene("audit", "-C", str(remote.root), "--fail-on-secrets").code == 0


def test_notes_go_along_with_their_commits(repo: Repo, remote: Repo, tmp_path: Path) -> None:
    repo.write("a.npy", RANDOM.randbytes(1_200_000)).stage().commit("feat: a")
    repo.git("rm", "--quiet", "a.npy")
    repo.write("a.py", f"t = '{secret('hf_{letters:34}')}'\n").stage().commit("feat: b")
    repo.git("notes", "add", "-m", "measured twice")
    repo.git("push", "--quiet", "--mirror", "origin")
    plan = planned(repo)

    carry_out(repo, plan, tmp_path / "bin")

    assert remote.git("log", "-1", "--format=%N", "--notes", "main~1").strip() == "measured twice"
    assert remote.git("notes", "list").count("\n") == 0


def test_what_the_clone_has_not_stops_the_plan_before_any_work(repo: Repo, remote: Repo, tmp_path: Path) -> None:
    repo.write(".env", f"HF_TOKEN={secret('hf_{letters:34}')}\n").stage().commit("feat: x")
    repo.git("push", "--quiet", "origin", "HEAD:main")
    repo.git("fetch", "--quiet")
    plan = planned(repo)
    repo.write("b.py", "1\n").stage()
    unseen = repo.commit("exp: unseen")
    repo.git("push", "--quiet", "origin", "HEAD:refs/exps/ab/unseen")

    with pytest.raises(AssertionError, match=unseen):
        carry_out(repo, plan, tmp_path / "bin")

    assert (plan / "backup.git").exists()
    assert not (plan / "head").exists()


@pytest.mark.parametrize("where", ["remote", "no remote"])
def test_where_dvc_holds_the_data_it_takes_the_large_files(
    repo: Repo, remote: Repo, tmp_path: Path, where: str
) -> None:
    dvc = tool("dvc")
    for command in (["init", "-q"], ["config", "core.analytics", "false"]):
        assert repo.run(dvc, *command).code == 0
    if where == "remote":
        assert repo.run(dvc, "remote", "add", "-d", "store", str(tmp_path / "store")).code == 0
    old, new = RANDOM.randbytes(1_500_000), RANDOM.randbytes(1_600_000)
    repo.write("data/train.npy", old).stage().commit("feat: data")
    repo.write("data/train.npy", new).write("old.bin", RANDOM.randbytes(2_000_000)).stage().commit("feat: more data")
    repo.git("rm", "-q", "old.bin")
    repo.write(".dvc/cache/files/md5/ab/cdef", RANDOM.randbytes(3_000)).git("add", "-f", ".dvc/cache")
    repo.commit("chore: less, and a cache")
    repo.git("push", "-q", "origin", "main")
    plan = planned(repo)

    carry_out(repo, plan, tmp_path / "bin")

    clone = published(repo, remote, tmp_path)
    assert clone.mlhygiene("audit", "--fail-over", "1MB").code == 0
    assert (clone.root / "data/train.npy.dvc").exists()
    assert ".dvc/cache" not in clone.git("log", "--all", "--format=", "--name-only")
    if where == "remote":
        assert clone.run(dvc, "pull", "-q").code == 0
        assert (clone.root / "data/train.npy").read_bytes() == new


@pytest.mark.parametrize("where", ["a remote", "no remote"])
def test_what_git_lfs_holds_already_stays_where_it_is(repo: Repo, tmp_path: Path, where: str) -> None:
    tool("git-lfs")
    repo.git("lfs", "install", "--skip-repo")
    repo.write(".gitattributes", "*.pt filter=lfs diff=lfs merge=lfs -text\n")
    held, raw = RANDOM.randbytes(1_100_000), RANDOM.randbytes(1_200_000)
    repo.write("old.pt", held).stage().commit("feat: old")
    repo.write("new.onnx", raw).stage().commit("feat: new")
    remote = Repo(tmp_path / "remote.git", repo.environment)
    if where == "a remote":
        repo.git("init", "--quiet", "--bare", "--initial-branch=main", str(remote.root))
        repo.git("remote", "add", "origin", str(remote.root))
        repo.git("push", "-q", "origin", "main")
    plan = planned(repo)

    carry_out(repo, plan, tmp_path / "bin")

    clone = published(repo, remote, tmp_path) if where == "a remote" else Repo(plan / "repo", repo.environment)
    assert (clone.root / "old.pt").read_bytes() == held
    assert (clone.root / "new.onnx").read_bytes() == raw
    assert clone.mlhygiene("audit", "--fail-over", "1MB").code == 0


def test_what_the_remote_alone_has_is_planned_in_the_mirror(repo: Repo, remote: Repo, tmp_path: Path) -> None:
    repo.write("a.npy", RANDOM.randbytes(1_200_000)).stage().commit("feat: a")
    repo.git("push", "-q", "origin", "HEAD:main")
    mirror = Repo(tmp_path / "mirror.git", repo.environment)
    repo.git("clone", "--quiet", "--mirror", str(remote.root), str(mirror.root))

    ran = repo.mlhygiene("audit", "-C", str(mirror.root), "--limit", "1MB", "--plan", str(tmp_path / "again"))

    assert ran.code == 0, ran
    assert f"--mirror --no-local {shlex.quote(str(remote.root))} work.git" in (tmp_path / "again/PLAN.md").read_text()
