"""The lint job on CI services."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.scaffold import template
from mlhygiene.scaffold.piece import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlhygiene.scaffold.facts import Facts
    from mlhygiene.scaffold.piece import Choices

GITHUB = ".github/workflows/mlhygiene.yml"
# A file of its own, so that nothing needs to be written into one that a team has.
GITLAB, GITLAB_MAIN = ".gitlab/mlhygiene.yml", ".gitlab-ci.yml"
LEFT = "it is somebody's own and left as it is"
JOB = f"{LEFT}; the job is: mlhygiene lint --from-ref=<what was there before> --to-ref=<what is judged>"
INCLUDE = f"{LEFT}; add to it by hand:"


def pieces(choices: Choices, _facts: Facts) -> list[Piece]:
    """The workflow files that these choices ask for, each a block that is all of its file."""
    found = list[Piece]()
    if "ci-github" in choices.extras:
        found.append(_whole(GITHUB, "ci/github.yml", choices, [f"{GITHUB}: {JOB}"], b"mlhygiene lint"))
    if "ci-gitlab" in choices.extras:
        include = [f"    {line.decode()}" for line in template.lines("ci/gitlab-ci.yml", choices)]
        found += [
            _whole(GITLAB, "ci/gitlab.yml", choices, [f"{GITLAB}: {JOB}"], b"mlhygiene lint"),
            _whole(GITLAB_MAIN, "ci/gitlab-ci.yml", choices, [f"{GITLAB_MAIN}: {INCLUDE}", *include], GITLAB.encode()),
        ]
    return found


def _whole(path: str, source: str, choices: Choices, otherwise: Sequence[str], needle: bytes) -> Piece:
    name = source.removesuffix(".yml").replace("/", "-")
    lines = tuple(template.lines(source, choices))
    return Piece(path, name, lines, choices, whole=True, otherwise=tuple(otherwise), needle=needle)
