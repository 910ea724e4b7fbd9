"""DVC's YAML, read with care: whatever the bytes, the worst answer is `Broken`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeGuard

# Nobody opens so many brackets without closing one; the parser would take a minute over more.
DEEP = re.compile(r"(?:[\[{][^\[\]{}]{0,80}){200}")
LIMIT = 4 << 20
MERGED_KEYS = 50_000
MERGE = "tag:yaml.org,2002:merge"
LFS = b"version https://git-lfs.github.com/spec/"
OURS = re.compile(rb"^<{7}(?: |\r?$)", re.MULTILINE)
THEIRS = re.compile(rb"^>{7}(?: |\r?$)", re.MULTILINE)


class Broken(Exception):  # noqa: N818  # as `Refusal` in model.py
    """Bytes that are no document, and where they stop to be one."""

    def __init__(self, text: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(text)
        self.text = text
        self.line = line
        self.column = column


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file. `node` is ruamel.yaml's, which knows where things stand."""

    content: object
    node: Any

    def place(self, *keys: object) -> tuple[int | None, int | None]:
        """Line and column of the deepest of the nested parts that exists."""
        here, node = self.node, self.node
        for key in keys:
            step = _child(node, key)
            if step is None:
                break
            here, node = step
        return (here.start_mark.line + 1, here.start_mark.column + 1) if here else (None, None)


def parse(content: bytes) -> Document:
    """The document in these bytes; raises Broken for all that is none."""
    if len(content) > LIMIT:
        raise Broken(f"more than {LIMIT >> 20} MiB of YAML, too much to read here")
    if content.startswith(LFS):
        raise Broken("a Git LFS pointer instead of YAML: take the file out of LFS", 1)
    if (conflict := OURS.search(content)) and THEIRS.search(content, conflict.end()):
        raise Broken("merge conflict markers", content.count(b"\n", 0, conflict.start()) + 1, 1)
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise Broken("not UTF-8", content.count(b"\n", 0, error.start) + 1) from None
    try:
        if DEEP.search(text):
            raise Broken("nested too deeply")
        return _document(text)
    except RecursionError:
        raise Broken("nested too deeply") from None


def is_mapping(value: object) -> TypeGuard[dict[Any, Any]]:
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def mapping(value: object) -> dict[Any, Any]:
    """The value if it is a mapping, or else an empty one."""
    return value if is_mapping(value) else {}


def sequence(value: object) -> list[Any]:
    """The value if it is a list, or else an empty one."""
    return value if is_list(value) else []


def _document(text: str) -> Document:
    from ruamel.yaml import YAML  # 18 ms that a repository without DVC never needs
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    fault: Any
    try:
        yaml: Any = YAML(typ="safe", pure=True)
        constructor, parser = yaml.get_constructor_parser(text)
        constructor.composer.warn_double_anchors = False
        try:
            node = constructor.composer.get_single_node()
            _refuse_bomb(node)
            return Document(constructor.construct_document(node) if node else None, node)
        finally:
            parser.dispose()
    except (Broken, RecursionError):
        raise
    except MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        what = str(fault.problem or fault.context or "invalid YAML").partition(" with value ")[0]
        raise Broken(" ".join(what.split()), mark and mark.line + 1, mark and mark.column + 1) from None
    except ReaderError as fault:
        raise Broken("a character that YAML does not allow", text.count("\n", 0, fault.position) + 1) from None
    except Exception as error:  # noqa: BLE001  # an odd scalar makes ruamel.yaml raise ValueError, AttributeError, KeyError…
        raise Broken(f"invalid YAML ({type(error).__name__})") from None


def _refuse_bomb(root: Any) -> None:  # noqa: ANN401
    """Aliases are shared, merge keys are copied: those alone grow without bound."""
    memo: dict[int, int] = {}
    seen = set[int]()
    todo = [root] if root else []
    while todo:
        node = todo.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if _grown(node, memo) - len(node.value) > MERGED_KEYS:
            raise Broken("merge keys that multiply", node.start_mark.line + 1)
        todo += _items(node) + [part for pair in _pairs(node) for part in pair]


def _grown(node: Any, memo: dict[int, int]) -> int:  # noqa: ANN401
    """How many pairs a mapping has once its merge keys are replaced."""
    if id(node) not in memo:
        memo[id(node)] = 0
        merged = [value for key, value in _pairs(node) if key.tag == MERGE]
        sources = [source for value in merged for source in [value, *_items(value)]]
        memo[id(node)] = len(_pairs(node)) + sum(_grown(source, memo) for source in sources)
    return memo[id(node)]


def _child(node: Any, key: object) -> tuple[Any, Any] | None:  # noqa: ANN401
    """A part of a node, behind the node to point at: a null value stands nowhere."""
    if isinstance(key, int):
        return next(((item, item) for item in _items(node)[key : key + 1]), None)
    return next(((name, value) for name, value in _pairs(node) if name.value == key), None)


def _pairs(node: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401
    return node.value if node and node.id == "mapping" else []


def _items(node: Any) -> list[Any]:  # noqa: ANN401
    return node.value if node and node.id == "sequence" else []
