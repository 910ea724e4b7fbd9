"""Subjects that are not of the form: experiments all the same, or not? Imported late: most are one or the other."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from mlhygiene.messages.gathered import Result
from mlhygiene.messages.plain import LONGEST
from mlhygiene.messages.subject import divided

# Type, scope and mark however they are written; `colon` or `dash` ends them.
LOOSE = re.compile(
    r"""(?ix) [ \t]* (?P<word>exp|experiment)
    (?: [ \t]?[-_\#]?[ \t]?(?P<number>[0-9]+(?:\.[0-9]+)?[a-z]?) )?
    (?P<early>!)?
    (?: [ \t]*[(\[](?P<scope>[^()\[\]]*)[)\]] )?
    (?P<late>!)?
    (?: [ \t]*[:：] | [ \t]+[-–—](?=[ \t]) )
    [ \t]*"""
)
# These say no more than that an experiment is near: only with a result are they one.
LOOSER = re.compile(
    r"(?i)[ \t]*(?:\[(?:exp|experiment)\][ \t]*:?|(?:exps|experiments)[ \t]*:|(?:exp|experiment)/(?P<path>[\w./-]+):"
    r"|(?:exp|experiment)(?=[ \t]))[ \t]*"
)
COUNTED = re.compile(r"(?i)exp(?:eriment)?[-_# ]?([0-9]+)[:,]?[ \t]+(?=\S)")
# What tells that a message is about another one.
ABOUT = re.compile(r"(?:fixup|squash|amend)! |Revert \"|Reapply \"|Merge ", re.IGNORECASE)
# A first word that says what kind of change a message tells, other than an experiment.
TYPED = re.compile(r"[A-Za-z][\w-]*(?:\([^()]*\))?!?:(?:\s|$)")

# What a text holds that tells of a try or of its result, and prose does not.
TELLING = re.compile(r"[=≈≥≤<>→⇒＝]")


class Attempt(NamedTuple):
    """A subject that means to be an experiment: `lead` is its type as it should be, `rest` starts at `at`.

    `spaced` is true where the blanks of its type alone are wrong, `plain` where that is the word `exp` and a colon.
    """

    lead: str
    rest: str
    at: int
    spaced: bool
    plain: bool = False


@lru_cache(maxsize=4)  # one subject is asked about from several sides
def attempt(subject: str) -> Attempt | None:
    """The experiment that a subject attempts to tell; None of any other subject."""
    if ABOUT.match(subject):
        return None
    match = LOOSE.match(subject)
    if match is None:
        match = LOOSER.match(subject) if "exp" in subject[:16].lower() else None
        if match is None or not _result(subject, match.end()):
            return None
        path = match["path"]
        return Attempt(_lead(path or "", mark=False), subject[match.end() :], match.end(), spaced=False)
    scope = "/".join(part for part in (match["number"], (match["scope"] or "").strip(" \t")) if part)
    end = match.end()
    counted = COUNTED.match(subject, end) if not scope and match["word"].lower() != "exp" else None
    if counted is not None:  # experiment: exp12 wider
        scope, end = counted[1], counted.end()
    lead = _lead(scope, mark=bool(match["early"] or match["late"]))
    # Where only blanks are wrong, the reason is another than where the word is.
    plain = match["word"] == "exp" and not match["number"] and match[0].rstrip(" \t").endswith((":", "："))
    return Attempt(lead, subject[end:], end, re.sub(r"[ \t]", "", match[0]) == lead.strip(), plain)


def is_prose(tried: Attempt, folded: str) -> bool:
    """Whether a first word is all that looks like an experiment: `Exp: rsample is fixed`, `EXP-12: fix the login`."""
    return bool(tried.rest) and not tried.plain and TELLING.search(f"{tried.rest} {folded}") is None


def _lead(scope: str, *, mark: bool) -> str:
    scope = "-".join(scope.split())
    return f"exp({scope}){'!' * mark}: " if scope else f"exp{'!' * mark}: "


def _result(subject: str, start: int) -> bool:
    if len(subject) > LONGEST:  # what came out stands at the end
        subject, start = subject[-LONGEST:], 0
    split = divided(subject, start)
    return split is not None and isinstance(split.found, Result) and bool(split.found.metrics)
