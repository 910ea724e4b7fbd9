"""The page for people: one file, nothing of a message is markup, nothing is loaded."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b64encode
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logbooks import FEW, experiment, logbook, many, measured, oid, row
from mlhygiene.experiments.telling import SHOWN, Heading, told
from mlhygiene.messages.experiment import State
from mlhygiene.messages.metrics import Metrics
from mlhygiene.page import ours, page
from mlhygiene.scaffold import shipped, templates

if TYPE_CHECKING:
    from mlhygiene.experiments.logbook import Logbook

REPORT = templates() / "report"


class Elements(HTMLParser):
    """What a browser finds: every element, and what stands in scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self.open = "-"
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self.open = tag if tag in {"script", "style"} else "-"

    def handle_endtag(self, tag: str) -> None:
        assert self.open in {tag, "-"}
        self.open = "-"

    def handle_data(self, data: str) -> None:
        tag, attributes = self.found[-1] if self.found else ("", {})
        if tag == self.open:
            self.inside.append((str(attributes.get("id") or tag), data))


def made(book: Logbook, heading: Heading | None = None, doubts: dict[str, list[str]] | None = None) -> str:
    return page("report/report.html", {"logbook": told(book, heading or Heading(), doubts or {})}, shipped)


def data(text: str) -> Any:
    return json.loads(next(content for name, content in Elements(text).inside if name == "logbook"))


def told_of(words: str) -> Logbook:
    """The same words wherever a message, a name or a branch can have them."""
    return logbook(
        [
            row(
                0,
                experiment(words, {words: measured(words, 1, words)}, parameters={words: words}, detail=words),
                author=words,
                branch=words,
                tags=(words,),
            )
        ]
    )


HOSTILE = {
    "markup": "<img src=x onerror=alert(1)>",
    "the end of the script": "</script><script>alert(1)</script>",
    "a comment that opens a script": "<!--<script>",
    "an entity": "&lt;b&gt;",
    "an escape sequence": "\x1b]8;;http://example.org\x07\x1b[31m",
    "bidi overrides": "\u202e0=ssol \u2066",
    "line ends of JavaScript": "a\u2028b\u2029c",
    "a formula of a spreadsheet": '=HYPERLINK("http://example.org")',
    "a template's own places": '<script src="report.js"></script> <link rel="stylesheet" href="report.css"> \\1 \\g<0>',
    "bytes of no encoding": "caf\udce9",
    "a quote": "\"'`${alert(1)}",
    "a very long one": "x" * 100_000,
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_a_message_says_is_data_and_no_markup(case: str) -> None:
    plain, text = made(logbook([experiment(metrics={"m": 1})])), made(told_of(HOSTILE[case]))

    assert [tag for tag, _ in Elements(text).found] == [tag for tag, _ in Elements(plain).found]
    assert text.encode()  # nothing in it that a file cannot hold
    inside = next(content for name, content in Elements(text).inside if name == "logbook")
    assert not re.search("[<>&\u2028\u2029]", inside)
    assert not re.search("[\x00-\x1f\u202a-\u202e\u2066-\u2069]", str(data(text)))


@pytest.mark.parametrize("case", HOSTILE)
def test_what_a_message_says_arrives_as_far_as_it_is_shown(case: str) -> None:
    words = HOSTILE[case]
    what = data(made(told_of(words)))["rows"][0][5]

    assert what == words or "\\" in what or (what == words[:SHOWN] + "…" and len(words) > SHOWN)


@given(st.text())
def test_no_text_ends_the_script_that_holds_it(words: str) -> None:
    text = made(logbook([experiment(words or "x")]))

    assert [tag for tag, _ in Elements(text).found].count("script") == 7
    assert data(text)["rows"][0][5]


def test_nothing_is_allowed_but_what_stands_in_the_file() -> None:
    elements = Elements(made(logbook(FEW)))
    policy = next(str(each["content"]) for tag, each in elements.found if tag == "meta" and "http-equiv" in each)
    hashed = {
        f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
        for name, content in elements.inside
        if name in {"script", "style"}
    }

    assert set(re.findall(r"'sha256-[^']+'", policy)) == hashed
    assert "default-src 'none'" in policy
    assert not re.search("unsafe|https?:|self|\\*", policy)


def test_nothing_points_out_of_the_file() -> None:
    for _, attributes in Elements(made(logbook(FEW))).found:
        assert (
            not {"src", "href", "style", "onclick", "action"} & set(attributes) or attributes["href"] == "#experiments"
        )


def test_the_same_logbook_makes_the_same_bytes() -> None:
    assert made(many(50)) == made(many(50))


def test_it_tells_what_made_it_and_can_be_told_from_other_files() -> None:
    assert ours(made(logbook([])).encode(), "exp report")
    assert not ours(b"<html></html>", "exp report")


def test_rows_come_oldest_first_with_their_metrics_and_parameters() -> None:
    found = data(made(logbook(FEW), doubts={oid(4): ["a doubt"]}))

    assert [each["name"] for each in found["metrics"]] == ["val_loss", "acc"]
    assert found["metrics"][0]["steps"] == [[0, "lr=1e-3, depth=8"], [1, "lr=3e-4"], [4, "dropout=0.1"]]
    assert [each[5] for each in found["rows"]] == [each.what for each in FEW]
    assert found["rows"][0][9:] == [[[0, 0.45, "0.45", 1], [1, 0.81, "0.81", 1]], [[0, "1e-3"], [1, "8"]]]
    assert [each[8] for each in found["rows"]] == [[], [], [], [], ["a doubt"]]


STATES = {
    ("done", ""): row(0, experiment()),
    ("failed", "failed: OOM"): row(0, experiment(state=State.FAILED, status="failed", detail="OOM")),
    ("pending", "running"): row(0, experiment(state=State.PENDING, status="running")),
    ("reverted", f"reverted by {oid(7)[:9]}"): row(0, experiment(), reverted=oid(7)),
}


@pytest.mark.parametrize("state", STATES)
def test_an_experiment_is_told_with_how_it_ended(state: tuple[str, str]) -> None:
    assert tuple(data(made(logbook([STATES[state]])))["rows"][0][6:8]) == state


def test_what_is_no_number_is_told_as_written_and_never_counts() -> None:
    found = data(made(logbook([experiment(metrics={"loss": "nan"}), experiment(metrics={"loss": "-inf"})])))

    assert [each[9] for each in found["rows"]] == [[[0, None, "nan", 0]], [[0, None, "-inf", 0]]]
    assert found["metrics"][0]["steps"] == []


def test_the_chosen_metric_comes_first_with_the_direction_that_the_team_gives() -> None:
    found = told(logbook(FEW, Metrics(lower=frozenset({"acc"}))), Heading(chosen="acc"), {})

    assert next((each["name"], each["direction"]) for each in cast("Any", found["metrics"])) == ("acc", "lower")


def test_no_address_is_in_the_page() -> None:
    assert "@example.org" not in made(logbook(FEW))


def test_the_library_is_as_it_was_published() -> None:
    listed = dict(
        re.findall(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", shipped("report/vendor/README.md"), re.MULTILINE)
    )

    assert set(listed) == {path.name for path in (REPORT / "vendor").iterdir()} - {"README.md"}
    for name, digest in listed.items():
        # A checkout on Windows may have other line ends.
        content = REPORT.joinpath("vendor", name).read_bytes().replace(b"\r\n", b"\n")
        assert hashlib.sha256(content).hexdigest() == digest, name
