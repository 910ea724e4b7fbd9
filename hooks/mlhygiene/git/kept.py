"""What keeps a commit: the refs that reach it, and the objects that it needs: git-for-each-ref(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.git import settings
from mlhygiene.git.lacking import reached

if TYPE_CHECKING:
    from mlhygiene.git.process import Place


def containing(place: Place, commit: str) -> list[str]:
    """The refs whose history has a commit, by their whole names, sorted."""
    out = place.run("for-each-ref", f"--contains={commit}", "--format=%(refname)")
    return sorted(out.decode("utf-8", "surrogateescape").split("\n")[:-1])


def missing(place: Place, commit: str) -> int | None:
    """How many objects of its tree this clone does not hold; None where git cannot say."""
    found = reached(place, ("--no-walk", commit))
    return found.missing if found.whole else None


def remotes(place: Place) -> dict[str, str]:
    """The address of every remote by its name, as the config writes it."""
    pairs = ((key.split("."), value) for key, value in settings.settings(place).items())
    return {
        ".".join(name): url for (section, *name, key), url in pairs if section == "remote" and key == "url" and name
    }
