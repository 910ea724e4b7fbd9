"""A config as flat keys, `optimizer.lr`, whatever it is written in: YAML, JSON or TOML. Pure."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mlhygiene.dvc.document import Broken, is_list, is_mapping, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

EXTENSIONS = (".yaml", ".yml", ".json", ".toml")
# Written by package managers, for no reader.
LOCKS = frozenset(b"package-lock.json npm-shrinkwrap.json pnpm-lock.yaml conda-lock.yml".split())
# Nobody compares more by eye; aliases of YAML can make millions of a small file.
MOST_KEYS = 20_000
YAML_TAG = "tag:yaml.org,2002:"
BARE = re.compile(r"[^\W\d][\w/-]*")
# What a word would be taken for without quotes.
NUMBER_LIKE = re.compile(r"[-+.]?[0-9].*|[-+]?\.?(?:inf|nan|infinity)", re.IGNORECASE)
WORDS = frozenset(("", "true", "false", "null", "none", "~", "yes", "no", "on", "off"))


class Leaf(NamedTuple):
    """A value at the end of a key. `text` is as written, `kind` what it is, such as `str` or `float`."""

    kind: str
    text: str

    @property
    def meaning(self) -> tuple[str, str]:
        """The same for `1e-4` and `0.0001`, and not for `1` and `1.0`."""
        plain = self.text.replace("_", "").lower()
        if self.kind == "float":
            value = _float(plain)
            return (self.kind, self.text if value is None else "nan" if math.isnan(value) else repr(value))
        return (self.kind, plain if self.kind in {"int", "bool"} else self.text)


def is_config(path: bytes) -> bool:
    """Whether a path is a file of parameters, by its name."""
    name = path.rpartition(b"/")[2].lower()
    return name.endswith(tuple(map(str.encode, EXTENSIONS))) and name not in LOCKS


def flat(path: bytes, content: bytes) -> dict[str, Leaf]:
    """The leaves of a file by their flattened keys, in its order; Broken says why it cannot be read.

    Lists count from 0: `layers[0].width`. A key that would be mistaken is quoted, as TOML does.
    """
    name = path.lower()
    try:
        tree = _json(content) if name.endswith(b".json") else _toml(content) if name.endswith(b".toml") else None
        leaves = dict[str, Leaf]()
        for key, leaf in _walk("", _yaml(content) if tree is None else tree):
            if len(leaves) >= MOST_KEYS:
                raise Broken(f"more than {MOST_KEYS:,} keys")
            leaves[key] = leaf
    except RecursionError:
        raise Broken("nested too deeply") from None
    return leaves


def _walk(above: str, value: object) -> Iterator[tuple[str, Leaf]]:
    if isinstance(value, Leaf):
        yield above, value
    elif is_mapping(value) and value:
        for key, each in value.items():
            yield from _walk(f"{above}.{key}" if above else key, each)
    elif is_list(value) and value:
        for number, each in enumerate(value):
            yield from _walk(f"{above}[{number}]", each)
    elif above:
        yield above, Leaf("empty", "{}" if is_mapping(value) else "[]")


def _key(text: str) -> str:
    """A key made of a string: bare where nobody could take it for more keys, or a number."""
    if BARE.fullmatch(text) and text.lower() not in WORDS and not NUMBER_LIKE.fullmatch(text):
        return text
    return _quoted(text)


def _quoted(text: str) -> str:
    import json  # 6 ms that few commands need

    return json.dumps(text, ensure_ascii=False)


def spelled(kind: str, text: str) -> str:
    """A value for a person: a string has quotes where it would be mistaken for something else."""
    mistaken = text.lower() in WORDS or NUMBER_LIKE.fullmatch(text) or text != text.strip()
    return _quoted(text) if kind == "str" and mistaken else text


def _json(content: bytes) -> object:
    import json  # as above

    def pairs(found: list[tuple[str, object]]) -> dict[str, object]:
        seen = dict[str, object]()
        for key, value in found:
            if _key(key) in seen:
                raise Broken(f"the key {key!r} stands twice: which one counts is for each reader to say")
            seen[_key(key)] = _plain(value)
        return seen

    def number(text: str) -> Leaf:
        return Leaf("float" if set(text) & set(".eENI") else "int", text)

    try:
        text = content.decode("utf-8-sig")
        return _plain(
            json.loads(text, object_pairs_hook=pairs, parse_float=number, parse_int=number, parse_constant=number)
        )
    except UnicodeDecodeError as error:
        raise Broken("not UTF-8", content.count(b"\n", 0, error.start) + 1) from None
    except json.JSONDecodeError as error:
        raise Broken(error.msg, error.lineno, error.colno) from None


def _toml(content: bytes) -> object:
    import tomllib  # 8 ms that few commands need

    try:
        return _keyed(tomllib.loads(content.decode("utf-8-sig"), parse_float=lambda text: Leaf("float", text)))
    except UnicodeDecodeError as error:
        raise Broken("not UTF-8", content.count(b"\n", 0, error.start) + 1) from None
    except ValueError as error:  # tomllib's, and an int of too many digits
        raise Broken(str(error)) from None


def _keyed(value: object) -> object:
    if isinstance(value, Leaf):
        return value
    if is_mapping(value):
        return {_key(key): _keyed(each) for key, each in value.items()}
    return [_keyed(each) for each in value] if is_list(value) else _plain(value)


def _plain(value: object) -> object:
    """A scalar as a leaf; what is one already, or holds some, as it is."""
    if isinstance(value, Leaf | dict):
        return value  # pyright: ignore[reportUnknownVariableType]
    if is_list(value):
        return [_plain(each) for each in value]
    if isinstance(value, bool):
        return Leaf("bool", str(value).lower())
    kind = "null" if value is None else type(value).__name__
    return Leaf(kind, "null" if value is None else str(value))


def _yaml(content: bytes) -> object:
    """By its nodes, which know how a value was written. A merge key is resolved by then."""
    node = parse(content.removeprefix(b"\xef\xbb\xbf")).node
    return {} if node is None else _of_node(node, {})


def _of_node(node: Any, known: dict[int, object]) -> object:  # noqa: ANN401 - ruamel.yaml's
    """What an alias names is made once, so that a small file cannot grow; nothing may hold itself."""
    if id(node) in known:
        if known[id(node)] is None:
            raise Broken("an anchor that holds itself", node.start_mark.line + 1)
        return known[id(node)]
    known[id(node)] = None
    made: object
    if node.id == "mapping":
        made = {_of_key(key): _of_node(value, known) for key, value in node.value}
    elif node.id == "sequence":
        made = [_of_node(each, known) for each in node.value]
    else:
        kind = str(node.tag).removeprefix(YAML_TAG)
        made = Leaf(kind, node.value or ("null" if kind == "null" else ""))
    known[id(node)] = made
    return made


def _of_key(node: Any) -> str:  # noqa: ANN401 - ruamel.yaml's
    if node.id != "scalar":
        raise Broken("a key that is a list or a mapping", node.start_mark.line + 1)
    return _key(node.value) if str(node.tag).endswith(":str") else str(node.value)


def _float(text: str) -> float | None:
    try:
        return float(re.sub(r"^([-+]?)\.(inf|nan)$", r"\1\2", text))
    except ValueError:
        return None
