"""One content after another without its secrets and outputs, and the file that git-filter-repo takes them from."""

from __future__ import annotations

import os
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.audit.plan_work import NOTEBOOKS
from mlhygiene.cli.outcome import placed
from mlhygiene.git.log import Logged, log
from mlhygiene.git.tags import Tag, tags
from mlhygiene.model import Refusal, shown
from mlhygiene.notebook.broken import Broken
from mlhygiene.notebook.surgery import Unverified
from mlhygiene.secrets.erasing import erased
from mlhygiene.secrets.format import Family

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zipfile import ZipFile

    from mlhygiene.cli.stripping import Stripping
    from mlhygiene.git import Repository

# So many contents are asked of git at a time.
ROUND = 64
# The first moment that a zip file can tell: the same contents make the same file.
EPOCH = (1980, 1, 1, 0, 0, 0)
# The families of secrets by the rules that tell them.
FAMILIES = {"MLH202": Family.TOKEN, "MLH203": Family.KEY, "MLH204": Family.GENERIC, "MLH205": Family.URL}
# As MLH206 reads a message.
MESSAGE = b"COMMIT_EDITMSG"


class Erasing(NamedTuple):
    """What secrets of a blob go, and the paths that say how it is read."""

    paths: set[bytes]
    families: set[Family]


class Mending:
    """What is done to contents. `left` says what could not be; `failed` is true where that was asked for by its id."""

    def __init__(self, erase: Mapping[str, Erasing], stripping: Stripping | None) -> None:
        self.erase = erase
        self.stripping = stripping
        self.done = 0
        self.failed = False
        self.left = list[str]()

    def of(self, raw: bytes, paths: set[bytes], erasing: Erasing | None, oid: str = "") -> bytes | None:
        """The clean content of a blob, read as each of its paths has it; None where its secrets stay."""
        content = raw
        for path in sorted(paths):
            if self.stripping and is_notebook(path):
                content = self._stripped(content, path)
        for path in sorted(erasing.paths) if erasing else ():
            clean = erased(path, content, erasing.families if erasing else ())
            if clean is None:
                self.failed = True
                self.left.append(f"{oid} {shown(path)}: its secrets cannot be taken out".lstrip())
                return None
            content = clean
        return content

    def _stripped(self, content: bytes, path: bytes) -> bytes:
        assert self.stripping is not None
        stripper = self.stripping.of(path)
        if stripper is None:
            return content
        try:
            return stripper.strip(content).content
        except Broken as broken:
            self.left.append(f"{placed(path, broken)}; left as it is")
        except Unverified as bug:
            self.left.append(f"{shown(path)}: {bug}; left as it is")
        return content


def is_notebook(path: bytes) -> bool:
    return path.lower().endswith(NOTEBOOKS)


def put_aside(
    name: str, repository: Repository, mending: Mending, blobs: Mapping[str, set[bytes]], *, messages: bool
) -> None:
    """Write the clean version of every blob, and of every message, that has one into a zip file. All or nothing."""
    from zipfile import ZIP_DEFLATED, ZipFile  # nothing else needs it

    temporary = f"{name}.{os.urandom(6).hex()}.tmp"
    try:
        with ZipFile(temporary, "x", ZIP_DEFLATED) as archive:
            _fill(archive, repository, mending, blobs)
            if messages:
                _speak(archive, repository, mending)
        os.replace(temporary, name)
    except OSError as error:
        raise Refusal(f"{name}: cannot write: {error.strerror}") from None
    finally:
        with suppress(OSError):
            os.unlink(temporary)


def _fill(archive: ZipFile, repository: Repository, mending: Mending, blobs: Mapping[str, set[bytes]]) -> None:
    order = sorted(blobs)
    for at in range(0, len(order), ROUND):
        oids = order[at : at + ROUND]
        for oid, raw in zip(oids, repository.objects.contents(oids), strict=True):
            if raw is None:
                # The history that a plan was made for is not always the one it is carried out on.
                continue
            clean = mending.of(raw, blobs[oid], mending.erase.get(oid), oid)
            if clean is not None and clean != raw:
                _put(archive, oid, clean)
                mending.done += 1


def _speak(archive: ZipFile, repository: Repository, mending: Mending) -> None:
    """The messages of all commits and tags, known by the digest of what they say: their ids change."""
    import hashlib  # as above

    # As in an audit: not `--all` by its name, which leaves stashes and notes aside there.
    commits = log(repository.place, ("--glob=refs/*",))
    said: Iterable[Logged | Tag] = chain(commits, tags(repository.place, repository.objects))
    for each in said:
        raw = each.message.encode("utf-8", "surrogateescape")
        clean = erased(MESSAGE, raw)
        if clean is None:
            mending.failed = True
            mending.left.append(f"{each.oid}: the secret of its message cannot be taken out")
        elif clean != raw:
            name = f"message-{hashlib.sha256(raw.strip()).hexdigest()}"
            if name not in archive.namelist():
                _put(archive, name, clean.rstrip() + b"\n")
                mending.done += 1


def _put(archive: ZipFile, name: str, content: bytes) -> None:
    from zipfile import ZIP_DEFLATED, ZipInfo  # as above

    entry = ZipInfo(name, EPOCH)
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, content)
