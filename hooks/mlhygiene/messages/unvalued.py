"""What stands where a number should, and what it should be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mlhygiene.messages import foreign, numbers
from mlhygiene.messages.brackets import ANY
from mlhygiene.messages.reworded import EMPTY, Reworded, directed, short

if TYPE_CHECKING:
    from re import Match

    from mlhygiene.messages.gathered import Fault

SPLIT_COMMA = re.compile(r"[-+−]?[0-9]+(?:[.,][0-9]+)+")
# What sentences, prices and quotes put around a number.
DRESSED = re.compile(rf"([$€]?)({numbers.QUANTITY})({numbers.ATTACHED})?[!?:.…|\"'`*]*$")
ITEM = re.compile(r"[^,;]*")


def not_a_number(_what: str, right: str, fault: Fault) -> Reworded:
    """A value that is none."""
    name, start, end = fault.message, fault.start, fault.start + fault.length
    raw = right[start:end]
    comma = SPLIT_COMMA.match(right, start)
    if comma is not None and "," in comma[0]:
        return _comma(right, comma)
    if not raw:
        put = f"{right[:start]}<value> {right[end:]}".rstrip()
        return Reworded("not-a-number", f"{name} has no value", max(0, start - 1), 1, put)
    message, said = _number(name, raw)
    if said == raw:  # `38 GB)`
        item = ITEM.match(right, start)
        text = item[0].rstrip() if item else raw
        clean, end = ANY.sub("", text), start + len(text)
        said = clean if clean != text else "<value>"
        return Reworded(
            "not-a-number", f"`{short(text)}` is not a number", start, len(text), _put(right, start, end, said)
        )
    if said is None and not raw[0].isdecimal() and not directed(name):
        return Reworded("not-a-number", message, start, len(raw), f"{EMPTY}, {right}")
    return Reworded("not-a-number", message, start, len(raw), _put(right, start, end, said or "<value>"))


def _put(text: str, start: int, end: int, said: str) -> str:
    return f"{text[:start]}{said}{text[end:]}"


def _number(name: str, raw: str) -> tuple[str, str | None]:
    """Why a text is no number, and the number that it means."""
    digits = foreign.in_ascii(raw)
    if digits is not None:
        return f"{name}: digits must be 0 to 9", digits
    dressed = DRESSED.match(raw)
    if dressed is not None and numbers.number(dressed[2]) is not None:
        return f"`{short(raw)}` is not a number alone", f"{dressed[2]}{dressed[3] or dressed[1]}"
    if re.fullmatch(numbers.NUMBER, raw):
        return f"`{short(raw)}` fits no double: write inf if it is infinite", None
    return f"`{short(raw)}` is not a number", None


def _comma(right: str, match: Match[str]) -> Reworded:
    raw = match[0]
    choices = foreign.without_comma(raw)
    said = choices[0] if len(choices) == 1 else f"<{' or '.join(choices)}>"
    message = f"{raw}: a comma in a number is ambiguous: write {' or '.join(choices)}"
    put = _put(right, match.start(), match.end(), said)
    return Reworded("comma-in-number", message, match.start(), len(raw), put)
