"""The Python in a cell, as far as it is Python."""

from __future__ import annotations

import ast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mlhygiene.notebook.code import Command, commands, masked, parsed

MASKED = {
    "Python as it is": ("x = 1\n\ny = x % 2", "x = 1\n\ny = x % 2"),
    "magics and commands": ("%matplotlib inline\n!ls -l\nx", "pass\npass\nx"),
    "their indent": ("if x:\n    !pip install a\n\t%time y", "if x:\n    pass\n\tpass"),
    "their further lines": ("!pip install \\\n  a \\\n  b\nx", "pass\n\n\nx"),
    "what a command gives": (
        "files = !ls\na, b = %sql x\nif x:\n  t = %time f()",
        "files = None\na, b = None\nif x:\n  t = None",
    ),
    "help": ("x?\nnp.mean??\n?print\nprint(x)", "pass\npass\npass\nprint(x)"),
    "commands without a mark": ("pip install a\ncd ../b\ncd = 3", "pass\npass\ncd = 3"),
    "magics of the cell that run it": ("\n%%capture out\n%%time\nx", "\n\n\nx"),
    "what is left of a division": ("x = (a\n     % b\n     % (c))", "x = (a\n     % b\n     % (c))"),
    "a comparison": ("x != y\nx = y\n", "x != y\nx = y\n"),
    "no line at all": ("", ""),
}
PASSED_OVER = ("%%bash\nls", "%%html\n<b>", "%%writefile a.py\nx = 1", "%%time\n%%bash\nls", "%%\nx", "%%!\nls")
COMMANDS = {
    "commands and magics": ("x = 1\n!ls -l\n%cd a", [Command(2, "ls -l"), Command(3, "cd a")]),
    "further lines as one": ("!pip install \\\n  a\nx", [Command(1, "pip install    a")]),
    "what is assigned": ("a = !ls b", [Command(1, "ls b")]),
    "a cell of a shell": ("%%bash -e\n# b\nls a", [Command(2, "# b"), Command(3, "ls a")]),
    "without a mark, where it is no Python": ("pip install a\nx", [Command(1, "pip install a")]),
    "another cell magic": ("%%html\n!ls", []),
    "Python": ("x = (a\n  % b)\ny = '''\npip install a\n'''", []),
}


@pytest.mark.parametrize(("source", "expected"), MASKED.values(), ids=MASKED)
def test_masks(source: str, expected: str) -> None:
    assert masked(source) == expected


@pytest.mark.parametrize("source", PASSED_OVER)
def test_a_cell_that_a_magic_takes_is_passed_over(source: str) -> None:
    assert masked(source) is None
    assert parsed(source) is None


@pytest.mark.parametrize(("source", "expected"), COMMANDS.values(), ids=COMMANDS)
def test_tells_commands(source: str, expected: list[Command]) -> None:
    assert list(commands(source)) == expected


def test_parses_what_is_indented_as_a_whole() -> None:
    tree = parsed("\n    x = 1\n    %time y\n")

    assert tree is not None
    assert [node.lineno for node in tree.body] == [2, 3]


@pytest.mark.parametrize("source", ["x =", "print 'a'", "\0", "(" * 5000, "-" * 100_000 + "1", "x = 1\n  y = 2"])
def test_what_does_not_parse_is_passed_over(source: str) -> None:
    assert parsed(source) is None


def test_escapes_that_are_none_are_the_cell_s_own_affair() -> None:
    assert parsed(r"'\d'") is not None


PIECES = st.sampled_from(
    [
        "\n",
        "%",
        "!",
        "?",
        "=",
        " ",
        "    ",
        "\\",
        "%%time",
        "%%bash",
        "x",
        "pip install a",
        "'''",
        "(",
        ")",
        "\r",
        "\f",
        "\ud800",
    ]
)
SOURCES = st.one_of(st.text(), st.lists(PIECES, max_size=30).map("".join))


@given(SOURCES)
@example("%%")
@example("\\")
@example("x = !a\\\n\\")
def test_any_text_is_masked_line_for_line(source: str) -> None:
    text = masked(source)

    assert text is None or text.count("\n") == source.count("\n")


@given(SOURCES)
def test_no_text_breaks_the_reading_of_it(source: str) -> None:
    tree = parsed(source)

    assert tree is None or isinstance(tree, ast.Module)
    assert all(1 <= command.line <= source.count("\n") + 1 for command in commands(source))
