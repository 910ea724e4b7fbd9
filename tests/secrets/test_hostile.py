"""However hostile a text is, the work grows with its length, and no faster.

Nothing is timed. Every class of text is scanned in a process that is given so long that only what is worse than linear
can need it: a hundred times what the whole run takes.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from hostile import CLASSES
from mlhygiene.secrets import encoded, generic, grammar, keys, urls
from mlhygiene.secrets.providers import FORMATS

HERE = Path(__file__).parents[1]
PATHS = ("a.env", "a.py", "a.json", "a.ipynb", ".netrc", ".dvc/config", ".pgpass")
# What is worse than linear would take hours.
PATIENCE = 300
CODE = """
import sys
sys.path[:0] = sys.argv[1:3]
from hostile import CLASSES, filled, of_keyword
from mlhygiene.secrets import find, scan
table = scan.table(firm=False)
keywords = sorted({keyword for each in table.detectors for detector in each for keyword in detector.keywords})
LINE = b"a = [0.125, 'b', {1: x}]; "
units = {"line": {"line": LINE}, "classes": CLASSES}.get(sys.argv[3])
units = units or {each: of_keyword(each) for each in keywords}
for name, unit in units.items():
    print(name, flush=True)
    for path in sys.argv[5:]:
        content = filled(unit, int(sys.argv[4]))
        for _ in find.secrets(path.encode(), [content]):
            pass
"""
# `re` has no public name for what it makes of a pattern.
PARSER: Any = vars(re)["_parser"]


def scanned(what: str, size: int, *paths: str) -> list[str]:
    """The texts that a process has scanned to their end, in its time."""
    arguments = [str(HERE), str(HERE.parent / "hooks"), what, str(size), *paths]
    done = subprocess.run(
        [sys.executable, "-c", CODE, *arguments], capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    return done.stdout.splitlines()


@pytest.mark.parametrize("path", PATHS[:2])
def test_every_class_of_text_is_scanned_to_its_end(path: str) -> None:
    assert scanned("classes", 100_000, path) == list(CLASSES)


def test_every_class_of_text_is_scanned_in_files_that_are_parsed() -> None:
    assert scanned("classes", 25_000, *PATHS[2:]) == list(CLASSES)


def test_every_keyword_is_scanned_to_its_end() -> None:
    assert set(scanned("keywords", 4000, "a.env")) >= {keyword for form in FORMATS for keyword in form.keywords}


def test_a_line_of_20_mb() -> None:
    assert scanned("line", 20_000_000, "a.js") == ["line"]


def repeats(tree: Any) -> list[Any]:
    """How often every repeat of a parsed pattern may go on."""
    seen = list[Any]()
    for operation, argument in tree:
        if "REPEAT" in str(operation):
            seen += [argument[1], *repeats(argument[2])]
        elif str(operation) == "BRANCH":
            seen += [most for branch in argument[1] for most in repeats(branch)]
        elif str(operation) in {"SUBPATTERN", "ASSERT", "ASSERT_NOT"}:
            seen += repeats(argument[-1])
        elif str(operation) == "ATOMIC_GROUP":
            seen += repeats(argument)
    return seen


PATTERNS = {
    "the name and the gap": grammar.named("x", bounded=True),
    "a firm shape": grammar.firm("x", bounded=True),
    "a URL": urls.AUTHORITY.pattern,
    "a block": keys.KEY,
    "a type of a key": keys.TYPE,
    "a member of a key": keys.MEMBER,
    "a login of Docker": encoded.DockerAuth()._pattern.pattern,
    "data of Kubernetes": encoded.KubernetesSecret()._pattern.pattern,
    **{f"a name's value, {n}": pattern for n, pattern in enumerate(generic.LOOSE)},
    **{form.id: form.pattern.encode() for form in keys.FORMATS},
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_every_repeat_that_a_keyword_starts_is_bounded(pattern: bytes) -> None:
    assert all(most < PARSER.MAXREPEAT for most in repeats(PARSER.parse(pattern)))
