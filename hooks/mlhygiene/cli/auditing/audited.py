"""One whole audit: sizes, names and refs, then what contents say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mlhygiene.cli.auditing.collecting import collected, weights
from mlhygiene.cli.session import ignores, settings
from mlhygiene.git import GitError

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlhygiene.audit.audit import Audit, Leak, Notebooks
    from mlhygiene.cli.auditing.collecting import Collected
    from mlhygiene.cli.auditing.progress import Progress
    from mlhygiene.config import Config
    from mlhygiene.git import Repository
    from mlhygiene.ignores import Ignores

OUTPUT, SECRETS = "notebook-output", "MLH2"


@dataclass(frozen=True)
class Wanted:
    """What of a history is looked at. `limit` is bytes, `top` so many blobs are told at least."""

    limit: int
    top: int
    contents: bool = True
    notebooks: bool = True
    secrets: bool = True
    reflog: bool = False
    config: str | None = None


def audited(repository: Repository, wanted: Wanted, progress: Progress) -> Audit:
    """Look at everything that is wanted."""
    found = collected(repository, progress, limit=wanted.limit, top=wanted.top, reflog=wanted.reflog)
    audit = weights(repository, found, wanted.limit)
    if not wanted.contents:
        return audit
    from mlhygiene.cli.auditing import contents  # sizes alone do without

    chosen = _settings(repository, found, wanted)
    aside = ignores(repository, repository.head or "", chosen)
    return replace(
        audit,
        pointers=contents.pointers(repository, found, progress),
        notebooks=_notebooks(repository, found, progress, chosen, aside) if wanted.notebooks else None,
        leaks=_leaks(repository, found, progress, chosen, aside) if wanted.secrets else None,
        gaps=found.gaps,
    )


def _settings(repository: Repository, found: Collected, wanted: Wanted) -> Config:
    """The config as HEAD has it; where its content is not here, nothing is set aside."""
    from mlhygiene.config import Config  # sizes alone do without

    try:
        return settings(repository, repository.head or "", wanted.config)
    except GitError as error:
        found.gaps.append(f"the config does not count: {error}")
        return Config()


def _notebooks(
    repository: Repository, found: Collected, progress: Progress, chosen: Config, aside: Ignores
) -> Notebooks:
    from mlhygiene.cli.auditing import contents
    from mlhygiene.config import Config
    from mlhygiene.rules.notebook_output import NotebookOutput

    rules = chosen.rules([OUTPUT], among=[OUTPUT]) or Config().rules([OUTPUT])
    (rule,) = (rule for rule in rules if isinstance(rule, NotebookOutput))
    keeps: Callable[[bytes], bool] = lambda path: aside.covers(path, rule.code)  # noqa: E731
    return contents.notebooks(repository, found, progress, rule.stripper, keeps)


def _leaks(repository: Repository, found: Collected, progress: Progress, chosen: Config, aside: Ignores) -> list[Leak]:
    from mlhygiene.cli.auditing import secrets

    return secrets.leaks(repository, found, progress, chosen.rules(among=[SECRETS]), aside)
