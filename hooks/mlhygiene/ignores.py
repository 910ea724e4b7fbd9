"""Findings set aside, each with a reason: by path in the config, or in the line itself."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from mlhygiene.model import Blob, Commit
from mlhygiene.patterns import spec
from mlhygiene.rule import matching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pathspec import GitIgnoreSpec

    from mlhygiene.adopted import Adopted
    from mlhygiene.rule import Finding

INLINE = re.compile(r"mlhygiene: ignore\[([\w ,-]+)\]\s+\S", re.ASCII)


@dataclass
class Ignores:
    """What a team has decided to live with. Counts what it sets aside.

    `adopted` counts those of them that other scanners' files name; `file` hands over a file
    at the root of the state that is judged; `unknown` leaves those of all findings that no
    baseline has.
    """

    per_path: Mapping[str, Mapping[str, str]] = field(default_factory=dict[str, "Mapping[str, str]"])
    file: Callable[[str], bytes | None] = lambda _name: None
    unknown: Callable[[list[Finding]], list[Finding]] = lambda findings: findings
    ignored: int = 0
    adopted: int = 0

    def keep(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that nobody has set aside."""
        for finding in findings:
            if self._by_path(finding) or _in_line(finding) or self._is_adopted(finding):
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
        return any(code in codes and each.match_file(name) for each, codes in self._specs)

    @cached_property
    def _adopted(self) -> Adopted:
        from mlhygiene.adopted import read  # when the first secret is found

        return read(self.file)

    @cached_property
    def _specs(self) -> list[tuple[GitIgnoreSpec, set[str]]]:
        return [
            (spec(pattern), {code for key in reasons for code in matching(key)})
            for pattern, reasons in self.per_path.items()
        ]


def _line(finding: Finding) -> str:
    number = finding.location.line
    if number is None or not isinstance(finding.subject, Blob):
        return ""
    lines = finding.subject.read().splitlines()
    return lines[number - 1].decode("utf-8", "replace") if number <= len(lines) else ""


def _in_line(finding: Finding) -> bool:
    """Whether the line itself says `mlhygiene: ignore[CODE] reason`."""
    said = _line(finding) if finding.remark is None else finding.remark
    selectors = [each for match in INLINE.finditer(said) for each in re.split(r"[ ,]+", match[1].strip())]
    return any(finding.rule.code in matching(selector) for selector in selectors)
