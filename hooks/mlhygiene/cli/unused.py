"""Ignores that set nothing aside any more: told where a whole tree is judged, by all rules that run."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from mlhygiene.cli import lint_tree
from mlhygiene.clone import Clone
from mlhygiene.config import codes
from mlhygiene.coverage import Coverage
from mlhygiene.engine import judge
from mlhygiene.git.searching import lines
from mlhygiene.markers import WORDS, Marker, meant
from mlhygiene.model import Blob, printable, shown
from mlhygiene.rule import load, matching, names
from mlhygiene.scope import index
from mlhygiene.tree import Tree

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Collection, Iterable, Iterator

    from mlhygiene.config import Config
    from mlhygiene.git import Repository
    from mlhygiene.ignores import Ignores
    from mlhygiene.model import Subject

# So many are named of those that stand in files.
NAMED = 5
# In words about markers.
PLACEHOLDERS = {"CODE", "CODES"}


def notes(repository: Repository, arguments: Namespace, revision: str, chosen: Config, aside: Ignores) -> Iterator[str]:
    """What is unused, of all that the config and the lines of a state set aside; `aside` has been through all of it."""
    running = {rule.code for rule in chosen.rules()}
    for key in sorted(_idle(chosen, partial(_again, repository, arguments, revision))):
        yield f"the config ignores {key}, which would find nothing: take it out"
    for pattern, reasons in chosen.per_path.items():
        for key in reasons:
            if (pattern, key) not in aside.used and _can_fire(matching(key), running):
                yield f"the config ignores {key} for {printable(pattern)!r}, where it finds nothing: take it out"
    told = list(_in_lines(repository, revision, aside, running))
    yield from told[:NAMED]
    if len(told) > NAMED:
        yield f"and {len(told) - NAMED:,} more `{WORDS}…]` like these"


def _can_fire(among: Collection[str], running: Collection[str]) -> bool:
    """Whether all of some rules run, and judge a tree as it stands: of others, another scope or clone may know more."""
    rules = [load(code) for code in among if code in running]
    over_trees = [
        rule
        for rule in rules
        if not {Blob, Tree}.isdisjoint(rule.subjects) and Clone not in rule.subjects and not rule.compares
    ]
    return len(over_trees) == len(among)


def _idle(chosen: Config, again: Callable[[Coverage], Iterable[Subject]]) -> set[str]:
    """Selectors of the config's `ignore` whose rules would find nothing. The first finding of each is enough."""
    selected = codes(chosen.select)
    left = {key: set(matching(key)) for key in chosen.ignore if _can_fire(matching(key), selected)}
    if not left:
        return set()
    rules, coverage = replace(chosen, ignore={}).rules(among=left), Coverage()
    for finding in judge(again(coverage), rules):
        left = {key: among for key, among in left.items() if finding.rule.code not in among}
        if not left:
            break
    return set() if coverage.gaps else set(left)


def _again(repository: Repository, arguments: Namespace, revision: str, coverage: Coverage) -> Iterator[Subject]:
    """All of the state once more, for rules that the config leaves out."""
    yield from index.tree(repository, coverage, (), arguments.rev)
    yield from lint_tree.beside(repository, coverage, arguments, revision)


def _in_lines(repository: Repository, revision: str, aside: Ignores, running: Collection[str]) -> Iterator[str]:
    """What markers in lines are there for nothing."""
    heeded = {(each.path, each.line, each.selectors) for each in (*aside.heeded, *aside.unexplained)}
    for line in lines(repository, WORDS, revision) or ():
        for marker in meant(line.path, line.content.decode("utf-8", "replace")):
            if heeded.isdisjoint((line.path, number, marker.selectors) for number in (line.number, None)):
                why = _why(marker, running)
                if why:
                    yield f"{shown(line.path)}:{line.number}: {printable(str(marker))} {why}"


def _why(marker: Marker, running: Collection[str]) -> str | None:
    if PLACEHOLDERS.issuperset(marker.each):
        return None
    wrong = next((selector for selector in marker.each if not matching(selector)), None)
    if wrong is not None:
        from difflib import get_close_matches  # only a mistake needs it

        near = get_close_matches(wrong.lower(), names().values(), n=1)
        hint = f"did you mean {near[0]}?" if near else "see `mlhygiene rules`"
        return f"sets nothing aside: no rule is called {wrong} ({hint})"
    return "sets nothing aside: take it out" if _can_fire(marker.codes, running) else None
