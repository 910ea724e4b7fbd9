"""What stands right of the arrow: metrics, claims, notes, or how it ended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.messages import numbers
from mlhygiene.messages.brackets import blanked, groups
from mlhygiene.messages.experiment import Claim, Metric, State
from mlhygiene.messages.gathered import Collected, Fault, Result, unstopped
from mlhygiene.messages.vocabulary import CHANGED, CLAIM, DROPPED, EQUALS, HALVES, LABELS, MOST, OPERATORS, STATES

if TYPE_CHECKING:
    from mlhygiene.messages.brackets import Group

# The two answers are those of this module, wherever they are kept.
__all__ = ["Fault", "Result", "parse"]


def parse(text: str) -> Result | Fault:
    """What a right side says, or why it says nothing."""
    text = unstopped(text.rstrip(" \t"))
    found = Collected(text)
    pairs = groups(text)
    if CHANGED.match(text):
        return Fault("no-metric", "", 0, len(text))
    for start, end in _pieces(text, pairs):
        inside = [pair for pair in pairs if start <= pair.start < end]
        at = end - len(text[start:end].lstrip())
        if found.ended(at, len(text[at:end].rstrip()), first=not start):
            if found.over:
                break
            continue
        fault = _item(text, start, end, inside, found)
        if fault is not None:
            return fault
        if found.over:
            break
    return _whole(text, found)


def _whole(text: str, found: Collected) -> Result | Fault:
    if not found.metrics and found.words:
        return found.words[0]
    if not found.metrics and not found.claims and found.status is None:
        return Fault("no-metric", "", 0, len(text))
    notes = tuple(note for _, note in sorted(found.notes) if note not in {"", "->", "→"})
    twice = _twice(found)
    if twice is not None:
        return twice
    status, detail = found.status or (None, None)
    state = STATES[status] if status else State.DONE
    return Result(tuple(found.metrics), tuple(found.claims), notes, state, status, detail)


def _twice(found: Collected) -> Fault | None:
    first = dict[str, Metric]()
    for metric, at in zip(found.metrics, found.places, strict=True):
        other = first.setdefault(metric.name, metric)
        if other is not metric:
            return Fault("duplicate-metric", f"{metric.name} is given twice", at, len(metric.name))
    return None


def _pieces(text: str, pairs: list[Group]) -> list[tuple[int, int]]:
    """Where the items are: parted by `,` and `;` outside of brackets. A comma between digits parts nothing."""
    if "," not in text and ";" not in text:
        return [(0, len(text))]
    flat = blanked(text, pairs) if pairs else text
    ends = [match.start() for match in re.finditer(r",(?!(?<=[0-9],)[0-9])|;", flat)]
    return list(zip([0, *(end + 1 for end in ends)], [*ends, len(text)], strict=True))


def _item(text: str, start: int, end: int, pairs: list[Group], found: Collected) -> Fault | None:
    """One item: metrics, a claim, or a note. Parentheses are notes, except at a name."""
    aside = [pair for pair in pairs if text[pair.start] == "("]
    for pair in aside:
        if pair.start and text[pair.start - 1] not in " \t,;" and text[pair.end : end].lstrip(" \t").startswith("="):
            return Fault("bad-name", "", pair.start, pair.end - pair.start)
        found.notes.append((pair.start, text[pair.start : pair.end]))
    piece = blanked(text, aside)[start:end] if aside else text[start:end]
    equals = list(EQUALS.finditer(piece)) if "=" in piece else []
    found.end = 0
    for n, match in enumerate(equals):
        label = _before(piece, start, (found.end, match.start(1)), found)
        if isinstance(label, Fault):
            return label
        until = equals[n + 1].start(1) if n + 1 < len(equals) else len(piece)
        fault = _metric(piece[:until], start, (match.start(1), match[1], match.end()), label, found)
        if fault is not None:
            return fault
    return _words(piece, start, found)


def _words(piece: str, start: int, found: Collected) -> Fault | None:
    """An item without a metric, or what follows its last one."""
    words = piece[found.end :].strip()
    at = start + piece.index(words, found.end)
    if "=" in words and "://" not in words:
        return Fault("bad-name", "", at, len(words))
    _classify(words, at, found)
    return None


def _classify(said: str, start: int, found: Collected) -> None:
    words = said.strip()
    if not words:
        return
    at = start + said.index(words)
    if found.ended(at, len(words)):
        return
    claim = CLAIM.match(words)
    if claim is not None:
        amount = numbers.number(claim[1].lstrip("~≈"))
        if amount is not None:
            unit, noun = (part.strip() if part else None for part in (claim[2], claim[4]))
            found.claims.append(Claim(amount, unit, claim[3], noun, words))
            return
    found.note(at, words)


def _before(piece: str, start: int, between: tuple[int, int], found: Collected) -> Fault | str | None:
    """What stands before a name: a label, what splits the name, or a note."""
    said = piece[between[0] : between[1]]
    words = said.split()
    at = start + between[0]
    if not words or all(word.lower() in LABELS for word in words):
        return " ".join(word for word in words if word.lower() not in DROPPED) or None
    if words[-1].lower() in HALVES:
        return Fault("split-name", words[-1], at + said.rindex(words[-1]), len(words[-1]))
    if len(words) == 1 and words[0].isalpha():
        return words[0]
    loose = not between[0] and not CLAIM.match(said.strip()) and (len(words) > MOST or not all(map(_word, words)))
    if loose or ("=" in said and "://" not in said):
        return Fault("loose-words" if loose else "bad-name", "", at + said.index(words[0]), len(said.strip()))
    _classify(said, at, found)
    return None


def _word(word: str) -> bool:
    return word.replace("-", "").replace("'", "").isalpha()


def _metric(piece: str, start: int, named: tuple[int, str, int], label: str | None, found: Collected) -> Fault | None:
    """One metric, or a value that is a word."""
    at, name, end = named
    if name.endswith(OPERATORS) or not any(map(str.isalpha, name)):
        return Fault("bad-name", "", start + at, len(piece) - at)
    value = numbers.value(piece, end)
    if value is None:
        raw = piece[end:].split(" ", 1)[0]
        fault = Fault("not-a-number", name, start + end, len(raw), raw)
        if not raw or raw[0] in "-+−.~≈" or raw[0].isdecimal():
            return fault
        found.words.append(fault)
        found.end = end + len(raw)
        found.note(start + at, f"{label} {piece[at : found.end]}" if label else piece[at : found.end])
        return None
    found.metrics.append(
        Metric(name, value.value, value.raw, value.unit, value.deviation, value.previous, value.approximate, label)
    )
    found.places.append(start + at)
    found.end = value.end
    return None
