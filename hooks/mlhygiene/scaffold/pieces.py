"""All that a repository should have, in the order in which it is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.scaffold import attributes, documents, ignoring, workflows

if TYPE_CHECKING:
    from mlhygiene.scaffold.facts import Facts
    from mlhygiene.scaffold.piece import Choices, Once, Piece

# What can be asked for with `--with`, and what that writes.
EXTRAS = {
    "ci-github": ".github/workflows/mlhygiene.yml: the lint job on GitHub Actions",
    "ci-gitlab": ".gitlab-ci.yml: the lint job on GitLab CI/CD",
    "contributing": "CONTRIBUTING.md: the team's commit and branch scheme",
    "kedro": ".gitignore: what Kedro keeps local",
    "valohai": ".vhignore: what no Valohai execution needs",
}


def pieces(choices: Choices, facts: Facts) -> list[Piece]:
    """The managed blocks."""
    return [
        ignoring.gitignore(choices, facts),
        attributes.gitattributes(choices, facts),
        *documents.pieces(choices, facts),
        *workflows.pieces(choices, facts),
    ]


def onces(choices: Choices, facts: Facts) -> list[Once]:
    """The files that are written where there are none."""
    return documents.onces(choices, facts)
