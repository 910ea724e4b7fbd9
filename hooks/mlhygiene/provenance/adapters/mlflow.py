"""MLflow: tags of a run. Its own are set where nobody has (mlflow.org, "System tags"), but never a diff."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, cast

from mlhygiene.provenance.adapters import filling
from mlhygiene.provenance.records import MLFLOW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhygiene.provenance.stamp import Stamp

COMMIT = f"{MLFLOW}commit"


def put(run: Any, stamp: Stamp) -> None:  # noqa: ANN401 - mlflow's own
    """One call of MLflow's for what its run lacks."""
    client, name = _named(run)
    there: dict[str, str] = client.get_run(name).data.tags
    added = {key: filling.text(value) for key, value in filling.missing(stamp, there).items()} | _own(stamp, there)
    if added:
        entities = sys.modules["mlflow.entities"]
        client.log_batch(name, tags=[entities.RunTag(key, value) for key, value in added.items()])


def _named(run: Any) -> tuple[Any, str]:  # noqa: ANN401 - as above
    """The client that reaches a run, and the run's ID."""
    if isinstance(run, tuple):
        return cast("tuple[Any, str]", run)
    return sys.modules["mlflow"].MlflowClient(), run.info.run_id


def _own(stamp: Stamp, there: Mapping[str, str]) -> dict[str, str]:
    """MLflow's own tags, none of which tells of another commit than the others."""
    if stamp.commit is None or there.get(COMMIT, stamp.commit) != stamp.commit:
        return {}
    named = there.get(filling.SHA)
    if named is not None and not filling.same(named, stamp.commit):
        return {}
    values = {"commit": stamp.commit, "branch": stamp.branch, "repoURL": stamp.remote, "dirty": stamp.dirty}
    return {
        MLFLOW + key: filling.text(value)
        for key, value in values.items()
        if value is not None and MLFLOW + key not in there
    }
