"""MLH106: what DVC keeps to itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.advice import quoted, untrack
from mlhygiene.rule import BlobRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding

PRIVATE = "private settings of DVC, often with credentials: replace every one of them"
CACHE = "part of DVC's cache: data that belongs in a DVC remote"
SCRATCH = "a scratch file of DVC, of no use on another machine"
NAMES = {b"config.local": PRIVATE, b"cache": CACHE}
INTERNAL = re.compile(
    rb"(?P<folder>(?:.*/)?\.dvc)/(?P<name>cache|config\.local|tmp|repos|lock|state(?:-\w+)?|updater(?:\.lock)?)(?:/.*)?",
    re.DOTALL,
)
CACHED = re.compile(rb"(?:.*/)?\.dvc/(?:.*[/\\])?[0-9a-f]{2}[/\\][0-9a-f]{30}(?:\.dir)?", re.DOTALL)


class DvcInternalFile(BlobRule):
    """Internal file of DVC in git.

    The cache holds every version of every dataset, so one `git add -f .dvc`
    puts all of it into history; the scratch files change at every command
    and conflict at every merge; and `config.local` is where DVC puts access
    keys. DVC ignores all three through `.dvc/.gitignore`.

    Instead of committing them, commit `.dvc/config` and `.dvc/.gitignore`,
    and share data through `dvc push`. Keys that were committed are known:
    replace them, whatever becomes of the commit.
    """

    code = "MLH106"
    name = "dvc-internal-file"
    needle = b"dvc"

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if known := INTERNAL.fullmatch(blob.path):
            folder, name = known["folder"], known["name"]
            yield self.found(blob, NAMES.get(name, SCRATCH), fix=_ignore(folder, name))
        elif CACHED.fullmatch(blob.path):
            yield self.found(blob, CACHE, fix=untrack(blob.path))


def _ignore(folder: bytes, name: bytes) -> str:
    ignore, line = quoted(folder + b"/.gitignore"), quoted(b"/" + name)
    return f"{untrack(folder + b'/' + name)} && printf '\\n%s\\n' {line} >> {ignore} && git add -- {ignore}"
