"""`mlhygiene strip`: what becomes of files, of folders and of stdin."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dirty import BROKEN, clean, dirty, zeppelin

if TYPE_CHECKING:
    from conftest import Ran, Repo

POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 48100000\n" % (b"4d" * 32)
TOLD = "outputs of 1 cell, 1 execution count"


def strip(repo: Repo, *arguments: str | bytes, stdin: bytes | None = None) -> Ran:
    return repo.mlhygiene("strip", *arguments, stdin=stdin)


def text(repo: Repo, path: str | bytes) -> bytes:
    with open(os.path.join(os.fsencode(repo.root), os.fsencode(path)), "rb") as file:
        return file.read()


def test_a_notebook_is_stripped_in_place(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).write("b.ipynb", clean())

    ran = strip(repo, "a.ipynb", "b.ipynb")

    assert (ran.code, ran.out) == (0, "")
    assert ran.err == f"mlhygiene: stripped a.ipynb: {TOLD}\nmlhygiene: stripped 1 of 2 notebooks\n"
    assert (text(repo, "a.ipynb"), text(repo, "b.ipynb")) == (clean(), clean())


def test_a_clean_notebook_is_not_touched(repo: Repo) -> None:
    repo.write("a.ipynb", clean())
    os.utime(repo.root / "a.ipynb", (1, 1))
    facts = (repo.root / "a.ipynb").stat()

    ran = strip(repo, "a.ipynb")

    assert (ran.code, ran.err) == (0, "mlhygiene: stripped 0 of 1 notebook\n")
    after = (repo.root / "a.ipynb").stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_ctime_ns) == (facts.st_ino, facts.st_mtime_ns, facts.st_ctime_ns)


NAMES = {
    "spaces": b"my notebook .ipynb",
    "a leading dash": b"-a.ipynb",
    "an option": b"--check.ipynb",
    "a newline": b"a\nb.ipynb",
    "a glob": b"[a]*.ipynb",
    "another script": "模型/été.ipynb".encode(),
    "capitals": b"A.IPYNB",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_any_name_will_do(repo: Repo, name: bytes) -> None:
    repo.write(name, dirty())

    assert strip(repo, "--", name).code == 0
    assert text(repo, name) == clean()


@pytest.mark.skipif(sys.platform != "linux", reason="names of bytes")
def test_a_name_that_is_no_utf_8_will_do(repo: Repo) -> None:
    repo.write(b"\xff.ipynb", dirty())

    assert f"stripped \\xff.ipynb: {TOLD}" in strip(repo, b"\xff.ipynb").err
    assert text(repo, b"\xff.ipynb") == clean()


def test_a_folder_is_walked_in_order(repo: Repo) -> None:
    wanted = ("b.ipynb", "a/d.ipynb", "a/c.zpln", "z/e.ipynb")
    passed_over = (".ipynb_checkpoints/b-checkpoint.ipynb", ".git/x.ipynb", "a.json", ".mlhygiene-00.tmp")
    for name in (*wanted, *passed_over):
        repo.write(name, zeppelin({"code": "SUCCESS"}) if name.endswith("zpln") else dirty())
    (repo.root / "link.ipynb").symlink_to("b.ipynb")

    ran = strip(repo, "--check", ".")

    assert [line.partition(":")[0] for line in ran.out.splitlines()] == [
        "b.ipynb",
        "a/c.zpln",
        "a/d.ipynb",
        "z/e.ipynb",
    ]
    assert strip(repo, ".").code == 0
    assert {text(repo, name) for name in wanted} == {clean(), zeppelin({})}
    assert {text(repo, name) for name in passed_over} == {dirty()}


def test_a_notebook_that_is_named_twice_is_stripped_once(repo: Repo) -> None:
    repo.write("a.ipynb", dirty())

    assert strip(repo, "a.ipynb", "a.ipynb", ".").err.endswith("stripped 1 of 1 notebook\n")


BAD = {
    "cut off": (BROKEN, "b.ipynb:3:1: not valid JSON: it ends too soon (was it cut off?)"),
    "empty": (b"", "b.ipynb: the file is empty"),
    "in conflict": (dirty().replace(b"\n ]", b"\n<<<<<<< HEAD\n ]", 1), "b.ipynb:21:1: unresolved merge conflict"),
    "no notebook": (b"[]", "b.ipynb:1:1: not a notebook"),
    "not UTF-8": (dirty(printed="x").replace(b'"x"', b'"\xff"'), "b.ipynb:13:8: not UTF-8: byte 0xff"),
}


@pytest.mark.parametrize(("content", "line"), BAD.values(), ids=BAD)
def test_a_bad_file_in_the_middle_stops_nothing(repo: Repo, content: bytes, line: str) -> None:
    repo.write("a.ipynb", dirty()).write("b.ipynb", content).write("c.ipynb", dirty())

    ran = strip(repo, "a.ipynb", "b.ipynb", "c.ipynb")

    (told,) = [each for each in ran.err.splitlines() if not each.startswith("mlhygiene: ")]
    assert told.startswith(line)
    assert told.endswith("; left as it is")
    assert ran.code == 2
    assert ran.err.endswith("stripped 2 of 3 notebooks; 1 could not be read or written\n")
    assert [text(repo, name) for name in ("a.ipynb", "b.ipynb", "c.ipynb")] == [clean(), content, clean()]


def test_what_a_broken_file_holds_does_not_steer_the_terminal(repo: Repo) -> None:
    repo.write("a.ipynb", b'{"nbformat": "\\u001b[31m", "cells": []}')

    assert "\x1b" not in strip(repo, "a.ipynb").err


def test_a_key_of_metadata_does_not_steer_the_terminal(repo: Repo) -> None:
    repo.write("a.ipynb", clean(**{"\x1b[31m": 1}))

    checked = strip(repo, "--check", "--metadata", "strict", "a.ipynb")
    ran = strip(repo, "--metadata", "strict", "a.ipynb")

    assert checked.out == "a.ipynb: MLH301 notebook-output: metadata \\x1b[31m\n"
    assert ran.err.startswith("mlhygiene: stripped a.ipynb: metadata \\x1b[31m\n")


def test_a_notebook_as_deep_as_can_just_be_read_stops_nothing(repo: Repo) -> None:
    """Where that is differs from one Python to the next: around its limit, all are tried."""
    for depth in range(900, 1000):
        repo.write(f"{depth}.ipynb", dirty("deep").replace(b'"deep"', b"[" * depth + b"]" * depth))
    repo.write("z.ipynb", dirty())

    ran = strip(repo, ".")

    assert "Traceback" not in ran.err
    assert text(repo, "z.ipynb") == clean()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
@pytest.mark.parametrize("arguments", ["", "-"])
def test_a_stdin_that_is_closed_is_told(repo: Repo, arguments: str) -> None:
    ran = repo.run("sh", "-c", f"exec {shlex.quote(sys.executable)} -m mlhygiene strip {arguments} <&-")

    assert (ran.code, ran.err) == (2, "mlhygiene: name notebooks or folders: stdin is closed\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a disk that is always full")
def test_no_room_for_what_is_told_is_no_finding(repo: Repo) -> None:
    repo.write("a.ipynb", clean())

    ran = repo.run("sh", "-c", f"exec {shlex.quote(sys.executable)} -m mlhygiene strip --check . 2> /dev/full")

    assert ran.code == 2


def test_a_file_that_cannot_be_read_stops_nothing(repo: Repo) -> None:
    repo.write("c.ipynb", dirty())

    ran = strip(repo, "gone.ipynb", "c.ipynb")

    assert (ran.code, text(repo, "c.ipynb")) == (2, clean())
    assert "gone.ipynb: cannot read: No such file or directory\n" in ran.err


def test_a_pointer_of_git_lfs_passes_through(repo: Repo) -> None:
    repo.write("a.ipynb", POINTER)

    assert (strip(repo, "a.ipynb").code, text(repo, "a.ipynb")) == (0, POINTER)


def test_a_mistyped_name_is_told_as_one(repo: Repo) -> None:
    done = strip(repo, "notebokks")

    assert (done.code, done.err.splitlines()[0]) == (2, "notebokks: cannot read: No such file or directory")


def test_another_extension_is_told_and_can_be_forced(repo: Repo) -> None:
    repo.write("a.json", dirty())

    refused, before = strip(repo, "a.json"), text(repo, "a.json")
    forced = strip(repo, "--force", "a.json")

    assert (refused.code, before) == (2, dirty())
    assert "a.json: no notebook by its name (.ipynb, .zpln): --force strips it all the same" in refused.err
    assert (forced.code, text(repo, "a.json")) == (0, clean())


@pytest.mark.parametrize("arguments", [(), ("-",)], ids=["no name", "a dash"])
def test_stdin_goes_to_stdout(repo: Repo, arguments: tuple[str, ...]) -> None:
    ran = strip(repo, *arguments, stdin=dirty())

    assert (ran.code, ran.out.encode(), ran.err) == (0, clean(), "")


def test_bad_stdin_writes_nothing(repo: Repo) -> None:
    ran = strip(repo, stdin=BROKEN)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("<stdin>:")


def test_stdin_can_be_checked(repo: Repo) -> None:
    found, clear = strip(repo, "--check", stdin=dirty()), strip(repo, "--check", stdin=clean())

    assert (found.code, found.out) == (1, f"<stdin>: MLH301 notebook-output: {TOLD}\n")
    assert (clear.code, clear.out) == (0, "")


@pytest.mark.skipif(sys.platform == "win32", reason="terminals of POSIX")
def test_nobody_waits_for_a_person_to_type_a_notebook(repo: Repo) -> None:
    import pty

    ours, theirs = pty.openpty()
    program = [sys.executable, "-m", "mlhygiene", "strip"]
    ran = subprocess.run(program, stdin=theirs, env=dict(repo.environment), capture_output=True, check=False)
    os.close(ours)
    os.close(theirs)

    assert ran.returncode == 2
    assert ran.stderr.startswith(b"mlhygiene: name notebooks or folders (`.` is all below)")


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_folder_that_cannot_be_read_is_told(repo: Repo) -> None:
    """Root may read everything, so nobody asks."""
    repo.write("a.ipynb", clean()).write("closed/b.ipynb", dirty())
    (repo.root / "closed").chmod(0)
    # What is imported later nobody could read, either.
    warm = "import os, sys; from mlhygiene.cli import main; main(['strip', '--check', 'a.ipynb'])"
    call = "os.geteuid() or os.setuid(65534); sys.exit(main(['strip', '--check', '.']))"
    ran = repo.run(sys.executable, "-c", f"{warm}; {call}")
    (repo.root / "closed").chmod(0o755)

    assert ran.code == 2
    assert "./closed: cannot read the folder: Permission denied\n" in ran.err


def test_stdin_stands_alone(repo: Repo) -> None:
    ran = strip(repo, "-", "a.ipynb", stdin=b"")

    assert (ran.code, ran.err) == (2, "mlhygiene: `-` is stdin, and stands alone\n")


@pytest.mark.skipif(sys.platform == "win32", reason="devices of POSIX")
def test_stdout_may_be_a_device_or_be_added_to(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).write("log", b"before\n")
    program = f"{sys.executable} -m mlhygiene strip"

    ran = repo.run("sh", "-c", f"{program} < a.ipynb > /dev/null && {program} - < a.ipynb >> log")

    assert (ran.code, ran.err) == (0, "")
    assert text(repo, "log") == b"before\n" + clean()


def test_textconv_shows_what_is_there(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).write("b.ipynb", BROKEN)

    ran = strip(repo, "-t", "a.ipynb", "b.ipynb")

    assert (ran.code, ran.out.encode()) == (0, clean() + BROKEN)
    assert ran.err.startswith("b.ipynb:")
    assert text(repo, "a.ipynb") == dirty()


@pytest.mark.parametrize("option", ["--check", "--verify", "--dry-run"])
def test_a_check_writes_nothing(repo: Repo, option: str) -> None:
    repo.write("a.ipynb", dirty()).write("b.ipynb", clean())

    ran = strip(repo, option, ".")
    clear = strip(repo, option, "b.ipynb")

    assert (ran.code, ran.out) == (1, f"a.ipynb: MLH301 notebook-output: {TOLD}\n")
    assert ran.err == "mlhygiene: would strip 1 of 2 notebooks\n"
    assert (clear.code, clear.out) == (0, "")
    assert text(repo, "a.ipynb") == dirty()


def test_what_cannot_be_read_outweighs_what_is_found(repo: Repo) -> None:
    repo.write("a.ipynb", dirty()).write("b.ipynb", BROKEN)

    assert strip(repo, "--check", ".").code == 2


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("last", [b"\n", b""], ids=["line end at the end", "none"])
def test_a_diff_can_be_applied(repo: Repo, ends: bytes, last: bytes) -> None:
    content = dirty(printed="a\u2028b").strip() + last
    repo.write("my notebooks/a.ipynb", content.replace(b"\n", ends))
    repo.git("config", "core.autocrlf", "false")

    ran = repo.run(sys.executable, "-m", "mlhygiene", "strip", "--diff", ".", env={"FORCE_COLOR": ""})
    (repo.root / "patch").write_bytes(ran.out.encode())
    repo.git("apply", "patch")

    assert ran.code == 1
    assert "--- a/my notebooks/a.ipynb\n+++ b/my notebooks/a.ipynb\n@@ " in ran.out
    assert text(repo, "my notebooks/a.ipynb") == (clean().strip() + last).replace(b"\n", ends)


def test_a_diff_is_painted_where_somebody_looks(repo: Repo) -> None:
    repo.write("a.ipynb", dirty())

    plain, painted = strip(repo, "--diff", "."), strip(repo, "--diff", "--color=always", ".")

    assert "\033[" not in plain.out
    assert '\033[32m+   "execution_count": null,\033[0m\n' in painted.out
    assert re.sub("\033" + r"\[\d+m", "", painted.out) == plain.out


TAGGED = {"cell_type": "code", "source": ["x"], "outputs": [], "execution_count": None}


def cells(*cells: dict[str, Any], **metadata: object) -> bytes:
    whole = [{**TAGGED, "metadata": {}, **cell} for cell in cells]
    return json.dumps({"cells": whole, "metadata": metadata, "nbformat": 4, "nbformat_minor": 4}, indent=1).encode()


STREAM = {"output_type": "stream", "name": "stdout", "text": ["2\n"]}
ERROR = {"output_type": "error", "ename": "E", "evalue": "", "traceback": []}
OPTIONS = {
    "--keep-output": (["--keep-output"], cells({"outputs": [STREAM]}), cells({"outputs": [STREAM]})),
    "--keep-count": (["--keep-count"], cells({"execution_count": 3}), cells({"execution_count": 3})),
    "--keep-id": (["--keep-id"], cells({"id": "x"}), cells({"id": "x"})),
    "--extra-keys, in words": (
        ["--extra-keys", "metadata.a cell.metadata.b"],
        cells({"metadata": {"b": 1, "c": 2}}, a=1),
        cells({"metadata": {"c": 2}}),
    ),
    "--extra-keys, repeated": (["--extra-keys=metadata.a", "--extra-keys", "metadata.b"], cells(a=1, b=1), cells()),
    "--keep-metadata-keys": (["--keep-metadata-keys", "metadata.widgets"], cells(widgets={}), cells(widgets={})),
    "--drop-empty-cells": (["--drop-empty-cells"], cells({}, {"source": [" \n"]}), cells({})),
    "--drop-tagged-cells": (
        ["--drop-tagged-cells", "solution answer"],
        cells({}, {"metadata": {"tags": ["solution"]}}, {"metadata": {"tags": ["answer"]}}),
        cells({}),
    ),
    "--strip-init-cells": (
        ["--strip-init-cells"],
        cells({"metadata": {"init_cell": True}, "outputs": [STREAM]}),
        cells({"metadata": {"init_cell": True}}),
    ),
    "--drop-output-type takes one value": (
        ["--keep-output", "--drop-output-type", "error"],
        cells({"outputs": [ERROR, STREAM]}),
        cells({"outputs": [STREAM]}),
    ),
    "--keep-output-type": (
        ["--keep-output-type", "stream:stdout"],
        cells({"outputs": [ERROR, STREAM]}),
        cells({"outputs": [STREAM]}),
    ),
    "--max-size": (["--max-size", "1k"], cells({"outputs": [STREAM]}), cells({"outputs": [STREAM]})),
    "--metadata minimal": (["--metadata", "minimal"], cells(vscode=1), cells(vscode=1)),
    "--metadata strict": (["--metadata=strict"], cells(anything=1), cells()),
}


@pytest.mark.parametrize(("options", "content", "stripped"), OPTIONS.values(), ids=OPTIONS)
def test_nbstripout_s_options_do_what_they_did(repo: Repo, options: list[str], content: bytes, stripped: bytes) -> None:
    repo.write("a.ipynb", content)

    assert strip(repo, *options, "a.ipynb").code == 0
    assert json.loads(text(repo, "a.ipynb")) == json.loads(stripped)


MISTAKES = {
    "--extra-keys cell.source": "mlhygiene: --extra-keys: 'cell.source' is no key of metadata",
    "--max-size much": "mlhygiene: --max-size: 'much' is no number of characters",
    "--max-size none": "mlhygiene: --max-size: 'none' is no number of characters",
    "--metadata all": "mlhygiene: --metadata: 'all' is none of minimal, standard, strict",
    "--staged -t": "mlhygiene: --textconv and --staged: choose one",
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told(repo: Repo, mistake: str) -> None:
    repo.write("a.ipynb", dirty())
    ran = strip(repo, *mistake.split(" "), "a.ipynb")

    assert (ran.code, text(repo, "a.ipynb")) == (2, dirty())
    assert ran.err.startswith(MISTAKES[mistake])


def test_the_config_of_the_worktree_counts_and_options_outweigh_it(repo: Repo) -> None:
    repo.write("mlhygiene.toml", "[rules.notebook-output]\nkeep-count = true\nmax-size = '1k'\n")
    repo.write("deep/a.ipynb", dirty())

    kept = strip(repo, "--check", "deep/a.ipynb")
    outweighed = strip(repo, "--check", "--max-size", "0", "deep/a.ipynb")
    elsewhere = repo.mlhygiene("strip", "--check", str(repo.root / "deep"), cwd=repo.root.parent)

    assert (kept.code, outweighed.code, elsewhere.code) == (0, 1, 0)
    assert "outputs of 1 cell\n" in outweighed.out


def test_a_config_that_is_named_counts_instead(repo: Repo) -> None:
    repo.write("mlhygiene.toml", "[rules.notebook-output]\nkeep-output = true\nkeep-count = true\n")
    repo.write("other.toml", "[rules.notebook-output]\nkeep-count = true\n").write("a.ipynb", dirty())

    assert strip(repo, "--check", ".").code == 0
    assert strip(repo, "--check", "--config", "other.toml", ".").out.endswith("outputs of 1 cell\n")


def test_a_path_that_is_set_aside_keeps_what_it_has(repo: Repo) -> None:
    repo.write("mlhygiene.toml", '[per-path]\n"tutorials/**" = { MLH301 = "they keep output" }\n')
    repo.write("tutorials/a.ipynb", dirty()).write("b.ipynb", dirty())

    ran = repo.mlhygiene("strip", "../tutorials/a.ipynb", "a.ipynb", "../b.ipynb", cwd=repo.root / "tutorials")

    assert ran.code == 0
    assert ran.err.endswith("stripped 1 of 3 notebooks; 2 kept as the config says\n")
    assert (text(repo, "tutorials/a.ipynb"), text(repo, "b.ipynb")) == (dirty(), clean())


def test_a_bad_config_is_no_reason_to_guess(repo: Repo) -> None:
    repo.write("mlhygiene.toml", "select = [").write("a.ipynb", dirty())

    ran = strip(repo, "a.ipynb")

    assert (ran.code, text(repo, "a.ipynb")) == (2, dirty())
    assert ran.err.startswith("mlhygiene: mlhygiene.toml: not valid TOML")


def test_a_config_that_cannot_be_read_is_no_reason_to_guess(repo: Repo) -> None:
    repo.write("mlhygiene.toml/file", "").write("a.ipynb", dirty())

    ran = strip(repo, "a.ipynb")

    assert (ran.code, text(repo, "a.ipynb")) == (2, dirty())
    assert "mlhygiene.toml: cannot read the config: Is a directory" in ran.err


def test_help_teaches(repo: Repo) -> None:
    ran = strip(repo, "--help")

    assert ran.code == 0
    assert "mlhygiene strip --check --diff ." in ran.out
    assert "exit codes: 0 done; 1 with --check" in ran.out


LATE = ("nbformat", "jsonschema", "subprocess", "pathspec", "tomllib", "difflib", "tempfile", "humanize")


def test_it_starts_without_what_it_does_not_need(repo: Repo) -> None:
    repo.write("a.ipynb", dirty())

    ran = repo.run(sys.executable, "-S", "-X", "importtime", "-m", "mlhygiene", "strip", "a.ipynb")
    imported = {name.strip().partition(".")[0] for name in re.findall(r"\|([^|\n]+)$", ran.err, re.MULTILINE)}

    assert ran.code == 0
    assert not imported.intersection(LATE)


words = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(source=words, printed=words, ends=st.sampled_from([b"\n", b"\r\n"]), keys=st.dictionaries(words, words))
def test_stdin_and_file_and_textconv_agree(
    repo: Repo, source: str, printed: str, ends: bytes, keys: dict[str, str]
) -> None:
    content = dirty(source, printed, **{f"x{key}": value for key, value in keys.items()}).replace(b"\n", ends)
    repo.write("a.ipynb", content)

    piped, shown = strip(repo, stdin=content).out.encode(), strip(repo, "-t", "a.ipynb").out.encode()
    strip(repo, "a.ipynb")

    assert text(repo, "a.ipynb") == piped == shown
    assert json.loads(piped)["cells"][0]["outputs"] == []
