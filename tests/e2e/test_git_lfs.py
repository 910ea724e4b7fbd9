"""MLH102 to MLH104 beside git-lfs itself: `git lfs fsck --pointers` is the oracle."""

from __future__ import annotations

import hashlib
import json
import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import MB, Repo, tool
from reading import advice, found

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Fsck = Callable[[Repo], set[str]]

pytestmark = pytest.mark.slow

LATEST = "https://git-lfs.github.com/spec/v1"
LFS = "filter=lfs diff=lfs merge=lfs -text"
KIB = 1024


def pointer(name: str, *extensions: str, version: str = LATEST, size: str = "48100000", oid: str = "") -> bytes:
    """A pointer of its own for each name: fsck tells of a malformed one by its blob alone."""
    oid = oid or hashlib.sha256(name.encode()).hexdigest()
    lines = [f"version {version}", *(f"ext-{e} sha256:{oid}" for e in extensions), f"oid sha256:{oid}", f"size {size}"]
    return "".join(f"{line}\n" for line in lines).encode()


def padded(name: str, size: int) -> bytes:
    return pointer(name).ljust(size, b"\n")


# What git-lfs takes for a whole pointer.
GOOD = {
    "canonical": pointer,
    "one byte": lambda name: pointer(name, size="1"),
    "an extension": lambda name: pointer(name, "0-clean"),
    "sorted extensions": lambda name: pointer(name, "0-clean", "1-crypt"),
    "empty": lambda _: b"",
}
# What it can read, and would write otherwise; the fix is the canonical pointer.
ODD = {
    "CRLF": lambda name: pointer(name).replace(b"\n", b"\r\n"),
    "no newline at the end": lambda name: pointer(name)[:-1],
    "two newlines at the end": lambda name: pointer(name) + b"\n",
    "an empty line first": lambda name: b"\n" + pointer(name),
    "spaces at the end": lambda name: pointer(name) + b"   ",
    "size 05": lambda name: pointer(name, size="05"),
    "size +5": lambda name: pointer(name, size="+5"),
    "size 0": lambda name: pointer(name, size="0"),
    "hawser": lambda name: pointer(name, version="https://hawser.github.com/spec/v1"),
    "git-media": lambda name: pointer(name, version="http://git-media.io/v/2"),
    "unsorted extensions": lambda name: pointer(name, "1-crypt", "0-clean"),
    "1023 bytes": lambda name: padded(name, 1023),
}
# What it cannot read.
BAD = {
    "raw": lambda name: b"\0raw" + name.encode(),
    "text": lambda name: b"import torch  # " + name.encode() + b"\n",
    "one newline": lambda _: b"\n",
    "raw, 1023 bytes": lambda name: name.encode().ljust(1023, b"\0"),
    "raw, 1024 bytes": lambda name: name.encode().ljust(1024, b"\0"),
    "raw, 2 MB": lambda name: name.encode().ljust(2 * MB, b"\0"),
    "1024 bytes": lambda name: padded(name, 1024),
    "1025 bytes": lambda name: padded(name, 1025),
    "oid in upper case": lambda name: pointer(name, oid=("AB" * 32)),
    "short oid": lambda name: pointer(name, oid="ab" * 31),
    "size -5": lambda name: pointer(name, size="-5"),
    "size in words": lambda name: pointer(name, size="five"),
    "size beyond 64 bits": lambda name: pointer(name, size="9" * 19),
    "no size": lambda name: pointer(name).partition(b"size")[0],
    "a fourth line": lambda name: pointer(name) + b"x-owner ada\n",
    "another key": lambda name: pointer(name).replace(b"oid ", b"key value\noid "),
    "an unknown version": lambda name: pointer(name, version="https://git-lfs.github.com/spec/v2"),
    "a conflict": lambda name: b"<<<<<<< ours\n" + pointer(name) + b"=======\n>>>>>>> theirs\n",
    "an extension of two digits": lambda name: pointer(name, "10-clean"),
    "one priority twice": lambda name: pointer(name, "0-clean", "0-crypt"),
    "a BOM first": lambda name: b"\xef\xbb\xbf" + pointer(name),
    "git-lfs in a text": lambda name: b"how to use git-lfs: " + name.encode() + b"\n",
}
CONTENTS = {**GOOD, **ODD, **BAD}


