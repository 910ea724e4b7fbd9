"""Commands that mend a finding, written so that they work when pasted at the root."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from mlhygiene.model import Storage, shown

if TYPE_CHECKING:
    from mlhygiene.model import Blob
