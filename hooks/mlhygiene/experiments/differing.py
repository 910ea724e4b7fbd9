"""What changed in the configs between two commits, by flattened key; secrets stay hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.dvc.document import Broken
from mlhygiene.experiments.aligning import changed
from mlhygiene.experiments.configs import flat, is_config, spelled
from mlhygiene.git.versions import versions
from mlhygiene.model import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.experiments.aligning import Pair
    from mlhygiene.experiments.configs import Leaf
    from mlhygiene.git.repository import Repository
    from mlhygiene.git.versions import Versions

MOST_FILES = 50
MOST_BYTES = 1 << 20


class Change(NamedTuple):
    """A key with another value than before; None where the key is not."""

    key: str
    old: str | None
    new: str | None


class ConfigChange(NamedTuple):
    """A file with other values than before. `added` and `removed` are of the file as a whole."""

    path: bytes
    changes: Sequence[Change]
    added: bool = False
    removed: bool = False


@dataclass
class Differences:
    """Every config that differs, by path; what could not be compared is in `notes`, a line each."""

    files: list[ConfigChange] = field(default_factory=list[ConfigChange])
    notes: list[str] = field(default_factory=list[str])


def differences(repository: Repository, old: str, new: str, patterns: Sequence[str] = ()) -> Differences:
    """The configs in which two commits differ: all, or those that match a pattern as .gitignore has them."""
    result = Differences()
    found = [each for each in versions(repository.at_top, old, new) if _is_asked(each.path, patterns)]
    if len(found) > MOST_FILES:
        result.notes.append(
            f"{len(found) - MOST_FILES:,} of {len(found):,} changed configs are not compared: choose with --config GLOB"
        )
    for each in found[:MOST_FILES]:
        _compare(repository, each, result)
    return result


def _is_asked(path: bytes, patterns: Sequence[str]) -> bool:
    if not is_config(path):
        return False
    if not patterns:
        return True
    from mlhygiene.patterns import spec  # 25 ms that few ask for

    name = path.decode("utf-8", "surrogateescape")
    return any(spec(pattern).match_file(name) for pattern in patterns)


def _compare(repository: Repository, each: Versions, result: Differences) -> None:
    sides = list["dict[str, Leaf]"]()
    contents = list[bytes]()
    for oid, which in ((each.old, "before"), (each.new, "after")):
        try:
            content = _content(repository, oid)
            sides.append(flat(each.path, content) if oid else {})
            contents.append(content)
        except Broken as broken:
            where = f", line {broken.line}" if broken.line else ""
            result.notes.append(f"{shown(each.path)} ({which}{where}) cannot be compared: {broken.text}")
            return
    changes, respelled = changed(*sides)
    if respelled:
        are = "value is" if respelled == 1 else "values are"
        result.notes.append(f"{shown(each.path)}: {respelled:,} {are} written in another way, and the same")
    values = _told(each.path, contents, changes)
    told = [Change(change.key, *pair) for change, pair in zip(changes, values, strict=True)]
    if told:
        result.files.append(ConfigChange(each.path, told, added=each.old is None, removed=each.new is None))


def _content(repository: Repository, oid: str | None) -> bytes:
    if oid is None:
        return b""
    info = repository.objects.info(oid)
    if info is None:
        raise Broken(f"its content is not in this clone: {repository.remedy}")
    if info.size > MOST_BYTES:
        raise Broken(f"more than {MOST_BYTES >> 20} MiB")
    return repository.objects.read(oid) or b""


def _told(path: bytes, contents: Sequence[bytes], pairs: Sequence[Pair]) -> list[tuple[str | None, str | None]]:
    """The values for people and machines, without what is secret by its key, its form or its file."""
    from mlhygiene.secrets.find import secrets  # a comparison without a changed config does without
    from mlhygiene.secrets.redaction import redacted

    found = (secret for each in contents for secret in secrets(path, [each]))
    held = {secret.value.decode("utf-8", "surrogateescape") for secret in found}
    leaves = [(_last(pair.key), leaf) for pair in pairs for leaf in (pair.old, pair.new)]
    lines = [f"{name} = {leaf.text}" if leaf else "" for name, leaf in leaves]
    told = list[str | None]()
    for (name, leaf), line, safe in zip(leaves, lines, redacted(lines), strict=True):
        if leaf is None:
            told.append(None)
        elif _is_secret(name, leaf) or any(value in leaf.text for value in held):
            told.append(f"(secret, {len(leaf.text)} characters)")
        else:
            told.append(spelled(leaf.kind, leaf.text) if line == safe else safe.removeprefix(f"{name} = "))
    return list(zip(told[::2], told[1::2], strict=True))


def _is_secret(name: str, leaf: Leaf) -> bool:
    from mlhygiene.secrets.names import is_secret  # as above

    return leaf.kind not in {"bool", "null", "empty"} and is_secret(name.encode("utf-8", "surrogateescape"))


def _last(key: str) -> str:
    """The last name of a key: of `tokens[0]` it is `tokens`."""
    return key.rpartition(".")[2].partition("[")[0].strip('"') or key
