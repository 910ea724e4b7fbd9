"""What all rules over notebooks share: one reading, places, remarks, and no notebook that breaks them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import Shelf, blob
from mlhygiene.ignores import Ignores
from mlhygiene.model import Severity
from mlhygiene.notebook import spans
from mlhygiene.notebook.scanning import skip
from mlhygiene.rule import catalogue
from mlhygiene.rules.notebook_absolute_path import NotebookAbsolutePath
from mlhygiene.rules.notebook_error_output import NotebookErrorOutput
from mlhygiene.rules.notebook_order import NotebookOrder
from mlhygiene.rules.notebook_output_size import NotebookOutputSize
from mlhygiene.rules.notebook_parameters_style import NotebookParametersStyle
from notebooks import code, markdown, notebook, ran, said, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.whole import Notebook
    from mlhygiene.notebook_rule import Fault
    from mlhygiene.rule import AnyRule

NOTEBOOK_RULES = [rule for code, rule in catalogue().items() if code.startswith("MLH3")]
RULES: list[AnyRule] = [
    *(rule() for rule in NOTEBOOK_RULES),
    NotebookParametersStyle(required=True, within=1, literal=True, constants=True),
    NotebookOutputSize(limit=1),
]
STRIPPED = notebook(markdown("# x", id="c"), code("import torch", id="a"), code("%time f()", id="b"), minor=5)
# What blocks is rare and wrong; the rest is told.
BLOCKING = {"MLH301", "MLH302", "MLH304", "MLH307", "MLH313"}


def test_what_blocks_is_wrong_without_doubt() -> None:
    assert {rule.code for rule in NOTEBOOK_RULES if rule().severity is Severity.ERROR} == BLOCKING


@pytest.mark.parametrize("rule", RULES[: len(NOTEBOOK_RULES)], ids=lambda rule: rule.name)
def test_a_stripped_notebook_is_clean(rule: AnyRule) -> None:
    assert said(rule, STRIPPED) == []


def test_a_notebook_is_read_once_for_all_rules() -> None:
    subject = blob("read-once.ipynb", ran(1, 2))
    for rule in RULES:
        list(rule.check(subject))

    assert isinstance(subject.snapshot, Shelf)
    assert subject.snapshot.reads == [b"read-once.ipynb"]


LAYOUTS: dict[str, tuple[bytes, int]] = {
    "a line an element": (notebook(code(["import os\n", "\n", "open('/home/ada/a')"])), 11),
    "one string": (notebook(code("import os\n\nopen('/home/ada/a')")), 8),
    "several lines an element": (notebook(code(["import os\n\n", "open('/home/ada/a')"])), 10),
    "a line over several elements": (notebook(code(["import os\n", "\n", "open(", "'/home/ada/a')"])), 11),
    "something between that is no text": (notebook(code(["import os\n", None, "\nopen('/home/ada/a')"])), 11),  # type: ignore[list-item]
    "all in one line": (json.dumps({"cells": [code("\n\nopen('/home/ada/a')")]}).encode(), 1),
    "CRLF": (notebook(code(["import os\n", "\n", "open('/home/ada/a')"])).replace(b"\n", b"\r\n"), 11),
    "a byte order mark": (b"\xef\xbb\xbf" + notebook(code(["\n", "\n", "open('/home/ada/a')"])), 11),
    "escapes before it": (notebook(code(["x = '\u2028\U0001f600\x85'\n", "\n", "open('/home/ada/a')"])), 11),
}


@pytest.mark.parametrize(("content", "line"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_line_of_the_file_and_the_line_of_the_cell_are_told(content: bytes, line: int) -> None:
    (finding,) = NotebookAbsolutePath().check(blob("a.ipynb", content))

    assert finding.location.line == line
    assert finding.message.endswith(", cell 1, line 3")


REMARK = "mlhygiene: ignore[MLH310] the lab's only machine"
ERROR = {"output_type": "error", "ename": "E"}
SET_ASIDE = {
    "at the end of the line": (code(f"x\nopen('/home/ada')  # {REMARK}"), 0),
    "in another line": (code(f"x  # {REMARK}\nopen('/home/ada')"), 1),
    "of another rule": (code("open('/home/ada')  # mlhygiene: ignore[MLH303] why"), 1),
    "without a reason": (code("open('/home/ada')  # mlhygiene: ignore[MLH310]"), 1),
    "by two remarks in one line": (code(f"open('/home/ada')  # mlhygiene: ignore[MLH311] why {REMARK}"), 0),
    "by a tag of the cell": (code("open('/home/ada')", tags=["b", REMARK]), 0),
    "in any line, where it is all of the cell": (
        code("1 / 0\n# mlhygiene: ignore[notebook-error-output] shown", 1, ERROR),
        0,
    ),
}


@pytest.mark.parametrize(("cell", "left"), SET_ASIDE.values(), ids=SET_ASIDE)
def test_a_cell_sets_findings_aside(cell: dict[str, Any], left: int) -> None:
    subject = blob("a.ipynb", notebook(cell))
    findings = [finding for rule in (NotebookAbsolutePath(), NotebookErrorOutput()) for finding in rule.check(subject)]

    assert len(findings) == 1
    assert len(list(Ignores().keep(findings))) == left


def test_a_remark_of_another_cell_in_the_same_line_of_the_file_does_not_count() -> None:
    cells = code("open('/home/ada')"), code(f"x  # {REMARK}")
    (finding,) = NotebookAbsolutePath().check(blob("a.ipynb", json.dumps({"cells": cells}).encode()))

    assert list(Ignores().keep([finding])) == [finding]


def test_a_count_that_is_told_steers_no_terminal() -> None:
    (finding,) = NotebookOrder().check(blob("a.ipynb", notebook(code(count=2, id="\x1b[31m"), code(count=1))))

    assert "\x1b" not in finding.message


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-2, 9),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(
        ["code", "markdown", "error", "x = 1", "%%time\n!pip install a", "open('/home/ada')", "parameters"]
    ),
)
KEYS = st.sampled_from(
    [
        *("attachments", "cell_type", "cells", "execution_count", "id", "input", "kernelspec", "language_info", "name"),
        *("metadata", "nbformat", "nbformat_minor", "nbsphinx", "outputs", "output_type", "prompt_number", "source"),
        *("tags", "worksheets"),
    ]
)
ANY = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6), max_leaves=12
)
CELL = st.fixed_dictionaries(
    {"cell_type": st.sampled_from(["code", "markdown", "raw"]) | ANY},
    optional={
        "attachments": ANY,
        "execution_count": st.integers(-1, 5) | ANY,
        "id": st.sampled_from(["a", "b"]) | ANY,
        "input": ANY,
        "metadata": st.fixed_dictionaries({"tags": ANY}) | ANY,
        "outputs": st.lists(st.fixed_dictionaries({"output_type": SCALARS, "ename": ANY})) | ANY,
        "prompt_number": ANY,
        "source": st.lists(SCALARS) | ANY,
    },
)
CELLS = st.lists(CELL | ANY, max_size=5) | ANY
SHEETS = st.lists(st.fixed_dictionaries({"cells": CELLS}) | ANY, max_size=2)
NOTEBOOKS = st.fixed_dictionaries(
    {"nbformat": st.sampled_from([4, 3]) | ANY},
    optional={
        "cells": CELLS,
        "metadata": ANY,
        "nbformat_minor": st.integers(0, 6) | ANY,
        "worksheets": SHEETS | st.dictionaries(KEYS, st.fixed_dictionaries({"cells": CELLS}), max_size=2) | ANY,
    },
)


@settings(max_examples=200, deadline=None)
@given(NOTEBOOKS, st.sampled_from([None, 1]))
def test_no_notebook_breaks_a_rule(document: object, indent: int | None) -> None:
    subject = blob("a.ipynb", written(document, indent))
    for rule in RULES:
        for finding in rule.check(subject):
            assert finding.message
            assert finding.location.line is None or finding.location.line > 0


@pytest.mark.parametrize("key", ["metadata", "outputs", "attachments", "source", "cells"])
def test_no_depth_breaks_a_rule(key: str) -> None:
    for depth in (100, 400, *range(900, 1000)):
        deep = "[" * depth + "]" * depth
        content = (
            f'{{"nbformat": 4, "cells": [{{"cell_type": "code", "execution_count": 1, "{key}": {{"a": {deep}}}}}]}}'
        )
        subject = blob("a.ipynb", content.encode())
        for rule in RULES:
            assert len(list(rule.check(subject))) < 9


@pytest.mark.parametrize("cells", [1, 2_000], ids=["one cell", "many cells"])
def test_the_places_of_many_faults_are_looked_up_at_once(cells: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook that is read again for each of its faults takes minutes: so values are counted, not seconds."""
    lines = 4_000 // cells
    content = notebook(*[code(["open('/home/ada/a')\n"] * lines) for _ in range(cells)])
    read = [0]

    def counting(text: str, at: int) -> tuple[object, int]:
        read[0] += 1
        return skip(text, at)

    monkeypatch.setattr(spans, "skip", counting)
    found = [finding.location.line for finding in NotebookAbsolutePath().check(blob("a.ipynb", content))]

    assert found == [n for n, line in enumerate(content.split(b"\n"), 1) if b"/home/ada" in line]
    assert read[0] < 20_000


def test_a_notebook_too_deep_for_a_rule_does_not_look_clean() -> None:
    class Digging(NotebookOrder):
        def faults(self, _notebook: Notebook, /) -> Iterator[Fault]:
            raise RecursionError

    assert said(Digging(), STRIPPED) == ["None: nested too deeply to be judged"]


def test_outputs_of_worksheets_that_are_no_list_are_passed_over() -> None:
    sheets = {"a": {"cells": [{"cell_type": "code", "outputs": ["x" * 100]}]}}
    content = written({"nbformat": 4, "cells": [], "worksheets": sheets}, None)

    assert said(NotebookOutputSize(limit=1), content) == []
