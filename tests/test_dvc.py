"""What DVC's files say, by example. `tests/e2e/test_dvc_oracle.py` asks DVC itself."""

from __future__ import annotations

import subprocess
import sys
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mlhygiene import dvc
from mlhygiene.dvc.document import Document, parse
from mlhygiene.model import Out

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = {b".dvc/config": b""}
FOREACH = b"""
stages:
  train:
    foreach: [a, b]
    do:
      cmd: x
      outs: ["o/${item}.bin"]
"""
LOCK = b"""
schema: '2.0'
stages:
  train@a: {cmd: x, outs: [{path: o/a.bin, md5: b0}]}
  train@old: {cmd: x, outs: [{path: o/old.bin, md5: b0}]}
  gone: {cmd: x, outs: [{path: o/gone, md5: b0}]}
"""


def out(*paths: str, **more: str) -> bytes:
    """A `.dvc` file for these paths."""
    head = "".join(f"{key}: {value}\n" for key, value in more.items())
    return (head + "outs:\n" + "".join(f"- md5: b0\n  size: 1\n  path: {path}\n" for path in paths)).encode()


def stage(text: str, lock: bytes | None = None) -> dict[bytes, bytes]:
    """A `dvc.yaml` with one stage called `s`, and its lock."""
    files = {b"dvc.yaml": f"stages: {{s: {{cmd: x, {text}}}}}".encode()}
    return files | ({} if lock is None else {b"dvc.lock": lock})


