"""Managed blocks in somebody's file: whatever stands around them stays, byte for byte."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlhygiene.model import Refusal, Storage
from mlhygiene.scaffold import block
from mlhygiene.scaffold.block import BOM, HASH, MARKUP, Found, Stray, digest, find
from mlhygiene.scaffold.piece import LEFT_OUT, Choices, Piece, Standing, left_out

LINES = (b"# data", b"*.log", b"", b"*.pt")
IGNORE = Piece(".gitignore", "gitignore", LINES, Choices(Storage.NONE))
FACTS = b"storage=none with= sha256=" + digest(LINES).encode()
BODY = b"# data\n*.log\n\n*.pt\n"
BLOCK = b"# >>> mlhygiene gitignore " + FACTS + b"\n" + BODY + b"# <<< mlhygiene gitignore\n"
CRLF = BLOCK.replace(b"\n", b"\r\n")
OLD = b"# >>> mlhygiene gitignore storage=none with= sha256=" + digest([b"*.tmp"]).encode() + b"\n*.tmp\n"
OLD += b"# <<< mlhygiene gitignore\n"
EDITED = BLOCK.replace(b"*.pt\n", b"*.mine\n")
OPEN, CLOSE = b"# >>> mlhygiene gitignore storage=none\n", b"# <<< mlhygiene gitignore\n"

WRITTEN = {
    "a new file is the block": (b"", BLOCK),
    "a new block stands before what is there, and a blank line between": (b"a\n", BLOCK + b"\na\n"),
    "a last line without its end stays so": (b"a", BLOCK + b"\na"),
    "CRLF is kept, and the block has it": (b"a\r\nb\r\n", CRLF + b"\r\na\r\nb\r\n"),
    "a file of mixed ends goes by its first line": (b"a\nb\r\n", BLOCK + b"\na\nb\r\n"),
    "a lone CR ends no line": (b"a\rb\r", BLOCK + b"\na\rb\r"),
    "a byte order mark stays first": (BOM + b"a\n", BOM + BLOCK + b"\na\n"),
    "nothing but a byte order mark": (BOM, BOM + BLOCK),
    "what is not UTF-8 stays": (b"\xff\n", BLOCK + b"\n\xff\n"),
    "an old block is replaced where it stands": (b"a\n" + OLD + b"b\n", b"a\n" + BLOCK + b"b\n"),
    "a block after a byte order mark": (BOM + OLD + b"b\n", BOM + BLOCK + b"b\n"),
    "a block of CRLF in a file of LF keeps it": (
        b"a\n" + OLD.replace(b"\n", b"\r\n") + b"b\n",
        b"a\n" + CRLF + b"b\n",
    ),
    "the end mark ends its line": (b"a\n" + OLD.removesuffix(b"\n"), b"a\n" + BLOCK),
    "a block that is as it should be, but for its ends": (b"a\n" + CRLF, b"a\n" + CRLF),
    "one that lacks its last end is as it should be": (BLOCK.removesuffix(b"\n"), BLOCK.removesuffix(b"\n")),
    "a copy goes": (BLOCK + b"a\n" + BLOCK + b"b\n", BLOCK + b"a\nb\n"),
    "an old copy at the end of the file goes": (BLOCK + b"a\n" + OLD.removesuffix(b"\n"), BLOCK + b"a\n"),
    "another's block stays": (
        b"# >>> conda init\n*.x\n# <<< conda init\n",
        BLOCK + b"\n# >>> conda init\n*.x\n# <<< conda init\n",
    ),
    "a block of ours by another name stays": (
        BLOCK.replace(b"gitignore", b"gitignore-2"),
        BLOCK + b"\n" + BLOCK.replace(b"gitignore", b"gitignore-2"),
    ),
    "a mark that is quoted is none": (
        b"see `# >>> mlhygiene gitignore`\n",
        BLOCK + b"\nsee `# >>> mlhygiene gitignore`\n",
    ),
    "a mark behind a comment sign is none": (
        b"# # <<< mlhygiene gitignore\n",
        BLOCK + b"\n# # <<< mlhygiene gitignore\n",
    ),
    "an open mark without an end stays": (OPEN + b"a\n", BLOCK + b"\n" + OPEN + b"a\n"),
    "an end mark without a start stays": (b"a\n" + CLOSE, BLOCK + b"\na\n" + CLOSE),
    "of nested marks the inner pair is the block": (OPEN + OLD + CLOSE, OPEN + BLOCK + CLOSE),
}


@pytest.mark.parametrize(("content", "expected"), WRITTEN.values(), ids=WRITTEN)
def test_a_block_is_written(content: bytes, expected: bytes) -> None:
    assert IGNORE.written(content) == expected
    assert IGNORE.standing(expected) is Standing.SAME


def test_a_block_that_goes_last_stands_below_what_is_there() -> None:
    last = IGNORE._replace(last=True)

    assert last.written(b"a\n") == b"a\n\n" + BLOCK
    assert last.written(b"a") == b"a\n\n" + BLOCK
    assert last.written(b"a\r\nb") == b"a\r\nb\r\n\r\n" + CRLF
    assert last.written(BOM) == BOM + BLOCK


def test_a_block_in_markup_stands_between_comments_of_markup() -> None:
    content = IGNORE._replace(comment=MARKUP).written(b"# Contributing\n")

    assert content.startswith(b"<!-- >>> mlhygiene gitignore " + FACTS + b" -->\n# data\n")
    assert b"\n<!-- <<< mlhygiene gitignore -->\n\n# Contributing\n" in content


STANDING = {
    "nothing": (b"", Standing.MISSING),
    "an open mark alone": (OPEN, Standing.MISSING),
    "the block": (BLOCK, Standing.SAME),
    "the block, its lines ended otherwise": (CRLF, Standing.SAME),
    "an older one": (OLD, Standing.STALE),
    "two of them": (BLOCK + BLOCK, Standing.STALE),
    "other choices": (BLOCK.replace(b"none", b"lfs"), Standing.STALE),
    "a digest that is wrong over lines that are right": (BLOCK.replace(b"sha256=", b"sha256=0"), Standing.STALE),
    "no digest over lines that are right": (re.sub(rb" sha256=\S+", b"", BLOCK), Standing.STALE),
    "a line changed": (EDITED, Standing.EDITED),
    "a line gone": (BLOCK.replace(b"*.log\n", b""), Standing.EDITED),
    "a copy with a line changed": (BLOCK + EDITED, Standing.EDITED),
    "a line left out by hand": (BLOCK.replace(b"*.pt", LEFT_OUT + b"*.pt"), Standing.STALE),
}


@pytest.mark.parametrize(("content", "standing"), STANDING.values(), ids=STANDING)
def test_a_file_that_has(content: bytes, standing: Standing) -> None:
    assert IGNORE.standing(content) is standing


def test_a_line_left_out_stays_out() -> None:
    content = IGNORE.without([b"*.pt"]).written(b"")

    assert b"\n# left out: *.pt\n" in content
    assert left_out(content, "gitignore") == {b"*.pt"}
    assert IGNORE.standing(content) is Standing.SAME


def test_a_line_that_a_block_has_stays_in_it_where_a_new_one_would_do_without() -> None:
    # A repository has more notebooks now than when the block was written: that is no drift.
    assert IGNORE.without([b"*.pt"]).standing(BLOCK) is Standing.SAME
    assert b"\n*.tmp\n" in IGNORE._replace(lines=(b"a", LEFT_OUT + b"*.tmp")).written(OLD)


def test_what_a_person_has_put_into_a_block_goes_below_it() -> None:
    assert IGNORE.lost(EDITED) == (b"*.mine",)
    assert IGNORE.forced(EDITED + b"a\n") == BLOCK + b"*.mine\na\n"
    assert IGNORE.forced(EDITED.replace(b"\n", b"\r\n")) == CRLF + b"*.mine\r\n"


def test_what_a_person_has_put_into_a_copy_goes_below_the_one_that_stays() -> None:
    assert IGNORE.forced(BLOCK + b"a\n" + EDITED) == BLOCK + b"*.mine\na\n"


def test_what_a_person_has_taken_out_of_a_block_comes_back() -> None:
    assert IGNORE.forced(BLOCK.replace(b"*.log\n", b"")) == BLOCK


def test_a_file_that_is_all_block_has_no_room_for_other_lines() -> None:
    whole = IGNORE._replace(whole=True)

    indented = EDITED.replace(b"*.log\n", b"  *.log\n")

    assert whole.lost(EDITED) == (b"*.mine",)
    assert whole._replace(lines=(b"# data", b"  *.log", b"", b"*.pt")).lost(indented) == (b"*.mine",)
    assert whole.forced(EDITED) == BLOCK


def test_strays_are_told_by_their_lines() -> None:
    found = find(b"a\n" + OPEN + BLOCK + b"b\r\n" + CLOSE, "gitignore")

    assert [block.body for block in found.blocks] == [LINES]
    assert found.strays == (
        Stray(2, "# >>> mlhygiene gitignore storage=none"),
        Stray(10, "# <<< mlhygiene gitignore"),
    )


def test_a_copy_that_parts_two_strays_is_for_a_person_to_mend() -> None:
    # Without the copy, the two marks around it would make what stands between them ours.
    with pytest.raises(Refusal, match=r"^\.gitignore:8: a mark of a block gitignore without its other half"):
        IGNORE.written(BLOCK + b"a\n" + OPEN + b"mine\n" + OLD + b"mine\n" + CLOSE)


PARTS = [
    *(OPEN, CLOSE, BLOCK, CRLF, OLD, EDITED, EDITED.replace(b"\n", b"\r\n"), BOM, LEFT_OUT + b"*.pt\n"),
    *(BLOCK.replace(b"gitignore", b"other"), b"# >>> mlhygiene other x=1\n", b"# <<< mlhygiene other\n"),
    *(
        OPEN.removesuffix(b"\n"),
        CLOSE.removesuffix(b"\n"),
        b"`# >>> mlhygiene gitignore`",
        b"<!-- <<< mlhygiene gitignore -->\n",
    ),
    *(b"\n", b"\r\n", b"\r", b"#", b" ", b"\t", b"*.log\n", b"*.pt\r\n", b"\xff", b"\0", b"\x85", b"\x0c", b"\x1c"),
]
CONTENTS = st.lists(st.sampled_from(PARTS) | st.binary(max_size=4), max_size=12).map(b"".join)
LINE = st.binary(max_size=6).filter(lambda line: b"\n" not in line and not line.endswith(b"\r"))
BODIES = st.lists(LINE | st.sampled_from([*LINES, LEFT_OUT + b"*.pt"]), max_size=5).map(tuple)
PIECES = st.builds(
    Piece,
    st.just(".gitignore"),
    st.just("gitignore"),
    BODIES,
    st.builds(Choices, st.sampled_from(Storage), st.frozensets(st.sampled_from(["kedro", "ci-github"]))),
    st.sampled_from([HASH, MARKUP]),
    last=st.booleans(),
    whole=st.just(False),
)


def outside(content: bytes, found: Found) -> bytes:
    """Every byte that is in no block, in order."""
    for each in reversed(found.blocks):
        content = content[: each.start] + content[each.end :]
    return content


def with_room(content: bytes, *, last: bool) -> bytes:
    """What a new block adds beside itself: a blank line, and the end of a line that had none."""
    start = len(BOM) if content.startswith(BOM) else 0
    end = b"\r\n" if content.partition(b"\n")[0].endswith(b"\r") and b"\n" in content else b"\n"
    if not content[start:]:
        return content
    if last:
        return content + (b"" if content.endswith(b"\n") else end) + end
    return content[:start] + end + content[start:]


@given(CONTENTS, PIECES)
@example(BLOCK + OPEN + OLD + CLOSE, IGNORE)
@example(OPEN + b"\xef\xbb\xbf" + CLOSE, IGNORE)
def test_one_whole_block_is_written_and_nothing_outside_is_lost(content: bytes, piece: Piece) -> None:
    before = find(content, piece.name)
    try:
        once = piece.written(content)
    except Refusal:
        assert before.strays and len(before.blocks) > 1  # noqa: PT018 - one state
        return
    after = find(once, piece.name)

    assert len(after.blocks) == 1
    assert outside(once, after) == (outside(content, before) if before.blocks else with_room(content, last=piece.last))
    assert [stray.text for stray in after.strays] == [stray.text for stray in before.strays]
    assert piece.standing(once) is Standing.SAME
    assert piece.written(once) == once
    assert left_out(content, piece.name) & set(piece.lines) <= left_out(once, piece.name)


@given(CONTENTS, PIECES)
def test_by_force_no_line_of_a_person_is_lost_either(content: bytes, piece: Piece) -> None:
    before = find(content, piece.name)
    try:
        once = piece.forced(content)
    except Refusal:
        assert before.strays and len(before.blocks) > 1  # noqa: PT018 - one state
        return
    kept = once.replace(b"\r\n", b"\n").split(b"\n")

    assert piece.standing(once) is Standing.SAME
    assert piece.forced(once) == once
    for each in before.blocks:
        if each.edited:
            assert {line for line in each.body if line.strip()} <= set(kept) | {
                line.removeprefix(LEFT_OUT) for line in kept
            }


@given(CONTENTS)
def test_found_blocks_and_strays_are_parts_of_the_file(content: bytes) -> None:
    found = find(content, "gitignore")
    lines = content.removeprefix(BOM).split(b"\n")

    assert all(content[each.start : each.end].count(b"\n") >= len(each.body) + 1 for each in found.blocks)
    assert all(a.end <= b.start for a, b in zip(found.blocks, found.blocks[1:], strict=False))
    assert all(block.MARK.fullmatch(lines[stray.line - 1].removesuffix(b"\r")) for stray in found.strays)
