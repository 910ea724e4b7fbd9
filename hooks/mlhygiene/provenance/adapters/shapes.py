"""What a tracker is to a type checker: by what it can do. At run time nobody imports this."""

from __future__ import annotations

import os
from collections.abc import Callable
from types import ModuleType
from typing import Any, Protocol


class Configured(Protocol):
    """A run of W&B."""

    @property
    def config(self) -> Any: ...  # noqa: ANN401 - wandb's own
    def log_artifact(self, *args: Any, **more: Any) -> Any: ...  # noqa: ANN401


class Informed(Protocol):
    """A run of MLflow: what `mlflow.start_run()` gives, or `client.get_run()`."""

    @property
    def info(self) -> Any: ...  # noqa: ANN401 - mlflow's own


class Client(Protocol):
    """MLflow's client."""

    def get_run(self, run_id: str) -> Any: ...  # noqa: ANN401
    def log_batch(self, run_id: str, *args: Any, **more: Any) -> Any: ...  # noqa: ANN401


class Experiment(Protocol):
    """An experiment of Comet."""

    def log_others(self, *args: Any, **more: Any) -> Any: ...  # noqa: ANN401


class Writer(Protocol):
    """A SummaryWriter of TensorBoard: torch's, or tensorboardX's."""

    def add_text(self, *args: Any, **more: Any) -> Any: ...  # noqa: ANN401


class Live(Protocol):
    """A Live of DVCLive."""

    def log_params(self, *args: Any, **more: Any) -> Any: ...  # noqa: ANN401


Tracker = (
    Configured
    | Informed
    | tuple[Client, str]
    | Experiment
    | Writer
    | Live
    | str
    | os.PathLike[str]
    | dict[str, Any]
    | ModuleType
    | Callable[[dict[str, str | int | bool]], object]
    | None
)