COVERED: dict[str, tuple[Mapping[bytes, bytes], bytes, Out]] = {
    "a file": ({b"a.dvc": out("a")}, b"a", Out(b"a", b"a.dvc")),
    "a file in a folder": ({b"d/a.dvc": out("a")}, b"d/a", Out(b"d/a", b"d/a.dvc")),
    "a file below a directory out": ({b"d.dvc": out("d")}, b"d/x/y", Out(b"d", b"d.dvc")),
    "an out with a slash at its end": ({b"d.dvc": out("d/")}, b"d/x", Out(b"d", b"d.dvc")),
    "an out written the long way": ({b"d.dvc": out("./d//e/../x")}, b"d/x", Out(b"d/x", b"d.dvc")),
    "an out beside the folder": ({b"d/a.dvc": out("../e/a")}, b"e/a", Out(b"e/a", b"d/a.dvc")),
    "a working directory": ({b"d/a.dvc": out("a", wdir="../e")}, b"e/a", Out(b"e/a", b"d/a.dvc")),
    "a working directory beneath": ({b"a.dvc": out("a", wdir="e")}, b"e/a", Out(b"e/a", b"a.dvc")),
    "a null working directory": ({b"a.dvc": out("a", wdir="")}, b"a", Out(b"a", b"a.dvc")),
    "the second of two outs": ({b"x.dvc": out("a", "b")}, b"b", Out(b"b", b"x.dvc")),
    "a single quote": ({b"x.dvc": out("'it''s'")}, b"it's", Out(b"it's", b"x.dvc")),
    "an escape": ({b"x.dvc": out(r'"\x61\u00e9"')}, "aé".encode(), Out("aé".encode(), b"x.dvc")),
    "a folded name": ({b"x.dvc": out("my\n    model")}, b"my model", Out(b"my model", b"x.dvc")),
    "a name that a line break of Unicode's folds": (
        {b"x.dvc": out("'a\u2028    b'")},
        "a\u2028b".encode(),
        Out("a\u2028b".encode(), b"x.dvc"),
    ),
    "a name that another one folds": ({b"x.dvc": out("'a\x85    b'")}, b"a b", Out(b"a b", b"x.dvc")),
    "a name without a word": ({b"x.dvc": out('"[+]"')}, b"[+]", Out(b"[+]", b"x.dvc")),
    "a name that a gitignore would escape": (
        {b"x.dvc": out("'we ird[1]#é.bin'")},
        "we ird[1]#é.bin".encode(),
        Out("we ird[1]#é.bin".encode(), b"x.dvc"),
    ),
    "an alias": ({b"x.dvc": b"meta: &p a\nouts:\n- path: *p\n"}, b"a", Out(b"a", b"x.dvc")),
    "Windows line ends": ({b"x.dvc": out("a").replace(b"\n", b"\r\n")}, b"a", Out(b"a", b"x.dvc")),
    "an out that DVC does not cache": (
        {b"a.dvc": b"outs:\n- path: a\n  cache: false\n"},
        b"a",
        Out(b"a", b"a.dvc", cached=False),
    ),
    "a hidden folder": ({b".d/a.dvc": out("a")}, b".d/a", Out(b".d/a", b".d/a.dvc")),
    "a `.dvc` file outside a directory out, for a `.dvc` file inside": (
        {b"d.dvc": out("d")},
        b"d/x.dvc",
        Out(b"d", b"d.dvc"),
    ),
    "an out of a nested project": (
        {b"n/.dvc/config": b"", b"n/a.dvc": out("a")},
        b"n/a",
        Out(b"n/a", b"n/a.dvc"),
    ),
    "a `.dvcignore` of another project": (
        {b"n/.dvc/config": b"", b"n/a.dvc": out("a"), b".dvcignore": b"n/\n"},
        b"n/a",
        Out(b"n/a", b"n/a.dvc"),
    ),
    "a path that a deeper `.dvcignore` brings back": (
        {b"d/a.dvc": out("a"), b".dvcignore": b"a\n", b"d/.dvcignore": b"!a\n"},
        b"d/a",
        Out(b"d/a", b"d/a.dvc"),
    ),
    "an out of a stage": (stage("outs: [o]"), b"o/x", Out(b"o", b"dvc.yaml")),
    "an out with settings": (stage("outs: [{o: {persist: true}}]"), b"o", Out(b"o", b"dvc.yaml")),
    "an out with no settings": (stage("outs: [{o: }]"), b"o", Out(b"o", b"dvc.yaml")),
    "a metric, which DVC caches": (stage("metrics: [m.json]"), b"m.json", Out(b"m.json", b"dvc.yaml")),
    "a metric for git": (
        stage("metrics: [{m.json: {cache: false}}]"),
        b"m.json",
        Out(b"m.json", b"dvc.yaml", cached=False),
    ),
    "a plot, which DVC caches": (stage("plots: [{p: {x: a}}]"), b"p", Out(b"p", b"dvc.yaml")),
    "a plot with a list of settings": (
        stage("plots: [{p: [{x: a, cache: false}, {x: b}]}]"),
        b"p",
        Out(b"p", b"dvc.yaml", cached=False),
    ),
    "a stage with a working directory": (stage("wdir: w, outs: [../o]"), b"o", Out(b"o", b"dvc.yaml")),
    "a stage in a folder": (
        {b"p/dvc.yaml": b"stages: {s: {cmd: x, outs: [../o]}}"},
        b"o",
        Out(b"o", b"p/dvc.yaml"),
    ),
    "an escaped template": (stage(r"outs: ['\${o}']"), b"${o}", Out(b"${o}", b"dvc.yaml")),
    "a template that a lock resolves": (
        {b"dvc.yaml": FOREACH, b"dvc.lock": LOCK},
        b"o/a.bin",
        Out(b"o/a.bin", b"dvc.yaml"),
    ),
    "a template over several folders that a lock resolves": (
        stage("outs: ['${d}/m']", b"schema: '2.0'\nstages: {s: {cmd: x, outs: [{path: a/b/m}]}}"),
        b"a/b/m",
        Out(b"a/b/m", b"dvc.yaml"),
    ),
    "a template that no lock resolves": (
        {b"dvc.yaml": FOREACH, b"dvc.lock": LOCK},
        b"o/b.bin",
        Out(b"o/*.bin", b"dvc.yaml", certain=False),
    ),
    "a template for git that a lock resolves": (
        stage("outs: [{'${m}.json': {cache: false}}]", b"schema: '2.0'\nstages: {s: {cmd: x, outs: [{path: m.json}]}}"),
        b"m.json",
        Out(b"m.json", b"dvc.yaml", cached=False),
    ),
    "a matrix that a lock resolves": (
        stage(
            "matrix: {a: [1], b: [true, {c: d}]}, outs: ['g/${key}']",
            b"schema: '2.0'\nstages: {s@1-true: {cmd: x, outs: [{path: g/1-true}]}, s@1-b1: {outs: [{path: g/1-b1}]}}",
        ),
        b"g/1-b1",
        Out(b"g/1-b1", b"dvc.yaml"),
    ),
    "a mapping to loop over": (
        stage(
            "foreach: {k: {v: 1}}, do: {cmd: x, outs: ['g/${key}']}",
            b"schema: '2.0'\nstages: {s@k: {outs: [{path: g/k}]}}",
        ),
        b"g/k",
        Out(b"g/k", b"dvc.yaml"),
    ),
    "a loop whose keys a template decides": (
        stage(
            "foreach: '${all}', do: {cmd: x, outs: ['g/${item}']}",
            b"schema: '2.0'\nstages: {s@k: {outs: [{path: g/k}]}}",
        ),
        b"g/k",
        Out(b"g/k", b"dvc.yaml"),
    ),
    "a working directory that a template decides": (
        stage("wdir: 'w/${item}', outs: [o]"),
        b"w/1/o",
        Out(b"w/*/o", b"dvc.yaml", certain=False),
    ),
    "a certain out before an uncertain one": (
        stage("outs: ['${x}.bin', a.bin]"),
        b"a.bin",
        Out(b"a.bin", b"dvc.yaml"),
    ),
    "a broken lock": (
        {b"dvc.yaml": FOREACH, b"dvc.lock": b"{"},
        b"o/a.bin",
        Out(b"o/*.bin", b"dvc.yaml", certain=False),
    ),
    "no `.dvc` folder in git": ({b"a.dvc": out("a")}, b"a", Out(b"a", b"a.dvc")),
}
UNCOVERED: dict[str, tuple[Mapping[bytes, bytes], bytes]] = {
    "nothing of DVC's": ({}, b"a"),
    "a file that only begins like an out": ({b"d.dvc": out("d")}, b"data/x"),
    "the folder of an out": ({b"d/a.dvc": out("a")}, b"d/b"),
    "the same name at the top": ({b"d/a.dvc": out("a")}, b"a"),
    "the `.dvc` file itself": ({b"a.dvc": out("a")}, b"a.dvc"),
    "the path of a dependency": ({b"a.dvc": b"deps:\n- path: src\nouts:\n- path: a\n"}, b"src"),
    "broken YAML": ({b"a.dvc": b"outs: [\n- path: a"}, b"a"),
    "outs that are no list": ({b"a.dvc": b"outs: {path: a}"}, b"a"),
    "a path that YAML reads as a number": ({b"a.dvc": out("1")}, b"1"),
    "an out at a URL": ({b"a.dvc": out("s3://b/a")}, b"s3:/b/a"),
    "an absolute out": ({b"a.dvc": out("/a")}, b"a"),
    "an absolute out of Windows": ({b"a.dvc": out("C:/a")}, b"C:/a"),
    "an out above the repository": ({b"d/a.dvc": out("../../a")}, b"a"),
    "an out around its own `.dvc` file": ({b"d/a.dvc": out(".")}, b"d/x"),
    "an out with no name": ({b"a.dvc": out("''")}, b"a"),
    "an out that is a `.dvc` file": ({b"a.dvc": out("b.dvc")}, b"b.dvc"),
    "an out inside DVC's own folder": ({b"a.dvc": out(".dvc/x")}, b".dvc/x"),
    "a `.dvc` file inside DVC's own folder": ({b".dvc/tmp/a.dvc": out("a")}, b".dvc/tmp/a"),
    "a null byte": ({b"a.dvc": out(r'"a\0b"')}, b"a"),
    "a lone surrogate": ({b"a.dvc": out(r'"\ud800"')}, b"a"),
    "an out of a nested project in the outer one": (
        {b"n/.dvc/config": b"", b"n/a.dvc": out("../a")},
        b"a",
    ),
    "a `.dvc` file that `.dvcignore` hides": ({b"d/a.dvc": out("a"), b".dvcignore": b"*.dvc\n"}, b"d/a"),
    "a pipeline that `.dvcignore` hides": (stage("outs: [o]") | {b".dvcignore": b"/dvc.yaml"}, b"o"),
    "a file in a directory out that `.dvcignore` hides": ({b"d.dvc": out("d"), b".dvcignore": b"*.tmp"}, b"d/a.tmp"),
    "a file that a deeper `.dvcignore` cannot bring back": (
        {b"d/e/a.dvc": out("a"), b".dvcignore": b"d/\n", b"d/e/.dvcignore": b"!a\n!a.dvc\n"},
        b"d/e/a",
    ),
    "a metric that a pipeline only refers to": ({b"dvc.yaml": b"metrics: [m]\nplots: [m: {x: a}]"}, b"m"),
    "an artifact, which is a name for something": ({b"dvc.yaml": b"artifacts: {a: {path: m}}"}, b"m"),
    "a stage that the pipeline no longer has": ({b"dvc.yaml": FOREACH, b"dvc.lock": LOCK}, b"o/gone"),
    "a lock without a pipeline": ({b"dvc.lock": LOCK}, b"o/gone"),
    "an out that the pipeline no longer has": (
        stage("outs: [new]", b"schema: '2.0'\nstages: {s: {cmd: x, outs: [{path: old}]}}"),
        b"old",
    ),
    "a template in another folder": ({b"dvc.yaml": FOREACH}, b"o/x/b.bin"),
    "a template that says nothing": (stage("outs: ['${o}']"), b"src"),
    "a pipeline of strange types": ({b"dvc.yaml": b"stages: {1: [], a: {outs: {b: c}}, d: {outs: [[e], 3]}}"}, b"e"),
}


