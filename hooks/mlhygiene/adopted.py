"""What other scanners were told to leave alone: `.gitleaksignore` and `.secrets.baseline`, read as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mlhygiene.model import Blob, Refusal, shown
from mlhygiene.secret_rule import found_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from mlhygiene.rule import Finding

GITLEAKS = ".gitleaksignore"
BASELINE = ".secrets.baseline"
# `file:rule:line`, or `commit:file:rule:line` (github.com/gitleaks/gitleaks, README).
ENTRY = re.compile(r"([^#].*):[^:]*:([0-9]{1,9})")


@dataclass(frozen=True)
class Adopted:
    """Secrets that a team has judged before it came to us.

    `places` holds `(commit or "", path, line)`; `digests` the SHA-1 of each known secret
    by path, as detect-secrets 1.x writes it.
    """

    places: frozenset[tuple[str, str, int]] = frozenset()
    digests: Mapping[str, frozenset[str]] = field(default_factory=dict[str, frozenset[str]])

    def covers(self, finding: Finding) -> bool:
        at = finding.location
        if not (self.places or self.digests) or at.path is None:
            return False
        path = at.path.decode("utf-8", "surrogateescape")
        known = not self.places.isdisjoint({("", path, at.line or 0), (at.commit or "", path, at.line or 0)})
        return known or (path in self.digests and self._hashed(finding, self.digests[path]))

    def _hashed(self, finding: Finding, digests: frozenset[str]) -> bool:
        """Whether a secret of that line is one of those known by their digest."""
        import hashlib  # only a repository that comes from detect-secrets needs it

        blob = finding.subject
        here = [s for s in found_in(blob) if s.place.line == finding.location.line] if isinstance(blob, Blob) else []
        return any(
            hashlib.sha1(secret.value, usedforsecurity=False).hexdigest() in digests
            for secret in here
            if secret.fingerprint == finding.fingerprint
        )


def read(file: Callable[[str], bytes | None]) -> Adopted:
    """What the files at the repository's root say. Refusal names one that cannot be read."""
    ignored, baseline = file(GITLEAKS), file(BASELINE)
    return Adopted(_places(ignored or b""), _digests(baseline) if baseline else {})


def _places(content: bytes) -> frozenset[tuple[str, str, int]]:
    places = set[tuple[str, str, int]]()
    for line in content.decode("utf-8", "surrogateescape").splitlines():
        entry = ENTRY.fullmatch(line.strip())
        if entry is None:
            continue
        commit, _, path = entry[1].partition(":")
        hexadecimal = len(commit) >= len("1234567") and set(commit) <= set("0123456789abcdef")
        places.add((commit, path, int(entry[2])) if path and hexadecimal else ("", entry[1], int(entry[2])))
    return frozenset(places)


def _digests(content: bytes) -> dict[str, frozenset[str]]:
    import json  # only a repository that comes from detect-secrets needs it

    try:
        results: dict[str, list[dict[str, Any]]] = json.loads(content)["results"]
        # Written on Windows, paths have backslashes (detect-secrets #602).
        return {
            path.replace("\\", "/"): frozenset(str(entry["hashed_secret"]) for entry in entries)
            for path, entries in results.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Refusal(f"{shown(BASELINE.encode())}: not a baseline of detect-secrets 1.x: mend or remove it") from None
