"""MLH101 judges the bytes of the blob against a limit; the kind of file chooses the advice."""

from __future__ import annotations

import pytest

from builders import blob, found
from mlhygiene.limits import parse_limits
from mlhygiene.model import Blob, Out, Storage
from mlhygiene.rules.large_file import LargeFile

KIB = 1024
MB = 1_000_000
TEXT = b"epoch,loss\n" * 100_000
ZEROS = bytes(600_000)
SIX_MB = "PyTorch checkpoint of 6.0 MB, over the limit of 512.0 kB"

CLEAN = {
    "an empty file": blob("model.pt", b""),
    "a binary file at the limit": blob("model.pt", size=500 * KIB),
    "an LFS pointer": blob("model.pt", size=130, attribute="lfs"),
    "text over the binary limit": blob("train.log", TEXT),
    "text at the text limit": blob("train.log", b"x" * 5 * MB),
    "text in UTF-16": blob("notes", ("\ufeff" + "loss " * 200_000).encode("utf-16-le")),
    "a symbolic link, whatever its text": blob("data", size=900_000, mode="120000"),
    "bytes that the base has under another name": blob("new.pt", size=6 * MB, twin=b"old.pt"),
}
FOUND = {
    "a binary file one byte over the limit": (
        blob("model.pt", size=500 * KIB + 1),
        "PyTorch checkpoint of 512,001 bytes, over the limit of 512,000 bytes",
    ),
    "a checkpoint, judged without being read": (
        blob("runs/7/model.pt", size=48_100_000),
        "PyTorch checkpoint of 48.1 MB, over the limit of 512.0 kB",
    ),
    "text one byte over the text limit": (
        blob("train.log", b"x" * (5 * MB + 1)),
        "5,000,001 bytes, over the limit of 5,000,000 bytes",
    ),
    "a text extension on bytes that are not text": (
        blob("train.csv", b"a,b\n\0" + ZEROS),
        "table of text of 600.0 kB, over the limit of 512.0 kB",
    ),
    "a binary extension on bytes that look like text": (
        blob("model.bin", b"x" * 600_000),
        "binary file of 600.0 kB, over the limit of 512.0 kB",
    ),
    "text at its beginning alone": (
        blob("dump", b"x" * 9000 + ZEROS),
        "609.0 kB, over the limit of 512.0 kB",
    ),
    "no extension, told by its first bytes": (
        blob("weights", b"GGUF\3\0\0\0" + ZEROS),
        "GGUF weights of 600.0 kB, over the limit of 512.0 kB",
    ),
    "an extension that many formats share": (
        blob("pytorch_model.bin", b"PK\3\4" + bytes(26) + b"archive/data.pkl" + ZEROS),
        "PyTorch checkpoint of 600.0 kB, over the limit of 512.0 kB",
    ),
    "no extension and no format that we know": (
        blob("dump", ZEROS),
        "600.0 kB, over the limit of 512.0 kB",
    ),
    "an upper-case extension": (
        blob("MODEL.PT", size=6 * MB),
        SIX_MB,
    ),
    "a dot file without an extension": (
        blob(".cache", ZEROS),
        "600.0 kB, over the limit of 512.0 kB",
    ),
    "a file too large to be read for its kind": (
        blob("dump", size=10**9),
        "1.0 GB, over the limit of 512.0 kB",
    ),
    "raw bytes where the attribute says LFS": (
        blob("model.pt", size=6 * MB, attribute="lfs"),
        f"{SIX_MB}; its path is an LFS path, but the bytes were staged without git-lfs",
    ),
    "an attribute that only this machine has": (
        blob("model.pt", size=6 * MB, local_attribute="lfs"),
        f"{SIX_MB}; only this machine's attributes say LFS, and .gitattributes as staged does not",
    ),
    "an out that DVC was told not to cache": (
        blob("plots/roc.png", size=6 * MB, held_by=Out(b"plots/roc.png", b"dvc.yaml", cached=False)),
        "PNG file of 6.0 MB, over the limit of 512.0 kB; dvc.yaml keeps it in git by `cache: false`",
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Blob) -> None:
    assert found(LargeFile(), subject) == []


@pytest.mark.parametrize(("subject", "message"), FOUND.values(), ids=FOUND)
def test_finds(subject: Blob, message: str) -> None:
    assert found(LargeFile(), subject) == [message]


LIMITS = {
    "a pattern of its own, below": ("notebooks/a.ipynb", 5 * MB, {"*.ipynb": "5 MB"}, False),
    "a pattern of its own, above": ("notebooks/a.ipynb", 5 * MB + 1, {"*.ipynb": "5 MB"}, True),
    "no limit at all": ("uv.lock", 10**9, {"*.lock": "none"}, False),
    "a pattern stricter than the default": ("tests/fixture.npy", 2000, {"tests/**": "1 kB"}, True),
    "the last match wins, and it is the wider one": ("a.ipynb", 3 * MB, {"*.ipynb": "5 MB", "*": "1 MB"}, True),
    "the last match wins, and it is the narrower one": ("a.ipynb", 3 * MB, {"*": "1 MB", "*.ipynb": "5 MB"}, False),
    "an anchored pattern leaves others alone": ("b/model.pt", 6 * MB, {"/model.pt": "none"}, True),
    "a name with bytes that are not UTF-8": (b"caf\xe9.lock", 10**9, {"*.lock": "none"}, False),
}


@pytest.mark.parametrize(("path", "size", "table", "is_found"), LIMITS.values(), ids=LIMITS)
def test_limits_by_pattern(path: str, size: int, table: dict[str, str], *, is_found: bool) -> None:
    rule = LargeFile(limits=parse_limits(table))

    assert bool(found(rule, blob(path, size=size))) is is_found


TRACK = (
    "git lfs install --skip-repo && git lfs track --filename -- {}"
    " && git add .gitattributes && git add --renormalize -- {}"
)
ADD = "git rm -r --cached -- {0} && {1} && git update-index --add --remove -- {0}.dvc {2}"
ADVICE = {
    "LFS, where nothing is used yet": (
        blob("model.pt", size=6 * MB),
        TRACK.format("/model.pt", "model.pt"),
    ),
    "LFS, where LFS is used": (
        blob("m/a b.csv", ZEROS, storage=Storage.LFS),
        TRACK.format("'m/a b.csv'", "'m/a b.csv'"),
    ),
    "DVC, where DVC is used": (
        blob("m/model.pt", size=6 * MB, storage=Storage.DVC),
        ADD.format("m/model.pt", "(cd -- m && dvc add model.pt)", "m/.gitignore"),
    ),
    "DVC for data, where both are used": (
        blob("d.parquet", size=6 * MB, storage=Storage.BOTH),
        ADD.format("d.parquet", "dvc add d.parquet", ".gitignore"),
    ),
    "LFS for weights, where both are used": (
        blob("m/model.onnx", size=6 * MB, storage=Storage.BOTH),
        TRACK.format("m/model.onnx", "m/model.onnx"),
    ),
    "staging again, where the attribute is there": (
        blob("model.pt", size=6 * MB, attribute="lfs", storage=Storage.LFS),
        "git lfs install --skip-repo && git add --renormalize -- model.pt",
    ),
    "LFS in each commit, for what is committed": (
        blob("model [1].pt", size=6 * MB, commit="c" * 40),
        "git lfs install --skip-repo && git lfs migrate import --include='/model??1?.pt' && git lfs checkout",
    ),
    "the commit to change, for what DVC should hold": (
        blob("m/model.pt", size=6 * MB, storage=Storage.DVC, commit="c0ffee" * 6 + "c0ff"),
        "git rebase --interactive --rebase-merges c0ffeec0ffee~",
    ),
    "stripping, for a notebook": (
        blob("a.ipynb", b"x" * (5 * MB + 1)),
        "mlhygiene strip a.ipynb && git add -- a.ipynb",
    ),
    "a name that .gitattributes can spell, where it cannot": (
        blob("a\tb.pt", size=6 * MB),
        "git mv -- $'a\\tb.pt' a_b.pt && " + TRACK.format("/a_b.pt", "a_b.pt"),
    ),
}


@pytest.mark.parametrize(("subject", "fix"), ADVICE.values(), ids=ADVICE)
def test_advises(subject: Blob, fix: str) -> None:
    (finding,) = LargeFile().check(subject)

    assert finding.fix == fix


def test_a_notebook_that_is_about_to_be_stripped_is_measured_stripped() -> None:
    subject = blob("a.ipynb", b"{" * 6_000_000)

    assert found(LargeFile(left=lambda _: 485), subject) == []
    assert found(LargeFile(left=lambda _: None), subject) == ["notebook of 6.0 MB, over the limit of 5.0 MB"]
    assert found(LargeFile(left=lambda _: 5_500_000), subject) == [
        "notebook of 6.0 MB, over the limit of 5.0 MB; 5.5 MB when it is stripped"
    ]
