"""`mlhygiene audit --plan`: the facts that a plan needs, and the folder that it is written into."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from mlhygiene import files
from mlhygiene.audit.plan import Facts, Person
from mlhygiene.audit.plan_page import page
from mlhygiene.audit.planning import planned
from mlhygiene.git import entries
from mlhygiene.git.settings import settings
from mlhygiene.model import Exit, Refusal, shown
from mlhygiene.snapshot.markers import Markers
from mlhygiene.urls import bare

if TYPE_CHECKING:
    from mlhygiene.audit.audit import Audit
    from mlhygiene.audit.plan import Plan
    from mlhygiene.git import Repository

PAGE, CONFIG = "PLAN.md", ".dvc/config"
# Nothing in the folder is for git: the clones that the plan makes in it, above all.
IGNORE = {".gitignore": b"*\n"}
YEAR = 365 * 24 * 3600


def write(repository: Repository, audit: Audit, folder: str, *, force: bool) -> int:
    """Write the plan of an audit into a new folder, all of it or nothing; say where."""
    _refuse_partial(repository, audit)
    _refuse_taken(repository, folder, force=force)
    plan = planned(audit, _facts(repository, audit))
    if plan is None:
        print("mlhygiene: nothing to repair: no plan is written", file=sys.stderr)
        return Exit.CLEAN
    _written(folder, {**IGNORE, **plan.files, PAGE: page(plan).encode("utf-8", "backslashreplace")})
    print(f"mlhygiene: the plan is in {_shown(os.path.join(folder, PAGE))}: {_steps(plan)}", file=sys.stderr)
    return Exit.CLEAN


def _steps(plan: Plan) -> str:
    return f"{len(plan.steps)} steps"


def _refuse_partial(repository: Repository, audit: Audit) -> None:
    """A plan that has not seen everything would leave some of it behind."""
    if audit.shallow:
        raise Refusal("no plan from a shallow clone: run `git fetch --unshallow` first")
    if audit.partial and audit.missing:
        raise Refusal("no plan from a partial clone: run `git fetch --refetch --no-filter`, or clone anew, first")
    if audit.missing or audit.gaps:
        why = audit.gaps[0] if audit.gaps else f"{audit.missing:,} objects are missing"
        raise Refusal(f"no plan, as not everything could be judged: {why}")
    if audit.head is None or repository.head is None:
        raise Refusal("no plan: HEAD has no commit: check out the branch that is to come out right")
    if audit.branch is None:
        raise Refusal("no plan: HEAD is detached: check out the branch that is to come out right")


def _refuse_taken(repository: Repository, folder: str, *, force: bool) -> None:
    """Never into what git tracks, and over nothing but an older plan."""
    if os.path.lexists(folder) and not force:
        raise Refusal(
            f"{_shown(folder)} is there already: give another folder, or --force to put this plan in its place"
        )
    if os.path.lexists(folder) and not os.path.isfile(os.path.join(folder, PAGE)) and os.listdir(folder):
        raise Refusal(f"{_shown(folder)} holds no plan: it is not replaced, give another folder")
    if any(os.path.lexists(os.path.join(folder, name)) for name in ("work.git", "backup.git", "head")):
        raise Refusal(f"{_shown(folder)} holds the clones of a plan that was begun: move them away first")
    own = (repository.git_folder, repository.common_folder)
    if any(_inside(folder, each) is not None for each in own):
        raise Refusal(f"{_shown(folder)} would lie in git's own folder: give another, `--plan DIR`")
    path = _inside(folder, repository.top) if repository.top else None
    if path == "." or (path and repository.objects.info(f"HEAD:{path}")):
        raise Refusal(f"{_shown(folder)} is tracked by git: give another folder")


def _inside(folder: str, root: str) -> str | None:
    """Where below a root a folder lies, as git writes it; None where it lies elsewhere."""
    whole, above = os.path.realpath(folder), os.path.realpath(root)
    if whole != above and not whole.startswith(above.rstrip(os.sep) + os.sep):
        return None
    return os.path.relpath(whole, above).replace(os.sep, "/")


def _facts(repository: Repository, audit: Audit) -> Facts:
    known = settings(repository.place)
    branch = audit.branch or ""
    name = known.get(f"branch.{branch}.remote", "origin")
    url = known.get(f"remote.{name}.url", "")
    here = repository.top or repository.common_folder
    local = not url
    if not local and repository.top and f"refs/remotes/{name}/{branch}" not in audit.refs:
        raise Refusal(f"no plan: {name} has no branch {branch}: push it, or check out one that it has")
    url = os.path.abspath(here) if local else _whole(url, here)
    stem = os.path.basename((url if not local else here).rstrip("/\\")).removesuffix(".git") or "repository"
    return Facts(
        name=stem.rpartition(":")[2],
        url=bare(url),
        branch=branch,
        local=local,
        storage=Markers(repository, entries.tree(repository.place, audit.head or "")).storage,
        store=_store(repository),
        people=_people(repository),
    )


def _whole(url: str, here: str) -> str:
    """A remote that is a folder, so that it is the same one from any other."""
    if "://" in url or (":" in url and not os.path.exists(os.path.join(here, url))):
        return url
    return os.path.abspath(os.path.join(here, url))


def _store(repository: Repository) -> tuple[str, str] | None:
    """The remote that DVC pushes to without being told, and its address: dvc.org/doc/command-reference/config."""
    content = repository.file(CONFIG, "HEAD")
    if content is None:
        return None
    from configparser import ConfigParser, Error  # few repositories have one

    parser = ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(content.decode("utf-8", "replace"))
    except Error:
        return None
    name = parser.get("core", "remote", fallback="")
    url = parser.get(f"'remote \"{name}\"'", "url", fallback="")
    if not name or not url:
        return None
    # A folder is told from where the config lies, and the clones of a plan lie elsewhere.
    folder = os.path.join(repository.top or "", os.path.dirname(CONFIG))
    return name, "" if "://" in url else os.path.abspath(os.path.join(folder, url))


def _people(repository: Repository) -> list[Person]:
    """Who has committed within the last year of this history."""
    out = repository.place.run("log", "--all", "--format=%ct%x00%aN", "--no-show-signature", "-z")
    fields = out.decode("utf-8", "surrogateescape").split("\0")
    told = [(int(date), name) for date, name in zip(fields[::2], fields[1::2], strict=False) if date.isdigit()]
    newest = max((date for date, _ in told), default=0)
    people = dict[str, Person]()
    for date, name in told:
        if date > newest - YEAR:
            before = people.get(name, Person(name, 0, 0))
            people[name] = Person(name, before.commits + 1, max(before.last, date))
    return list(people.values())


def _written(folder: str, contents: dict[str, bytes]) -> None:
    """A folder beside it takes its place once everything is in it."""
    target = os.path.abspath(folder)
    temporary = f"{target}.{os.urandom(6).hex()}.tmp"
    try:
        os.makedirs(temporary)
        for name, content in contents.items():
            files.create(os.path.join(temporary, name), content)
        if os.path.isdir(target):
            shutil.rmtree(target)
        os.rename(temporary, target)
    except OSError as error:
        raise Refusal(f"{_shown(folder)}: cannot write the plan: {error.strerror}") from None
    finally:
        with suppress(OSError):
            shutil.rmtree(temporary)


def _shown(folder: str) -> str:
    return shown(os.fsencode(folder))
