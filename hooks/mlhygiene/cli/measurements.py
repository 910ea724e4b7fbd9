"""`mlhygiene exp record --from metrics.json[:key]`: numbers as a run has written them."""

from __future__ import annotations

import os
from typing import cast

from mlhygiene.model import Refusal

LARGEST = 1 << 20


class Number(str):
    """A number of a JSON file, as written there."""

    __slots__ = ()


def measurements(name: str) -> list[str]:
    """`name=value` for every number of a JSON file, or of what a dotted key names in it."""
    path, key = _parted(name)
    value = _read(path)
    told = key.rpartition(".")[2]
    for part in filter(None, key.split(".")):
        if not isinstance(value, dict) or part not in value:
            raise Refusal(f"{path}: no {part!r} in it, of {key!r}")
        value = cast("dict[str, object]", value)[part]
    if isinstance(value, Number):
        return [f"{told or os.path.basename(path)}={value}"]
    if not isinstance(value, dict):
        raise Refusal(f"{path}: {key or 'the file'} is no number and no table of numbers")
    table = cast("dict[str, object]", value)
    found = [f"{name}={number}" for name, number in table.items() if isinstance(number, Number)]
    if not found:
        inner = next((name for name, each in table.items() if isinstance(each, dict)), None)
        hint = f": --from {path}:{f'{key}.' if key else ''}{inner}" if inner else ""
        raise Refusal(f"{path}: no number in {key or 'it'}{hint}")
    return found


def number(path: str, key: str) -> str:
    """The number that a key names: the whole of it is tried first, then its parts, in tables and lists (`a.b.0`)."""
    value = _read(path)
    for part in _parts(value, key):
        value = _below(value, part, path, key)
    if not isinstance(value, Number):
        raise Refusal(f"{path}: {key!r} is no number")
    return str(value)


def _parts(value: object, key: str) -> list[str]:
    return [key] if isinstance(value, dict) and key in value else key.split(".")


def _below(value: object, part: str, path: str, key: str) -> object:
    """What a part of a key names in a table or a list; `-1` is the last of a list."""
    if isinstance(value, dict) and part in value:
        return cast("dict[str, object]", value)[part]
    if isinstance(value, list) and part.removeprefix("-").isdecimal():
        items = cast("list[object]", value)
        if -len(items) <= int(part) < len(items):
            return items[int(part)]
    raise Refusal(f"{path}: no {part!r} in it, of {key!r}")


def _parted(name: str) -> tuple[str, str]:
    """A file's name may hold a colon: the whole is tried first."""
    if os.path.exists(name) or ":" not in name:
        return name, ""
    path, _, key = name.rpartition(":")
    return path, key


def _read(path: str) -> object:
    import json  # 6 ms that few runs need

    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Refusal(f"{path}: cannot read it: {error.strerror}") from None
    if len(content) > LARGEST:
        raise Refusal(f"{path}: more than 1 MiB, too much for a result")
    try:
        text = content.decode("utf-8-sig")
        return json.loads(
            text,
            parse_int=Number,
            parse_float=Number,
            parse_constant=_constant,
            object_pairs_hook=lambda pairs: _table(path, pairs),
        )
    except (ValueError, RecursionError):
        raise Refusal(f"{path}: no valid JSON") from None


def _table(path: str, pairs: list[tuple[str, object]]) -> dict[str, object]:
    """One value a key: a result that says two things is none."""
    table = dict[str, object]()
    for key, value in pairs:
        if key in table:
            raise Refusal(f"{path}: {key!r} is in one table twice: which value counts?")
        table[key] = value
    return table


def _constant(text: str) -> Number:
    """NaN and Infinity, as messages write them."""
    return Number(text.lower().replace("infinity", "inf"))
