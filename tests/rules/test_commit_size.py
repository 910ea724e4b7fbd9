"""MLH109: no commit is larger than hosts and workers take."""

from __future__ import annotations

import pytest

from builders import POINTER, Grove, blob, found
from mlhygiene.model import Commit, Storage
from mlhygiene.rules.commit_size import CommitSize
from mlhygiene.tree import Tree
from weights import GB, MB, bringing, holding, in_one

CLEAN = {
    "a commit of nothing": Commit(None),
    "a commit at the limit": bringing({"a.bin": 600 * MB, "b.bin": 400 * MB}),
    "a commit over the limit that is not when it is compressed": bringing({"a.csv": 5 * GB}, ratio=0.2),
    "renames and copies of what is there already": bringing({"new/a.bin": 2 * GB}, held=[b"new/a.bin"]),
    "one content under several paths, once below the limit": Commit(
        None, (blob("a.bin", size=700 * MB, oid="1" * 40), blob("b.bin", size=700 * MB, oid="1" * 40))
    ),
    "a tree at the limit": holding({"a.bin": GB}),
    "a tree over the limit that is not when it is compressed": holding({"a.csv": 5 * GB}, ratio=0.2),
    "a tree over the limit, but for what .vhignore lists": holding(
        {"docs/a.mp4": 2 * GB, "a.bin": GB // 2}, {".vhignore": b"# films\n/docs/\n"}
    ),
}
HEAVY = {"a.bin": 700 * MB, "b.pt": 500 * MB, "train.py": 5000}
FOUND = {
    "a commit of two large files": (
        bringing(HEAVY),
        (
            "1.2 GB of new content, compressed about 1.2 GB, over the limit of 1.0 GB; "
            "heaviest: a.bin 700.0 MB, b.pt 500.0 MB"
        ),
    ),
    "a commit that is compressed a little": (
        bringing(HEAVY, ratio=0.9),
        (
            "1.2 GB of new content, compressed about 1.1 GB, over the limit of 1.0 GB; "
            "heaviest: a.bin 700.0 MB, b.pt 500.0 MB"
        ),
    ),
    "a commit so close to the limit that only bytes tell": (
        bringing({"a.bin": GB + 1}),
        (
            "1.0 GB of new content, compressed about 1,000,000,001 bytes, over the limit of 1,000,000,000 bytes; "
            "heaviest: a.bin 1.0 GB"
        ),
    ),
    "a commit that changes what was there": (
        Commit(None, (), bringing({"a.bin": 2 * GB}).added),
        "2.0 GB of new content, compressed about 2.0 GB, over the limit of 1.0 GB; heaviest: a.bin 2.0 GB",
    ),
    "a commit that moves one file and adds another": (
        bringing({"moved.bin": GB, "new.bin": 2 * GB}, held=[b"moved.bin"]),
        "2.0 GB of new content, compressed about 2.0 GB, over the limit of 1.0 GB; heaviest: new.bin 2.0 GB",
    ),
    "a commit of many small files": (
        bringing({f"{n}.png": 3 * MB for n in range(400)}),
        (
            "1.2 GB of new content, compressed about 1.2 GB, over the limit of 1.0 GB; "
            "400 files, none of them heavy by itself"
        ),
    ),
    "a commit with a pointer beside": (
        Commit(None, tuple(in_one([blob("model.pt", POINTER), *bringing({"a.bin": 2 * GB}).added]))),
        (
            "2.0 GB of new content, compressed about 2.0 GB, over the limit of 1.0 GB; "
            "beside it 48.1 MB that LFS holds; heaviest: a.bin 2.0 GB"
        ),
    ),
    "a tree with one content under two paths: a worker fetches both": (
        holding({"a.bin": 700 * MB, "b.bin": 700 * MB}),
        (
            "1.4 GB in the tree that a worker fetches, compressed about 1.4 GB, over the limit of 1.0 GB; "
            "heaviest: a.bin 700.0 MB, b.bin 700.0 MB; what no worker needs, .vhignore can leave out"
        ),
    ),
    "a tree that .vhignore makes too little of": (
        holding({"a.bin": 2 * GB, "docs/b.mp4": 3 * GB}, {".vhignore": b"/docs/\r\n"}),
        (
            "2.0 GB in the tree that a worker fetches, compressed about 2.0 GB, over the limit of 1.0 GB; "
            "heaviest: a.bin 2.0 GB; not counted: 3.0 GB that .vhignore leaves out"
        ),
    ),
    "a tree with pointers beside": (
        holding({"a.bin": 2 * GB}, {".gitattributes": b"*.pt filter=lfs\n", "m.pt": POINTER}),
        (
            "2.0 GB in the tree that a worker fetches, compressed about 2.0 GB, over the limit of 1.0 GB; "
            "beside it 48.1 MB that LFS holds; heaviest: a.bin 2.0 GB; what no worker needs, .vhignore can leave out"
        ),
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Commit | Tree) -> None:
    assert found(CommitSize(), subject) == []


@pytest.mark.parametrize(("subject", "message"), FOUND.values(), ids=FOUND)
def test_finds(subject: Commit | Tree, message: str) -> None:
    assert found(CommitSize(), subject) == [message]


# What .vhignore says, what it is asked, and whether a worker goes without.
PATTERNS = {
    "a folder at the root": (b"/data/\n", "data/a.bin", True),
    "a folder at the root, and a deeper one": (b"/data/\n", "src/data/a.bin", False),
    "a name at any depth": (b"*.mp4\n", "docs/films/a.mp4", True),
    "taken out again": (b"*.bin\n!keep.bin\n", "keep.bin", False),
    "not taken out of a folder that is left out": (b"/data/\n!/data/keep.bin\n", "data/keep.bin", True),
    "the last line that speaks of it": (b"!a.bin\n*.bin\n", "a.bin", True),
    "any depth": (b"**/raw/*.bin\n", "x/y/raw/a.bin", True),
    "a comment": (b"#a.bin\n", "a.bin", False),
    "a comment's sign, escaped": (b"\\#a.bin\n", "#a.bin", True),
    "line ends of Windows": (b"*.bin\r\n", "a.bin", True),
    "a byte order mark": (b"\xef\xbb\xbf*.bin\n", "a.bin", True),
    "a line that is no pattern, and one that is": (b"a[z-a]\n!\n*.bin\n", "a.bin", True),
    "bytes that are not UTF-8": (b"caf\xe9.bin\n", "caf\udce9.bin", True),
    "an empty file": (b"", "a.bin", False),
}


@pytest.mark.parametrize(("lines", "path", "is_left_out"), PATTERNS.values(), ids=PATTERNS)
def test_vhignore_is_read_as_gitignore_is(lines: bytes, path: str, is_left_out: bool) -> None:
    name = path.encode("utf-8", "surrogateescape")
    tree = Tree(Grove({b".vhignore": lines, name: None}, weighing={name: 2 * GB}))

    assert (found(CommitSize(), tree) == []) is is_left_out


OID = "c0ffee" * 6 + "c0ff"
FIXES = {
    "LFS takes the heaviest, where nothing holds such files yet": (
        bringing(HEAVY),
        (
            "git lfs install --skip-repo && git lfs track --filename -- /a.bin /b.pt && git add .gitattributes"
            " && git add --renormalize -- a.bin b.pt"
        ),
    ),
    "DVC takes data, LFS takes weights, where both are used": (
        bringing(HEAVY, storage=Storage.BOTH),
        (
            "git lfs install --skip-repo && git lfs track --filename -- /b.pt && git add .gitattributes"
            " && git add --renormalize -- b.pt && git rm -r --cached -- a.bin && dvc add a.bin"
            " && git update-index --add --remove -- a.bin.dvc .gitignore"
        ),
    ),
    "a notebook is stripped": (bringing({"a.ipynb": 2 * GB}), "mlhygiene strip a.ipynb && git add -- a.ipynb"),
    "what is committed moves to LFS in each commit": (
        bringing(HEAVY, oid=OID),
        "git lfs install --skip-repo && git lfs migrate import --include=/a.bin,/b.pt && git lfs checkout",
    ),
    "the commit to change, where DVC is used": (
        bringing(HEAVY, oid=OID, storage=Storage.DVC),
        "git rebase --interactive --rebase-merges c0ffeec0ffee~",
    ),
    "words, where no file is heavy": (
        bringing({f"{n}.png": 3 * MB for n in range(400)}),
        "hand the folders that they lie in to LFS or DVC, or pack each into one file",
    ),
    "DVC takes what a tree holds, where DVC is used": (
        holding({"a.bin": 2 * GB, "data.csv.dvc": 90}),
        "git rm -r --cached -- a.bin && dvc add a.bin && git update-index --add --remove -- a.bin.dvc .gitignore",
    ),
}


@pytest.mark.parametrize(("subject", "command"), FIXES.values(), ids=FIXES)
def test_names_who_should_hold_the_heaviest(subject: Commit | Tree, command: str) -> None:
    (finding,) = CommitSize().check(subject)

    assert finding.fix == command


def test_names_five_files_and_no_more() -> None:
    (message,) = found(CommitSize(), bringing({f"{n}.bin": GB + n for n in range(9)}))

    assert message.partition("heaviest: ")[2] == ", ".join(f"{n}.bin 1.0 GB" for n in (8, 7, 6, 5, 4))


def test_tells_machines_the_figures() -> None:
    (finding,) = CommitSize().check(bringing({"a.bin": 2 * GB}, ratio=0.75))

    assert finding.data == {"size": 2 * GB, "compressed": 1500 * MB, "limit": GB}


def test_the_limit_is_the_teams() -> None:
    assert found(CommitSize(limit=3 * GB), bringing({"a.bin": 2 * GB})) == []
    assert len(found(CommitSize(limit=MB), holding({"a.bin": 2 * MB}))) == 1
