"""`mlhygiene doctor`: is everything set up so that it can work. One function a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.cli import notebook_doctor
from mlhygiene.cli.notebook_filter import Standing
from mlhygiene.git import Repository
from mlhygiene.model import Exit, Severity

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

DOCTOR = "tell, a line each, what is well (ok), what is odd (warning), what cannot work (error: exit code 1)"
CHECKS = (*notebook_doctor.CHECKS,)


def declare(parser: ArgumentParser) -> None:
    parser.description = DOCTOR
    parser.set_defaults(answer=run)


def run(_arguments: Namespace) -> int:
    """Tell what every check says; errors make the exit code."""
    worst = Exit.CLEAN
    with Repository.find() as repository:
        standing = Standing(repository)
        for check in CHECKS:
            for diagnosis in check(standing):
                print(f"{diagnosis.severity or 'ok':7}  {diagnosis.text}", flush=True)
                if diagnosis.severity is Severity.ERROR:
                    worst = Exit.FINDINGS
    return worst
