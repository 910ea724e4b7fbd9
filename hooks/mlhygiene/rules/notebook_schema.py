"""MLH317."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.notebook_rule import Fault, NotebookWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.whole import Notebook


class NotebookSchema(NotebookWarning):
    """Notebook that Jupyter reads, and that is not what nbformat allows.

    Each program mends such a notebook in its own way when it saves it, and a
    strict one (GitHub's view, nbconvert, a converter in Rust or JavaScript)
    shows an error. nbformat 2 and 3 are read only to be converted.

    Open it in Jupyter and save it, or convert it with `jupyter nbconvert`.
    """

    code = "MLH317"
    name = "notebook-schema"
    remedy = "open it in Jupyter and save it, or convert it: jupyter nbconvert --to notebook --inplace"

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        from mlhygiene.notebook.schema import Breach, breaches  # with the parser of JSON

        first, counted = dict[str, Breach](), dict[str, int]()
        for breach in breaches(notebook):
            first.setdefault(breach.what, breach)
            counted[breach.what] = counted.get(breach.what, 0) + 1
        for what, breach in first.items():
            rest = counted[what] - 1
            more = f", and {rest:,} more such cell{'s' * (rest != 1)}" if rest else ""
            yield Fault(what + more, breach.cell, at=breach.line)
