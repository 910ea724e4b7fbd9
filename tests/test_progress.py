"""A count on the terminal while long work goes on, and nothing anywhere else."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from builders import blob
from mlhygiene.cli import progress
from mlhygiene.coverage import Coverage

if TYPE_CHECKING:
    import pytest


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_how_far_it_has_come_and_left_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)
    subjects = [blob("a", b""), blob("b", b"")]

    assert list(progress.counted(subjects, Coverage(blobs=1234))) == subjects
    assert "judged 1,234 files" in terminal.getvalue()
    assert terminal.getvalue().endswith(progress.CLEAR)


def test_work_that_ends_soon_needs_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)

    assert len(list(progress.counted([blob("a", b"")], Coverage()))) == 1
    assert terminal.getvalue() == ""


def test_a_file_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    monkeypatch.setattr("sys.stderr", log)
    monkeypatch.setattr(progress, "PATIENCE", 0.0)

    assert len(list(progress.counted([blob("a", b"")], Coverage()))) == 1
    assert log.getvalue() == ""
