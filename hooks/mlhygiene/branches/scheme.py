"""A team's branch scheme: `[tool.mlhygiene.branches]`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from mlhygiene.branches.presets import BOTS, EXPERIMENTS, PRESETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

DEFAULT = "ml"
ML = PRESETS[DEFAULT]


def _names(text: str) -> dict[str, object]:
    return {"type": "array", "items": {"type": "string", "minLength": 1}, "description": text}


SCHEMA: dict[str, object] = {
    "type": "object",
    "properties": {
        "preset": {"enum": list(PRESETS), "default": DEFAULT, "description": "The scheme that the rest adds to."},
        "names": _names("Further whole names."),
        "prefixes": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[^/].*/$"},
            "description": "Further beginnings of names, each with its `/`.",
        },
        "patterns": {
            "type": "array",
            "items": {"type": "string", "format": "regex", "minLength": 1},
            "description": "Regular expressions (Python's) of further whole names.",
        },
        "protected": _names(
            "In place of the preset's: branches that take no direct commit; `release/` is all of them."
        ),
        "flow": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string", "minLength": 1}},
            "description": "What may be merged into a branch, or into all of a prefix; an empty list is anything.",
        },
        "bots": _names("Further branches of machines: a name, or a beginning that ends in `/` or `*`."),
        "experiments": {
            "type": "array",
            "items": {"type": "string", "pattern": "^[^/].*/$"},
            "minItems": 1,
            "description": "In place of `exp/` and `experiment/`: the beginnings of branches of experiments.",
        },
    },
    "additionalProperties": False,
    "description": "How branches are named, which are protected, and which way merges go.",
}
KEYS = tuple(cast("dict[str, object]", SCHEMA["properties"]))


@dataclass(frozen=True)
class Scheme:
    """Which names branches have, which are protected, and which way merges go.

    `names` are whole names, `prefixes` end in `/`, `patterns` are regular expressions of whole
    names; `flow` maps a branch (or a prefix) to those that may be merged into it: any, where it
    is not named or the list is empty.
    """

    preset: str = DEFAULT
    names: tuple[str, ...] = ML.names
    prefixes: tuple[str, ...] = ML.prefixes
    patterns: tuple[str, ...] = ()
    protected: tuple[str, ...] = ML.protected
    flow: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: ML.flow)
    bots: tuple[str, ...] = BOTS
    experiments: tuple[str, ...] = EXPERIMENTS
    shapes: Mapping[str, str] = field(default_factory=lambda: ML.shapes, repr=False)

    def protects(self, name: str) -> bool:
        """Whether commits reach a branch by a merge or a pull request alone."""
        return covers(self.protected, name)

    def is_bot(self, name: str) -> bool:
        """Whether a machine has made a branch."""
        return covers(self.bots, name)

    def is_experiment(self, name: str) -> bool:
        """Whether a branch holds an experiment, as the name says."""
        return covers(self.experiments, name)

    def is_own(self, name: str) -> bool:
        """Whether a pattern of the team's own has a name."""
        return any(re.fullmatch(pattern, name) for pattern in self.patterns)

    def allows(self, name: str) -> bool:
        """Whether the team has a place for a name; whether it is well formed is asked elsewhere."""
        if name in self.names or self.is_own(name):
            return True
        prefix = self.prefix(name)
        rest = name.removeprefix(prefix)
        return bool(prefix and rest) and re.fullmatch(self.shapes.get(prefix, ".+"), rest) is not None

    def prefix(self, name: str) -> str:
        """The longest prefix that a name has, or an empty one."""
        return max((prefix for prefix in self.prefixes if name.startswith(prefix)), key=len, default="")

    def sources(self, target: str) -> tuple[str, ...]:
        """What may be merged into a branch; empty where anything may."""
        exact = self.flow.get(target)
        if exact is not None:
            return exact
        prefixes = [key for key in self.flow if key.endswith("/") and target.startswith(key)]
        return self.flow[max(prefixes, key=len)] if prefixes else ()

    def takes(self, target: str, source: str) -> bool:
        """Whether a branch may be merged into another. What was pulled from a branch itself always may."""
        sources = self.sources(target)
        return not sources or source == target or covers(sources, source)

    @property
    def first(self) -> str:
        """The beginning of a name for work that has none yet."""
        return next((p for p in (*self.experiments, *self.prefixes) if p in self.prefixes), "")


