"""What a stamp adds to a run that may have one already, and texts that a tracker takes whole. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.provenance.records import CUT, RESUMED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhygiene.provenance.stamp import Stamp

    Value = str | int | bool

SHA = "git_sha"
# Fewer digits name no commit for sure, and no word is one.
SHORTEST = 7
# Comet cuts after so many characters, MLflow's tags after 5,000 or 8,000.
LONGEST = 1000
ENDS = f", {CUT}"


def missing(stamp: Stamp, there: Mapping[str, object]) -> dict[str, Value]:
    """What the run does not say yet: of a run that names another commit nothing but that it has gone on at this one."""
    commit = stamp.commit or ""
    named = there.get(SHA)
    if named is not None and commit and not same(str(named), commit):
        before = str(there.get(RESUMED) or "")
        return {} if commit in before.split(", ") else {RESUMED: f"{before}, {commit}" if before else commit}
    return {key: short(value) for key, value in stamp.flat().items() if there.get(key) is None}


def same(named: str, commit: str) -> bool:
    """Whether two hashes are one commit's, of which the first may be abbreviated."""
    return len(named) >= SHORTEST and commit.startswith(named)


def short(value: Value) -> Value:
    """A value that no tracker cuts: a list that is too long ends with a whole name and `…`."""
    if not isinstance(value, str) or len(value) <= LONGEST:
        return value
    head = value[: LONGEST - len(ENDS)]
    return (head.rpartition(", ")[0] or head) + ENDS


def text(value: Value) -> str:
    """A value as MLflow and the variables of a shell write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)