def ours(repo: Repo, *args: str) -> dict[str, str]:
    """Path to code, for MLH102 and MLH103. No path may have both."""
    told = json.loads(repo.mlhygiene("lint", "--select", "MLH102,MLH103", "--format", "json", *args).out)["findings"]
    pairs = {finding["path"]: finding["code"] for finding in told}
    assert len(pairs) == len(told)
    return pairs


def attributed(repo: Repo, *lines: str, path: str = ".gitattributes") -> Repo:
    return repo.put(path, "".join(f"{line}\n" for line in lines).encode())


def test_git_lfs_and_mlhygiene_read_every_pointer_alike(repo: Repo, fsck: Fsck) -> None:
    attributed(repo, f"*.bin {LFS}")
    for name, content in CONTENTS.items():
        repo.put(f"{name}.bin", content(name)).put(f"not in LFS/{name}.txt", content(name + "2"))
    repo.commit()

    told = ours(repo)

    assert set(told) == {f"{name}.bin" for name in [*ODD, *BAD]}
    assert fsck(repo) == set(told)
    assert {told[f"{name}.bin"] for name in ODD} == {"MLH103"}
    assert ours(repo, "--rev", "HEAD") == told


MODES = ["100644", "100755", "120000"]


def test_links_and_executables_are_what_git_lfs_takes_them_for(repo: Repo, fsck: Fsck) -> None:
    attributed(repo, f"* {LFS}", ".gitattributes !filter")
    for mode in MODES:
        repo.put(f"raw-{mode}", b"raw", mode).put(f"pointer-{mode}", pointer(mode), mode)
    repo.commit()

    assert set(ours(repo)) == {"raw-100644", "raw-100755"}
    assert fsck(repo) == {"raw-100644", "raw-100755"}


ATTRIBUTES = {
    "a macro at the root": {".gitattributes": (f"[attr]weights {LFS}", "*.bin weights")},
    "unset below": {".gitattributes": (f"*.bin {LFS}",), "sub/.gitattributes": ("deep/*.bin -filter",)},
    "unspecified below": {".gitattributes": (f"*.bin {LFS}",), "sub/.gitattributes": ("deep/*.bin !filter",)},
    "set below only": {"sub/.gitattributes": (f"A.BIN {LFS}",)},
    "the last line counts": {".gitattributes": (f"*.bin {LFS}", "*.bin !filter")},
    "another filter": {".gitattributes": (f"*.bin {LFS}", "*.bin filter=crypt")},
    "a folder and all in it": {".gitattributes": (f"sub/** {LFS}",)},
    "all, .gitattributes too": {".gitattributes": (f"* {LFS}",), "sub/.gitattributes": ("*.txt text",)},
    "a folder alone matches nothing": {".gitattributes": (f"sub/ {LFS}",)},
    "a name with a space": {".gitattributes": (f"[[:space:]]spaced.bin {LFS}", f'"sub/a b.bin" {LFS}')},
    "case counts": {".gitattributes": (f"*.BIN {LFS}",)},
}
PLACES = ("a.bin", "sub/a.bin", "sub/deep/a.bin", "sub/a b.bin", " spaced.bin", "a.txt", "sub/A.BIN")
# Where git's reader of attributes, which decides, and the one of `git lfs fsck` (3.3.0)
# differ: what fsck tells and git does not, and the other way round.
DIFFERENT = {
    "a pattern without a slash below the root": {
        "attributes": {"sub/.gitattributes": (f"*.bin {LFS}",)},
        "fsck alone": set(),
        "git alone": {"sub/deep/a.bin"},
    },
    "unset without a slash below the root": {
        "attributes": {".gitattributes": (f"*.bin {LFS}",), "sub/.gitattributes": ("*.bin -filter",)},
        "fsck alone": {"sub/deep/a.bin"},
        "git alone": set(),
    },
    "set again below": {
        "attributes": {".gitattributes": ("*.bin -filter",), "sub/.gitattributes": (f"*.bin {LFS}",)},
        "fsck alone": set(),
        "git alone": {"sub/a.bin", "sub/a b.bin", "sub/deep/a.bin"},
    },
    "a comment at the end, for which git drops the line": {
        "attributes": {".gitattributes": (f"*.bin {LFS} # weights",)},
        "fsck alone": {"a.bin", " spaced.bin", "sub/a.bin", "sub/a b.bin", "sub/deep/a.bin"},
        "git alone": set(),
    },
    "a macro below the root": {
        "attributes": {".gitattributes": (), "sub/.gitattributes": (f"[attr]weights {LFS}", "*.bin weights")},
        "fsck alone": set(),
        "git alone": set(),
    },
    "an anchored pattern": {
        "attributes": {".gitattributes": (f"/a.bin {LFS}",)},
        "fsck alone": {"sub/a.bin", "sub/deep/a.bin"},
        "git alone": set(),
    },
}


