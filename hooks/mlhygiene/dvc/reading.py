"""What keeps DVC from reading its own files, and what they forgot to say."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.dvc.document import Broken, Document, is_list, is_mapping, mapping, parse, sequence
from mlhygiene.dvc.files import LOCK, is_dvc_file, is_stage_file

if TYPE_CHECKING:
    from collections.abc import Iterator

HASHES = ("md5", "etag", "checksum", "version_id", "files", "cloud")
LISTS = ("outs", "metrics", "plots")
URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


OLD_LOCK = "no `schema: '2.0'`, without which DVC 3 reads no lock file"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why DVC cannot read a file. Line and column count from 1."""

    line: int | None
    column: int | None
    text: str


def problems(path: bytes, content: bytes) -> list[Problem]:
    """What keeps DVC from reading one of its files."""
    if not is_dvc_file(path):
        return []
    try:
        document = parse(content)
    except Broken as broken:
        return [Problem(broken.line, broken.column, broken.text)]
    if document.content and not is_mapping(document.content):
        return [Problem(*document.place(), "not a mapping at the top level")]
    if is_stage_file(path):
        return list(_of_outs(document, mapping(document.content), ()))
    return list(_of_lock(document) if path.endswith(LOCK) else _of_pipeline(document))


def unhashed(content: bytes) -> list[str]:
    """The outs of an `X.dvc` file that name no hash, as they are written there.

    An import without download has none, and `dvc pull` fetches it from where
    its `deps` say; a `cmd` is DVC 0.x's, and nothing that `dvc commit` mends.
    """
    try:
        stage = mapping(parse(content).content)
    except Broken:
        return []
    if stage.get("deps") or stage.get("cmd"):
        return []
    bare = [out for out in map(mapping, sequence(stage.get("outs"))) if not any(map(out.get, HASHES))]
    return [path for out in bare if isinstance(path := out.get("path"), str) and not URL.match(path)]


def _of_outs(document: Document, stage: object, above: tuple[object, ...]) -> Iterator[Problem]:
    outs = mapping(stage).get("outs")
    if outs is not None and not is_list(outs):
        yield Problem(*document.place(*above, "outs"), "`outs` is not a list")
    for index, out in enumerate(sequence(outs)):
        if not isinstance(mapping(out).get("path"), str):
            yield Problem(*document.place(*above, "outs", index), "an out without a `path`")


def _of_pipeline(document: Document) -> Iterator[Problem]:
    stages = mapping(document.content).get("stages", {})
    if not is_mapping(stages):
        yield Problem(*document.place("stages"), "`stages` is not a mapping")
    for name, stage in mapping(stages).items():
        if not is_mapping(stage):
            yield Problem(*document.place("stages", name), "a stage that is not a mapping")
        above = ("stages", name, "do") if "do" in mapping(stage) else ("stages", name)
        body = mapping(mapping(stage).get("do", stage))
        for key in LISTS:
            if key in body and not is_list(body[key]):
                yield Problem(*document.place(*above, key), f"`{key}` is not a list")


def _of_lock(document: Document) -> Iterator[Problem]:
    lock = mapping(document.content)
    if lock.get("schema") != "2.0":
        yield Problem(*document.place("schema"), OLD_LOCK)
    stages = lock.get("stages", {})
    if not is_mapping(stages):
        yield Problem(*document.place("stages"), "`stages` is not a mapping")
    for name, stage in mapping(stages).items():
        yield from _of_outs(document, stage, ("stages", name))
