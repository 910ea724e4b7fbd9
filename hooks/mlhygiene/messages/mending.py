"""Why a subject is not of the form, and the line to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.messages import rewording
from mlhygiene.messages.attempts import attempt
from mlhygiene.messages.brackets import groups
from mlhygiene.messages.experiment import Problem
from mlhygiene.messages.gathered import Fault
from mlhygiene.messages.guessing import guessable, trailing
from mlhygiene.messages.invisible import BLANKS, INVISIBLE, visible
from mlhygiene.messages.placeholders import filled, opened
from mlhygiene.messages.plain import LONGEST, PREFIX
from mlhygiene.messages.subject import TRIED, divided, experiment

if TYPE_CHECKING:
    from mlhygiene.messages.attempts import Attempt
    from mlhygiene.messages.subject import Split

FORM = "<what> -> <metric>=<value>"
# A line may need several corrections: each is looked for in the line that the one before made.
DEPTH = 8
ARROWS = re.compile(r"(?:[-=~–—－]{1,3}|- )[>›＞]{1,2}|[→⇒⟶⟹➜➔➝➞➡⟾↦⇨]\ufe0f?|:=>")
# `8->6 layers — val_bpb regressed 1.710->1.773, discard`.
DASHED = re.compile(
    r"(?P<what>.*\S)[ \t]+(?P<dash>—|–|--)[ \t]+(?P<name>[^\W\d]\w*)[ \t:=]+"
    r"(?:(?:regressed|improved|worsened|rose|fell|dropped|went|is|was|of|from|to)[ \t]+)?(?P<value>[-+.]?[0-9].*)"
)
PARTING = " \t,;:|—–-=>("


def problem(subject: str, depth: int = 0) -> Problem | None:
    """What is wrong with a subject, first things first; None where nothing is, or it tells no experiment."""
    tried = attempt(visible(subject)) or (_alone(subject) if depth == 0 else None)
    if tried is None:
        return None
    hidden = INVISIBLE.search(subject) or BLANKS.search(subject)
    if hidden is not None:
        return _hidden(subject, hidden.start(), depth)
    if len(subject) > LONGEST:
        message = f"a subject of {len(subject):,} characters: the limit is {LONGEST:,}, below a blank line is room"
        return Problem("too-long", message, LONGEST, 1)
    corrected = tried.lead + tried.rest
    if corrected != subject and tried.rest:
        return _prefix(subject, tried, depth)
    if not tried.rest:
        return Problem("nothing-tried", f"nothing is told: write exp: {FORM}", 0, len(subject) or 1, tried.lead + FORM)
    return None if experiment(subject) else _body(subject, depth)


def without_result(subject: str) -> tuple[str, str]:
    """What was tried, and what stands right of an arrow, of a subject with a good prefix and no result."""
    prefix = PREFIX.match(subject)
    start = prefix.end() if prefix else 0
    split = divided(subject, start)
    if split is None or not split.what or not isinstance(split.found, Fault):
        return subject[start:].strip(), ""
    if split.right and rewording.reworded(split.what, split.right, split.found).tight:
        return subject[start:].strip(), ""
    return split.what, split.right


def _alone(subject: str) -> Attempt | None:
    """`exp`, and no more."""
    return attempt(f"{subject}:") if subject.strip(" :").lower() in {"exp", "experiment"} else None


def settled(candidate: str, depth: int = 0) -> str | None:
    """A corrected line, with what else is wrong in it corrected, too."""
    line, stands = filled(candidate)
    if experiment(line):
        return candidate
    deeper = problem(line, depth + 1) if depth < DEPTH else None
    better = opened(deeper.instead, stands) if deeper and deeper.instead else None
    return better or (candidate if stands and not depth else None)


def _hidden(subject: str, at: int, depth: int) -> Problem:
    from unicodedata import name  # 1 ms that a visible subject does without

    character = subject[at]
    called = name(character, "a control character").lower()
    blank = BLANKS.match(character)
    kind = "a blank that is no space" if blank else "an invisible character"
    clean = visible(subject).strip()
    return Problem(
        "invisible-character",
        f"{kind}: U+{ord(character):04X} ({called}) at column {at + 1}",
        at,
        1,
        settled(clean, depth),
    )


def _prefix(subject: str, tried: Attempt, depth: int) -> Problem:
    written = subject[: tried.at].rstrip()
    instead = settled(tried.lead + tried.rest, depth)
    if tried.spaced:
        message = f"an experiment starts with `{tried.lead.strip()}` and one space, nothing else"
        return Problem("bad-spacing", message, 0, tried.at, instead)
    message = f"`{written}` is not how an experiment starts: write `{tried.lead.strip()}`"
    return Problem("bad-prefix", message, 0, len(written) or 1, instead)


def _body(subject: str, depth: int) -> Problem:
    """What is wrong right of a good prefix."""
    prefix = PREFIX.match(subject)
    start = prefix.end() if prefix else 0
    arrow = _arrow(subject, start, depth)
    if arrow is not None:
        return arrow
    split = divided(subject, start)
    if split is None:
        return _without_arrow(subject, start, depth)
    if not split.what:
        instead = settled(f"{subject[:start]}<what> -> {split.right}" if split.right else subject[:start] + FORM, depth)
        return Problem("nothing-tried", "nothing before the arrow: what was tried?", start, 1, instead)
    return _fault(subject, split, depth)


def _arrow(subject: str, start: int, depth: int) -> Problem | None:
    """An arrow that is not one, with a result right of it."""
    pairs = groups(subject)
    for match in list(ARROWS.finditer(subject, start))[-TRIED:][::-1]:
        arrow, at = match[0], match.start()
        before, after = subject[:at].rstrip(" \t"), subject[match.end() :].lstrip(" \t")
        if len(before) <= start or any(pair.start < at < pair.end for pair in pairs):
            continue
        if arrow in {"->", "→"} and subject[at - 1] in " \t" and subject[match.end() : match.end() + 1] in " \t":
            continue
        candidate = f"{before} -> {after}"
        found = divided(candidate, start)
        if found is None or found.at != len(before) + 4 or isinstance(found.found, Fault):
            continue
        if found.found.metrics and not rewording.LEADING.match(after):
            continue
        if arrow in {"->", "→"}:
            message = "an arrow without spaces belongs to what was tried: write ` -> ` before the result"
            return Problem("tight-arrow", message, at, len(arrow), settled(candidate, depth))
        message = f"`{arrow}` is not the arrow: write ` -> `"
        return Problem("look-alike-arrow", message, at, len(arrow), settled(candidate, depth))
    return None


def _without_arrow(subject: str, start: int, depth: int) -> Problem:
    """No arrow at all: right before the metrics that end the subject, or at its end."""
    at = trailing(subject, start)
    dashed = DASHED.match(subject, start) if at is None else None
    if dashed is not None and guessable(dashed["name"]):
        candidate = f"{subject[: dashed.end('what')]} -> {dashed['name']}={dashed['value']}"
        if experiment(candidate):
            message = "no arrow between what was tried and the result: put ` -> ` here"
            return Problem("no-arrow", message, dashed.start("dash"), len(dashed["dash"]), candidate)
    if at is None:
        open_ = f"{subject.rstrip(' .,;:')} -> <metric>=<value>"
        return Problem("no-arrow", f"no result: write exp: {FORM}", len(subject), 1, open_)
    what = subject[:at].rstrip(PARTING)
    result = subject[at:]
    if subject[:at].rstrip().endswith("(") and result.endswith(")"):
        result = result[:-1]
    if len(what) < start:
        instead = settled(f"{subject[:start]}<what> -> {result}", depth)
        return Problem("nothing-tried", "nothing before the result: what was tried?", start, 1, instead)
    message = "no arrow between what was tried and the result: put ` -> ` here"
    return Problem("no-arrow", message, len(what), max(1, at - len(what)), settled(f"{what} -> {result}", depth))


def _fault(subject: str, split: Split, depth: int) -> Problem:
    """An arrow, and no result right of it."""
    fault = split.found
    if not isinstance(fault, Fault):
        raise TypeError(fault)
    left = subject[: split.at]
    told = rewording.reworded(split.what, split.right, fault)
    if told.tight:
        arrow = re.compile(r"[ \t]+(->|→)[ \t]+")
        head, at = left.rstrip(), len(left)
        match = [*arrow.finditer(subject, 0, at)][-1]
        candidate = f"{head[: match.start()]}{match[1]}{split.right} -> <metric>=<value>"
        return Problem(told.kind, told.message, split.at, len(split.right) or 1, settled(candidate, depth))
    instead = settled(f"{left if split.right else left.rstrip() + ' '}{told.right}", depth)
    return Problem(told.kind, told.message, split.at + told.start, max(1, told.length), instead)
