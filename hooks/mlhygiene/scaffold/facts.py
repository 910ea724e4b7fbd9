"""What a repository is made of, as far as its files tell."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Storage, shown
from mlhygiene.scaffold import dependencies, documents

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

# The extras that a repository has by itself; the others are asked for (`--with`).
FOUND = ("kedro", "valohai")
# What lies there belongs to a test or an example, not to the repository.
ASIDE = frozenset({b"tests", b"test", b"testdata", b"fixtures", b"examples", b"docs"})
# No more files are read than a person would open; those nearest to the root come first.
MOST_ATTRIBUTES, MOST_DEPENDENCIES = 20, 6
ATTRIBUTES = b".gitattributes"
LFS = re.compile(rb"(?m)^[ \t]*[^#\s][^\r\n]*[ \t]filter=lfs(?=\s|\Z)")
# What DVC has in git: its config, its pipelines, and a file beside each thing that it holds.
DVC, DVC_CONFIG, DVC_PIPELINE = b".dvc", b".dvc/config", (b"dvc.yaml", b"dvc.lock")
NOTEBOOK, MODULE = b".ipynb", b".py"
# What a name at the root says by itself.
NAMES = {
    b"uv.lock": "uv",
    b"poetry.lock": "poetry",
    b"valohai.yaml": "valohai",
    b".kedro.yml": "kedro",
    b".kedro.yaml": "kedro",
    b"conf/base/catalog.yml": "kedro",
}
# What a table of pyproject.toml says.
TABLES = {"tool.kedro": "kedro", "tool.poetry": "poetry", "tool.uv": "uv"}
# What a dependency says.
PACKAGES = {
    "hydra-core": "hydra",
    "kedro": "kedro",
    "lightning": "lightning",
    "pytorch-lightning": "lightning",
    "lightning-fabric": "lightning",
}


class Facts(NamedTuple):
    """What was found. `tools` are names such as `hydra`, `lightning`, `uv`; `because` says of each finding by what.

    `notebooks` and `modules` count `*.ipynb` and `*.py`. `fresh` is true of a repository without a
    tracked file, `configured` of one with a config of ours; `contributing` is its page for contributors.
    """

    storage: Storage = Storage.NONE
    extras: frozenset[str] = frozenset()
    tools: frozenset[str] = frozenset()
    notebooks: int = 0
    fresh: bool = True
    because: tuple[tuple[str, str], ...] = ()
    configured: bool = False
    modules: int = 0
    contributing: str = "CONTRIBUTING.md"


def facts(paths: Sequence[bytes], read: Callable[[bytes], bytes | None]) -> Facts:
    """Look at the files of a repository: `paths` from its root, and what `read` says stands in one."""
    because = dict[str, str]()
    for name, found_by in (*_storage(paths, read), *_tools(paths, read)):
        because.setdefault(name, found_by)
    storage = STORAGES["lfs" in because, "dvc" in because]
    notebooks, modules = (sum(path.lower().endswith(kind) for path in paths) for kind in (NOTEBOOK, MODULE))
    extras = frozenset(name for name in FOUND if name in because)
    tools = frozenset(because) - {"lfs", "dvc", *extras}
    return Facts(
        storage,
        extras,
        tools,
        notebooks,
        not paths,
        tuple(because.items()),
        configured=documents.configured(paths, read),
        contributing=documents.contributing(paths),
        modules=modules,
    )


STORAGES = {
    (False, False): Storage.NONE,
    (True, False): Storage.LFS,
    (False, True): Storage.DVC,
    (True, True): Storage.BOTH,
}


def _storage(paths: Sequence[bytes], read: Callable[[bytes], bytes | None]) -> Iterator[tuple[str, str]]:
    if path := next((path for path in paths if _is_dvc(path) and not _aside(path)), None):
        yield "dvc", shown(path)
    if b".lfsconfig" in paths:
        yield "lfs", ".lfsconfig"
        return
    written = sorted((path for path in paths if path.rpartition(b"/")[2] == ATTRIBUTES), key=_depth)
    for path in written[:MOST_ATTRIBUTES]:
        if LFS.search(read(path) or b""):
            yield "lfs", f"filter=lfs in {shown(path)}"
            return


def _tools(paths: Sequence[bytes], read: Callable[[bytes], bytes | None]) -> Iterator[tuple[str, str]]:
    there = set(paths)
    yield from ((tool, shown(path)) for path, tool in NAMES.items() if path in there)
    sources = sorted((path for path in paths if dependencies.names_some(path)), key=_depth)
    for path in sources[:MOST_DEPENDENCIES]:
        said = dependencies.said(path, read(path) or b"")
        yield from ((TABLES[table], f"[{table}] in {shown(path)}") for table in TABLES if table in said.tables)
        yield from ((PACKAGES[name], f"{name} in {shown(path)}") for name in PACKAGES if name in said.packages)


def _is_dvc(path: bytes) -> bool:
    name = path.rpartition(b"/")[2]
    return (name.endswith(DVC) and name != DVC) or name in DVC_PIPELINE or (b"/" + path).endswith(b"/" + DVC_CONFIG)


def _aside(path: bytes) -> bool:
    return not ASIDE.isdisjoint(path.split(b"/")[:-1])


def _depth(path: bytes) -> tuple[int, bytes]:
    return path.count(b"/"), path
