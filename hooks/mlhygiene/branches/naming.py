"""Whether a branch has a good name: by the team's scheme, and by what shells, systems and git make of names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlhygiene.branches.scheme import Scheme

# In a script of CI that pastes a name into a command, these run what the name says
# (GHSA-7x29-qqmq-v6qc): refused whatever a team's own pattern allows.
UNSAFE = re.compile(r"""[$`;&|()<>'"{}!*?\[\]\\~^:%]|\s""")
# What may stand behind the first letter of a part: no shell and no address bends it.
MARKS = "._-+=,@"
# What Windows takes for a device, whatever its extension.
DEVICE = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
# GitHub's limit: 255 bytes less `refs/heads/`.
LONGEST = 244


def faults(name: str, scheme: Scheme, others: Iterable[str] = ()) -> list[str]:
    """What is wrong with a name, beside those that there are; empty where it is good."""
    if wrong := unfit(name):
        return wrong
    if name in scheme.names:
        return []
    if not scheme.is_bot(name) and not scheme.is_own(name):
        if not scheme.allows(name):
            return [_outside(name, scheme)]
        if odd := next(filter(None, map(_odd, name.split("/"))), None):
            return [odd]
    found = clash(name, others)
    return [found] if found else []


def unfit(name: str) -> list[str]:
    """Faults that no scheme can allow, nor any tag have."""
    return list(_unfit(name))


def _unfit(name: str) -> Iterator[str]:
    if not name.isprintable() and not re.search(r"\s", name):
        yield "it holds a character that cannot be seen, or bytes that are not UTF-8"
    elif unsafe := "".join(sorted(set(UNSAFE.findall(name)))):
        blanks = "a blank" if unsafe.isspace() else repr(unsafe)
        yield f"it holds {blanks}, which a shell would take for its own"
    if name.startswith("-"):
        yield "it begins as an option does"
    parts = name.split("/")
    if "" in parts:
        yield "a part of it is empty"
    for part in filter(None, parts):
        if DEVICE.fullmatch(part):
            yield f"Windows keeps {part!r} for a device"
        elif part.endswith((".", ".lock")) or ".." in part:
            yield f"git keeps a file for each branch, and {part!r} is none that it may have"
    if name.casefold() in {"head", "@"}:
        yield f"{name!r} means the commit that is checked out"
    if len(name.encode("utf-8", "surrogatepass")) > LONGEST:
        yield f"it is longer than {LONGEST} bytes"


def _odd(part: str) -> str | None:
    """What a part of a name holds that has a meaning elsewhere: letters and digits of any script are plain."""
    plain = [c.isalnum() or not c.isascii() for c in part]
    if not plain[0]:
        return f"{part!r} begins with neither a letter nor a digit"
    sign = next((c for c, is_plain in zip(part, plain, strict=True) if not is_plain and c not in MARKS), None)
    return f"it holds {sign!r}: beside letters and digits there are {' '.join(MARKS)}" if sign else None


def _outside(name: str, scheme: Scheme) -> str:
    """Why a scheme has no place for a name."""
    prefix = scheme.prefix(name)
    if prefix and prefix in scheme.shapes:
        example = "v1.2.0" if scheme.shapes[prefix].startswith("v\\d") else "1.2 or v1.2.0-rc.1"
        return f"what follows {prefix} is a version, such as {example}"
    if prefix:
        return f"nothing follows {prefix}"
    return f"the scheme has no such name: {told(scheme)}"


def told(scheme: Scheme) -> str:
    """What a scheme allows, in a few words."""
    starts = [*scheme.prefixes, *scheme.names]
    own = f", or as {len(scheme.patterns)} own pattern{'s' * (len(scheme.patterns) > 1)} allow" * bool(scheme.patterns)
    return ", ".join(starts) + own


def clash(name: str, others: Iterable[str]) -> str | None:
    """The first of the other branches that cannot stand beside a name everywhere, and why."""
    folded = fold(name)
    folders = _folders(name)
    spelt = {fold(folder): folder for folder in folders}
    for other in sorted(others):
        if other == name:
            continue
        folded_other = fold(other)
        if folded_other == folded:
            return f"{other!r} exists, and macOS and Windows keep both in one file"
        if other in folders or other.startswith(f"{name}/"):
            return f"{other!r} exists, and git cannot keep both: one would be a file, and a folder for the other"
        twin = next((f for f in _folders(other) if spelt.get(fold(f), f) != f), None)
        if twin:
            return f"{other!r} exists, and macOS and Windows keep {twin!r} and {spelt[fold(twin)]!r} in one folder"
    return None


def fold(name: str) -> str:
    """What systems that ignore case, and how letters are composed, make of a name."""
    if name.isascii():
        return name.lower()
    from unicodedata import normalize  # few names need it

    return normalize("NFC", normalize("NFC", name).casefold())


def _folders(name: str) -> list[str]:
    """`exp/lr/a` -> `exp`, `exp/lr`."""
    parts = name.split("/")
    return ["/".join(parts[:count]) for count in range(1, len(parts))]
