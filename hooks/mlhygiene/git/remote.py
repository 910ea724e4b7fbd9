"""The other side, asked and told only where the user says so: git-ls-remote(1), git-push(1). The network."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

from mlhygiene.git.process import GIT, STEADY, GitError
from mlhygiene.git.refs import TAGS
from mlhygiene.git.settings import settings
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhygiene.git.repository import Repository

ORIGIN = "origin"
# Nobody waits for ever for a host that is gone; a push may bring the objects of LFS. Seconds.
ASKING, PUSHING = 60, 3600


class NotPushed(GitError):  # noqa: N818 - it is an answer, as every Refusal
    """A remote did not take a ref: `said` is all that git, its hooks and the remote said, without secrets."""

    def __init__(self, line: str, said: str) -> None:
        super().__init__(line)
        self.said = said


def chosen(repository: Repository, branch: str | None, named: str | None = None) -> str:
    """The remote that a branch is pushed to: git-config(1), `branch.<name>.pushRemote`. Refusal where there is none."""
    known = settings(repository.writing)
    remotes = _names(known)
    if named is not None:
        if named not in remotes:
            raise Refusal(f"no remote is called {named!r}: there is {', '.join(remotes) or 'none'}")
        return named
    wanted = (f"branch.{branch}.pushremote", "remote.pushdefault", f"branch.{branch}.remote")
    found = [known[key] for key in wanted if known.get(key) in remotes]
    if found or ORIGIN in remotes or len(remotes) == 1:
        return (*found, *(each for each in (ORIGIN, *remotes) if each in remotes))[0]
    if not remotes:
        raise Refusal("no remote to push to: git remote add origin URL")
    raise Refusal(f"which remote? name one with --remote: {', '.join(remotes)}")


def names(repository: Repository) -> list[str]:
    """The remotes that the config has."""
    return _names(settings(repository.writing))


def upstream(repository: Repository, branch: str | None) -> tuple[str, str] | None:
    """The remote of a branch, and the ref there that it follows."""
    known = settings(repository.writing)
    remote, ref = known.get(f"branch.{branch}.remote"), known.get(f"branch.{branch}.merge")
    return (remote, ref) if remote and remote != "." and ref else None


def there(repository: Repository, remote: str, *refs: str) -> Mapping[str, str]:
    """What some refs are on a remote, those that it has. Asks it."""
    code, out, err = _asked(repository, ASKING, "ls-remote", "--quiet", "--", remote, *refs)
    if code:
        said = _public(err)
        raise GitError(f"git ls-remote {remote}: {_fatal(said)}: see that you can reach it, and ask again")
    lines = (line.partition("\t") for line in out.decode("utf-8", "surrogateescape").split("\n")[:-1])
    # git takes a ref for a pattern of the ends of names.
    return {ref: oid for oid, _, ref in lines if ref in refs}


def push(repository: Repository, remote: str, name: str) -> None:
    """Push one tag, and nothing else. NotPushed where it is not taken."""
    ref = f"{TAGS}{name}"
    code, out, err = _asked(repository, PUSHING, "push", "--no-follow-tags", "--", remote, f"{ref}:{ref}")
    if code:
        said = _public(out + err)
        raise NotPushed(f"{name} was not pushed to {remote}: {_fatal(said)}", said)


def _names(known: Mapping[str, str]) -> list[str]:
    return sorted(key[7:-4] for key in known if key.startswith("remote.") and key.endswith(".url"))


def _asked(repository: Repository, patience: int, *arguments: str) -> tuple[int, bytes, bytes]:
    """Exit code, output and complaint, in the user's own environment. A helper gives the password: nobody is asked."""
    place = repository.writing
    kept = {name: text for name, text in place.environment.items() if name not in STEADY}
    kept |= {name: os.environ[name] for name in STEADY if name in os.environ}
    environment = {"LC_ALL": "C", **kept, "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(
            [GIT, *arguments],
            cwd=place.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=patience,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise GitError(f"git {arguments[0]}: no answer within {patience} s: run it by hand") from None
    return done.returncode, done.stdout, done.stderr


def _public(said: bytes) -> str:
    from mlhygiene.secrets.public import public  # only where something failed

    return public(said.decode("utf-8", "replace").replace("\r", "\n")).strip()


def _fatal(said: str) -> str:
    """The line that says why: what git died of, why a ref was refused, or else the last."""
    lines = [line for line in said.split("\n") if line.strip() and not line.startswith("hint: ")] or [
        "it did not say why"
    ]
    refused = next((" ".join(line.split()[1:]) for line in lines if line.strip().startswith("! [")), lines[-1])
    return next((line for line in lines if line.startswith("fatal: ")), refused).removeprefix("fatal: ")
