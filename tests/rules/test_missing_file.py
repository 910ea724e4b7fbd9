"""MLH606 by example."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from builders import grove
from mlhygiene.model import Severity
from mlhygiene.rules.missing_file import MissingFile, parse_least, parse_wanted

if TYPE_CHECKING:
    from mlhygiene.tree import Tree

MANY = dict.fromkeys((f"src/{number}.py" for number in range(10)), None)


def tree(*names: str, **files: bytes) -> Tree:
    contents = {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}
    return grove({**MANY, **dict.fromkeys(names), **contents})


REQUIREMENTS = (
    *(
        "requirements.txt",
        "requirements-dev.txt",
        "requirements.in",
        "requirements/base.txt",
        "docker/requirements.txt",
    ),
    *("pyproject.toml", "setup.py", "setup.cfg", "environment.yml", "environment-gpu.yaml", "conda.yaml", "Pipfile"),
    *("pixi.toml", "uv.lock", "poetry.lock", "pdm.lock", "pylock.toml", "backend/pyproject.toml"),
)
READMES = ("README.md", "README", "readme.rst", "Readme.txt", "docs/README.md", ".github/README.md", "README.ipynb")
CLEAN = {
    **{f"a README called {name}": tree(name, "uv.lock") for name in READMES},
    **{f"requirements called {name}": tree("README.md", name) for name in REQUIREMENTS},
    "a few files": grove(dict.fromkeys(("train.py", "model.pt", "notes.txt"))),
    "an empty repository": grove({}),
    "no Python code": grove(dict.fromkeys(("README.md", *(f"{number}.md" for number in range(20))))),
    "what tools have at the root": grove(
        dict.fromkeys(("train.py", *(f".github/{n}.yml" for n in range(20)))),
    ),
    "Valohai before there is anything to run": grove(dict.fromkeys((".gitignore", ".vhignore"))),
    "Valohai with its steps": tree("README.md", "uv.lock", ".vhignore", "valohai.yaml"),
    "Valohai with its steps in a folder": tree(
        "README.md", "uv.lock", "ml/valohai.yaml", requirements_txt=b"valohai-utils"
    ),
    "somebody who only mentions Valohai": tree("uv.lock", README_md=b"works with valohai-utils"),
}
NO_README = "no README: what the project does, and how to run it"
NO_REQUIREMENTS = "no requirements.txt or pyproject.toml: which packages the code needs, and which versions of them"
NO_STEPS = "no valohai.yaml: the steps that Valohai runs"
FOUND = {
    "no README": (tree("uv.lock"), [NO_README]),
    "a README of a part": (tree("uv.lock", "src/README.md"), [NO_README]),
    "no requirements": (tree("README.md"), [NO_REQUIREMENTS]),
    "notebooks alone": (
        grove(dict.fromkeys(("README.md", *(f"{number}.ipynb" for number in range(9))))),
        [NO_REQUIREMENTS],
    ),
    "neither": (tree(), [NO_README, NO_REQUIREMENTS]),
    "Valohai by its ignore file": (tree("README", "uv.lock", ".vhignore"), [NO_STEPS]),
    "Valohai by a package": (tree("README", requirements_txt=b"torch\nvalohai-utils==0.5\n"), [NO_STEPS]),
    "Valohai by a workflow": (
        grove({"train.py": None, ".github/workflows/train.yml": b"- run: pip install valohai-cli && vh exec run\n"}),
        [NO_STEPS],
    ),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_stays_silent(subject: Tree) -> None:
    assert list(MissingFile().check(subject)) == []


@pytest.mark.parametrize(("subject", "messages"), FOUND.values(), ids=FOUND)
def test_finds(subject: Tree, messages: list[str]) -> None:
    found = list(MissingFile().check(subject))

    assert [finding.message for finding in found] == messages
    assert {finding.severity for finding in found} == {Severity.WARNING}
    assert {finding.location.path for finding in found} == {b"."}


def test_a_team_says_which_names_serve() -> None:
    rule = MissingFile(wanted=parse_wanted({"readme": ["/about.md"], "requirements": []}))

    assert [finding.message for finding in rule.check(tree("README.md"))] == [NO_README]
    assert list(rule.check(tree("ABOUT.md"))) == []
    assert [finding.message for finding in rule.check(tree("ABOUT.md", ".vhignore"))] == [NO_STEPS]


def test_a_team_says_from_how_many_files_on() -> None:
    assert [f.message for f in MissingFile(least=1).check(grove({"train.py": None}))] == [NO_README, NO_REQUIREMENTS]


WRONG = {"a list": [], "another key": {"licence": ["LICENSE"]}, "one name": {"readme": "README"}}


@pytest.mark.parametrize("value", WRONG.values(), ids=WRONG)
def test_what_is_wanted_is_a_table(value: object) -> None:
    with pytest.raises(ValueError, match="is no table such as"):
        parse_wanted(value)


@pytest.mark.parametrize("value", [-1, True, "10", 1.5])
def test_the_number_of_files_is_a_whole_number(value: object) -> None:
    with pytest.raises(ValueError, match="is not a number of files"):
        parse_least(value)
