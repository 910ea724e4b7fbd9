"""`[tool.mlhygiene.branches]`: the presets, what a team adds, and one clear line for a mistake."""

from __future__ import annotations

import re

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlhygiene.branches.presets import PRESETS
from mlhygiene.branches.scheme import SCHEMA, Scheme, parse

ALLOWED = {
    "an experiment": ({}, "exp/lr-3e-4"),
    "a nested experiment, as autoresearch has them": ({}, "exp/H100/mar8"),
    "each prefix of the seed": ({}, "data/add-validation-split"),
    "a release": ({}, "release/v1.2.0-rc.1"),
    "a release of two numbers": ({}, "release/1.2"),
    "the default branch": ({}, "main"),
    "a name of one's own": ({"names": ["trunk"]}, "trunk"),
    "a prefix of one's own": ({"prefixes": ["team/"]}, "team/x"),
    "a pattern of one's own": ({"patterns": ["user/[a-z]+/.+"]}, "user/ada/lr"),
    "only one's own": ({"preset": "none", "names": ["trunk"]}, "trunk"),
    "a release by a pattern of one's own": ({"patterns": ["release/.+"]}, "release/spring"),
    "git-flow: a feature": ({"preset": "git-flow"}, "feature/model-tuning"),
    "git-flow: a hotfix": ({"preset": "git-flow"}, "hotfix/data-leak-fix"),
    "git-flow: a release": ({"preset": "git-flow"}, "release/v1.2.0"),
    "git-flow: the stage for tests": ({"preset": "git-flow"}, "test"),
    "git-flow with experiments": ({"preset": "git-flow", "prefixes": ["exp/"]}, "exp/lr"),
    "solo: the stages": ({"preset": "solo"}, "prod"),
    "solo: an experiment": ({"preset": "solo"}, "exp/lr"),
}
REFUSED = {
    "no prefix": ({}, "lr-sweep"),
    "a prefix alone": ({}, "exp/"),
    "a prefix in capitals": ({}, "EXP/lr"),
    "a release without a version": ({}, "release/spring"),
    "git-flow: no experiment": ({"preset": "git-flow"}, "exp/lr"),
    "git-flow: a release of two numbers": ({"preset": "git-flow"}, "release/v1.2"),
    "git-flow: a release without v": ({"preset": "git-flow"}, "release/1.2.0"),
    "git-flow: another stage": ({"preset": "git-flow"}, "staging"),
    "solo: another stage": ({"preset": "solo"}, "main"),
    "a pattern that matches a part alone": ({"patterns": ["user"]}, "user/ada"),
    "only one's own": ({"preset": "none", "names": ["trunk"]}, "main"),
}


@pytest.mark.parametrize(("table", "name"), ALLOWED.values(), ids=ALLOWED)
def test_the_scheme_has_a_place_for(table: dict[str, object], name: str) -> None:
    assert parse(table).allows(name)


@pytest.mark.parametrize(("table", "name"), REFUSED.values(), ids=REFUSED)
def test_the_scheme_has_no_place_for(table: dict[str, object], name: str) -> None:
    assert not parse(table).allows(name)


PROTECTED = {
    "main and master, where nothing is said": ({}, {"main", "master"}),
    "git-flow: main and test": ({"preset": "git-flow"}, {"main", "test"}),
    "solo: test and prod": ({"preset": "solo"}, {"test", "prod"}),
    "none, where an empty list lifts it": ({"protected": []}, set()),
    "what a team says instead, a prefix is all of them": (
        {"protected": ["dev", "release/"]},
        {"dev", "release/v1.2.0"},
    ),
}


@pytest.mark.parametrize(("table", "names"), PROTECTED.values(), ids=PROTECTED)
def test_protects(table: dict[str, object], names: set[str]) -> None:
    every = {"main", "master", "develop", "dev", "test", "prod", "release/v1.2.0", "exp/lr"}

    assert {name for name in every if parse(table).protects(name)} == names


# The arrows of the team workflow in the seeds, and no others.
ARROWS = {
    ("main", "hotfix/leak"),
    ("hotfix/leak", "release/v1.2.0"),
    ("main", "release/v1.2.0"),
    ("release/v1.2.0", "main"),
    ("develop", "feature/tuning"),
    ("feature/tuning", "develop"),
    ("develop", "test"),
    ("test", "release/v1.2.0"),
}
STAGES = ("main", "develop", "test", "feature/tuning", "hotfix/leak", "release/v1.2.0")


