"""A command that runs in our place: its streams, its exit code, the signals that are meant for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from mlhygiene import programs
from terminal import terminal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")

# Follows a command, then ends as it did.
FOLLOW = textwrap.dedent("""\
    import os, sys
    from mlhygiene import programs
    try:
        ended = programs.follow(sys.argv[1:], os.environ)
    except programs.Unstarted as refusal:
        print(refusal, file=sys.stderr)
        sys.exit(refusal.code)
    if ended.signal:
        programs.die(ended.signal)
    sys.exit(ended.code)
""")
# Says that it is ready, then, once it is given a line, which signals it has heard.
HEAR = textwrap.dedent("""\
    import os, signal, sys, time
    heard = []
    for name in sys.argv[1].split(","):
        signal.signal(getattr(signal, name), lambda number, _: heard.append(signal.Signals(number).name))
    print("ready", flush=True)
    sys.stdin.readline()
    time.sleep(0.3)
    print(heard, flush=True)
""")


def follow(*command: str, before: str = "") -> tuple[str, ...]:
    return (sys.executable, "-c", before + FOLLOW, *command)


def python(code: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code, *arguments)


# A command, and what a shell would answer.
CODES: dict[str, tuple[Sequence[str], int]] = {
    "success": (python("pass"), 0),
    "failure": (python("raise SystemExit(1)"), 1),
    "another code": (python("raise SystemExit(77)"), 77),
    "the largest code": (python("raise SystemExit(255)"), 255),
    "a code that is cut by the system": (python("raise SystemExit(256 + 3)"), 3),
    "ours for a bug": (python("raise SystemExit(3)"), 3),
    "an exception": (python("1 / 0"), 1),
    "a signal": (python("import os; os.kill(os.getpid(), 15)"), 128 + 15),
    "the kernel's own": (python("import os; os.kill(os.getpid(), 9)"), 128 + 9),
    "an interrupt": (python("import os; os.kill(os.getpid(), 2)"), 128 + 2),
    "an abort": (python("import os; os.abort()"), 128 + 6),
    "a program that is not there": (("no-such-program-here",), 127),
    "a file that is not there": (("./no/such/file",), 127),
    "no name": (("",), 127),
    "a folder": (("/",), 126),
    "a file that is no program": ((__file__,), 126),
}


@pytest.mark.parametrize(("command", "code"), CODES.values(), ids=CODES)
def test_a_shell_sees_the_code_of_the_command(
    environment: Mapping[str, str], tmp_path: Path, command: Sequence[str], code: int
) -> None:
    script = '"$@"; echo "$?"'

    direct, ours = (
        subprocess.run(
            ["sh", "-c", script, "sh", *each], env=environment, cwd=tmp_path, capture_output=True, check=False
        )
        for each in (command, follow(*command))
    )

    assert int(ours.stdout.split()[-1]) == code
    assert direct.stdout == ours.stdout


def test_what_cannot_be_started_is_told(environment: Mapping[str, str], tmp_path: Path) -> None:
    with pytest.raises(programs.Unstarted, match="no-such-program: not on the PATH"):
        programs.follow(["no-such-program"], environment)
    with pytest.raises(programs.Unstarted, match="no such file"):
        programs.follow([str(tmp_path / "nothing")], environment)
    with pytest.raises(programs.Unstarted, match=r"cannot be run: Permission denied"):
        programs.follow([str(tmp_path)], environment)
    with pytest.raises(programs.Unstarted, match="a NUL in it"):
        programs.follow(["a\0b"], environment)


def test_the_streams_are_the_command_s_own(environment: Mapping[str, str], tmp_path: Path) -> None:
    code = "import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1]); sys.stderr.buffer.write(b'\\xff\\r\\n')"
    given = bytes(range(256)) * 1000

    done = subprocess.run(
        follow(*python(code)), env=environment, cwd=tmp_path, input=given, capture_output=True, check=False
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, given[::-1], b"\xff\r\n")


def test_a_file_that_the_caller_has_opened_is_open(environment: Mapping[str, str], tmp_path: Path) -> None:
    read, write = os.pipe()
    with os.fdopen(read, "rb") as pipe:
        code = f"import os; os.write({write}, b'here')"
        subprocess.run(follow(*python(code)), env=environment, cwd=tmp_path, pass_fds=[write], check=True)
        os.close(write)
        assert pipe.read() == b"here"


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_the_caller_has_closed_is_closed(
    environment: Mapping[str, str], tmp_path: Path, closed: str
) -> None:
    code = f"""\
