"""Which tags are versions, and which tool reads them: tests/branches/test_version_tools.py asks the tools."""

from __future__ import annotations

import pytest

from mlhygiene.branches.tags import breaks, is_version, reader

VERSIONS = ("v1.2.3", "1.2.3", "V1.2.3", "v1.2", "v2.0.0-rc.1", "v2.0.0-beta", "1.0.post1", "v1.0.dev3", "v1.0+cu121")
OTHERS = ("v1.0-best", "v1.1-lr3e-4", "run/3x8k1abc", "archive/exp/lr-3e-4", "baseline2", "v1.2.3.best", "best", "")


@pytest.mark.parametrize("name", VERSIONS)
def test_is_a_version(name: str) -> None:
    assert is_version(name)


@pytest.mark.parametrize("name", OTHERS)
def test_is_none(name: str) -> None:
    assert not is_version(name)


SCM = '[build-system]\nrequires = ["setuptools>=77", "%s>=8"]\n'
READ = {
    "required by the build": (SCM % "setuptools-scm", "setuptools-scm"),
    "in its old spelling": (SCM % "setuptools_scm[toml]", "setuptools-scm"),
    "by a table alone": ("[tool.setuptools_scm]\n", "setuptools-scm"),
    "by hatch": (SCM % "hatch-vcs", "hatch-vcs"),
    "by versioningit": ("[tool.versioningit]\n", "versioningit"),
    "by dunamai, in poetry": (SCM % "poetry-dynamic-versioning", "poetry-dynamic-versioning"),
    "by dunamai, in uv": (SCM % "uv-dynamic-versioning", "uv-dynamic-versioning"),
    "by pdm": ('[tool.pdm.version]\nsource = "scm"\n', "pdm-backend"),
    "pdm, where the version is written down": (SCM % "pdm-backend" + '[tool.pdm.version]\nsource = "file"\n', None),
    "tags that are chosen, for pdm": ('[tool.pdm.version]\nsource = "scm"\ntag_filter = "v*"\n', None),
    "with settings that are about something else": ('[tool.setuptools_scm]\nversion_file = "a.py"', "setuptools-scm"),
    "nobody": ('[build-system]\nrequires = ["hatchling"]\n[tool.hatch.version]\npath = "a.py"', None),
    "a word alone": ('description = "like setuptools-scm"\n', None),
    "tags that are chosen": ('[tool.setuptools_scm]\ngit_describe_command = "git describe"', None),
    "tags that are chosen, in the new table": ('[tool.setuptools_scm.scm.git]\ndescribe_command = "git"', None),
    "a reading of one's own": (SCM % "setuptools-scm" + '[tool.setuptools_scm]\ntag_regex = "x"', None),
    "tags that are chosen, for hatch": (SCM % "hatch-vcs" + "[tool.hatch.version.raw-options]\na = 1", None),
    "a file that is broken": ("[tool.setuptools_scm", None),
    "a table that is none": ("tool = 1 # setuptools_scm", None),
}


@pytest.mark.parametrize(("text", "tool"), READ.values(), ids=READ)
def test_is_read_by(text: str, tool: str | None) -> None:
    found = reader(text.encode())

    assert (found and found.requirement) == tool


PDM = '[tool.pdm.version]\nsource = "scm"\n'
# As pdm-backend 2.5 took them.
TAKEN = {"v1.0-best": True, "run/3.5": True, "run/3x8k1abc": False, "archive/exp/lr": False, "v2.0.0-rc.1": False}


@pytest.mark.parametrize(("name", "taken"), TAKEN.items())
def test_pdm_takes_what_has_a_dot(name: str, taken: bool) -> None:
    found = reader(PDM.encode())
    assert found is not None
    assert breaks(found, name) is taken


BREAKS = {
    "the seed's tag of a best run": ("setuptools-scm", "v1.0-best", True),
    "a run": ("setuptools-scm", "run/3x8k1abc", True),
    "an archived branch with a number": ("setuptools-scm", "archive/exp/lr-3e-4", True),
    "an archived branch without": ("setuptools-scm", "archive/exp/lr", False),
    "a version": ("setuptools-scm", "v1.2.0-rc.1", False),
    "any tag that is no version": ("versioningit", "archive/exp/lr", True),
    "a run, which dunamai passes over": ("uv-dynamic-versioning", "run/3x8k1abc", False),
    "what looks like a version": ("uv-dynamic-versioning", "v1.0-best", True),
}


@pytest.mark.parametrize(("tool", "name", "expected"), BREAKS.values(), ids=BREAKS)
def test_breaks(tool: str, name: str, expected: bool) -> None:
    found = reader((SCM % tool).encode())

    assert found is not None
    assert breaks(found, name) is expected
