"""What the reports of an audit say in the same words: sizes, people, refs, where a content stands."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from mlhygiene.audit.held import LIMITS, Standing, broken
from mlhygiene.experiments.dates import day
from mlhygiene.model import Severity, printable, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlhygiene.audit.audit import Leak
    from mlhygiene.audit.held import Held, Limit, Origin

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


def place(leak: Leak) -> str:
    """Where a secret was first: `config.py:3`, `message of tag v1.0`."""
    if leak.messages:
        return f"message of {_speaker(leak.messages[0])}"
    if not leak.path and leak.oids:
        return f"content {leak.oids[0][:SHORT]}"
    return name(leak.path) + (f":{leak.line}" if leak.line else "")


def others(leak: Leak) -> list[str]:
    """Its other places."""
    return [*(name(each) for each in leak.names if each != leak.path), *map(_speaker, leak.messages[1:])]


def _speaker(each: str) -> str:
    return ref(each) if each.startswith("refs/") else f"commit {each[:SHORT]}"


def secret(leak: Leak) -> tuple[str, ...]:
    """What it is; what is shown of it, where that does not say so; that it may be none."""
    message, masked = printable(leak.message), printable(leak.masked)
    told = [message] if masked in message else [message, masked]
    return (*told, *(["it may be none"] if leak.severity != Severity.ERROR else []))
