"""What every rule over notebooks is: one reading of a notebook for all of them, and where in it a fault lies."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from mlhygiene import advice
from mlhygiene.model import Severity, printable
from mlhygiene.rule import ANY_SIZE, BlobRule, Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.json_places import Path
    from mlhygiene.model import Blob
    from mlhygiene.notebook.broken import Broken
    from mlhygiene.notebook.cells import Cell
    from mlhygiene.notebook.whole import Notebook

JUPYTER = b".ipynb"
ZEPPELIN = b".zpln"


class Reading(NamedTuple):
    """A notebook, or why there is none: neither where it stands for one that Git LFS holds."""

    notebook: Notebook | None = None
    broken: Broken | None = None


class Fault(NamedTuple):
    """What is wrong with a notebook: in which cell, and in which line of its source.

    `path` is what is at fault where that is not the whole cell, `part` the same in words;
    `at` is the line of the file, where that is known.
    """

    message: str
    cell: Cell | None = None
    line: int = 0
    path: Path = ()
    part: str = ""
    at: int | None = None


# The engine asks every rule about one blob before it goes on to the next: the last one read is enough.
_last: dict[str, Reading] = {}


class NotebookRule(BlobRule):
    """A rule over the notebooks of Jupyter, and those of Zeppelin where `extensions` says so."""

    extensions: ClassVar[tuple[bytes, ...]] = (JUPYTER,)
    needle: ClassVar[bytes] = b"."

    @property
    def sizes(self) -> range:
        return range(ANY_SIZE)

    def reads(self, blob: Blob, /) -> bool:
        return blob.regular and blob.path.lower().endswith(self.extensions)


class NotebookLint(NotebookRule):
    """A rule over what stands in the cells of a notebook, of one that can be read.

    `remedy` mends its faults, in words; `{strip}` in it is the command that strips the notebook.
    """

    remedy: ClassVar[str]

    def check(self, blob: Blob, /) -> Iterator[Finding]:
        if self.reads(blob) and (notebook := read_once(blob).notebook):
            try:
                for fault in self.faults(notebook):
                    yield self.told(blob, notebook, fault)
            except RecursionError:
                yield self.found(blob, "nested too deeply to be judged")

    @abstractmethod
    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        """What is wrong with one notebook."""

    def told(self, blob: Blob, notebook: Notebook, fault: Fault) -> Finding:
        """The finding that a fault is, with its cell and its line."""
        words, cell = _words(fault), fault.cell
        path = fault.path or (cell.path if cell else ())
        line = notebook.line_of(cell, fault.line) if cell and fault.line else notebook.line(path) if path else fault.at
        return Finding(
            self,
            blob,
            blob.at(line),
            printable(f"{fault.message}, {words}" if words else fault.message),
            fix=self.remedy.format(strip=advice.strip_notebook(blob.path)),
            data={"where": words or None, "cell": cell.number if cell else None},
            remark=_remark(fault),
        )


@dataclass(frozen=True, kw_only=True)
class NotebookWarning(NotebookLint):
    """Such a rule that does not block."""

    severity: Severity = Severity.WARNING


@dataclass(frozen=True, kw_only=True)
class NotebookNote(NotebookLint):
    """Such a rule that only tells."""

    severity: Severity = Severity.NOTE


def read_once(blob: Blob) -> Reading:
    """The notebook that a blob is, read for all rules at once."""
    if blob.oid not in _last:
        reading = _read(blob.read())
        _last.clear()
        _last[blob.oid] = reading
    return _last[blob.oid]


def _read(content: bytes) -> Reading:
    # With the parser of JSON, which a hook that meets no notebook does without.
    from mlhygiene.notebook.broken import Broken
    from mlhygiene.notebook.reading import is_pointer, read
    from mlhygiene.notebook.whole import Notebook

    if is_pointer(content):
        return Reading()
    try:
        return Reading(Notebook(content, read(content)))
    except Broken as broken:
        return Reading(broken=broken)


def _words(fault: Fault) -> str:
    """Such as `cell 7 (In [12], id 3f2a9c10), line 2`."""
    if fault.cell is None:
        return ""
    from mlhygiene.secrets.notebook.pieces import Spot  # only what is found is put into words

    line = f", line {fault.line}" if fault.line else ""
    return Spot("cell", fault.cell.number, fault.cell.members, fault.part).words() + line


def _remark(fault: Fault) -> str:
    """What a cell says to set a fault aside: in the line at fault, in any where all of it is, or in a tag."""
    if fault.cell is None:
        return ""
    lines = fault.cell.lines[fault.line - 1 : fault.line] if fault.line else fault.cell.lines
    return "\n".join([*lines, *sorted(fault.cell.tags)])
