"""W&B's own log of a run, `run-<id>.wandb`: of a run that was never synced it is all that there is. Pure.

A header, then LevelDB's log of records (leveldb, doc/log_format.md), each a protocol buffer (protobuf.dev, "Encoding")
of wandb/proto/wandb_internal.proto. Of these the config is read, and what W&B says of git.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b":W&B"
HEADER = 7
BLOCK = 32768
FULL, FIRST, MIDDLE, LAST = 1, 2, 3, 4
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
# The bit that says that a number goes on.
MORE = 0x80
# Numbers of fields. In a Record: its config, its run, its environment.
CONFIG, RUN, ENVIRONMENT = 5, 17, 26
RUN_CONFIG, RUN_GIT, ENVIRONMENT_GIT = 4, 21, 9
UPDATE, KEY, NESTED, VALUE = 1, 1, 2, 16
REMOTE, COMMIT = 1, 2


def document(content: bytes) -> dict[str, object]:
    """The config, the later value of a key over the earlier, and `git`; what is cut off or broken is left out."""
    config, git = dict[str, object](), dict[str, object]()
    for record in _records(content):
        for number, body in _fields(record):
            if number == CONFIG:
                config |= _config(body)
            elif number in {RUN, ENVIRONMENT}:
                for inner, part in _fields(body):
                    if number == RUN and inner == RUN_CONFIG:
                        config |= _config(part)
                    elif (number, inner) in {(RUN, RUN_GIT), (ENVIRONMENT, ENVIRONMENT_GIT)}:
                        git |= _git(part)
    return config | ({"git": git} if git else {})


def _config(body: bytes) -> dict[str, object]:
    import json  # only where such a log is read

    found = dict[str, object]()
    for number, item in _fields(body):
        fields: dict[int, bytes] = dict(_fields(item)) if number == UPDATE else {}
        if KEY not in fields or NESTED in fields:
            continue
        try:
            found[_text(fields[KEY])] = json.loads(fields.get(VALUE, b"null"))
        except ValueError:
            continue
    return found


def _git(body: bytes) -> dict[str, Any]:
    names = {REMOTE: "remote", COMMIT: "commit"}
    return {names[number]: _text(value) for number, value in _fields(body) if number in names}


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _records(content: bytes) -> Iterator[bytes]:
    """The records in their order, as far as they are whole."""
    at, pieces = HEADER, list[bytes]()
    while at + HEADER <= len(content):
        if BLOCK - at % BLOCK < HEADER:  # no record begins in so little: the rest of a block is padding
            at += BLOCK - at % BLOCK
            continue
        length, kind = int.from_bytes(content[at + 4 : at + 6], "little"), content[at + 6]
        piece = content[at + HEADER : at + HEADER + length]
        at += HEADER + length
        if kind not in {FULL, FIRST, MIDDLE, LAST} or len(piece) < length:
            return
        pieces = [piece] if kind in {FULL, FIRST} else [*pieces, piece]
        if kind in {FULL, LAST}:
            yield b"".join(pieces)


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The number and the bytes of each field that has bytes."""
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == VARINT:
            _, at = _varint(message, at)
        elif kind in {FIXED64, FIXED32}:
            at += 8 if kind == FIXED64 else 4
        elif kind == BYTES:
            size, at = _varint(message, at)
            yield key >> 3, message[at : at + size]
            at += size
        else:
            return


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """A number, and where what follows it begins."""
    value = shift = 0
    while at < len(message):
        byte = message[at]
        value |= (byte & ~MORE) << shift
        shift, at = shift + 7, at + 1
        if not byte & MORE:
            break
    return value, at
