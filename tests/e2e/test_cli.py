"""The command as a user types it: exit codes, words, streams, bytes."""

from __future__ import annotations

import base64
import json
import os
import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

import jsonschema
import pytest

from conftest import MB, POINTER, Repo
from reading import found

if TYPE_CHECKING:
    from pathlib import Path

CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
NULLABLE_TEXT = {"type": ["string", "null"]}
NULLABLE_NUMBER = {"type": ["integer", "null"], "minimum": 1}
COUNT = {"type": "integer", "minimum": 0}


def closed(**properties: object) -> dict[str, object]:
    """An object with these keys and no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


FINDING = closed(
    code={"type": "string", "pattern": r"^MLH\d{3}$"},
    name={"type": "string", "pattern": r"^[a-z]+(-[a-z]+)*$"},
    severity={"enum": ["error", "warning", "note"]},
    path=NULLABLE_TEXT,
    line=NULLABLE_NUMBER,
    column=NULLABLE_NUMBER,
    commit={"type": ["string", "null"], "pattern": r"^[0-9a-f]{40}([0-9a-f]{24})?$"},
    ref=NULLABLE_TEXT,
    message={"type": "string", "minLength": 1, "pattern": r"^[^\n]+$"},
    fix=NULLABLE_TEXT,
    fingerprint={"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"},
    data={"type": "object"},
)
FINDING["properties"]["path_base64"] = {"type": "string", "contentEncoding": "base64"}  # type: ignore[index]
SCHEMA = closed(
    schema={"const": "mlhygiene.findings/1"},
    version={"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
    scope={"enum": ["staged", "paths", "tree", "between", "history"]},
    findings={"type": "array", "items": FINDING},
    summary=closed(error=COUNT, warning=COUNT, note=COUNT, ignored=COUNT, baselined=COUNT),
    coverage=closed(
        blobs=COUNT,
        commits=COUNT,
        scanned=COUNT,
        scanned_bytes=COUNT,
        notes={"type": "array", "items": {"type": "string"}},
        gaps={"type": "array", "items": {"type": "string"}},
    ),
)


@pytest.fixture
def guilty(repo: Repo) -> Repo:
    """One large file and one orphan pointer, committed."""
    repo.write("model.pt", size=2 * MB).write("sub/orphan.bin", POINTER).stage().commit("exp: past the hook -> loss=1")
    return repo


def test_0_is_clean(repo: Repo) -> None:
    repo.write("train.py", "pass\n").stage()

    ran = repo.mlhygiene("lint")

    assert (ran.code, ran.out, ran.err) == (0, "no findings in 1 file; 1 searched for secrets, 5 bytes\n", "")


def test_0_is_an_empty_repository_too(repo: Repo) -> None:
    assert [repo.mlhygiene("lint", *args).code for args in ([], ["--staged"], ["--history"])] == [0, 0, 0]


def test_0_is_a_note_alone(repo: Repo) -> None:
    repo.write("model.pt", size=2 * MB).stage().commit()
    repo.write("copy.pt", size=2 * MB).stage()

    ran = repo.mlhygiene("lint", "--staged")

    assert ran.code == 0
    assert ran.out.startswith("copy.pt: MLH110 moved-large-file (note): 2.0 MB that git already stores as model.pt")
    assert ran.out.endswith("\n1 note in 1 file; 1 searched for secrets, 2,000,000 bytes\n")


def test_1_is_findings(guilty: Repo) -> None:
    ran = guilty.mlhygiene("lint")

    assert ran.code == 1
    assert found(ran.out) == {"model.pt MLH101", "sub/orphan.bin MLH104"}
    assert ran.out.endswith(f"\n2 errors in 2 files; 2 searched for secrets, {2 * MB + len(POINTER):,} bytes\n")
    assert ran.err == ""


def test_findings_are_0_with_exit_zero(guilty: Repo) -> None:
    assert guilty.mlhygiene("lint", "--exit-zero").code == 0


def test_a_refusal_is_2_with_exit_zero_too(guilty: Repo) -> None:
    assert guilty.mlhygiene("lint", "--exit-zero", "--from-ref", "nowhere").code == 2


REFUSED = {
    "not a repository": (
        ["lint", "-C", ".."],
        "mlhygiene: git rev-parse: not a git repository (or any of the parent directories): .git",
    ),
    "no such folder": (["lint", "-C", "nowhere"], "mlhygiene: nowhere: no such folder"),
    "no such commit": (
        ["lint", "--rev", "nowhere"],
        "mlhygiene: nowhere: no such commit here: check the name, or fetch it first",
    ),
    "no such base": (
        ["lint", "--from-ref", "no/where"],
        "mlhygiene: no/where: no such commit here: check the name, or fetch it first",
    ),
    "a base that is empty": (
        ["lint", "--from-ref", ""],
        "mlhygiene: (empty): no such commit here: check the name, or fetch it first",
    ),
    "an end that is empty": (
        ["lint", "--from-ref", "HEAD", "--to-ref", ""],
        "mlhygiene: (empty): no such commit here: check the name, or fetch it first",
    ),
    "a revision that is an option": (
        ["lint", "--rev=--all"],
        "mlhygiene: --all: no such commit here: check the name, or fetch it first",
    ),
    "a file that is not tracked": (["lint", "nowhere.pt"], "mlhygiene: nowhere.pt: no such tracked file"),
    "two scopes": (["lint", "--staged", "--history"], "mlhygiene: --staged and --history: choose one scope"),
    "an end without a start": (["lint", "--to-ref", "HEAD"], "mlhygiene: --to-ref needs --from-ref"),
    "paths of a range": (
        ["lint", "--history", "model.pt"],
        "mlhygiene: --history judges whole commits: leave the paths away",
    ),
    "an unknown code": (["lint", "--select", "MLH999"], "mlhygiene: 'MLH999' selects no rule: see `mlhygiene rules`"),
    "a mistyped name": (
        ["lint", "--select", "large-fiel"],
        "mlhygiene: 'large-fiel' selects no rule (did you mean 'large-file'?): see `mlhygiene rules`",
    ),
    "a mistyped name to ignore": (
        ["lint", "--ignore", "lfs-not-a-pointer"],
        "mlhygiene: 'lfs-not-a-pointer' selects no rule (did you mean 'lfs-not-pointer'?): see `mlhygiene rules`",
    ),
    "nothing like it": (["explain", "xyzzy"], "mlhygiene: 'xyzzy' selects no rule: see `mlhygiene rules`"),
    "no config there": (
        ["lint", "--config", "no.toml"],
        "mlhygiene: no.toml: cannot read the config: No such file or directory",
    ),
    "no folder to write to": (
        ["lint", "--output", "no/where.json"],
        "mlhygiene: no/where.json: cannot write the report: No such file or directory",
    ),
    "a folder to write to": (["lint", "--output", "sub"], "mlhygiene: sub: cannot write the report: Is a directory"),
    "an unknown hook": (["hook", "large-file"], "mlhygiene: 'large-file' is no hook: there are mlhygiene, large-files"),
    "a mistyped option of a hook": (
        ["hook", "large-files", "--maxbk=5"],
        "mlhygiene: --maxbk=5: no such option, and no such file in the index",
    ),
    "a limit that is no number": (
        ["hook", "large-files", "--maxkb=5MB"],
        "mlhygiene: --maxkb: '5MB' is not a number of KiB",
    ),
    "a limit that is missing": (["hook", "large-files", "--maxkb"], "mlhygiene: --maxkb: '' is not a number of KiB"),
    "an unknown command": (["lnit"], "mlhygiene: error: argument COMMAND: invalid choice: 'lnit'"),
    "an unknown option": (["lint", "--stagd"], "mlhygiene: error: unrecognized arguments: --stagd"),
    "an unknown format": (
        ["lint", "--format", "xml"],
        "mlhygiene: --format xml: no such format; there are text, json, sarif, github, gitlab, junit, markdown",
    ),
    "a mistyped format": (
        ["lint", "--format", "Sarrif=out.sarif"],
        "mlhygiene: --format Sarrif=out.sarif: no such format; did you mean sarif?",
    ),
    "a format to no file": (
        ["lint", "--format", "sarif="],
        "mlhygiene: --format sarif=: name a file after `=`, or leave it away for standard output",
    ),
    "two formats to standard output": (
        ["lint", "--format", "text", "--format", "json=-"],
        "mlhygiene: --format text and --format json both go to standard output: give one another file",
    ),
    "two formats to one file": (
        ["lint", "--format", "json=out", "--format", "sarif=sub/../out"],
        "mlhygiene: --format json=out and --format sarif=sub/../out both go to sub/../out: give one another file",
    ),
    "one file for several formats": (
        ["lint", "--format", "json", "--format", "sarif=out.sarif", "--output", "out"],
        "mlhygiene: --output is for a single --format: write --format json=out",
    ),
    "two files for one format": (
        ["lint", "--format", "sarif=a", "--output", "b"],
        "mlhygiene: --output and --format sarif=a name two files for one report: leave one away",
    ),
}


@pytest.mark.parametrize(("args", "words"), REFUSED.values(), ids=REFUSED)
def test_2_is_one_line_that_says_what_to_mend(guilty: Repo, args: list[str], words: str) -> None:
    ran = guilty.mlhygiene(*args)

    assert ran.code == 2
    assert ran.out == ""
    assert ran.err.splitlines()[-1].startswith(words), ran.err
    assert "Traceback" not in ran.err


def test_2_is_git_missing_from_the_path(guilty: Repo, tmp_path: Path) -> None:
    for args in (["lint"], ["lint", "-C", "."], ["hook", "large-files"]):
        ran = guilty.mlhygiene(*args, env={"PATH": str(tmp_path)})

        assert (ran.code, ran.err) == (2, "mlhygiene: git is not on the PATH: install git 2.30 or newer\n")


def test_a_branch_called_0_is_a_branch(guilty: Repo) -> None:
    guilty.git("branch", "0")
    guilty.write("wider.pt", size=3 * MB).stage().commit()
    guilty.git("branch", "00")

    ran = guilty.mlhygiene("lint", "--from-ref", "0", "--to-ref", "00")

    assert (ran.code, found(ran.out)) == (1, {"wider.pt MLH101"})


@pytest.mark.parametrize("length", [40, 64])
def test_an_all_zero_oid_is_how_git_says_nothing(guilty: Repo, length: int) -> None:
    everything = guilty.mlhygiene("lint", "--from-ref", "0" * length, "--to-ref", "HEAD")
    deleted = guilty.mlhygiene("lint", "--from-ref", "HEAD", "--to-ref", "0" * length)

    assert found(everything.out) == {"model.pt MLH101", "sub/orphan.bin MLH104"}
    assert (deleted.code, deleted.err) == (0, "mlhygiene: note: the ref is deleted: nothing to judge\n")


BROKEN_RULE = """\
from mlhygiene.rules.large_file import LargeFile
def check(self, blob, /):
    raise KeyError("a bug")
