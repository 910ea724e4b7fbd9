"""Repositories to measure, made by `git fast-import`: the same bytes on every machine."""

from __future__ import annotations

import random
import subprocess
from typing import TYPE_CHECKING

from timing import ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SUFFIXES = ("py", "py", "py", "md", "txt", "yaml", "json", "ipynb", "csv", "png")
CHUNK = 1 << 20


def empty(folder: Path) -> Path:
    """A new repository on `main`, which git never tidies behind our back."""
    git(folder.parent, "init", "--quiet", "--initial-branch=main", str(folder))
    git(folder, "config", "gc.auto", "0")
    return folder


def git(folder: Path, *arguments: str, given: bytes | None = None) -> str:
    """The output of a git that must succeed."""
    done = subprocess.run(
        ["git", *arguments], cwd=folder, env=ENVIRONMENT, input=given, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode("utf-8", "surrogateescape").strip()


def with_history(folder: Path, commits: int, *, changed: int = 2, files: int = 2000) -> Path:
    """A packed repository: a tree of `files` paths in folders, `changed` of them new in each commit."""
    seed = random.Random(commits)
    paths = [f"{_folder(seed)}/file_{number}.{seed.choice(SUFFIXES)}" for number in range(files)]
    imported(empty(folder), _history(seed, paths, commits, changed))
    git(folder, "repack", "-adq", "--window=0")
    git(folder, "reset", "--hard", "--quiet")
    return folder


def with_staged_files(folder: Path, count: int) -> list[str]:
    """Files in the worktree and loose objects in git, as `git add` leaves them."""
    seed = random.Random(count)
    names = [f"{_folder(seed)}/file_{number}.{seed.choice(SUFFIXES)}" for number in range(count)]
    git(empty(folder), "commit", "--quiet", "--allow-empty", "-m", "start")
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(seed.randbytes(_size(seed)))
    git(folder, "-c", "core.compression=0", "add", "--all")
    return names


def with_blob(folder: Path, size: int, *, random_bytes: bool) -> None:
    """Commit a file of so many bytes, streamed, then delete it; leave it staged as well."""
    # Bytes that deflate cannot shrink are stored as they are, which saves a minute.
    git(folder, "config", "core.compression", "0" if random_bytes else "1")
    imported(folder, _one_blob(size, random_bytes=random_bytes))
    git(folder, "update-index", "--add", "--cacheinfo", f"100644,{git(folder, 'rev-parse', 'main^:model.pt')},model.pt")


def _one_blob(size: int, *, random_bytes: bool) -> Iterator[bytes]:
    seed, zeros = random.Random(size), bytes(CHUNK)
    who = b"committer Ada <ada@example.org> 1800000000 +0000\n"
    yield b"commit refs/heads/main\n%sdata 5\nmodel\nfrom refs/heads/main^0\n" % who
    yield b"M 100644 inline model.pt\ndata %d\n" % size
    for at in range(0, size, CHUNK):
        yield (seed.randbytes(CHUNK) if random_bytes else zeros)[: size - at]
    yield b"\ncommit refs/heads/main\n%sdata 4\ngone\nD model.pt\n" % who
    yield b"done\n"


def _folder(seed: random.Random) -> str:
    top, topic = seed.choice(("src", "tests", "docs", "data")), seed.choice(("train", "model", "eval", "api"))
    return f"{top}/{topic}_{seed.randrange(16)}"


def _size(seed: random.Random) -> int:
    """Source and text about a lognormal 2 kB, some as short as a pointer, a few large."""
    share = seed.random()
    if share < 0.2:
        return seed.randrange(100, 1000)
    if share < 0.999:
        return min(int(seed.lognormvariate(7.6, 1.3)), 400_000)
    return seed.randrange(600_000, 3_000_000)


def imported(folder: Path, stream: Iterator[bytes]) -> None:
    process = subprocess.Popen(
        ["git", "fast-import", "--quiet", "--depth=0"], cwd=folder, env=ENVIRONMENT, stdin=subprocess.PIPE
    )
    assert process.stdin is not None
    process.stdin.writelines(stream)
    process.stdin.close()
    if process.wait():
        raise SystemExit("git fast-import failed")


def _history(seed: random.Random, paths: list[str], commits: int, changed: int) -> Iterator[bytes]:
    """The stream of git-fast-import(1): every commit brings contents that are new."""
    for number in range(commits):
        message = b"exp: run %d" % number
        who = b"Ada <ada@example.org> %d +0000" % (1_700_000_000 + 60 * number)
        yield b"commit refs/heads/main\ncommitter %s\ndata %d\n%s\n" % (who, len(message), message)
        for path in paths if number == 0 else seed.sample(paths, changed):
            content = b"%d %d " % (number, seed.randrange(1 << 30)) * min(_size(seed) // 16 + 1, 300)
            yield b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(content), content)
    yield b"done\n"
