"""Files that are secrets: known by name, and by content where a name says too little. Pure.

`content` is not imported here: its patterns cost two milliseconds that few commits need.
"""

from mlhygiene.secrets.files.names import signs
from mlhygiene.secrets.files.sign import HEAD, Judge, Sign

__all__ = ["HEAD", "Judge", "Sign", "signs"]
