"""MLH605 by example. That git does not hear these lines is proven in tests/git/test_unheard.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import LINK, grove
from mlhygiene.rules.dead_attribute_pattern import DeadAttributePattern
from unheard import UNHEARD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from unheard import Unheard

CLEAN: dict[str, Mapping[str, bytes | None]] = {
    "no file of attributes": {"a.pt": None},
    "an empty one": {".gitattributes": b""},
    "lines of every kind that git hears": {
        ".gitattributes": b"""\
# a comment
  # another
*.pt filter=lfs diff=lfs merge=lfs -text
\t*.bin\tfilter=lfs
"my model.pt" filter=lfs
"mod\\303\\250le.pt" filter=lfs
my[[:space:]]model.pt filter=lfs
models/** -filter !diff text=auto
/a.pt lockable
**/weights/*.[pP][tT] filter=lfs
\\!a.pt filter=lfs
\\#a.pt filter=lfs
a\\[1\\]\\*.pt filter=lfs
*\\.npz filter=lfs
* text=auto eol=lf
*.py whitespace=-blank-at-eol,tab-in-indent
[attr]big filter=lfs -text
*.h5 big linguist-generated gitlab-language=python
"""
    },
    "what git archive asks of folders": {".gitattributes": b"docs/ export-ignore\n/tests/ -export-ignore\n"},
    "CRLF": {".gitattributes": b"*.pt filter=lfs\r\n\r\n# a comment\r\n"},
    "a line one byte shorter than too long": {".gitattributes": b"*.pt filter=lfs".ljust(2047) + b"\n"},
    "a comment of any length": {".gitattributes": b"# " + b"x" * 3000 + b"\n"},
    "a byte order mark before a comment": {".gitattributes": b"\xef\xbb\xbf# models\n*.pt filter=lfs\n"},
    "a byte order mark before a blank line": {".gitattributes": b"\xef\xbb\xbf\n*.pt filter=lfs\n"},
    "a folder that is called home": {".gitattributes": b"/home/*.pt filter=lfs\n", "home/a.pt": None},
    "a file of another name": {"docs/my.gitattributes": b"models/ filter=lfs\n"},
}
FOUND = UNHEARD


@pytest.mark.parametrize("files", CLEAN.values(), ids=CLEAN)
def test_stays_silent(files: Mapping[str, bytes | None]) -> None:
    assert list(DeadAttributePattern().check(grove(files))) == []


@pytest.mark.parametrize("case", FOUND.values(), ids=FOUND)
def test_finds(case: Unheard) -> None:
    tree = grove({case.path: f"*.py text\n{case.line}\n".replace("*.py", "*.c").encode(), case.file: None})
    if case.line.startswith("\ufeff"):
        tree = grove({case.path: case.line.encode(), case.file: None})

    finding = next(iter(DeadAttributePattern().check(tree)))

    assert finding.message == case.why
    assert finding.location.path == case.path.encode()
    assert finding.location.line == (1 if case.line.startswith("\ufeff") else 2)
    assert finding.fix is not None
    assert finding.fix.startswith("write ")
    assert case.instead is None or finding.fix == f"write `{case.instead}`"


def test_a_negative_pattern_is_told_what_takes_a_file_out() -> None:
    (finding,) = DeadAttributePattern().check(grove({".gitattributes": b"!a.pt filter=lfs -text\n"}))

    assert finding.fix == "write `a.pt !filter !text`"


def test_a_link_is_found_as_a_whole() -> None:
    (finding,) = DeadAttributePattern().check(grove({"m/.gitattributes": LINK}))

    assert (finding.location.path, finding.location.line) == (b"m/.gitattributes", None)
    assert finding.message == "a symbolic link, and git reads no attributes through one"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_as_powershell_writes_it_ends_at_once(encoding: str) -> None:
    *_, finding = DeadAttributePattern().check(grove({".gitattributes": "*.pt filter=lfs\n".encode(encoding)}))

    assert (finding.location.line, finding.fix) == (1, "save the file as UTF-8")


def test_the_comment_above_a_line_sets_it_aside() -> None:
    content = b"# mlhygiene: ignore[MLH605] for a tool of ours\nmodels/ big\n\nother/ big\n"

    remarks = [finding.remark for finding in DeadAttributePattern().check(grove({".gitattributes": content}))]

    assert remarks == ["# mlhygiene: ignore[MLH605] for a tool of ours", ""]
