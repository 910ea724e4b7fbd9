"""Our hooks in somebody's `.pre-commit-config.yaml`: added once, and nothing else moves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from mlhygiene import __version__
from mlhygiene.hooks import HOOKS
from mlhygiene.model import Refusal
from mlhygiene.scaffold import templates
from mlhygiene.scaffold.pre_commit import merged

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

README = Path(__file__).parents[2] / "README.md"
URL = "https://github.com/mlhygiene/mlhygiene"
TEMPLATE = (templates() / "pre-commit-config.yaml").read_text("utf-8")
TYPES = "default_install_hook_types: [pre-commit, pre-merge-commit, prepare-commit-msg, commit-msg, pre-push]"
ALL = TYPES.partition("[")[2].rstrip("]").split(", ")


def data(text: str) -> Any:
    return YAML(typ="safe", pure=True).load(text)


IDS = [hook["id"] for hook in data(TEMPLATE)["repos"][0]["hooks"]]
ONE_LINE = f"{{repo: {URL}, rev: v{__version__}, hooks: [{', '.join(f'{{id: {name}}}' for name in IDS)}]}}"


def ours(dash: str = "- ", inner: str = "  ", hook: str = "  - ") -> str:
    """Our repository, laid out."""
    lines = [f"{dash}repo: {URL}", f"{inner}rev: v{__version__}", f"{inner}hooks:"]
    return "\n".join([*lines, *(f"{inner}{hook}id: {name}" for name in IDS)]) + "\n"


class Case(NamedTuple):
    """A config, and what becomes of it."""

    before: str
    after: str


INTO = {
    "a list under its key": Case(
        "repos:\n- repo: a\n  rev: v1\n  hooks:\n  - id: x\n",
        f"{TYPES}\nrepos:\n- repo: a\n  rev: v1\n  hooks:\n  - id: x\n{ours(hook='- ')}",
    ),
    "an indented list": Case(
        "repos:\n  - repo: a\n    rev: v1\n    hooks:\n      - id: x\n",
        f"{TYPES}\nrepos:\n  - repo: a\n    rev: v1\n    hooks:\n      - id: x\n{ours('  - ', '    ')}",
    ),
    "pre-commit's own sample, whose head stays the head": Case(
        "# See https://pre-commit.com\nrepos:\n-   repo: a\n    rev: v1\n    hooks:\n    -   id: x\n",
        f"# See https://pre-commit.com\n{TYPES}\nrepos:\n-   repo: a\n    rev: v1\n    hooks:\n    -   id: x\n"
        + ours("-   ", "    ", "-   "),
    ),
    "repositories with blank lines between": Case(
        "repos:\n  - repo: a\n    hooks: []\n\n  - repo: b\n    hooks: []\n\nci:\n  skip: []\n",
        f"{TYPES}\nrepos:\n  - repo: a\n    hooks: []\n\n  - repo: b\n    hooks: []\n\n{ours('  - ', '    ')}"
        "\nci:\n  skip: []\n",
    ),
    "comments that belong to the last hook, and to the next key": Case(
        "repos:\n- repo: a\n  hooks:\n  - id: x  # why\n  # - id: n\n#  - id: y\n#    args: []\n# service\nci: {}\n",
        f"{TYPES}\nrepos:\n- repo: a\n  hooks:\n  - id: x  # why\n  # - id: n\n#  - id: y\n#    args: []\n"
        f"{ours(hook='- ')}# service\nci: {{}}\n",
    ),
    "a comment above the key": Case(
        "fail_fast: true\n# ours\n# and theirs\nrepos:\n- repo: a\n  hooks: []\n",
        f"fail_fast: true\n{TYPES}\n# ours\n# and theirs\nrepos:\n- repo: a\n  hooks: []\n{ours()}",
    ),
    "an empty key": Case("repos:  # none yet\n", f"{TYPES}\nrepos:  # none yet\n{ours('  - ', '    ')}"),
    "no key": Case("fail_fast: true\n", f"fail_fast: true\n{TYPES}\nrepos:\n{ours('  - ', '    ')}"),
    "an empty list": Case("repos: []\n", f"{TYPES}\nrepos: [{ONE_LINE}]\n"),
    "a list in brackets": Case(
        "repos: [{repo: a, hooks: []}]\n", f"{TYPES}\nrepos: [{{repo: a, hooks: []}}, {ONE_LINE}]\n"
    ),
    "a list in brackets with a last comma": Case(
        "repos: [\n  {repo: a, hooks: []}, # c\n]\n",
        f"{TYPES}\nrepos: [\n  {{repo: a, hooks: []}}, {ONE_LINE}, # c\n]\n",
    ),
    "a map in braces": Case("{repos: []}\n", f"{{repos: [{ONE_LINE}], {TYPES}}}\n"),
    "an empty map": Case("{}\n", f"{{repos: [{ONE_LINE}], {TYPES}}}\n"),
    "a document with marks": Case(
        "---\nrepos:\n- repo: a\n  hooks: []\n...\n", f"---\n{TYPES}\nrepos:\n- repo: a\n  hooks: []\n{ours()}...\n"
    ),
    "a mark alone": Case("---\n", f"---\n{TEMPLATE}"),
    "comments alone": Case("# hooks", f"# hooks\n{TEMPLATE}"),
    "a byte order mark alone": Case("\ufeff", f"\ufeff{TEMPLATE}"),
    "a byte order mark": Case(
        "\ufeffrepos:\n- repo: a\n  hooks: []", f"\ufeff{TYPES}\nrepos:\n- repo: a\n  hooks: []\n{ours()[:-1]}"
    ),
    "types in brackets": Case(
        "default_install_hook_types: [pre-commit, post-merge]\nrepos: []\n",
        "default_install_hook_types: [pre-commit, post-merge, pre-merge-commit, prepare-commit-msg, commit-msg, "
        f"pre-push]\nrepos: [{ONE_LINE}]\n",
    ),
    "types in a list": Case(
        "default_install_hook_types:\n  - commit-msg  # ours\nrepos: []\n",
        "default_install_hook_types:\n  - commit-msg  # ours\n  - pre-commit\n  - pre-merge-commit\n"
        f"  - prepare-commit-msg\n  - pre-push\nrepos: [{ONE_LINE}]\n",
    ),
    "types that are empty": Case("default_install_hook_types:\nrepos: []\n", f"{TYPES}\nrepos: [{ONE_LINE}]\n"),
    "types that are all there": Case(f"{TYPES}\nrepos: []\n", f"{TYPES}\nrepos: [{ONE_LINE}]\n"),
    "a block of text that ends the last repository": Case(
        "repos:\n- repo: local\n  hooks:\n  - id: x\n    entry: |\n      a\n\nci: {}\n",
        f"{TYPES}\nrepos:\n- repo: local\n  hooks:\n  - id: x\n    entry: |\n      a\n\n{ours(hook='- ')}ci: {{}}\n",
    ),
    "an alias in brackets": Case(
        "x: &a {repo: a, hooks: []}\nrepos: [*a]\n",
        f"x: &a {{repo: a, hooks: []}}\n{TYPES}\nrepos: [*a, {ONE_LINE}]\n",
    ),
    "an alias in brackets with a last comma": Case(
        "x: &a {repo: a, hooks: []}\nrepos: [*a, ]\n",
        f"x: &a {{repo: a, hooks: []}}\n{TYPES}\nrepos: [*a, {ONE_LINE}]\n",
    ),
    "anchors that repositories share": Case(
        "x: &hooks\n- id: x\nrepos:\n- repo: a\n  hooks: *hooks\n",
        f"x: &hooks\n- id: x\n{TYPES}\nrepos:\n- repo: a\n  hooks: *hooks\n{ours(hook='- ')}",
    ),
}


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("case", INTO.values(), ids=INTO)
def test_our_repository_goes_into(case: Case, end: str) -> None:
    before, after = (text.replace("\n", end).encode() for text in case)

    assert merged(before).content.decode() == after.decode() or (b"\n" not in before and end == "\r\n")
    assert merged(merged(before).content).content == merged(before).content


def test_a_repository_without_a_config_gets_the_template() -> None:
    assert merged(None).content == merged(b"").content == TEMPLATE.encode()


def test_the_template_names_hooks_that_there_are_the_kinds_they_need_and_this_version() -> None:
    repository = data(TEMPLATE)["repos"][0]

    assert repository["rev"] == f"v{__version__}"
    assert set(IDS) <= set(HOOKS)
    stages = {stage for name in IDS for stage in HOOKS[name].stages}
    assert set(data(TEMPLATE)["default_install_hook_types"]) == stages - {"manual"}


def test_the_readme_shows_the_template() -> None:
    shown = re.search(r"```yaml\n# \.pre-commit-config\.yaml\n(.*?)```", README.read_text("utf-8"), re.DOTALL)

    assert shown
    assert without(data(shown[1]), "repo-layout") == without(data(TEMPLATE), "repo-layout")


def without(config: Any, name: str) -> Any:
    """A config without a hook that the README has no line for yet."""
    (ours,) = config["repos"]
    return {**config, "repos": [{**ours, "hooks": [hook for hook in ours["hooks"] if hook["id"] != name]}]}


def repository(url: str, *ids: str) -> str:
    hooks = "".join(f"  - id: {name}\n" for name in ids)
    return f"{TYPES}\nrepos:\n- repo: {url}\n  rev: v0.0.1\n  hooks:\n{hooks}"


OURS = [
    *(URL, f"{URL}.git", f"{URL}/", "http://example.org/team/mlhygiene", "git@example.org:team/mlhygiene.git"),
    *("ssh://git@example.org:22/mirrors/mlhygiene", "../mlhygiene", "file:///srv/git/MLHygiene.git"),
]


@pytest.mark.parametrize("url", OURS)
def test_a_repository_that_is_ours_stays_as_it_is(url: str) -> None:
    content = repository(url, *IDS).encode()

    assert merged(content) == (content, ())


@pytest.mark.parametrize("url", ["https://example.org/team/mlhygiene-hooks", "https://example.org/not-mlhygiene"])
def test_a_repository_of_another_name_is_not_ours(url: str) -> None:
    assert merged(repository(url, *IDS).encode()).content.endswith(ours(hook="- ").encode())


def test_a_hook_that_somebody_took_out_does_not_come_back() -> None:
    content = repository(URL, *IDS[1:]).encode()

    assert merged(content).content == content
    assert merged(content).notes == (
        f".pre-commit-config.yaml: mlhygiene is there without {IDS[0]}; add `- id: …` for those that you want",
    )


def test_hooks_of_one_family_each_are_as_good_as_the_one_of_all() -> None:
    content = repository(URL, "large-files", "secrets", "notebook-lint", *IDS[1:]).encode()

    assert merged(content) == (content, ())


LOCAL = """\
repos:
- repo: local
  hooks:
  - {{id: a, name: a, language: system, entry: {entry}{stages}}}
