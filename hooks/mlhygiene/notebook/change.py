"""What is to change in a JSON document, and the document that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | None"
# Of a value: the literal that takes its place, what changes inside it, by key or by number,
# or None where it goes with its key.
Change: TypeAlias = "str | Changes | None"
Changes: TypeAlias = Mapping[str | int, Change]

NULL, EMPTY_LIST, EMPTY_OBJECT = "null", "[]", "{}"
KEPT = ""


def applied(value: Json, changes: Changes) -> Json:
    """The value with its changes; what does not change is shared with the old one."""
    if isinstance(value, dict):
        members = value.copy()
        for key, change in changes.items():
            name = str(key)
            if change is None:
                del members[name]
            else:
                members[name] = _changed(members[name], change)
        return members
    assert isinstance(value, list)
    return [
        _changed(element, changes[number]) if number in changes else element
        for number, element in enumerate(value)
        if changes.get(number, KEPT) is not None
    ]


def _changed(value: Json, change: Change) -> Json:
    if isinstance(change, str):
        return None if change == NULL else {} if change == EMPTY_OBJECT else []
    assert change is not None
    return applied(value, change)


def difference(old: Json, new: Json) -> Changes:
    """The changes that lead from one document to another, in which members have only gone or been emptied."""
    before, after = _members(old), _members(new)
    return {
        key: _step(value, after[key]) if key in after else None
        for key, value in before.items()
        if key not in after or after[key] != value
    }


def _members(value: Json) -> dict[str | int, Json]:
    if isinstance(value, dict):
        return {key: member for key, member in value.items()}  # noqa: C416 - keys of a wider type
    assert isinstance(value, list)
    return dict(enumerate(value))


def _step(old: Json, new: Json) -> Change:
    if new is None:
        return NULL
    if not new:
        return EMPTY_LIST if isinstance(new, list) else EMPTY_OBJECT
    return difference(old, new)
