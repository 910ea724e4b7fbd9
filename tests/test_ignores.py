"""Findings set aside, by path or in the line itself, and counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from builders import blob
from mlhygiene.ignores import Ignores
from mlhygiene.model import Blob, Commit
from mlhygiene.rule import Finding, catalogue
from mlhygiene.rules.large_file import LargeFile
from mlhygiene.rules.many_files import ManyFiles

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGE = blob("docs/tutorials/big.pt", size=6_000_000)


def kept(finding: Finding, per_path: dict[str, dict[str, str]] | None = None) -> bool:
    ignores = Ignores(per_path or {})
    left = list(ignores.keep([finding]))
    assert ignores.ignored == 1 - len(left)
    return bool(left)


def large() -> Finding:
    (finding,) = LargeFile().check(LARGE)
    return finding


PATHS = {
    "a folder": ({"docs/**": {"MLH101": "examples"}}, False),
    "a name of the rule": ({"*.pt": {"large-file": "examples"}}, False),
    "a whole family": ({"docs/": {"MLH1": "examples"}}, False),
    "another rule": ({"docs/**": {"MLH102": "examples"}}, True),
    "another folder": ({"src/**": {"MLH101": "examples"}}, True),
    "nothing": ({}, True),
}


@pytest.mark.parametrize(("per_path", "stays"), PATHS.values(), ids=PATHS)
def test_by_path(per_path: dict[str, dict[str, str]], *, stays: bool) -> None:
    assert kept(large(), per_path) is stays


FOLDERS = {"icons/**": False, "icons/small/**": False, "icons/small/": False, "icons/small": False, "src/**": True}


@pytest.mark.parametrize(("pattern", "stays"), FOLDERS.items(), ids=FOLDERS)
def test_by_the_folder_that_a_commit_fills(pattern: str, *, stays: bool) -> None:
    commit = Commit(None, tuple(blob(f"icons/small/{n}.png", size=1) for n in range(300)))
    (finding,) = ManyFiles().check(commit)

    assert kept(finding, {pattern: {"MLH108": "they do not grow"}}) is stays


@dataclass(frozen=True, kw_only=True)
class Everything(LargeFile):
    """A rule that finds each line, to have lines to ignore."""

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        yield self.found(blob, "here", at=blob.at(2))


LINES = {
    "our form, with a reason": (b"a\nb  # mlhygiene: ignore[MLH101] a fixture\n", False),
    "several codes": (b"a\nb  # mlhygiene: ignore[MLH202, MLH101] a fixture\n", False),
    "a family": (b"a\nb  # mlhygiene: ignore[MLH1] a fixture\n", False),
    "no reason": (b"a\nb  # mlhygiene: ignore[MLH101]\n", True),
    "another code": (b"a\nb  # mlhygiene: ignore[MLH102] a fixture\n", True),
    "another line": (b"a  # mlhygiene: ignore[MLH101] a fixture\nb\n", True),
    "a line that is not there": (b"a\n", True),
    "bytes that are not UTF-8": (b"a\n\xff  # mlhygiene: ignore[MLH101] a fixture\n", False),
}


@pytest.mark.parametrize(("content", "stays"), LINES.values(), ids=LINES)
def test_in_the_line(content: bytes, *, stays: bool) -> None:
    rule = Everything()
    (finding,) = rule.check(blob("a.py", content))
    # The catalogue knows the rule that this one stands for.
    finding = Finding(catalogue()["MLH101"](), finding.subject, finding.location, finding.message)

    assert kept(finding) is stays


def test_a_finding_without_a_path_is_kept() -> None:
    commit = Commit("c" * 40, ())
    rule = LargeFile()

    assert kept(rule.found(commit, "here"), {"**": {"MLH1": "all"}})
