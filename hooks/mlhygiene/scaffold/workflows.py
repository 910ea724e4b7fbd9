"""The lint job on CI services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.scaffold import template
from mlhygiene.scaffold.piece import Piece

if TYPE_CHECKING:
    from mlhygiene.scaffold.facts import Facts
    from mlhygiene.scaffold.piece import Choices

GITHUB = ".github/workflows/mlhygiene.yml"
# A file of its own, so that nothing needs to be written into one that a team has.
GITLAB, GITLAB_MAIN = ".gitlab/mlhygiene.yml", ".gitlab-ci.yml"
JOB = "somebody's own, and left as it is; the job is: mlhygiene lint --ci, with all of history fetched"
INCLUDE = f"somebody's own, and left as it is; add to its `include` by hand: `- local: {GITLAB}`"


def pieces(choices: Choices, _facts: Facts) -> list[Piece]:
    """The workflow files that these choices ask for, each a block that is all of its file."""
    found = list[Piece]()
    if "ci-github" in choices.extras:
        found.append(_whole(GITHUB, "ci/github.yml", choices, JOB, b"mlhygiene lint"))
    if "ci-gitlab" in choices.extras:
        found += [
            _whole(GITLAB, "ci/gitlab.yml", choices, JOB, b"mlhygiene lint"),
            _whole(GITLAB_MAIN, "ci/gitlab-ci.yml", choices, INCLUDE, GITLAB.encode()),
        ]
    return found


def _whole(path: str, source: str, choices: Choices, otherwise: str, needle: bytes) -> Piece:
    name = source.removesuffix(".yml").replace("/", "-")
    lines = tuple(template.lines(source, choices))
    return Piece(path, name, lines, choices, whole=True, otherwise=(otherwise,), needle=needle)
