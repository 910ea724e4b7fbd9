"""MLH105: a file that git holds although DVC holds it."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from mlhygiene.advice import quoted, untrack
from mlhygiene.model import shown
from mlhygiene.rule import BlobRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob, Out
    from mlhygiene.rule import Finding


class TrackedByGitAndDvc(BlobRule):
    """File that both git and DVC track.

    Git and DVC each restore their own version, so a checkout of one undoes
    the other, and every version fills the history that DVC was to keep
    small. `dvc status` is silent about it; the next `dvc repro`, `dvc add`
    or `dvc commit` stops with "already tracked by SCM".

    Instead of committing what an out of a `.dvc` file or of `dvc.yaml`
    covers, let git go of it and commit what names it. To keep a small out in
    git, a metric say, give it `cache: false`. An out whose template no
    `dvc.lock` resolves is not judged: DVC has never held it.
    """

    code = "MLH105"
    name = "tracked-by-git-and-dvc"

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not blob.regular:
            return
        out = blob.snapshot.out(blob)
        if out is None or not out.cached or not out.certain:
            return
        inside = "" if out.path == blob.path else f"inside {shown(out.path)}, "
        yield self.found(
            blob,
            f"{inside}held by DVC too, as {shown(out.source)} says",
            fix=_hand_over(out),
            out=shown(out.path),
            source=shown(out.source),
        )


def _hand_over(out: Out) -> str:
    """Let git go of the out, have DVC record and ignore what lies there, stage that.

    `update-index`, unlike `add`, does not mind a `.gitignore` that need not exist.
    """
    folder, slash, name = out.source.rpartition(b"/")
    pipeline = name == b"dvc.yaml"
    target = posixpath.relpath(out.path, folder or b".") if pipeline else name
    commit = f"dvc commit -f {quoted(b'./' + target if target.startswith(b'-') else target)}"
    record = folder + slash + b"dvc.lock" if pipeline else out.source
    ignore = out.path.rpartition(b"/")[0]
    stage = f"git update-index --add --remove -- {quoted(record)} {quoted(posixpath.join(ignore, b'.gitignore'))}"
    return f"{untrack(out.path)} && {f'(cd -- {quoted(folder)} && {commit})' if folder else commit} && {stage}"