@pytest.mark.parametrize(("files", "path", "expected"), COVERED.values(), ids=COVERED)
def test_covers(files: Mapping[bytes, bytes], path: bytes, expected: Out) -> None:
    assert dvc.Outs(files).covering(path) == expected
    assert dvc.Outs(ROOT | dict(files)).covering(path) == expected


@pytest.mark.parametrize(("files", "path"), UNCOVERED.values(), ids=UNCOVERED)
def test_does_not_cover(files: Mapping[bytes, bytes], path: bytes) -> None:
    assert dvc.Outs(ROOT | dict(files)).covering(path) is None


def test_a_stale_key_is_no_more_than_uncertain() -> None:
    found = dvc.Outs({b"dvc.yaml": FOREACH, b"dvc.lock": LOCK}).covering(b"o/old.bin")

    assert found == Out(b"o/*.bin", b"dvc.yaml", certain=False)


@pytest.mark.parametrize("path", [b".dvc/config", b"a/.dvc/.gitignore", b"a.dvc", b"a/dvc.yaml"])
def test_a_repository_with_one_of_these_uses_dvc(path: bytes) -> None:
    assert dvc.Outs({path: b""})


@pytest.mark.parametrize("path", [b"dvc.lock", b".dvcignore", b".dvc/tmp/a.dvc"])
def test_a_repository_with_no_more_than_these_does_not_use_dvc(path: bytes) -> None:
    assert not dvc.Outs({path: b""})


