"""Run by the interpreter that has the trackers: takes cases as JSON, prints what each tracker has after them.

A case is a folder of code and keys that the user has set before; `again` is the code with which the run goes on.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import warnings
from contextlib import chdir, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlhygiene import provenance

if TYPE_CHECKING:
    from collections.abc import Generator

FULL = 40
CALLED = list[str]()


def block() -> None:
    """No socket leads off this machine; whoever tries is told of."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family != getattr(socket, "AF_UNIX", None) and address[0] not in {"127.0.0.1", "localhost", "::1"}:
            CALLED.append(str(address))
            raise OSError("the network is off")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign]
    socket.getaddrinfo = _unresolved  # type: ignore[assignment]


def _unresolved(host: Any, port: Any, *_: Any, **__: Any) -> Any:
    if host in {"127.0.0.1", "localhost", "::1", None}:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", int(port or 0)))]
    CALLED.append(str(host))
    raise socket.gaierror("the network is off")


@contextmanager
def wandb(own: dict[str, Any]) -> Generator[tuple[Any, dict[str, Any]]]:
    import wandb as tracker

    found = dict[str, Any]()
    with tracker.init(project="p", mode="offline", dir=os.getcwd(), config=own, settings={"silent": True}) as run:
        yield run, found
    (log,) = Path("wandb").glob("offline-run-*/run-*.wandb")
    found |= {"there": dict(run.config), "log": str(log.resolve())}


@contextmanager
def mlflow(own: dict[str, Any], *, client: bool = False) -> Generator[tuple[Any, dict[str, Any]]]:
    import mlflow as tracker

    found = dict[str, Any]()
    with tracker.start_run(tags={key: str(value) for key, value in own.items()}) as run:
        yield (tracker.MlflowClient(), run.info.run_id) if client else run, found
    done = tracker.get_run(run.info.run_id)
    kept = {key: value for key, value in done.data.tags.items() if key.startswith(("git_", "mlflow.source.git."))}
    found |= {"there": kept, "log": os.path.dirname(run.info.artifact_uri.removeprefix("file://"))}
    if len(kept.get("git_sha", "")) == FULL:
        assert provenance.stamp_of(done).commit == kept["git_sha"]


@contextmanager
def mlflow_client(own: dict[str, Any]) -> Generator[tuple[Any, dict[str, Any]]]:
    with mlflow(own, client=True) as both:
        yield both


@contextmanager
def comet(own: dict[str, Any]) -> Generator[tuple[Any, dict[str, Any]]]:
    import comet_ml

    found = dict[str, Any]()
    run = comet_ml.OfflineExperiment(
        project_name="p",
        offline_directory=os.path.abspath("comet"),
        display_summary_level=0,
        log_env_details=False,
        log_git_metadata=False,
        log_git_patch=False,
        log_code=False,
    )
    run.log_others(own)
    yield run, found
    run.end()
    there = {key: value for key, value in run.others.items() if key.startswith("git_")}
    (archive,) = Path("comet").glob("*.zip")
    found |= {"there": there, "log": str(archive.resolve())}


@contextmanager
def tensorboard(own: dict[str, Any]) -> Generator[tuple[Any, dict[str, Any]]]:
    from tensorboardX import SummaryWriter
    from tensorboardX.proto.event_pb2 import Event

    found = dict[str, Any]()
    with SummaryWriter("runs") as run:
        yield run, found
    (log,) = Path("runs").iterdir()
    content, at, texts = log.read_bytes(), 0, list[str]()
    while at < len(content):
        size = int.from_bytes(content[at : at + 8], "little")
        event = Event.FromString(content[at + 12 : at + 12 + size])
        texts += [value.tensor.string_val[0].decode() for value in event.summary.value]
        at += 16 + size
    rows = [row.strip("| ").split(" | ", 1) for text in texts for row in text.split("\n")[2:]]
    found |= {
        "there": {row[0]: row[-1].replace("&#124;", "|").replace("&lt;", "<") for row in rows},
        "texts": len(texts),
    }


@contextmanager
def dvclive(own: dict[str, Any]) -> Generator[tuple[Any, dict[str, Any]]]:
    import yaml
    from dvc.repo import Repo
    from dvclive import Live

    found = dict[str, Any]()
    Repo.init(".", no_scm=True)
    with Live("live", save_dvc_exp=False, report=None) as run:
        run.log_params(own)
        yield run, found
        run.log_metric("auc", 0.9)
    there = yaml.safe_load(Path("live/params.yaml").read_text(encoding="utf-8"))
    with Repo(".") as repo:
        assert repo.params.show()[""]["data"]["live/params.yaml"]["data"] == there
        assert not list(repo.index.stages)
    found |= {"there": there, "log": os.path.abspath("live/params.yaml")}


def main() -> None:
    os.umask(0o022)
    block()
    given = json.load(sys.stdin)
    answers = dict[str, Any]()
    for number, (case, (folder, own, again)) in enumerate(given["cases"].items()):
        place = Path(given["room"]) / str(number)
        place.mkdir()
        with chdir(place), warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("ignore")
            warnings.simplefilter("always", provenance.NotRecorded)
            with globals()[given["tracker"]](own) as (run, found):
                for code in (folder, folder, *([again] if again else [])):
                    provenance.record(provenance.capture(code), run)
            answers[case] = found | {"told": [str(each.message) for each in told]}
    print("\n" + json.dumps({"answers": answers, "called": CALLED}))


if __name__ == "__main__":
    main()
