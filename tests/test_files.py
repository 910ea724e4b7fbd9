"""A file is replaced whole or not at all, and nothing is left beside it."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from dirty import dirty
from mlhygiene import files
from mlhygiene.model import Refusal

HOOKS = Path(__file__).parents[1] / "hooks"
NOBODY = 65534
posix = pytest.mark.skipif(sys.platform == "win32", reason="rights, owners and signals of POSIX")


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """The one file of a folder."""
    path = tmp_path / "folder" / "a.ipynb"
    path.parent.mkdir()
    path.write_bytes(b"old" * 300)
    return path


def beside(path: Path) -> set[str]:
    """What lies in the folder of a file."""
    return {each.name for each in path.parent.iterdir()}


def replacing(path: Path, content: str, first: str = "") -> subprocess.CompletedProcess[bytes]:
    """A process of its own that does something first, then replaces a file's content by an expression's."""
    script = f"""
import os, resource, signal
from mlhygiene import files
from mlhygiene.model import Refusal
os.chdir({str(path.parent)!r})
file = files.read({path.name!r})
{first}
try:
    files.replace(file, {content})
except Refusal as refusal:
    raise SystemExit(f"refused: {{refusal}}")
"""
    environment = {**os.environ, "PYTHONPATH": str(HOOKS)}
    return subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, check=False)


def test_the_new_content_takes_the_place_of_the_old_one(notebook: Path) -> None:
    files.replace(files.read(str(notebook)), b"new")

    assert (notebook.read_bytes(), beside(notebook)) == (b"new", {"a.ipynb"})


def test_a_name_without_a_folder_lies_here(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(notebook.parent)
    files.replace(files.read("a.ipynb"), b"new")

    assert (notebook.read_bytes(), beside(notebook)) == (b"new", {"a.ipynb"})


@posix
@pytest.mark.parametrize("mode", [0o755, 0o600, 0o664, 0o4711])
def test_the_mode_is_kept(notebook: Path, mode: int) -> None:
    notebook.chmod(mode)
    files.replace(files.read(str(notebook)), b"new")

    assert notebook.stat().st_mode & 0o7777 == mode


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept(notebook: Path) -> None:
    os.chown(notebook, NOBODY, NOBODY)
    files.replace(files.read(str(notebook)), b"new")

    assert (notebook.stat().st_uid, notebook.stat().st_gid) == (NOBODY, NOBODY)


@pytest.mark.skipif(sys.platform != "linux", reason="extended attributes of Linux")
def test_extended_attributes_are_kept(notebook: Path) -> None:
    try:
        os.setxattr(notebook, "user.reviewed", b"yes")
    except OSError:
        pytest.skip("this file system has no extended attributes")
    files.replace(files.read(str(notebook)), b"new")

    assert os.getxattr(notebook, "user.reviewed") == b"yes"


def test_a_symbolic_link_stays_one(notebook: Path) -> None:
    link = notebook.with_name("link.ipynb")
    link.symlink_to("a.ipynb")
    files.replace(files.read(str(link)), b"new")

    assert link.is_symlink()
    assert (notebook.read_bytes(), beside(notebook)) == (b"new", {"a.ipynb", "link.ipynb"})


@pytest.mark.parametrize("content", [b"new", b"newer" * 900], ids=["shorter", "longer"])
def test_every_name_of_a_file_sees_the_change(notebook: Path, content: bytes) -> None:
    other = notebook.with_name("other.ipynb")
    os.link(notebook, other)
    files.replace(files.read(str(notebook)), content)

    assert notebook.samefile(other)
    assert (other.read_bytes(), beside(notebook)) == (content, {"a.ipynb", "other.ipynb"})


def test_a_mount_point_is_written_in_place(notebook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))

    monkeypatch.setattr(os, "replace", busy)
    files.replace(files.read(str(notebook)), b"new")

    assert (notebook.read_bytes(), beside(notebook)) == (b"new", {"a.ipynb"})


@pytest.mark.parametrize("names", [1, 2])
def test_a_change_that_comes_while_it_is_read_is_not_lost(
    notebook: Path, names: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody writes as soon as the last byte is read, and before anything else is asked about the file."""
    if names > 1:
        os.link(notebook, notebook.with_name("other.ipynb"))

    read = files._content

    def slow(handle: int, size: int) -> bytes:
        content = read(handle, size)
        notebook.write_bytes(b"somebody else's")
        return content

    with monkeypatch.context() as patch:
        patch.setattr(files, "_content", slow)
        file = files.read(str(notebook))
    with pytest.raises(Refusal, match="it has changed while it was read"):
        files.replace(file, b"new")

    assert notebook.read_bytes() == b"somebody else's"


@pytest.mark.parametrize("names", [1, 2])
def test_a_change_that_came_between_is_not_lost(notebook: Path, names: int) -> None:
    if names > 1:
        os.link(notebook, notebook.with_name("other.ipynb"))
    before = beside(notebook)
    file = files.read(str(notebook))
    notebook.write_bytes(b"somebody else's")

    with pytest.raises(Refusal, match=r"a\.ipynb: it has changed while it was read, and is left as it is"):
        files.replace(file, b"new")

    assert (notebook.read_bytes(), beside(notebook)) == (b"somebody else's", before)


def test_a_file_that_has_gone_does_not_come_back(notebook: Path) -> None:
    file = files.read(str(notebook))
    notebook.unlink()

    with pytest.raises(Refusal, match="cannot write: No such file"):
        files.replace(file, b"new")

    assert beside(notebook) == set()


