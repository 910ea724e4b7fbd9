"""A patch, applied on a clean checkout, gives the very files: whatever the user's config is, whatever the files are."""

from __future__ import annotations

import os
import random
import stat
from typing import TYPE_CHECKING

import pytest

from look import ODD_NAMES, clone
from mlhygiene import provenance
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Repo

pytestmark = pytest.mark.usefixtures("alone")
PROGRAM = "echo hostile; exit 0"
HOSTILE = {
    "nothing": {},
    "colour": {"color.ui": "always", "color.diff": "always", "diff.colorMoved": "zebra"},
    "no prefix": {"diff.noprefix": "true"},
    "prefixes of the places": {"diff.mnemonicPrefix": "true"},
    "an external program": {"diff.external": PROGRAM},
    "a program that makes text of files": {"diff.odd.textconv": PROGRAM, "diff.odd.command": PROGRAM},
    "line ends of Windows": {"core.autocrlf": "true", "core.safecrlf": "true"},
    "line ends of Windows, coming in": {"core.autocrlf": "input"},
    "the log of submodules": {"diff.submodule": "log", "diff.ignoreSubmodules": "all"},
    "names as they are": {"core.quotePath": "false"},
    "another algorithm": {"diff.algorithm": "patience", "diff.indentHeuristic": "false"},
    "an order of files": {"diff.orderFile": "/nope"},
    "no context": {"diff.context": "0", "diff.interHunkContext": "9"},
    "blanks left out": {"diff.suppressBlankEmpty": "true", "core.whitespace": "cr-at-eol"},
    "copies": {"diff.renames": "copies", "diff.relative": "true"},
    "statistics": {"diff.dirstat": "lines", "diff.wsErrorHighlight": "all"},
    "short hashes": {"core.abbrev": "4"},
    "a monitor": {"core.fsmonitor": PROGRAM},
}
# Names that no patch can hold, or no file system: none so far.
TEXT = "".join(f"line {number}\n" for number in range(60))


def _files(repo: Repo) -> dict[str, tuple[int, bytes]]:
    """Mode and content of every tracked file, links by their targets."""
    found = {}
    for name in repo.git("ls-files", "-z").split("\0")[:-1]:
        path = repo.root / name
        facts = path.lstat()
        content = os.fsencode(path.readlink()) if stat.S_ISLNK(facts.st_mode) else path.read_bytes()
        found[name] = (facts.st_mode & 0o170111, content)
    return found


def _begin(repo: Repo) -> None:
    for name in ODD_NAMES.values():
        repo.write(name, TEXT)
    repo.write("binary.pt", random.Random(1).randbytes(5000)).write("gone.py", "x\n").write("tool.sh", "echo\n")
    repo.write("no-end.txt", "a").write("crlf.txt", "a\r\nb\r\n").write("file-then-link", "x").write("a b/c d.txt", "x")
    os.symlink("gone.py", repo.root / "link")
    repo.write(".gitattributes", "odd.txt diff=odd\n").write("odd.txt", TEXT)
    repo.stage().commit()


def _change(repo: Repo) -> None:
    for name in ODD_NAMES.values():
        repo.write(name, TEXT.replace("line 7\n", "\n \nline seven\t \n") + "no end")
    repo.write("binary.pt", random.Random(2).randbytes(5000)).write("no-end.txt", "b\n").write("odd.txt", TEXT * 2)
    repo.write("crlf.txt", "a\r\nc\r\n")
    for name in ("gone.py", "link", "file-then-link"):
        (repo.root / name).unlink()
    os.symlink("tool.sh", repo.root / "file-then-link")
    repo.write("link", "now a file\n")
    (repo.root / "tool.sh").chmod(0o755)
    repo.write("new.py", "print()\n").write("empty.txt", "").stage("new.py", "empty.txt")
    repo.write("new.py", "print(2)\n")


@pytest.mark.parametrize("config", HOSTILE.values(), ids=HOSTILE)
def test_a_patch_gives_the_very_files(repo: Repo, config: dict[str, str], tmp_path: Path) -> None:
    _begin(repo)
    cloned = clone(repo, "cloned")
    _change(repo)
    plain = provenance.patch(tmp_path / "plain.patch", code=repo.root)
    for name, value in config.items():
        repo.git("config", name, value)
    if "core.autocrlf" in config:
        repo.git("rm", "--quiet", "--cached", "crlf.txt")

    written = provenance.patch(tmp_path / "run.patch", code=repo.root)

    assert written.path == str(tmp_path / "run.patch")
    assert written.sha256 == provenance.capture(repo.root).patch
    cloned.git("apply", "--whitespace=nowarn", str(tmp_path / "run.patch"))
    cloned.stage()
    repo.git("-c", "core.safecrlf=false", "add", "--update")
    if "core.autocrlf" not in config:
        assert written == plain._replace(path=written.path)
        assert _files(cloned) == _files(repo)
    assert cloned.git("write-tree") == repo.git("write-tree")


