"""The size of a notebook is what the hook `notebooks` is going to leave of it, where that hook is set up."""

from __future__ import annotations

import os
import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mlhygiene.config import Config
    from mlhygiene.git import Repository
    from mlhygiene.model import Blob

FRAMEWORKS = (".pre-commit-config.yaml", "prek.toml")
# As YAML and as TOML spell it; nothing more of these files is ours to read.
LISTED = re.compile(rb"""^[^#\n]*\bid["']?\s*[:=]\s*["']?notebooks["']?\s*(?:[,}#]|$)""", re.MULTILINE)
NATIVE = re.compile(rb"^[^#\n]*\bhook notebooks\b", re.MULTILINE)


def measured(settings: Config, repository: Repository, revision: str = "") -> Config:
    """The settings, by which `large-file` measures notebooks that are about to be stripped."""

    @cache
    def active() -> bool:
        return _is_set_up(repository)

    def left(blob: Blob) -> int | None:
        # What a commit holds, no hook strips any more.
        pending = not revision and blob.commit is None
        return _left(settings, blob) if pending and active() else None

    return settings.with_option("large-file", left=left)


def _is_set_up(repository: Repository) -> bool:
    contents = (repository.file(name) for name in FRAMEWORKS)
    if any(content and LISTED.search(content) for content in contents):
        return True
    place = repository.place
    hooks = os.fsdecode(place.run("rev-parse", "--git-path", "hooks")).removesuffix("\n")
    try:
        with open(os.path.join(place.folder, hooks, "pre-commit"), "rb") as hook:
            return NATIVE.search(hook.read()) is not None
    except OSError:
        return False


def _left(settings: Config, blob: Blob) -> int | None:
    # A notebook that is large is rare: its size alone decides in all other cases.
    from mlhygiene.cli.stripping import chosen
    from mlhygiene.notebook.broken import Broken

    stripper = chosen(settings).of(blob.path)
    try:
        return len(stripper.strip(blob.read()).content) if stripper else None
    except Broken:
        return None
