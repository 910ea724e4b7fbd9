"""A stamp is taken by looking: nothing is written, locked, fetched, warned of or left behind, whoever takes it."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import warnings
from typing import TYPE_CHECKING

import pytest

from conftest import tool
from look import child, clone
from mlhygiene import provenance

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Repo

pytestmark = pytest.mark.usefixtures("alone")
# git renews the times of loose objects and of a shared index when it reads them, so that nothing in use expires.
RENEWED = re.compile(r"/objects/[0-9a-f]{2}/[0-9a-f]{38}$|/sharedindex\.")
TAKE = "from mlhygiene import provenance; import json; print(json.dumps(provenance.capture({!r}).document()))"
# What a training script pays for no stamp.
HEAVY = {
    *("argparse", "tomllib", "tempfile", "pathspec", "identify", "humanize", "rich", "ruamel", "json"),
    *(
        "mlhygiene.config",
        "mlhygiene.rule",
        "mlhygiene.rules",
        "mlhygiene.secrets",
        "mlhygiene.engine",
        "mlhygiene.cli",
    ),
}


def _state(folder: Path) -> dict[str, tuple[str, int, int]]:
    """Content, mode and time of everything in a folder, and of the folders, whose times tell what came and went."""
    state = {}
    for root, folders, files in os.walk(folder):
        for name in [*folders, *files, "."]:
            path = os.path.join(root, name)
            facts = os.lstat(path)
            content = b""
            if name in files:
                with open(path, "rb") as file:
                    content = file.read()
            time = 0 if RENEWED.search(path) else facts.st_mtime_ns
            state[path] = hashlib.sha256(content).hexdigest(), facts.st_mode, time
    return state


def _plain(repo: Repo) -> Repo:
    return repo


def _stale(repo: Repo) -> Repo:
    os.utime(repo.root / "a.py", (1, 1))
    return repo


def _sparse(repo: Repo) -> Repo:
    repo.write("in/c.pt", "1").write("out/d.pt", "1").stage().commit()
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
    return repo.write("in/new.pt", "22").stage("in/new.pt")


def _partial(repo: Repo) -> Repo:
    repo.git("config", "uploadpack.allowFilter", "true")
    return clone(repo, "partial", "--filter=blob:none").write("a.py", "22")


def _linked(repo: Repo) -> Repo:
    repo.git("worktree", "add", "--quiet", "--detach", "../linked")
    return child(repo, repo.root.parent / "linked").write("a.py", "22")


def _split(repo: Repo) -> Repo:
    repo.git("update-index", "--split-index")
    return _stale(repo)


def _untracked_cache(repo: Repo) -> Repo:
    repo.git("config", "core.untrackedCache", "true")
    repo.git("update-index", "--untracked-cache")
    return repo.write("new/b.py", "x")


def _monitored(repo: Repo) -> Repo:
    repo.git("config", "core.fsmonitor", "touch watched; true")
    return repo


def _locked(repo: Repo) -> Repo:
    return repo.write(".git/index.lock", "").write("a.py", "22")


SITUATIONS = {
    "plain": _plain,
    "stale stat data": _stale,
    "a sparse index": _sparse,
    "a partial clone": _partial,
    "a linked worktree": _linked,
    "a split index": _split,
    "an untracked cache": _untracked_cache,
    "a monitor of files": _monitored,
    "a lock of the index": _locked,
}


@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_nothing_is_written(repo: Repo, situation: Callable[[Repo], Repo]) -> None:
    repo.write("a.py", "1").stage().commit()
    repo.git("tag", "v1.0.0")
    repo.commit()
    there = situation(repo)
    before = _state(repo.root.parent)

    stamp = provenance.capture(there.root)

    after = _state(repo.root.parent)
    assert {path for path in before | after if before.get(path) != after.get(path)} == set()
    assert (stamp.commit, stamp.reason) == (there.git("rev-parse", "HEAD"), None)


@pytest.mark.slow
def test_a_file_of_lfs_is_copied_nowhere(repo: Repo) -> None:
    tool("git-lfs")
    repo.git("lfs", "install", "--local")
    repo.write(".gitattributes", "*.pt filter=lfs diff=lfs merge=lfs -text\n").write("a.pt", "1" * 500).stage().commit()
    repo.write("a.pt", "2" * 600)
    before = _state(repo.root)

    stamp = provenance.capture(repo.root)

    after = _state(repo.root)
    assert (stamp.state, stamp.changed, stamp.patch is None) == ("dirty", ("a.pt",), False)
    assert {path for path in before | after if before.get(path) != after.get(path)} == set()
    written = provenance.patch(repo.root.parent / "run.patch", code=repo.root)
    repo.stage()
    pointer = repo.git("cat-file", "-p", ":a.pt").split("\n")
    assert all(f"+{line}\n" in (repo.root.parent / "run.patch").read_text() for line in pointer[1:])
    assert (written.sha256, provenance.capture(repo.root).patch) == (stamp.patch, stamp.patch)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace sees every call: apt-get install strace")
def test_no_lock_is_taken_and_no_file_is_opened_for_writing(repo: Repo, tmp_path: Path) -> None:
    repo.write("a.py", "1").stage().commit()
    os.utime(repo.root / "a.py", (1, 1))
    repo.write("b.py", "1").stage()
    log = tmp_path / "strace"
    code = TAKE.format(str(repo.root))
    calls = "trace=openat,open,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,symlink"

    # What measures the tests writes files of its own.
    unmeasured = ("env", "-u", "COVERAGE_PROCESS_START", "-u", "COVERAGE_PROCESS_CONFIG")
    done = repo.run(*unmeasured, "strace", "-f", "-o", str(log), "-e", calls, sys.executable, "-B", "-c", code)

    assert json.loads(done.out)["state"] == "dirty"
    lines = [line for line in log.read_text().splitlines() if "ENOENT" not in line and '"/dev/null"' not in line]
    wrote = [
        line for line in lines if re.search(r"O_WRONLY|O_RDWR|O_CREAT|\d +(rename|unlink|mkdir|link|symlink)", line)
    ]
    assert wrote == []
    assert ".lock" not in "".join(lines)


def test_eight_processes_at_once(repo: Repo) -> None:
    repo.write("a.py", "1").stage().commit()
    os.utime(repo.root / "a.py", (1, 1))
    command = [sys.executable, "-W", "error", "-c", TAKE.format(str(repo.root))]
    running = [
        subprocess.Popen(command, env=repo.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(8)
    ]
    said = [process.communicate() for process in running]

    assert {out for out, _ in said} == {said[0][0]}
    assert json.loads(said[0][0])["state"] == "clean"
    assert {err for _, err in said} == {b""}


def test_threads_at_once(repo: Repo) -> None:
    repo.write("a.py", "1").stage().commit()
    stamps = list[provenance.Stamp]()
    threads = [threading.Thread(target=lambda: stamps.append(provenance.capture(repo.root))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {stamp.state for stamp in stamps} == {"clean"}
    assert len({*stamps}) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="os.fork is POSIX")
def test_a_forked_worker(repo: Repo) -> None:
    repo.commit()
    code = (
        "from mlhygiene import provenance; import os, signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
        f"provenance.capture({str(repo.root)!r})\n"
        "read, write = os.pipe()\n"
        "if os.fork() == 0:\n"
        f"    os.write(write, provenance.capture({str(repo.root)!r}).state.encode()); os._exit(0)\n"
        "print(os.read(read, 99).decode())"
    )

    done = repo.run(sys.executable, "-W", "error", "-c", code)

    assert (done.out, done.err) == ("clean\n", "")


def test_the_environment_stays_and_nothing_warns(repo: Repo) -> None:
    repo.commit()
    before, folder = dict(os.environ), os.getcwd()

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        provenance.capture(repo.root)

    assert (dict(os.environ), os.getcwd()) == (before, folder)


@pytest.mark.parametrize("call", ["", "; provenance.capture()"], ids=["import", "capture"])
def test_a_training_script_pays_for_no_rule(repo: Repo, call: str) -> None:
    repo.commit()

    done = repo.run(sys.executable, "-S", "-X", "importtime", "-c", f"from mlhygiene import provenance{call}")

    names = {name.strip() for name in re.findall(r"\|([^|\n]+)$", done.err, re.MULTILINE)}
    assert "mlhygiene.provenance" in names
    assert sorted(HEAVY & (names | {name.partition(".")[0] for name in names})) == []


def test_a_folder_that_is_gone_is_no_reason_to_end(repo: Repo, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    code = f"import os; os.rmdir({str(gone)!r})\nfrom mlhygiene import provenance; print(provenance.capture().state)"

    done = repo.run(sys.executable, "-c", code, cwd=gone)

    assert (done.out, done.err) == ("error\n", "")
