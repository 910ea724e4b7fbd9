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
# As YAML and as TOML spell it: the repositories, their hooks, and what makes a hook pass over files
# or keep outputs. Nothing more of these files is ours to read; where in doubt, a notebook is as large as it is.
# Compiled when the first large notebook is met.
REPOSITORY = rb"""(?m)^[^#\n]*\brepo["']?\s*[:=]"""
LISTED = rb"""(?m)^[^#\n]*\bid["']?\s*[:=]\s*["']?notebooks["']?\s*(?=[,}#]|$)"""
NEXT = rb"""\bid["']?\s*[:=]"""
NATIVE = rb"(?m)^[^#\n]*\bhook notebooks\b([^\n]*)"
SPARING = rb"""--(?:keep-output|max-size)|\b(?:files|exclude|types|types_or|stages)["']?\s*[:=]"""
OURS = b"mlhygiene"
SKIPPED = ("SKIP", "PREK_SKIP")
HOOK = "notebooks"


def measured(settings: Config, repository: Repository, revision: str = "") -> Config:
    """The settings, by which `large-file` measures notebooks that are about to be stripped."""

    @cache
    def active() -> bool:
        return _is_set_up(repository)

    def left(blob: Blob) -> int | None:
        # What a commit holds, no hook strips any more.
        pending = not revision and blob.commit is None and not _is_committed(repository, blob)
        return _left(settings, blob) if pending and active() else None

    return settings.with_option("large-file", left=left)


def _is_set_up(repository: Repository) -> bool:
    if any(HOOK in os.environ.get(name, "").replace(" ", "").split(",") for name in SKIPPED):
        return False
    contents = (repository.file(name) for name in FRAMEWORKS)
    if any(_lists(part) for content in contents if content for part in re.split(REPOSITORY, content)):
        return True
    place = repository.place
    hooks = os.fsdecode(place.run("rev-parse", "--git-path", "hooks")).removesuffix("\n")
    try:
        with open(os.path.join(place.folder, hooks, "pre-commit"), "rb") as hook:
            found = re.search(NATIVE, hook.read())
            return found is not None and not re.search(SPARING, found[1])
    except OSError:
        return False


def _lists(part: bytes) -> bool:
    """Whether one repository of a framework's config is ours, and has the hook strip every notebook."""
    found = re.search(LISTED, part) if OURS in part else None
    if found is None:
        return False
    rest = part[found.end() :]
    following = re.search(NEXT, rest)
    return not re.search(SPARING, rest[: following.start()] if following else rest)


def _is_committed(repository: Repository, blob: Blob) -> bool:
    committed = repository.objects.info(f"{repository.head}:{blob.name}") if repository.head else None
    return committed is not None and committed.oid == blob.oid


def _left(settings: Config, blob: Blob) -> int | None:
    # A notebook that is large is rare: its size alone decides in all other cases.
    from mlhygiene.cli.stripping import chosen
    from mlhygiene.notebook.broken import Broken

    stripper = chosen(settings).of(blob.path)
    try:
        return len(stripper.strip(blob.read()).content) if stripper else None
    except Broken:
        return None
