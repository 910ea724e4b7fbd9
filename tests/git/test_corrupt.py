"""A broken repository is told in one line with exit code 2: no traceback, no hang, no clean bill."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from look import told

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Repo

# Random bytes do not shrink, so that half of the file is half of the content.
BLOB = os.urandom(600_000)


@pytest.fixture
def begun(repo: Repo) -> Repo:
    """Two commits of loose objects: `a.bin`, then `sub/b.bin` and attributes."""
    repo.git("config", "gc.auto", "0")
    repo.put("a.bin", BLOB).commit()
    repo.put("sub/b.bin", BLOB[::-1]).put(".gitattributes", b"*.pt filter=lfs\n").put("c.pt", b"raw").commit()
    return repo


def _file(repo: Repo, name: str) -> Path:
    oid = repo.git("rev-parse", name)
    path = repo.root / ".git/objects" / oid[:2] / oid[2:]
    path.chmod(0o644)
    return path


def _truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _garbled(path: Path) -> None:
    path.write_bytes(b"garbage" * 20)


def _removed(path: Path) -> None:
    path.unlink()


DAMAGE = {"truncated": _truncated, "empty": _emptied, "garbage": _garbled, "missing": _removed}
COMMANDS = {
    "lint": ("lint",),
    "staged": ("lint", "--staged"),
    "revision": ("lint", "--rev", "HEAD"),
    "between": ("lint", "--from-ref", "HEAD~1"),
    "history": ("lint", "--history"),
    "hook": ("hook", "large-files", "sub/b.bin", "c.pt"),
}
# What a scope has to read, and so cannot do without.
NEEDED = {
    "a large blob": ("HEAD:sub/b.bin", {"lint", "revision", "between", "history", "hook"}),
    "the attributes": ("HEAD:.gitattributes", {"lint", "revision", "between", "history", "hook"}),
    "a small blob": ("HEAD:c.pt", {"lint", "revision", "between", "history", "hook"}),
    "the tree": ("HEAD^{tree}", {"staged", "revision", "between", "history"}),
    "the tree of a folder": ("HEAD:sub", {"revision", "between", "history"}),
    "the commit": ("HEAD", {"staged", "revision", "between", "history"}),
    "an older commit": ("HEAD~1", {"between", "history"}),
    "an older tree": ("HEAD~1^{tree}", {"between", "history"}),
}
BROKEN = {
    f"{what}, {how}, {command}": (name, damage, command)
    for what, (name, commands) in NEEDED.items()
    for how, damage in DAMAGE.items()
    for command in sorted(commands)
}


@pytest.mark.parametrize(("name", "damage", "command"), BROKEN.values(), ids=BROKEN)
def test_is_told(begun: Repo, name: str, damage: Callable[[Path], None], command: str) -> None:
    damage(_file(begun, name))

    ran = told(begun, *COMMANDS[command])

    assert (ran.code, "Traceback" in ran.err) == (2, False)
    assert 1 <= len(ran.lines) <= 2
    assert all(line.startswith("mlhygiene: ") for line in ran.lines)


OTHER = {
    "the index": ".git/index",
    "the config": ".git/config",
    "the head": ".git/HEAD",
}


@pytest.mark.parametrize("path", OTHER.values(), ids=OTHER)
@pytest.mark.parametrize("command", ["lint", "staged", "hook"])
def test_a_garbled_file_is_told(begun: Repo, path: str, command: str) -> None:
    (begun.root / path).write_bytes(b"[garbage")

    ran = told(begun, *COMMANDS[command])

    assert (ran.code, ran.out, "Traceback" in ran.err) == (2, "", False)
    assert len(ran.lines) == 1


def test_a_broken_pack_is_told(begun: Repo) -> None:
    begun.git("repack", "--quiet", "-a", "-d")
    (pack,) = (begun.root / ".git/objects/pack").glob("*.pack")
    pack.chmod(0o644)
    _truncated(pack)

    for command in COMMANDS.values():
        ran = told(begun, *command)
        assert (ran.code, "Traceback" in ran.err) == (2, False)


def test_advice_is_for_a_broken_repository_not_for_a_partial_clone(begun: Repo) -> None:
    _removed(_file(begun, "HEAD:sub/b.bin"))

    ran = told(begun, "lint")

    assert ran.lines == [
        (
            "mlhygiene: could not judge: sub/b.bin: its content is not in this clone, not judged:"
            " run `git fsck` to see what is broken"
        )
    ]
