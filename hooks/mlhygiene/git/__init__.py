"""Git, asked through plumbing. The only package that starts a process."""

from mlhygiene.git.process import GitError
from mlhygiene.git.repository import Repository

__all__ = ["GitError", "Repository"]
