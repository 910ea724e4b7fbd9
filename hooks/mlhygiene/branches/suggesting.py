"""A good name near a bad one."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from mlhygiene.branches.naming import DEVICE, clash, faults

if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlhygiene.branches.scheme import Scheme

# What people write for it, in the order in which a scheme is asked.
MEANT = {
    "exp": "exps expt expr experiment experiments experimental try trial trials run runs sweep sweeps ablation tune",
    "feat": "feats feature features new add wip",
    "feature": "feat feats features new add wip exp experiment experiments model",
    "fix": "fixes bug bugs bugfix issue issues patch repair hotfix",
    "hotfix": "hot-fix hotfixes fix fixes bug bugfix patch",
    "release": "rel releases version",
    "refactor": "refactoring cleanup clean style",
    "data": "dataset datasets preprocess etl",
    "docs": "doc documentation readme",
    "chore": "chores build deps misc",
    "test": "tests testing",
    "ci": "cicd pipeline pipelines workflow",
    "perf": "performance speed optimize",
}
# A slug is for people to read.
READABLE = 60


def suggested(name: str, scheme: Scheme, others: Iterable[str] = ()) -> str | None:
    """The name of the scheme that is nearest to a bad one, and free; None where the scheme has no prefix."""
    known = frozenset(others) - {name}
    if not scheme.prefixes:
        return None
    head, slash, rest = name.partition("/")
    prefix = _prefix(head if slash else _words(name)[0], scheme)
    if (given := scheme.prefix(name)) or prefix:
        body = name.removeprefix(given) if given else rest if slash else name
        prefix = given or prefix
    else:
        prefix, body = scheme.first or scheme.prefixes[0], name
    stem = prefix + (_version(body) if prefix in scheme.shapes else _slug(body))
    # A bad prefix is nobody's to mend: the team has chosen it.
    return next((each for each in _numbered(stem) if _is_good(each, scheme, known)), None)


def _is_good(name: str, scheme: Scheme, known: frozenset[str]) -> bool:
    return name not in known and clash(name, known) is None and not faults(name, scheme, known)


def _numbered(stem: str) -> Iterable[str]:
    """The name, then with a number behind, some times."""
    return (stem if number == 1 else f"{stem}-{number}" for number, _ in zip(count(1), range(100), strict=False))


def _prefix(word: str, scheme: Scheme) -> str:
    """The prefix that a word stands for, or an empty one."""
    word = word.lower()
    heads = {prefix.removesuffix("/"): prefix for prefix in scheme.prefixes if prefix.count("/") == 1}
    if word in heads:
        return heads[word]
    meant = (heads[head] for head, words in MEANT.items() if head in heads and word in words.split())
    if found := next(meant, ""):
        return found
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(word, list(heads), n=1, cutoff=0.75)
    return heads[near[0]] if near else ""


def _words(name: str) -> list[str]:
    return re.split(r"[^a-z0-9]+", name.lower())


def _slug(text: str) -> str:
    """Parts of small letters, digits and `.`, `_`, `-`; `run` where nothing is left."""
    from unicodedata import normalize  # only a mistake needs it

    parts = (_part(part) for part in normalize("NFC", normalize("NFC", text).lower()).split("/"))
    return "/".join(filter(None, parts))[: 2 * READABLE].rstrip("/._-") or "work"


def _part(text: str) -> str:
    from unicodedata import category  # as above

    kept = "".join(c if category(c)[0] in "LNM" or c in "._-+=," else "-" for c in text)
    tidy = re.sub(r"-{2,}", "-", re.sub(r"\.{2,}", ".", kept))[:READABLE]
    while tidy != (tidy := re.sub(r"\.lock$", "", tidy).strip("._-+=,")):
        pass
    return f"{tidy}-branch" if DEVICE.fullmatch(tidy) else tidy


def _version(text: str) -> str:
    """`1.2` -> `v1.2.0`, with what stands behind it."""
    found = re.search(r"([0-9]+)(?:\.([0-9]+))?(?:\.([0-9]+))?(?:-([0-9A-Za-z][0-9A-Za-z.-]*))?", text)
    if not found:
        return "v0.1.0"
    numbers = ".".join(part or "0" for part in found.groups()[:3])
    extra = re.sub(r"\.{2,}", ".", found[4] or "").rstrip(".-").removesuffix(".lock")[:READABLE]
    return f"v{numbers}" + f"-{extra}" * bool(extra)
