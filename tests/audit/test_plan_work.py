"""What of an audit goes, moves, is mended: a sentence, and the audit that it is said of."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.audit.audit import Audit, Leak, Notebooks
from mlhygiene.audit.held import Held, Name, Origin, Standing, Weight
from mlhygiene.audit.plan_files import escape, files, unescape
from mlhygiene.audit.plan_work import Work, work
from mlhygiene.model import Storage

if TYPE_CHECKING:
    from collections.abc import Sequence

ORIGIN = Origin("c" * 40, "Ada <ada@example.org>", 1_767_323_045)
EMPTY = Audit(
    head="a" * 40,
    branch="main",
    commits=1,
    refs={"refs/heads/main": "a" * 40},
    limit=1000,
    stored={},
    reachable=Weight(),
    loose=Weight(),
    blobs=(),
    paths={},
    folders={},
    extensions={},
)
HEAD, TIP, DELETED, UNREACHABLE = Standing


def held(oid: str, standing: Standing, *paths: str, size: int = 2000) -> Held:
    return Held(oid * 40, size, size, tuple(Name(path.encode(), ORIGIN) for path in paths), standing)


def leak(code: str, oid: str, *paths: str, in_head: bool = False, severity: str = "error") -> Leak:
    names = tuple(path.encode() for path in paths)
    return Leak(code, "a token", "hf_…", "f" * 24, names[0], 1, ORIGIN, (oid * 40,), names, in_head, "", severity)


def sorted_out(
    *blobs: Held, leaks: Sequence[Leak] = (), storage: Storage = Storage.NONE, **audit: Any
) -> dict[str, object]:
    """What there is to do, without what there is not."""
    found = work(replace(EMPTY, blobs=blobs, leaks=leaks, **audit), storage)
    ignored = {"dropped", "moved"}
    return {name: value for name, value in vars(found).items() if value and name not in ignored}


CASES = {
    "nothing is large": (sorted_out(held("1", HEAD, "a.pt", size=1000)), {}),
    "what no tree holds any more is dropped": (sorted_out(held("1", DELETED, "a.pt")), {"drop": ("1" * 40,)}),
    "what HEAD holds moves to Git LFS": (sorted_out(held("1", HEAD, "a.pt")), {"move": (b"a.pt",)}),
    "so does what another branch or a tag holds": (sorted_out(held("1", TIP, "a.pt")), {"move": (b"a.pt",)}),
    "an older version of what is still wanted moves with it": (
        sorted_out(held("1", HEAD, "a.pt"), held("2", DELETED, "a.pt")),
        {"move": (b"a.pt",)},
    ),
    "it moves under each of its names": (
        sorted_out(held("1", HEAD, "a.pt", "old/a.pt")),
        {"move": (b"a.pt", b"old/a.pt")},
    ),
    "what nothing reaches is left to git": (sorted_out(held("1", UNREACHABLE)), {}),
    "where DVC holds the data, DVC takes it, and no commit keeps it": (
        sorted_out(held("1", HEAD, "a.npy"), held("2", DELETED, "a.npy"), storage=Storage.DVC),
        {"drop": ("1" * 40, "2" * 40), "hand": (b"a.npy",)},
    ),
    "what is in another branch alone is not taken from it": (
        sorted_out(held("1", TIP, "a.npy"), storage=Storage.DVC),
        {"left": ("a.npy is large, and in another branch or tag alone: `dvc add` it there first",)},
    ),
    "a secret file goes from every commit": (
        sorted_out(leaks=[leak("MLH201", "1", ".env")]),
        {"drop": ("1" * 40,)},
    ),
    "one that HEAD still has leaves it first": (
        sorted_out(leaks=[leak("MLH201", "1", ".env", in_head=True)]),
        {"drop": ("1" * 40,), "untrack": (b".env",)},
    ),
    "a secret in a file goes, the file stays": (
        sorted_out(leaks=[leak("MLH202", "1", "a.py", "b.py")]),
        {"erase": (("1" * 40, "MLH202", b"a.py"), ("1" * 40, "MLH202", b"b.py"))},
    ),
    "in HEAD it goes by a commit of its own": (
        sorted_out(leaks=[leak("MLH202", "1", "a.py", in_head=True)]),
        {"erase": (("1" * 40, "MLH202", b"a.py"),), "mend": True},
    ),
    "what may be none waits for a person": (
        sorted_out(leaks=[leak("MLH204", "1", "a.py", in_head=True, severity="warning")]),
        {"maybe": (("1" * 40, "MLH204", b"a.py"),)},
    ),
    "a message is cleaned": (sorted_out(leaks=[leak("MLH206", "1", "")]), {"messages": True}),
    "what is dropped need not be cleaned": (
        sorted_out(leaks=[leak("MLH201", "1", ".env"), leak("MLH202", "1", ".env")]),
        {"drop": ("1" * 40,)},
    ),
    "large, deleted, and with a secret in it: dropped": (
        sorted_out(held("1", DELETED, "a.csv"), held("2", HEAD, "a.csv"), leaks=[leak("MLH202", "1", "a.csv")]),
        {"drop": ("1" * 40,), "move": (b"a.csv",)},
    ),
    "large, wanted, and with a secret in it: never into another storage": (
        sorted_out(held("1", HEAD, "a.csv"), leaks=[leak("MLH202", "1", "a.csv")]),
        {
            "erase": (("1" * 40, "MLH202", b"a.csv"),),
            "left": ("a.csv is large and holds a secret: the secret is erased, the file stays in git",),
        },
    ),
    "outputs are stripped from every notebook": (
        sorted_out(held("1", DELETED, "a.ipynb"), notebooks=Notebooks(1, 2000, 1900)),
        {"strip": True},
    ),
    "in HEAD by a commit of its own": (
        sorted_out(notebooks=Notebooks(1, 2000, 1900, 1, 2000, 1900)),
        {"strip": True, "mend": True},
    ),
    "a notebook without outputs is a large file as any": (
        sorted_out(held("1", DELETED, "a.ipynb"), notebooks=Notebooks(1, 2000)),
        {"drop": ("1" * 40,)},
    ),
    "a cache of DVC goes as a whole": (
        sorted_out(held("1", HEAD, ".dvc/cache/ab/cd"), paths={b".dvc/cache/ab/cd": Weight(1, 2000, 2000, 2000)}),
        {"caches": (b".dvc/cache/",), "untrack": (b".dvc/cache",)},
    ),
    "that of a project in a folder, too": (
        sorted_out(paths={b"ml/.dvc/tmp/lock": Weight(1, 10, 10)}),
        {"caches": (b"ml/.dvc/tmp/",)},
    ),
    "what was not searched is told": (
        sorted_out(leaks=None, loose=Weight()),  # type: ignore[arg-type]
        {"left": ("secrets, which were not searched for: run `mlhygiene audit --plan` without --no-secrets",)},
    ),
}


@pytest.mark.parametrize(("done", "expected"), CASES.values(), ids=CASES)
def test_an_audit_is_sorted_by_what_repairs_it(done: dict[str, object], expected: dict[str, object]) -> None:
    assert done == expected


PATTERNS = {
    "a path is anchored": ((b"a/model.pt",), ("/a/model.pt",)),
    "what is special to a pattern or a list is a star": (
        (b"it's [1], *.pt", b"b\\c.pt", b"n\n\xff.pt"),
        ("/it*s*1*.pt", "/b*c.pt", "/n*.pt"),
    ),
    "many of an ending are one pattern": (tuple(b"%d.pt" % n for n in range(11)), ("*.pt",)),
    "ten are not": (tuple(b"%d.pt" % n for n in range(10)), tuple(f"/{n}.pt" for n in range(10))),
    "a name that is nothing but an ending stands for itself": ((b".pt",), ("/.pt",)),
}


@pytest.mark.parametrize(("paths", "patterns"), PATTERNS.values(), ids=PATTERNS)
def test_git_lfs_is_told_paths_by_patterns_that_every_shell_and_list_can_hold(
    paths: tuple[bytes, ...], patterns: tuple[str, ...]
) -> None:
    assert Work(move=paths).patterns == patterns


@given(st.binary().filter(lambda path: b"\0" not in path))
def test_a_path_stands_on_one_line_and_comes_back(path: bytes) -> None:
    assert b"\n" not in escape(path)
    assert unescape(escape(path)) == path


def test_what_may_be_no_secret_stands_behind_a_mark() -> None:
    made = files(Work(erase=(("1" * 40, "MLH202", b"a\nb.py"),), maybe=(("2" * 40, "MLH204", b"c.py"),)))

    assert made["erase.txt"].split(b"\n") == [
        b"1" * 40 + b" MLH202 a\\nb.py",
        b"# These may be no secrets. Take the `#` away where they are.",
        b"# " + b"2" * 40 + b" MLH204 c.py",
        b"",
    ]


@pytest.mark.parametrize("path", [b"a b", b"#x", b"!x", b"*.env", b"t ", b"a\nb"])
def test_what_is_untracked_is_ignored_and_nothing_beside_it(path: bytes) -> None:
    line = files(Work(untrack=(path,)))["ignore.txt"].split(b"\n")[1]

    assert line.startswith(b"/")
    assert not line.endswith(b" ") or line.endswith(b"\\ ")
    assert b"*" not in line.replace(b"\\*", b"")
