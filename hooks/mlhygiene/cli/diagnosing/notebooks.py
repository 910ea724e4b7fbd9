"""Git's filter over notebooks, where there are notebooks or the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.cli import notebook_doctor
from mlhygiene.filtering.commands import FILTER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.cli.diagnosing.diagnosis import Diagnosis
    from mlhygiene.cli.diagnosing.setup import Setup


def notebook_filter(setup: Setup) -> Iterator[Diagnosis]:
    """All that may be wrong with it."""
    if setup.notebooks.notebooks or any(key.startswith(f"{FILTER}.") for key in setup.settings):
        for check in notebook_doctor.CHECKS:
            yield from check(setup.notebooks)


CHECKS = (notebook_filter,)
