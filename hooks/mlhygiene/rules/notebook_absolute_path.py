"""MLH310."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mlhygiene.notebook.options import WORDS, parse_words
from mlhygiene.notebook_rule import Fault, NotebookWarning
from mlhygiene.rule import option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlhygiene.notebook.whole import Notebook

# What containers and hosted notebooks have, on every machine alike.
CONTAINERS = (
    *("/Volumes", "/content", "/data", "/dbfs", "/gcs", "/home/coder", "/home/codespace", "/home/ec2-user"),
    *("/home/hadoop", "/home/jovyan", "/home/jupyter", "/home/model-server", "/home/runner", "/home/sagemaker-user"),
    *("/home/studio-lab-user", "/home/user", "/home/vscode", "/kaggle", "/mnt", "/opt", "/root"),
    *("/tmp", "/workspace"),  # noqa: S108 - names
)


@dataclass(frozen=True, kw_only=True)
class NotebookAbsolutePath(NotebookWarning):
    r"""Path in code that holds on one machine alone.

    `/home/ada/data`, `C:\Users\ada`, `/scratch/ada`: nobody else can run the
    cell, and a home tells who wrote it. Strings of Python are judged, and homes
    in what is handed to a shell; addresses, comments and documentation are not.

    Write it from the repository's root, or take it from the environment.
    """

    code = "MLH310"
    name = "notebook-absolute-path"
    remedy = "write it from the repository's root, or take it from the environment (os.environ)"

    allow: tuple[str, ...] = option(
        list(CONTAINERS),
        "Folders that stand on every machine that runs the notebooks, such as those of containers.",
        parse_words,
        WORDS,
    )

    def faults(self, notebook: Notebook, /) -> Iterator[Fault]:
        if not notebook.is_python:
            return
        from mlhygiene.notebook.paths import machine_paths  # 4 ms that a hook without a notebook does without

        for cell in notebook.cells:
            if cell.is_code:
                for spelled in machine_paths(cell.source, self.allow):
                    yield Fault(f"{spelled.shown!r} is a path of one machine", cell, spelled.line)
