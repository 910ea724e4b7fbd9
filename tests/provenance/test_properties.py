"""What git says and what a stamp says are the same, over random worktrees, names, arguments and histories."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from look import ODD_NAMES
from mlhygiene import provenance
from mlhygiene.git import nearest, worktree
from mlhygiene.git.code import at
from mlhygiene.provenance import environment, running

if TYPE_CHECKING:
    from conftest import Repo

NAMES = st.binary(min_size=1, max_size=12).filter(lambda name: b"\0" not in name)
OID = "1" * 40


@given(changed=st.sets(NAMES), unmerged=st.sets(NAMES), untracked=st.sets(NAMES), inner=st.sets(NAMES))
def test_any_name_comes_through_the_porcelain(
    changed: set[bytes], unmerged: set[bytes], untracked: set[bytes], inner: set[bytes]
) -> None:
    oid = OID.encode()
    modes, stages = b"100644 100644 100644", b"100644 100644 100644 100644"
    lines = [b"# branch.oid " + oid, b"# branch.head a b", b"# branch.ab +3 -4", b"# stash 2"]
    lines += [b"1 .M N... %s %s %s %s" % (modes, oid, oid, name) for name in changed]
    lines += [b"1 .M S.M. %s %s %s %s" % (modes, oid, oid, name) for name in inner]
    lines += [b"u UU N... %s %s %s %s %s" % (stages, oid, oid, oid, name) for name in unmerged]
    lines += [b"? " + name for name in untracked]

    found = worktree.read(b"".join(line + b"\0" for line in lines))

    assert sorted(found.changed) == sorted([*changed, *unmerged, *inner])
    assert (set(found.untracked), set(found.submodules)) == (untracked, inner)
    assert (found.commit, found.branch, found.ahead, found.behind) == (OID, "a b", 3, 4)


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=ODD_NAMES)
@pytest.mark.usefixtures("alone")
def test_an_odd_name_is_told(repo: Repo, name: bytes) -> None:
    repo.write("z.py", "1").write(name, "1").stage().commit()
    repo.write(name, "22")

    stamp = provenance.capture(repo.root)

    assert (stamp.changed_count, stamp.untracked_count, stamp.patch is None) == (1, 0, False)
    assert all(line.isprintable() for line in stamp.changed)


@pytest.mark.usefixtures("alone")
def test_a_random_change_is_seen_where_git_sees_it(repo: Repo) -> None:
    seed = random.Random(7)
    names = [f"{'d/' * (number % 3)}{number}.py" for number in range(6)]
    for name in names:
        repo.write(name, "1\n")
    repo.write(".gitignore", "*.log\n").stage().commit()
    for _ in range(25):
        name = seed.choice([*names, "new.py", "a.log"])
        for act in seed.sample(("write", "stage", "remove", "mode", "undo", "reset"), 2):
            _act(repo, act, name)
        said = repo.git("-c", "core.quotePath=true", "status", "--porcelain=v1", "--untracked-files=all").split("\n")
        tracked = [line for line in said if line and not line.startswith("??")]
        stamp = provenance.capture(repo.root)

        assert stamp.dirty == bool(tracked), said
        assert stamp.changed_count == len(tracked)
        assert bool(stamp.untracked_count) == (len(tracked) < len([*filter(None, said)]))
        assert (stamp.patch is None) == (not tracked)


def _act(repo: Repo, act: str, name: str) -> None:
    path = repo.root / name
    if act == "write":
        repo.write(name, f"{act} {name}\n" * 3)
    elif act == "stage":
        repo.git("add", "--all", "--force", "--", name, check=False)
    elif act == "remove":
        path.unlink(missing_ok=True)
    elif act == "mode" and path.exists():
        path.chmod(0o755)
    elif act == "undo":
        repo.git("checkout", "--quiet", "HEAD", "--", name, check=False)
    else:
        repo.git("reset", "--quiet", check=False)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("number", range(12))
def test_the_nearest_tag_is_that_of_git_describe(repo: Repo, number: int) -> None:
    seed = random.Random(number)
    tips = [repo.commit("0")]
    tags = dict[str, str]()
    for step in range(1, 25):
        parents = seed.sample(tips, min(len(tips), seed.choice((1, 1, 1, 2))))
        tree = repo.git("write-tree")
        when = f"2026-01-02T03:{step:02}:00+00:00"
        oid = repo.git(
            *("commit-tree", "-m", str(step), *(word for parent in parents for word in ("-p", parent)), tree),
            env={"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when},
        )
        tips = [*(tip for tip in tips if tip not in parents or seed.random() < 0.3), oid]
        if seed.random() < 0.15:
            repo.git("tag", f"v1.{step}.0", oid)
            tags[oid] = f"v1.{step}.0"
    head = tips[-1]
    repo.git("update-ref", "refs/heads/main", head)

    found = nearest.nearest(at(str(repo.root)), head, tags) if tags else None

    said = repo.git("describe", "--tags", "--long", "--match=v*", check=False).rpartition("-g")[0]
    tag, _, distance = said.rpartition("-")
    if found is None:
        assert said == ""
        return
    # Of tags that are as near as each other git takes any.
    assert found.distance == int(distance)
    assert found.tag == tag or int(repo.git("rev-list", "--count", f"{found.tag}..{head}")) == found.distance


def test_a_walk_has_an_end() -> None:
    commits = ([str(number), str(number + 1)] for number in range(nearest.FAR))

    assert nearest.walked(commits, {str(nearest.FAR): "v1.0.0"}) is None
    # Of `c` nobody knows yet whether the tag has it.
    assert nearest.walked([["a", "b", "c"], ["b", "d"]], {"b": "v1.0.0"}) is None
    assert nearest.walked([["a", "b", "c"], ["b", "d"], ["c", "d"]], {"b": "v1.0.0"}) == ("v1.0.0", 2)


SECRET = st.text(st.characters(codec="ascii", min_codepoint=33, max_codepoint=126, exclude_characters="-"), min_size=3)
SHAPES = ("--api-key {}", "--api-key={}", "API_KEY={}", "--wandb_token {}", "db.password={}", "-secret {}", "AUTH={}")


@given(value=SECRET, shape=st.sampled_from(SHAPES))
def test_a_named_secret_among_the_arguments_is_never_told(value: str, shape: str) -> None:
    name, _, _ = shape.partition("{}")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.argv", ["train.py", *(word.replace("{}", value) for word in shape.split(" "))])
        told = running.arguments()

    assert told == (*([name.strip()] if name.endswith(" ") else []), "…" if name.endswith(" ") else f"{name}…")


def test_other_arguments_stay() -> None:
    words = [
        "--lr",
        "3e-4",
        "--tokenizer",
        "bpe",
        "max_tokens=512",
        "--author=ada",
        "https://h.org/m?ref=main",
        "--keys",
    ]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("sys.argv", ["train.py", *words])

        assert running.arguments() == tuple(words)


@given(
    st.dictionaries(
        st.sampled_from(environment.FIELDS), st.one_of(st.none(), st.integers(), st.text(), st.lists(st.text()))
    )
)
def test_any_record_is_read(given_: dict[str, Any]) -> None:
    found = environment.checked(given_)

    assert set(found) <= {*environment.FIELDS, "host"}
    provenance.Stamp(state=provenance.State.BAKED, **found).flat()
