"""An audit of a story, in this process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from look import standing
from mlhygiene.cli.auditing.audited import Wanted, audited
from mlhygiene.cli.auditing.progress import Progress
from mlhygiene.git import Repository

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Repo
    from mlhygiene.audit.audit import Audit
    from mlhygiene.audit.held import Held


def audit(repo: Repo, *, cwd: Path | None = None, limit: int = 100, top: int = 1, **wanted: Any) -> Audit:
    """What `mlhygiene audit` collects; sizes alone, where nothing else is asked for."""
    asked = {"contents": False, **wanted}
    with standing(cwd or repo.root, repo.environment), Repository.find() as found:
        return audited(found, Wanted(limit, top, **asked), Progress())


def held(audit: Audit, path: bytes) -> list[Held]:
    """The candidates that have ever lain at a path, the heaviest first."""
    return [blob for blob in audit.blobs if path in [name.path for name in blob.names]]


def oid(repo: Repo, content: bytes) -> str:
    """The name that git has for a content."""
    done = repo.run("git", "hash-object", "--stdin", stdin=content)
    return done.out.strip()
