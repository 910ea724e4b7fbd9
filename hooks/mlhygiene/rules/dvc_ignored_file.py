"""MLH112: a file of DVC's that git ignores."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene import dvc
from mlhygiene.model import Severity
from mlhygiene.rule import BlobRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.model import Blob
    from mlhygiene.rule import Finding

# Compiled for the first finding.
FOLDER = r"(?s)(?P<top>(?:[^/].*/)?)\.gitignore:\d+:/?(?P<name>[^*?\[\]!\\]+?)/?(?:\*\*?)?"


@dataclass(frozen=True, kw_only=True)
class DvcIgnoredFile(BlobRule):
    """DVC file that git ignores.

    DVC reads no `.dvc` file, `dvc.yaml` or `dvc.lock` that a `.gitignore`
    matches, even where git tracks it: commands stop with "is git-ignored",
    or pass it over in silence, and then `dvc push` pushes none of its data.

    Instead of `data/`, which hides the `.dvc` files together with the data,
    write `/data/**`, `!/data/**/`, `!/data/**/*.dvc` and
    `!/data/**/.gitignore`, each on its own line and in this order.
    """

    code = "MLH112"
    name = "dvc-ignored-file"
    needle = b"dvc"

    severity: Severity = Severity.WARNING

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if not blob.regular or not dvc.is_dvc_file(blob.path):
            return
        pattern = blob.snapshot.ignored_by(blob)
        if pattern is None:
            return
        message = f"ignored by {pattern}, and DVC reads nothing that git ignores{_instead(blob, pattern)}"
        yield self.found(blob, message, pattern=pattern)


def _instead(blob: Blob, pattern: str) -> str:
    """What to write for a pattern that plainly names a folder beside its `.gitignore`."""
    plain = re.fullmatch(FOLDER, pattern)
    if plain is None or not blob.name.startswith(f"{plain['top'] or ''}{plain['name']}/"):
        return ""
    folder = plain["name"]
    wanted = "*.dvc" if dvc.is_stage_file(blob.path) else blob.name.rpartition("/")[2]
    return f": write /{folder}/**, !/{folder}/**/, !/{folder}/**/{wanted} and !/{folder}/**/.gitignore instead"