def laid_out(repo: Repo, attributes: dict[str, tuple[str, ...]]) -> Repo:
    for path, lines in attributes.items():
        attributed(repo, *lines, path=path)
    for place in PLACES:
        repo.put(place, b"raw " + place.encode())
    repo.commit()
    return repo


@pytest.mark.parametrize("attributes", ATTRIBUTES.values(), ids=ATTRIBUTES)
def test_attributes_reach_as_far_as_git_lfs_says(
    repo: Repo, fsck: Fsck, attributes: dict[str, tuple[str, ...]]
) -> None:
    laid_out(repo, attributes)

    rows = repo.git("check-attr", "--cached", "-z", "filter", *PLACES).split("\0")
    assert set(ours(repo)) == {path for path, value in zip(rows[::3], rows[2::3], strict=False) if value == "lfs"}
    assert set(ours(repo)) == fsck(repo)


@pytest.mark.parametrize("case", DIFFERENT.values(), ids=DIFFERENT)
def test_where_git_lfs_misreads_attributes_git_is_followed(repo: Repo, fsck: Fsck, case: dict[str, object]) -> None:
    laid_out(repo, case["attributes"])  # type: ignore[arg-type]

    told, theirs = set(ours(repo)), fsck(repo)

    assert theirs - told == case["fsck alone"]
    assert told - theirs == case["git alone"]


# Lines that both read alike; the others are named above.
ROOT = [f"*.bin {LFS}", "*.txt lfs", f"sub/** {LFS}", f"a.* {LFS}", "*.BIN lfs"]
BELOW = [f"A.BIN {LFS}", '"a b.bin" lfs', "A.BIN !filter"]
contents = st.fixed_dictionaries({place: st.sampled_from(sorted(CONTENTS)) for place in PLACES})
modes = st.fixed_dictionaries({place: st.sampled_from(MODES) for place in PLACES})


@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    root=st.lists(st.sampled_from(ROOT), unique=True),
    below=st.lists(st.sampled_from(BELOW), max_size=1),
    content=contents,
    mode=modes,
)
def test_any_mixture_is_judged_as_git_lfs_judges_it(
    tmp_path_factory: pytest.TempPathFactory,
    environment: dict[str, str],
    fsck: Fsck,
    root: list[str],
    below: list[str],
    content: dict[str, str],
    mode: dict[str, str],
) -> None:
    repo = Repo(tmp_path_factory.mktemp("mixture"), environment)
    repo.git("init", "--quiet", "--initial-branch=main")
    attributed(repo, f"[attr]lfs {LFS}", *root)
    attributed(repo, *below, path="sub/.gitattributes")
    for place in PLACES:
        repo.put(place, CONTENTS[content[place]](place), mode[place])
    repo.commit()

    assert set(ours(repo)) == fsck(repo)


@pytest.fixture
def installed(repo: Repo) -> Repo:
    """A repository whose user has git-lfs, and `*.bin` in it."""
    tool("git-lfs")
    repo.git("lfs", "install", "--skip-repo")
    repo.git("lfs", "track", "*.bin")
    return repo


