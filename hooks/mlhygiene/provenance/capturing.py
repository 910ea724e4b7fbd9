"""`capture()`: the code that runs, as far as anybody here can say."""

from __future__ import annotations

import os
import platform
import sys
from typing import TYPE_CHECKING, Any

from mlhygiene import urls
from mlhygiene.model import Refusal, printable, shown
from mlhygiene.provenance.stamp import NAMED, Stamp, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.git.code import Code
    from mlhygiene.git.worktree import Worktree

# The file that says which packages were there, the most exact first.
LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pixi.lock", "Pipfile.lock", "conda-lock.yml", "requirements.txt")
REMOTE = "origin"


class Dirty(RuntimeError):  # noqa: N818 - it says what is so
    """The files are not as the commit has them: `stamp` says which."""

    def __init__(self, stamp: Stamp) -> None:
        names = [*stamp.changed, *stamp.untracked]
        count = (stamp.changed_count or 0) + (stamp.untracked_count or 0)
        more = f" and {count - len(names):,} more" if count > len(names) else ""
        super().__init__(f"not as committed: {', '.join(names)}{more}: commit before running")
        self.stamp = stamp


class Unknown(RuntimeError):  # noqa: N818 - as above
    """Nobody can say which code runs: `stamp.reason` says why."""

    def __init__(self, stamp: Stamp) -> None:
        super().__init__(f"no commit names this code: {stamp.reason}")
        self.stamp = stamp


def capture(path: str | os.PathLike[str] | None = None, *, strict: bool = False) -> Stamp:
    """The stamp of the code in a folder: without one, of the script that runs, or of where it runs.

    It never raises, unless `strict` asks: then Dirty where tracked files differ from the commit, or files are there
    that git neither knows nor ignores, and Unknown where there is no commit.
    """
    stamp = _captured(path)
    if strict and (stamp.dirty or stamp.untracked_count):
        raise Dirty(stamp)
    if strict and stamp.commit is None:
        raise Unknown(stamp)
    return stamp


def _captured(path: str | os.PathLike[str] | None) -> Stamp:
    from mlhygiene.git.code import Nowhere, OtherOwner, code  # processes come with it

    folder = os.fspath(path) if path is not None else _folder()
    try:
        found = code(folder)
        return _stamp(found, folder)
    except Nowhere:
        return _process(state=State.NO_REPOSITORY, reason=f"{shown(os.fsencode(folder))} is in no git repository")
    except OtherOwner as refusal:
        return _process(state=State.OTHER_OWNER, reason=str(refusal))
    except Refusal as refusal:
        state = State.NO_GIT if "not on the PATH" in str(refusal) else State.ERROR
        return _process(state=state, reason=printable(str(refusal)))
    except Exception as error:  # noqa: BLE001 - a training run must not end for want of a stamp
        return _process(
            state=State.ERROR, reason=f"{type(error).__name__}, which is a bug of mlhygiene: please report it"
        )


def _folder() -> str:
    """Where the script lies that was started, unless it was installed there; else where it runs."""
    script = _script()
    if script is None or any(part in {"site-packages", "dist-packages"} for part in script.split(os.sep)):
        return os.getcwd()
    folder = os.path.dirname(script)
    return os.getcwd() if folder == os.path.dirname(sys.executable) else folder


def _script() -> str | None:
    """The file of `__main__`; None in a notebook, and where code comes from the command line."""
    name: object = getattr(sys.modules.get("__main__"), "__file__", None)
    return os.path.realpath(name) if isinstance(name, str) and os.path.isfile(name) else None


def _stamp(found: Code, folder: str) -> Stamp:
    """What git says, in the words of a stamp."""
    files, remote = found.files, _remote(found)
    known: dict[str, Any] = _differences(files) if files else {"state": State.BARE}
    if files and known["dirty"] and found.top:
        from mlhygiene.git.code import patch_digest

        known["patch"] = patch_digest(found.top)
    return _process(
        reason="shallow: no version tag can be seen" if found.shallow and not found.tags else None,
        short=found.short,
        describe=found.describe,
        version=_version(found.tags),
        tags=found.tags,
        remote=remote and printable(urls.public(remote)),
        host=remote and urls.host(remote),
        shallow=found.shallow,
        entry=_entry(found.top),
        lock=_lock(folder, found.top or folder),
        **known,
    )


def _differences(files: Worktree) -> dict[str, Any]:
    dirty = bool(files.changed)
    state = State.UNBORN if files.commit is None else State.DIRTY if dirty else State.CLEAN
    return {
        "state": state,
        "commit": files.commit,
        "branch": files.branch and printable(files.branch),
        "dirty": dirty,
        "changed": _named(files.changed),
        "changed_count": len(files.changed),
        "untracked": _named(files.untracked),
        "untracked_count": len(files.untracked),
        "ahead": files.ahead,
        "behind": files.behind,
        "submodules": _named(files.submodules),
    }


def _named(paths: Sequence[bytes]) -> tuple[str, ...]:
    return tuple(shown(path) for path in paths[:NAMED])


def _version(tags: Sequence[str]) -> str | None:
    """The highest version among tags at one commit."""
    from mlhygiene.branches.tags import is_version  # `v1.0-best` is none

    return max(filter(is_version, tags), default=None)


def _remote(found: Code) -> str | None:
    """The address that the branch goes to, else `origin`, else the first that there is."""
    known = dict(found.remotes)
    chosen = next((name for name in (found.upstream, REMOTE, *known) if name in known), None)
    return known[chosen] if chosen else None


def _entry(top: str | None) -> str | None:
    script = _script()
    if script is None:
        return None
    inside = top and os.path.relpath(script, os.path.realpath(top))
    name = inside if inside and not inside.startswith(os.pardir) else os.path.basename(script)
    return shown(os.fsencode(name.replace(os.sep, "/")))


def _lock(folder: str, top: str) -> str | None:
    """The nearest lock file, from the folder of the code up to the root of the repository."""
    at, root = os.path.realpath(folder), os.path.realpath(top)
    while at.startswith(root):
        name = next((each for each in LOCKS if os.path.isfile(os.path.join(at, each))), None)
        if name:
            import hashlib  # openssl comes with it

            with open(os.path.join(at, name), "rb") as file:
                return f"{name} sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        if at == root:
            break
        at = os.path.dirname(at)
    return None


def _process(**known: Any) -> Stamp:  # noqa: ANN401 - the fields of a stamp
    """A stamp with what this process says of itself."""
    ours: dict[str, Any] = {
        "entry": _entry(None),
        "argv": _arguments(),
        "python": platform.python_version(),
        "platform": f"{sys.platform} {platform.machine()}",
    }
    return Stamp(**{**ours, **known})


def _arguments() -> tuple[str, ...]:
    """The words behind the script, without the secrets among them."""
    words = [printable(word) for word in sys.argv[1:]]
    if not words:
        return ()
    from mlhygiene.secrets.redaction import redacted  # every format of a token comes with it

    # `--api-key VALUE` is read together, and each word keeps its place.
    return tuple(redacted(words))
