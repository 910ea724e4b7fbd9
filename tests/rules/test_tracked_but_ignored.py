"""MLH604 by example."""

from __future__ import annotations

import pytest

from builders import grove
from mlhygiene.model import Severity
from mlhygiene.rules.tracked_but_ignored import TrackedButIgnored, parse_globs
from mlhygiene.tree import Line, Tree

PT = Line(b".gitignore", 12, b"*.pt")
DVC = Line(b"models/.gitignore", 1, b"/a.pt")


def tree(ignoring: dict[str, Line], **files: bytes) -> Tree:
    below = {path.encode(): line for path, line in ignoring.items()}
    return grove(
        {**dict.fromkeys(ignoring), "a.py": None, **{f".{name}": text for name, text in files.items()}}, ignoring=below
    )


CLEAN = {
    "nothing is ignored": (tree({}), ()),
    "what keeps a folder": (tree({"data/.gitkeep": PT, "logs/.keep": PT, "data/.gitattributes": PT}), ()),
    "DVC's own files, of which MLH112 tells": (tree({"data/a.csv.dvc": PT, "data/dvc.yaml": PT, "dvc.lock": PT}), ()),
    "a file that is tracked on purpose": (tree({"tests/fixtures/a.pt": PT}), ("tests/fixtures/*",)),
    "a folder that is tracked on purpose": (tree({"tests/a/b/c.pt": PT}), ("tests/*.pt",)),
}
FOUND = {
    "one file": (
        tree({"m/a.pt": PT}),
        "`*.pt` ignores 1 file, tracked all the same: m/a.pt",
        "`git rm -r --cached -- m/a.pt`, or have .gitignore:12:*.pt ignore less where git should hold them",
    ),
    "files with odd names": (
        tree({"my a.pt": PT, "*.pt": PT}),
        "`*.pt` ignores 2 files, tracked all the same: *.pt, my a.pt",
        (
            "`git rm -r --cached -- ':(literal)*.pt' 'my a.pt'`,"
            " or have .gitignore:12:*.pt ignore less where git should hold them"
        ),
    ),
    "many files": (
        tree({f"m/{number}.pt": PT for number in range(2000)}),
        "`*.pt` ignores 2,000 files, tracked all the same: m/0.pt, m/1.pt, m/10.pt, …",
        (
            "`git rm --cached` each that `git ls-files --cached --ignored --exclude-per-directory=.gitignore` lists,"
            " or have .gitignore:12:*.pt ignore less where git should hold them"
        ),
    ),
    "a line that DVC wrote": (
        tree({"models/a.pt": DVC}),
        "`/a.pt` ignores 1 file, tracked all the same: models/a.pt",
        "`git rm -r --cached -- models/a.pt`, or have models/.gitignore:1:/a.pt ignore less where git should hold them",
    ),
}


@pytest.mark.parametrize(("subject", "keep"), CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: Tree, keep: tuple[str, ...]) -> None:
    assert list(TrackedButIgnored(keep=keep).check(subject)) == []


@pytest.mark.parametrize(("subject", "message", "fix"), FOUND.values(), ids=FOUND)
def test_finds(subject: Tree, message: str, fix: str) -> None:
    (finding,) = TrackedButIgnored().check(subject)

    assert (finding.message, finding.fix, finding.severity) == (message, fix, Severity.WARNING)


def test_each_line_is_told_once_where_it_stands() -> None:
    found = TrackedButIgnored().check(tree({"a.pt": PT, "b.pt": PT, "models/a.pt": DVC}))

    assert [(f.location.path, f.location.line, f.data["count"]) for f in found] == [
        (b".gitignore", 12, 2),
        (b"models/.gitignore", 1, 1),
    ]


def test_the_comment_above_the_line_sets_it_aside() -> None:
    remark = "# mlhygiene: ignore[MLH604] fixtures"

    (finding,) = TrackedButIgnored().check(tree({"a.pt": PT}, gitignore=b"\n" * 10 + remark.encode() + b"\n*.pt\n"))

    assert finding.remark == remark


WRONG = {"a word": "*.pt", "numbers": [1], "nothing": [""]}


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_what_to_keep_is_a_list_of_paths(value: object) -> None:
    with pytest.raises(ValueError, match="is not a list of paths"):
        parse_globs(value)
