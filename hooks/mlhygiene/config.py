"""What a team has chosen: `[tool.mlhygiene]` in pyproject.toml, or mlhygiene.toml."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from mlhygiene.model import Refusal, Severity
from mlhygiene.rule import load, matching, names, options

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlhygiene.rule import AnyRule

FILES = ("mlhygiene.toml", "pyproject.toml")
# Tables that several rules and commands share; a rule that needs one has a field of that name.
SHARED = {
    "branches": "mlhygiene.branches.scheme",
    "metrics": "mlhygiene.messages.metrics",
    "provenance": "mlhygiene.provenance.policy",
    "versions": "mlhygiene.branches.versions",
}
KEYS = ("select", "ignore", "severity", "rules", "per-path", "baseline", "since", *SHARED)


@dataclass(frozen=True)
class Config:
    """One team's choices, checked. Selectors are codes, prefixes of codes, or names.

    `baseline` is a path from the root of the state that is judged, or of the revision `baseline_of`;
    of what was committed before `since`, seconds since the epoch, no message is judged.
    """

    select: tuple[str, ...] = ("MLH",)
    ignore: Mapping[str, str] = field(default_factory=dict[str, str])
    severity: Mapping[str, Severity] = field(default_factory=dict[str, Severity])
    options: Mapping[str, Mapping[str, Any]] = field(default_factory=dict[str, "Mapping[str, Any]"])
    per_path: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, "Mapping[str, str]"])
    shared: Mapping[str, Any] = field(default_factory=dict[str, Any])
    baseline: str | None = None
    baseline_of: str = ""
    since: int | None = None

    def rules(
        self, select: Iterable[str] = (), ignore: Iterable[str] = (), among: Iterable[str] = ("MLH",)
    ) -> list[AnyRule]:
        """The chosen rules with their options. `select` of the command line replaces the config's."""
        chosen = codes(select or self.select) & codes(among)
        chosen -= codes([*self.ignore, *ignore])
        severities = {code: level for key, level in self.severity.items() for code in matching(key)}
        return [
            rule(
                **{
                    **self._shared(rule),
                    **self.options.get(rule.name, {}),
                    "severity": severities.get(code, rule.severity),
                }
            )
            for code, rule in ((code, load(code)) for code in sorted(chosen))
        ]

    def _shared(self, rule: type[AnyRule]) -> dict[str, Any]:
        return {name: table for name, table in self.shared.items() if name in rule.__dataclass_fields__}

    def with_option(self, rule: str, **values: object) -> Config:
        """The same choices, with options of one rule set by the command line."""
        options = {**self.options, rule: {**self.options.get(rule, {}), **values}}
        return replace(self, options=options)


def codes(selectors: Iterable[str]) -> set[str]:
    """The codes that selectors choose; Refusal names one that chooses nothing."""
    chosen = set[str]()
    for selector in selectors:
        selected = matching(selector)
        if not selected:
            # Of names alone: a code looks like every other.
            near = _near(selector, list(names().values()))
            raise Refusal(f"{selector!r} selects no rule{near}: see `mlhygiene rules`")
        chosen.update(selected)
    return chosen


def parse(content: bytes, source: str) -> Config | None:
    """The config in a file's content; None where it has no table of ours.

    Refusal names the file, the key and what would be right.
    """
    pyproject = source.endswith("pyproject.toml")
    if pyproject and b"mlhygiene" not in content:
        return None
    import tomllib  # 8 ms that a repository without a config never needs

    try:
        table: Any = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(f"{source}: not valid TOML: {error}") from error
    if pyproject:
        table = _table(table.get("tool", {}), f"{source}: tool").get("mlhygiene")
        if table is None:
            return None
        source += " [tool.mlhygiene]"
    return _config(table, source)


def named(path: str) -> Config:
    """The config in a file that the caller names; it must have one."""
    try:
        with open(path, "rb") as file:
            content = file.read()
    except OSError as error:
        raise Refusal(f"{path}: cannot read the config: {error.strerror}") from None
    found = parse(content, path)
    if found is None:
        raise Refusal(f"{path}: no [tool.mlhygiene] table in it")
    return found


