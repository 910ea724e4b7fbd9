"""Which process of a distributed run this is: the first one asks git, the others need the commit alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# The first that is set counts: torchrun, accelerate and DeepSpeed, JAX and Horovod under MPI (Open MPI, MPICH and Intel
# MPI, MVAPICH), Slurm's srun. A task of an array, or of `sbatch` alone, has SLURM_PROCID=0.
RANKS = (
    "RANK",
    "OMPI_COMM_WORLD_RANK",
    "PMI_RANK",
    "PMIX_RANK",
    "MV2_COMM_WORLD_RANK",
    "HOROVOD_RANK",
    "SLURM_PROCID",
    "LOCAL_RANK",
)


def rank(environment: Mapping[str, str]) -> tuple[str, int] | None:
    """The variable that says so, and the number; None outside of every launcher.

    LOCAL_RANK counts within a machine, and is asked where nobody says more.
    """
    for name in RANKS:
        text = environment.get(name, "")
        if text.isascii() and text.isdigit():
            return name, int(text)
    return None


def follows(environment: Mapping[str, str]) -> bool:
    """Whether another process of a distributed run does what one alone should."""
    place = rank(environment)
    return place is not None and place[1] > 0