def test_what_git_lfs_tracks_and_stages_is_clean(installed: Repo, fsck: Fsck) -> None:
    installed.write("model.bin", size=2 * MB).write("empty.bin", b"").write("sub/a b.bin", b"x").stage()

    staged = installed.mlhygiene("hook", "large-files", "model.bin", "empty.bin", "sub/a b.bin")
    installed.commit()

    assert (staged.code, staged.out) == (0, "")
    assert installed.mlhygiene("lint").code == 0
    assert fsck(installed) == set()


def test_a_clone_without_smudge_is_clean(installed: Repo, tmp_path: Path) -> None:
    installed.write("model.bin", size=2 * MB).stage().commit()
    clone = Repo(tmp_path / "clone", {**installed.environment, "GIT_LFS_SKIP_SMUDGE": "1"})
    installed.run("git", "clone", "-q", str(installed.root), str(clone.root), env=clone.environment)
    assert (clone.root / "model.bin").stat().st_size < KIB

    assert clone.mlhygiene("lint").code == 0
    clone.git("mv", "model.bin", "renamed.bin")
    assert clone.mlhygiene("hook", "large-files", "renamed.bin").code == 0


def paste(repo: Repo, report: str) -> None:
    (command,) = advice(report)
    shell = repo.run("bash", "-c", command)
    assert shell.code == 0, f"{command}\n{shell.err}"


NAMES = [
    "model.bin",
    "sub/my model.bin",
    "ada's.bin",
    "-m.bin",
    "mod*[1].bin",
    "modèle.bin",
    "a,b.bin",
    ":m.bin",
    "$(id).bin",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [5, 2 * MB])
def test_the_fix_of_raw_bytes_pasted_mends_them(repo: Repo, fsck: Fsck, name: str, size: int) -> None:
    attributed(repo, f"*.bin {LFS}").git("checkout-index", "--all")
    repo.write(name, size=size).stage(f":(literal){name}").write("other.bin", b"raw").stage("other.bin").commit()
    repo.write("other.bin", b"not ready")
    assert ours(repo) == {name: "MLH102", "other.bin": "MLH102"}

    paste(repo, repo.mlhygiene("lint", "--select", "MLH102", f":(literal){name}").out)
    repo.commit()

    assert ours(repo) == {"other.bin": "MLH102"}
    assert fsck(repo) == {"other.bin"}
    assert repo.git("lfs", "ls-files", "--size").endswith(f"({size} B)" if size < KIB else "(2.0 MB)")


@pytest.mark.parametrize("odd", ODD)
def test_the_fix_of_an_odd_pointer_pasted_mends_it(repo: Repo, fsck: Fsck, odd: str) -> None:
    attributed(repo, f"*.bin {LFS}").put("model.bin", ODD[odd]("model.bin"), "100755").commit()
    repo.git("checkout", "-q", "--", ".")

    ran = repo.mlhygiene("lint", "--select", "MLH103")
    paste(repo, ran.out)
    repo.commit()

    assert ran.code == 1
    assert repo.mlhygiene("lint").code == 0
    assert fsck(repo) == set()
    assert repo.git("ls-files", "--stage", "model.bin").startswith("100755")


@pytest.mark.parametrize("name", NAMES)
def test_the_fix_of_an_odd_pointer_pasted_mends_that_path(repo: Repo, fsck: Fsck, name: str) -> None:
    attributed(repo, f"*.bin {LFS}").put(name, ODD["CRLF"](name)).commit()

    paste(repo, repo.mlhygiene("lint", "--select", "MLH103").out)
    repo.commit()

    assert repo.mlhygiene("lint").code == 0
    assert fsck(repo) == set()


@pytest.mark.parametrize("name", NAMES)
def test_the_fix_of_an_orphan_pointer_pasted_mends_it(repo: Repo, fsck: Fsck, name: str) -> None:
    tool("git-lfs")
    repo.put(name, pointer(name)).commit()
    repo.git("checkout", "-q", "--", ".")
    ran = repo.mlhygiene("lint")
    assert found(ran.out) == {f"{name} MLH104"}

    paste(repo, ran.out)
    repo.commit()

    assert repo.mlhygiene("lint").code == 0
    assert fsck(repo) == set()
    assert repo.git("lfs", "ls-files", "--name-only")


