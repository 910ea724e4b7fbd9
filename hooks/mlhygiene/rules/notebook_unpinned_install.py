"""MLH311."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mlhygiene.notebook_rule import Fault, NotebookNote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.whole import Notebook

# So many packages are named.
NAMED = 3


class NotebookUnpinnedInstall(NotebookNote):
    """Package installed without a version.

    `%pip install transformers` gives another library every month, and the
    notebook that ran in spring fails in autumn. Requirements files, constraints,
    local paths and addresses with a tag or a commit are fine.

    Say which version, such as `transformers==4.57.1`, or use a file of them.
    """

    code = "MLH311"
    name = "notebook-unpinned-install"
    remedy = "say which version (`package==1.2.3`), or install from a requirements file"

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        from mlhygiene.notebook.installs import unpinned  # 3 ms that a hook without a notebook does without

        found = [
            (cell, line, package) for cell in notebook.cells if cell.is_code for line, package in unpinned(cell.source)
        ]
        if found:
            cell, line, _ = found[0]
            names = list(dict.fromkeys(package for _, _, package in found))
            rest = len(names) - NAMED
            more = f" and {rest} more" if rest > 0 else ""
            yield Fault(f"installs {', '.join(names[:NAMED])}{more} without a version", cell, line)
