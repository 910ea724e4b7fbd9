"""The next version: from the highest that HEAD has, and only where it is clear which that is."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.branches import semver, versions
from mlhygiene.branches.semver import Part
from mlhygiene.git import remote, tagging
from mlhygiene.git.log import log
from mlhygiene.git.refs import TAGS
from mlhygiene.git.settings import settings
from mlhygiene.git.worktree import compared
from mlhygiene.model import Refusal, shown
from mlhygiene.provenance.suggesting import suggestion

if TYPE_CHECKING:
    from mlhygiene.branches.versions import Tagged
    from mlhygiene.git.repository import Repository
    from mlhygiene.git.worktree import Worktree
    from mlhygiene.provenance.suggesting import Suggestion

NAMED = 5
LABELS = ("alpha", "beta", "rc")


class Standing(NamedTuple):
    """What HEAD has: its highest version, None before the first, and the commit of that.

    `since` is the last release, which a pre-release is none of, and `suggested` what has come since it. `elsewhere` is
    a higher version on a line that HEAD does not reach.
    """

    head: str
    branch: str | None
    base: Tagged | None
    tagged: str | None
    since: Tagged | None
    suggested: Suggestion
    prefix: str
    elsewhere: str | None
    tags: tuple[str, ...]


class Next(NamedTuple):
    """The version that comes next. `part` is what moves; None of a pre-release that goes on."""

    name: str
    part: Part | None
    why: str


def standing(repository: Repository, prefix: str | None = None) -> Standing:
    """What there is to go on from. Refusal where it cannot be seen which version is the highest. Looks at no file."""
    if repository.head is None:
        raise Refusal("there is no commit yet: a version names one")
    if repository.shallow:
        raise Refusal("a shallow clone: its versions cannot all be seen: git fetch --unshallow --tags")
    place = repository.writing
    tags = _names(place.run("for-each-ref", "--format=%(refname)", TAGS))
    within = _names(place.run("for-each-ref", "--format=%(refname)", f"--merged={repository.head}", TAGS))
    found = versions.of(within, prefix)
    base = found[0] if found else None
    chosen = prefix if prefix is not None else base.prefix if base else versions.USUAL
    _refuse_unclear(repository, within, prefix, base)
    tagged = repository.commit(f"{TAGS}{base.name}") if base else None
    since = next((each for each in found if not each.version.pre), None)
    range_ = [repository.head, *([f"^{TAGS}{since.name}"] if since else [])]
    return Standing(
        head=repository.head,
        branch=branch(repository),
        base=base,
        tagged=tagged,
        since=since,
        suggested=suggestion(log(place, range_)),
        prefix=chosen,
        elsewhere=_elsewhere(tags, within, prefix, base),
        tags=tuple(tags),
    )


def following(there: Standing, part: str, label: str | None) -> Next:
    """The version that `part` makes, a pre-release where there is a label. Refusal where nothing has come since."""
    base = there.base
    if base and there.tagged == there.head and (not base.version.pre or label or part == "prerelease"):
        raise Refusal(f"{base.name} stands at this very commit: there is nothing to release since")
    moved = Part(part) if part != "prerelease" else None
    if base is None:
        version, why = semver.FIRST, "the first version"
        if label or moved is None:
            version = version._replace(pre=(label or LABELS[-1], "1"))
        return Next(f"{there.prefix}{version}", moved, why)
    if moved is None and not base.version.pre:
        moved = there.suggested.part or Part.PATCH
    try:
        if label or part == "prerelease":
            going = base.version.pre[0] if base.version.pre[:1] and base.version.pre[0] in LABELS else LABELS[-1]
            version = semver.prerelease(base.version, moved, label or going)
        else:
            assert moved is not None
            version = semver.release(base.version, moved)
    except ValueError as error:
        raise Refusal(f"{error}: go on with --pre {base.version.pre[0]}, or release it") from None
    why = f"{there.suggested.why} since {there.since.name if there.since else 'the first commit'}"
    return Next(f"{there.prefix}{version}", moved, why)


def refuse_unready(repository: Repository, there: Standing, *, detached: bool = False) -> Worktree | None:
    """Refuse what should have no version: a dirty tree, one behind its upstream, no branch."""
    # What is untracked is in no version.
    files = compared(repository.at_top, untracked="no") if repository.top else None
    if files and files.changed:
        more = f" and {len(files.changed) - NAMED:,} more" if len(files.changed) > NAMED else ""
        listed = ", ".join(map(shown, files.changed[:NAMED]))
        raise Refusal(f"not committed: {listed}{more}: a version names a commit, so commit or stash first")
    if there.branch is None and not detached:
        raise Refusal("HEAD is detached: a version belongs on a branch: git switch BRANCH, or say --detached")
    if files and files.behind:
        raise Refusal(f"{there.branch} is {files.behind:,} behind its upstream: git pull, then bump")
    return files


def refuse_taken(repository: Repository, there: Standing, name: str) -> None:
    """Refuse a name that a tag has, or that cannot stand beside those that there are."""
    if found := tagging.standing(repository, name):
        where = "" if found.commit == there.head else ", on a line that HEAD does not reach"
        raise Refusal(f"{name} exists already, at {found.commit[: tagging.SHORT]}{where}: see `git log -1 {name}`")
    if wrong := tagging.in_the_way(repository, name):
        raise Refusal(f"{name} cannot be made: {wrong}")


def refuse_there(repository: Repository, there: Standing, name: str, to: str) -> None:
    """Ask the remote: refuse what it has by this name, or where its branch has gone on."""
    ref = f"{TAGS}{name}"
    followed = remote.upstream(repository, there.branch)
    wanted = [ref, *([followed[1]] if followed and followed[0] == to else [])]
    found = remote.there(repository, to, *wanted)
    if ref in found:
        raise Refusal(f"{to} has {name} already: git fetch {to} --tags, then bump")
    tip = found.get(wanted[-1])
    if tip and repository.writing.ask("merge-base", "--is-ancestor", tip, there.head)[0]:
        raise Refusal(f"{to} has commits on {there.branch} that are not here: git pull, then bump")


def branch(repository: Repository) -> str | None:
    """The branch that HEAD is on; None where it is detached."""
    out = repository.writing.ask("symbolic-ref", "--quiet", "HEAD")[1].decode("utf-8", "surrogateescape").strip()
    return out.removeprefix("refs/heads/") or None


def _names(out: bytes) -> list[str]:
    return [ref.removeprefix(TAGS) for ref in out.decode("utf-8", "surrogateescape").split("\n")[:-1]]


def _elsewhere(tags: list[str], within: list[str], prefix: str | None, base: Tagged | None) -> str | None:
    """The highest version of those that HEAD does not reach, where it is higher than all of those that it does."""
    others = versions.of(set(tags).difference(within), prefix if base is None else base.prefix)
    return others[0].name if others and (base is None or others[0].version.order > base.version.order) else None


def _refuse_unclear(repository: Repository, within: list[str], prefix: str | None, base: Tagged | None) -> None:
    """Refuse where a version may be higher than the one that is seen, or hidden."""
    # A team that writes `v` has dates and other numbers without.
    chosen = prefix if base is None else base.prefix
    if name := versions.unclear(within, chosen, base.version if base else None):
        raise Refusal(
            f"{name} may be the highest version, and is none of SemVer (X.Y.Z or X.Y.Z-rc.1): tag the commit by hand "
            "once, as SemVer has it"
        )
    if base is None:
        known = settings(repository.writing)
        for key, value in known.items():
            if key.startswith("remote.") and key.endswith(".tagopt") and value == "--no-tags":
                raise Refusal(f"this clone fetches no tags ({key}), so no version can be seen: git fetch --tags")
