"""The steps of a plan in their order, with the commands of this repository.

Nothing that others see changes before the step that publishes, and nothing is taken from the only copy. The blobs of a
plan are named by their ids: those are of contents alone, so they hold whichever step rewrites the commits first. Git
LFS goes first because git-filter-repo, which comes last, can then carry ids that messages quote across both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.advice import add_to_dvc, word
from mlhygiene.audit.plan import Block, Step
from mlhygiene.audit.plan_publishing import notes, publish, unhidden, verify

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.audit.audit import Audit
    from mlhygiene.audit.plan import Facts
    from mlhygiene.audit.plan_work import Work

# A longer list of patterns stands in a file.
SHORT = 400
MAYBE = (
    "`erase.txt` ends with lines that may be no secrets, each behind a `#`. Look at them now, and take the `#` away"
    " where one is."
)
# git-rev-list(1): a ref of the clone that was never pushed is no error.
NEWER = "! git -C work.git rev-list --all --ignore-missing --stdin < looked-at.txt | grep -m 5 ."
FILTER: tuple[str, ...] = (
    "git -C work.git filter-repo",
    "--prune-empty never --prune-degenerate never",
)


def steps(audit: Audit, facts: Facts, work: Work) -> Iterator[Step]:
    """Everything between the credentials and the people."""
    yield _copy(audit, facts, work)
    if work.begins:
        yield _tip(facts, work)
    if work.move:
        yield _move(audit, work)
    if work.rewrites:
        yield _drop(audit, work)
    yield verify(audit, facts, work)
    yield publish(audit, facts, work)


def _copy(audit: Audit, facts: Facts, work: Work) -> Step:
    url = word(facts.url)
    tools = [
        *(["git lfs version"] if work.move or audit.pointers.objects else []),
        *(["git filter-repo -h | grep -e --file-info-callback"] if work.rewrites else []),
        "mlhygiene --version",
    ]
    # Without a remote, what Git LFS holds already is in this clone alone.
    held = ["git -C work.git lfs fetch --all origin"] if facts.local and audit.pointers.objects else []
    stash = ["git -C work.git update-ref -d refs/stash"] if facts.local and "refs/stash" in audit.refs else []
    wanted = (
        " git-filter-repo 2.47 or newer (`pip install git-filter-repo`), git 2.36 or newer," if work.rewrites else ""
    )
    lfs = " git-lfs," if work.move or audit.pointers.objects else ""
    return Step(
        "Make two copies",
        (
            Block(
                ("git --version", *tools),
                f"These have to be installed:{wanted}{lfs} mlhygiene.",
                "No line fails. `not a git command` names what is missing; an old git-filter-repo says nothing.",
            ),
            Block(
                (
                    f"git clone --quiet --mirror --no-local {url} backup.git",
                    f"git clone --quiet --mirror --no-local {url} work.git",
                    *([] if facts.local else [unhidden()]),
                    *stash,
                    *held,
                    NEWER,
                ),
                "`backup.git` stays as it is until everybody is content; all work is done in `work.git`."
                + (
                    "" if facts.local else " What a host keeps of pull requests leaves that one: nobody can push to it."
                ),
                "Nothing is shown. A commit that is was not looked at: it is new, or in refs that no clone fetches."
                f" Plan again then, of all that is there: `mlhygiene audit -C backup.git --limit {audit.limit}"
                " --plan again`.",
            ),
        ),
    )


def _tip(facts: Facts, work: Work) -> Step:
    branch = word(facts.branch)
    blocks = [
        Block(
            (f"GIT_LFS_SKIP_SMUDGE=1 git clone --quiet --branch {branch} work.git head",),
            f"One ordinary commit makes the latest tree of `{facts.branch}` right; the rewriting then leaves it alone.",
        )
    ]
    if work.untrack:
        untrack = "rm --quiet -r --cached --ignore-unmatch --pathspec-from-file=../untrack.txt --pathspec-file-nul"
        blocks.append(
            Block(
                (f"GIT_LITERAL_PATHSPECS=1 git -C head {untrack}", "cat ignore.txt >> head/.gitignore"),
                "The secret files leave git, and are ignored from now on.",
            )
        )
    if work.hand:
        blocks += _hand(facts, work)
    if work.maybe:
        blocks.append(Block(before=MAYBE))
    if work.mend:
        mended = _mended(work, history=False)
        blocks.append(
            Block(
                (f"mlhygiene mend -C head --worktree{mended}",),
                " ".join(_mends(work)),
                "Code that used a secret has to read it from the environment now: edit it in `head` before you go on."
                if work.erase
                else "",
            )
        )
    ignored = ["git -C head add .gitignore"] if work.untrack else []
    blocks.append(
        Block(
            (
                "git -C head add --update",
                *ignored,
                "git -C head commit --quiet --no-verify --allow-empty -m 'chore: take out what does not belong in git'",
                "git -C head show --stat --oneline HEAD",
                "GIT_LFS_SKIP_PUSH=1 git -C head push --quiet --no-verify origin HEAD",
                "git -C work.git gc --quiet --prune=now",
            ),
            after="The list of files that this commit touches. Look at it: it is what everybody will find.",
        )
    )
    return Step("Make the latest commit right", tuple(blocks))


def _mends(work: Work) -> Iterator[str]:
    if work.erase or work.maybe:
        yield "Secrets in files that stay become `REMOVED`."
    if work.strip:
        yield "Notebooks lose their outputs."


def _hand(facts: Facts, work: Work) -> Iterator[Block]:
    commands = [f"(cd head && {add_to_dvc(path)})" for path in work.hand]
    yield Block(
        tuple(commands),
        "DVC takes the large files; git keeps their `.dvc` files.",
        "To keep one in git, plan again with a higher `--limit`.",
    )
    if facts.store:
        name, folder = facts.store
        here = f"dvc remote modify --local {word(name)} url {word(folder)} && " if folder else ""
        yield Block(
            (f"(cd head && {here}dvc push)",), after="Every file is in the DVC remote, where everybody gets it from."
        )
    else:
        yield Block(before="No DVC remote is set: add one (`dvc remote add -d NAME URL`), and `dvc push` in `head`.")


def _mended(work: Work, *, history: bool) -> str:
    return (
        (" --list ../erase.txt" if work.erase or work.maybe else "")
        + (" --notebooks" if work.strip else "")
        + (" --messages" if work.messages and history else "")
    )


def _move(audit: Audit, work: Work) -> Step:
    patterns = ",".join(work.patterns)
    include = f"'{patterns}'" if len(patterns) <= SHORT else '"$(cat lfs-patterns.txt)"'
    return Step(
        "Move large files to Git LFS",
        (
            Block(
                (
                    f"git -C work.git lfs migrate import --everything --object-map=../lfs-map.csv --include={include}",
                    "git -C work.git gc --quiet --prune=now",
                ),
                "Every commit gets pointers in their place, and a `.gitattributes` that says so.",
                "`Rewriting commits: 100%`. `lfs-map.csv` says which commit became which.",
            ),
            *_notes(audit, work, "tr , ' ' < lfs-map.csv"),
        ),
    )


def _drop(audit: Audit, work: Work) -> Step:
    blocks = [Block(before=MAYBE)] if work.maybe and not work.begins else list[Block]()
    options = list[str](FILTER)
    if work.erase or work.strip or work.messages or work.maybe:
        blocks.append(
            Block(
                (f"mlhygiene mend -C work.git{_mended(work, history=True)} --output ../clean.zip",),
                _cleaned(work),
                "How many versions are cleaned. What cannot be is named, and stops the line: add its id to"
                " `drop-blobs.txt`, take it out of `erase.txt`, and run this again.",
            )
        )
    if work.erase or work.strip or work.maybe:
        options.append("--file-info-callback ../replace.py")
    if work.drop:
        options.append("--strip-blobs-with-ids ../drop-blobs.txt")
    if work.caches:
        options.append("--invert-paths --paths-from-file ../drop-paths.txt")
    if work.move or work.messages:
        options.append("--message-callback ../messages.py")
    blocks.append(
        Block(
            (" \\\n  ".join(options),),
            "One pass over every branch and tag. Commits and their messages stay, even where nothing is left in them.",
            "`Completely finished`. `work.git/filter-repo/commit-map` says which commit became which.",
        )
    )
    blocks += _notes(audit, work, "sed 1d work.git/filter-repo/commit-map")
    return Step("Take out what must go", tuple(blocks))


def _notes(audit: Audit, work: Work, commits: str) -> Iterator[Block]:
    """Notes go along with their commits: neither git-lfs nor git-filter-repo sees to that. git-notes(1), `copy`."""
    refs = notes(audit)
    if refs and work.notes:
        yield Block(
            tuple(f"git -C work.git update-ref -d {word(ref)}" for ref in refs),
            "A note holds a secret, and git-filter-repo cleans none: the notes go, all of them. `backup.git` has them.",
        )
    elif refs:
        changed = f"{commits} | awk '$1 != $2'"
        yield Block(
            tuple(f"{changed} | git -C work.git notes --ref {word(ref)} copy -f --stdin" for ref in refs)
            + tuple(f"git -C work.git notes --ref {word(ref)} prune" for ref in refs),
            "Notes go along with their commits.",
        )


def _cleaned(work: Work) -> str:
    what = ["secrets become `REMOVED`"] if work.erase or work.messages or work.maybe else []
    what += ["notebooks lose their outputs (to leave those in, take `--notebooks` away)"] if work.strip else []
    return f"Clean versions of what stays are put aside: {', '.join(what)}."
