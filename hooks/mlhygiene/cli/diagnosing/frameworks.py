"""The config of pre-commit or prek, and what of ours it names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from mlhygiene.dvc.document import Broken, Document, is_list, mapping, parse, sequence
from mlhygiene.hooks import HOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlhygiene.cli.diagnosing.setup import Setup

# In the order in which a reader comes upon them; prek reads the second as well.
FILES = (".pre-commit-config.yaml", ".pre-commit-config.yml", "prek.toml")
NATIVE = re.compile(r"\bmlhygiene\s+hook\s+([\w-]+)")
# What stands in place of a URL, where hooks come from no repository.
OWN = ("local", "meta", "builtin")
# Names that pre-commit had for its stages before 3.2.
OLD = {"commit": "pre-commit", "merge-commit": "pre-merge-commit", "push": "pre-push"}
EVERY = ("pre-commit", "pre-merge-commit", "pre-push", "prepare-commit-msg", "commit-msg", "manual")


class Ours(NamedTuple):
    """One hook of ours in the config: its id, when it runs, which files it is handed.

    `where` are the keys that lead to it in the document.
    """

    identifier: str
    stages: tuple[str, ...]
    chosen: Mapping[str, Any]
    where: tuple[object, ...]
    # Whether it is of our manifest, or the repository's own with our command in it.
    remote: bool = True

    @property
    def always(self) -> bool:
        """Whether it runs where no file is left for it; ours over messages do, unless somebody says not."""
        return bool(self.chosen.get("always_run", self.remote))

    @property
    def judges_files(self) -> bool:
        """Whether files are handed over to it, and not the file of a message."""
        hook = HOOKS[self.identifier]
        return hook.names and hook.stages[0] == "pre-commit"


class Framework(NamedTuple):
    """A config that could be read."""

    path: str
    document: Document
    ours: tuple[Ours, ...]

    @property
    def top(self) -> Mapping[str, Any]:
        """What it says of all hooks."""
        return mapping(self.document.content)

    @property
    def wanted(self) -> tuple[str, ...]:
        """The stages that `install` sets up where nobody names any; empty where it does not say."""
        listed = sequence(self.top.get("default_install_hook_types"))
        return tuple(OLD.get(str(stage), str(stage)) for stage in listed)

    def line(self, *keys: object) -> str:
        """`file:line` of a part; a file whose reader tells no lines has none."""
        number = self.document.place(*keys)[0] if self.document.node else None
        return f"{self.path}:{number}" if number else self.path

    def repositories(self) -> Iterator[tuple[int, Mapping[str, Any]]]:
        for number, each in enumerate(sequence(self.top.get("repos"))):
            yield number, mapping(each)


def path(setup: Setup) -> str | None:
    """The config that counts: pre-commit and prek read the worktree's."""
    return next((name for name in FILES if setup.worktree(name) is not None), None)


def read(setup: Setup) -> Framework | None:
    """The config, if there is one. Broken where it is not one."""
    name = path(setup)
    if name is None:
        return None
    content = setup.worktree(name) or b""
    document = _toml(content) if name.endswith(".toml") else parse(content)
    if not is_list(mapping(document.content).get("repos")):
        raise Broken("no list of `repos`", 1)
    bare = Framework(name, document, ())
    return bare._replace(ours=tuple(_ours(bare)))


def is_ours(repository: Mapping[str, Any]) -> bool:
    """Whether a repository of hooks is ours: by its name, or, for a copy under another one, by all its ids."""
    if repository.get("repo") in OWN:
        return False
    name = str(repository.get("repo", "")).rstrip("/").removesuffix(".git").rpartition("/")[2]
    identifiers = [mapping(hook).get("id") for hook in sequence(repository.get("hooks"))]
    return name == "mlhygiene" or (bool(identifiers) and all(each in HOOKS for each in identifiers))


def _ours(framework: Framework) -> Iterator[Ours]:
    for number, repository in framework.repositories():
        remote = is_ours(repository)
        for position, each in enumerate(sequence(repository.get("hooks"))):
            hook = mapping(each)
            native = NATIVE.search(f"{hook.get('entry', '')} {' '.join(map(str, sequence(hook.get('args'))))}")
            identifier = hook.get("id") if remote else native and native[1]
            if identifier in HOOKS:
                where = ("repos", number, "hooks", position)
                yield Ours(identifier, _stages(framework, hook, HOOKS[identifier].stages, remote), hook, where, remote)


def _stages(framework: Framework, hook: Mapping[str, Any], known: tuple[str, ...], remote: bool) -> tuple[str, ...]:
    """When a hook runs: as it says, as its manifest says, as the config says of all hooks, always."""
    told = sequence(hook.get("stages")) or (list(known) if remote else [])
    told = told or sequence(framework.top.get("default_stages")) or list(EVERY)
    return tuple(OLD.get(str(stage), str(stage)) for stage in told)


def _toml(content: bytes) -> Document:
    import tomllib  # few repositories have a prek.toml

    try:
        return Document(tomllib.loads(content.decode("utf-8-sig")), None)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Broken(f"not valid TOML: {error}") from None
