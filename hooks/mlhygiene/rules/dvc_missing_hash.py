"""MLH111: a `.dvc` file that does not say which data it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene import dvc
from mlhygiene.advice import pathspec, quoted
from mlhygiene.model import shown
from mlhygiene.rule import BlobRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding


class DvcMissingHash(BlobRule):
    """DVC file that names no hash for its data.

    The hash is all that links a `.dvc` file to the bytes in the remote.
    Without it `dvc pull` fetches nothing, for anybody, and which data the
    commit was about is lost with the machine that it was made on.

    Instead of writing a `.dvc` file by hand, or half of it after a merge, let
    `dvc add` or `dvc commit` write it where the data lies, then `dvc push`.
    An import made with `--no-download` needs no hash and is not reported.
    """

    code = "MLH111"
    name = "dvc-missing-hash"
    needle = b"dvc"

    def reads(self, blob: Blob, /) -> bool:
        return blob.regular and dvc.is_stage_file(blob.path)

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not self.reads(blob):
            return
        for out in dvc.unhashed(blob.read()):
            message = f"no hash for {shown(out.encode('utf-8', 'surrogatepass'))}, so that nobody can pull it"
            yield self.found(blob, message, fix=_commit(blob.path), out=out)


def _commit(path: bytes) -> str:
    folder, _, name = path.rpartition(b"/")
    commit = f"dvc commit -f {quoted(b'./' + name if name.startswith(b'-') else name)}"
    return f"{f'(cd -- {quoted(folder)} && {commit})' if folder else commit} && git add -- {pathspec(path)}"
