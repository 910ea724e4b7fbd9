"""The tools that read versions from tags, asked for real: what breaks them, and that the setting told mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conftest import tool
from mlhygiene.branches.tags import breaks, is_version, reader

if TYPE_CHECKING:
    from conftest import Repo

pytestmark = pytest.mark.slow

PROJECT = '[project]\nname = "x"\ndynamic = ["version"]\n'
TOOLS = {
    "setuptools-scm": '[build-system]\nrequires = ["setuptools-scm"]\n[tool.setuptools_scm]\n',
    "versioningit": "[tool.versioningit]\n",
}
# After a release 1.2.3: a tag, and how the version begins that is read with the setting.
TAGS = {
    "the seed's best run": ("v1.0-best", "1.2."),
    "the seed's second best": ("v1.1-lr3e-4", "1.2."),
    "a run": ("run/3x8k1abc", "1.2."),
    "an archived branch": ("archive/exp/lr-3e-4", "1.2."),
    "an archived branch without a number": ("archive/exp/lr", "1.2."),
    "a version": ("v1.3.0", "1.3."),
    "a version without v": ("1.3.0", "1.3."),
    "a candidate": ("v2.0.0-rc.1", "2.0.0"),
    "an alpha": ("v2.0.0-alpha.1", "2.0.0"),
    "a beta": ("v2.0.0-beta.2", "2.0.0"),
    "a run of a beta": ("v2.0-beta-lr3e-4", "1.2."),
}


def version(repo: Repo, name: str) -> str | None:
    """What a tool reads; None where it fails."""
    ran = repo.run(tool(name), env={"PYTHONWARNINGS": "ignore", "PYTHONPATH": ""})
    return ran.out.strip().splitlines()[-1] if ran.code == 0 else None


def setting(text: str) -> str:
    """`[table] key = value, key = value` as lines of TOML, the table left away where it is there already."""
    table, _, rest = text.partition("] ")
    return ("" if table == "[tool.setuptools_scm" else f"{table}]\n") + rest.replace("], ", "]\n") + "\n"


@pytest.mark.parametrize("name", TOOLS)
@pytest.mark.parametrize(("tag", "start"), TAGS.values(), ids=TAGS)
def test_a_tag_is_read_as_we_say_and_with_the_setting_no_tag_breaks(
    repo: Repo, name: str, tag: str, start: str
) -> None:
    text = PROJECT + TOOLS[name]
    found = reader(text.encode())
    assert found is not None
    repo.write("pyproject.toml", text).stage().commit()
    repo.git("tag", "v1.2.3")
    repo.commit()
    repo.git("tag", tag)

    read = version(repo, name)
    repo.write("pyproject.toml", text + setting(found.setting)).stage().commit()
    mended = version(repo, name)

    # versioningit hands on `1.0-best`, which no installer takes.
    assert (read is None or not is_version(read.partition("+")[0])) is breaks(found, tag)
    assert mended is not None
    assert mended.startswith(start)
    assert reader((text + setting(found.setting)).encode()) is None
