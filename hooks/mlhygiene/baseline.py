"""A baseline: the findings that a repository has when it comes to us, in a file, so that new ones alone fail. No I/O.

One finding is one line, sorted, and every such line ends alike: two branches that both add some
merge without a conflict, and a diff shows what came and what went. A finding is known by its
code, its path and its fingerprint: that of a file holds the blob's oid, so that a legacy file
that changes, or moves, is new; that of a secret holds neither line nor content; that of a line
of the layout holds its text; that of a commit its hash. How often it is known counts.
"""

from __future__ import annotations

import base64
import json
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from mlhygiene.model import Refusal, printable, shown
from mlhygiene.report.json import fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from mlhygiene.rule import Finding

FAMILY = "mlhygiene.baseline/"
SCHEMA = f"{FAMILY}1"
ABOUT = "known findings, which do not fail; `mlhygiene lint --write-baseline FILE` writes this, and nobody else"
HEAD = '{{"schema": {},\n "about": {},\n "findings": [\n'
# The empty entry at the end lets every line before it end in a comma.
TAIL = "  {}\n]}\n"
CONFLICT = re.compile(rb"^(?:<{7}|>{7}|\|{7})(?: |$)", re.MULTILINE)
PRINT = re.compile(r"sha256:[0-9a-f]{24,64}")
CODE = re.compile(r"MLH[0-9]{3}")
MOST = 10**9

Key = tuple[str, bytes | None, str]


class Entry(NamedTuple):
    """What is known: some equal findings. `commit` is told of what history alone was asked for."""

    path: bytes | None
    code: str
    fingerprint: str
    ref: str | None = None
    commit: str | None = None
    name: str = ""
    what: str = ""
    times: int = 1

    @property
    def key(self) -> Key:
        return (self.code, self.path, self.fingerprint)

    def __str__(self) -> str:
        at = shown(self.path) if self.path is not None else self.ref or (self.commit or "")[:12]
        return f"{at} {self.code}".strip()


@dataclass(frozen=True)
class Baseline:
    """The entries of a file, in its order."""

    entries: Sequence[Entry] = ()

    def unknown(self, findings: Iterable[Finding]) -> list[Finding]:
        """Those that are not known, or are more than are known."""
        left, new = self._counts(), list["Finding"]()
        for finding in findings:
            known = key(finding)
            if left[known] > 0:
                left[known] -= 1
            else:
                new.append(finding)
        return new

    def stale(self, findings: Iterable[Finding], codes: Collection[str], *, history: bool) -> list[Entry]:
        """Entries whose findings are gone, of those that a whole tree (or all of history) has for these codes."""
        present = Counter(map(key, findings))
        return [
            entry
            for entry in self.entries
            if entry.code in codes and _is_of(entry, history=history) and present[entry.key] < entry.times
        ]

    def updated(self, findings: Iterable[Finding], codes: Collection[str], *, history: bool, whole: bool) -> Baseline:
        """What is there now, and of what is known all that this run could not have found."""
        found = of(findings).entries
        there = {(entry.key, entry.commit is None) for entry in found}
        kept = (
            entry
            for entry in self.entries
            if not (whole and entry.code in codes and _is_of(entry, history=history))
            and (entry.key, entry.commit is None) not in there
        )
        return Baseline([*found, *kept])

    def _counts(self) -> Counter[Key]:
        # A line that a merge has doubled says no more than once; nor do the tree and history of the same file.
        counts = Counter[Key]()
        for entry in self.entries:
            counts[entry.key] = max(counts[entry.key], entry.times)
        return counts


def _is_of(entry: Entry, *, history: bool) -> bool:
    return (entry.commit is not None) is history and entry.ref is None


def key(finding: Finding) -> Key:
    """What a finding is known by."""
    return (finding.rule.code, finding.location.path, fingerprint(finding))


def of(findings: Iterable[Finding]) -> Baseline:
    """All that was found."""
    entries = dict[Key, Entry]()
    for finding in findings:
        at, known = finding.location, key(finding)
        first = entries.get(known) or Entry(
            at.path, known[0], known[2], at.ref, at.commit, finding.rule.name, _what(finding), 0
        )
        entries[known] = first._replace(times=first.times + 1)
    return Baseline(list(entries.values()))


