"""Whether the hooks that are written refuse what a person is about to do: to commit where they are."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from mlhygiene import config, files
from mlhygiene.branches.scheme import Scheme
from mlhygiene.cli.scaffolding.targets import place
from mlhygiene.config import Config
from mlhygiene.git import founding
from mlhygiene.git.standing import standing
from mlhygiene.model import Refusal
from mlhygiene.scaffold import hook_files

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.cli.scaffolding.ground import Ground
    from mlhygiene.cli.scaffolding.targets import Target

RULE = "protected-branch"


def protected(where: Ground, writes: Sequence[Target]) -> str | None:
    """The branch that is checked out, where hooks that come refuse commits on it; None where they do not."""
    if not any(target.path in {*hook_files.NAMES, config.FILES[0]} for target in writes):
        return None
    branch = standing(where.repository).branch if where.repository else founding.first_branch(os.curdir)
    schemes = (getattr(rule, "branches", None) for rule in _chosen(where.root).rules(among=(RULE,)))
    return branch if branch and any(isinstance(each, Scheme) and each.protects(branch) for each in schemes) else None


def _chosen(root: str) -> Config:
    """The config as it will be. A broken one is for the hooks to tell, once it is staged."""
    for name in config.FILES:
        path = place(root, name)
        try:
            found = config.parse(files.read(path).content, name) if os.path.isfile(path) else None
        except Refusal:
            return Config(ignore={RULE: ""})
        if found:
            return found
    return Config()
