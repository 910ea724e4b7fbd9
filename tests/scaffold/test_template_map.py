"""The map of the templates is complete, and every template is text that any system can check out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mlhygiene.model import Storage
from mlhygiene.scaffold.piece import Choices
from mlhygiene.scaffold.pieces import EXTRAS
from mlhygiene.scaffold.template import lines

ROOT = Path(__file__).parents[2] / "templates"
# The parts of pages, which browsers read, and tests of their own.
PAGES = {"audit", "page", "report"}
NAMES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in ROOT.rglob("*")
    if path.is_file() and path.relative_to(ROOT).parts[0] not in {"README.md", *PAGES}
)


def test_the_map_names_every_template_once() -> None:
    rows = re.findall(r"^\| \[(.+?)\]\((.+?)\)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)

    assert sorted(name for name, _ in rows) == NAMES
    assert all(name == link for name, link in rows)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_is_plain_lines_without_blanks_at_their_ends(name: str) -> None:
    text = (ROOT / name).read_bytes().replace(b"\r\n", b"\n").decode("ascii")

    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert [line for line in text.splitlines() if line != line.rstrip() or len(line) > 120 or "\t" in line] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_condition_is_of_choices_that_there_are(name: str) -> None:
    known = {"storage": {storage.value for storage in Storage}, "with": set(EXTRAS)}
    conditions = re.findall(r"^#\? (\w+)=(\S+)$", (ROOT / name).read_text("utf-8"), re.MULTILINE)

    assert all(set(values.split(",")) <= known[key] for key, values in conditions)
    every = Choices(Storage.BOTH, frozenset(EXTRAS))
    assert not any(line.startswith(b"#?") for line in lines(name, every))
