"""The last steps of a plan: is it right, and how everybody gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.advice import quoted, word
from mlhygiene.audit.plan import Block, Step

if TYPE_CHECKING:
    from mlhygiene.audit.audit import Audit
    from mlhygiene.audit.plan import Facts
    from mlhygiene.audit.plan_work import Work

# What no host lets anybody push, and what is nobody else's.
HIDDEN = ("refs/pull/", "refs/merge-requests/", "refs/changes/", "refs/keep-around/")
CLOSED = (*HIDDEN, "refs/remotes/", "refs/stash")
ALWAYS = ("refs/heads/", "refs/tags/")
NOTES = "refs/notes/"
# What has just moved, and nothing else: the host has the rest, and this clone has not.
UPLOAD = "find work.git/lfs/objects -type f | sed 's|.*/||' | xargs git -C work.git lfs push --object-id publish"


def verify(audit: Audit, facts: Facts, work: Work) -> Step:
    """Nothing is broken, nothing is left, and HEAD's tree is what it was."""
    branch = word(f"refs/heads/{facts.branch}")
    notebooks = "`head` is the tree before" if work.begins else "`backup.git` is the tree before"
    secrets = " --fail-on-secrets" if audit.leaks is not None else " --no-secrets"
    before = "head" if work.begins else "backup.git"
    name = "HEAD" if before == "head" else branch
    expected = "`.gitattributes` and the files that are pointers now" if work.move else "nothing"
    return Step(
        "Check the result",
        (
            Block(
                (
                    "git -C work.git fsck --full --no-dangling",
                    f"mlhygiene audit -C work.git --fail-over {audit.limit}{secrets}",
                ),
                after="Nothing is broken, nothing is over the limit, and no secret is left: both lines exit 0.",
            ),
            Block(
                (
                    f"git -C {before} fetch --quiet ../work.git {branch}:refs/mlhygiene/rewritten",
                    f"git -C {before} diff --stat {name} refs/mlhygiene/rewritten",
                    f"git -C {before} update-ref -d refs/mlhygiene/rewritten",
                ),
                f"{notebooks}: what differs is listed.",
                f"You should see {expected}.",
            ),
        ),
    )


def publish(audit: Audit, facts: Facts, work: Work) -> Step:
    """Where others see it: on the remote, or in a new clone."""
    if facts.local:
        return Step(
            "Start from the new repository",
            (
                Block(
                    (f"git clone work.git {word(facts.name)}",),
                    "There is no remote: this clone takes the old one's place.",
                ),
            ),
        )
    url = word(facts.url)
    folders = dict.fromkeys((*ALWAYS, *_folders(audit)))
    gone = notes(audit) if work.notes else []
    specs = " ".join(f"'{folder}*:{folder}*'" for folder in folders)
    return Step(
        "Publish",
        (
            Block(
                (
                    f"git -C work.git remote add publish {url}",
                    *([UPLOAD] if work.move else []),
                    f"git -C work.git push --force --no-verify publish {specs}",
                    *(f"git -C work.git push --no-verify publish {word(':' + ref)}" for ref in gone),
                ),
                "From here on others see it. Protected branches and tags must let you force-push: allow it, push, and"
                " forbid it again.",
                "`forced update` for every branch and tag. If a line says `rejected`, nothing of that ref has changed.",
            ),
        ),
    )


def _folders(audit: Audit) -> list[str]:
    """Where other refs of the repository stand: `refs/exps/`, `refs/notes/`."""
    others = [ref for ref in audit.refs if ref.startswith("refs/") and not ref.startswith((*ALWAYS, *CLOSED))]
    return sorted({f"refs/{ref.split('/')[1]}/" for ref in others if ref.count("/") > 1})


def notes(audit: Audit) -> list[str]:
    """The refs of git-notes(1)."""
    return sorted(ref for ref in audit.refs if ref.startswith(NOTES))


def everyone(facts: Facts) -> Block:
    """What each of the others does once it is published."""
    name = quoted(facts.name.encode("utf-8", "surrogateescape"))
    return Block(
        (
            f"mv {name} {name}-old",
            f"git clone {word(facts.url)} {name}",
            f"# only if {name}-old has commits that were never pushed:",
            f"git -C {name}-old format-patch --stdout @{{upstream}}.. | git -C {name} am --3way",
        ),
        "Everybody else clones anew: whoever pushes from an old clone brings everything back.",
        everyone=True,
    )


def unhidden() -> str:
    """Let go of what a host keeps to itself."""
    folders = " ".join(folder.rstrip("/") for folder in HIDDEN)
    listed = f"git -C work.git for-each-ref --format='delete %(refname)' {folders}"
    return f"{listed} | git -C work.git update-ref --stdin"
