"""The rules over layouts, asked of real git: what ignores, what LFS holds, what a pattern matches."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.layout.samples import sample

if TYPE_CHECKING:
    from conftest import Repo

LFS = "filter=lfs diff=lfs merge=lfs -text"
# Each pattern that people write for models and data, and some that nobody does.
PATTERNS = (
    *("*", "*.pt", "*.[pP][tT]", "/model.bin", "models/*.pt", "/models/**", "**/weights/*.bin", "a/**/b/*.npy"),
    *("*tfevents*", "*.tar.*", "saved_model/**/*", "my[[:space:]]model.pt", "x?.pt", "[!a]bc.pt", "[^a-z]bc.pt"),
    *("lfs.*", "*.data-00000-of-*", "\\!odd.pt", "\\#odd.pt", "a\\[1\\].pt", "a\\*b.pt", "[]a].pt", "[[:digit:]]*.pt"),
    *("[[:upper:]].pt", "*.zarr/**", "**", "**/a.pt", "a/**", "*.7z", "[a-c]x.pt", "[[:alpha:][:digit:]].pt"),
)


def test_a_made_up_path_is_one_that_git_matches(repo: Repo) -> None:
    folders = {f"f{number}": pattern for number, pattern in enumerate(PATTERNS)}
    for folder, pattern in folders.items():
        repo.put(f"{folder}/.gitattributes", f"{pattern} filter=lfs\n".encode())
    paths = {folder: f"{folder}/{sample(pattern.encode()).decode()}" for folder, pattern in folders.items()}

    out = repo.run(
        *("git", "check-attr", "--cached", "--stdin", "-z", "filter"), stdin="\0".join(paths.values()).encode()
    ).out

    told = dict(zip(out.split("\0")[::3], out.split("\0")[2::3], strict=False))
    assert [folders[folder] for folder, path in paths.items() if told[path] != "lfs"] == []


@given(st.binary(max_size=20))
def test_any_bytes_are_a_pattern_to_make_a_path_of(pattern: bytes) -> None:
    assert isinstance(sample(pattern), bytes)


def found(repo: Repo, code: str, *arguments: str) -> list[tuple[str, int | None, str]]:
    ran = repo.mlhygiene("lint", "--select", code, "--format", "json", *arguments)
    assert ran.code in {0, 1}, ran.err
    return [(each["path"], each["line"], each["message"]) for each in json.loads(ran.out)["findings"]]


# `.gitignore` and `.gitattributes`, and the patterns that both of them claim.
CLAIMS = {
    "the same pattern": ("*.pt\n", f"*.pt {LFS}\n", ["*.pt"]),
    "each its own": ("*.ckpt\n", f"*.pt {LFS}\n", []),
    "a folder of the ignored": ("/checkpoints/\n", f"*.pt {LFS}\n", []),
    "a folder that both name": ("models/\n", f"models/** {LFS}\n", ["models/**"]),
    "a folder's content that both name": ("/data/**\n!/data/**/\n!/data/**/*.dvc\n", f"/data/** {LFS}\n", ["/data/**"]),
    "ignored but for one folder": ("*.pt\n!/models/*.pt\n", f"*.pt {LFS}\n", []),
    "ignored but for one folder and all below": ("*.pt\n!/models/**/*.pt\n", f"*.pt {LFS}\n", []),
    "ignored but for one file": ("models/*\n!models/best.pt\n", f"models/*.pt {LFS}\n", []),
    "ignored but for one file, anywhere": ("*.pt\n!/models/best.pt\n", f"*.pt {LFS}\n", []),
    "ignored but for a placeholder": ("/data/*\n!/data/.gitkeep\n", f"/data/** {LFS}\n", ["/data/**"]),
    "everything ignored but for some": ("*\n!*/\n!*.py\n!*.pt\n", f"*.pt {LFS}\n*.bin {LFS}\n", ["*.bin"]),
    "taken back below": ("*.pt\n!*.pt\n", f"*.pt {LFS}\n", []),
    "taken from LFS again": ("*.pt\n", f"*.pt {LFS}\n*.pt !filter\n", []),
    "any case": ("*.pt\n", f"*.[pP][tT] {LFS}\n", ["*.[pP][tT]"]),
    "a macro": ("*.pt\n", f"[attr]big {LFS}\n*.pt big\n*.h5 big\n", ["*.pt"]),
    "a dead line": ("models/\n", f"models/ {LFS}\n", []),
    "many": ("*.pt\n*.bin\n*.h5\n", "".join(f"*.{kind} {LFS}\n" for kind in ("pt", "h5", "onnx")), ["*.pt", "*.h5"]),
}


@pytest.mark.parametrize(("ignore", "attributes", "claimed"), CLAIMS.values(), ids=CLAIMS)
def test_a_pattern_has_one_owner(repo: Repo, ignore: str, attributes: str, claimed: list[str]) -> None:
    repo.put(".gitignore", ignore.encode()).put(".gitattributes", attributes.encode())

    told = [message.split(",")[0].removeprefix("Git LFS holds ") for *_, message in found(repo, "MLH603")]

    assert told == claimed


def test_git_add_passes_over_what_both_claim(repo: Repo) -> None:
    repo.write(".gitignore", "*.pt\n").write(".gitattributes", f"*.pt {LFS}\n").write("a.pt", "weights").stage()

    assert repo.git("ls-files") == ".gitattributes\n.gitignore"
    assert repo.run("git", "add", "a.pt").code == 1
    ((path, line, message),) = found(repo, "MLH603")
    assert (path, line) == (".gitattributes", 1)
    assert ".gitignore:1:*.pt ignores it" in message


def test_what_is_tracked_and_ignored_is_what_git_lists(repo: Repo) -> None:
    repo.write(".gitignore", "*.pt\n/data/\n!keep.pt\n").write("m/.gitignore", "/a.bin\n")
    for name in ("a.pt", "keep.pt", "m/deep/b.pt", "data/raw.csv", "data/keep.pt", "m/a.bin", "m/b.bin", "x/data/c"):
        repo.put(name, b"1")
    repo.stage(".gitignore", "m/.gitignore")
    listed = repo.git("ls-files", "--cached", "--ignored", "--exclude-per-directory=.gitignore").splitlines()

    findings = found(repo, "MLH604")

    assert [(path, line) for path, line, _ in findings] == [(".gitignore", 1), (".gitignore", 2), ("m/.gitignore", 1)]
    named = [name for *_, message in findings for name in message.partition("the same: ")[2].split(", ")]
    assert sorted(named) == sorted(listed)


def test_a_file_of_dvc_that_git_tracks_is_told_by_dvcs_own_line(repo: Repo) -> None:
    repo.write("models/.gitignore", "/a.pt\n").put("models/a.pt", b"weights").stage("models/.gitignore")

    assert found(repo, "MLH604") == [
        ("models/.gitignore", 1, "`/a.pt` ignores 1 file, tracked all the same: models/a.pt")
    ]


SCOPES = {
    "the index": ((), True),
    "what is staged, which is nothing": (("--staged",), False),
    "a revision": (("--rev", "HEAD~"), False),
    "the end of a range": (("--from-ref", "HEAD~", "--to-ref", "HEAD"), True),
    "a range that ends before": (("--from-ref", "HEAD~2", "--to-ref", "HEAD~"), False),
    "paths": ((".gitignore",), False),
    "history": (("--history",), False),
}


@pytest.mark.parametrize(("arguments", "told"), SCOPES.values(), ids=SCOPES)
def test_a_tree_is_judged_where_nothing_narrows_the_scope(
    repo: Repo, arguments: tuple[str, ...], *, told: bool
) -> None:
    repo.write("a.py", "1\n").stage().commit()
    repo.write(".gitattributes", "*.pt -text\n").write(".gitignore", "*.h5\n").stage().commit()
    repo.write(".gitattributes", "models/ -text\n").stage().commit()

    assert bool(found(repo, "MLH605", *arguments)) == told


def test_a_range_answers_for_what_it_makes_worse(repo: Repo) -> None:
    repo.write(".gitattributes", "models/ -text\n").stage().commit()
    repo.git("switch", "--quiet", "--create", "mine")
    repo.write("a.py", "1\n").stage().commit()
    repo.git("switch", "--quiet", "main")
    repo.write(".gitattributes", "models/ -text\nraw/ -text\n").stage().commit()
    repo.git("switch", "--quiet", "mine")
    repo.git("merge", "--quiet", "--no-edit", "main")

    assert found(repo, "MLH605", "--from-ref", "main") == []
    assert found(repo, "MLH605", "--from-ref", "HEAD") == []
    assert len(found(repo, "MLH605", "--from-ref", "HEAD~2")) == 1
    assert len(found(repo, "MLH605", "--from-ref", "0" * 40)) == 2
    repo.write(".gitattributes", "x.pt/ -text\nmodels/ -text\nraw/ -text\n").stage()
    assert [line for _, line, _ in found(repo, "MLH605", "--staged")] == [1]
    repo.commit()
    assert [line for _, line, _ in found(repo, "MLH605", "--from-ref", "main")] == [1]
    assert found(repo, "MLH605", "--staged") == []


def test_the_index_counts_and_not_the_worktree(repo: Repo) -> None:
    repo.write(".gitattributes", "models/ -text\n").stage().write(".gitattributes", "models/** -text\n")

    assert [line for _, line, _ in found(repo, "MLH605")] == [1]
    repo.stage().write(".gitattributes", "models/ -text\n")
    assert found(repo, "MLH605") == []


def test_a_comment_above_and_the_config_set_aside(repo: Repo) -> None:
    repo.write(".gitignore", "# mlhygiene: ignore[MLH604] fixtures of the tests\n*.pt\n*.h5\n*.bin\n")
    repo.put("a.pt", b"1").put("a.h5", b"1").put("tests/a.bin", b"1").stage(".gitignore")
    repo.write("mlhygiene.toml", '[rules.tracked-but-ignored]\nkeep = ["tests/*"]\n').stage("mlhygiene.toml")

    assert [line for _, line, _ in found(repo, "MLH604")] == [3]
