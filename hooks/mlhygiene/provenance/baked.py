"""What was written beside the code when there was git: a `provenance.json`, or a file of `git archive`."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, cast

from mlhygiene.provenance.environment import FILE, Told, checked, is_hash
from mlhygiene.provenance.stamp import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "provenance.json"
MACHINE = "/etc/mlhygiene-provenance.json"
# As setuptools-scm has it (setuptools-scm.readthedocs.io, "Git archives"): `node: $Format:%H$` and its like,
# with `.git_archival.txt export-subst` in .gitattributes.
ARCHIVE = ".git_archival.txt"
LARGEST = 1 << 20
LINE = re.compile(r"(?m)^(?P<key>[a-z-]+): (?P<value>[^\n$]+)$")


def baked(folder: str, environment: Mapping[str, str]) -> Told | None:
    """The first record that names a commit: the one that a variable names, beside or above the code, the machine's."""
    named = environment.get(FILE)
    for path in (*([named] if named else []), *(os.path.join(each, NAME) for each in _upwards(folder)), MACHINE):
        document = _document(path)
        if document.get("schema") == SCHEMA and is_hash(str(document.get("commit"))):
            return Told(path, checked(document))
    return None


def is_ours(path: str) -> bool:
    """Whether a file is a record of ours, of whatever code."""
    return _document(path).get("schema") == SCHEMA


def archived(folder: str) -> Told | None:
    """What `git archive` put into its file."""
    for each in _upwards(folder):
        path = os.path.join(each, ARCHIVE)
        found = {
            line["key"]: line["value"].strip() for line in LINE.finditer(_content(path).decode("utf-8", "replace"))
        }
        if is_hash(found.get("node")):
            return Told(
                path, checked({"commit": found["node"], **_refs(found.get("ref-names", ""))}) | _described(found)
            )
    return None


def _refs(names: str) -> dict[str, object]:
    """The branch and the tags among `HEAD -> main, tag: v1.0.0, origin/main`."""
    words = names.split(", ")
    branch = next((word.removeprefix("HEAD -> ") for word in words if word.startswith("HEAD -> ")), None)
    return {"branch": branch, "tags": [word.removeprefix("tag: ") for word in words if word.startswith("tag: ")]}


def _described(found: Mapping[str, str]) -> dict[str, Any]:
    return checked({"describe": found["describe-name"]}) if found.get("describe-name") else {}


def _document(path: str) -> dict[str, Any]:
    content = _content(path)
    if not content:
        return {}
    import json  # only where such a file is

    try:
        found: Any = json.loads(content)
    except ValueError:
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def _content(path: str) -> bytes:
    """A small regular file; nothing of any other, which could make us wait."""
    try:
        if not os.path.isfile(path):
            return b""
        with open(path, "rb") as file:
            return file.read(LARGEST)
    except OSError:
        return b""


def _upwards(folder: str) -> Iterator[str]:
    at = os.path.realpath(folder)
    while True:
        yield at
        if at == (above := os.path.dirname(at)):
            return
        at = above
