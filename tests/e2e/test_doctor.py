"""`mlhygiene doctor`: what is broken is told, and the command that it prints mends it. All of it by real tools."""

from __future__ import annotations

import json
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from conftest import Repo, tool
from mlhygiene.model import Storage
from mlhygiene.native import STAGES, script
from mlhygiene.scaffold import attributes, ignoring
from mlhygiene.scaffold.facts import Facts
from mlhygiene.scaffold.piece import Choices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="what doctor prints is pasted into a POSIX shell here"),
]

CONFIG = """\
default_install_hook_types: [pre-commit, commit-msg, pre-push]
repos:
  - repo: https://example.org/team/mlhygiene
    rev: v0.1.0
    hooks:
      - id: mlhygiene
      - id: experiment-message
"""
PASSWORD = os.urandom(9).hex()
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["schema", "version", "checks", "summary"],
    "properties": {
        "schema": {"const": "mlhygiene.doctor/1"},
        "version": {"type": "string"},
        "checks": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["group", "check", "status", "text", "fix"],
                "properties": {
                    "group": {"enum": ["repository", "hooks", "Git LFS", "DVC", "notebooks", "remotes", "git"]},
                    "check": {"type": "string", "pattern": "^[a-z]+(-[a-z]+)*$"},
                    "status": {"enum": ["ok", "note", "warning", "error", "unjudged"]},
                    "text": {"type": "string", "minLength": 1},
                    "fix": {"type": ["string", "null"]},
                },
            },
        },
        "summary": {
            "type": "object",
            "additionalProperties": {"type": "integer"},
            "required": ["ok", "note", "warning", "error", "unjudged"],
        },
    },
}


class Line(NamedTuple):
    """One diagnosis as the JSON has it."""

    group: str
    check: str
    status: str
    text: str
    fix: str | None


