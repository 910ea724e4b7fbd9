"""Findings set aside, each with a reason: by path in the config, or in the line itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.markers import WORDS, Marker, markers
from mlhygiene.model import Blob, Commit
from mlhygiene.patterns import spec
from mlhygiene.rule import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pathspec import GitIgnoreSpec

    from mlhygiene.adopted import Adopted
    from mlhygiene.rule import Finding

# A larger file is not read again for what a line of it may say.
LARGE = 1 << 20


class Heeded(NamedTuple):
    """A marker that has set a finding aside. `line` is None where it stands beside the finding's own."""

    path: bytes | None
    line: int | None
    selectors: str


@dataclass
class Ignores:
    """What a team has decided to live with. Counts what it sets aside.

    `adopted` counts those of them that other scanners' files name; `file` hands over a file
    at the root of the state that is judged; `unknown` leaves those of all findings that no
    baseline has.

    What sets something aside is remembered: `used` are patterns of `per_path` with their keys,
    `heeded` markers in lines. `unexplained` are findings whose line has a marker without a
    reason, which sets nothing aside.
    """

    per_path: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, "Mapping[str, str]"])
    file: Callable[[str], bytes | None] = lambda _name: None
    unknown: Callable[[list[Finding]], list[Finding]] = lambda findings: findings
    ignored: int = 0
    adopted: int = 0
    used: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    heeded: set[Heeded] = field(default_factory=set[Heeded])
    unexplained: dict[Heeded, Finding] = field(default_factory=dict[Heeded, "Finding"])

    def keep(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that nobody has set aside."""
        for finding in findings:
            if self._by_path(finding) or self._in_line(finding) or self._is_adopted(finding):
                self.ignored += 1
            else:
                yield finding

    def _is_adopted(self, finding: Finding) -> bool:
        known = finding.rule.searches and self._adopted.covers(finding)
        self.adopted += known
        return known

    def _by_path(self, finding: Finding) -> bool:
        path = finding.location.path
        if path is None:
            return False
        # What is found of a commit lies in a folder: `icons/**` and `icons/` mean it, too.
        return self.covers(path + b"/" * isinstance(finding.subject, Commit), finding.rule.code)

    def covers(self, path: bytes, code: str) -> bool:
        """Whether the config sets a rule aside for a path."""
        name = path.decode("utf-8", "surrogateescape")
        using = {(pattern, key) for each, pattern, key, codes in self._specs if code in codes and each.match_file(name)}
        self.used |= using
        return bool(using)

    def _in_line(self, finding: Finding) -> bool:
        """Whether the line itself says `mlhygiene: ignore[CODE] reason`."""
        line = _line(finding)
        said = line if finding.remark is None else finding.remark
        here = [marker for marker in markers(said) if finding.rule.code in marker.codes]
        explained = {_heeded(finding, marker, line) for marker in here if marker.reason}
        self.heeded |= explained
        if not explained:
            # Whoever reads a line for its secrets passes over what has no reason.
            bare = (marker for marker in here or markers(line) if finding.rule.code in marker.codes)
            self.unexplained |= {_heeded(finding, marker, line): finding for marker in bare if not marker.reason}
        return bool(explained)

    @cached_property
    def _adopted(self) -> Adopted:
        from mlhygiene.adopted import read  # when the first secret is found

        return read(self.file)

    @cached_property
    def _specs(self) -> list[tuple[GitIgnoreSpec, str, str, set[str]]]:
        return [
            (compiled, pattern, key, set(matching(key)))
            for pattern, reasons in self.per_path.items()
            for compiled in [spec(pattern)]
            for key in reasons
        ]


def _line(finding: Finding) -> str:
    """The line that a finding lies in; of what a commit says, the lines that are markers."""
    number, subject = finding.location.line, finding.subject
    if isinstance(subject, Commit) and subject.record is not None and not finding.rule.over_files:
        return "\n".join(line for line in subject.record.message.split("\n") if line.startswith(WORDS))
    if number is None or not isinstance(subject, Blob):
        return ""
    if finding.remark is not None and (not finding.rule.searches or subject.size > LARGE):
        return ""  # it says what somebody has read already, of a cell or of a comment above
    lines = _lines(subject)
    return lines[number - 1].decode("utf-8", "replace") if number <= len(lines) else ""


@lru_cache(maxsize=1)
def _lines(blob: Blob) -> list[bytes]:
    return blob.read().splitlines()


def _heeded(finding: Finding, marker: Marker, line: str) -> Heeded:
    at = finding.location
    return Heeded(at.path, at.line if str(marker)[1:-1] in line else None, marker.selectors)
