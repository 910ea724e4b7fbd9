"""Findings over history, folded: a secret is one, however many contents, paths and commits hold it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from mlhygiene.audit.audit import Leak
from mlhygiene.model import Commit
from mlhygiene.secrets import formats

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from mlhygiene.audit.held import Origin
    from mlhygiene.audit.tracing import Trace
    from mlhygiene.rule import Finding

T = TypeVar("T")
# Of a file that is a secret every version is the same one, and so is every copy.
FILES = "MLH201"


class Spot(NamedTuple):
    """Where a finding lies: a blob's oid and path, or a commit's or a tag's and none."""

    oid: str
    path: bytes
    line: int | None


class Leaks:
    """Findings come in; the first of each secret is kept, and the places of all."""

    def __init__(self) -> None:
        self._found: dict[object, tuple[Finding, list[Spot]]] = {}
        self._files: dict[str | bytes, object] = {}

    def add(self, finding: Finding) -> None:
        """Take the next finding in."""
        subject = finding.subject
        oid = (subject.oid or "") if isinstance(subject, Commit) else subject.identity
        spot = Spot(oid, finding.location.path or b"", finding.location.line)
        self._found.setdefault(self._sameness(finding, spot), (finding, []))[1].append(spot)

    @property
    def oids(self) -> set[bytes]:
        """The blobs, and commits, that hold any."""
        return {spot.oid.encode() for _, spots in self._found.values() for spot in spots}

    def _sameness(self, finding: Finding, spot: Spot) -> object:
        """What the findings of one secret share."""
        if finding.rule.code != FILES:
            return (finding.rule.code, finding.fingerprint or (finding.data.get("masked"), spot))
        same = self._files.get(spot.oid) or self._files.get(spot.path) or spot
        for name in (spot.oid, spot.path):
            other = self._files.setdefault(name, same)
            if other != same:  # a copy of one file became a version of another
                self._found[same][1].extend(self._found.pop(other)[1])
                self._files |= {key: same for key, value in self._files.items() if value == other}
        return same

    def told(
        self, traces: Mapping[bytes, Trace], head: Collection[bytes], tags: Mapping[str, str] | None = None
    ) -> list[Leak]:
        """Each secret once: errors first, then by path. `head` are the blobs, and commits, that HEAD has.

        `tags` are the refs that lead to tag objects, by oid.
        """
        leaks = [_leak(finding, spots, traces, head, tags or {}) for finding, spots in self._found.values()]
        return sorted(leaks, key=lambda leak: (leak.severity, leak.code, leak.path, leak.line or 0, leak.fingerprint))


def _leak(
    finding: Finding,
    spots: list[Spot],
    traces: Mapping[bytes, Trace],
    head: Collection[bytes],
    tags: Mapping[str, str],
) -> Leak:
    def age(spot: Spot) -> int:
        trace = traces.get(spot.oid.encode())
        return trace.turns.get(spot.path, 0) if trace else 0

    ordered = sorted(spots, key=lambda spot: (-age(spot), spot.path, spot.line or 0, spot.oid))
    oldest = ordered[0]
    trace = traces.get(oldest.oid.encode())
    first: Origin | None = trace.first.get(oldest.path) if trace else None
    form = formats.known().get(str(finding.data.get("format")))
    return Leak(
        code=finding.rule.code,
        message=finding.message,
        masked=str(finding.data.get("masked") or ""),
        fingerprint=finding.fingerprint or "",
        path=oldest.path,
        line=oldest.line,
        first=first,
        oids=_once(spot.oid for spot in ordered),
        names=_once(spot.path for spot in ordered if spot.path),
        in_head=any(spot.oid.encode() in head for spot in spots),
        revoke=form.revoke if form else "",
        severity=str(finding.severity),
        messages=_once(tags.get(spot.oid, spot.oid) for spot in ordered if not spot.path)
        if isinstance(finding.subject, Commit)
        else (),
    )


def _once(things: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(things))