@pytest.fixture
def environment(environment: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """A PATH with the tools that the table drives, and no other of the machine's than git's own."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in ("pre-commit", "prek", "git-lfs"):
        (folder / name).symlink_to(tool(name))
    (folder / "mlhygiene").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m mlhygiene "$@"\n')
    (folder / "mlhygiene").chmod(0o755)
    return {**environment, "PATH": os.pathsep.join([str(folder), "/usr/local/bin", "/usr/bin", "/bin"])}


@pytest.fixture
def healthy(repo: Repo) -> Repo:
    """All that a team sets up: the scaffold, the hooks, LFS with its filter and its hook, a remote."""
    chosen = Choices(Storage.LFS)
    repo.write(".gitignore", ignoring.gitignore(chosen, Facts()).written(b""))
    repo.write(".gitattributes", attributes.gitattributes(chosen, Facts()).written(b""))
    repo.write(".pre-commit-config.yaml", CONFIG).write("train.py", "print()\n")
    repo.git("lfs", "install", "--local")
    ran = repo.run("pre-commit", "install")
    assert ran.code == 0, ran
    repo.git("remote", "add", "origin", "https://example.org/team/models.git")
    repo.stage().commit("feat: training")
    return repo


def doctor(repo: Repo, *arguments: str, env: Mapping[str, str] | None = None) -> list[Line]:
    ran = repo.mlhygiene("doctor", "--format", "json", *arguments, env=env)
    assert ran.err == ""
    lines = [Line(**each) for each in json.loads(ran.out)["checks"]]
    statuses = {line.status for line in lines}
    assert ran.code == (2 if "unjudged" in statuses else 1 if "error" in statuses else 0)
    return lines


def ill(lines: Sequence[Line]) -> list[Line]:
    return [line for line in lines if line.status != "ok"]


def test_a_healthy_repository_is_ok_everywhere(healthy: Repo) -> None:
    ran = healthy.mlhygiene("doctor")

    assert ran.code == 0
    assert ill(doctor(healthy)) == []
    assert ran.out.splitlines()[-1] == "all is well"


def test_the_json_is_as_documented(healthy: Repo) -> None:
    from jsonschema import validate

    healthy.git("config", "core.hooksPath", "nowhere")
    ran = healthy.mlhygiene("doctor", "--format", "json")
    document = json.loads(ran.out)

    validate(document, SCHEMA)
    assert sum(document["summary"].values()) == len(document["checks"])


def test_doctor_writes_nothing(healthy: Repo) -> None:
    def state() -> dict[str, tuple[int, bytes]]:
        files = (path for path in healthy.root.rglob("*") if path.is_file())
        return {str(path): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}

    before = state()
    doctor(healthy)

    assert state() == before


class Row(NamedTuple):
    """How a healthy repository is broken, in a shell; which check says what of it."""

    broken: str
    check: str
    status: str
    says: str
    # Whether a command is printed; else the words say what to do.
    mends: bool = True
    env: Mapping[str, str] | None = None


SED = "sed -i.bak -e '{}' .pre-commit-config.yaml && rm .pre-commit-config.yaml.bak && git add ."
HUSKY = 'mkdir -p .husky/_ && printf \'#!/usr/bin/env sh\\n. "$(dirname "$0")/h"\\n\' | tee {} >/dev/null'
BROKEN = {
    "commit-msg is not installed": Row(
        "rm .git/hooks/commit-msg",
        "installed",
        "error",
        "commit-msg: no hook in .git/hooks; never called: experiment-message",
    ),
    "nothing is installed": Row(
        "rm -r .git/hooks",
        "installed",
        "error",
        "nothing of ours runs when git commits: no hook in .git/hooks",
    ),
    "somebody else's hook stands there": Row(
        "printf '#!/bin/sh\\nexit 0\\n' > .git/hooks/commit-msg && chmod +x .git/hooks/commit-msg",
        "installed",
        "error",
        "commit-msg: .git/hooks/commit-msg is of somebody else, and does not lead to us",
    ),
    "the team asks for no stage, and two judge besides": Row(
        SED.format("/^default_install/d") + " && rm .git/hooks/pre-push",
        "installed",
        "warning",
        "git does not call us at pre-merge-commit (what a merge brings), pre-push (what is pushed)",
    ),
    "a hook is not executable": Row(
        "chmod -x .git/hooks/pre-commit",
        "startable",
        "error",
        ".git/hooks/pre-commit is not executable, so git passes over it",
    ),
    "the Python of pre-commit is gone": Row(
        "sed -i.bak 's/^INSTALL_PYTHON=.*/INSTALL_PYTHON=\\/no\\/python/' .git/hooks/pre-commit",
        "startable",
        "note",
        ".git/hooks/pre-commit starts /no/python, which is gone; the pre-commit of the PATH is taken instead",
    ),
    "the Python of pre-commit has none any more": Row(
        "sed -i.bak 's/^INSTALL_PYTHON=.*/INSTALL_PYTHON=\\/bin\\/false/' .git/hooks/pre-commit",
        "startable",
        "error",
        ".git/hooks/pre-commit starts /bin/false, which has no pre-commit any more",
    ),
    "an interpreter is missing": Row(
        "mv .git/hooks/pre-push.legacy x && (echo '#!/no/such/sh'; tail -n +2 x) > .git/hooks/pre-push.legacy"
        " && chmod +x .git/hooks/pre-push.legacy && rm x",
        "startable",
        "error",
        ".git/hooks/pre-push.legacy needs /no/such/sh, which is not there",
        mends=False,
    ),
    "core.hooksPath leads nowhere": Row(
        "git config core.hooksPath nowhere",
        "folder",
        "error",
        "git looks for hooks in nowhere (core.hooksPath of .git/config), which is not there: no hook runs",
    ),
    "core.hooksPath leads to another folder": Row(
        "mkdir .githooks && git config core.hooksPath .githooks",
        "installed",
        "error",
        "nothing of ours runs when git commits: no hook in .githooks, where git looks, whatever .git/hooks holds",
    ),
    "core.hooksPath of the user leads to another folder": Row(
        'mkdir "$HOME/hooks" && git config --global core.hooksPath "$HOME/hooks"',
        "installed",
        "error",
        "nothing of ours runs when git commits: no hook in ~/hooks, where git looks, whatever .git/hooks holds",
    ),
    "husky has the folder of hooks": Row(
        HUSKY.format(".husky/_/pre-commit .husky/_/commit-msg .husky/_/pre-push")
        + " && chmod +x .husky/_/* && git config core.hooksPath .husky/_",
        "installed",
        "error",
        "nothing of ours runs when git commits: husky runs nothing of ours",
    ),
    "the config is not tracked": Row(
        "git rm -q --cached .pre-commit-config.yaml",
        "readable",
        "warning",
        ".pre-commit-config.yaml is not tracked: nobody else has these hooks",
    ),
    "the config is not staged": Row(
        "echo '# later' >> .pre-commit-config.yaml",
        "readable",
        "warning",
        ".pre-commit-config.yaml has changes that are not staged: pre-commit refuses to run",
    ),
    "the config is broken": Row(
        "printf 'repos: [\\n' > .pre-commit-config.yaml && git add .",
        "readable",
        "error",
        ".pre-commit-config.yaml:2: ",
        mends=False,
    ),
    "an exclude swallows every file": Row(
        SED.format("1i exclude: .*"),
        "swallowed",
        "error",
        ".pre-commit-config.yaml:1: exclude keeps every file from mlhygiene: it judges nothing; take the line out",
        mends=False,
    ),
    "a hook is for files that are not there": Row(
        SED.format("s/- id: mlhygiene/&\\n        files: ^src\\//"),
        "swallowed",
        "error",
        ".pre-commit-config.yaml:7: files keeps every file from mlhygiene: it judges nothing; take the line out",
        mends=False,
    ),
    "a hook is for no stage of git": Row(
        SED.format("s/- id: mlhygiene/&\\n        stages: [manual]/"),
        "staged",
        "error",
        ".pre-commit-config.yaml:7: mlhygiene has `stages: [manual]`: git never calls it",
        mends=False,
    ),
    "a hook is at the stage of another": Row(
        SED.format("s/- id: experiment-message/&\\n        stages: [pre-commit]/"),
        "staged",
        "error",
        ".pre-commit-config.yaml:8: experiment-message is called at pre-commit, and is for commit-msg, pre-push",
        mends=False,
    ),
    "fail_fast, with hooks before ours": Row(
        SED.format(
            "s/^repos:/fail_fast: true\\n&\\n  - repo: https:\\/\\/example.org\\/x\\n    rev: v1\\n"
            "    hooks: [{id: a}, {id: b}]/"
        ),
        "fails-early",
        "note",
        ".pre-commit-config.yaml:2: fail_fast: where one of 2 earlier hooks fails, ours do not run",
        mends=False,
    ),
    "hooks of an older version": Row(
        SED.format("s/v0.1.0/v0.0.9/"),
        "revision",
        "note",
        ".pre-commit-config.yaml:4: hooks of v0.0.9, and this is mlhygiene ",
        mends=False,  # it would ask the network
    ),
    "hooks pass where there is no config": Row(
        "pre-commit install --allow-missing-config -t commit-msg >/dev/null",
        "environment",
        "note",
        ".git/hooks/commit-msg: where a branch has no config, it passes in silence",
    ),
    "SKIP names a hook of ours": Row(
        "true",
        "environment",
        "warning",
        "SKIP is set: mlhygiene is passed over",
        env={"SKIP": "black, mlhygiene"},
    ),
    "a variable lets hooks pass without a config": Row(
        "true",
        "environment",
        "warning",
        "PRE_COMMIT_ALLOW_NO_CONFIG is set: where a branch has no config, hooks pass in silence",
        env={"PRE_COMMIT_ALLOW_NO_CONFIG": "1"},
    ),
    "git does not know the filter of LFS": Row(
        "git config --remove-section filter.lfs",
        "configured",
        "error",
        ".gitattributes has filter=lfs, and git's config has no filter.lfs.process, filter.lfs.clean,"
        " filter.lfs.smudge, filter.lfs.required: large files are stored in git",
    ),
    "the filter of LFS may fail": Row(
        "git config filter.lfs.required false",
        "configured",
        "error",
        "filter.lfs.required is not true: where git-lfs fails, git stores the file",
    ),
    "the hook of LFS was overwritten": Row(
        "pre-commit install --overwrite --hook-type pre-push >/dev/null",
        "uploaded",
        "error",
        ".git/hooks/pre-push (pre-commit) does not run git-lfs: a push sends pointers, and the large files stay behind",
    ),
    "there is no hook of LFS": Row(
        "rm .git/hooks/pre-push",
        "uploaded",
        "warning",
        "no pre-push hook of git-lfs yet: a push sends pointers, and the large files stay behind",
    ),
    "LFS is told to leave files behind": Row(
        "true",
        "left-behind",
        "warning",
        "GIT_LFS_SKIP_PUSH is set: a push leaves the large files behind",
        env={"GIT_LFS_SKIP_PUSH": "1"},
    ),
    "a remote has a password": Row(
        f"git remote set-url origin https://ada:{PASSWORD}@example.org/team/models.git",
        "credentials",
        "error",
        "remote origin has a password in its url: https://example.org/team/models.git; ",
    ),
    "a remote has a password where it is pushed to": Row(
        f"git remote set-url --push origin https://oauth2:{PASSWORD}@example.org/team/models.git",
        "credentials",
        "error",
        "remote origin has a token in its pushurl: https://example.org/team/models.git; ",
    ),
    "one URL of several has a password": Row(
        "git remote set-url --add --push origin https://example.org/other.git"
        f" && git remote set-url --add --push origin https://ada:{PASSWORD}@example.org/team/models.git",
        "credentials",
        "error",
        "remote origin has a password in its pushurl: https://example.org/team/models.git; ",
    ),
    "git-lfs has a password": Row(
        f"git config lfs.url https://ada:{PASSWORD}@example.org/lfs",
        "credentials",
        "error",
        "lfs.url has a password: https://example.org/lfs; ",
    ),
    "git-lfs has a password that is tracked": Row(
        f"git config -f .lfsconfig lfs.url https://ada:{PASSWORD}@example.org/lfs && git add .lfsconfig",
        "tracked",
        "error",
        ".lfsconfig is tracked: lfs.url has a password: https://example.org/lfs; history has it, so change it",
    ),
    "a URL with a password stands for another": Row(
        f"git config --global url.https://ada:{PASSWORD}@example.org/.insteadOf https://example.org/",
        "credentials",
        "error",
        "~/.gitconfig has a password in a URL that git takes instead of https://example.org/: https://example.org/",
    ),
    "a remote is asked in the clear": Row(
        "git remote set-url origin http://example.org/team/models.git",
        "encrypted",
        "warning",
        "remote origin is asked in the clear (http://)",
    ),
    "git is told that names do not differ by case": Row(
        "git config core.ignorecase true",
        "case",
        "warning",
        "core.ignorecase is true where files differ by case: ",
    ),
    "the user ignores what LFS is to hold": Row(
        'mkdir -p "$HOME/config/git" && echo "*.pt" > "$HOME/config/git/ignore"',
        "hidden",
        "warning",
        "~/config/git/ignore ignores `*.pt` on this machine: model.pt would not be added",
    ),
    "the user has attributes of their own": Row(
        'mkdir -p "$HOME/config/git" && echo "*.py filter=other" > "$HOME/config/git/attributes"',
        "filtered",
        "warning",
        "~/config/git/attributes gives train.py a filter that nobody else has",
    ),
    "mlhygiene.toml is not valid": Row(
        "echo 'selct = []' > mlhygiene.toml && git add .",
        "settings",
        "error",
        "in the index, which counts: mlhygiene.toml: unknown key 'selct' (did you mean 'select'?)",
        mends=False,
    ),
    "mlhygiene.toml is not staged": Row(
        "echo 'select = [\"MLH1\"]' > mlhygiene.toml",
        "settings",
        "note",
        "mlhygiene.toml has changes that are not staged: what the index has counts",
    ),
    "a mark of the scaffold is alone": Row(
        "(echo '# <<< mlhygiene gitignore'; cat .gitignore) > x && mv x .gitignore && git add .",
        "scaffold",
        "error",
        ".gitignore:1: a mark without its other half: # <<< mlhygiene gitignore; take the line out",
        mends=False,
    ),
    "the scaffold is not staged": Row(
        "git rm -q --cached .gitignore",
        "scaffold",
        "note",
        ".gitignore has its block in the worktree alone: what is staged counts",
    ),
    "there is no scaffold": Row(
        "git rm -q .gitignore",
        "scaffold",
        "note",
        "no block of mlhygiene in .gitignore",
    ),
    "the block of the scaffold was changed by hand": Row(
        "sed -i.bak '/^# >>>/a *.mine' .gitignore && rm .gitignore.bak && git add .",
        "scaffold",
        "warning",
        ".gitignore: the block of mlhygiene was changed by hand (`mlhygiene init --diff` shows it)",
    ),
    "no hook of ours in the config": Row(
        SED.format("s/mlhygiene/other/"),
        "readable",
        "error",
        ".pre-commit-config.yaml names no hook of mlhygiene",
    ),
    "neither a config nor a hook": Row(
        "rm -r .git/hooks && git rm -q .pre-commit-config.yaml",
        "installed",
        "error",
        "nothing of ours runs when git commits: no hook in .git/hooks",
    ),
    "hooks of pre-commit without its config": Row(
        "git rm -q .pre-commit-config.yaml",
        "readable",
        "error",
        ".git/hooks/pre-commit is of pre-commit, and there is no .pre-commit-config.yaml",
    ),
}


@pytest.mark.parametrize("row", BROKEN.values(), ids=BROKEN)
def test_doctor_says_what_is_broken_and_its_command_mends_it(row: Row, healthy: Repo) -> None:
    ran = healthy.run("sh", "-c", row.broken)
    assert ran.code == 0, ran
    found = [line for line in ill(doctor(healthy, env=row.env)) if line.check == row.check]

    assert [(line.status, line.text[: len(row.says)]) for line in found] == [(row.status, row.says)]
    assert PASSWORD not in "".join(f"{line.text} {line.fix}" for line in found)
    if not row.mends:
        return

    fix = found[0].fix
    assert fix is not None
    if fix.startswith("unset "):
        assert row.env is not None
        assert set(row.env) == {fix.removeprefix("unset ")}
        assert [line for line in ill(doctor(healthy)) if line.check == row.check] == []
        return
    mended = healthy.run("sh", "-c", fix)
    assert mended.code == 0, (fix, mended)

    assert [line for line in ill(doctor(healthy)) if line.check == row.check] == []


# What doctor says of a config, and what a real commit does with it: a message without its value, on a branch of
# an experiment. Our command stands in the config as the repository's own hook, so that nothing is downloaded.
LOCAL = """\
repos:
  - repo: local
    hooks:
      - id: messages
        name: messages
        entry: mlhygiene hook experiment-message
        language: system
        stages: [commit-msg]
"""
TOP = {
    "nothing chosen": "",
    "an exclude of git's own folder": "exclude: '^\\.git/'\n",
    "an exclude of whatever has git in its name": "exclude: '\\.git'\n",
    "files of one kind alone": "files: '\\.py$'\n",
    "an exclude of something else": "exclude: '^vendor/'\n",
}
OWN = {
    "a hook as it is": "",
    "a hook that always runs": "        always_run: true\n",
    "a hook with an exclude": "        exclude: '^\\.git/'\n",
    "a hook with files": "        files: '\\.py$'\n",
}


@pytest.mark.parametrize("program", ["pre-commit", "prek"])
@pytest.mark.parametrize("own", OWN.values(), ids=OWN)
@pytest.mark.parametrize("top", TOP.values(), ids=TOP)
def test_doctor_knows_which_configs_keep_messages_from_us(top: str, own: str, program: str, repo: Repo) -> None:
    repo.write(".pre-commit-config.yaml", top + LOCAL + own).write("a.txt", "a\n").stage()
    assert repo.run(program, "install", "--hook-type", "commit-msg").code == 0
    ran = repo.run("git", "commit", "-m", "exp: something")

    swallowed = [line for line in ill(doctor(repo)) if line.check == "swallowed"]
    assert bool(swallowed) == (ran.code == 0), (ran, swallowed)


# Who sets up its hook at pre-push, in their order; what a real push then sends.
ORDERS = {
    "git-lfs alone": ["git lfs install --local"],
    "git-lfs, then pre-commit": ["git lfs install --local", "pre-commit install -t pre-push"],
    "git-lfs, then prek": ["git lfs install --local", "prek install -t pre-push"],
    "git-lfs, overwritten by pre-commit": ["git lfs install --local", "pre-commit install -f -t pre-push"],
    "git-lfs, overwritten by prek": ["git lfs install --local", "prek install -f -t pre-push"],
    "pre-commit, so that git-lfs stops": ["pre-commit install -t pre-push", "git lfs install --local || true"],
    "prek, so that git-lfs stops": ["prek install -t pre-push", "git lfs install --local || true"],
    "pre-commit, then git-lfs by force": ["pre-commit install -t pre-push", "git lfs install --local --force"],
    "the filter of git-lfs alone": ["git lfs install --local --skip-repo"],
    "a folder of hooks that git-lfs knows": ["git config core.hooksPath .githooks", "git lfs install --local"],
    "a folder of hooks that git-lfs did not know": ["git lfs install --local", "git config core.hooksPath .githooks"],
}
EMPTY = "repos:\n  - repo: local\n    hooks:\n      - {id: x, name: x, entry: 'true', language: system}\n"


def sent(repo: Repo) -> bool:
    """Push a large file that is new; whether its content arrives."""
    remote = repo.root.with_name("remote.git")
    if not remote.exists():
        repo.git("init", "--quiet", "--bare", str(remote))
        repo.git("remote", "add", "origin", remote.as_uri())
    before = len(list(remote.glob("lfs/objects/*/*/*")))
    repo.write("model.bin", os.urandom(2000)).stage("model.bin").commit("feat: a model")
    ran = repo.run("git", "push", "--quiet", "origin", "HEAD")
    assert ran.code == 0, ran
    return len(list(remote.glob("lfs/objects/*/*/*"))) > before


@pytest.mark.parametrize("commands", ORDERS.values(), ids=ORDERS)
def test_doctor_knows_whether_a_push_takes_large_files_along(commands: list[str], repo: Repo) -> None:
    repo.write(".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n")
    repo.write(".pre-commit-config.yaml", EMPTY).stage().commit("chore: attributes")
    for command in commands:
        ran = repo.run("sh", "-c", command)
        assert ran.code == 0, ran
    lines = [line for line in doctor(repo) if line.check == "uploaded"]

    # Where there is no hook at all, git-lfs sets its own up when its filter meets the file that is sent here.
    assert [line.status in {"ok", "warning"} for line in lines] == [sent(repo)]

    if lines[0].status == "error":
        assert lines[0].fix is not None
        mended = repo.run("sh", "-c", lines[0].fix)
        assert mended.code == 0, mended
        assert [line.status for line in doctor(repo) if line.check == "uploaded"] == ["ok"]
        assert sent(repo)


# DVC: a repository of its own, broken by its own commands.
DVC = {
    "a password is tracked": (
        "dvc remote modify storage password $SECRET && git add .",
        "credentials",
        "error",
        ".dvc/config is tracked, and has the password of remote storage: history has it, so change it",
    ),
    "a key is tracked": (
        "dvc remote add s3 s3://bucket/x && dvc remote modify s3 secret_access_key $SECRET && git add .",
        "credentials",
        "error",
        ".dvc/config is tracked, and has the secret_access_key of remote s3: history has it, so change it",
    ),
    "a URL with a password is tracked": (
        "dvc remote modify storage url https://ada:$SECRET@example.org/data && git add .",
        "credentials",
        "error",
        ".dvc/config is tracked, and has a password in the url of remote storage: history has it, so change it",
    ),
    "what is local is tracked": (
        "dvc remote modify --local storage password $SECRET && git add --force .dvc/config.local",
        "local",
        "error",
        ".dvc/config.local is tracked: what it holds is in history, so change it",
    ),
    "what is local is not ignored": (
        "rm .dvc/.gitignore && git add .",
        "local",
        "error",
        ".dvc/config.local is not ignored",
    ),
    "there is no remote": (
        "dvc remote remove storage && git add .",
        "remote",
        "warning",
        "DVC has no remote: the data of 1 file is on this machine alone; `dvc remote add",
    ),
}


@pytest.fixture
def with_dvc(repo: Repo, tmp_path: Path) -> Repo:
    (tmp_path / "bin/dvc").symlink_to(tool("dvc"))
    repo.write("raw.csv", "a,b\n")
    ran = repo.run("sh", "-c", "dvc init -q && dvc remote add -d storage ssh://example.org/data && dvc add -q raw.csv")
    assert ran.code == 0, ran
    repo.stage().commit("feat: data")
    return repo


def test_doctor_is_content_with_dvc(with_dvc: Repo) -> None:
    assert {line.status for line in doctor(with_dvc) if line.group == "DVC"} == {"ok"}


@pytest.mark.parametrize(("broken", "check", "status", "says"), DVC.values(), ids=DVC)
def test_doctor_knows_what_dvc_shares(broken: str, check: str, status: str, says: str, with_dvc: Repo) -> None:
    ran = with_dvc.run("sh", "-c", broken, env={"SECRET": PASSWORD})
    assert ran.code == 0, ran
    found = [line for line in ill(doctor(with_dvc)) if line.check == check]

    assert [(line.status, line.text[: len(says)]) for line in found] == [(status, says)]
    assert PASSWORD not in f"{found[0].text} {found[0].fix}"

    if found[0].fix:
        mended = with_dvc.run("sh", "-c", found[0].fix)
        assert mended.code == 0, mended
        assert [line for line in ill(doctor(with_dvc)) if line.check == check] == []
        kept = with_dvc.run("dvc", "config", "--local", "--list")
        assert (PASSWORD in kept.out) == ("$SECRET" in broken)


def test_doctor_misses_dvc(with_dvc: Repo, tmp_path: Path) -> None:
    (tmp_path / "bin/dvc").unlink()

    ((status, text),) = [(line.status, line.text) for line in ill(doctor(with_dvc)) if line.group == "DVC"]
    assert (status, text) == ("warning", "dvc is not on the PATH: nobody can fetch or add data")


def test_doctor_misses_git_lfs(healthy: Repo, tmp_path: Path) -> None:
    (tmp_path / "bin/git-lfs").unlink()
    without = Repo(healthy.root, {**healthy.environment, "PATH": lacking(healthy.environment["PATH"], tmp_path)})

    assert ("program", "error") in [(line.check, line.status) for line in ill(doctor(without))]


def lacking(path: str, tmp_path: Path) -> str:
    """The same PATH without git-lfs, which many systems keep where git is, too."""
    folders = path.split(os.pathsep)
    for number, folder in enumerate(folders):
        if os.path.exists(os.path.join(folder, "git-lfs")):
            copy = tmp_path / f"programs{number}"
            copy.mkdir()
            for program in Path(folder).iterdir():
                if not program.name.startswith("git-lfs"):
                    (copy / program.name).symlink_to(program)
            folders[number] = str(copy)
    return os.pathsep.join(folders)


# Clones that lack something.
def test_doctor_says_what_a_shallow_clone_cannot_judge(healthy: Repo, tmp_path: Path) -> None:
    healthy.write("b.py", "1\n").stage().commit("feat: b")
    healthy.git("clone", "--quiet", "--depth=1", healthy.root.as_uri(), str(tmp_path / "clone"))
    clone = Repo(tmp_path / "clone", healthy.environment)
    (line,) = [line for line in ill(doctor(clone)) if line.check == "complete"]

    assert (line.status, line.fix) == ("warning", "git fetch --unshallow")

    clone.git("fetch", "--quiet", "--unshallow")

    assert [line.text for line in doctor(clone) if line.check == "complete"] == ["a whole clone"]


def test_doctor_says_what_a_partial_clone_cannot_judge(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    for content in ("1\n", "2\n"):
        repo.write("a.py", content).stage().commit("feat: a")
    repo.git("clone", "--quiet", "--filter=blob:none", repo.root.as_uri(), str(tmp_path / "clone"))
    clone = Repo(tmp_path / "clone", repo.environment)
    (line,) = [line for line in ill(doctor(clone)) if line.check == "complete"]

    assert line.text == "a partial clone: 1 object not here, so contents in history cannot be judged"
    assert line.fix == "git fetch --refetch --no-filter"

    clone.git("fetch", "--quiet", "--refetch", "--no-filter")

    assert [line.text for line in doctor(clone) if line.check == "complete"] == [
        "a partial clone, and every object is here"
    ]


def test_a_repository_of_another_user_is_not_judged(healthy: Repo) -> None:
    env = {"GIT_TEST_ASSUME_DIFFERENT_OWNER": "1"}
    (line,) = doctor(healthy, env=env)

    assert line.status == "unjudged"
    assert line.fix == f"git config --global --add safe.directory {healthy.root}"

    assert healthy.run("sh", "-c", line.fix).code == 0
    assert ill(doctor(healthy, env=env)) == []


# What it looks like.
def test_text_has_headings_and_commands_of_their_own_lines(healthy: Repo) -> None:
    healthy.run("rm", ".git/hooks/commit-msg")
    ran = healthy.mlhygiene("doctor", "-C", str(healthy.root), cwd=healthy.root.parent)

    assert ran.code == 1
    assert "\nhooks\n" in ran.out
    assert (
        "  error     commit-msg: no hook in .git/hooks; never called: experiment-message\n"
        "            pre-commit install --hook-type commit-msg\n"
    ) in ran.out
    assert ran.out.endswith("\n\n1 error\n")
    assert "\033" not in ran.out


def test_colour_is_asked_for_or_not(healthy: Repo) -> None:
    assert "\033[32mok" in healthy.mlhygiene("doctor", "--color", "always").out
    assert "\033" not in healthy.mlhygiene("doctor", env={"FORCE_COLOR": "1", "NO_COLOR": "1"}).out


def test_the_same_is_said_below_the_root(healthy: Repo) -> None:
    healthy.git("config", "core.hooksPath", ".githooks")
    healthy.write("src/a.py", "1\n").stage("src")

    assert healthy.mlhygiene("doctor", cwd=healthy.root / "src").out == healthy.mlhygiene("doctor").out


def test_a_worktree_has_the_hooks_of_its_repository(healthy: Repo, tmp_path: Path) -> None:
    healthy.git("worktree", "add", "--quiet", str(tmp_path / "other"))

    assert ill(doctor(Repo(tmp_path / "other", healthy.environment))) == []


def test_a_bare_repository_is_looked_at_as_far_as_it_goes(healthy: Repo, tmp_path: Path) -> None:
    healthy.git("clone", "--quiet", "--bare", str(healthy.root), str(tmp_path / "bare"))
    bare = Repo(tmp_path / "bare", healthy.environment)

    assert {line.group for line in doctor(bare)} == {"remotes", "git"}
    assert ill(doctor(bare)) == []


# Native hooks.
@pytest.fixture
def with_native(healthy: Repo) -> Repo:
    healthy.git("rm", "-q", ".pre-commit-config.yaml")
    healthy.run("pre-commit", "uninstall", "-t", "pre-commit", "-t", "commit-msg", "-t", "pre-push")
    ran = healthy.mlhygiene("install")
    assert ran.code == 0, ran
    healthy.commit("chore: hooks of our own")
    return healthy


NATIVE = {
    "one was removed": (
        "rm .git/hooks/commit-msg",
        "installed",
        "warning",
        "git does not call us at commit-msg (what a commit says)",
    ),
    "one is not executable": (
        "chmod -x .git/hooks/pre-push",
        "startable",
        "error",
        ".git/hooks/pre-push is not executable, so git passes over it",
    ),
    "one has the line ends of Windows": (
        "sed -i.bak 's/$/\\r/' .git/hooks/pre-commit && rm .git/hooks/pre-commit.bak",
        "startable",
        "error",
        ".git/hooks/pre-commit has Windows line ends, so its interpreter is not found",
    ),
    "the worktree's config names a folder": (
        "mkdir ~/hooks && git config extensions.worktreeConfig true && git config --worktree core.hooksPath ~/hooks",
        "installed",
        "error",
        "nothing of ours runs when git commits: no hook in ~/hooks, where git looks, whatever .git/hooks holds",
    ),
    "the repository's config names no folder": (
        "git config core.hooksPath /dev/null",
        "installed",
        "error",
        "nothing of ours runs when git commits: no hook in /dev/null, where git looks, whatever .git/hooks holds",
    ),
    "git-lfs has written its hook over ours": (
        "git lfs update --force",
        "installed",
        "warning",
        "git does not call us at pre-push (what is pushed)",
    ),
    "somebody has changed one": (
        "echo true >> .git/hooks/pre-commit",
        "startable",
        "note",
        ".git/hooks/pre-commit: somebody has changed it since `mlhygiene install`",
    ),
    "the user's config names a folder": (
        'mkdir "$HOME/hooks" && git config --global core.hooksPath "$HOME/hooks"',
        "installed",
        "error",
        "nothing of ours runs when git commits: no hook in ~/hooks, where git looks, whatever .git/hooks holds",
    ),
}


# prek, by its own file and by that of pre-commit.
TOML = """\
[[repos]]
repo = "https://example.org/team/mlhygiene"
rev = "v0.1.0"
hooks = [{ id = "mlhygiene" }, { id = "experiment-message" }]
"""


@pytest.mark.parametrize(("file", "content"), [("prek.toml", TOML), (".pre-commit-config.yaml", CONFIG)])
def test_doctor_prints_the_commands_of_prek_where_that_is_used(file: str, content: str, repo: Repo) -> None:
    repo.write(file, content).stage()
    assert repo.run("prek", "install", "-t", "pre-commit").code == 0
    found = [line for line in ill(doctor(repo)) if line.check == "installed"]

    assert found[0].text == "commit-msg: no hook in .git/hooks; never called: experiment-message"
    assert found[0].fix == "prek install --hook-type commit-msg"

    for line in found:
        assert line.fix is not None
        assert repo.run("sh", "-c", line.fix).code == 0
    assert [line.status for line in doctor(repo) if line.check == "installed"] == ["ok"]


def test_doctor_starts_nothing_that_the_repository_names(repo: Repo, tmp_path: Path) -> None:
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {shlex.quote(str(tmp_path / 'sprung'))}\n")
    trap.chmod(0o755)
    repo.write(".githooks/pre-commit", f"#!/bin/sh\n# File generated by pre-commit\nINSTALL_PYTHON={trap}\n")
    (repo.root / ".githooks/pre-commit").chmod(0o755)
    repo.stage().git("config", "core.hooksPath", ".githooks")
    doctor(repo)

    assert not (tmp_path / "sprung").exists()


LEFTHOOK = '#!/bin/sh\ncall_lefthook() { lefthook "$@"; }\ncall_lefthook run "{}" "$@"\n'


def test_doctor_reads_what_lefthook_runs(repo: Repo) -> None:
    for stage in ("pre-commit", "commit-msg"):
        repo.write(f".git/hooks/{stage}", LEFTHOOK.replace("{}", stage))
        (repo.root / ".git/hooks" / stage).chmod(0o755)
    repo.write("lefthook.yml", "commit-msg:\n  commands:\n    a:\n      run: cat {0}\n")
    (line,) = [line for line in doctor(repo) if line.check == "installed"]

    assert (line.status, line.fix) == ("error", None)
    assert "have lefthook.yml run `mlhygiene native STAGE {0}` at each stage" in line.text

    repo.write("lefthook.yml", "commit-msg:\n  commands:\n    a:\n      run: mlhygiene native commit-msg {0}\n")
    ok, late = [line for line in doctor(repo) if line.check == "installed"]

    assert ok.text == "lefthook: pre-commit, commit-msg, in .git/hooks"
    assert (late.status, late.fix) == (
        "warning",
        "mlhygiene install --stage pre-merge-commit --stage prepare-commit-msg --stage pre-push",
    )


def test_doctor_is_content_with_native_hooks(with_native: Repo) -> None:
    assert [line for line in ill(doctor(with_native)) if line.group in {"hooks", "Git LFS"}] == []


@pytest.mark.parametrize(("broken", "check", "status", "says"), NATIVE.values(), ids=NATIVE)
def test_doctor_knows_native_hooks(broken: str, check: str, status: str, says: str, with_native: Repo) -> None:
    ran = with_native.run("sh", "-c", broken)
    assert ran.code == 0, ran
    found = [line for line in ill(doctor(with_native)) if line.check == check]

    assert [(line.status, line.text[: len(says)]) for line in found] == [(status, says)]

    assert found[0].fix is not None
    if check != "installed" or status == "warning":
        mended = with_native.run("sh", "-c", found[0].fix)
        assert mended.code == 0, mended
    else:  # a whole scaffold beside
        assert found[0].fix.endswith(" && mlhygiene init --install")
        mended = with_native.run("sh", "-c", found[0].fix.replace(" init --install", " install"))
        assert mended.code == 0, mended
    assert [line for line in ill(doctor(with_native)) if line.check == check] == []


def test_doctor_knows_our_hooks_below_a_framework_that_names_none_of_them(with_native: Repo) -> None:
    with_native.git("rm", "--quiet", "--cached", "--ignore-unmatch", ".pre-commit-config.yaml")
    with_native.write(".pre-commit-config.yaml", "repos: []\n").stage()
    assert with_native.run(tool("pre-commit"), "install", "-t", "pre-commit", "-t", "commit-msg").code == 0
    hooks = with_native.root / ".git/hooks"
    (hooks / "commit-msg.legacy").unlink()
    moved = hooks / "pre-commit.legacy"
    moved.write_bytes(script("pre-commit", "/gone/python"))
    found = [line for line in ill(doctor(with_native)) if line.check in {"installed", "startable"}]

    assert [(line.check, line.fix) for line in found] == [
        ("installed", "mlhygiene install --stage commit-msg"),
        ("startable", "mlhygiene install --stage pre-commit"),
    ]
    for line in found:
        assert line.fix is not None
        mended = with_native.run("sh", "-c", line.fix)
        assert mended.code == 0, mended
    assert [line for line in ill(doctor(with_native)) if line.check in {"installed", "startable"}] == []


def test_doctor_prints_no_command_where_two_hooks_want_one_place(with_native: Repo) -> None:
    with_native.write(".git/hooks/pre-push", "#!/bin/sh\nexit 0\n")
    (with_native.root / ".git/hooks/pre-push").chmod(0o755)
    told = [line for line in ill(doctor(with_native)) if line.check in {"installed", "single"}]

    assert [(line.status, line.fix) for line in told] == [("warning", None), ("note", None)]
    assert ".git/hooks/pre-push.before-mlhygiene is left from before: move one of them away" in told[1].text


def test_doctor_follows_a_script_of_ones_own_that_leads_to_us(repo: Repo) -> None:
    for stage in STAGES:
        repo.write(f".git/hooks/{stage}", f'#!/bin/sh\nexec mlhygiene native {stage} "$@"\n')
        (repo.root / ".git/hooks" / stage).chmod(0o755)

    assert [line.text for line in doctor(repo) if line.check == "installed"] == [
        f"somebody else: {', '.join(STAGES)}, in .git/hooks"
    ]