MARKERS = {
    b"a.dvc": True,
    b"d/a.dvc": True,
    b".dvc/tmp/a.dvc": True,
    b"dvc.yaml": True,
    b"d/dvc.lock": True,
    b".dvcignore": True,
    b"d/.dvc/config": True,
    b".dvc/.gitignore": True,
    b"a.dvc/x": False,
    b"x.dvc/config": False,
    b"my.dvc.yaml": False,
    b".gitignore": False,
    b"config": False,
    b".dvc/config.local": False,
}


@pytest.mark.parametrize(("path", "expected"), MARKERS.items(), ids=map(repr, MARKERS))
def test_markers(path: bytes, expected: bool) -> None:
    assert dvc.is_marker(path) is expected


SOUND = {
    "what `dvc add` writes": (b"a.dvc", out("a")),
    "an empty `.dvc` file": (b"a.dvc", b""),
    "null outs": (b"a.dvc", b"outs:\n"),
    "an empty pipeline": (b"dvc.yaml", b"# nothing yet\n"),
    "a pipeline": (b"dvc.yaml", FOREACH),
    "anchors and merge keys": (b"dvc.yaml", b"x: &x {cmd: a}\nstages: {a: {<<: *x}, b: {<<: *x, outs: [b]}}\n"),
    "a lock": (b"dvc.lock", LOCK),
    "a lock of datasets alone": (b"dvc.lock", b"schema: '2.0'\ndatasets: []\n"),
    "a line of equals signs in a script": (
        b"dvc.yaml",
        b"stages:\n  a:\n    cmd: |\n      cat <<<<<<< x\n      =======\n",
    ),
    "a file that is not DVC's": (b"a.yaml", b"["),
    "a pathspec alone": (b".dvcignore", b"["),
    "a file inside DVC's folder": (b".dvc/tmp/a.dvc", b"["),
}
PROBLEMS = {
    "an open bracket": (
        b"a.dvc",
        b"outs: [\n",
        dvc.Problem(2, 1, "expected the node content, but found '<stream end>'"),
    ),
    "a tab": (
        b"a.dvc",
        b"outs:\n\t- path: a\n",
        dvc.Problem(2, 1, "found character '\\t' that cannot start any token"),
    ),
    "a key twice": (b"a.dvc", b"outs: []\nouts: []\n", dvc.Problem(2, 1, 'found duplicate key "outs"')),
    "two documents": (b"a.dvc", b"a: 1\n---\nb: 1\n", dvc.Problem(2, 1, "but found another document")),
    "an unknown tag": (
        b"a.dvc",
        b"a: !!python/object:os.system x\n",
        dvc.Problem(1, 4, "could not determine a constructor for the tag 'tag:yaml.org,2002:python/object:os.system'"),
    ),
    "a date that is none": (b"a.dvc", b"a: 2020-99-99\n", dvc.Problem(None, None, "invalid YAML (ValueError)")),
    "another encoding": (b"a.dvc", b"a: 1\nb: \xe9\n", dvc.Problem(2, None, "not UTF-8")),
    "a binary file": (b"a.dvc", b"a\n\0\n", dvc.Problem(2, None, "a character that YAML does not allow")),
    "a conflict": (
        b"a.dvc",
        b"outs:\n<<<<<<< HEAD\n- md5: a\n=======\n- md5: b\n>>>>>>> topic\n  path: a\n",
        dvc.Problem(2, 1, "merge conflict markers"),
    ),
    "a conflict with Windows line ends": (
        b"a.dvc",
        b"<<<<<<<\r\n>>>>>>>\r\n",
        dvc.Problem(1, 1, "merge conflict markers"),
    ),
    "a file that LFS took": (
        b"a.dvc",
        b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
        dvc.Problem(1, None, "a Git LFS pointer instead of YAML: take the file out of LFS"),
    ),
    "a list at the top": (b"a.dvc", b"- a\n", dvc.Problem(1, 1, "not a mapping at the top level")),
    "outs that are no list": (b"a.dvc", b"outs:\n  path: a\n", dvc.Problem(1, 1, "`outs` is not a list")),
    "an out that is no mapping": (b"a.dvc", b"outs:\n- a\n", dvc.Problem(2, 3, "an out without a `path`")),
    "an out without a path": (b"a.dvc", b"outs:\n- md5: a\n", dvc.Problem(2, 3, "an out without a `path`")),
    "a path that is a number": (b"a.dvc", b"outs:\n- path: 1\n", dvc.Problem(2, 3, "an out without a `path`")),
    "null stages": (b"dvc.yaml", b"stages:\n", dvc.Problem(1, 1, "`stages` is not a mapping")),
    "a stage that is null": (b"dvc.yaml", b"stages:\n  a:\n", dvc.Problem(2, 3, "a stage that is not a mapping")),
    "outs of a stage that are no list": (
        b"dvc.yaml",
        b"stages:\n  a:\n    cmd: x\n    outs: o\n",
        dvc.Problem(4, 5, "`outs` is not a list"),
    ),
    "metrics of a loop that are no list": (
        b"dvc.yaml",
        b"stages:\n  a:\n    foreach: [1]\n    do:\n      metrics: m\n",
        dvc.Problem(5, 7, "`metrics` is not a list"),
    ),
    "a lock of DVC 1": (
        b"dvc.lock",
        b"schema: '1.0'\n",
        dvc.Problem(1, 1, "no `schema: '2.0'`, without which DVC 3 reads no lock file"),
    ),
    "a lock with an out without a path": (
        b"dvc.lock",
        b"schema: '2.0'\nstages:\n  a:\n    outs:\n    - md5: b0\n",
        dvc.Problem(5, 7, "an out without a `path`"),
    ),
}