def _config(table: object, source: str) -> Config:
    top = _table(table, source)
    _known(top, KEYS, source)
    select = top.get("select", ["MLH"])
    if not isinstance(select, list) or not select:
        raise Refusal(f'{source}: select: write a list of codes or names, such as ["MLH1"]')
    config = Config(
        select=tuple(str(selector) for selector in cast("list[object]", select)),
        ignore=_reasons(top.get("ignore", {}), f"{source}: ignore"),
        severity=_severities(top.get("severity", {}), f"{source}: severity"),
        options=_options(top.get("rules", {}), f"{source}: rules"),
        per_path={
            pattern: _reasons(reasons, f"{source}: per-path: {pattern!r}")
            for pattern, reasons in _table(top.get("per-path", {}), f"{source}: per-path").items()
        },
        shared={name: _shared(name, top[name], source) for name in SHARED if name in top},
        baseline=_baseline(top.get("baseline"), source),
        since=_since(top.get("since"), source),
    )
    try:
        codes([*config.select, *config.ignore, *config.severity])
        codes(selector for reasons in config.per_path.values() for selector in reasons)
    except Refusal as refusal:
        raise Refusal(f"{source}: {refusal}") from None
    return config


def _shared(name: str, table: object, source: str) -> object:
    try:
        return import_module(SHARED[name]).parse(table)
    except ValueError as error:
        raise Refusal(f"{source}: {name}: {error}") from None


def _baseline(value: object, source: str) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or not value or value.startswith(("/", "\\")) or ".." in value.split("/"):
        raise Refusal(f'{source}: baseline: write a path from the root of the repository, such as "baseline.json"')
    return value.removeprefix("./")


def _since(value: object, source: str) -> int | None:
    if value is None:
        return None
    from mlhygiene.dates import parse_moment  # few configs have one

    try:
        return parse_moment(value)
    except ValueError as error:
        raise Refusal(f"{source}: since: {error}") from None


def _options(table: object, where: str) -> dict[str, dict[str, object]]:
    by_name = {name: code for code, name in names().items()}
    chosen = dict[str, dict[str, object]]()
    for name, values in _known(_table(table, where), by_name, where).items():
        known = options(load(by_name[name]))
        chosen[name] = {}
        for key, value in _known(_table(values, f"{where}.{name}"), known, f"{where}.{name}").items():
            try:
                chosen[name][known[key].name] = known[key].metadata["parse"](value)
            except ValueError as error:
                raise Refusal(f"{where}.{name}: {key}: {error}") from None
    return chosen


def _reasons(table: object, where: str) -> dict[str, str]:
    reasons = _table(table, where)
    for selector, reason in reasons.items():
        if not isinstance(reason, str) or not reason.strip():
            raise Refusal(f'{where}: {selector}: say why, such as {selector} = "tutorials keep their output"')
    return {selector: str(reason) for selector, reason in reasons.items()}


def _severities(table: object, where: str) -> dict[str, Severity]:
    levels = [str(severity) for severity in Severity]
    for selector, level in _table(table, where).items():
        if level not in levels:
            raise Refusal(f"{where}: {selector}: {level!r} is none of {', '.join(levels)}")
    return {selector: Severity(str(level)) for selector, level in _table(table, where).items()}


def _table(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise Refusal(f"{where}: write a table, not {value!r}")
    return cast("dict[str, object]", value)


def _known(table: dict[str, object], known: Iterable[str], where: str) -> dict[str, object]:
    names = list(known)
    for key in table:
        if key not in names:
            raise Refusal(f"{where}: unknown key {key!r}{_near(key, names)}")
    return table


def _near(word: str, words: Sequence[str]) -> str:
    from difflib import get_close_matches  # only a mistake needs it

    near = get_close_matches(word, words, n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""
