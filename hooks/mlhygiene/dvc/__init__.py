"""What DVC holds, read out of its own files (dvc.org/doc/user-guide/project-structure).

What reads YAML is imported when it is first asked for: most repositories never do.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from mlhygiene.dvc.files import MARKERS, is_dvc_file, is_marker, is_stage_file

if TYPE_CHECKING:
    from mlhygiene.dvc.outs import Outs
    from mlhygiene.dvc.reading import OLD_LOCK, Problem, problems, unhashed

__all__ = [
    "MARKERS",
    "OLD_LOCK",
    "Outs",
    "Problem",
    "is_dvc_file",
    "is_marker",
    "is_stage_file",
    "problems",
    "unhashed",
]

LATE = {"OLD_LOCK": "reading", "Outs": "outs", "Problem": "reading", "problems": "reading", "unhashed": "reading"}


def __getattr__(name: str) -> object:
    if name not in LATE:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{LATE[name]}"), name)
