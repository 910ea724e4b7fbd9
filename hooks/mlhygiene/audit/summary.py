"""An audit in a few lines: what was looked at, its figures, what could not be told, what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.audit.held import broken
from mlhygiene.audit.plan_work import work
from mlhygiene.audit.wording import SHORT, counted, over_any, ref_counts, share
from mlhygiene.model import Severity, Storage, printable
from mlhygiene.sizes import shown_size

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlhygiene.audit.audit import Audit, Leak
    from mlhygiene.audit.held import Weight


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
        return "none found in what is here" if doubts(audit) else "none found"
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
    # Whichever storage takes what is large: that there is something to do does not change.
    if work(audit, Storage.NONE).anything:
        told.append("`mlhygiene audit --plan` writes the commands that repair this history")
    if audit.leaks is None:
        told.append("secrets were not searched: this says nothing of them")
    if not told and doubts(audit):
        told.append("what could not be looked at may need repair: bring it here, and run this again")
    return told or ["nothing is to be repaired"]


def _leaking(leaks: Sequence[Leak]) -> Iterator[str]:
    sure = sum(leak.severity == Severity.ERROR for leak in leaks)
    if sure:
        yield f"revoke {counted(sure, 'secret')} first: what was pushed is known, removed or not"
    if len(leaks) > sure:
        yield f"look at {len(leaks) - sure:,} that may be {'a secret' if len(leaks) - sure == 1 else 'secrets'}"


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
    return told
