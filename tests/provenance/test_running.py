"""Which repository is meant, and what the entry is, by the way in which Python was started."""

from __future__ import annotations

import sys
import zipapp
from typing import TYPE_CHECKING

import pytest

from conftest import Repo

if TYPE_CHECKING:
    from pathlib import Path

SAY = "from mlhygiene import provenance; s = provenance.capture(); print(s.entry, s.branch, *s.argv)"


@pytest.fixture
def elsewhere(tmp_path: Path, environment: dict[str, str]) -> Repo:
    """The repository of the folder in which everything is started."""
    there = Repo(tmp_path / "elsewhere", environment)
    there.root.mkdir()
    there.git("init", "--quiet", "--initial-branch=cwd")
    there.commit()
    return there


@pytest.fixture
def code(repo: Repo) -> Repo:
    """The repository of the script."""
    repo.write("src/train.py", SAY).write("pkg/__init__.py", "").write("pkg/__main__.py", SAY).stage().commit()
    zipapp.create_archive(repo.root / "pkg", repo.root / "app.pyz")
    return repo


def _said(elsewhere: Repo, *arguments: str, **environment: str) -> str:
    done = elsewhere.run(sys.executable, *arguments, env=environment)
    assert done.err == ""
    return done.out.strip()


def test_a_script(code: Repo, elsewhere: Repo) -> None:
    assert _said(elsewhere, str(code.root / "src" / "train.py"), "--lr", "1") == "src/train.py main --lr 1"


def test_a_link_to_a_script(code: Repo, elsewhere: Repo) -> None:
    (elsewhere.root / "link.py").symlink_to(code.root / "src" / "train.py")

    assert _said(elsewhere, "link.py") == "src/train.py main"


def test_a_module(code: Repo, elsewhere: Repo) -> None:
    path = f"{code.environment['PYTHONPATH']}:{code.root}"

    assert _said(elsewhere, "-m", "pkg", PYTHONPATH=path) == "pkg/__main__.py main"


def test_a_folder_and_an_archive(code: Repo, elsewhere: Repo) -> None:
    assert _said(elsewhere, str(code.root / "pkg")) == "pkg/__main__.py main"
    assert _said(elsewhere, str(code.root / "app.pyz")) == "app.pyz main"


def test_code_of_the_command_line_and_of_a_pipe(elsewhere: Repo) -> None:
    assert _said(elsewhere, "-c", SAY) == "None cwd"
    assert elsewhere.run(sys.executable, "-", stdin=SAY.encode()).out.strip() == "None cwd"


def test_a_program_that_pip_installed(code: Repo, elsewhere: Repo, tmp_path: Path) -> None:
    installed = tmp_path / "venv" / "lib" / "site-packages" / "launcher"
    installed.mkdir(parents=True)
    (installed / "__main__.py").write_text(SAY)
    (code.root / "bin").mkdir()
    (code.root / "bin" / "torchrun").write_text(SAY)

    assert _said(elsewhere, str(installed)) == "__main__.py cwd"
    on_path = _said(elsewhere, str(code.root / "bin" / "torchrun"), PATH=f"{code.environment['PATH']}:{code.root}/bin")
    assert on_path == "torchrun cwd"
    assert _said(elsewhere, str(code.root / "bin" / "torchrun")) == "bin/torchrun main"


def test_a_worker_of_another_process(code: Repo, elsewhere: Repo) -> None:
    code.write(
        "src/many.py",
        "import multiprocessing\nfrom mlhygiene import provenance\n"
        "def said(_): stamp = provenance.capture(); return stamp.entry, stamp.branch\n"
        "if __name__ == '__main__':\n"
        "    for kind in ('spawn', 'fork'):\n"
        "        with multiprocessing.get_context(kind).Pool(2) as pool: print(pool.map(said, range(2)))\n",
    )

    said = _said(elsewhere, str(code.root / "src" / "many.py")).split("\n")

    assert said == ["[('src/many.py', 'main'), ('src/many.py', 'main')]"] * 2


def test_tests_that_pytest_runs(elsewhere: Repo) -> None:
    elsewhere.write("test_it.py", f"def test_it():\n    {SAY}\n")

    done = elsewhere.run(sys.executable, "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "test_it.py")

    assert "__main__.py cwd" in done.out


def test_a_lock_file_is_the_nearest(code: Repo, elsewhere: Repo) -> None:
    code.write("requirements.txt", "numpy\n").write("src/uv.lock", "1").write("src/requirements.txt", "")
    say = SAY.replace("s.branch", "s.lock")
    code.write("src/a.py", say).write("pkg/a.py", say)

    assert "uv.lock sha256:6b86b273ff34" in _said(elsewhere, str(code.root / "src" / "a.py"))
    assert "requirements.txt sha256:" in _said(elsewhere, str(code.root / "pkg" / "a.py"))
