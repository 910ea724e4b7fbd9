"""What the reports of an audit say in the same words: sizes, people, refs, where a content stands."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlhygiene.audit.held import LIMITS, Standing, broken
from mlhygiene.experiments.dates import day
from mlhygiene.model import Severity, printable, shown
from mlhygiene.sizes import shown_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from mlhygiene.audit.audit import Audit, Leak
    from mlhygiene.audit.held import Held, Limit, Origin, Weight

SHORT = 12
# Of a name that goes on, its beginning and its end.
LONG = 240
FEW = 3
KINDS = {
    "refs/heads/": ("branch", "branches"),
    "refs/remotes/": ("remote branch", "remote branches"),
    "refs/tags/": ("tag", "tags"),
    "refs/stash": ("stash", "stashes"),
    "refs/notes/": ("ref of notes", "refs of notes"),
    "refs/exps/": ("DVC experiment", "DVC experiments"),
}
OTHER = ("other ref", "other refs")


def counted(number: int, one: str, many: str = "") -> str:
    """`1 commit`, `2,345 commits`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def share(part: int, whole: int) -> str:
    """`61 %`; below one in a hundred, that."""
    if not part or not whole:
        return "0 %"
    return f"{part / whole:.0%}".replace("%", " %") if part * 100 >= whole else "< 1 %"


def name(path: bytes) -> str:
    """A path for people, short enough to be read."""
    text = shown(path)
    return text if len(text) <= LONG else f"{text[: LONG // 2]}…{text[-LONG // 2 :]}"


def person(origin: Origin) -> str:
    """The author's name: an address is for `--format json`."""
    text = origin.author.partition(" <")[0].strip() or "nobody"
    return printable(text if len(text) <= LONG else text[:LONG] + "…")


def brought(origin: Origin | None) -> str:
    """`2026-01-02, Ada, c0ffeec0ffee`."""
    return f"{day(origin.date)}, {person(origin)}, {origin.commit[:SHORT]}" if origin else ""


def first(held: Held) -> Origin | None:
    """Who brought a content."""
    return held.names[0].first if held.names else None


def gone(held: Held) -> Origin | None:
    """The commit that took a content away last, where it is in no tree any more."""
    if held.standing is not Standing.DELETED:
        return None
    return max((each.deleted for each in held.names if each.deleted), key=lambda origin: origin.date, default=None)


def stands(held: Held) -> str:
    """`in HEAD`, `deleted in c0ffeec0ffee, 2026-01-02`."""
    taken = gone(held)
    return f"{held.standing} in {taken.commit[:SHORT]}, {day(taken.date)}" if taken else str(held.standing)


def ref(full: str) -> str:
    """`main`, `tag v1.0`, `stash`."""
    text = full.removeprefix("refs/heads/").removeprefix("refs/remotes/")
    text = f"tag {text.removeprefix('refs/tags/')}" if text.startswith("refs/tags/") else text.removeprefix("refs/")
    return printable(text)


def reached(held: Held, branch: str | None) -> list[str]:
    """The refs that reach a content, the branch that one is on before all others."""
    return [ref(each) for each in sorted(held.refs, key=lambda full: full != f"refs/heads/{branch}")]


def some(texts: Iterable[str], few: int = FEW) -> str:
    """The first, and how many more."""
    every = list(texts)
    more = [f"+{len(every) - few:,} more"] if len(every) > few else []
    return ", ".join([*every[:few], *more])


def ref_counts(refs: Iterable[str]) -> str:
    """`3 branches, 2 tags`."""
    counts = Counter(next((k for p, k in KINDS.items() if full.startswith(p)), OTHER) for full in refs)
    return ", ".join(counted(counts[kind], *kind) for kind in [*KINDS.values(), OTHER] if counts[kind]) or "no refs"


def over(size: int) -> str:
    """`GitHub refuses it (> 100 MiB), Hugging Face refuses it (> 10 MiB)`."""
    return ", ".join(map(breach, broken(size)))


def breach(limit: Limit) -> str:
    return f"{limit.host} {limit.does} it (> {limit.size >> 20} MiB)"


