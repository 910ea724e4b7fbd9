"""What a file is, by name and by its first bytes."""

from __future__ import annotations

import gzip
import io
import pickle
import sqlite3
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene import kinds
from mlhygiene.kinds import Purpose

if TYPE_CHECKING:
    from pathlib import Path

NAMES = {
    "model.pt": ("PyTorch checkpoint", Purpose.WEIGHTS, True),
    "MODEL.SafeTensors": ("safetensors weights", Purpose.WEIGHTS, True),
    "a.tar.gz": ("gz file", Purpose.OTHER, True),
    "x/train.parquet": ("Parquet table", Purpose.DATA, True),
    "train.csv": ("table of text", Purpose.DATA, False),
    "a.ipynb": ("notebook", Purpose.NOTEBOOK, False),
    "cat.jpg": ("JPG file", Purpose.DATA, True),
    "train.py": ("py file", Purpose.OTHER, False),
    "Makefile": ("makefile file", Purpose.OTHER, False),
    "pytorch_model.bin": ("binary file", Purpose.OTHER, True),
}
UNKNOWN = ("data", ".hidden", "a.", "a.unheardof", "", "dir.pt/data")


@pytest.mark.parametrize("name", NAMES)
def test_a_name_tells(name: str) -> None:
    kind = kinds.by_name(name)

    assert kind is not None
    assert (kind.label, kind.purpose, kind.binary) == NAMES[name]


@pytest.mark.parametrize("name", UNKNOWN)
def test_a_name_tells_nothing(name: str) -> None:
    assert kinds.by_name(name) is None


def zipped(*members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for member in members:
            archive.writestr(member, b"\0" * 10)
    return buffer.getvalue()


CONTENTS = {
    "a zip that PyTorch writes": (zipped("archive/data.pkl", "archive/version"), "PyTorch checkpoint"),
    "a zip that NumPy writes": (zipped("x.npy"), "NumPy array"),
    "a zip that Keras writes": (zipped("metadata.json", "config.json"), "Keras model"),
    "any other zip": (zipped("readme.txt"), "zip archive"),
    "gzip": (gzip.compress(b"x"), "gzip archive"),
    "GGUF": (b"GGUF\3\0\0\0", "GGUF weights"),
    "HDF5": (b"\x89HDF\r\n\x1a\n\0", "HDF5 file"),
    "Parquet": (b"PAR1\x15", "Parquet table"),
    "Arrow": (b"ARROW1\0\0", "Arrow table"),
    "NumPy": (b"\x93NUMPY\1\0", "NumPy array"),
    "safetensors": ((64).to_bytes(8, "little") + b'{"weight":{"dtype":"F32"}}', "safetensors weights"),
    "zstd": (b"\x28\xb5\x2f\xfd\x04", "Zstandard archive"),
    "tar": (b"\0" * 257 + b"ustar\0", "tar archive"),
    **{f"pickle {n}": (pickle.dumps([1, 2, 3], protocol=n), "pickle") for n in (2, 3, 4, 5)},
}


@pytest.mark.parametrize(("content", "label"), CONTENTS.values(), ids=CONTENTS)
def test_the_first_bytes_tell(content: bytes, label: str) -> None:
    kind = kinds.by_content(content[: kinds.HEAD])

    assert kind is not None
    assert kind.label == label


def test_a_real_database_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mlflow.db"
    connection = sqlite3.connect(path)
    connection.execute("create table runs (id)")
    connection.close()

    kind = kinds.by_content(path.read_bytes())

    assert kind is not None
    assert kind.label == "SQLite database"


@pytest.mark.parametrize("head", [b"", b"\x80", b"\x80\x09", b"hello world", b'{"json": true}', b"PK"])
def test_first_bytes_that_tell_nothing(head: bytes) -> None:
    assert kinds.by_content(head) is None


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0")))
def test_prose_is_text(text: str) -> None:
    assert kinds.is_text(text.encode())


def test_a_nul_makes_a_file_binary_wherever_it_stands() -> None:
    assert not kinds.is_text(b"x" * 100_000 + b"\0")
    assert kinds.is_text("\ufeffloss".encode("utf-16-le"))


@given(st.binary(max_size=400), st.text())
def test_any_bytes_and_any_name_have_an_answer(head: bytes, name: str) -> None:
    kinds.by_content(head)
    kinds.by_name(name)


@pytest.mark.parametrize("extension", kinds.EXTENSIONS)
def test_every_extension_is_lower_case_and_has_no_dot(extension: str) -> None:
    assert extension == extension.lower().strip(".")
