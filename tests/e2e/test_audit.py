"""`mlhygiene audit` as a user runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from random import Random
from typing import TYPE_CHECKING

import pytest

from collected import audit
from look import told
from notebooks import code, notebook
from tokens import make

if TYPE_CHECKING:
    from conftest import Repo
    from mlhygiene.audit.audit import Audit

TEXT, TOKEN = make("token = '«hf_{letters:34}»'\n", Random(6))
BIG = b"weights " * 20_000
OUTPUT = {"output_type": "stream", "name": "stdout", "text": "out " * 500}
DIRTY, CLEAN = notebook(code("1", 1, OUTPUT)), notebook(code("1"))


def _everything(repo: Repo) -> Audit:
    return audit(repo, contents=True)


@pytest.fixture
def leaked(repo: Repo) -> Repo:
    """A checkpoint and a token that came and went, and a notebook that was stripped."""
    repo.put("model.pt", BIG).put("train.py", TEXT.encode()).put("a.ipynb", DIRTY).commit("exp: first")
    repo.git("rm", "--quiet", "--cached", "model.pt")
    repo.put("train.py", b"print()\n").put("a.ipynb", CLEAN).commit("chore: clean")
    return repo


CODES = {
    "nothing asked": ((), 0),
    "a large file": (("--fail-over", "100 KiB"), 1),
    "no larger file": (("--fail-over", "1MB"), 0),
    "a bar in bytes": (("--fail-over", "159999"), 1),
    "a file that is just as large": (("--fail-over", "160000"), 0),
    "secrets": (("--fail-on-secrets",), 1),
    "secrets that nobody looks for": (("--no-secrets",), 0),
    "a bar without contents": (("--sizes-only", "--fail-over", "1kB"), 1),
    "a wrong size": (("--limit", "many"), 2),
    "a wrong bar": (("--fail-over", "many"), 2),
    "a wrong number": (("--top", "0"), 2),
    "no number": (("--top", "x"), 2),
    "a contradiction": (("--fail-on-secrets", "--no-secrets"), 2),
    "another contradiction": (("--fail-on-secrets", "--sizes-only"), 2),
    "no such format": (("--format", "xml"), 2),
    "two reports in one place": (("--format", "text", "--format", "text"), 2),
    "no such folder": (("-C", "nowhere"), 2),
    "no such config": (("--config", "nowhere.toml"), 2),
}


@pytest.mark.parametrize(("arguments", "code"), CODES.values(), ids=CODES)
def test_the_exit_code_answers(leaked: Repo, arguments: tuple[str, ...], code: int) -> None:
    ran = told(leaked, "audit", *arguments)

    assert (ran.code, "Traceback" in ran.err) == (code, False)
    assert (code == 2) == bool(ran.err)


def test_what_no_ref_reaches_fails_nothing(repo: Repo) -> None:
    repo.put("a", b"1").commit()
    repo.put("loose.pt", BIG)

    assert told(repo, "audit", "--fail-over", "1kB").code == 0


def test_outside_of_a_repository_a_line_says_so(repo: Repo) -> None:
    ran = told(repo, "audit", "-C", str(repo.root.parent))

    assert (ran.code, len(ran.lines)) == (2, 1)


def test_a_report_goes_to_a_file(leaked: Repo) -> None:
    ran = told(leaked, "audit", "--output", "audit.txt")

    assert (ran.code, ran.out) == (0, "")
    assert "model.pt" in (leaked.root / "audit.txt").read_text()


def test_it_stands_where_it_is_told(leaked: Repo) -> None:
    assert told(leaked, "audit", "-C", str(leaked.root), cwd=leaked.root.parent).out == told(leaked, "audit").out


def test_no_output_tells_a_secret(leaked: Repo) -> None:
    ran = told(leaked, "audit")

    assert TOKEN not in ran.out + ran.err


def test_a_secret_of_history_is_found(leaked: Repo) -> None:
    (leak,) = _everything(leaked).leaks or ()

    assert (leak.code, leak.path, leak.line, leak.in_head) == ("MLH202", b"train.py", 1, False)
    assert leak.first
    assert leak.first.commit == leaked.git("rev-parse", "HEAD~1")


def test_a_secret_that_head_has_is_told_so(leaked: Repo) -> None:
    leaked.put("again.py", TEXT.encode()).commit()

    (leak,) = _everything(leaked).leaks or ()

    assert (leak.in_head, leak.names) == (True, (b"train.py", b"again.py"))


def test_a_secret_in_a_message_is_found(repo: Repo) -> None:
    said = repo.put("a", b"1").commit(f"exp: run with {TEXT}")
    repo.git("checkout", "--quiet", "--orphan", "other")
    elsewhere = repo.commit("exp: with " + make("«hf_{letters:34}»", Random(7))[0])
    repo.git("checkout", "--quiet", "-f", "main")

    leaks = _everything(repo).leaks or ()

    assert {leak.oids: (leak.code, leak.in_head) for leak in leaks} == {
        (said,): ("MLH206", True),
        (elsewhere,): ("MLH206", False),
    }


def test_a_secret_in_what_a_tag_says_is_found_through_other_tags_too(repo: Repo) -> None:
    repo.put("a", b"1").commit()
    repo.git("tag", "-a", "v1", "-m", f"run with {TEXT}")
    repo.git("tag", "-a", "v2", "-m", "the same", "v1")
    repo.git("tag", "-d", "v1")

    (leak,) = _everything(repo).leaks or ()

    assert (leak.code, leak.messages, leak.in_head) == ("MLH206", ("refs/tags/v2",), False)
    assert leak.first
    assert leak.first.author == "Ada <ada@example.org>"
    assert "message of tag v2: MLH206" in told(repo, "audit").out


def test_a_secret_that_a_tag_alone_leads_to_is_found(repo: Repo) -> None:
    repo.put("a", b"1").commit()
    repo.put("key.py", TEXT.encode())
    repo.git("tag", "key", repo.git("rev-parse", ":key.py"))
    repo.git("reset", "--quiet")

    (leak,) = _everything(repo).leaks or ()

    assert (leak.code, leak.path, leak.first) == ("MLH202", b"", None)


def test_a_secret_of_the_reflog_is_found_where_it_is_asked_for(leaked: Repo) -> None:
    leaked.git("checkout", "--quiet", "--orphan", "fresh")
    leaked.commit()
    leaked.git("branch", "--quiet", "-D", "main")
    leaked.git("checkout", "--quiet", "--detach")

    assert _everything(leaked).leaks == []
    (leak,) = audit(leaked, contents=True, reflog=True).leaks or ()
    assert leak.first is not None


ASIDE = {
    "in the line": (TEXT.replace("\n", "  # mlhygiene: ignore[MLH202] revoked\n"), ""),
    "by path": (TEXT, "[per-path]\n'*.py' = { MLH202 = 'examples' }\n"),
    "by rule": (TEXT, "[ignore]\nMLH2 = 'another tool looks'\n"),
}


@pytest.mark.parametrize(("text", "config"), ASIDE.values(), ids=ASIDE)
def test_what_is_set_aside_is_not_told(repo: Repo, text: str, config: str) -> None:
    repo.put("a.py", text.encode()).commit()
    repo.put("a.py", b"print()\n").put("mlhygiene.toml", config.encode()).commit()

    assert _everything(repo).leaks == []


def test_a_secret_at_a_path_that_is_not_set_aside_is_told(repo: Repo) -> None:
    repo.put("a.py", TEXT.encode()).put("b.txt", TEXT.encode())
    repo.put("mlhygiene.toml", ASIDE["by path"][1].encode()).commit()

    (leak,) = _everything(repo).leaks or ()

    assert leak.names == (b"b.txt",)


def test_a_link_is_no_secret_file(repo: Repo) -> None:
    repo.put(".env", b"PASSWORD=" + TOKEN.encode(), mode="120000").commit()

    assert _everything(repo).leaks == []


def test_notebooks_are_weighed_in_every_version(leaked: Repo) -> None:
    weighed = _everything(leaked).notebooks
    assert weighed

    assert (weighed.versions, weighed.size) == (2, len(DIRTY) + len(CLEAN))
    assert len(OUTPUT["text"]) < weighed.output < len(DIRTY)
    assert (weighed.head_versions, weighed.head_output, weighed.paths, weighed.broken) == (1, 0, (), 0)


def test_notebooks_of_head_that_have_output_are_named(leaked: Repo) -> None:
    leaked.put("b.ipynb", DIRTY).put("broken.ipynb", b"{").put("link.ipynb", b"b.ipynb", mode="120000").commit()

    weighed = _everything(leaked).notebooks
    assert weighed

    assert (weighed.paths, weighed.broken) == ((b"b.ipynb",), 1)
    assert weighed.head_output > 0


def test_a_notebook_may_keep_its_output(leaked: Repo) -> None:
    config = b"[per-path]\n'tutorials/**' = { MLH301 = 'they show what comes out' }\n"
    leaked.put("tutorials/b.ipynb", DIRTY + b"\n").put("mlhygiene.toml", config).commit()

    weighed = _everything(leaked).notebooks
    assert weighed

    assert (weighed.versions, weighed.paths) == (2, ())


def test_parts_may_be_left_away(leaked: Repo) -> None:
    assert audit(leaked).leaks is None
    assert audit(leaked, contents=True, secrets=False).leaks is None
    assert audit(leaked, contents=True, notebooks=False).notebooks is None


def test_nothing_is_written_to_the_repository(leaked: Repo) -> None:
    def state() -> dict[str, int]:
        found = (os.path.join(root, name) for root, _, names in os.walk(leaked.root) for name in names)
        return {path: os.lstat(path).st_mtime_ns for path in found}

    before = state()
    told(leaked, "audit")

    assert state() == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no pseudo-terminal")
def test_a_terminal_shows_what_is_under_way_and_is_left_clean(leaked: Repo) -> None:
    import pty

    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "mlhygiene", "audit"],
        cwd=leaked.root,
        env=leaked.environment,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 1 << 16).decode()
    os.close(ours)

    assert done.returncode == 0
    assert "sizes of all objects" in shown
    assert "searching for secrets" in shown
    assert shown.endswith("\r\033[K")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_an_interruption_ends_it_with_all_that_it_started(leaked: Repo) -> None:
    # Enough of it that it is still under way.
    stream = "".join(
        f"commit refs/heads/main\ncommitter A <a@b> {n} +0000\ndata 1\nx\n"
        f"M 100644 inline f{n}.py\ndata 3000\n{'x = 1 # ' * 375}\n"
        for n in range(1, 3000)
    )
    leaked.run("git", "fast-import", "--quiet", "--force", stdin=stream.encode())
    process = subprocess.Popen(
        [sys.executable, "-m", "mlhygiene", "audit"],
        cwd=leaked.root,
        env=leaked.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(0.6)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert (process.returncode, out, err) == (130, b"", b"")
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
