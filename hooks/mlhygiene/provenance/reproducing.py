"""The commands that make a run once more, to be pasted into a POSIX shell in an empty folder."""

from __future__ import annotations

import hashlib
import posixpath
import re
import shlex
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git import entries
from mlhygiene.provenance.running import LOCKS, MASK

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlhygiene.git import Repository
    from mlhygiene.provenance.evidence import Evidence

DIGITS = 7
# How what a lock file names is installed, and what runs in it.
INSTALLS: Mapping[str, tuple[str, str]] = {
    "uv.lock": ("uv sync --frozen", "uv run --frozen "),
    "poetry.lock": ("poetry install", "poetry run "),
    "pdm.lock": ("pdm sync", "pdm run "),
    "pixi.lock": ("pixi install --frozen", "pixi run --frozen "),
    "Pipfile.lock": ("pipenv sync", "pipenv run "),
    "conda-lock.yml": ("conda-lock install --prefix .conda conda-lock.yml", "conda run --prefix .conda "),
    "requirements.txt": (
        "python3 -m venv .venv && . .venv/bin/activate && python -m pip install -r requirements.txt",
        "",
    ),
}
LFS = re.compile(rb"(?m)^[^#\n]*\bfilter=lfs\b")


class Source(NamedTuple):
    """The commit that has the files: the record's, with a patch upon it, or a snapshot, which `ref` keeps.

    `local` where no remote is known to have it.
    """

    commit: str
    patch: str | None = None
    ref: str | None = None
    local: bool = False


class Needs(NamedTuple):
    """What the files of a commit ask for; `lock` is the path of the lock file."""

    submodules: bool
    lfs: bool
    dvc: bool
    lock: str | None


def commands(repository: Repository, found: Evidence, source: Source, address: str, notes: list[str]) -> list[str]:
    """One command a line; `notes` gets what they cannot do."""
    needs = _needs(repository, found, source.commit)
    folder = f"{_name(address)}-{found.commit[:DIGITS]}"
    lines = [f"git clone --no-checkout -- {quoted(address)} {quoted(folder)}", f"cd {quoted(folder)}"]
    if source.ref:
        lines.append(f"git fetch origin {quoted(source.ref)}")
    lines.append(f"git checkout --detach {source.commit}")
    if source.patch:
        lines.append(f"git apply {quoted(source.patch)}")
    lines += ["git submodule update --init --recursive"] if needs.submodules else []
    lines += ["git lfs pull"] if needs.lfs else []
    lines += ["dvc pull"] if needs.dvc else []
    return [*lines, *_run(found, needs, notes)]


def quoted(text: str) -> str:
    return shlex.quote(text)


def _run(found: Evidence, needs: Needs, notes: list[str]) -> Iterator[str]:
    """Install what the lock file names, and start the command."""
    before = ""
    if needs.lock:
        folder, name = posixpath.split(needs.lock)
        install, before = INSTALLS[name]
        yield f"cd {quoted(folder)} && {install} && cd -" if folder and not before else _within(install, folder)
        before = _within(before, folder) if before else ""
    entry, argv = found.fields.get("entry"), found.fields.get("argv")
    words = found.command or ([*_interpreter(entry), entry, *(argv or ())] if entry else ())
    if not words:
        notes.append("the record does not name the script that ran")
        return
    if not found.command and argv is None:
        notes.append("the record does not say what came after the script")
    if any(MASK in word for word in words):
        notes.append(f"where the command has {MASK}, a secret stood: put it there again")
    # The command was typed in a folder from where its words lead to the script.
    typed = next((f"/{word}" for word in words if entry and entry.endswith(f"/{word}")), None)
    if typed and entry:
        yield f"cd {quoted(entry.removesuffix(typed))}"
    yield before + " ".join(map(quoted, words))


def _within(command: str, folder: str) -> str:
    """A command for a lock file that does not lie at the root."""
    if not folder:
        return command
    return (
        f"(cd {quoted(folder)} && {command})" if not command.endswith(" ") else f"{command}--project {quoted(folder)} "
    )


def _interpreter(entry: str) -> list[str]:
    return {".sh": ["sh"], ".R": ["Rscript"], ".r": ["Rscript"], ".jl": ["julia"]}.get(
        posixpath.splitext(entry)[1], ["python3"]
    )


def _needs(repository: Repository, found: Evidence, commit: str) -> Needs:
    files = {entry.path: entry.oid for entry in entries.tree(repository.at_top, commit)}
    speaking = [oid for path, oid in files.items() if posixpath.basename(path) == b".gitattributes"]
    lfs = any(LFS.search(repository.objects.read(oid) or b"") for oid in speaking)
    dvc = b".dvc/config" in files and any(path.endswith((b".dvc", b"dvc.lock")) for path in files)
    return Needs(b".gitmodules" in files, lfs, dvc, _lock(repository, found, files))


def _lock(repository: Repository, found: Evidence, files: Mapping[bytes, str]) -> str | None:
    """The lock file that the record names, by its digest; else the nearest to the script."""
    name, _, digest = str(found.fields.get("lock") or "").partition(" ")
    named = [path for path in files if posixpath.basename(path) == name.encode()] if name in INSTALLS else []
    for path in sorted(named, key=len):
        content = repository.objects.read(files[path]) or b""
        if f"sha256:{hashlib.sha256(content).hexdigest()}" == digest:
            return path.decode("utf-8", "surrogateescape")
    folder = posixpath.dirname(str(found.fields.get("entry") or ""))
    above = ["/".join(folder.split("/")[:depth]) for depth in range(folder.count("/") + 1, 0, -1)]
    candidates = (posixpath.join(at, each) for at in (*above, "") for each in (name, *LOCKS) if each in INSTALLS)
    return next((each for each in candidates if each.encode("utf-8", "surrogateescape") in files), None)


def _name(address: str) -> str:
    found = re.split(r"[/:\\]", address.rstrip("/").removesuffix("/.git").removesuffix(".git"))[-1]
    return found if re.fullmatch(r"[\w][\w.-]*", found) else "code"
