"""A config is its flattened keys, whatever it is written in; what cannot be read is told."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.dvc.document import Broken
from mlhygiene.experiments.aligning import changed
from mlhygiene.experiments.configs import MOST_KEYS, flat, is_config

CONFIGS = [
    "params.yaml",
    "conf/optimizer/adam.yml",
    "config.json",
    "pyproject.toml",
    "dvc.yaml",
    ".hydra/config.yaml",
    "A.YAML",
]
NO_CONFIGS = ["package-lock.json", "pnpm-lock.yaml", "dvc.lock", "poetry.lock", "a.ipynb", "yaml", "train.py"]

FLAT = {
    "nested": (
        b"a.yaml",
        b"optimizer:\n  lr: 1e-4\n  name: adam\n",
        {"optimizer.lr": "1e-4", "optimizer.name": "adam"},
    ),
    "lists": (b"a.yaml", b"layers: [64, {w: 3}]", {"layers[0]": "64", "layers[1].w": "3"}),
    "lists of lists": (b"a.json", b"[[1], [2]]", {"[0][0]": "1", "[1][0]": "2"}),
    "nothing below": (b"a.yaml", b"a: {}\nb: []\nc:\n", {"a": "{}", "b": "[]", "c": "null"}),
    "anchors": (b"a.yaml", b"base: &b {lr: 1}\nrun: *b\n", {"base.lr": "1", "run.lr": "1"}),
    "merge keys": (
        b"a.yaml",
        b"b: &b {lr: 1, n: 2}\nr:\n  <<: *b\n  lr: 3\n",
        {"b.lr": "1", "b.n": "2", "r.lr": "3", "r.n": "2"},
    ),
    "keys that are no strings": (
        b"a.yaml",
        b'{1: a, "1": b, null: c, 2.5: d}',
        {"1": "a", '"1"': "b", "null": "c", "2.5": "d"},
    ),
    "keys that hold a dot": (b"a.yaml", b"a.b: 1\na: {b: 2}", {'"a.b"': "1", "a.b": "2"}),
    "numbers as written": (b"a.json", b'{"lr": 3.0e-4, "n": 100, "x": NaN}', {"lr": "3.0e-4", "n": "100", "x": "NaN"}),
    "words": (b"a.json", b'{"a": true, "b": null}', {"a": "true", "b": "null"}),
    "tables": (
        b"a.toml",
        b"[model]\nlr = 1e-4\n[[run]]\nn = 1\n[[run]]\nn = 2\n",
        {"model.lr": "1e-4", "run[0].n": "1", "run[1].n": "2"},
    ),
    "dates": (b"a.toml", b"day = 2026-01-02\n", {"day": "2026-01-02"}),
    "a byte order mark": (b"a.json", b'\xef\xbb\xbf{"a": 1}', {"a": "1"}),
    "nothing": (b"a.yaml", b"# later\n", {}),
    "a value alone": (b"a.json", b"3", {"": "3"}),
}

BROKEN = {
    "a key twice in YAML": (b"a.yaml", b"lr: 1\nlr: 2\n", 'duplicate key "lr"'),
    "a key twice in JSON": (b"a.json", b'{"lr": 1, "lr": 2}', "'lr' stands twice"),
    "a key twice in TOML": (b"a.toml", b"lr = 1\nlr = 2\n", "Cannot overwrite a value"),
    "a tag that would run code": (b"a.yaml", b"a: !!python/object/apply:os.system [id]", "could not determine"),
    "an anchor that holds itself": (b"a.yaml", b"a: &a [*a]", "holds itself"),
    "a mapping for a key": (b"a.yaml", b"? {a: 1}\n: 2\n", "unhashable key"),
    "a list for a key": (b"a.yaml", b"? [a]\n: 2\n", "a key that is a list or a mapping"),
    "two documents": (b"a.yaml", b"--- 1\n--- 2\n", "another document"),
    "brackets without end": (b"a.json", b"[" * 100_000, "nested too deeply"),
    "a laugh in YAML": (
        b"a.yaml",
        b"a: &a [1,1,1,1,1,1,1,1,1,1]\n"
        + b"".join(b"%c: &%c [%s]\n" % (x, x, b",".join([b"*%c" % (x - 1)] * 10)) for x in b"bcdefghi"),
        "more than 20,000 keys",
    ),
    "more keys than anybody reads": (
        b"a.json",
        json.dumps(list(range(MOST_KEYS + 1))).encode(),
        "more than 20,000 keys",
    ),
    "bytes that are no UTF-8": (b"a.json", b'{"a": "\xff"}', "not UTF-8"),
    "a Git LFS pointer": (b"a.yaml", b"version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"),
    "half a merge": (b"a.yaml", b"<<<<<<< a\nlr: 1\n=======\nlr: 2\n>>>>>>> b\n", "merge conflict markers"),
    "no JSON": (b"a.json", b"{lr: 1}", "property name"),
    "no TOML": (b"a.toml", b"lr =", "Invalid value"),
}


@pytest.mark.parametrize("name", CONFIGS)
def test_a_config_is(name: str) -> None:
    assert is_config(name.encode())


@pytest.mark.parametrize("name", NO_CONFIGS)
def test_no_config_is(name: str) -> None:
    assert not is_config(name.encode())


@pytest.mark.parametrize(("path", "content", "expected"), FLAT.values(), ids=FLAT)
def test_flattened_are(path: bytes, content: bytes, expected: dict[str, str]) -> None:
    assert {key: leaf.text for key, leaf in flat(path, content).items()} == expected


@pytest.mark.parametrize(("path", "content", "reason"), BROKEN.values(), ids=BROKEN)
def test_not_read_is(path: bytes, content: bytes, reason: str) -> None:
    with pytest.raises(Broken) as told:
        flat(path, content)
    assert reason in told.value.text


SAME = [("1e-4", "0.0001"), ("1_000", "1000"), ("True", "true"), (".inf", ".Inf"), (".nan", ".NaN")]
OTHER = [("1", "1.0"), ("1", '"1"'), ("true", '"true"'), ("a", "A"), ("null", '""'), ("[]", "{}"), ("[1]", "1")]


@pytest.mark.parametrize(("old", "new"), SAME)
def test_another_spelling_is_no_change_and_is_counted(old: str, new: str) -> None:
    assert changed(flat(b"a.yaml", f"a: {old}".encode()), flat(b"a.yaml", f"a: {new}".encode())) == ([], 1)


@pytest.mark.parametrize(("old", "new"), OTHER)
def test_another_type_is_a_change(old: str, new: str) -> None:
    pairs, _ = changed(flat(b"a.yaml", f"a: {old}".encode()), flat(b"a.yaml", f"a: {new}".encode()))
    assert pairs


def test_keys_come_as_the_newer_file_has_them_and_then_those_gone() -> None:
    pairs, _ = changed(flat(b"a.yaml", b"gone: 1\nb: 1\na: 1"), flat(b"a.yaml", b"new: 1\na: 2\nb: 2"))
    assert [pair.key for pair in pairs] == ["new", "a", "b", "gone"]


LISTS = {
    "one more in front": ("[b, c]", "[a, b, c]", [("x[0]", None, "a")]),
    "one less in front": ("[a, b, c]", "[b, c]", [("x[0]", "a", None)]),
    "one other, one more": ("[a, c]", "[b, c, d]", [("x[0]", "a", "b"), ("x[2]", None, "d")]),
    "as many": ("[a, b]", "[b, c]", [("x[0]", "a", "b"), ("x[1]", "b", "c")]),
    "none before": ("[]", "[a]", [("x[0]", None, "a"), ("x", "[]", None)]),
    "of mappings": ("[{n: 1}, {n: 2}]", "[{n: 2}]", [("x[0].n", "1", "2"), ("x[1].n", "2", None)]),
}


@pytest.mark.parametrize(("old", "new", "expected"), LISTS.values(), ids=LISTS)
def test_a_list_with(old: str, new: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    pairs, _ = changed(flat(b"a.yaml", f"x: {old}".encode()), flat(b"a.yaml", f"x: {new}".encode()))
    assert [(key, was and was.text, now and now.text) for key, was, now in pairs] == expected


@given(st.lists(st.integers(0, 3), max_size=8), st.lists(st.integers(0, 3), max_size=8))
def test_lists_are_the_same_where_nothing_changed_and_only_there(old: list[int], new: list[int]) -> None:
    pairs, _ = changed(flat(b"a.json", json.dumps(old).encode()), flat(b"a.json", json.dumps(new).encode()))
    assert bool(pairs) == (old != new)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=20,
)


def leaves(value: object) -> int:
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else None
    return sum(map(leaves, inner)) if inner else 1


@given(st.dictionaries(st.text(), JSON, min_size=1))
def test_no_two_values_share_a_key_and_none_is_lost(value: dict[str, object]) -> None:
    assert len(flat(b"a.json", json.dumps(value).encode())) == leaves(value)


@given(st.binary(max_size=200), st.sampled_from([b"a.yaml", b"a.json", b"a.toml"]))
def test_whatever_the_bytes_the_worst_answer_is_broken(content: bytes, path: bytes) -> None:
    with suppress(Broken):
        flat(path, content)
