"""Sums: each content once in each path, folder and extension."""

from __future__ import annotations

import pytest

from mlhygiene.audit.held import Weight
from mlhygiene.audit.weighing import extension, weighed

SIZES = {b"a": (10, 5), b"b": (200, 50), b"c": (3000, 900)}
EXTENSIONS = {
    "a file": (b"model.pt", b".pt"),
    "capitals": (b"Model.PT", b".pt"),
    "two suffixes": (b"data.tar.gz", b".gz"),
    "no suffix": (b"Makefile", b""),
    "a name that begins with a dot": (b".gitignore", b""),
    "a hidden file with a suffix": (b".env.local", b".local"),
    "a dot in a folder": (b"v1.2/weights", b""),
    "a dot at the end": (b"odd.", b"."),
    "bytes that are no UTF-8": (b"\xff.b\xfe", b".b\xfe"),
}


@pytest.mark.parametrize(("path", "expected"), EXTENSIONS.values(), ids=EXTENSIONS)
def test_an_extension_is(path: bytes, expected: bytes) -> None:
    assert extension(path) == expected


def test_versions_of_a_path_add_up_in_its_folders() -> None:
    sums = weighed({b"a": b"x/y/m.pt", b"b": b"x/y/m.pt", b"c": b"x/n.csv"}, SIZES, (), ())

    assert sums.paths == {b"x/n.csv": Weight(1, 3000, 900, 0, 3000), b"x/y/m.pt": Weight(2, 210, 55, 0, 210)}
    assert sums.folders == {
        b"": Weight(3, 3210, 955, 0, 3210),
        b"x": Weight(3, 3210, 955, 0, 3210),
        b"x/y": Weight(2, 210, 55, 0, 210),
    }
    assert sums.extensions == {".csv": Weight(1, 3000, 900, 0, 3000), ".pt": Weight(2, 210, 55, 0, 210)}


def test_a_copy_counts_once_in_the_folder_that_both_are_in() -> None:
    sums = weighed({b"a": {b"x/m.pt", b"x/y/n.pt"}}, SIZES, (), ())

    assert sums.reachable.blobs == 1
    assert {path: weight.blobs for path, weight in sums.paths.items()} == {b"x/m.pt": 1, b"x/y/n.pt": 1}
    assert {folder: weight.size for folder, weight in sums.folders.items()} == {b"": 10, b"x": 10, b"x/y": 10}
    assert sums.extensions[".pt"].size == 10


def test_what_stands_in_head_is_apart_from_what_stands_nowhere() -> None:
    sums = weighed({b"a": b"m", b"b": b"m", b"c": b"m"}, SIZES, {b"a"}, {b"a", b"b"})

    assert sums.paths[b"m"] == Weight(3, 3210, 955, head=10, deleted=3000)


def test_what_no_path_has_is_weighed_as_a_whole() -> None:
    sums = weighed({b"a": set()}, SIZES, (), ())

    assert (sums.reachable.size, sums.paths, sums.folders) == (10, {}, {})


def test_what_is_not_stored_is_not_weighed() -> None:
    assert weighed({b"gone": b"m.pt"}, SIZES, (), ()).paths == {}


def test_the_heaviest_comes_first_then_the_name() -> None:
    sums = weighed({b"a": b"z", b"b": b"y", b"c": {b"x", b"w"}}, SIZES, (), ())

    assert list(sums.paths) == [b"w", b"x", b"y", b"z"]
