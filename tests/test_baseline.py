"""The file of known findings: what it knows, what it does not, and what is wrong with one."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import blob, grove
from mlhygiene import baseline
from mlhygiene.baseline import Baseline, Entry
from mlhygiene.model import Commit, Refusal
from mlhygiene.record import Record
from mlhygiene.rules.dead_attribute_pattern import DeadAttributePattern
from mlhygiene.rules.large_file import LargeFile
from mlhygiene.rules.provider_token import ProviderToken
from mlhygiene.rules.tracked_but_ignored import TrackedButIgnored
from mlhygiene.rules.vague_message import VagueMessage
from mlhygiene.tree import Line
from tokens import make

if TYPE_CHECKING:
    from mlhygiene.rule import Finding
    from mlhygiene.tree import Tree

PRINT = "sha256:" + "ab" * 32


def large(path: str = "a.pt", size: int = 600_000, commit: str | None = None) -> Finding:
    (finding,) = LargeFile().check(blob(path, size=size, commit=commit))
    return finding


def secrets(content: bytes, path: str = "a.py") -> list[Finding]:
    return list(ProviderToken().check(blob(path, content)))


def attributes(content: bytes) -> list[Finding]:
    return list(DeadAttributePattern().check(grove({".gitattributes": content, "models/a": None})))


def vague(oid: str) -> list[Finding]:
    return list(VagueMessage().check(Commit(oid, record=Record("wip"))))


HELD = make("hf_{letters:34}", Random("a baseline"))[1].encode()
LINE = b'key = "%s"\n' % HELD
DEAD = b"models/ filter=lfs\n"
# What is known, what is there now, and how many of it are new.
KNOWN = {
    "the same": ([large()], [large()], 0),
    "the same, as a commit brings it": ([large()], [large(commit="c" * 40)], 0),
    "a legacy file that has changed": ([large()], [large(size=600_001)], 1),
    "a legacy file that has moved": ([large()], [large("b.pt")], 1),
    "a secret in other lines": (secrets(LINE), secrets(b"\n\nimport os\n" + LINE), 0),
    "a secret that has moved": (secrets(LINE), secrets(LINE, "b.py"), 1),
    "a secret that is written twice": (secrets(LINE), secrets(LINE + b"x = 1\n" + LINE), 1),
    "two of which one has gone": (secrets(LINE + LINE), secrets(LINE), 0),
    "a line of the layout, further down": (attributes(DEAD), attributes(b"*.pt filter=lfs\n\n" + DEAD), 0),
    "a line of the layout, twice": (attributes(DEAD), attributes(DEAD + DEAD), 1),
    "another line of the layout": (attributes(DEAD), attributes(b"models/ filter=lfs diff=lfs\n"), 1),
    "a commit": (vague("a" * 40), vague("a" * 40), 0),
    "another commit that says the same": (vague("a" * 40), vague("b" * 40), 1),
    "nothing": ([], [large()], 1),
}


@pytest.mark.parametrize(("known", "there", "new"), KNOWN.values(), ids=KNOWN)
def test_what_is_not_known_is_new(known: list[Finding], there: list[Finding], new: int) -> None:
    assert there
    held = baseline.read(baseline.written(baseline.of(known)), "baseline.json")

    assert len(held.unknown(there)) == new


def test_no_secret_is_written_nor_how_long_it_is() -> None:
    (row,) = rows(baseline.of(secrets(LINE)))

    assert row["what"] == secrets(LINE)[0].data["format"]
    assert HELD.decode() not in str(row)
    assert str(len(HELD)) not in row["what"]


def rows(held: Baseline) -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(baseline.written(held))["findings"]
    return found[:-1]


def test_a_finding_is_a_line_and_every_line_ends_alike() -> None:
    content = baseline.written(baseline.of([large("b.pt"), large(), *secrets(LINE + LINE)])).decode()

    lines = content.splitlines()[3:-2]
    assert [json.loads(line.removesuffix(","))["path"] for line in lines] == ["a.pt", "a.py", "b.pt"]
    assert all(line.endswith("},") for line in lines)


def test_a_line_that_a_merge_has_doubled_counts_once() -> None:
    (entry,) = baseline.of([large()]).entries

    assert len(Baseline([entry, entry]).unknown([large(), large()])) == 1


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ENTRIES = st.builds(
    Entry,
    st.none() | st.binary(min_size=1, max_size=20),
    st.integers(100, 999).map(lambda number: f"MLH{number}"),
    st.binary(min_size=12, max_size=32).map(lambda digest: f"sha256:{digest.hex()}"),
    st.sampled_from([None, "exp/lr", "tag v1"]),
    st.none() | st.binary(min_size=20, max_size=20).map(bytes.hex),
    TEXT,
    TEXT,
    st.integers(1, 9),
)


@settings(deadline=None)
@given(st.lists(ENTRIES, max_size=8))
def test_what_is_written_is_what_is_read(entries: list[Entry]) -> None:
    written = baseline.written(Baseline(entries))

    again = baseline.read(written, "baseline.json")

    assert sorted(map(repr, again.entries)) == sorted(map(repr, entries))
    assert baseline.written(again) == written
    assert baseline.written(Baseline(entries[::-1])) == written


VALUES = st.recursive(
    st.none() | st.integers() | TEXT, lambda each: st.lists(each, max_size=3) | st.dictionaries(TEXT, each, max_size=3)
)


@settings(deadline=None)
@given(st.binary(max_size=80) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_whatever_stands_in_the_file_is_read_or_refused_in_one_line(content: bytes) -> None:
    try:
        baseline.read(content, "baseline.json")
    except Refusal as refusal:
        assert str(refusal).startswith("baseline.json")
        assert "\n" not in str(refusal)


def file(**row: object) -> bytes:
    whole = {"path": "a.pt", "code": "MLH101", "fingerprint": PRINT, **row}
    return json.dumps({"schema": "mlhygiene.baseline/1", "findings": [whole, {}]}).encode()


AGAIN = "write it anew with `mlhygiene lint --write-baseline`"
NONE = "b.json: finding 1 of the baseline is none: take its line out, or write the file anew"
WRONG = {
    "a merge that nobody has ended": (
        b'{"schema": "mlhygiene.baseline/1",\n<<<<<<< HEAD\n=======\n>>>>>>> exp/lr\n',
        f"b.json:2: a merge conflict is left in the baseline: keep the lines of both sides, or {AGAIN}",
    ),
    "a newer format": (
        b'{"schema": "mlhygiene.baseline/2"}',
        "b.json: a baseline in mlhygiene.baseline/2, and this version reads mlhygiene.baseline/1: upgrade mlhygiene",
    ),
    "another file": (b"[]", f"b.json: not a baseline of mlhygiene (mlhygiene.baseline/1): {AGAIN}"),
    "no JSON": (b'{\n"schema" 1}', f"b.json:2: the baseline is not valid JSON: {AGAIN}"),
    "nothing": (b"", f"b.json:1: the baseline is not valid JSON: {AGAIN}"),
    "no text": (b"\xff\xfe\x00", f"b.json: the baseline is not JSON in UTF-8: {AGAIN}"),
    "nested without end": (b"[" * 100_000, f"b.json: the baseline is not JSON in UTF-8: {AGAIN}"),
    "no findings": (b'{"schema": "mlhygiene.baseline/1"}', f"b.json: the baseline has no list of findings: {AGAIN}"),
    "a pattern for a fingerprint": (file(fingerprint="*"), NONE),
    "a family for a code": (file(code="MLH1"), NONE),
    "no code": (file(code=None), NONE),
    "a number of times that is none": (file(count=0), NONE),
    "a number of times in words": (file(count="all"), NONE),
    "true for a number": (file(count=True), NONE),
    "a path that is none": (file(path=["a.pt"]), NONE),
    "a path that is no base64": (file(path_base64="%%"), NONE),
    "a word for a finding": (b'{"schema": "mlhygiene.baseline/1", "findings": ["all"]}', NONE),
}


@pytest.mark.parametrize(("content", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_and_nothing_is_guessed(content: bytes, said: str) -> None:
    with pytest.raises(Refusal) as caught:
        baseline.read(content, "b.json")

    assert str(caught.value) == said


def test_a_byte_order_mark_and_foreign_line_ends_do_not_matter() -> None:
    content = baseline.written(baseline.of([large()])).replace(b"\n", b"\r\n")

    assert not baseline.read(b"\xef\xbb\xbf" + content, "b.json").unknown([large()])


def ignored(*names: bytes) -> list[Finding]:
    line = Line(b".gitignore", 1, b"data/")
    tree: Tree = grove({name.decode(): None for name in names}, ignoring=dict.fromkeys(names, line))
    return list(TrackedButIgnored().check(tree))


def test_one_more_file_that_a_line_ignores_is_new() -> None:
    held = baseline.of(ignored(b"data/a"))

    assert not held.unknown(ignored(b"data/a"))
    assert held.unknown(ignored(b"data/a", b"data/b"))
