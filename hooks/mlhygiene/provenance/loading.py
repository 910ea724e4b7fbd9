"""The record of a run as a tracker leaves it on a disk, read without the tracker."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, cast

from mlhygiene.model import Refusal, shown
from mlhygiene.provenance import records
from mlhygiene.provenance.stamp import Stamp, State

if TYPE_CHECKING:
    from collections.abc import Iterator

# More is no record of a run; W&B's own log alone may hold long histories, and the record stands at its beginning.
LARGEST = 64 << 20
WAYS = "give a provenance.json, W&B's config.yaml or run-….wandb, an MLflow run's folder or tags, Comet's archive"
LINE = re.compile(r"(?:export |LABEL |--label[ =])?\s*(?P<name>[\w.]+)=(?P<value>.*)")
# An MLflow run of a file store has a folder of each, with a file to a key.
FOLDERS = ("params", "tags")


def load(path: str | os.PathLike[str]) -> records.Record:
    """What the file or folder says of the code; Refusal where it cannot be read, or names no commit."""
    name = os.fsdecode(path)
    try:
        document = dict(_of_folder(name)) if os.path.isdir(name) else _of_file(name)
    except OSError as error:
        raise _refused(name, f"cannot read: {error.strerror}") from None
    found = records.read(document)
    if found is None:
        raise _refused(name, f"it names no commit by all digits of its hash: {WAYS}")
    return found


def stamp_of(source: object) -> Stamp:
    """The stamp in a record: a file or folder, a mapping such as a config or tags, a run that a tracker gave back.

    What nobody has recorded is None. Refusal where the record names no commit.
    """
    given: Any = source
    found = load(given) if isinstance(source, str | os.PathLike) else _given(given)
    if found is None:
        raise Refusal(f"a {type(given).__name__} names no commit by all digits of its hash: {WAYS}")
    state = {True: State.DIRTY, False: State.CLEAN}.get(cast("bool", found.fields.get("dirty")), State.UNREAD)
    told: dict[str, Any] = {"reason": f"read from {found.by}", "state": state}
    return Stamp(**{**told, **found.fields})


def _given(source: Any) -> records.Record | None:  # noqa: ANN401 - any tracker's
    """Of what a tracker's API gives: the tags of MLflow's runs, the config of W&B's."""
    data = getattr(source, "data", source)
    document = getattr(data, "tags", getattr(data, "config", data))
    return records.read(dict(document) if hasattr(document, "keys") else document)


def _of_file(name: str) -> object:
    from mlhygiene.provenance import wandb_log

    with open(name, "rb") as file:
        content = file.read(LARGEST + 1)
    if content.startswith(wandb_log.MAGIC):
        return wandb_log.document(content)
    if len(content) > LARGEST:
        raise _refused(name, f"over {LARGEST >> 20} MiB: {WAYS}")
    return _messages(name) if content.startswith(b"PK\x03\x04") else _parsed(name, content)


def _parsed(name: str, content: bytes) -> object:
    """JSON, JSON by the line, `NAME=VALUE` by the line, or YAML: the first that it is."""
    import json  # only who reads a record needs it

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _refused(name, f"not a text: {WAYS}") from None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if lines and all(line.startswith("{") for line in lines):
        return list(_by_line(lines))
    pairs = [LINE.fullmatch(line) for line in lines if not line.startswith("#")]
    if pairs and all(pairs):
        return {pair["name"]: pair["value"].rstrip(" \\").strip("'\"") for pair in pairs if pair}
    return _yaml(name, text)


def _by_line(lines: list[str]) -> Iterator[object]:
    import json

    for line in lines:
        try:
            found: Any = json.loads(line)
        except ValueError:
            continue  # the last one of a run that was killed
        # Comet's offline messages: {"type": …, "payload": {"param": {…}}}
        yield from _flattened(found)


def _flattened(message: object) -> Iterator[object]:
    payload: Any = cast("dict[str, object]", message).get("payload") if isinstance(message, dict) else None
    if not isinstance(payload, dict):
        yield message
        return
    body = cast("dict[str, object]", payload)
    yield body.get("param", body)


def _yaml(name: str, text: str) -> object:
    from mlhygiene.dvc.document import Broken, parse

    try:
        return parse(text.encode()).content
    except (Broken, RecursionError) as error:
        raise _refused(name, f"neither JSON nor YAML ({error}): {WAYS}") from None


def _messages(name: str) -> object:
    """What Comet's archive of an offline experiment says."""
    from zipfile import BadZipFile, ZipFile  # only such an archive

    try:
        with ZipFile(name) as archive, archive.open("messages.json") as file:
            content = file.read(LARGEST)
    except (BadZipFile, KeyError, RuntimeError, NotImplementedError):
        raise _refused(name, f"an archive, and not of Comet: {WAYS}") from None
    return list(_by_line(content.decode("utf-8", "replace").split("\n")))


def _of_folder(name: str) -> Iterator[tuple[str, object]]:
    """The params and tags of an MLflow run in a file store; of what is in both, the tag."""
    for folder in FOLDERS:
        path = os.path.join(name, folder)
        for key in sorted(os.listdir(path)) if os.path.isdir(path) else ():
            if key.startswith(("git_", records.MLFLOW)):
                with open(os.path.join(path, key), encoding="utf-8", errors="replace") as file:
                    yield key, file.read(LARGEST)


def _refused(name: str, why: str) -> Refusal:
    return Refusal(f"{shown(os.fsencode(name))}: {why}")
