"""`mlhygiene filter` as git and people call it, without a repository where none is needed."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mlhygiene.cli.filter import Filter
from mlhygiene.filtering import pktline
from mlhygiene.filtering.server import Declined

if TYPE_CHECKING:
    from conftest import Repo

OUTPUT = {"name": "stdout", "output_type": "stream", "text": ["2\n"]}
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 48100000\n" % (b"4d" * 32)
# Heavy, or needed only to install: nothing of it on git's path.
LATE = (
    *("argparse", "difflib", "humanize", "identify", "jsonschema", "nbformat", "nbstripout", "pathspec", "ruamel"),
    *("shutil", "subprocess", "tempfile", "threading", "tomllib", "traceback"),
)


def notebook(*outputs: dict[str, object], metadata: dict[str, object] | None = None, indent: int = 1) -> bytes:
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": outputs, "source": ["1 + 1"]}
    tree = {"cells": [cell], "metadata": metadata or {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(tree, indent=indent).encode() + b"\n"


CLEAN, DIRTY = notebook(), notebook(OUTPUT)
ZEPPELIN = b'{"paragraphs": [{"results": %s, "text": "1"}]}'
CONFLICT = CLEAN.replace(b' "metadata"', b'<<<<<<< ours\n "metadata"')
CLEANED = {
    "a notebook with outputs": (b"a.ipynb", DIRTY, CLEAN),
    "a clean notebook, byte by byte": (b"a.ipynb", notebook(indent=7), notebook(indent=7)),
    "CRLF": (b"a.ipynb", DIRTY.replace(b"\n", b"\r\n"), CLEAN.replace(b"\n", b"\r\n")),
    "Zeppelin": (b"a.zpln", ZEPPELIN % b'{"code": "SUCCESS"}', ZEPPELIN % b"{}"),
    "an empty file": (b"a.ipynb", b"", b""),
    "what stands for a notebook in Git LFS": (b"a.ipynb", POINTER, POINTER),
    "a name with a blank": (b"my a.ipynb", DIRTY, CLEAN),
    "a name that is not UTF-8": (b"mod\xe8le.ipynb", DIRTY, CLEAN),
}
BROKEN = {
    "not JSON": (b"{]", "a.ipynb:1:2: not valid JSON"),
    "cut off": (CLEAN[:-30], "a.ipynb:"),
    "a conflict, with its cell": (
        CLEAN.replace(b'   "source"', b'<<<<<<< ours\n   "source"'),
        "a.ipynb:8:1: unresolved merge conflict: resolve it (`git mergetool`, nbdime) first (cell 1)",
    ),
    "a conflict": (CONFLICT, "a.ipynb:"),
    "no notebook": (b"[]", "a.ipynb:1:1: not a notebook"),
    "only blanks": (b"\n\n", "a.ipynb: the file is empty"),
    "not UTF-8": (b"\xff", "a.ipynb:1:1: not UTF-8"),
}


def conversation(*files: tuple[bytes, bytes], command: bytes = b"clean") -> bytes:
    """What git would write."""
    greeting = pktline.listing(b"git-filter-client", b"version=2")
    offers = pktline.listing(b"capability=clean", b"capability=smudge", b"capability=delay")
    requests = (
        pktline.listing(b"command=" + command, b"pathname=" + path) + b"".join(pktline.content(content))
        for path, content in files
    )
    return greeting + offers + b"".join(requests)


def ask(repo: Repo, *files: tuple[bytes, bytes], command: bytes = b"clean") -> tuple[list[bytes | None], str]:
    """What `filter process` makes of each file, None where it declines, and what it says."""
    done = subprocess.run(
        [sys.executable, "-m", "mlhygiene", "filter", "process"],
        cwd=repo.root,
        env=repo.environment,
        input=conversation(*files, command=command),
        capture_output=True,
        check=True,
    )
    greeting = pktline.listing(b"git-filter-server", b"version=2")
    greeting += pktline.listing(b"capability=clean", b"capability=smudge")
    assert done.stdout.startswith(greeting)
    return _answers(done.stdout.removeprefix(greeting)), done.stderr.decode()


def _answers(stream: bytes) -> list[bytes | None]:
    from io import BytesIO

    source, made = BytesIO(stream), list[bytes | None]()
    while source.tell() < len(stream):
        (status,) = pktline.lines(source)
        if status == b"status=error":
            made.append(None)
            continue
        made.append(b"".join(pktline.packets(source)))
        assert pktline.lines(source) == []
    return made


@pytest.mark.parametrize(("path", "content", "expected"), CLEANED.values(), ids=CLEANED)
def test_process_cleans(path: bytes, content: bytes, expected: bytes, repo: Repo) -> None:
    assert ask(repo, (path, content)) == ([expected], "")


@pytest.mark.parametrize(("path", "content", "expected"), CLEANED.values(), ids=CLEANED)
def test_clean_cleans(path: bytes, content: bytes, expected: bytes, repo: Repo) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mlhygiene", "filter", "clean", path],
        cwd=repo.root,
        env=repo.environment,
        input=content,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, expected, b"")


@pytest.mark.parametrize(("content", "line"), BROKEN.values(), ids=BROKEN)
def test_process_declines_and_says_where(content: bytes, line: str, repo: Repo) -> None:
    made, told = ask(repo, (b"a.ipynb", content), (b"b.ipynb", DIRTY))

    assert made == [None, CLEAN]
    assert told.startswith(line)


@pytest.mark.parametrize(("content", "line"), BROKEN.values(), ids=BROKEN)
def test_clean_fails_and_says_where(content: bytes, line: str, repo: Repo) -> None:
    ran = repo.mlhygiene("filter", "clean", "a.ipynb", stdin=content)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(line)
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize("content", [content for content, _ in BROKEN.values()], ids=BROKEN)
def test_textconv_shows_what_is_broken_as_it_is(content: bytes, repo: Repo) -> None:
    repo.write("a.ipynb", content)
    done = subprocess.run(
        [sys.executable, "-m", "mlhygiene", "filter", "textconv", "a.ipynb"],
        cwd=repo.root,
        env=repo.environment,
        capture_output=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, content, b"")


def test_what_to_do_about_broken_notebooks_is_told_once(repo: Repo) -> None:
    _, told = ask(repo, (b"a.ipynb", b"{"), (b"b.ipynb", b"{"))

    assert [line.partition(":")[0] for line in told.splitlines()] == ["a.ipynb", *["mlhygiene"] * 3, "b.ipynb"]


def test_a_name_with_a_line_break_is_told_in_one_line(repo: Repo) -> None:
    _, told = ask(repo, (b"a\nb.ipynb", b"{"))

    assert told.startswith("a\\nb.ipynb:1:2: ")


def test_what_git_stores_is_checked_out_as_it_is(repo: Repo) -> None:
    contents = [DIRTY, b"{", b"", b"\0" * 200_000]

    assert ask(repo, *((b"a.ipynb", content) for content in contents), command=b"smudge") == (contents, "")
    assert repo.mlhygiene("filter", "smudge", stdin=DIRTY).out == DIRTY.decode()


def test_a_git_that_stops_early_is_no_bug(repo: Repo) -> None:
    whole = conversation((b"a.ipynb", DIRTY))
    for end in (0, 3, 30, 80, len(whole) - 1):
        ran = repo.mlhygiene("filter", "process", stdin=whole[:end])

        assert ran.code == (2 if end else 0)
        assert ran.err.count("\n") == bool(end)


def test_a_git_that_no_longer_listens_is_no_bug(repo: Repo) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "mlhygiene", "filter", "process"],
        cwd=repo.root,
        env=repo.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(conversation((b"a.ipynb", DIRTY)))
        process.stdin.close()

        assert process.stderr.read() == b""


WRONG = {
    "no file": (["textconv"], "mlhygiene: filter textconv takes one file\n"),
    "no such file": (["textconv", "a.ipynb"], "mlhygiene: a.ipynb: cannot read it: No such file or directory\n"),
    "no such verb": (["strip"], "mlhygiene: 'strip' is nothing that git asks of a filter: "),
    "a key beyond metadata": (["clean", "--extra-keys", "cell.source"], "mlhygiene: --extra-keys: 'cell.source' "),
    "no keys": (["clean", "--extra-keys"], "mlhygiene: --extra-keys needs keys, "),
    "names for the process": (["process", "a.ipynb"], "mlhygiene: filter process takes no 'a.ipynb'"),
    "a person's typing": (["process"], "mlhygiene: filter process: b'hell' is no length of a packet"),
}


@pytest.mark.parametrize(("arguments", "line"), WRONG.values(), ids=WRONG)
def test_a_wrong_call_is_refused(arguments: list[str], line: str, repo: Repo) -> None:
    ran = repo.mlhygiene("filter", *arguments, stdin=b"hello\n")

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(line)


def test_it_tells_how_it_is_used(repo: Repo) -> None:
    assert repo.mlhygiene("filter", "--help").out.startswith("usage: mlhygiene filter process")
    assert repo.mlhygiene("filter").code == 2


# What the worktree's config and git's command line say.
KEYED = notebook(metadata={"team": 1, "papermill": 1})
NO_TEAM = notebook(metadata={"papermill": 1})
SETTINGS = {
    "settings of the rule": ('[rules.notebook-output]\nextra-keys = ["metadata.team"]\n', [], notebook()),
    "a key beyond metadata": ("", ["--extra-keys", "metadata.team x"], None),
    "options": ("", ["--extra-keys", "metadata.team", "--keep-metadata-keys=metadata.papermill"], NO_TEAM),
    "options before settings": (
        '[rules.notebook-output]\nmetadata = "strict"\n',
        ["--extra-keys=metadata.team", "--keep-metadata-keys=metadata.papermill"],
        NO_TEAM,
    ),
    "a path that keeps what it has": ('[per-path]\n"docs/**" = { MLH301 = "tutorials" }\n', [], KEYED),
    "a team that does without the rule": ('ignore = { MLH301 = "we share outputs" }\n', [], KEYED),
}


@pytest.mark.parametrize(("config", "options", "expected"), SETTINGS.values(), ids=SETTINGS)
def test_settings(config: str, options: list[str], expected: bytes | None, repo: Repo) -> None:
    repo.write("mlhygiene.toml", config)
    ran = repo.mlhygiene("filter", "clean", *options, "docs/a.ipynb", stdin=KEYED)

    assert ran.out == (expected or b"").decode()
    assert ran.code == (0 if expected else 2)


def test_a_broken_config_keeps_notebooks_out_and_lets_others_through(repo: Repo) -> None:
    repo.write("mlhygiene.toml", "nonsense\n")
    made, told = ask(repo, (b"a.ipynb", DIRTY))

    assert made == [None]
    assert told.startswith("mlhygiene: mlhygiene.toml: not valid TOML")
    assert ask(repo, (b"a.ipynb", DIRTY), command=b"smudge") == ([DIRTY], "")

    repo.write("a.ipynb", DIRTY)
    ran = repo.mlhygiene("filter", "textconv", "a.ipynb")

    assert (ran.code, ran.out) == (0, DIRTY.decode())


def test_a_config_beside_a_repository_that_lies_elsewhere_counts(repo: Repo) -> None:
    repo.write("worktree/mlhygiene.toml", 'ignore = { MLH301 = "we share outputs" }\n')
    ran = repo.mlhygiene(
        "filter", "clean", stdin=DIRTY, cwd=repo.root / "worktree", env={"GIT_WORK_TREE": ".", "GIT_DIR": "../.git"}
    )

    assert ran.out == DIRTY.decode()


@pytest.mark.parametrize("verb", ["process", "clean", "smudge"])
def test_a_closed_standard_input_is_no_bug(verb: str, repo: Repo) -> None:
    ran = repo.run("sh", "-c", '"$@" <&-', "sh", sys.executable, "-m", "mlhygiene", "filter", verb)

    assert (ran.code, ran.err) == (2, "mlhygiene: filter reads standard input, and it is closed\n")


def test_an_interrupt_is_no_bug(repo: Repo) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "mlhygiene", "filter", "process"],
        cwd=repo.root,
        env=repo.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(conversation())
        process.stdin.flush()
        process.stdout.read(8)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate()

        assert (process.returncode, told) == (130, b"")


def test_a_bug_over_one_notebook_is_told_and_no_other_suffers(capfd: pytest.CaptureFixture[str]) -> None:
    class Failing:
        def of(self, path: bytes) -> None:
            assert path != b"a.ipynb", "what it says may quote a notebook"

    asked = Filter({})
    asked.__dict__["_stripping"] = Failing()
    with pytest.raises(Declined):
        asked.answer(b"a.ipynb", DIRTY)

    assert asked.answer(b"b.ipynb", DIRTY) == DIRTY
    told = "a.ipynb: AssertionError: a bug of mlhygiene, please report it (`mlhygiene filter clean` tells where)\n"
    assert capfd.readouterr().err == told


@pytest.mark.parametrize("verb", ["process", "clean", "textconv"])
def test_git_waits_for_no_import_that_is_not_needed(verb: str, repo: Repo) -> None:
    repo.write("a.ipynb", DIRTY)
    done = subprocess.run(
        # `-S`: no site-packages, nor what they make every Python import.
        [
            sys.executable,
            "-S",
            "-X",
            "importtime",
            "-m",
            "mlhygiene",
            "filter",
            verb,
            *["a.ipynb"][verb == "process" :],
        ],
        cwd=repo.root,
        env=repo.environment,
        input=conversation((b"a.ipynb", DIRTY)) if verb == "process" else DIRTY,
        capture_output=True,
        check=True,
    )
    names = re.findall(r"\|([^|\n]+)$", done.stderr.decode(), re.MULTILINE)
    imported = {name.strip().partition(".")[0] for name in names}

    assert b'"outputs": []' in done.stdout
    assert "mlhygiene" in imported
    assert imported.isdisjoint(LATE)
