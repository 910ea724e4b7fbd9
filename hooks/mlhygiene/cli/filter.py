"""`mlhygiene filter`: what git runs over notebooks. It stands on git's path, and does without argparse."""

from __future__ import annotations

import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, BinaryIO

from mlhygiene.filtering.pktline import Malformed
from mlhygiene.filtering.server import Declined, serve
from mlhygiene.model import Exit, Refusal, shown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mlhygiene.cli.stripping import Stripping
    from mlhygiene.notebook.broken import Broken

USAGE = """\
usage: mlhygiene filter process [OPTION...]
       mlhygiene filter clean [OPTION...] [PATH]
       mlhygiene filter smudge
       mlhygiene filter textconv [OPTION...] FILE

what git runs over notebooks, once `mlhygiene init --notebook-filter` has set it up

  process        git's long-running filter protocol (filter.<driver>.process, gitattributes(5))
  clean [PATH]   standard input, stripped, to standard output; settings per path hold for PATH
  smudge         standard input to standard output, as it is
  textconv FILE  a notebook, stripped, whatever is set per path; what is none, as it is

options: --extra-keys KEYS, --keep-metadata-keys KEYS: keys of metadata that go, or stay, parted by blanks
"""
OPTIONS = {"--extra-keys": "extra_keys", "--keep-metadata-keys": "keep_metadata_keys"}
PIECE = 1 << 20
ADVICE = """\
mlhygiene: git stores no notebook that cannot be stripped: mend it, or take its last version back (`git checkout`);
mlhygiene: if it is meant to be so, set MLH301 aside for its path in mlhygiene.toml; to look past it this once, put
mlhygiene: `git -c filter.mlhygiene.required=false` before diff, status, reset or stash\
"""


class Filter:
    """Strips what git is about to store, as the config in the worktree says."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self._options = options
        self._advised = False

    @cached_property
    def _stripping(self) -> Stripping:
        # Not before the first notebook is stored: a checkout needs none of it, and a config
        # that is broken must not stand in the way of the one that mends it.
        from mlhygiene.cli.stripping import chosen, of_worktree

        return chosen(of_worktree(os.curdir), **self._options)

    def clean(self, path: bytes | None, content: bytes) -> bytes:
        """The content without what goes. An empty file is how many a notebook begins."""
        stripping = self._stripping
        stripper = stripping.stripper if path is None else stripping.of(path)
        return stripper.strip(content).content if stripper and content else content

    def answer(self, path: bytes, content: bytes) -> bytes:
        """The same for git, which asks for one file after the other; Declined once the user knows why."""
        from mlhygiene.notebook.broken import Broken  # as late as the stripper

        try:
            return self.clean(path, content)
        except Broken as broken:
            _say(_placed(path, broken))
            self._advise()
        except Exception as error:  # noqa: BLE001 - one file's failure is not the next one's
            _say(_told(path, error))
        raise Declined

    def _advise(self) -> None:
        if not self._advised:
            _say(ADVICE)
        self._advised = True


def run(argv: Sequence[str]) -> int:
    """Do what git asks."""
    verbs: dict[str, Callable[[Filter, list[str]], int]] = {
        "process": _process,
        "clean": _clean,
        "smudge": _smudge,
        "textconv": _textconv,
    }
    verb, *rest = argv or [""]
    if verb in {"", "--help", "-h"}:
        print(USAGE, end="")
        return Exit.CLEAN if verb else Exit.UNJUDGED
    if verb not in verbs:
        raise Refusal(f"{verb!r} is nothing that git asks of a filter: there are {', '.join(verbs)}")
    options = _options(rest)
    return verbs[verb](Filter(options), rest[1:] if rest[:1] == ["--"] else rest)


def _options(rest: list[str]) -> dict[str, object]:
    """Take the options off the front: what follows are names as git appends them, `-odd.ipynb` included."""
    options = dict[str, object]()
    while rest and rest[0].partition("=")[0] in OPTIONS:
        from mlhygiene.notebook.options import parse_keys  # as late as the stripper

        option, has_value, value = rest.pop(0).partition("=")
        if not has_value and not rest:
            raise Refusal(f"{option} needs keys, such as 'metadata.KEY cell.metadata.KEY'")
        try:
            options[OPTIONS[option]] = parse_keys(value if has_value else rest.pop(0))
        except ValueError as error:
            raise Refusal(f"{option}: {error}") from None
    return options


def _process(asked: Filter, names: list[str]) -> int:
    if names:
        raise Refusal(f"filter process takes no {names[0]!r}: git names the files")
    try:
        serve(_given(), sys.stdout.buffer, {b"clean": asked.answer, b"smudge": _as_it_is})
    except Malformed as error:
        raise Refusal(f"filter process: {error}") from None
    return Exit.CLEAN


def _as_it_is(_path: bytes, content: bytes) -> bytes:
    """What git stores lies in the worktree unchanged. Of a required filter that cannot smudge no checkout succeeds."""
    return content


def _clean(asked: Filter, names: list[str]) -> int:
    from mlhygiene.notebook.broken import Broken  # as late as the stripper

    path = os.fsencode(names[0]) if names else None
    try:
        made = asked.clean(path, _given().read())
    except Broken as broken:
        _say(_placed(path or b"standard input", broken))
        return Exit.UNJUDGED
    sys.stdout.buffer.write(made)
    return Exit.CLEAN


def _smudge(_asked: Filter, _names: list[str]) -> int:
    given = _given()
    while piece := given.read(PIECE):
        sys.stdout.buffer.write(piece)
    return Exit.CLEAN


def _textconv(asked: Filter, names: list[str]) -> int:
    """For a difference. git hands over one side under its path, the other under no path at all."""
    if len(names) != 1:
        raise Refusal("filter textconv takes one file")
    from mlhygiene.notebook.broken import Broken  # as late as the stripper

    try:
        with open(names[0], "rb") as file:
            content = file.read()
    except OSError as error:
        raise Refusal(f"{names[0]}: cannot read it: {error.strerror}") from None
    try:
        content = asked.clean(None, content)
    except Broken:
        pass  # a difference shows it as it is
    except Exception as error:  # noqa: BLE001 - a difference that cannot be shown stops `git diff` and `git log -p`
        _say(_told(os.fsencode(names[0]), error))
    sys.stdout.buffer.write(content)
    return Exit.CLEAN


def _given() -> BinaryIO:
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison] - closed by the caller (`<&-`)
        raise Refusal("filter reads standard input, and it is closed")
    return sys.stdin.buffer


def _placed(path: bytes, broken: Broken) -> str:
    place = "".join(f":{number}" for number in (broken.line, broken.column) if number is not None)
    return f"{shown(path)}{place}: {broken.told}"


def _told(path: bytes, error: Exception) -> str:
    """A config that is refused speaks for itself; what another error says may quote the notebook."""
    if isinstance(error, Refusal):
        return f"mlhygiene: {shown(str(error).encode('utf-8', 'surrogateescape'))}"
    kind = type(error).__qualname__
    return f"{shown(path)}: {kind}: a bug of mlhygiene, please report it (`mlhygiene filter clean` tells where)"


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
