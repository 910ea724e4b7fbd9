"""`mlhygiene run -- COMMAND`: when it begins, what the command is told, what is kept of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from conftest import Ran, Repo
from mlhygiene import provenance
from planted import planted
from terminal import terminal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TELL = "import json, os; print(json.dumps({k: v for k, v in os.environ.items() if k.startswith('MLHYGIENE_')}))"


def run(
    repo: Repo,
    *options: str,
    command: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Ran:
    """Run a command, by default one that says what it was told."""
    return repo.mlhygiene("run", *options, "--", *(command or (sys.executable, "-c", TELL)), env=env, cwd=cwd)


def told(ran: Ran) -> dict[str, str]:
    found: dict[str, str] = json.loads(ran.out)
    return found


def records(repo: Repo) -> list[dict[str, Any]]:
    found = sorted((repo.root / ".git" / "mlhygiene" / "runs").glob("*.json"))
    return [json.loads(path.read_text()) for path in found]


def refs(repo: Repo) -> list[str]:
    return repo.git("for-each-ref", "--format=%(refname)").split()


@pytest.fixture
def clean(repo: Repo) -> Repo:
    repo.write("train.py", "print('trained')\n").write(".gitignore", "metrics.json\n").stage().commit(
        "exp: lr=3e-4 -> running"
    )
    return repo


@pytest.fixture
def dirty(clean: Repo) -> Repo:
    return clean.write("train.py", "print('other')\n")


def test_the_command_finds_the_commit_and_the_record(clean: Repo) -> None:
    ran = run(clean, "--id", "a")

    assert ran.code == 0
    assert told(ran)["MLHYGIENE_GIT_COMMIT"] == clean.git("rev-parse", "HEAD")
    assert told(ran)["MLHYGIENE_GIT_DIRTY"] == "false"
    assert told(ran)["MLHYGIENE_RUN"] == "a"
    with open(told(ran)["MLHYGIENE_PROVENANCE"], encoding="utf-8") as file:
        assert json.load(file) == records(clean)[0]


def test_the_record_names_the_code_the_command_and_the_end(clean: Repo) -> None:
    run(clean, "--id", "a", command=(sys.executable, "train.py", "--lr", "3e-4"))

    (record,) = records(clean)
    assert record["schema"] == "mlhygiene.provenance/1"
    assert (record["commit"], record["state"]) == (clean.git("rev-parse", "HEAD"), "clean")
    assert (record["run"], record["snapshot"], record["exit_code"]) == ("a", None, 0)
    assert (record["entry"], record["argv"]) == ("train.py", ["--lr", "3e-4"])
    assert record["command"][1:] == ["train.py", "--lr", "3e-4"]
    assert record["started"] <= record["ended"]
    schema = Path(provenance.__file__).with_name("provenance.schema.json").read_text(encoding="utf-8")
    jsonschema.validate(record, json.loads(schema))


def test_a_record_makes_no_tree_dirty_and_takes_no_other_s_place(clean: Repo) -> None:
    assert [run(clean, "--strict").code for _ in range(3)] == [0, 0, 0]

    assert clean.git("status", "--porcelain") == ""
    assert len({record["run"] for record in records(clean)}) == 3


def test_a_record_goes_where_it_is_asked_for(clean: Repo, tmp_path: Path) -> None:
    ran = run(clean, "--output", "../out.json")

    assert told(ran)["MLHYGIENE_PROVENANCE"] == str(tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text())["exit_code"] == 0
    assert run(clean, "--output", "no/such/folder.json").code == 2


def test_a_record_that_the_command_has_replaced_is_its_own(clean: Repo, tmp_path: Path) -> None:
    run(clean, "--output", str(tmp_path / "out.json"), command=("sh", "-c", f"echo mine > {tmp_path}/out.json"))

    assert (tmp_path / "out.json").read_text() == "mine\n"


def test_a_secret_of_the_command_line_is_in_no_record(clean: Repo) -> None:
    _, secret, _, _ = planted("x.py", "«hf_{letters:34}»")

    ran = run(clean, command=("true", "--token", secret, f"https://ada:{secret}@example.org/x", secret))

    assert ran.code == 0
    assert secret not in ran.err + json.dumps(records(clean))


# What the policy is, by an option and by the config; what is asked for beside; the exit code, and what is said.
GUARDS: dict[str, tuple[Sequence[str], str, int, str]] = {
    "nothing is said": ((), "", 0, "warning: not as committed: train.py"),
    "warn": (("--warn",), "", 0, "warning: not as committed: train.py"),
    "strict": (("--strict",), "", 1, "not as committed: train.py: commit before running, or keep them with --snapshot"),
    "the config is strict": ((), "strict", 1, "not as committed: train.py"),
    "an option outvotes the config": (("--warn",), "strict", 0, "warning: not as committed"),
    "the config is off": ((), "off", 0, ""),
    "strict outvotes off": (("--strict",), "off", 1, "not as committed"),
    "a tag": (("--tag",), "", 2, "--tag: not as committed: train.py"),
    "a tag, and the config is off": (("--tag",), "off", 2, "--tag: not as committed: train.py"),
    "strict with a snapshot": (("--strict", "--snapshot"), "", 0, "with a snapshot over"),
    "a dry run": (("--dry-run",), "", 0, "warning: not as committed"),
    "a dry run under a strict config": (("--dry-run",), "strict", 0, "warning: not as committed"),
    "a strict dry run": (("--dry-run", "--strict"), "", 1, "not as committed"),
    "a dry run with all that is left out": (
        ("--dry-run", "--tag", "--snapshot"),
        "",
        0,
        "(--snapshot, --tag left out)",
    ),
}


@pytest.mark.parametrize(("options", "policy", "code", "says"), GUARDS.values(), ids=GUARDS)
def test_files_that_differ(clean: Repo, options: Sequence[str], policy: str, code: int, says: str) -> None:
    if policy:
        clean.write("mlhygiene.toml", f'[provenance]\npolicy = "{policy}"\n').stage().commit()
    clean.write("train.py", "other")

    ran = run(clean, *options, command=("touch", "started"))

    assert ran.code == code, ran.err
    assert says in ran.err
    assert (clean.root / "started").exists() == (code == 0)


def test_a_dry_run_records_nothing_at_all(dirty: Repo) -> None:
    before = sorted(dirty.root.rglob("*")), refs(dirty)

    ran = run(dirty, "--dry-run", "--tag", "--snapshot", "--record", "loss=metrics.json:loss", "--output", "out.json")

    assert ran.code == 0
    assert "dry run: nothing is recorded" in ran.err
    assert (sorted(dirty.root.rglob("*")), refs(dirty)) == before
    assert told(ran)["MLHYGIENE_DRY_RUN"] == "1"
    assert "MLHYGIENE_PROVENANCE" not in told(ran)


def test_what_the_caller_was_told_of_other_code_is_not_handed_on(clean: Repo) -> None:
    stale = {"MLHYGIENE_GIT_COMMIT": "1" * 40, "MLHYGIENE_GIT_VERSION": "v9.9.9", "MLHYGIENE_GIT_SNAPSHOT": "2" * 40}

    found = told(run(clean, env=stale))

    assert found["MLHYGIENE_GIT_COMMIT"] == clean.git("rev-parse", "HEAD")
    assert "MLHYGIENE_GIT_VERSION" not in found
    assert "MLHYGIENE_GIT_SNAPSHOT" not in found


def test_what_stands_behind_the_dashes_is_the_command_s(clean: Repo) -> None:
    code = "import sys; print(sys.argv[1:])"

    ran = run(clean, "--warn", command=(sys.executable, "-c", code, "--strict", "--", "-x", "", "a b", "--help"))

    assert ran.out == "['--strict', '--', '-x', '', 'a b', '--help']\n"


# What is wrong with a call, and what is said.
REFUSED: dict[str, tuple[Sequence[str], str]] = {
    "no command": (("run",), "no command: write the command behind `--`"),
    "nothing behind the dashes": (("run", "--strict", "--"), "no command"),
    "a push without a tag": (("run", "--push", "--", "true"), "--push pushes a tag: say --tag, too"),
    "an ID with a slash": (("run", "--id", "a/b", "--", "true"), "--id a/b is no name for a tag and a file"),
    "an ID of dots": (("run", "--id", "..", "--", "true"), "--id .. is no name"),
    "an ID that git locks": (("run", "--id", "a.lock", "--", "true"), "--id a.lock is no name"),
    "an ID like an option": (("run", "--id=-a", "--", "true"), "--id -a is no name"),
    "a device of Windows": (("run", "--id", "nul", "--", "true"), "--id nul is no name"),
    "an empty ID": (("run", "--id", "", "--", "true"), "is no name"),
    "a folder that is not there": (("run", "-C", "nowhere", "--", "true"), "-C nowhere: No such file or directory"),
    "a metric without a file": (("run", "--record", "loss", "--", "true"), "write METRIC=FILE:KEY"),
    "a metric that is none": (("run", "--record", "a b c=x.json", "--", "true"), "METRIC=VALUE"),
}


@pytest.mark.parametrize(("call", "says"), REFUSED.values(), ids=REFUSED)
def test_a_call_that_cannot_be_answered(clean: Repo, call: Sequence[str], says: str) -> None:
    ran = clean.mlhygiene(*call)

    assert (ran.code, ran.out) == (2, "")
    assert says in ran.err


@pytest.mark.parametrize(("command", "code"), {"false": 1, "no-such-program": 127, "/": 126}.items())
def test_the_exit_code_is_the_command_s(clean: Repo, command: str, code: int) -> None:
    assert run(clean, command=(command,)).code == code
    assert records(clean)[0]["exit_code"] == code


def test_a_run_that_succeeds_is_tagged(clean: Repo) -> None:
    ran = run(clean, "--tag", "--id", "a")

    assert ran.code == 0
    assert "tagged" in ran.err
    assert clean.git("cat-file", "-t", "run/a") == "tag"
    assert clean.git("rev-parse", "run/a^{}") == clean.git("rev-parse", "HEAD")
    assert run(clean, "--tag", "--id", "a").code == 0


def test_a_tag_is_for_the_commit_that_ran(clean: Repo) -> None:
    began = clean.git("rev-parse", "HEAD")

    run(clean, "--tag", "--id", "a", command=("git", "commit", "--quiet", "--allow-empty", "-m", "meanwhile"))

    assert clean.git("rev-parse", "run/a^{}") == began
    assert clean.git("rev-parse", "HEAD^") == began


@pytest.mark.parametrize(
    ("there", "why"),
    {
        "a tag that is called as the folder": (("tag", "run"), "run/a cannot be made"),
        "a folder that is called as the tag": (("tag", "run/a/b"), "run/a cannot be made"),
        "a branch of the same name": (("branch", "run/a"), "a branch is called run/a"),
        "the tag, elsewhere": (("tag", "-m", "x", "run/a", "HEAD^"), "the tag run/a stands at"),
    }.values(),
)
def test_a_tag_that_cannot_be_made_keeps_the_run_from_starting(clean: Repo, there: Sequence[str], why: str) -> None:
    clean.commit("exp: lr=1e-4 -> running")
    clean.git(*there)

    ran = run(clean, "--tag", "--id", "a", command=("touch", "started"))

    assert ran.code == 2
    assert why in ran.err
    assert not (clean.root / "started").exists()


def test_a_push_takes_the_tag_and_nothing_else(clean: Repo, tmp_path: Path) -> None:
    clean.git("clone", "--quiet", "--bare", str(clean.root), str(tmp_path / "remote.git"))
    assert run(clean, "--tag", "--push").code == 2
    clean.git("remote", "add", "origin", str(tmp_path / "remote.git"))
    remote = Repo(tmp_path / "remote.git", clean.environment)
    clean.git("tag", "-a", "-m", "mine", "other")
    clean.git("config", "push.followTags", "true")
    clean.write("new.py", "n")

    ran = run(clean, "--tag", "--push", "--snapshot", "--id", "a")

    assert ran.code == 0, ran.err
    assert "pushed to origin" in ran.err
    assert refs(remote) == ["refs/heads/main", "refs/tags/run/a"]
    assert remote.git("show", "run/a:new.py") == "n"


def test_a_tag_that_is_not_taken_stays_here(clean: Repo, tmp_path: Path) -> None:
    clean.git("remote", "add", "origin", str(tmp_path / "gone.git"))

    ran = run(clean, "--tag", "--push", "--id", "a")

    assert ran.code == 2
    assert "run/a was not pushed to origin" in ran.err
    assert "refs/tags/run/a" in refs(clean)


def test_a_run_that_fails_is_not_tagged(clean: Repo) -> None:
    ran = run(
        clean,
        "--tag",
        "--record",
        "loss=metrics.json:loss",
        command=("sh", "-c", "echo '{\"loss\": 1}' > metrics.json; exit 9"),
    )

    assert ran.code == 9
    assert "the command failed with 9: nothing for --tag and --record" in ran.err
    assert refs(clean) == ["refs/heads/main"]


def test_a_snapshot_is_tagged_and_told(dirty: Repo) -> None:
    ran = run(dirty, "--tag", "--snapshot", "--id", "a")

    kept = dirty.git("rev-parse", "refs/mlhygiene/runs/a")
    assert dirty.git("rev-parse", "run/a^{}") == kept
    assert told(ran)["MLHYGIENE_GIT_SNAPSHOT"] == kept
    assert (records(dirty)[0]["snapshot"], records(dirty)[0]["commit"]) == (kept, dirty.git("rev-parse", "HEAD"))


def test_the_command_s_own_stamp_names_run_and_snapshot(dirty: Repo) -> None:
    code = (
        "from mlhygiene import provenance; stamp = provenance.capture(); print(stamp.run, stamp.snapshot, stamp.reason)"
    )

    ran = run(dirty, "--snapshot", "--id", "a", command=(sys.executable, "-c", code))

    assert ran.out.split() == ["a", dirty.git("rev-parse", "refs/mlhygiene/runs/a"), "None"]


# A file of JSON, what is asked for, and the metric that the commit has.
MEASURED: dict[str, tuple[str, str, str]] = {
    "a number": ('{"loss": 0.42}', "val_loss=metrics.json:loss", "val_loss=0.42"),
    "as it is written": ('{"loss": 4.20e-1}', "val_loss=metrics.json:loss", "val_loss=4.20e-1"),
    "in tables": ('{"eval": {"loss": 1}}', "val_loss=metrics.json:eval.loss", "val_loss=1"),
    "in a list": ('{"loss": [3, 2, 1]}', "val_loss=metrics.json:loss.0", "val_loss=3"),
    "the last of a list": ('{"loss": [3, 2, 1]}', "val_loss=metrics.json:loss.-1", "val_loss=1"),
    "a key with a dot": ('{"eval.loss": 2}', "val_loss=metrics.json:eval.loss", "val_loss=2"),
    "without a key": ('{"val_loss": 2}', "val_loss=metrics.json", "val_loss=2"),
    "no number at all": ('{"loss": NaN}', "val_loss=metrics.json:loss", "val_loss=nan"),
}


@pytest.mark.parametrize(("content", "asked", "metric"), MEASURED.values(), ids=MEASURED)
def test_the_commit_that_waits_gets_its_result(clean: Repo, content: str, asked: str, metric: str) -> None:
    ran_at = clean.git("rev-parse", "HEAD")
    clean.write("staged.py", "not mine").stage("staged.py")

    ran = run(clean, "--record", asked, "--id", "a", command=("sh", "-c", f"echo '{content}' > metrics.json"))

    assert ran.code == 0, ran.err
    message = clean.git("log", "-1", "--format=%B")
    assert message.split("\n")[0] == f"exp: lr=3e-4 -> {metric}"
    assert f"Run-Commit: {ran_at}\nRun-Id: a" in message
    assert clean.git("rev-parse", "HEAD^{tree}") == clean.git("rev-parse", f"{ran_at}^{{tree}}")
    assert clean.git("diff", "--cached", "--name-only") == "staged.py"


# What the command leaves in metrics.json, and why nothing is recorded.
UNMEASURED: dict[str, tuple[str | None, str]] = {
    "no file": (None, "metrics.json is not there: nothing is recorded"),
    "no JSON": ("loss", "no valid JSON"),
    "no such key": ('{"a": 1}', "no 'loss' in it"),
    "a text": ('{"loss": "low"}', "'loss' is no number"),
    "yes": ('{"loss": true}', "'loss' is no number"),
    "a table": ('{"loss": {"a": 1}}', "'loss' is no number"),
    "twice": ('{"loss": 1, "loss": 2}', "twice"),
}


@pytest.mark.parametrize(("content", "why"), UNMEASURED.values(), ids=UNMEASURED)
def test_a_result_that_cannot_be_read(clean: Repo, content: str | None, why: str) -> None:
    command = ("true",) if content is None else ("sh", "-c", f"echo '{content}' > metrics.json")

    ran = run(clean, "--record", "val_loss=metrics.json:loss", command=command)

    assert ran.code == 2
    assert why in ran.err
    assert clean.git("rev-list", "--count", "HEAD") == "1"


def test_a_number_of_an_earlier_run_is_not_recorded(clean: Repo) -> None:
    clean.write("metrics.json", '{"loss": 1}')

    ran = run(clean, "--record", "val_loss=metrics.json:loss", command=("true",))

    assert ran.code == 2
    assert "metrics.json is as it was before the run" in ran.err


def test_where_nothing_waits_the_run_does_not_begin(repo: Repo) -> None:
    repo.write("a.py", "1").stage().commit("chore: begin")

    ran = run(repo, "--record", "val_loss=metrics.json:loss", command=("touch", "started"))

    assert ran.code == 2
    assert "nothing waits for a result here" in ran.err
    assert not (repo.root / "started").exists()


def test_outside_of_a_repository(environment: Mapping[str, str], tmp_path: Path) -> None:
    folder = Repo(tmp_path, environment)

    ran = run(folder, command=("echo", "ran"))

    assert (ran.code, ran.out) == (0, "ran\n")
    assert "warning: no commit names this code" in ran.err
    assert "no record is kept outside of a repository" in ran.err
    assert list(tmp_path.iterdir()) == []
    assert run(folder, "--strict").code == 2
    assert run(folder, "--tag").code == 2
    assert run(folder, "--output", "out.json").code == 0
    assert json.loads((tmp_path / "out.json").read_text())["state"] == "no-repository"


def test_before_the_first_commit(repo: Repo) -> None:
    ran = run(repo)

    assert ran.code == 0
    assert "no commit yet" in ran.err
    assert "MLHYGIENE_GIT_COMMIT" not in told(ran)
    assert run(repo, "--strict").code == 2
    assert run(repo, "--tag").code == 2


def test_a_bare_repository(clean: Repo, tmp_path: Path) -> None:
    clean.git("clone", "--quiet", "--bare", str(clean.root), str(tmp_path / "bare"))
    bare = Repo(tmp_path / "bare", clean.environment)

    ran = run(bare, "--id", "a")

    assert told(ran)["MLHYGIENE_GIT_COMMIT"] == clean.git("rev-parse", "HEAD")
    assert (bare.root / "mlhygiene" / "runs" / "a.json").exists()
    assert run(bare, "--snapshot").code == 2


def test_a_repository_that_cannot_be_written(clean: Repo) -> None:
    (clean.root / ".git" / "mlhygiene").write_text("in the way")

    ran = run(clean)

    assert ran.code == 0
    assert "warning: no record is kept" in ran.err
    assert run(clean, "--strict").code == 2


@pytest.mark.parametrize("variable", ["RANK", "OMPI_COMM_WORLD_RANK", "SLURM_PROCID"])
def test_of_a_distributed_run_the_first_process_alone_writes(dirty: Repo, variable: str) -> None:
    options = ("--tag", "--snapshot", "--id", "a", "--strict")

    other = run(dirty, *options, env={variable: "1"})
    after_other = refs(dirty), records(dirty)
    first = run(dirty, *options, env={variable: "0"})

    assert (other.code, first.code) == (0, 0), other.err
    assert after_other == (["refs/heads/main"], [])
    assert "refs/tags/run/a" in refs(dirty)
    assert len(records(dirty)) == 1


def test_two_at_once(dirty: Repo) -> None:
    command = [sys.executable, "-m", "mlhygiene", "run", "--snapshot", "--tag", "--", "true"]
    running = [
        subprocess.Popen(command, cwd=dirty.root, env=dirty.environment, stderr=subprocess.PIPE) for _ in range(4)
    ]

    said = [each.communicate()[1] for each in running]

    assert [each.returncode for each in running] == [0] * 4, said
    assert len(records(dirty)) == 4
    assert sum(ref.startswith("refs/tags/run/") for ref in refs(dirty)) == 4
    assert dirty.git("fsck", "--strict", "--no-dangling") == ""


@pytest.mark.skipif(sys.platform == "win32", reason="nohup and setsid are of POSIX")
@pytest.mark.parametrize(
    "wrapper", [["nohup"], ["setsid", "--wait"], ["env", "-i", "PATH=/usr/bin:/bin"]], ids=" ".join
)
def test_under_another_wrapper(clean: Repo, wrapper: Sequence[str]) -> None:
    ours = [sys.executable, "-m", "mlhygiene", "run", "--strict", "--", "sh", "-c", "exit 7"]
    kept = [f"PYTHONPATH={clean.environment['PYTHONPATH']}"] if wrapper[0] == "env" else []

    ran = clean.run(*wrapper, *kept, *ours)

    assert ran.code == 7, ran.err
    assert records(clean)[0]["exit_code"] == 7


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX closes streams")
def test_with_closed_streams(clean: Repo) -> None:
    ours = [sys.executable, "-m", "mlhygiene", "run", "--snapshot", "--tag", "--", "sh", "-c", "exit 7"]

    ran = clean.run("sh", "-c", '"$@" <&- >&- 2>&-', "sh", *ours)

    assert ran.code == 7
    assert os.path.exists(clean.root / ".git" / "mlhygiene")


def test_a_signal_ends_the_record_too(clean: Repo) -> None:
    ran = run(clean, command=("sh", "-c", "kill -TERM $$"))

    assert ran.code == -15
    assert records(clean)[0]["exit_code"] == 128 + 15


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of POSIX")
def test_ctrl_c_is_for_the_command_and_what_it_makes_of_it_counts(clean: Repo) -> None:
    code = """\
import signal, time
heard = []
signal.signal(signal.SIGINT, lambda *_: heard.append(1))
print("ready", flush=True)
while not heard:
    time.sleep(0.01)
time.sleep(0.3)
print("saved", len(heard), flush=True)
"""
    ours = (sys.executable, "-m", "mlhygiene", "run", "--tag", "--id", "a", "--", sys.executable, "-c", code)

    shown = terminal(*ours, cwd=clean.root, env=clean.environment, interrupt=b"ready\r\n")

    assert shown.code == 0
    assert b"saved 1\r\n" in shown.drawn
    assert "refs/tags/run/a" in refs(clean)
    assert shown.left == ()
