"""What runs in this process: the script, its arguments, Python. Nobody else is asked."""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

from mlhygiene import urls
from mlhygiene.model import printable, shown

if TYPE_CHECKING:
    from collections.abc import Iterable

# The file that says which packages were there, the most exact first.
LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pixi.lock", "Pipfile.lock", "conda-lock.yml", "requirements.txt")
INSTALLED = {"site-packages", "dist-packages"}
# `--api-key VALUE`, `--api-key=VALUE` and `api_key=VALUE`: after such a name any value is secret.
NAME = re.compile(
    r"(?i)(?:.*[^a-z])?(?:token|password|passwd|passphrase|pwd|secret|credentials?|(?:api|access|secret|private)[_.-]?key"
    r"|apikey|auth)"
)
MASK = "…"


def folder() -> str:
    """Where the script lies that was started; where it runs, if that script is a launcher that was installed."""
    name = script()
    return os.getcwd() if name is None or _is_installed(name) else os.path.dirname(name)


def script() -> str | None:
    """The file of `__main__`, or the archive that holds it; None in a notebook, a console, and of `-c`."""
    name: object = getattr(sys.modules.get("__main__"), "__file__", None)
    if not isinstance(name, str):
        return None
    path = os.path.realpath(name)
    return next((each for each in (path, os.path.dirname(path)) if os.path.isfile(each)), None)


def _is_installed(path: str) -> bool:
    """Whether pip put a script there, or Python came with it: `torchrun`, `pytest`, `ipykernel_launcher.py`."""
    parent = os.path.dirname(path)
    beside = {sys.executable, os.path.realpath(sys.executable)}
    on_path = os.environ.get("PATH", "").split(os.pathsep) if not path.endswith(".py") else []
    library = os.path.dirname(os.path.realpath(os.__file__))
    return (
        not INSTALLED.isdisjoint(path.split(os.sep))
        or parent in {os.path.dirname(each) for each in beside}
        or parent in map(os.path.realpath, filter(None, on_path))
        or path.startswith(library + os.sep)
    )


def entry(top: str | None = None) -> str | None:
    """The script, from the root of the repository where it lies inside, else by its own name."""
    path = script()
    return None if path is None else named(path, top)


def named(path: str, top: str | None) -> str:
    """A file from the root of the repository where it lies inside, else by its own name."""
    root, whole = os.path.realpath(top) if top else None, os.path.realpath(path)
    inside = root is not None and whole.startswith(os.path.join(root, ""))
    name = os.path.relpath(whole, root) if inside else os.path.basename(path)
    return shown(os.fsencode(name.replace(os.sep, "/")))


def arguments() -> tuple[str, ...]:
    """The words behind the script, without the secrets among them."""
    return masked(getattr(sys, "argv", [])[1:])


def masked(given: Iterable[object]) -> tuple[str, ...]:
    """Words of a command line, without the secrets among them."""
    words = [printable(str(word)) for word in given]
    if not words:
        return ()
    told = list[str]()
    for at, word in enumerate(words):
        name, equals, _ = word.partition("=")
        before = words[at - 1] if at else ""
        if equals and NAME.fullmatch(name):
            told.append(f"{name}={MASK}")
        elif before.startswith("-") and NAME.fullmatch(before) and not word.startswith("-"):
            told.append(MASK)
        else:
            told.append(_without_login(word))
    from mlhygiene.secrets.redaction import redacted  # formats of tokens come with it

    return tuple(redacted(told))


def _without_login(word: str) -> str:
    """An address among the arguments, without what lets somebody in; `--uri=https://…` keeps its name."""
    if "://" not in word and "@" not in word:
        return word
    name, equals, address = word.partition("=") if re.match(r"[\w.-]+=", word) else ("", "", word)
    return f"{name}{equals}{urls.public(address)}" if urls.secretive(address) else word


def lock(place: str, top: str) -> str | None:
    """The nearest lock file, from a folder up to the root: its name, and what it holds as `sha256:`."""
    at, root = os.path.realpath(place), os.path.realpath(top)
    while True:
        name = next((each for each in LOCKS if os.path.isfile(os.path.join(at, each))), None)
        if name:
            import hashlib  # openssl comes with it

            with open(os.path.join(at, name), "rb") as file:
                return f"{name} sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"
        if at == root or not at.startswith(os.path.join(root, "")):
            return None
        at = os.path.dirname(at)


def python() -> str:
    return "{}.{}.{}".format(*sys.version_info)


def platform() -> str:
    """The system and the processor, such as `linux x86_64`. Not the machine's name, which is somebody's."""
    from platform import machine  # some milliseconds

    return f"{sys.platform} {machine()}"
