"""What DVC holds, read out of its own files: no DVC, no git, no process.

Importing this costs nothing: YAML and gitignore patterns are imported by the
first question that needs them.
"""

from mlhygiene.dvc.files import MARKERS, is_dvc_file, is_marker, is_stage_file
from mlhygiene.dvc.outs import Outs
from mlhygiene.dvc.reading import Problem, problems, unhashed

__all__ = ["MARKERS", "Outs", "Problem", "is_dvc_file", "is_marker", "is_stage_file", "problems", "unhashed"]