LargeFile.check = check
"""


def test_3_is_a_bug_of_ours_and_says_so(guilty: Repo, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site/sitecustomize.py").write_text(BROKEN_RULE)
    path = os.pathsep.join([str(tmp_path / "site"), guilty.environment["PYTHONPATH"]])

    for args in (["lint"], ["lint", "--exit-zero"], ["hook", "large-files", "model.pt"]):
        ran = guilty.mlhygiene(*args, env={"PYTHONPATH": path})

        assert ran.code == 3
        assert "\nKeyError (what it says is not told: it may quote a file)\n" in ran.err
        assert "\nwhile MLH101 large-file judged Blob(path=b'model.pt'" in ran.err
        assert ran.err.endswith("mlhygiene: this is a bug of mlhygiene, not a finding: please report the lines above\n")


HELP = [[], ["lint"], ["hook"], ["hook", "large-files"], ["rules"], ["explain"]]


@pytest.mark.parametrize("command", HELP, ids=[" ".join(command) or "mlhygiene" for command in HELP])
def test_every_command_has_help_that_needs_no_repository(repo: Repo, tmp_path: Path, command: list[str]) -> None:
    for flag in ("--help", "-h"):
        ran = repo.mlhygiene(*command, flag, cwd=tmp_path)

        assert (ran.code, ran.err) == (0, "")
        assert ran.out.startswith(f"usage: {' '.join(['mlhygiene', *command[:1]])}")


def test_no_command_shows_the_help_and_is_2(repo: Repo) -> None:
    ran = repo.mlhygiene()

    assert ran.code == 2
    assert ran.out.startswith("usage: mlhygiene")


def test_the_version_is_one_line(repo: Repo) -> None:
    assert re.fullmatch(r"mlhygiene \d+\.\d+\.\d+\n", repo.mlhygiene("--version").out)


def test_rules_and_explain_tell_of_the_same_rules(repo: Repo) -> None:
    rows = json.loads(repo.mlhygiene("rules", "--format", "json").out)["rules"]
    listing = repo.mlhygiene("rules").out

    assert rows
    for row in rows:
        assert f"{row['code']}  {row['name']}" in listing
        by_code, by_name = repo.mlhygiene("explain", row["code"]).out, repo.mlhygiene("explain", row["name"]).out
        assert by_code == by_name
        assert by_code.startswith(f"{row['code']} {row['name']} ({row['severity']})\n\n{row['page']}")


TOML = "mlhygiene: mlhygiene.toml: "
SIZES = "`500 KiB`, `5 MB`, `1.5 GiB`, a number of bytes, or `none`"
CONFIGS = {
    "no TOML": ("select = [", TOML + "not valid TOML: Invalid value (at end of document)"),
    "no UTF-8": (
        b'select = ["\xff"]',
        TOML + "not valid TOML: 'utf-8' codec can't decode byte 0xff in position 11: invalid start byte",
    ),
    "an unknown key": ("selct = []", TOML + "unknown key 'selct' (did you mean 'select'?)"),
    "an unknown key like no other": ("zzz = 1", TOML + "unknown key 'zzz'"),
    "select is a text": ('select = "MLH1"', TOML + 'select: write a list of codes or names, such as ["MLH1"]'),
    "select is empty": ("select = []", TOML + 'select: write a list of codes or names, such as ["MLH1"]'),
    "select of an unknown rule": ('select = ["zzz"]', TOML + "'zzz' selects no rule: see `mlhygiene rules`"),
    "ignore without reasons": ('ignore = ["MLH101"]', TOML + "ignore: write a table, not ['MLH101']"),
    "ignore with an empty reason": (
        'ignore = { MLH101 = " " }',
        TOML + 'ignore: MLH101: say why, such as MLH101 = "tutorials keep their output"',
    ),
    "a severity that is none": (
        'severity = { MLH101 = "fatal" }',
        TOML + "severity: MLH101: 'fatal' is none of error, warning, note",
    ),
    "a severity that is a list": (
        "severity = { MLH101 = [] }",
        TOML + "severity: MLH101: [] is none of error, warning, note",
    ),
    "rules is a list": ("rules = []", TOML + "rules: write a table, not []"),
    "an unknown rule": ("[rules.large-fiel]", TOML + "rules: unknown key 'large-fiel' (did you mean 'large-file'?)"),
    "a rule by its code": ("[rules.MLH101]", TOML + "rules: unknown key 'MLH101'"),
    "an unknown option": (
        '[rules.large-file]\nlimits-by = "1"',
        TOML + "rules.large-file: unknown key 'limits-by' (did you mean 'limits'?)",
    ),
    "a size that is none": (
        '[rules.large-file]\nlimit = "5 apples"',
        TOML + "rules.large-file: limit: '5 apples' is not a size: write " + SIZES,
    ),
    "a size below nothing": (
        "[rules.large-file]\nlimit = -1",
        TOML + "rules.large-file: limit: -1 is not a size: write " + SIZES,
    ),
    "a size that is true": (
        "[rules.large-file]\nlimit = true",
        TOML + "rules.large-file: limit: True is not a size: write " + SIZES,
    ),
    "limits that are no table": (
        '[rules.large-file]\nlimits = "5 MB"',
        TOML + "rules.large-file: limits: '5 MB' is not a table of pattern = size",
    ),
    "a count that is none": (
        "[rules.many-files]\nlimit = 0",
        TOML + "rules.many-files: limit: 0 is not a number of files: write a whole number above 0",
    ),
    "per-path without a table": ('[per-path]\n"docs/**" = "x"', TOML + "per-path: 'docs/**': write a table, not 'x'"),
    "per-path of an unknown rule": (
        '[per-path]\n"docs/**" = { "MLH7" = "why" }',
        TOML + "'MLH7' selects no rule: see `mlhygiene rules`",
    ),
}


@pytest.mark.parametrize(("content", "line"), CONFIGS.values(), ids=CONFIGS)
def test_a_broken_config_is_one_exact_line(guilty: Repo, content: str | bytes, line: str) -> None:
    guilty.write("mlhygiene.toml", content).stage()

    for args in (["lint"], ["lint", "--staged"], ["hook", "large-files", "model.pt"]):
        ran = guilty.mlhygiene(*args)

        assert (ran.code, ran.out, ran.err) == (2, "", f"{line}\n")


PYPROJECTS = {
    "not a table": ("tool = 1 # mlhygiene", "mlhygiene: pyproject.toml: tool: write a table, not 1"),
    "not a table of ours": (
        "[tool]\nmlhygiene = 1",
        "mlhygiene: pyproject.toml [tool.mlhygiene]: write a table, not 1",
    ),
    "an unknown key": (
        '[tool.mlhygiene]\nselecct = ["MLH1"]',
        "mlhygiene: pyproject.toml [tool.mlhygiene]: unknown key 'selecct' (did you mean 'select'?)",
    ),
}


@pytest.mark.parametrize(("content", "line"), PYPROJECTS.values(), ids=PYPROJECTS)
def test_a_broken_pyproject_is_one_exact_line(guilty: Repo, content: str, line: str) -> None:
    guilty.write("pyproject.toml", content).stage()

    ran = guilty.mlhygiene("lint")

    assert (ran.code, ran.out, ran.err) == (2, "", f"{line}\n")


PATTERN = "mlhygiene: {!r} in the config is not a pattern that .gitignore could hold\n"


@pytest.mark.parametrize("pattern", ["!", "a[z-a]", "a\\"])
@pytest.mark.parametrize(
    "table", ['rules.large-file.limits]\n{} = "5 MB"', 'per-path]\n{} = {{ MLH1 = "why" }}'], ids=["limits", "per-path"]
)
def test_a_broken_pattern_in_the_config_is_one_line(guilty: Repo, table: str, pattern: str) -> None:
    guilty.write("mlhygiene.toml", "[" + table.format(f"'{pattern}'") + "\n").stage()

    ran = guilty.mlhygiene("lint")

    assert (ran.code, ran.out, ran.err) == (2, "", PATTERN.format(pattern))


def test_the_config_counts_as_it_is_staged(guilty: Repo) -> None:
    guilty.write("mlhygiene.toml", 'ignore = { MLH1 = "a trial" }\n')
    unstaged = guilty.mlhygiene("lint")

    guilty.stage()

    assert (unstaged.code, unstaged.err) == (
        1,
        "mlhygiene: note: mlhygiene.toml is not staged, so it does not count yet\n",
    )
    assert guilty.mlhygiene("lint").code == 0
    assert guilty.mlhygiene("lint", "--rev", "HEAD").code == 1


def test_output_below_a_file_is_2(guilty: Repo, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    ran = guilty.mlhygiene("lint", "--output", str(tmp_path / "file/report.json"))

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.endswith("cannot write the report: Not a directory\n")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="only Linux has a disk that is always full")
def test_output_to_a_full_disk_is_2(guilty: Repo) -> None:
    ran = guilty.mlhygiene("lint", "--output", "/dev/full")
    shell = guilty.run("sh", "-c", f"exec {shlex.quote(sys.executable)} -m mlhygiene lint > /dev/full")

    assert (ran.code, ran.err) == (2, "mlhygiene: /dev/full: cannot write the report: No space left on device\n")
    assert (shell.code, shell.err) == (2, "mlhygiene: cannot write: No space left on device\n")


def test_output_writes_what_standard_output_would_say(guilty: Repo, tmp_path: Path) -> None:
    said = guilty.mlhygiene("lint", "--format", "json")
    ran = guilty.mlhygiene("lint", "--format", "json", "--output", str(tmp_path / "report.json"))

    assert (ran.code, ran.out) == (1, "")
    assert (tmp_path / "report.json").read_text(encoding="utf-8") == said.out


def test_several_reports_come_of_one_run(guilty: Repo, tmp_path: Path) -> None:
    files = {form: tmp_path / form for form in ("json", "sarif", "gitlab", "junit", "markdown", "github")}
    asked = [word for form, file in files.items() for word in ("--format", f"{form}={file}")]

    ran = guilty.mlhygiene("lint", "--format", "text", *asked, env={"FORCE_COLOR": "1"})

    assert (ran.code, ran.err) == (1, "")
    assert f"{ESCAPE}31m" in ran.out
    for form, file in files.items():
        assert file.read_text("utf-8") == guilty.mlhygiene("lint", "--format", form).out
        assert ESCAPE not in file.read_text("utf-8")


def test_without_a_report_to_standard_output_there_is_none(guilty: Repo, tmp_path: Path) -> None:
    ran = guilty.mlhygiene("lint", "--format", f"sarif={tmp_path / 'out.sarif'}")

    assert (ran.code, ran.out, ran.err) == (1, "", "")


def test_one_report_that_cannot_be_written_is_2_and_the_others_are_written(guilty: Repo, tmp_path: Path) -> None:
    bad, good = tmp_path / "no/where", tmp_path / "out.sarif"

    ran = guilty.mlhygiene("lint", "--format", "text", "--format", f"json={bad}", "--format", f"sarif={good}")

    assert ran.code == 2
    assert ran.err.endswith("no/where: cannot write the report: No such file or directory\n")
    assert "model.pt: MLH101" in ran.out
    assert json.loads(good.read_bytes())["version"] == "2.1.0"


def test_a_report_takes_the_place_of_an_old_one_all_at_once(guilty: Repo, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("old " * 100_000)

    guilty.mlhygiene("lint", "--format", f"json={tmp_path / 'out'}")

    assert json.loads((tmp_path / "out").read_bytes())["findings"]
    assert [file.name for file in tmp_path.glob("out*")] == ["out"]


def test_the_summary_of_a_step_is_added_to_what_is_there(guilty: Repo, tmp_path: Path) -> None:
    (tmp_path / "summary").write_text("before\n")

    ran = guilty.mlhygiene("lint", "--format", "github", env={"GITHUB_STEP_SUMMARY": str(tmp_path / "summary")})

    assert ran.out.startswith("::error file=model.pt,")
    assert (
        (tmp_path / "summary")
        .read_text("utf-8")
        .startswith("before\n<!-- mlhygiene -->\n## mlhygiene: 2 errors in 2 files")
    )


def test_a_summary_that_cannot_be_written_is_told_and_stops_nothing(guilty: Repo, tmp_path: Path) -> None:
    ran = guilty.mlhygiene("lint", "--format", "github", env={"GITHUB_STEP_SUMMARY": str(tmp_path / "no/where")})

    assert ran.code == 1
    assert ran.err == "mlhygiene: note: GITHUB_STEP_SUMMARY: cannot write the summary: No such file or directory\n"


def test_a_reader_that_goes_away_is_no_bug(repo: Repo) -> None:
    for number in range(3000):
        repo.write(f"orphans/{number}.bin", POINTER)
    repo.stage()

    shell = f"{shlex.quote(sys.executable)} -m mlhygiene lint --select MLH1 | head -n 1; echo ${{PIPESTATUS[0]}}"
    ran = repo.run("bash", "-c", shell, env={"PYTHONUNBUFFERED": ""})

    first, code = ran.out.splitlines()
    assert first.startswith("orphans/0.bin: MLH104")
    assert code == "2"
    assert ran.err == ""


@pytest.mark.parametrize("stream", [">&-", "2>&-", ">&- 2>&-", "<&-"])
def test_a_closed_stream_is_no_bug(guilty: Repo, stream: str) -> None:
    ran = guilty.run("bash", "-c", f"{shlex.quote(sys.executable)} -m mlhygiene lint {stream}")

    assert ran.code in {1, 2}
    assert "Traceback" not in ran.out + ran.err


def on_a_terminal(repo: Repo, *args: str, **env: str) -> str:
    """What a person sees: standard output and error are one pty."""
    pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminal to look through")
    ours, theirs = pty.openpty()
    environment = {"TERM": "xterm", **repo.environment, **env}
    for name in [name for name, value in env.items() if not value]:
        environment.pop(name)
    with subprocess.Popen(
        [sys.executable, "-m", "mlhygiene", *args], cwd=repo.root, env=environment, stdout=theirs, stderr=theirs
    ):
        os.close(theirs)
        seen = b""
        while True:
            try:
                chunk = os.read(ours, 1 << 16)
            except OSError:
                break
            if not chunk:
                break
            seen += chunk
    os.close(ours)
    return seen.decode()


ESCAPE = "\033["


def test_a_terminal_gets_colour_and_a_pipe_does_not(guilty: Repo) -> None:
    plain = {"NO_COLOR": "", "FORCE_COLOR": ""}

    assert f"{ESCAPE}31mMLH101 large-file{ESCAPE}0m" in on_a_terminal(guilty, "lint", **plain)
    assert f"{ESCAPE}31mMLH101" in on_a_terminal(guilty, "hook", "large-files", "model.pt", **plain)
    assert ESCAPE not in guilty.mlhygiene("lint", env=plain).out


COLOURS = {
    "NO_COLOR on a terminal": ({"NO_COLOR": "1"}, [], False),
    "NO_COLOR outweighs FORCE_COLOR": ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, [], False),
    "a dumb terminal": ({"TERM": "dumb"}, [], False),
    "--color=never": ({"FORCE_COLOR": "1"}, ["--color=never"], False),
    "--color=always outweighs NO_COLOR": ({"NO_COLOR": "1"}, ["--color=always"], True),
    "json is never painted": ({}, ["--format=json"], False),
}


@pytest.mark.parametrize(("env", "args", "painted"), COLOURS.values(), ids=COLOURS)
def test_colour_follows_the_users_wish(guilty: Repo, env: dict[str, str], args: list[str], painted: bool) -> None:
    env = {"NO_COLOR": "", "FORCE_COLOR": "", **env}

    assert (ESCAPE in on_a_terminal(guilty, "lint", *args, **env)) is painted


def test_force_color_paints_a_pipe(guilty: Repo) -> None:
    assert f"{ESCAPE}31m" in guilty.mlhygiene("lint", env={"FORCE_COLOR": "1", "NO_COLOR": ""}).out


def test_a_report_in_a_file_is_never_painted(guilty: Repo, tmp_path: Path) -> None:
    guilty.mlhygiene("lint", "--output", str(tmp_path / "report"), env={"FORCE_COLOR": "1"})

    assert ESCAPE not in (tmp_path / "report").read_text()


SCOPES = {
    "tree": [],
    "paths": ["model.pt"],
    "staged": ["--staged"],
    "between": ["--from-ref", "HEAD~1"],
    "history": ["--history"],
    "a revision": ["--rev", "HEAD"],
}


@pytest.mark.parametrize("args", SCOPES.values(), ids=SCOPES)
def test_json_keeps_its_schema_and_is_the_same_every_time(guilty: Repo, args: list[str]) -> None:
    guilty.write(b"mod\xffel.pt", size=3 * MB).write("ünï.pt", size=3 * MB).stage().commit()
    guilty.write("model.pt", size=4 * MB).stage()

    first, second = (guilty.mlhygiene("lint", "--format", "json", *args, env={"PYTHONHASHSEED": seed}) for seed in "12")

    assert first == second
    assert first.code == 1
    document = json.loads(first.out)
    jsonschema.validate(document, SCHEMA, jsonschema.Draft202012Validator)
    assert document["findings"]
    order = [
        (f.get("path_base64") or base64.b64encode((f["path"] or "").encode()).decode(), f["line"] or 0, f["code"])
        for f in document["findings"]
    ]
    assert order == sorted(order, key=lambda row: (base64.b64decode(row[0]), *row[1:]))
    assert document["summary"]["error"] == len(document["findings"])


def test_json_of_a_clean_repository_keeps_its_schema(repo: Repo) -> None:
    jsonschema.validate(json.loads(repo.mlhygiene("lint", "--format", "json").out), SCHEMA)


def test_text_is_the_same_every_time(guilty: Repo) -> None:
    runs = {guilty.mlhygiene("lint", "--history", env={"PYTHONHASHSEED": str(seed)}).out for seed in range(3)}

    assert len(runs) == 1


def test_a_name_that_is_not_utf_8_is_exact_in_json(repo: Repo) -> None:
    repo.write(b"mod\xffel.pt", size=2 * MB).stage()

    (finding,) = json.loads(repo.mlhygiene("lint", "--format", "json").out)["findings"]

    assert finding["path"] == r"mod\xffel.pt"
    assert base64.b64decode(finding["path_base64"]) == b"mod\xffel.pt"
    assert found(repo.mlhygiene("lint").out) == {r"mod\xffel.pt MLH101"}


def test_a_name_that_is_utf_8_needs_no_base64(repo: Repo) -> None:
    repo.write("modèle.pt", size=2 * MB).stage()

    ran = repo.mlhygiene("lint", "--format", "json")

    assert json.loads(ran.out)["findings"][0]["path"] == "modèle.pt"
    assert "path_base64" not in ran.out


@pytest.mark.parametrize("locale", ["C", "POSIX", "C.UTF-8"])
def test_any_name_can_be_told_in_any_locale(repo: Repo, locale: str) -> None:
    repo.write("modèle.pt", size=2 * MB).write(b"mod\xffel.pt", size=2 * MB).stage()

    for env in (
        {"LC_ALL": locale},
        {"LC_ALL": locale, "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": locale, "PYTHONUTF8": "0"},
    ):
        for args in (["lint"], ["lint", "--format=json"], ["hook", "large-files", "modèle.pt", b"mod\xffel.pt"]):
            ran = repo.mlhygiene(*args, env=env)

            assert ran.code == 1, ran.err


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-16"])
def test_json_is_utf_8_whatever_the_stream_is(repo: Repo, encoding: str) -> None:
    repo.write("modèle 中😀.pt", size=2 * MB).stage()

    ran = repo.mlhygiene("lint", "--format=json", env={"PYTHONIOENCODING": encoding})

    assert json.loads(ran.out)["findings"][0]["path"] == "modèle 中😀.pt"


EVIL = [
    "\033[31mred.pt",
    "\a.pt",
    "a\rb.pt",
    "a\nb.pt",
    "\u202etp.fdp",
    "a\u2028b.pt",
    "\x9b31m.pt",
    "\x7f.pt",
    "tab\t.pt",
]


@pytest.mark.parametrize("name", EVIL, ids=ascii)
def test_control_characters_in_a_name_never_reach_the_terminal(repo: Repo, name: str) -> None:
    repo.write(name, size=2 * MB).stage().commit("exp: evil")
    repo.write(name, size=3 * MB).stage()
    repo.write("attributes", "")

    scopes = [["lint"], ["lint", "--staged"], ["lint", "--history"], ["hook", "large-files", name], ["lint", name]]
    missing = [["hook", "large-files", f"{name}!"], ["lint", f"{name}!"], ["lint", "--rev", name], ["lint", "-C", name]]
    reports = [repo.mlhygiene(*args, "--color=never" if args[0] == "lint" else name) for args in scopes]
    refusals = [repo.mlhygiene(*args) for args in missing]

    assert {ran.code for ran in reports} == {1}
    for ran in [*reports, *refusals]:
        text = ran.out + ran.err
        assert not CONTROL.search(text)
        assert not {"\u202e", "\u2028"} & set(text)


def test_control_characters_in_a_content_never_reach_the_terminal(repo: Repo, tmp_path: Path) -> None:
    repo.write("key.dvc", b'"\\e[31mred": 1\n"\\e[31mred": 2\n')
    repo.write("half.dvc", b'outs:\n- path: "a\\ud800b"\n')
    repo.write("hidden\033.dvc", b"outs: []\n").stage()
    repo.write(".gitignore", b"*\033*\n").stage()

    ran = repo.mlhygiene("lint")
    written = repo.mlhygiene("lint", "--format", "json", "--output", str(tmp_path / "report.json"))

    assert {"key.dvc:2:1 MLH113", "half.dvc MLH111", r"hidden\x1b.dvc MLH112"} == found(ran.out)
    assert not CONTROL.search(ran.out + ran.err)
    assert (written.code, written.err) == (1, "")
    assert json.loads((tmp_path / "report.json").read_bytes())["summary"]["warning"] == 2


def test_c_runs_as_if_started_there(guilty: Repo, tmp_path: Path) -> None:
    here = guilty.mlhygiene("lint", "-C", str(guilty.root), cwd=tmp_path)
    below = guilty.mlhygiene("lint", "-C", "sub", ".")

    assert found(here.out) == {"model.pt MLH101", "sub/orphan.bin MLH104"}
    assert found(below.out) == {"sub/orphan.bin MLH104"}


def test_c_leaves_the_callers_repository_behind(guilty: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other", guilty.environment)
    other.root.mkdir()
    other.git("init", "--quiet")

    ran = guilty.mlhygiene(
        "lint", "-C", str(other.root), env={"GIT_DIR": str(guilty.root / ".git"), "GIT_WORK_TREE": str(guilty.root)}
    )

    assert (ran.code, ran.out) == (0, "no findings in 0 files\n")


def test_a_file_called_like_an_option_is_a_file_after_two_dashes(repo: Repo) -> None:
    repo.write("--maxkb=9999", size=2 * MB).stage()

    after = repo.mlhygiene("hook", "large-files", "--", "--maxkb=9999")
    before = repo.mlhygiene("hook", "large-files", "--maxkb=9999")

    assert found(after.out) == {"--maxkb=9999 MLH101"}
    assert (before.code, before.out) == (2, "")
    assert before.err.startswith("mlhygiene: --maxkb=9999: an option, and a file in the index, too")


def test_a_file_with_a_dash_in_front_is_a_file(repo: Repo) -> None:
    repo.write("-model.pt", size=2 * MB).write("--model.pt", size=2 * MB).stage()

    assert found(repo.mlhygiene("hook", "large-files", "-model.pt", "--model.pt").out) == {
        "-model.pt MLH101",
        "--model.pt MLH101",
    }
    assert found(repo.mlhygiene("lint", "--", "-model.pt").out) == {"-model.pt MLH101"}


def test_a_hook_reads_the_config_it_is_given(guilty: Repo) -> None:
    guilty.write("other.toml", '[rules.large-file]\nlimit = "5 MB"\n')

    assert guilty.mlhygiene("hook", "large-files", "--config", "other.toml", "model.pt").code == 0
    assert guilty.mlhygiene("hook", "large-files", "--config=other.toml", "--maxkb=5", "model.pt").code == 1


def test_a_hook_is_silent_when_all_is_well(repo: Repo) -> None:
    repo.write("train.py", "pass\n").stage()

    ran = repo.mlhygiene("hook", "mlhygiene", "train.py")

    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_check_writes_nothing_to_the_repository(guilty: Repo) -> None:
    guilty.write(".gitattributes", "*.bin filter=lfs\n").stage()
    before = guilty.run(
        "sh", "-c", "find . -type f -exec sha1sum {} + | sort; find . -newermt @0 -printf '%p %T@\\n' | sort"
    ).out

    for args in ([], ["--staged"], ["--history"], ["--rev", "HEAD"]):
        guilty.mlhygiene("lint", *args)
    guilty.mlhygiene("hook", "large-files", "model.pt")

    assert (
        guilty.run(
            "sh", "-c", "find . -type f -exec sha1sum {} + | sort; find . -newermt @0 -printf '%p %T@\\n' | sort"
        ).out
        == before
    )


def test_outside_of_the_worktree_is_told_as_that(repo: Repo) -> None:
    repo.write("a.py", "1\n").stage().commit()
    named = {"GIT_DIR": str(repo.root / ".git"), "GIT_WORK_TREE": str(repo.root)}

    ran = repo.mlhygiene("lint", cwd=repo.root.parent, env=named)

    assert (ran.code, ran.err) == (
        2,
        f"mlhygiene: {repo.root} is the worktree, and you stand outside of it: go there\n",
    )
