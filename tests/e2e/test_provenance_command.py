"""`mlhygiene provenance`: the stamp of a place, as people, shells, builders of images and machines read it."""

from __future__ import annotations

import json
import shlex
import shutil
from typing import TYPE_CHECKING

import pytest

from addresses import FORMS, TOKEN, leaks
from mlhygiene.provenance import Stamp, State, capture, formats

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from conftest import Repo

OCI = "org.opencontainers.image"


@pytest.fixture
def tagged(repo: Repo) -> Repo:
    """One commit with a version, a remote, and nothing changed."""
    repo.write("train.py", "print(0.9)\n").stage().commit()
    repo.git("tag", "v1.2.0")
    repo.git("remote", "add", "origin", "git@github.com:team/models.git")
    return repo


def test_a_person_is_told_what_differs(tagged: Repo) -> None:
    tagged.write("train.py", "print(1)\n").write("notes.txt")

    ran = tagged.mlhygiene("provenance")

    assert (ran.code, ran.err) == (0, "")
    told = dict(line.split(maxsplit=1) for line in ran.out.splitlines())
    assert told.pop("patch").startswith("sha256:")
    assert told.pop("describe").startswith("v1.2.0-0-g")
    assert told == {
        "commit": tagged.git("rev-parse", "HEAD"),
        "state": "dirty",
        "branch": "main",
        "version": "v1.2.0",
        "changed": "train.py",
        "untracked": "notes.txt",
        "remote": "git@github.com:team/models.git",
        "tags": "v1.2.0",
    }


def test_json_is_a_stamp_without_what_belongs_to_our_own_process(tagged: Repo) -> None:
    document = json.loads(tagged.mlhygiene("provenance", "--format", "json", ".").out)

    assert document["schema"] == "mlhygiene.provenance/1"
    assert (document["entry"], document["argv"], document["python"]) == (None, [], None)


# Names that git takes for a branch, and no shell for a word.
BRANCHES = (
    "exp/$(id)",
    "exp/a'b",
    'exp/"x"',
    "exp/a&b",
    "exp/`id`",
    "exp/;id",
    "exp/#1",
    "exp/a|b",
    "exp/{a,b}",
    "é/x$y",
)


@pytest.mark.parametrize("branch", ["main", "exp/lr=0.1,bs@8", "expé", *BRANCHES])
def test_a_shell_and_a_file_of_docker_read_the_same(tagged: Repo, branch: str) -> None:
    tagged.git("switch", "--quiet", "-C", branch)

    ran = tagged.mlhygiene("provenance", "--format", "env")
    literal = dict(line.split("=", 1) for line in ran.out.splitlines())
    script = f'{ran.out}\nenv=ok; for name in {" ".join(literal)}; do eval "printf \'%s\\0\' \\"\\$$name\\""; done'
    by_eval = tagged.run("sh", "-c", script).out.split("\0")[:-1]
    exported = tagged.run("sh", "-c", f"export $(printf %s {shlex.quote(ran.out)}); env").out.splitlines()

    assert ran.code == 0
    assert by_eval == list(literal.values())
    assert {f"{name}={text}" for name, text in literal.items()} <= set(exported)
    left = "mlhygiene: note: left out, as they would need quotes: MLHYGIENE_GIT_BRANCH\n"
    assert (literal.get("MLHYGIENE_GIT_BRANCH"), ran.err) == ((None, left) if branch in BRANCHES else (branch, ""))


def test_who_is_told_by_variables_names_the_same_commit(tagged: Repo, tmp_path: Path) -> None:
    told = dict(line.split("=", 1) for line in tagged.mlhygiene("provenance", "--format", "env").out.splitlines())
    elsewhere = tmp_path / "image"
    elsewhere.mkdir()

    ran = tagged.mlhygiene("provenance", "--format", "json", str(elsewhere), env=told)

    document = json.loads(ran.out)
    assert (document["state"], document["commit"]) == ("environment", tagged.git("rev-parse", "HEAD"))
    assert (document["version"], document["dirty"]) == ("v1.2.0", False)