@pytest.mark.parametrize(("path", "content"), SOUND.values(), ids=SOUND)
def test_no_problem(path: bytes, content: bytes) -> None:
    assert dvc.problems(path, content) == []


@pytest.mark.parametrize(("path", "content", "problem"), PROBLEMS.values(), ids=PROBLEMS)
def test_problem(path: bytes, content: bytes, problem: dvc.Problem) -> None:
    assert dvc.problems(path, content) == [problem]


BOMBS = {
    "lists of lists": "a0: &a0 [x]\n"
    + "".join(f"a{i}: &a{i} [{','.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 30)),
    "merge keys": "a0: &a0 {x: 1}\n"
    + "".join(f"a{i}: &a{i} {{<<: [{','.join([f'*a{i - 1}'] * 9)}]}}\n" for i in range(1, 30)),
    "merge keys in themselves": "a: &a {<<: *a, outs: *a}\n",
    "a list in itself": "outs: &a [*a]\n",
    "brackets": "[" * 50_000,
    "braces": "{a: " * 50_000,
    "a long number": "a: " + "1" * 1_000_000,
    "many conflicts": "<<<<<<<\n" * 100_000,
    "many templates": "stages: {s: {cmd: x, outs: ['" + "${a}x" * 5_000 + "y']}}",
    "a large matrix": "stages: {s: {matrix: {"
    + ",".join(f"k{i}: [{','.join('0' * 50)}]" for i in range(9))
    + "}, outs: ['${k}']}}",
}


@pytest.mark.parametrize("content", BOMBS.values(), ids=BOMBS)
def test_a_bomb_does_no_harm(content: str) -> None:
    for path in [b"a.dvc", b"dvc.yaml", b"dvc.lock"]:
        files = {b"dvc.yaml": b"stages: {s: {cmd: x, outs: ['${a}']}}", path: content.encode()}

        assert len(dvc.problems(path, content.encode())) < 10
        assert dvc.unhashed(content.encode()) == []
        out = dvc.Outs(files).covering(b"x" * 5_000)
        assert out is None or not out.certain


def test_more_yaml_than_anybody_writes_is_not_read() -> None:
    assert [problem.text for problem in dvc.problems(b"a.dvc", b"#" * (5 << 20))] == [
        "more than 4 MiB of YAML, too much to read here"
    ]


SCRAPS = [
    "outs:\n",
    "- ",
    "path: ",
    "a",
    "${x}",
    "stages:\n",
    "  ",
    ": ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "<<: ",
    "'",
    '"',
    "\\",
    "\n",
]
words = st.one_of(
    st.binary(max_size=60), st.lists(st.sampled_from(SCRAPS), max_size=20).map(lambda s: "".join(s).encode())
)


@given(content=words, lock=words, path=st.binary(min_size=1, max_size=8))
def test_no_bytes_make_it_raise(content: bytes, lock: bytes, path: bytes) -> None:
    for name in [b"a.dvc", b"dvc.yaml", b"dvc.lock"]:
        dvc.problems(name, content)
    dvc.unhashed(content)
    files = {b"a.dvc": content, b"dvc.yaml": content, b"dvc.lock": lock, b".dvcignore": lock, b"d/.dvcignore": content}
    outs = dvc.Outs(files)
    for asked in [path, b"a", b"a/b", b"d/" + path]:
        outs.covering(asked)


names = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=12).filter(
    lambda name: name not in (".", "..") and not name.endswith(".dvc") and name != "dvc.yaml"
)


