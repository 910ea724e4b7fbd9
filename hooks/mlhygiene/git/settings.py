"""Git's config: git-config(1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.clone import Setting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlhygiene.git.process import Place

LOCAL, GLOBAL = "--local", "--global"


def settings(place: Place, scope: str = "") -> dict[str, str]:
    """The value that counts of every key; of one file alone where a scope is named. A bare key is `true`.

    The keys come in the order in which git read their last values.
    """
    code, out, _ = place.ask("config", *filter(None, [scope]), "--list", "-z")
    if code and not scope:
        place.run("config", "--list", "-z")
    # Without its file, a scope says nothing.
    return _last(out if code == 0 else b"")


def staged(place: Place, path: str) -> dict[str, str]:
    """The same of a file of the index; nothing of one that is no config."""
    code, out, _ = place.ask("config", "--blob", f":{path}", "--list", "-z")
    return _last(out if code == 0 else b"")


def is_on(place: Place, key: str) -> bool:
    """Whether a key says yes, as git reads a boolean. GitError where it says neither yes nor no."""
    code, out, _ = place.ask("config", "--type=bool", "--get", key)
    if code > 1:
        place.run("config", "--type=bool", "--get", key)
    return out.strip() == b"true"


def _last(out: bytes) -> dict[str, str]:
    lines = out.decode("utf-8", "surrogateescape").split("\0")[:-1]
    pairs = (line.partition("\n") for line in lines)
    known = dict[str, str]()
    for key, has_value, value in pairs:
        known.pop(key, None)
        known[key] = value if has_value else "true"
    return known


def every(place: Place) -> list[Setting]:
    """Every line of git's config in the order in which git reads it; the last of a key counts."""
    out = place.run("config", "--list", "-z", "--show-scope", "--show-origin").decode("utf-8", "surrogateescape")
    fields = out.split("\0")[:-1]
    lines = [line.partition("\n") for line in fields[2::3]]
    return [
        Setting(scope, origin.partition(":")[2], key, value if has_value else "true")
        for scope, origin, (key, has_value, value) in zip(fields[::3], fields[1::3], lines, strict=True)
    ]


def version(place: Place) -> tuple[int, ...]:
    """Which git this is, such as (2, 45)."""
    words = place.run("version").decode("utf-8", "replace").split()
    return tuple(int(number) for number in words[2].split(".")[:2] if number.isdigit())


def write(place: Place, scope: str, values: Mapping[str, str]) -> list[str]:
    """Set what is not yet so; the keys that were written."""
    known = settings(place, scope)
    written = [key for key, value in values.items() if known.get(key) != value]
    for key in written:
        place.run("config", scope, "--replace-all", key, values[key])
    return written


def remove(place: Place, scope: str, section: str) -> bool:
    """Take a section out, if it is there."""
    if not any(key.startswith(f"{section}.") for key in settings(place, scope)):
        return False
    place.run("config", scope, "--remove-section", section)
    return True


def restore(place: Place, scope: str, sections: Iterable[str], before: Mapping[str, str]) -> None:
    """Have sections say what they said before."""
    for section in sections:
        remove(place, scope, section)
        write(place, scope, {key: value for key, value in before.items() if key.startswith(f"{section}.")})
