"""All files of the scaffold, or none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from mlhygiene.cli.scaffolding.targets import Action, Target, looked_at
from mlhygiene.cli.scaffolding.writing import write
from mlhygiene.model import Refusal

if TYPE_CHECKING:
    from pathlib import Path


def target(root: Path, path: str, after: bytes) -> Target:
    return Target(path, looked_at(str(root), path), after, Action.WRITE)


PATH = ".github/workflows/mlhygiene.yml"


def test_a_file_where_a_folder_is_needed_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".github").write_bytes(b"")

    with pytest.raises(
        Refusal, match=r"^\.github/workflows/mlhygiene\.yml: \.github is a file, and a folder is needed"
    ):
        looked_at(str(tmp_path), PATH)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_nothing_is_written_through_a_linked_folder(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".github").symlink_to("elsewhere")

    with pytest.raises(Refusal, match=r"\.github is a symbolic link, and nothing is written through one"):
        looked_at(str(tmp_path), PATH)


def test_files_are_written_and_keep_their_modes(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a").chmod(0o750)
    write(str(tmp_path), [target(tmp_path, "a", b"new"), target(tmp_path, "b/c/d", b"d")])

    assert (tmp_path / "a").read_bytes() == b"new"
    assert (tmp_path / "b/c/d").read_bytes() == b"d"
    assert sys.platform == "win32" or (tmp_path / "a").stat().st_mode & 0o777 == 0o750


def test_what_was_written_before_a_file_that_cannot_be_is_put_back(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "z").write_bytes(b"old")
    targets = [target(tmp_path, name, b"new") for name in ("a", "b/c", "z")]
    (tmp_path / "z").write_bytes(b"of somebody else, meanwhile")

    with pytest.raises(Refusal, match=r"z: it has changed while it was read.*; nothing is left written$"):
        write(str(tmp_path), targets)

    assert (tmp_path / "a").read_bytes() == b"old"
    assert (tmp_path / "z").read_bytes() == b"of somebody else, meanwhile"
    assert {path.name for path in tmp_path.iterdir()} == {"a", "z"}


def test_a_file_that_has_come_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    targets = [target(tmp_path, name, b"new") for name in ("a", "b")]
    (tmp_path / "b").write_bytes(b"of somebody else")

    with pytest.raises(Refusal, match="nothing is left written"):
        write(str(tmp_path), targets)

    assert (tmp_path / "b").read_bytes() == b"of somebody else"
    assert not (tmp_path / "a").exists()


def test_what_could_not_be_put_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "b").write_bytes(b"old")
    targets = [target(tmp_path, "folder/a", b"new"), target(tmp_path, "b", b"new")]
    (tmp_path / "b").write_bytes(b"of somebody else, meanwhile")
    # Somebody puts a file of theirs into the folder that we have made.
    monkeypatch.setattr("os.rmdir", _denied)

    with pytest.raises(Refusal, match=r"could not be put back: .*folder$"):
        write(str(tmp_path), targets)


def _denied(_: str) -> None:
    raise OSError


def test_an_interruption_leaves_nothing_half_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    targets = [target(tmp_path, name, b"new") for name in ("a", "b")]
    create = write.__globals__["files"].create

    def interrupted(name: str, content: bytes) -> None:
        if name.endswith("b"):
            raise KeyboardInterrupt
        create(name, content)

    monkeypatch.setattr("mlhygiene.cli.scaffolding.writing.files.create", interrupted)

    with pytest.raises(KeyboardInterrupt):
        write(str(tmp_path), targets)

    assert not list(tmp_path.iterdir())
