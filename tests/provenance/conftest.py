"""A stamp of a real repository, taken in a process as clean as a test's repository."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping


@pytest.fixture
def alone(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> Mapping[str, str]:
    """This very process without the machine's git config, CI and launcher."""
    for name in os.environ:
        if name not in environment or name.startswith(("MLHYGIENE_", "RANK", "SLURM_", "WANDB_", "CLEARML_")):
            monkeypatch.delenv(name)
    for name, value in environment.items():
        if not name.startswith("MLHYGIENE_"):
            monkeypatch.setenv(name, value)
    return os.environ
