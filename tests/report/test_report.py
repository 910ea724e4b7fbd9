"""Reports: the same findings in every form, every run the same bytes."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from builders import blob
from mlhygiene.cli.fixes import FIXES
from mlhygiene.coverage import Coverage
from mlhygiene.location import Location
from mlhygiene.model import Blob, Commit, Exit, Severity
from mlhygiene.report import FIXABLE, FORMATS, Report, order, place, render
from mlhygiene.rule import Excerpt, Finding
from mlhygiene.rules.large_file import LargeFile
from mlhygiene.rules.many_files import ManyFiles
from mlhygiene.rules.moved_large_file import MovedLargeFile

GOLDEN = Path(__file__).parents[1] / "golden"
COMMIT = "c0ffee" * 6 + "c0ff"


def findings() -> list[Finding]:
    images = tuple(blob(f"images/{n}.png", size=1) for n in range(251))
    subjects: list[Blob] = [
        blob("models/model.pt", size=48_100_000),
        blob("modèle.bin", bytes(600_000), commit=COMMIT),
        blob(b"caf\xe9 \x1b[31m.pt", size=600_000),
    ]
    rules = [f for subject in subjects for f in LargeFile().check(subject)]
    rules += MovedLargeFile().check(blob("new.pt", size=600_000, twin=b"old.pt"))
    rules += ManyFiles(severity=Severity.WARNING).check(Commit(COMMIT, images))
    rules += [Finding(LargeFile(), subjects[0], Location(b"a.dvc", 3, 7), "at a place")]
    rules += [Finding(LargeFile(), subjects[0], Location(commit=COMMIT), "of a commit")]
    rules += [
        Finding(LargeFile(), subjects[0], Location(ref="refs/heads/x"), "of a ref"),
        Finding(LargeFile(), subjects[0], Location(), "of what is to be"),
    ]
    return sorted(rules, key=order)


REPORT = Report("staged", findings(), Coverage(blobs=1254, commits=1, notes=["a note"], gaps=[]), ignored=2)


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_what_it_was(form: str) -> None:
    golden = GOLDEN / f"report.{form}"

    assert render(REPORT, form) == golden.read_text("utf-8"), f"if this is meant, write {golden.name} anew"


@pytest.mark.parametrize("form", FORMATS)
def test_two_runs_give_the_same_bytes(form: str) -> None:
    assert render(REPORT, form) == render(Report("staged", findings(), REPORT.coverage, ignored=2), form)


def test_colour_adds_nothing_but_colour() -> None:
    colored = render(REPORT, "text", color=True)

    for code in ("\033[1m", "\033[2m", "\033[31m", "\033[33m", "\033[36m", "\033[0m"):
        assert code in colored
        colored = colored.replace(code, "")
    assert colored == render(REPORT, "text")


def test_no_control_character_of_a_name_reaches_the_terminal() -> None:
    assert "\033" not in render(REPORT, "text")


def test_json_keeps_the_exact_bytes_of_a_name() -> None:
    rows = json.loads(render(REPORT, "json"))["findings"]
    (row,) = [row for row in rows if "path_base64" in row]

    assert row["path"] == "caf\\xe9 \x1b[31m.pt"
    assert base64.b64decode(row["path_base64"]) == b"caf\xe9 \x1b[31m.pt"


def test_the_fingerprint_is_of_bytes_and_place_not_of_the_commit() -> None:
    def fingerprint(subject: Blob) -> str:
        (finding,) = LargeFile().check(subject)
        text: str = json.loads(render(Report("tree", [finding], Coverage()), "json"))["findings"][0]["fingerprint"]
        return text

    here = fingerprint(blob("a.pt", size=600_000))

    assert here.startswith("sha256:")
    assert here == fingerprint(blob("a.pt", size=600_000, commit=COMMIT))
    assert here != fingerprint(blob("b.pt", size=600_000))
    assert here != fingerprint(blob("a.pt", size=600_001))


def test_what_fix_mends_is_what_reports_call_fixable() -> None:
    assert set(FIXES) == FIXABLE


EXCERPTS = {
    "below the character": (Excerpt("exp: lr => 1", 8, 2), ["    exp: lr => 1", "            ^^"]),
    "wide characters take two columns": (Excerpt("exp: 学习 => 1", 8, 2), ["    exp: 学习 => 1", "              ^^"]),
    "at the end": (Excerpt("exp: lr", 7, 1), ["    exp: lr", "           ^"]),
    "what would steer the terminal is written out": (
        Excerpt("a\x1b[1m=> b", 5, 2),
        ["    a\\x1b[1m=> b", "            ^^"],
    ),
}


@pytest.mark.parametrize(("excerpt", "lines"), EXCERPTS.values(), ids=EXCERPTS)
def test_an_excerpt_shows_the_place(excerpt: Excerpt, lines: list[str]) -> None:
    finding = Finding(LargeFile(), Commit(COMMIT), Location(commit=COMMIT), "here", fix="so", excerpt=excerpt)

    told = render(Report("message", [finding], Coverage()), "text").splitlines()

    assert told[1:4] == [*lines, "    so"]


EXITS = {
    "nothing found": ([], Coverage(), Exit.CLEAN),
    "a note alone": ([f for f in findings() if f.severity is Severity.NOTE], Coverage(), Exit.CLEAN),
    "a warning alone": ([f for f in findings() if f.severity is Severity.WARNING], Coverage(), Exit.CLEAN),
    "an error": (findings(), Coverage(), Exit.FINDINGS),
    "a gap": ([], Coverage(gaps=["x"]), Exit.UNJUDGED),
    "an error and a gap": (findings(), Coverage(gaps=["x"]), Exit.UNJUDGED),
}


@pytest.mark.parametrize(("found", "coverage", "code"), EXITS.values(), ids=EXITS)
def test_exit_codes(found: list[Finding], coverage: Coverage, code: Exit) -> None:
    assert Report("tree", found, coverage).exit is code


SUMMARIES = {
    "nothing": (Coverage(blobs=1), 0, "no findings in 1 file\n"),
    "many files": (Coverage(blobs=4889), 0, "no findings in 4,889 files\n"),
    "commits": (Coverage(blobs=2, commits=1), 0, "no findings in 2 files in 1 commit\n"),
    "ignored": (Coverage(blobs=2, commits=3), 2, "no findings (2 ignored) in 2 files in 3 commits\n"),
}


@pytest.mark.parametrize(("coverage", "ignored", "line"), SUMMARIES.values(), ids=SUMMARIES)
def test_the_summary_counts(coverage: Coverage, ignored: int, line: str) -> None:
    assert render(Report("tree", [], coverage, ignored), "text") == line


def test_a_missing_content_is_told_once_and_counted() -> None:
    coverage = Coverage()
    for name in (b"a", b"b", b"c"):
        coverage.missing(name, "run `git fsck`")

    assert len(coverage.gaps) == 1
    assert coverage.absent == 3


def test_notes_and_gaps_are_told_once_each() -> None:
    coverage = Coverage()
    for _ in range(2):
        coverage.note("a note")
        coverage.gap("a gap")

    assert (coverage.notes, coverage.gaps) == (["a note"], ["a gap"])


def test_a_place_names_a_ref_a_commit_or_the_commit_to_be() -> None:
    places = {place(finding) for finding in findings() if finding.location.path is None}

    assert places == {"refs/heads/x", f"commit {COMMIT[:12]}", "the commit"}