"""
ENTRIES = {
    "a command": ("mlhygiene hook experiment-message", "", ["commit-msg", "pre-push"]),
    "a module": ("python -m mlhygiene hook branch-name", "", ["pre-commit", "pre-merge-commit", "pre-push"]),
    "a path": (".venv/bin/mlhygiene lint --staged", "", ["pre-commit", "pre-merge-commit", "pre-push"]),
    "stages of its own": ("mlhygiene hook branch-name", ", stages: [push, manual]", ["pre-push"]),
}


@pytest.mark.parametrize(("entry", "stages", "kinds"), ENTRIES.values(), ids=ENTRIES)
def test_a_local_hook_that_runs_mlhygiene_is_ours_and_needs_its_kinds_of_git_hook(
    entry: str, stages: str, kinds: list[str]
) -> None:
    content = LOCAL.format(entry=entry, stages=stages)

    assert merged(content.encode()).content.decode() == (f"default_install_hook_types: [{', '.join(kinds)}]\n{content}")


def test_a_local_hook_that_only_mentions_mlhygiene_is_not_ours() -> None:
    assert URL.encode() in merged(LOCAL.format(entry="echo mlhygiene-report", stages="").encode()).content


PASTE = re.escape(ONE_LINE)
REFUSED = {
    "a broken line": ("repos:\n  - repo: [a\n", r":3: .*mend it first"),
    "a tab": ("repos:\n\t- repo: a\n", r":2: found character '\\t' .*mend it first"),
    "a key that stands twice": ("repos: []\nci: {}\nrepos: []\n", r':3: found duplicate key "repos": mend it first'),
    "two documents": ("repos: []\n---\nrepos: []\n", r":2: another document: mend it first"),
    "conflict markers": ("<<<<<<< a\nrepos: []\n=======\n>>>>>>> b\n", r":1: merge conflict markers: mend it first"),
    "the list of the old days": ("- repo: a\n", r":1: a list, .*`pre-commit migrate-config`"),
    "a word": ("repos\n", r":1: no map of settings at its top"),
    "repositories as a map": ("ci: {}\nrepos: {a: b}\n", r":2: `repos` is no list"),
    "kinds of hook as a word": (
        "default_install_hook_types: all\nrepos: []\n",
        r":1: `default_install_h.*` is no list",
    ),
    "a null that is written": ("repos: ~\n", rf":1: cannot add to `repos` .* by hand: - {PASTE}"),
    "a list that stands elsewhere": ("x: &r\n- repo: a\nrepos: *r\n", rf":3: cannot add .* by hand: - {PASTE}"),
    "an alias at the end of a list": (
        "x: &a {repo: a, hooks: []}\nrepos:\n- repo: b\n  hooks: []\n- *a\n",
        rf":2: cannot add .* by hand: - {PASTE}",
    ),
    "a null and nothing else": ("# c\nnull\n", rf":1: nothing but comments and marks; .* by hand: - {PASTE}"),
    "kinds that are missing beside a merge key": (
        f"x: &r\n  repos:\n  - repo: {URL}\n    hooks: [{{id: mlhygiene}}]\n<<: *r\n",
        r":\d: cannot add .* by hand: default_install_hook_types: ",
    ),
    "a merge key": ("x: &r\n  repos: []\n<<: *r\n", rf":2: cannot add .* by hand: - {PASTE}"),
    "a list that is also used elsewhere": ("repos: &r []\nx: *r\n", rf":1: cannot add .* by hand: - {PASTE}"),
    "line ends of another age": ("repos: []\rci: {}\r", r":1: a carriage return without a line feed"),
    "kinds that stand elsewhere": (
        f"x: &t []\ndefault_install_hook_types: *t\nrepos:\n- repo: {URL}\n  hooks: [{{id: mlhygiene}}]\n",
        r":2: cannot add .* by hand: default_install_hook_types: \[pre-commit, pre-merge-commit, pre-push\]",
    ),
}


@pytest.mark.parametrize(("content", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_added_to_is_refused_with_the_line_and_what_to_do(content: str, why: str) -> None:
    with pytest.raises(Refusal, match=r"^\.pre-commit-config\.yaml" + why) as refusal:
        merged(content.encode())

    assert "\n" not in str(refusal.value)


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(Refusal, match=r"^\.pre-commit-config\.yaml:2: not UTF-8: mend it first"):
        merged(b"repos: []\n# caf\xe9\n")


NOTED = {
    "files": (
        "files: ^(src|data|models)/|^[^/]*$\nrepos: []\n",
        "its `files` and `exclude` hide files from our hooks, such as notebooks/train.ipynb",
    ),
    "exclude": (
        "exclude: ^(data|models)/\nrepos: []\n",
        "its `files` and `exclude` hide files from our hooks, such as data/raw.csv, models/model.pt",
    ),
    "an older Python": (
        "default_language_version:\n  python: python3.9\nrepos: []\n",
        "its default_language_version is python3.9, and mlhygiene needs 3.11: give our hooks a language_version",
    ),
}


@pytest.mark.parametrize(("content", "note"), NOTED.values(), ids=NOTED)
def test_what_keeps_our_hooks_from_their_work_is_noted(content: str, note: str) -> None:
    assert merged(content.encode()).notes == (f".pre-commit-config.yaml: {note}",)


ANYTIME = (
    "hooks without `stages` now run at pushes and messages, too; `default_stages: [pre-commit]` keeps them to commits"
)
THEIRS = "repos:\n- repo: a\n  hooks:\n  - id: x\n"


def test_hooks_of_others_that_would_run_at_every_kind_of_git_hook_are_noted() -> None:
    assert merged(THEIRS.encode()).notes == (f".pre-commit-config.yaml: {ANYTIME}",)


@pytest.mark.parametrize(
    "content",
    [
        f"default_stages: [pre-commit]\n{THEIRS}",
        THEIRS + "    stages: [pre-commit]\n",
        f"{TYPES}\n{THEIRS}",
        "repos:\n- repo: a\n  hooks: []\n",
    ],
    ids=["stages by default", "stages of their own", "kinds that were there before", "no hook"],
)
def test_hooks_of_others_that_run_as_before_are_not_noted(content: str) -> None:
    assert merged(content.encode()).notes == ()


@pytest.mark.parametrize("line", ["exclude: ^docs/|^tests/fixtures/", "exclude: ''", "exclude: '['", "files: ''"])
def test_what_hides_nothing_of_ours_is_not_noted(line: str) -> None:
    assert merged(f"{line}\nrepos: []\n".encode()).notes == ()


COMMENT = st.builds(
    lambda pad, text: f"{' ' * pad}# {text}", st.integers(0, 8), st.sampled_from(["- id: x", "a: b", "é", ""])
)
ARGUMENTS = st.sampled_from(["[--a, b]", "['it''s']", '["q: #"]'])
REMARK = st.sampled_from(["", "", "  # why", " # - id: x"])


@st.composite
def hooks(draw: DrawFn, pad: str, offset: int, gap: int) -> list[str]:
    """The hooks of a repository, in a list or in brackets."""
    names = draw(st.lists(st.sampled_from(["x", "y", "z"]), max_size=3))
    if not names or draw(st.booleans()):
        inner = ", ".join(f"{{id: {name}}}" for name in names) + draw(st.sampled_from(["", ","] if names else [""]))
        return [f"{pad}hooks: [{inner}]{draw(REMARK)}"]
    lines = [f"{pad}hooks:{draw(REMARK)}"]
    for name in names:
        lines.append(f"{pad}{' ' * offset}-{' ' * (gap - 1)}id: {name}{draw(REMARK)}")
        if draw(st.booleans()):
            lines.append(f"{pad}{' ' * (offset + gap)}args: {draw(ARGUMENTS)}")
    return lines


@st.composite
def repositories(draw: DrawFn) -> list[str]:
    """The key `repos`, however people write it."""
    dash, gap = draw(st.sampled_from([0, 2, 4])), draw(st.sampled_from([2, 4]))
    offset, hook_gap = draw(st.sampled_from([0, 2, 4])), draw(st.sampled_from([2, 4]))
    count = draw(st.integers(0, 3))
    if not count:
        return [draw(st.sampled_from(["repos:", "repos: []", "repos: [ ]  # none", '"repos": [{repo: a, hooks: []}]']))]
    apart, lines = draw(st.booleans()), [f"repos:{draw(REMARK)}"]
    for number in range(count):
        lines += [""] if apart and number else []
        pad = " " * (dash + gap)
        lines += [f"{' ' * dash}-{' ' * (gap - 1)}repo: r{number}{draw(REMARK)}", f"{pad}rev: 'v{number}'"]
        lines += draw(hooks(pad, offset, hook_gap))
    return lines


KINDS = [
    [],
    ["default_install_hook_types: [pre-commit]"],
    ["default_install_hook_types: ['commit-msg', ]  # c"],
    ["default_install_hook_types:", "- pre-push", "- post-merge # c"],
    ["default_install_hook_types:", "    -   pre-push"],
    [TYPES],
]
OTHERS = [
    ["fail_fast: true"],
    ["ci:", "  skip: [x]  # c"],
    ["exclude: |", "  (?x)^(", "    docs/", "  )$"],
    ["x: [", "  1,", "]"],
]


@st.composite
def configs(draw: DrawFn) -> str:
    """A config as text: keys in any order, comments and blank lines anywhere between lines, any line end."""
    parts = [
        draw(repositories()),
        draw(st.sampled_from(KINDS)),
        *draw(st.lists(st.sampled_from(OTHERS), unique_by=str)),
    ]
    head = draw(st.sampled_from([[], ["---"], ["# See https://pre-commit.com"], ["# a", "---"], ["# a", ""]]))
    written = [*head]
    for part in draw(st.permutations(parts)):
        block = part and part[0].endswith("|")
        for line in part:
            written.append(line)
            if not block and draw(st.integers(0, 5)) == 0:
                written += draw(st.lists(COMMENT | st.just("") | st.just("  "), max_size=3))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    text = end.join(written) + draw(st.sampled_from(["", end, end + end]))
    return draw(st.sampled_from(["", "\ufeff"])) + text


def is_subsequence(lines: list[bytes], of: list[bytes]) -> bool:
    rest = iter(of)
    return all(any(line == other for other in rest) for line in lines)


def lines(content: bytes) -> list[bytes]:
    return content.removeprefix(b"\xef\xbb\xbf").splitlines()


def line_ends(content: bytes) -> set[bytes]:
    return set(re.findall(rb"\r?\n", content))


def in_brackets(text: str) -> bool:
    return (
        re.search(r"^\ufeff?\"?(?:repos|default_install_hook_types)\"?:\s*(?:\[|\r?$)", text, re.MULTILINE) is not None
    )


@settings(deadline=None)
@given(text=configs())
@example(text="# a\r\n\r\nrepos:\r\n- repo: a\r\n  hooks: []\r\n\r\n")
def test_whatever_the_layout_every_line_stays_and_ours_come_once(text: str) -> None:
    before = text.encode()

    after = merged(before).content

    said, says = data(text), data(after.decode())
    kinds = said.get("default_install_hook_types") or []
    assert says == {
        **said,
        "repos": [*(said["repos"] or []), data(TEMPLATE)["repos"][0]],
        "default_install_hook_types": [*kinds, *(kind for kind in ALL if kind not in kinds)],
    }
    assert in_brackets(text) or is_subsequence(lines(before), lines(after))
    assert is_subsequence(
        [before[i : i + 1] for i in range(len(before))], [after[i : i + 1] for i in range(len(after))]
    )
    if b"\n" in before:
        assert line_ends(after) == line_ends(before)
    assert merged(after).content == after


@settings(deadline=None)
@given(content=st.binary() | st.text("repos: -[]{}\n#&*x'\"\t").map(str.encode))
def test_whatever_the_bytes_the_answer_is_a_config_or_a_refusal(content: bytes) -> None:
    try:
        after = merged(content).content
    except Refusal:
        return

    assert merged(after).content == after
