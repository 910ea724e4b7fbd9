"""What a line says of its own secrets sets them aside, and no others."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING

import pytest

from builders import blob
from mlhygiene.ignores import Ignores
from mlhygiene.rules.generic_secret import GenericSecret
from mlhygiene.rules.provider_token import ProviderToken
from tokens import make

if TYPE_CHECKING:
    from mlhygiene.model import Blob
    from mlhygiene.rule import AnyRule

TOKEN = make("hf_{letters:34}", Random(1))[0]


def kept(subject: Blob, rule: AnyRule | None = None) -> list[int | None]:
    """The lines of the findings that nothing sets aside."""
    return [finding.location.line for finding in Ignores().keep((rule or ProviderToken()).check(subject))]


OURS = {
    "the code": "mlhygiene: ignore[MLH202] a test's",
    "the family": "mlhygiene: ignore[MLH2] a test's",
    "the name": "mlhygiene: ignore[provider-token] a test's",
    "several codes": "mlhygiene: ignore[MLH101, MLH202] a test's",
    "small letters": "mlhygiene: ignore[mlh202] a test's",
}
THEIRS = {
    "detect-secrets": "pragma: allowlist secret",
    "detect-secrets, as it was": "pragma: whitelist secret",
    "detect-secrets, in capitals": "PRAGMA: ALLOWLIST SECRET",
    "gitleaks": "gitleaks:allow",
    "trufflehog": "trufflehog:ignore",
    "GitGuardian": "ggignore",
    "secretlint": "secretlint-disable-line",
}
NO_REMARK = {
    "no reason": "mlhygiene: ignore[MLH202]",
    "a reason of blanks": "mlhygiene: ignore[MLH202]   ",
    "another code": "mlhygiene: ignore[MLH101] it is small",
    "another family": "mlhygiene: ignore[MLH1] it is small",
    "a code of the same family": "mlhygiene: ignore[MLH203] no key",
    "no code": "mlhygiene: ignore[] all of it",
    "no code that there is": "mlhygiene: ignore[MLH299] all of it",
    "a word for something else": "noqa: S105",
    "a word of bandit's": "nosec",
    "half a word": "pragma: allowlist",
}
COMMENTS = {
    "Python": "t = '{}'  # {}",
    "C": 't = "{}"; // {}',
    "C, closed": 't = "{}"; /* {} */',
    "HTML": "<b>{}</b><!-- {} -->",
}


@pytest.mark.parametrize("comment", COMMENTS.values(), ids=COMMENTS)
@pytest.mark.parametrize("remark", (OURS | THEIRS).values(), ids=OURS | THEIRS)
def test_a_remark_sets_its_line_aside(remark: str, comment: str) -> None:
    assert kept(blob("a.py", f"{comment.format(TOKEN, remark)}\n".encode())) == []


@pytest.mark.parametrize("remark", NO_REMARK.values(), ids=NO_REMARK)
def test_another_remark_does_not(remark: str) -> None:
    assert kept(blob("a.py", f"t = '{TOKEN}'  # {remark}\n".encode())) == [1]


@pytest.mark.parametrize("remark", (OURS | THEIRS).values(), ids=OURS | THEIRS)
def test_a_remark_says_nothing_of_its_neighbours(remark: str) -> None:
    text = f"a = '{TOKEN}'\n# {remark}\nb = '{TOKEN}'\n"

    assert kept(blob("a.py", text.encode())) == [1, 3]


NEXT = {
    "detect-secrets": "pragma: allowlist nextline secret",
    "secretlint": "secretlint-disable-next-line",
}


@pytest.mark.parametrize("remark", NEXT.values(), ids=NEXT)
def test_a_remark_on_the_next_line(remark: str) -> None:
    text = f"# {remark}\na = '{TOKEN}'\nb = '{TOKEN}'\n"

    assert kept(blob("a.py", text.encode())) == [3]


@pytest.mark.parametrize("remark", NEXT.values(), ids=NEXT)
def test_a_remark_on_the_next_line_says_nothing_of_its_own(remark: str) -> None:
    assert kept(blob("a.py", f"a = '{TOKEN}'  # {remark}\n".encode())) == [1]


def test_a_remark_of_a_minified_line_reaches_no_further_than_people_see() -> None:
    far = f"t='{TOKEN}';{'x=1;' * 5000}// gitleaks:allow\n"
    near = f"{'x=1;' * 5000}t='{TOKEN}';// gitleaks:allow;{'x=1;' * 5000}\n"

    assert kept(blob("a.js", far.encode())) == [1]
    assert kept(blob("a.js", near.encode())) == []


def test_the_last_line_needs_no_end() -> None:
    assert kept(blob("a.py", f"t = '{TOKEN}'  # gitleaks:allow".encode())) == []


def test_lines_end_as_on_windows() -> None:
    assert kept(blob("a.py", f"t = '{TOKEN}'  # gitleaks:allow\r\nu = '{TOKEN}'\r\n".encode())) == [2]


def test_a_line_in_utf_16_has_its_remark() -> None:
    assert kept(blob("a.txt", f"t = '{TOKEN}'  # gitleaks:allow\r\n".encode("utf-16"))) == []


def test_a_rule_is_set_aside_by_its_own_code() -> None:
    line = make("password = '{alnum:20}'  # mlhygiene: ignore[MLH204] of a test", Random(3))[0].encode()

    assert kept(blob("a.py", line), GenericSecret()) == []
    assert kept(blob("a.py", line.replace(b"MLH204", b"MLH202")), GenericSecret()) == [1]


def notebook(source: list[str], tags: list[str]) -> Blob:
    cell = {"cell_type": "code", "metadata": {"tags": tags}, "outputs": [], "execution_count": 1, "source": source}
    return blob("a.ipynb", json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode())


TAGS = {
    "our own": (["mlhygiene: ignore[MLH202] a demo"], False),
    "of gitleaks": (["gitleaks:allow"], False),
    "of another": (["parameters"], True),
    "with another code": (["mlhygiene: ignore[MLH101] a demo"], True),
    "none": ([], True),
}


@pytest.mark.parametrize(("tags", "told"), TAGS.values(), ids=TAGS)
def test_a_tag_of_a_cell(tags: list[str], *, told: bool) -> None:
    assert bool(kept(notebook(["x = 1\n", f"t = '{TOKEN}'"], tags))) is told


def test_a_comment_in_a_cell() -> None:
    assert kept(notebook(["x = 1\n", f"t = '{TOKEN}'  # gitleaks:allow\n", "y = 2"], [])) == []
    assert kept(notebook(["x = 1  # gitleaks:allow\n", f"t = '{TOKEN}'\n"], [])) != []
