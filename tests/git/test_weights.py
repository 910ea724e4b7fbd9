"""How heavy a commit is, as git has it: what is new in it, what it compresses to, what its tree holds."""

from __future__ import annotations

import dataclasses
import os
import random
import re
import zlib
from typing import TYPE_CHECKING

import pytest

from look import told
from mlhygiene.git.process import Place, here
from mlhygiene.git.weights import brought, compressed

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Repo

CONFIG = b'select = ["MLH109", "MLH114"]\n[rules.slow-commit]\nlimit = "10 kB"\n[rules.commit-size]\nlimit = "1 MB"\n'
HEAVY = 20_000


def noise(size: int, seed: int = 1) -> bytes:
    """Bytes that no compression makes less of."""
    return random.Random(seed).randbytes(size)


@pytest.fixture
def begun(repo: Repo) -> Repo:
    """One commit that is heavy already: a copy of its bytes weighs nothing."""
    repo.put("mlhygiene.toml", CONFIG).put("old.bin", noise(HEAVY, 9)).commit()
    return repo


def _new(repo: Repo) -> None:
    repo.put("new.bin", noise(HEAVY))


def _changed(repo: Repo) -> None:
    repo.put("old.bin", noise(HEAVY))


def _many(repo: Repo) -> None:
    for number in range(50):
        repo.put(f"{number}.bin", noise(300, number))


def _renamed(repo: Repo) -> None:
    repo.git("rm", "--cached", "--quiet", "old.bin")
    repo.put("new.bin", noise(HEAVY, 9))


def _copied(repo: Repo) -> None:
    repo.put("a/new.bin", noise(HEAVY, 9)).put("b/new.bin", noise(HEAVY, 9))


def _twice(repo: Repo) -> None:
    for folder in "abc":
        repo.put(f"{folder}/new.bin", noise(6000))


def _compressible(repo: Repo) -> None:
    repo.put("new.csv", b"0,1,2\n" * HEAVY)


def _linked(repo: Repo) -> None:
    repo.put("link", b"old.bin", "120000")


def _module(repo: Repo) -> None:
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{repo.git('rev-parse', 'HEAD')},module")


def _intended(repo: Repo) -> None:
    repo.write("new.bin", noise(HEAVY)).git("add", "--intent-to-add", "new.bin")


def _deleted(repo: Repo) -> None:
    repo.git("rm", "--cached", "--quiet", "old.bin")


# What is staged, how much of it is new content, and its heaviest.
STAGED: dict[str, tuple[Callable[[Repo], None], str]] = {
    "a new file": (_new, "20.0 kB of new content"),
    "a file that is changed": (_changed, "20.0 kB of new content"),
    "many files, each of them light": (_many, "15.0 kB of new content"),
    "a file that is moved": (_renamed, ""),
    "a file that is copied twice": (_copied, ""),
    "one content under three paths": (_twice, ""),
    "a file that compresses well": (_compressible, ""),
    "a link": (_linked, ""),
    "a submodule": (_module, ""),
    "an intention to add": (_intended, ""),
    "a deletion": (_deleted, ""),
}


def _weight(out: str) -> str:
    """How the one finding of a commit begins; nothing where there is none."""
    found = re.findall(r"commit[^:]*: MLH(?:109|114) [^:]*: (.*?),", out)
    assert len(found) <= 1, out
    return found[0] if found else ""


@pytest.mark.parametrize(("stage", "weight"), STAGED.values(), ids=STAGED)
def test_what_is_staged_weighs_what_is_new_in_it(begun: Repo, stage: Callable[[Repo], None], weight: str) -> None:
    stage(begun)
    names = begun.git("diff", "--cached", "--name-only", "--diff-filter=d").splitlines()

    assert _weight(told(begun, "lint", "--staged").out) == weight
    assert _weight(told(begun, "hook", "large-files").out) == weight
    assert _weight(told(begun, "hook", "large-files", *names).out) == weight


@pytest.mark.parametrize(("stage", "weight"), STAGED.values(), ids=STAGED)
def test_so_does_the_commit_that_it_becomes(begun: Repo, stage: Callable[[Repo], None], weight: str) -> None:
    base = begun.git("rev-parse", "HEAD")
    stage(begun)
    begun.commit()

    assert _weight(told(begun, "lint", "--from-ref", base).out) == weight
    assert _weight(told(begun, "lint", "--from-ref", base, cwd=begun.root / ".git").out) == weight