import os, sys
def is_open(number):
    try: os.fstat(number)
    except OSError: return False
    return True
open({str(tmp_path / "told")!r}, "w").write(repr([is_open(number) for number in range(3)]))
"""
    script = f'"$@" {closed}'

    subprocess.run(
        ["sh", "-c", script, "sh", *follow("sh", "-c", f'exec "$@" {closed}', "sh", *python(code))],
        env=environment,
        cwd=tmp_path,
        check=True,
    )
    direct = (tmp_path / "told").read_text()
    subprocess.run(["sh", "-c", script, "sh", *follow(*python(code))], env=environment, cwd=tmp_path, check=True)

    assert (tmp_path / "told").read_text() == direct


def test_the_group_and_the_session_are_ours(environment: Mapping[str, str], tmp_path: Path) -> None:
    code = "import os; print(os.getpgrp(), os.getsid(0), os.getcwd())"

    done = subprocess.run(follow(*python(code)), env=environment, cwd=tmp_path, capture_output=True, check=True)

    assert done.stdout.decode().split() == [str(os.getpgrp()), str(os.getsid(0)), str(tmp_path)]


def test_what_python_ignores_the_command_does_not(environment: Mapping[str, str], tmp_path: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" | head -n 1', "sh", *follow("yes")],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        check=True,
    )

    assert (done.stdout, done.stderr) == (b"y\n", b"")


@pytest.mark.parametrize("name", programs.MEANT)
def test_a_signal_for_us_alone_is_the_command_s(environment: Mapping[str, str], tmp_path: Path, name: str) -> None:
    with subprocess.Popen(
        follow(*python(HEAR, name)), env=environment, cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        running.send_signal(signal.Signals[name])
        running.stdin.write(b"\n")
        running.stdin.close()
        said = running.stdout.read()

    assert (running.returncode, said.decode()) == (0, f"['{name}']\n")


def test_a_signal_that_nobody_hears_ends_both_alike(environment: Mapping[str, str], tmp_path: Path) -> None:
    code = "print('ready', flush=True); import time; time.sleep(100)"
    with subprocess.Popen(follow(*python(code)), env=environment, cwd=tmp_path, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"ready\n"
        running.terminate()
        assert running.wait() == -signal.SIGTERM


def test_what_is_ignored_stays_so(environment: Mapping[str, str], tmp_path: Path) -> None:
    ignored = "signal.getsignal(signal.{}) is signal.SIG_IGN"
    code = f"import signal; print({ignored.format('SIGHUP')}, {ignored.format('SIGINT')})"
    before = (
        "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN); signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    )

    done = subprocess.run(
        follow(*python(code), before=before), env=environment, cwd=tmp_path, capture_output=True, check=True
    )

    assert done.stdout.decode().split() == ["True", "True"]


def test_a_parent_that_ignores_its_children_changes_nothing(environment: Mapping[str, str], tmp_path: Path) -> None:
    before = "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"

    done = subprocess.run(
        follow(*python("raise SystemExit(5)"), before=before), env=environment, cwd=tmp_path, check=False, timeout=60
    )

    assert done.returncode == 5


def test_ctrl_c_reaches_the_command_once(environment: Mapping[str, str], tmp_path: Path) -> None:
    code = """\
import signal, time
heard = []
signal.signal(signal.SIGINT, lambda *_: heard.append(1))
print("ready", flush=True)
while not heard:
    time.sleep(0.01)
time.sleep(0.5)
print("heard", len(heard), flush=True)
raise SystemExit(9)
"""

    shown = terminal(*follow(*python(code)), cwd=tmp_path, env=environment, interrupt=b"ready")

    assert shown.code == 9
    assert shown.drawn.endswith(b"heard 1\r\n")
    assert shown.left == ()


def test_ctrl_c_ends_a_shell_s_loop_over_runs(environment: Mapping[str, str], tmp_path: Path) -> None:
    script = 'for each in 1 2 3; do "$@"; done; echo went on'
    code = (
        "import signal, time; signal.signal(signal.SIGINT, signal.SIG_DFL); print('ready', flush=True); time.sleep(60)"
    )

    shown = terminal(
        "bash", "-c", script, "bash", *follow(*python(code)), cwd=tmp_path, env=environment, interrupt=b"ready"
    )

    assert shown.code == -signal.SIGINT
    assert b"went on" not in shown.drawn
    assert shown.left == ()