def test_options_from_the_environment_change_nothing(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.write("a.py", TEXT).stage().commit()
    repo.write("a.py", TEXT.replace("line 30", "x"))
    before = provenance.capture(repo.root).patch
    monkeypatch.setenv("GIT_DIFF_OPTS", "--unified=0")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "echo")
    monkeypatch.setenv("GIT_PAGER", "false")

    assert provenance.capture(repo.root).patch == before


def test_a_filter_that_must_be_there_and_is_not(repo: Repo, tmp_path: Path) -> None:
    repo.write(".gitattributes", "*.pt filter=odd\n").write("a.pt", "1\n").stage().commit()
    repo.git("config", "filter.odd.required", "true")
    repo.git("config", "filter.odd.clean", "/nope")
    repo.write("a.pt", "22\n")

    stamp = provenance.capture(repo.root)

    assert (stamp.dirty, stamp.patch, stamp.changed) == (True, None, ("a.pt",))
    assert stamp.reason == "git diff stopped: run `git diff HEAD` to see why"
    with pytest.raises(Refusal, match="git diff stopped"):
        provenance.patch(tmp_path / "a.patch", code=repo.root)
    assert list(tmp_path.glob("*.patch*")) == []


def test_the_commit_of_a_submodule_is_in_it(repo: Repo, tmp_path: Path) -> None:
    repo.commit()
    inner = clone(repo, "inner")
    repo.git("submodule", "--quiet", "add", str(inner.root), "lib")
    repo.commit()
    inner.commit("newer")
    repo.git("-C", "lib", "pull", "--quiet")
    repo.write("lib/more.py", "dirty, too")
    repo.git("config", "diff.submodule", "log")

    written = provenance.patch(tmp_path / "run.patch", code=repo.root)

    assert b"+Subproject commit %s\n" % inner.git("rev-parse", "HEAD").encode() in (tmp_path / "run.patch").read_bytes()
    cloned = clone(repo, "cloned")
    cloned.git("apply", "--index", str(written.path))
    assert cloned.git("rev-parse", ":lib") == inner.git("rev-parse", "HEAD")


def test_no_half_of_a_large_patch_is_written(repo: Repo, tmp_path: Path) -> None:
    repo.write("a.bin", b"").stage().commit()
    repo.write("a.bin", random.Random(1).randbytes(300_000))
    path = tmp_path / "run.patch"

    cut = provenance.patch(path, code=repo.root, limit=200_000)

    assert (cut.path, cut.sha256, cut.size > 200_000) == (None, None, True)
    assert cut.reason == "over 200,000 bytes: commit, or give a larger limit"
    assert list(tmp_path.glob("*.patch*")) == []
    assert provenance.patch(path, code=repo.root).size == path.stat().st_size


def test_of_a_clean_tree_nothing_is_written(repo: Repo, tmp_path: Path) -> None:
    repo.write("a.py", "x").stage().commit()
    repo.write("untracked.py", "x")

    assert provenance.patch(tmp_path / "run.patch", code=repo.root) == provenance.Patch(None, None, 0)
    assert not (tmp_path / "run.patch").exists()


def test_a_secret_in_a_patch_is_told_and_masked(repo: Repo, tmp_path: Path) -> None:
    repo.write("a.py", "x").stage().commit()
    token = "ghp" + "_" + "a1B2c3D4e5" * 3 + "f6G7h8"
    repo.write("a.py", f"key = '{token}'\n")

    written = provenance.patch(tmp_path / "run.patch", code=repo.root)

    assert len(written.secrets) == 1
    assert token not in repr(written)
    assert token not in repr(provenance.capture(repo.root))


def test_pointers_of_lfs_are_told(repo: Repo, tmp_path: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 12\n"
    repo.write("a.pt", pointer % ("1" * 64)).write("b.py", "x").stage().commit()
    repo.write("a.pt", "version https://git-lfs.github.com/spec/v1\n" + "x\n").write("c.pt", pointer % ("2" * 64))
    repo.stage("c.pt")

    assert "git lfs push" in (provenance.patch(tmp_path / "run.patch", code=repo.root).reason or "")


def test_a_bare_repository_has_no_patch(repo: Repo, tmp_path: Path) -> None:
    repo.commit()
    repo.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare"))

    with pytest.raises(Refusal, match="a bare repository has no files"):
        provenance.patch(tmp_path / "run.patch", code=tmp_path / "bare")