def test_a_file_that_goes_and_comes_back_weighs_what_it_did(begun: Repo) -> None:
    base = begun.commit("empty")
    _deleted(begun)
    gone = begun.commit("gone")
    begun.put("back.bin", noise(HEAVY, 9)).commit("back")

    assert _weight(told(begun, "lint", "--from-ref", gone).out) == "20.0 kB of new content"
    assert _weight(told(begun, "lint", "--from-ref", base).out) == "20.0 kB of new content"


def test_every_file_of_a_clean_checkout_weighs_nothing(begun: Repo) -> None:
    ran = told(begun, "hook", "large-files", "mlhygiene.toml", "old.bin")

    assert (ran.code, ran.out, ran.err) == (0, "", "")


def test_a_first_commit_is_new_from_its_first_file_on(repo: Repo) -> None:
    repo.put("mlhygiene.toml", CONFIG).put("new.bin", noise(HEAVY))

    assert _weight(told(repo, "hook", "large-files").out) == "20.1 kB of new content"
    assert _weight(told(repo, "hook", "large-files", "new.bin").out) == "20.0 kB of new content"
    repo.commit()
    assert _weight(told(repo, "lint", "--history").out) == "20.1 kB of new content"


def test_a_merge_brings_what_none_of_its_sides_has(begun: Repo) -> None:
    begun.git("switch", "--quiet", "-c", "side")
    begun.put("side.bin", noise(HEAVY, 2)).commit("side")
    begun.git("switch", "--quiet", "main", "--discard-changes")
    begun.put("main.bin", noise(HEAVY, 3)).commit("main")
    tip = begun.git("rev-parse", "HEAD")
    begun.git("merge", "--quiet", "--no-commit", "--no-ff", "side")
    begun.put("moved/side.bin", noise(HEAVY, 2))

    assert _weight(told(begun, "hook", "large-files").out) == ""
    begun.put("evil.bin", noise(HEAVY, 4))
    assert _weight(told(begun, "hook", "large-files").out) == "20.0 kB of new content"
    begun.commit("merged")
    merge = begun.git("rev-parse", "HEAD")
    assert re.findall(rf"commit {merge[:12]}: .*heaviest: (.*)", told(begun, "lint", "--from-ref", tip).out) == [
        "evil.bin 20.0 kB"
    ]


def test_sha256_is_as_good(repo: Repo) -> None:
    other = dataclasses.replace(repo, root=repo.root.parent / "other")
    repo.git("init", "--quiet", "--object-format=sha256", str(other.root))
    other.put("mlhygiene.toml", CONFIG).put("old.bin", noise(HEAVY, 9)).commit()
    base = other.git("rev-parse", "HEAD")
    _copied(other)

    assert _weight(told(other, "hook", "large-files").out) == ""
    _new(other)
    other.commit()
    assert _weight(told(other, "lint", "--from-ref", base).out) == "20.0 kB of new content"


TREE = "20.0 kB in the tree that a worker fetches"


def _tree(out: str) -> str:
    found = re.findall(r"^\.: MLH114 [^:]*: (.*?),", out, re.MULTILINE)
    return found[0] if found else ""


def test_a_tree_is_told_as_a_whole_by_lint_and_by_no_hook(begun: Repo) -> None:
    assert _tree(told(begun, "lint").out) == TREE.replace("20.0", "20.1")
    assert _tree(told(begun, "lint", "--rev", "HEAD").out) == TREE.replace("20.0", "20.1")
    assert _tree(told(begun, "lint", cwd=begun.root / ".git").out) == TREE.replace("20.0", "20.1")
    assert told(begun, "hook", "large-files").out == ""


def test_what_vhignore_leaves_out_is_not_fetched(begun: Repo) -> None:
    begun.put(".vhignore", b"*.bin\n")

    assert _tree(told(begun, "lint").out) == ""
    begun.put("big.npy", noise(HEAVY))
    assert "not counted: 20.0 kB that .vhignore leaves out" in told(begun, "lint").out


def test_a_vhignore_that_is_a_link_leaves_nothing_out(begun: Repo) -> None:
    begun.put("patterns", b"*.bin\n").put(".vhignore", b"patterns", "120000")

    assert _tree(told(begun, "lint").out) != ""


def test_a_change_is_not_blamed_for_a_tree_that_was_heavy_before(begun: Repo) -> None:
    base = begun.git("rev-parse", "HEAD")
    begun.put("new.bin", noise(5000))

    assert told(begun, "lint", "--staged").out.startswith("no findings")
    begun.commit()
    assert told(begun, "lint", "--from-ref", base).out.startswith("no findings")


