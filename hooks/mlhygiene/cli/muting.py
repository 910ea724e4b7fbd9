"""Streams in whose text a build agent finds no command, whatever names and messages a repository holds."""

from __future__ import annotations

from io import TextIOWrapper

from mlhygiene.report.commands import muted


class Muted(TextIOWrapper):
    """A stream for people. Every piece may begin a line, as far as it knows."""

    machines = False

    def write(self, text: str, /) -> int:
        return super().write(text if self.machines else muted(text))


def mute(stream: TextIOWrapper) -> Muted:
    """The same stream, muted; the one given is of no use afterwards."""
    stream.flush()
    encoding, errors, lines = stream.encoding, stream.errors, stream.line_buffering
    return Muted(stream.detach(), encoding=encoding, errors=errors, line_buffering=lines)
