"""An audit turned into a plan: what, in which order, and who has to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.audit import wording
from mlhygiene.audit.plan import Block, Plan, Step
from mlhygiene.audit.plan_files import files
from mlhygiene.audit.plan_publishing import everyone
from mlhygiene.audit.plan_steps import steps
from mlhygiene.audit.plan_work import MESSAGE, SECRET_FILE, work
from mlhygiene.experiments.dates import day
from mlhygiene.model import Severity, printable, shown
from mlhygiene.sizes import shown_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.audit.audit import Audit, Leak
    from mlhygiene.audit.plan import Facts
    from mlhygiene.audit.plan_work import Work

# More people than these are told as a number.
PEOPLE = 20
# So are more files that hold the same secret.
PLACES = 3
GITHUB = (
    "GitHub keeps pull requests' commits (`refs/pull/*`) and cached pages, which nobody can push to: ask its support to"
    " remove them, with the list of commits in `commit-map`."
)
ELSEWHERE = (
    "The host may keep pull or merge requests' commits and caches, which nobody can push to: ask it to remove them."
)


def planned(audit: Audit, facts: Facts) -> Plan | None:
    """The plan for one repository; None where there is nothing to repair."""
    todo = work(audit, facts.storage)
    if not todo.anything:
        return None
    leaks = audit.leaks or ()
    order = [
        *([_rotate(leaks)] if leaks else []),
        _before(audit, facts),
        *steps(audit, facts, todo),
        *([] if facts.local else [_after(facts, todo)]),
        _prevent(),
    ]
    return Plan(
        facts.name,
        tuple(_summary(audit, todo)),
        tuple(order),
        tuple(_bfg(todo)),
        {**files(todo), "looked-at.txt": "".join(f"^{oid}\n" for oid in sorted(set(audit.refs.values()))).encode()},
        todo.left,
    )


def _summary(audit: Audit, todo: Work) -> Iterator[tuple[str, str]]:
    leaks = audit.leaks or ()
    if leaks:
        sure = sum(leak.severity == Severity.ERROR for leak in leaks)
        maybe = f", {len(leaks) - sure:,} to look at" if sure < len(leaks) else ""
        yield "secrets", f"{sure:,} to rotate{maybe}; then out of every commit"
    if todo.dropped:
        yield "large files that no branch or tag has any more", f"{shown_size(todo.dropped)} dropped"
    if todo.move:
        yield "large files that are still wanted", f"{shown_size(todo.moved)} moved to Git LFS"
    if todo.hand:
        yield "large files that are still wanted", f"{shown_size(todo.moved)} handed to DVC"
    if todo.caches:
        yield "DVC's own cache in git", f"{shown_size(audit.caches.size)} dropped"
    if todo.strip and audit.notebooks:
        yield "outputs of notebooks", f"{shown_size(audit.notebooks.output)} stripped from every commit"
    yield "commits", f"{audit.commits:,}: ids change, signatures go, messages, authors and dates stay"


def _rotate(leaks: Sequence[Leak]) -> Step:
    rows = [_credential(number, leak) for number, leak in enumerate(leaks, 1)]
    return Step(
        "Rotate these credentials",
        (
            Block(before="Rewriting history takes nothing back: whoever has cloned, has them. Do this first, today."),
            Block(before="\n".join(rows)),
            Block(before="One is no secret? Set it aside (see `mlhygiene explain CODE`), commit that, and plan again."),
        ),
    )


def _credential(number: int, leak: Leak) -> str:
    said = printable(leak.message).partition(": ")[0]
    maybe = "" if leak.severity == Severity.ERROR else ", if it is one"
    since = ""
    if leak.first:
        since = f", since commit {leak.first.commit[:12]} by {_name(leak.first.author)} on {day(leak.first.date)}"
    revoke = f" Revoke it: <{leak.revoke}>" if leak.revoke else ""
    return f"{number}. {span(said)}{maybe}: {_places(leak)}{since}.{_now(leak)}{revoke}"


def _places(leak: Leak) -> str:
    """The path where it was first, and how many others had it."""
    if leak.code == MESSAGE:
        further = f" and {len(leak.messages) - 1:,} more" if len(leak.messages) > 1 else ""
        return f"in the {span(wording.place(leak))}{further}"
    line = f":{leak.line}" if leak.line and leak.code != SECRET_FILE else ""
    others = [name for name in leak.names if name != leak.path]
    more = [span(shown(name)) for name in others[:PLACES]]
    more += [f"{len(others) - PLACES:,} more"] if len(others) > PLACES else []
    return ", ".join([f"in {span(shown(leak.path) + line)}", *more])


def _now(leak: Leak) -> str:
    if leak.code == MESSAGE:
        return ""
    return " **The latest commit still has it.**" if leak.in_head else ""


def _name(author: str) -> str:
    """`Ada` of `Ada <ada@example.org>`: a plan is passed around."""
    return escaped(printable(author.rpartition(" <")[0] or author))


def _before(audit: Audit, facts: Facts) -> Step:
    others = [ref for ref in audit.refs if ref.startswith(("refs/heads/", "refs/tags/"))]
    people = sorted(facts.people, key=lambda each: (-each.last, each.name))
    named = ", ".join(escaped(printable(each.name)) for each in people[:PEOPLE])
    more = f" and {len(people) - PEOPLE:,} more" if len(people) > PEOPLE else ""
    shared = [
        "- All of them push what they have; then nobody pushes until you are done.",
        "- Merge or close open pull requests: they are made of commits that will be gone.",
        f"- {_counted(len(others), 'branch or tag', 'branches and tags')} of this clone: push those that shall stay.",
    ]
    lines = [
        f"- Say when, to everybody who works here{f': {named}{more}' if named else ''}.",
        *(["- Nobody commits here until you are done."] if facts.local else shared),
        *(["- Stashes are not carried over: apply or drop them."] if "refs/stash" in audit.refs else []),
    ]
    return Step("Before you begin", (Block(before="\n".join(lines)),))


def _after(facts: Facts, todo: Work) -> Step:
    host = GITHUB if "github.com" in facts.url else ELSEWHERE
    kept = ": it holds the secrets" if todo.erase or todo.messages or todo.untrack or todo.notes else ""
    lines = [
        f"- {host}",
        "- Forks keep the old history: their owners delete them, or do the same.",
        "- Caches of CI, mirrors, submodules and lock files that name a commit need the new ids: see `commit-map`.",
        f"- Keep `backup.git` somewhere safe for a while, then delete it{kept}.",
    ]
    return Step("Tell everybody", (everyone(facts), Block(before="\n".join(lines))))


def _prevent() -> Step:
    return Step(
        "Keep it so",
        (
            Block(
                ("mlhygiene init", "mlhygiene install"),
                "In the new clone: hooks that stop the next one before it is committed.",
                everyone=True,
            ),
        ),
    )


def _bfg(todo: Work) -> Iterator[Step]:
    """What BFG Repo-Cleaner can do of it: rtyley.github.io/bfg-repo-cleaner."""
    if not todo.drop:
        return
    lines = [
        "java -jar bfg.jar --strip-blobs-with-ids drop-blobs.txt --no-blob-protection work.git",
        "git -C work.git reflog expire --expire=now --all",
        "git -C work.git gc --prune=now --aggressive",
    ]
    rest = " It leaves a `NAME.REMOVED.git-id` where a file was."
    if todo.erase or todo.strip or todo.caches:
        rest += " It cannot do the rest of that step: secrets in files that stay, notebooks, folders."
    yield Step(
        "With BFG Repo-Cleaner instead of git-filter-repo",
        (Block(tuple(lines), f"The same blobs go.{rest}", everyone=True),),
    )


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def span(text: str) -> str:
    """A code span of Markdown: CommonMark 0.31, 6.1."""
    text = printable(text)
    fence = "`"
    while fence in text:
        fence += "`"
    blank = " " if text[:1] in {"`", " ", ""} or text[-1:] in {"`", " "} else ""
    return f"{fence}{blank}{text}{blank}{fence}"


def escaped(text: str) -> str:
    """A text that Markdown reads as it is written."""
    return "".join(f"\\{each}" if each in "\\`*_{}[]<>#|!~&" else each for each in text)
