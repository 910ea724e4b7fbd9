"""Files that are secrets: known by name, and by content where a name says too little. Pure."""

from mlhygiene.secrets.files.names import signs
from mlhygiene.secrets.files.table import Judge, Sign

# No content is read further: git writes the whole blob to give its head, we need not keep it.
HEAD = 64 * 1024

__all__ = ["HEAD", "Judge", "Sign", "signs"]
