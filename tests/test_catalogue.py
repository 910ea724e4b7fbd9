"""The house rules that every rule keeps, so that a new one costs one file and one table."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import pytest

from mlhygiene.clone import Clone
from mlhygiene.model import Blob, Commit
from mlhygiene.record import Branch, Tag
from mlhygiene.rule import AnyRule, catalogue, class_name, matching, options, page, summary
from mlhygiene.tree import Tree

ROOT = Path(__file__).parents[1]
RULES = list(catalogue().values())
# Codes that were published and are gone: never used again.
RETIRED: set[str] = set()

every_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.name for rule in RULES])


def test_there_is_a_rule_for_every_module() -> None:
    modules = {path.stem for path in (ROOT / "hooks/mlhygiene/rules").glob("*.py")} - {"__init__"}

    assert {rule.name.replace("-", "_") for rule in RULES} == modules


def test_codes_are_unique_and_none_is_retired() -> None:
    codes = [rule.code for rule in RULES]

    assert sorted(set(codes) - RETIRED) == codes


@every_rule
def test_one_name_in_its_four_spellings(rule: type[AnyRule]) -> None:
    module = rule.name.replace("-", "_")

    assert rule.__name__ == class_name(module)
    assert rule.__module__ == f"mlhygiene.rules.{module}"
    assert (ROOT / f"tests/rules/test_{module}.py").exists()


@every_rule
def test_the_code_is_of_a_family(rule: type[AnyRule]) -> None:
    assert re.fullmatch(r"MLH[1-6]\d\d", rule.code)


@every_rule
def test_the_docstring_tells_the_fault_why_it_hurts_and_what_to_do(rule: type[AnyRule]) -> None:
    paragraphs = page(rule).split("\n\n")

    assert len(paragraphs) == 3
    assert paragraphs[0].endswith(".")
    assert "\n" not in paragraphs[0]
    assert max(map(len, page(rule).splitlines())) <= 80


@every_rule
def test_the_rule_is_frozen_and_needs_no_argument(rule: type[AnyRule]) -> None:
    instance = rule()

    with pytest.raises(dataclasses.FrozenInstanceError):
        instance.severity = instance.severity  # type: ignore[misc]


@every_rule
def test_every_option_has_help_and_a_default_that_parses(rule: type[AnyRule]) -> None:
    for key, option in options(rule).items():
        assert option.metadata["help"].endswith("."), key
        assert option.metadata["parse"](option.metadata["default"]) == option.default, key


@every_rule
def test_the_rule_says_what_it_judges(rule: type[AnyRule]) -> None:
    assert set(rule.subjects) <= {Blob, Commit, Branch, Tag, Tree, Clone}


@every_rule
def test_the_readme_names_the_rule(rule: type[AnyRule]) -> None:
    assert f"| {rule.name} | {rule.severity} | {summary(rule)} |" in (ROOT / "README.md").read_text("utf-8")


@every_rule
def test_the_test_table_of_the_rule_has_clean_and_found_cases(rule: type[AnyRule]) -> None:
    text = (ROOT / f"tests/rules/test_{rule.name.replace('-', '_')}.py").read_text("utf-8")

    assert re.search(r"^CLEAN\b", text, re.MULTILINE)
    assert re.search(r"^FOUND\b|def test_names|def test_finds", text, re.MULTILINE)


SELECTORS = {"MLH101": 1, "large-file": 1, "mlh101": 1, "MLH": len(RULES), "": 0, "M": 0, "MLH9": 0, "large": 0}


@pytest.mark.parametrize("selector", SELECTORS)
def test_a_selector_is_a_code_a_prefix_or_a_name(selector: str) -> None:
    assert len(matching(selector)) == SELECTORS[selector]
