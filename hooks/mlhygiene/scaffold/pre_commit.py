"""Our hooks in somebody's `.pre-commit-config.yaml`: added, and every other byte kept.

What is there is read for where things stand, text is put in between, and the result is read
again: it must say what was there, and what is ours. Where that cannot be done, nothing is, and
the lines to paste are told.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from mlhygiene.dvc.document import Broken, Document, is_list, is_mapping, mapping, parse, sequence
from mlhygiene.model import Refusal, printable
from mlhygiene.scaffold import hook_config, templates
from mlhygiene.scaffold.block import BOM
from mlhygiene.scaffold.hook_config import TYPES
from mlhygiene.scaffold.inserting import (
    Insertion,
    Layout,
    applied,
    child,
    end_of,
    in_brackets,
    key_of,
    layout,
    line_end,
    lines_above,
    lines_below,
)

FILE = ".pre-commit-config.yaml"
TEMPLATE = "pre-commit-config.yaml"
ANYTIME = (
    "hooks without `stages` now run at pushes and messages, too; `default_stages: [pre-commit]` keeps them to commits"
)
LONE_RETURN = re.compile(rb"\r(?!\n)")


class Merged(NamedTuple):
    """The new content, and what a person should know, a line each. The same content: nothing was to do."""

    content: bytes
    notes: tuple[str, ...] = ()


class Wanted(NamedTuple):
    """Our repository as the template has it, and the kinds of git hook that its hooks need."""

    repository: dict[str, Any]
    types: list[str]

    @property
    def ids(self) -> list[str]:
        return [hook["id"] for hook in self.repository["hooks"]]

    @property
    def line(self) -> str:
        """The repository on one line, to paste."""
        hooks = ", ".join(f"{{id: {name}}}" for name in self.ids)
        return f"{{repo: {self.repository['repo']}, rev: {self.repository['rev']}, hooks: [{hooks}]}}"

    def lines(self, style: Layout) -> list[str]:
        """The repository as an item of a block sequence."""
        inner = " " * (style.dash + style.key)
        hook = inner + " " * style.hook + "-" + " " * (style.hook_key - 1)
        return [
            *([""] if style.apart else []),
            f"{' ' * style.dash}-{' ' * (style.key - 1)}repo: {self.repository['repo']}",
            f"{inner}rev: {self.repository['rev']}",
            f"{inner}hooks:",
            *(f"{hook}id: {name}" for name in self.ids),
        ]


class Step(NamedTuple):
    """One change, in every form that might do, and what the config says once it is made."""

    forms: tuple[Insertion, ...]
    data: dict[str, Any]


def wanted() -> Wanted:
    """What the template says."""
    data = mapping(parse(_template()).content)
    return Wanted(data["repos"][0], data[TYPES])


def merged(content: bytes | None, name: str = FILE) -> Merged:
    """The config with our hooks in it; None is no config yet. Refusal says what is broken, and where."""
    if content is None or content in {b"", BOM}:
        return Merged((content or b"") + _template())
    ours = wanted()
    document = _read(content, name)
    if document.content is None:
        return Merged(_below_comments(content, name, ours))
    there = hook_config.ours(document.content)
    notes = [f"{name}: {note}" for note in hook_config.remarks(document.content)]
    if there is not None and (absent := hook_config.missing(there, ours.ids)):
        notes.append(f"{name}: mlhygiene is there without {', '.join(absent)}; add `- id: …` for those that you want")
    if there is None:
        content = _stepped(content, _repository, name, ours)
    kinds = ours.types if there is None else hook_config.needed(there)
    if not set(kinds) <= set(sequence(mapping(document.content).get(TYPES))):
        content = _stepped(content, _types, name, ours._replace(types=kinds))
        if hook_config.anytime(document.content):
            notes.append(f"{name}: {ANYTIME}")
    return Merged(content, tuple(notes))


def _template() -> bytes:
    return (templates() / TEMPLATE).read_bytes().replace(b"\r\n", b"\n")


def _read(content: bytes, name: str) -> Document:
    """The config as it is; Refusal where it is none that pre-commit would read."""
    if lone := LONE_RETURN.search(content):
        line = content.count(b"\n", 0, lone.start()) + 1
        raise _refused(name, line, "a carriage return without a line feed: mend its line ends")
    try:
        document = parse(content)
    except Broken as broken:
        raise _refused(name, broken.line, f"{broken.text.removeprefix('but found ')}: mend it first") from None
    data = document.content
    if is_list(data):
        raise _refused(name, 1, "a list, as pre-commit had it before 1.0: run `pre-commit migrate-config`")
    if data is not None and not is_mapping(data):
        raise _refused(name, 1, "no map of settings at its top: mend it first")
    for key in ("repos", TYPES):
        value = mapping(data).get(key)
        if value is not None and not is_list(value):
            raise _refused(name, document.place(key)[0], f"`{key}` is no list: mend it first")
    return document


def _below_comments(content: bytes, name: str, ours: Wanted) -> bytes:
    """The template below what is nothing but comments."""
    end = line_end(content.decode()).encode()
    new = content + (b"" if content.endswith(b"\n") else end) + _template().replace(b"\n", end)
    try:
        if parse(new).content == parse(_template()).content:
            return new
    except Broken:
        pass
    raise _refused(name, 1, f"nothing but comments and marks; write below `repos:` by hand: - {ours.line}")


def _stepped(content: bytes, step: Any, name: str, ours: Wanted) -> bytes:  # noqa: ANN401 - _repository or _types
    """The content after one change; Refusal with what to paste where none of its forms says the right thing."""
    text = content.decode()
    document = parse(content)
    change: Step | None = step(text, document, ours)
    for form in change.forms if change else ():
        new = applied(text, [form]).encode()
        try:
            if change and parse(new).content == change.data:
                return new
        except Broken:
            continue
    key, what = ("repos", ours.line) if step is _repository else (TYPES, f"[{', '.join(ours.types)}]")
    paste = f"add under `repos:` by hand: - {what}" if step is _repository else f"write by hand: {TYPES}: {what}"
    raise _refused(name, document.place(key)[0], f"cannot add to `{key}` as it is written here; {paste}")


def _repository(text: str, document: Document, ours: Wanted) -> Step | None:
    """Our repository, the last of the list."""
    root, data = document.node, mapping(document.content)
    after = {**data, "repos": [*sequence(data.get("repos")), ours.repository]}
    repos, start = child(root, "repos"), root.start_mark.column
    if repos is None:
        if root.flow_style:
            return Step(tuple(in_brackets(text, root, f"repos: [{ours.line}]")), after)
        lines = [" " * start + "repos:", *ours.lines(Layout(start + 2))]
        return Step((lines_below(text, end_of(root), start, lines),), after)
    if repos.id == "scalar":
        if repos.start_mark.index != repos.end_mark.index:
            return None  # `~` and `null` stand where the list would
        end = key_of(root, "repos").end_mark.index
        return Step((lines_below(text, end, start, ours.lines(Layout(start + 2))),), after)
    if repos.flow_style or not repos.value:
        return Step(tuple(in_brackets(text, repos, ours.line)), after)
    style = layout(text, repos)
    return Step((lines_below(text, end_of(repos), style.dash, ours.lines(style)),), after)


def _types(text: str, document: Document, ours: Wanted) -> Step | None:
    """The kinds of git hook that are not there yet, last in their list; or the key, above `repos`."""
    root, data = document.node, mapping(document.content)
    have = sequence(data.get(TYPES))
    lacking = [kind for kind in ours.types if kind not in have]
    after = {**data, TYPES: [*have, *lacking]}
    types, listed = child(root, TYPES), f"[{', '.join(lacking)}]"
    if types is None:
        if root.flow_style:
            return Step(tuple(in_brackets(text, root, f"{TYPES}: {listed}")), after)
        key = key_of(root, "repos")
        if key is None:
            return None  # out of a merge key
        line = " " * root.start_mark.column + f"{TYPES}: {listed}"
        return Step((lines_above(text, key.start_mark.index, [line]),), after)
    if types.id == "scalar":
        return Step((Insertion(key_of(root, TYPES).end_mark.index + 1, f" {listed}"),), after)
    if types.flow_style or not types.value:
        return Step(tuple(in_brackets(text, types, ", ".join(lacking))), after)
    style = layout(text, types)
    lines = [f"{' ' * style.dash}-{' ' * (style.key - 1)}{kind}" for kind in lacking]
    return Step((lines_below(text, end_of(types), style.dash, lines),), after)


def _refused(name: str, line: int | None, why: str) -> Refusal:
    place = f"{name}:{line}" if line else name
    return Refusal(printable(f"{place}: {why}"))
