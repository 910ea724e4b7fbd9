"""Stamps in trackers: one module to a tracker. None of them imports it: who hands in a run has.

A tracker is known by what it can do, so that a logger of the same shape is one, too. What is there already stays:
a stamp fills in what nobody has said. A run that goes on at another commit keeps its first stamp, and gets
`git_sha_resumed` beside it.
"""

from __future__ import annotations

import os
from types import ModuleType
from typing import TYPE_CHECKING, Any

from mlhygiene.model import printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhygiene.provenance.adapters.shapes import Tracker
    from mlhygiene.provenance.stamp import Stamp

    Put = Callable[[Any, Stamp], object]

HANDED = (
    "a run of W&B or MLflow, mlflow, (MlflowClient, run ID), Comet's experiment, a SummaryWriter, DVCLive's Live, "
    "the path of a JSON file, a dict, or what can be called with one"
)
# What was warned of in this process: once is enough.
_WARNED = set[str]()


class NotRecorded(UserWarning):
    """A tracker has not taken the stamp; in strict runs it is raised."""


def record(stamp: Stamp, *trackers: Tracker, strict: bool = False) -> None:
    """Have each tracker keep the stamp, as often as anybody likes. Of a distributed run rank 0 alone does.

    A tracker is a run of W&B; a run of MLflow, `mlflow` itself for the active one, or `(MlflowClient, run_id)`; an
    experiment of Comet; a SummaryWriter of TensorBoard; a Live of DVCLive; the path of a JSON file; a dict; or anything
    to be called with a dict of texts, numbers, yes and no. TypeError tells of anything else. A tracker that fails is
    warned of (NotRecorded), and raised where it is `strict`.
    """
    for message in failures(stamp, *trackers):
        if strict:
            raise NotRecorded(message)
        warn(message)


def failures(stamp: Stamp, *trackers: Tracker) -> list[str]:
    """As above: what each tracker that has not taken the stamp says."""
    from mlhygiene.provenance import ranks

    chosen = [(tracker, *_adapter(tracker)) for tracker in trackers]
    if ranks.follows(os.environ):
        return []
    found = list[str]()
    for tracker, name, put in chosen:
        try:
            put(tracker, stamp)
        except Exception as error:  # noqa: BLE001 - whatever a tracker raises, the training goes on
            found.append(f"{name} has not taken the stamp: {_told(error)}")
    return found


def _adapter(tracker: object) -> tuple[str, Put]:
    """What the tracker is called, and what puts a stamp into it."""
    if tracker is None:
        return "None", _nowhere
    for kind, name, module in (
        (os.PathLike, "the file", "plain"),
        (str, "the file", "plain"),
        (dict, "the dict", "plain"),
        (tuple, "MLflow", "mlflow"),
    ):
        if isinstance(tracker, kind):
            return name, _later(module)
    if isinstance(tracker, ModuleType):
        return _of_module(tracker)
    for method, name, module in (
        ("log_others", "Comet", "comet"),
        ("log_artifact", "W&B", "wandb"),
        ("info", "MLflow", "mlflow"),
        ("add_text", "TensorBoard", "tensorboard"),
        ("log_params", "DVCLive", "dvclive"),
    ):
        if hasattr(tracker, method) and (module != "wandb" or hasattr(tracker, "config")):
            return name, _later(module)
    if callable(tracker):
        return "what was to be called", _call
    raise TypeError(f"{type(tracker).__name__} is no tracker that is known: give {HANDED}")


def _of_module(tracker: ModuleType) -> tuple[str, Put]:
    """`wandb`, `mlflow` and `comet_ml` stand for the run that is active."""
    known = {"wandb": "W&B", "mlflow": "MLflow", "comet_ml": "Comet"}
    name = tracker.__name__
    if name not in known:
        raise TypeError(f"the module {name} is no tracker that is known: give {HANDED}")

    def active(module: Any, stamp: Stamp) -> None:  # noqa: ANN401 - any of three
        found = {"wandb": "run", "mlflow": "active_run", "comet_ml": "get_running_experiment"}[name]
        run = getattr(module, found) if name == "wandb" else getattr(module, found)()
        if run is None:
            raise LookupError("no run is active: start one before")
        _adapter(run)[1](run, stamp)

    return known[name], active


def _later(module: str) -> Put:
    """An adapter, imported where it is needed."""

    def put(tracker: object, stamp: Stamp) -> None:
        from importlib import import_module

        import_module(f"{__name__}.{module}").put(tracker, stamp)

    return put


def _nowhere(_tracker: object, _stamp: Stamp) -> None:
    raise LookupError("no run is active: start one before")


def _call(tracker: Callable[[dict[str, str | int | bool]], object], stamp: Stamp) -> None:
    tracker(stamp.flat())


def _told(error: Exception) -> str:
    """The first line of what went wrong, without what it may hold of logins and secrets."""
    from mlhygiene.secrets.public import public  # formats of tokens come with it

    line = str(error).strip().partition("\n")[0]
    told = printable(public(line))
    return told if type(error) is LookupError else f"{type(error).__name__}: {told}"


def warn(message: str) -> None:
    """Tell of it once in this process."""
    if message in _WARNED:
        return
    _WARNED.add(message)
    import warnings

    warnings.warn(message, NotRecorded, stacklevel=3)
