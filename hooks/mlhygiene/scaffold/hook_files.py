"""Which file of a repository names its hooks: pre-commit knows one name, prek two more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from mlhygiene.model import Refusal, printable
from mlhygiene.scaffold import hook_config
from mlhygiene.scaffold.pre_commit import FILE, Merged, merged, wanted

if TYPE_CHECKING:
    from collections.abc import Callable

# In the order in which prek looks, the one before all others left out: of several it reads the first alone.
NAMES = (FILE, ".pre-commit-config.yml")
PREK = "prek.toml"


class HookFile(NamedTuple):
    """A config of hooks: where, what it holds (None: nothing yet), and with our hooks."""

    path: str
    before: bytes | None
    merged: Merged


def hook_file(read: Callable[[str], bytes | None]) -> HookFile:
    """The config with our hooks in it. What only prek reads, in TOML, is left as it is, and what to paste is noted."""
    toml = read(PREK)
    notes = _of_prek(toml) if toml is not None else ()
    path = next((name for name in NAMES if read(name) is not None), None)
    if path is None and toml is not None:
        return HookFile(PREK, toml, Merged(toml, notes))
    path = path or FILE
    before = read(path)
    after = merged(before, path)
    also = () if path == FILE else (f"{path}: prek reads it, pre-commit does not: its name for it is {FILE}",)
    return HookFile(path, before, Merged(after.content, (*after.notes, *also, *notes)))


def _of_prek(content: bytes) -> tuple[str, ...]:
    """What to paste into `prek.toml`."""
    import tomllib  # 8 ms that a repository without the file never needs

    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(printable(f"{PREK}: not valid TOML: {error}")) from None
    if hook_config.ours(data) is not None:
        return ()
    ours = wanted()
    have = data.get(hook_config.TYPES, [])
    kinds = ", ".join(f'"{kind}"' for kind in [*have, *(kind for kind in ours.types if kind not in have)])
    hooks = ", ".join(f'{{ id = "{name}" }}' for name in ours.ids)
    return (
        f"{PREK}: it is left as it is; add by hand, the first line above its tables, the others at its end:",
        f"    {hook_config.TYPES} = [{kinds}]",
        "    [[repos]]",
        f'    repo = "{ours.repository["repo"]}"',
        f'    rev = "{ours.repository["rev"]}"',
        f"    hooks = [{hooks}]",
    )