def over_any(blobs: Sequence[Held]) -> str:
    """How many contents are over which limit: `GitHub refuses 2, warns of 1; Hugging Face refuses 4`."""
    counts = Counter(limit for held in blobs for limit in broken(held.size))
    hosts = dict.fromkeys(limit.host for limit in LIMITS if counts[limit])
    told = [
        f"{host} " + ", ".join(f"{each.does} {counts[each]:,}" for each in LIMITS if each.host == host and counts[each])
        for host in hosts
    ]
    return "; ".join(told)


def figures(audit: Audit) -> list[tuple[str, str, str]]:
    """What stands above all else: a term, its value, and what to know of it."""
    held = audit.reachable
    breaking = sum(bool(broken(each.size)) for each in audit.blobs)
    leaks = audit.leaks
    secrets = ("Secrets", "—", "not searched") if leaks is None else ("Secrets", f"{len(leaks):,}", _secrets(audit))
    unpacked = f"{shown_size(held.size)} unpacked, {counted(held.blobs, 'content')}"
    return [
        ("On disk", shown_size(held.disk) if held.disk else "0", unpacked if held.blobs else "nothing"),
        ("Deleted", *_deleted(held)),
        ("Over limits", f"{breaking:,}", over_any(audit.blobs) or "nothing"),
        secrets,
    ]


def _deleted(held: Weight) -> tuple[str, str]:
    if not held.deleted:
        return "0", "nothing"
    return shown_size(held.deleted), f"{share(held.deleted, held.size)} of what is unpacked, and in every clone"


def _secrets(audit: Audit) -> str:
    leaks = audit.leaks or ()
    there = sum(leak.in_head for leak in leaks)
    if not leaks:
        return "none found"
    return f"{there:,} of them still in HEAD" if there else "none of them in HEAD any more"


def about(audit: Audit) -> str:
    """What was looked at."""
    head = f"HEAD {audit.head[:SHORT]}" if audit.head else "nothing is committed"
    on = f" on {printable(audit.branch)}" if audit.head and audit.branch else ""
    return " · ".join([counted(audit.commits, "commit"), ref_counts(audit.refs), f"{head}{on}"])


def steps(audit: Audit) -> list[str]:
    """What to do next, the most urgent first."""
    told = list[str]()
    if audit.leaks:
        told.extend(_leaking(audit.leaks))
    large = any(held.size > audit.limit and held.standing is not Standing.UNREACHABLE for held in audit.blobs)
    if audit.leaks or large or audit.caches.blobs or (audit.notebooks and audit.notebooks.output):
        told.append("`mlhygiene audit --plan` writes the commands that repair this history")
    if audit.leaks is None:
        told.append("secrets were not searched: this says nothing of them")
    return told or ["nothing is to be repaired"]


def _leaking(leaks: Sequence[Leak]) -> Iterator[str]:
    sure = sum(leak.severity == Severity.ERROR for leak in leaks)
    if sure:
        yield f"revoke {counted(sure, 'secret')} first: what was pushed is known, removed or not"
    if len(leaks) > sure:
        yield f"look at {len(leaks) - sure:,} that may be {'a secret' if len(leaks) - sure == 1 else 'secrets'}"


def secret(leak: Leak) -> tuple[str, ...]:
    """What it is; what is shown of it, where that does not say so; that it may be none."""
    message, masked = printable(leak.message), printable(leak.masked)
    told = [message] if masked in message else [message, masked]
    return (*told, *(["it may be none"] if leak.severity != Severity.ERROR else []))


def doubts(audit: Audit) -> list[str]:
    """What makes the answer less than whole: its gaps, or what has made some."""
    told = list[str]()
    if audit.gaps:
        return [*map(printable, audit.gaps)]
    if audit.missing:
        missing = counted(audit.missing, "object")
        told.append(f"{missing} that refs need {'is' if audit.missing == 1 else 'are'} not in this clone: not weighed")
    if audit.shallow:
        told.append("the clone is shallow: older history was not looked at; `git fetch --unshallow` brings it")
    if audit.partial:
        told.append("the clone is partial: contents that were never fetched have no size here")
    return told