def _what(finding: Finding) -> str:
    """What a reviewer reads. Of a secret, its kind: nothing that tells its length."""
    kind = finding.data.get("format")
    return str(kind) if finding.rule.code.startswith("MLH2") and kind else printable(finding.message)


def written(baseline: Baseline) -> bytes:
    """The file, the same bytes for the same findings."""
    rows = sorted(baseline.entries, key=_order)
    lines = [f"  {json.dumps(_row(entry), ensure_ascii=False)},\n" for entry in rows]
    head = HEAD.format(json.dumps(SCHEMA), json.dumps(ABOUT))
    return "".join([head, *lines, TAIL]).encode("utf-8", "surrogateescape")


def _order(entry: Entry) -> tuple[object, ...]:
    at = (entry.path or b"", entry.code, entry.ref or "", entry.commit or "", entry.fingerprint)
    return (*at, entry.path is None, entry.name, entry.what, entry.times)


def _row(entry: Entry) -> dict[str, object]:
    row: dict[str, object] = {"path": None if entry.path is None else entry.path.decode("utf-8", "backslashreplace")}
    if entry.path is not None and row["path"].encode() != entry.path:  # type: ignore[attr-defined]
        row["path_base64"] = base64.b64encode(entry.path).decode()
    rest = {"code": entry.code, "name": entry.name, "what": entry.what, "ref": entry.ref and printable(entry.ref)}
    count = entry.times if entry.times > 1 else None
    told = {**rest, "commit": entry.commit, "fingerprint": entry.fingerprint, "count": count}
    return {**row, **{name: value for name, value in told.items() if value}}


def read(content: bytes, source: str) -> Baseline:
    """What a file says. Refusal names what is wrong with it, and where: nothing is guessed."""
    again = "write it anew with `mlhygiene lint --write-baseline`"
    if marker := CONFLICT.search(content):
        line = content.count(b"\n", 0, marker.start()) + 1
        raise Refusal(
            f"{source}:{line}: a merge conflict is left in the baseline: keep the lines of both sides, or {again}"
        )
    try:
        document: Any = json.loads(content.decode("utf-8-sig"))
    except json.JSONDecodeError as error:
        raise Refusal(f"{source}:{error.lineno}: the baseline is not valid JSON: {again}") from None
    except (UnicodeDecodeError, RecursionError):
        raise Refusal(f"{source}: the baseline is not JSON in UTF-8: {again}") from None
    table = cast("dict[str, Any]", document) if isinstance(document, dict) else {}
    schema = table.get("schema")
    if schema != SCHEMA:
        if isinstance(schema, str) and schema.startswith(FAMILY):
            told = f"{source}: a baseline in {printable(schema)}, and this version reads {SCHEMA}"
            raise Refusal(f"{told}: upgrade mlhygiene")
        raise Refusal(f"{source}: not a baseline of mlhygiene ({SCHEMA}): {again}")
    rows = table.get("findings")
    if not isinstance(rows, list):
        raise Refusal(f"{source}: the baseline has no list of findings: {again}")
    return Baseline(list(_entries(cast("list[object]", rows), source)))


def _entries(rows: Sequence[object], source: str) -> Iterator[Entry]:
    for number, row in enumerate(rows, 1):
        if row == {}:
            continue
        entry = _entry(cast("dict[str, Any]", row)) if isinstance(row, dict) else None
        if entry is None:
            raise Refusal(
                f"{source}: finding {number} of the baseline is none: take its line out, or write the file anew"
            )
        yield entry


def _entry(row: dict[str, Any]) -> Entry | None:
    """A row as it was written; None where anything in it is not as it should be."""
    path, code, known, count = row.get("path"), row.get("code"), row.get("fingerprint"), row.get("count", 1)
    texts = [row.get(name) for name in ("path_base64", "ref", "commit", "name", "what")]
    if not (isinstance(code, str) and isinstance(known, str) and CODE.fullmatch(code) and PRINT.fullmatch(known)):
        return None
    if not all(text is None or isinstance(text, str) for text in (path, *texts)):
        return None
    if type(count) is not int or not 0 < count < MOST:
        return None
    exact, ref, commit, name, what = texts
    try:
        at = base64.b64decode(exact, validate=True) if exact else None if path is None else path.encode()
    except ValueError:  # also of a surrogate that is no character
        return None
    return Entry(at, code, known, ref, commit, name or "", what or "", count)