@pytest.mark.parametrize("target", STAGES)
@pytest.mark.parametrize("source", STAGES)
def test_git_flow_goes_the_way_of_the_seed(source: str, target: str) -> None:
    expected = source == target or (source, target) in ARROWS

    assert parse({"preset": "git-flow"}).takes(target, source) is expected


FLOWS = {
    "ml lets anything go anywhere": ({}, "main", "exp/lr", True),
    "solo goes from dev to test": ({"preset": "solo"}, "test", "dev", True),
    "solo goes from test to prod": ({"preset": "solo"}, "prod", "test", True),
    "solo does not pass over test": ({"preset": "solo"}, "prod", "dev", False),
    "solo takes anything into dev": ({"preset": "solo"}, "dev", "exp/lr", True),
    "a team adds to a preset, target by target": (
        {"preset": "git-flow", "flow": {"develop": ["feature/", "exp/"]}},
        "develop",
        "exp/lr",
        True,
    ),
    "the other targets stay": ({"preset": "git-flow", "flow": {"develop": ["exp/"]}}, "main", "develop", False),
    "an empty list lifts it": ({"preset": "git-flow", "flow": {"main": []}}, "main", "develop", True),
    "the longest prefix decides": ({"flow": {"exp/": ["main"], "exp/a/": ["develop"]}}, "exp/a/b", "main", False),
}


@pytest.mark.parametrize(("table", "target", "source", "expected"), FLOWS.values(), ids=FLOWS)
def test_the_flow(table: dict[str, object], target: str, source: str, expected: bool) -> None:
    assert parse(table).takes(target, source) is expected


WRONG = {
    "no table": ("ml", 'write a table, such as preset = "ml"'),
    "an unknown key": ({"prefix": ["exp/"]}, "unknown key 'prefix' (did you mean 'prefixes'?)"),
    "an unknown preset": ({"preset": "gitflow"}, "preset: 'gitflow' is none of ml, git-flow, solo, none (did you mean"),
    "a preset of another type": ({"preset": 1}, "preset: 1 is none of ml"),
    "names that are no list": ({"names": "trunk"}, 'names: write a list of names, such as ["dev"]'),
    "an empty name": ({"names": [""]}, "names: write a list of names"),
    "a prefix without its slash": ({"prefixes": ["exp"]}, "prefixes: 'exp' is no beginning of a name: write 'exp/'"),
    "a pattern that is none": ({"patterns": ["exp/("]}, "patterns: 'exp/(' is not a regular expression: missing )"),
    "a flow that is no table": ({"flow": ["main"]}, 'flow: write a table, such as main = ["release/"]'),
    "a target that is no list": ({"flow": {"main": "dev"}}, "flow.main: write a list of names"),
    "no name at all": ({"preset": "none"}, "preset 'none' allows no branch at all"),
    "no beginning for experiments": ({"experiments": []}, "experiments: write at least one"),
}
BEYOND = {"a pattern that is none", "no name at all"}


@pytest.mark.parametrize(("value", "line"), WRONG.values(), ids=WRONG)
def test_says_what_is_wrong(value: object, line: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(line)) as error:
        parse(value)

    assert "\n" not in str(error.value)


@pytest.mark.parametrize("key", sorted(WRONG.keys() - BEYOND))
def test_the_schema_refuses_what_we_refuse(key: str) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(WRONG[key][0], SCHEMA)


@pytest.mark.parametrize("table", [row[0] for row in [*ALLOWED.values(), *PROTECTED.values(), *FLOWS.values()]])
def test_the_schema_accepts_what_we_accept(table: dict[str, object]) -> None:
    jsonschema.validate(table, SCHEMA)


def test_without_a_table_the_scheme_is_ml() -> None:
    assert Scheme() == parse({}) == parse({"preset": "ml"})


@pytest.mark.parametrize("preset", PRESETS)
def test_work_without_a_name_begins_with_a_prefix_that_the_preset_has(preset: str) -> None:
    scheme = parse({"preset": preset, "names": ["trunk"]})

    assert scheme.first in {*scheme.prefixes, ""}
    assert bool(scheme.first) == bool(scheme.prefixes)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda s: st.lists(s) | st.dictionaries(st.sampled_from([*SCHEMA["properties"], "x"]), s),
    )
)  # type: ignore[misc,call-overload]
def test_any_value_is_a_scheme_or_refused(value: object) -> None:
    try:
        assert isinstance(parse(value), Scheme)
    except ValueError as error:
        assert str(error)
