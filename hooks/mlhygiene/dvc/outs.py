"""What DVC says it holds, asked one path at a time."""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.dvc.document import Broken, mapping, parse, sequence
from mlhygiene.dvc.files import FOLDER, PIPELINE, ROOTS, is_closed, is_stage_file, lock_of, parents, within
from mlhygiene.dvc.hidden import Hidden
from mlhygiene.dvc.pipeline import BLANK, Declared, declared, fits
from mlhygiene.model import Out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

WORD = re.compile(rb"[0-9A-Za-z_\x80-\xff]+")
LOOSE = re.compile(rb"\.\.|\\|\xc2\x85|\xe2\x80[\xa8\xa9]")
"""What may lead out of a folder, or split a word: `..`, an escape, a line break of Unicode's."""
ABROAD = re.compile(r"/|[A-Za-z]:[/\\]|[A-Za-z][A-Za-z0-9+.-]*://")
"""An absolute path, on Windows too, or a URL."""


class Outs:
    """The outs that the DVC files of one state of a repository name.

    `files` maps paths from the repository's root to the content of every
    regular file that `MARKERS` list. A file that cannot be read names nothing.
    """

    def __init__(self, files: Mapping[bytes, bytes]) -> None:
        self._files = files
        self._hidden = Hidden(files)
        self._exact: defaultdict[bytes, list[Out]] = defaultdict(list)
        self._blanked: list[tuple[list[str], Out]] = []

    def __bool__(self) -> bool:
        return self.used

    @cached_property
    def used(self) -> bool:
        """Whether the repository uses DVC at all."""
        return bool(self._roots or self._sources)

    def covering(self, path: bytes) -> Out | None:
        """The out that the path is, or lies inside."""
        if not self._sources or is_closed(path):
            return None
        for source in self._index.take(path):
            self._admit(source)
        return min((out for out in self._over(path) if self._holds(out, path)), key=_merit, default=None)

    @cached_property
    def _roots(self) -> frozenset[bytes]:
        markers = (path for path in self._files if path in ROOTS or path.endswith(tuple(b"/" + root for root in ROOTS)))
        return frozenset(path.rpartition(FOLDER)[0].rstrip(b"/") for path in markers)

    @cached_property
    def _sources(self) -> list[bytes]:
        """The files that name outs."""
        return sorted(
            path
            for path in self._files
            if is_stage_file(path) or (path.rpartition(b"/")[2] == PIPELINE and not is_closed(path))
        )

    def _root(self, source: bytes) -> bytes:
        return next((folder for folder in reversed(parents(source)) if folder in self._roots), b"")

    @cached_property
    def _index(self) -> _Index:
        return _Index((source, self._raw(source)) for source in self._sources)

    def _raw(self, source: bytes) -> bytes:
        """All the bytes that decide what a source names."""
        raw = self._files[source]
        if source.endswith(PIPELINE) and b"${" in raw:
            return raw + self._files.get(lock_of(source), b"")
        return raw

    def _admit(self, source: bytes) -> None:
        """Parse a source, once, and know its outs from then on."""
        root = self._root(source)
        for each in self._declared(source):
            path = _place(source, root, each)
            if path is None:
                continue
            out = Out(path.replace(BLANK.encode(), b"*"), source, each.cached, BLANK not in each.wdir + each.path)
            if out.path == path:
                self._exact[path].append(out)
            elif WORD.search(path):
                self._blanked.append((_parts(path), out))

    def _over(self, path: bytes) -> Iterator[Out]:
        """What the sources admitted so far say of a path."""
        for place in [*parents(path)[1:], path]:
            yield from self._exact.get(place, ())
        parts = _parts(path) if self._blanked else []
        yield from (
            out for blanked, out in self._blanked if len(blanked) <= len(parts) and all(map(fits, blanked, parts))
        )

    def _holds(self, out: Out, path: bytes) -> bool:
        root = self._root(out.source)
        return not self._hidden.hides(path, root) and not self._hidden.hides(out.source, root)

    def _declared(self, source: bytes) -> Iterable[Declared]:
        content = self._content(source)
        if source.endswith(PIPELINE):
            templated = b"${" in self._files[source]
            return declared(content, self._content(lock_of(source)) if templated else None)
        stage = mapping(content)
        wdir = stage.get("wdir") or "."
        outs = [out for out in map(mapping, sequence(stage.get("outs"))) if isinstance(out.get("path"), str)]
        return [Declared(str(wdir), out["path"], out.get("cache") is not False) for out in outs]

    def _content(self, path: bytes) -> object:
        try:
            return parse(self._files.get(path, b"")).content
        except Broken:
            return None


class _Index:
    """The sources that are not parsed yet, and which of them may name a path.

    Most can only name what lies beneath their own folder, in words that stand
    in their bytes. One with a `wdir` or a template may name anything beneath
    its folder. One with a `..`, or with a backslash, behind which YAML can
    write any character, may name any path: it is LOOSE.
    """

    def __init__(self, sources: Iterable[tuple[bytes, bytes]]) -> None:
        self._anywhere: list[bytes] = []
        self._beneath: defaultdict[bytes, list[bytes]] = defaultdict(list)
        self._worded: defaultdict[bytes, dict[bytes, set[bytes]]] = defaultdict(dict)
        self._holding: defaultdict[tuple[bytes, bytes], set[bytes]] = defaultdict(set)
        for source, raw in sources:
            folder = source.rpartition(b"/")[0]
            if LOOSE.search(raw):
                self._anywhere.append(source)
            elif b"wdir" in raw or b"${" in raw:
                self._beneath[folder].append(source)
            else:
                words = self._worded[folder][source] = set(WORD.findall(raw))
                for word in words:
                    self._holding[folder, word].add(source)

    def take(self, path: bytes) -> list[bytes]:
        """The sources that may name the path, by a look at their bytes alone, each of them once."""
        taken, self._anywhere = self._anywhere, []
        for folder in parents(path):
            taken += self._beneath.pop(folder, [])
            if worded := self._worded.get(folder):
                name = path[len(folder) + bool(folder) :].partition(b"/")[0]
                held = sorted((self._holding.get((folder, word), set[bytes]()) for word in WORD.findall(name)), key=len)
                for source in held[0].intersection(*held[1:]) if held else set(worded):
                    taken.append(source)
                    for word in worded.pop(source):
                        self._holding[folder, word].discard(source)
        return taken


def _merit(out: Out) -> tuple[bool, int, bytes]:
    """A certain out before an uncertain one, the outermost first."""
    return not out.certain, len(out.path), out.source


def _parts(path: bytes) -> list[str]:
    return path.decode("utf-8", "surrogateescape").split("/")


def _place(source: bytes, root: bytes, out: Declared) -> bytes | None:
    """Where an out lies from the repository's root; None where DVC would not keep it."""
    if ABROAD.match(out.path) or ABROAD.match(out.wdir):
        return None
    try:
        relative = posixpath.join(out.wdir, out.path).encode()
    except UnicodeEncodeError:
        return None
    path = posixpath.normpath(posixpath.join(source.rpartition(b"/")[0], relative))
    outside = path == b".." or path.startswith(b"../") or not within(path, root)
    around = path in (b".", source) or within(source, path)
    named = path.endswith(FOLDER) or path.rpartition(b"/")[2] == PIPELINE
    return None if outside or around or named or is_closed(path + b"/") else path
