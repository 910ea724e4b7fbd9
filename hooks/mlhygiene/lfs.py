"""Git LFS pointers: github.com/git-lfs/git-lfs/blob/main/docs/spec.md, and what git-lfs itself reads."""

from __future__ import annotations

import re
from typing import NamedTuple

# git-lfs looks no further: a blob of 1024 bytes or more is never a pointer
# (blobSizeCutoff in lfs/pointer_clean.go of git-lfs).
CUTOFF = 1024
# `oid` and `size` lines alone take 83 bytes; the shortest known version adds 32.
SIZES = range(100, CUTOFF)
# A pointer without extensions takes 146 bytes at most; each extension adds 80 or more.
PLAIN = 200
LATEST = "https://git-lfs.github.com/spec/v1"
VERSIONS = {LATEST, "https://hawser.github.com/spec/v1", "http://git-media.io/v/2"}
KEYS = ("version", "oid", "size")
HEADER = re.compile(rb"git-media|hawser|git-lfs")
LARGEST = 2**63 - 1
# Compiled when the first small file is read: a hook that meets none does without.
EXTENSION = r"(?a)ext-(\d)-(\w+)"
SHA256 = r"sha256:[0-9a-f]{64}"
SIZE = r"(?a)\+?\d{1,19}"
OID_LINE = rb"oid sha256:[0-9a-f]{64}"


class NotAPointer(ValueError):  # noqa: N818 - it is a verdict, and reads as one
    """Why a text cannot be read as a pointer."""


class Pointer(NamedTuple):
    """What stands in git for an object that LFS holds. `size` is bytes of the object."""

    version: str
    oid: str
    size: int
    extensions: tuple[tuple[str, str], ...] = ()

    def canonical(self) -> bytes:
        """The one spelling that the specification allows; empty for an empty object."""
        if self.size == 0:
            return b""
        extensions = "".join(f"{key} {value}\n" for key, value in sorted(self.extensions))
        return f"version {LATEST}\n{extensions}oid {self.oid}\nsize {self.size}\n".encode()


def parse(content: bytes) -> Pointer:
    """Read a pointer as liberally as git-lfs does; NotAPointer says why it is none."""
    if len(content) >= CUTOFF:
        raise NotAPointer("it is not smaller than 1024 bytes")
    if not HEADER.search(content):
        raise NotAPointer("it names no version of the pointer format")
    try:
        text = content.decode().strip()
    except UnicodeDecodeError:
        raise NotAPointer("it is not UTF-8") from None
    values, extensions = _lines(text)
    if values.get("version") not in VERSIONS:
        raise NotAPointer("its version is unknown")
    if not re.fullmatch(SHA256, values.get("oid", "")):
        raise NotAPointer("its oid is not `sha256:` and 64 lower-case hexadecimal digits")
    if not re.fullmatch(SIZE, values.get("size", "")) or int(values["size"]) > LARGEST:
        raise NotAPointer("its size is not a number of bytes")
    return Pointer(values["version"], values["oid"], int(values["size"]), extensions)


def _lines(text: str) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """`version`, `oid` and `size` in that order, extensions anywhere between them."""
    values, extensions = dict[str, str](), list[tuple[str, str]]()
    priorities = set[str]()
    for number, line in enumerate(text.split("\n"), 1):
        key, space, value = line.removesuffix("\r").partition(" ")
        if not key and not space:
            continue
        if not space:
            raise NotAPointer(f"line {number} is not `key value`")
        if len(values) == len(KEYS):
            raise NotAPointer(f"line {number} is one too many")
        if key == KEYS[len(values)]:
            values[key] = value
            continue
        extension = re.fullmatch(EXTENSION, key)
        if not extension or not re.fullmatch(SHA256, value) or extension[1] in priorities:
            raise NotAPointer(f"line {number} should be `{KEYS[len(values)]} …`")
        priorities.add(extension[1])
        extensions.append((key, value))
    return values, tuple(extensions)


def oddity(content: bytes, pointer: Pointer) -> str:
    """What keeps a readable pointer from being canonical, in words; empty if nothing."""
    if content == pointer.canonical():
        return ""
    oddities = {
        "it has CRLF line endings": b"\r" in content,
        f"its version is the old {pointer.version}": pointer.version != LATEST,
        "an empty object has an empty pointer": pointer.size == 0,
        "its extensions are not in order": pointer.extensions != tuple(sorted(pointer.extensions)),
        "its size has a sign or leading zeros": b"size %d" % pointer.size not in content,
    }
    return next((words for words, holds in oddities.items() if holds), "its line breaks or spaces are not exact")


def looks_like_pointer(content: bytes) -> bool:
    """Whether somebody meant this for a pointer, readable or not.

    A conflict marker, a byte order mark or UTF-16 may stand around what is left of it.
    """
    plain = content.replace(b"\0", b"")
    versioned = plain.lstrip().startswith(b"version ") and HEADER.search(plain) is not None
    return versioned or re.search(OID_LINE, plain) is not None
