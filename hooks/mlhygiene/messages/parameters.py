"""What was set or changed: `lr=3e-4`, `depth 8->6`, as the left side of the arrow says it."""

from __future__ import annotations

import re

from mlhygiene.messages.experiment import Parameter

# `(prev val_bpb=1.71)` is no parameter, and no part of an address is (`/runs?seed=1&lr=2`).
NAME = r"(?<![\w.=/@?&#-])(?<!prev )(?<!was )[^\W\d][\w./@-]*"
_PLAIN = r"(?:[^\s,;()\[\]{}\"'→-]|-(?!>))+"
VALUE = rf"(?:\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|'[^']*'|{_PLAIN}(?:\([^()\s]*\))?)"
ARROW = r"[ \t]*(?:->|→)[ \t]*"
SET = re.compile(rf"({NAME})[ \t]?=[ \t]?(?!=)({VALUE})")
CHANGED = re.compile(rf"({NAME})(?:[ \t]?=[ \t]?|[ \t]+|:[ \t])(?!=)({VALUE}){ARROW}({VALUE})")
# A change is of something countable, or of a setting named as one; words that change are prose (`Adam -> SGD`).
COUNTED = re.compile(r"[-+]?\.?[0-9]|(?i:true|false|none|on|off)$")


def parameters(what: str) -> tuple[Parameter, ...]:
    """The parameters that a text names, once each, in its order."""
    changes = "->" in what or "→" in what
    if not changes:
        if "=" not in what:
            return ()
        found = [Parameter(name, _clean(value)) for name, value in SET.findall(what)]
        return tuple(found) if len(found) < 2 else _once(found)  # noqa: PLR2004 - two may be the same
    placed = sorted(_changed(what) + _set(what), key=_place)
    return _once([parameter for _, parameter in placed])


def _changed(what: str) -> list[tuple[int, Parameter]]:
    found = list[tuple[int, Parameter]]()
    for match in CHANGED.finditer(what):
        name, before, after = match.groups()
        if "=" in match[0] or (COUNTED.match(before) and COUNTED.match(after)):
            found.append((match.start(), Parameter(name, _clean(after), _clean(before))))
    return found


def _set(what: str) -> list[tuple[int, Parameter]]:
    return [(match.start(), Parameter(match[1], _clean(match[2]))) for match in SET.finditer(what)]


def _once(found: list[Parameter]) -> tuple[Parameter, ...]:
    by_name = dict[str, Parameter]()
    for parameter in found:
        if parameter.name not in by_name or (parameter.previous and not by_name[parameter.name].previous):
            by_name[parameter.name] = parameter
    return tuple(by_name.values())


def _clean(value: str) -> str:
    """A value without the full stop or colon that ends a sentence."""
    return value.rstrip(".:") or value


def _place(found: tuple[int, Parameter]) -> int:
    return found[0]
