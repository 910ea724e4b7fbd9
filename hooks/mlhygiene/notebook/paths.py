"""Paths that hold on one machine alone, in the strings and commands of a cell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.notebook import code

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Sequence

# Where people, disks and clusters keep data. Other strings that begin with a slash are routes,
# keys and ends of addresses (of 2,500 in real notebooks, one in ten is a path); what every system
# has (`/usr`, `/etc`, `/dev`) is no fault.
ROOTS = (
    *("Users", "Volumes", "content", "data", "dataset", "datasets", "dbfs", "export", "gcs", "gpfs", "home", "kaggle"),
    *("lustre", "media", "mnt", "net", "nfs", "opt", "project", "projects", "root", "scratch", "srv", "storage", "tmp"),
    *("work", "workspace"),
)
POSIX = re.compile(rf"/(?:{'|'.join(ROOTS)})/+[\w.@+-][^\s'\"]*")
WINDOWS = re.compile(r"[A-Za-z]:(?:\\{1,2}|/)(?!Windows\b|Program Files)[\w.$ -]{2,}[^'\"]*")
# Homes of Linux and macOS, of Windows under WSL, and of Windows.
HOME = re.compile(
    r"/(?:home|Users)/+[\w.@+-]+|/mnt/[a-z]/Users/[\w.-]+|[A-Za-z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/)[\w.-]+"
)
COMMANDED = re.compile(rf"(?<![\w:/\\.{{}}$-])(?:{HOME.pattern})")
# Names that stand for somebody's: `/home/<user>` in words.
ANYBODY = re.compile(
    r"(?i)[/\\](?:Users|home)[/\\]+(?:user_?name|name|your?|my)\b|/Users/(?:Shared|Public)\b|\\(?:Public|Default)\b"
)
QUICK = re.compile(r"""["'](?:/|[A-Za-z]:[\\/])|/home/|/Users/|\\Users\\""")
# Behind a question mark and its like a token may stand.
PARTS = re.compile(r"(?:[A-Za-z]:)?[/\\]+[^/\\?#&;=]+(?:[/\\]+[^/\\\s?#&;=]+)?")
SHOWN = 40


class Spelled(NamedTuple):
    """A path that was written, in a line from 1."""

    line: int
    path: str

    @property
    def shown(self) -> str:
        """As much of it as says whose it is."""
        begin = PARTS.match(self.path)
        parts = begin[0] if begin else self.path
        return parts[:SHOWN] + ("/…" if len(self.path) > len(parts[:SHOWN]) else "")


def machine_paths(source: str, allowed: Sequence[str]) -> list[Spelled]:
    """The paths in a cell of Python that another machine does not have, line by line."""
    if not QUICK.search(source):
        return []
    found = [Spelled(line, text) for line, text in _strings(source) if _is_of_one_machine(text, allowed)]
    for command in code.commands(source):
        found += [
            Spelled(command.line, path[0])
            for path in COMMANDED.finditer(_without_comment(command.text))
            if _is_of_one_machine(path[0] + "/", allowed)
        ]
    return sorted(set(found))


def _is_of_one_machine(text: str, allowed: Sequence[str]) -> bool:
    if ANYBODY.search(text):
        return False
    if any(text == prefix or text.startswith(prefix.rstrip("/") + "/") for prefix in allowed):
        return bool(re.match(r"/mnt/[a-z]/Users/\w", text))
    return bool(HOME.match(text) or POSIX.match(text) or WINDOWS.match(text))


def _strings(source: str) -> Iterator[tuple[int, str]]:
    """Strings that may be paths, with their lines: none that only document, none that continue another."""
    tree = code.parsed(source)
    if tree is None:
        return
    import ast  # the parser has it

    passed = set[int]()
    for node in ast.walk(tree):
        passed.update(id(part) for part in _no_paths(node))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed:
            yield node.lineno, node.value


def _no_paths(node: ast.AST) -> list[ast.expr]:
    """The strings right below a node that are no paths of their own."""
    import ast  # the same

    if isinstance(node, ast.Expr):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return node.values[1:]
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return [node.right]
    return []


def _without_comment(text: str) -> str:
    return re.split(r"(?:^|\s)#", text, maxsplit=1)[0]
