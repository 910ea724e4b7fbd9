"""Which names are good, why others are not, and what is offered instead."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlhygiene.branches.naming import faults
from mlhygiene.branches.presets import PRESETS
from mlhygiene.branches.scheme import Scheme, parse
from mlhygiene.branches.suggesting import suggested

GOOD = {
    "an experiment": "exp/lr-sweep",
    "capitals": "exp/H100/mar8",
    "an underscore": "exp/warm_up",
    "a parameter": "exp/lr=3e-4,bs=64",
    "a language": "feat/c++",
    "a decimal": "exp/dropout-0.1",
    "non-ASCII": "exp/größe-été-実験",
    "letters of several signs": "exp/हिन्दी",
    "a whole name": "develop",
    "a bot": "dependabot/npm_and_yarn/@types/node-1.2.3",
    "a bot's beginning": "revert-12-feat/flash",
    "a merge queue": "gh-readonly-queue/main/pr-12-4b825dc642cb",
    "an agent": "claude/issue-12",
    "as long as may be": "exp/" + "x" * 240,
}
BAD = {
    "no prefix": ("lr-sweep", "the scheme has no such name: exp/, "),
    "a blank": ("exp/my lr", "it holds a blank, which a shell would take for its own"),
    "a command": ("exp/$(id)", "it holds '$()', which a shell would take for its own"),
    "a command behind another": ("feature/;rm", "it holds ';'"),
    "a backtick": ("exp/`id`", "it holds '`'"),
    "quotes": ("exp/it's", 'it holds "\'"'),
    "braces, as bash expands them": ("exp/{a,b}", "it holds '{}'"),
    "history of bash": ("exp/wow!", "it holds '!'"),
    "a variable of Windows": ("exp/%PATH%", "it holds '%'"),
    "a bot with a command": ("dependabot/$(id)", "it holds '$()'"),
    "a bidi mark": ("exp/\u202egpj", "it holds a character that cannot be seen"),
    "a zero width": ("exp/a\u200bb", "it holds a character that cannot be seen"),
    "a control character": ("exp/\x1b[31m", "it holds a character that cannot be seen"),
    "bytes that are not UTF-8": ("exp/\udcff", "it holds a character that cannot be seen, or bytes that are not UTF-8"),
    "a blank that is none of ASCII": ("exp/a\u00a0b", "it holds a blank"),
    "nothing behind the prefix": ("exp/", "a part of it is empty"),
    "an empty part": ("exp//a", "a part of it is empty"),
    "the commit that is checked out": ("HEAD", "'HEAD' means the commit that is checked out"),
    "a lock": ("exp/a.lock", "git keeps a file for each branch, and 'a.lock' is none"),
    "a lock in a folder": ("exp/a.lock/b", "git keeps a file for each branch"),
    "a device of Windows": ("exp/nul", "Windows keeps 'nul' for a device"),
    "a device with an extension": ("exp/COM1.txt", "Windows keeps 'COM1.txt' for a device"),
    "too long": ("exp/" + "x" * 241, "it is longer than 244 bytes"),
    "a release without a version": ("release/spring", "what follows release/ is a version"),
}
BAD |= {
    "a part that begins with a mark": ("exp/-a", "'-a' begins with neither a letter nor a digit"),
    "a part that begins with a dot": ("exp/.a", "'.a' begins with neither"),
    "a sign that addresses give a meaning": ("exp/v#12", "it holds '#': beside letters and digits there are . _ - +"),
    "an option": ("-x", "it begins as an option does"),
}


@pytest.mark.parametrize("name", GOOD.values(), ids=GOOD)
def test_is_good(name: str) -> None:
    assert faults(name, Scheme()) == []


@pytest.mark.parametrize(("name", "fault"), BAD.values(), ids=BAD)
def test_is_bad(name: str, fault: str) -> None:
    assert faults(name, Scheme())[0].startswith(fault)


CLASHES = {
    "a case twin": ("exp/LR", {"exp/lr"}, "'exp/lr' exists, and macOS and Windows keep both in one file"),
    "a twin in composed letters": ("exp/e\u0301te\u0301", {"exp/\u00e9t\u00e9"}, "exists, and macOS"),
    "a file where a folder would be": ("exp/x/y", {"exp/x"}, "'exp/x' exists, and git cannot keep both"),
    "a folder where a file would be": ("exp/x", {"exp/x/y"}, "'exp/x/y' exists, and git cannot keep both"),
    "folders of two spellings": ("exp/LR/a", {"exp/lr/b"}, "'exp/lr/b' exists, and macOS and Windows keep 'exp/lr'"),
}


@pytest.mark.parametrize(("name", "others", "fault"), CLASHES.values(), ids=CLASHES)
def test_does_not_stand_beside(name: str, others: set[str], fault: str) -> None:
    (told,) = faults(name, Scheme(), others)

    assert fault in told


BESIDE = {
    "itself": ("exp/lr", {"exp/lr"}),
    "a name that begins alike": ("exp/lr", {"exp/lr-2", "exp/l"}),
    "a twin of a whole name, which is not to blame": ("main", {"Main", "main/x"}),
}


@pytest.mark.parametrize(("name", "others"), BESIDE.values(), ids=BESIDE)
def test_stands_beside(name: str, others: set[str]) -> None:
    assert faults(name, Scheme(), others) == []


def test_a_pattern_of_ones_own_does_not_allow_what_a_shell_runs() -> None:
    assert faults("user/$(id)", parse({"patterns": [".*"]})) != []


SUGGESTIONS = {
    "a long word for a prefix": ("experiments/My LR", "exp/my-lr"),
    "no prefix": ("lr-sweep", "exp/lr-sweep"),
    "no prefix, though a word says which": ("fix-nan-loss", "fix/fix-nan-loss"),
    "a mistyped prefix": ("feture/flash", "feature/flash"),
    "a prefix in capitals": ("EXP/Lr", "exp/lr"),
    "a name as people nest them": ("ada/lr-sweep", "exp/ada/lr-sweep"),
    "a command": ("exp/$(id)", "exp/id"),
    "nothing to go by": ("???", "exp/work"),
    "a release": ("release/2.1", "release/v2.1.0"),
    "a release of no number": ("release/spring", "release/v0.1.0"),
    "a device": ("exp/nul", "exp/nul-branch"),
    "a lock": ("exp/a.lock", "exp/a"),
    "non-ASCII": ("Größe", "exp/größe"),
    "very long": ("exp/" + "ab" * 200, "exp/" + "ab" * 30),
}


@pytest.mark.parametrize(("name", "better"), SUGGESTIONS.values(), ids=SUGGESTIONS)
def test_offers(name: str, better: str) -> None:
    assert suggested(name, Scheme()) == better


def test_offers_a_name_that_is_free() -> None:
    assert suggested("exp/LR", Scheme(), {"exp/LR", "exp/lr", "exp/lr-2"}) == "exp/lr-3"


def test_offers_nothing_where_a_team_has_no_prefix() -> None:
    assert suggested("x", parse({"preset": "none", "names": ["trunk"]})) is None


NAMES = st.text(max_size=40) | st.text("aZ09 -_./;é@{~^:.lock", max_size=30)


@settings(max_examples=300)
@given(NAMES, st.sampled_from([p for p in PRESETS if p != "none"]), st.sets(NAMES, max_size=4))
def test_every_name_that_is_offered_is_good(name: str, preset: str, others: set[str]) -> None:
    scheme = parse({"preset": preset})

    better = suggested(name, scheme, others)

    assert better is not None
    assert better not in others - {name}
    assert faults(better, scheme, others - {name}) == []


@settings(max_examples=60, deadline=None)
@given(NAMES)
def test_git_takes_every_name_that_is_offered(name: str) -> None:
    better = suggested(name, Scheme()) or ""

    done = subprocess.run(["git", "check-ref-format", "--branch", better], capture_output=True, check=False)

    assert done.returncode == 0, better


@settings(max_examples=60, deadline=None)
@given(NAMES.filter(lambda name: "\0" not in name).map(lambda name: f"exp/{name}"))
def test_git_takes_every_name_that_is_good(name: str) -> None:
    if not faults(name, Scheme()):
        done = subprocess.run(["git", "check-ref-format", "--branch", name], capture_output=True, check=False)

        assert done.returncode == 0, name
