"""MLH113: a file of DVC's that DVC cannot read."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlhygiene import dvc
from mlhygiene.model import Severity
from mlhygiene.rule import BlobRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding


@dataclass(frozen=True, kw_only=True)
class DvcInvalidFile(BlobRule):
    """DVC file that DVC cannot read.

    One broken `.dvc` file, `dvc.yaml` or `dvc.lock` stops every DVC command
    in the repository, and the data that it names can be neither pulled nor
    told from data that belongs in git. Most come out of a merge.

    Instead of mending hashes by hand, take one side of the merge whole
    (`git checkout --ours` or `--theirs`) and run `dvc checkout`; in a
    pipeline, run `dvc repro` and commit the `dvc.lock` that it writes.
    """

    code = "MLH113"
    name = "dvc-invalid-file"
    needle = b"dvc"

    severity: Severity = Severity.WARNING

    def reads(self, blob: Blob, /) -> bool:
        return blob.regular and dvc.is_dvc_file(blob.path)

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not self.reads(blob):
            return
        for problem in dvc.problems(blob.path, blob.read()):
            # The lock files that DVC 1 wrote were whole in their day: only today's matters.
            if blob.commit and problem.text == dvc.OLD_LOCK:
                continue
            place = replace(blob.at(problem.line), column=problem.column)
            yield self.found(blob, f"unreadable for DVC: {problem.text}", at=place)