def covers(entries: Iterable[str], name: str) -> bool:
    """Whether a name is one of the entries, or begins as one that ends in `/` or `*` does."""
    return any(
        name.startswith(entry.removesuffix("*")) if entry.endswith(("/", "*")) else name == entry for entry in entries
    )


def parse(value: object) -> Scheme:
    """The table of a config; ValueError says what is wrong."""
    if not isinstance(value, dict):
        raise ValueError('write a table, such as preset = "ml"')  # noqa: TRY004 - a mistake in a config
    table = cast("dict[str, object]", value)
    for key in table:
        if key not in KEYS:
            raise ValueError(f"unknown key {key!r}{_near(key, KEYS)}: there are {', '.join(KEYS)}")
    preset = table.get("preset", DEFAULT)
    if not isinstance(preset, str) or preset not in PRESETS:
        raise ValueError(f"preset: {preset!r} is none of {', '.join(PRESETS)}{_near(str(preset), PRESETS)}")
    start = PRESETS[preset]
    scheme = Scheme(
        preset=preset,
        names=(*start.names, *_list(table, "names", "dev")),
        prefixes=(*start.prefixes, *_prefixes(table, "prefixes")),
        patterns=_patterns(table),
        protected=_list(table, "protected", "main") if "protected" in table else start.protected,
        flow={**start.flow, **_flow(table)},
        bots=(*BOTS, *_list(table, "bots", "renovate/")),
        experiments=_prefixes(table, "experiments") or EXPERIMENTS,
        shapes=start.shapes,
    )
    if not scheme.names and not scheme.prefixes and not scheme.patterns:
        raise ValueError("preset 'none' allows no branch at all: add names, prefixes or patterns")
    return scheme


def _prefixes(table: Mapping[str, object], key: str) -> tuple[str, ...]:
    prefixes = _list(table, key, "exp/")
    for prefix in prefixes:
        if not prefix.endswith("/") or prefix.startswith("/"):
            raise ValueError(f"{key}: {prefix!r} is no beginning of a name: write {prefix.strip('/') + '/'!r}")
    if key in table and key == "experiments" and not prefixes:
        raise ValueError('experiments: write at least one, such as ["exp/"]')
    return prefixes


def _patterns(table: Mapping[str, object]) -> tuple[str, ...]:
    patterns = _list(table, "patterns", "user/[a-z]+/.+")
    for pattern in patterns:
        try:
            re.compile(pattern)
        except (re.error, OverflowError, RecursionError) as error:
            raise ValueError(f"patterns: {pattern!r} is not a regular expression: {error}") from None
    return patterns


def _flow(table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    flow = table.get("flow", {})
    if not isinstance(flow, dict):
        raise ValueError('flow: write a table, such as main = ["release/"]')  # noqa: TRY004 - as above
    return {
        target: _list({f"flow.{target}": sources}, f"flow.{target}", "release/")
        for target, sources in cast("dict[str, object]", flow).items()
    }


def _list(table: Mapping[str, object], key: str, example: str) -> tuple[str, ...]:
    value = table.get(key, [])
    names = cast("list[object]", value) if isinstance(value, list) else [None]
    if not all(isinstance(name, str) and name for name in names):
        raise ValueError(f'{key}: write a list of names, such as ["{example}"]')
    return tuple(map(str, names))


def _near(word: str, words: Iterable[str]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(word, list(words), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
