"""The benchmarks run: what they measure is asserted nowhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from conftest import tool

HERE = Path(__file__).with_name("benchmarks")
SHARED = {"timing.py", "repositories.py", "secret_scanners.py"}
SCRIPTS = sorted(path.name for path in HERE.glob("*.py") if path.name not in SHARED)

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="os.wait4 is POSIX")


def run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(HERE / script), *arguments], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_benchmark_tells_how_it_is_used(script: str) -> None:
    done = run(script, "--help")

    assert done.returncode == 0, done.stderr
    assert "--quick" in done.stdout


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_benchmark_runs_and_gives_a_verdict(script: str) -> None:
    if script == "staged_files.py":
        tool("check-added-large-files")

    done = run(script, "--quick")

    assert done.returncode == 0, done.stderr
    assert "bound: " in done.stdout


def test_the_readme_names_every_script() -> None:
    readme = (HERE / "README.md").read_text(encoding="utf-8")

    assert [name for name in SCRIPTS if f"`{name}`" not in readme] == []
