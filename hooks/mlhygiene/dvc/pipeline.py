"""The outs that `dvc.yaml` declares, templates resolved by what `dvc.lock` recorded."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

from mlhygiene.dvc.document import is_list, is_mapping, mapping, sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATE = re.compile(r"(?<!\\)\$\{.*?\}", re.DOTALL)
LISTS = ("outs", "metrics", "plots")
BLANK = "\0"
"""Stands for what a template would become; no path can hold it."""
COMBINATIONS = 10_000


@dataclass(frozen=True, slots=True)
class Declared:
    """One out as a pipeline words it, relative to the folder of the `dvc.yaml`."""

    wdir: str
    path: str
    cached: bool


def declared(pipeline: object, lock: object) -> Iterator[Declared]:
    """Every out of every stage; what no lock resolves keeps its BLANK."""
    recorded = _recorded(lock)
    for name, stage in mapping(mapping(pipeline).get("stages")).items():
        body = mapping(stage.get("do")) if "do" in mapping(stage) else mapping(stage)
        wdir = _blanked(body.get("wdir") or ".")
        paths = [path for entry in _entries(str(name), stage, recorded) for path in recorded[entry]]
        for path, cached in _outs(body):
            blanked = _blanked(path)
            if BLANK in blanked:
                yield from (Declared(wdir, found, cached) for found in paths if fits(blanked, found))
            yield Declared(wdir, blanked, cached)


def fits(blanked: str, text: str) -> bool:
    r"""Whether the text is what a template became, each BLANK a character or more.

    Leftmost matches are enough, and take linear time where a pattern would not.

    >>> fits("o/\0.bin", "o/a.bin"), fits("o/\0.bin", "o/.bin")
    (True, False)
    """
    first, *rest = blanked.split(BLANK)
    if not rest or not text.startswith(first):
        return blanked == text
    position = len(first)
    for piece in rest[:-1]:
        found = text.find(piece, position + 1)
        if found < 0:
            return False
        position = found + len(piece)
    return text.endswith(rest[-1]) and len(text) - len(rest[-1]) > position


def _outs(body: dict[Any, Any]) -> Iterator[tuple[str, bool]]:
    """Paths and whether they are cached, which metrics and plots are unless told otherwise."""
    for key in LISTS:
        for out in sequence(body.get(key)):
            if isinstance(out, str):
                yield out, True
            for path, flags in mapping(out).items():
                if isinstance(path, str):
                    yield path, all(mapping(flag).get("cache") is not False for flag in [flags, *sequence(flags)])


def _recorded(lock: object) -> dict[str, list[str]]:
    """The out paths of every stage that has run. Whether they are cached, the lock does not say."""
    stages = mapping(mapping(lock).get("stages"))
    outs = {str(name): map(mapping, sequence(mapping(stage).get("outs"))) for name, stage in stages.items()}
    return {name: [path for out in each if isinstance(path := out.get("path"), str)] for name, each in outs.items()}


def _entries(name: str, stage: object, recorded: dict[str, list[str]]) -> list[str]:
    """The lock entries that a stage of `dvc.yaml` still stands behind."""
    if not {"foreach", "matrix"} & mapping(stage).keys():
        return [name] if name in recorded else []
    keys = _keys(mapping(stage))
    split = {entry: entry.rsplit("@", 1) for entry in recorded if "@" in entry}
    return [entry for entry, (group, key) in split.items() if group == name and (keys is None or key in keys)]


def _keys(stage: dict[Any, Any]) -> set[str] | None:
    """The keys that a foreach or a matrix generates; None where a template decides."""
    if "matrix" in stage:
        axes = mapping(stage["matrix"])
        values = list(axes.values())
        if not all(isinstance(axis, list) for axis in values) or prod(map(len, values)) > COMBINATIONS:
            return None
        named = [[f"{axis}{i}" if _composite(v) else _text(v) for i, v in enumerate(axes[axis])] for axis in axes]
        return _settled({"-".join(combination) for combination in product(*named)})
    each = stage["foreach"]
    if is_mapping(each):
        return _settled({_text(key) for key in each})
    if not is_list(each):
        return None
    return _settled({str(i) if any(map(_composite, each)) else _text(value) for i, value in enumerate(each)})


def _settled(keys: set[str]) -> set[str] | None:
    return None if any(map(TEMPLATE.search, keys)) else keys


def _composite(value: object) -> bool:
    return isinstance(value, dict | list)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _blanked(text: object) -> str:
    return TEMPLATE.sub(BLANK, text).replace("\\${", "${") if isinstance(text, str) else BLANK
