"""The options of stripping on a command line: those of MLH301, under the names that nbstripout gave them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.model import Refusal
from mlhygiene.notebook.options import FLAG, WORDS
from mlhygiene.rule import options
from mlhygiene.rules.notebook_output import NotebookOutput

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Mapping, Sequence

KNOWN = options(NotebookOutput)
FLAGS = {key for key, each in KNOWN.items() if each.metadata["schema"] is FLAG}
# nbstripout's word for what we always do.
KEEP_ID = "keep-id"


def declare(parser: ArgumentParser) -> None:
    """What `mlhygiene strip` understands. Each option takes one value, so that none swallows a file's name."""
    group = parser.add_argument_group("what goes, and what stays (outweighs the config)")
    for key, each in KNOWN.items():
        text = each.metadata["help"].removeprefix("Whether ").rstrip(".").replace("%", "%%")
        text = text[0].lower() + text[1:]
        if key in FLAGS:
            group.add_argument(f"--{key}", dest=key, action="append_const", const="", help=text)
        else:
            words = each.metadata["schema"] is WORDS
            what, more = ("WORDS", " (repeatable, or parted by blanks)") if words else ("VALUE", "")
            group.add_argument(f"--{key}", dest=key, action="append", metavar=what, help=text + more)
    group.add_argument(f"--{KEEP_ID}", action="store_true", help="accepted: ids are always kept")


def read(given: Mapping[str, Sequence[str] | None]) -> dict[str, object]:
    """The rule's fields out of what was given for each option; Refusal names a value that cannot be read."""
    fields = dict[str, object]()
    for key, each in KNOWN.items():
        values = given.get(key)
        if not values:
            continue
        value: object = values[-1]
        if key in FLAGS:
            value = True
        elif each.metadata["schema"] is WORDS:
            value = " ".join(values)
        try:
            fields[each.name] = each.metadata["parse"](value)
        except ValueError as error:
            raise Refusal(f"--{key}: {error}") from None
    return fields


def taken(rest: list[str]) -> tuple[str, str] | None:
    """The next option of a hook, taken off its arguments, with its value; None where none of these comes next."""
    option, has_value, value = rest[0].partition("=")
    key = option.removeprefix("--")
    if key == option or key not in {*KNOWN, KEEP_ID}:
        return None
    rest.pop(0)
    if key in FLAGS or key == KEEP_ID:
        if has_value:
            raise Refusal(f"{option} takes no value")
        return key, ""
    if not has_value and not rest:
        raise Refusal(f"{option} needs a value")
    return key, value if has_value else rest.pop(0)
