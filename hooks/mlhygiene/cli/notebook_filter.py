"""What stands of a filter over notebooks in a repository: `init` changes it, `doctor` judges it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.filtering.commands import DRIVER
from mlhygiene.git import entries
from mlhygiene.git.drivers import NONE, Drivers, drivers
from mlhygiene.git.settings import settings
from mlhygiene.model import LINK_MODE, shown
from mlhygiene.notebook_rule import JUPYTER, ZEPPELIN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.cli.stripping import Stripping
    from mlhygiene.git import Repository
    from mlhygiene.git.entries import Entry

KINDS = (JUPYTER, ZEPPELIN)
# A name that stands for every notebook of its folder, those to come as well.
ANY = b"notebook"
# So many contents are read at once.
WINDOW = 32
# A notebook of either kind.
TRIED = b'{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}\n'


@dataclass
class Standing:
    """One repository: its config, its notebooks, and the drivers that git takes for them, those of `base` as well."""

    repository: Repository
    base: bytes = b""
    _drivers: dict[bytes, Drivers] = field(default_factory=dict[bytes, Drivers])

    @cached_property
    def settings(self) -> dict[str, str]:
        """Git's config as it counts here."""
        return settings(self.repository.place)

    @cached_property
    def files(self) -> list[Entry]:
        """The files of the index."""
        return list(entries.index(self.repository.at_top))

    @cached_property
    def notebooks(self) -> list[Entry]:
        """Those that are notebooks."""
        return [entry for entry in self.files if entry.mode != LINK_MODE and entry.path.lower().endswith(KINDS)]

    @property
    def drivers(self) -> dict[bytes, Drivers]:
        """What git takes for every notebook, and for one that may yet come in any folder."""
        return self._drivers or self.look()

    def look(self) -> dict[bytes, Drivers]:
        """The same, asked anew."""
        folders = dict.fromkeys([b"", self.base, *(folder(entry.path) for entry in self.files)])
        paths = [entry.path for entry in self.notebooks] + [each + ANY + kind for kind in KINDS for each in folders]
        self._drivers = drivers(self.repository.at_top, paths)
        return self._drivers

    def filter(self, path: bytes) -> str:
        """The filter of a path that `drivers` has."""
        return self.drivers[path].filter

    @property
    def ours(self) -> list[Entry]:
        """The notebooks that our filter is to strip."""
        return [entry for entry in self.notebooks if self.filter(entry.path) == DRIVER]

    def tried(self, path: bytes) -> str:
        """Have git convert a notebook as if it stood at this path, and store nothing; what it complains of."""
        place = self.repository.at_top
        code, _, err = place.ask("hash-object", "--stdin", "--path", os.fsdecode(path), given=TRIED)
        lines = err.decode("utf-8", "replace").splitlines() or ["git says nothing"]
        return lines[0] if code else ""

    def unstripped(self, among: Sequence[Entry], stripping: Stripping) -> Iterator[bytes]:
        """The notebooks whose stored content the filter would change."""
        from mlhygiene.notebook.broken import Broken  # only a look at contents needs the parser

        known = [entry for entry in among if entry.status == "H"]
        for at in range(0, len(known), WINDOW):
            window = known[at : at + WINDOW]
            contents = self.repository.objects.contents([entry.oid for entry in window])
            for entry, content in zip(window, contents, strict=True):
                if content is None:
                    raise self.repository.lacking(entry.path)
                stripper = stripping.of(entry.path)
                try:
                    if stripper and content and stripper.strip(content).changes:
                        yield entry.path
                except Broken:
                    continue  # the rules speak of it


def folder(path: bytes) -> bytes:
    """`a/b.ipynb` -> `a/`."""
    before, slash, _ = path.rpartition(b"/")
    return before + slash


def told(path: bytes) -> str:
    """A path for a person: the one that stands for a folder's notebooks is told as a pattern."""
    before, name = folder(path), path.rpartition(b"/")[2]
    return (
        shown(before) + "*" + name.removeprefix(ANY).decode() if name in {ANY + kind for kind in KINDS} else shown(path)
    )


def foreign(value: str) -> bool:
    """Whether a filter is in force that is not ours; `unset` is a choice, too."""
    return value not in {NONE, DRIVER}
