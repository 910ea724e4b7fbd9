"""Run provenance: every result names the code that made it.

>>> from mlhygiene import provenance
>>> stamp = provenance.capture()    # never raises, writes, fetches or takes a lock
>>> stamp.flat()["git_state"]       # what a tracker takes: texts, numbers, yes and no
'clean'
>>> stamp = provenance.guard("strict")  # no run on files that no commit has

A training script whose every result names its code; a strict run begins on committed files alone, and the commit is
tagged `run/lora-r16` once the run has succeeded:

    from mlhygiene import provenance

    run = wandb.init(project="llm", name="lora-r16")
    with provenance.start(run, "outputs/provenance.json", policy="strict", tag="lora-r16") as stamp:
        print(f"training at {stamp.describe}")
        for step in range(100):
            loss = 1 / (step + 1)

In the place of `run`, or beside it:

    run = wandb.init(project="llm", name="lora-r16")
    run = mlflow.start_run(run_name="lora-r16")
    run = comet_ml.OfflineExperiment(project_name="llm")
    run = tensorboardX.SummaryWriter("runs/lora-r16")
    run = dvclive.Live("outputs/dvclive")
    run = {"lr": 3e-4}

What a tracker, or such a file, says of the code is read back by `provenance.stamp_of`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.provenance.capturing import Dirty, Unknown, capture
from mlhygiene.provenance.stamp import Stamp, State

if TYPE_CHECKING:
    from mlhygiene.provenance.adapters import NotRecorded as NotRecorded
    from mlhygiene.provenance.adapters import record as record
    from mlhygiene.provenance.environment import variables as variables
    from mlhygiene.provenance.guarding import NotCommitted as NotCommitted
    from mlhygiene.provenance.guarding import guard as guard
    from mlhygiene.provenance.loading import stamp_of as stamp_of
    from mlhygiene.provenance.patching import Patch as Patch
    from mlhygiene.provenance.patching import patch as patch
    from mlhygiene.provenance.starting import NotTagged as NotTagged
    from mlhygiene.provenance.starting import Started as Started
    from mlhygiene.provenance.starting import start as start

# Who asks for the stamp alone does not import them.
_LATER = {
    "NotCommitted": "guarding",
    "NotRecorded": "adapters",
    "NotTagged": "starting",
    "Patch": "patching",
    "Started": "starting",
    "guard": "guarding",
    "patch": "patching",
    "record": "adapters",
    "stamp_of": "loading",
    "start": "starting",
    "variables": "environment",
}
__all__ = [
    "Dirty",
    "NotCommitted",
    "NotRecorded",
    "NotTagged",
    "Patch",
    "Stamp",
    "Started",
    "State",
    "Unknown",
    "capture",
    "guard",
    "patch",
    "record",
    "stamp_of",
    "start",
    "variables",
]


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