@given(folder=st.lists(names, max_size=2), name=names, below=st.lists(names, max_size=2))
def test_whatever_name_yaml_can_write_is_covered(folder: list[str], name: str, below: list[str]) -> None:
    written = StringIO()
    yaml: Any = YAML()
    yaml.dump({"outs": [{"md5": "b0", "path": f"./{name}"}]}, written)
    assume(yaml.load(written.getvalue())["outs"][0]["path"] == f"./{name}")  # ruamel.yaml loses U+0085
    source = "/".join([*folder, "x.dvc"]).encode()
    path = "/".join([*folder, name]).encode()

    found = dvc.Outs({source: written.getvalue().encode()}).covering("/".join([*folder, name, *below]).encode())

    exempt = {".dvc", ".git", ".hg"} & {*folder, name, *below}
    assert exempt or found == Out(path, source)


def thousand() -> Iterator[tuple[bytes, bytes]]:
    for i in range(1_000):
        yield f"data/{i % 10}/img_{i:05}.jpg.dvc".encode(), out(f"img_{i:05}.jpg")


def test_a_thousand_dvc_files_are_not_parsed_for_one_path(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[bytes] = []

    def counting(content: bytes) -> Document:
        parsed.append(content)
        return parse(content)

    monkeypatch.setattr("mlhygiene.dvc.outs.parse", counting)
    outs = dvc.Outs(dict(thousand()))

    assert outs.covering(b"src/train.py") is None
    assert parsed == []
    for _ in range(2):
        assert outs.covering(b"data/7/img_00007.jpg") == Out(b"data/7/img_00007.jpg", b"data/7/img_00007.jpg.dvc")
    assert parsed == [out("img_00007.jpg")]


def test_no_answer_depends_on_what_was_asked_before() -> None:
    files = {
        b"d.dvc": out("d"),
        b"d/e.dvc": out("e"),
        b"z.dvc": out("x", wdir="d"),
        **stage("outs: ['d/${x}', '../u']"),
    }
    paths = [b"d", b"d/e", b"d/x/y", b"d/q", b"u", b"d/e.dvc"]
    outs = dvc.Outs(files)

    fresh = [dvc.Outs(files).covering(path) for path in paths]
    assert [outs.covering(path) for path in reversed(paths)] == fresh[::-1]
    assert [outs.covering(path) for path in paths] == fresh


@pytest.mark.filterwarnings("error")
def test_an_anchor_that_is_used_twice_is_nothing_to_warn_of() -> None:
    assert dvc.problems(b"a.dvc", b"meta: [&a b, &a c]\n") == []


def test_importing_it_costs_no_yaml() -> None:
    code = "import sys, mlhygiene.dvc; print([m for m in sys.modules if m.startswith(('ruamel', 'pathspec'))])"

    assert subprocess.check_output([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}) == b"[]\n"