def test_labels_of_an_image(tagged: Repo) -> None:
    ran = tagged.mlhygiene("provenance", "--format", "oci")

    assert ran.out.splitlines() == [
        f"{OCI}.revision={tagged.git('rev-parse', 'HEAD')}",
        f"{OCI}.source=https://github.com/team/models",
        f"{OCI}.version=v1.2.0",
    ]
    assert ran.err == ""
    tagged.write("train.py", "2")
    assert "not as that revision has them" in tagged.mlhygiene("provenance", "--format", "oci").err


SOURCES = {
    "https://h.org/team/m.git": "https://h.org/team/m.git",
    "git@gitlab.com:team/m.git": "https://gitlab.com/team/m",
    "ssh://git@github.com/team/m.git": "https://github.com/team/m",
    "git@h.org:team/m.git": "ssh://git@h.org/team/m.git",
    "/srv/m.git": None,
    "../m.git": None,
    "hg::https://h.org/m": None,
}


@pytest.mark.parametrize(("remote", "source"), SOURCES.items(), ids=SOURCES)
def test_the_source_of_an_image_is_a_url(remote: str, source: str | None) -> None:
    assert formats.source(remote) == source


STRICT: Mapping[str, tuple[str, int, str]] = {
    "all is committed": ("true", 0, ""),
    "a file is changed": ("echo 2 > train.py", 1, "not as committed: train.py: commit before running"),
    "a file is new": ("echo 2 > 'a b'", 1, "not as committed: a b: commit before running"),
    "nothing is committed yet": (
        "git checkout -q --orphan x && git rm -rqf .",
        2,
        "no commit names this code: no commit yet",
    ),
}


@pytest.mark.parametrize(("change", "code", "told"), STRICT.values(), ids=STRICT)
def test_strict_refuses_what_no_commit_has(tagged: Repo, tmp_path: Path, change: str, code: int, told: str) -> None:
    tagged.run("sh", "-c", change)

    ran = tagged.mlhygiene("provenance", "--strict", "--output", str(tmp_path / "out"))

    assert ran.code == code, ran
    assert told in ran.err
    assert (tmp_path / "out").exists() is (code == 0)


def test_a_record_is_baked_and_speaks_where_there_is_no_git(
    tagged: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The recipe for a Dockerfile: write the record, `COPY . /app` without `.git`."""
    ran = tagged.mlhygiene("provenance", "--strict", "--format", "json", "--output", "provenance.json")
    image = tmp_path / "app"
    shutil.copytree(tagged.root, image, ignore=shutil.ignore_patterns(".git"))
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))

    stamp = capture(image)

    assert ran.code == 0
    assert (stamp.state, stamp.commit, stamp.dirty) == (State.BAKED, tagged.git("rev-parse", "HEAD"), False)
    assert (stamp.version, stamp.remote) == ("v1.2.0", "git@github.com:team/models.git")


NOWHERE = {
    "a folder without git": (".", "is in no git repository"),
    "no folder": ("nope", "nope: no such file or folder"),
}


@pytest.mark.parametrize(("path", "why"), NOWHERE.values(), ids=NOWHERE)
@pytest.mark.parametrize("form", ["text", "json", "env", "oci"])
def test_where_nobody_can_say_the_answer_is_no_success(
    repo: Repo, tmp_path: Path, path: str, why: str, form: str
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()

    ran = repo.mlhygiene("provenance", "--format", form, path, cwd=outside)

    assert (ran.code, why in ran.err, "Traceback" in ran.err) == (2, True, False)


@pytest.mark.parametrize("form", FORMS)
def test_no_credential_is_told(tagged: Repo, form: str) -> None:
    tagged.git("config", "remote.origin.url", form.format(TOKEN))
    stamp = capture(tagged.root)
    # Each format is a function of the stamp; the process is started once.
    told = [*formats.env(stamp)[0], *formats.oci(stamp), *map(str, formats.text(stamp))]
    ran = tagged.mlhygiene("provenance", "--format", "json")

    assert ran.code == 0
    assert not leaks("\n".join([*told, ran.out, ran.err]))


def test_nothing_is_labelled_that_is_not_known() -> None:
    assert list(formats.oci(Stamp(state=State.NO_GIT))) == []
    assert formats.env(Stamp(state=State.NO_GIT)) == ([], [])
