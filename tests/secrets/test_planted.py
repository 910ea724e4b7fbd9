"""A secret is found in every place of a notebook, however the notebook is written.

The places are those of `benchmarks/secrets_planted.py`, which asks the same of real notebooks.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "benchmarks" / "secrets_planted.py"
WRITTEN = ("as before", "minified", "crlf", "bom", "utf-16", "broken")


@pytest.mark.parametrize("written", WRITTEN)
def test_a_secret_is_found_wherever_it_is_planted_and_nothing_else_is_told(written: str) -> None:
    command = [sys.executable, str(SCRIPT), "--quick", "--written", written]

    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(": holds\n"), done.stdout
