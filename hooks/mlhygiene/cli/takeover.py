"""Keys of metadata on the filter's command line: those asked for, those set for nbstripout, those that it has."""

from __future__ import annotations

import json
import os
import shlex
from typing import TYPE_CHECKING

from mlhygiene.cli.stripping import of_worktree
from mlhygiene.filtering.commands import FILTER
from mlhygiene.model import Refusal
from mlhygiene.notebook.options import parse_keys
from mlhygiene.rules.notebook_output import NotebookOutput

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterator, Mapping

Keys = dict[str, tuple[str, ...]]
# Option of the filter -> nbstripout's key in git's config.
NBSTRIPOUT = {
    "--extra-keys": "filter.nbstripout.extrakeys",
    "--keep-metadata-keys": "filter.nbstripout.keepmetadatakeys",
}


def options(arguments: Namespace, settings: Mapping[str, str]) -> Keys:
    """The options of the filter. What mlhygiene.toml says is left to it: a command line would outweigh it."""
    asked, known = _asked(arguments), {**standing(settings), **of_nbstripout(settings)}
    in_config = of_worktree(os.curdir).options.get(NotebookOutput.name, {})
    left = {option: keys for option, keys in known.items() if _field(option) not in in_config}
    return {option: keys for option, keys in {**left, **asked}.items() if keys}


def standing(settings: Mapping[str, str]) -> Keys:
    """The options that the filter has now."""
    try:
        words = shlex.split(settings.get(f"{FILTER}.process", ""))
    except ValueError:
        return {}  # somebody else's command
    return {option: _valid(words[words.index(option) + 1]) for option in NBSTRIPOUT if option in words[:-1]}


def of_nbstripout(settings: Mapping[str, str]) -> Keys:
    """What nbstripout's filter was told. It passes over what is no key of metadata, and so do we."""
    return {option: keys for option, name in NBSTRIPOUT.items() if (keys := _valid(settings.get(name, "")))}


def spelled(keys: Keys) -> str:
    """Options as a command line has them."""
    return "".join(f" {option} {shlex.quote(' '.join(values))}" for option, values in keys.items())


def toml(keys: Keys) -> Iterator[str]:
    """The same for mlhygiene.toml."""
    yield f"[rules.{NotebookOutput.name}]"
    yield from (f"{option.removeprefix('--')} = {json.dumps(list(values))}" for option, values in keys.items())


def _asked(arguments: Namespace) -> Keys:
    asked: Keys = {}
    for option in NBSTRIPOUT:
        value = getattr(arguments, _field(option))
        try:
            asked |= {option: parse_keys(value)} if value is not None else {}
        except ValueError as error:
            raise Refusal(f"{option}: {error}") from None
    return asked


def _valid(words: str) -> tuple[str, ...]:
    keys = list[str]()
    for word in words.split():
        try:
            keys += parse_keys(word)
        except ValueError:
            continue
    return tuple(keys)


def _field(option: str) -> str:
    return option.removeprefix("--").replace("-", "_")