def test_a_write_protected_file_is_refused_whoever_asks(notebook: Path) -> None:
    notebook.chmod(0o444)

    with pytest.raises(Refusal, match=r"a\.ipynb: it is write-protected: `chmod u\+w` first"):
        files.replace(files.read(str(notebook)), b"new")

    assert (notebook.read_bytes(), beside(notebook)) == (b"old" * 300, {"a.ipynb"})


@posix
@pytest.mark.parametrize("names", [1, 2])
def test_a_folder_that_takes_no_file_is_told(notebook: Path, names: int) -> None:
    """Root may write everywhere, so nobody asks."""
    notebook.chmod(0o666)
    if names > 1:
        os.link(notebook, notebook.with_name("other.ipynb"))
    notebook.parent.chmod(0o555)
    drop = f"os.geteuid() or os.setuid({NOBODY})"
    ran = replacing(notebook, "b'new'", drop)
    notebook.parent.chmod(0o755)

    assert b"refused: a.ipynb: cannot write: Permission denied; it is as it was\n" in ran.stderr
    assert notebook.read_bytes() == b"old" * 300


FULL = "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))"


@posix
@pytest.mark.parametrize("names", [1, 2])
def test_where_there_is_no_room_the_old_content_stays(notebook: Path, names: int) -> None:
    """A limit on files stands for a full disk: of two names, the write in place fails half-way and is taken back."""
    if names > 1:
        os.link(notebook, notebook.with_name("other.ipynb"))
    before = beside(notebook)
    ran = replacing(notebook, "b'new' * 1000", FULL)

    assert b"refused: a.ipynb: cannot write: File too large; it is as it was\n" in ran.stderr
    assert (notebook.read_bytes(), beside(notebook)) == (b"old" * 300, before)


SMALL = """\
mount -t tmpfs -o size=24k tmpfs . && cd "$PWD" || exit 77
cp "$1" a.ipynb && chmod 755 a.ipynb && head -c 12000 /dev/zero > everything-else
"$2" -m mlhygiene strip a.ipynb && exit 1
cmp a.ipynb "$1" && ls -A
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a file system of our own")
def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """A tmpfs of 24 kB, in a namespace where anybody may mount one."""
    original = tmp_path / "original.ipynb"
    original.write_bytes(dirty("x = 1\n" * 1500))
    (tmp_path / "small").mkdir()
    environment = {**os.environ, "PYTHONPATH": str(HOOKS)}
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", f"cd {tmp_path}/small && {SMALL}", "sh"]
    mounting = [*command[:5], "-c", f"mount -t tmpfs tmpfs {tmp_path}/small"]
    if shutil.which("unshare") is None or subprocess.run(mounting, capture_output=True, check=False).returncode:
        pytest.skip("no tmpfs can be mounted here: user namespaces are off")

    ran = subprocess.run([*command, original, sys.executable], env=environment, capture_output=True, check=False)

    assert (ran.returncode, ran.stdout) == (0, b"a.ipynb\neverything-else\n")
    assert b"a.ipynb: cannot write: No space left on device; it is as it was\n" in ran.stderr


@posix
def test_what_cannot_be_put_back_lies_beside(notebook: Path) -> None:
    os.link(notebook, notebook.with_name("other.ipynb"))
    never = "files._overwrite = lambda path, content: os.write(99, content)"
    ran = replacing(notebook, "b'new'", never)
    (backup,) = beside(notebook) - {"a.ipynb", "other.ipynb"}

    assert f"what it held is in {backup}".encode() in ran.stderr
    assert (notebook.parent / backup).read_bytes() == b"old" * 300


HIT = "real = os.fsync; os.fsync = lambda handle: (os.kill(os.getpid(), signal.{}), real(handle))"


@posix
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("names", [1, 2])
def test_a_signal_waits_until_the_file_is_whole(notebook: Path, name: str, names: int) -> None:
    if names > 1:
        os.link(notebook, notebook.with_name("other.ipynb"))
    before = beside(notebook)
    ran = replacing(notebook, "b'new'", HIT.format(name))

    assert ran.returncode == -getattr(signal, name)
    assert (notebook.read_bytes(), beside(notebook)) == (b"new", before)


@posix
def test_a_kill_leaves_the_old_content_and_a_name_that_is_no_notebook(notebook: Path) -> None:
    ran = replacing(notebook, "b'new'", HIT.format("SIGKILL"))
    (left,) = beside(notebook) - {"a.ipynb"}

    assert ran.returncode == -signal.SIGKILL
    assert notebook.read_bytes() == b"old" * 300
    assert left.startswith(".mlhygiene-")
    assert left.endswith(".tmp")


def test_a_name_as_long_as_any_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 249 + ".ipynb")
    path.write_bytes(b"old")
    files.replace(files.read(str(path)), b"new")

    assert path.read_bytes() == b"new"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not a regular file"):
        files.read(str(tmp_path))
    with pytest.raises(Refusal, match=r"a\.ipynb: cannot read: No such file"):
        files.read(str(tmp_path / "a.ipynb"))


@posix
def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.ipynb")

    with pytest.raises(Refusal, match="not a regular file"):
        files.read(str(tmp_path / "a.ipynb"))


def test_a_new_file_is_made_whole(tmp_path: Path) -> None:
    files.create(str(tmp_path / "new"), b"content")

    assert (tmp_path / "new").read_bytes() == b"content"
    assert beside(tmp_path / "new") == {"new"}


def test_a_file_that_is_there_is_not_made_anew(notebook: Path) -> None:
    with pytest.raises(Refusal, match=r"a\.ipynb: cannot write: File exists"):
        files.create(str(notebook), b"new")

    assert (notebook.read_bytes(), beside(notebook)) == (b"old" * 300, {"a.ipynb"})
