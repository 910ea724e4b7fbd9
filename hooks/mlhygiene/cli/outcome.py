"""What became of the notebooks that a command looked at, told as it goes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from mlhygiene.model import Exit, printable, shown
from mlhygiene.notebook.broken import Broken
from mlhygiene.notebook.stripping import Stripped
from mlhygiene.notebook.surgery import Unverified
from mlhygiene.notebook.telling import told

if TYPE_CHECKING:
    from mlhygiene.model import Refusal
    from mlhygiene.notebook.change import Changes
    from mlhygiene.notebook.stripping import Stripper

RULE = "MLH301 notebook-output"


def placed(name: bytes, broken: Broken) -> str:
    """`path:line:col: what (cell n)`."""
    place = ":".join([shown(name), *(str(n) for n in (broken.line, broken.column) if n is not None)])
    return f"{place}: {printable(broken.told)}"


class Outcome:
    """How many were looked at, changed, kept as the config says, and could not be done.

    `where` says what was changed if it is not the file: ` in the index`.
    """

    def __init__(self) -> None:
        self.where = ""
        self.looked = self.changed = self.kept = self.failed = 0

    def attempt(self, name: bytes, content: bytes, stripper: Stripper | None) -> Stripped | None:
        """What stripping makes of a notebook; None, and a line told, where it cannot be read."""
        self.looked += 1
        if stripper is None:
            self.kept += 1
            return Stripped(content, {})
        try:
            return stripper.strip(content)
        except Broken as broken:
            self.broken(name, broken)
        except Unverified as bug:
            self.broken(name, Broken(str(bug)))
        return None

    def strip(self, name: bytes, changes: Changes) -> None:
        self.changed += 1
        print(f"mlhygiene: stripped {shown(name)}{self.where}: {printable(told(changes))}", file=sys.stderr)

    def find(self, name: bytes, changes: Changes) -> str:
        """The line of a check."""
        self.changed += 1
        return f"{shown(name)}: {RULE}: {printable(told(changes))}"

    def broken(self, name: bytes, broken: Broken) -> None:
        self.failed += 1
        print(f"{placed(name, broken)}; left as it is", file=sys.stderr)

    def refuse(self, refusal: Refusal) -> None:
        self.failed += 1
        print(refusal, file=sys.stderr)

    def tell(self, verb: str = "stripped") -> None:
        """The line that counts."""
        further = [
            f"{self.kept:,} kept as the config says" if self.kept else "",
            f"{self.failed:,} could not be read or written" if self.failed else "",
        ]
        notebooks = "notebook" if self.looked == 1 else "notebooks"
        counts = "; ".join([f"{verb} {self.changed:,} of {self.looked:,} {notebooks}", *filter(None, further)])
        print(f"mlhygiene: {counts}", file=sys.stderr)

    def exit(self, *, changed: Exit) -> Exit:
        """What could not be judged outweighs what was found."""
        if self.failed:
            return Exit.UNJUDGED
        return changed if self.changed else Exit.CLEAN