@pytest.fixture
def trapped(repo: Repo) -> Repo:
    """`*.jpg` is tracked, `PHOTO.JPG` was added where git ignores case."""
    tool("git-lfs")
    repo.git("lfs", "install", "--skip-repo")
    repo.git("lfs", "track", "*.jpg")
    repo.git("config", "core.ignorecase", "true")
    repo.stage().commit()
    repo.write("PHOTO.JPG", size=2 * MB).stage()
    assert repo.git("cat-file", "-p", ":PHOTO.JPG").startswith("version ")
    return repo


CASE = (
    "PHOTO.JPG: MLH104 lfs-orphan-pointer: an LFS pointer whose path matches an LFS pattern only where case is ignored"
)


@pytest.mark.parametrize("ignorecase", ["true", "false"])
def test_a_pattern_that_matches_only_where_case_is_ignored_is_told(trapped: Repo, ignorecase: str) -> None:
    trapped.git("config", "core.ignorecase", ignorecase)

    staged = trapped.mlhygiene("hook", "large-files", "PHOTO.JPG")
    trapped.commit()
    scopes = [
        trapped.mlhygiene("lint", *args) for args in ([], ["--rev", "HEAD"], ["--from-ref", "HEAD~1"], ["--history"])
    ]

    for ran in [staged, *scopes]:
        assert ran.code == 1
        assert CASE in ran.out


def test_fsck_does_not_see_the_trap_and_the_fix_closes_it(trapped: Repo, fsck: Fsck) -> None:
    trapped.commit()
    assert fsck(trapped) == set()

    paste(trapped, trapped.mlhygiene("lint").out)
    trapped.commit()

    trapped.git("config", "core.ignorecase", "false")
    assert trapped.mlhygiene("lint").code == 0
    assert trapped.git("check-attr", "filter", "PHOTO.JPG").endswith(": lfs")
    assert fsck(trapped) == set()


def test_raw_bytes_in_history_are_told_where_they_came_in(repo: Repo) -> None:
    attributed(repo, f"*.bin {LFS}").commit()
    culprit = repo.put("model.bin", os.urandom(100)).commit("feat: without git-lfs")
    repo.put("model.bin", pointer("model.bin")).commit("fix: with it")

    ran = repo.mlhygiene("lint", "--from-ref", "HEAD~2", "--to-ref", "HEAD")

    assert found(ran.out) == {"model.bin MLH102"}
    assert f"(commit {culprit[:12]})" in ran.out
    assert ours(repo) == {}


@pytest.mark.parametrize("name", ["model.pt", "sub/my model.pt", "run[1],a.pt", "modèle.pt"])
def test_the_fix_of_a_commit_pasted_takes_the_bytes_out_of_it(installed: Repo, name: str) -> None:
    """A file that is deleted again leaves its weight behind: only a new commit in place of the old one helps."""
    repo = installed
    base = repo.write("train.py", "1\n").stage().commit()
    repo.write(name, size=2 * MB).stage().commit("feat: past the hook")
    repo.git("rm", "-q", "--", f":(literal){name}")
    repo.commit("chore: one more")

    before = repo.mlhygiene("lint", "--from-ref", base)
    paste(repo, before.out)
    after = repo.mlhygiene("lint", "--from-ref", base)

    assert (before.code, after.code) == (1, 0), after.out
    assert repo.git("status", "--porcelain") == ""


def test_the_fix_of_a_commit_pasted_leaves_a_pointer_to_the_file(installed: Repo, fsck: Fsck) -> None:
    repo = installed
    base = repo.write("train.py", "1\n").stage().commit()
    repo.write("sub/model.pt", size=2 * MB).write("model.pt", "small\n").stage().commit("feat: past the hook")

    paste(repo, repo.mlhygiene("lint", "--from-ref", base).out)

    assert repo.mlhygiene("lint", "--from-ref", base).code == 0
    assert fsck(repo) == set()
    assert repo.git("show", "HEAD:sub/model.pt").startswith("version https://git-lfs")
    assert repo.git("show", "HEAD:model.pt") == "small"
    assert (repo.root / "sub/model.pt").stat().st_size == 2 * MB
