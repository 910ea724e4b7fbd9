"""A long audit on a real terminal: it tells how far it has come, and Ctrl-C leaves nothing behind."""

from __future__ import annotations

import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from terminal import terminal

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Repo

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals of this kind"),
]
AUDIT = (sys.executable, "-m", "mlhygiene", "audit")
COMMITS, FILES = 4_000, 600
WORDS = ("import", "token", "password", "model", "key", "secret", "train", "=", '"', "\n", "{", "}", "lr", "https://")


@pytest.fixture
def long(repo: Repo) -> Repo:
    """A history that takes seconds: many commits, and much text that may hold secrets."""
    dice = random.Random(7)
    parts = [b"reset refs/heads/main\n"]
    for number in range(COMMITS):
        text = b""
        if number < FILES:
            text = f"{number} {' '.join(dice.choices(WORDS, k=1500)) * 4}".encode()
        parts.append(
            b"commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\ndata 1\nx\n"
            b"M 100644 inline f%d.txt\ndata %d\n%s\n"
            % (1_700_000_000 + number, number % FILES, len(text or b"%d" % number), text or b"%d" % number)
        )
    subprocess.run(
        ["git", "fast-import", "--quiet", "--force"],
        cwd=repo.root,
        env=repo.environment,
        input=b"".join(parts),
        check=True,
    )
    return repo


def files(root: Path) -> dict[str, int]:
    """Every file of a repository, and when it was written."""
    return {str(path.relative_to(root)): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def test_progress_is_drawn_and_gone_at_the_end(long: Repo) -> None:
    before = files(long.root)
    shown = terminal(*AUDIT, cwd=long.root, env=long.environment)

    assert shown.code == 0
    for what in (
        b"sizes of all objects",
        b"\x1b[Kcommits",
        b"what the tips of all refs hold",
        b"searching for secrets: ",
    ):
        assert what in shown.drawn
    assert shown.screen[0].startswith("4,000 commits · 1 branch")
    assert shown.screen[-1] == ""
    assert not [line for line in shown.screen if line.endswith("…")]
    assert files(long.root) == before


MOMENTS = {
    "while sizes are read": b"sizes of all objects",
    "among the commits": b"\x1b[Kcommits",
    "at the tips": b"what the tips of all refs hold",
    "among the contents": b"searching for secrets",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_ctrl_c_leaves_nothing_behind(moment: str, long: Repo) -> None:
    before = files(long.root)
    shown = terminal(*AUDIT, cwd=long.root, env=long.environment, interrupt=MOMENTS[moment])

    assert shown.code == 130
    assert shown.screen == [""], "the line of progress is gone, and no traceback takes its place"
    assert shown.left == ()
    assert files(long.root) == before


def test_ctrl_c_leaves_no_page_half_written(long: Repo, tmp_path: Path) -> None:
    page = tmp_path / "audit.html"
    page.write_text("an older page")
    shown = terminal(
        *AUDIT, "--format", f"html={page}", cwd=long.root, env=long.environment, interrupt=b"searching for secrets"
    )

    assert shown.code == 130
    assert [each.name for each in tmp_path.glob("audit*")] == ["audit.html"]
    assert page.read_text() == "an older page"
