"""Where a new line goes into somebody's YAML, and how it is laid out there. Nothing is ever taken out.

Nodes are ruamel.yaml's, which know where they start. Where they end is another matter: a block
ends for it where the next begins, comments and blank lines included.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LINE_END = re.compile(r"\r?\n")
# A line of the list that somebody has commented out, wherever the editor has put the `#`.
COMMENTED_OUT = re.compile(r"#\s*-\s")
FURTHER = re.compile(r"#\s{2}")
EMPTY_LINE = re.compile(r"\n[ \t]*\r?\n")


class Insertion(NamedTuple):
    """A text, and the character that it goes before."""

    at: int
    text: str


class Layout(NamedTuple):
    """How a list of repositories is written: columns and distances, each counted from the one before it."""

    dash: int = 2
    key: int = 2
    hook: int = 2
    hook_key: int = 2
    apart: bool = False


def applied(text: str, insertions: Iterable[Insertion]) -> str:
    """The text with all of them: every character of it is still there, in order."""
    for insertion in sorted(insertions, reverse=True):
        text = text[: insertion.at] + insertion.text + text[insertion.at :]
    return text


def child(node: Any, key: str) -> Any:  # noqa: ANN401 - ruamel.yaml's
    """The value of a key; None without."""
    return next((value for name, value in node.value if name.value == key), None)


def key_of(node: Any, key: str) -> Any:  # noqa: ANN401
    return next((name for name, _ in node.value if name.value == key), None)


def end_of(node: Any) -> int:  # noqa: ANN401
    """Where the last thing in a node ends. An alias stands where its anchor does, and does not count."""
    if node.id == "scalar" or node.flow_style or not node.value:
        end: int = node.end_mark.index
        return end
    parts = [part for pair in node.value for part in pair] if node.id == "mapping" else node.value
    return max(end_of(part) for part in parts)


def lines_below(text: str, end: int, column: int, lines: Sequence[str]) -> Insertion:
    """Lines below something that ends at `end`, and below the comments that belong to it."""
    return _at_line(text, _below(text, end, column), lines)


def lines_above(text: str, start: int, lines: Sequence[str]) -> Insertion:
    """Lines above the line of something, and above its comments; those that open the file are of the file."""
    at = first = _line_start(text, start)
    while at and text[(above := _line_start(text, at - 1)) : at].lstrip().startswith("#"):
        at = above
    opens = not text[:at].strip("\ufeff \t\r\n") or text[:at].rstrip().endswith("---")
    return _at_line(text, first if opens else at, lines)


def in_brackets(text: str, node: Any, inner: str) -> Iterator[Insertion]:  # noqa: ANN401
    """Something more in `[...]` or `{...}`: behind the last; before the end, since an alias stands elsewhere."""
    closing = node.end_mark.index - 1
    if not _parts(node):
        yield Insertion(closing, inner)
        return
    yield Insertion(max(end_of(part) for part in _parts(node)), f", {inner}")
    yield Insertion(closing, f", {inner}")
    yield Insertion(closing, inner if text[closing - 1].isspace() else f" {inner}")


def layout(text: str, repositories: Any) -> Layout:  # noqa: ANN401
    """As the last of the list is written."""
    last = next((each for each in reversed(repositories.value) if _is_block(each, "mapping")), None)
    dash = dash_column(text, repositories)
    if last is None:
        return Layout(dash)
    hooks = child(last, "hooks")
    key = last.value[0][0].start_mark.column
    found = Layout(dash, max(key - dash, 2), apart=_apart(text, repositories))
    if hooks is None or not _is_block(hooks, "sequence") or not hooks.value:
        return found
    hook = dash_column(text, hooks)
    return found._replace(hook=max(hook - key, 0), hook_key=max(_first_column(hooks.value[-1]) - hook, 2))


def dash_column(text: str, sequence: Any) -> int:  # noqa: ANN401
    """The column of a block sequence's dashes."""
    dash = text.rfind("-", 0, sequence.value[0].start_mark.index)
    return dash - _line_start(text, dash)


def line_end(text: str) -> str:
    """How the first line ends; a new file has line feeds."""
    found = LINE_END.search(text)
    return found[0] if found else "\n"


def _first_column(node: Any) -> int:  # noqa: ANN401
    first = node.value[0][0] if _is_block(node, "mapping") and node.value else node
    column: int = first.start_mark.column
    return column


def _apart(text: str, repositories: Any) -> bool:  # noqa: ANN401
    """Whether a blank line stands between the last two."""
    if len(repositories.value) < 2:  # noqa: PLR2004 - two have one space between them
        return False
    before, last = repositories.value[-2:]
    return EMPTY_LINE.search(text, end_of(before), last.start_mark.index) is not None


def _at_line(text: str, at: int, lines: Sequence[str]) -> Insertion:
    """Whole lines; a last line without an end stays without one."""
    end = line_end(text)
    if at == len(text) and text[-1:] not in {"", "\n", "\ufeff"}:
        return Insertion(at, "".join(end + line for line in lines))
    return Insertion(at, "".join(line + end for line in lines))


def _below(text: str, end: int, column: int) -> int:
    """The start of the first line that has nothing to do with what ends at `end`."""
    at = found = _next_line(text, end)
    touching, commented = True, False
    while at < len(text):
        following = _line_after(text, at)
        line = text[at:following]
        bare = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if bare and not bare.startswith("#"):
            break
        commented = touching and (bool(COMMENTED_OUT.match(bare)) or (commented and bool(FURTHER.match(bare))))
        if bare and (commented or indent > column or indent == column > 0):
            found = following
        touching = touching and bool(bare)
        at = following
    return found


def _next_line(text: str, at: int) -> int:
    """The start of the line after the one in which `at` lies; `at` itself where a line starts there."""
    return at if at and text[at - 1] == "\n" else _line_after(text, at)


def _line_after(text: str, at: int) -> int:
    return text.find("\n", at) + 1 or len(text)


def _line_start(text: str, at: int) -> int:
    start = text.rfind("\n", 0, at) + 1
    return start + text.startswith("\ufeff", start)


def _parts(node: Any) -> list[Any]:  # noqa: ANN401
    return [part for pair in node.value for part in pair] if node.id == "mapping" else list(node.value)


def _is_block(node: Any, kind: str) -> bool:  # noqa: ANN401
    return node.id == kind and not node.flow_style
