"""MLH504: tags break neither scripts nor the tool that reads versions from them."""

from __future__ import annotations

import pytest

from builders import found
from mlhygiene.model import Severity
from mlhygiene.record import Tag
from mlhygiene.rules.tag_name import TagName

CLEAN = {
    "a version": Tag("v1.2.0"),
    "the seed's tag, where nothing reads versions from tags": Tag("v1.0-best"),
    "a run": Tag("run/3x8k1abc"),
    "an archived branch": Tag("archive/exp/lr-3e-4"),
}
FOUND = {
    "the seed's tag, where a tool reads versions": (
        Tag("v1.0-best", versioned_by="pyproject.toml (setuptools-scm)", setting="the setting"),
        "no version, and pyproject.toml (setuptools-scm) takes it for one: builds fail from this tag on",
        "the setting",
    ),
    "a command": (Tag("v1;rm"), "it holds ';', which a shell would take for its own", None),
}


@pytest.mark.parametrize("subject", CLEAN.values(), ids=CLEAN)
def test_passes(subject: Tag) -> None:
    assert found(TagName(), subject) == []


@pytest.mark.parametrize(("subject", "message", "fix"), FOUND.values(), ids=FOUND)
def test_finds(subject: Tag, message: str, fix: str | None) -> None:
    (finding,) = TagName().check(subject)

    assert (finding.message, finding.fix, finding.severity) == (message, fix, Severity.WARNING)
