"""The config: what it means, and one clear line for what is wrong with it."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene import config, generate
from mlhygiene.config import Config, parse
from mlhygiene.model import Refusal, Severity
from mlhygiene.rule import catalogue
from mlhygiene.rules.large_file import LargeFile

if TYPE_CHECKING:
    from mlhygiene.rule import AnyRule


def rules(text: str, **arguments: list[str]) -> dict[str, AnyRule]:
    chosen = parse(text.encode(), "mlhygiene.toml")
    assert chosen is not None
    return {rule.code: rule for rule in chosen.rules(**arguments)}


def large_file(text: str) -> LargeFile:
    rule = rules(text)["MLH101"]
    assert isinstance(rule, LargeFile)
    return rule


def test_without_a_config_every_rule_runs_as_it_is() -> None:
    assert [type(rule) for rule in Config().rules()] == list(catalogue().values())
    assert all(rule == type(rule)() for rule in Config().rules())


def test_a_rule_table_sets_the_fields_of_the_rule() -> None:
    rule = large_file(
        '[rules.large-file]\nlimit = "1 MB"\ntext-limit = 7\n[rules.large-file.limits]\n"*.lock" = "none"'
    )

    assert (rule.limit, rule.text_limit, rule.limits.of("uv.lock")) == (1_000_000, 7, 2**63 - 1)


SELECTIONS = {
    "one code": ('select = ["MLH101"]', {}, {"MLH101"}),
    "a name": ('select = ["many-files"]', {}, {"MLH108"}),
    "any case of a prefix": ('select = ["mlh101"]', {}, {"MLH101"}),
    "a prefix, less what is ignored": (
        'select = ["MLH10"]\nignore = {MLH101 = "why"}',
        {},
        {code for code in catalogue() if code.startswith("MLH10")} - {"MLH101"},
    ),
    "the command line replaces the selection": ('select = ["MLH101"]', {"select": ["MLH102"]}, {"MLH102"}),
    "the command line adds to what is ignored": (
        'select = ["MLH101", "MLH102"]\nignore = {MLH101 = "why"}',
        {"ignore": ["lfs-not-pointer"]},
        set(),
    ),
    "a hook runs its own family": ("", {"among": ["MLH101"]}, {"MLH101"}),
}


@pytest.mark.parametrize(("text", "arguments", "codes"), SELECTIONS.values(), ids=SELECTIONS)
def test_selects(text: str, arguments: dict[str, list[str]], codes: set[str]) -> None:
    assert set(rules(text, **arguments)) == codes


def test_a_user_moves_a_severity() -> None:
    moved = rules('[severity]\nMLH1 = "warning"\nlarge-file = "note"')

    assert moved["MLH101"].severity is Severity.NOTE
    assert moved["MLH102"].severity is Severity.WARNING


def test_pyproject_without_our_table_is_no_config() -> None:
    assert parse(b"[tool.ruff]\n", "pyproject.toml") is None
    assert parse(b'[project]\nname = "mlhygiene-user"\n', "pyproject.toml") is None


def test_pyproject_with_our_table_is_one() -> None:
    chosen = parse(b'\xef\xbb\xbf[tool.mlhygiene]\nselect = ["MLH101"]\n', "pyproject.toml")

    assert chosen == Config(select=("MLH101",))


WRONG = {
    "broken TOML": ("select = [", "mlhygiene.toml: not valid TOML: "),
    "bytes that are not UTF-8": (b"a = '\xff'", "mlhygiene.toml: not valid TOML: "),
    "an unknown key": ("selct = []", "mlhygiene.toml: unknown key 'selct' (did you mean 'select'?)"),
    "an unknown rule": (
        "[rules.large-fil]",
        "mlhygiene.toml: rules: unknown key 'large-fil' (did you mean 'large-file'?)",
    ),
    "an unknown option": (
        "[rules.large-file]\nlimits_ = 1",
        "mlhygiene.toml: rules.large-file: unknown key 'limits_' (did you mean 'limits'?)",
    ),
    "a bad size": (
        "[rules.large-file]\nlimit = 'big'",
        "mlhygiene.toml: rules.large-file: limit: 'big' is not a size: ",
    ),
    "a bad count": (
        "[rules.many-files]\nlimit = 0",
        "mlhygiene.toml: rules.many-files: limit: 0 is not a number of files",
    ),
    "rules that are no table": ("rules = 1", "mlhygiene.toml: rules: write a table, not 1"),
    "a selection that is no list": ("select = 'MLH1'", "mlhygiene.toml: select: write a list of codes or names"),
    "an empty selection": ("select = []", "mlhygiene.toml: select: write a list of codes or names"),
    "a selector that selects nothing": (
        'select = ["MLH999"]',
        "mlhygiene.toml: 'MLH999' selects no rule",
    ),
    "a misspelt name": (
        'ignore = {larg-file = "why"}',
        "mlhygiene.toml: 'larg-file' selects no rule (did you mean 'large-file'?): see `mlhygiene rules`",
    ),
    "an ignore without a reason": (
        'ignore = {MLH101 = " "}',
        "mlhygiene.toml: ignore: MLH101: say why, such as MLH101 = ",
    ),
    "ignores as a list": ('ignore = ["MLH101"]', "mlhygiene.toml: ignore: write a table, not ['MLH101']"),
    "an unknown severity": (
        'severity = {MLH101 = "fatal"}',
        "mlhygiene.toml: severity: MLH101: 'fatal' is none of error, ",
    ),
    "a path without reasons": (
        'per-path = {"docs/**" = ["MLH101"]}',
        "mlhygiene.toml: per-path: 'docs/**': write a table",
    ),
    "an option of a wrong type": (
        '[rules.notebook-output]\nmetadata = ["strict"]',
        "mlhygiene.toml: rules.notebook-output: metadata: ['strict'] is none of minimal, standard, strict",
    ),
    "a path with an unknown rule": ('[per-path]\n"a" = {MLH9 = "why"}', "mlhygiene.toml: 'MLH9' selects no rule"),
}


@pytest.mark.parametrize(("text", "line"), WRONG.values(), ids=WRONG)
def test_says_what_is_wrong_and_where(text: str | bytes, line: str) -> None:
    content = text if isinstance(text, bytes) else text.encode()

    with pytest.raises(Refusal, match="^" + re.escape(line)) as refusal:
        parse(content, "mlhygiene.toml")

    assert "\n" not in str(refusal.value)


@given(st.text())
def test_any_text_is_a_config_or_refused(text: str) -> None:
    try:
        parse(text.encode("utf-8", "surrogatepass"), "mlhygiene.toml")
    except Refusal as refusal:
        assert str(refusal).startswith("mlhygiene.toml")


def valid(text: str) -> bool:
    try:
        jsonschema.validate(tomllib.loads(text), generate.schema())
    except jsonschema.ValidationError:
        return False
    return True


def test_the_shipped_schema_is_a_schema() -> None:
    shipped = json.loads((Path(config.__file__).parent / "config.schema.json").read_text("utf-8"))

    jsonschema.Draft202012Validator.check_schema(shipped)


@pytest.mark.parametrize("text", [row[0] for row in SELECTIONS.values()], ids=SELECTIONS)
def test_the_schema_accepts_what_we_accept(text: str) -> None:
    assert valid(text)


# What a schema cannot know: TOML's own grammar, the spelling of sizes, prefixes of codes.
BEYOND = {"broken TOML", "bytes that are not UTF-8", "a bad size", "an ignore without a reason"}
BEYOND |= {"a selector that selects nothing", "a path with an unknown rule"}


@pytest.mark.parametrize("key", sorted(WRONG.keys() - BEYOND))
def test_the_schema_refuses_what_we_refuse(key: str) -> None:
    assert not valid(str(WRONG[key][0]))
