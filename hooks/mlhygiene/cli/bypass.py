"""How a push gets past the hook of a server, where its admin allows that: `git push -o mlhygiene.skip="why"`."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.git.settings import is_on
from mlhygiene.model import Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlhygiene.git import Repository

OPTION, KEY = "mlhygiene.skip", "mlhygiene.allowBypass"
SYNTAX = f'`git push -o {OPTION}="why"`'
# git hands over push options in variables of numbered names: githooks(5).
COUNT, EACH = "GIT_PUSH_OPTION_COUNT", "GIT_PUSH_OPTION_{}"


class Bypass(NamedTuple):
    """Whether a push is let through unjudged, and the line that tells so, or why not."""

    granted: bool
    told: str


def asked(repository: Repository, environment: Mapping[str, str], *, allowed: bool) -> Bypass | None:
    """What becomes of the wish to get past; None where nobody has it."""
    reason = _reason(environment)
    if reason is None:
        return None
    if not allowed and not is_on(repository.place, KEY):
        return Bypass(granted=False, told=f"the push option {OPTION} is without effect: this server allows no bypass")
    if not reason:
        return Bypass(granted=False, told=f"the push option {OPTION} is without effect: say why, {SYNTAX}")
    return Bypass(granted=True, told=f"this push was not judged, as asked: {shown(os.fsencode(reason))}")


def _reason(environment: Mapping[str, str]) -> str | None:
    """The reason that is given last; empty where there is none."""
    count = environment.get(COUNT, "0")
    if not count.isascii() or not count.isdigit():
        raise Refusal(f"{COUNT}: {count!r} is no number")
    options = (environment.get(EACH.format(number), "").partition("=") for number in range(int(count)))
    reasons = [reason.strip() for name, _, reason in options if name == OPTION]
    return reasons[-1] if reasons else None