def test_a_change_is_blamed_for_a_tree_that_it_makes_heavy(repo: Repo) -> None:
    repo.put("mlhygiene.toml", CONFIG).put("old.bin", noise(8000, 9))
    base = repo.commit()
    repo.put("new.bin", noise(8000))

    assert _tree(told(repo, "lint", "--staged").out).endswith("in the tree that a worker fetches")
    repo.commit()
    assert _tree(told(repo, "lint", "--from-ref", base).out).endswith("in the tree that a worker fetches")


def test_a_change_is_blamed_for_an_error_where_there_was_a_warning_and_not_the_other_way(begun: Repo) -> None:
    base = begun.git("rev-parse", "HEAD")
    begun.put("new.bin", noise(1_100_000))
    heavy = begun.commit()

    assert re.findall(r"^\.: (MLH\d+)", told(begun, "lint", "--from-ref", base).out, re.MULTILINE) == ["MLH109"]
    begun.git("rm", "--cached", "--quiet", "new.bin")
    begun.commit()
    assert told(begun, "lint", "--from-ref", heavy).out.startswith("no findings")


def place(repo: Repo) -> Place:
    return dataclasses.replace(here(str(repo.root)), environment={**os.environ, **repo.environment})


def _oid(repo: Repo, path: str) -> str:
    return repo.git("rev-parse", f"HEAD:{path}")


CONTENTS = {
    "bytes that no compression makes less of": noise(300_000),
    "a table": b"".join(b"%d,%d\n" % (n, n * n) for n in range(20_000)),
    "zeros": bytes(300_000),
    "a short text": b"hello\n",
    "nothing": b"",
}


@pytest.mark.parametrize("content", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize("packed", [False, True], ids=["loose", "packed"])
def test_the_compressed_size_of_a_content_is_near_what_zlib_leaves(repo: Repo, content: bytes, packed: bool) -> None:
    repo.put("a", content).commit()
    if packed:
        repo.git("gc", "--quiet")

    (told_,) = compressed(place(repo), [_oid(repo, "a")]).values()

    alone = len(zlib.compress(content))
    assert told_ <= len(content)
    assert min(alone * 0.9, len(content)) - 20 <= told_ <= alone * 1.4 + 2000


def test_a_delta_counts_as_what_it_would_take_by_itself(repo: Repo) -> None:
    content = b"".join(b"%d,%d\n" % (n, n * n) for n in range(20_000))
    for number in range(8):
        repo.put(f"{number}.csv", content + b"%d\n" % number)
    repo.commit()
    repo.git("gc", "--quiet", "--aggressive")
    deltas = repo.git("cat-file", "--batch-check=%(deltabase)", "--batch-all-objects")
    assert any(line.strip("0") for line in deltas.splitlines())

    sizes = compressed(place(repo), [_oid(repo, f"{number}.csv") for number in range(8)]).values()

    alone = len(zlib.compress(content))
    assert len(sizes) == 8
    assert all(alone * 0.9 <= size <= alone * 1.1 for size in sizes)


def test_an_object_that_is_not_here_has_no_size(repo: Repo) -> None:
    repo.put("a", b"1").commit()

    assert compressed(place(repo), ["0" * 39 + "1"]) == {}
    assert compressed(place(repo), []) == {}


def test_a_commit_brings_what_none_of_its_parents_has(begun: Repo) -> None:
    _copied(begun)
    _new(begun)
    begun.put("mlhygiene.toml", CONFIG + b"\n")
    begun.commit()
    held, new = _oid(begun, "a/new.bin"), _oid(begun, "new.bin")

    oids = brought(place(begun), begun.git("rev-parse", "HEAD"))

    assert new in oids
    assert held not in oids
    assert held in brought(place(begun), begun.git("rev-parse", "HEAD~"))


def test_of_the_processes_that_share_a_commit_one_sees_how_heavy_it_is(begun: Repo) -> None:
    names = [f"{number}.bin" for number in range(120)]
    for number, name in enumerate(names):
        begun.put(name, noise(number * 2, number))

    told_ = [_weight(told(begun, "hook", "large-files", *names[part : part + 40]).out) for part in (0, 40, 80)]

    assert "14.3 kB of new content" in told_
    assert set(told_) <= {"", "14.3 kB of new content"}
