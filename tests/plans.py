"""A plan of `mlhygiene audit --plan`, carried out as a person does it: every block of its page, from top to bottom."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

from conftest import Ran, tool

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Repo

BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(folder: Path) -> list[str]:
    """What the page says to run, in order."""
    return BLOCK.findall((folder / "PLAN.md").read_text(encoding="utf-8"))


def carry_out(repo: Repo, folder: Path, programs: Path) -> list[tuple[str, Ran]]:
    """Run every block in a shell of its own, in the folder of the plan; the first that fails ends it.

    `programs` is a folder to be, for what the PATH has to have.
    """
    programs.mkdir()
    shim = programs / "mlhygiene"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m mlhygiene "$@"\n')
    shim.chmod(0o755)
    (programs / "git-filter-repo").symlink_to(tool("git-filter-repo"))
    (programs / "git-lfs").symlink_to(tool("git-lfs"))
    if any("dvc " in block for block in blocks(folder)):
        (programs / "dvc").symlink_to(tool("dvc"))
    path = f"{programs}{os.pathsep}{repo.environment['PATH']}"
    done = list[tuple[str, Ran]]()
    for block in blocks(folder):
        ran = repo.run("sh", "-eu", "-c", block, cwd=folder, env={"PATH": path})
        done.append((block, ran))
        assert ran.code == 0, f"{block}\n{ran.out}\n{ran.err}"
    return done


def contents(repo: Repo, root: Path) -> bytes:
    """Every object that a repository holds, reachable or not, one after the other."""
    named = ["git", "cat-file", "--batch-all-objects", "--batch", "--unordered"]
    return subprocess.run(named, cwd=root, env=repo.environment, capture_output=True, check=True).stdout


def told(folder: Path) -> bytes:
    """All that a plan's own files say, without the clones that it made."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()) if file.is_file())
