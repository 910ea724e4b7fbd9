"""Whether a folder lies in a repository, and a repository made where there is none: git-init(1)."""

from __future__ import annotations

from mlhygiene.git.process import here
from mlhygiene.git.settings import settings

# What git says where it has looked everywhere. Of a broken repository it says other things.
NOWHERE = b"not a git repository (or any"
DEFAULT = "init.defaultbranch"


def inside(folder: str | None) -> bool:
    """Whether git finds a repository from a folder, or from where the caller stands."""
    place = here(folder)
    code, _, complaint = place.ask("rev-parse", "--git-dir")
    if code and NOWHERE not in complaint:
        place.run("rev-parse", "--git-dir")
    return code == 0


def begin(folder: str) -> None:
    """Make a folder a repository, on `main` where its user has chosen no other branch."""
    here(folder).run("init", "--quiet", f"--initial-branch={first_branch(folder)}")


def first_branch(folder: str) -> str:
    """The branch that a new repository is on."""
    return settings(here(folder)).get(DEFAULT) or "main"
