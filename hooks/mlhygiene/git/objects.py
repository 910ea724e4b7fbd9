"""The object database, read through one long-lived `git cat-file`."""

from __future__ import annotations

import re
import subprocess
import threading
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.process import GitError, output, widen

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import IO

    from mlhygiene.git.process import Place

CHUNK = 1 << 16
FROM_OID = r"[0-9a-f]{40}(?:[0-9a-f]{24})?(?:[:^]|$)"
# From here on a process of its own, which looks ahead, is worth its start.
LONG = 1000
# What fits the smallest pipe (Windows: 4 KiB) can be written before the answer is read.
PIPE = 4096


class Info(NamedTuple):
    """What git knows of an object before its content is read. Size is in bytes."""

    oid: str
    kind: str
    size: int


class Objects:
    """Sizes and contents by name. One process from git 2.36 on, two before.

    In a partial clone objects are read where nothing can fetch them, and `named` is the
    place that knows the refs and the index.
    """

    def __init__(self, place: Place, *, named: Place | None = None) -> None:
        self.place = place
        self._named = named
        self._command: bool | None = None
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._ahead: dict[str, bytes] = {}

    def infos(self, names: Sequence[str]) -> list[Info | None]:
        """What each name stands for, in order; None where the object is missing."""
        if not names:
            return []
        asked = list(dict.fromkeys(names))
        out = self._ask("info", asked)
        found = dict(zip(asked, map(_info, chain(islice(out, len(asked)), repeat(b""))), strict=False))
        return [found[name] for name in names]

    def stream(self, oids: Sequence[str]) -> Iterator[Info | None]:
        """As `infos`, for a long list: git looks on while we judge what it has found."""
        if len(oids) < LONG:
            yield from self.infos(oids)
            return
        process = self.place.start("cat-file", "--batch-check", "--buffer", stdin=subprocess.PIPE)
        request = "".join([f"{oid}\n" for oid in oids]).encode()
        threading.Thread(target=_send, args=(process, request), kwargs={"last": True}, daemon=True).start()
        arriving = output(process)
        widen(arriving)
        try:
            for _, line in zip(oids, chain(arriving, repeat(b"")), strict=False):
                yield _info(line)
        finally:
            process.kill()
            arriving.close()
            process.wait()

    def contents(self, names: Sequence[str]) -> list[bytes | None]:
        """The whole content of each name, in order; None where the object is missing."""
        asked = list(dict.fromkeys(names))
        out = self._ask("contents", asked)
        found = {name: _content(out) for name in asked}
        return [found.get(name) for name in names]

    def info(self, name: str) -> Info | None:
        """What a name such as `HEAD^{commit}` or `:path` stands for."""
        return _info(self._ask("info", [name]).readline())

    def read(self, name: str) -> bytes | None:
        """The whole content, or None where the object is missing."""
        return self._ahead[name] if name in self._ahead else self.contents([name])[0]

    def head(self, name: str, size: int) -> bytes:
        """The first `size` bytes; the rest passes by without being kept."""
        if name in self._ahead:
            return self._ahead[name][:size]
        out = self._ask("contents", [name])
        info = _info(out.readline())
        if info is None:
            return b""
        first = out.read(min(size, info.size))
        left = info.size - len(first) + 1
        while left > 0:
            left -= len(out.read(min(CHUNK, left)) or self._stopped())
        return first

    def pieces(self, name: str, size: int) -> Iterator[bytes]:
        """The content in pieces of `size` bytes. Nothing else can be asked until it has ended."""
        if name in self._ahead:
            yield self._ahead[name]
            return
        out = self._ask("contents", [name])
        info = _info(out.readline())
        left = info.size + 1 if info else 0
        try:
            while left > 1:
                piece = out.read(min(size, left - 1)) or self._stopped()
                left -= len(piece)
                yield piece
        finally:
            while left > 0:
                left -= len(out.read(min(CHUNK, left)) or self._stopped())

    def read_ahead(self, oids: Sequence[str]) -> None:
        """Fetch contents in one round, for `read` to hand out. Forgets the last round."""
        contents = zip(oids, self.contents(oids), strict=True)
        self._ahead = {oid: content for oid, content in contents if content is not None}

    def close(self) -> None:
        for process in self._running.values():
            process.kill()
            process.communicate()
        self._running.clear()

    def named(self, name: str) -> str | None:
        """What a name stands for, whether the object is here or not."""
        code, out, _ = (self._named or self.place).ask("rev-parse", "--verify", "--quiet", "--end-of-options", name)
        return out.decode().split()[-1] if code == 0 else None

    def _sayable(self, name: str) -> str:
        """A name that fits a line, and means the same where a partial clone's objects are read."""
        if "\n" in name:
            return self.named(name) or ""
        if self._named is None or re.match(FROM_OID, name):
            return name
        return self.named(name) or name

    def _ask(self, verb: str, names: Sequence[str]) -> IO[bytes]:
        """Send names to the process that answers `verb`; hand back its output."""
        if self._command is None and names:
            self._command = self._speaks()
        process = self._process("command" if self._command else verb)
        prefix = f"{verb} " if self._command else ""
        request = "".join([f"{prefix}{self._sayable(name)}\n" for name in names]).encode("utf-8", "surrogateescape")
        if names and self._command:
            request += b"flush\n"
        if len(request) <= PIPE:
            _send(process, request)
        else:
            threading.Thread(target=_send, args=(process, request), daemon=True).start()
        assert process.stdout is not None
        return process.stdout

    def _speaks(self) -> bool:
        """Whether this git has `cat-file --batch-command` (2.36)."""
        process = self._process("command")
        _send(process, b"info HEAD\nflush\n")
        assert process.stdout is not None
        if process.stdout.readline():
            return True
        self.close()
        return False

    def _process(self, verb: str) -> subprocess.Popen[bytes]:
        if verb not in self._running:
            how = {"command": ["--batch-command", "--buffer"], "info": ["--batch-check"], "contents": ["--batch"]}
            self._running[verb] = self.place.start("cat-file", *how[verb], stdin=subprocess.PIPE)
        return self._running[verb]

    def _stopped(self) -> bytes:
        raise GitError("git cat-file stopped in the middle of an object: run `git fsck`")


def _send(process: subprocess.Popen[bytes], request: bytes, *, last: bool = False) -> None:
    """Write a request; a process that has stopped is noticed where its answer is read."""
    assert process.stdin is not None
    try:
        process.stdin.write(request)
        process.stdin.flush()
        if last:
            process.stdin.close()
    except OSError:
        return


def _info(line: bytes) -> Info | None:
    """Read `<oid> <type> <size>`; a missing or ambiguous name has no such line."""
    if not line:
        raise GitError("git cat-file stopped: run `git fsck` to see which object is broken")
    fields = line.split(b" ")
    if len(fields) == len(Info._fields) and fields[2][:-1].isdigit():
        return Info(fields[0].decode(), fields[1].decode(), int(fields[2]))
    return None


def _content(out: IO[bytes]) -> bytes | None:
    info = _info(out.readline())
    if info is None:
        return None
    content = out.read(info.size)
    if out.read(1) != b"\n":
        raise GitError("git cat-file stopped in the middle of an object: run `git fsck`")
    return content
