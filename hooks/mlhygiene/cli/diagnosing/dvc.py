"""DVC: is it there, and are its credentials where nobody shares them."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene import programs, urls
from mlhygiene.cli.diagnosing.diagnosis import Diagnosis, counted, error, warning
from mlhygiene.git import ignored
from mlhygiene.model import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.cli.diagnosing.setup import Setup

CONFIG, LOCAL = b".dvc/config", b".dvc/config.local"
# What dvc.org/doc/user-guide/data-management/remote-storage keeps out of shared config.
SECRETS = frozenset(
    (
        *(
            "password",
            "passphrase",
            "token",
            "secret_access_key",
            "session_token",
            "sse_customer_key",
            "connection_string",
        ),
        *("sas_token", "account_key", "client_secret", "oss_key_secret", "gdrive_client_secret", "custom_auth_header"),
    )
)
SECTION = re.compile(r"""\s*\[\s*['"]?(?P<kind>remote|db)\s+"(?P<name>[^"]*)"['"]?\s*\]""")
OTHER = re.compile(r"\s*\[")
OPTION = re.compile(r"""\s*(?P<key>[\w-]+)\s*=\s*(?P<value>.*?)\s*""")


class Option(NamedTuple):
    """One line of a remote."""

    remote: str
    key: str
    value: str


def program(setup: Setup) -> Iterator[Diagnosis]:
    """DVC is there, where its files are."""
    if not _roots(setup):
        return
    if programs.found("dvc"):
        yield Diagnosis("dvc is on the PATH")
    elif setup.worktree(".venv/pyvenv.cfg") is not None and _in_venv(setup):
        yield Diagnosis("dvc is in .venv")
    else:
        yield warning("dvc is not on the PATH: nobody can fetch or add data", "python -m pip install dvc")


def credentials(setup: Setup) -> Iterator[Diagnosis]:
    """No tracked config has what is for its owner alone."""
    for root in _roots(setup):
        path = root + CONFIG
        content = setup.repository.file(os.fsdecode(path)) if path in setup.paths else None
        found = [each for each in _options((content or b"").decode("utf-8", "replace")) if _secret(each)]
        for option in found:
            text = f"{shown(path)} is tracked, and has the {option.key} of remote {option.remote}"
            if option.key == "url":
                text = f"{shown(path)} is tracked, and has a password in the url of remote {option.remote}"
            yield error(f"{text}: history has it, so change it", _moved(root, option))
        if content and not found:
            yield Diagnosis(f"{shown(path)} has no credentials")


def local(setup: Setup) -> Iterator[Diagnosis]:
    """Nobody shares config.local."""
    for root in _roots(setup):
        path = root + LOCAL
        name = _quoted(os.fsdecode(path))
        if path in setup.paths:
            text = f"{shown(path)} is tracked: what it holds is in history, so change it"
            yield error(text, f"git rm --cached -- {name}{_ignore(setup, root)}")
        elif setup.repository.top and not ignored.patterns(setup.repository.at_top, [path]):
            yield error(f"{shown(path)} is not ignored", _ignore(setup, root).removeprefix(" && "))


def remote(setup: Setup) -> Iterator[Diagnosis]:
    """Somewhere keeps the data that DVC's files name."""
    tracked = [path for path in setup.paths if path.endswith(b".dvc") or path.rpartition(b"/")[2] == b"dvc.lock"]
    for root in _roots(setup) if tracked else ():
        names = [os.fsdecode(root + path) for path in (CONFIG, LOCAL)]
        told = [
            option.remote
            for name in names
            for option in _options((setup.worktree(name) or b"").decode("utf-8", "replace"))
        ]
        if not told:
            whose = shown(root) or "DVC"
            text = f"{whose} has no remote: the data of {counted(len(tracked), 'file')} is on this machine alone"
            yield warning(f"{text}; `dvc remote add --default NAME URL` names one")


def _roots(setup: Setup) -> list[bytes]:
    """The folders of DVC repositories, as the prefixes of their paths."""
    found = {path.rpartition(b".dvc/")[0] for path in setup.paths if re.search(rb"(?:^|/)\.dvc/[^/]+$", path)}
    if setup.repository.top and os.path.isdir(os.path.join(setup.repository.top, ".dvc")):
        found.add(b"")
    return sorted(found)


def _options(text: str) -> Iterator[Option]:
    """The lines of remotes: ConfigObj's grammar as far as DVC writes it."""
    name = None
    for line in text.splitlines():
        if OTHER.match(line):
            section = SECTION.match(line)
            name = section["name"] if section else None
        elif name is not None and (option := OPTION.fullmatch(line)):
            yield Option(name, option["key"], option["value"].strip("'\""))


def _secret(option: Option) -> bool:
    if option.key == "url":
        return urls.secretive(option.value)
    return option.key in SECRETS and option.value.lower() not in {"", "true", "false"}


def _moved(root: bytes, option: Option) -> str:
    """The value goes from one file to the other without being told."""
    within = f"cd {_quoted(os.fsdecode(root))} && " if root else ""
    name, key = _quoted(option.remote), option.key
    value = f'"$(dvc config --project {_quoted(f"remote.{option.remote}.{key}")})"'
    moved = f"{within}dvc remote modify --local {name} {key} {value} && "
    if key == "url":
        return (
            f"{moved}dvc remote modify --project {name} url {_quoted(urls.bare(option.value))} && git add .dvc/config"
        )
    return f"{moved}dvc remote modify --project --unset {name} {key} && git add .dvc/config"


def _ignore(setup: Setup, root: bytes) -> str:
    if ignored.patterns(setup.repository.at_top, [root + LOCAL]):
        return ""
    path = _quoted(os.fsdecode(root) + ".dvc/.gitignore")
    return f" && printf '/config.local\\n/tmp\\n/cache\\n' >> {path} && git add -- {path}"


def _in_venv(setup: Setup) -> bool:
    folders = [os.path.join(setup.top, ".venv", each) for each in ("bin", "Scripts")]
    return any(os.path.exists(os.path.join(folder, name)) for folder in folders for name in ("dvc", "dvc.exe"))


def _quoted(text: str) -> str:
    import shlex  # only where something is to be mended

    return shlex.quote(text)


CHECKS = (program, credentials, local, remote)
